#ifndef THEMEWALL_APP_PAGE_H
#define THEMEWALL_APP_PAGE_H

#include <stdbool.h>

#include "themewall/app/app.h"

/* Texts that are read by scrolling: the findings as they will be sent, and the help. */

/* Writes the findings anew when the wall has changed since; loads transcripts where the writer
 * needs them. */
bool page_findings(struct app *app, struct err *err);
/* A change while the findings are open: the page is written anew at the next pause, and only if it
 * is on the screen; each keystroke of the editor beside it must not wait for the whole page. */
void page_changed(struct app *app);
/* When that is, on the monotonic clock; -1: nothing is to be written. */
int64_t page_due(struct app *app);
void page_catch_up(struct app *app);
void page_scroll(struct page_view *page, int lines);
/* Keys while the help is open. */
void page_key(struct app *app, uint32_t key);

/* Loads the turns of every visible transcript that is not loaded yet. */
bool page_load_transcripts(struct app *app, struct err *err);

/* Writes an export to a file: a temporary one in the same folder, renamed; refuses to overwrite
 * unless forced. path "-" is not handled here. */
bool page_write_file(const char *path, struct str bytes, bool force, struct err *err);

struct export_format;
struct export_options;
/* The text of a format, ready to be written anywhere. Of the options those a person chooses are
 * taken (names, excel, raw); date, team and changes are filled in. */
bool page_export(struct app *app, const struct export_format *format,
		 const struct export_options *wanted, struct strbuf *out, struct err *err);
/* The same into a file, as page_write_file does, which is written while the text is made: a large
 * one never lies in memory, and the disk works meanwhile. */
bool page_export_file(struct app *app, const struct export_format *format,
		      const struct export_options *wanted, const char *path, bool force,
		      struct err *err);

#endif
