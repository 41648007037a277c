#ifndef THEMEWALL_STORE_SYNC_H
#define THEMEWALL_STORE_SYNC_H

#include <sys/types.h>

#include "themewall/store/merge.h"

/*
 * Two copies of one wall brought level over a line of bytes: a pipe to the other program, wherever
 * it runs. One side calls (sync_call, sync_with), the other answers (sync_answer, sync_serve). Each
 * says what it knows (of every copy the newest change, with a fingerprint of all before it; its
 * transcripts; whom it has forgotten) and sends what the other lacks, rid of whom the other has
 * forgotten. What arrives is put into a private wall of its own, and that is merged like any
 * stranger's copy (store/merge.h); the caller merges first, the other only when that went well. So
 * a line that breaks at any moment leaves two whole walls, and the next time goes on from there.
 *
 * On the line: 8 bytes of greeting by the one who answers, then frames: a letter, the length in
 * four bytes (at most 2^29, big end first), values. A value is 'n', 'i' and eight bytes, or 't' or
 * 'b', a length in four bytes, and as many. Sides of different versions refuse one another.
 */
struct sync_line {
	/* 1 to n bytes; 0 at the end, -1 with errno. */
	ssize_t (*read)(void *context, void *bytes, size_t n);
	/* All of them; false with errno. */
	bool (*write)(void *context, const void *bytes, size_t n);
	void *context;
};

struct sync_report {
	struct merge_report here;
	size_t rows_there, transcripts_there; /* what came in there */
	size_t forgotten_there;               /* persons forgotten here but not there */
	bool level; /* both know the same now; else somebody went on working meanwhile */
};

/* The caller: hears the greeting and asks for a wall. *greeted (false before): it is a themewall of
 * this version that answers. */
bool sync_call(const struct sync_line *line, struct str path, bool *greeted, struct err *err);
/* … and then does it all; skipped, context and backup_folder as in store_merge. The report must be
 * released, also after a failure. */
bool sync_with(struct store *store, const struct sync_line *line,
	       void (*skipped)(const char *words, void *context), void *context,
	       bool (*backup_folder)(struct strbuf *path), struct sync_report *report,
	       struct err *err);
void sync_report_release(struct sync_report *report);

/* The one who answers: greets, and hears which wall is wanted. */
bool sync_answer(const struct sync_line *line, struct strbuf *path, struct err *err);
/* Tells the caller why not. */
void sync_refuse(const struct sync_line *line, const struct err *err);
/* … or does it all; a failure has been told to the caller. */
bool sync_serve(struct store *store, const struct sync_line *line,
		bool (*backup_folder)(struct strbuf *path), struct err *err);

#endif
