/*
 * A card's slab: 22 × 4 cells, a bar, at most three lines of 20 cells of its words, a foot. Safe
 * text and wrapping happen once per text; a frame only puts what is here. Between revisions of the
 * model a slab is taken as it is; after one its text is compared by a hash, and its foot (which
 * depends on participants and speakers too) is made anew.
 */
#include "ui-internal.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/base/clock.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"
#include "themewall/text/wrap.h"
#include "themewall/model/versions.h"

#include "themewall/base/banned.h"

static const char *const kind_glyphs[CARD_KINDS] = {"”", "◉", "!", "✦", "?"};

void slab_cache_release(struct slab_cache *cache)
{
	for (size_t i = 0; i < cache->n; i++)
		free(cache->slabs[i].words);
	free(cache->slabs);
	map_release(&cache->by_id);
	*cache = (struct slab_cache){0};
}

void slab_cache_trim(struct slab_cache *cache)
{
	if (cache->n > SLABS_MAX)
		slab_cache_release(cache);
}

/* FNV-1a. 0 is left for "never wrapped". */
static uint64_t text_stamp(struct str text)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < text.n; i++)
		hash = (hash ^ (unsigned char)text.p[i]) * 0x100000001b3u;
	return hash | 1;
}

static void add_line(struct slab *slab, struct strbuf *words, struct str line, bool cut)
{
	size_t from = words->len;
	if (cut) {
		line.n = text_fit(line, SLAB_WORDS_W - 1);
		while (line.n && line.p[line.n - 1] == ' ')
			line.n--;
	}
	strbuf_add_str(words, line);
	if (cut)
		strbuf_add_z(words, "…");
	slab->line[slab->nlines].from = from;
	slab->line[slab->nlines++].to = words->len;
}

static void wrap_words(struct ui *ui, struct str text, struct slab *slab)
{
	struct wrap_line lines[SLAB_WORDS_H];
	strbuf_reset(&ui->scratch);
	strbuf_reset(&ui->line);
	safe_text(&ui->scratch, text, false);
	struct str painted = strbuf_str(&ui->scratch);
	size_t needed = wrap_text(painted, SLAB_WORDS_W, lines, SLAB_WORDS_H);
	slab->nlines = 0;
	for (size_t i = 0; i < needed && i < SLAB_WORDS_H; i++)
		add_line(slab, &ui->line, str_part(painted, lines[i].from, lines[i].to),
			 i == SLAB_WORDS_H - 1 && needed > SLAB_WORDS_H);
	free(slab->words);
	slab->words = xstrndup(ui->line.buf, ui->line.len);
	slab->nwords = ui->line.len;
}

static bool add_speaker(struct strbuf *out, const struct app *app, const struct card *card)
{
	if (model_card_is_moderator(app->model, card)) {
		strbuf_add_char(out, 'I');
		return true;
	}
	const struct participant *p =
		model_participant(app->model, model_card_participant(app->model, card));
	if (p)
		code_add(out, CODE_PARTICIPANT, p->code);
	return p != NULL;
}

void slab_add_foot(struct strbuf *out, const struct app *app, const struct card *card)
{
	struct lens_sign sign = lens_sign(app, card);
	if (sign.label[0]) {
		safe_text(out, str_of(sign.label), false);
		strbuf_add_z(out, "·");
	}
	bool speaker = add_speaker(out, app, card);
	if (speaker && card->time_ms >= 0)
		strbuf_add_char(out, ' ');
	clock_add_offset(out, card->time_ms);
	if (!speaker && card->time_ms < 0)
		code_add(out, CODE_CARD, card->code);
}

void slab_add_flags(struct strbuf *out, const struct app *app, const struct card *card)
{
	size_t stacked = model_stack_size(app->model, card->id);
	if (stacked > 1)
		strbuf_addf(out, "⧉%zu ", stacked);
	if (model_card_twins(app->model, card->id).n)
		strbuf_addf(out, "‖%zu ", 1 + model_card_twins(app->model, card->id).n);
	if (card->surprise)
		strbuf_add_z(out, "★ ");
	if (model_card_is_tense(app->model, card))
		strbuf_add_z(out, "± ");
	if (model_card_outdated(app->model, card))
		strbuf_add_z(out, "≠ ");
	strbuf_add_z(out, kind_glyphs[card->kind]);
}

style_id slab_bar(const struct app *app, const struct card *card)
{
	struct lens_sign sign = lens_sign(app, card);
	return sign.hue >= 0 ? (style_id)(STYLE_BAR0 + sign.hue) : STYLE_BORDER;
}

/* Copies what fits, never half a character. */
static void keep(char *to, size_t size, const struct strbuf *from, int ncells)
{
	size_t n = text_fit(strbuf_str(from), ncells);
	n = n < size ? n : 0;
	memcpy(to, from->buf, n);
	to[n] = '\0';
}

static void make_foot(struct ui *ui, const struct app *app, const struct card *card,
		      struct slab *slab)
{
	strbuf_reset(&ui->line);
	slab_add_flags(&ui->line, app, card);
	keep(slab->flags, sizeof slab->flags, &ui->line, SLAB_WORDS_W);
	slab->flags_cells = text_width(str_of(slab->flags));
	strbuf_reset(&ui->line);
	slab_add_foot(&ui->line, app, card);
	keep(slab->foot, sizeof slab->foot, &ui->line, SLAB_WORDS_W - 1 - slab->flags_cells);
	slab->bar = slab_bar(app, card);
	slab->lens = app->lens.stamp;
	slab->shown = lens_shows(app, card);
}

static struct slab *find_or_add(struct slab_cache *cache, card_id id)
{
	uint32_t at = map_get(&cache->by_id, id.n);
	if (at != MAP_ABSENT)
		return &cache->slabs[at];
	ALLOC_GROW(cache->slabs, cache->n + 1, cache->capacity);
	map_put(&cache->by_id, id.n, (uint32_t)cache->n);
	cache->slabs[cache->n] = (struct slab){.id = id};
	return &cache->slabs[cache->n++];
}

const struct slab *slab_get(struct ui *ui, const struct app *app, card_id id)
{
	const struct card *card = model_card(app->model, id);
	if (!card)
		return NULL;
	struct slab *slab = find_or_add(&ui->slabs, id);
	uint64_t revision = model_revision(app->model);
	if (slab->stamp && slab->revision == revision && slab->lens == app->lens.stamp)
		return slab;
	uint64_t stamp = text_stamp(card->text);
	if (slab->stamp != stamp)
		wrap_words(ui, card->text, slab);
	make_foot(ui, app, card, slab);
	slab->stamp = stamp;
	slab->revision = revision;
	return slab;
}

static void paint_bar(struct surface *s, int x, int y, int h, const struct slab *slab,
		      const struct slab_look *look, bool left_out)
{
	style_id style = look->lifted               ? STYLE_LIFT
			 : look->dimmed || left_out ? STYLE_DIM
			 : look->focused            ? STYLE_FOCUS
						    : slab->bar;
	surface_fill(s, (struct rect){x, y, 1, h}, look->copy ? "▎" : "▌", style);
	if (look->marked)
		surface_putz(s, x, y, "◆", style);
}

static struct str slab_line(const struct slab *slab, int i)
{
	return (struct str){slab->words + slab->line[i].from,
			    slab->line[i].to - slab->line[i].from};
}

/* All on one line: the words as far as they go, and who said them. */
static void paint_one_line(struct surface *s, int x, int y, const struct slab *slab, style_id words,
			   style_id foot)
{
	struct str who = str_of(slab->foot);
	who.n = str_find_char(who, ' ');
	int at = x + LATTICE_SLAB_W - text_width(who), room = at - 1 - (x + 2);
	struct str line = slab->nlines ? slab_line(slab, 0) : STR("");
	bool more = slab->nlines > 1 && text_width(line) <= room;
	if (more)
		line.n = text_fit(line, room - 1);
	while (more && line.n && line.p[line.n - 1] == ' ')
		line.n--;
	int taken = surface_put_fit(s, x + 2, y, line, room, words);
	if (more)
		surface_putz(s, x + 2 + taken, y, "…", words);
	surface_put(s, at, y, who, foot);
}

static void paint_words_and_foot(struct surface *s, int x, int y, const struct slab *slab,
				 style_id words, style_id foot, style_id flags)
{
	int foot_y = y + LATTICE_SLAB_H - 1;
	for (int i = 0; i < slab->nlines; i++)
		surface_put(s, x + 2, y + i, slab_line(slab, i), words);
	surface_putz(s, x + 2, foot_y, slab->foot, foot);
	surface_putz(s, x + LATTICE_SLAB_W - slab->flags_cells, foot_y, slab->flags, flags);
}

void slab_paint(struct surface *s, int x, int y, int h, const struct slab *slab,
		const struct slab_look *look)
{
	bool left_out = !slab->shown && !look->lifted && !look->focused && !look->marked;
	if (left_out && look->hidden) {
		surface_putz(s, x, y, "·", STYLE_DIM);
		return;
	}
	bool quiet = look->lifted || look->dimmed || left_out;
	style_id all = look->lifted ? STYLE_LIFT : STYLE_DIM;
	style_id words = quiet ? all : look->focused ? STYLE_FOCUS_TEXT : STYLE_TEXT;
	paint_bar(s, x, y, h, slab, look, left_out);
	if (h == 1)
		paint_one_line(s, x, y, slab, words, all);
	else
		paint_words_and_foot(s, x, y, slab, words, all, quiet ? all : STYLE_TEXT);
	if (look->partner[0])
		surface_putz(s, x + LATTICE_SLAB_W - 1, y, look->partner, STYLE_INSERT);
}

/* One sign a person, P01 to P61: 1-9, a-z, A-Z, and round again. */
static char person_sign(unsigned number)
{
	static const char signs[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	unsigned n = number % (2 * 26 + 10);
	return signs[n];
}

/* The sign of a card that is one cell: by the lens, so that it says something without colour. */
static void add_mark(struct strbuf *out, const struct app *app, const struct card *card,
		     const struct slab_look *look)
{
	struct lens_sign sign = lens_sign(app, card);
	const struct participant *p =
		model_participant(app->model, model_card_participant(app->model, card));
	if (look->marked)
		strbuf_add_z(out, "◆");
	else if (app->lens.colour == LENS_BY_PARTICIPANT && p)
		strbuf_add_char(out, person_sign((unsigned)p->code.number));
	else if (app->lens.colour == LENS_BY_SEGMENT && sign.label[0])
		strbuf_add_char(out, sign.label[0]);
	else if (app->lens.colour == LENS_BY_AUTHOR && sign.label[0])
		safe_text(out, utf8_slice(str_of(sign.label), 0, 1), false);
	else
		strbuf_add_z(out, kind_glyphs[card->kind]);
}

void slab_paint_mark(struct surface *s, int x, int y, const struct app *app,
		     const struct slab *slab, const struct slab_look *look)
{
	const struct card *card = model_card(app->model, slab->id);
	struct strbuf mark = STRBUF_INIT;
	bool left_out = !slab->shown && !look->focused && !look->marked;
	if (left_out)
		strbuf_add_z(&mark, "·");
	else
		add_mark(&mark, app, card, look);
	surface_put_fit(s, x, y, strbuf_str(&mark), 1,
			look->dimmed || left_out ? STYLE_DIM
			: look->focused          ? STYLE_FOCUS
						 : slab->bar);
	strbuf_release(&mark);
}
