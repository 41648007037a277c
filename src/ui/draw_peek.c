/*
 * The peek pane: all of the focused card that its slab has no room for. Its words, what it implies,
 * where they were said, and the turns around them. Made anew with each frame; long turns are cut
 * before they are wrapped, so a frame costs the same whatever the transcript holds.
 */
#include "ui-internal.h"

#include "themewall/base/clock.h"
#include "themewall/model/question.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"
#include "themewall/text/wrap.h"
#include "themewall/model/versions.h"

#include "themewall/base/banned.h"

enum { LINES_MAX = 64, TURN_LINES = 3, TURN_CHARS = 400, CONTEXT = 2, LABEL_W = 5 };
enum { IMPLIES_W = 9, NOTE_W = 12 };
/* Before the words in their turn; from this width on words and context stand side by side. */
enum { BEFORE_CHARS = 60, TWO_COLUMNS_W = 60 };

/* Writes downwards until the pane is full. */
struct peek {
	struct ui *ui;
	const struct app *app;
	struct surface *s;
	struct rect in; /* what is left */
};

static void skip_line(struct peek *p)
{
	p->in.y++;
	p->in.h--;
}

/* Text from outside, wrapped into at most max lines at x; the last one ends in "…" when cut. */
static void put_text(struct peek *p, int x, struct str text, int max, style_id style)
{
	struct wrap_line lines[LINES_MAX];
	int room = p->in.h < LINES_MAX ? p->in.h : LINES_MAX, w = p->in.w - x;
	max = max < room ? max : room;
	if (max < 1 || w < 2)
		return;
	strbuf_reset(&p->ui->line);
	safe_text(&p->ui->line, text, true);
	struct str painted = strbuf_str(&p->ui->line);
	size_t needed = wrap_text(painted, w, lines, (size_t)max);
	for (int i = 0; i < max && (size_t)i < needed; i++) {
		struct str line = str_part(painted, lines[i].from, lines[i].to);
		if (i == max - 1 && needed > (size_t)max)
			line = str_part(painted, lines[i].from, painted.n);
		surface_put_fit(p->s, p->in.x + x, p->in.y, line, w, style);
		skip_line(p);
	}
}

static void put_implies(struct peek *p, const struct card *card)
{
	if (!card->implies.n || p->in.h < 2)
		return;
	skip_line(p);
	surface_putz(p->s, p->in.x, p->in.y, "implies", STYLE_DIM);
	put_text(p, IMPLIES_W, card->implies, LINES_MAX, STYLE_TEXT);
}

/* "S02 interview-2, 14:22", or how the card came about. */
static void put_receipt(struct peek *p, const struct card *card)
{
	const struct transcript *t = model_transcript(p->app->model, card->transcript);
	struct strbuf line = STRBUF_INIT;
	if (p->in.h < 2)
		return;
	skip_line(p);
	if (t) {
		transcript_add_code(p->app->model, &line, t);
		strbuf_addf(&line, " %.*s", STR_ARG(t->title));
		strbuf_add_z(&line, card->time_ms >= 0 ? ", " : "");
		clock_add_offset(&line, card->time_ms);
	} else {
		strbuf_add_z(&line, "written by hand");
	}
	put_text(p, 0, strbuf_str(&line), 2, STYLE_DIM);
	strbuf_reset(&line);
	const char *warning = question_warning(question_before_card(p->app->model, card));
	if (warning && p->in.h > 0) {
		strbuf_addf(&line, "⚠ answers a %s", warning);
		put_text(p, 0, strbuf_str(&line), 1, STYLE_WARN);
	}
	strbuf_release(&line);
}

/* A word at the left, what belongs to it beside. */
static void put_labelled(struct peek *p, const char *label, struct str text)
{
	if (!text.n || p->in.h < 2)
		return;
	skip_line(p);
	surface_putz(p->s, p->in.x, p->in.y, label, STYLE_DIM);
	put_text(p, IMPLIES_W, text, LINES_MAX, STYLE_TEXT);
}

/* The need behind it, its tags, and what pulls against it. */
static void put_ties(struct peek *p, const struct card *card)
{
	const struct model *model = p->app->model;
	struct tag_list tags = model_card_tags(model, card->id);
	struct tension_list tensions = model_card_tensions(model, card->id);
	struct strbuf line = STRBUF_INIT;
	put_labelled(p, "need", card->need);
	for (size_t i = 0; i < tags.n; i++) {
		strbuf_add_z(&line, i ? ", " : "");
		tag_add(&line, tags.tags[i]);
	}
	put_labelled(p, "tags", strbuf_str(&line));
	for (size_t i = 0; i < tensions.n; i++) {
		const struct tension *t = &tensions.all[i];
		card_id end = t->other.n == card->id.n ? t->card : t->other;
		const struct card *other = model_card(model, end);
		struct str words = other ? other->text : app_cluster_title(p->app, t->cluster);
		strbuf_reset(&line);
		strbuf_addf(&line, "%s %.*s",
			    other ? app_card_code(p->app, end).z
				  : app_cluster_code(p->app, t->cluster).z,
			    STR_ARG(words));
		put_labelled(p, "against", strbuf_str(&line));
	}
	strbuf_release(&line);
}

/* The cards beneath a stack's top, a line or two each: "C-042 P03 14:22  I export it …". */
static void put_stack(struct peek *p, const struct card *card)
{
	struct card_list beneath = model_stack(p->app->model, card->id);
	struct strbuf line = STRBUF_INIT;
	for (size_t i = 0; i < beneath.n && p->in.h > 1; i++) {
		const struct card *one = model_card(p->app->model, beneath.ids[i]);
		strbuf_reset(&line);
		strbuf_addf(&line, "%s ", app_card_code(p->app, one->id).z);
		if (one->transcript.n || model_card_participant(p->app->model, one).n)
			slab_add_foot(&line, p->app, one);
		strbuf_add_z(&line, "  ");
		strbuf_add_str(&line, one->text);
		if (i == 0) {
			skip_line(p);
			surface_putz(p->s, p->in.x, p->in.y, "merged", STYLE_DIM);
		}
		put_text(p, IMPLIES_W, strbuf_str(&line), 2, STYLE_TEXT);
	}
	strbuf_release(&line);
}

static void add_speaker(struct strbuf *out, const struct app *app, const struct turn *turn)
{
	const struct speaker *speaker = model_speaker(app->model, turn->speaker);
	const struct participant *who =
		speaker ? model_participant(app->model, speaker->participant) : NULL;
	if (who)
		code_add(out, CODE_PARTICIPANT, who->code);
	else
		strbuf_add_z(out, speaker && speaker->role == ROLE_MODERATOR ? "I" : "–");
}

/* The part of the turn to show: its beginning, or from a little before the card's words. */
static void add_part(struct strbuf *out, const struct turn *turn, const struct card *here)
{
	int64_t skip = here ? here->start - turn->start - BEFORE_CHARS : 0;
	size_t from = skip > 0 ? utf8_offset(turn->text, (size_t)skip) : 0;
	from = from ? word_next(turn->text, from) : 0;
	struct str rest = str_part(turn->text, from, turn->text.n);
	strbuf_add_z(out, from ? "…" : "");
	strbuf_add_str(out, utf8_slice(rest, 0, TURN_CHARS));
}

static void put_turn(struct peek *p, const struct turn *turn, const struct card *here, int max)
{
	struct strbuf who = STRBUF_INIT, text = STRBUF_INIT;
	if (p->in.h < 1)
		return;
	add_part(&text, turn, here);
	add_speaker(&who, p->app, turn);
	paint_safe(p->ui, p->s, p->in.x, p->in.y, strbuf_str(&who), LABEL_W - 1,
		   here ? STYLE_KEY : STYLE_DIM);
	put_text(p, LABEL_W, strbuf_str(&text), max, here ? STYLE_TEXT : STYLE_DIM);
	strbuf_release(&who);
	strbuf_release(&text);
}

/* The turn the words begin in, and its neighbours, a line each where room is short. */
static void put_context(struct peek *p, const struct card *card)
{
	const struct transcript *t = model_transcript(p->app->model, card->transcript);
	const struct turn *turn = t && t->loaded ? transcript_turn_at(t, card->start) : NULL;
	if (!turn)
		return;
	int64_t at = turn - t->turns;
	int around = p->in.h < (2 * CONTEXT + 1) * TURN_LINES - 1 ? 1 : TURN_LINES;
	int64_t last = at + CONTEXT < t->nturns ? at + CONTEXT : t->nturns - 1;
	for (int64_t i = at > CONTEXT ? at - CONTEXT : 0; i <= last; i++)
		put_turn(p, &t->turns[i], i == at ? card : NULL, i == at ? TURN_LINES : around);
}

static void put_card(struct peek *p, const struct card *card)
{
	bool two = p->in.w >= TWO_COLUMNS_W;
	struct peek context = *p;
	if (two) {
		p->in.w = p->in.w / 2 - 1;
		context.in.x += p->in.w + 2;
		context.in.w = p->in.w;
	}
	put_text(p, 0, card->text, LINES_MAX, STYLE_TEXT);
	put_implies(p, card);
	put_ties(p, card);
	put_receipt(p, card);
	put_stack(p, card);
	skip_line(p);
	put_context(two ? &context : p, card);
}

static void put_undefined(struct peek *p)
{
	struct strbuf line = STRBUF_INIT;
	strbuf_addf(&line, "Not defined yet: %s says what this theme is about.",
		    key_in_force(p->app, CMD_CLUSTER_DEFINE).z);
	put_text(p, 0, strbuf_str(&line), 2, STYLE_DIM);
	strbuf_release(&line);
}

/* A theme's entry in the codebook. */
static void put_cluster(struct peek *p, const struct cluster *cluster)
{
	static const char *const labels[CLUSTER_NOTES] = {[NOTE_DEFINITION] = "is",
							  [NOTE_INCLUDE] = "takes in",
							  [NOTE_EXCLUDE] = "leaves out"};
	bool any = false;
	for (int i = 0; i < CLUSTER_NOTES && p->in.h > 0; i++) {
		if (!cluster->note[i].n)
			continue;
		any = true;
		surface_putz(p->s, p->in.x, p->in.y, labels[i], STYLE_DIM);
		put_text(p, NOTE_W, cluster->note[i], LINES_MAX, STYLE_TEXT);
	}
	if (!any)
		put_undefined(p);
}

/* "T-03 · I check it twice · teal" */
static void add_cluster_title(struct strbuf *out, const struct app *app,
			      const struct cluster *cluster)
{
	struct str name = app_cluster_title(app, cluster->id);
	strbuf_addf(out, "%s · %.*s", app_cluster_code(app, cluster->id).z, STR_ARG(name));
	if (cluster->colour)
		strbuf_addf(out, " · %s", cluster_colour_name(cluster->colour));
}

/* "C-041 · pain · P03 · also in T-05" */
static void add_title(struct strbuf *out, const struct app *app, const struct card *card,
		      cluster_id copy_in)
{
	const struct participant *who =
		model_participant(app->model, model_card_participant(app->model, card));
	strbuf_addf(out, "%s · %s", app_card_code(app, card->id).z, card_kind_name(card->kind));
	if (who) {
		strbuf_add_z(out, " · ");
		code_add(out, CODE_PARTICIPANT, who->code);
	}
	if (card->surprise)
		strbuf_add_z(out, " · ★");
	if (model_stack_size(app->model, card->id) > 1)
		strbuf_addf(out, " · ⧉%zu", model_stack_size(app->model, card->id));
	if (model_card_outdated(app->model, card))
		strbuf_add_z(out, " · ≠ corrected since");
	if (model_card_twins(app->model, card->id).n) {
		strbuf_add_z(out, " · also in ");
		app_add_also_in(app, out, card->id, copy_in);
	}
}

/* At the side a frame, below a blank line and a rule, so that no two borders lie on each other.
 * What is left for words. */
static struct rect draw_edge(struct ui *ui, struct surface *s, struct rect r, struct str title)
{
	if (r.y == ui->at.body.y) {
		paint_box(ui, s, r, title);
		return (struct rect){r.x + 2, r.y + 1, r.w - 4, r.h - 2};
	}
	surface_fill(s, r, " ", STYLE_TEXT);
	paint_line(s, r.x, r.y + 1, r.w, "─", STYLE_BORDER);
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, title, false);
	paint_title(s, r.x - 1, r.y + 1, r.w, strbuf_str(&ui->scratch), STYLE_TITLE, STR(""));
	return (struct rect){r.x + 1, r.y + 2, r.w - 2, r.h - 2};
}

void draw_peek(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect r = ui->at.peek;
	struct target target = app_target(app);
	const struct card *card =
		target.kind == TARGET_CARD ? model_card(app->model, target.card) : NULL;
	const struct cluster *cluster =
		target.kind == TARGET_CLUSTER ? model_cluster(app->model, target.cluster) : NULL;
	struct strbuf title = STRBUF_INIT;
	if (r.w < 8 || r.h < 3)
		return;
	if (card)
		add_title(&title, app, card, target.cluster);
	else if (cluster)
		add_cluster_title(&title, app, cluster);
	struct peek p = {ui, app, s, draw_edge(ui, s, r, strbuf_str(&title))};
	struct rect old = surface_clip(s, p.in);
	if (card)
		put_card(&p, card);
	else if (cluster)
		put_cluster(&p, cluster);
	else
		put_text(&p, 0, STR("The focused card shows here in full."), 2, STYLE_DIM);
	surface_clip_restore(s, old);
	strbuf_release(&title);
}
