"""
The canary: a wall with hostile words in every column of text a stranger can fill, and every view, pane, chooser and verb over
it. What reaches the terminal is taken apart byte by byte: printable text without controls or changes of direction, and the
sequences that the screen itself writes; nothing else. Inside tmux title and clipboard stay as they were.
"""
import os
import random
import re
import sqlite3
import sys

from ptytest import DOWN, LEFT, RIGHT, UP, Pty, mouse, run
from tmuxtest import Tmux
from wall import Study

PROGRAM = sys.argv[1]
TITLE, CLIP = '\x1b]0;CANARY\x07', '\x1b]52;c;Q0FOQVJZ\x07'
C1 = '\u009d0;CANARY\u009c\u009b31m\u0085'
BIDI = '\u061c\u200e\u200f\u202a\u202b\u202d\u202eEVIL\u202c\u2066\u2067\u2068\u2069'
LINES = '\u2028\u2029'
MARKS = 'z' + '\u0301\u0336\u0489' * 12 + '\u200d\ufe0f\u20e3'
ALL = 'bad ' + TITLE + CLIP + C1 + BIDI + LINES + MARKS + '\x1bP+q\x1b\\\x1b[2J\x1bc\x7f\x08\x0e words'
SPOKEN = ALL.replace(LINES, '').replace('\u0085', '')
PLAIN = 'And then I went on as anybody would, in words that mean no harm to any terminal. ' * 12    # few controls: text
ENTER, ESCAPE = b'\r', b'\x1b'

# what ncurses and the screen write for xterm-256color, and the answer to a barrier
SEQUENCE = re.compile(rb'\x1b\[[?>]?[0-9;]*[A-Za-z@`]|\x1b[()][0AB]|\x1b[78=>M]|\x1b\]777;[0-9]+\x07|\x1b\](?:11;\?|104)\x07'
                      rb'|\x1b\]52;c;[A-Za-z0-9+/=]*\x07|\r|\n|\x08|\t')
MODES = {b'1049', b'1', b'12', b'25', b'2004', b'1004', b'1002', b'1003', b'1006', b'7', b'2026', b'1034'}
HOSTILE = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]')
CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f]')


def faults(raw):
    """What of a screen's bytes is neither harmless text nor the screen's own."""
    text, found, at = bytearray(), [], 0
    for match in SEQUENCE.finditer(raw):
        text += raw[at:match.start()] + b' '
        at = match.end()
        word = match.group()
        if word.startswith(b'\x1b[?') and word[-1:] in b'hl' and not set(word[3:-1].split(b';')) <= MODES:
            found.append(word)
        if b']52' in word and b'Q0FOQVJZ' == word[7:-1]:
            found.append(word)
    text += raw[at:]
    return found + HOSTILE.findall(text.decode())


def judge(p, what):
    found = faults(bytes(p.raw))
    assert not found, (what, found[:20])
    del p.raw[:]
    p.marked = 0


def talk(name):
    cue = '%02d:00.000 --> %02d:09.000\n<v %s>I said %s number %d. %s</v>\n'
    who = (name + TITLE + BIDI, 'Interviewer')
    return ('WEBVTT\n\n' + '\n'.join(cue % (i, i, who[i % 2], SPOKEN, i, PLAIN) for i in range(10))).encode()


def build(study):
    study.cli('new', study.wall, '--title', ALL)
    study.cli('--as', 'Eve' + TITLE + BIDI, 'import', study.wall, '--cards', 'turns', '--segment', ALL,
              study.file('talk' + TITLE + BIDI + '.vtt', talk('Mara')), study.file('b' + CLIP.replace('/', '') + '.vtt', talk('Vera')))
    study.run('cluster-new "%s"' % ALL, 'cluster-new "In %s" T-01' % ALL, 'card-move C-001 T-01', 'card-move C-002 C-003 T-02',
              'card-imply C-001 "%s"' % ALL, 'card-new idea "%s"' % ALL, 'card-tag C-001 "%s"' % ALL[:12],
              'card-tension C-001 C-002', 'cluster-define T-01 "%s"' % ALL, 'cluster-include T-01 "%s"' % ALL,
              'cluster-exclude T-01 "%s"' % ALL, 'study "%s" "%s"' % (ALL, ALL), 'participant-set P01 name "%s"' % ALL,
              'participant-set P01 role "%s"' % ALL, 'session-set S01 title "%s"' % ALL, 'snapshot "%s"' % ALL,
              'insight-new "%s" T-01' % ALL, 'insight-set I-1 so-what "%s"' % ALL, 'hypothesis I-1 "%s" "%s" "%s"' % (ALL, ALL, ALL),
              'evidence-add I-1 C-001 supports "%s"' % ALL, 'recommend I-1 "%s" "%s"' % (ALL, ALL), 'card-park C-004')
    idea = next(card['id'] for card in study.json()['cards'] if card['kind'] == 'idea')
    study.run('card-need %s "%s"' % (idea, ALL))


def opens(study):
    return study.cli('export', study.wall, '--format', 'json', status=None).returncode == 0


def poison(study):
    """Writes raw hostile words into each column of text that the file's own rules let be; which ones stayed."""
    stayed = set()
    words = 'raw ' + TITLE + CLIP + C1 + BIDI + MARKS
    with open(study.wall, 'rb') as file:
        good = file.read()
    for table, column in columns(study):
        if (table, column) in (('transcript', 'text'), ('transcript', 'media_path')) or table in ('meta', 'replica', 'counter', 'journal'):
            continue
        try:
            db = sqlite3.connect(study.wall)
            changed = db.execute('UPDATE %s SET %s = ?' % (table, column), (words,)).rowcount
            db.commit()
        except sqlite3.Error:
            changed = 0
        finally:
            db.close()
        if changed and opens(study):
            stayed.add((table, column))
            with open(study.wall, 'rb') as file:
                good = file.read()
        else:
            restore(study, good)
    return stayed


def restore(study, good):
    for end in ('-wal', '-shm'):
        if os.path.exists(study.wall + end):
            os.remove(study.wall + end)
    with open(study.wall, 'wb') as file:
        file.write(good)


def columns(study):
    db = sqlite3.connect(study.wall)
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = [(table, row[1]) for table in tables for row in db.execute('PRAGMA table_info(%s)' % table) if row[2] == 'TEXT']
    db.close()
    return found


# a walk: keys, then what leaves again; each stop is judged alone
BOARD = (b'v', b'm', b'g', b'.', b':', b'?', b'H', b',', b'f', b'w', b'/bad\r', b'>', b'e', b'i', b't', b'D', b'r', b'n', b'W', b'M',
         b'x', b'*', b'I', b'y', b'E', b's', b'z', b'-', b'-', b'-', b'+', b'+', b'+', b' ', b'\x13', b'Z', b'\x1b[21~')
READER = (b'R', b'L', b']', b'o', b'?', b'.', b':', b'H', b'/bad\r', b'w', b'\x1b[1;2C', b'\r')
OTHERS = (b'\r', b'.', b':', b'?', b'H', b'/bad\r', b'f', b'w', b'y', b'\t', b'a', b'n', b'r', b'E', b'e', b's')
WALK = ((b'1', BOARD), (b'2', READER), (b'3', BOARD), (b'4', OTHERS), (b'5', OTHERS))
CHOOSE = (b':colour by segment\r', b':only cards\r', b':parked\r', b':tour\r', b':who said\r', b':tension\r', b':settings\r', b':snapshot\r',
          b':insight\r', b':recommend\r', b':evidence\r', b':history\r', b':import\r')


def look(p, view, key):
    """One stop: the key, some steps within what it opens, and out again. Ctrl-C would ask, Ctrl-Q would leave."""
    p.sync(view + DOWN)
    p.sync(key)
    judge(p, (view, key))
    for step in (DOWN, RIGHT, UP, b'\t'):
        p.sync(step)
    judge(p, (view, key, 'within'))
    p.sync(ESCAPE)
    p.sync(ESCAPE)
    p.sync(ESCAPE)
    judge(p, (view, key, 'out'))


def test_views():
    """every view, pane, chooser, editor and menu: nothing but text and the screen's own sequences"""
    with Study(PROGRAM) as study:
        build(study)
        stayed = poison(study)
        print('# raw words stand in %d columns of text' % len(stayed))
        for rows, cols in ((40, 120), (24, 80))[:2 if os.environ.get('GAUNTLET') else 1]:
            with study.open('--as', 'Eve' + TITLE + BIDI, rows=rows, cols=cols) as p:
                assert p.find('raw') or p.find('bad'), p.dump()
                for view, keys in WALK:
                    for key in keys:
                        look(p, view, key)
                for words in CHOOSE:
                    look(p, b'1', words)
                judge(p, 'the end')


def test_preview():
    """files that speak like this, before they are taken"""
    with Study(PROGRAM) as study:
        build(study)
        name = study.file('new' + TITLE + BIDI + '.vtt', talk('Nora'))
        with study.open(rows=40, cols=120) as p:
            p.sync(b':import \x1b[200~"' + name.encode() + b'"\x1b[201~\r')
            judge(p, 'preview')
            for key in (b'\t', DOWN, DOWN, b'f', ESCAPE, b'e', ESCAPE, b'K', ESCAPE, b't', ESCAPE, b'r', ESCAPE, b'p', ESCAPE, b'x', b'x', b'\r', b'2'):
                p.sync(key)
                judge(p, ('preview', key))


def test_paste_and_mouse():
    """hostile words pasted into fields, and the mouse everywhere on a wall of them"""
    with Study(PROGRAM) as study:
        build(study)
        with study.open(rows=30, cols=100) as p:
            for key in (b'n', b'e', b'c', b'/', b':', b'r'):
                p.sync(key + b'\x1b[200~' + SPOKEN.replace('\x1b[201~', '').encode() + b'\x1b[201~')
                judge(p, ('paste', key))
                p.sync(ESCAPE)
                p.sync(ESCAPE)
            dice = random.Random(7)
            for _ in range(60):
                x, y, button = dice.randrange(100), dice.randrange(30), dice.choice((0, 2, 35, 64, 65))
                p.sync(mouse(button, x, y) + (mouse(button, x, y, True) if button < 3 else b''))
                judge(p, ('mouse', x, y, button))


def verbs(study):
    wall, missing = study.wall, os.path.join(study.folder, 'gone' + ALL.replace('/', ''))
    stranger = study.file('new.vtt', talk('Nora'))
    with open(wall, 'rb') as file:
        copy = study.file('copy.wall', file.read())
    names = ('findings', 'outline', 'markdown', 'json', 'csv', 'html', 'matrix', 'tsv', 'stats', 'clips', 'canvas', 'brief')
    return [('check', wall), ('history', wall), ('history', wall, '--json'), ('search', wall, 'bad'), ('search', wall, ALL),
            ('search', wall, 'bad', '--json'), ('stats', wall), ('stats', wall, '--json'), ('help', ALL), ('help', 'keys'),
            ('help', 'commands'), ('frob' + ALL, 'x'), ('--option' + ALL,), ('--theme', ALL), ('--as', ALL, 'check', wall),
            ('new', wall), ('import', wall, missing), ('import', wall, stranger, '--dry-run'),
            ('import', wall, stranger, '--dry-run', '--json'), ('import', wall, stranger, '--format', ALL),
            ('import', wall, stranger, '--encoding', ALL), ('import', wall, stranger, '--attribute', ALL), ('import', wall, stranger),
            ('run', wall, ALL), ('run', wall, 'card-star "%s"' % ALL), ('run', wall, 'undo'), ('run', wall, 'redo'),
            ('forget', wall, 'P01'), ('forget', wall, ALL), ('backup', wall, missing + '/x'), ('merge', wall, copy), ('merge', wall, missing),
            ('salvage', copy, wall), ('salvage', missing, missing + '2'), ('export', wall, '--format', ALL), ('demo', ALL),
            ('export', wall, '-o', '/nowhere/' + TITLE)] + [('export', wall, '--format', name) for name in names]


def test_verbs():
    """every verb with its words on a terminal: no control but line ends, no change of direction in what is said"""
    with Study(PROGRAM) as study:
        build(study)
        poison(study)
        for call in verbs(study):
            with Pty([study.program, *call], env=study.env, cwd=study.folder, emulate=False, ready=False) as p:
                p.send(b'\x04').wait_exit(60)
                said = bytes(p.raw).replace(b'\r\n', b'\n').replace(b'^D\x08\x08', b'').decode()
            exported = call[0] == 'export'                  # there it is the person's own words, of which controls are struck out
            found = (CONTROL if exported else HOSTILE).findall(said)
            assert not found, (call, found[:10], said[:2000])


def test_tmux():
    """inside tmux, its title and clipboard open to all: neither changes"""
    with Study(PROGRAM) as study:
        build(study)
        poison(study)
        options = (('set-clipboard', 'on'), ('allow-rename', 'on'))
        with Tmux([study.program, study.wall], 40, 120, env=study.env, cwd=study.folder, options=options) as p:
            p.wait_text('Tray')
            for view in (b'1', b'2', b'3', b'4', b'5'):
                for key in (b'.', b':', b'?', b'H', b'w', b'f'):
                    p.send(view + key).wait(lambda: not p.pump(0.1), 'the screen to be still')
                    title = p.ask('#{pane_title} #{window_name}')
                    assert 'CANARY' not in title, (view, key, title)
                    assert p.tmux('list-buffers') == '', (view, key)
                    shown = p.tmux('capture-pane', '-p')
                    assert not HOSTILE.search(shown.replace('\n', '')), (view, key, shown)
                    p.send(ESCAPE).wait(lambda: not p.pump(0.1), 'the screen to be still')


def test_judge():
    """and the canary sings: each kind of hostile byte is found"""
    for word in (TITLE, CLIP, C1, BIDI, LINES, '\x1bP+q\x1b\\', '\x1bc', '\x7f', '\x0e', '\x1b[?5h'):
        assert faults(b'\x1b[1;1H' + word.encode()), repr(word)
    assert not faults('\x1b[?1049h\x1b[1;1H\x1b(B\x1b[mcaf\u00e9 \u2502\r\n'.encode())


run([test_judge, test_views, test_preview, test_paste_and_mouse, test_verbs, test_tmux])
