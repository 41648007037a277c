#ifndef THEMEWALL_SCRIPT_DRIVER_H
#define THEMEWALL_SCRIPT_DRIVER_H

#include "themewall/app/app.h"
#include "themewall/app/event.h"
#include "themewall/app/settings.h"
#include "themewall/base/compiler.h"
#include "themewall/term/input.h"
#include "themewall/ui/ui.h"

/* A script at work on a session without a terminal (driver.c says what scripts are made of). */
struct driver {
	struct app app;
	struct app *other; /* a second person on the same file, or NULL */
	struct ui *ui;
	struct surface surface;
	struct input *input;
	struct strbuf picture, folder, path, file;
	struct settings settings; /* kept in the private folder */
	int found_x, found_y;
	const char *script;
	int line;
	const char *golden_folder;
	bool slow;   /* files take their time to be read */
	int lock_fd; /* another program's hold on the wall, -1: none yet */
};

/* One line of TAP; the failure of what is no test of its own is one, too. */
bool driver_ok(bool pass, const char *format, ...) TW_PRINTF(2, 3);
void driver_paint(struct driver *d);
/* As the loop hands it over. */
void driver_send(struct driver *d, const struct event *event);

/* ---- driver-input.c ---- */

/* \e, \n, \r, \t, \\ in a directive's text. */
void driver_unescape(struct strbuf *out, struct str text);
void driver_bytes(struct driver *d, struct str text);
void driver_keys(struct driver *d, struct str text);
void driver_paste(struct driver *d, struct str text);
/* "X Y" or "@ DX DY" counted from the last find. */
bool driver_cell(struct driver *d, struct str text, int *x, int *y);
/* False when the word is nothing a mouse does. */
bool driver_mouse(struct driver *d, struct str word, struct str rest);

/* ---- driver-compare.c ---- */

void driver_write(const char *path, const struct strbuf *text);
/* False when the word is nothing that is compared. line: the whole of it, for the test's name. */
bool driver_compare(struct driver *d, struct str word, struct str rest, struct str line);

#endif
