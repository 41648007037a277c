"""
The job itself: one card from the tray into a theme by mouse, one by the arrow keys, one by the letters of a new theme.
Each step waits for what it shows, not for a barrier, so that it also works through tmux, which passes no barrier on.
"""
from ptytest import RIGHT, DOWN, mouse

PLACES = {'C-001': 'T-01 0', 'C-004': 'T-01 1', 'C-002': 'T-01 2', 'C-003': 'T-02 0', 'C-005': 'T-02 1', 'C-006': 'T-03 0'}


def build(study):
    """Two themes that show in 80 × 24, Trust with two cards, Speed with one, and three cards in the tray."""
    study.cli('new', study.wall, '--title', 'Round one')
    study.run('cluster-new "Trust"', 'cluster-width T-01 2', 'cluster-move T-01 0 0',
              'cluster-new "Speed"', 'cluster-move T-02 0 12',
              'card-new observation "Alpha words"', 'card-new observation "Beta words"',
              'card-new observation "Gamma words"', 'card-new observation "Mouse words"',
              'card-new observation "Arrow words"', 'card-new observation "Letter words"',
              'card-move C-001 T-01', 'card-move C-002 T-01', 'card-move C-003 T-02')


def step(p, data, words, there=True):
    """Sends bytes and waits until words show, or do not."""
    return p.send(data).wait(lambda: (p.find(words) is not None) == there, repr(words))


def by_mouse(p):
    """The tray's first card onto Beta's left half: Trust's second place."""
    x, y = p.find('Mouse words')
    to_x, to_y = p.find('Beta words')
    step(p, mouse(0, x, y) + mouse(32, x + 9, y + 1), 'release')
    p.send(mouse(32, to_x, to_y)).wait(lambda: style_of(p, 'Trust') != style_of(p, 'Speed'), 'Trust to be lit')
    step(p, mouse(0, to_x, to_y, True), 'release', False)
    p.wait(lambda: p.find('Mouse words') == (to_x, to_y), 'the card in its place')


def style_of(p, words):
    cell = p.cell(*p.find(words))
    return cell.fg, cell.bg, cell.bold, cell.reverse


def by_arrows(p):
    """Picked up, out of the tray and down until the second theme's title is the lit one; put down."""
    quiet = style_of(p, 'Speed')
    step(p, b' ', 'put down')
    p.send(RIGHT).wait(lambda: style_of(p, 'Trust') != quiet, 'the first theme to be lit')
    for _ in range(2):      # Trust has two rows of cards
        before = p.dump()
        p.send(DOWN).wait(lambda: p.dump() != before, 'a step down')
    p.wait(lambda: style_of(p, 'Speed') != quiet, 'the second theme to be lit')
    step(p, b' ', 'put down', False)


def by_letters(p):
    step(p, b'm', 'Send to')
    step(p, b'Third theme', 'Third theme')
    step(p, b'\r', 'Send to', False)


def assert_screen(p):
    """As it was left: Mouse right of Alpha, Beta below; in the list each card under its theme."""
    p.wait_text('Alpha words')
    alpha, dropped, beta = p.find('Alpha words'), p.find('Mouse words'), p.find('Beta words')
    assert alpha[1] == dropped[1] < beta[1] and alpha[0] < dropped[0], p.dump()
    p.send(b'3').wait(lambda: p.find('▾ Third theme'), 'the list')
    lines = [p.find(words)[1] for words in ('▾ Trust', 'Alpha words', 'Mouse words', 'Beta words')]
    assert lines == list(range(lines[0], lines[0] + 4)), p.dump()
    lines = [p.find(words)[1] for words in ('▾ Speed', 'Gamma words', 'Arrow words')]
    assert lines == list(range(lines[0], lines[0] + 3)), p.dump()
    assert p.find('Letter words')[1] == p.find('▾ Third theme')[1] + 1, p.dump()


def assert_file(study):
    study.check()
    for code, place in PLACES.items():
        assert study.place(code) == place, '%s is at %s, not %s' % (code, study.place(code), place)
    assert study.name('T-03') == 'Third theme', study.name('T-03')
