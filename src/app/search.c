/*
 * The search field and the way to what it finds. Hits are ids, never pointers; they are found anew
 * when the model has changed, and the one last gone to keeps its place when it still is one.
 */
#include "themewall/app/search.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/clock.h"
#include "themewall/text/utf8.h"
#include "themewall/text/grapheme.h"
#include "themewall/base/banned.h"

enum { ROWS_MAX = 100, BEFORE_MAX = 24, WHOLE_MAX = 48 };
/* Slices of one to three milliseconds: turns read, bytes of keys folded. */
enum { SLICE_TURNS = 800, SLICE_BYTES = 300000 };
/* What was found meanwhile is shown so long after the last key or showing. */
enum { SHOW_MS = 100 };

void search_view_init(struct search_view *view)
{
	*view = (struct search_view){.index = NULL};
	strbuf_init(&view->words);
}

void search_view_release(struct search_view *view)
{
	search_free(view->index);
	turns_state_release(&view->reading);
	search_hits_release(&view->hits);
	strbuf_release(&view->words);
}

/* --- transcripts, read as one searches --- */

/* The next transcript to read, within what may be held; NULL when there is none. */
static const struct transcript *next_unread(const struct app *app)
{
	struct transcript_list all = model_transcripts(app->model);
	const struct transcript *next = NULL;
	int64_t held = 0;
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *t = model_transcript(app->model, all.ids[i]);
		if (t->loaded)
			held += t->nchars;
		else if (!next)
			next = t;
	}
	return next && held + next->nchars <= SEARCH_CHARS_MAX ? next : NULL;
}

/* Transcripts until there are so many code points; one that is larger all by itself when `large`.
 */
static bool read_some(struct app *app, int64_t nchars, bool large, struct err *err)
{
	const struct transcript *t = next_unread(app);
	for (; t && nchars > 0 && (large || t->nchars <= nchars); t = next_unread(app)) {
		nchars -= t->nchars;
		if (!store_load_turns(app->store, app->model, t->id, err))
			return false;
	}
	return true;
}

static bool read_on(struct app *app, const struct transcript *t, struct err *err)
{
	struct search_view *view = &app->search;
	bool done;
	if (view->reads.n != t->id.n)
		turns_state_release(&view->reading);
	view->reads = t->id;
	return store_load_some_turns(app->store, app->model, t->id, &view->reading, SLICE_TURNS,
				     &done, err);
}

static size_t count_unread(const struct app *app)
{
	struct transcript_list all = model_transcripts(app->model);
	size_t n = 0;
	for (size_t i = 0; i < all.n; i++)
		n += !model_transcript(app->model, all.ids[i])->loaded;
	return n;
}

/* --- finding --- */

static bool prepare(struct app *app, struct err *err)
{
	struct search_view *view = &app->search;
	if (!app_finish_loading(app, err))
		return false;
	if (!view->index)
		view->index = search_new();
	return true;
}

static void found(struct app *app, struct str words)
{
	struct search_view *view = &app->search;
	if (words.p != view->words.buf) {
		strbuf_reset(&view->words);
		strbuf_add_str(&view->words, words);
	}
	view->revision = model_revision(app->model);
	view->at = 0;
}

bool app_search(struct app *app, struct str words, size_t max, struct err *err)
{
	if (!prepare(app, err))
		return false;
	search_update(app->search.index, app->model);
	app->search.whole = true;
	search_find(app->search.index, words, max, &app->search.hits);
	found(app, words);
	return true;
}

/* The rest of a large wall comes by itself, between keys; what of it is there is no beginning of
 * all, so nothing is folded before. */
static bool is_on_its_way(const struct app *app)
{
	return app->loading && !app->rest_failed;
}

/* In what is folded so far. */
static bool search_so_far(struct app *app, struct str words, struct err *err)
{
	struct search_view *view = &app->search;
	if (is_on_its_way(app)) {
		search_hits_release(&view->hits);
		view->whole = false;
		found(app, words);
		return true;
	}
	if (!prepare(app, err))
		return false;
	view->whole = search_update_some(view->index, app->model, SLICE_BYTES);
	if (str_equal(words, strbuf_str(&view->words)))
		search_find_on(view->index, words, SEARCH_HITS_MAX, &view->hits);
	else
		search_find(view->index, words, SEARCH_HITS_MAX, &view->hits);
	found(app, words);
	return true;
}

static bool same_hit(const struct search_hit *a, const struct search_hit *b)
{
	return a->kind == b->kind && a->card.n == b->card.n && a->cluster.n == b->cluster.n &&
	       a->transcript.n == b->transcript.n && a->turn == b->turn;
}

/* All hits, as the model is now; `at` stays on its hit, or on the one that took its place. */
static bool refresh(struct app *app, struct err *err)
{
	struct search_view *view = &app->search;
	size_t at = view->at;
	bool known = view->revision == model_revision(app->model) || at >= view->hits.n;
	if (view->whole && known)
		return true;
	struct search_hit here = at < view->hits.n ? view->hits.list[at] : (struct search_hit){0};
	if (!app_search(app, strbuf_str(&view->words), SEARCH_HITS_MAX, err))
		return false;
	view->at = at < view->hits.n ? at : 0;
	for (size_t i = 0; i < view->hits.n; i++)
		if (same_hit(&view->hits.list[i], &here))
			view->at = i;
	return true;
}

/* --- what a hit looks like --- */

static const struct turn *hit_turn(const struct app *app, const struct search_hit *hit)
{
	const struct transcript *t = model_transcript(app->model, hit->transcript);
	return t && t->loaded && hit->turn < (size_t)t->nturns ? &t->turns[hit->turn] : NULL;
}

/* The text a hit was found in: of a card what it implies when its words do not hold it. */
static struct str hit_text(const struct app *app, const struct search_hit *hit, struct str words)
{
	const struct card *card = model_card(app->model, hit->card);
	const struct turn *turn = hit_turn(app, hit);
	size_t from, to;
	if (hit->kind == SEARCH_CLUSTER)
		return app_cluster_title(app, hit->cluster);
	if (hit->kind == SEARCH_TURN)
		return turn ? turn->text : STR("");
	if (!card)
		return STR("");
	bool implied = !search_match(card->text, words, &from, &to) &&
		       search_match(card->implies, words, &from, &to);
	return implied ? card->implies : card->text;
}

void search_add_excerpt(struct strbuf *out, const struct app *app, const struct search_hit *hit,
			struct str words)
{
	struct str text = hit_text(app, hit, words);
	size_t from = 0, to = 0, start = 0;
	if (search_match(text, words, &from, &to) && utf8_length(text) > WHOLE_MAX &&
	    utf8_length(str_part(text, 0, from)) > BEFORE_MAX) {
		start = from;
		for (int i = 0; i < BEFORE_MAX; i++)
			start = utf8_previous(text, start);
		start = word_next(text, start);
		start = start < from ? start : from;
		strbuf_add_z(out, "…");
	}
	strbuf_add_str(out, str_part(text, start, text.n));
}

void search_add_where(struct strbuf *out, const struct app *app, const struct search_hit *hit)
{
	const struct transcript *t = model_transcript(app->model, hit->transcript);
	const struct turn *turn = hit_turn(app, hit);
	if (hit->kind == SEARCH_CLUSTER)
		strbuf_add_z(out, app_cluster_code(app, hit->cluster).z);
	else if (hit->kind == SEARCH_CARD)
		strbuf_add_z(out, app_card_code(app, hit->card).z);
	else if (t)
		transcript_add_code(app->model, out, t);
	if (turn && turn->start_ms >= 0) {
		strbuf_add_char(out, ' ');
		clock_add_offset(out, turn->start_ms);
	}
}

/* --- going there --- */

/* The outermost folded theme around a cluster, itself included; 0 when all is open. */
static cluster_id folded_around(const struct model *model, cluster_id id)
{
	cluster_id folded = {0};
	const struct cluster *cluster = model_cluster(model, id);
	for (; cluster; cluster = model_cluster(model, cluster->parent))
		if (cluster->folded)
			folded = cluster->id;
	return folded;
}

static void focus_target(struct app *app, struct target target)
{
	if (app->view != VIEW_OUTLINE)
		app->view = VIEW_WALL;
	app_focus(app, target);
	if (app->wall.pane == PANE_TRAY)
		app->wall.tray_folded = app->wall.tray_yields = false;
	if (app->view == VIEW_OUTLINE) {
		app->wall.focus = target;
		outline_refresh(app);
		outline_step(app, 0);
	}
}

/* Where the hit stands among all, and what hides it. */
static void say_where(struct app *app, cluster_id folded)
{
	struct search_view *view = &app->search;
	struct strbuf where = STRBUF_INIT;
	struct str title = app_cluster_title(app, folded);
	search_add_where(&where, app, &view->hits.list[view->at]);
	if (folded.n)
		strbuf_addf(&where, ", in “%.*s”, which is folded: %s opens it", STR_ARG(title),
			    key_in_force(app, CMD_FOLD).z);
	app_say(app, MESSAGE_INFO, "%zu of %zu: %s   %s next   %s previous", view->at + 1,
		view->hits.n, where.buf, key_in_force(app, CMD_SEARCH_NEXT).z,
		key_in_force(app, CMD_SEARCH_PREVIOUS).z);
	strbuf_release(&where);
}

cluster_id app_show_card(struct app *app, const struct card *card)
{
	cluster_id folded = folded_around(app->model, card->cluster);
	if (card->place == PLACE_PARKED)
		app->view = VIEW_OUTLINE;
	if (folded.n)
		focus_target(app, (struct target){.kind = TARGET_CLUSTER, .cluster = folded});
	else
		focus_target(app, (struct target){.kind = TARGET_CARD, .card = card->id});
	return folded;
}

static void go_to_cluster(struct app *app, const struct cluster *cluster)
{
	cluster_id folded = folded_around(app->model, cluster->parent);
	cluster_id shown = folded.n ? folded : cluster->id;
	focus_target(app, (struct target){.kind = TARGET_CLUSTER, .cluster = shown});
	say_where(app, folded);
}

static bool go_to_turn(struct app *app, const struct search_hit *hit, struct err *err)
{
	const struct turn *turn = hit_turn(app, hit);
	size_t from = 0, to = turn->text.n;
	search_match(turn->text, strbuf_str(&app->search.words), &from, &to);
	int64_t start = turn->start + (int64_t)utf8_length(str_part(turn->text, 0, from));
	int64_t end = turn->start + (int64_t)utf8_length(str_part(turn->text, 0, to));
	if (!reader_open(app, hit->transcript, start, end, err))
		return false;
	app->reader.back_to = (card_id){0};
	say_where(app, (cluster_id){0});
	return true;
}

bool app_search_go(struct app *app, size_t index, struct err *err)
{
	struct search_view *view = &app->search;
	if (index >= view->hits.n)
		return err_set(err, ERR_NOTHING, "“%s” is nowhere in this study", view->words.buf);
	const struct search_hit *hit = &view->hits.list[index];
	const struct card *card = model_card(app->model, hit->card);
	const struct cluster *cluster = model_cluster(app->model, hit->cluster);
	view->at = index;
	app->help_open = false;
	app->dirty = true;
	if (hit->kind == SEARCH_TURN && hit_turn(app, hit))
		return go_to_turn(app, hit, err);
	if (card)
		say_where(app, app_show_card(app, card));
	else if (cluster)
		go_to_cluster(app, cluster);
	else
		return err_set(err, ERR_NOT_FOUND, "that is gone since");
	return true;
}

/* --- the field --- */

static void add_hit_row(struct app *app, struct prompt *prompt, size_t index, struct str words)
{
	const struct search_hit *hit = &app->search.hits.list[index];
	struct strbuf label = STRBUF_INIT, note = STRBUF_INIT;
	search_add_excerpt(&label, app, hit, words);
	search_add_where(&note, app, hit);
	prompt_add_row(prompt, strbuf_str(&label), note.buf, (int64_t)index, false);
	strbuf_release(&label);
	strbuf_release(&note);
}

static void fill_search(struct app *app, struct prompt *prompt, struct str typed)
{
	struct err err = ERR_INIT;
	size_t unread = count_unread(app);
	app->search.stale = false;
	app->search.shown_ms = clock_monotonic_ms();
	strbuf_reset(&prompt->help);
	if (str_trim(typed).n == 0)
		strbuf_add_z(&prompt->help, "cards, themes, transcripts");
	else if (search_so_far(app, typed, &err))
		strbuf_addf(&prompt->help, "%s%zu found%s",
			    app->search.hits.more ? "more than " : "", app->search.hits.n,
			    app->search.whole ? "" : " so far");
	else
		strbuf_add_z(&prompt->help, err.msg);
	for (size_t i = 0; str_trim(typed).n && i < app->search.hits.n && i < ROWS_MAX; i++)
		add_hit_row(app, prompt, i, typed);
	if (unread)
		strbuf_addf(&prompt->help, ", %zu transcript%s not read", unread,
			    unread == 1 ? "" : "s");
}

/* Later rows only follow those that were seen: what was chosen stays what it is. */
static bool take_hit(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	return (app->search.whole || app_search(app, text, SEARCH_HITS_MAX, err)) &&
	       app_search_go(app, (size_t)value, err);
}

static bool is_open(const struct app *app)
{
	return app->prompt.open && app->prompt.fill == fill_search;
}

void search_finish(struct app *app)
{
	struct err err = ERR_INIT;
	bool all = app->search.whole && !app->search.stale;
	if (is_open(app) && !all &&
	    app_search(app, strbuf_str(&app->prompt.edit.text), SEARCH_HITS_MAX, &err))
		prompt_refill(app);
}

bool search_wants_more(const struct app *app)
{
	return is_open(app) && (!app->search.whole || next_unread(app));
}

/* Rows that are all there are do not change until all is found. */
int64_t search_due(const struct app *app)
{
	bool full = app->prompt.nrows == ROWS_MAX || app->prompt.edit.text.len == 0;
	if (!is_open(app) || !app->search.stale || (full && search_wants_more(app)))
		return -1;
	return app->search.shown_ms + SHOW_MS;
}

static void show_more(struct app *app)
{
	size_t chosen = app->prompt.chosen;
	prompt_refill(app);
	prompt_choose(app, chosen);
	app->dirty = true;
}

static void read_more(struct app *app)
{
	struct search_view *view = &app->search;
	struct err err = ERR_INIT;
	if (is_on_its_way(app))
		return;
	const struct transcript *t = view->whole ? next_unread(app) : NULL;
	if (!prepare(app, &err) || (t && !read_on(app, t, &err))) {
		prompt_close(app);
		app_say_err(app, &err);
		return;
	}
	view->whole = search_update_some(view->index, app->model, SLICE_BYTES);
	view->stale = true;
}

void search_wake(struct app *app, int64_t now_ms)
{
	if (search_wants_more(app))
		read_more(app);
	int64_t due = search_due(app);
	if (due >= 0 && now_ms >= due)
		show_more(app);
}

bool cmd_search(struct app *app, const struct args *args, struct err *err)
{
	int64_t nchars = args->n ? SEARCH_CHARS_AT_ONCE : SEARCH_CHARS_OPENING;
	bool later = args->n == 0 && is_on_its_way(app);
	if (!later && (!app_finish_loading(app, err) || !read_some(app, nchars, args->n > 0, err)))
		return false;
	if (args->n)
		return app_search(app, args->word[0], SEARCH_HITS_MAX, err) &&
		       app_search_go(app, 0, err);
	app->search.whole = false;
	prompt_open_list(app, "Search", true, 0, fill_search, take_hit);
	app->prompt.centered = false;
	return true;
}

/* Who is reading goes on from transcript to transcript, not to the wall, while there is a place to
 * go to. */
static size_t next_in_transcripts(const struct search_view *view, size_t from, size_t by)
{
	size_t n = view->hits.n, at = from;
	for (size_t i = 0; i < n; i++, at = (at + by) % n)
		if (view->hits.list[at].kind == SEARCH_TURN)
			return at;
	return from;
}

static bool step(struct app *app, bool forward, struct err *err)
{
	struct search_view *view = &app->search;
	if (view->words.len == 0)
		return err_set(err, ERR_NOTHING, "nothing to go on with: / searches");
	if (!refresh(app, err))
		return false;
	size_t n = view->hits.n ? view->hits.n : 1, by = forward ? 1 : n - 1;
	size_t to = (view->at + by) % n;
	if (app->view == VIEW_READER && app->reader.transcript.n)
		to = next_in_transcripts(view, to, by);
	return app_search_go(app, to, err);
}

bool cmd_search_next(struct app *app, const struct args *args, struct err *err)
{
	return step(app, true, err);
}

bool cmd_search_previous(struct app *app, const struct args *args, struct err *err)
{
	return step(app, false, err);
}
