/* Commands about the study's material: transcripts, sessions, people, excerpts. Mostly for
 * `themewall run` and the palette's line. */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* ---- the study ---- */

enum { ROW_TITLE, ROW_QUESTION };

static bool save_study(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	const struct study *study = model_study(app->model);
	bool question = app->prompt.subject == ROW_QUESTION;
	return app_edited(app,
			  edit_study(app->store, question ? &study->title : &text,
				     question ? &text : NULL, err),
			  err);
}

static bool change_study(struct app *app, struct str text, int64_t row, bool is_new,
			 struct err *err)
{
	const struct study *study = model_study(app->model);
	bool question = row == ROW_QUESTION;
	prompt_open_field(app, question ? "What the study is to find out" : "Name of the study",
			  question ? study->question : study->title, row, save_study);
	return true;
}

static void add_study_row(struct prompt *prompt, const char *what, struct str value, int64_t row)
{
	struct strbuf line = STRBUF_INIT;
	strbuf_addf(&line, "%s: %.*s", what, STR_ARG(value.n ? value : STR("none yet")));
	prompt_add_row(prompt, strbuf_str(&line), "change", row, false);
	strbuf_release(&line);
}

static void fill_study(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct study *study = model_study(app->model);
	add_study_row(prompt, "Name", study->title, ROW_TITLE);
	add_study_row(prompt, "Focus question", study->question, ROW_QUESTION);
}

bool cmd_study(struct app *app, const struct args *args, struct err *err)
{
	if (args_ask(app, args)) {
		prompt_open_list(app, "The study", false, 0, fill_study, change_study);
		return true;
	}
	if (!args_count(args, CMD_STUDY, 1, 2, err))
		return false;
	return app_edited(
		app,
		edit_study(app->store, &args->word[0], args->n > 1 ? &args->word[1] : NULL, err),
		err);
}

static bool set_note(struct app *app, participant_id id, struct str value, struct err *err)
{
	struct participant_fact fact = {.who = id, .kind = FACT_NOTE, .value = value};
	return edit_participant_facts(app->store, &fact, 1, STR("note on a person"), err);
}

static bool set_consent(struct app *app, participant_id id, bool quote, struct str value,
			struct err *err)
{
	struct str word = roster_consent(value);
	if (word.n && !str_equal(word, STR("yes")) && !str_equal(word, STR("no")))
		return err_set(err, ERR_USAGE,
			       "consent is yes, no or \"not recorded\", not \"%.*s\"; who is "
			       "quoted stands there by code, never by name",
			       STR_ARG(value));
	return edit_participant_consent(app->store, id, quote ? NULL : &word, quote ? &word : NULL,
					err);
}

/* A table of people may have a column "quote" for something they said; a command has no such. */
static enum fact_kind asked_kind(struct str what)
{
	return str_equal_ascii(what, STR("quote")) ? FACT_CONSENT_QUOTE : roster_fact_kind(what);
}

static bool set_person(struct app *app, participant_id id, struct str what, struct str value,
		       struct err *err)
{
	enum fact_kind kind = asked_kind(what);
	switch (kind) {
	case FACT_NAME:
		return edit_participant_name(app->store, id, value, err);
	case FACT_NOTE:
		return set_note(app, id, value, err);
	case FACT_CONSENT_RECORD:
	case FACT_CONSENT_QUOTE:
		return set_consent(app, id, kind == FACT_CONSENT_QUOTE, value, err);
	case FACT_ATTRIBUTE:
		break;
	}
	return edit_participant_attribute(app->store, id, what, value, err);
}

bool cmd_participant_set(struct app *app, const struct args *args, struct err *err)
{
	participant_id id;
	if (!args_count(args, CMD_PARTICIPANT_SET, 3, 3, err) ||
	    !resolve_participant(app, args->word[0], &id, err))
		return false;
	bool ok = set_person(app, id, args->word[1], args->word[2], err);
	strbuf_add_str(&app->answer, args->word[0]);
	return app_edited(app, ok, err);
}

bool cmd_participant_new(struct app *app, const struct args *args, struct err *err)
{
	participant_id id;
	if (!args_count(args, CMD_PARTICIPANT_NEW, 1, 1, err) ||
	    !edit_participant_new(app->store, args->word[0], &id, err) ||
	    !app_edited(app, true, err))
		return false;
	code_add(&app->answer, CODE_PARTICIPANT, model_participant(app->model, id)->code);
	return true;
}

bool cmd_segment(struct app *app, const struct args *args, struct err *err)
{
	if (!args_count(args, CMD_SEGMENT, 1, 1, err))
		return false;
	return app_edited(app, edit_study_segment(app->store, args->word[0], err), err);
}

bool set_session_day(struct app *app, session_id id, struct str text, struct err *err)
{
	struct day day;
	if (!resolve_day(text, &day, err))
		return false;
	struct str date = str_of(day.z);
	return edit_session(app->store, id, NULL, &date, err);
}

static bool set_session(struct app *app, session_id id, struct str what, struct str value,
			struct err *err)
{
	int64_t order = 0;
	if (str_equal(what, STR("date")))
		return set_session_day(app, id, value, err);
	if (str_equal(what, STR("title")))
		return edit_session(app->store, id, &value, NULL, err);
	if (str_equal(what, STR("with")))
		return set_session_person(app, id, value, err);
	if (str_equal(what, STR("kind")))
		return edit_session_kind(app->store, id, value, err);
	if (str_equal(what, STR("order")) && str_to_int(value, &order))
		return edit_session_order(app->store, id, order, err);
	return err_set(err, ERR_USAGE, "session-set takes: %s", command_get(CMD_SESSION_SET)->args);
}

bool cmd_session_set(struct app *app, const struct args *args, struct err *err)
{
	session_id id;
	if (args_ask(app, args))
		return open_session(app, err);
	if (!args_count(args, CMD_SESSION_SET, 3, 3, err) ||
	    !resolve_session(app, args->word[0], &id, err))
		return false;
	strbuf_add_str(&app->answer, args->word[0]);
	return app_edited(app, set_session(app, id, args->word[1], args->word[2], err), err);
}

/* Where the words stand in the transcript, once and only once. Words of a moderator count only when
 * nobody else says them. */
static bool find_words(const struct transcript *t, struct str words, struct excerpt_draft *range,
		       struct err *err)
{
	size_t hits = 0;
	for (int64_t i = 0; i < t->nturns; i++) {
		const struct turn *turn = &t->turns[i];
		size_t at = str_find(turn->text, words);
		if (words.n == 0 || at >= turn->text.n)
			continue;
		struct str after = str_part(turn->text, at + 1, turn->text.n);
		hits += str_find(after, words) < after.n ? 2 : 1;
		range->start = turn->start + (int64_t)utf8_length(str_part(turn->text, 0, at));
		range->end = range->start + (int64_t)utf8_length(words);
	}
	if (hits == 0)
		return err_set(err, ERR_NOT_FOUND, "these words are not in %.*s: \"%.*s\"",
			       STR_ARG(t->title), STR_ARG(words));
	if (hits > 1)
		return err_set(
			err, ERR_USAGE,
			"these words stand more than once in %.*s: \"%.*s\"; give more of them",
			STR_ARG(t->title), STR_ARG(words));
	range->transcript = t->id;
	return true;
}

/* "120-164": code points. */
static bool read_range(struct str word, const struct transcript *t, struct excerpt_draft *range)
{
	size_t dash = str_find_char(word, '-');
	range->transcript = t->id;
	return dash > 0 && dash < word.n && str_to_int(str_part(word, 0, dash), &range->start) &&
	       str_to_int(str_part(word, dash + 1, word.n), &range->end) &&
	       range->start < range->end && range->end <= t->nchars;
}

bool cmd_excerpt(struct app *app, const struct args *args, struct err *err)
{
	transcript_id id;
	card_id made;
	struct card_draft draft = {.kind = CARD_QUOTE, .place = {.kind = PLACE_TRAY}};
	if (!args_count(args, CMD_EXCERPT, 2, 3, err) ||
	    !resolve_transcript(app, args->word[0], &id, err) ||
	    (args->n == 3 && !resolve_kind(args->word[2], &draft.kind, err)))
		return false;
	const struct transcript *t = model_transcript(app->model, id);
	if (!t->loaded && !store_load_turns(app->store, app->model, id, err))
		return false;
	t = model_transcript(app->model, id);
	if (!read_range(args->word[1], t, &draft.excerpt)) {
		draft.text = args->word[1];
		if (!find_words(t, args->word[1], &draft.excerpt, err))
			return false;
	}
	if (!app_edited(app, edit_card_new(app->store, &draft, &made, err), err))
		return false;
	answer_card(app, made);
	return true;
}

/* ---- import ---- */

/* What the words of the command become; as many paths and attributes as there are words, at most.
 */
struct import_words {
	struct str *paths;
	struct attribute *attributes;
	char format[32], encoding[32], text_column[64];
};

static bool read_cards(struct str value, enum import_cards *cards, struct err *err)
{
	if (str_equal(value, STR("none")))
		*cards = IMPORT_CARDS_NONE;
	else if (str_equal(value, STR("turns")))
		*cards = IMPORT_CARDS_TURNS;
	else if (str_equal(value, STR("sentences")))
		*cards = IMPORT_CARDS_SENTENCES;
	else if (str_equal(value, STR("marked")))
		*cards = IMPORT_CARDS_MARKED;
	else
		return err_set(err, ERR_USAGE, "--cards takes none, turns, sentences or marked");
	return true;
}

static bool copy_word(char *out, size_t room, struct str value, const char *option, struct err *err)
{
	if (value.n >= room)
		return err_set(err, ERR_USAGE, "%s: \"%.*s\" is not known", option, STR_ARG(value));
	memcpy(out, value.p, value.n);
	out[value.n] = '\0';
	return true;
}

static bool read_corrects(struct app *app, struct str value, struct import_request *request,
			  struct err *err)
{
	if (app->store)
		return resolve_transcript(app, value, &request->options.corrects, err);
	return request->dry_run ||
	       err_set(err, ERR_NOT_FOUND,
		       "there is no session \"%.*s\" to correct: the wall is yet to be made",
		       STR_ARG(value));
}

static bool read_option(struct app *app, struct str option, struct str value,
			struct import_words *words, struct import_request *request, struct err *err)
{
	struct import_options *options = &request->options;
	if (str_equal(option, STR("--cards")))
		return read_cards(value, &options->cards, err);
	if (str_equal(option, STR("--segment"))) {
		options->segment = value;
		return true;
	}
	if (str_equal(option, STR("--corrects")))
		return read_corrects(app, value, request, err);
	if (str_equal(option, STR("--participant"))) {
		options->participant = (struct somebody){find_participant(app, value), value};
		return true;
	}
	if (str_equal(option, STR("--format"))) {
		request->format = words->format;
		return copy_word(words->format, sizeof words->format, value, "--format", err);
	}
	if (str_equal(option, STR("--encoding"))) {
		request->encoding = words->encoding;
		return copy_word(words->encoding, sizeof words->encoding, value, "--encoding", err);
	}
	if (str_equal(option, STR("--text-column"))) {
		request->text_column = words->text_column;
		return copy_word(words->text_column, sizeof words->text_column, value,
				 "--text-column", err);
	}
	if (str_equal(option, STR("--attribute"))) {
		size_t at = str_find_char(value, '=');
		if (at == 0 || at == value.n)
			return err_set(err, ERR_USAGE, "--attribute takes NAME=VALUE");
		words->attributes[options->nattributes++] = (struct attribute){
			str_part(value, 0, at), str_part(value, at + 1, value.n)};
		return true;
	}
	return err_set(err, ERR_USAGE, "import does not know the option \"%.*s\"", STR_ARG(option));
}

/* Options without a value. */
static bool read_flag(struct str word, struct import_request *request)
{
	if (str_equal(word, STR("--again")))
		request->options.again = true;
	else if (str_equal(word, STR("--json")))
		request->json = true;
	else if (str_equal(word, STR("--pseudonyms")))
		request->pseudonyms = true;
	else
		return str_equal(word, STR("--dry-run"));
	return true;
}

bool import_is_dry(const struct args *args)
{
	for (size_t i = 0; i < args->n; i++)
		if (str_equal(args->word[i], STR("--dry-run")))
			return true;
	return false;
}

static bool read_import(struct app *app, const struct args *args, struct import_words *words,
			struct import_request *request, struct err *err)
{
	*request = (struct import_request){.paths = words->paths, .dry_run = import_is_dry(args)};
	request->options.attributes = words->attributes;
	for (size_t i = 0; i < args->n; i++) {
		struct str word = args->word[i];
		if (read_flag(word, request))
			continue;
		if (!str_starts(word, STR("--"))) {
			words->paths[request->npaths++] = word;
			continue;
		}
		size_t equals = str_find_char(word, '=');
		struct str option = str_part(word, 0, equals);
		if (equals == word.n && ++i == args->n)
			return err_set(err, ERR_USAGE, "%.*s needs a value", STR_ARG(option));
		struct str value =
			equals < word.n ? str_part(word, equals + 1, word.n) : args->word[i];
		if (!read_option(app, option, value, words, request, err))
			return false;
	}
	if (request->json && !request->dry_run)
		return err_set(err, ERR_USAGE, "import: --json goes with --dry-run");
	return request->npaths > 0 ||
	       err_set(err, ERR_USAGE, "import takes: %s", command_get(CMD_IMPORT)->args);
}

bool import_typed(struct app *app, struct str text, struct err *err)
{
	struct strbuf path = STRBUF_INIT;
	path_typed(&path, text);
	struct str typed = strbuf_str(&path);
	struct import_request request = {.paths = &typed, .npaths = 1};
	if (!str_equal(typed, STR("-")))
		import_preview(app, &request);
	else
		err_set(err, ERR_USAGE,
			"the screen reads the keyboard: paste the text, or name its file");
	strbuf_release(&path);
	return err->code == ERR_NONE;
}

/* With a screen a line that names its files is looked at, too. */
static bool import_words(struct app *app, const struct args *args, struct import_words *words,
			 struct err *err)
{
	struct import_request request;
	if (!read_import(app, args, words, &request, err))
		return false;
	if (!app->interactive || request.dry_run)
		return import_run(app, &request, err);
	import_preview(app, &request);
	return true;
}

bool cmd_import(struct app *app, const struct args *args, struct err *err)
{
	struct import_words words;
	if (!app->store && !app->unmade.make && !import_is_dry(args))
		return err_set(err, ERR_USAGE, "open or make a study first");
	if (args_ask(app, args)) {
		choose_file_to_import(app);
		return true;
	}
	words.paths = xcalloc(args->n, sizeof *words.paths);
	words.attributes = xcalloc(args->n, sizeof *words.attributes);
	bool ok = import_words(app, args, &words, err);
	free(words.paths);
	free(words.attributes);
	return ok;
}
