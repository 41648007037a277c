#ifndef THEMEWALL_STORE_MERGE_H
#define THEMEWALL_STORE_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"
#include "themewall/store/store.h"

/*
 * Joining two copies of one wall. What the other copy's journal has and this one has not is put
 * where it belongs in the order of (logical clock, copy): own rows from there on are taken back and
 * all are done again in order. So copies that have exchanged everything are the same, whoever
 * merged with whom in which order. A later change of a cell wins; a change that no longer applies
 * (its card is gone, it would break the wall) stays in the history with the reason and is listed.
 * Transcripts come along with their text; coders are joined by name; persons forgotten here are
 * struck out of what comes in. The other file is only read, from a private copy, checked like any
 * file of a stranger.
 */
struct merge_report {
	size_t rows;        /* changes that came in */
	size_t transcripts; /* new ones */
	size_t skipped; /* changes, of any copy, that do not apply now and did before or are new */
	size_t forgotten;   /* persons forgotten there but not here */
	struct strbuf by;   /* names of those whose changes came in, with commas; to be released */
	struct strbuf copy; /* path of this wall as it was; empty when nothing came in */
};

/* skipped (may be NULL) is called for each change that now does not apply: "tom: move of C-041 to
 * “Trust”: its theme is gone". backup_folder as in store_options. Afterwards store_poll brings the
 * model up to date. On failure nothing was changed. */
bool store_merge(struct store *store, const char *other,
		 void (*skipped)(const char *words, void *context), void *context,
		 bool (*backup_folder)(struct strbuf *path), struct merge_report *report,
		 struct err *err);
void merge_report_release(struct merge_report *report);

#endif
