"""
Coverage by gcov: every suite in a build with counters and without assertions, then lines and branches of each file of the
store, of safe text and of the importers, where every branch is to be taken or explained (docs/testing.md), and the lines of
all floors together. What runs in the importers' jail counts for nothing (the jail ends without writing its counters): the
parsers' tests call them in their own process.

usage: tests/coverage.py [--only-count] [--untaken WORDS] [BUILD]
BUILD (build-coverage unless given) is made when it is not there. --untaken lists the lines of the files whose path has these
words in which a branch was never taken, with the words of the line.
"""
import argparse
import collections
import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WATCHED = ('src/store/', 'src/text/safe', 'src/import/')


class Counts:
    """Of one source file: how often each line ran, and each branch of it was taken."""

    def __init__(self):
        self.lines, self.branches = collections.Counter(), collections.Counter()

    def add(self, line):
        number = line['line_number']
        self.lines[number] += line['count']
        for i, branch in enumerate(line['branches']):
            self.branches[number, i] += branch['count']

    def untaken(self):
        return sorted({number for (number, _), count in self.branches.items() if not count})


def share(counter):
    taken = sum(count > 0 for count in counter.values())
    return taken, len(counter)


def build_and_test(build):
    if not os.path.exists(os.path.join(build, 'build.ninja')):
        subprocess.run(['meson', 'setup', build, SOURCE, '-Db_coverage=true', '-Db_ndebug=true', '-Doptimization=0'], check=True)
    subprocess.run(['ninja', '-C', build], check=True)
    for path in glob.glob(os.path.join(build, '**', '*.gcda'), recursive=True):
        os.remove(path)
    return subprocess.run(['meson', 'test', '-C', build, '--no-rebuild', '-t', '6']).returncode


def count(build):
    """{path from the root: Counts} of what lies under src."""
    found = collections.defaultdict(Counts)
    notes = [path for path in glob.glob(os.path.join(build, '*.a.p', '*.gcno')) + glob.glob(os.path.join(build, 'themewall.p', '*.gcno'))]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['gcov', '--json-format', '--branch-probabilities', '--preserve-paths', *map(os.path.abspath, notes)],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in glob.glob(os.path.join(folder, '*.gcov.json.gz')):
            with gzip.open(path) as file:
                report = json.load(file)
            for source in report['files']:
                name = os.path.relpath(os.path.join(report['current_working_directory'], source['file']), SOURCE)
                if name.startswith('src/'):
                    for line in source['lines']:
                        found[name].add(line)
    return found


def say(name, lines, branches):
    words = ['%5d of %5d %5.1f %%' % (*part, 100.0 * part[0] / part[1] if part[1] else 100) for part in (lines, branches)]
    print('%-34s lines %s   branches %s' % (name, *words))


def total(found, starts):
    chosen = [counts for name, counts in found.items() if name.startswith(starts)]
    sums = [[sum(part) for part in zip(*(share(getattr(counts, what)) for counts in chosen))] or [0, 0]
            for what in ('lines', 'branches')]
    return sums


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument('build', nargs='?', default=os.path.join(SOURCE, 'build-coverage'))
    words.add_argument('--only-count', action='store_true')
    words.add_argument('--untaken')
    args = words.parse_args()
    failed = 0 if args.only_count else build_and_test(args.build)
    found = count(args.build)
    if args.untaken:
        for name in sorted(name for name in found if args.untaken in name):
            with open(os.path.join(SOURCE, name), encoding='utf-8') as file:
                text = file.read().split('\n')
            for number in found[name].untaken():
                print('%s:%d: %s' % (name, number, text[number - 1].strip()))
        return failed
    for name in sorted(name for name in found if name.startswith(WATCHED)):
        say(name, share(found[name].lines), share(found[name].branches))
    for name, starts in (('store', WATCHED[0]), ('text/safe', WATCHED[1]), ('import', WATCHED[2]), ('all of src', 'src/')):
        say(name, *total(found, starts))
    return failed


sys.exit(main())
