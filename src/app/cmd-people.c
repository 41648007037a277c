/*
 * The people of a session (R in the reader): each speaker with role and person, what may be one
 * person under two labels, and what is known of the session. Choosing a row offers what can be
 * changed. A row's value is a speaker's id, or one of the negative ones below.
 */
#include "app-internal.h"
#include "themewall/model/namesake.h"
#include "themewall/base/banned.h"

enum { ROW_TITLE = -1, ROW_DATE = -2, ROW_KIND = -3, ROW_ORDER = -4, ROW_WITH = -5 };
/* What can be done with a speaker, beside the roles; people follow by id. */
enum { SPEAKER_RENAME = -1, SPEAKER_SAME = -2, SPEAKER_NEW = -3 };

/* ---- one speaker ---- */

static const struct speaker *asked_speaker(const struct app *app, struct err *err)
{
	const struct speaker *speaker =
		model_speaker(app->model, (speaker_id){app->prompt.subject});
	if (!speaker)
		err_set(err, ERR_NOT_FOUND, "that speaker is gone");
	return speaker;
}

/* A person known by more than this label keeps their name: that there are two now is said. */
static void say_called(struct app *app, participant_id id, struct str label)
{
	const struct participant *p = model_participant(app->model, id);
	struct strbuf code = STRBUF_INIT;
	if (!p)
		return;
	code_add(&code, CODE_PARTICIPANT, p->code);
	if (str_equal(p->name, label))
		app_say(app, MESSAGE_GOOD, "%s is called %.*s now", code.buf, STR_ARG(label));
	else
		app_say(app, MESSAGE_WARN,
			"only in this transcript: %s is still “%.*s”; %s changes it", code.buf,
			STR_ARG(p->name), key_in_force(app, CMD_WHO).z);
	strbuf_release(&code);
}

static bool save_label(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	const struct speaker *speaker = asked_speaker(app, err);
	if (!speaker)
		return false;
	participant_id who = speaker->participant;
	if (!app_edited(app, edit_speaker_label(app->store, speaker->id, text, err), err))
		return false;
	say_called(app, who, text);
	return true;
}

/* One person under two labels: the first speaker is who the second one is. */
static bool join_speakers(struct app *app, const struct speaker *speaker,
			  const struct speaker *other, struct err *err)
{
	return app_edited(
		app, edit_speaker(app->store, speaker->id, other->role, other->participant, err),
		err);
}

static bool save_same(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	const struct speaker *speaker = asked_speaker(app, err);
	const struct speaker *other = model_speaker(app->model, (speaker_id){value});
	return speaker && other && join_speakers(app, speaker, other, err);
}

static void fill_same(struct app *app, struct prompt *prompt, struct str typed)
{
	struct speaker_list all = model_speakers(app->model, app->reader.transcript);
	for (size_t i = 0; i < all.n; i++)
		if (all.ids[i].n != prompt->subject)
			prompt_add_row(prompt, model_speaker(app->model, all.ids[i])->label, NULL,
				       all.ids[i].n, false);
}

static bool change_speaker(struct app *app, struct str text, int64_t value, bool is_new,
			   struct err *err)
{
	const struct speaker *speaker = asked_speaker(app, err);
	struct strbuf title = STRBUF_INIT;
	if (!speaker)
		return false;
	if (value == SPEAKER_RENAME) {
		prompt_open_field(app, "Name in this transcript", speaker->label, speaker->id.n,
				  save_label);
		return true;
	}
	if (value == SPEAKER_SAME) {
		strbuf_addf(&title, "%.*s is the same as …", STR_ARG(speaker->label));
		prompt_open_list(app, title.buf, false, speaker->id.n, fill_same, save_same);
		strbuf_release(&title);
		return true;
	}
	enum role role = value >= 0 && value < ROLES ? (enum role)value : ROLE_PARTICIPANT;
	participant_id who = {value >= ROLES ? value : 0};
	if (value == ROLE_PARTICIPANT)
		who = speaker->participant;
	return app_edited(app, edit_speaker(app->store, speaker->id, role, who, err), err);
}

static void fill_speaker(struct app *app, struct prompt *prompt, struct str typed)
{
	static const struct {
		enum role role;
		const char *label;
	} roles[] = {{ROLE_PARTICIPANT, "participant: their words are evidence"},
		     {ROLE_MODERATOR, "moderator: asks the questions, never evidence"},
		     {ROLE_OBSERVER, "observer: sits in, never evidence"},
		     {ROLE_UNKNOWN, "not known"}};
	struct participant_list people = model_participants(app->model);
	for (size_t i = 0; i < TW_COUNT(roles); i++)
		prompt_add_row(prompt, str_of(roles[i].label), NULL, roles[i].role, false);
	prompt_add_row(prompt, STR("another name in this transcript…"), NULL, SPEAKER_RENAME,
		       false);
	if (model_speakers(app->model, app->reader.transcript).n > 1)
		prompt_add_row(prompt, STR("the same as another speaker here…"), NULL, SPEAKER_SAME,
			       false);
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(app->model, people.ids[i]);
		struct strbuf label = STRBUF_INIT;
		strbuf_add_z(&label, "is ");
		code_add(&label, CODE_PARTICIPANT, p->code);
		strbuf_addf(&label, " %.*s", STR_ARG(p->name));
		prompt_add_row(prompt, strbuf_str(&label), NULL, p->id.n, false);
		strbuf_release(&label);
	}
}

static bool pick_speaker(struct app *app, const struct speaker *speaker)
{
	struct strbuf title = STRBUF_INIT;
	strbuf_addf(&title, "%.*s is …", STR_ARG(speaker->label));
	prompt_open_list(app, title.buf, false, speaker->id.n, fill_speaker, change_speaker);
	for (size_t i = 0; i < app->prompt.nrows; i++)
		if (app->prompt.rows[i].value == (int64_t)speaker->role)
			prompt_choose(app, i);
	strbuf_release(&title);
	return true;
}

/* ---- the session ---- */

static const struct session *shown_session(const struct app *app)
{
	const struct transcript *t = model_transcript(app->model, app->reader.transcript);
	return t ? model_session(app->model, t->session) : NULL;
}

static bool save_session(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	const struct session *session = shown_session(app);
	int64_t order = 0;
	bool ok;
	if (!session)
		return err_set(err, ERR_NOT_FOUND, "that session is gone");
	if (app->prompt.subject == ROW_TITLE)
		ok = edit_session(app->store, session->id, &text, NULL, err);
	else if (app->prompt.subject == ROW_DATE)
		ok = set_session_day(app, session->id, text, err);
	else if (app->prompt.subject == ROW_KIND)
		ok = edit_session_kind(app->store, session->id, text, err);
	else
		ok = (str_to_int(text, &order) ||
		      err_set(err, ERR_USAGE, "the order is a number: 1 is the first interview")) &&
		     edit_session_order(app->store, session->id, order, err);
	return app_edited(app, ok, err);
}

static bool change_session(struct app *app, int64_t row)
{
	const struct session *session = shown_session(app);
	struct strbuf order = STRBUF_INIT;
	if (!session)
		return true;
	strbuf_addf(&order, "%lld", (long long)session->ordinal);
	if (row == ROW_TITLE)
		prompt_open_field(app, "Name of the session", session->title, row, save_session);
	else if (row == ROW_DATE)
		prompt_open_field(app, "Day, e.g. 17 Sep 2026", session->date, row, save_session);
	else if (row == ROW_WITH)
		ask_session_person(app, session);
	else if (row == ROW_KIND)
		prompt_open_field(app, "Kind, e.g. interview, test, diary", session->kind, row,
				  save_session);
	else
		prompt_open_field(app, "Place among the interviews, from 1", strbuf_str(&order),
				  row, save_session);
	strbuf_release(&order);
	return true;
}

static void add_session_row(struct prompt *prompt, const char *what, struct str value, int64_t row)
{
	struct strbuf label = STRBUF_INIT;
	strbuf_addf(&label, "%s: %.*s", what, STR_ARG(value.n ? value : STR("not known")));
	prompt_add_row(prompt, strbuf_str(&label), "session", row, false);
	strbuf_release(&label);
}

/* Where speakers are named they say it. */
static void add_person_row(struct app *app, struct prompt *prompt, const struct session *session)
{
	const struct participant *p = model_participant(app->model, session_person(app, session));
	struct strbuf person = STRBUF_INIT;
	if (p) {
		code_add(&person, CODE_PARTICIPANT, p->code);
		strbuf_addf(&person, " %.*s", STR_ARG(p->name));
	} else if (session->nattendance) {
		strbuf_add_count(&person, session->nattendance, "person", "people");
	}
	if (model_speakers(app->model, app->reader.transcript).n == 0)
		add_session_row(prompt, "This interview is with", strbuf_str(&person), ROW_WITH);
	strbuf_release(&person);
}

static void fill_session(struct app *app, struct prompt *prompt)
{
	const struct session *session = shown_session(app);
	struct strbuf order = STRBUF_INIT;
	if (!session)
		return;
	add_person_row(app, prompt, session);
	strbuf_addf(&order, "%lld", (long long)session->ordinal);
	add_session_row(prompt, "Name", session->title, ROW_TITLE);
	add_session_row(prompt, "Day", session->date, ROW_DATE);
	add_session_row(prompt, "Kind", session->kind, ROW_KIND);
	add_session_row(prompt, "Order", strbuf_str(&order), ROW_ORDER);
	strbuf_release(&order);
}

static bool pick_session_row(struct app *app, struct str text, int64_t value, bool is_new,
			     struct err *err)
{
	return change_session(app, value);
}

static void fill_session_alone(struct app *app, struct prompt *prompt, struct str typed)
{
	fill_session(app, prompt);
}

static bool ask_to_read(const struct app *app, struct err *err)
{
	return err_set(err, ERR_USAGE, "open a transcript first: %s",
		       key_in_force(app, CMD_MAKE_QUOTE).z);
}

bool open_session(struct app *app, struct err *err)
{
	if (!shown_session(app))
		return ask_to_read(app, err);
	prompt_open_list(app, "This interview", false, 0, fill_session_alone, pick_session_row);
	return true;
}

/* ---- all of it ---- */

static participant_id namesake_of_speaker(const struct app *app, const struct speaker *speaker)
{
	const struct participant *p = model_participant(app->model, speaker->participant);
	if (!p)
		return (participant_id){0};
	return namesake_of(app->model, p->name.n ? p->name : speaker->label, p->id);
}

/* A suggestion is a ghost: it does nothing until somebody takes it. */
static void add_suggestion(struct app *app, struct prompt *prompt, const struct speaker *speaker)
{
	const struct participant *like =
		model_participant(app->model, namesake_of_speaker(app, speaker));
	struct strbuf label = STRBUF_INIT;
	if (!like)
		return;
	strbuf_addf(&label, "“%.*s” and ", STR_ARG(speaker->label));
	code_add(&label, CODE_PARTICIPANT, like->code);
	strbuf_addf(&label, " “%.*s” look like one person", STR_ARG(like->name));
	prompt_add_row(prompt, strbuf_str(&label), "link?", speaker->id.n, true);
	strbuf_release(&label);
}

static void fill_people(struct app *app, struct prompt *prompt, struct str typed)
{
	struct speaker_list all = model_speakers(app->model, app->reader.transcript);
	for (size_t i = 0; i < all.n; i++) {
		const struct speaker *s = model_speaker(app->model, all.ids[i]);
		const struct participant *p = model_participant(app->model, s->participant);
		struct strbuf note = STRBUF_INIT;
		if (p)
			code_add(&note, CODE_PARTICIPANT, p->code);
		strbuf_addf(&note, "%s%s%s, ", p ? " " : "", role_name(s->role),
			    s->guessed ? " (guessed)" : "");
		strbuf_add_count(&note, (size_t)s->nwords, "word", "words");
		prompt_add_row(prompt, s->label, note.buf, s->id.n, false);
		strbuf_release(&note);
	}
	for (size_t i = 0; i < all.n; i++)
		add_suggestion(app, prompt, model_speaker(app->model, all.ids[i]));
	fill_session(app, prompt);
}

static bool pick_person(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	const struct speaker *speaker = model_speaker(app->model, (speaker_id){value});
	if (value < 0)
		return change_session(app, value);
	if (!speaker)
		return err_set(err, ERR_NOT_FOUND, "that speaker is gone");
	if (!is_new)
		return pick_speaker(app, speaker);
	participant_id like = namesake_of_speaker(app, speaker);
	return like.n &&
	       app_edited(app, edit_speaker(app->store, speaker->id, ROLE_PARTICIPANT, like, err),
			  err);
}

bool cmd_people(struct app *app, const struct args *args, struct err *err)
{
	if (app->reader.transcript.n == 0)
		return ask_to_read(app, err);
	prompt_open_list(app, "Who speaks here", false, 0, fill_people, pick_person);
	return true;
}

/* ---- by name ---- */

static const struct speaker *find_speaker(struct app *app, struct str session, struct str label,
					  struct err *err)
{
	transcript_id transcript;
	if (!resolve_transcript(app, session, &transcript, err))
		return NULL;
	struct speaker_list all = model_speakers(app->model, transcript);
	for (size_t i = 0; i < all.n; i++) {
		const struct speaker *speaker = model_speaker(app->model, all.ids[i]);
		if (str_equal_ascii(speaker->label, label))
			return speaker;
	}
	err_set(err, ERR_NOT_FOUND, "nobody called \"%.*s\" speaks in %.*s", STR_ARG(label),
		STR_ARG(session));
	return NULL;
}

bool cmd_speaker_set(struct app *app, const struct args *args, struct err *err)
{
	participant_id who = {0};
	if (!args_count(args, CMD_SPEAKER_SET, 3, 3, err))
		return false;
	const struct speaker *speaker = find_speaker(app, args->word[0], args->word[1], err);
	if (!speaker)
		return false;
	enum role role = role_find(args->word[2]);
	if (role == ROLES) {
		role = ROLE_PARTICIPANT;
		if (!resolve_participant(app, args->word[2], &who, err))
			return false;
	} else if (role == ROLE_PARTICIPANT) {
		who = speaker->participant;
	}
	return app_edited(app, edit_speaker(app->store, speaker->id, role, who, err), err);
}

bool cmd_speaker_name(struct app *app, const struct args *args, struct err *err)
{
	if (!args_count(args, CMD_SPEAKER_NAME, 3, 3, err))
		return false;
	const struct speaker *speaker = find_speaker(app, args->word[0], args->word[1], err);
	return speaker &&
	       app_edited(app, edit_speaker_label(app->store, speaker->id, args->word[2], err),
			  err);
}

bool cmd_speaker_merge(struct app *app, const struct args *args, struct err *err)
{
	if (!args_count(args, CMD_SPEAKER_MERGE, 3, 3, err))
		return false;
	const struct speaker *speaker = find_speaker(app, args->word[0], args->word[1], err);
	const struct speaker *other =
		speaker ? find_speaker(app, args->word[0], args->word[2], err) : NULL;
	return other && join_speakers(app, speaker, other, err);
}
