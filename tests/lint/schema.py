#!/usr/bin/env python3
"""Do tables.def and data/schema.sql speak of the same tracked tables? schema.py SOURCE_ROOT

Names, the order and kind of columns and the primary keys must agree, because changesets know columns by their number.
The schema is run by SQLite itself, in memory. It also checks what the recording of changes needs of a tracked table:
a primary key that is never NULL and foreign keys that only refuse; and that nothing in the file acts by itself.
Against the frozen schemas of older versions (data/schema-N.sql, src/store/formats.def): tables of theirs are still
there, begin with their columns, and what came later stands behind and has a DEFAULT.
"""
import re
import sqlite3
import sys

from lint import SKIP, Lint, line_of

FORMATS = 'src/store/formats.def'
FROZEN = re.compile(r'^FORMAT_TABLE\((\d+), (\w+), (\d+)\)', re.M)
DEF, SQL = 'include/themewall/model/tables.def', 'data/schema.sql'
UNTRACKED = {'meta', 'replica', 'counter', 'coder', 'turn', 'journal'}
KINDS = {'KEY': 'INTEGER', 'REF': 'INTEGER', 'INT': 'INTEGER', 'TEXT': 'TEXT', 'BLOB': 'BLOB'}
ENTRY = re.compile(r'^(TABLE_END|TABLE|COLUMN)\(([^)]*)\)', re.M)

lint = Lint()


class Table:
    def __init__(self, ident, name, keys, line):
        self.ident, self.name, self.keys, self.line = ident, name, keys, line
        self.columns = []  # (name, kind, line)


def read_def():
    text, tables, current = lint.text(DEF), [], None
    text = re.sub(r'/\*.*?\*/', lambda m: re.sub(r'[^\n]', ' ', m.group(0)), text, flags=re.S)
    for match in ENTRY.finditer(text):
        line, words = line_of(text, match.start()), [w.strip().strip('"') for w in match.group(2).split(',')]
        if match.group(1) == 'TABLE':
            current = Table(words[0], words[1], int(words[2]), line)
            tables.append(current)
        elif current is None or words[0] != current.ident:
            lint.report(DEF, line, f'{match.group(1)}({words[0]} …) stands outside of its table')
        elif match.group(1) == 'COLUMN':
            current.columns.append((words[2], words[3], line))
        else:
            current = None
    return tables


def open_schema():
    db = sqlite3.connect(':memory:')
    try:
        db.executescript(lint.text(SQL))
    except sqlite3.Error as error:
        lint.report(SQL, 1, f'does not run: {error}')
        lint.end(1)
    return db


def check_column(table, number, ours, theirs):
    name, kind, line = ours
    if name != theirs[1]:
        lint.report(DEF, line, f'column {number} of {table.name} is {name} here and {theirs[1]} in {SQL}')
    elif KINDS.get(kind) != theirs[2]:
        lint.report(DEF, line, f'{table.name}.{name} is {kind} here and {theirs[2]} in {SQL}')


def check_keys(db, table, columns):
    keys = [c[1] for c in sorted((c for c in columns if c[5]), key=lambda c: c[5])]
    ours = [c[0] for c in table.columns[:table.keys]]
    if keys != ours:
        lint.report(DEF, table.line, f'the primary key of {table.name} is ({", ".join(ours)}) here and '
                                     f'({", ".join(keys)}) in {SQL}')
    # a lone INTEGER PRIMARY KEY is the rowid and never NULL
    if len(keys) > 1:
        for column in columns:
            if column[5] and not column[3]:
                lint.report(DEF, table.line, f'{table.name}.{column[1]} is in the primary key and may be NULL')
    for foreign in db.execute(f'PRAGMA foreign_key_list("{table.name}")'):
        if foreign[5] != 'NO ACTION' or foreign[6] != 'NO ACTION':
            lint.report(DEF, table.line, f'{table.name}.{foreign[3]} changes rows behind the recorder\'s back')


def check_table(db, table):
    columns = db.execute(f'PRAGMA table_info("{table.name}")').fetchall()
    if not columns:
        lint.report(DEF, table.line, f'{SQL} has no table {table.name}')
        return
    for number, (ours, theirs) in enumerate(zip(table.columns, columns), 1):
        check_column(table, number, ours, theirs)
    if len(table.columns) != len(columns):
        lint.report(DEF, table.line, f'{table.name} has {len(table.columns)} columns here and {len(columns)} in {SQL}')
    check_keys(db, table, columns)


def check_rest(db, tables):
    known = {t.name for t in tables} | UNTRACKED
    for kind, name in db.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"):
        at = re.search(rf'\b{name}\b', lint.text(SQL))
        line = line_of(lint.text(SQL), at.start())
        if kind in ('trigger', 'view'):
            lint.report(SQL, line, f'{name}: the stored schema holds no {kind}s')
        elif kind == 'table' and name not in known:
            lint.report(SQL, line, f'{name} is neither tracked ({DEF}) nor known to be untracked')


def read_frozen():
    """{version: {ident: columns}}"""
    frozen = {}
    for version, ident, columns in FROZEN.findall(lint.text(FORMATS)):
        frozen.setdefault(int(version), {})[ident] = int(columns)
    return frozen


def check_older(db, tables, version, counts):
    path = f'data/schema-{version}.sql'
    old = sqlite3.connect(':memory:')
    old.executescript(lint.text(path))
    tracked = {t.name: t.ident for t in tables}
    for (name,) in old.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        before = old.execute(f'PRAGMA table_info("{name}")').fetchall()
        now = db.execute(f'PRAGMA table_info("{name}")').fetchall()
        line = line_of(lint.text(SQL), max(lint.text(SQL).find(f'CREATE TABLE {name}('), 0))
        if name in tracked and counts.get(tracked[name]) != len(before):
            lint.report(FORMATS, 1, f'{name} had {len(before)} columns in version {version}')
        for was, is_now in zip(before, now):
            # number, name, type, not null, default, key
            if (was[1], was[2], was[5]) != (is_now[1], is_now[2], is_now[5]):
                lint.report(SQL, line, f'{name}.{is_now[1]} stands where version {version} had {was[1]}')
        if len(now) < len(before):
            lint.report(SQL, line, f'{name} has fewer columns than in version {version}')
        for column in now[len(before):]:
            if column[4] is None and column[3]:
                lint.report(SQL, line, f'{name}.{column[1]} came after version {version} and needs a DEFAULT')


if not (lint.root / SQL).is_file():
    print(f'{SQL} is not there yet')
    sys.exit(SKIP)
if sqlite3.sqlite_version_info < (3, 37):
    print(f'SQLite {sqlite3.sqlite_version} is too old for STRICT tables')
    sys.exit(SKIP)
tracked = read_def()
schema = open_schema()
for each in tracked:
    check_table(schema, each)
check_rest(schema, tracked)
for each, columns in read_frozen().items():
    check_older(schema, tracked, each, columns)
lint.end(len(tracked))
