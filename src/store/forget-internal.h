#ifndef THEMEWALL_STORE_FORGET_INTERNAL_H
#define THEMEWALL_STORE_FORGET_INTERNAL_H

#include "themewall/base/sha256.h"
#include "themewall/store/forget.h"
#include "themewall/text/mask.h"

#include "changes-internal.h"
#include "store-internal.h"

/* A transcript some of whose words were struck. */
struct masked_text {
	struct str text; /* whole, as it is now */
	uint8_t old_sha[SHA256_BYTES], sha[SHA256_BYTES];
};

/* Where an excerpt lies at a point of the history. */
struct lie {
	int64_t transcript, start, end;
};

/* A text that was once a quote, and what it is now. */
struct known_text {
	struct str was, is;
};

struct forgetting {
	struct store *store;
	struct db *db;
	struct err *err;
	const struct mask *mask;
	struct forget_report *report;
	struct arena arena;
	struct map by_transcript; /* id → position in texts */
	struct masked_text *texts;
	size_t ntexts, texts_capacity;
	struct map by_excerpt; /* id → position in lies */
	struct lie *lies;
	size_t nlies, lies_capacity;
	struct map by_words; /* hash → position in known */
	struct known_text *known;
	size_t nknown, known_capacity;
};

/* Turns and fingerprints of all transcripts (forget-text.c). */
bool forget_turns(struct forgetting *f);
/* Every other text of the tracked tables. */
bool forget_tables(struct forgetting *f);

/* What an excerpt says now; false when its transcript was not touched or is not known. */
enum excerpt_part { PART_QUOTE, PART_PREFIX, PART_SUFFIX };
bool forget_slice(struct forgetting *f, const struct lie *lie, enum excerpt_part part,
		  struct str *text);
/* Remembers a quote, so that the cards that say it say the same. */
void forget_know(struct forgetting *f, struct str was, struct str is);
/* The text of a column as it shall be; its own p when nothing changes. */
struct str forget_value(struct forgetting *f, enum table table, int column, struct str text);

/* Labels and changesets (forget-journal.c): quotes of the past are noted first. */
bool forget_note_past(struct forgetting *f);
bool forget_journal(struct forgetting *f);

/* Names a person had, in the past (forget-journal.c). */
bool forget_old_names(struct store *store, int64_t participant, struct mask *mask, struct err *err);

#endif
