"""
Coverage by gcov: every suite in a build with counters and without assertions, then lines and branches of each file of the
store, of safe text and of the importers, where every branch is to be taken or explained (docs/testing.md), and the lines of
all floors together. What runs in the importers' jail counts for nothing (the jail ends without writing its counters): the
parsers' tests call them in their own process.

usage: tests/coverage.py [--only-count] [--untaken WORDS] [--listed | --write-list] [BUILD]
BUILD (build-coverage unless given) is made when it is not there. --untaken lists the lines of the files whose path has these
words in which a branch was never taken, with the words of the line. --listed compares with docs/branches.txt: it fails when a
line with a branch that no test takes is not listed there, and when a listed one is taken. --write-list brings that file up to
date: what is new goes under a heading of its own at the end, for somebody to write a test or find the reason.
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
LIST = os.path.join(SOURCE, 'docs', 'branches.txt')
CHANCE = '(some are taken by chance)'
OPEN = 'No test takes these yet', ['Open: nothing is known that would keep a test from taking them.']


class Counts:
    """Of one source file: how often each line ran, and each branch of it was taken."""

    def __init__(self):
        self.lines, self.branches = collections.Counter(), collections.Counter()
        self.functions = {}

    def add(self, line):
        number = line['line_number']
        self.functions[number] = line.get('function_name', '')
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
    failed = subprocess.run(['meson', 'test', '-C', build, '--no-rebuild', '-t', '6']).returncode
    # each call of the database fails, not some: these take the ways out of the store; of the system's calls the slice will do
    return subprocess.run(['meson', 'test', '-C', build, '--no-rebuild', '-t', '60', '--test-args', "'' database", 'calls', 'failures'],
                          env={**os.environ, 'GAUNTLET': 'full'}).returncode or failed


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


def text_of(name):
    with open(os.path.join(SOURCE, name), encoding='utf-8') as file:
        return file.read().split('\n')


# ---- docs/branches.txt: headings with a reason, and under each, indented, lines of the sources: "file function: words" ----


def anchors(found):
    """Where branches are not taken, by file, function and the words of the line: they outlive edits elsewhere."""
    places = set()
    for name in found:
        if name.startswith(WATCHED):
            text = text_of(name)
            places |= {'%s %s: %s' % (name, found[name].functions[n], text[n - 1].strip()) for n in found[name].untaken()}
    return places


def read_list():
    """[(heading, reason, entries)]"""
    sections = []
    with open(LIST, encoding='utf-8') as file:
        for line in file:
            if line.startswith('== '):
                sections.append((line[3:].strip(), [], []))
            elif sections and line.startswith('\t'):
                sections[-1][2].append(line.strip())
            elif sections and line.strip():
                sections[-1][1].append(line.strip())
    return sections


def compare_list(found):
    untaken, sections = anchors(found), read_list()
    listed = {entry for _, _, entries in sections for entry in entries}
    by_chance = {entry for heading, _, entries in sections if heading.endswith(CHANCE) for entry in entries}
    unlisted, taken = sorted(untaken - listed), sorted(listed - untaken - by_chance)
    for entry in unlisted:
        print('not taken, and not listed: ' + entry)
    for entry in taken:
        print('listed, but taken or gone: ' + entry)
    print('%d lines with a branch that is not taken, %d listed' % (len(untaken), len(listed)))
    return bool(unlisted or taken)


def write_list(found):
    untaken, sections = anchors(found), read_list()
    new = untaken - {entry for _, _, entries in sections for entry in entries}
    with open(LIST, encoding='utf-8') as file:
        parts = [file.read().split('\n== ')[0].rstrip() + '\n']
    if new and sections[-1][0] != OPEN[0]:
        sections.append((*OPEN, []))
    for heading, reason, entries in sections:
        kept = set(entries) if heading.endswith(CHANCE) else set(entries) & untaken
        kept |= new if heading == OPEN[0] else set()
        parts.append('\n== %s\n%s\n\n%s' % (heading, '\n'.join(reason), ''.join('\t%s\n' % entry for entry in sorted(kept))))
    with open(LIST, 'w', encoding='utf-8') as file:
        file.write(''.join(parts))


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
    words.add_argument('--listed', action='store_true')
    words.add_argument('--write-list', action='store_true')
    args = words.parse_args()
    failed = 0 if args.only_count else build_and_test(args.build)
    found = count(args.build)
    if args.untaken:
        for name in sorted(name for name in found if args.untaken in name):
            text = text_of(name)
            for number in found[name].untaken():
                print('%s:%d: %s' % (name, number, text[number - 1].strip()))
        return failed
    if args.write_list:
        write_list(found)
    if args.listed:
        failed = compare_list(found) or failed
    for name in sorted(name for name in found if name.startswith(WATCHED)):
        say(name, share(found[name].lines), share(found[name].branches))
    for name, starts in (('store', WATCHED[0]), ('text/safe', WATCHED[1]), ('import', WATCHED[2]), ('all of src', 'src/')):
        say(name, *total(found, starts))
    return failed


sys.exit(main())
