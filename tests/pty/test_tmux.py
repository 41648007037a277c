"""The term floor inside tmux: what the mouse does must come through both terminals."""
import sys

from ptytest import drag, mouse, run
from tmuxtest import Tmux

DEMO = sys.argv[1]


def dragging(**options):
    with Tmux([DEMO], **options) as t:
        t.wait_text('Card 01').send(drag(14, 5, 24, 8)).wait_text('drop 20,8')
        assert t.find('Card 01') == (22, 8), t.screen()


def test_mouse_on():
    """a drag with tmux's own mouse on"""
    dragging(mouse='on')


def test_mouse_off():
    """and with it off"""
    dragging(mouse='off')


def test_screen_terminal():
    """and where the pane is a screen-256color"""
    dragging(inner='screen-256color')


def test_lost_release():
    """a release that tmux's status line swallowed drops the card"""
    with Tmux([DEMO], options=(('status', 'on'),)) as t:
        t.wait_text('Card 01')
        t.send(mouse(0, 14, 5) + mouse(32, 20, 9)).wait_text('drag 20,9')
        t.send(mouse(32, 20, 23) + mouse(0, 20, 23, True) + mouse(35, 30, 10)).wait(
            lambda: t.line(0).startswith(('lost', 'drop')))


def test_keys():
    """keys, the lone ESC too"""
    with Tmux([DEMO]) as t:
        t.wait_text('Card 01')
        t.keys('Right').wait(lambda: t.find('Card 01') == (13, 5))
        t.keys('Escape').wait_text('key 1,0')
        t.keys('M-y').wait_text('key 121,2')
        t.send(b'\x1b[1;5C').wait_text('key 8,4')


def test_paste():
    """tmux's own paste is one event"""
    with Tmux([DEMO]) as t:
        t.wait_text('Card 01')
        t.tmux('set-buffer', 'one\nq')
        t.tmux('paste-buffer', '-p')
        t.wait_text('paste 5,1')


def test_resize():
    """the outer window's new size arrives"""
    with Tmux([DEMO]) as t:
        t.wait_text('Card 01').resize(30, 100).wait_text('100x30')


run([value for name, value in list(globals().items()) if name.startswith('test_')])
