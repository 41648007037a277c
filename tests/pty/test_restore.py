"""However the program ends or is stopped, the terminal is a shell's again: line settings, mouse, cursor, main screen."""
import os
import pty
import signal
import sys
import termios

from ptytest import MODES_OFF, Pty, run
from wall import Study

PROGRAM = sys.argv[1]
SIZE = {'rows': 30, 'cols': 100}


def fresh_settings():
    """What a terminal's line settings are before anyone has touched them."""
    ours, theirs = pty.openpty()
    settings = termios.tcgetattr(ours)
    os.close(ours)
    os.close(theirs)
    return settings


def assert_given_back(p):
    out = p.bytes_since()
    for mode in MODES_OFF:
        assert mode in out, 'no %r in %r' % (mode, out)
    # the cursor may have been shown all the time: then nothing needs to be said
    assert p.raw.rfind(b'\x1b[?25h') > p.raw.rfind(b'\x1b[?25l') or b'\x1b[?25l' not in p.raw, 'the cursor stays hidden'
    assert out.rfind(b'\x1b[?1049l') > out.rfind(b'\x1b[?1049h'), out
    for mode in (b'1002', b'1003', b'1006', b'2004', b'1004'):
        assert out.rfind(b'\x1b[?' + mode + b'l') > out.rfind(b'\x1b[?' + mode + b'h'), (mode, out)


def ended_by(act, *statuses):
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        with study.open(**SIZE) as p:
            assert p.find('Alpha words'), p.dump()
            assert not p.is_cooked()
            p.mark()
            act(p)
            status = p.wait_exit()
            assert status in statuses, 'it ended with %d' % status
            assert_given_back(p)
            assert termios.tcgetattr(p.fd) == fresh_settings(), 'the line settings differ'
        study.check()


def test_quit():
    """Ctrl-Q"""
    ended_by(lambda p: p.send(b'\x11'), 0)


def test_quit_in_field():
    """Ctrl-Q with a half-typed field open"""
    ended_by(lambda p: p.sync(b'c').sync(b'half').send(b'\x11'), 0)


def test_terminate():
    """SIGTERM"""
    ended_by(lambda p: p.kill(signal.SIGTERM), 128 + signal.SIGTERM)


def test_hangup():
    """SIGHUP"""
    ended_by(lambda p: p.kill(signal.SIGHUP), 128 + signal.SIGHUP)


def test_crash():
    """SIGSEGV stays a crash"""
    ended_by(lambda p: p.kill(signal.SIGSEGV), -signal.SIGSEGV, 1)   # 1: a sanitiser's way


def children(pid):
    with open('/proc/%d/task/%d/children' % (pid, pid)) as file:
        return [int(child) for child in file.read().split()]


def state_of(pid):
    with open('/proc/%d/stat' % pid) as file:
        return file.read().rsplit(')', 1)[1].split()[0]


def test_suspend():
    """suspended by the palette under a shell, changed by another meanwhile, resumed where it was"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        shell = ['bash', '--norc', '--noediting', '-i']
        with Pty(shell, env=dict(study.env, PS1='PROMPT$ '), cwd=study.folder, ready=False, **SIZE) as p:
            p.wait_text('PROMPT$')
            p.mark().send('"%s" "%s"\n' % (study.program, study.wall)).wait_raw(b'\x1b[?2004h').sync()
            child = children(p.pid)[0]
            p.sync(b':').sync(b'shell')
            assert p.find('Go to the shell'), p.dump()
            p.mark().send(b'\r').wait_raw(b'PROMPT$ ')
            p.wait(lambda: state_of(child) == 'T', 'the program to be stopped')
            assert_given_back(p)
            assert p.is_cooked()
            study.run('card-new observation "Meanwhile words"')
            p.mark().send('fg\n').wait_raw(b'\x1b[?2004h').sync()
            assert not p.is_cooked()
            p.wait_text('Alpha words').wait_text('Meanwhile words')
            p.sync(b'j')
            p.mark().send(b'\x11').wait_raw(b'PROMPT$ ')
            assert_given_back(p)


run([test_quit, test_quit_in_field, test_terminate, test_hangup, test_crash, test_suspend])
