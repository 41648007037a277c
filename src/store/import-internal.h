#ifndef THEMEWALL_STORE_IMPORT_INTERNAL_H
#define THEMEWALL_STORE_IMPORT_INTERNAL_H

#include "turns-internal.h"

/* One import on its way, in edit's transaction. Arrays live in the edit's arena. */
struct importing {
	struct edit *edit;
	const struct draft *draft;
	const struct import_options *options;
	int64_t transcript, session;
	int64_t *speakers; /* ids, as draft->speakers */
	int64_t *people;   /* participants, as draft->speakers; 0: none */
	int64_t *starts;   /* code point where each turn starts */
	size_t ncards;
};

bool import_people(struct importing *in); /* participants, roles, attendance, attributes */
bool import_cards(struct importing *in);

static inline struct str sha_blob(const uint8_t sha[32])
{
	return (struct str){(const char *)sha, 32};
}

#endif
