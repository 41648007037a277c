/*
 * Lenses the study keeps under names: saved from what one looks through, taken up by name, renamed,
 * removed. Saving under a name that is taken replaces that lens; one key brings it back.
 */
#include "app-internal.h"
#include "themewall/store/edit-lens.h"
#include "themewall/text/fold.h"
#include "themewall/text/fuzzy.h"
#include "themewall/base/banned.h"

void offer_row(struct prompt *prompt, struct str typed, struct str label, const char *note,
	       int64_t value)
{
	struct strbuf needle = STRBUF_INIT, folded = STRBUF_INIT;
	fold_text(&needle, str_trim(typed));
	fold_text(&folded, label);
	if (fuzzy_score(strbuf_str(&needle), strbuf_str(&folded)) >= 0)
		prompt_add_row(prompt, label, note, value, false);
	strbuf_release(&needle);
	strbuf_release(&folded);
}

/* ---- rows ---- */

static void add_note(struct strbuf *note, const struct app *app, const struct saved_lens *lens,
		     bool now)
{
	if (now) {
		strbuf_add_z(note, "now");
		return;
	}
	lens_describe(note, app, lens);
	if (!note->len)
		strbuf_add_z(note, "everything by participant");
	if (lens->hides && lens->only != ONLY_ALL)
		strbuf_add_z(note, ", rest hidden");
}

void lens_offer_saved(struct app *app, struct prompt *prompt, struct str typed)
{
	struct strbuf note = STRBUF_INIT;
	const struct saved_lens *kept = lens_kept(app);
	int64_t now = kept ? kept->id : 0;
	struct lens_list list = model_lenses(app->model);
	for (size_t i = 0; i < list.n; i++) {
		const struct saved_lens *lens = &list.all[i];
		strbuf_reset(&note);
		add_note(&note, app, lens, lens->id == now);
		offer_row(prompt, typed, lens->name, note.buf, -lens->id);
	}
	strbuf_release(&note);
}

static bool gone(struct err *err)
{
	return err_set(err, ERR_NOT_FOUND, "that lens is no longer there");
}

bool lens_take_saved(struct app *app, int64_t value, struct err *err)
{
	const struct saved_lens *found = model_lens(app->model, -value);
	if (!found)
		return gone(err);
	lens_take(app, found);
	return true;
}

static bool need_one(const struct app *app, struct err *err)
{
	return model_lenses(app->model).n > 0 ||
	       err_set(err, ERR_USAGE, "no lens is saved yet; %s chooses one, which can be saved",
		       key_in_force(app, CMD_LENS).z);
}

static bool resolve_lens(const struct app *app, struct str name, int64_t *id, struct err *err)
{
	const struct saved_lens *lens = model_lens_named(app->model, name);
	if (!lens)
		return err_set(err, ERR_NOT_FOUND, "there is no saved lens \"%.*s\"",
			       STR_ARG(name));
	*id = lens->id;
	return true;
}

/* ---- taking one up ---- */

static bool take_up(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	return lens_take_saved(app, value, err);
}

bool cmd_lens_use(struct app *app, const struct args *args, struct err *err)
{
	int64_t id;
	if (!need_one(app, err))
		return false;
	if (args_ask(app, args)) {
		prompt_open_list(app, "Look through…", true, 0, lens_offer_saved, take_up);
		return true;
	}
	return args_count(args, CMD_LENS_USE, 1, 1, err) &&
	       resolve_lens(app, args->word[0], &id, err) && lens_take_saved(app, -id, err);
}

/* ---- saving ---- */

static bool save(struct app *app, const struct saved_lens *lens, struct err *err)
{
	int64_t id;
	bool over = model_lens_named(app->model, lens->name) != NULL;
	if (!app_edited(app, edit_lens_save(app->store, lens, &id, err), err))
		return false;
	app_say(app, MESSAGE_GOOD, "%s “%.*s”%s",
		over ? "Saved anew:" : "Saved:", STR_ARG(str_trim(lens->name)),
		over ? "; undo brings back what it was" : "");
	strbuf_add_str(&app->answer, str_trim(lens->name));
	return true;
}

static bool take_name(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct saved_lens lens = lens_now(app);
	lens.name = text;
	return save(app, &lens, err);
}

static bool ask_name(struct app *app)
{
	struct strbuf words = STRBUF_INIT;
	const struct saved_lens *kept = lens_kept(app);
	if (kept)
		strbuf_add_str(&words, kept->name);
	else
		lens_add_words(&words, app);
	prompt_open_field(app, "Save this lens as", strbuf_str(&words), 0, take_name);
	strbuf_release(&words);
	return true;
}

static bool take_value(struct app *app, struct saved_lens *lens, const struct args *args, size_t *i,
		       struct err *err)
{
	if (lens->only != ONLY_PARTICIPANT && !lens_takes_value(lens->only))
		return true;
	if (*i >= args->n)
		return err_set(err, ERR_USAGE, "only %s which one?",
			       lens_shows_name(lens->only, lens->which));
	struct str word = args->word[(*i)++];
	lens->value = lens->only == ONLY_PARTICIPANT ? STR("") : word;
	return lens->only != ONLY_PARTICIPANT ||
	       resolve_participant(app, word, &lens->participant, err);
}

/* "by segment only participant P03 hide", from the second word on. */
static bool read_lens(struct app *app, struct saved_lens *lens, const struct args *args,
		      struct err *err)
{
	for (size_t i = 1; i < args->n;) {
		struct str word = args->word[i++];
		struct str next = i < args->n ? args->word[i] : STR("");
		if (str_equal(word, STR("hide"))) {
			lens->hides = true;
		} else if (str_equal(word, STR("by"))) {
			i++;
			lens->colour = lens_colour_find(next);
			if (lens->colour == LENS_COLOURS)
				return err_set(err, ERR_USAGE,
					       "by participant, segment, kind, author, theme or "
					       "tag, not \"%.*s\"",
					       STR_ARG(next));
		} else if (str_equal(word, STR("only"))) {
			i++;
			if (!lens_shows_find(next, &lens->only, &lens->which))
				return err_set(err, ERR_USAGE,
					       "only participant, segment, author, words or tag "
					       "and which; or a kind of card, surprise, tension, "
					       "unattributed; not \"%.*s\"",
					       STR_ARG(next));
			if (!take_value(app, lens, args, &i, err))
				return false;
		} else {
			return err_set(err, ERR_USAGE, "by, only or hide, not \"%.*s\"",
				       STR_ARG(word));
		}
	}
	return true;
}

bool cmd_lens_save(struct app *app, const struct args *args, struct err *err)
{
	if (args_ask(app, args))
		return ask_name(app);
	if (!args_count(args, CMD_LENS_SAVE, 1, ARGS_MAX, err))
		return false;
	struct saved_lens lens = lens_now(app);
	if (args->n > 1)
		lens = (struct saved_lens){.value = STR("")};
	lens.name = args->word[0];
	return read_lens(app, &lens, args, err) && save(app, &lens, err);
}

/* ---- another name, no lens any more ---- */

static bool rename_to(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	return app_edited(app, edit_lens_name(app->store, app->prompt.subject, text, err), err);
}

static bool ask_new_name(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	const struct saved_lens *lens = model_lens(app->model, -value);
	if (!lens)
		return gone(err);
	prompt_open_field(app, "Rename the lens", lens->name, lens->id, rename_to);
	return true;
}

bool cmd_lens_name(struct app *app, const struct args *args, struct err *err)
{
	int64_t id;
	if (!need_one(app, err))
		return false;
	if (args_ask(app, args)) {
		prompt_open_list(app, "Rename which lens?", true, 0, lens_offer_saved,
				 ask_new_name);
		return true;
	}
	return args_count(args, CMD_LENS_NAME, 2, 2, err) &&
	       resolve_lens(app, args->word[0], &id, err) &&
	       app_edited(app, edit_lens_name(app->store, id, args->word[1], err), err);
}

static bool remove_one(struct app *app, int64_t id, struct err *err)
{
	if (!app_edited(app, edit_lens_remove(app->store, id, err), err))
		return false;
	app_say(app, MESSAGE_GOOD, "Removed; undo brings it back");
	return true;
}

static bool take_out(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	return remove_one(app, -value, err);
}

bool cmd_lens_remove(struct app *app, const struct args *args, struct err *err)
{
	int64_t id;
	if (!need_one(app, err))
		return false;
	if (args_ask(app, args)) {
		prompt_open_list(app, "Remove which lens?", true, 0, lens_offer_saved, take_out);
		return true;
	}
	return args_count(args, CMD_LENS_REMOVE, 1, 1, err) &&
	       resolve_lens(app, args->word[0], &id, err) && remove_one(app, id, err);
}
