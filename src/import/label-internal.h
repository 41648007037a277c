#ifndef THEMEWALL_IMPORT_LABEL_INTERNAL_H
#define THEMEWALL_IMPORT_LABEL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/base/str.h"
#include "themewall/import/import.h"

/*
 * Names of speakers (label.c): as they stand in the file, each once, and what may be one.
 */

struct label {
	struct str text; /* as in the file, blanks trimmed; borrowed from the decoded text or the
			    arena */
	size_t count;    /* how often it stands where a speaker's name would */
	int speaker;     /* index into the draft's speakers, -1 until it has spoken */
	bool strong;     /* written in a way only speakers are: [SPEAKER_01]:, a time beside it */
	bool bold;       /* **Name:** */
	enum role role;      /* said before anybody speaks: "Interviewer: Ann" */
};

struct labels {
	struct label *items; /* owned */
	size_t n, capacity;
	struct map index;       /* hash -> position */
	size_t recent[4], next; /* positions of the latest: two or three people talk in turn */
};

/* A speaker's name at the start of a line: where it is and where what is said begins. */
struct label_hit {
	struct str label;
	size_t skip; /* bytes up to what is said */
	bool strong;
};

/* Position of a label, added when new. */
size_t labels_intern(struct labels *labels, struct str text);
/* The same for a text that will not last: a new one is copied to the arena. */
size_t labels_intern_copy(struct labels *labels, struct arena *arena, struct str text);
/* The same for what a field says of who speaks: 0 and A become "Speaker 0", "Speaker A"; -1 for
 * nothing. */
int64_t labels_intern_voice(struct labels *labels, struct arena *arena, struct str text);
/* Is the tag's name, up to its ">", one of those? s begins with the name. */
bool labels_take_recent_voice(const struct labels *labels, struct str s, size_t *label,
			      size_t *skip);
void labels_release(struct labels *labels);
/* Does the line begin with "Name: " of one asked for lately? The short way past label_take. */
bool labels_take_recent(const struct labels *labels, struct str line, size_t *label, size_t *skip);

/* "Name: …", "Name：…", "[SPEAKER_01]: …", "(speaker 0) …". Whether the name recurs is the caller's
 * affair. */
bool label_take(struct str line, struct label_hit *hit);
/* Could this be what someone is called? At most 60 characters and 4 words, no URL, no "Note". */
bool label_is_plausible(struct str label);
/* A cue id that is a person: "Speaker 1", "P3". */
bool label_is_id(struct str id);
/* Date, Place, Duration, "Date of the interview" …: stands before what a text is about. */
bool label_is_header(struct str label);
/* … and behind this one stands a day. */
bool label_is_day(struct str label);
/* Break, Intro, Music …: a part of the programme, nobody speaks. */
bool label_is_stage(struct str label);
/* The label without "(Guest)", "(External)" …, blanks trimmed. */
struct str label_name(struct str label);
/* name.c. The same, and "Vega, Marisol" as "Marisol Vega": of the arena, or a part of the label. */
struct str name_called(struct arena *arena, struct str label);

#endif
