/*
 * Themes chosen by name: the rows that match what is typed, best first, with who speaks in each.
 * Cards are sent to the one that is taken, or to a new theme of that name; the last nine that cards
 * were sent to stand first, by their digits.
 */
#include "app-internal.h"

#include "themewall/text/fold.h"
#include "themewall/text/fuzzy.h"
#include "themewall/base/banned.h"

/* One row of a chooser with its score, for sorting. */
struct scored {
	cluster_id id;
	int score;
};

/* "6 people · 11 cards" */
static void add_count(struct strbuf *out, const struct tally *tally)
{
	strbuf_addf(out, "%zu %s · %zu %s", tally->people, tally->people == 1 ? "person" : "people",
		    tally->cards, tally->cards == 1 ? "card" : "cards");
}

static int score_theme(struct str needle, struct str name)
{
	struct strbuf folded = STRBUF_INIT;
	fold_text(&folded, name);
	int score = fuzzy_score(needle, strbuf_str(&folded));
	strbuf_release(&folded);
	return score;
}

/* Themes that match, best first; equal ones keep the order of the wall's age, newest use first
 * where nothing is typed. */
static size_t rank_themes(struct app *app, struct str typed, struct scored *list, size_t max)
{
	struct cluster_list all = model_clusters(app->model);
	struct strbuf needle = STRBUF_INIT;
	size_t n = 0;
	fold_text(&needle, typed);
	for (size_t i = 0; i < all.n; i++) {
		int score = score_theme(strbuf_str(&needle), app_cluster_title(app, all.ids[i]));
		if (score < 0)
			continue;
		size_t at = n < max ? n++ : max - 1;
		while (at > 0 && list[at - 1].score < score) {
			if (at < max)
				list[at] = list[at - 1];
			at--;
		}
		list[at] = (struct scored){all.ids[i], score};
	}
	strbuf_release(&needle);
	return n;
}

enum { CHOOSER_MAX = 200 };

static bool has_row(const struct prompt *prompt, cluster_id id)
{
	for (size_t i = 0; i < prompt->nrows; i++)
		if (prompt->rows[i].value == id.n)
			return true;
	return false;
}

void add_theme_rows(struct app *app, struct prompt *prompt, struct str typed)
{
	struct scored list[CHOOSER_MAX];
	size_t n = rank_themes(app, typed, list, CHOOSER_MAX);
	for (size_t i = 0; i < n; i++) {
		struct strbuf note = STRBUF_INIT;
		struct tally tally = model_cluster_tally(app->model, list[i].id, false);
		if (has_row(prompt, list[i].id))
			continue;
		add_count(&note, &tally);
		prompt_add_row(prompt, app_cluster_title(app, list[i].id), note.buf, list[i].id.n,
			       false);
		strbuf_release(&note);
	}
}

/* Where one sent cards lately comes first, by its digit; then all others. */
static void fill_send_to(struct app *app, struct prompt *prompt, struct str typed)
{
	struct str wanted = str_trim(typed);
	for (size_t i = 0; wanted.n == 0 && i < app->nlast_sent; i++) {
		if (!model_cluster(app->model, app->last_sent[i]))
			continue;
		struct strbuf note = STRBUF_INIT;
		strbuf_addf(&note, "%zu", prompt->nrows + 1);
		prompt_add_row(prompt, app_cluster_title(app, app->last_sent[i]), note.buf,
			       app->last_sent[i].n, false);
		strbuf_release(&note);
	}
	add_theme_rows(app, prompt, typed);
	if (wanted.n && !model_cluster_by_name(app->model, wanted)) {
		struct strbuf label = STRBUF_INIT;
		strbuf_addf(&label, "new theme “%.*s”", STR_ARG(wanted));
		prompt_add_row(prompt, strbuf_str(&label), NULL, 0, true);
		strbuf_release(&label);
	}
}

/* The last nine themes cards were sent to, newest first. */
static void remember_sent(struct app *app, cluster_id id)
{
	size_t at = 0, max = TW_COUNT(app->last_sent);
	while (at < app->nlast_sent && app->last_sent[at].n != id.n)
		at++;
	if (at == app->nlast_sent && app->nlast_sent < max)
		app->nlast_sent++;
	if (at >= max)
		at = max - 1;
	for (; at > 0; at--)
		app->last_sent[at] = app->last_sent[at - 1];
	app->last_sent[0] = id;
}

static bool send_to_new(struct app *app, struct str name, const card_id *ids, size_t n,
			struct err *err)
{
	struct cluster_draft draft = {
		.name = name, .cards = ids, .ncards = n, .width = cluster_width_for(n, name)};
	cluster_id made;
	place_new_cluster(app, &draft);
	if (!app_edited(app, edit_cluster_new(app->store, &draft, &made, err), err))
		return false;
	remember_sent(app, made);
	app_say(app, MESSAGE_GOOD, "Sent to the new theme “%.*s”", STR_ARG(name));
	return true;
}

/* A copy goes alone; a new theme for it is the same step. */
static bool send_copy(struct app *app, const struct target *copy, struct str name, cluster_id to,
		      bool is_new, struct err *err)
{
	struct cluster_draft draft = {.name = name, .width = 1};
	if (is_new)
		place_new_cluster(app, &draft);
	store_batch_begin(app->store);
	bool ok = (!is_new || edit_cluster_new(app->store, &draft, &to, err)) &&
		  edit_card_recopy(app->store, copy->card, copy->cluster, to, err);
	store_batch_end(app->store);
	if (!app_edited(app, ok, err))
		return false;
	remember_sent(app, to);
	struct str title = app_cluster_title(app, to);
	app_focus(app, (struct target){.kind = TARGET_CARD, .card = copy->card, .cluster = to});
	app_say(app, MESSAGE_GOOD, "The copy is in “%.*s” now", STR_ARG(title));
	return true;
}

static bool send_to(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	const card_id *ids;
	card_id one;
	size_t n;
	struct place place = {.kind = PLACE_CLUSTER, .cluster = {value}, .after = AFTER_LAST};
	struct target target = app_target(app);
	if (!asked_cards(app, &ids, &n, &one, err))
		return false;
	if (target.cluster.n && target.card.n == one.n && n == 1)
		return send_copy(app, &target, text, place.cluster, is_new, err);
	if (is_new) {
		if (!send_to_new(app, text, ids, n, err))
			return false;
	} else {
		if (!app_edited(app, edit_card_place(app->store, ids, n, &place, err), err))
			return false;
		remember_sent(app, place.cluster);
		struct str title = app_cluster_title(app, place.cluster);
		app_say(app, MESSAGE_GOOD, "Sent to “%.*s”", STR_ARG(title));
	}
	marks_clear(app);
	tour_note(app, TOUR_SEND);
	return true;
}

void choose_theme_for_cards(struct app *app, card_id card)
{
	struct strbuf title = STRBUF_INIT;
	if (app_is_marked(app, card) && app->marked.n > 1)
		strbuf_addf(&title, "Send %zu cards to…", app->marked.n);
	else
		strbuf_add_z(&title, "Send to…");
	prompt_open_list(app, title.buf, true, card.n, fill_send_to, send_to);
	strbuf_release(&title);
	app->prompt.digits_choose = true;
	strbuf_add_z(&app->prompt.help, "type letters of a theme, or the name of a new one");
}

static bool go_to(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	app_focus_cluster(app, (cluster_id){value});
	return true;
}

bool cmd_goto(struct app *app, const struct args *args, struct err *err)
{
	if (model_clusters(app->model).n == 0)
		return err_set(err, ERR_NOTHING, "there is no theme yet; %s makes one",
			       key_in_force(app, CMD_CLUSTER_NEW).z);
	prompt_open_list(app, "Go to theme", true, 0, add_theme_rows, go_to);
	return true;
}
