#!/usr/bin/env python3
"""One afternoon on the sample study done by keys, by mouse, by the palette and in the outline of a small screen:
each must end in the same JSON export, to the byte. TAP; arguments: the script driver, the folder of the scripts."""
import os
import subprocess
import sys
import tempfile

DRIVER, FOLDER = sys.argv[1:3]
WAYS = ("keys", "mouse", "palette", "outline")
failed = 0


def ok(condition, number, name):
    global failed
    failed += not condition
    print(("ok" if condition else "not ok"), number, "-", name)


with tempfile.TemporaryDirectory(prefix="themewall-afternoon-") as folder:
    exports = []
    for number, way in enumerate(WAYS, 1):
        out = os.path.join(folder, way)
        script = os.path.join(FOLDER, "afternoon-%s.script" % way)
        done = subprocess.run([DRIVER, script, FOLDER], env=dict(os.environ, KEEP=out), capture_output=True, text=True)
        if done.returncode:
            print("# " + done.stdout.replace("\n", "\n# "))
        exports.append(open(out, "rb").read() if os.path.exists(out) else b"")
        ok(done.returncode == 0 and exports[-1], number, "the afternoon by " + way)
    for number, way in enumerate(WAYS[1:], len(WAYS) + 1):
        ok(exports[0] == exports[WAYS.index(way)] != b"", number, way + " ends in the same export as keys")
print("1..%d" % (2 * len(WAYS) - 1))
sys.exit(failed != 0)
