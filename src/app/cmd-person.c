/* The participant's sheet: name, segment, attributes of who said the focused card. */
#include "app-internal.h"
#include "themewall/base/banned.h"

static bool save_person(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	participant_id id = {app->prompt.subject};
	struct str segment = model_study(app->model)->segment;
	return app_edited(app, edit_participant_attribute(app->store, id, segment, text, err), err);
}

static bool save_person_name(struct app *app, struct str text, int64_t value, bool is_new,
			     struct err *err)
{
	participant_id id = {app->prompt.subject};
	return app_edited(app, edit_participant_name(app->store, id, text, err), err);
}

static bool change_person(struct app *app, struct str text, int64_t value, bool is_new,
			  struct err *err)
{
	const struct participant *p =
		model_participant(app->model, (participant_id){app->prompt.subject});
	if (!p)
		return err_set(err, ERR_NOT_FOUND, "that participant is gone");
	if (value == 0)
		prompt_open_field(app, "Name (never exported unasked)", p->name, p->id.n,
				  save_person_name);
	if (value == 1)
		prompt_open_field(app, "Segment", model_participant_segment(app->model, p), p->id.n,
				  save_person);
	return true;
}

static void fill_person(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct participant *p =
		model_participant(app->model, (participant_id){prompt->subject});
	struct strbuf line = STRBUF_INIT;
	if (!p)
		return;
	struct str segment = model_participant_segment(app->model, p);
	strbuf_addf(&line, "Name: %.*s", STR_ARG(p->name));
	prompt_add_row(prompt, strbuf_str(&line), "change", 0, false);
	strbuf_reset(&line);
	strbuf_addf(&line, "Segment: %.*s", STR_ARG(segment));
	prompt_add_row(prompt, strbuf_str(&line), "change", 1, false);
	for (size_t i = 0; i < p->nattributes; i++) {
		if (str_equal(p->attributes[i].name, model_study(app->model)->segment))
			continue;
		strbuf_reset(&line);
		strbuf_addf(&line, "%.*s: %.*s", STR_ARG(p->attributes[i].name),
			    STR_ARG(p->attributes[i].value));
		prompt_add_row(prompt, strbuf_str(&line), NULL, 2, false);
	}
	strbuf_release(&line);
}

bool cmd_who(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	const struct participant *p =
		target.kind == TARGET_CARD && card
			? model_participant(app->model, model_card_participant(app->model, card))
			: NULL;
	struct strbuf title = STRBUF_INIT;
	if (!p)
		return err_set(err, ERR_USAGE,
			       "nobody is known for this; choose a participant's card");
	strbuf_add_z(&title, "Participant ");
	code_add(&title, CODE_PARTICIPANT, p->code);
	prompt_open_list(app, title.buf, false, p->id.n, fill_person, change_person);
	strbuf_release(&title);
	return true;
}
