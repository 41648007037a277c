/*
 * Evidence in the findings view: the chooser that offers what is near at hand first, and the keys
 * that say how it stands to the insight.
 */
#include "insight-internal.h"
#include "themewall/app/findings.h"
#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

/* Cards of the themes that are evidence already, then themes; typed letters look through all
 * cards. Cards are told from themes by a negative value. */
static bool matches(struct str text, struct str typed)
{
	struct strbuf needle = STRBUF_INIT, hay = STRBUF_INIT;
	fold_text(&needle, typed);
	fold_text(&hay, text);
	bool found = typed.n == 0 || str_find(strbuf_str(&hay), strbuf_str(&needle)) < hay.len;
	strbuf_release(&needle);
	strbuf_release(&hay);
	return found;
}

static void add_theme_row(struct app *app, struct prompt *prompt, cluster_id id)
{
	struct tally tally = model_cluster_tally(app->model, id, true);
	struct strbuf note = STRBUF_INIT;
	strbuf_addf(&note, "%zu %s, %zu card%s", tally.people,
		    tally.people == 1 ? "person" : "people", tally.cards,
		    tally.cards == 1 ? "" : "s");
	prompt_add_row(prompt, app_cluster_title(app, id), note.buf, id.n, false);
	strbuf_release(&note);
}

static bool is_offered(struct app *app, insight_id id, const struct card *card)
{
	struct evidence_list list = model_evidence_of(app->model, id);
	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(app->model, list.ids[i]);
		if (e->card.n == card->id.n)
			return false;
		if (e->cluster.n && card->place == PLACE_CLUSTER &&
		    model_cluster_is_within(app->model, card->cluster, e->cluster))
			return true;
	}
	return false;
}

enum { MOST_ROWS = 200 };

static void fill_evidence(struct app *app, struct prompt *prompt, struct str typed)
{
	struct cluster_list themes = model_clusters(app->model);
	struct card_list cards = model_cards(app->model);
	insight_id id = {prompt->subject};
	struct str wanted = str_trim(typed);
	for (size_t i = 0; i < cards.n && prompt->nrows < MOST_ROWS; i++) {
		const struct card *card = model_card(app->model, cards.ids[i]);
		if ((wanted.n || is_offered(app, id, card)) && matches(card->text, wanted))
			prompt_add_row(prompt, card->text, app_card_code(app, card->id).z,
				       -card->id.n, false);
	}
	for (size_t i = 0; i < themes.n; i++)
		if (matches(model_cluster(app->model, themes.ids[i])->name, wanted))
			add_theme_row(app, prompt, themes.ids[i]);
	if (wanted.n) {
		struct strbuf label = STRBUF_INIT;
		strbuf_addf(&label, "another source: “%.*s”", STR_ARG(wanted));
		prompt_add_row(prompt, strbuf_str(&label), "a URL, a number", 0, true);
		strbuf_release(&label);
	}
}

static bool take_evidence(struct app *app, struct str text, int64_t value, bool is_new,
			  struct err *err)
{
	struct evidence_draft draft = {.stance = STANCE_SUPPORTS};
	evidence_id id = {0};
	if (is_new)
		draft.source = text;
	else if (value < 0)
		draft.card.n = -value;
	else
		draft.cluster.n = value;
	insight_id insight = {app->prompt.subject};
	if (!app_edited(app, edit_evidence_add(app->store, insight, &draft, &id, err), err))
		return false;
	findings_refresh(app);
	for (size_t i = 0; i < app->concluded.nrows; i++)
		if (app->concluded.rows[i].kind == FINDING_EVIDENCE &&
		    app->concluded.rows[i].id == id.n)
			app->concluded.chosen = i;
	app_say(app, MESSAGE_GOOD, "It supports the insight; - contradicts, ~ qualifies");
	return true;
}

bool insight_ask_evidence(struct app *app, struct err *err)
{
	insight_id id;
	if (!insight_in_focus(app, &id, err))
		return false;
	findings_show(app, id);
	prompt_open_list(app, "Evidence: a card, a theme, or another source", true, id.n,
			 fill_evidence, take_evidence);
	return true;
}

static bool set_stance(struct app *app, enum stance stance, struct err *err)
{
	const struct finding_row *row = findings_focus(app);
	if (!row || row->kind != FINDING_EVIDENCE)
		return err_set(err, ERR_USAGE, "choose a piece of evidence first");
	return app_edited(
		app, edit_evidence_stance(app->store, (evidence_id){row->id}, stance, err), err);
}

bool cmd_stance_supports(struct app *app, const struct args *args, struct err *err)
{
	return set_stance(app, STANCE_SUPPORTS, err);
}

bool cmd_stance_contradicts(struct app *app, const struct args *args, struct err *err)
{
	return set_stance(app, STANCE_CONTRADICTS, err);
}

bool cmd_stance_qualifies(struct app *app, const struct args *args, struct err *err)
{
	return set_stance(app, STANCE_QUALIFIES, err);
}
