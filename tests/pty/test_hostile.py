"""
Words from outside that would drive a terminal: in cards, themes, speakers, file names. They are shown and printed, and
nothing of them is ever obeyed: the window's title stays, the clipboard stays empty, and no verb prints a control.
"""
import os
import sqlite3
import sys

from ptytest import DOWN, run
from tmuxtest import Tmux
from wall import Study

PROGRAM = sys.argv[1]
TITLE = '\x1b]0;CANARY\x07'
CLIP = '\x1b]52;c;Q0FOQVJZ\x07'            # CANARY in base64
C1 = '\u009d0;CANARY\u009c\u009b31m'        # the same commands by their one-character names
BIDI = '\u202eEVIL\u2066'
ALL = 'bad ' + TITLE + CLIP + C1 + BIDI + '\x1bP+q\x1b\\ \x7f words'
FORMATS = ('findings', 'outline', 'markdown', 'json')


PLAIN = 'And then I went on as anybody would, in words that mean no harm to any terminal. ' * 12    # few controls: text


def transcript():
    turns = ('%s %d: I said %s number %d. %s' % (who, i, ALL, i, PLAIN) for i in range(6) for who in ('Mara' + TITLE, 'Interviewer'))
    return '\n'.join(turns).encode() + b'\nRaw \x9d0;CANARY\x9c: bytes\n'


def vtt():
    cue = '%02d:00.000 --> %02d:09.000\n<v Vera%s>It was %s there. %s</v>\n'
    return ('WEBVTT\n\n' + '\n'.join(cue % (i, i, BIDI, ALL, PLAIN) for i in range(5))).encode()


def build(study):
    study.cli('new', study.wall, '--title', 'Study ' + ALL)
    study.cli('--as', 'Eve' + TITLE + BIDI, 'import', study.wall, '--cards', 'turns', '--segment', 'Seg' + ALL,
              study.file('talk' + TITLE.replace('/', '') + BIDI + '.txt', transcript()),
              study.file('call' + CLIP + '.vtt', vtt()))
    study.run('cluster-new "Theme %s"' % ALL, 'card-new observation "Card %s"' % ALL, 'card-move C-001 T-01',
              'card-imply C-001 "So %s"' % ALL, 'card-star C-001', 'study "Study %s" "Why %s?"' % (ALL, ALL),
              'participant-set P01 name "Name %s"' % ALL, 'participant-set P01 role "Role %s"' % ALL,
              'session-set S01 title "Session %s"' % ALL)


def controls(data):
    """What a terminal would obey in printed bytes: C0 but TAB and LF, DEL, C1, overrides of direction."""
    text = data.decode()
    bad = [c for c in text if (c < ' ' and c not in '\n\t') or '\x7f' <= c <= '\x9f' or c in '\u202a\u202b\u202c\u202d\u202e'
           '\u2066\u2067\u2068\u2069']
    return sorted(set(bad))


def test_verbs():
    """no verb prints a control, neither what it says nor what it complains of; exports are words alone"""
    with Study(PROGRAM, 'study' + TITLE + '.wall') as study:
        build(study)
        missing = os.path.join(study.folder, 'gone' + ALL.replace('/', '') + '.txt')
        calls = [('check', study.wall), ('history', study.wall), ('import', study.wall, missing),
                 ('import', study.wall, study.file('x' + TITLE + '.txt', b'')), ('help', ALL), ('frob' + ALL,),
                 ('--option' + ALL,), ('run', study.wall, 'card-star "%s"' % ALL), ('run', study.wall, ALL),
                 ('run', study.wall, 'undo'), ('run', study.wall, 'redo'), ('export', study.wall, '--format', ALL),
                 ('import', study.wall, study.file('talk2.txt', transcript())),
                 ('--theme', ALL), ('new', study.wall), ('export', study.wall, '-o', '/nowhere/' + TITLE)]
        for call in calls:
            done = study.cli(*call, status=None)
            assert done.returncode in (0, 1, 2, 4, 5), (call, done)
            assert not controls(done.stdout + done.stderr), (call, done.stdout + done.stderr)
        for name in FORMATS:
            out = study.cli('export', study.wall, '--format', name).stdout.decode()
            assert 'CANARY' in out, out
            assert not [c for c in out if (c < ' ' and c not in '\n\t') or '\x7f' <= c <= '\x9f'], name


def test_bytes():
    """bytes that are no UTF-8, in words and file names: the wall stays whole and readable"""
    with Study(PROGRAM) as study:
        study.cli('new', study.wall, '--title', b'T\xff')
        talk = study.file(b'talk\xff.txt'.decode(errors='surrogateescape'), b'Ann: hi there\nBob: well \xe9 hello\n')
        study.cli('--as', b'\xff\xfe', 'import', study.wall, '--segment', b's\xff', talk)
        study.run(b'cluster-new "\xff\xfe bad"', b'card-new observation "\xc3"', b'study "\xff"', b'card-imply C-001 "\xff"')
        study.check()
        assert study.json()['clusters'][0]['name'] == '\ufffd\ufffd bad', study.json()['clusters']


OPEN = (('set-clipboard', 'on'), ('allow-rename', 'on'))


def assert_quiet(p):
    title = p.ask('#{pane_title} #{window_name}')
    assert 'CANARY' not in title, title
    assert p.tmux('list-buffers') == '', p.tmux('list-buffers')
    assert p.tmux('show-buffer', status=1) == ''
    assert '\u202e' not in p.dump()


def test_screen():
    """every view inside tmux with its clipboard open"""
    with Study(PROGRAM) as study:
        build(study)
        argv = [study.program, study.wall, '--as', 'Eve' + TITLE + BIDI]
        with Tmux(argv, 40, 120, env=study.env, cwd=study.folder, options=OPEN) as p:
            p.wait_text('Tray')
            assert_quiet(p)
            for keys, words in ((b'2', 'Transcript'), (b'\r', 'on cards'), (b'3', '▾ Theme'), (b'4', 'of '),
                                (b'5', 'FINDINGS'), (b'1', 'Tray')):
                p.send(keys).wait_text(words)
                assert_quiet(p)
            for keys, words in ((b'm', 'Send to'), (b'g', 'Go to theme'), (b'.', 'Send the card'), (b':', 'What do you want')):
                p.send(keys).wait_text(words).wait_text('leave as it was')
                assert_quiet(p)
                p.send(b'\x1b').wait(lambda: p.find('leave as it was') is None, 'the chooser to close')
            p.send(b'u').wait_text('changed this since')
            assert_quiet(p)
            p.send(b'\x11').wait_exit()


def test_verbs_in_tmux():
    """every verb's words in a terminal, where they come out as they would for a person"""
    with Study(PROGRAM) as study:
        build(study)
        lines = ['"%s" %s "%s"' % (study.program, verb, study.wall) for verb in ('check', 'history')]
        lines += ['"%s" export "%s" --format %s' % (study.program, study.wall, name) for name in FORMATS]
        lines += ['"%s" import "%s" *.txt *.vtt' % (study.program, study.wall)]
        script = study.file('all.sh', '\n'.join(lines) + '\necho ALL DONE\nread line\n')
        with Tmux(['sh', script], 40, 120, env=study.env, cwd=study.folder, options=OPEN) as p:
            p.wait_text('ALL DONE')
            assert_quiet(p)


def test_forged():
    """a wall that holds what no wall has is not opened; its texts can be taken into a new one"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        db = sqlite3.connect(study.wall)
        db.execute('CREATE TRIGGER t AFTER UPDATE ON placement BEGIN DELETE FROM card; END')
        db.commit()
        db.close()
        with study.open(rows=24, cols=80) as p:
            p.wait_text('something that no wall has (t)')
            assert p.find('Leave it closed') and not p.find('private copy'), p.dump()
            p.sync(DOWN).sync(b'\r')
            assert p.find('study-texts.wall'), p.dump()
            p.sync(b'\r').wait_text('Alpha words')
            assert p.find('1 card, 0 themes'), p.dump()
            p.send(b'\x11').wait_exit()
        assert b'Alpha' in study.cli('search', 'study-texts.wall', 'alpha').stdout
        with study.open(rows=24, cols=80) as p:
            p.wait_text('something that no wall has (t)').sync(b'\r')
            assert p.find('Explore the sample study') and not p.find('Alpha'), p.dump()
            p.send(b'\x11').wait_exit()


run([test_forged, test_verbs, test_bytes, test_screen, test_verbs_in_tmux])
