#ifndef THEMEWALL_APP_START_H
#define THEMEWALL_APP_START_H

#include <stdbool.h>

#include "themewall/app/app.h"

/* The start screen (no file named): the sample study, a new study, opening one, and those opened
 * lately. */

/* An XDG folder of ours: $VARIABLE/themewall, else ~/FALLBACK/themewall; the variable counts only
 * when it is absolute. False without either. Makes nothing. */
bool start_folder(struct strbuf *path, const char *variable, const char *fallback);
/* Makes a folder and those above it, for its owner alone; false with errno. */
bool start_make_folders(const char *path);
void start_load_recent(struct app *app); /* from $XDG_STATE_HOME/themewall/recent */
/* Puts a wall at the top of the recent ones; failures do not matter. */
void start_note_recent(struct app *app, const char *path);
/* Where the copies of each day lie: $XDG_STATE_HOME/themewall/backups (~/.local/state), made when
 * it is not there. */
bool start_backup_folder(struct strbuf *path);
/* Has today's copy of the wall made there, in idle moments. */
void start_keep_daily(struct store *store);
void start_step(struct app *app, int by);
/* A file that is not there yet: asks whether to make it. */
void start_offer(struct app *app, const char *path);
/* A file dropped on the start screen: a wall is opened; for anything else a study is asked for,
 * into which what was dropped is imported. */
void start_with(struct app *app, struct str path, struct str dropped);
/* Opens a wall that is there; it goes to the recent ones. */
bool start_open(struct app *app, const char *path, struct err *err);
/* A wall that could not be opened because it is somebody else's, holds what no wall has, or is
 * newer: asks what to do with it and returns true; false: it was something else. */
bool start_ask_refused(struct app *app, const char *path, struct err *err);
bool start_take(struct app *app, struct err *err); /* Enter on the chosen line */

/* Where the sample study lives: $XDG_DATA_HOME/themewall/sample.wall (~/.local/share). Creates the
 * folder. */
bool start_sample_path(struct strbuf *path, struct err *err);
/* Builds the sample study in an empty wall at path, through the same commands a person has. */
bool sample_build(const char *path, struct err *err);
/* Makes it when it is not there yet, and opens it in this session. */
bool sample_open(struct app *app, bool reset, struct err *err);
/* A file of the sample study by its name ("p01-mara.vtt"); an empty str with p NULL when there is
 * none. */
struct str sample_file(struct str name);

#endif
