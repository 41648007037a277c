"""Ctrl-O in a text field: the text in the person's own editor, private while it lies there, and back."""
import os
import signal
import sys

from wall import Study
from ptytest import run

EDIT, LONG, ENTER = b'e', b'\x0f', b'\r'


def study_with(script, variable='EDITOR', words=''):
    """A study of one card, and an editor of these shell lines; $1 is the last word it is given."""
    study = Study(sys.argv[1])
    study.cli('new', study.wall, '--title', 'Round one')
    study.run('card-new observation "Alpha words"')
    path = study.file('editor', '#!/bin/sh\nfor file; do :; done\n' + script)
    os.chmod(path, 0o700)
    study.env[variable] = path + words
    return study


def text(study):
    return study.json()['cards'][0]['text']


def ask(p, key=LONG):
    p.sync(EDIT)
    p.wait_text('Edit card')
    return p.sync(key)


def leftovers(study):
    return os.listdir(study.env['TMPDIR'])


def test_edits():
    """what the editor saved is in the field, and Enter keeps it"""
    with study_with('printf "Beta\\nwords\\n" >"$file"') as study:
        with study.open() as p:
            ask(p).wait_text('Beta words')
            assert text(study) == 'Alpha words'
            p.sync(ENTER)
        assert text(study) == 'Beta words', text(study)
        assert leftovers(study) == [], leftovers(study)


def test_private():
    """the file is its owner's alone, in a folder of its owner's alone; the text is in it with a line end"""
    script = 'stat -c "%a" "$file" "$(dirname "$file")" >"$TMPDIR/../modes"; cp "$file" "$TMPDIR/../was"\n'
    with study_with(script + 'cp "$file" "$file~"') as study:
        with study.open() as p:
            ask(p).wait_text('Alpha words')
        with open(os.path.join(study.folder, 'modes')) as file:
            assert file.read().split() == ['600', '700']
        with open(os.path.join(study.folder, 'was')) as file:
            assert file.read() == 'Alpha words\n'
        assert leftovers(study) == [], leftovers(study)


def test_no_shell():
    """VISUAL goes before EDITOR; its words are split at blanks, nothing else means anything"""
    with study_with('printf "%s|" "$@" >"$TMPDIR/../given"', 'VISUAL', '  -f  $(touch x);"a b"') as study:
        study.env['EDITOR'] = '/bin/false'
        with study.open() as p:
            ask(p).wait_text('Alpha words')
        with open(os.path.join(study.folder, 'given')) as file:
            given = file.read().split('|')
        assert given[:4] == ['-f', '$(touch', 'x);"a', 'b"'] and given[4].endswith('/text.txt'), given
        assert not os.path.exists(os.path.join(study.folder, 'x'))


def test_cleaned():
    """control characters and bytes that are no text do not come back"""
    with study_with('printf "\\357\\273\\277Be\\033[31mta\\tw\\377\\r\\n" >"$file"') as study:
        with study.open() as p:
            ask(p).wait_text('Be[31mta w')
            p.sync(ENTER)
        assert text(study) == 'Be[31mta w\ufffd', repr(text(study))


def test_fails():
    """an editor that ends with an error leaves the field as it was and says so"""
    with study_with('echo Beta >"$file"; exit 3') as study:
        with study.open() as p:
            ask(p).wait_text('ended with an error (3); the text is as it was')
            assert p.find('Edit card') and p.find('Beta') is None, p.dump()
        assert leftovers(study) == []


def test_killed():
    """so does one that is killed"""
    with study_with('echo Beta >"$file"; kill -9 $$') as study:
        with study.open() as p:
            ask(p).wait_text('was killed (signal %d); the text is as it was' % signal.SIGKILL)
            assert p.find('Beta') is None, p.dump()
        assert leftovers(study) == []


def test_missing():
    """one that is not there is named"""
    with study_with('') as study:
        study.env['EDITOR'] = 'no-such-editor -x'
        with study.open(cols=120) as p:
            ask(p).wait_text('no-such-editor could not be started')
        assert leftovers(study) == []


def test_none():
    """without one the words say what to set"""
    with study_with('') as study:
        study.env['EDITOR'] = ' '
        with study.open() as p:
            ask(p).wait_text('no editor is named: set VISUAL or EDITOR')


def test_huge():
    """more than a field takes leaves it as it was"""
    with study_with('head -c 2000000 /dev/zero | tr "\\\\0" a >"$file"') as study:
        with study.open() as p:
            ask(p).wait_text('more than one text field takes')


def test_partner():
    """what a partner does meanwhile is there afterwards, and their words are not written over"""
    program = os.path.abspath(sys.argv[1])
    script = '"%s" run "$TMPDIR/../study.wall" \'card-edit C-001 "Their words"\' \'card-new idea "A new one"\' >/dev/null\n'
    with study_with(script % program + 'echo Mine >"$file"') as study:
        with study.open() as p:
            ask(p).wait_text('Mine')
            p.sync(ENTER).wait_text('A new one')
            p.wait_text('Your words are a card').wait_text('Mine')
        assert text(study) == 'Their words'


def test_terminal():
    """it has the terminal as a shell would give it, and the wall has it back"""
    with study_with('stty -a >"$TMPDIR/../stty"; echo Hello; read line <&1; echo "$line" >"$file"') as study:
        with study.open() as p:
            p.sync(EDIT).wait_text('Edit card')
            p.mark().send(LONG).wait_raw(b'Hello').send(b'From there\r')
            p.wait_text('From there').wait_text('Edit card').sync(ENTER)
            assert not p.is_cooked()
        with open(os.path.join(study.folder, 'stty')) as file:
            words = file.read().replace(';', ' ').split()
        assert 'icanon' in words and 'echo' in words, words
        assert text(study) == 'From there'


run([value for name, value in list(globals().items()) if name.startswith('test_')])
