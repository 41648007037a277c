"""
The program built twice, byte for byte the same: the sources are copied to another place, configured with the options of this
build, and the second program is compared with the first. Without GAUNTLET it is skipped: it takes a whole build.

usage: rebuild.py PROGRAM SOURCE_ROOT BUILD_ROOT
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM, SOURCE, BUILD = sys.argv[1:4]
PARTS = ('meson.build', 'meson_options.txt', 'src', 'include', 'data', 'tests', 'docs')
OPTIONS = ('buildtype', 'optimization', 'debug', 'b_sanitize', 'b_ndebug', 'b_coverage', 'b_lto', 'c_args', 'c_link_args')


def skip(why):
    print('1..0 # SKIP ' + why)
    sys.exit(0)


def run(*argv, **env):
    """Its output; ends the test with its last words when it fails. No compiler's cache: it would remember the first build."""
    done = subprocess.run(argv, env=dict(os.environ, CCACHE_DISABLE='1', **env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print('Bail out! %s: %s' % (' '.join(argv), done.stdout.decode(errors='replace')[-2000:]))
        sys.exit(1)
    return done.stdout


def option(entry):
    value = entry['value']
    words = str(value).lower() if isinstance(value, bool) else ','.join(value) if isinstance(value, list) else value
    return '-D%s=%s' % (entry['name'], words)


def compiler():
    """The one this build has, so that another default does not count as a difference."""
    targets = json.loads(run('meson', 'introspect', '--targets', BUILD))
    words = next(source['compiler'] for target in targets for source in target['target_sources'] if source.get('compiler'))
    return ' '.join(word for word in words if 'ccache' not in word)


def build_again(place):
    """The program of a second build below place."""
    source, build = os.path.join(place, 'sources'), os.path.join(place, 'sources', 'a build elsewhere')
    os.mkdir(source)
    for name in PARTS:
        path = os.path.join(SOURCE, name)
        if os.path.isdir(path):
            shutil.copytree(path, os.path.join(source, name))
        elif os.path.exists(path):
            shutil.copy(path, source)
    options = [option(entry) for entry in json.loads(run('meson', 'introspect', '--buildoptions', BUILD))
               if entry['name'] in OPTIONS and entry['value'] not in ('', [])]
    run('meson', 'setup', build, source, *options, CC=compiler())
    run('ninja', '-C', build, 'themewall')
    return os.path.join(build, 'themewall')


def main():
    if not os.environ.get('GAUNTLET'):
        skip('a whole build; GAUNTLET is not set')
    if os.path.dirname(os.path.realpath(BUILD)) != os.path.realpath(SOURCE):
        skip('the build folder is not beside the sources')
    with tempfile.TemporaryDirectory(prefix='another place for themewall ') as place:
        with open(PROGRAM, 'rb') as first, open(build_again(place), 'rb') as second:
            a, b = first.read(), second.read()
    here = os.path.realpath(BUILD).encode()
    same = a == b
    if not same:
        at = next((i for i in range(min(len(a), len(b))) if a[i] != b[i]), min(len(a), len(b)))
        print('# %d and %d bytes, different from byte %d on: %r, %r' % (len(a), len(b), at, a[at:at + 60], b[at:at + 60]))
    print('%s 1 - two builds in two places, the same %d bytes' % ('ok' if same else 'not ok', len(a)))
    print('%s 2 - and none of them tells where it was built' % ('ok' if here not in a else 'not ok'))
    print('1..2')
    sys.exit(not same or here in a)


main()
