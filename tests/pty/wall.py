"""
A study of a test's own: a private HOME, data, state and TMPDIR, the program's verbs on one wall in it, its screen in a
pseudo-terminal, and the wall as its JSON export tells it.

    with Study(program) as study:
        study.run('card-new observation "Alpha words"', 'cluster-new "Trust"')
        with study.open(rows=40, cols=120) as p:
            ...
        study.place('C-001')        # 'tray', 'parked', 'loose 2 19', 'T-01 0' (theme and slot)
"""
import json
import os
import shutil
import subprocess
import tempfile

from ptytest import Failure, Pty


class Study:
    def __init__(self, program, name='study.wall'):
        self.program = os.path.abspath(program)
        memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None    # so that no test waits for a busy disk
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix='themewall-', dir=memory))
        self.wall = os.path.join(self.folder, name)
        self.env = {'TMUX': None, 'TMUX_TMPDIR': None, 'EDITOR': None, 'VISUAL': None, 'USER': 'pat', 'LOGNAME': 'pat'}
        for variable, folder in (('HOME', 'home'), ('XDG_DATA_HOME', 'data'), ('XDG_STATE_HOME', 'state'),
                                 ('XDG_CONFIG_HOME', 'config'), ('XDG_CACHE_HOME', 'cache'), ('TMPDIR', 'tmp')):
            self.env[variable] = os.path.join(self.folder, folder)
            os.mkdir(self.env[variable])

    def environment(self):
        env = dict(os.environ, LC_ALL='C.UTF-8')
        for name, value in self.env.items():
            env.pop(name, None)
            if value is not None:
                env[name] = value
        return env

    def cli(self, *args, status=0, stdin=b''):
        """A verb of the command line; fails the test when it ends otherwise than with status (None: any)."""
        done = subprocess.run([self.program, *args], input=stdin, env=self.environment(), capture_output=True,
                              cwd=self.folder, timeout=60)
        if status is not None and done.returncode != status:
            raise Failure('%r ended with %d: %s' % (args, done.returncode, done.stderr.decode(errors='replace')))
        return done

    def run(self, *lines):
        return self.cli('run', self.wall, *lines)

    def open(self, *options, args=None, **pty):
        """The program on this wall in a pseudo-terminal (or with args instead of the wall)."""
        words = [self.wall] if args is None else args
        return Pty([self.program, *words, *options], env=self.env, cwd=self.folder, **pty)

    def file(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, 'wb') as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return path

    def json(self):
        return json.loads(self.cli('export', self.wall, '--format', 'json').stdout)

    def check(self):
        self.cli('check', self.wall)

    def place(self, code):
        card = next(card for card in self.json()['cards'] if card['id'] == code)
        if card['place'] == 'cluster':
            return '%s %d' % (card['cluster'], card['rank'])
        if card['place'] == 'loose':
            return 'loose %d %d' % (card['column'], card['line'])
        return card['place']

    def name(self, code):
        return next(cluster for cluster in self.json()['clusters'] if cluster['id'] == code)['name']

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
