/*
 * The session's life: opening a wall, reading news, messages and time. The model changes only in
 * app_poll, from what the store hands over; what this person looks at survives it.
 */
#include "themewall/app/app.h"

#include <stdio.h>
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/draft.h"
#include "themewall/app/findings.h"
#include "themewall/app/settings.h"
#include "themewall/app/start.h"
#include "themewall/app/page.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/store/edit-coding.h"
#include "themewall/base/banned.h"

enum { MESSAGE_MS = 8000, EDGE_STEP_MS = 60 };

void app_init(struct app *app)
{
	*app = (struct app){.model = model_new(),
			    .lattice = lattice_new(),
			    .anchors = lattice_new(),
			    .view = VIEW_START};
	lens_init(&app->lens);
	strbuf_init(&app->message.text);
	strbuf_init(&app->findings.text);
	strbuf_init(&app->help.text);
	strbuf_init(&app->answer);
	strbuf_init(&app->sort.names[0]);
	strbuf_init(&app->sort.names[1]);
	strbuf_init(&app->notes);
	strbuf_init(&app->not_saved);
	strbuf_init(&app->copied);
	strbuf_init(&app->pasted);
	strbuf_init(&app->retry.pasted);
	strbuf_init(&app->coder);
	search_view_init(&app->search);
	similar_init(&app->like);
	prompt_init(&app->prompt);
	app->has_color = app->mouse_on = true;
	app->running = -1;
	app->dirty = true;
}

void app_leave(struct app *app)
{
	draft_keep(app);
	away_leave(app);
	app->keeps_seen = false;
}

static void forget_rest(struct app *app)
{
	model_free(app->rest);
	app->rest = NULL;
	app->rest_state = (struct load_state){0};
	app->loading = app->rest_failed = false;
}

void app_release(struct app *app)
{
	app_leave(app);
	import_close(app);
	forget_rest(app);
	model_free(app->past.now);
	lens_release(&app->lens);
	carry_release(&app->carry);
	prompt_release(&app->prompt);
	outline_release(&app->outline);
	search_view_release(&app->search);
	similar_release(&app->like);
	corrected_release(&app->corrected);
	history_release(&app->history);
	findings_release(&app->concluded);
	sort_release(&app->sort);
	strbuf_release(&app->message.text);
	strbuf_release(&app->findings.text);
	strbuf_release(&app->help.text);
	strbuf_release(&app->answer);
	strbuf_release(&app->notes);
	strbuf_release(&app->not_saved);
	strbuf_release(&app->copied);
	strbuf_release(&app->pasted);
	strbuf_release(&app->retry.pasted);
	strbuf_release(&app->coder);
	for (size_t i = 0; i < app->start.nrecent; i++)
		free(app->start.recent[i]);
	free(app->start.recent);
	free(app->start.refused);
	free(app->marked.ids);
	lattice_free(app->lattice);
	lattice_free(app->anchors);
	model_free(app->model);
	store_close(app->store);
}

/* Everything that names rows of the wall that was open before. */
static void forget_wall(struct app *app)
{
	carry_cancel(app);
	prompt_close(app);
	import_close(app);
	marks_clear(app);
	lens_clear(app);
	forget_rest(app);
	model_free(app->past.now);
	app->past.now = NULL;
	app->wall = (struct wall_view){.pane_w = app->wall.pane_w,
				       .pane_h = app->wall.pane_h,
				       .tray_shown = app->wall.tray_shown};
	app->reader = (struct reader_view){.page = app->reader.page};
	app->coverage = (struct coverage_view){0};
	app->tour = (struct tour){0};
	search_view_release(&app->search);
	history_release(&app->history);
	findings_release(&app->concluded);
	sort_release(&app->sort);
	search_view_init(&app->search);
	app->outline.revision = 0;
	app->nlast_sent = 0;
	strbuf_reset(&app->not_saved);
	app->findings.revision = 0;
	app->lattice_revision = 0;
	lattice_forget(app->lattice);
	lattice_forget(app->anchors);
}

/* Myself as partners see me, for the top line. */
static struct presence presence_of_me(struct store *store)
{
	struct presence me = {.coder = store_coder(store), .read_only = store_is_read_only(store)};
	const struct coder *coder = store_coder_find(store, me.coder);
	if (!coder)
		return me;
	snprintf(me.name, sizeof me.name, "%.*s", STR_ARG(coder->name));
	snprintf(me.initials, sizeof me.initials, "%.*s", STR_ARG(coder->initials));
	return me;
}

bool app_open(struct app *app, const char *path, const struct store_options *options,
	      struct err *err)
{
	struct store *store = NULL;
	struct model *model = model_new();
	bool whole = true;
	struct store_options mine = *options;
	mine.backup_folder = start_backup_folder;
	if (app->settings)
		mine.initials = strbuf_str(&app->settings->text[SETTING_INITIALS]);
	if (!store_open(&store, path, &mine, NULL, err) ||
	    !(app->interactive ? store_load_start(store, model, APP_SMALL_WALL, &whole, err)
			       : store_load(store, model, err))) {
		store_close(store);
		model_free(model);
		return false;
	}
	draft_keep(app);
	away_leave(app);
	forget_wall(app);
	store_close(app->store);
	model_free(app->model);
	app->store = store;
	app->model = model;
	app->loading = !whole;
	app->saved_ms = store_saved_ms(store);
	app->view = VIEW_WALL;
	app->wall.pane = model_place_count(model, PLACE_TRAY) ? PANE_TRAY : PANE_WALL;
	if (app->interactive) /* else nobody looks, and no places need be worked out */
		app->wall.focus = focus_nearest(app, (struct rect){0, 0, 1, 1});
	app->me = presence_of_me(store);
	app->nothers = store_presence(store, app->others, TW_COUNT(app->others));
	app->dirty = true;
	if (*store_notice(store))
		app_say(app, MESSAGE_INFO, "%s", store_notice(store));
	if (app->interactive)
		start_keep_daily(store);
	away_return(app);
	app->draft_due = draft_is_there(app);
	return true;
}

static bool stop_loading(struct app *app)
{
	forget_rest(app);
	app->loading = app->rest_failed = true;
	return false;
}

bool app_finish_loading(struct app *app, struct err *err)
{
	if (!app->loading)
		return true;
	if (app->rest_failed)
		return err_set(err, ERR_STORE,
			       "only the first screen of this wall could be read: leave it and run "
			       "themewall check");
	forget_rest(app);
	model_clear(app->model); /* in its place: the command that asks may hold on to it */
	app->dirty = true;
	if (!store_load(app->store, app->model, err))
		return stop_loading(app);
	app_settle(app);
	return true;
}

/* The whole wall takes the place of its first screen; what was painted of that is never taken for
 * it. */
static bool take_rest(struct app *app, struct err *err)
{
	struct model *first = app->model;
	app->model = app->rest;
	app->rest = NULL;
	model_skip_revisions(app->model, model_revision(first) + 1);
	lattice_forget(app->lattice);
	lattice_forget(app->anchors);
	model_free(first);
	forget_rest(app);
	app->dirty = true;
	bool kept = !app->reader.transcript.n || reader_keep(app, true, err);
	app_settle(app);
	return kept;
}

static bool load_some(struct app *app, struct err *err)
{
	bool done;
	if (!app->rest)
		app->rest = model_new();
	if (!store_load_slice(app->store, app->rest, &app->rest_state, APP_ROWS_A_SLICE, &done,
			      err))
		return stop_loading(app);
	return !done || (take_rest(app, err) && app_poll(app, err)); /* for bells it missed */
}

/* Tells whose change just arrived, without taking anything away from what I do. */
static void say_news(struct app *app, const struct news *news)
{
	const struct coder *coder = store_coder_find(app->store, news->last_by);
	if (news->foreign == 0 || !coder || coder->id.n == store_coder(app->store).n ||
	    carry_is_active(&app->carry)) /* then the keys of the carry are worth more */
		return;
	/* nobody is told card by card that another one thinks */
	if (str_starts(news->label, STR(SORT_LABEL)) || str_equal(news->label, STR(VOTE_LABEL)))
		return;
	app_say(app, MESSAGE_INFO, "%.*s: %.*s", STR_ARG(coder->name), STR_ARG(news->label));
}

bool app_poll(struct app *app, struct err *err)
{
	struct news news = {0};
	if (!app->store)
		return true;
	struct model *model = app->past.now ? app->past.now : app->model;
	if (!app_finish_loading(app, err) || !store_poll(app->store, model, &news, err))
		return false;
	size_t before = app->nothers;
	struct presence old[TW_COUNT(app->others)];
	memcpy(old, app->others, sizeof old);
	memset(app->others, 0, sizeof app->others);
	app->nothers = store_presence(app->store, app->others, TW_COUNT(app->others));
	if (before != app->nothers || memcmp(old, app->others, sizeof old) != 0)
		app->dirty = true;
	if (news.rows == 0 && !news.reloaded)
		return true;
	app->saved_ms = news.saved_ms;
	app->dirty = true;
	if (app->interactive && app->reader.transcript.n && !reader_keep(app, news.reloaded, err))
		return false;
	if (app->past.now)
		return true; /* what is shown is an earlier state all the same */
	page_changed(app);
	app_settle(app);
	say_news(app, &news);
	return true;
}

bool app_edited(struct app *app, bool ok, struct err *err)
{
	strbuf_reset(&app->not_saved);
	if (ok)
		return app_poll(app, err);
	if (err->code == ERR_BUSY || err->code == ERR_FULL || err->code == ERR_STORE ||
	    err->code == ERR_IO)
		strbuf_add_z(&app->not_saved, err->msg);
	return false;
}

const struct lattice *app_lattice(struct app *app)
{
	uint64_t revision = model_revision(app->model);
	if (app->lattice_revision != revision + 1) {
		lattice_set_zoom(app->lattice, app->wall.zoom);
		lattice_set_map_pitch(app->lattice, app->wall.map_pitch);
		lattice_compute(app->lattice, app->model);
		app->lattice_revision = revision + 1;
	}
	return app->lattice;
}

const struct lattice *app_anchors(struct app *app)
{
	if (app->wall.zoom == ZOOM_CARDS)
		return app_lattice(app);
	lattice_compute(app->anchors, app->model);
	return app->anchors;
}

void app_say(struct app *app, enum message_kind kind, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	strbuf_reset(&app->message.text);
	strbuf_vaddf(&app->message.text, format, args);
	va_end(args);
	app->message.kind = kind;
	app->message.leads = app->message.stays = false;
	app->message.at_ms = clock_monotonic_ms();
	app->dirty = true;
}

void app_say_err(struct app *app, const struct err *err)
{
	app_say(app, MESSAGE_WARN, "%s", err->msg);
}

/* A drop that waits to be stored no longer moves. */
static bool wants_edge_scroll(const struct app *app)
{
	const struct carry *carry = &app->carry;
	return carry->state == CARRY_MOUSE && (carry->edge_dx || carry->edge_dy) &&
	       app->retry.kind == RETRY_NONE;
}

static bool message_passes(const struct app *app)
{
	const struct message *message = &app->message;
	return message->kind != MESSAGE_NONE && !message->leads && !message->stays;
}

int app_timeout(struct app *app, int64_t now_ms)
{
	int64_t due = -1, page;
	if ((app->loading && !app->rest_failed) || search_wants_more(app) ||
	    (import_wants_work(app) && import_work_fd(app) < 0))
		return 0;
	if (away_can_tell(app))
		return 0;
	if (message_passes(app))
		due = app->message.at_ms + MESSAGE_MS;
	if (app->retry.kind != RETRY_NONE && (due < 0 || app->retry.at_ms < due))
		due = app->retry.at_ms;
	int64_t found = search_due(app);
	if (found >= 0 && (due < 0 || found < due))
		due = found;
	bool edge = wants_edge_scroll(app);
	if (edge && (due < 0 || app->carry.edge_at_ms < due))
		due = app->carry.edge_at_ms;
	page = page_due(app);
	if (page >= 0 && (due < 0 || page < due))
		due = page;
	if (due < 0)
		return -1;
	return due <= now_ms ? 0 : (int)(due - now_ms);
}

void app_wake(struct app *app, int64_t now_ms)
{
	struct err err = ERR_INIT;
	if (app->loading && !app->rest_failed && !load_some(app, &err))
		app_say_err(app, &err);
	retry_wake(app, now_ms);
	search_wake(app, now_ms);
	if (import_wants_work(app) && import_work_fd(app) < 0)
		import_work(app);
	if (message_passes(app) && now_ms >= app->message.at_ms + MESSAGE_MS) {
		app->message.kind = MESSAGE_NONE;
		app->dirty = true;
	}
	int64_t page = page_due(app);
	if (page >= 0 && now_ms >= page)
		page_catch_up(app);
	if (away_can_tell(app)) {
		if (app->draft_due)
			draft_tell(app);
		else
			away_tell(app);
	}
	if (wants_edge_scroll(app) && now_ms >= app->carry.edge_at_ms) {
		app->carry.edge_at_ms = now_ms + EDGE_STEP_MS;
		carry_edge_scroll(app);
	}
}

static struct code_text text_of(enum code_kind kind, struct code code)
{
	struct code_text out = {""};
	struct strbuf sb = STRBUF_INIT;
	code_add(&sb, kind, code);
	memcpy(out.z, sb.buf, sb.len < sizeof out.z ? sb.len + 1 : 0);
	strbuf_release(&sb);
	return out;
}

struct code_text app_card_code(const struct app *app, card_id id)
{
	const struct card *card = model_card(app->model, id);
	return card ? text_of(CODE_CARD, card->code) : (struct code_text){""};
}

struct code_text app_cluster_code(const struct app *app, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	return cluster ? text_of(CODE_CLUSTER, cluster->code) : (struct code_text){""};
}

struct str app_cluster_title(const struct app *app, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	if (!cluster)
		return STR("(gone)");
	return cluster_title(cluster->name);
}
