#ifndef THEMEWALL_STORE_FORGET_H
#define THEMEWALL_STORE_FORGET_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/store/store.h"

/*
 * Takes a person's name out of a wall for good: their name, labels, what others call them in the
 * transcripts, cards and themes (whole words, text/mask.h), the whole history, and the copies that
 * are known. Every struck character leaves one behind, so receipts hold and the history still
 * replays. It is no edit: nobody can undo it, it leaves no row, and the file is written anew so
 * that no byte stays in unused room. What people said stays.
 *
 * Nobody else may have the wall open (ERR_BUSY). Copies are done first, the wall last: whatever
 * stops it, the same call can be made again. One that could not be done is told to `left`.
 */
struct forget_report {
	size_t turns, texts, steps; /* changed: turns, other texts, rows of the history */
	size_t copies;
	struct strbuf spared; /* words of the name that others are called too, and that stay */
};

bool store_forget(struct store *store, participant_id id, const char *backup_folder,
		  void (*left)(const char *path, const char *why, void *context), void *context,
		  struct forget_report *report, struct err *err);

#endif
