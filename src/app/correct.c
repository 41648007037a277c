/*
 * A corrected transcript takes the place of one in the study: which one, by which file, and in
 * words what became of the cards. The store places the excerpts again (edit_import).
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* On the screen the first few: all of them are listed with the text they stay with. */
static void add_codes(struct app *app, struct strbuf *out, const card_id *ids, size_t n)
{
	enum { SHOWN = 3 };
	size_t shown = app->interactive && n > SHOWN + 1 ? SHOWN : n;
	for (size_t i = 0; i < shown; i++) {
		const struct card *card = model_card(app->model, ids[i]);
		strbuf_add_z(out, i ? " " : "");
		if (card)
			code_add(out, CODE_CARD, card->code);
	}
	if (shown < n)
		strbuf_addf(out, " and %zu more", n - shown);
}

/* The line on the screen may be cut at its end: what one must know comes first. */
static void lead_note(struct app *app, struct strbuf *out, const struct import_report *report,
		      struct card_list left)
{
	size_t found = report->placed + report->moved;
	if (left.n) {
		strbuf_addf(out, "%zu quote%s changed and stay%s with the old text: ", left.n,
			    left.n == 1 ? "" : "s", left.n == 1 ? "s" : "");
		add_codes(app, out, left.ids, left.n);
		strbuf_addf(out, " · %zu found again", found);
	} else {
		strbuf_addf(out, "%zu quote%s found again", found, found == 1 ? "" : "s");
	}
	if (report->nmoved_cards) {
		strbuf_add_z(out, ", elsewhere: ");
		add_codes(app, out, report->moved_cards, report->nmoved_cards);
	}
}

/* Cards whose words were not found stay with the old text: they are still listed there. */
void correct_note(struct app *app, struct strbuf *out, const struct import_report *report,
		  transcript_id before)
{
	const struct transcript *old = model_transcript(app->model, before);
	struct card_list left = model_cards_of_transcript(app->model, before);
	if (app->interactive) {
		lead_note(app, out, report, left);
		return;
	}
	strbuf_addf(out, "; %zu quote%s found again", report->placed + report->moved,
		    report->placed + report->moved == 1 ? "" : "s");
	if (report->nmoved_cards) {
		strbuf_add_z(out, ", elsewhere: ");
		add_codes(app, out, report->moved_cards, report->nmoved_cards);
	}
	if (!left.n || !old)
		return;
	strbuf_addf(out, ", %zu not, kept with ", left.n);
	transcript_add_code(app->model, out, old);
	strbuf_add_z(out, ": ");
	add_codes(app, out, left.ids, left.n);
	strbuf_add_z(out, " (card-correct gives them the new words)");
}

transcript_id correct_namesake(const struct app *app, struct str origin_name, transcript_id id)
{
	struct transcript_list all = model_transcripts(app->model);
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *t = model_transcript(app->model, all.ids[i]);
		if (t->id.n != id.n && str_equal(t->origin_name, origin_name))
			return t->id;
	}
	return (transcript_id){0};
}

/* ---- names that were replaced ---- */

static bool says(const struct transcript *t, const char *words)
{
	for (int64_t i = 0; i < t->nturns; i++)
		if (str_find(t->turns[i].text, str_of(words)) < t->turns[i].text.n)
			return true;
	return false;
}

/* A person of whom nothing was known then was only "[name]". */
static void name_as_then(struct redact *redact, const struct transcript *old)
{
	for (size_t i = 0; i < redact->n; i++) {
		struct redact_item *item = &redact->items[i];
		if (item->kind != REDACT_NAME || says(old, item->with))
			continue;
		free(item->with);
		item->with = xstrdup("[name]");
	}
}

bool correct_names(struct app *app, struct import_batch *batch, bool *assumed, struct err *err)
{
	const struct transcript *old = model_transcript(app->model, batch->options.corrects);
	if (!old)
		return true;
	if (!old->loaded && !store_load_turns(app->store, app->model, old->id, err))
		return false;
	*assumed = !batch->pseudonyms &&
		   (says(old, "[name]") || says(old, "[email]") || says(old, "[phone]"));
	if (!*assumed && !batch->pseudonyms)
		return true;
	batch->pseudonyms = true;
	import_batch_find_names(app, batch);
	if (says(old, "[name]"))
		name_as_then(&batch->redact, old);
	return true;
}

/* The newest version of the same session. */
static transcript_id newest(const struct app *app, transcript_id id)
{
	struct transcript_list all = model_transcripts(app->model);
	const struct transcript *old = model_transcript(app->model, id), *best = NULL;
	for (size_t i = 0; old && i < all.n; i++) {
		const struct transcript *t = model_transcript(app->model, all.ids[i]);
		if (t->session.n == old->session.n && (!best || t->version > best->version))
			best = t;
	}
	return best ? best->id : id;
}

bool correct_typed(struct app *app, transcript_id id, struct str text, struct err *err)
{
	struct strbuf path = STRBUF_INIT;
	path_typed(&path, text);
	struct str typed = strbuf_str(&path), line, notes;
	struct import_request request = {.paths = &typed, .npaths = 1, .options = {.corrects = id}};
	bool ok = import_run(app, &request, err);
	strbuf_release(&path);
	if (!ok || !app->interactive)
		return ok;
	notes = strbuf_str(&app->notes);
	if (!reader_open(app, newest(app, id), -1, -1, err))
		return false;
	if (str_next_line(&notes, &line))
		app_say(app,
			model_cards_of_transcript(app->model, id).n ? MESSAGE_WARN : MESSAGE_GOOD,
			"%.*s", STR_ARG(line));
	return true;
}

/* The transcript that is open, or chosen in the list. */
static bool transcript_meant(struct app *app, transcript_id *id, struct err *err)
{
	struct transcript_list all = model_transcripts(app->model);
	*id = newest(app, app->reader.transcript);
	if (!id->n && app->reader.list_chosen < all.n)
		*id = all.ids[app->reader.list_chosen];
	return id->n || err_set(err, ERR_NOTHING, "there is no transcript to correct yet");
}

bool cmd_transcript_correct(struct app *app, const struct args *args, struct err *err)
{
	transcript_id id;
	if (args_ask(app, args)) {
		if (!transcript_meant(app, &id, err))
			return false;
		choose_correction(app, id);
		return true;
	}
	if (args->n != 2)
		return err_set(err, ERR_USAGE, "transcript-correct takes: %s",
			       command_get(CMD_TRANSCRIPT_CORRECT)->args);
	return resolve_transcript(app, args->word[0], &id, err) &&
	       correct_typed(app, id, args->word[1], err);
}
