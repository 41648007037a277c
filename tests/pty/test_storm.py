"""
Storms: a window that changes its size while keys and mouse go on, and a day's use squeezed into a minute, both out of a
fixed seed (GAUNTLET_SEED). At the end the program still answers, has as many files open as before, has not grown, and the
wall is sound.
"""
import json
import os
import random
import sys

from ptytest import mouse, run
from wall import Study

PROGRAM = sys.argv[1]
SIZE = os.environ.get('GAUNTLET', '')
PERCENT = 0 if not SIZE else 100 if SIZE == 'full' else int(SIZE)
SEED = int(os.environ.get('GAUNTLET_SEED', '20260316'))
GROWTH_KIB = 16 * 1024          # caches, the history of a day, the allocator's slack

KEYS = ([b'\x1b[A', b'\x1b[B', b'\x1b[C', b'\x1b[D'] * 6 + [b'\r', b' ', b'\t', b'\x1b', b'\x1b'] * 4
        + [b'1', b'2', b'3', b'4', b'5', b'v', b'x', b'*', b'm', b'g', b'.', b':', b'?', b'H', b',', b'f', b'w', b'/', b'n', b'c', b'e',
           b'i', b'r', b'z', b'W', b'T', b'P', b'u', b'u', b'U', b'+', b'-', b'[', b']', b'{', b'}', b'M', b'S', b'D', b't', b'I', b'a',
           b'o', b'p', b'>', b'<', b'Z', b's', b'y', b'\x7f', b'\x1b[5~', b'\x1b[6~', b'\x1b[H', b'\x1b[F', b'\x13', b'\x15', b'\x1a', b'\x19']
        + [b'words ', b'\x1b[200~pasted words\x1b[201~', b'\xc3\xa9', b'\xff', b'\x1b[99~', b'\x1b[<'])


def size(few, many):
    return many * PERCENT // 100 if PERCENT else few


def build(study):
    talk = '\n'.join('%s: What I said %d times is that nobody told me about it before.' % (who, i)
                     for i in range(30) for who in ('Mara', 'Interviewer'))
    study.cli('new', study.wall, '--title', 'Storm')
    study.cli('import', study.wall, '--cards', 'turns', study.file('talk.txt', talk))
    study.run('cluster-new "Trust"', 'cluster-new "Speed"', 'cluster-new "Sums" T-01', 'card-move C-001 C-002 T-01', 'card-move C-003 T-02',
              'card-move C-004 T-03', 'insight-new "Nobody knows" T-01', 'card-park C-005')


def some_input(dice, p):
    if dice.randrange(4):
        return dice.choice(KEYS)
    x, y, button = dice.randrange(p.cols), dice.randrange(p.rows), dice.choice((0, 0, 0, 2, 32, 35, 64, 65))
    return mouse(button, x, y) + (mouse(0, dice.randrange(p.cols), dice.randrange(p.rows), True) if dice.randrange(3) else b'')


def descriptors(p):
    return sorted(os.readlink('/proc/%d/fd/%s' % (p.pid, n)) for n in os.listdir('/proc/%d/fd' % p.pid))


def resident_kib(p):
    with open('/proc/%d/status' % p.pid) as file:
        return next(int(line.split()[1]) for line in file if line.startswith('VmRSS'))


def calm(p):
    """Back to the wall, whatever was open."""
    p.resize(24, 80)
    p.sync(b'\x1b[201~')
    for _ in range(8):
        p.sync(b'\x1b')
    p.sync(b'1')


def storm(p, dice, steps, resized):
    """Every step is handed over; a barrier now and then, so that nothing waits for ever in the terminal."""
    for step in range(steps):
        if resized and dice.randrange(3) == 0:
            p.resize(dice.choice((1, 2, 3, 7, 23, 24, 25, 60, 100)), dice.choice((1, 2, 5, 19, 20, 79, 80, 81, 200, 300)))
        p.send(some_input(dice, p))
        p.pump()
        if step % 16 == 15:
            p.sync(b'\x1b[201~')
            del p.raw[:]
            p.marked = 0
        assert p.status is None, 'it ended with %r at step %d, seed %d' % (p.status, step, SEED)


def test_resize():
    """a window from 1 x 1 to 300 x 100 and back, while keys and mouse go on"""
    with Study(PROGRAM) as study:
        build(study)
        dice = random.Random(SEED)
        with study.open(emulate=False) as p:
            storm(p, dice, size(300, 6000), True)
            calm(p)
            p.send(b'\x11')
            assert p.wait_exit() == 0, p.status
        study.check()


def test_single_cells():
    """each corner of the sizes by itself is painted"""
    with Study(PROGRAM) as study:
        build(study)
        with study.open(emulate=False) as p:
            for rows, cols in ((1, 1), (1, 300), (100, 1), (2, 2), (3, 20), (100, 300), (24, 80)):
                for view in (b'1', b'2', b'3', b'4', b'5', b'?', b'\x1b', b':', b'\x1b', b',', b'\x1b'):
                    p.resize(rows, cols)
                    p.sync(view)


def test_day():
    """a day's use: no file left open, no memory kept, the wall sound"""
    with Study(PROGRAM) as study:
        build(study)
        dice = random.Random(SEED + 1)
        steps = size(600, 24000)
        with study.open(rows=40, cols=120, emulate=False) as p:
            storm(p, dice, 200, False)
            calm(p)
            before, small = descriptors(p), resident_kib(p)
            storm(p, dice, steps, False)
            calm(p)
            after, large = descriptors(p), resident_kib(p)
            assert before == after, (before, after)
            print('# %d steps, %d descriptors, resident %d KiB, then %d KiB' % (steps, len(after), small, large))
            assert large - small < GROWTH_KIB, (small, large)
            p.send(b'\x11')
            assert p.wait_exit() == 0, p.status
        study.check()
        changes = len(json.loads(study.cli('history', study.wall, '--json').stdout)['changes'])
        print('# %d changes' % changes)
        assert changes > steps // 60, changes


run([test_resize, test_single_cells, test_day])
