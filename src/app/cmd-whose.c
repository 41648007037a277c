/*
 * Whose words cards hold where no speaker says it: of one card, or of all cards of an interview
 * from notes or captions without names. Someone of the wall is chosen, or somebody new named.
 */
#include "app-internal.h"
#include "themewall/base/banned.h"

enum { WHOSE_NOBODY = 0, WHOSE_NEW = -1 }; /* else a participant's id */

void add_participant_rows(const struct app *app, struct prompt *prompt)
{
	struct participant_list people = model_participants(app->model);
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(app->model, people.ids[i]);
		struct strbuf label = STRBUF_INIT;
		code_add(&label, CODE_PARTICIPANT, p->code);
		strbuf_addf(&label, " %.*s", STR_ARG(p->name));
		prompt_add_row(prompt, strbuf_str(&label), NULL, p->id.n, false);
		strbuf_release(&label);
	}
}

static void fill_whose(struct app *app, struct prompt *prompt, struct str typed)
{
	add_participant_rows(app, prompt);
	prompt_add_row(prompt, STR("nobody known"), NULL, WHOSE_NOBODY, false);
	prompt_add_row(prompt, STR("a new person…"), NULL, WHOSE_NEW, false);
}

/* Puts the mark on who it is now; with nobody to choose from, on the new person. */
static void choose_whose(struct app *app, participant_id now)
{
	bool none = model_participants(app->model).n == 0;
	for (size_t i = 0; i < app->prompt.nrows; i++)
		if (app->prompt.rows[i].value == (none ? WHOSE_NEW : now.n))
			prompt_choose(app, i);
}

static void ask_name(struct app *app, int64_t subject, prompt_accept *accept)
{
	prompt_open_field(app, "Name of the new person (never exported unasked)", STR(""), subject,
			  accept);
}

static bool read_new(struct str text, struct somebody *who, struct err *err)
{
	*who = (struct somebody){.name = str_trim(text)};
	return who->name.n ||
	       err_set(err, ERR_USAGE, "write a name, or a word that stands for them");
}

/* ---- one card ---- */

static bool name_card(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct somebody who;
	card_id id = {app->prompt.subject};
	return read_new(text, &who, err) &&
	       app_edited(app, edit_card_whose(app->store, id, &who, err), err);
}

static bool take_card(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct somebody who = {.id = {value}};
	card_id id = {app->prompt.subject};
	if (value != WHOSE_NEW)
		return app_edited(app, edit_card_whose(app->store, id, &who, err), err);
	ask_name(app, id.n, name_card);
	return true;
}

/* A speaker nobody has said anything of leaves it open. */
static bool speaker_says(const struct app *app, const struct card *card)
{
	const struct speaker *speaker = model_speaker(app->model, card->speaker);
	return speaker && (speaker->participant.n || speaker->role == ROLE_MODERATOR ||
			   speaker->role == ROLE_OBSERVER);
}

static bool ask_card(struct app *app, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	struct strbuf title = STRBUF_INIT;
	if (target.kind != TARGET_CARD || !card)
		return err_set(err, ERR_USAGE, "choose a card first");
	if (speaker_says(app, card))
		return err_set(err, ERR_USAGE, "whose words these are, the transcript says: %s",
			       key_in_force(app, CMD_SOURCE).z);
	strbuf_addf(&title, "Whose card is %s?", app_card_code(app, card->id).z);
	prompt_open_list(app, title.buf, false, card->id.n, fill_whose, take_card);
	strbuf_release(&title);
	choose_whose(app, model_card_participant(app->model, card));
	return true;
}

bool cmd_card_participant(struct app *app, const struct args *args, struct err *err)
{
	card_id id;
	struct somebody who = {{0}, STR("")};
	if (args_ask(app, args))
		return ask_card(app, err);
	if (!args_count(args, CMD_CARD_WHO, 2, 2, err) ||
	    !resolve_card(app, args->word[0], &id, err))
		return false;
	if (!str_equal(args->word[1], STR("nobody")) &&
	    !resolve_participant(app, args->word[1], &who.id, err))
		return false;
	answer_card(app, id);
	return app_edited(app, edit_card_whose(app->store, id, &who, err), err);
}

/* ---- an interview ---- */

participant_id session_person(const struct app *app, const struct session *session)
{
	return session->nattendance == 1 ? session->attendance[0] : (participant_id){0};
}

static bool name_session(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	struct somebody who;
	session_id id = {app->prompt.subject};
	return read_new(text, &who, err) &&
	       app_edited(app, edit_session_with(app->store, id, &who, err), err);
}

static bool take_session(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	struct somebody who = {.id = {value}};
	session_id id = {app->prompt.subject};
	if (value != WHOSE_NEW)
		return app_edited(app, edit_session_with(app->store, id, &who, err), err);
	ask_name(app, id.n, name_session);
	return true;
}

void ask_session_person(struct app *app, const struct session *session)
{
	prompt_open_list(app, "This interview is with …", false, session->id.n, fill_whose,
			 take_session);
	choose_whose(app, session_person(app, session));
}

bool set_session_person(struct app *app, session_id id, struct str word, struct err *err)
{
	struct somebody who = {{0}, STR("")};
	return (str_equal(word, STR("nobody")) || resolve_participant(app, word, &who.id, err)) &&
	       edit_session_with(app->store, id, &who, err);
}
