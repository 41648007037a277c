/* Arguments of commands: people's codes (C-041, T-03, P03, S02) and quoted names → ids. */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/import/day.h"
#include "themewall/base/banned.h"

bool resolve_card(struct app *app, struct str word, card_id *id, struct err *err)
{
	struct code code;
	const struct card *card =
		code_parse(word, CODE_CARD, &code) ? model_card_by_code(app->model, code) : NULL;
	if (!card)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no card \"%.*s\"; cards are called like C-041",
			       STR_ARG(word));
	*id = card->id;
	return true;
}

bool resolve_cluster(struct app *app, struct str word, cluster_id *id, struct err *err)
{
	struct code code;
	const struct cluster *cluster = NULL;
	if (code_parse(word, CODE_CLUSTER, &code))
		cluster = model_cluster_by_code(app->model, code);
	if (!cluster)
		cluster = model_cluster_by_name(app->model, word);
	if (!cluster)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no theme \"%.*s\"; give its code (T-03) or its full name",
			       STR_ARG(word));
	*id = cluster->id;
	return true;
}

participant_id find_participant(const struct app *app, struct str word)
{
	struct code code;
	const struct participant *p = NULL;
	struct participant_list all = {NULL, 0};
	if (app->model)
		all = model_participants(app->model);
	if (all.n && code_parse(word, CODE_PARTICIPANT, &code))
		p = model_participant_by_code(app->model, code);
	for (size_t i = 0; !p && i < all.n; i++) {
		const struct participant *each = model_participant(app->model, all.ids[i]);
		if (str_equal_ascii(each->name, word))
			p = each;
	}
	return p ? p->id : (participant_id){0};
}

/* "this wall has P01, P02", or of many "S01 to S40"; out is empty when there is none. */
enum { CODES_NAMED = 6 };

static void add_codes(struct strbuf *out, enum code_kind kind, const struct code *codes, size_t n)
{
	bool many = n > CODES_NAMED;
	for (size_t i = 0; i < n; i += many ? n - 1 : 1) {
		strbuf_add_z(out, !i ? "this wall has " : many ? " to " : ", ");
		code_add(out, kind, codes[i]);
	}
}

static int by_code(const void *a, const void *b)
{
	const struct code *x = a, *y = b;
	if (x->letter != y->letter)
		return x->letter < y->letter ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Which there are, in the order of their codes. */
static void say_which(struct strbuf *out, enum code_kind kind, struct code *codes, size_t n)
{
	if (n)
		qsort(codes, n, sizeof *codes, by_code);
	add_codes(out, kind, codes, n);
	free(codes);
}

bool resolve_participant(struct app *app, struct str word, participant_id *id, struct err *err)
{
	struct participant_list all = model_participants(app->model);
	*id = find_participant(app, word);
	if (id->n)
		return true;
	struct strbuf which = STRBUF_INIT;
	struct code *codes = xcalloc(all.n + 1, sizeof *codes);
	for (size_t i = 0; i < all.n; i++)
		codes[i] = model_participant(app->model, all.ids[i])->code;
	say_which(&which, CODE_PARTICIPANT, codes, all.n);
	err_set(err, ERR_NOT_FOUND,
		"there is no participant \"%.*s\": %s; participant-new NAME makes one",
		STR_ARG(word), all.n ? which.buf : "this wall has nobody yet");
	strbuf_release(&which);
	return false;
}

bool resolve_session(struct app *app, struct str word, session_id *id, struct err *err)
{
	struct code code;
	const struct session *session = code_parse(word, CODE_SESSION, &code)
						? model_session_by_code(app->model, code)
						: NULL;
	if (session) {
		*id = session->id;
		return true;
	}
	struct strbuf which = STRBUF_INIT;
	struct session_list all = model_sessions(app->model);
	struct code *codes = xcalloc(all.n + 1, sizeof *codes);
	for (size_t i = 0; i < all.n; i++)
		codes[i] = model_session(app->model, all.ids[i])->code;
	say_which(&which, CODE_SESSION, codes, all.n);
	err_set(err, ERR_NOT_FOUND, "there is no session \"%.*s\": %s", STR_ARG(word),
		all.n ? which.buf : "this wall has none yet; import brings them");
	strbuf_release(&which);
	return false;
}

bool resolve_transcript(struct app *app, struct str word, transcript_id *id, struct err *err)
{
	session_id session;
	struct transcript_list all = model_transcripts(app->model);
	int64_t version = -1;
	if (!resolve_session(app, word, &session, err))
		return false;
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *t = model_transcript(app->model, all.ids[i]);
		if (t->session.n == session.n && t->version > version) {
			version = t->version;
			*id = t->id;
		}
	}
	if (version < 0)
		return err_set(err, ERR_NOT_FOUND, "session %.*s has no transcript", STR_ARG(word));
	return true;
}

bool resolve_kind(struct str word, enum card_kind *kind, struct err *err)
{
	*kind = card_kind_find(word);
	if (*kind < CARD_KINDS)
		return true;
	return err_set(
		err, ERR_USAGE,
		"\"%.*s\" is no kind of card; one of quote, observation, pain, idea, question",
		STR_ARG(word));
}

bool resolve_int(struct str word, int low, int high, int *value, struct err *err)
{
	int64_t n;
	if (!str_to_int(word, &n) || n < low || n > high)
		return err_set(err, ERR_USAGE, "\"%.*s\" is not a number from %d to %d",
			       STR_ARG(word), low, high);
	*value = (int)n;
	return true;
}

bool args_count(const struct args *args, enum command_id id, size_t low, size_t high,
		struct err *err)
{
	const struct command *command = command_get(id);
	if (args->n >= low && args->n <= high)
		return true;
	return err_set(err, ERR_USAGE, "%s takes: %s", command->name,
		       command->args[0] ? command->args : "nothing");
}

bool args_ask(const struct app *app, const struct args *args)
{
	return args->n == 0 && app->interactive;
}

void answer_card(struct app *app, card_id id)
{
	strbuf_add_z(&app->answer, app_card_code(app, id).z);
}

void answer_cluster(struct app *app, cluster_id id)
{
	strbuf_add_z(&app->answer, app_cluster_code(app, id).z);
}

bool resolve_day(struct str text, struct day *day, struct err *err)
{
	text = str_trim(text);
	day->z[0] = '\0';
	return !text.n || day_of_words(text, day->z) ||
	       err_set(err, ERR_USAGE,
		       "which day is \"%.*s\"? write it as 17 Sep 2026 or 2026-09-17",
		       STR_ARG(text));
}
