/*
 * The screen as a whole: layout, events in, picture out. Each view has one painter; overlays are
 * painted after it, the field last, so that the hardware cursor ends where the person types.
 */
#include "ui-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

struct ui *ui_new(void)
{
	struct ui *ui = xcalloc(1, sizeof *ui);
	strbuf_init(&ui->scratch);
	strbuf_init(&ui->line);
	strbuf_init(&ui->page.painted);
	return ui;
}

void ui_free(struct ui *ui)
{
	if (!ui)
		return;
	slab_cache_release(&ui->slabs);
	captions_release(&ui->captions);
	reader_cache_release(&ui->reader);
	grid_release(&ui->grid);
	trust_release(&ui->trust);
	page_cache_release(&ui->page);
	strbuf_release(&ui->scratch);
	strbuf_release(&ui->line);
	free(ui->sections);
	free(ui->zones);
	free(ui);
}

void ui_layout(struct ui *ui, struct app *app, int w, int h)
{
	int pane_w = app->wall.pane_w, pane_h = app->wall.pane_h;
	layout_compute(&ui->at, app, w, h);
	app->screen_w = ui->at.w;
	app->screen_h = ui->at.h;
	app->body_h = ui->at.h - ui->at.header.h - ui->at.tour.h - ui->at.bottom.h;
	app->wall.pane_w = ui->at.pane.w;
	app->wall.pane_h = ui->at.pane.h;
	app->wall.tray_shown = layout_tray_slabs(&ui->at);
	if (app->view == VIEW_WALL)
		zoom_fit(app);
	if (app->view == VIEW_WALL && (ui->at.pane.w < pane_w || ui->at.pane.h < pane_h))
		app_show_focus(app);
	app->outline.nshown = (size_t)ui->at.body.h;
	app->reader.page = ui->at.body.h > 2 ? ui->at.body.h - 2 : 1;
	if (app->view == VIEW_OUTLINE || (app->view == VIEW_WALL && ui->at.cramped))
		outline_refresh(app);
	if (ui->at.peek.w)
		app_peek(app);
}

void ui_event(struct ui *ui, struct app *app, const struct event *event)
{
	if (event->type == EVENT_KEY || event->type == EVENT_PASTE || event->type == EVENT_MOUSE)
		app_input(app);
	switch (event->type) {
	case EVENT_KEY:
		app_key(app, event->key, event->mods);
		break;
	case EVENT_PASTE:
		app_paste(app, event->text);
		break;
	case EVENT_MOUSE:
		mouse_event(ui, app, event);
		break;
	case EVENT_RESIZE:
		ui_layout(ui, app, event->x, event->y);
		app->dirty = true;
		break;
	case EVENT_NONE:
	case EVENT_FOCUS:
	case EVENT_REPLY:
	case EVENT_BARRIER:
		break;
	}
}

/* In the place of the top line, whatever the view. */
static void draw_cramped(struct ui *ui, struct app *app, struct surface *s)
{
	paint_safe(ui, s, 0, 0,
		   app->view == VIEW_WALL
			   ? STR("More room, please: 60 × 15 or larger shows the wall.")
			   : STR("More room, please: 60 × 15 or larger shows all of it."),
		   s->w, STYLE_WARN);
}

static void draw_view(struct ui *ui, struct app *app, struct surface *s)
{
	switch (app->view) {
	case VIEW_WALL:
		if (ui->at.cramped) {
			draw_outline(ui, app, s);
			break;
		}
		draw_tray(ui, app, s);
		draw_wall(ui, app, s);
		draw_carry(ui, app, s);
		draw_peek(ui, app, s);
		break;
	case VIEW_READER:
		draw_reader(ui, app, s);
		break;
	case VIEW_OUTLINE:
		draw_outline(ui, app, s);
		draw_peek(ui, app, s);
		break;
	case VIEW_COVERAGE:
		draw_coverage(ui, app, s);
		break;
	case VIEW_FINDINGS:
		draw_findings(ui, app, s);
		break;
	case VIEW_SORT:
		draw_sort(ui, app, s);
		break;
	case VIEW_IMPORT:
		draw_import(ui, app, s);
		break;
	case VIEW_START:
		draw_start(ui, app, s);
		break;
	case VIEWS:
		break;
	}
}

void ui_paint(struct ui *ui, struct app *app, struct surface *s)
{
	ui_layout(ui, app, s->w, s->h);
	slab_cache_trim(&ui->slabs);
	captions_trim(&ui->captions);
	ui->nzones = 0;
	ui->focus = (struct rect){0, 0, 0, 0};
	surface_clear(s);
	if (ui->at.cramped)
		draw_cramped(ui, app, s);
	else
		draw_header(ui, app, s);
	draw_view(ui, app, s);
	draw_tour(ui, app, s);
	if (ui->at.bottom.h)
		draw_bottom(ui, app, s);
	if (app->help_open)
		draw_help(ui, app, s);
	draw_prompt(ui, app, s);
}
