"""
A program in a pane of a real tmux whose outer terminal is a pseudo-terminal of ours: bytes are fed to the outer one, as a
person's terminal would, and the screen is what tmux paints there.

    t = Tmux(['./program'], rows=24, cols=80, mouse='on')
    t.send(mouse(0, 14, 5))                  # into the outer terminal
    t.wait_text('drop')                      # tmux passes no barrier on: wait for what shall show

The server has its own socket and no configuration but ours; close() ends that server and no other.
"""
import os
import shlex
import shutil
import subprocess
import tempfile

from ptytest import LIMIT, Failure, Pty, skip

TMUX = shutil.which('tmux')
if not TMUX:
    skip('tmux is not installed')


class Tmux(Pty):
    def __init__(self, argv, rows=24, cols=80, mouse='on', inner='tmux-256color', env=None, cwd=None, options=()):
        """options: further ('name', 'value') pairs."""
        self.folder = tempfile.mkdtemp(prefix='themewall-')
        self.base = [TMUX, '-u', '-S', os.path.join(self.folder, 'socket')]
        fixed = (('default-terminal', inner), ('mouse', mouse), ('status', 'off'), ('escape-time', '0'))
        config = os.path.join(self.folder, 'conf')
        with open(config, 'w') as file:
            file.writelines('set -g %s %s\n' % pair for pair in fixed + tuple(options))
        super().__init__(self.base + ['-f', config, 'new-session', '-x', str(cols), '-y', str(rows), shlex.join(argv)],
                         rows=rows, cols=cols, env=dict(env or {}, TMUX=None, TMUX_PANE=None), cwd=cwd, ready=False)

    def tmux(self, *args, status=0):
        """A tmux command; what it prints. status None: it may fail."""
        done = subprocess.run(self.base + list(args), capture_output=True, timeout=LIMIT)
        if status is not None and done.returncode != status:
            raise Failure('tmux %s: %s' % (' '.join(args), done.stderr.decode('utf-8', 'replace').strip()))
        return done.stdout.decode('utf-8', 'replace')

    def ask(self, form):
        return self.tmux('display-message', '-p', form).strip()

    def keys(self, *names):
        """Keys by tmux's names, straight into the pane."""
        self.tmux('send-keys', *names)
        return self

    def close(self):
        self.tmux('kill-server', status=None)
        super().close()
        shutil.rmtree(self.folder, True)
