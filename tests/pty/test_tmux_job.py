"""The job inside tmux, with the bytes a terminal would send to tmux: with its mouse on and off."""
import os
import signal
import sys

import job
from ptytest import run
from tmuxtest import Tmux
from wall import Study

PROGRAM = sys.argv[1]


def whole_job(mouse, rows, cols):
    with Study(PROGRAM) as study:
        job.build(study)
        inside = dict(argv=[study.program, study.wall], rows=rows, cols=cols, mouse=mouse, env=study.env, cwd=study.folder)
        with Tmux(**inside) as p:
            p.wait_text('Letter words')
            job.by_mouse(p)
            job.by_arrows(p)
            job.by_letters(p)
            os.kill(int(p.ask('#{pane_pid}')), signal.SIGKILL)
            p.wait_exit()
        job.assert_file(study)
        with Tmux(**inside) as p:
            job.assert_screen(p)
            p.send(b'\x11').wait_exit()


def test_on():
    """120 × 40, mouse on: three cards, kill -9, all where they were dropped"""
    whole_job('on', 40, 120)


def test_off():
    """80 × 24, mouse off: the same"""
    whole_job('off', 24, 80)


run([test_on, test_off])
