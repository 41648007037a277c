#ifndef THEMEWALL_STORE_SALVAGE_INTERNAL_H
#define THEMEWALL_STORE_SALVAGE_INTERNAL_H

#include "themewall/store/edit.h"
#include "themewall/store/salvage.h"

#include "store-internal.h"

struct salvage {
	struct db from, to; /* the damaged file; a wall in memory without foreign keys */
	struct arena arena; /* statement texts, rows, turns */
	struct salvage_report *report;
	struct err *err;
	bool strange;   /* it is not closed to things that no wall has */
	int64_t format; /* of the damaged file */
	struct row_change *rows;
	size_t nrows, rows_capacity;
	struct wall_turns *turns;
	size_t nturns, turns_capacity;
	size_t most_holes, most_dropped; /* of the report, until its table is given up */
	int64_t room; /* characters that lost stretches may still be filled up with */
};

/* ERR_FORMAT when it is the file of another program. */
bool salvage_is_wall(struct db *db, struct err *err);
/* Leaves nothing in a private copy but rows of tables as we know them (salvage-plain.c). */
bool salvage_make_plain(const char *path, struct err *err);

/* Whatever can be read, into the wall in memory (salvage-read.c). */
bool salvage_read(struct salvage *s);
/* References that lead nowhere (salvage-mend.c), before and after the texts are whole. */
bool salvage_mend_people(struct salvage *s);
bool salvage_mend_cards(struct salvage *s);
/* Transcripts without gaps, receipts cut from them (salvage-turns.c). */
bool salvage_turns(struct salvage *s);

#endif
