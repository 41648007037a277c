/* Arguments of commands: people's codes (C-041, T-03, P03, S02) and quoted names → ids. */
#include "app-internal.h"
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

bool resolve_participant(struct app *app, struct str word, participant_id *id, struct err *err)
{
	struct code code;
	const struct participant *p = NULL;
	struct participant_list all = model_participants(app->model);
	if (code_parse(word, CODE_PARTICIPANT, &code))
		p = model_participant_by_code(app->model, code);
	for (size_t i = 0; !p && i < all.n; i++) {
		const struct participant *each = model_participant(app->model, all.ids[i]);
		if (str_equal_ascii(each->name, word))
			p = each;
	}
	if (!p)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no participant \"%.*s\"; participants are called like P03",
			       STR_ARG(word));
	*id = p->id;
	return true;
}

bool resolve_session(struct app *app, struct str word, session_id *id, struct err *err)
{
	struct code code;
	const struct session *session = code_parse(word, CODE_SESSION, &code)
						? model_session_by_code(app->model, code)
						: NULL;
	if (!session)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no session \"%.*s\"; sessions are called like S02",
			       STR_ARG(word));
	*id = session->id;
	return true;
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
