"""What the lints share: the files to look at, C without its comments and strings, and how to report.

A lint is a script `lint.py SOURCE_ROOT …`; each finding is a line `path:line: words` on stdout, and the exit
status is 1 when there was one.
"""
import re
import sys
from pathlib import Path

FLOORS = {'base': 0, 'text': 1, 'model': 2, 'store': 3, 'import': 3, 'export': 3, 'app': 4, 'ui': 5, 'term': 6, 'main': 7}
# A program that the build runs; it never reaches anybody's machine.
BUILD_TOOLS = {'src/embed.c'}

SKIP = 77
# a comment, a string or a character
WORD = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


class Lint:
    def __init__(self):
        if len(sys.argv) < 2:
            sys.exit(f'usage: {Path(sys.argv[0]).name} SOURCE_ROOT …')
        self.root = Path(sys.argv[1]).resolve()
        self.build = Path(sys.argv[2]) if len(sys.argv) > 2 else None
        self.found = 0

    def report(self, path, line, words):
        self.found += 1
        print(f'{path}:{line}: {words}')

    def files(self, folders, endings):
        """Paths relative to the root, as text with forward slashes, in order."""
        for folder in folders:
            for path in sorted((self.root / folder).rglob('*')):
                if path.is_file() and path.name.endswith(endings):
                    yield path.relative_to(self.root).as_posix()

    def text(self, path):
        return (self.root / path).read_text(encoding='utf-8', errors='replace')

    def end(self, looked_at):
        """Ends the program. A lint that looked at nothing is broken, not content."""
        if looked_at == 0:
            self.report('.', 1, 'there was nothing to look at')
        print(f'# {looked_at} looked at, {self.found} found')
        sys.exit(1 if self.found else 0)


def _blank(match):
    """Same length, same lines, nothing in it; strings keep their quotes."""
    word = match.group(0)
    inside = re.sub(r'[^\n]', ' ', word)
    return inside if word[0] == '/' else word[0] + inside[1:-1] + word[-1]


def code_only(text):
    return WORD.sub(_blank, text)


def line_of(text, at):
    return text.count('\n', 0, at) + 1


def floor_of(path):
    """The floor a file belongs to; None when its place belongs to none."""
    parts = path.split('/')
    if parts[:2] == ['include', 'themewall'] and len(parts) > 3:
        return parts[2] if parts[2] in FLOORS else None
    if parts[0] == 'src' and len(parts) > 2:
        return parts[1] if parts[1] in FLOORS else None
    if parts[0] == 'src' and re.fullmatch(r'main(-[a-z-]+)?\.[ch]', parts[1]):
        return 'main'
    return None
