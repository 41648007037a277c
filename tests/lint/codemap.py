#!/usr/bin/env python3
"""Does docs/CODE-MAP list every source once, under its floor, and nothing that is not there? codemap.py SOURCE_ROOT

A line is `path  what it is`; a word alone on a line begins a section, named like the floor. Headers need no line of
their own, but may have one.
"""
import re

from lint import BUILD_TOOLS, Lint, floor_of

MAP = 'docs/CODE-MAP'
lint = Lint()
seen = {}


def check_entry(number, path, words, section):
    if not words:
        lint.report(MAP, number, f'{path} has no words')
    if not (lint.root / path).is_file():
        lint.report(MAP, number, f'{path} does not exist')
    if path in seen:
        lint.report(MAP, number, f'{path} is in line {seen[path]} already')
    seen.setdefault(path, number)
    floor = floor_of(path)
    if floor and floor != section:
        lint.report(MAP, number, f'{path} is of the floor {floor} and stands under {section}')


if not (lint.root / MAP).is_file():
    lint.report(MAP, 1, 'is missing')
    lint.end(1)
current = None
for line_number, line in enumerate(lint.text(MAP).splitlines(), 1):
    entry = re.fullmatch(r'(\S+/\S+)\s*(.*)', line)
    if entry:
        check_entry(line_number, entry.group(1), entry.group(2), current)
    elif re.fullmatch(r'[a-z]+', line):
        current = line
sources = list(lint.files(['src'], ('.c',)))
for source in sources:
    if source not in seen:
        what = 'the build tools' if source in BUILD_TOOLS else 'its floor'
        lint.report(MAP, 1, f'{source} is not listed under {what}')
lint.end(len(sources))
