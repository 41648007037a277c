#!/usr/bin/env python3
"""Walls on media that cannot be written to: read and said so, also when a crash has left a log beside them. TAP;
argument: the program. Needs to mount a file system of its own, else it is skipped and says so."""
import os
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
count = failed = 0


def ok(condition, name):
    global count, failed
    count += 1
    print(("ok" if condition else "not ok"), count, "-", name)
    failed += not condition


def says(args, status, *words):
    done = subprocess.run([PROGRAM, *args], capture_output=True, timeout=60)
    text = done.stdout + done.stderr
    good = done.returncode == status and all(word.encode() in text for word in words)
    if not good:
        print("# status", done.returncode, text.decode(errors="replace").replace("\n", "\n# "))
    return good


def remount(folder, how):
    return subprocess.run(["mount", "-o", "remount," + how, folder], capture_output=True).returncode == 0


def test_closed(folder, wall):
    says(["run", wall, 'card-new observation "kept"'], 0)
    before = sorted(os.listdir(folder))
    ok(remount(folder, "ro"), "the medium is turned to reading only")
    ok(says(["stats", wall], 0, "Cards         1", "cannot be written to"), "the wall is read, and why it is only read")
    ok(says(["search", wall, "kept"], 0, "kept"), "and searched")
    ok(says(["run", wall, 'card-new observation "no"'], 1, "reading only"), "a change is refused in words")
    ok(says(["backup", wall, os.path.join(os.environ["TMPDIR"], "copy.wall")], 0), "a copy elsewhere can be made")
    ok(says(["check", os.path.join(os.environ["TMPDIR"], "copy.wall")], 0, "all well: 1 card, "), "which is a wall")
    ok(sorted(os.listdir(folder)) == before, "nothing is made beside it")
    remount(folder, "rw")
    ok(says(["run", wall, 'card-new observation "again"'], 0), "writable again, work goes on")


def test_crashed(folder, wall):
    process = subprocess.Popen([PROGRAM, "run", wall, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(b'card-new observation "in the log alone"\n')
    process.stdin.flush()
    process.stdout.readline()
    process.kill()
    process.wait()
    ok(os.path.getsize(wall + "-wal") > 0, "a crash has left a log")
    remount(folder, "ro")
    ok(says(["search", wall, "alone"], 0, "in the log alone", "cannot be written to"), "what is in the log is read, too")
    remount(folder, "rw")
    os.unlink(wall + "-shm")
    remount(folder, "ro")
    ok(says(["search", wall, "alone"], 1, "log", "copy"), "without its index the log cannot be read: what to do is said")
    remount(folder, "rw")
    ok(says(["search", wall, "alone"], 0, "in the log alone"), "and nothing is lost")


def main():
    with tempfile.TemporaryDirectory(prefix="themewall-media-") as place:
        folder = os.path.join(place, "medium")
        os.mkdir(folder)
        os.mkdir(os.path.join(place, "tmp"))
        os.environ.update(TMPDIR=os.path.join(place, "tmp"), HOME=place, LC_ALL="C.UTF-8")
        if subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True).returncode != 0:
            print("1..0 # SKIP this user may not mount a file system")
            return 0
        wall = os.path.join(folder, "study.wall")
        test_closed(folder, wall)
        test_crashed(folder, wall)
        subprocess.run(["umount", folder])
    print("1..%d" % count)
    return failed != 0


def can_unshare():
    try:
        return subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0
    except OSError:
        return False


if "--inside" not in sys.argv:      # mounts of our own, which end with us
    if not can_unshare():
        print("1..0 # SKIP this user may not mount a file system")
        sys.exit(0)
    os.execvp("unshare", ["unshare", "-m", sys.executable, __file__, PROGRAM, "--inside"])
sys.exit(main())
