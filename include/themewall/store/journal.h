#ifndef THEMEWALL_STORE_JOURNAL_H
#define THEMEWALL_STORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/store/store.h"

/*
 * Undo, redo and history: all read the one table `journal`, which only grows. An undo applies the
 * inverse of the newest own batch that stands, newest row first, in one transaction whose own
 * changeset is journalled; so a redo is the undo of that undo. Per coder, across restarts.
 */
enum undo_policy {
	UNDO_CAREFUL, /* refuse with ERR_CONFLICT when someone changed it since */
	UNDO_ANYWAY,  /* overwrite what they did */
	UNDO_SKIP,    /* leave this one standing and go on with the one before next time */
};
struct undo_report {
	card_id card;       /* what it was about, newest row first: a card, 0 none … */
	cluster_id cluster; /* … else a cluster; either may be gone now */
	char label[200]; /* what was undone, in the person's words: "move of C-041 to “Trust”" */
	char by[64];     /* on ERR_CONFLICT: who changed it since */
};
/* ERR_NOTHING when there is nothing of mine to undo / redo. */
bool store_undo(struct store *store, enum undo_policy policy, struct undo_report *report,
		struct err *err);
bool store_redo(struct store *store, enum undo_policy policy, struct undo_report *report,
		struct err *err);

/* Takes the whole wall back to what it was right after the journal row `id` (0: empty), everyone's
 * changes included, as one step that can be undone. ERR_NOTHING when nothing has happened since. */
bool store_revert(struct store *store, int64_t id, struct err *err);

enum journal_kind { JOURNAL_DO, JOURNAL_UNDO, JOURNAL_REDO, JOURNAL_SKIP };
struct journal_row {
	int64_t id, at_ms, batch, target; /* target: the batch an undo, redo or skip is about */
	enum journal_kind kind;
	coder_id coder;
	struct str label;   /* borrowed for the call */
	struct str skipped; /* came with another copy and did not apply here: why; borrowed */
	bool undone;        /* its batch was undone and not redone */
};
/* Oldest first, rows after `after` (0 = all); stops when each returns false. */
bool store_history(struct store *store, int64_t after,
		   bool (*each)(const struct journal_row *row, void *context), void *context,
		   struct err *err);

/* The newest change the model of the last store_load has; 0 none. */
int64_t store_last_change(const struct store *store);
/* What others did after that one, by person, who did most first; returns how many people. */
struct change_count {
	coder_id coder;
	int64_t steps;
	char label[160]; /* of their newest */
};
size_t store_changes_since(struct store *store, int64_t after, struct change_count *counts,
			   size_t max);

/* The whole-file check behind `themewall check`: SQLite's integrity, foreign keys, the invariants,
 * every receipt against its transcript, ranks, codes unique and below their counters. Calls `found`
 * once per problem, in words; *problems counts. False only when the check itself could not run. */
bool store_check(struct store *store, void (*found)(const char *problem, void *context),
		 void *context, size_t *problems, struct err *err);

/* Copies the tracked tables' state that results from replaying the whole journal over the raw
 * transcripts into a second, empty wall at `path` and compares it with this one: *same. For tests
 * and `check`. */
bool store_replay_check(struct store *store, const char *path, bool *same, struct err *err);

/* Loads the study as it was after journal row `id`, into an empty model: as it is now, with every
 * later row taken back in memory. The file is not written. Transcripts keep their turns unloaded.
 */
bool store_load_past(struct store *store, struct model *model, int64_t id, struct err *err);

#endif
