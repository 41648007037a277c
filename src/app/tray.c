/* The tray's focus: a card id that survives changes, and the index that takes over when the card
 * has left. */
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
