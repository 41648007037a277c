/*
 * The search field, and what is found in it. Hits are ids, never pointers; they are found anew when
 * the model has changed, and the one last gone to keeps its place when it still is one. What a hit
 * looks like, and where it leads, is search-hit.c's.
 */
#include "themewall/app/search.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/banned.h"

enum { ROWS_MAX = 100 };
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
