#!/usr/bin/env python3
"""The command line is a contract: verbs, exit codes, what goes where. TAP; argument: the program."""
import csv
import html
import html.parser
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

PROGRAM = os.path.abspath(sys.argv[1])
CLI_FOLDER = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../../shared/refi/Project.xsd"))
CODEBOOK = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../../shared/refi/Codebook.xsd"))
count = failed = 0


def ok(condition, name):
    global count, failed
    count += 1
    print(("ok" if condition else "not ok"), count, "-", name)
    if not condition:
        failed += 1
    return condition


class Result:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr


def themewall(*args, stdin=b"", env=None):
    full = {**os.environ, "THEMEWALL_NOW": "2026-03-16T14:02:07Z", **(env or {})}
    done = subprocess.run([PROGRAM, *args], input=stdin, capture_output=True, env=full, timeout=60)
    return Result(done)


def says(result, status, *words):
    good = result.status == status and all(w.encode() in result.out + result.err for w in words)
    if not good:
        print("# status", result.status, "\n# " + (result.out + result.err).decode(errors="replace")
              .replace("\n", "\n# "))
    return good


VTT = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Mara Lind: What did you do last week?

2
00:00:04.000 --> 00:00:09.000
Jo Park: I export it to a spreadsheet because I don't trust the totals.

3
00:00:09.500 --> 00:00:12.000
Jo Park: I trust the lines. I don't trust the sum.

4
00:00:13.000 --> 00:00:15.000
Mara Lind: And then?

5
00:00:16.000 --> 00:00:18.000
Jo Park: Then I print it.
"""


def write(name, text, encoding="utf-8"):
    with open(name, "wb") as out:
        out.write(text.encode(encoding))
    return name


def test_backup():
    themewall("import", "copied.wall", write("copied.vtt", VTT))
    made = themewall("backup", "copied.wall")
    ok(says(made, 0, "copied-20260316-140207.wall"), "backup names the copy it made")
    name = made.out.decode().strip()
    ok(says(themewall("check", name), 0, "all well"), "and the copy is a wall")
    ok(says(themewall("backup", "copied.wall", name), 4, "already there"), "a copy replaces nothing")
    ok(says(themewall("backup", "none.wall"), 1, "no such file"), "backup of nothing")


def test_whose():
    notes = write("marcus.md", "# Notes\n\n- They replaced my milk.\n- I keep a paper list.\n")
    ok(says(themewall("import", "whose.wall", notes, "--participant", "P01"), 0, "2 cards"),
       "--participant: a code nobody has makes its person")
    people = lambda: [(p["id"], p.get("name", "")) for p in json.loads(
        themewall("export", "whose.wall", "--format", "json").out)["participants"]]
    ok(people() == [("P01", "")], "and the person is in the wall")
    more = [write("lena%d.md" % i, "# Notes\n\n- Thing %d.\n" % i) for i in range(2)]
    ok(says(themewall("import", "whose.wall", *more, "--participant", "Lena"), 0), "--participant takes a name, too")
    ok(people() == [("P01", ""), ("P02", "Lena")], "one person for both files")
    cards = json.loads(themewall("export", "whose.wall", "--format", "json").out)["cards"]
    ok([c["participant"] for c in cards] == ["P01", "P01", "P02", "P02"], "whose the cards are")
    ok(says(themewall("import", "none.wall", "nothing.md", "--participant", "P01"), 1, "nothing.md") and
       says(themewall("import", "none.wall", notes, "--corrects", "S01"), 1, "yet to be made") and
       not os.path.exists("none.wall"), "a refused import leaves no wall behind")
    ok(says(themewall("run", "whose.wall", "participant-set P09 name X"), 1, "this wall has P01, P02", "participant-new"),
       "nobody of that code: which there are, and how to make one")
    ok(says(themewall("import", "whose.wall", notes, "--again", "--participant", "P77777"), 1, "the next new one is P03"),
       "a code far away is refused")


def test_day():
    themewall("import", "day.wall", write("GMT20240312-150301_Recording.transcript.vtt", VTT))
    sessions = json.loads(themewall("export", "day.wall", "--format", "json").out)["sessions"]
    ok([s["date"] for s in sessions] == ["2024-03-12"], "the day a recorder put into the name is the session's")
    talk = "Date: 2 March 2026\nPlace: Lyon\n\nAnn: How?\nBob: I print it.\nAnn: Why?\nBob: I trust it.\n"
    os.mkdir("2024-05 talks 2024-05-06")
    themewall("import", "top.wall", "--cards", "turns", write("2024-05 talks 2024-05-06/bob.txt", talk),
              write("eve 2024-07-08.txt", talk.replace("print", "mail")))
    data = json.loads(themewall("export", "top.wall", "--format", "json").out)
    ok([s["date"] for s in data["sessions"]] == ["2026-03-02", "2024-07-08"],
       "what the text says at its top comes before its folder, and after its name")
    turns = [[t["text"] for t in x["turns"]][:2] for x in data["transcripts"]]
    ok(turns == [["Date: 2 March 2026", "Place: Lyon"]] * 2, "each line of the top is there, by itself")
    ok("Lyon" not in str(data["cards"]) and len(data["cards"]) == 4, "and becomes no card")
    told = json.loads(themewall("import", "top.wall", "2024-05 talks 2024-05-06/bob.txt", "--dry-run", "--json", "--again").out)
    ok(told["files"][0]["date"] == "2026-03-02", "a preview tells the day")
    ok(says(themewall("import", "top.wall", "eve 2024-07-08.txt", "--dry-run"), 0, "  on 2024-07-08\n"), "in words, too")


def test_day_words():
    write("day.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>I left.\n")
    themewall("import", "day.wall", "day.vtt")
    for day in ["17 Sep 2026", "Sept 17, 2026", "17.9.2026", "2026-09-17"]:
        themewall("run", "day.wall", "session-set S01 date ''")
        themewall("run", "day.wall", "session-set S01 date '%s'" % day)
        wall = json.loads(themewall("export", "day.wall", "--format", "json").out)
        ok(wall["sessions"][0]["date"] == "2026-09-17", "a day may be written %s" % day)
    ok(says(themewall("run", "day.wall", "session-set S01 date 3/2/2026"), 2, 'which day is "3/2/2026"', "17 Sep 2026"),
       "what could be two days is refused")


def test_programs():
    os.mkdir("mixed")
    write("mixed/talk.vtt", VTT)
    write("mixed/run.sh", "#!/bin/sh\nexit 0\n")
    write("mixed/tidy.py", "print(1)\n")
    r = themewall("import", "mixed.wall", "mixed")
    ok(says(r, 0, "talk.vtt") and b"run.sh" not in r.out + r.err and b"tidy.py" not in r.out + r.err,
       "programs in a folder are no transcripts")


def test_older_version():
    old = write("talk.vtt", VTT)
    themewall("import", "older.wall", old)
    fixed = write("fixed.vtt", VTT.replace("I print it", "I print them"))
    ok(says(themewall("import", "older.wall", fixed, "--corrects", "S01"), 0, "S01v2"), "a correction")
    r = themewall("import", "older.wall", old, "--dry-run")
    ok(says(r, 0, "already imported as S01, before its text was corrected (the same file); --again imports it once more") and
       b"new" not in r.out, "a preview of the file it corrected says so")
    told = json.loads(themewall("import", "older.wall", old, "--dry-run", "--json").out)["files"][0]
    ok((told["on_wall"], told["transcript"]) == ("already", "S01"), "as JSON, too")
    r = themewall("import", "older.wall", old, "--dry-run", "--again")
    ok(says(r, 0, "already imported as S01, before its text was corrected (the same file), and once more now\n"),
       "asked for again, it says that it comes once more")
    ok(says(themewall("import", "older.wall", old, "--dry-run", "--corrects", "S01"), 0, "a correction: the next version of S01v2"),
       "and that it would take its place back")
    ok(says(themewall("import", "older.wall", old), 0, "already imported as S01, before its text was corrected (the same file)"),
       "the file it corrected is there already")
    ok(len(json.loads(themewall("export", "older.wall", "--format", "json").out)["sessions"]) == 1, "and brings no session")
    ok(says(themewall("import", "older.wall", old, "--corrects", "S01"), 0, "S01v3"), "it may take its place back")


def test_forget():
    home = {"HOME": os.path.abspath("forget-home")}
    themewall("import", "forget.wall", write("jo park.vtt", VTT), env=home)
    ok(says(themewall("forget", "forget.wall", "P01", env=home), 2, "--yes P01"), "forget asks for the code")
    ok(says(themewall("forget", "forget.wall", "P01", "--yes", "P02", env=home), 2, "nothing was forgotten"), "the right one")
    ok(says(themewall("forget", "forget.wall", "P09", env=home), 1, "nobody"), "nobody to forget")
    ok(b"Jo Park" in open("forget.wall", "rb").read(), "until then the name is there")
    ok(says(themewall("forget", "forget.wall", "p1", "--yes", "P01", env=home), 0, "struck out of", "yours to delete"), "forget")
    ok(not any(name in open("forget.wall", "rb").read() for name in (b"Jo Park", b"jo park")), "0 bytes of the name")
    ok(says(themewall("check", "forget.wall"), 0, "all well"), "and the wall holds")


def test_salvage():
    themewall("import", "hurt.wall", write("hurt.vtt", VTT), "--cards", "turns")
    ok(says(themewall("salvage", "hurt.wall", "saved.wall"), 0, "saved.wall: 2 cards", "history begins anew"), "salvage")
    ok(says(themewall("check", "saved.wall"), 0, "all well"), "what was saved holds")
    ok(says(themewall("salvage", "hurt.wall", "saved.wall"), 4, "already there"), "over nothing")
    ok(says(themewall("salvage", "hurt.vtt", "other.wall"), 1, "hurt.vtt") and not os.path.exists("other.wall"), "of a wall")


def test_text_only():
    themewall("run", "sent.wall", "card-new idea 'from a colleague'")
    db = sqlite3.connect("sent.wall")
    db.execute("CREATE TRIGGER t AFTER UPDATE ON placement BEGIN DELETE FROM card; END")
    db.commit()
    db.close()
    ok(says(themewall("stats", "sent.wall"), 4, "no wall has (t)", "--text-only"), "a forged wall is refused")
    ok(says(themewall("import", "--text-only", "own.wall", "sent.wall"), 0, "own.wall: 1 card, 0 themes, 0 participants, 0 transcripts", "only texts"), "as text")
    ok(says(themewall("check", "own.wall"), 0, "all well: 1 card, 0 themes, 0 participants, 0 transcripts"), "which is a whole wall")
    ok(says(themewall("import", "own.wall", "sent.wall", "--text-only"), 4, "already there"), "over nothing")
    ok(says(themewall("import", "own.wall", "--text-only"), 2, "usage"), "with both names")


def test_stats():
    themewall("import", "s.wall", write("stats.vtt", VTT))
    themewall("run", "s.wall", 'cluster-new "I trust the lines"', 'card-new pain "a wrong sum"', "card-move C-001 T-01")
    text, data = themewall("stats", "s.wall"), themewall("stats", "s.wall", "--json")
    ok(says(text, 0, "CODE SATURATION", "T-01", "0 of 1 person"), "stats in words")
    counts = json.loads(data.out)
    ok(counts["study"]["people"] == 1 and counts["themes"][0]["cards"] == 1, "and for programs")
    ok(counts["code_saturation"]["result"] is None and "too few" in counts["code_saturation"]["reason"],
       "no result has its reason")
    ok(counts["talk"]["percent"] == 76, "who spoke how much")
    ok(data.out == themewall("stats", "s.wall", "--json").out, "twice the same bytes")
    ok(says(themewall("stats", "s.wall", "--base", "3", "--json"), 0, '"base":3'), "another base")
    ok(says(text, 0, " (base 4"), "the usual rule needs no name")
    ok(says(themewall("stats", "s.wall", "--rule", "pm-guide"), 0, "(pm-guide: base"),
       "a guide's rule is said with its name")
    ok(says(themewall("stats", "s.wall", "--rule", "cro-guide"), 0, "(feedback-guide or", "cro-guide: base 5"),
       "or with all that say the same")
    ok(says(themewall("stats", "s.wall", "--run", "many"), 2, "--run takes a number"), "a run that is no number")
    ok(says(themewall("stats", "s.wall", "again"), 2, "usage"), "a word too much")


def test_projects():
    if b"are not read" in themewall("--version").out:
        print("# this program reads no archives: projects were NOT tried")
        return
    folder = os.path.join(os.path.dirname(CLI_FOLDER), "data", "projects")
    ok(says(themewall("import", "qda.wall", os.path.join(folder, "small.qdpx")), 0, "2 sources, 7 codes, 6 cards",
            "4 coded by Ana", "left out: 1 picture", "1 selection of nothing", "2 codes below the fourth level"),
       "a project says what came and what stayed behind")
    ok(says(themewall("check", "qda.wall"), 0, "all well"), "all its receipts hold")
    wall = json.loads(themewall("export", "qda.wall", "--format", "json").out)
    names = {c["id"]: c["name"] for c in wall["clusters"]}
    cards = [(c["text"], names.get(c["cluster"]), c["participant"]) for c in wall["cards"]]
    ok(cards == [("I don’t trust the café totals 😬", "Trust & totals", "P01"),
                 ("I don’t trust the café totals 😬", "Printing", "P01"), ("print", "Printing", "P01"),
                 ("print", "Level 6", "P01"), ("I export it", None, "P01"), ("Three.", "Trust & totals", None)],
       "a card in each code; positions are code points, line ends counted as its program did")
    ok([names.get(c["parent"]) for c in wall["clusters"]] ==
       [None, "Trust & totals", "Level 2", "Level 3", "Level 3", "Level 3", None], "codes nest, up to four levels")
    ok(wall["participants"][0]["name"] == "Jo Park" and wall["participants"][0]["segment"] == "freelancer",
       "a case is a participant with its values")
    ok([(s["label"], s["role"]) for s in wall["transcripts"][0]["speakers"]] ==
       [("Ann", "moderator"), ("Jo", "participant")], "names before colons are speakers")
    ok(says(themewall("import", "qda.wall", os.path.join(folder, "small.qdpx")), 2, "not empty"), "only into a new wall")
    ok(says(themewall("import", "qda.wall", os.path.join(folder, "codebook.qdc")), 0, "3 codes"), "a codebook into any")
    clusters = json.loads(themewall("export", "qda.wall", "--format", "json").out)["clusters"]
    ok([(c["id"], c["name"], c["parent"]) for c in clusters if int(c["id"][2:]) > 7] ==
       [("T-08", "Trust", None), ("T-09", "Printing", None), ("T-10", "Rebuilding", "T-08")],
       "beside what is there")
    themewall("run", "qda.wall", "undo")
    ok(len(json.loads(themewall("export", "qda.wall", "--format", "json").out)["clusters"]) == 7, "as one step")


def test_search():
    write("s.vtt", VTT)
    themewall("import", "q.wall", "s.vtt")
    themewall("run", "q.wall", 'card-new observation "nobody adds up the TOTALS"', 'cluster-new "Totàls"')
    found = themewall("search", "q.wall", "totals")
    lines = found.out.decode().splitlines()
    ok(found.status == 0 and [line.split("\t")[0] for line in lines] == ["T-01", "C-001", "S01 00:04"],
       "search: themes, cards, then turns, one a line")
    ok(lines[2].split("\t")[1] == "P01", "search: whose words")
    hits = json.loads(themewall("search", "q.wall", "the", "totals", "--json").out)["hits"]
    ok([(h["kind"], h.get("id"), h.get("start_ms")) for h in hits] ==
       [("card", "C-001", None), ("turn", None, 4000)], "search: every word, as JSON")
    none = themewall("search", "q.wall", "zebra")
    ok(none.status == 0 and none.out == b"", "search: nothing found prints nothing")
    ok(json.loads(themewall("search", "q.wall", "zebra", "--json").out)["hits"] == [], "nor in JSON")
    ok(says(themewall("search", "q.wall"), 2, "usage"), "search: words are needed")


def test_history():
    themewall("run", "h.wall", 'cluster-new "Trust"', 'cluster-name T-01 "Control"', "undo")
    lines = themewall("history", "h.wall").out.decode().splitlines()
    ok(len(lines) == 3 and "undid" in lines[2] and lines[1].endswith("(undone)"), "history, a change a line")
    changes = json.loads(themewall("history", "h.wall", "--json").out)["changes"]
    ok([c["kind"] for c in changes] == ["do", "do", "undo"] and changes[1]["undone"] and
       changes[0]["at"] == "2026-03-16T14:02:07Z" and "Trust" in changes[0]["what"], "history as JSON")
    ok(themewall("run", "h.wall", "go-back %d" % changes[1]["change"]).status == 0 and
       b"Control" in themewall("export", "h.wall", "--format", "json").out, "back to a change by its number")
    ok(says(themewall("run", "h.wall", "go-back 99"), 1, "nothing has happened since"), "no such change")


class Tags(html.parser.HTMLParser):
    """Which tags an HTML page opens and leaves open."""
    VOID = {"meta", "br", "img", "link"}

    def __init__(self, page):
        super().__init__()
        self.seen, self.open = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()


def export(format, *options):
    return themewall("export", "f.wall", "--format", format, *options).out.decode()


def test_formats():
    themewall("import", "f.wall", write("formats.vtt", VTT), "--cards", "turns")
    themewall("run", "f.wall", 'cluster-new "=I <trust> & \'check\' \\"the\\" lines"', "card-move C-001 T-01",
              'card-new idea "=HYPERLINK(1)"', 'card-new pain "<script>x</script>, twice"')
    cards = json.loads(export("json"))["cards"]
    rows = list(csv.DictReader(io.StringIO(export("csv"))))
    ok([r["card"] for r in rows] == sorted(c["id"] for c in cards), "csv: every card a record")
    ok({r["text"].lstrip("'") for r in rows} == {c["text"] for c in cards}, "csv: every text whole")
    ok(not any(cell[:1] in tuple("=+-@") for r in rows for cell in r.values() if cell), "csv: no formula")
    ok("=HYPERLINK(1)" in [r["text"] for r in csv.DictReader(io.StringIO(export("csv", "--raw")))], "csv --raw")
    ok(export("csv", "--excel").startswith("\ufeffcard,"), "csv --excel has its mark")
    ok("name" in export("csv", "--with-names").split("\n")[0], "csv with names has a column for them")
    ok(export("tsv").count("\n") == len(cards), "tsv: a card a line")
    page = Tags(export("html"))
    ok(not page.open and not page.seen & {"script", "img", "link", "iframe"}, "html: whole, and asks for nothing")
    nodes = json.loads(export("canvas"))["nodes"]
    ok(sum(n["type"] == "text" for n in nodes) == len(cards), "canvas: every card a note")
    clips = list(csv.DictReader(io.StringIO(export("clips"))))
    ok(clips and all(re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}", c["start"]) for c in clips), "clips have a start")
    ok(all(c["start"] < c["end"] for c in clips), "and a later end")
    ok("IN SHORT" in export("brief") and export("brief").count("\n") < 66, "brief: one page")
    ok("Saturation" in export("findings"), "findings say how saturated the codes are")
    check_refi(export("qdc").encode(), "codebook.qdc", CODEBOOK, "qdc is a valid codebook")


def test_pieces():
    """Into a file an export goes while it is written, piece by piece; to standard output at once, as a whole."""
    words = ["naïve, “quoted” & <b>bold</b>", "*stars* #1", "=1+1", "\\ back", "漢字 " * 9, "a plain word or two", "-"]
    cues = ["00:%02d:%02d.000 --> 00:%02d:%02d.900\n<v %s>%s\n" % (i // 60, i % 60, i // 60, i % 60, "Ann Bo Cy".split()[i % 3], " ".join(
        words[(i * 7 + k * k) % len(words)] for k in range(500))) for i in range(150)]
    themewall("import", "long.wall", write("long.vtt", "WEBVTT\n\n" + "\n".join(cues)), "--cards", "turns")
    moves = "cluster-new Long\ncluster-new Other\n" + "".join(
        "card-move C-%03d T-%02d\n" % (i, 1 + i % 2) for i in range(1, 121))
    themewall("run", "long.wall", "-", stdin=moves.encode())
    sizes = []
    for format in ("findings", "markdown", "html", "outline", "csv", "tsv", "canvas", "qdpx", "json"):
        whole = themewall("export", "long.wall", "--format", format).out
        done = themewall("export", "long.wall", "--format", format, "-o", "long.out")
        sizes.append(len(whole))
        cards = "120 cards" if format in ("findings", "markdown", "html") else "150 cards"
        ok(says(done, 0, cards) and open("long.out", "rb").read() == whole, format + ": the same bytes in pieces")
        os.unlink("long.out")
    ok(min(sizes) > 3 * 256 * 1024, "each in three pieces or more")
    ours = os.sched_getaffinity(0)
    for few, where in ((ours, "all processors"), ({min(ours)}, "one processor")):
        os.sched_setaffinity(0, few)
        themewall("export", "long.wall", "--format", "json", "-o", "long.out")
        ok(open("long.out", "rb").read() == whole, "the same bytes with " + where)
        os.unlink("long.out")
        before = sorted(os.listdir("."))
        narrow = "ulimit -f 400; trap '' XFSZ; exec \"$@\""
        done = subprocess.run(["bash", "-c", narrow, "-", PROGRAM, "export", "long.wall", "--format", "json", "-o", "full"],
                              capture_output=True, check=False, timeout=100)
        ok(done.returncode == 1 and b"cannot write full" in done.stderr, "a disk that is full is said, " + where)
        ok(sorted(os.listdir(".")) == before, "and nothing stays of what did not fit")
    os.sched_setaffinity(0, ours)


def check_refi(data, path, schema, name):
    if not shutil.which("xmllint") or not os.path.exists(schema):
        ok(True, name + " # SKIP xmllint or shared/refi/" + os.path.basename(schema) + " is not here")
        return
    with open(path, "wb") as out:
        out.write(data)
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, path], capture_output=True)
    ok(done.returncode == 0, name)


def shape(path):
    """what of a wall a REFI-QDA project holds: codes may differ, everything else may not"""
    wall = json.loads(themewall("export", path, "--format", "json").out)
    names = {c["id"]: c["name"] for c in wall["clusters"]}
    keep = ("name", "definition", "include", "exclude", "colour", "column", "line", "width", "rank")
    clusters = sorted(str([names.get(c["parent"]), [c[k] for k in keep]]) for c in wall["clusters"])
    heard = {t["id"] for t in wall["transcripts"] if t["title"] != "Notes"}
    cards = sorted(str([c["text"], c["implies"], c["place"], names.get(c["cluster"]), c["rank"], c["column"], c["line"],
                        c["participant"]] + ([c["start"], c["end"]] if c["transcript"] in heard else [])) for c in wall["cards"])
    turns = sorted(str([[u["text"], u["start"], u["end"]] for u in t["turns"]]) for t in wall["transcripts"]
                   if t["title"] != "Notes")
    people = [[p["id"], p["attributes"].get("segment")] for p in wall["participants"]]
    return {"clusters": clusters, "cards": cards, "turns": turns, "people": people,
            "study": [wall["study"][k] for k in ("title", "question")]}


def test_qdpx():
    """the wall as a REFI-QDA project, and back again"""
    themewall("import", "r.wall", write("refi.vtt", VTT.replace("the totals.", "the tot\u00e4ls \U0001f642.")),
              "--cards", "turns", "--segment", "bookkeeper")
    done = themewall("run", "r.wall", 'study "Round <1> & \'2\'" "Why?"', 'cluster-new "I check the lines"',
                     "card-move C-002 T-01", "card-move C-001 T-01", 'cluster-new "Under it" T-01',
                     'card-new pain "by hand" P01', 'card-new idea "nobody\'s"', "card-move C-004 T-02",
                     "cluster-colour T-01 teal", 'cluster-define T-01 "what it is"',
                     'cluster-exclude T-01 tax')
    ok(done.status == 0, "a wall of everything")
    data = themewall("export", "r.wall", "--format", "qdpx").out
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        ok(archive.testzip() is None, "an archive any program opens")
        project = archive.read("project.qde")
        texts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("sources/")]
    check_refi(project, "project.qde", PROJECT, "qdpx holds a valid project")
    ok("Jo Park" not in project.decode() + "".join(texts) and "Mara" not in "".join(texts), "and nobody's name")
    spans = re.findall(r'<PlainTextSelection [^>]*name="([^"]*)" startPosition="(\d+)" endPosition="(\d+)"',
                       project.decode())
    ok(len(spans) == 4 and all(any(t[int(a):int(b)].startswith(html.unescape(n)) for t in texts) for n, a, b in spans),
       "positions are characters")
    with open("r.qdpx", "wb") as out:
        out.write(data)
    ok(says(themewall("import", "back.wall", "r.qdpx"), 0, "2 codes"), "reads back")
    before, after = shape("r.wall"), shape("back.wall")
    for part in before:
        if not ok(before[part] == after[part], "the same wall: " + part):
            print("#", before[part], "\n#", after[part])
    ok(says(themewall("check", "back.wall"), 0), "and it holds")


def test_words():
    """long options as one word or two, and a clock that is none"""
    themewall("run", "w.wall", 'card-new observation "One = two"')
    two = themewall("export", "w.wall", "--format", "csv")
    one = themewall("export", "w.wall", "--format=csv", "--as=ana")
    ok(two.status == 0 and one.out == two.out, "--format=csv is --format csv")
    ok(says(themewall("export", "w.wall", "--format="), 2, "no export format"), "nothing behind = is said")
    ok(says(themewall("export", "w.wall", "--force=yes"), 2, "usage"), "an option without value takes none")
    ok(says(themewall("search", "w.wall", "One"), 0, "One = two"), "an = in words stays")
    for wrong in ("soon", "2026-03-16T14:02:07+01:00", "2026-13-01", "2026-03-16 14:02"):
        ok(says(themewall("search", "w.wall", "One", env={"THEMEWALL_NOW": wrong}), 2, wrong, "is not a time"),
           "THEMEWALL_NOW=" + wrong + " is refused in words")


def test_usage():
    ok(says(themewall("help"), 0, "themewall import", "Exit:"), "help")
    ok(says(themewall("--version"), 0, "themewall "), "version")
    ok(says(themewall("exprot", "x.wall"), 2, "did you mean export"), "a mistyped verb is named")
    ok(says(themewall("--nonsense"), 2, "there is no option"), "an unknown option is wrong use")
    ok(says(themewall("export"), 2, "usage"), "a verb without its wall")
    ok(says(themewall("export", "nowhere.wall"), 1, "nowhere.wall"), "a missing wall is named")
    ok(says(themewall("run", "u.wall", "card-fly C-001"), 2, "card-fly"), "an unknown command")
    ok(says(themewall("run", "u.wall", 'card-new idea "open'), 2, "quotation mark"), "an open quote")
    ok(says(themewall("run", "u.wall", "card-move C-999 tray"), 1, "C-999"), "an unknown card")
    ok(says(themewall("new", "u.wall"), 4, "u.wall"), "new never touches an existing file")
    for command in ("commands", "formats", "keys"):
        ok(themewall("help", command).status == 0, "help " + command)
    keys = themewall("help", "keys").out.decode().split("\n\n")
    ok(all(sum(line.startswith("  " + key) for line in part.split("\n")) <= 1 for part in keys for key in ("Enter ", "↑")),
       "help keys: a key once in each place")
    ok(len({line.index("Go ") for line in keys[1].split("\n") if line.startswith("  ↑") or line.startswith("  ←")}) == 1,
       "help keys: one column")


def test_import():
    write("p1.vtt", VTT)
    write("empty.vtt", "")
    write("notes.md", "# Visit\n\n- Opened a calculator\n- Asked about tax\n- Printed it\n")
    r = themewall("import", "a.wall", "p1.vtt", "empty.vtt", "notes.md")
    ok(says(r, 5, "empty.vtt", "2 of 3"), "good files are kept, the bad one is named, exit 5")
    ok(b"S01 S02" in r.out and b"guessed" in r.err, "answers on stdout, words on stderr")
    ok(says(themewall("import", "a.wall", "p1.vtt"), 0, "already imported as S01"), "the same file is known")
    write("p1crlf.vtt", VTT.replace("\n", "\r\n"))
    ok(says(themewall("import", "a.wall", "p1crlf.vtt"), 0, "the same text"), "and by its text")
    study = json.loads(themewall("export", "a.wall", "--format", "json").out)
    turns = study["transcripts"][0]["turns"]
    ok([t["role"] for t in turns] == ["moderator", "participant", "moderator", "participant"],
       "the one who asks is the moderator")
    ok(turns[1]["start_ms"] == 4000 and turns[1]["text"].endswith("don't trust the sum."),
       "cues of one speaker are one turn")
    ok(len(study["cards"]) == 3 and all(c["place"] == "tray" for c in study["cards"]),
       "notes are one card a bullet")
    text = study["transcripts"][0]["text"]
    ok(all(text[t["start"]:t["end"]] == t["text"] for t in turns), "turns are slices of the text")
    ok(says(themewall("run", "a.wall", "undo"), 0, "import"), "a batch is one undo step")
    ok(json.loads(themewall("export", "a.wall", "--format", "json").out)["transcripts"] == [],
       "and everything it brought is gone")
    ok(says(themewall("run", "a.wall", "redo"), 0), "redo brings it back")
    r = themewall("import", "b.wall", "--cards", "sentences", "p1.vtt")
    cards = json.loads(themewall("export", "b.wall", "--format", "json").out)["cards"]
    ok(r.status == 0 and [c["text"] for c in cards][:2] ==
       ["I export it to a spreadsheet because I don't trust the totals.", "I trust the lines."],
       "--cards sentences: each sentence of a participant, none of the moderator's")
    ok(says(themewall("import", "c.wall", "-", stdin=VTT.encode()), 0, "S01"), "standard input")
    ok(says(themewall("import", "c.wall", "missing.vtt"), 1, "missing.vtt"), "a missing file is named")
    os.mkdir("folder")
    write("folder/p9.vtt", VTT.replace("print", "file"))
    r = themewall("import", "folder/d.wall", "folder")
    ok(says(r, 0, "p9.vtt") and b"d.wall" not in r.err, "a folder; a wall in it is no transcript")


CSV = """Sticky text;Participant;Cluster;Time
"I print it; every week";P1;Trust;1:05
I lose it;P2;;
"""

JSON = {"text": "", "segments": [
    {"start": 0.0, "end": 1.5, "text": " What happened then?", "speaker": "SPEAKER_00"},
    {"start": 2.0, "end": 4.0, "text": " I lost the list, so I called my daughter.", "speaker": "SPEAKER_01"}]}


def test_correct():
    """A corrected transcript takes the place of one; what cannot be found stays with the old text."""
    wall, first, second = "s.wall", "interview.vtt", "fixed.vtt"
    with open(first, "w") as file:
        file.write(VTT)
    with open(second, "w") as file:
        file.write(VTT.replace("Jo Park", "J. Park").replace("last week", "in the last week").replace("the sum", "sums"))
    themewall("import", wall, first, "--cards", "sentences")
    ok(says(themewall("import", wall, second, "--corrects", "S09"), 1, "S09"), "correct: an unknown session is named")
    done = themewall("import", wall, second, "--corrects", "S01")
    ok(says(done, 0, "S01v2", "found again", "1 not, kept with S01: C-003"), "correct: found and kept")
    ok(says(themewall("check", wall), 0, "all well"), "correct: every receipt holds")
    data = json.loads(themewall("export", wall, "--format", "json").out)
    ok([(t["id"], t.get("replaced", False)) for t in data["transcripts"]] == [("S01v2", False), ("S01", True)],
       "correct: both versions are in the full copy")
    ok([p["code"] if "code" in p else p["id"] for p in data["participants"]] == ["P01"], "correct: nobody new")
    themewall("export", wall, "--format", "json", "-o", "copy.json")
    themewall("import", "other.wall", "copy.json")
    with open("copy.json", "rb") as copy:
        ok(themewall("export", "other.wall", "--format", "json").out == copy.read(), "correct: lossless")
    json_before = themewall("export", wall, "--format", "json").out
    old = {c["id"]: (c["transcript"], c["text"]) for c in data["cards"]}
    r = themewall("run", wall, "card-correct C-003")
    ok(says(r, 0, "C-003\n", "C-003: " + old["C-003"][1] + " → "), "correct: a card takes the new words, both are told")
    new = {c["id"]: (c["transcript"], c["text"]) for c in json.loads(themewall("export", wall, "--format", "json").out)["cards"]}
    ok(new["C-003"][0] == "S01v2" and new["C-003"][1] != old["C-003"][1] and
       {k: v for k, v in new.items() if k != "C-003"} == {k: v for k, v in old.items() if k != "C-003"},
       "correct: that card, and no other")
    ok(says(themewall("check", wall), 0, "all well"), "correct: every receipt holds")
    themewall("export", wall, "--format", "json", "-o", "taken.json")
    themewall("import", "taken.wall", "taken.json")
    with open("taken.json", "rb") as copy:
        ok(themewall("export", "taken.wall", "--format", "json").out == copy.read(), "correct: lossless, with the new words")
    ok(says(themewall("run", wall, "card-correct all"), 1, "no card has words that were corrected since"), "correct: nothing is left to take")
    ok(says(themewall("run", wall, "card-correct C-003"), 1, "C-003"), "correct: it has the newest words")
    ok(says(themewall("run", wall, "undo"), 0, "corrected words of C-003"), "correct: one step to undo")
    ok(themewall("export", wall, "--format", "json").out == json_before, "correct: undone, all is as it was")
    ok(says(themewall("run", wall, "undo"), 0, "correction by fixed.vtt"), "correct: one step to undo")
    os.mkdir("newer")
    newer = os.path.join("newer", "interview.vtt")
    with open(newer, "w") as file:
        file.write(VTT.replace("lines", "rows"))
    ok(says(themewall("import", wall, newer), 0, "S02", "--corrects S01"), "correct: a namesake is told")
    ok(says(themewall("import", wall, newer, second, "--corrects", "S01"), 2, "one file"), "correct: by one file")


def test_import_data():
    r = themewall("import", "t.wall", write("stickies.csv", CSV), write("talk.json", json.dumps(JSON)))
    ok(says(r, 0, "csv", "json whisper"), "a table and a JSON transcript")
    study = json.loads(themewall("export", "t.wall", "--format", "json").out)
    ok([c["text"] for c in study["cards"]] == ["I print it; every week", "I lose it"],
       "a row is a card, a segment is not")
    ok(study["cards"][0]["time_ms"] == 65000 and study["cards"][0]["participant"] == "P01",
       "with its time and whose it is")
    ok([t["role"] for t in study["transcripts"][1]["turns"]] == ["moderator", "participant"],
       "the one who asks is the moderator")
    write("which.csv", "a,b\nx y,z z\n")
    ok(says(themewall("import", "t.wall", "which.csv"), 1, "--text-column", "a, b"),
       "a table whose note column nobody knows")
    ok(says(themewall("import", "t.wall", "which.csv", "--text-column", "c"), 2, "no column"),
       "a column that is not there")
    r = themewall("import", "t.wall", "which.csv", "--text-column", "b")
    study = json.loads(themewall("export", "t.wall", "--format", "json").out)
    ok(r.status == 0 and study["cards"][-1]["text"] == "z z", "--text-column names it")
    ok(says(themewall("import", "t.wall", write("cut.json", '[{"text": "a", ')), 1, "cut.json", "incomplete"),
       "JSON that is cut off is named")
    ok(says(themewall("check", "t.wall"), 0, "all well"), "the wall holds")


def test_participants():
    os.mkdir("round")
    write("round/p1.vtt", VTT)
    table = "name,Segment,company,Consent quote,note\nJO PARK,freelancer,Initech,Yes,\"came late, left early\"\nNobody,x,y,,\n"
    write("round/participants.csv", table)
    r = themewall("import", "round.wall", "round")
    ok(says(r, 0, "participants.csv: 1 of 2 people known", "line 3: nobody here is \"Nobody\""),
       "a table of participants in the folder; who is nobody is named")
    person = json.loads(themewall("export", "round.wall", "--format", "json").out)["participants"][0]
    ok(person["attributes"] == {"company": "Initech", "segment": "freelancer"} and
       person["note"] == "came late, left early" and "yes" in json.dumps(person), "attributes, consent, note")
    ok(says(themewall("run", "round.wall", "undo"), 0) and
       json.loads(themewall("export", "round.wall", "--format", "json").out)["transcripts"] == [],
       "one undo step with the transcripts")
    themewall("run", "round.wall", "redo")
    write("participants.csv", "participant;segment\nP01;agency\n")
    ok(says(themewall("import", "round.wall", "participants.csv"), 0, "1 of 1") and
       b"agency" in themewall("export", "round.wall", "--format", "json").out, "later, by code")
    ok(says(themewall("import", "round.wall", "--dry-run", "participants.csv"), 0, "table of participants, 1 person"),
       "looked at first")
    write("participants.csv", "participant;segment\nP77;agency\n")
    ok(says(themewall("import", "round.wall", "participants.csv"), 1, "its one person is not in this study yet"), "nobody known")
    write("participants.csv", "participant,consent\nP01,perhaps\n")
    ok(says(themewall("import", "round.wall", "participants.csv"), 2, "perhaps"), "consent is yes or no")
    ok(says(themewall("run", "round.wall", 'session-set S01 order 3', 'session-set S01 kind diary',
                      'speaker-name S01 "Jo Park" Jo', 'speaker-merge S01 Jo "Mara Lind"', 'segment company'), 0),
       "what the screen says, by name")
    ok(says(themewall("run", "round.wall", 'session-set S01 order first'), 2, "session-set takes"), "an order is a number")
    ok(says(themewall("check", "round.wall"), 0, "all well"), "the wall holds")
    os.remove("participants.csv")


def test_survey():
    answers = os.path.join(CLI_FOLDER, "../data/import/open-answers.csv")
    r = themewall("import", "survey.wall", answers, "--dry-run")
    ok(says(r, 0, "csv, UTF-8, 12 notes\n  on 2026-09-16", '  notes: "What gets in your way most with shift swaps?", '
            '"How do you swap today?", "If you could change one thing?"\n', '  who said it: "Respondent ID"\n',
            '  the day: "Submitted at"\n', '  may be quoted: "May we quote you?"\n',
            '  about the person: "Job", "Area"\n', "left out: How happy are you (1-5)",
            "1 answer to whether they may be quoted that is neither yes nor no; taken as no"),
       "a preview names the columns of a survey, what they are used as, and those left out")
    told = json.loads(themewall("import", "survey.wall", answers, "--dry-run", "--json").out)["files"][0]["columns"]
    ok({"name": "Area", "use": "about the person"} in told and len(told) == 8, "in JSON, too")
    ok(themewall("import", "survey.wall", answers).status == 0, "a survey is imported")
    wall = json.loads(themewall("export", "survey.wall", "--format", "json", "--with-names").out)
    ok(len(wall["sessions"]) == 1 and wall["sessions"][0]["date"] == "2026-09-16", "three questions are one session")
    people = {p["name"]: p for p in wall["participants"]}
    ok({n: p["consent"].get("quote") for n, p in people.items()} ==
       {"R01": "yes", "R02": "no", "R03": "yes", "R04": "no", "R05": None}, "consent is what each said of it")
    ok(people["R03"]["attributes"] == {"Area": "kitchen", "Job": "Line cook"}, "what groups people is known of each")
    cards = list(csv.DictReader(io.StringIO(themewall("export", "survey.wall", "--format", "csv").out.decode())))
    ok(len(cards) == 12 and not any("too late for me" in str(c) or "never swap" in str(c) for c in cards) and
       any("see it on my phone" in str(c) for c in cards), "words of who said no are kept back, the others' are not")
    ok(themewall("check", "survey.wall").status == 0, "and every receipt holds")
    write("areas.csv", "Respondent,Area,Why do you stay?\n1,north,They know me by name here.\n2,south,It is close to where I live.\n")
    themewall("import", "areas.wall", "areas.csv")
    themewall("run", "areas.wall", "participant-set P01 consent-quote no")
    write("again.csv", "Respondent,Can we quote you?,Why did you come?\n1,yes,My sister works in this shop.\n2,yes,I saw the sign in the window.\n")
    themewall("import", "areas.wall", "again.csv")
    wall = json.loads(themewall("export", "areas.wall", "--format", "json", "--with-names").out)
    ok(wall["study"]["segment"] == "Area", "the only attribute is the segment while there is none")
    ok([p["consent"]["quote"] for p in wall["participants"]] == ["no", "yes"], "a file never takes back a no")


def test_pseudonyms():
    talk = VTT.replace("Jo Park", "Joan Park").replace("And then?", "And then, Joan?").replace("Then I print it.", "Ask Joan Park, jo@park.example, 0170 1234567.")
    write("named.vtt", talk)
    r = themewall("import", "named.wall", "--pseudonyms", "--dry-run", "named.vtt")
    ok(says(r, 0, "Joan Park becomes [name], 1 time\n", "jo@park.example becomes [email]"), "a list to go through first")
    r = themewall("import", "named.wall", "--pseudonyms", "--cards", "sentences", "named.vtt")
    study = json.loads(themewall("export", "named.wall", "--format", "json").out)
    text = study["transcripts"][0]["text"]
    ok(r.status == 0 and "And then, [name]?" in text and text.endswith("Ask [name], [email], [phone]."), "replaced before it is stored")
    ok(all(text[c["start"]:c["end"]] == c["text"] for c in study["cards"]), "receipts are exact in what is stored")
    ok(study["transcripts"][0]["turns"][1]["start_ms"] == 4000, "times stay")
    ok(says(themewall("check", "named.wall"), 0, "all well"), "the wall holds")
    ok(says(themewall("import", "named.wall", "named.vtt"), 0, "already imported as S01"), "the same file is known")
    write("named-2.vtt", talk.replace("last week", "in the last week"))
    r = themewall("import", "named.wall", "named-2.vtt", "--corrects", "S01")
    ok(says(r, 0, "S01v2", "4 quotes found again", "names are replaced as they were") and b" not, kept" not in r.err,
       "a corrected text has them replaced in the same words")
    text = themewall("export", "named.wall", "--format", "json").out
    ok(b"And then, Joan" not in text and b"jo@park" not in text, "so that nobody is named by it")


def test_dry_run():
    os.mkdir("dry")
    os.chdir("dry")
    write("p1.vtt", VTT)
    write("stickies.csv", CSV)
    write("open.csv", 'note,tag\n"never closed,a\n')
    r = themewall("import", "new.wall", "p1.vtt", "stickies.csv", "--dry-run")
    ok(says(r, 0, "p1.vtt: vtt zoom, UTF-8, 4 turns", "Mara Lind: moderator (guessed), 2 turns",
            "> 00:01  Mara Lind: What did you do last week?", "stickies.csv: csv, UTF-8, 2 notes",
            "P1: participant, 1 turn", "[Trust] I print it; every week", "nothing was written"),
       "--dry-run tells what a file was taken for, who speaks, how it begins")
    ok(r.err == b"" and b"trust the sum" in r.out and r.out.count(b"  > ") == 5,
       "on stdout, three turns of a file at most")
    ok(sorted(os.listdir(".")) == ["open.csv", "p1.vtt", "stickies.csv"], "and makes no wall")
    r = themewall("import", "new.wall", "p1.vtt", "open.csv", "--dry-run", "--json")
    told = json.loads(r.out)
    first, second = told["files"]
    ok(r.status == 5 and told["dry_run"] and b"line 2 never closes" in r.err, "one that cannot be read: exit 5")
    ok((first["format"], first["dialect"], first["turns"], len(first["first"])) == ("vtt", "zoom", 4, 3) and
       first["speakers"][0] == {"label": "Mara Lind", "role": "moderator", "guessed": True, "turns": 2, "words": 8},
       "as JSON")
    ok("line 2" in second["error"], "with what is wrong with the other")
    ok(says(themewall("import", "new.wall", "open.csv", "--dry-run"), 1, "line 2"), "none can be read: exit 1")
    ok(says(themewall("import", "have.wall", "p1.vtt"), 0), "a wall")
    before = themewall("export", "have.wall", "--format", "json").out
    ok(themewall("import", "have.wall", "stickies.csv", "--dry-run").status == 0 and
       themewall("export", "have.wall", "--format", "json").out == before, "stays as it is")
    inode = os.stat("have.wall")
    r = themewall("import", "have.wall", "p1.vtt", "stickies.csv", "--dry-run")
    ok(says(r, 0, "  already imported as S01 (the same file); --again imports it once more\n", "stickies.csv: csv", "  new\n"), "what it has already is said")
    told = json.loads(themewall("import", "have.wall", "p1.vtt", "stickies.csv", "--dry-run", "--json").out)
    ok([(f["on_wall"], f.get("transcript")) for f in told["files"]] == [("already", "S01"), ("new", None)], "as JSON, too")
    write("p1.vtt", VTT.replace("last week", "in the last week"))
    ok(says(themewall("import", "have.wall", "p1.vtt", "--dry-run"), 0, "new; S01 is from a file of that name", "--corrects S01"),
       "a name it knows with other words is mostly a correction")
    r = themewall("import", "have.wall", "p1.vtt", "--dry-run", "--corrects", "S01")
    ok(says(r, 0, "a correction: the next version of S01"), "and is one where that is asked for")
    told = json.loads(themewall("import", "have.wall", "p1.vtt", "--dry-run", "--json", "--corrects", "S01").out)
    ok((told["files"][0]["on_wall"], told["files"][0]["transcript"]) == ("corrects", "S01"), "as JSON, too")
    ok(says(themewall("import", "have.wall", "p1.vtt", "--dry-run", "--corrects", "S07"), 1, "S07"), "of a session that is there")
    ok(says(themewall("import", "have.wall", "p1.vtt", "--dry-run", "--read-only"), 0, "new; S01"), "watching is enough to look")
    ok(says(themewall("import", "have.wall", "p1.vtt", "--read-only"), 1, "reading only"), "not to import")
    ok(os.stat("have.wall") == inode and themewall("export", "have.wall", "--format", "json").out == before,
       "and the file is not touched")
    with open("have.json", "wb") as out:
        out.write(before)
    ok(says(themewall("import", "new.wall", "have.json", "--dry-run"), 0, "a whole wall, 1 transcript"),
       "a JSON export is named as one")
    ok(says(themewall("import", "have.wall", "p1.vtt", "--json"), 2, "--dry-run"), "--json goes with --dry-run")
    os.chdir("..")


def test_run():
    r = themewall("run", "r.wall", 'card-new observation "Opened a calculator"', 'cluster-new "Trust"',
                  "card-move C-001 T-01", 'card-new idea "Show the lines"', "card-move C-002 loose 3 12",
                  "card-star C-001", 'card-imply C-001 "They check"')
    ok(r.status == 0 and r.out.split() == b"C-001 T-01 C-001 C-002 C-002 C-001 C-001".split(),
       "each command answers with the code of what it made or changed")
    study = json.loads(themewall("export", "r.wall", "--format", "json").out)
    first, second = study["cards"]
    ok(first["cluster"] == "T-01" and first["rank"] == 0 and "surprise" in first["flags"] and
       first["implies"] == "They check", "in its theme, starred, with what it implies")
    ok((second["place"], second["column"], second["line"]) == ("loose", 3, 12), "loose at its anchor")
    r = themewall("run", "r.wall", "-", stdin=b'# a comment\n\nundo\nundo\nundo\n')
    ok(says(r, 0, "C-002"), "commands from standard input; undo names what it undoes")
    ok(says(themewall("run", "e.wall", "undo"), 1, "undo"), "nothing to undo says so, exit 1")
    r = themewall("run", "r.wall", 'card-new pain "again"')
    ok(r.out.split() == [b"C-003"], "a code is never used twice, undone or not")
    ok(says(themewall("check", "r.wall"), 0, "all well"), "check")
    ok(says(themewall("history", "r.wall"), 0, "undone"), "history")
    ok(says(themewall("run", "r.wall", "--as", "tom", "undo"), 1), "another person undoes only their own")


def test_export():
    themewall("import", "x.wall", write("x1.vtt", VTT))
    themewall("run", "x.wall", 'excerpt S01 "I trust the lines." quote', 'cluster-new "Sums"',
              "card-move C-001 T-01")
    for name in ("findings", "markdown", "outline", "json"):
        a, b = (themewall("export", "x.wall", "--format", name) for _ in range(2))
        ok(a.status == 0 and a.out == b.out and (b"Sums" in a.out), name + ": twice the same bytes")
        ok((b"Jo Park" in a.out) == (name == "json"), name + ": names only where they belong")
    ok(b"[1 of 1]" in themewall("export", "x.wall").out, "people are counted")
    ok(says(themewall("export", "x.wall", "-o", "f.txt"), 0) and os.path.exists("f.txt"), "into a file")
    ok(says(themewall("export", "x.wall", "-o", os.curdir), 2, "folder"), "a folder is no file")
    ok(says(themewall("export", "x.wall", "-o", "none/f.txt"), 1, "folder is not there"), "nor is a folder made")
    ok(says(themewall("export", "x.wall", "-o", "f.txt"), 2, "--force"), "never over a file unasked")
    ok(says(themewall("export", "x.wall", "-o", "f.txt", "--force"), 0), "unless forced")
    ok(says(themewall("export", "x.wall", "--format", "pdf"), 2, "pdf"), "an unknown format")
    one = themewall("export", "x.wall", "--format", "json").out
    with open("x.json", "wb") as out:
        out.write(one)
    r = themewall("import", "y.wall", "x.json")
    ok(r.status == 0 and themewall("export", "y.wall", "--format", "json").out == one,
       "export, import, export is the identity")
    ok(says(themewall("check", "y.wall"), 0, "all well"), "and the copy holds")
    ok(themewall("import", "x.wall", "x.json").status == 2, "a whole wall goes into an empty one only")


SECRETS = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Interviewer: What did you do?

2
00:00:05.000 --> 00:00:09.000
Marisol Quintana: Marisol here, write to marisol.q@example.org or call +49 170 5550123, Ms Quintana said.

3
00:00:10.000 --> 00:00:14.000
Bertrand Olusola: My words are not for quoting at all.
"""


def test_privacy():
    """no name, address or number in what is passed on, no words of a person who said no"""
    themewall("import", "p.wall", write("secrets.vtt", SECRETS))
    done = themewall("run", "p.wall", 'excerpt S01 "Marisol here, write to marisol.q@example.org or call +49 170 5550123, '
              'Ms Quintana said." quote', 'excerpt S01 "My words are not for quoting at all." quote',
              'cluster-new "What Marisol wants"', "card-move C-001 C-002 T-01",
              'card-imply C-001 "ask Quintana (0170 5550123) again"', 'insight-new "Quintana leaves" T-01',
              'recommend I-1 "call +49 170 5550123"', "participant-set P02 consent-quote no",
              'belief-add "Marisol is wrong"', 'decide "ask marisol.q@example.org"',
              'study "What Quintana pays" "Why does Marisol pay?"', 'card-tag C-001 "marisol.q@example.org"',
              'card-new idea "call 0170 5550123" P01', 'card-need C-003 "Quintana wants 0170 5550123"',
              'card-move C-003 T-01', 'cluster-define T-01 "all of Marisol"', 'cluster-include T-01 "Olusola"',
              'hypothesis I-1 "Marisol waits" "Quintana calls" "Olusola stays"', 'insight-set I-1 so-what "ask Olusola"',
              'recommend I-1 "later" "Marisol Quintana"', 'evidence-add I-1 "mailto:marisol.q@example.org"',
              'evidence-add I-1 C-001 qualifies "Quintana again"', 'belief-verdict 1 mixed "Olusola says"',
              'session-set S01 title "With Marisol"', 'participant-set P01 segment "Quintana Ltd"')
    ok(done.status == 0, "a secret in every text there is: " + done.err.decode())
    for coder, piles in (("Ana Team", ('C-001 C-003 "Marisol Quintana"', 'C-002 "0170 5550123"')),
                         ("Tom Team", ('C-001 "marisol quintana"', 'C-002 C-003 "as Olusola"'))):
        done = themewall("run", "p.wall", 'layer-new "what Marisol says"', *("layer-put " + p for p in piles), "layer-reveal",
                         "--as", coder)
        ok(done.status == 0, "and in what people think alone: " + done.err.decode())
    themewall("run", "p.wall", 'ballot-new "Does Quintana pay?" 2', "vote T-01 2", "ballot-close", "--as", "Ana Team")
    themewall("run", "p.wall", 'ballot-new "Ask 0170 5550123?" 2', "vote T-01 2", "--as", "Tom Team")
    secrets = [b"Marisol", b"Quintana", b"marisol.q", b"5550123", b"Olusola"]
    names = [line.split()[0] for line in themewall("help", "export").out.decode().split("\n") if line.strip()]
    formats = [n for n in names if themewall("export", "p.wall", "--format", n).status == 0 and n != "json"]
    ok(len(formats) >= 13, "every format is looked at: " + " ".join(formats))
    for name in formats:
        a, b = (themewall("export", "p.wall", "--format", name).out for _ in range(2))
        ok(a == b, name + ": twice the same bytes")
        ok(not [s for s in secrets if s in a], name + ": no name, no address, no number")
        ok(b"not for quoting" not in a, name + ": no words of a person who said no")
    page = themewall("export", "p.wall").out
    ok(b"Ana Team and Tom Team" in page and b"HOW THE TEAM VOTED" in page, "who sorted is of the team, and named")
    named = themewall("export", "p.wall", "--with-names").out
    ok(b"Marisol" in named and b"not for quoting" not in named, "with names: names, still no such words")
    themewall("run", "p.wall", 'participant-set P02 name "No"')
    ok(b"not for quoting" not in themewall("export", "p.wall", "--format", "csv").out, "whose name is No has said no")


def test_consent():
    """whatever the consent is called, it decides whether words leave; other words are refused"""
    themewall("import", "consent.wall", write("consent.vtt", SECRETS))
    themewall("run", "consent.wall", 'excerpt S01 "My words are not for quoting at all." quote')
    said = lambda: b"not for quoting" in themewall("export", "consent.wall", "--format", "csv").out
    for what in ("consent", "quoted", "quote", '"May be quoted"', "consent-quote"):
        ok(says(themewall("run", "consent.wall", "participant-set P02 %s no" % what), 0) and not said(),
           "participant-set P02 %s no: no words" % what)
        ok(says(themewall("run", "consent.wall", 'participant-set P02 %s "not recorded"' % what), 0) and said(),
           "and back")
    ok(says(themewall("run", "consent.wall", "participant-set P02 consent perhaps"), 2, "yes, no or", "perhaps") and said(),
       "a word that is none names those there are")
    people = json.loads(themewall("export", "consent.wall", "--format", "json").out)["participants"]
    ok(not people[1]["attributes"], "consent is no attribute")
    write("participants.csv", "participant,consent\nP02,No\n")
    ok(says(themewall("import", "consent.wall", "participants.csv"), 0) and not said(), "nor in a table of people")


def test_copies():
    """A card of one person in two themes: heard in both, one card of the study."""
    wall, again = "copies.wall", "copies-again.wall"
    ok(says(themewall("import", wall, write("copies.vtt", VTT), "--cards", "turns"), 0), "copies: an interview")
    cards = json.loads(themewall("export", wall, "--format", "json").out)["cards"]
    said = next(c["id"] for c in cards if c["participant"])
    ok(says(themewall("run", wall, 'cluster-new "All"', 'cluster-new "Trust" T-01', 'cluster-new "Effort" T-01',
                      f"card-move {said} T-02", f"card-copy-to {said} T-03"), 0, said), "copies: a card in two themes")
    outline = themewall("export", wall, "--format", "outline").out.decode()
    ok(all(f"{name}  [{code}, 1 of 1 person, 1 card]" in outline
           for name, code in (("All", "T-01"), ("Trust", "T-02"), ("Effort", "T-03"))),
       "copies: heard and counted in both, once above both")
    stats = json.loads(themewall("stats", wall, "--json").out)
    before = len(cards)
    ok(stats["study"]["cards"] == before, "copies: the study has no card more")
    rows = list(csv.DictReader(io.StringIO(themewall("export", wall, "--format", "csv").out.decode())))
    ok(len(rows) == before and [r["also_in"] for r in rows if r["card"] == said] == ["T-03"],
       "copies: one line of the table, which says where else")
    whole = themewall("export", wall, "--format", "json").out
    ok(says(themewall("import", again, write("copies.json", whole.decode())), 0), "copies: the private copy is read")
    ok(themewall("export", again, "--format", "json").out == whole, "copies: and written as it was")
    ok(says(themewall("check", again), 0), "copies: the new wall is whole")
    findings = themewall("export", wall).out.decode()
    ok(findings.count("Effort") and findings.count("Trust"), "copies: both themes are findings")
    canvas = json.loads(themewall("export", wall, "--format", "canvas").out)
    ok(len([n for n in canvas["nodes"] if n["id"] in (said, said + "-T-03")]) == 2, "copies: two notes on a canvas")


def test_files():
    themewall("new", "m.wall", "--title", "Money")
    ok(os.stat("m.wall").st_mode & 0o777 == 0o600, "a wall is private")
    themewall("new", "s.wall", "--shared")
    ok(os.stat("s.wall").st_mode & 0o777 == 0o660, "unless shared")
    ok(json.loads(themewall("export", "m.wall", "--format", "json").out)["study"]["title"] == "Money",
       "--title")
    r = themewall("--read-only", "run", "gone.wall", "cluster-new Trust")
    ok(r.status == 1 and not os.path.exists("gone.wall"), "watching makes no file")
    write("text.wall", "not a wall\n")
    r = themewall("export", "text.wall")
    ok(r.status in (1, 4) and b"text.wall" in r.err and r.err.count(b"\n") == 1, "a text file is no wall")
    write("evil.vtt", VTT.replace("Then I", "Then \x1b]0;CANARY\x07 I"))
    r = themewall("import", "h.wall", "evil.vtt")
    ok(r.status == 0 and b"\x1b" not in r.out + r.err, "controls are replaced and said")
    everything = b"".join(themewall("export", "h.wall", "--format", f).out
                          for f in ("findings", "markdown", "outline", "json"))
    ok(b"\x1b" not in everything, "and never come out again")
    ok(b"\x1b" not in themewall("import", "h.wall", "no\x1b[31mfile").err, "not in a message either")


def test_merge():
    themewall("run", "mine.wall", 'card-new observation "one"', "--as", "ann")
    themewall("backup", "mine.wall", "toms.wall")
    themewall("run", "toms.wall", 'card-new observation "two"', "--as", "tom")
    themewall("run", "mine.wall", 'card-edit C-001 "one, by ann"', "--as", "ann")
    r = themewall("merge", "mine.wall", "toms.wall", "--as", "ann", env={"XDG_STATE_HOME": os.path.abspath("kept")})
    ok(r.status == 0 and b"1 change by tom" in r.out and b"as it was before: " in r.out, "two copies joined")
    text = themewall("export", "mine.wall", "--format", "json").out
    ok(b"one, by ann" in text and re.search(rb'"C-[b-z]002"', text), "both did something; codes tell the copy")
    ok(b"nothing new" in themewall("merge", "mine.wall", "toms.wall").out, "then there is nothing new")
    ok(themewall("check", "mine.wall").status == 0, "and all is well")
    themewall("run", "stranger.wall", 'card-new observation "other"')
    r = themewall("merge", "mine.wall", "stranger.wall")
    ok(r.status == 1 and b"not copies" in r.err, "a wall that is none of ours is refused")
    ok(themewall("merge", "mine.wall").status == 2, "merge wants two walls")


def test_compare():
    """two people's sorts of the same transcripts"""
    source = write("both.vtt", SHARED)
    for wall, moves in (("ana.wall", ("C-001 C-002 T-01", "C-003 T-02")), ("tom.wall", ("C-001 T-01", "C-002 C-003 T-02"))):
        themewall("import", wall, source, "--cards", "turns")
        themewall("run", wall, "cluster-new Totals", "cluster-new Lines", *("card-move " + m for m in moves))
    before = [themewall("export", w, "--format", "json").out for w in ("ana.wall", "tom.wall")]
    r = themewall("compare", "ana.wall", "tom.wall")
    ok(says(r, 0, "ana.wall and tom.wall", "Adjusted Rand index", "Disputed: 3 cards", "Totals | Lines"), "compare")
    ok(max(map(len, r.out.decode().split("\n"))) <= 80, "on 80 columns")
    found = json.loads(themewall("compare", "ana.wall", "tom.wall", "--json").out)
    ok(found["sorted"] == 3 and found["adjusted_rand"]["value"] == -0.5 and found["kappa"]["value"] == 0.4,
       "the figures, for programs")
    ok(found["list"][0]["card"] == "C-002" and found["list"][0]["apart"] == 2, "the most disputed first")
    ok([themewall("export", w, "--format", "json").out for w in ("ana.wall", "tom.wall")] == before, "none is changed")
    themewall("run", "tom.wall", "cluster-name T-01 Sums", "cluster-name T-02 Rows")
    ok(says(themewall("compare", "ana.wall", "tom.wall"), 0, "no result: they have no theme name in common"),
       "no kappa without names both used")
    ok(themewall("compare", "ana.wall").status == 2 and themewall("compare", "ana.wall", "none.wall").status == 1,
       "two walls that are there")


def test_layers():
    """what two people sorted alone in one wall, and a vote"""
    cards = [f'card-new observation "card {i}"' for i in range(4)]
    themewall("run", "one.wall", *cards, "--as", "ana")
    themewall("run", "one.wall", "layer-new", "layer-put C-001 C-002 money", "layer-put C-003 C-004 time", "--as", "ana")
    ok(themewall("run", "one.wall", "layer-put C-001 money", "--as", "tom").status == 2, "a layer is begun first")
    themewall("run", "one.wall", "layer-new", "layer-put C-001 C-002 C-003 Money", "layer-put C-004 Time", "--as", "tom")
    ok(b"nobody has shown how they sorted" in themewall("compare", "--layers", "one.wall").err, "nothing is shown yet")
    themewall("run", "one.wall", "layer-reveal", "--as", "tom")
    r = themewall("compare", "--layers", "one.wall")
    ok(says(r, 0, "tom and this wall", "no result: fewer than two cards were sorted by both"), "one sort is compared with the wall")
    ok(b"ana has shown no sort" in themewall("compare", "--layers", "one.wall", "ana", "tom").err, "and it says whose is not")
    themewall("run", "one.wall", "layer-reveal", "--as", "ana")
    r = themewall("compare", "--layers", "one.wall")
    ok(says(r, 0, "ana and tom", "Adjusted Rand index", "money 2 | Money 3: 2 in both, kappa 0.50", "time 2 | Time 1: 1 in both", "Disputed: 4 cards",
            "C-003  card 2"), "compare --layers")
    found = json.loads(themewall("compare", "--layers", "one.wall", "tom", "ana", "--json").out)
    ok(found["first"] == "tom" and found["sorted"] == 4 and found["kappa"]["value"] == 0.5, "the figures, for programs")
    ok(found["groups"][0] == {"first": "Money", "second": "money", "cards_first": 3, "cards_second": 2, "both": 2,
                              "kappa": {"value": 0.5, "why": None}}, "group by group")
    ok(themewall("compare", "--layers", "one.wall", "ana", "tom", "cem").status == 2, "two names at most")
    themewall("run", "one.wall", "cluster-new money", "card-move C-001 C-002 C-003 T-01", "cluster-new Late", "card-move C-004 T-02", "--as", "ana")
    r = themewall("compare", "--layers", "one.wall", "ana")
    ok(says(r, 0, "ana and this wall", "money 2 | money 3: 2 in both, kappa 0.50"), "one name: with the wall's themes")
    found = json.loads(themewall("compare", "--layers", "one.wall", "tom", "--json").out)
    ok(found["second"] == "this wall" and found["adjusted_rand"]["value"] == 1, "for programs, too")
    themewall("run", "one.wall", 'ballot-new "what first" 3', "vote T-01 2", "--as", "ana")
    counts = json.loads(themewall("stats", "one.wall", "--json").out)["votes"]
    ok(counts[0]["people"] is None and counts[0]["result"] == [], "the counts of an open vote are blind")
    ok(b"what first" not in themewall("export", "one.wall").out, "and so is the page")
    ok(b"1 dots left" in themewall("run", "one.wall", "vote T-02 2", "--as", "ana").err, "no more dots than there are")
    r = themewall("run", "one.wall", "vote T-01", "vote T-02 2", "ballot-close", "--as", "tom")
    ok(says(r, 0, "T-01 3 dots · 2 people", "T-02 2 dots · 1 person"), "the result of a vote")
    ok(says(themewall("export", "one.wall"), 0, "HOW TWO PEOPLE SORTED", "HOW THE TEAM VOTED", "money [T-01]: 3 of 6 dots, 2 of 2 people"),
       "the page says how they sorted and voted")
    ok(says(themewall("stats", "one.wall"), 0, "AGREEMENT", "VOTES", "what first (themes; 2 people, 3 dots each)"), "so do the counts")
    both = [themewall("export", "one.wall", "--as", name).out for name in ("ana", "a reader")]
    ok(both[0] == both[1] and b"a reader" not in both[0], "who only exports is not of the team: the same bytes")
    ok(themewall("check", "one.wall").status == 0, "and all is well")


SHARED = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Jo Park: The totals are never right for me.

2
00:00:04.000 --> 00:00:09.000
Mara Lind: And then?

3
00:00:10.000 --> 00:00:14.000
Jo Park: Then I print every single line of it.

4
00:00:15.000 --> 00:00:17.000
Mara Lind: What happens then?

5
00:00:20.000 --> 00:00:24.000
Jo Park: I go through the lines with a pencil.
"""


def test_demo():
    home = os.path.abspath("home")
    os.mkdir(home)
    r = themewall("demo", env={"HOME": home, "XDG_DATA_HOME": home, "XDG_STATE_HOME": home})
    ok(r.status == 0 and b"IN SHORT" in r.out and r.err == b"", "demo without a terminal: findings")
    lines = r.out.decode().split("\n")
    ok(max(map(len, lines)) <= 80, "80 columns")
    ok(len(re.findall(r"\[\d of 8\]", r.out.decode())) >= 10, "each theme says how many people")
    ok(os.listdir(home) == [], "it leaves nothing behind")


SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "sample", "study.run")


def said(page, pattern):
    """(words, code) of each quote of a page"""
    return [(html.unescape(words), code) for words, code in re.findall(pattern, page, re.S)]


def test_receipts():
    """each quote of each page is what its transcript holds at its place"""
    with open(SAMPLE, "rb") as commands:
        themewall("run", "s.wall", "-", stdin=commands.read())
    wall = json.loads(themewall("export", "s.wall", "--format", "json").out)
    texts = {t["id"]: t["text"] for t in wall["transcripts"]}
    cards = {c["id"]: c for c in wall["cards"]}
    pages = {name: themewall("export", "s.wall", "--format", name).out.decode() for name in ("findings", "markdown", "html")}
    found = {"html": said(pages["html"], r'<blockquote><p dir="auto">&quot;(.*?)&quot;</p>.*?<span class="code">(.*?)</span>'),
             "markdown": said(pages["markdown"], r'\n> "(.*?)"\\\n> — .*?\[(C-\d+)\]'),
             "findings": said(pages["findings"], r'\n    "(.*?)"\n          P.*?\[(C-\d+)\]')}
    for name, quotes in found.items():
        ok(len(quotes) > 100, f"{name}: {len(quotes)} quotes")
        wrong = []
        for words, code in quotes:
            card = cards[code]
            place = texts[card["transcript"]][card["start"]:card["end"]]
            plain = re.sub(r"\\([^\w\s])", r"\1", words) if name == "markdown" else words
            if " ".join(plain.split()) != " ".join(place.split()):
                wrong.append((code, words, place))
        ok(not wrong, f"{name}: every quote stands at its place {wrong[:2] or str()}".rstrip())
    ok(says(themewall("check", "s.wall"), 0, "all well: 128 cards"), "and check has walked them all")


with tempfile.TemporaryDirectory(prefix="themewall-cli-") as folder:
    for test in [each for name, each in globals().items() if name.startswith("test_")]:
        own = os.path.join(folder, test.__name__)
        os.mkdir(own)
        os.chdir(own)
        test()
    os.chdir("/")
print("1..%d" % count)
sys.exit(failed != 0)
