/* What is said of a theme beside its name: its entry in the codebook, its colour. */
#include "app-internal.h"
#include "themewall/base/banned.h"

static const char *const questions[CLUSTER_NOTES] = {
	[NOTE_DEFINITION] = "What is this theme about, in a sentence?",
	[NOTE_INCLUDE] = "What belongs in it?",
	[NOTE_EXCLUDE] = "What does not belong in it?",
};

/* One command a note; which one was asked is in the prompt's value. */
static bool save(struct app *app, enum cluster_note note, struct str text, struct err *err)
{
	cluster_id id = {app->prompt.subject};
	struct str seen = strbuf_str(&app->prompt.seen);
	return app_edited(app, edit_cluster_note(app->store, id, note, text, seen, err), err);
}

static bool save_definition(struct app *app, struct str text, int64_t value, bool is_new,
			    struct err *err)
{
	return save(app, NOTE_DEFINITION, text, err);
}

static bool save_include(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	return save(app, NOTE_INCLUDE, text, err);
}

static bool save_exclude(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	return save(app, NOTE_EXCLUDE, text, err);
}

static bool ask(struct app *app, enum cluster_note note, struct err *err)
{
	static prompt_accept *const savers[CLUSTER_NOTES] = {
		[NOTE_DEFINITION] = save_definition,
		[NOTE_INCLUDE] = save_include,
		[NOTE_EXCLUDE] = save_exclude,
	};
	cluster_id id;
	if (!target_cluster(app, &id, err))
		return false;
	prompt_open_field(app, questions[note], model_cluster(app->model, id)->note[note], id.n,
			  savers[note]);
	prompt_offer_editor(&app->prompt);
	return true;
}

static bool set_note(struct app *app, const struct args *args, enum command_id command,
		     enum cluster_note note, struct err *err)
{
	cluster_id id;
	if (args_ask(app, args))
		return ask(app, note, err);
	if (!args_count(args, command, 2, 2, err) || !resolve_cluster(app, args->word[0], &id, err))
		return false;
	answer_cluster(app, id);
	return app_edited(app,
			  edit_cluster_note(app->store, id, note, args->word[1],
					    model_cluster(app->model, id)->note[note], err),
			  err);
}

bool cmd_cluster_define(struct app *app, const struct args *args, struct err *err)
{
	return set_note(app, args, CMD_CLUSTER_DEFINE, NOTE_DEFINITION, err);
}

bool cmd_cluster_include(struct app *app, const struct args *args, struct err *err)
{
	return set_note(app, args, CMD_CLUSTER_INCLUDE, NOTE_INCLUDE, err);
}

bool cmd_cluster_exclude(struct app *app, const struct args *args, struct err *err)
{
	return set_note(app, args, CMD_CLUSTER_EXCLUDE, NOTE_EXCLUDE, err);
}

static void fill_colours(struct app *app, struct prompt *prompt, struct str typed)
{
	for (int i = 0; i < CLUSTER_COLOURS; i++)
		prompt_add_row(prompt, str_of(cluster_colour_name((enum cluster_colour)i)), NULL, i,
			       false);
}

static bool take_colour(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	cluster_id id = {app->prompt.subject};
	return app_edited(app, edit_cluster_colour(app->store, id, (enum cluster_colour)value, err),
			  err);
}

bool cmd_cluster_colour(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	if (args_ask(app, args)) {
		if (!target_cluster(app, &id, err))
			return false;
		prompt_open_list(app, "Colour of the theme", false, id.n, fill_colours,
				 take_colour);
		prompt_choose(app, model_cluster(app->model, id)->colour);
		return true;
	}
	if (!args_count(args, CMD_CLUSTER_COLOUR, 2, 2, err) ||
	    !resolve_cluster(app, args->word[0], &id, err))
		return false;
	enum cluster_colour colour = cluster_colour_find(args->word[1]);
	if (colour == CLUSTER_COLOURS)
		return err_set(err, ERR_USAGE,
			       "\"%.*s\" is no colour; one of none, red, orange, olive, green, "
			       "teal, azure, violet, magenta",
			       STR_ARG(args->word[1]));
	answer_cluster(app, id);
	return app_edited(app, edit_cluster_colour(app->store, id, colour, err), err);
}
