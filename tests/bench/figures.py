#!/usr/bin/env python3
"""
The figures of the program beside the floors of this machine: meson test --benchmark.

    figures.py THEMEWALL FLOOR PARSE PROBE BENCH-WALL SANITIZE OPTIMIZATION [SECTION]...

One line a figure: what was measured, the aim, the floor measured in the same run, in turn with it, and the ratio of the
two. Times move with the machine and its load, so nothing here passes or fails; the ratio is what to look at. Walls are
made once and kept in the build folder (bench-walls); what is written to is a copy.

Input to last byte: the key is written to the terminal, the answer read until it is quiet, the time is that of the last
byte. Start: from fork to the last byte before the first silence. Import and export: whole processes, page cache warm.
"""
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import types

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'pty'))
try:
    import pyte             # noqa: F401  only the harness asks for it; bytes and times need no emulator
except ImportError:
    sys.modules['pyte'] = types.ModuleType('pyte')
from ptytest import Pty, mouse  # noqa: E402

THEMEWALL, FLOOR, PARSE, PROBE, BENCH_WALL, SANITIZE, OPTIMIZATION = sys.argv[1:8]
SECTIONS = sys.argv[8:]
ROWS, COLS = 40, 120
QUIET = 0.03                # seconds of silence that end an answer
SMALL, LARGE = 1000, 100000
FIRST_SLAB = (26 + 2, 1 + 1)  # the corner of the wall's first slab: beside the tray, below header and frame
IDLE_SECONDS = 10


class Session(Pty):
    """A program in a terminal, timed."""

    def __init__(self, argv):
        self.started = time.monotonic()
        super().__init__(argv, rows=ROWS, cols=COLS, emulate=False, ready=False)

    def read_on(self, quiet, least=1, limit=20.0):
        """Reads until so many bytes came and silence after them: the time of the last byte, None when nothing came."""
        start, first, last = time.monotonic(), len(self.raw), None
        while True:
            enough = len(self.raw) - first >= least
            wait = last + quiet - time.monotonic() if enough else start + limit - time.monotonic()
            if wait <= 0 or not self.pump(wait):
                return last
            last = time.monotonic()

    def first_paint(self):
        """Seconds from fork to the last byte of the first full screen; a large wall goes on loading after it."""
        return (self.read_on(0.025, least=1500) or float('nan')) - self.started

    def settle(self):
        """Until all is loaded and said."""
        self.read_on(0.5, limit=0.5)
        return self

    def answer(self, data, limit=1.0):
        """Seconds from these bytes to the last byte of the answer; nan when there is none."""
        start = time.monotonic()
        self.send(data)
        last = self.read_on(QUIET, limit=limit)
        return last - start if last else float('nan')

    def count(self, data):
        """Bytes and writes the answer takes."""
        before, writes = len(self.raw), self.writes()
        self.send(data)
        self.read_on(QUIET, limit=0.5)
        return len(self.raw) - before, self.writes() - writes

    def _proc(self, name):
        with open('/proc/%d/%s' % (self.pid, name)) as file:
            return file.read()

    def writes(self):
        return int(re.search(r'syscw: (\d+)', self._proc('io')).group(1))

    def peak_mb(self):
        return int(re.search(r'VmHWM:\s+(\d+)', self._proc('status')).group(1)) / 1024

    def cpu_seconds(self):
        return time.clock_gettime((~self.pid << 3) | 2)


# the table

def show(value, unit):
    if value is None or value != value:
        return '-'
    digits = 0 if unit in ('B', 'writes', 'MB/s') else 2 if value < 10 else 1
    return '%.*f' % (digits, value)


def line(name, measured, unit, aim='', floor=None, p95=None):
    if isinstance(measured, list):
        measured, p95 = median(measured), percentile(measured, 95)
    if isinstance(floor, list):
        floor = median(floor)
    faster = unit == 'MB/s'
    ratio = (floor / measured if faster else measured / floor) if floor and measured else None
    print('%-52s %9s %9s %-6s %-10s %9s %6s' % (name, show(measured, unit), show(p95, unit), unit, aim,
                                                show(floor, unit), show(ratio, '')))
    sys.stdout.flush()


def median(values):
    values = [v for v in values if v == v]
    return statistics.median(values) if values else float('nan')


def percentile(values, percent):
    values = sorted(v for v in values if v == v)
    return values[min(len(values) - 1, len(values) * percent // 100)] if values else float('nan')


def milliseconds(values):
    return [v * 1000 for v in values]


# what is measured on

class Ground:
    """The folder of this run, walls and tables of both sizes in it."""

    def __init__(self):
        self.kept = os.path.join(os.path.dirname(os.path.abspath(THEMEWALL)), 'bench-walls')
        self.folder = tempfile.mkdtemp(prefix='bench-run-', dir=os.path.dirname(self.kept))
        os.makedirs(self.kept, exist_ok=True)
        os.environ['XDG_DATA_HOME'] = os.environ['XDG_STATE_HOME'] = self.folder
        self.made = 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def _keep(self, name, maker, argv):
        path = os.path.join(self.kept, name)
        if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(maker):
            for end in ('', '-live', '-wal', '-shm'):
                if os.path.exists(path + end):
                    os.unlink(path + end)
            subprocess.run([maker] + argv(path), check=True)
        self.made += 1
        copy = self.path('%d-%s' % (self.made, name))
        shutil.copyfile(path, copy)
        os.chmod(copy, 0o600)
        os.sync()       # else the first checkpoint waits for this copy to be on the disk
        return copy

    def wall(self, ncards):
        return self._keep('%d.wall' % ncards, BENCH_WALL, lambda path: [path, str(ncards)])

    def table(self, ncards):
        return self._keep('%d.db' % ncards, FLOOR, lambda path: ['make', path, str(ncards)])

    def session(self, ncards):
        """The program on a wall of its own, all loaded, the focus on the wall."""
        session = Session([THEMEWALL, self.wall(ncards)])
        session.first_paint()
        session.settle().answer(b'\t')
        return session

    def floor_session(self, ncards):
        session = Session([FLOOR, 'screen', self.table(ncards)])
        session.first_paint()
        return session.settle()

    def release(self):
        shutil.rmtree(self.folder, ignore_errors=True)


# sections

def bytes_of_drags(ground):
    """Steps of one cell that stay over one slot; bytes are told without those that lit something else."""
    with ground.session(SMALL) as p:
        x, y = FIRST_SLAB[0] + 3, FIRST_SLAB[1] + 1
        p.count(mouse(0, x, y))
        p.count(mouse(32, x + 1, y))
        right = [p.count(mouse(32, x + 2 + i, y)) for i in range(9)]
        down = []
        for _ in range(5):
            down.append(p.count(mouse(32, x + 10, y + 1)))
            p.count(mouse(32, x + 10, y))
        line('drag step right, bytes', median([b for b, _ in right]), 'B', '<= 330')
        line('drag step down, bytes', median([b for b, _ in down]), 'B', '<= 340')
        line('writes a frame', max(w for _, w in right + down), 'writes', '1')
        queued = b''.join(mouse(32, x + 10 + i // 12 + i % 2, y + i % 2) for i in range(60))
        total, writes = p.count(queued)
        line('60 queued motions, bytes', total, 'B', '<= 500')
        line('60 queued motions, paints', writes, 'writes', '1')
        p.count(b'\x1b')


def latency_of_drags(ground):
    sessions = {n: ground.session(n) for n in (SMALL, LARGE)}
    echo = Session([FLOOR, 'echo'])
    echo.settle()
    x, y = FIRST_SLAB[0] + 3, FIRST_SLAB[1] + 1
    for p in sessions.values():
        p.count(mouse(0, x, y))
        p.count(mouse(32, x + 1, y))
    drags, moves, bare = {n: [] for n in sessions}, {n: [] for n in sessions}, []
    for i in range(34):
        for n, p in sessions.items():
            drags[n].append(p.answer(mouse(32, x + 2 + i % 8, y)))
        bare.append(echo.answer(b'x'))
    for p in sessions.values():
        p.answer(mouse(2, x, y))        # the right button cancels
        p.answer(mouse(2, x, y, True))
        p.answer(b'\x1b')
        p.settle()
    for i in range(34):
        for n, p in sessions.items():
            moves[n].append(p.answer(b'j' if i % 6 < 3 else b'k'))
    for name, samples in (('drag step', drags), ('focus move', moves)):
        for n in sessions:
            line('%s, %d cards: input to last byte' % (name, n), milliseconds(samples[n][4:]), 'ms', '<= 0.5',
                 milliseconds(bare))
    for p in list(sessions.values()) + [echo]:
        p.close()


def committed_moves(ground):
    sessions = [(n, ground.session(n), ground.floor_session(n)) for n in (SMALL, LARGE)]
    ours, floors = {n: [] for n, _, _ in sessions}, {n: [] for n, _, _ in sessions}
    for i in range(30):
        for n, p, floor in sessions:
            p.answer(b' ')
            p.answer(b'j' if i % 2 == 0 else b'k')
            ours[n].append(p.answer(b' '))
            floors[n].append(floor.answer(b'L' if i % 6 < 3 else b'H'))
    for n, p, floor in sessions:
        line('committed move by key, %d cards: to last byte' % n, milliseconds(ours[n][3:]), 'ms', '<= 1.5',
             milliseconds(floors[n][3:]))
        p.close()
        floor.close()


WORDS = ('numbers', 'every colleague', 'naive', 'trust', 'zebra')


def searches(ground):
    """Words typed and taken back letter by letter; the worst key counts too, the very first one included."""
    for n in (SMALL, LARGE):
        with ground.session(n) as p:
            opening, keys = p.answer(b'/', limit=5.0), []
            for word in WORDS:
                for key in word.encode() + b'\x7f' * len(word):
                    keys.append(p.answer(bytes([key]), limit=5.0))
            line('search, %d cards: the field opens' % n, opening * 1000, 'ms')
            line('search as you type, %d cards: a key, median' % n, milliseconds(keys), 'ms', '<= 8')
            line('search as you type, %d cards: the worst key' % n, max(k for k in keys if k == k) * 1000, 'ms',
                 '<= 10')
            p.send(b'\x1b')


def commits(ground):
    for n in (SMALL, LARGE):
        out = subprocess.run([PROBE, 'commit', ground.wall(n), ground.path('bare-%d.db' % n), '200'], check=True,
                             capture_output=True, text=True).stdout
        pairs = [tuple(map(float, row.split())) for row in out.splitlines()][20:]
        line('committed move in the store, %d cards' % n, milliseconds([a for a, _ in pairs]), 'ms', '<= 2 x',
             milliseconds([b for _, b in pairs]))


def starts(ground):
    for n, aim in ((SMALL, '<= 12'), (LARGE, '<= 30')):
        wall, table, ours, floors = ground.wall(n), ground.table(n), [], []
        for _ in range(11):
            for argv, samples in (([THEMEWALL, wall], ours), ([FLOOR, 'screen', table], floors)):
                with Session(argv) as p:
                    samples.append(p.first_paint())
                    p.settle().send(b'\x11' if samples is ours else b'q')
                    p.wait_exit()
        line('start to first full paint, %d cards' % n, milliseconds(ours[1:]), 'ms', aim, milliseconds(floors[1:]))


def stamp(ms):
    return '%02d:%02d:%02d.%03d' % (ms // 3600000, ms // 60000 % 60, ms // 1000 % 60, ms % 1000)


def write_vtt(path, nbytes):
    """Cues of a few seconds, runs of one to four by one speaker; about as long as people's."""
    words = ('we export the invoice totals to a sheet and then rebuild the numbers because nobody trusts what '
             'the system says at the end of a month so my colleague checks every line again').split()
    with open(path, 'w') as file:
        file.write('WEBVTT\n\n')
        i, written = 0, 8
        while written < nbytes:
            text = ' '.join(words[(i * 7 + k) % len(words)] for k in range(10 + i % 9))
            cue = '%d\n%s --> %s\n<v %s>%s %d</v>\n\n' % (i + 1, stamp(i * 3000), stamp(i * 3000 + 2900),
                                                          ('Interviewer', 'Paula')[i // (1 + i % 4) % 2], text, i)
            file.write(cue)
            written += len(cue)
            i += 1
    return written / 1e6


def seconds_of(argv):
    start = time.monotonic()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def peak_mb_of(argv):
    """The most memory of a program, or of a child it waited for."""
    program = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = status
    return usage.ru_maxrss / 1024 if status == 0 else float('nan')


def imports(ground):
    vtt = ground.path('interview.vtt')
    size = write_vtt(vtt, 50e6)
    ours, floors = [], []
    for _ in range(2):
        for argv, rates in (([PARSE, vtt, '3'], ours), ([FLOOR, 'parse', vtt, '3'], floors)):
            out = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
            rates.extend(size / float(row.split()[0]) for row in out.splitlines())
    line('WebVTT %d MB, parsed' % size, median(ours), 'MB/s', '>= 400', median(floors))
    ours, floors = [], []
    for i in range(3):
        ours.append(size / seconds_of([THEMEWALL, 'import', ground.path('import-%d.wall' % i), vtt]))
        floors.append(size / seconds_of([FLOOR, 'import', ground.path('import-%d.db' % i), vtt]))
    line('WebVTT %d MB, into committed turns' % size, median(ours), 'MB/s', '>= 60', median(floors))
    peak = peak_mb_of([THEMEWALL, 'import', ground.path('import-peak.wall'), vtt])
    line('WebVTT %d MB, memory of the larger process' % size, peak, 'MB', '<= %d' % (2 * size))


def exports(ground):
    """The floor reads what ours does from the same wall and writes its words; the last line is a line a card, no more. All
    into new files: what it takes to give back the blocks of an old one is the disk's affair."""
    def into_new(argv, path):
        if os.path.exists(path):
            os.unlink(path)
        return seconds_of(argv)

    wall, table = ground.wall(LARGE), ground.table(LARGE)
    out, bare = ground.path('out'), ground.path('bare')
    for form in ('markdown', 'findings', 'csv', 'json'):
        ours, floors = [], []
        rows = [FLOOR, 'rows', wall, bare] + (['turns'] if form == 'json' else [])
        for _ in range(5):
            ours.append(into_new([THEMEWALL, 'export', wall, '--format', form, '-o', out], out))
            floors.append(into_new(rows, bare))
        line('export of %d cards, %s' % (LARGE, form), milliseconds(ours), 'ms', '<= 80', milliseconds(floors))
    plain = [into_new([FLOOR, 'export', table, bare], bare) for _ in range(5)]
    line('a line a card of %d, bare' % LARGE, milliseconds(plain), 'ms')


def partners(ground):
    wall = ground.wall(SMALL)
    with Session([THEMEWALL, wall]) as p:
        p.first_paint()
        p.settle()
        tom = subprocess.Popen([PROBE, 'partner', wall], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        samples = []
        for _ in range(105):
            tom.stdin.write(b'\n')
            tom.stdin.flush()
            last = p.read_on(QUIET, limit=3)
            at = int(tom.stdout.readline()) / 1e9
            samples.append(max(last - at, 0) if last else float('nan'))
        tom.stdin.close()
        tom.wait()
        line("partner's commit to my repaint, median and p99", median(samples[5:]) * 1000, 'ms', '<= 5, 30',
             p95=percentile(samples[5:], 99) * 1000)


def presences(ground):
    """A second person opens the wall and is killed with -9: how long the header of the first still shows them."""
    wall = ground.wall(SMALL)
    with Session([THEMEWALL, wall, '--as', 'Ana']) as ana:
        ana.first_paint()
        ana.settle()
        samples = []
        for _ in range(25):
            with Session([THEMEWALL, wall, '--as', 'Tom']) as tom:
                tom.first_paint()
                tom.settle()
                ana.settle()
                killed = time.monotonic()
                tom.kill(signal.SIGKILL)
                last = ana.read_on(QUIET, limit=2)
                samples.append(last - killed if last else float('nan'))
        line('killed -9 to gone from the header, median and worst', median(samples) * 1000, 'ms', '<= 50',
             p95=max(samples, key=lambda s: (s != s, s)) * 1000)


class Idle:
    """A large wall left open and alone while other things are measured; only its own processor time counts."""

    def __init__(self, ground):
        self.p = Session([THEMEWALL, ground.wall(LARGE)])
        self.p.first_paint()
        before = -1
        while self.p.cpu_seconds() - before > 0.01:     # the rest of the wall is read, the checkpoint made
            before = self.p.cpu_seconds()
            self.p.read_on(3.0, limit=3.0)
        self.cpu, self.since = self.p.cpu_seconds(), time.monotonic()

    def tell(self):
        self.p.read_on(60, limit=max(0.0, self.since + IDLE_SECONDS - time.monotonic()))
        percent = (self.p.cpu_seconds() - self.cpu) / (time.monotonic() - self.since) * 100
        line('idle over %d s, %d cards' % (time.monotonic() - self.since, LARGE), percent, '% cpu', '<= 0.1')
        line('peak memory, %d cards open' % LARGE, self.p.peak_mb(), 'MB', '<= 40')
        self.p.close()


ALL = {'bytes': bytes_of_drags, 'latency': latency_of_drags, 'moves': committed_moves, 'searches': searches,
       'commits': commits, 'starts': starts, 'imports': imports, 'exports': exports, 'partners': partners,
       'presences': presences}


def main():
    if SANITIZE != 'none':
        print('This build has sanitizers in it: its figures would mean nothing. Measure a build without them.')
        sys.exit(77)
    if OPTIMIZATION not in ('2', '3'):
        print('This build is not optimised (-O%s): read its figures with that in mind.' % OPTIMIZATION)
    ground = Ground()
    try:
        print('%d processors, load %.1f before\n' % (os.cpu_count(), os.getloadavg()[0]))
        print('%-52s %9s %9s %-6s %-10s %9s %6s' % ('figure', 'median', 'p95', '', 'aim', 'floor', 'ratio'))
        chosen = [name for name in ALL if not SECTIONS or name in SECTIONS]
        for name in chosen:
            if name == 'imports':
                idle = Idle(ground)
            ALL[name](ground)
        if 'imports' in chosen:
            idle.tell()
        print('\nload %.1f after' % os.getloadavg()[0])
    finally:
        ground.release()


main()
