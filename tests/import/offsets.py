"""Positions: for every card of every format, text[start:end] in code points is the quote.

offsets.py THEMEWALL FIXTURES SOURCE_ROOT: TAP. Each fixture that can be imported comes in as it is, in CRLF, with a
byte-order mark, in UTF-16 and with emoji, CJK and combining marks put into its words; cards are made of all it has.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, FOLDER, ROOT = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
VECTORS = ROOT.parent / 'shared' / 'examples' / 'test_vectors.json'
ARCHIVES = ('.docx', '.xlsx', '.qdpx', '.pdf', '.doc', '.mp4')
count = failed = 0


def ok(passed, name, *why):
    global count, failed
    count += 1
    failed += not passed
    print('ok' if passed else 'not ok', count, '-', name)
    for line in () if passed else why:
        print('#', line)


def run(*args):
    return subprocess.run([PROGRAM, *args], capture_output=True, check=False, timeout=200)


def ways(path):
    """The file in the ways a text may come."""
    content = path.read_bytes()
    yield path.name, content
    try:
        text = content.decode('utf-8-sig')
    except UnicodeError:
        return
    if path.suffix in ARCHIVES or '\0' in text:
        return
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    wide = text.replace(' the ', ' 😬 the 界 ').replace('e', 'e\u0301', 3) if path.suffix != '.json' else text
    yield 'crlf-' + path.name, text.replace('\n', '\r\n').encode()
    yield 'bom-' + path.name, b'\xef\xbb\xbf' + wide.encode()
    yield 'utf16-' + path.name, wide.encode('utf-16')


def wall_of(folder, cards):
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    wall = os.path.join(os.path.dirname(folder), cards + '.wall')
    run('import', wall, *files, '--cards', cards)
    return wall, json.loads(run('export', wall, '--format', 'json').stdout)


def check(wall, cards):
    path, document = wall
    texts = {t['id']: t['text'] for t in document['transcripts']}
    formats = {t['origin_format'] for t in document['transcripts']}
    quotes = [c for c in document['cards'] if c['transcript']]
    wrong = [c['id'] for c in quotes if c['kind'] == 'quote' and texts[c['transcript']][c['start']:c['end']] != c['text']]
    wrong += [c['id'] for c in quotes if not 0 <= c['start'] < c['end'] <= len(texts[c['transcript']])]
    print(f'# --cards {cards}: {len(quotes)} cards of {len(texts)} transcripts in {", ".join(sorted(formats))}')
    ok(quotes and not wrong, f'--cards {cards}: every quote is where it says', wrong[:20])
    turns = [(t['id'], n['seq']) for t in document['transcripts'] for n in t['turns']
             if t['text'][n['start']:n['end']] != n['text']]
    ok(not turns, f'--cards {cards}: and every turn', turns[:20])
    ok(run('check', path).returncode == 0, f'--cards {cards}: check agrees')
    return formats


def test_vectors(folder):
    if not VECTORS.exists():
        print('# the vectors are not here: they were NOT tried')
        return
    for at, vector in enumerate(json.loads(VECTORS.read_text(encoding='utf-8'))['offsets']):
        for name, text in (('lf', vector['text']), ('crlf', vector['text'].replace('\n', '\r\n'))):
            path, wall = os.path.join(folder, f'{name}{at}.txt'), os.path.join(folder, f'{name}{at}.wall')
            Path(path).write_bytes(text.encode())
            run('import', wall, path, '--format', 'paragraphs', '--cards', 'sentences')
            transcript = json.loads(run('export', wall, '--format', 'json').stdout)['transcripts'][0]['text']
            # paragraphs join lines by a blank: as many code points as the line end was
            start = transcript.find(vector['needle'])
            ok([start, start + len(vector['needle'])] == vector['codepoints'], f'vector {at} in {name}', start)


def main():
    with tempfile.TemporaryDirectory() as folder:
        files = os.path.join(folder, 'files')
        os.mkdir(files)
        for path in sorted(FOLDER.iterdir()):
            if path.suffix == '.turns' or path.name == 'corpus-table.tsv':
                continue
            for name, content in ways(path):
                Path(files, name).write_bytes(content)
        formats = set()
        for cards in ('turns', 'sentences'):
            formats |= check(wall_of(files, cards), cards)
        wanted = {'vtt', 'cues', 'srt', 'sbv', 'json', 'csv', 'tsv', 'text', 'f4', 'notes', 'paragraphs'}
        ok(wanted <= formats, 'every format was among them', wanted - formats)
        test_vectors(folder)
    print(f'1..{count}')
    sys.exit(failed > 0)


main()
