#ifndef THEMEWALL_STORE_STORE_INTERNAL_H
#define THEMEWALL_STORE_STORE_INTERNAL_H

#include <signal.h>
#include <stddef.h>
#include <sys/stat.h>

#include "themewall/base/compiler.h"
#include "themewall/base/mem.h"
#include "themewall/model/row_change.h"
#include "themewall/store/store.h"

#include "db-internal.h"
#include "format-internal.h"
#include "jail-internal.h"
#include "live-internal.h"

enum { WALL_APPLICATION = 0x57414C4C };

struct store {
	struct db db;
	struct jail *jail;
	struct live live;
	char *path;     /* absolute, resolved */
	char *asked;    /* somebody else's file that `path` was a private copy of; NULL */
	int64_t format; /* of the file */
	bool unsynced;  /* being made: to the disk when closed */
	bool read_only; /* by wish, or because it is fixed */
	bool fixed;     /* file or folder cannot be written to */
	bool immutable; /* the folder cannot be written to: nobody's changes arrive */
	bool made;      /* by this process, when it was opened */
	bool proven;    /* what is in the file was looked at, and is sound */
	bool guarded;   /* the temporary triggers are made: before the first write */
	bool alone;     /* network folder: rollback journal, nobody else may have it open */
	char notice[256];
	int patience_ms;
	sigset_t signals; /* the mask before the running transaction */

	int64_t replica; /* prefix of this copy's ids */
	char letter;     /* of its codes; 0 for the first copy */
	struct coder me;
	struct arena names; /* of the coders, and the SELECT texts */
	const char *selects[TABLE_COUNT], *inserts[TABLE_COUNT], *updates[TABLE_COUNT];
	const char *wholes[TABLE_COUNT], *slices[TABLE_COUNT]; /* those for db_each */
	const char *transcript_rows, *speaker_rows;
	struct coder *coders;
	size_t ncoders, coder_capacity;

	bool batching;
	int64_t batch; /* of the open batch, 0 until its first edit is stored */
	int64_t step;  /* batch of the last edit */

	int64_t last_row;     /* newest journal row the model has */
	int64_t data_version; /* of SQLite, when it was read */
	int64_t quiet;        /* live_quiet at that time */
	bool astray;  /* a failure came between: the model is loaded anew with the next poll */
	bool wrote;   /* own commits the model has not been given */
	int64_t *own; /* their journal rows */
	size_t nown, own_capacity;
	int64_t saved_ms;
	struct strbuf news_label;

	struct copying *daily; /* today's backup on its way; NULL */
	char *daily_folder;    /* where it goes; NULL: none wanted, or done */
	int64_t daily_ms;      /* monotonic: not before this */

	int64_t committed_ms; /* monotonic, of the last own commit; 0: nothing to checkpoint */
	int64_t rested_ms;    /* monotonic: idle work rests until then */
};

/* Copies into a fixed field, NUL-terminated, cut at a character. */
void copy_cut(char *out, size_t size, struct str s);

/* Opening, in parts. */
bool wall_create(const char *path, const struct store_options *options, struct err *err);
/* Today's tables, without rows, and what the header says of them; inside a transaction. */
bool wall_make_tables(struct db *db, struct err *err);
/* A counter for every kind of code that has none yet. */
bool counters_make(struct db *db, struct err *err);
/* Do rows of this table have codes, in a column "code"? */
bool code_kind_of(enum table table, enum code_kind *kind);
/* An empty file for me alone, or for the folder's group too. */
bool file_claim(const char *path, const char *folder, bool shared, struct err *err);
/* Gives what was made its name; never replaces (ERR_UNSAFE). The old name stays to be removed. */
bool file_put_in_place(const char *made, const char *path, struct err *err);
void folder_sync(const char *folder); /* names are on the disk after this */
/* A plain file? Whose it is, is another question: mine, root's, or shared with a group of mine
 * (root takes part in everything). */
bool wall_check_file(const char *path, struct stat *st, struct err *err);
bool wall_is_shared(const struct stat *st);
/* ERR_STRANGER, in words. */
bool wall_refuse_stranger(const char *path, const struct stat *st, struct err *err);
bool wall_check_journal(const char *path, struct err *err);
bool wall_check_header(struct store *store, bool *wal, struct err *err);
/* Takes the next statement off a schema's text, without comments around it and its semicolon. */
bool schema_next(struct str *rest, struct str *statement);
/* Nothing but our own objects of this version is in the file. */
bool schema_check(struct db *db, int64_t format, struct err *err);
/* From a rollback journal to the log; under the lock. */
bool wall_turn_to_wal(struct store *store, struct err *err);
bool guards_make(struct db *db, struct err *err);   /* the temporary triggers */
bool guards_remake(struct db *db, struct err *err); /* whatever is left of them goes first */
/* Settings, the closed schema and the whole file, of a connection that shall only be read. */
bool wall_check_inside(struct store *store, struct err *err);
struct str wall_base_name(const char *path); /* file name without folder and ".wall" */

enum folder { FOLDER_LOCAL, FOLDER_NETWORK };
enum folder folder_of_magic(long magic); /* f_type of statfs */
enum folder folder_of(const char *path);
void folder_add(struct strbuf *out, const char *path); /* the folder part of a path */
/* It is mine, and everybody on the host can read it. */
bool folder_shows(const char *path, const struct stat *st);
const char *folder_sync_client(const char *path);      /* "Dropbox" …, NULL for none */

/* Which copy of the wall this is (replica.c). A file remembers where it lies; one that finds itself
 * elsewhere is a further copy and gets a number and a letter of its own, so that nothing made in
 * one copy is ever called like something made in another. */
bool replica_fill(struct db *db, const char *path, struct err *err); /* of a new wall */
bool replica_note_home(struct db *db, const char *path, const char *old_path, struct err *err);
bool replica_settle(struct store *store, struct err *err);
/* The letter that a copy would like, by its uuid. */
char replica_letter(struct str uuid);
/* The number of the copy that a wall began as, which all its copies keep; appended to root. */
bool wall_root(struct db *db, struct strbuf *root, struct err *err);

/* Who is at the keys: finds or adds the row. */
bool coder_join(struct store *store, struct str name, struct str initials, struct err *err);
bool coders_load(struct store *store, struct err *err);

/* Folds the log into the file (TRUNCATE) when nobody writes; never waits. False when it could not.
 */
bool wall_checkpoint(struct store *store);

/* One write transaction: lock, BEGIN IMMEDIATE, format still ours. Waits up to the store's
 * patience. */
bool transaction_begin(struct store *store, struct err *err);
/* For one edit that writes much, outside its transaction: without the log, where that disturbs
 * nobody (false: it would, all stays as it is). */
bool bulk_begin(struct store *store);
void bulk_end(struct store *store);
/* Commits; after a failure, or with commit false, rolls back. Returns whether it was committed. */
bool transaction_end(struct store *store, bool commit, struct err *err);

#endif
