/* The tour of the sample study: which step is next, and in which words. */
#include "themewall/app/tour.h"

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/banned.h"

/* %s: the key of the command. At most 52 cells, so that all of it shows on 80 columns. */
static const struct {
	enum command_id id;
	const char *with_key, *without;
} steps[TOUR_STEPS] = {
	[TOUR_DRAG] = {CMD_PICK_UP, "Drag a card into a theme, or: %s, arrows, %s",
		       "Drag a card into a theme"},
	[TOUR_NAME] = {CMD_CLUSTER_NAME, "Name a theme: double-click its title, or %s",
		       "Name a theme: double-click its title"},
	[TOUR_UNDO] = {CMD_UNDO, "Take that back: %s, or click undo below",
		       "Take that back: undo, in the menu"},
	[TOUR_SOURCE] = {CMD_SOURCE, "Choose a card, then %s: where its words were said",
			 "See a card's words where they were said"},
	[TOUR_SEND] = {CMD_CARD_MOVE, "Back on the wall: %s sends a card to a theme by name",
		       "Send a card to a theme, from its menu"},
	[TOUR_COVERAGE] = {CMD_VIEW_COVERAGE, "See who said what: %s, or click Coverage above",
			   "See who said what: click Coverage above"},
	[TOUR_EXPORT] = {CMD_EXPORT, "Write the findings to a file: %s, or export below",
			 "Write the findings to a file: export, below"},
};

void tour_start(struct app *app)
{
	app->tour = (struct tour){.on = true, .step = TOUR_DRAG};
	app->dirty = true;
}

void tour_stop(struct app *app)
{
	app->tour.on = false;
	app->dirty = true;
}

void tour_note(struct app *app, enum tour_step step)
{
	struct strbuf key = STRBUF_INIT;
	if (!app->tour.on || app->tour.step != step)
		return;
	app->dirty = true;
	if (++app->tour.step < TOUR_STEPS)
		return;
	app->tour.on = false;
	command_add_key(&key, app->settings, CMD_PALETTE);
	app_say(app, MESSAGE_GOOD, "That was the tour. Everything else is behind %s; try it",
		key.buf);
	strbuf_release(&key);
}

void tour_add_number(struct strbuf *out, const struct app *app)
{
	if (app->tour.on)
		strbuf_addf(out, "Tour %d of %d", (int)app->tour.step + 1, TOUR_STEPS);
}

/* Puts the key in for each %s. */
static void add_with_key(struct strbuf *out, const char *words, const char *key)
{
	struct str rest = str_of(words);
	while (rest.n) {
		size_t at = str_find(rest, STR("%s"));
		strbuf_add_str(out, str_part(rest, 0, at));
		if (at < rest.n)
			strbuf_add_z(out, key);
		rest = str_part(rest, at < rest.n ? at + 2 : rest.n, rest.n);
	}
}

void tour_add_words(struct strbuf *out, const struct app *app)
{
	struct strbuf key = STRBUF_INIT;
	if (!app->tour.on)
		return;
	command_add_key(&key, app->settings, steps[app->tour.step].id);
	if (key.len)
		add_with_key(out, steps[app->tour.step].with_key, key.buf);
	else
		strbuf_add_z(out, steps[app->tour.step].without);
	strbuf_release(&key);
}

bool cmd_tour(struct app *app, const struct args *args, struct err *err)
{
	if (app->tour.on) {
		tour_stop(app);
		return true;
	}
	if (!app->store && !sample_open(app, false, err))
		return false;
	tour_start(app);
	return true;
}
