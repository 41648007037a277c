"""What the importer makes of public transcripts, against a naive reading of the same files in Python.

corpus.py IMPORT_DUMP SOURCE_ROOT: TAP. Nothing of a file's spoken words may be missing and nothing added; six files
have figures read by hand (tests/data/import/corpus-table.tsv); peers' merged results are reproduced where their
rules and ours agree. The corpus lies beside the source tree; where it is absent the test is skipped.
"""
import csv
import html
import json
import re
import subprocess
import sys
from pathlib import Path

DUMP, ROOT = sys.argv[1], Path(sys.argv[2]).resolve()
CORPUS = ROOT.parent / 'shared' / 'corpus'
TIMING = re.compile(r'^\s*[\d:.,-]+\s*-->')
DRAFTS = {}
count = failed = 0


def ok(passed, name, why=''):
    global count, failed
    count += 1
    failed += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed and why:
        print('# ' + why.replace('\n', '\n# '))


def dump_all(paths, *options):
    run = subprocess.run([DUMP, *options, *map(str, paths)], capture_output=True, check=False)
    if run.returncode:
        print('Bail out! ' + run.stderr.decode()[:2000].replace('\n', '\n# '))
        sys.exit(1)
    return dict(zip(paths, map(json.loads, run.stdout.decode().splitlines())))


def dump(path):
    return DRAFTS[path]


def text_of(path):
    return path.read_bytes().decode('utf-8-sig').replace('\r\n', '\n').replace('\r', '\n')


def untagged(text):
    return html.unescape(re.sub(r'<[/\w.][^<>]*>|<>', '', text))


# ---- naive readings: the words of a file, in order ----

def cue_lines(path):
    """Lines of text under each timing, up to the next blank line or timing."""
    cues, inside = [], False
    lines = text_of(path).split('\n')
    for at, line in enumerate(lines):
        if TIMING.match(line):
            inside = True
            cues.append([])
        elif not line:
            inside = False
        elif inside and not (line.isdigit() and at + 1 < len(lines) and TIMING.match(lines[at + 1])):
            cues[-1].append(line)
    return cues


def words_zoom(path):
    names = ['Andrew Knight', 'Paul McCartney', 'George Harrison', 'Ringo Starr', 'John Lennon']
    text = ''
    for cue in cue_lines(path):
        line = ' '.join(cue)
        for name in names:
            line = line.removeprefix(name + ':')
        text += ' ' + line
    return text


def words_teams(path):
    return ' '.join(re.findall(r'<v [^>]*>(.*?)</v>', text_of(path), re.S))


def words_whisper(path):
    if path.suffix == '.txt':
        lines = text_of(path).split('\n')
    else:
        lines = [line for cue in cue_lines(path) for line in cue]
    return ' '.join(re.sub(r'^\[SPEAKER_\d+\]: ', '', line) for line in lines)


def words_captions(path):
    return ' '.join(untagged(line) for cue in cue_lines(path) for line in cue)


def words_rolling(path):
    said = []
    for cue in cue_lines(path):
        for line in cue:
            line = untagged(line).strip()
            if line and not (said and said[-1] == line):
                said.append(line)
    return ' '.join(said)


def words_zoom_saved(path):
    return ' '.join(line for line in text_of(path).split('\n') if not re.match(r'^\[[^\]]+\] \d+:\d+:\d+$', line))


def unescaped(text):
    return re.sub(r'\\([!-/:-@\[-`{-~])', r'\1', text)


def words_podcast(path):
    said = []
    for line in text_of(path).split('\n'):
        line = re.sub(r'^\*\*[^*]+:\*\*|^\*\*[^*]+\*\*:', '', line).strip()
        said.append(unescaped(re.sub(r'^\\\[[\d:.]+\\\]', '', line)))
    return ' '.join(said)


def words_notes(path):
    """Without front matter, headings, rules, and the marks of bullets and quotes; code as it stands."""
    said, code = [], False
    text = text_of(path)
    if text.startswith('---\n'):
        text = text.split('\n---\n', 1)[1]
    for line in text.split('\n'):
        if re.match(r'^\s*```', line):
            code = not code
        elif code:
            said.append(line)
        elif not re.match(r'^\s*(#{1,6}\s|#{1,6}$|([-*_])(\s*\2){2,}\s*$)', line):
            line = re.sub(r'^\s*(>\s*)+', '', line)
            line = re.sub(r'^\s*([-*+]|\d{1,4}[.)])(\s+|$)', '', line)
            said.append(unescaped(line))
    return ' '.join(said)


def words_labelled(*names):
    def words(path):
        said = []
        text = text_of(path).split('\n---\n', 1)[1]
        for line in text.split('\n'):
            if not line.startswith('#'):
                said.append(re.sub('^(' + '|'.join(names) + ')[:：]', '', line))
        return ' '.join(said)
    return words


def words_json(path):
    """The whole text, where a service gives it beside the parts; else the parts."""
    document = json.loads(path.read_bytes())
    results = document.get('results', {})
    if 'utterances' in results:
        return ' '.join(part['transcript'] for part in results['utterances'])
    if 'channels' in results:
        return ' '.join(word['punctuated_word'] for word in results['channels'][0]['alternatives'][0]['words'])
    if 'transcripts' in results:
        return results['transcripts'][0]['transcript']
    return document['text']


def words_table(path):
    """The last column of a table with tabs, without quotes; --- stands between paragraphs."""
    return ' '.join(line.split('\t')[-1].replace('---', ' ') for line in text_of(path).split('\n')[1:])


FILES = {
    'formats/zoom/*.vtt': words_zoom,
    'formats/zoom/zoom-client-saved-transcript.txt': words_zoom_saved,
    'formats/teams/*.vtt': words_teams,
    'formats/whisper/*.vtt': words_whisper,
    'formats/whisper/*.srt': words_whisper,
    'formats/whisper/*.txt': words_whisper,
    'formats/whisper/*.json': words_json,
    'formats/whisper/*.tsv': words_table,
    'formats/zoom/*.tsv': words_table,
    'formats/teams/*.tsv': words_table,
    'formats/assemblyai/*.json': words_json,
    'formats/deepgram/*.json': words_json,
    'formats/aws/*.json': words_json,
    'formats/vtt-youtube/netflix.vtt': words_captions,
    'formats/vtt-youtube/youtube_dl.vtt': words_rolling,
    'real/podcast-changelog/*.md': words_podcast,
    'real/transcripts-bitcoin/interview-*.md': words_labelled('stark', 'adam3us'),
    'real/transcripts-bitcoin/*gloria*.md': words_labelled('问', '答', 'darosior'),
    'real/transcripts-bitcoin/20*.md': words_notes,
}


def tokens(text):
    """Words between blanks; each ideograph and its punctuation alone, since lines of those join without one."""
    return re.findall(r'[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65]|'
                      r'[^\s\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65]+', text)


def first_difference(got, want):
    at = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
    return f'{len(got)} words, expected {len(want)}; got {got[at:at + 8]}, expected {want[at:at + 8]}'


def all_files():
    patterns = [*FILES, 'suites/wpt-webvtt-*/*.vtt']
    return sorted({path for pattern in patterns for path in CORPUS.glob(pattern)})


def test_words():
    seen = set()
    for pattern, words in FILES.items():
        for path in sorted(CORPUS.glob(pattern)):
            if path in seen:
                continue
            seen.add(path)
            draft = dump(path)
            got = tokens(' '.join(turn['text'] for turn in draft.get('turns', [])))
            want = tokens(words(path))
            ok(got == want and want, f'{path.relative_to(CORPUS)}: every word, none added',
               draft.get('error') or first_difference(got, want))
    return seen


def check_draft(path, draft):
    """What every draft keeps: counts in code points, cues inside their turn and ascending, no controls."""
    turns = draft['turns']
    right = draft['nchars'] == len('\n'.join(turn['text'] for turn in turns))
    for turn in turns:
        positions = [at for at, _ in turn['cues']]
        right &= turn['nchars'] == len(turn['text']) > 0 and turn['text'] == turn['text'].strip(' \t\n')
        right &= positions == sorted(positions) and all(0 <= at < turn['nchars'] for at in positions)
        right &= turn['start_ms'] < 0 or turn['cues'][:1] == [[0, turn['start_ms']]]
        right &= not re.search(r'[\x00-\x08\x0a-\x1f\x7f-\x9f]', turn['text'])
    ok(right, f'{path.relative_to(CORPUS)}: counts, times and characters are in order')


def test_table():
    with open(ROOT / 'tests/data/import/corpus-table.tsv', encoding='utf-8') as file:
        for row in csv.DictReader(file, delimiter='\t'):
            draft = dump(CORPUS / row['file'])
            got = [str(len(draft['turns'])), '|'.join(s['label'] for s in draft['speakers']),
                   str(draft['turns'][0]['start_ms']), str(draft['turns'][-1]['start_ms'])]
            want = [row['turns'], row['speakers'], row['first_ms'], row['last_ms']]
            ok(got == want, f"{row['file']}: as read by hand", f'got {got}, expected {want}')


def merged(rows):
    """(speaker, text) of neighbours of one speaker as one: what two ways of cutting have in common."""
    out = []
    for speaker, text in rows:
        if out and out[-1][0] == speaker:
            out[-1][1] += ' ' + text
        else:
            out.append([speaker, text])
    return [[speaker, ' '.join(text.split())] for speaker, text in out]


def turns_of(path):
    draft = dump(path)
    names = [speaker['label'] for speaker in draft['speakers']] + ['']
    return [(names[turn['speaker']], turn['text']) for turn in draft['turns']], draft


def test_merged():
    """Zoom: the peer also cuts one speaker's turn each minute or so, we at silences only; so both are merged."""
    for name in ['formats/zoom/zoom_transcript', 'formats/teams/teams-2021-voice']:
        rows = text_of(CORPUS / (name + '.expected-merged.tsv')).rstrip('\n').split('\n')[1:]
        rows = [row.split('\t') for row in rows]
        turns, draft = turns_of(CORPUS / (name + '.vtt'))
        want = merged((speaker, text.replace('---', ' ')) for _, speaker, text in rows)
        ok(merged(turns) == want, f'{name}: the turns a peer makes of it')
        if 'teams' in name:
            times = [row[0] for row in rows]
            seconds = [turn['start_ms'] // 1000 for turn in draft['turns']]
            ok([int(t[6:8]) for t in times] == seconds, f'{name}: and their times', f'{times} {seconds}')
    text = text_of(CORPUS / 'formats/zoom/zoom-client-saved-transcript.expected-merged.txt')
    want = [[name, ' '.join(said.split())] for name, said in re.findall(r'\[(.*?)\]\n(.*?)(?=\n\[|\Z)', text, re.S)]
    turns, _ = turns_of(CORPUS / 'formats/zoom/zoom-client-saved-transcript.txt')
    ok([list(turn) for turn in turns] == want, 'zoom-client-saved-transcript: the turns a peer makes of it')


def texts_by_time(draft):
    """What is said at each cue's time."""
    said = {}
    for turn in draft.get('turns', []):
        ends = [at for at, _ in turn['cues'][1:]] + [None]
        for (at, ms), end in zip(turn['cues'], ends):
            said[ms] = said.get(ms, '') + ' ' + turn['text'][at:end]
    return said


def test_wpt_files():
    """Every caption WebVTT's own suite expects is there; what else is kept is said in a warning."""
    for path in sorted(CORPUS.glob('suites/wpt-webvtt-file-parsing/*.vtt')):
        cues = json.loads(path.with_suffix('.expected.json').read_text(encoding='utf-8'))['cues']
        texts = [''.join(cue['text'].split()) for cue in cues if cue.get('text')]
        draft = dump(path)
        if path.stem == 'nulls':  # more than one byte in a hundred is NUL
            ok('looks binary' in draft.get('error', ''), f'{path.stem}: called binary')
            continue
        rest = ''.join(''.join(turn['text'].split()) for turn in draft.get('turns', []))
        missing = []
        for text in texts:
            before, found, after = rest.partition(text)
            rest = after if found else rest
            missing += [] if found else [text]
        if path.stem == 'whitespace-chars':  # form feeds are controls for us, no blanks
            missing = [text for text in missing if text != 'text2']
        ok(not missing, f'{path.stem}: no caption of the suite is missing', f'missing {missing}')


def is_lenient(cue, before):
    """Where we keep more than the suite: a tag that never closes is text, an unknown entity stays as written, words
    after a blank line are kept; and what rolling captions say twice we say once."""
    text = cue['text']
    return (text.count('<') > text.count('>') or '\0' in text or '\n\n' in text.strip('\n')
            or re.search(r'&(?!(amp|lt|gt|nbsp|lrm|rlm|#\d+|#x[\da-f]+);)', text)
            or (before and tree_words(before) == tree_words(cue)))


def tree_words(cue):
    return ''.join(''.join(re.findall(r'^\|\s+"(.*?)"$', cue['expectedTree'], re.M | re.S)).split())


def test_wpt_text():
    """The words of each caption's tree are the words we keep."""
    for path in sorted(CORPUS.glob('suites/wpt-webvtt-cue-parsing/*.vtt')):
        cues = json.loads(path.with_suffix('.json').read_text(encoding='utf-8'))
        said = texts_by_time(dump(path))
        wrong = []
        for at, cue in enumerate(cues):
            want, got = tree_words(cue), ''.join(said.get(at * 1000, '').split())
            if is_lenient(cue, cues[at - 1] if at else None):
                continue
            if got != want:
                wrong.append((cue['text'], want, got))
        ok(not wrong, f'{path.stem}: the words of {len(cues)} captions', f'{len(wrong)} wrong: {wrong[:40]}')


def test_wpt_signature():
    for path in sorted(CORPUS.glob('suites/wpt-webvtt-signature/*.vtt')):
        ok(dump(path).get('format') != 'vtt', f'{path.stem}: not called WebVTT')


# JSON by the suite, but in a file so short that its one DEL is a tenth of it: called binary.
BINARY = {'y_string_unescaped_char_delete', 'y_string_with_del_character'}


def test_json_suite():
    """y: JSON, though no transcript; n: not JSON, or nothing in it; i: whatever, but an answer."""
    paths = sorted(CORPUS.glob('suites/JSONTestSuite/*.json'))
    if not paths:
        print('# JSONTestSuite is not here: its files were NOT tried')
        return
    accepted, refused, wrong = 0, 0, []
    for path, draft in dump_all(paths, '--format', 'json').items():
        error = draft.get('error', '')
        is_json = not error or 'is valid JSON' in error or 'no words' in error
        accepted += is_json
        refused += not is_json
        if is_json != (path.name[0] == 'y') and path.name[0] != 'i' and path.stem not in BINARY:
            wrong.append(f'{path.stem}: {error}')
    print(f'# JSONTestSuite: {accepted} accepted, {refused} refused of {len(paths)}')
    ok(not wrong, 'JSONTestSuite: what is JSON is accepted, what is not is refused', '\n'.join(wrong))


def column_of(path, name):
    draft = dump_all([path], '--format', 'csv', '--text-column', name)[path]
    return draft.get('error') or [turn['text'] for turn in draft['turns']]


def one_line(text):
    return ' '.join(line.strip(' \t') for line in text.split('\n') if line.strip(' \t'))


def test_csv_spectrum():
    """Every cell is the one the suite's JSON has; empty ones are no notes."""
    for path in sorted(CORPUS.glob('suites/csv-spectrum/csvs/*.csv')):
        rows = json.loads((path.parent.parent / 'json' / (path.stem + '.json')).read_text(encoding='utf-8'))
        rows, wrong = [rows] if isinstance(rows, dict) else rows, []
        for name in set(rows[0]) - {'Contact Phone Number'}:  # the suite has two different ones
            want = [one_line(row[name].replace('\r\n', '\n')) for row in rows]
            got, want = column_of(path, name), [cell for cell in want if cell]
            wrong += [] if got == want else [f'{name}: got {got}, expected {want}']
        ok(not wrong, f'csv-spectrum {path.stem}: {len(rows[0])} columns', '\n'.join(wrong))


CSVKIT = [  # file, column, what is in it or the words of the refusal
    ('bad.csv', 'column_c', ['17'], 'I\'m too long!'), ('blanks.csv', 'b', ['NA'], ''), ('dummy.tsv', 'c', ['3'], ''),
    ('bad_skip_lines.csv', 'column_b', ['27', 'I\'m too short!', 'mixed types.... uh oh'], ''),
    ('empty.csv', 'a', [], 'is empty'), ('mac_newlines.csv', 'a', ['1', 'Once upon a time'], ''),
    ('no_header_row.csv', '2', ['2'], ''), ('null_byte.csv', 'a', ['\ufffd'], ''),
    ('optional_quote_characters.csv', 'b', ['2'], ''), ('sniff_limit.csv', 'c', ['3'], ''),
    ('test_latin1.csv', 'c', ['3', '©'], ''), ('test_utf16_big.csv', 'c', ['3', 'ʤ'], ''),
    ('test_utf16_little.csv', 'c', ['3', 'ʤ'], ''), ('test_utf8_bom.csv', 'foo', ['1', '4'], ''),
    ('testfixed_converted.csv', 'text', ['Chicago Reader', 'Chicago Sun-Times', 'Chicago Tribune',
                                         'Row with blanks'], ''),
]


def test_csvkit():
    for name, column, want, words in CSVKIT:
        path = CORPUS / 'suites/csvkit' / name
        if path.exists():
            got = column_of(path, column)
            right = words in got if isinstance(got, str) else got == want or any(words in t for t in got if words)
            ok(right, f'csvkit {name}', f'got {got}')


def main():
    if not CORPUS.is_dir():
        print(f'1..0 # SKIP the public corpus is not at {CORPUS}: real transcripts were NOT tried')
        return
    DRAFTS.update(dump_all(all_files()))
    for path in sorted(test_words()):
        check_draft(path, dump(path))
    test_table()
    test_merged()
    test_wpt_files()
    test_wpt_text()
    test_wpt_signature()
    test_json_suite()
    test_csv_spectrum()
    test_csvkit()
    print(f'1..{count}')
    sys.exit(failed > 0)


main()
