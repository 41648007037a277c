#!/usr/bin/env python3
"""Does the code look the way we write it? format.py SOURCE_ROOT [EXCUSED]...

What a formatter leaves open: length of lines and files, how a file begins, what is left lying about, and who prints.
Lines of an excused file may be too long, nothing else; one that needs no excuse any more is named.
"""
import re
import sys

from lint import BUILD_TOOLS, WORD, Lint, code_only, line_of

COLUMNS, LINES = 100, 800
LEFT_OVER = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')
PRINTS = re.compile(r'\b(v?printf|puts|putchar|perror|psignal|psiginfo)\s*\('
                    r'|\b(v?fprintf|fputs|f?putc|fwrite|v?dprintf)\s*\([^;]*?\b(stdout|stderr|STD(OUT|ERR)_FILENO)\b')
MAY_PRINT = re.compile(r'src/text/safe\.c|src/main[^/]*\.c|tests/.*')

lint = Lint()
EXCUSED = sys.argv[2:]
needed = set()


def check_line(path, number, line):
    width = len(line.expandtabs(8))
    if width > COLUMNS and path in EXCUSED:
        needed.add(path)
    elif width > COLUMNS:
        lint.report(path, number, f'{width} columns, at most {COLUMNS}')
    if line != line.rstrip():
        lint.report(path, number, 'blanks at the end')
    if re.match(r'\t* +\t|\t* {8}', line):
        lint.report(path, number, 'indented with blanks where a tab belongs')


def check_code(path, text):
    code = code_only(text)
    if path not in BUILD_TOOLS and not MAY_PRINT.fullmatch(path):
        for match in PRINTS.finditer(code):
            lint.report(path, line_of(code, match.start()), f'prints ({match.group(1) or match.group(2)}): '
                                                            'words leave through text/safe')
    for match in WORD.finditer(text):
        if match.group(0).startswith('//'):
            lint.report(path, line_of(text, match.start()), '// comment; ours are /* */')


def check(path):
    text = lint.text(path)
    lines = text.split('\n')
    for number, line in enumerate(lines, 1):
        check_line(path, number, line)
    for match in LEFT_OVER.finditer(text):
        lint.report(path, line_of(text, match.start()), f'{match.group(0)} left over')
    if not text.endswith('\n') or text.endswith('\n\n'):
        lint.report(path, len(lines), 'a file ends with one newline')
    if len(lines) - 1 > LINES:
        lint.report(path, LINES, f'{len(lines) - 1} lines, at most {LINES}')
    if path.endswith('.c') and not re.match(r'/\*.*\w', text[:200], re.S):
        lint.report(path, 1, 'does not begin with a paragraph that says what it is')
    check_code(path, text)


paths = list(lint.files(['include', 'src', 'tests'], ('.c', '.h')))
for each in paths:
    check(each)
for each in EXCUSED:
    if each not in needed:
        print(f'# {each} needs no excuse')
lint.end(len(paths))
