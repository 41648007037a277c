#ifndef THEMEWALL_STORE_IMPORT_INTERNAL_H
#define THEMEWALL_STORE_IMPORT_INTERNAL_H

#include "themewall/model/correction.h"

#include "turns-internal.h"

/* One import on its way, in edit's transaction. Arrays live in the edit's arena. */
struct importing {
	struct edit *edit;
	const struct draft *draft;
	const struct import_options *options;
	int64_t transcript, session;
	int64_t participant; /* who was named for everybody who answers; 0: nobody */
	int64_t *speakers; /* ids, as draft->speakers */
	int64_t *people;   /* participants, as draft->speakers; 0: none */
	int64_t *starts;   /* code point where each turn starts */
	size_t ncards;
	/* a correction only */
	int64_t *voices; /* as draft->speakers: the old speaker who says the same; 0: nobody */
	struct correction *correction; /* NULL: none */
};

bool import_people(struct importing *in); /* participants, roles, attendance, attributes */
bool import_cards(struct importing *in);

/* Pairs the draft with the transcript it corrects: in->correction, in->voices. */
bool correct_begin(struct importing *in, struct strbuf *before);
/* Shows the new version in the place of the old one. */
bool correct_show(struct importing *in);
/* Places the excerpts again. */
bool correct_excerpts(struct importing *in, struct import_report *report);

static inline struct str sha_blob(const uint8_t sha[32])
{
	return (struct str){(const char *)sha, 32};
}

#endif
