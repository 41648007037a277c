#!/usr/bin/env python3
"""Bad files and the answer to each: what is said, the exit code, what is in the wall, what reaches the terminal. TAP;
arguments: the program, the folder of fixtures.

A row that is refused must leave no wall behind, and a wall that is there as it was, byte for byte."""
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile

PROGRAM, FIXTURES = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
RAW = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]')
count = failed = 0


def ok(condition, name, *why):
    global count, failed
    count += 1
    failed += not condition
    print('ok' if condition else 'not ok', count, '-', name)
    for line in () if condition else '\n'.join(map(str, why)).splitlines():
        print('#', line)


def run(*args, stdin=b''):
    env = dict(os.environ, THEMEWALL_NOW='2026-03-16T14:02:07Z')
    done = subprocess.run([PROGRAM, *args], input=stdin, capture_output=True, env=env, timeout=100)
    return done.returncode, (done.stdout + done.stderr).decode('utf-8', 'surrogateescape')


def files_like(name):
    return sorted(f for f in os.listdir('.') if f.startswith(name))


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def wall_of(path):
    done = subprocess.run([PROGRAM, 'export', path, '--format', 'json'], capture_output=True, check=False, timeout=100)
    return json.loads(done.stdout or '{"transcripts": []}')


def said(wall):
    return [(turn['speaker'] or '', turn['text']) for t in wall['transcripts'] for turn in t['turns']]


def judge(row, status, words, got, never):
    code, text = got
    missing = [word for word in words if word not in text]
    ok(code == status and not missing and not RAW.search(text) and not any(word in text for word in never),
       f'{row}: {words[0] if words else "taken in silence"}',
       f'exit {code}, expected {status}; missing {missing}', text[:1500].encode('ascii', 'backslashreplace').decode())


def tidy(name):
    for file in files_like(name):
        os.remove(file)


def refused(row, name, content, *words, args=(), status=1):
    write(name, content)
    tidy('new.wall')
    before = digest('kept.wall')
    judge(row, status, words, run('import', 'new.wall', name, *args), ())
    run('import', 'kept.wall', name, *args)
    ok(not files_like('new.wall') and digest('kept.wall') == before, f'{row}: and nothing is in any wall',
       files_like('new.wall'), digest('kept.wall') == before)


def taken(row, name, content, *words, args=(), turns=None, never=()):
    """Imported, with these words; turns: what is in the wall then, as (speaker, text)."""
    write(name, content)
    tidy('new.wall')
    judge(row, 0, words, run('import', 'new.wall', name, *args), never)
    wall = wall_of('new.wall')
    got = said(wall)
    ok(run('check', 'new.wall')[0] == 0 and (turns is None or got == turns), f'{row}: and the wall holds it',
       f'got {got[:6]}', f'expected {turns}')
    return wall


def write(name, content):
    if content is not None:
        with open(name, 'wb') as file:
            file.write(content if isinstance(content, bytes) else content.encode())


def fixture(name):
    with open(os.path.join(FIXTURES, name), 'rb') as file:
        return file.read()


HEAD = 'WEBVTT\n\n'
ONE = '00:01.000 --> 00:02.000\n<v Ann>Well.\n\n'
TWO = '00:03.000 --> 00:04.000\n<v Bo>I export it.\n'
BOTH = [('Ann', 'Well.'), ('Bo', 'I export it.')]


def captions():
    for row, name, content in [('01 empty', 'P3.vtt', b''), ('02 byte-order mark', 'bom.vtt', b'\xef\xbb\xbf'),
                               ('03 blanks', 'blank.txt', ' \n\t\n\r\n')]:
        refused(row, name, content, f'{name} is empty; nothing imported')
    refused('04 no captions', 'none.vtt', HEAD, 'has a WEBVTT header but no captions')
    taken('05 no header', 'headless.vtt', ONE + TWO, 'no WEBVTT header', turns=BOTH)
    taken('06 lower case header', 'lower.vtt', 'webvtt\n\n' + ONE + TWO, 'no WEBVTT header', turns=BOTH)
    taken('07 two marks', 'twice.vtt', '\ufeff\ufeff' + HEAD + ONE + TWO, 'a second byte-order mark was skipped', turns=BOTH)
    taken('08 blank line', 'late.vtt', HEAD + ONE.replace('\n<v', '\n\n<v') + TWO,
          'late.vtt line', 'blank line between its time and its text; the text is kept', turns=BOTH)
    taken('09 backwards', 'back.vtt', HEAD + ONE.replace('00:02', '00:00') + TWO,
          'back.vtt line 3: 1 caption ends before it starts', turns=BOTH)
    taken('10 out of order', 'order.vtt', HEAD + TWO + '\n' + ONE, '1 of 2 captions', 'out of order', turns=BOTH)
    taken('11 cut', 'cut.vtt', HEAD + ONE + '00:03.000 --> 00:04.000', 'the file ends inside the last caption',
          turns=BOTH[:1])
    taken('12 cut UTF-8', 'tail.txt', 'Ann: Grüße.\nBo: Caf'.encode() + b'\xc3', 'line 2: 1 damaged character', 'UTF-8',
          turns=[('Ann', 'Grüße.'), ('Bo', 'Caf\ufffd')], never=['1252'])
    taken('13 CR alone', 'mac.vtt', (HEAD + ONE + TWO).replace('\n', '\r'), turns=BOTH, never=['mac.vtt line', 'warning'])
    taken('14 UTF-16', 'wide.vtt', (HEAD + ONE + TWO).encode('utf-16-le'), 'UTF-16LE', turns=BOTH)
    taken('15 Windows-1252', 'cp.txt', 'Ann: “Well”.\nBo: it’s fine.\n'.encode('cp1252'), 'Windows-1252', '--encoding',
          turns=[('Ann', '“Well”.'), ('Bo', 'it’s fine.')])
    taken('16 NUL', 'nul.txt', 'Ann: a\0b.\nBo: ' + 'word ' * 60 + '\n', '1 NUL byte')
    taken('16 NUL in a short text', 'short.txt', 'Ann: a\0b.\nBo: yes.\n', '1 NUL byte', turns=[('Ann', 'a\ufffdb.'), ('Bo', 'yes.')])
    refused('16 many NULs', 'many.txt', b'Ann: hi\0\0\0 Bo: yes\n' + bytes(range(40)), 'looks binary')
    wall = taken('17 escapes', 'esc.txt', 'Ann: \x1b]0;CANARY\x07 \x1b[31mred\x1b[0m \u009b2J ' + 'word ' * 30 + '.\nBo: yes.\n',
                 'control characters, now \ufffd')
    ok(not RAW.search(json.dumps(wall, ensure_ascii=False)), '17 escapes: none of them is in the wall')
    taken('17 escape in a name', 'na\x1bme.txt', 'Ann: Well.\nBo: yes.\n', 'na\u241bme.txt: S01')
    refused('17 escape in a name', 'no\x1bne.txt', None, 'no\u241bne.txt: No such file')
    wall = taken('18 bidi', 'bidi.txt', 'Ann: abc\u202edef\u2066x.\nBo: yes.\n')
    ok(said(wall)[0][1] == 'abc\u202edef\u2066x.', '18 bidi: the text is kept')
    judge('18 bidi', 0, ['def'], run('search', 'new.wall', 'def'), ())


def large():
    long = 'Ann: ' + 'word ' * 1048576
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    wall = taken('19 one long line', 'long.txt', long)
    ok(len(said(wall)) == 1 and len(said(wall)[0][1]) > 5000000, '19 one long line: is one turn')
    print(f'# 19: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start:.2f} s of processor in all')
    marks = 'Z' + '\u0301' * 2000 + 'algo'
    wall = taken('20 combining marks', 'zalgo.txt', f'Ann: {marks}.\nBo: yes.\n')
    ok(said(wall)[0][1] == marks + '.', '20 combining marks: all are kept')


def json_files():
    refused('21 other JSON', 'package.json', '{"name": "x", "version": 1}',
            'is valid JSON, but no list with text fields; keys seen: name, version')
    cut = '{"segments": [{"text": "I export it", "start": 1.0,'
    refused('22 cut JSON', 'cut.json', cut, 'not valid JSON', f'incomplete, {len(cut)} bytes')
    refused('23 nesting', 'deep.json', '[' * 100000 + ']' * 100000, 'deep.json', 'not valid JSON')
    taken('24 wrong types', 'types.json',
          '{"segments": [{"text": 7, "speaker": {"name": "Ann"}, "start": "x"}, {"text": null, "speaker": "Bo"},'
          ' {"text": "Well.", "speaker": {"speaker_label": "Bo"}}]}', '1 entry without text',
          turns=[('Ann', '7'), ('Bo', 'Well.')])


def tables():
    refused('25 open quote', 'quote.csv', 'who,note\nAnn,"never\nBo,ends\n', 'quote', 'line 2', 'never closes')
    wall = taken('26 ragged', 'ragged.csv', 'participant,note\nAnn,one\nBo,two,and more\nCy\nDi,four\n',
                 'ragged.csv line 3: 1 row with more cells', 'ragged.csv line 4: 1 row with fewer cells')
    ok('two,and more' in [t for _, t in said(wall)], '26 ragged: what is too much is joined')
    taken('27 semicolons', 'semi.csv', '\ufeffparticipant;note\nAnn;one, two\nBo;three\n',
          turns=[('Ann', 'one, two'), ('Bo', 'three')])
    taken('28 formula', 'formula.csv', 'participant,note\nAnn,"=HYPERLINK(""x"")"\nBo,@SUM\n',
          turns=[('Ann', '=HYPERLINK("x")'), ('Bo', '@SUM')])
    judge('28 formula', 0, ["'=HYPERLINK", "'@SUM"], run('export', 'new.wall', '--format', 'csv'), ())
    refused('29 header only', 'head.csv', 'participant,note\n', 'head.csv', 'no rows')
    columns = 'alpha,beta\none,two\nthree,four\n'
    refused('30 no text column', 'columns.csv', columns, '--text-column')
    taken('30 named column', 'columns.csv', columns, args=('--text-column', 'beta'), turns=[('', 'two'), ('', 'four')])


def bomb():
    with zipfile.ZipFile('bomb.docx', 'w', zipfile.ZIP_DEFLATED) as package:
        package.writestr('word/document.xml', b' ' * (50 << 20))
    with open('bomb.docx', 'rb') as file:
        return file.read()


def archives():
    if 'are not read' in run('--version')[1]:
        print('# this program reads no archives: rows 31 to 37 were NOT tried')
        return
    for row, name, *words in [
            ('31 no document', 'bad-31-archive.docx', 'a zip file without word/document.xml'),
            ('32 broken XML', 'bad-32-xml.docx', 'damaged', 'export it again'),
            ('32 broken project', '../projects/bad-32-xml.qdpx', 'damaged', 'export it again'),
            ('34 entities', 'bad-34-dtd.docx', 'contains a DTD'),
            ('34 entities in a project', '../projects/bad-34-dtd.qdpx', 'contains a DTD'),
            ('35 external entity', 'bad-35-xxe.docx', 'contains a DTD'),
            ('37 cut', 'bad-37-cut.docx', 'damaged', 'export it again')]:
        refused(row, os.path.basename(name), fixture(name), *words)
    refused('33 two of a name', 'bad-33-twice.docx', fixture('bad-33-twice.docx'), 'two entries have the same name')
    taken('33 path', 'bad-33-path.docx', fixture('bad-33-path.docx'), '1 entry whose name leads out of the archive; left out',
          turns=[('', 'Ann: Hello.')], never=['evil'])
    taken('33 source path', 'bad-33-source.qdpx', fixture('../projects/bad-33-source.qdpx'),
          '1 source whose name leads out of the project', never=['root:'])
    refused('36 bomb', 'bomb.docx', bomb(), 'unpacks to far more than it should')


def other_kinds():
    for row, name, content, *words in [
            ('38 PDF', 'a.pdf', '%PDF-1.4\n', 'a PDF', 'save it as .txt'),
            ('39 old Office', 'a.doc', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 600, 'old Office document', 'save it'),
            ('40 RTF', 'a.rtf', '{\\rtf1 hi}', 'an RTF document', 'save it'),
            ('41 recording', 'a.mp4', b'\0\0\0\x20ftypisom' + b'\0' * 64, 'a recording', 'export'),
            ('41 recording', 'a.mp3', b'ID3\4' + b'\0' * 64, 'a recording'),
            ('41 spreadsheet', 'a.xlsx', fixture('bad-31-sheet.xlsx'), 'Excel', '.csv'),
            ('41 web page', 'a.html', '<!doctype html><p>x', 'a web page')]:
        refused(row, name, content, *words)
    taken('42 Teams plain', 'plain.vtt', '00:00:01.000 --> 00:00:02.000\n\nWell.\n\n00:00:03.000 --> 00:00:04.000\n\nYes.\n',
          'no speaker names in this file; ask Teams for the .vtt or .docx', 'blank line', turns=[('', 'Well. Yes.')])
    taken('43 summary', 'sum.md', '# Sync\n\n## Summary\n\n- They spoke of totals.\n\n## Next steps\n\n- print\n',
          'no speakers or times found: is this a summary?')
    taken('43 summary of Zoom', 'zoom.txt', 'Meeting summary for Weekly sync\n\nQuick recap\nJo prints.\n\nNext steps\nPrint.\n',
          'no speakers or times found: is this a summary?')
    taken('43 summary of Gemini', 'gem.md', '# Notes\n\n### Summary\n\nJo prints.\n\n### Suggested next steps\n\n- [ ] Print\n',
          'no speakers or times found: is this a summary?')
    taken('43 notes of ours', 'own.md', '# P4\n\n## Summary\n\n- Jo prints.\n\n## Needs\n\n- totals\n', never=['is this a summary'])
    taken('44 colons', 'colon.vtt', HEAD + '00:01.000 --> 00:02.000\nhttps://x.org is it.\n\n00:03.000 --> 00:04.000\n'
          'Note: it was late.\n\n00:05.000 --> 00:06.000\nNote: again.\n', 'no speaker names',
          turns=[('', 'https://x.org is it. Note: it was late. Note: again.')])
    name = 'N' * 500
    taken('45 long name', 'name.txt', f'{name}: Well.\n{name}: Yes.\n', turns=[('', f'{name}: Well.'), ('', f'{name}: Yes.')])
    taken('46 JSON in captions', 'cue.vtt', HEAD + '00:01.000 --> 00:02.000\n{"speakerName":"Ann","spokenText":"Well."}\n',
          turns=[('Ann', 'Well.')])
    taken('47 loose SRT', 'loose.srt', '00:00:01.000-->00:00:02.000\nAnn: Well.\n\n00:00:03.000-->00:00:04.000\nBo: I export it.\n',
          turns=BOTH)


def places():
    write('same.vtt', HEAD + ONE + TWO)
    tidy('new.wall')
    run('import', 'new.wall', 'same.vtt')
    before = len(wall_of('new.wall')['transcripts'])
    # the page says P1: what was imported is a session (S01), participants are P01 …; and "same content": the program tells
    # the same bytes from the same text in other bytes
    judge('48 the same twice', 0, ['already imported as S01 (the same file); --again imports it once more'],
          run('import', 'new.wall', 'same.vtt'), ())
    write('other.vtt', ('\ufeff' + HEAD + ONE + TWO).replace('\n', '\r\n'))
    judge('48 the same words', 0, ['already imported as S01 (the same text); --again imports it once more'],
          run('import', 'new.wall', 'other.vtt'), ())
    ok(len(wall_of('new.wall')['transcripts']) == before, '48 the same twice: and nothing came twice')
    judge('48 the same again', 0, ['same.vtt: S02'], run('import', 'new.wall', 'same.vtt', '--again'), ())
    os.mkdir('empty')
    refused('– empty folder', 'empty', None, 'empty', 'no files')
    refused('– vanished', 'nowhere.vtt', None, 'nowhere.vtt', 'No such file')
    os.mkfifo('pipe.vtt')
    refused('– FIFO', 'pipe.vtt', None, 'pipe.vtt is not an ordinary file')
    refused('– device', '/dev/zero', None, '/dev/zero is not an ordinary file')
    with open('huge.txt', 'wb') as file:
        file.truncate((200 << 20) + 1)
    refused('– too large', 'huge.txt', None, 'larger than 200 MB')
    os.remove('huge.txt')
    write('locked.txt', 'Ann: Well.\n')
    os.chmod('locked.txt', 0)
    if os.access('locked.txt', os.R_OK):
        print('# run by root, who may read everything: an unreadable file was NOT tried')
    else:
        refused('– unreadable', 'locked.txt', None, 'locked.txt', 'Permission denied')


def batch():
    os.mkdir('nine')
    for i in range(8):
        write(f'nine/p{i}.vtt', HEAD + ONE.replace('Well', f'Well {i}') + TWO)
    write('nine/p8.vtt', '')
    tidy('new.wall')
    judge('– one bad of nine', 5, ['8 of 9 files imported', 'p8.vtt is empty'], run('import', 'new.wall', 'nine'), ())
    ok(len(wall_of('new.wall')['transcripts']) == 8, '– one bad of nine: the others are there')
    run('run', 'new.wall', 'undo')
    ok(not wall_of('new.wall')['transcripts'], '– one bad of nine: in one step')


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write('first.vtt', HEAD + ONE)
        run('import', 'kept.wall', 'first.vtt')
        start = time.monotonic()
        for part in (captions, large, json_files, tables, archives, other_kinds, places, batch):
            part()
        print(f'# {time.monotonic() - start:.1f} s')
        os.chdir('/')
    print(f'1..{count}')
    sys.exit(failed > 0)


main()
