#ifndef THEMEWALL_APP_IMPORT_H
#define THEMEWALL_APP_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/import/people.h"
#include "themewall/model/draft.h"
#include "themewall/store/edit.h"
#include "themewall/text/redact.h"

/*
 * Files on their way into the wall. A batch is read first, whole, and stored then, as one undo
 * step; between the two the person may look at it and say what was guessed wrongly. Nothing is
 * written before import_batch_store. Without a screen one follows the other at once.
 */
struct app;
struct import_job;

enum import_state {
	IMPORT_WAITING, /* not read yet, or to be read again */
	IMPORT_READ,    /* its draft is there */
	IMPORT_WALL,    /* the JSON of a whole wall: restored at the end, into an empty one */
	IMPORT_PEOPLE,  /* a table of participants: applied after the transcripts */
	IMPORT_BAD,     /* cannot be read: `why` */
};

/* One file of a batch. */
struct import_file {
	char *path;           /* as it was given; owned */
	struct strbuf bytes;  /* what cannot be read twice (a paste, standard input); else empty */
	char *format, *encoding, *text_column; /* asked for by the person; NULL: found out; owned */
	enum import_state state;
	bool left_out;        /* the person does not want it, or it is there already */
	bool again;           /* wanted although it is there already */
	struct draft draft;   /* IMPORT_READ */
	char date[16];        /* of the session, "2026-03-02", or "" */
	transcript_id same_as; /* the wall has it already: this one; 0: no */
	bool same_bytes;      /* … the same file, else the same words */
	struct people_table people; /* IMPORT_PEOPLE */
	size_t ntranscripts;  /* IMPORT_WALL */
	char *why;            /* IMPORT_BAD; owned */
	enum err_code code;
};

struct import_batch {
	struct import_file *files; /* owned */
	size_t n, capacity;
	struct import_options options;
	struct arena words; /* what the options' words lie in */
	bool pseudonyms; /* names, addresses and numbers are replaced before they are stored */
	struct redact redact; /* … these, once all is read */
	/* the file that is being read */
	bool hashing; /* the file is not yet whole in its fingerprint */
	struct import_job *job;
	size_t at;
	struct strbuf bytes;
};

void import_batch_init(struct import_batch *batch);
void import_batch_release(struct import_batch *batch);

/* An ordinary file, or "-". */
struct import_file *import_batch_add(struct import_batch *batch, struct str path);
/* A file, or the ordinary files of a folder by name; hidden ones and walls are left out. What
 * cannot be listed becomes a bad file. */
void import_batch_add_path(struct import_batch *batch, struct str path);
/* Words that are no file, under a name. */
struct import_file *import_batch_add_words(struct import_batch *batch, struct str name,
					   struct str words);

/* Reads what is waiting; with a screen in steps: a step waits for no more than one read, and
 * import_batch_fd says when it would not wait at all (-1: now). The last step guesses roles. */
bool import_batch_is_read(const struct import_batch *batch);
void import_batch_step(struct app *app, struct import_batch *batch);
int import_batch_fd(const struct import_batch *batch);
/* All steps. False: the person has stopped it (app_progress). */
bool import_batch_read(struct app *app, struct import_batch *batch);
/* Has one file read again, as it is asked for now. */
void import_file_again(struct import_file *file);

/* Finds what pseudonyms would replace, over all files; what a person wanted to stay still does. */
void import_batch_find_names(const struct app *app, struct import_batch *batch);

/* Files that can be imported and are not left out; files that cannot be read. */
size_t import_batch_wanted(const struct import_batch *batch);
size_t import_batch_bad(const struct import_batch *batch);

/*
 * Stores what is wanted; a line for each file into app->notes, the codes of new sessions into
 * app->answer. False with ERR_PARTLY when some files are bad or could not be stored, with the first
 * failure when none was. When the person stops it (app_progress) what was stored is taken back, and
 * *stopped says so.
 */
bool import_batch_store(struct app *app, struct import_batch *batch, bool *stopped,
			struct err *err);

/* The person in the wall a speaker will be, by what the person chose or by the same name; 0: a new
 * one, or nobody (moderators). */
participant_id import_person_of(const struct app *app, const struct import_batch *batch,
				const struct draft_speaker *speaker);

/* ---- the preview on the screen ---- */

enum import_row_kind {
	IMPORT_ROW_FILE,
	IMPORT_ROW_FORMAT,
	IMPORT_ROW_ENCODING,
	IMPORT_ROW_COLUMN,
	IMPORT_ROW_SESSION,
	IMPORT_ROW_DATE,
	IMPORT_ROW_CARDS,
	IMPORT_ROW_NAMES,
	IMPORT_ROW_SPEAKER,
	IMPORT_ROW_KINDS
};

/* A line of the preview that can be chosen. */
struct import_row {
	enum import_row_kind kind;
	size_t index; /* file or speaker */
};

struct import_view {
	struct import_batch *batch; /* NULL: no preview is open; owned */
	size_t file;                /* the one that is shown */
	struct import_row row;      /* the focused one */
	int back;                   /* enum view to go back to */
	bool storing;
	size_t first;               /* line at the top, kept by the painter */
	bool follow;                /* the focused line is to be seen at the next paint */
	int64_t shown_ms;           /* when progress was last told */
	/* what is stored now: where in it, of how much */
	size_t nfile;
	int64_t done, total;
};

/* Opens the preview of a batch, which is its from now on, and begins to read. */
void import_show(struct app *app, struct import_batch *batch);
void import_close(struct app *app);
/* The rows there are now; at most max of them are written, all are counted. */
size_t import_rows(const struct app *app, struct import_row *rows, size_t max);
/* Is it read as a table, whose column of notes can be chosen? */
bool import_is_table(const struct import_file *file);
/* Moves what is seen by lines. */
void import_scroll(struct app *app, int by);
/* Puts the focus on a row; on a file's it is shown. */
void import_focus(struct app *app, struct import_row row);
/* The file that is shown; NULL without a preview. */
struct import_file *import_shown(const struct app *app);
/* Reading goes on: to be called when import_batch_fd can be read. */
void import_work(struct app *app);
/* File descriptor to wait for; -1: none, and import_wants_work says whether there is work. */
int import_work_fd(const struct app *app);
bool import_wants_work(const struct app *app);

/* What cards may be made of, as people say it. */
const char *import_cards_words(enum import_cards cards, bool notes);

#endif
