#ifndef THEMEWALL_APP_DRAFT_H
#define THEMEWALL_APP_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Words that were being written when the program had to end, kept in $XDG_STATE_HOME/themewall
 * (files draft-…, 0600) until the same person opens the same wall again. Kept only by sessions that
 * remember what was seen (app->keeps_seen). They hold people's words: they go once they are put
 * back, and with `forget`.
 */
struct app;

/* Keeps what the open field holds, when that is text of one's own. Failures do not matter. */
void draft_keep(struct app *app);
/* There is something to put back. */
bool draft_is_there(const struct app *app);
/* Says so, with the key that does it; app->draft_due is over. */
void draft_tell(struct app *app);
/* Puts the words into the open field, at its caret; false: there are none. */
bool draft_into_field(struct app *app);
/* Deletes all drafts of a wall, and those nobody can read; returns how many. */
size_t draft_forget(const char *wall);

#endif
