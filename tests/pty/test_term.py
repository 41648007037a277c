"""The term floor in a pseudo-terminal: a slab that can be dragged (tests/tools/term-demo.c)."""
import os
import signal
import sys
import tempfile
import time

from ptytest import ESC, LEFT, MODES_OFF, RIGHT, Pty, drag, mouse, run

DEMO = sys.argv[1]


def start(**options):
    return Pty([DEMO], **options)


def same(got, want):
    assert got == want, 'got %r, want %r' % (got, want)


def test_paint():
    """the first screen: words, wide letters, styles, cursor"""
    with start() as p:
        same(p.find('Card 01'), (12, 5))
        same(p.line(2), '漢字 │ naïve “quote” ▌')
        assert p.cell(12, 5).reverse and not p.cell(12, 6).reverse
        same(p.cell(10, 5).fg, 'ff0000')
        same(p.cursor(), (10, 5))


def test_drag():
    """a drag with a barrier per step, then one in a single read"""
    with start() as p:
        p.sync(mouse(0, 14, 5)).sync(mouse(32, 24, 8)).sync(mouse(0, 24, 8, True))
        same(p.find('Card 01'), (22, 8))
        p.sync(drag(24, 8, 14, 8, 10))
        same(p.find('Card 01'), (12, 8))
        assert p.line(0).startswith('drop 10,8'), p.line(0)


def test_motion_mode():
    """motion without a button is asked for only while something is carried"""
    with start() as p:
        p.mark().sync(mouse(0, 14, 5))
        assert b'\x1b[?1003h' in p.bytes_since()
        p.mark().sync(mouse(0, 14, 5, True))
        assert b'\x1b[?1003l\x1b[?1002h' in p.bytes_since()


def test_lost_release():
    """motion without a button drops what is carried where it was"""
    with start() as p:
        p.sync(mouse(0, 14, 5) + mouse(32, 20, 7) + mouse(35, 60, 20))
        same(p.find('Card 01'), (18, 7))
        assert p.line(0).startswith('lost 16,7'), p.line(0)


def test_one_paint():
    """60 queued motions are one paint of at most 500 bytes"""
    with start(rows=40, cols=120) as p:
        p.sync(mouse(0, 14, 5))
        before = int(p.line(39).split('=')[1])
        p.mark().sync(b''.join(mouse(32, 14 + i, 5 + i // 3) for i in range(1, 61)))
        same(int(p.line(39).split('=')[1]), before + 1)
        assert len(p.bytes_since()) <= 500, '%d bytes' % len(p.bytes_since())
        same(p.find('Card 01'), (72, 25))


def test_escape():
    """a lone ESC is a key soon, an ESC that goes on is none"""
    with start() as p:
        began = time.monotonic()
        p.send(ESC).wait_text('key 1,0')
        assert time.monotonic() - began < 1, 'it took %.2f s' % (time.monotonic() - began)
        p.sync(b'\x1b[1;5C')
        assert p.line(0).startswith('key 8,4'), p.line(0)
        p.sync(b'\x1by')
        assert p.line(0).startswith('key 121,2'), p.line(0)


def test_split_report():
    """a mouse report in two reads is one report"""
    with start() as p:
        p.sync()
        for part in (ESC + b'[<0;1', b'5;6', b'M'):
            p.send(part)
            time.sleep(0.05)        # two reads are the point: longer than the patience with a lone ESC
        p.sync()
        assert p.line(0).startswith('press 14,5'), p.line(0)


def test_paste():
    """a paste is one event and runs no key"""
    with start() as p:
        p.sync(b'\x1b[200~q\rq\x1b[31mq\x1b[201~')
        assert p.line(0).startswith('paste 8,1'), p.line(0)


def test_unfinished_paste():
    """a paste that never ends is taken after a second of silence"""
    with start() as p:
        p.send(b'\x1b[200~abc').wait_text('paste 3,1').sync(b'k')
        assert p.line(0).startswith('key 107,0'), p.line(0)


def test_focus():
    """focus reports arrive"""
    with start() as p:
        p.sync(b'\x1b[O')
        assert p.line(0).startswith('focus 0'), p.line(0)


def test_wake():
    """the client's own time comes"""
    with start() as p:
        p.sync(b'b').wait_text('wakes=1')


def test_bell():
    """the doorbell is answered at once, not by the look once a second"""
    with tempfile.TemporaryDirectory() as folder:
        fifo = os.path.join(folder, 'bell')
        os.mkfifo(fifo)
        with Pty([DEMO, '--bell', fifo]) as p:
            began = time.monotonic()
            with open(fifo, 'wb', buffering=0) as bell:
                for ring in range(1, 6):
                    bell.write(b'x')
                    p.wait_text('rings=%d ' % ring)
            assert time.monotonic() - began < 3, 'five rings took %.1f s' % (time.monotonic() - began)


def test_frames():
    """motions that come one by one are painted at most every 16 ms"""
    with start(rows=40, cols=120) as p:
        p.sync(mouse(0, 14, 5))
        before = int(p.line(39).split('=')[1])
        began = time.monotonic()
        for i in range(1, 41):
            p.send(mouse(32, 14 + i, 5))
            time.sleep(0.003)
        p.sync()
        paints = int(p.line(39).split('=')[1]) - before
        most = (time.monotonic() - began) / 0.016 + 2
        assert 1 <= paints <= min(most, 39), '%d paints, at most %d' % (paints, most)
        same(p.find('Card 01'), (52, 5))


def test_resize():
    """any size, one after the other, 1 × 1 too"""
    with start() as p:
        for rows, cols in ((1, 1), (2, 3), (1, 80), (24, 1), (3, 10), (100, 300), (24, 80), (1, 1), (30, 100)):
            p.resize(rows, cols).sync(b'k')
        assert p.line(0).endswith('100x30'), p.line(0)
        same(p.find('Card 01'), (12, 5))


def test_resize_signal():
    """a resize is painted without any input"""
    with start() as p:
        p.resize(30, 100).wait_text('100x30')


def test_background():
    """the terminal's background chooses the theme; the answer is no event"""
    with start() as p:
        # asked at the start, answered at once
        assert b'\x1b]11;?\x07' in p.raw
    with Pty([DEMO], ready=False) as p:
        p.wait_raw(b'\x1b]11;?\x07').sync(b'\x1b]11;rgb:ffff/ffff/ffff\x07')
        same(p.cell(10, 5).fg, 'd70000')
        assert 'reply' not in p.line(0), p.line(0)
    with start(term='xterm') as p:
        assert b'\x1b]11;?' not in p.raw


def restored(p):
    return all(mode in p.bytes_since() for mode in MODES_OFF) and p.is_cooked()


def ending(kill, want, sanitized=None):
    with start() as p:
        p.mark()
        kill(p)
        status = p.wait_exit()
        assert status in (want, sanitized), 'it ended with %d, not %d' % (status, want)
        assert restored(p), bytes(p.bytes_since())


def test_quit():
    """q restores the terminal"""
    ending(lambda p: p.send(b'q'), 0)


def test_exit():
    """so does an exit() from anywhere"""
    ending(lambda p: p.send(b'x'), 3)


def test_sigterm():
    """SIGTERM ends with the terminal restored"""
    ending(lambda p: p.kill(signal.SIGTERM), 128 + signal.SIGTERM)


def test_sigint():
    """SIGINT too"""
    ending(lambda p: p.kill(signal.SIGINT), 128 + signal.SIGINT)


def test_sighup():
    """SIGHUP too"""
    ending(lambda p: p.kill(signal.SIGHUP), 128 + signal.SIGHUP)


def test_crash():
    """a crash restores the terminal and stays a crash"""
    ending(lambda p: p.send(b'S'), -signal.SIGSEGV, sanitized=1)


def test_abort():
    """an abort too"""
    ending(lambda p: p.send(b'A'), -signal.SIGABRT)


def test_hangup():
    """when the terminal goes away in the middle of a report, the program ends"""
    with start() as p:
        p.send(b'\x1b[<0;1')
        os.close(p.fd)
        p.fd = None
        began = time.monotonic()
        while p.status is None and time.monotonic() < began + 5:
            p._reap()
        assert p.status in (40, 128 + signal.SIGHUP), p.status
        assert time.monotonic() - began < 1


def test_leave():
    """another program gets the terminal and gives it back"""
    with start() as p:
        p.mark().sync(b'e')
        out = p.bytes_since()
        assert out.index(b'\x1b[?1049l') < out.index(b'elsewhere') < out.index(b'\x1b[?1049h'), out
        same(p.find('Card 01'), (12, 5))
        assert not p.is_cooked()


def children(pid):
    with open('/proc/%d/task/%d/children' % (pid, pid)) as file:
        return [int(child) for child in file.read().split()]


def state_of(pid):
    with open('/proc/%d/stat' % pid) as file:
        return file.read().rsplit(')', 1)[1].split()[0]


def suspended_by(stop, says_off):
    """Under a shell with job control: in a bare pseudo-terminal the group is an orphan and SIGTSTP is ignored."""
    with Pty(['bash', '--norc', '--noediting', '-i'], env={'PS1': 'PROMPT$ '}, ready=False) as p:
        p.wait_text('PROMPT$')
        p.send(DEMO + '\n').wait_text('Card 01').sync()
        child = children(p.pid)[0]
        p.mark()
        stop(p, child)
        p.wait_raw(b'PROMPT$ ')
        same(state_of(child), 'T')
        if says_off:
            assert all(mode in p.bytes_since() for mode in MODES_OFF), p.bytes_since()
        p.resize(30, 100).mark()
        p.send('fg\n').wait_raw(b'\x1b[?1002h\x1b[?1006h').sync(b'y')
        assert p.line(0).startswith('key 121,0') and p.line(0).endswith('100x30'), p.line(0)
        same(p.find('Card 01'), (12, 5))
        p.mark().send('q').wait_raw(b'PROMPT$ ')


def test_suspend_key():
    """suspended by its own command, resized meanwhile, resumed"""
    suspended_by(lambda p, child: p.send(b'\x1a'), True)


def test_suspend_signal():
    """suspended by SIGTSTP"""
    suspended_by(lambda p, child: os.kill(child, signal.SIGTSTP), True)


def test_stop_signal():
    """stopped by SIGSTOP, which cannot be caught: it takes the terminal again at SIGCONT"""
    suspended_by(lambda p, child: os.kill(child, signal.SIGSTOP), False)


def test_other_terminals():
    """every kind of terminal description"""
    for term in ('vt100', 'vt220', 'linux', 'xterm', 'screen-256color', 'tmux-256color', 'xterm-ghostty', 'ansi'):
        with start(term=term) as p:
            p.sync(mouse(0, 14, 5) + mouse(32, 24, 8) + mouse(0, 24, 8, True))
            assert p.find('Card 01') == (22, 8), '%s\n%s' % (term, p.dump())


def test_no_cursor():
    """a terminal that cannot place the cursor is refused in words"""
    p = start(term='dumb', ready=False)
    same(p.wait_exit(), 1)
    assert b'themewall export' in p.raw and p.raw.count(b'\n') == 1, bytes(p.raw)
    p.close()


def test_no_color():
    """NO_COLOR: attributes only"""
    with start(env={'NO_COLOR': '1'}) as p:
        same(p.cell(10, 5).fg, 'default')
        assert p.cell(12, 5).reverse


def test_ascii():
    """--ascii sends nothing else"""
    with Pty([DEMO, '--ascii']) as p:
        assert all(byte < 0x80 for byte in p.raw)
        same(p.line(2), '? ?  | naive "quote" :')


def test_idle():
    """nothing is written and hardly any time used while nothing happens"""
    with start() as p:
        p.sync(LEFT + RIGHT)
        used = os.times()
        with open('/proc/%d/stat' % p.pid) as file:
            before = file.read().rsplit(')', 1)[1].split()[11:13]
        p.pump(0.5)
        with open('/proc/%d/stat' % p.pid) as file:
            after = file.read().rsplit(')', 1)[1].split()[11:13]
        spent = sum(map(int, after)) - sum(map(int, before))
        assert spent <= 2, '%d ticks in half a second' % spent


run([value for name, value in list(globals().items()) if name.startswith('test_')])
