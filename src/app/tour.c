/* The tour of the sample study: which step is next, and in which words. */
#include "themewall/app/tour.h"

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/banned.h"

/* %s: the keys of the commands, in turn. At most 52 cells, so that all of it shows on 80 columns.
 */
enum { STEP_KEYS = 2 };
static const struct {
	enum command_id ids[STEP_KEYS];
	const char *with_keys, *without;
} steps[TOUR_STEPS] = {
	[TOUR_DRAG] = {{CMD_PICK_UP, CMD_PICK_UP},
		       "Drag a card into a theme, or: %s, arrows, %s",
		       "Drag a card into a theme"},
	[TOUR_NAME] = {{CMD_GOTO, CMD_CLUSTER_NAME},
		       "Name a theme: double-click; %s finds one, %s names it",
		       "Name a theme: double-click its title"},
	[TOUR_UNDO] = {{CMD_UNDO, CMD_UNDO},
		       "Take that back: %s, or click undo below",
		       "Take that back: undo, in the menu"},
	[TOUR_SOURCE] = {{CMD_SOURCE, CMD_SOURCE},
			 "Choose a card, then %s: where its words were said",
			 "See a card's words where they were said"},
	[TOUR_SEND] = {{CMD_CARD_MOVE, CMD_CARD_MOVE},
		       "Back on the wall: %s sends a card to a theme by name",
		       "Send a card to a theme, from its menu"},
	[TOUR_COVERAGE] = {{CMD_VIEW_COVERAGE, CMD_VIEW_COVERAGE},
			   "See who said what: %s, or click Coverage above",
			   "See who said what: click Coverage above"},
	[TOUR_EXPORT] = {{CMD_EXPORT, CMD_EXPORT},
			 "Write the findings to a file: %s, or export below",
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

/* Puts a key in for each %s. */
static void add_with_keys(struct strbuf *out, const char *words, struct strbuf keys[STEP_KEYS])
{
	struct str rest = str_of(words);
	size_t next = 0;
	while (rest.n) {
		size_t at = str_find(rest, STR("%s"));
		strbuf_add_str(out, str_part(rest, 0, at));
		if (at < rest.n)
			strbuf_add_str(out, strbuf_str(&keys[next++ % STEP_KEYS]));
		rest = str_part(rest, at < rest.n ? at + 2 : rest.n, rest.n);
	}
}

void tour_add_words(struct strbuf *out, const struct app *app)
{
	struct strbuf keys[STEP_KEYS] = {STRBUF_INIT, STRBUF_INIT};
	bool all = true;
	if (!app->tour.on)
		return;
	for (size_t i = 0; i < STEP_KEYS; i++) {
		command_add_key(&keys[i], app->settings, steps[app->tour.step].ids[i]);
		all = all && keys[i].len;
	}
	if (all)
		add_with_keys(out, steps[app->tour.step].with_keys, keys);
	else
		strbuf_add_z(out, steps[app->tour.step].without);
	for (size_t i = 0; i < STEP_KEYS; i++)
		strbuf_release(&keys[i]);
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
