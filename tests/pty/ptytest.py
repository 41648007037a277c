"""
A program in a pseudo-terminal, its screen read by pyte. No sleeps: every step ends at a barrier, ESC ] 777 ; N BEL
in the input, which the program says back once everything before it is decoded and painted.

    p = Pty(['./program'], rows=24, cols=80)
    p.sync(b'j' + mouse(0, 14, 5))      # feed, wait until painted
    p.screen()                          # list of str, blanks at line ends cut
    p.cell(x, y).data, .bold, .fg       # one cell with its attributes
    p.mark(); ...; p.bytes_since()      # what was written meanwhile

A test is a function; run(tests) calls them, prints TAP and exits. Where pyte or pseudo-terminals are missing the whole
file is skipped with words (exit status 77).
"""
import errno
import fcntl
import os
import select
import signal
import struct
import sys
import termios
import time
import traceback


def skip(why):
    print('1..0 # SKIP ' + why)
    print('skipped: ' + why, file=sys.stderr)
    sys.exit(77)


try:
    import pyte
except ImportError:
    skip('python3-pyte is not installed')
try:
    import pty
    os.close(os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY))
except OSError as error:
    skip('no pseudo-terminals here: %s' % error)

LIMIT = 20          # seconds until a step that never ends fails; none comes near it
ESC = b'\x1b'
MODES_OFF = (b'\x1b[?1002l', b'\x1b[?1003l', b'\x1b[?1006l', b'\x1b[?2004l', b'\x1b[?1004l', b'\x1b[?1049l')
UP, DOWN, RIGHT, LEFT = b'\x1b[A', b'\x1b[B', b'\x1b[C', b'\x1b[D'


def mouse(button, x, y, release=False):
    """An SGR report; x, y from 0. Add 32 to the button for motion with it; 35 is motion without one; 64, 65 wheel."""
    return b'\x1b[<%d;%d;%d%c' % (button, x + 1, y + 1, ord('m' if release else 'M'))


def drag(x0, y0, x1, y1, steps=4):
    """Press, motion in a straight line, release."""
    path = [(x0 + (x1 - x0) * i // steps, y0 + (y1 - y0) * i // steps) for i in range(1, steps + 1)]
    return mouse(0, x0, y0) + b''.join(mouse(32, x, y) for x, y in path) + mouse(0, x1, y1, True)


class Failure(AssertionError):
    pass


class Screen(pyte.Screen):
    """pyte knows no scrolling by a number of lines (CSI n S, CSI n T), which terminfo promises."""

    def scroll_up(self, count=None):
        self._scroll(self.delete_lines, count)

    def scroll_down(self, count=None):
        self._scroll(self.insert_lines, count)

    def _scroll(self, change, count):
        x, y = self.cursor.x, self.cursor.y
        self.cursor.y = self.margins.top if self.margins else 0
        change(count)
        self.cursor.x, self.cursor.y = x, y


class Stream(pyte.ByteStream):
    csi = dict(pyte.ByteStream.csi, S='scroll_up', T='scroll_down')
    events = pyte.ByteStream.events | {'scroll_up', 'scroll_down'}


class Pty:
    barriers = 0

    def __init__(self, argv, rows=24, cols=80, env=None, term='xterm-256color', cwd=None, emulate=True, ready=True):
        """env: variables to set, None to unset. ready: wait until the program answers a first barrier."""
        self.rows, self.cols, self.status, self.raw, self.marked = rows, cols, None, bytearray(), 0
        self.display = Screen(cols, rows) if emulate else None
        self.stream = Stream(self.display) if emulate else None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                self._exec(argv, dict({'TERM': term}, **(env or {})), cwd)
            finally:
                os._exit(127)
        if ready:
            self.wait(lambda: b'\x1b[?2004h' in self.raw, 'the program to start')
            self.sync()

    def _exec(self, argv, changes, cwd):
        env = dict(os.environ, LC_ALL='C.UTF-8')
        for name in ('LINES', 'COLUMNS', 'TMUX', 'NO_COLOR', 'SSH_CONNECTION', 'COLORTERM'):
            env.pop(name, None)
        for name, value in changes.items():
            env.pop(name, None)
            if value is not None:
                env[name] = value
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', self.rows, self.cols, 0, 0))
        if cwd:
            os.chdir(cwd)
        os.execvpe(argv[0], argv, env)

    # reading

    def pump(self, seconds=0.0):
        """Takes what there is, waiting so long for the first byte; whether there was any."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b''
        if not data:
            self._reap()
            return False
        self.raw += data
        if self.stream:
            self.stream.feed(data)
        return True

    def _reap(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            else:
                time.sleep(0.001)       # the other end is closed, the program about to end

    def wait(self, done, what='it', limit=LIMIT):
        end = time.monotonic() + limit
        while not done():
            if self.status is not None or time.monotonic() > end:
                how = 'still running' if self.status is None else 'it ended with %d' % self.status
                raise Failure('waited for %s (%s); the screen:\n%s' % (what, how, self.dump()))
            self.pump(0.1)
        return self

    def wait_raw(self, data, limit=LIMIT):
        """Until these bytes have been written since mark()."""
        return self.wait(lambda: self.raw.find(data, self.marked) >= 0, repr(data), limit)

    def wait_text(self, text, limit=LIMIT):
        return self.wait(lambda: self.find(text) is not None, repr(text), limit)

    def wait_exit(self, limit=LIMIT):
        """The exit status, negative for a signal."""
        end = time.monotonic() + limit
        while self.status is None:
            if time.monotonic() > end:
                raise Failure('the program did not end; the screen:\n' + self.dump())
            if not self.pump(0.02):
                self._reap()
        while self.pump():
            pass
        return self.status

    # writing

    def send(self, data):
        if isinstance(data, str):
            data = data.encode()
        while data:
            data = data[os.write(self.fd, data):]
            if data:
                self.pump()
        return self

    def sync(self, data=b'', limit=LIMIT):
        """Feeds data and waits until all of it is decoded and painted."""
        if isinstance(data, str):
            data = data.encode()
        Pty.barriers += 1
        barrier = b'\x1b]777;%d\x07' % Pty.barriers
        at = len(self.raw)
        self.send(data + barrier)
        return self.wait(lambda: self.raw.find(barrier, at) >= 0, 'the barrier', limit)

    def resize(self, rows, cols):
        self.rows, self.cols = rows, cols
        if self.display:
            self.display.resize(rows, cols)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, cols, 0, 0))
        return self

    def kill(self, number):
        os.kill(self.pid, number)
        return self

    # looking

    def screen(self):
        return [line.rstrip() for line in self.display.display]

    def dump(self):
        return '\n'.join(self.screen()).rstrip('\n') if self.display else repr(bytes(self.raw[-500:]))

    def line(self, y):
        return self.screen()[y]

    def find(self, text):
        """(x, y) of the first place where text stands, None when it does not; x counts cells."""
        for y in range(self.rows):
            cells = [self.display.buffer[y][x].data for x in range(self.cols)]
            at = ''.join(cells).find(text)
            if at >= 0:
                # a wide character's second cell is an empty string in pyte
                starts = [x for x, data in enumerate(cells) for _ in data]
                return starts[at], y
        return None

    def cell(self, x, y):
        return self.display.buffer[y][x]

    def cursor(self):
        return self.display.cursor.x, self.display.cursor.y

    def mark(self):
        self.marked = len(self.raw)
        return self

    def bytes_since(self):
        """What was written since mark(), without the barriers' answers."""
        data = bytes(self.raw[self.marked:])
        while b'\x1b]777;' in data:
            at = data.index(b'\x1b]777;')
            data = data[:at] + data[data.index(b'\x07', at) + 1:]
        return data

    def is_cooked(self):
        """Whether the terminal's line settings are a shell's: lines and echo."""
        flags = termios.tcgetattr(self.fd)[3]
        return bool(flags & termios.ICANON and flags & termios.ECHO)

    def close(self):
        """Ends the program, if need be with SIGKILL; closes the terminal."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
            self.status = -signal.SIGKILL

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def run(tests):
    """Calls each test, prints TAP, exits."""
    failed = 0
    print('1..%d' % len(tests))
    for number, test in enumerate(tests, 1):
        name = (test.__doc__ or test.__name__).strip()
        try:
            test()
            print('ok %d - %s' % (number, name))
        except Exception as error:                      # a test that fails in any way has failed
            failed += 1
            print('not ok %d - %s' % (number, name))
            where = traceback.extract_tb(error.__traceback__)[1]
            print('# %s:%d: %s' % (os.path.basename(where.filename), where.lineno, where.line))
            for line in (str(error) or type(error).__name__).split('\n'):
                print('#   ' + line)
        sys.stdout.flush()
    sys.exit(failed > 0)
