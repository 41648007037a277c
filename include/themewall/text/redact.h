#ifndef THEMEWALL_TEXT_REDACT_H
#define THEMEWALL_TEXT_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"

/*
 * Names, e-mail addresses and phone numbers in texts replaced by what they are: "[name]", "[P03]",
 * "[email]", "[phone]". What was found is a list a person can go through; what they take out stays.
 * Whole words only. A full name counts in any ASCII case; its first word alone, of three letters at
 * least, as it is written. A phone number has 7 to 15 digits and begins with + or 0, or has two
 * separators or more; a day (2026-03-02) is none.
 */
enum redact_kind { REDACT_NAME, REDACT_EMAIL, REDACT_PHONE };

struct redact_item {
	enum redact_kind kind;
	char *word; /* owned */
	char *with; /* owned */
	size_t count;
	bool left;  /* the person wants it to stay */
	bool stays; /* … or tries how that would be; whoever asked settles it */
};

struct redact {
	struct redact_item *items; /* owned */
	size_t n, capacity;
};

void redact_release(struct redact *redact);
/* A name and, by itself, its first word; roles ("Interviewer", "Speaker 2") are no names. */
void redact_add_name(struct redact *redact, struct str name, struct str with);
/* Counts what there is in a text; addresses and numbers are added when met. */
void redact_scan(struct redact *redact, struct str text);

/* A replacement: bytes [from, to) of the text. */
struct redact_hit {
	size_t from, to;
	const char *with; /* borrowed */
};
/* The next one at or behind `from`; false when there is none. */
bool redact_next(const struct redact *redact, struct str text, size_t from, struct redact_hit *hit);
/* Appends the text with all of them replaced; whether there were any. */
bool redact_text(const struct redact *redact, struct strbuf *out, struct str text);

#endif
