#!/usr/bin/env python3
"""Two copies brought level over a line: an `ssh` of our own runs the program in another folder, as
another host would. TAP; argument: the program."""
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
count = failed = 0

# Takes what ssh takes, notes it, and runs the command "there" the way sshd does: through a shell.
SSH = """#!/bin/sh
printf '%s\\n' "$*" >> "$SYNC_TEST/asked"
while [ "$1" != -- ]; do shift; done
host=$2; shift 2
case $host in
  nowhere) echo "ssh: Could not resolve hostname nowhere: Name or service not known" >&2; exit 255;;
  bare) PATH=/usr/bin:/bin; export PATH;;
  chatty) echo "Welcome to chatty";;
  old) printf 'TWSYNC\\001\\001'; cat > /dev/null; exit 0;;
  liar) cat "$SYNC_TEST/lies"; cat > /dev/null; exit 0;;
  cut) cd "$SYNC_TEST/there"; sh -c "$*" | { dd bs=1 count="$SYNC_CUT" 2> /dev/null; kill -9 $$; };;
  talker) i=0; while [ $i -lt 20000 ]; do echo "a line of words that nobody asked for"; i=$((i + 1)); done >&2;;
esac
cd "$SYNC_TEST/there" && exec sh -c "$*"
"""


def ok(condition, name):
    global count, failed
    count += 1
    print(("ok" if condition else "not ok"), count, "-", name)
    if not condition:
        failed += 1
    return condition


def themewall(*args, **env):
    done = subprocess.run([PROGRAM, *args], input=b"", capture_output=True, timeout=30,
                          env={**os.environ, **env})
    done.words = (done.stdout + done.stderr).decode(errors="replace")
    return done


def says(done, status, *words):
    good = done.returncode == status and all(word in done.words for word in words)
    if not good:
        print("# status", done.returncode, "\n# " + done.words.replace("\n", "\n# "))
    return good


def is_line(done):
    return done.stderr.count(b"\n") == 1


def run(wall, who, *commands):
    done = themewall("run", wall, *commands, "--as", who)
    assert done.returncode == 0, done.words


def export(wall):
    return themewall("export", wall, "--format", "json").stdout


VTT = """WEBVTT

00:00:01.000 --> 00:00:03.000
Mara Lind: What did you do last week?

00:00:04.000 --> 00:00:09.000
Jo Park: I export it to a spreadsheet because I don't trust the totals.
"""


def begin():
    """here.wall, and a copy of it there."""
    for name in os.listdir("."):
        if name not in ("bin", "there"):
            shutil.rmtree(name) if os.path.isdir(name) else os.unlink(name)
    shutil.rmtree("there", ignore_errors=True)
    os.mkdir("there")
    open("p1.vtt", "w").write(VTT)
    themewall("import", "here.wall", "p1.vtt", "--cards", "turns", "--as", "Ann")
    run("here.wall", "Ann", 'card-new idea "old words"', 'cluster-new "Trust"')
    assert themewall("backup", "here.wall", "there/study.wall").returncode == 0


def sync(*args, url="ssh://host/study.wall", **env):
    return themewall("sync", "here.wall", url, *args, "--as", "Ann", **env)


def test_level():
    begin()
    run("here.wall", "Ann", 'card-new idea "from here"', 'cluster-name T-01 "Trust in totals"')
    run("there/study.wall", "Tom", 'card-new idea "from there"', "card-move C-001 T-01")
    open("p2.vtt", "w").write(VTT.replace("Jo Park: I export", "Kim Dahl: We send"))
    themewall("import", "there/study.wall", "p2.vtt", "--cards", "turns", "--as", "Tom")
    done = sync()
    ok(says(done, 0, "3 changes by Tom, 1 new transcript", "to host: 2 changes, 0 new", "both are level"),
       "both directions in one go")
    here, there = export("here.wall"), export("there/study.wall")
    ok(here == there and b"from here" in here and b"from there" in here and b"Kim Dahl" in here,
       "the same on both ends")
    ok(all(says(themewall("check", wall), 0, "all well") for wall in ("here.wall", "there/study.wall")),
       "both ends hold")
    ok(says(sync(), 0, "nothing new", "to host: 0 changes", "both are level"), "then there is nothing new")
    asked = open("asked").read().split("\n")[0]
    ok(asked == "-T -a -x -- host themewall sync-serve", "ssh is asked for the program, and no more")
    ok(not [n for n in os.listdir("tmp")], "no private copy is left over")


def test_again():
    begin()
    for round in range(3):
        run("here.wall", "Ann", 'card-new idea "here %d"' % round, "undo")
        run("there/study.wall", "Tom", 'card-edit C-002 "words %d"' % round)
        done = sync()
        ok(says(done, 0, "1 change by Tom", "to host: 2 changes", "both are level"),
           "only what is missing travels, round %d" % (round + 1))
    ok(export("here.wall") == export("there/study.wall"), "and they are the same")


def test_three():
    begin()
    os.mkdir("there/c")
    themewall("backup", "here.wall", "there/c/study.wall")
    run("here.wall", "Ann", 'card-new idea "from Ann"')
    run("there/study.wall", "Tom", 'card-new idea "from Tom"', "card-move C-001 T-01")
    run("there/c/study.wall", "Eve", "card-move C-001 parked", 'card-new idea "from Eve"')
    ok(says(sync(), 0, "both are level") and says(sync(url="ssh://host/c/study.wall"), 0, "both are level")
       and says(sync(), 0, "both are level"), "a third copy, by way of the first")
    walls = [export(wall) for wall in ("here.wall", "there/study.wall", "there/c/study.wall")]
    ok(walls[0] == walls[1] == walls[2] and b"from Eve" in walls[1], "the three are the same")


def test_names():
    begin()
    shutil.move("there/study.wall", "there/a b; touch owned $(touch owned2)'\".wall")
    ok(says(sync(url="ssh://tom@host:2222/a b; touch owned $(touch owned2)'\".wall"), 0, "both are level"),
       "a name is a name")
    ok(not [n for n in os.listdir("there") if n.startswith("owned")], "and no shell reads it")
    ok("-p 2222 -- tom@host themewall sync-serve" in open("asked").read(), "user and port")
    os.rename([n.path for n in os.scandir("there") if n.name.endswith('".wall')][0], "there/b.wall")
    ok(says(sync(url="ssh://host/" + os.path.abspath("there/b.wall")), 0, "both are level"),
       "a second slash begins at the root")
    os.unlink("asked")
    for url in ("ssh://-oProxyCommand=x/study.wall", "ssh://host/-study.wall", "ssh://a@-b/study.wall",
                "ssh://host", "ssh://host/", "ssh:///x", "ssh://host:99999/x", "ssh://ho st/x",
                "http://host/x", "there/b.wall"):
        done = sync(url=url)
        ok(done.returncode == 2 and is_line(done) and not os.path.exists("asked"), "refused: " + url)


def test_failures():
    begin()
    before = export("here.wall")
    done = sync(url="ssh://nowhere/study.wall")
    ok(says(done, 1, "nowhere cannot be reached", "Could not resolve") and is_line(done), "no such host")
    done = sync(url="ssh://bare/study.wall")
    ok(says(done, 1, "there is no themewall on bare") and is_line(done), "no program there")
    done = sync(url="ssh://chatty/study.wall")
    ok(says(done, 1, "no themewall", "words when one logs in") and is_line(done), "a host that greets")
    done = sync(url="ssh://old/study.wall")
    ok(says(done, 1, "another version") and is_line(done), "another version")
    done = sync(url="ssh://host/missing.wall")
    ok(says(done, 1, "missing.wall", "no such file") and is_line(done), "no such wall there")
    themewall("new", "there/other.wall")
    done = sync(url="ssh://host/other.wall")
    ok(says(done, 1, "not copies of one another") and is_line(done), "a wall that is none of ours")
    done = themewall("sync", "missing.wall", "ssh://host/study.wall")
    ok(says(done, 1, "no such file") and not os.path.exists("missing.wall"), "no such wall here")
    done = themewall("sync", "here.wall", "ssh://host/study.wall", PATH="/nonexistent")
    ok(says(done, 1, "ssh cannot be started") and is_line(done), "no ssh")
    ok(says(sync(url="ssh://talker/study.wall"), 0, "both are level"), "a host that talks and talks")
    ok(export("here.wall") == before, "nothing was changed by any")


def test_fork():
    """A file copied back has the number of the other, and changes of its own under it."""
    begin()
    run("there/study.wall", "Tom", 'card-new idea "one"')
    shutil.copy("there/study.wall", "kept")
    run("there/study.wall", "Tom", 'card-new idea "two"', 'card-new idea "three"')
    ok(says(sync(), 0, "both are level"), "first they are level")
    with open("there/study.wall", "r+b") as file:     # the same inode: it cannot know
        file.truncate(0)
        file.write(open("kept", "rb").read())
    for ending in ("-wal", "-shm"):
        if os.path.exists("there/study.wall" + ending):
            os.unlink("there/study.wall" + ending)
    run("there/study.wall", "Tom", 'card-new idea "other two"')
    before = export("here.wall")
    done = sync()
    ok(says(done, 1, "same number") and is_line(done), "the fork is found before anything is joined")
    ok(export("here.wall") == before, "nothing was changed")


def test_forgotten():
    begin()
    run("there/study.wall", "Tom", 'participant-set P01 name "Jo Park"', 'card-new idea "Park said so"')
    done = themewall("forget", "here.wall", "P01", "--yes", "P01")
    assert done.returncode == 0, done.words
    done = sync()
    ok(says(done, 0, "both are level", "1 person was forgotten here but not there"), "told to the other")
    ok(b"Park" not in open("here.wall", "rb").read() and b"Park" in open("there/study.wall", "rb").read(),
       "who was forgotten here does not come back")


def test_cut():
    """The line breaks after any number of bytes: two whole walls, and the next time finishes it."""
    for most in (0, 5, 8, 9, 60, 300, 900, 3000):
        begin()
        run("here.wall", "Ann", 'card-new idea "from here"')
        run("there/study.wall", "Tom", 'card-new idea "from there"')
        done = sync(url="ssh://cut/study.wall", SYNC_CUT=str(most))
        ok(done.returncode in (0, 1) and (done.returncode == 0 or is_line(done)), "cut after %d bytes" % most)
        good = all(says(themewall("check", wall), 0, "all well") for wall in ("here.wall", "there/study.wall"))
        ok(good and says(sync(), 0, "both are level") and export("here.wall") == export("there/study.wall"),
           "whole, and level the next time")


def value(v):
    if v is None:
        return b"n"
    if isinstance(v, int):
        return b"i" + struct.pack(">q", v)
    kind, data = (b"t", v.encode()) if isinstance(v, str) else (b"b", v)
    return kind + struct.pack(">I", len(data)) + data


def frame(kind, *values):
    data = b"".join(value(v) for v in values)
    return kind + struct.pack(">I", len(data)) + data


def test_lies():
    """What answers is hostile: refused in one line, nothing changed."""
    begin()
    version = json.loads(export("here.wall"))["themewall"]
    import sqlite3
    db = sqlite3.connect("here.wall")
    root = db.execute("SELECT uuid FROM replica WHERE letter = ''").fetchone()[0]
    form = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    hello = b"TWSYNC\1" + bytes([form])
    known = frame(b"K", root, 1, 77, 5, bytes(32), 0, 0)
    copy = [0, 77, b"x" * 16, "", 1, 2, "replica", "77"]
    lies = {
        "a frame of four gigabytes": hello + b"K\xff\xff\xff\xff",
        "no such frame": hello + frame(b"Z", 1),
        "half a value": hello + b"K\0\0\0\5b\0\0\0\x10",
        "a million copies": hello + frame(b"K", root, 1000000),
        "words for a number": hello + frame(b"K", root, "1"),
        "ids that go down": hello + frame(b"K", root, 1, 77, 5, bytes(32), 2, 9, 8, 0),
        "more than was asked": hello + frame(b"K", root, 1, 77, 5, bytes(32), 0, 0, 1),
        "no such table": hello + known + frame(b"R", 9) + frame(b"E"),
        "a row that no wall holds": hello + known + frame(b"R", 0, -5, b"x", "zz", 0) + frame(b"E"),
        "rows of a copy without a number": hello + known + frame(b"E"),
        "a step that is no change": hello + known + frame(
            b"R", *copy, 1, 9, "Eve", "E", 0, 3, 1, 77, 9, 0, "do", "x", 1, None, 1, b"T\1", "") + frame(b"E"),
        "a step of nobody": hello + known + frame(
            b"R", *copy, 3, 1, 77, 9, 0, "do", "x", 1, None, 1, b"", "") + frame(b"E"),
        "a turn of nothing": hello + known + frame(
            b"R", *copy, 6, 5, 0, None, 0, 3, -1, -1, "abc", b"") + frame(b"E"),
        "words that drive a terminal": hello + frame(b"F", 1, "\x1b]0;owned\x07 no"),
    }
    before = export("here.wall")
    for name, bytes_ in lies.items():
        open("lies", "wb").write(bytes_)
        done = sync(url="ssh://liar/study.wall")
        ok(done.returncode == 1 and is_line(done) and b"\x1b" not in done.stderr + done.stdout, name)
        if done.returncode != 1 or not is_line(done):
            print("# " + done.words.replace("\n", "\n# "))
    ok(export("here.wall") == before and says(themewall("check", "here.wall"), 0, "all well"),
       "nothing was changed by any")
    ok(version and not os.listdir("tmp"), "no private copy is left over")


def test_serve_alone():
    begin()
    for data in (b"", b"x" * 100, b"A\0\0\0\1n", frame(b"A", ""), frame(b"A", "study.wall") + b"K\0\0\0\1x"):
        done = subprocess.run([PROGRAM, "sync-serve"], input=data, capture_output=True, cwd="there", timeout=60)
        ok(done.returncode != 0 and done.stdout[:6] == b"TWSYNC" and not done.stderr, "the other end survives %r" % data[:20])
    help_ = themewall("help").words
    ok("sync STUDY.wall ssh://HOST" in help_ and "sync-serve" not in help_, "help names what people type")


def main():
    folder = tempfile.mkdtemp(prefix="themewall-sync-")
    os.chdir(folder)
    os.mkdir("bin")
    open("bin/ssh", "w").write(SSH)
    os.chmod("bin/ssh", 0o755)
    os.symlink(PROGRAM, "bin/themewall")
    os.environ["PATH"] = folder + "/bin:" + os.environ["PATH"]
    os.environ["SYNC_TEST"] = folder
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME"):
        os.environ[name] = folder + "/home"
    os.mkdir("home")
    os.environ["TMPDIR"] = folder + "/tmp"
    os.mkdir("tmp")
    keep = {"bin", "there", "home", "tmp"}
    real = os.listdir
    os.listdir = lambda path=".": [n for n in real(path) if path != "." or n not in keep]
    for test in (test_level, test_again, test_three, test_names, test_failures, test_fork, test_forgotten,
                 test_cut, test_lies, test_serve_alone):
        test()
    os.chdir("/")
    shutil.rmtree(folder)
    print("1..%d" % count)
    return failed > 0


sys.exit(main())
