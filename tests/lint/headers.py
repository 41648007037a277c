#!/usr/bin/env python3
"""Does each header compile alone, with the project's flags? headers.py SOURCE_ROOT BUILD_ROOT

The compiler and its flags are those of the build's compile_commands.json, of the header's own floor. A header also
carries a guard that no other one has.
"""
import json
import os
import re
import shlex
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

from lint import Lint, floor_of

WANTED = re.compile(r'-(D|U|std=|W(?!l,|p,)|pedantic|f(?!sanitize|diagnostics|color)).*')
# in case there is no build to ask: what meson.build sets for every file
DEFAULT = ['cc', '-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-Wno-unused-parameter', '-D_GNU_SOURCE']

lint = Lint()


def read_commands():
    """The compiler and flags of each floor: those of one of its sources."""
    commands = lint.build / 'compile_commands.json' if lint.build else None
    if not commands or not commands.is_file():
        return {}
    floors = {}
    for entry in json.loads(commands.read_text()):
        place = re.search(r'(?:^|/)src/(\w+)/[^/]+\.c$', entry['file'])
        if place:
            words = shlex.split(entry['command'])
            first = 2 if os.path.basename(words[0]) == 'ccache' else 1
            floors[place.group(1)] = words[:first] + [w for w in words[first:] if WANTED.fullmatch(w)]
    return floors


def compile_alone(header):
    """The first complaint of the compiler, None when it has none."""
    beside = os.path.dirname(lint.root / header)
    command = COMMANDS.get(floor_of(header), COMMANDS.get('base', DEFAULT))
    with tempfile.NamedTemporaryFile('w', suffix='.c') as unit:
        unit.write(f'#include "{lint.root / header}"\nextern int header_lint;\n')
        unit.flush()
        run = subprocess.run(command + ['-fsyntax-only', f'-I{lint.root}/include', f'-I{beside}', unit.name],
                             capture_output=True, text=True)
    if run.returncode == 0:
        return None
    return next((line for line in run.stderr.splitlines() if 'error' in line), run.stderr.strip() or 'failed')


def complain(header, error):
    place = re.match(r'(?:.*/)?([^/:]+):(\d+):(?:\d+:)? (?:fatal )?error: (.*)', error)
    own = place and place.group(1) == os.path.basename(header)
    words = place.group(3) if place else error
    lint.report(header, place.group(2) if own else 1, f'does not compile alone: {words}')


def check_guard(header):
    directives = re.findall(r'^[ \t]*#[ \t]*(\w+)[ \t]*(\S*)', lint.text(header), re.M)
    guard = directives[0][1] if directives else ''
    if directives[:2] != [('ifndef', guard), ('define', guard)]:
        lint.report(header, 1, 'does not begin with a guard')
    elif guard in guards:
        lint.report(header, 1, f'{guard} already guards {guards[guard]}')
    guards.setdefault(guard, header)


COMMANDS = read_commands()
guards = {}
headers = list(lint.files(['include', 'src'], ('.h',)))
with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
    for header_path, fault in zip(headers, pool.map(compile_alone, headers)):
        check_guard(header_path)
        if fault:
            complain(header_path, fault)
lint.end(len(headers))
