"""The job itself in a terminal: cards from the tray into themes by mouse, by arrow keys and by name; then kill -9."""
import signal
import sys

import job
from ptytest import run
from wall import Study

PROGRAM = sys.argv[1]


def whole_job(rows, cols):
    with Study(PROGRAM) as study:
        job.build(study)
        with study.open(rows=rows, cols=cols) as p:
            job.by_mouse(p)
            job.by_arrows(p)
            job.by_letters(p)
            p.kill(signal.SIGKILL)
            assert p.wait_exit() == -signal.SIGKILL
        job.assert_file(study)
        with study.open(rows=rows, cols=cols) as p:
            job.assert_screen(p)
            p.send(b'\x11')
            assert p.wait_exit() == 0


def test_large():
    """120 × 40: three cards by mouse, arrows and letters, kill -9, all where they were dropped"""
    whole_job(40, 120)


def test_small():
    """80 × 24: the same"""
    whole_job(24, 80)


run([test_large, test_small])
