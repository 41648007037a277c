"""The first minutes: the start screen, the sample, help, palette, pastes, the mouse switched off, tiny windows."""
import os
import sys

from ptytest import DOWN, ESC, mouse, run
from wall import Study

PROGRAM = sys.argv[1]
QUIT = b'\x11'


def test_start():
    """without a file: the start screen; Enter opens the sample; help, palette, quit"""
    with Study(PROGRAM) as study:
        with study.open(args=[], rows=40, cols=120) as p:
            for words in ('sample', 'New study', 'Open'):
                assert p.find(words), p.dump()
            p.sync(b'\r').wait_text('Tray')
            assert p.find('Sample study') and p.find('I trust the sheet'), p.dump()
            p.sync(b'?')
            assert p.find('Pick up the card'), p.dump()
            p.sync(ESC).wait(lambda: not p.find('Pick up the card'), 'help to close')
            p.sync(b':').sync(b'dissolve')
            assert p.find('dissolve the theme'), p.dump()
            p.send(ESC).wait(lambda: not p.find('dissolve the theme'), 'the palette to close')
            p.send(QUIT)
            assert p.wait_exit() == 0
        assert os.path.exists(os.path.join(study.env['XDG_DATA_HOME'], 'themewall', 'sample.wall'))


def test_recent():
    """a wall that was opened is offered the next time"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        with study.open(rows=24, cols=80) as p:
            p.send(QUIT).wait_exit()
        with study.open(args=[], rows=24, cols=80) as p:
            x, y = p.find('study.wall')
            p.sync(mouse(0, x, y) + mouse(0, x, y, True)).wait_text('Alpha words')


def test_sample_again():
    """what was done in the sample is there the next time, until it is reset"""
    with Study(PROGRAM) as study:
        with study.open(args=['demo'], rows=40, cols=120) as p:
            p.sync(b'm').sync(b'Oddities of mine').sync(b'\r')
            p.send(QUIT).wait_exit()
        for options, there in (([], True), (['--reset'], False)):
            with study.open(args=['demo', *options], rows=40, cols=120) as p:
                p.sync(b'g').sync(b'Oddities')
                assert (p.find('Oddities of mine') is not None) == there, p.dump()


def study_has_transcripts(study, wall):
    export = study.cli('export', os.path.join(study.folder, wall), '--format', 'json').stdout
    return b'"turns"' in export if isinstance(export, bytes) else '"turns"' in export


def test_new_study():
    """the start screen makes a study under the name that was typed and asks what to import"""
    with Study(PROGRAM) as study:
        talk = study.file('talk.txt', 'Interviewer: What did you do?\nMara: I gave up and used a sheet.\n' * 2)
        with study.open(args=[], rows=24, cols=80) as p:
            p.sync(DOWN).sync(b'\r').sync(b'round-1\r')
            assert os.path.exists(os.path.join(study.folder, 'round-1.wall')), p.dump()
            p.sync(talk.encode()).sync(b'\r').wait_text('Mara')
            assert p.find('nothing is written yet') and not study_has_transcripts(study, 'round-1.wall'), p.dump()
            p.sync(b'\r').wait_text('S01 imported')
            assert p.find('I gave up'), p.dump()
            p.send(QUIT)
            assert p.wait_exit() == 0


def test_missing():
    """a study that is not there is offered, not made unasked"""
    with Study(PROGRAM) as study:
        path = os.path.join(study.folder, 'new.wall')
        with study.open(args=[path], rows=24, cols=80) as p:
            p.wait_text('no such study yet')
            assert not os.path.exists(path)
            p.sync(b'\r')
            assert os.path.exists(path), p.dump()
            p.sync(ESC)
            p.send(QUIT)
            assert p.wait_exit() == 0


def test_settings():
    """a wrong line of the settings is named and skipped; the rest counts, and what is changed is kept"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        folder = os.path.join(study.env['XDG_CONFIG_HOME'], 'themewall')
        config = os.path.join(folder, 'config')
        os.mkdir(folder)
        with open(config, 'w') as file:
            file.write('# mine\n[screen]\ntheme = purple\nletters = ascii\n[keys]\nundo = F5\n')
        with study.open(rows=24, cols=120) as p:
            p.wait_text('config:3: theme takes one of')
            assert p.find('+- Tray'), p.dump()
            p.sync(b',').wait_text('> Colours              auto')
            p.sync(b'\r').wait_text('> Colours              light')
            p.sync(ESC)
            p.wait(lambda: not p.find('Colours'), 'the settings to close')
            p.send(QUIT)
            assert p.wait_exit() == 0
        with open(config) as file:
            assert file.read() == '# mine\n[screen]\ntheme = light\nletters = ascii\n[keys]\nundo = F5\n'
        with study.open(rows=24, cols=120, args=[study.wall, '--theme', 'contrast']) as p:
            p.wait_text('F5 undo')
            p.send(QUIT)
            assert p.wait_exit() == 0


def test_paste():
    """a paste outside a field runs no key; in a field it is text"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"', 'cluster-new "Trust"')
        before = study.cli('history', study.wall).stdout
        with study.open(rows=24, cols=80) as p:
            p.sync(b'\x1b[200~mTrust\r*Pcuu\x11\x1b[201~')
            assert p.find('You pasted'), p.dump()
            p.send(ESC).wait(lambda: not p.find('You pasted'), 'the question to close')
            assert study.cli('history', study.wall).stdout == before
            p.sync(b'\x1b[200~one thing\ranother thing\r\x1b[201~').sync(b'\r')
            assert p.find('one thing') and p.find('another thing'), p.dump()
            p.sync(b'c').sync(b'\x1b[200~Pasted name\x1b[201~').sync(b'\r')
            p.send(QUIT)
            assert p.wait_exit() == 0
        assert study.name('T-02') == 'Pasted name', study.name('T-02')


def test_export():
    """an export into one's home, told by its whole path; the same name again asks before it writes over"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        path = os.path.join(study.env['HOME'], 'out.txt')
        with study.open(rows=24, cols=120) as p:
            p.sync(b'E').sync(b'\r').sync(b'\x15~/out.txt\r')
            assert p.find('Written: ' + path), p.dump()
            with open(path, 'w') as file:
                file.write('of yesterday')
            p.sync(b'E').sync(b'\r').sync(b'\x15~/out.txt\r')
            assert p.find('out.txt is there already'), p.dump()
            p.sync(DOWN + b'\r')
            assert p.find('Write to  ~/out.txt'), p.dump()
            p.sync(b'\r').sync(b'\r')
            assert p.find('Written: ' + path), p.dump()
            p.send(QUIT).wait_exit()
        with open(path) as file:
            assert 'FINDINGS' in file.read()


def test_import_partly():
    """a folder with a bad file in it: the good one opens, the bad one is named, the field is gone"""
    with Study(PROGRAM) as study:
        folder = os.path.join(study.env['HOME'], 'round')
        os.mkdir(folder)
        study.file(os.path.join(folder, 'a.txt'), 'Interviewer: What did you do?\nMara: I gave up and used a sheet.\n')
        study.file(os.path.join(folder, 'b.png'), b'\x89PNG\r\n\x1a\n\0\0\0\0' * 20)
        study.cli('new', study.wall)
        with study.open(rows=24, cols=120) as p:
            p.sync(b':').sync(b'import').sync(b'\r').sync(b'~/round\r').wait_text('1 cannot be read')
            p.sync(b'\r').wait_text('files imported')
            assert p.find('I gave up') and p.find('b.png'), p.dump()
            assert not p.find('Import which'), p.dump()
            p.sync(b'j\r')
            assert study.json()['cards'], 'no card was made of the turn'


MOUSE_ON, MOUSE_OFF = b'\x1b[?1002h\x1b[?1006h', b'\x1b[?1002l'


def test_mouse_switch():
    """F12 switches the mouse off and on in the terminal itself; --no-mouse never asks for it"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        with study.open(rows=24, cols=80) as p:
            assert MOUSE_ON in p.raw
            p.mark().sync(b'\x1b[24~')
            assert MOUSE_OFF in p.bytes_since() and p.find('Mouse off'), p.dump()
            p.mark().sync(b'\x1b[24~')
            assert MOUSE_ON in p.bytes_since() and p.find('Mouse on'), p.dump()
        with study.open('--no-mouse', rows=24, cols=80) as p:
            assert MOUSE_ON not in p.raw and b'\x1b[?1003h' not in p.raw
            p.mark().sync(b'\x1b[24~')
            assert MOUSE_ON in p.bytes_since()


def test_sizes():
    """20 × 5 and 1 × 1 and back, in every view, with a field open and a card in the hand"""
    with Study(PROGRAM) as study:
        with study.open(args=['demo'], rows=40, cols=120) as p:
            first = p.screen()
            for keys in (b'', b'2', b'\r', b'3', b'4', b'5', b'1', b'?', b'?', b':', b'dissolve'):
                p.sync(keys)
                whole = p.screen()
                for rows, cols in ((5, 20), (1, 1), (2, 300), (5, 20), (40, 120)):
                    p.resize(rows, cols).sync()
                assert p.screen() == whole, 'after %r it came back as\n%s' % (keys, p.dump())
            p.send(ESC).wait(lambda: not p.find('dissolve'), 'the palette to close')
            x, y = p.find('He spent a week')
            p.sync(mouse(0, x, y) + mouse(32, x + 40, y))
            p.resize(5, 20).sync().resize(1, 1).sync(mouse(32, 0, 0)).resize(40, 120).sync()
            p.send(ESC).wait(lambda: p.screen()[:39] == first[:39], 'the card back in the tray')


def test_no_terminal():
    """without a terminal the sample's findings come out, and nothing of them is a control"""
    with Study(PROGRAM) as study:
        out = study.cli('demo').stdout
        assert b'FINDINGS' in out and b'\x1b' not in out
        assert os.listdir(study.env['TMPDIR']) == [], os.listdir(study.env['TMPDIR'])
        assert study.cli(study.wall, status=2).stderr.count(b'\n') == 1


run([test_start, test_recent, test_sample_again, test_new_study, test_missing, test_settings, test_paste, test_export,
     test_import_partly, test_mouse_switch, test_sizes, test_no_terminal])
