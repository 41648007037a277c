/*
 * Three ways to each action. Whatever can be done in a place has a row in the palette there, with
 * its sentence; the palette opens by a click on the hint line, and a click on a row runs it: so the
 * mouse alone and the palette alone reach everything the keys do.
 */
#include <stdio.h>

#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/base/mem.h"
#include "ui-fixture.h"

#include "ui-internal.h"

static const struct zone *hint_zone(struct fixture *f, enum command_id id)
{
	for (size_t i = 0; i < f->ui->nzones; i++)
		if (f->ui->zones[i].kind == ZONE_HINT && f->ui->zones[i].value == (int64_t)id)
			return &f->ui->zones[i];
	return NULL;
}

static bool click_hint(struct fixture *f, enum command_id id)
{
	const struct zone *zone = hint_zone(f, id);
	if (!zone)
		return false;
	fixture_click(f, zone->rect.x, zone->rect.y, 1000);
	return true;
}

static bool has_row(const struct prompt *prompt, enum command_id id)
{
	for (size_t i = 0; i < prompt->nrows; i++)
		if (prompt->rows[i].value == (int64_t)id && prompt->rows[i].label[0])
			return true;
	return false;
}

/* Each row comes under the pointer by the wheel, and a click chooses it. */
static bool wheel_shows_all(struct fixture *f)
{
	size_t n = f->app.prompt.nrows, seen = 0;
	for (size_t turn = 0; turn <= n; turn++) {
		fixture_paint(f, 80, 24);
		for (size_t i = 0; i < f->ui->nzones; i++)
			if (f->ui->zones[i].kind == ZONE_PROMPT_ROW &&
			    (size_t)f->ui->zones[i].value == seen)
				seen++;
		fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 12));
	}
	return seen == n;
}

static void check_place(struct fixture *f, const char *name)
{
	bool all = true;
	fixture_paint(f, 80, 24);
	ok(click_hint(f, CMD_PALETTE) && f->app.prompt.open, "%s: a click opens the palette", name);
	for (int id = 0; id < COMMANDS; id++)
		if (command_is_offered(&f->app, (enum command_id)id) &&
		    !has_row(&f->app.prompt, (enum command_id)id)) {
			printf("# %s: no row for %s\n", name,
			       command_get((enum command_id)id)->name);
			all = false;
		}
	ok(all, "%s: it holds all that can be done there", name);
	ok(wheel_shows_all(f), "%s: the wheel shows every row", name);
	prompt_close(&f->app);
}

/* The menu of what is in focus: nothing in it that could not work. */
static void check_menu(struct fixture *f, const char *name, struct target focus)
{
	f->app.view = VIEW_WALL;
	f->app.wall.pane = PANE_WALL;
	f->app.wall.focus = focus;
	command_invoke(&f->app, CMD_MENU);
	bool offered = f->app.prompt.nrows > 4;
	for (size_t i = 0; i < f->app.prompt.nrows; i++)
		offered = offered &&
			  command_is_offered(&f->app, (enum command_id)f->app.prompt.rows[i].value);
	ok(offered, "the menu of %s", name);
	fixture_paint(f, 80, 24);
	ok(wheel_shows_all(f), "all rows of it by the wheel");
	prompt_close(&f->app);
}

int main(void)
{
	static const struct {
		enum view view;
		const char *name;
	} places[] = {{VIEW_WALL, "wall"},         {VIEW_READER, "reader"},
		      {VIEW_OUTLINE, "outline"},   {VIEW_COVERAGE, "coverage"},
		      {VIEW_FINDINGS, "findings"}, {VIEW_START, "start"}};
	struct fixture f;
	fixture_init(&f);
	fixture_totals(&f);
	fixture_file(&f);
	for (size_t i = 0; i < TW_COUNT(places); i++) {
		f.app.view = places[i].view;
		check_place(&f, places[i].name);
	}
	check_menu(&f, "a card", (struct target){.kind = TARGET_CARD, .card = {13}});
	check_menu(&f, "a theme", (struct target){.kind = TARGET_CLUSTER, .cluster = {1}});
	check_menu(&f, "the wall", (struct target){.kind = TARGET_EMPTY, .column = 4, .line = 60});
	fixture_release(&f);
	return done();
}
