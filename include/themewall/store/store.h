#ifndef THEMEWALL_STORE_STORE_H
#define THEMEWALL_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/mem.h"
#include "themewall/model/model.h"

/*
 * One wall file, open. The file is the truth: WAL, synchronous FULL, every write one IMMEDIATE
 * transaction recorded as a changeset in the journal (store/edit.h), under the application lock of
 * the sidecar STUDY.wall-live. The model is fed only from here: store_load once, store_poll ever
 * after, both through model_apply.
 *
 * One thread. Nothing above this floor knows SQLite. Waiting for another process: store functions
 * retry for up to `patience_ms`, then fail with ERR_BUSY naming who holds the wall; the interface
 * passes a short patience and retries.
 */
struct store;

/* Said first of all by a program that has one thread: then nothing in SQLite need be locked, which
 * is a tenth of a small change. Later it does nothing. */
void store_single_thread(void);

struct store_options {
	bool create; /* make the file when it is missing */
	/* Changes nothing. It is also the yes that a wall of somebody else needs (ERR_STRANGER): of
	 * that a private copy is read, of the file alone, without what lies beside it. */
	bool read_only;
	bool shared;         /* a new file gets 0660 and keeps the folder's group; else 0600 */
	struct str title;    /* of a new study; empty: the file's name */
	struct str coder;    /* who is at the keys; empty: the login name */
	struct str initials; /* of one who is new to the wall; empty: taken from the name */
	bool unsynced;       /* nobody else knows the file yet: to the disk only when closed */
	int patience_ms;     /* 10000 on the command line */
	bool alone; /* treat the folder as a network one: rollback journal, nobody else may open it
		     */
	/* Names and makes the folder where a wall of an older version is copied to before it is
	 * brought up to date; NULL, or when it says no: beside it. */
	bool (*backup_folder)(struct strbuf *path);
	bool as_copy; /* it is a copy, opened to be read or cleaned: brought up to date without
			 being copied, and it stays the copy it is of */
	bool exclusive_name; /* create: fail with ERR_UNSAFE when the file exists (the `new`
				command) */
};

/* Opens safely (realpath, no symlink tricks, VFS jail, closed schema check, limits, quick_check
 * after an unclean end). *created tells whether this call made the file (may be NULL). ERR_UNSAFE:
 * it holds what no wall has; store_take_texts (store/salvage.h) makes a wall of its rows.
 * ERR_STRANGER: it belongs to somebody who does not share it with a group of mine. */
bool store_open(struct store **store, const char *path, const struct store_options *options,
		bool *created, struct err *err);
void store_close(struct store *store); /* last one out checkpoints; NULL is fine */

/* Removes a wall and what SQLite and we keep beside it, each where it is there. For copies and
 * halves of our own making, which nobody else has open. */
void store_remove(const char *path);

const char *store_path(const struct store *store);
bool store_is_read_only(const struct store *store);
/* One sentence about where the file lies that the person should know (why it is read-only, network
 * folder, folder of a sync client); "" when there is nothing to say. */
const char *store_notice(const struct store *store);
coder_id store_coder(const struct store *store); /* 0 for a reader who has never written */

/* To be called in a forked child at once: gives back the sidecar, whose locks would outlive us
 * there. The child must not use the store in any other way, nor close it. */
void store_after_fork(struct store *store);

struct coder {
	coder_id id;
	struct str name, initials; /* borrowed from the store until it closes */
	int colour;                /* 0-7, stable per coder */
};
size_t store_coders(struct store *store, const struct coder **coders);
/* Has this person changed anything, ever? Who only opened the wall has not. */
bool store_coder_has_worked(struct store *store, coder_id id);
const struct coder *store_coder_find(struct store *store, coder_id id); /* NULL when unknown */

/* Feeds the whole study into an empty model (no turns). */
bool store_load(struct store *store, struct model *model, struct err *err);

/*
 * For the first paint of a large wall: people and clusters whole, cards only where a screen at the
 * corner of the wall and the top of the tray shows them; the rest is counted by model_set_unloaded,
 * what is out of sight in one of the clusters out of sight. When the wall has at most `small` cards
 * it is store_load and *whole is true. Afterwards load into another model, whole or in slices.
 */
bool store_load_start(struct store *store, struct model *model, size_t small, bool *whole,
		      struct err *err);

/* How far a load in slices has come; zeroed at first. */
struct load_state {
	bool begun;
	size_t table;    /* which of the large ones is being read */
	int64_t after;   /* its rows up to this id are read */
	int64_t mark[3]; /* by which a change of the wall is seen */
	int64_t room;    /* bytes that its rows may still have */
};
/*
 * The next rows of a whole load, at most `most` of cards and what belongs to them; *done after the
 * last. The model is not to be shown before: when the wall was changed between two slices, by
 * whomever, it is cleared and the load begins again. After a failure it is to be freed.
 */
bool store_load_slice(struct store *store, struct model *model, struct load_state *state,
		      int64_t most, bool *done, struct err *err);

/* The turns of one transcript into the model. */
bool store_load_turns(struct store *store, struct model *model, transcript_id id, struct err *err);
/* The same `most` turns at a time, so that keys are answered in between; *done when they are in the
 * model. The state is zeroed at first, or for another transcript; it is empty again when done. */
struct turns_state {
	struct arena arena; /* holds the texts */
	struct turn *turns; /* owned */
	size_t n, capacity;
	int64_t nbytes; /* of their texts and cues, as stored */
};
bool store_load_some_turns(struct store *store, struct model *model, transcript_id id,
			   struct turns_state *state, size_t most, bool *done, struct err *err);
void turns_state_release(struct turns_state *state);

/* What arrived with a poll. */
struct news {
	size_t rows;      /* journal rows applied, mine too */
	size_t foreign;   /* of those, by another process */
	bool reloaded;    /* the file was changed past the journal: the model was cleared and loaded
			     anew */
	coder_id last_by; /* author of the newest foreign row */
	struct str label; /* what it was, in words; borrowed until the next store call */
	int64_t saved_ms; /* time of the newest row of all */
};
/* Reads only journal rows newer than those the model of the last store_load has, and applies them
 * to it: one model to a store. Costs one cheap check when there is nothing. */
bool store_poll(struct store *store, struct model *model, struct news *news, struct err *err);

/* A descriptor to poll() for the doorbell of other processes (inotify), -1 when there is none: then
 * store_poll once a second. */
int store_bell_fd(const struct store *store);
/* Empties the descriptor; true when someone rang or left. */
bool store_bell_answer(struct store *store);

/* Idle work: checkpoint (TRUNCATE, under the application lock, never waiting for it) when 2 s have
 * passed since the last commit or the WAL has passed 4 MB, and the copy of the day. Returns ms
 * until it wants to be called again, -1 for "only after the next commit". */
int store_idle(struct store *store);
/* The person does something: idle work waits until nothing was done for a second, because what it
 * asks of the disk may take a tenth of one, and no key is to wait for that. Only a WAL of 16 MB is
 * folded in all the same. */
void store_rest(struct store *store);

/* How many changes the wall has seen: rows of its journal. */
int64_t store_changes(struct store *store);

/* Time of the last commit by anyone, 0 for none. */
int64_t store_saved_ms(const struct store *store);

/* Presence: who has this wall open, alive by kernel lock. Mine is left out of the list. */
struct presence {
	coder_id coder;
	char name[48], initials[8];
	int64_t pid;
	int64_t held_card; /* card_id.n being carried, 0 none */
	int64_t at_ms;     /* last sign of life it wrote */
	bool read_only;
};
size_t store_presence(struct store *store, struct presence *list, size_t max);
void store_presence_hold(struct store *store, card_id held); /* 0: nothing held */

#endif
