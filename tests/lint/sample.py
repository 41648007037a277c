#!/usr/bin/env python3
"""Does the sample study hold together? sample.py SOURCE_ROOT

Every excerpt of data/sample/study.run must occur exactly once in its interview, inside one turn of somebody who is
neither moderator nor observer; codes must exist; themes must stand where they say, pushed by none; and the figures
tests lean on (data/sample/SAMPLE.md) must be the true ones. The reader here is naive on purpose: it shares no code
with the product's importers, so that one can be held against the other.
"""
import re
import shlex
import sys
from collections import Counter
from pathlib import Path

GAP_MS = 120_000
root = Path(sys.argv[1]) / 'data' / 'sample'
faults = []


def fault(condition, words):
    if condition:
        faults.append(words)


def milliseconds(stamp):
    parts = [float(p) for p in stamp.split(':')]
    return int(sum(p * 60 ** i for i, p in enumerate(reversed(parts))) * 1000 + 0.5)


def vtt_cues(text):
    for block in text.split('\n\n'):
        lines = block.strip('\n').split('\n')
        at = next((i for i, line in enumerate(lines) if ' --> ' in line), None)
        if at is None:
            continue
        start, end = (milliseconds(t) for t in lines[at].split(' --> '))
        words = ' '.join(lines[at + 1:])
        voice = re.fullmatch(r'<v ([^>]+)>(.*)</v>', words)
        yield (*(voice.groups() if voice else words.split(': ', 1)), start, end)


def otter_cues(text):
    for block in text.strip('\n').split('\n\n'):
        head, words = block.split('\n')
        label, stamp = head.rsplit('  ', 1)
        yield label, words, milliseconds(stamp), milliseconds(stamp)


def turns(path):
    """[label, text, start, end]: cues of one speaker joined by a blank, cut where nobody spoke for two minutes"""
    text = path.read_text(encoding='utf-8')
    fault('\r' in text or '\ufeff' in text, f'{path.name}: not plain UTF-8 with LF')
    out = []
    for label, words, start, end in (vtt_cues if path.suffix == '.vtt' else otter_cues)(text):
        if out and out[-1][0] == label and start - out[-1][3] <= GAP_MS:
            out[-1][1] += ' ' + words
            out[-1][3] = end
        else:
            out.append([label, words, start, end])
    return out


def commands():
    for number, line in enumerate((root / 'study.run').read_text(encoding='utf-8').splitlines(), 1):
        words = shlex.split(line, comments=False) if not line.startswith('#') else []
        if words:
            yield number, words


sessions, roles, cards, themes = [], {}, [], []
for number, (name, *args) in commands():
    where = f'study.run:{number}'
    if name == 'import':
        sessions.append((args[0].removeprefix('sample:'), turns(root / args[0].removeprefix('sample:')), args[2]))
    elif name == 'speaker-set':
        roles[args[0], args[1]] = args[2]
        fault(args[1] not in {t[0] for t in sessions[int(args[0][1:]) - 1][1]}, f'{where}: nobody is called {args[1]}')
    elif name == 'excerpt':
        hits = [t for t in sessions[int(args[0][1:]) - 1][1] for _ in range(t[1].count(args[1]))]
        fault(len(hits) != 1, f'{where}: said {len(hits)} times: {args[1]}')
        fault(any((args[0], t[0]) in roles for t in hits), f'{where}: not a participant\'s words: {args[1]}')
        cards.append({'kind': args[2], 'person': 'P' + args[0][1:], 'home': 'tray', 'hand': False})
    elif name == 'card-new':
        cards.append({'kind': args[0], 'person': args[2], 'home': 'tray', 'hand': True})
    elif name == 'cluster-new':
        themes.append({'name': args[0], 'parent': args[1] if len(args) > 1 else None, 'folded': False})
    elif name.startswith('card-'):
        card = cards[int(args[0][2:]) - 1]
        if name in ('card-move', 'card-park'):
            fault(card['home'] != 'tray', f'{where}: {args[0]} was placed before')
            card['home'] = 'parked' if name == 'card-park' else args[1]
            card['at'] = tuple(map(int, args[2:]))
        else:
            card[name] = True
    elif name.startswith('cluster-'):
        theme = themes[int(args[0][2:]) - 1]
        theme.update({'cluster-move': {'at': tuple(map(int, args[1:]))}, 'cluster-fold': {'folded': True},
                      'cluster-width': {'width': int(args[1]) if len(args) == 2 else 0}}[name])

# The lattice: nothing may need pushing down.
taken = {}
for number, theme in enumerate(themes, 1):
    code = f'T-{number:02}'
    theme['cards'] = [c for c in cards if c['home'] == code]
    if theme['parent']:
        continue
    sections = [code] + [f'T-{i:02}' for i, t in enumerate(themes, 1) if t['parent'] == code]
    rows = [-(-sum(c['home'] == s for c in cards) // theme['width']) for s in sections]
    height = 3 if theme['folded'] else 5 * sum(rows) + len(rows)
    column, line = theme['at']
    for cell in ((c, y) for c in range(column, column + theme['width']) for y in range(line, line + height + 1)):
        fault(cell in taken, f'{code} stands on {taken.get(cell)} at {cell}')
        taken[cell] = code
for card in (c for c in cards if c['home'] == 'loose'):
    for y in range(card['at'][1], card['at'][1] + 5):
        fault((card['at'][0], y) in taken, f'a loose card stands on {taken.get((card["at"][0], y))}')
        taken[card['at'][0], y] = 'a loose card'

# The figures, as SAMPLE.md prints them.
homes = Counter(c['home'] if c['home'] in ('tray', 'parked', 'loose') else 'themes' for c in cards)
figures = [f'| {file} | {segment} | {len(said)} | {said[-1][3] // 60000}:{said[-1][3] // 1000 % 60:02} |'
           for file, said, segment in sessions]
figures += [f'- cards: {len(cards)} ({homes["themes"]} in clusters, {homes["tray"]} in the tray, {homes["loose"]} loose, '
            f'{homes["parked"]} parked)',
            '- kinds: ' + ', '.join(f'{n} {kind}' for kind, n in Counter(c['kind'] for c in cards).most_common()),
            f'- written by hand: {sum(c["hand"] for c in cards)}',
            f'- surprises: {sum("card-star" in c for c in cards)}',
            f'- with what they imply: {sum("card-imply" in c for c in cards)}',
            f'- clusters: {len(themes)} ({sum(bool(t["name"]) for t in themes)} themes, of them '
            f'{sum(bool(t["parent"]) for t in themes)} inside another; {sum(not t["name"] for t in themes)} unnamed)']
figures += [f'| T-{i:02} | {t["name"] or "(unnamed)"} | {len({c["person"] for c in t["cards"]})} | {len(t["cards"])} |'
            for i, t in enumerate(themes, 1)]
note = (root / 'SAMPLE.md').read_text(encoding='utf-8').splitlines()
for figure in figures:
    fault(figure not in note, f'SAMPLE.md should say: {figure}')
print('\n'.join(faults) or f'{len(cards)} cards, {len(themes)} clusters, {len(sessions)} interviews: all as said')
sys.exit(bool(faults))
