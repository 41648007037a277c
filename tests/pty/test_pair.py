"""Two people on one wall, each in a terminal: news arrive at once and take nothing away from what one does."""
import signal
import sys
import time

from ptytest import mouse, run
from wall import Study

PROGRAM = sys.argv[1]
SLOW = 1.0      # seconds that news may take on a machine under load; what was measured is printed


def build(study):
    study.cli('new', study.wall, '--title', 'Round one')
    study.run('cluster-new "Trust"', 'cluster-width T-01 2', 'cluster-move T-01 0 0', 'cluster-new "Speed"',
              'cluster-move T-02 0 12', 'card-new observation "Alpha words"', 'card-move C-001 T-01',
              'card-new observation "Beta words"')


class Pair:
    """Two screens of one wall: .ana and .tom."""

    def __enter__(self):
        self.study = Study(PROGRAM)
        build(self.study)
        self.ana = self.study.open('--as', 'Ana', rows=40, cols=120)
        self.tom = self.study.open('--as', 'Tom', rows=40, cols=120)
        return self

    def __exit__(self, *_):
        self.ana.close()
        self.tom.close()
        self.study.close()


def click(p, words):
    x, y = p.find(words)
    return p.sync(mouse(0, x, y) + mouse(0, x, y, True))


def milliseconds(p, there, what):
    """Until it shows; from now on."""
    began = time.monotonic()
    p.wait(there, what)
    took = time.monotonic() - began
    print('# %s after %.1f ms' % (what, took * 1000))
    assert took < SLOW, '%s took %.2f s' % (what, took)


def rename(p, theme, name):
    """Up to the last key, which the caller sends."""
    click(p, theme).sync(b'r').sync(b'\x15' + name.encode())


def test_drag():
    """a theme renamed by one shows at once in the other's drag, which goes on"""
    with Pair() as pair:
        ana, tom = pair.ana, pair.tom
        rename(tom, 'Trust', 'Totals')
        x, y = ana.find('Beta words')
        ana.sync(mouse(0, x, y) + mouse(32, x + 20, y) + mouse(32, 60, 20))
        assert 'release' in ana.line(39), ana.dump()
        outline = ana.find('│   ▌ Beta words')
        tom.send(b'\r')
        milliseconds(ana, lambda: ana.find('Totals'), 'a rename, in a drag,')
        assert outline and ana.find('│   ▌ Beta words') == outline, ana.dump()
        to = ana.find('Alpha words')
        ana.sync(mouse(32, *to) + mouse(0, *to, True))
        assert pair.study.place('C-002') == 'T-01 0', pair.study.place('C-002')
        assert pair.study.name('T-01') == 'Totals'


def test_field():
    """and while the other types a name, which stays as it is"""
    with Pair() as pair:
        ana, tom = pair.ana, pair.tom
        rename(tom, 'Trust', 'Totals')
        click(ana, 'Speed').sync(b'r').sync(b'\x1b[F').sync(b' of wri')
        field, cursor = ana.find('Speed of wri'), ana.cursor()
        assert field, ana.dump()
        tom.send(b'\r')
        milliseconds(ana, lambda: ana.find('Totals'), 'a rename, while typing,')
        assert ana.find('Speed of wri') == field and ana.cursor() == cursor, ana.dump()
        ana.sync(b'ting\r')
        assert pair.study.name('T-02') == 'Speed of writing', pair.study.name('T-02')
        assert pair.study.name('T-01') == 'Totals', pair.study.name('T-01')
        milliseconds(tom, lambda: tom.find('Speed of writing'), 'the name typed, at the other,')


def here(p):
    """Who the header shows after the tabs."""
    return p.line(0).split('Findings')[1].split()


def test_presence():
    """the header shows who is here; who was killed is gone soon"""
    with Pair() as pair:
        pair.ana.wait(lambda: 'T' in here(pair.ana), 'T in the header')
        pair.tom.wait(lambda: 'A' in here(pair.tom), 'A in the header')
        assert here(pair.ana)[:2] == ['A', 'Ana'] and here(pair.tom)[:2] == ['T', 'Tom'], (here(pair.ana), here(pair.tom))
        pair.tom.kill(signal.SIGKILL)
        began = time.monotonic()
        pair.ana.wait(lambda: 'T' not in here(pair.ana), 'T to leave the header', 5)
        print('# the one killed left the header after %.0f ms' % ((time.monotonic() - began) * 1000))


def test_held():
    """a card one holds carries their initial on the other's screen, until it is put back"""
    with Pair() as pair:
        ana, tom = pair.ana, pair.tom
        x, y = ana.find('Beta words')
        ana.sync(mouse(0, x, y) + mouse(32, x + 30, y + 6))
        bar = x - 2
        milliseconds(tom, lambda: 'A' in tom.line(y)[bar - 1:bar + 24] or 'A' in tom.line(y + 3)[bar - 1:bar + 24],
                     'the initial on a held card')
        ana.sync(b'\x1b[<2;1;1M')
        milliseconds(tom, lambda: 'A' not in tom.line(y)[bar - 1:bar + 24], 'the initial gone again')


run([test_drag, test_field, test_presence, test_held])
