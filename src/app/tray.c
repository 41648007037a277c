/* The tray's focus: a card id that survives changes, and the index that takes over when the card
 * has left; and the way to the next card that nobody has placed. */
#include "app-internal.h"
#include "themewall/base/banned.h"

card_id tray_focused(const struct app *app, size_t *index)
{
	struct card_list tray = model_tray(app->model);
	const struct wall_view *wall = &app->wall;
	*index = 0;
	if (tray.n == 0)
		return (card_id){0};
	if (wall->tray_index < tray.n && tray.ids[wall->tray_index].n == wall->tray_focus.n) {
		*index = wall->tray_index;
		return wall->tray_focus;
	}
	for (size_t i = 0; wall->tray_focus.n && i < tray.n; i++)
		if (tray.ids[i].n == wall->tray_focus.n) {
			*index = i;
			return wall->tray_focus;
		}
	*index = wall->tray_index < tray.n ? wall->tray_index : tray.n - 1;
	return tray.ids[*index];
}

void tray_step(struct app *app, int by)
{
	struct wall_view *wall = &app->wall;
	struct card_list tray = model_tray(app->model);
	size_t index, shown = wall->tray_shown ? wall->tray_shown : 1;
	tray_focused(app, &index);
	long to = (long)index + by;
	if (tray.n == 0) {
		wall->tray_index = wall->tray_first = 0;
		wall->tray_focus = (card_id){0};
		return;
	}
	if (to < 0)
		to = 0;
	if (to >= (long)tray.n)
		to = (long)tray.n - 1;
	wall->tray_index = (size_t)to;
	wall->tray_focus = tray.ids[to];
	if (wall->tray_first > (size_t)to)
		wall->tray_first = (size_t)to;
	if ((size_t)to >= wall->tray_first + shown)
		wall->tray_first = (size_t)to - shown + 1;
	if (wall->tray_first + shown > tray.n)
		wall->tray_first = tray.n > shown ? tray.n - shown : 0;
	app->dirty = true;
}

/* A name without a screen: which card it is; the eye stays where it is. */
static bool tell_next(struct app *app, const struct args *args, struct card_list tray,
		      struct err *err)
{
	card_id from = {0};
	if (!args_count(args, CMD_CARD_NEXT_UNREAD, 0, 1, err) ||
	    (args->n && !resolve_card(app, args->word[0], &from, err)))
		return false;
	size_t at = from.n ? model_tray_after(app->model, from) : 0;
	answer_card(app, tray.ids[at < tray.n ? at : 0]);
	return true;
}

bool cmd_card_next_unread(struct app *app, const struct args *args, struct err *err)
{
	if (!app_finish_loading(app, err))
		return false;
	struct card_list tray = model_tray(app->model);
	struct target from = app_target(app);
	if (tray.n == 0)
		return err_set(err, ERR_NOTHING, "the tray is empty: every card has its place");
	if (!args_ask(app, args))
		return tell_next(app, args, tray, err);
	size_t at = from.kind == TARGET_CARD ? model_tray_after(app->model, from.card) : 0;
	bool again = at == tray.n;
	struct target next = {.kind = TARGET_CARD, .card = tray.ids[again ? 0 : at]};
	app->wall.tray_folded = false;
	app_focus(app, next);
	if (app->view == VIEW_OUTLINE)
		app->wall.focus = next;
	if (again)
		app_say(app, MESSAGE_INFO, "from the first again: %zu in the tray", tray.n);
	return true;
}
