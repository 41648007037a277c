"""Corrected transcripts end to end: every card of a corrected file is judged against the truth.

reanchor.py THEMEWALL [ROUNDS]: TAP. Interviews are made up, written as a file of one format, imported with a card a
sentence, corrected at random (words put in, left out, exchanged; sentences and turns gone or new; speakers renamed; cues
cut anew; another line end, encoding or format) and imported again with --corrects. Every word carries where it came from,
so the truth is known: a card must stand on its very words, or stay with the old text.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter

PROGRAM = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 12
count = failed = 0

WORDS = ('I you we they export print check trust copy send open close count save lose find the a my our this that total totals line '
         'lines sum sheet spreadsheet invoice client report month week morning café naïve people really just because so then but and '
         'when after before never always sometimes again by hand alone it’s don’t can’t numbers of in on with for to from').split()
FILLERS = (['Yeah.'], ['Right.'], ['Mhm,', 'yeah.'], ['I', 'mean,', 'I', 'don’t', 'know.'], ['No,', 'no.'], ['Okay.'])
WIDE = ['😬', '界面', 'é\u0301tat', '👩‍💻']
NAMES = (('Mara Lind', 'Jo Park'), ('Interviewer', 'Ana'), ('Dr. Weiß', 'P. Kern'))
RENAMED = (('M. Lind', 'Joanna Park'), ('Moderator', 'Ana Maria'), ('Weiß', 'Petra Kern'))
FORMATS = ('vtt', 'srt', 'txt')
ENCODINGS = ('utf-8', 'utf-8-sig', 'utf-16', 'cp1252')


def ok(passed, name, *why):
    global count, failed
    count += 1
    failed += not passed
    print('ok' if passed else 'not ok', count, '-', name)
    for line in () if passed else why:
        print('#', line)


def run(*args):
    return subprocess.run([PROGRAM, *args], capture_output=True, check=False, timeout=300)


class Word:
    """The thing itself is its identity; two words of the same letters are not equal."""
    def __init__(self, text):
        self.text = text


def sentence(dice, wide):
    if dice.random() < 0.15:
        return [Word(text) for text in dice.choice(FILLERS)]
    texts = [dice.choice(WORDS) for _ in range(dice.randint(3, 14))]
    if wide and dice.random() < 0.2:
        texts.insert(dice.randrange(1, len(texts)), dice.choice(WIDE))
    texts[0] = texts[0].capitalize()
    texts[-1] += dice.choice('..?!')
    return [Word(text) for text in texts]


def interview(dice, wide):
    """Turns: who speaks (0 or 1) and sentences, which are lists of words."""
    return [(at % 2, [sentence(dice, wide) for _ in range(dice.randint(1, 2 if at % 2 == 0 else 6))])
            for at in range(dice.randint(30, 70))]


def correct_words(dice, words, every, vocabulary):
    for word in words:
        what = dice.randrange(every)
        if what == 0:
            continue
        if what == 1:
            yield Word(dice.choice(vocabulary))
        if what == 2:
            yield Word(dice.choice(vocabulary))
            continue
        yield word


def corrected(dice, turns, every):
    vocabulary = [w.text for _, sentences in turns for s in sentences for w in s] if dice.random() < 0.5 else ['altogether', 'newly']
    for who, sentences in turns:
        if dice.randrange(25) == 0:
            continue
        new = []
        for words in sentences:
            if dice.randrange(30) == 0:
                continue
            if dice.randrange(30) == 0:
                new.append(sentence(dice, False))
            new.append(list(correct_words(dice, words, every, vocabulary)) if every else words)
        new = [words for words in new if words]
        if new:
            yield who, new


def clock(seconds, mark):
    return f'{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}000'


def cues(dice, turns):
    """Each turn cut into cues anywhere."""
    for who, sentences in turns:
        words = [word for s in sentences for word in s]
        while words:
            n = dice.randint(4, 18)
            yield who, ' '.join(word.text for word in words[:n])
            words = words[n:]


def written(dice, turns, names, form):
    if form == 'txt':
        return '\n\n'.join(f'{names[who]}: ' + ' '.join(w.text for s in sentences for w in s) for who, sentences in turns) + '\n'
    out = ['WEBVTT\n'] if form == 'vtt' else []
    for at, (who, text) in enumerate(cues(dice, turns)):
        mark = '.' if form == 'vtt' else ','
        said = f'<v {names[who]}>{text}</v>' if form == 'vtt' else f'{names[who]}: {text}'
        out.append(f'{at + 1}\n{clock(3 * at, mark)} --> {clock(3 * at + 3, mark)}\n{said}\n')
    return '\n'.join(out)


class Case:
    """A study of one interview before and after; how it was written in both."""
    def __init__(self, seed, folder):
        self.seed, self.tally = seed, Counter()
        dice = random.Random(seed)
        coding = [dice.choice(ENCODINGS) for _ in range(2)]
        wide = 'cp1252' not in coding
        self.old = interview(dice, wide)
        self.new = list(corrected(dice, self.old, dice.choice((0, 200, 60, 20, 8))))
        names = dice.randrange(len(NAMES))
        forms = [dice.choice(FORMATS) for _ in range(2)]
        renamed = dice.random() < 0.5
        self.files = []
        for i, turns in enumerate((self.old, self.new)):
            text = written(dice, turns, (RENAMED if i and renamed else NAMES)[names], forms[i])
            path = os.path.join(folder, f'{seed}-{i}.{forms[i]}')
            with open(path, 'wb') as file:
                file.write((text.replace('\n', '\r\n') if dice.random() < 0.5 else text).encode(coding[i]))
            self.files.append(path)
        self.how = f'{forms[0]} {coding[0]} to {forms[1]} {coding[1]}' + (', renamed' if renamed else '')


def places(text, turns):
    """Where each word stands: (start, end) in code points, by word; None when the text has other words."""
    words, found, at = [w for _, sentences in turns for s in sentences for w in s], [], 0
    if text.split() != [w.text for w in words]:
        return None, words
    for word in words:
        at = text.index(word.text, at)
        found.append((at, at + len(word.text)))
        at += len(word.text)
    return found, words


def judge(case, before, after, old_cards, new_cards):
    """What became of each card."""
    (was, old_words), (now, new_words) = places(before['text'], case.old), places(after['text'], case.new)
    if was is None or now is None:
        return ['the words of a file are not those of its transcript']
    place_of = {id(word): at for at, word in enumerate(new_words)}
    wrong = []
    for code, card in old_cards.items():
        new = new_cards[code]
        inside = [at for at, place in enumerate(was) if card['start'] <= place[0] < card['end']]
        targets = [place_of.get(id(old_words[at])) for at in inside]
        whole = None not in targets and targets == list(range(targets[0], targets[0] + len(targets)))
        whole = whole and after['text'][now[targets[0]][0]:now[targets[-1]][1]] == card['text']
        moved = new['transcript'] == after['id']
        if moved and not whole and after['text'][new['start']:new['end']] == card['text'] and said_again(inside, new, now, place_of, old_words):
            case.tally['taken out and said again in its very place'] += 1
        elif moved and (not whole or new['start'] != now[targets[0]][0] or new['end'] != now[targets[-1]][1]):
            case.tally['shifted in silence'] += 1
            wrong.append(f'{code} {card["text"]!r} is shifted')
        elif moved and after['text'][new['start']:new['end']] != card['text']:
            wrong.append(f'{code} is not its quote')
        elif moved:
            case.tally['in place'] += 1
        elif not whole:
            case.tally['changed, kept with the old text'] += 1
        elif beside(inside, targets, old_words, new_words):
            case.tally['untouched beside a change, kept with the old text'] += 1
        else:
            case.tally['untouched and not found'] += 1
            wrong.append(f'{code} {card["text"]!r} was not found')
        if not moved and (new['transcript'] != before['id'] or new['start'] != card['start'] or new['end'] != card['end']):
            wrong.append(f'{code} lost its receipt')
    return wrong


def said_again(inside, new, now, place_of, old_words):
    """Do the words stand between those that stood before and behind the quote and are still there?"""
    kept = [(at, place_of[id(word)]) for at, word in enumerate(old_words) if id(word) in place_of]
    left = max((place for at, place in kept if at < inside[0]), default=-1)
    right = min((place for at, place in kept if at > inside[-1]), default=len(now))
    return all(left < at < right for at, place in enumerate(now) if new['start'] <= place[0] < new['end'])


def beside(inside, targets, old_words, new_words):
    """Was something put in or taken away right before or behind the quote? Then equal words may be meant."""
    def neighbour(words, at):
        return words[at] if 0 <= at < len(words) else None
    return (neighbour(old_words, inside[0] - 1) is not neighbour(new_words, targets[0] - 1)
            or neighbour(old_words, inside[-1] + 1) is not neighbour(new_words, targets[-1] + 1))


def main():
    total, problems = Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        cases = [Case(seed, folder) for seed in range(1, ROUNDS + 1)]
        wall = os.path.join(folder, 'study.wall')
        ok(run('import', wall, *(case.files[0] for case in cases), '--cards', 'sentences').returncode == 0, 'all are imported')
        before = json.loads(run('export', wall, '--format', 'json').stdout)
        by_name = {t['origin_name']: t for t in before['transcripts']}
        for case in cases:
            case.before = by_name[os.path.basename(case.files[0])]
            if case.before['text'].split() != [w.text for _, ss in case.new for s in ss for w in s]:
                done = run('import', wall, case.files[1], '--corrects', case.before['id'])
                if done.returncode:
                    problems.append(f'seed {case.seed} ({case.how}): {done.stderr.decode()}')
        after = json.loads(run('export', wall, '--format', 'json').stdout)
        for case in cases:
            newest = max((t for t in after['transcripts'] if t['session'] == case.before['session']), key=lambda t: t['version'])
            if newest['version'] == 1:
                total['files with the same words'] += 1
                continue
            cards = [{c['id']: c for c in d['cards'] if c['id'] in {x['id'] for x in before['cards']
                                                                    if x['transcript'] == case.before['id']}}
                     for d in (before, after)]
            wrong = judge(case, case.before, newest, *cards)
            problems += [f'seed {case.seed} ({case.how}): {why}' for why in wrong]
            total['corrected files'] += 1
            total += case.tally
        for what in sorted(total):
            print(f'# {what}: {total[what]}')
        ok(total['in place'] > 10 * ROUNDS, 'cards went along')
        ok(not problems, 'no untouched quote is lost, none is shifted, none loses its receipt', *problems[:20])
        ok(run('check', wall).returncode == 0, 'check agrees')
    print(f'1..{count}')
    sys.exit(failed > 0)


main()
