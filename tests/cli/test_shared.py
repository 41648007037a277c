#!/usr/bin/env python3
"""Two Unix users on one wall through a group, and a third who is in none. TAP; argument: the program. Only root can
become other people: anyone else is told that it was skipped."""
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile

GROUP, ANA, BEN, CEM = 54320, 54321, 54322, 54323   # numbers that need no accounts
count = failed = 0


def ok(condition, name):
    global count, failed
    count += 1
    print(("ok" if condition else "not ok"), count, "-", name)
    failed += not condition
    return condition


class Person:
    def __init__(self, folder, name, uid, groups, umask):
        self.name, self.uid, self.groups, self.umask = name, uid, groups, umask
        self.home = os.path.join(folder, name)
        os.mkdir(self.home, 0o700)
        os.chown(self.home, uid, uid)

    def start(self, *args):
        env = {"PATH": "/usr/bin:/bin", "HOME": self.home, "TMPDIR": self.home, "LC_ALL": "C.UTF-8"}
        return subprocess.Popen([PROGRAM, *args, "--as", self.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, cwd=self.home, env=env, user=self.uid, group=self.uid,
                                extra_groups=self.groups, umask=self.umask)

    def does(self, *args, stdin=b"", status=0, words=()):
        process = self.start(*args)
        out, err = process.communicate(stdin, timeout=60)
        good = process.returncode == status and all(word.encode() in out + err for word in words)
        if not good:
            print("# status", process.returncode, (out + err).decode(errors="replace").replace("\n", "\n# "))
        return good

    def cards(self, wall):
        process = self.start("export", wall, "--format", "json")
        out, err = process.communicate(timeout=60)
        return [card["text"] for card in json.loads(out)["cards"]] if process.returncode == 0 else []


def belongs(path, mode):
    """Each file of the wall is the group's, readable and writable by it and by nobody else."""
    st = os.stat(path)
    good = stat.S_IMODE(st.st_mode) == mode and st.st_gid == GROUP
    if not good:
        print("# %s is %o of group %d" % (path, stat.S_IMODE(st.st_mode), st.st_gid))
    return good


def files_of(wall):
    ends = ("", "-live", "-wal", "-shm")
    return [wall + end for end in ends if os.path.exists(wall + end)]


def lines(who, n):
    return "".join('card-new observation "%s %d"\n' % (who, i) for i in range(n)).encode()


def make_team(folder):
    team = os.path.join(folder, "team")
    os.mkdir(team)
    os.chown(team, 0, GROUP)
    os.chmod(team, 0o2770)
    return os.path.join(team, "team.wall")


def test_shared(wall, ana, ben, cem):
    ok(ana.does("new", wall, "--shared"), "ana makes a wall for the group")
    ok(all(belongs(path, 0o660) for path in files_of(wall)), "which is the group's, whatever her umask")
    ok(ben.does("run", wall, 'card-new observation "from ben"'), "ben writes on it")
    ok(ana.cards(wall) == ["from ben"], "ana reads it")
    waiting = ana.start("run", wall, "-")       # has it open until its input ends
    waiting.stdin.write(b'card-new observation "first"\n')
    waiting.stdin.flush()
    while not waiting.stdout.readline():
        pass
    ok(ben.does("run", wall, 'card-new observation "beside her"'), "ben writes while she has it open")
    ok(len(files_of(wall)) == 4 and all(belongs(path, 0o660) for path in files_of(wall)), "and so are log and sidecar")
    waiting.communicate(timeout=60)
    ok(cem.does("stats", wall, status=1, words=("Permission denied",)), "who is not in the group does not come in")


def test_at_once(wall, ana, ben):
    before = len(ana.cards(wall))
    both = [(ana.start("run", wall, "-"), lines("ana", 60)), (ben.start("run", wall, "-"), lines("ben", 60))]
    for process, text in both:
        process.stdin.write(text)
        process.stdin.flush()
    for process, _ in both:
        process.communicate(timeout=120)
    ok(all(process.returncode == 0 for process, _ in both), "both write as fast as they can, neither is refused")
    cards = ben.cards(wall)
    ok(len(cards) == before + 120, "all cards are there")
    for who in ("ana", "ben"):
        own = [card for card in cards if card.startswith(who + " ")]
        ok(own == ["%s %d" % (who, i) for i in range(60)], "in the order of %s" % who)
    ok(ana.does("run", wall, "undo") and "ana 59" not in ben.cards(wall), "each undoes their own")
    ok(ben.does("check", wall, words=("all well",)), "the wall is sound")


def test_private(folder, ana, ben):
    wall = os.path.join(folder, "open", "own.wall")
    os.mkdir(os.path.dirname(wall))
    os.chmod(os.path.dirname(wall), 0o777)
    ok(ana.does("run", wall, 'card-new observation "mine"'), "ana makes a wall of her own")
    ok(ben.does("stats", wall, status=1, words=("Permission denied",)), "which ben cannot read")
    os.chmod(wall, 0o644)
    ok(ana.does("stats", wall, words=("everybody on this computer",)), "open to everybody: ana is warned")
    os.symlink(os.path.join(ben.home, "diary"), wall + "-wal")
    ok(ben.does("stats", wall, status=4, words=("--read-only",)), "readable, it is still hers: he is asked")
    ok(ben.does("stats", wall, "--read-only", words=("Cards         1", "private copy")), "and reads a copy")
    ok(ben.does("import", os.path.join(ben.home, "texts.wall"), wall, "--text-only", words=("1 card, ",)), "or its texts")
    ok(not os.path.exists(os.path.join(ben.home, "diary")), "what lies beside it does nothing")
    ok(sorted(os.listdir(ben.home)) == ["texts.wall", "texts.wall-live"], "and nothing is left of the copy")
    ok(sorted(os.listdir(os.path.dirname(wall))) == ["own.wall", "own.wall-live", "own.wall-wal"], "nor beside hers")


if os.geteuid() != 0:
    print("1..0 # SKIP only root can become two people")
    sys.exit(0)
with tempfile.TemporaryDirectory(prefix="themewall-shared-") as main_folder:
    os.chmod(main_folder, 0o755)
    PROGRAM = os.path.join(main_folder, "program")      # where everybody may run it
    shutil.copy(sys.argv[1], PROGRAM)
    os.chmod(PROGRAM, 0o755)
    team_wall = make_team(main_folder)
    people = [Person(main_folder, "ana", ANA, [GROUP], 0o022), Person(main_folder, "ben", BEN, [GROUP], 0o077),
              Person(main_folder, "cem", CEM, [], 0o022)]
    test_shared(team_wall, *people)
    test_at_once(team_wall, *people[:2])
    test_private(main_folder, *people[:2])
print("1..%d" % count)
sys.exit(failed != 0)
