#ifndef THEMEWALL_STORE_SALVAGE_H
#define THEMEWALL_STORE_SALVAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/store/store.h"

/*
 * Reads what a damaged wall still holds into a new one at `path`, which must not exist. The damaged
 * file is not written to. What refers to something lost is mended, never dropped in silence: lost
 * people, sessions and themes come back under new codes without their names, lost words as U+FFFD
 * but for those that stand on cards, cards without a home go to the tray. Keeps codes; the history
 * begins anew. ERR_STORE when nothing can be read at all.
 */
struct salvage_report {
	size_t cards, themes, people, transcripts; /* in the new wall */
	size_t holes;                              /* places of the file that could not be read */
	size_t dropped;                            /* rows read, but senseless */
	size_t mended;                             /* rows that referred to something lost */
	size_t gaps;                               /* stretches of transcripts that are lost */
};

bool store_salvage(const char *damaged, const char *path, const struct store_options *options,
		   struct salvage_report *report, struct err *err);

/*
 * The same for a file that may not be opened: of somebody who does not share it (ERR_STRANGER), of
 * a newer themewall, or with things in it that no wall has (ERR_UNSAFE). Its rows are read from a
 * private copy of the file alone; only from plain tables of the names we know, so that nothing in
 * it is run. ERR_FORMAT when it is no wall at all.
 */
bool store_take_texts(const char *strange, const char *path, const struct store_options *options,
		      struct salvage_report *report, struct err *err);

#endif
