"""The program itself in a pseudo-terminal: the sample's wall, what a drag costs on the wire, how it ends."""
import os
import sys
import tempfile
import time

from ptytest import MODES_OFF, Pty, mouse, run
from wall import Study

PROGRAM = sys.argv[1]
FOLDER = tempfile.TemporaryDirectory()


def start(rows=40, cols=120):
    home = {'HOME': FOLDER.name, 'XDG_DATA_HOME': FOLDER.name, 'XDG_CONFIG_HOME': FOLDER.name}
    return Pty([PROGRAM, 'demo'], rows, cols, env=home).sync(b'1')


def first_card(p):
    """The bar of the first slab right of the tray."""
    for y in range(2, p.rows):
        for x in range(27, p.cols):
            if p.cell(x, y).data == '▌':
                return x, y
    raise AssertionError('no card on the wall:\n' + p.dump())


def lift(p):
    """Carries the first card a little way into its cluster; where the pointer is then."""
    x, y = first_card(p)
    p.sync(mouse(0, x + 4, y)).sync(mouse(32, x + 7, y + 1))
    return x + 7, y + 1


def costs(p, steps):
    """Bytes of each step, smallest first. Now and then one passes into another slot and moves the insertion mark."""
    sizes = []
    for x, y in steps:
        p.mark().sync(mouse(32, x, y))
        sizes.append(len(p.bytes_since()))
    return sorted(sizes)


def test_step_right():
    """a drag step to the right is at most 330 bytes"""
    with start() as p:
        x, y = lift(p)
        sizes = costs(p, [(x + i, y) for i in range(1, 10)])
        assert 0 < sizes[4] <= 330, sizes


def test_step_down():
    """a drag step down is at most 340 bytes"""
    with start() as p:
        x, y = lift(p)
        sizes = costs(p, [(x, y + i) for i in range(1, 10)])
        assert 0 < sizes[4] <= 340, sizes


def test_queued():
    """60 queued motions within a cluster are one paint of at most 500 bytes"""
    with start() as p:
        x, y = lift(p)
        p.mark().sync(b''.join(mouse(32, x + i % 7, y + i % 3) for i in range(1, 61)))
        assert 0 < len(p.bytes_since()) <= 500, len(p.bytes_since())


def test_put_back():
    """Esc puts the card back: the screen is as before"""
    with start() as p:
        first_card(p)
        p.sync(mouse(0, 2, 1) + mouse(0, 2, 1, True))
        before = p.screen()[1:-1]
        lift(p)
        p.send(b'\x1b').wait(lambda: p.screen()[1:-1] == before, 'the wall as it was')


def test_rest():
    """the log is folded in, which waits for the disk, when nobody types"""
    with Study(PROGRAM) as study:
        study.run('card-new idea "Alpha"', 'card-new idea "Beta"')
        with study.open() as p:
            def log():
                return os.path.getsize(study.wall + '-wal')
            p.sync('*')
            since = time.monotonic()
            while time.monotonic() - since < 2.5:
                p.sync('j')
                assert log() > 0
            p.wait(lambda: log() == 0, 'the log to be folded in')


def test_quit():
    """Ctrl-Q gives the terminal back"""
    with start(24, 80) as p:
        p.mark().send(b'\x11')
        assert p.wait_exit() == 0, p.status
        assert all(mode in p.bytes_since() for mode in MODES_OFF) and p.is_cooked()


run([value for name, value in list(globals().items()) if name.startswith('test_')])
