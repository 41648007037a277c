#ifndef THEMEWALL_UI_UI_H
#define THEMEWALL_UI_UI_H

#include <stdbool.h>

#include "themewall/app/app.h"
#include "themewall/app/event.h"
#include "themewall/ui/surface.h"

/*
 * The screen of the session: lattice → cells, cells → targets, one painter per view. Painting reads
 * the app and writes a surface; it alters nothing of the study. What it keeps between frames is
 * only derived: wrapped words of slabs, by card and model revision, scroll positions of lists.
 */
struct ui;

struct ui *ui_new(void);
void ui_free(struct ui *ui);

/* Tells the app how much it can show (pane sizes, rows that fit). Before events are handled and
 * before each paint. */
void ui_layout(struct ui *ui, struct app *app, int w, int h);
/* Gives an event its meaning (which card, tab, hint, row lies under the pointer; double clicks) and
 * hands it on. */
void ui_event(struct ui *ui, struct app *app, const struct event *event);
/* Paints the whole picture, cursor included. The surface is cleared first. */
void ui_paint(struct ui *ui, struct app *app, struct surface *surface);

#endif
