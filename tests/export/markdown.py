#!/usr/bin/env python3
"""Markdown, read by parsers that are not ours, shows exactly the source text.

The writer gets walls whose every text is hostile (tests/tools/markdown-hostile.c). Each string must
come back from the parser in its own block, whole, and nothing may have become markup: no HTML, no
link, no image, no code. Runs of blanks count as one, as in any browser. Parsers: cmark, and
markdown-it with tables and strikethrough, as GitHub reads; it drops no-break and other wide blanks
at the end of a line, too, so there those are not looked for. Absent: skipped.
"""
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

STRINGS, SEED = 20000, 7  # looked for, by each parser
LABELS = {'observation': 'Observed', 'pain': 'Pain point', 'idea': 'Idea', 'question': 'Question'}
MARKUP = {'html_block', 'html_inline', 'link', 'link_open', 'image', 'code_inline', 'code_block', 'fence',
          'code', 's_open', 'hr', 'thematic_break'}


def norm(text):
    return re.sub(r'[ \t\n]+', ' ', text).strip(' ')


def norm_all(text):
    return ' '.join(text.split())


def walls(data):
    """(expected, Markdown) of each wall; expected: (key, name, text)."""
    at, expected = 0, []
    while at < len(data):
        end = data.index(b'\n', at)
        what, *key, size = data[at:end].decode().split(' ')
        at = end + 1 + int(size)
        text = data[end + 1:at].decode()
        if what == 'M':
            yield expected, text
            expected = []
        else:
            expected.append((key[0], key[1], text))


def block(key, name, text):
    """Beginning and end of the block that must hold nothing else."""
    if key == 'quote':
        return '"' + text + '" — ', '[' + name + ']'
    if key in LABELS:
        return LABELS[key] + ': ' + text + ' — ', '[' + name + ']'
    if key == 'implies':
        return text + ' [' + name + ']', ''
    if key == 'theme' or key == 'insight':
        return text + ' (', ' ' + name + ')'
    if key == 'title':
        return text, ''
    if key == 'vote':
        return 'Vote: ' + text + ' (themes; ', '1 person, 3 dots each)'
    return name.replace('-', ' ') + ': ' + text if key == 'lead' or not name[0].isdigit() \
        else name + ': ' + text, ''


def matches(shown, begin, end):
    if not end:
        return shown == begin
    if shown.endswith(' ★ surprise'):
        shown = shown[:-len(' ★ surprise')]
    return shown.startswith(begin) and shown.endswith(end)


class MarkdownIt:
    name = 'markdown-it'
    norm = staticmethod(norm_all)

    @staticmethod
    def reads(text):
        """A line of nothing but wide blanks ends a paragraph here, against the specification."""
        return all(line.strip() for line in text.split('\n') if line.strip(' \t'))

    def __init__(self):
        import markdown_it
        self.parser = markdown_it.MarkdownIt('commonmark').enable(['table', 'strikethrough'])

    def blocks(self, source):
        """(kind of block, its text), and what became markup."""
        markup, blocks, kinds = [], [], []
        for token in self.parser.parse(source):
            if token.type in MARKUP:
                markup.append(token.type)
            if token.type.endswith('_open'):
                kinds.append(token.type[:-5])
            elif token.type.endswith('_close'):
                kinds.pop()
            if token.type == 'inline':
                text = ''
                for child in token.children:
                    markup += [child.type] if child.type in MARKUP else []
                    text += ' ' if child.type in ('hardbreak', 'softbreak') else child.content
                blocks.append((kinds[-1], self.norm(text)))
        return blocks, markup


class Cmark:
    name = 'cmark'
    norm = staticmethod(norm)

    @staticmethod
    def reads(text):
        return True

    ns = '{http://commonmark.org/xml/1.0}'

    def __init__(self):
        subprocess.run(['cmark', '--version'], check=True, stdout=subprocess.DEVNULL)

    def blocks(self, source):
        out = subprocess.run(['cmark', '-t', 'xml'], input=source.encode(), check=True,
                             stdout=subprocess.PIPE).stdout
        markup, blocks = [], []
        for node in ElementTree.fromstring(out).iter():
            tag = node.tag[len(self.ns):]
            markup += [tag] if tag in MARKUP else []
            if tag in ('paragraph', 'heading'):
                blocks.append((tag, self.norm(self.text(node))))
        return blocks, markup

    def text(self, node):
        tag = node.tag[len(self.ns):]
        if tag in ('softbreak', 'linebreak'):
            return ' '
        if tag == 'text':
            return node.text or ''
        return ''.join(self.text(child) for child in node)


def check(parser, all_walls):
    """How many strings were looked for, and what is wrong."""
    tables = parser.name == 'markdown-it'
    n, wrong = 0, []
    for expected, source in all_walls:
        blocks, markup = parser.blocks(source)
        shown = {text for kind, text in blocks}
        if markup:
            wrong.append('became %s' % ', '.join(sorted(set(markup))))
        for key, name, text in expected:
            if not parser.reads(text):
                continue
            n += 1
            begin, end = (parser.norm(s) for s in block(key, name, norm(text)))
            found = begin in shown if not end else any(matches(s, begin, end) for s in shown)
            if key in ('coder', 'pile'):  # beside the receipt of a disputed card
                part = parser.norm(norm(text))
                ways = [part + ': "', part + ' : "'] if key == 'coder' else [': "' + part, ': " ' + part]
                found = any(way in s for way in ways for s in shown)
            if key in ('theme', 'insight') and not found:
                found = any(re.match(r'\d+\. ', s) and matches(re.sub(r'^\d+\. ', '', s), begin, end)
                            for kind, s in blocks if kind == 'heading')
            if not found:
                wrong.append('%s %s: %r' % (key, name, text))
            elif key == 'theme' and tables and parser.norm(text) not in \
                    [s for kind, s in blocks if kind == 'td']:
                wrong.append('table cell %s: %r' % (name, text))
    return n, wrong


def main():
    tool = sys.argv[1]
    data = subprocess.run([tool, str(STRINGS + STRINGS // 30), str(SEED)], check=True, stdout=subprocess.PIPE).stdout
    all_walls = list(walls(data))
    tests = (MarkdownIt, Cmark)
    print('1..%d' % len(tests))
    failed = False
    for i, make in enumerate(tests, 1):
        try:
            parser = make()
        except (ImportError, OSError, subprocess.CalledProcessError):
            print('ok %d # SKIP %s is not installed' % (i, make.name))
            continue
        n, wrong = check(parser, all_walls)
        good = not wrong and n >= STRINGS
        failed |= not good
        print('%sok %d - %s shows %d strings in %d walls as they are' %
              ('' if good else 'not ', i, parser.name, n, len(all_walls)))
        for line in wrong[:20]:
            print('# ' + line)
        if wrong:
            print('# %d in all' % len(wrong))
    return failed


sys.exit(main())
