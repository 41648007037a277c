/* The participant's sheet: name, segment, attributes, consent and a note about who said this. */
#include "app-internal.h"
#include "themewall/base/banned.h"

/* Rows; attributes follow by their position from ROW_ATTRIBUTE on. */
enum { ROW_NAME, ROW_SEGMENT, ROW_RECORD, ROW_QUOTE, ROW_NOTE, ROW_ADD, ROW_WHICH, ROW_ATTRIBUTE };

static const struct participant *asked_person(const struct app *app, struct err *err)
{
	const struct participant *p =
		model_participant(app->model, (participant_id){app->prompt.subject});
	if (!p)
		err_set(err, ERR_NOT_FOUND, "that participant is gone");
	return p;
}

static bool save_name(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	participant_id id = {app->prompt.subject};
	return app_edited(app, edit_participant_name(app->store, id, text, err), err);
}

static bool save_note(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct participant_fact fact = {
		.who = {app->prompt.subject}, .kind = FACT_NOTE, .value = text};
	return app_edited(
		app, edit_participant_facts(app->store, &fact, 1, STR("note on a person"), err),
		err);
}

static bool save_segment(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	participant_id id = {app->prompt.subject};
	struct str segment = model_study(app->model)->segment;
	return app_edited(app, edit_participant_attribute(app->store, id, segment, text, err), err);
}

/* The attribute's name stands before the field: "company: ". */
static bool save_attribute(struct app *app, struct str text, int64_t value, bool is_new,
			   struct err *err)
{
	participant_id id = {app->prompt.subject};
	size_t colon = str_find_char(text, ':');
	if (text.n == 0)
		return true;
	if (colon == 0 || colon == text.n)
		return err_set(err, ERR_USAGE, "write what it is and its value: company: Initech");
	struct str name = str_trim(str_part(text, 0, colon));
	struct str what = str_trim(str_part(text, colon + 1, text.n));
	return app_edited(app, edit_participant_attribute(app->store, id, name, what, err), err);
}

static bool save_which(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	return app_edited(app, edit_study_segment(app->store, text, err), err);
}

static void open_attribute(struct app *app, const struct participant *p, size_t i)
{
	struct strbuf text = STRBUF_INIT;
	if (i < p->nattributes)
		strbuf_addf(&text, "%.*s: %.*s", STR_ARG(p->attributes[i].name),
			    STR_ARG(p->attributes[i].value));
	prompt_open_field(app, "What: value (no value takes it away)", strbuf_str(&text), p->id.n,
			  save_attribute);
	strbuf_release(&text);
}

/* Not recorded → yes → no → not recorded. */
static bool turn_consent(struct app *app, const struct participant *p, bool quote, struct err *err)
{
	struct str now = quote ? p->consent_quote : p->consent_record;
	struct str next = now.n == 0                   ? STR("yes")
			  : str_equal(now, STR("yes")) ? STR("no")
						       : STR("");
	participant_id id = p->id;
	bool ok = edit_participant_consent(app->store, id, quote ? NULL : &next,
					   quote ? &next : NULL, err);
	return app_edited(app, ok, err);
}

static void open_sheet(struct app *app, const struct participant *p);

static bool change_person(struct app *app, struct str text, int64_t value, bool is_new,
			  struct err *err)
{
	const struct participant *p = asked_person(app, err);
	if (!p)
		return false;
	if (value == ROW_NAME) {
		prompt_open_field(app, "Name (never exported unasked)", p->name, p->id.n,
				  save_name);
	} else if (value == ROW_SEGMENT) {
		prompt_open_field(app, "Segment", model_participant_segment(app->model, p), p->id.n,
				  save_segment);
	} else if (value == ROW_NOTE) {
		prompt_open_field(app, "Note", p->note, p->id.n, save_note);
	} else if (value == ROW_WHICH) {
		prompt_open_field(app, "Which attribute is everybody's segment",
				  model_study(app->model)->segment, p->id.n, save_which);
	} else if (value == ROW_RECORD || value == ROW_QUOTE) {
		participant_id id = p->id;
		if (!turn_consent(app, p, value == ROW_QUOTE, err))
			return false;
		open_sheet(app, model_participant(app->model, id));
		for (size_t i = 0; i < app->prompt.nrows; i++)
			if (app->prompt.rows[i].value == value)
				prompt_choose(app, i);
	} else {
		open_attribute(app, p,
			       value >= ROW_ATTRIBUTE ? (size_t)(value - ROW_ATTRIBUTE)
						      : p->nattributes);
	}
	return true;
}

static void add_row(struct prompt *prompt, struct str what, struct str value, const char *none,
		    int64_t row)
{
	struct strbuf line = STRBUF_INIT;
	strbuf_addf(&line, "%.*s: %.*s", STR_ARG(what), STR_ARG(value.n ? value : str_of(none)));
	prompt_add_row(prompt, strbuf_str(&line), "change", row, false);
	strbuf_release(&line);
}

static void fill_person(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct participant *p =
		model_participant(app->model, (participant_id){prompt->subject});
	struct str segment = model_study(app->model)->segment;
	struct strbuf line = STRBUF_INIT;
	if (!p)
		return;
	add_row(prompt, STR("Name"), p->name, "", ROW_NAME);
	add_row(prompt, STR("Segment"), model_participant_segment(app->model, p), "", ROW_SEGMENT);
	for (size_t i = 0; i < p->nattributes; i++)
		if (!str_equal(p->attributes[i].name, segment))
			add_row(prompt, p->attributes[i].name, p->attributes[i].value, "",
				ROW_ATTRIBUTE + (int64_t)i);
	add_row(prompt, STR("May be recorded"), p->consent_record, "not recorded", ROW_RECORD);
	add_row(prompt, STR("May be quoted"), p->consent_quote, "not recorded", ROW_QUOTE);
	add_row(prompt, STR("Note"), p->note, "", ROW_NOTE);
	prompt_add_row(prompt, STR("Something else about this person…"), "add", ROW_ADD, false);
	strbuf_addf(&line, "Segment is the attribute “%.*s”", STR_ARG(segment));
	prompt_add_row(prompt, strbuf_str(&line), "change", ROW_WHICH, false);
	strbuf_release(&line);
}

static void open_sheet(struct app *app, const struct participant *p)
{
	struct strbuf title = STRBUF_INIT;
	if (!p)
		return;
	strbuf_add_z(&title, "Participant ");
	code_add(&title, CODE_PARTICIPANT, p->code);
	prompt_open_list(app, title.buf, false, p->id.n, fill_person, change_person);
	strbuf_release(&title);
}

/* Who speaks where one is reading. */
static const struct participant *reading_about(const struct app *app)
{
	const struct transcript *t = app->view == VIEW_READER ? reader_transcript(app) : NULL;
	const struct turn *turn =
		t && app->reader.turn < (size_t)t->nturns ? &t->turns[app->reader.turn] : NULL;
	const struct speaker *speaker = turn ? model_speaker(app->model, turn->speaker) : NULL;
	return speaker ? model_participant(app->model, speaker->participant) : NULL;
}

bool cmd_who(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	const struct participant *p = reading_about(app);
	if (!p && target.kind == TARGET_CARD && card)
		p = model_participant(app->model, model_card_participant(app->model, card));
	if (!p)
		return err_set(err, ERR_USAGE,
			       "nobody is known for this; choose a participant's card");
	open_sheet(app, p);
	return true;
}
