"""Words that are being written when the terminal goes away are offered again, to their writer alone."""
import os
import signal
import sys
import tempfile

from ptytest import run
from wall import Study

PROGRAM = sys.argv[1]
SIZE = {'rows': 30, 'cols': 100}


def drafts(study):
    folder = os.path.join(study.env['XDG_STATE_HOME'], 'themewall')
    return [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith('draft-')]


def write_and_end(study, keys, words, ending):
    with study.open(**SIZE) as p:
        for key in keys:
            p.sync(key)
        p.sync(words)
        ending(p)
        p.wait_exit()


def ends_with(number):
    return lambda p: p.kill(number)


def test_signals():
    """a field that was open at SIGHUP or SIGTERM is open again, words and all"""
    for number in (signal.SIGHUP, signal.SIGTERM):
        with Study(PROGRAM) as study:
            study.run('card-new observation "Alpha words"')
            write_and_end(study, [b'e', b'\x1b[F'], b' and more', ends_with(number))
            kept, = drafts(study)
            assert os.stat(kept).st_mode & 0o777 == 0o600, oct(os.stat(kept).st_mode)
            with study.open(**SIZE) as p:
                p.wait_text('You were writing “Alpha words and more”; Ctrl-R puts it back')
                p.sync(b'\x12')
                assert p.find('Alpha words and more') and not drafts(study), p.dump()
                p.sync(b'\r')
            assert study.json()['cards'][0]['text'] == 'Alpha words and more'
            study.check()


def test_new_card():
    """a card that was not there yet"""
    with Study(PROGRAM) as study:
        study.run('cluster-new "Trust"')
        write_and_end(study, [b'n'], b'Half a thought', ends_with(signal.SIGHUP))
        with study.open(**SIZE) as p:
            p.wait_text('You were writing “Half a thought”').sync(b'\x12').sync(b', whole\r')
        assert study.json()['cards'][0]['text'] == 'Half a thought, whole'


def test_other_field():
    """a field that its command alone does not bring back takes them when it is open"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        write_and_end(study, [b':', b'snapshot\r'], b'Before the talk', ends_with(signal.SIGHUP))
        with study.open(**SIZE) as p:
            p.wait_text('You were writing “Before the talk”').sync(b'\x12')
            assert p.find('again: in the field Ctrl-R puts your words in'), p.dump()
            assert drafts(study)
            p.sync(b':').sync(b'snapshot\r').sync(b'\x12')
            assert p.find('Before the talk') and not drafts(study), p.dump()


def test_leaving():
    """Ctrl-Q in a field, too; nothing of a field left by Esc, or that was not touched"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        write_and_end(study, [b'e'], b'', lambda p: p.send(b'\x11'))
        write_and_end(study, [b'e', b'\x1b[F'], b' dropped', lambda p: p.sync(b'\x1b').send(b'\x11'))
        assert not drafts(study)
        write_and_end(study, [b'e', b'\x1b[F'], b' kept', lambda p: p.send(b'\x11'))
        assert len(drafts(study)) == 1


def test_others():
    """neither another person nor another wall is offered them"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        write_and_end(study, [b'e', b'\x1b[F'], b' mine', ends_with(signal.SIGHUP))
        with study.open('--as', 'lee', **SIZE) as p:
            p.sync(b'\x12')
            assert p.find('nothing was left half written'), p.dump()
        study.cli('run', 'other.wall', 'card-new observation "Alpha words"')
        with study.open(args=['other.wall'], **SIZE) as p:
            p.sync(b'\x12')
            assert p.find('nothing was left half written'), p.dump()
        assert len(drafts(study)) == 1


def test_forget():
    """forgetting a person takes them away"""
    with Study(PROGRAM) as study:
        study.run('participant-new "Jo Park"', 'card-new observation "Alpha words"')
        write_and_end(study, [b'e', b'\x1b[F'], b' said Jo Park', ends_with(signal.SIGHUP))
        done = study.cli('forget', study.wall, 'P01', '--yes', 'P01')
        assert b'1 text left half written was deleted with it' in done.stderr, done.stderr
        assert not drafts(study)


def test_left_over():
    """a temporary file of a program that was killed goes, one of a program at work stays"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        folder = os.path.join(study.env['XDG_STATE_HOME'], 'themewall')
        os.makedirs(folder, exist_ok=True)
        old, new = os.path.join(folder, 'seen.NraxMu'), os.path.join(folder, 'seen.abcdef')
        for path in (old, new):
            open(path, 'w').close()
        os.utime(old, (1, 1))
        write_and_end(study, [], b'', lambda p: p.send(b'\x11'))
        assert not os.path.exists(old) and os.path.exists(new)


def test_hang_up_twice():
    """a terminal that goes away sends more than one signal: nothing is cut short, however slow the disk"""
    for _ in range(3):
        with Study(PROGRAM) as study, tempfile.TemporaryDirectory() as on_disk:     # the study's own is in memory
            study.env['XDG_STATE_HOME'] = on_disk
            study.run('card-new observation "Alpha words"')

            def again_and_again(p):
                p.kill(signal.SIGHUP)
                while p.status is None:
                    p.kill(signal.SIGHUP)
                    if not p.pump():
                        p._reap()
            write_and_end(study, [b'e', b'\x1b[F'], b' and more', again_and_again)
            names = sorted(os.listdir(os.path.join(on_disk, 'themewall')))
            assert len(drafts(study)) == 1 and 'seen' in names, names
            assert not [name for name in names if '.' in name], names


run([test_signals, test_new_card, test_other_field, test_leaving, test_others, test_forget, test_left_over,
     test_hang_up_twice])
