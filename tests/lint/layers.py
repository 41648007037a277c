#!/usr/bin/env python3
"""Does every #include respect the floors? layers.py SOURCE_ROOT

A file may include its own floor and those below, never a sibling on the same level. Each library is known on one floor
(SQLite on the two that read files of its kind), and only the text floor asks for the width of a character.
"""
import re

from lint import BUILD_TOOLS, FLOORS, Lint, code_only, floor_of, line_of

# library headers → the floors that may name them
LIBRARIES = [
    (re.compile(r'(ncursesw/|ncurses/)?(n?curses|term|panel|menu|form|termcap|unctrl)\.h'), {'term'}),
    (re.compile(r'sqlite3(ext)?\.h'), {'store', 'import'}),
    (re.compile(r'unistring/.*|uni(?!std\.h)[a-z0-9]+\.h'), {'text'}),
    (re.compile(r'(expat|zlib)\.h'), {'import', 'export'}),
]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
WIDTH = re.compile(r'\b(wcwidth|wcswidth|uc_width|u8_[a-z_]+)\s*\(')

lint = Lint()


def check_ours(path, floor, line, name):
    """An #include in quotes: "themewall/FLOOR/…" or a header beside the file that includes it."""
    parts = name.split('/')
    if parts[0] != 'themewall':
        if '/' in name or not (lint.root / path).with_name(name).is_file():
            lint.report(path, line, f'"{name}" is neither "themewall/<floor>/…" nor a header beside this file')
        return
    other = parts[1] if len(parts) > 2 else None
    if other not in FLOORS:
        lint.report(path, line, f'"{name}" names no floor')
    elif other != floor and FLOORS[other] >= FLOORS[floor]:
        what = 'a sibling' if FLOORS[other] == FLOORS[floor] else 'above it'
        lint.report(path, line, f'{floor} includes {other}, {what}')


def check_library(path, floor, line, name):
    for pattern, floors in LIBRARIES:
        if pattern.fullmatch(name) and floor not in floors:
            lint.report(path, line, f'<{name}> belongs to {" and ".join(sorted(floors))}, not to {floor}')


def check(path):
    floor = floor_of(path)
    if floor is None:
        lint.report(path, 1, 'stands on no floor (src/<floor>/, include/themewall/<floor>/ or src/main*.c)')
        return
    if path.startswith('include/') and path.endswith('-internal.h'):
        lint.report(path, 1, 'an internal header never leaves src/')
    text = lint.text(path)
    for match in INCLUDE.finditer(text):
        check_it = check_ours if match.group(1) == '"' else check_library
        check_it(path, floor, line_of(text, match.start()), match.group(2))
    code = code_only(text)
    for match in WIDTH.finditer(code):
        if floor != 'text':
            lint.report(path, line_of(code, match.start()), f'{match.group(1)} is for the text floor alone')


paths = [p for p in lint.files(['include', 'src'], ('.c', '.h', '.def')) if p not in BUILD_TOOLS]
for each in paths:
    check(each)
lint.end(len(paths))
