/*
 * What a hit looks like in a line of text, and the way to it: the card on wall, tray or outline,
 * the theme, the turn in the reader. What lies in a folded theme is shown by that theme's title.
 * Texts are those of the study as they stand there, to be made safe by whoever shows them.
 */
#include "app-internal.h"

#include "themewall/app/search.h"
#include "themewall/base/clock.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Characters before what was found, in texts longer than this. */
enum { BEFORE_MAX = 24, WHOLE_MAX = 48 };

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
