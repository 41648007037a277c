"""A long import: what it shows, and that Esc and Ctrl-C leave the wall as it was."""
import os
import sys

from ptytest import ESC, Failure, run
from wall import Study

PROGRAM = sys.argv[1]
MEGABYTES = 30
QUIT, INTERRUPT = b'\x11', b'\x03'


def write_talk(study):
    """Two people, a turn for every two captions: what takes longest to write."""
    path = os.path.join(study.folder, 'long.vtt')
    with open(path, 'w') as file:
        file.write('WEBVTT\n\n')
        for i in range(MEGABYTES * 9000):
            clock = '%02d:%02d:%02d' % (i // 3600, i // 60 % 60, i % 60)
            file.write('%d\n%s.000 --> %s.900\n<v %s>We export the totals %d times and nobody trusts the sum.</v>\n\n'
                       % (i + 1, clock, clock, ('Mara', 'Tom')[i // 2 % 2], i))
    return path


def is_as_before(study, before):
    study.check()
    now = study.json()
    if now != before or now['transcripts']:
        raise Failure('%d transcripts, %d cards' % (len(now['transcripts']), len(now['cards'])))


def test_escape():
    """Esc while it is read, and while it is written: nothing of it is kept"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        path, before = write_talk(study), study.json()
        with study.open(rows=24, cols=100) as p:
            p.sync(b':import ' + path.encode() + b'\r')
            p.send(ESC).wait_text('Nothing was imported')
            p.sync(b':import ' + path.encode() + b'\r').wait_text('Tom', limit=120)
            p.send(b'\r').wait_text('Writing: ', limit=120)
            p.send(ESC).wait_text('Stopped: nothing was imported', limit=120)
            p.wait_text('Alpha words')
            p.send(QUIT)
            assert p.wait_exit(limit=60) == 0
        is_as_before(study, before)
        with study.open(rows=24, cols=100) as p:
            p.sync(b':import ' + path.encode() + b'\r').wait_text('Tom', limit=120)
            p.send(b'\r').wait_text('S01 imported', limit=120)
            p.send(QUIT)
            assert p.wait_exit(limit=60) == 0
        study.check()
        assert len(study.json()['transcripts']) == 1


def test_interrupt():
    """Ctrl-C on the command line, once it has said how far it is"""
    with Study(PROGRAM) as study:
        study.run('card-new observation "Alpha words"')
        path, before = write_talk(study), study.json()
        with study.open(args=['import', study.wall, path], rows=24, cols=100, ready=False) as p:
            p.wait(lambda: p.find('%') or p.find('S01'), 'progress', 120)
            if p.find('S01'):
                print('# it was done before it could be interrupted')
                return
            p.send(INTERRUPT)
            assert p.wait_exit(limit=60) != 0
        is_as_before(study, before)


run([test_escape, test_interrupt])
