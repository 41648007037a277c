#!/usr/bin/env python3
"""What comes by standard input has no name: its format is found by what is in it. TAP; arguments: the program, the
folder of fixtures.

Every fixture that is taken is sent without its name and must be taken for what its expectation (NAME.turns) says, but
for those named below, whose ending decides."""
import json
import os
import subprocess
import sys

PROGRAM, FIXTURES = os.path.abspath(sys.argv[1]), sys.argv[2]
# prose or a table whose words alone do not tell; what they are taken for without their name
BY_NAME = {'bad-05-no-header.vtt': 'srt', 'bad-26-ragged.csv': 'paragraphs', 'bad-47-loose.srt': 'cues',
           'one-column.csv': 'paragraphs'}


def taken_for(path):
    with open(path, 'rb') as file:
        done = subprocess.run([PROGRAM, 'import', 'none.wall', '-', '--dry-run', '--json'], stdin=file,
                              capture_output=True, check=False, timeout=60)
    told = json.loads(done.stdout or '{"files": [{"error": "nothing said"}]}')['files'][0]
    return done.returncode, told


def main():
    names = sorted(n[:-len('.turns')] for n in os.listdir(FIXTURES) if n.endswith('.turns'))
    count = failed = 0
    packages = 'are not read' not in subprocess.run([PROGRAM, '--version'], capture_output=True, check=False).stdout.decode()
    for name in names:
        with open(os.path.join(FIXTURES, name + '.turns'), encoding='utf-8') as file:
            first = file.readline()
        if first.startswith(('refused', 'same as')) or (name.endswith('.docx') and not packages):
            continue
        want = BY_NAME.get(name, first.split()[0])
        status, told = taken_for(os.path.join(FIXTURES, name))
        good = status == 0 and told.get('format') == want
        count += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {count} - {name}: {want}")
        if not good:
            print(f"# exit {status}, {told.get('format')} {told.get('error', '')}")
    print(f'1..{count}')
    sys.exit(failed > 0 or count < 60)


main()
