#!/usr/bin/env python3
"""
The afternoon of tests/script/afternoon-outline.script, key by key, in a terminal without colour, mouse or letters
beyond ASCII: TERM=vt100, 80 x 24. Its export is the same, to the byte, as that of the afternoon on the wall.
usage: test_afternoon.py THEMEWALL SCRIPT-DRIVER FOLDER-OF-SCRIPTS
"""
import os
import re
import subprocess
import sys

import ptytest
from ptytest import ESC, Failure
from wall import Study

PROGRAM, DRIVER, FOLDER = sys.argv[1:4]
NOW = '2026-03-16T14:02:07Z'
KEYS = {'Enter': b'\r', 'Esc': ESC, 'Down': ESC + b'OB', 'Up': ESC + b'OA', 'End': ESC + b'OF', 'Delete': ESC + b'[3~',
        'C-u': b'\x15'}


def keys_of(line, folder):
    """The bytes a person's terminal sends for a `keys` line, one item a key; <Folder> is typed."""
    for name, sign in re.findall(r'<([A-Z][A-Za-z-]*)>|(.)', line):
        if name == 'Folder':
            yield from (bytes([byte]) for byte in folder.encode())
        else:
            yield KEYS[name] if name else sign.encode()


def on_the_wall(folder):
    kept = os.path.join(folder, 'kept')
    done = subprocess.run([DRIVER, os.path.join(FOLDER, 'afternoon-keys.script'), FOLDER],
                          env=dict(os.environ, KEEP=kept), capture_output=True, text=True)
    if done.returncode:
        raise Failure(done.stdout)
    with open(kept, 'rb') as file:
        return file.read()


def in_the_list(study, cols):
    with open(os.path.join(FOLDER, 'afternoon-outline.script'), encoding='utf-8') as file:
        lines = [line[5:].rstrip('\n') for line in file if line.startswith('keys ')]
    with study.open('--as', 'ana', '--ascii', args=['demo'], term='vt100', cols=cols) as p:
        for line in lines:
            for key in keys_of(line, study.folder):
                p.sync(key)
        colours = re.findall(rb'\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7])(?:;[0-9;]*)?m', bytes(p.raw))
        signs = bytes(p.raw).decode('ascii', 'replace')
        p.send(b'\x11')
        assert p.wait_exit() == 0, 'the program leaves as asked'
    return colours, signs


def afternoon(cols):
    with Study(PROGRAM) as study:
        study.env['THEMEWALL_NOW'] = NOW
        want = on_the_wall(study.folder)
        colours, signs = in_the_list(study, cols)
        with open(os.path.join(study.folder, 'out'), 'rb') as file:
            got = file.read()
        assert not colours, 'no colour is sent to a terminal without: %r' % colours[:3]
        assert '\ufffd' not in signs, 'nothing but ASCII is sent'
        assert want and got == want, 'the export is that of the afternoon on the wall (%d, %d bytes)' % (
            len(got), len(want))


def test_vt100():
    """the afternoon on a vt100 of 80 columns"""
    afternoon(80)


def test_narrow():
    """the same in 60 columns"""
    afternoon(60)


ptytest.run([test_vt100, test_narrow])
