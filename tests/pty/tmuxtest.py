"""
A program in a pane of a real tmux whose outer terminal is a pseudo-terminal of ours: mouse reports are fed to the outer
one, as a person's terminal would, and the pane is read with capture-pane.

    t = Tmux(['./program'], rows=24, cols=80, mouse='on')
    t.send(mouse(0, 14, 5))                  # into the outer terminal
    t.wait(lambda: 'drop' in t.line(0))      # tmux has no barrier: wait for what shall show

The server has its own socket and no configuration; close() ends that server and no other.
"""
import os
import shlex
import shutil
import subprocess
import tempfile
import time

from ptytest import LIMIT, Failure, Pty, skip

if not shutil.which('tmux'):
    skip('tmux is not installed')


class Tmux:
    def __init__(self, argv, rows=24, cols=80, mouse='on', inner='tmux-256color', env=None, options=(), modes='11'):
        """options: further ('name', 'value') pairs. modes: the mouse modes the pane must have asked for before going on."""
        self.rows, self.cols = rows, cols
        self.folder = tempfile.mkdtemp()
        self.base = ['tmux', '-u', '-f', '/dev/null', '-S', os.path.join(self.folder, 'socket')]
        self.env = dict(os.environ, TERM='xterm-256color', LC_ALL='C.UTF-8')
        for name in ('TMUX', 'TMUX_PANE', 'COLORTERM', 'NO_COLOR'):
            self.env.pop(name, None)
        self.outer = None
        try:
            self._start(argv, mouse, inner, env or {}, options)
            self.wait(lambda: self.ask('#{mouse_button_flag}#{mouse_sgr_flag}') == modes)
        except BaseException:
            self.close()
            raise

    def _start(self, argv, mouse, inner, env, options):
        self.tmux('new-session', '-d', '-x', str(self.cols), '-y', str(self.rows), 'cat')
        fixed = (('default-terminal', inner), ('mouse', mouse), ('status', 'off'), ('escape-time', '0'))
        for name, value in fixed + tuple(options):
            self.tmux('set', '-g', name, value)
        self.outer = Pty(self.base + ['attach'], self.rows, self.cols, env={'TMUX': None}, ready=False, emulate=False)
        self.wait(lambda: self.tmux('list-clients') != '')
        words = ['env'] + ['%s=%s' % pair for pair in env.items()] + list(argv)
        self.tmux('respawn-pane', '-k', shlex.join(words))

    def tmux(self, *args):
        done = subprocess.run(self.base + list(args), env=self.env, capture_output=True, timeout=LIMIT)
        if done.returncode:
            raise Failure('tmux %s: %s' % (' '.join(args), done.stderr.decode('utf-8', 'replace').strip()))
        return done.stdout.decode('utf-8', 'replace')

    def ask(self, form):
        return self.tmux('display-message', '-p', form).strip()

    def send(self, data):
        """Into the outer terminal."""
        self.outer.send(data)
        return self

    def keys(self, *names):
        """Keys by tmux's names, straight into the pane."""
        self.tmux('send-keys', *names)
        return self

    def wait(self, done, limit=LIMIT):
        end = time.monotonic() + limit
        while True:
            if self.outer:
                self.outer.pump(0.02)
            if done():
                return self
            if time.monotonic() > end:
                raise Failure('tmux: timed out; the pane:\n' + '\n'.join(self.screen()).rstrip('\n'))

    def wait_text(self, text, limit=LIMIT):
        return self.wait(lambda: self.find(text) is not None, limit)

    def resize(self, rows, cols):
        self.rows, self.cols = rows, cols
        self.outer.resize(rows, cols)
        return self

    def screen(self):
        return [line.rstrip() for line in self.tmux('capture-pane', '-p').split('\n')[:self.rows]]

    def line(self, y):
        return self.screen()[y]

    def find(self, text):
        """(x, y) of the first place where text stands, counting characters (not cells) in its line."""
        for y, line in enumerate(self.screen()):
            if text in line:
                return line.index(text), y
        return None

    def close(self):
        subprocess.run(self.base + ['kill-server'], env=self.env, capture_output=True)
        if self.outer:
            self.outer.close()
        shutil.rmtree(self.folder, True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
