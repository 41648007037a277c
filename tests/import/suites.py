"""Peers' conformance suites: every caption they define is found, every file gets an answer. The rest is explained.

suites.py IMPORT_DUMP SOURCE_ROOT: TAP. The suites lie beside the source tree; where they are absent the test is skipped.
EXPLAINED (below) names each file whose answer differs from the suite's, and why; a file that needs no explanation any
more fails, too.
"""
import html
import json
import re
import subprocess
import sys
from pathlib import Path

DUMP, ROOT = sys.argv[1], Path(sys.argv[2]).resolve()
SUITES = ROOT.parent / 'shared' / 'corpus' / 'suites'
TIMING = re.compile(r'^\s*[\d:.,-]+\s*-+>\s*[\d:.,-]+')
SBV = re.compile(r'^[\d:.]+,[\d:.]+\s*$')
EXPLAINED = {
    'vtt.js': {
        'cuetext/tag-format/start-tag-missing-gt.vtt': 'its only words stand inside a tag that never closes',
        'integration/cue-content.vtt': 'entities cut short (&am &l) stay as they are written; Python completes them',
        'integration/cycle-collector-talk.vtt': 'two voices in one caption are two turns here, one text there',
    },
    'cdown-srt': {
        'gb2312.srt': 'no file says that it is GB2312: read as Windows-1252 with a notice; --encoding GB2312 reads it',
    },
}
count = failed = 0


def ok(passed, name, *why):
    global count, failed
    count += 1
    failed += not passed
    print('ok' if passed else 'not ok', count, '-', name)
    for line in () if passed else '\n'.join(map(str, why)).splitlines()[:40]:
        print('#', line)


def dump_all(paths):
    run = subprocess.run([DUMP, *map(str, paths)], capture_output=True, check=False)
    if run.returncode:
        print('Bail out! ' + run.stderr.decode()[:2000].replace('\n', '\n# '))
        sys.exit(1)
    return dict(zip(paths, map(json.loads, run.stdout.decode().splitlines())))


def bare(text):
    """Letters and digits alone: what tags, blanks and ways of joining lines cannot hide."""
    text = html.unescape(re.sub(r'<[^<>]*>', '', text))
    return re.sub(r'[\W_]+', '', text)


def said(draft):
    names = [speaker['label'] for speaker in draft.get('speakers', [])] + ['']
    return [(names[turn['speaker']], turn['text']) for turn in draft.get('turns', [])]


def missing_of(texts, draft):
    """The texts that nobody said; a name before a colon may have become the speaker."""
    everything = ''.join(bare(label) + bare(text) for label, text in said(draft))
    return [text for text in texts if bare(text) and bare(text) not in everything and not spoken(text, draft)]


def spoken(text, draft):
    name, colon, words = text.partition(':')
    return colon and bare(words) and any(bare(name) == bare(label) and bare(words) in bare(turn)
                                         for label, turn in said(draft))


def text_of(path):
    for encoding in ('utf-8-sig', 'utf-16', 'gb2312', 'cp1252'):
        try:
            return path.read_bytes().decode(encoding).replace('\r\n', '\n').replace('\r', '\n')
        except UnicodeError:
            continue
    return ''


def naive_captions(path):
    """The text below each line of times, up to a blank line."""
    cues, inside = [], False
    for line in text_of(path).split('\n'):
        if TIMING.match(line) or SBV.match(line):
            inside = True
            cues.append('')
        elif not line.strip():
            inside = False
        elif inside:
            cues[-1] += line + '\n'
    return [cue for cue in cues if bare(cue)]


def defined_captions(path):
    document = json.loads(path.with_suffix('.json').read_text(encoding='utf-8'))
    return [cue.get('text', cue.get('content', '')) for cue in document['cues']]


def report(suite, results):
    """results: name -> what is wrong, or ''. One line a suite, with its count."""
    wrong = {name: why for name, why in results.items() if why and name not in EXPLAINED.get(suite, {})}
    idle = [name for name in EXPLAINED.get(suite, {}) if not results.get(name)]
    passed = sum(not why for why in results.values())
    explained = {name: why for name, why in EXPLAINED.get(suite, {}).items() if name not in idle}
    print(f'# {suite}: {passed} of {len(results)} as defined, {len(explained)} explained')
    for name, why in sorted(explained.items()):
        print(f'#   {name}: {why}')
    ok(results and not wrong, f'{suite}: every caption is there or its absence is explained',
       '\n'.join(f'{name}: {why}' for name, why in sorted(wrong.items())))
    ok(not idle, f'{suite}: nothing is explained that needs no explanation', idle)


def judge(draft, captions):
    if not captions:
        return ''
    if 'error' in draft:
        return draft['error']
    missing = missing_of(captions, draft)
    return f'missing {missing[:3]}' if missing else ''


def test_vttjs():
    paths = sorted(p for p in (SUITES / 'vtt.js').rglob('*.vtt') if p.with_suffix('.json').exists())
    paths = [p for p in paths if isinstance(json.loads(p.with_suffix('.json').read_text(encoding='utf-8')), dict)]
    drafts = dump_all(paths)
    report('vtt.js', {str(p.relative_to(SUITES / 'vtt.js')): judge(drafts[p], defined_captions(p)) for p in paths})
    others = sorted(set((SUITES / 'vtt.js').rglob('*.vtt')) - set(paths))
    drafts = dump_all(others)
    ok(all('turns' in d or d.get('error') for d in drafts.values()), f'vtt.js: {len(others)} more files get an answer')


def test_suite(suite, endings):
    paths = sorted(p for p in (SUITES / suite).iterdir() if p.suffix in endings)
    drafts = dump_all(paths)
    report(suite, {p.name: judge(drafts[p], naive_captions(p)) for p in paths})


def main():
    if not SUITES.is_dir():
        print(f'1..0 # SKIP the public suites are not at {SUITES}: they were NOT tried')
        return
    test_vttjs()
    test_suite('webvtt-py', ('.vtt', '.srt', '.sbv'))
    test_suite('node-webvtt', ('.vtt',))
    test_suite('cdown-srt', ('.srt',))
    test_suite('mantas-subtitles', ('.vtt', '.srt', '.csv'))
    print(f'1..{count}')
    sys.exit(failed > 0)


main()
