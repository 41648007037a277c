#!/usr/bin/env python3
"""Does each lint see what it is there to see? selftest.py SOURCE_ROOT

Each lint is run on a small good tree, which must pass, and then on the same tree with one thing spoilt, which must fail
with a finding in that file and of those words.
"""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

LINTS = Path(sys.argv[1]).resolve() / 'tests' / 'lint'

HEADER = '''#ifndef THEMEWALL_{0}_H
#define THEMEWALL_{0}_H

{1}
#endif
'''
SOURCE = '''/* A sample: what it is. */
#include "themewall/{0}.h"

{1}
'''
GOOD = {
    'include/themewall/base/str.h': HEADER.format('BASE_STR', 'struct str;\n'),
    'include/themewall/text/safe.h': HEADER.format('TEXT_SAFE', '#include "themewall/base/str.h"\n\nint safe(int c);\n'),
    'include/themewall/model/model.h': HEADER.format('MODEL_MODEL', 'struct model;\n'),
    'include/themewall/store/store.h': HEADER.format('STORE_STORE', 'struct store;\n'),
    'include/themewall/ui/surface.h': HEADER.format('UI_SURFACE', 'struct surface;\n'),
    'include/themewall/model/tables.def':
        '/* TABLE(ID, "name", keys) */\n'
        'TABLE(CARD, "card", 1)\nCOLUMN(CARD, ID, "id", KEY)\nCOLUMN(CARD, TEXT, "text", TEXT)\nTABLE_END(CARD)\n'
        'TABLE(TAG, "tag", 2)\nCOLUMN(TAG, CARD, "card", REF)\nCOLUMN(TAG, NAME, "name", TEXT)\nTABLE_END(TAG)\n',
    'data/schema.sql':
        'CREATE TABLE card(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;\n'
        'CREATE TABLE tag(card INTEGER NOT NULL REFERENCES card(id), name TEXT NOT NULL,\n'
        '  PRIMARY KEY(card, name)) STRICT, WITHOUT ROWID;\n'
        'CREATE TABLE journal(id INTEGER PRIMARY KEY) STRICT;\n',
    'data/schema-1.sql':
        'CREATE TABLE card(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;\n'
        'CREATE TABLE journal(id INTEGER PRIMARY KEY) STRICT;\n',
    'src/store/formats.def': 'FORMAT_TABLE(1, CARD, 2)\n',
    'src/base/str.c': SOURCE.format('base/str', 'int str_count;'),
    'src/text/safe.c': SOURCE.format('text/safe', '#include <unictype.h>\nint safe(int c)\n{\n\treturn putchar(c);\n}'),
    'src/model/model-internal.h': HEADER.format('MODEL_INTERNAL', 'struct inner;\n'),
    'src/model/model.c': SOURCE.format('model/model', '#include "model-internal.h"\nint in_model;'),
    'src/store/store.c': SOURCE.format('store/store', '#include "themewall/model/model.h"\nint x = \'"\'; /* // */'),
    'src/main.c': SOURCE.format('ui/surface', '#include "themewall/store/store.h"\nint main(void)\n{\n\treturn 0;\n}'),
    'docs/CODE-MAP': 'A map.\n\nbase\nsrc/base/str.c  strings\n\ntext\nsrc/text/safe.c  safe text\n\n'
                     'model\nsrc/model/model.c  the model\n\nstore\nsrc/store/store.c  the store\n\nmain\nsrc/main.c  wiring\n',
}


def more(path, text):
    """One file of the good tree with something put behind it."""
    return {path: GOOD[path] + text}


def other(path, old, new):
    assert old in GOOD[path], (path, old)
    return {path: GOOD[path].replace(old, new)}


def header(floor, name, inside):
    return {f'include/themewall/{floor}/{name}.h': HEADER.format(f'{floor}_{name}'.upper(), inside)}


MODEL_C, STORE_C, MAP, DEF, SQL = ('src/model/model.c', 'src/store/store.c', 'docs/CODE-MAP',
                                   'include/themewall/model/tables.def', 'data/schema.sql')
FORMATS = 'src/store/formats.def'
# lint → (what is spoilt, where the finding stands, its words)
BAD = {
    'layers.py': [
        (more(MODEL_C, '#include "themewall/ui/surface.h"\n'), MODEL_C, 'model includes ui, above it'),
        (more('include/themewall/base/str.h', '#include "themewall/text/safe.h"\n'), 'include/themewall/base/str.h',
         'base includes text'),
        ({**header('import', 'import', 'struct import;\n'), **more(STORE_C, '# include "themewall/import/import.h"\n')},
         STORE_C, 'store includes import, a sibling'),
        (more(MODEL_C, '#include <sqlite3.h>\n'), MODEL_C, 'sqlite3.h'),
        (more(MODEL_C, '#include <uniwidth.h>\n'), MODEL_C, 'uniwidth.h'),
        (more(STORE_C, '#include <ncursesw/curses.h>\n'), STORE_C, 'curses.h'),
        (more(STORE_C, '#include <curses.h>\n'), STORE_C, 'curses.h'),
        (more(MODEL_C, 'int w(int c) { return wcwidth(c); }\n'), MODEL_C, 'wcwidth'),
        (more(STORE_C, '#include "model-internal.h"\n'), STORE_C, 'beside'),
        (more(STORE_C, '#include "../model/model-internal.h"\n'), STORE_C, 'beside'),
        ({'src/stray.c': SOURCE.format('base/str', '')}, 'src/stray.c', 'no floor'),
        (header('misc', 'misc', ''), 'include/themewall/misc/misc.h', 'no floor'),
    ],
    'headers.py': [
        (header('base', 'map', 'size_t map_count(void);\n'), 'include/themewall/base/map.h', 'does not compile alone'),
        (header('base', 'map', '#include "themewall/base/gone.h"\n'), 'include/themewall/base/map.h', 'gone.h'),
        (header('base', 'map', 'int old_style();\n#pragma GCC error "flags"\n'), 'include/themewall/base/map.h', 'flags'),
        ({'src/model/other-internal.h': 'struct other;\n'}, 'src/model/other-internal.h', 'begin with a guard'),
        ({'src/model/other-internal.h': HEADER.format('MODEL_INTERNAL', '')}, 'src/model/other-internal.h',
         'already guards'),
    ],
    'codemap.py': [
        ({'src/base/map.c': SOURCE.format('base/str', '')}, MAP, 'src/base/map.c is not listed'),
        (more(MAP, 'src/main-run.c  gone\n'), MAP, 'does not exist'),
        (more(MAP, 'src/main.c  again\n'), MAP, 'already'),
        (other(MAP, 'text\nsrc', 'src'), MAP, 'is of the floor text and stands under base'),
        (other(MAP, 'src/main.c  wiring', 'src/main.c'), MAP, 'no words'),
    ],
    'schema.py': [
        (other(DEF, '"text", TEXT', '"words", TEXT'), DEF, 'column 2 of card is words here and text'),
        (other(DEF, '"text", TEXT', '"text", BLOB'), DEF, 'BLOB here and TEXT'),
        (other(DEF, 'COLUMN(CARD, TEXT, "text", TEXT)\n', ''), DEF, '1 columns here and 2'),
        (other(DEF, '"tag", 2', '"tag", 1'), DEF, 'primary key of tag'),
        (other(DEF, 'COLUMN(TAG, CARD', 'COLUMN(CARD, CARD'), DEF, 'outside of its table'),
        (other(DEF, '"tag"', '"label"'), DEF, 'no table label'),
        (other(SQL, 'REFERENCES card(id)', 'REFERENCES card(id) ON DELETE CASCADE'), DEF, 'behind the recorder'),
        (more(SQL, 'CREATE TABLE note(id INTEGER PRIMARY KEY) STRICT;\n'), SQL, 'note is neither tracked'),
        (more(SQL, 'CREATE VIEW cards AS SELECT * FROM card;\n'), SQL, 'no views'),
        (more(SQL, 'CREATE TABLE;\n'), SQL, 'does not run'),
        (other(FORMATS, 'CARD, 2', 'CARD, 3'), FORMATS, 'card had 2 columns in version 1'),
        (other(SQL, 'journal(id', 'journal(more INTEGER NOT NULL DEFAULT 0, id'), SQL, 'journal.more stands where'),
        (other(SQL, 'journal(id INTEGER PRIMARY KEY', 'journal(id INTEGER PRIMARY KEY, more INTEGER NOT NULL'), SQL,
         'journal.more came after version 1 and needs a DEFAULT'),
    ],
    'format.py': [
        (more(MODEL_C, '/*' + ' x' * 49 + ' */\n'), MODEL_C, '103 columns'),
        (more(MODEL_C, '\t' * 12 + 'int x;\n'), MODEL_C, '102 columns'),
        (more(MODEL_C, 'int x; \n'), MODEL_C, 'blanks at the end'),
        (more(MODEL_C, 'void f(void)\n{\n        g();\n}\n'), MODEL_C, 'where a tab belongs'),
        (more(MODEL_C, '\n' * 800 + 'int x;\n'), MODEL_C, 'at most 800'),
        (more(MODEL_C, '/* TO' + 'DO: later */\n'), MODEL_C, 'left over'),
        (more(MODEL_C, 'void f(void)\n{\n\tprintf("x");\n}\n'), MODEL_C, 'prints'),
        (more(MODEL_C, 'void f(void)\n{\n\tfprintf(\n\t\tstderr, "x");\n}\n'), MODEL_C, 'prints'),
        (more(MODEL_C, 'void f(void)\n{\n\tfputs("x", stdout);\n}\n'), MODEL_C, 'prints'),
        (more(MODEL_C, 'int x; // why\n'), MODEL_C, '//'),
        (more(MODEL_C, '\n'), MODEL_C, 'one newline'),
        ({MODEL_C: 'int x;\n'}, MODEL_C, 'paragraph'),
    ],
}


def run(name, tree):
    with tempfile.TemporaryDirectory() as root:
        for path, text in tree.items():
            place = Path(root, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        done = subprocess.run([sys.executable, '-B', LINTS / name, root], capture_output=True, text=True,
                              env={**os.environ, 'LC_ALL': 'C.UTF-8'})
        return done.returncode, done.stdout + done.stderr


def check(passed, words, output):
    global count, failed
    count += 1
    failed += not passed
    print(f'{"ok" if passed else "not ok"} {count} - {words}')
    if not passed:
        print(''.join(f'# {line}\n' for line in output.splitlines()), end='')


def check_lint(name, spoilt, results):
    status, told = next(results)
    if status == 77:
        print(f'# {name} skips here: {told.strip()}')
        return
    check(status == 0, f'{name} passes a good tree', told)
    for _, where, expected in spoilt:
        status, told = next(results)
        finding = re.search(rf'^{re.escape(where)}:[0-9]+: .*{re.escape(expected)}', told, re.M)
        check(status == 1 and finding is not None, f'{name} finds: {expected}', told)
    status, told = next(results)
    check(status in (1, 77), f'{name} is not content with nothing', told)


count = failed = 0
with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
    for lint_name, cases in BAD.items():
        trees = [GOOD] + [{**GOOD, **change} for change, _, _ in cases] + [{}]
        check_lint(lint_name, cases, pool.map(partial(run, lint_name), trees))
print(f'1..{count}')
sys.exit(failed > 0)
