#ifndef THEMEWALL_MODEL_RECORDS_H
#define THEMEWALL_MODEL_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"
#include "themewall/model/ids.h"

/*
 * The records of a study in memory: plain facts, owned by struct model, read by everyone through
 * const pointers that are valid until the next change. Nobody outside model/ writes to them.
 * Texts are owned by the model. Times: *_ms since 1970 for created, into the recording for
 * time_ms/start_ms (-1 unknown). Positions in transcripts are code points, half open.
 */
enum card_kind { CARD_QUOTE, CARD_OBSERVATION, CARD_PAIN, CARD_IDEA, CARD_QUESTION, CARD_KINDS };
enum role { ROLE_UNKNOWN, ROLE_PARTICIPANT, ROLE_MODERATOR, ROLE_OBSERVER, ROLES };
/* What a theme's codebook says of it: what it is, what belongs there, what does not. */
enum cluster_note { NOTE_DEFINITION, NOTE_INCLUDE, NOTE_EXCLUDE, CLUSTER_NOTES };
/* A person's own sign for a theme, never the only one; COLOUR_RED + n: the nth hue of the bars. */
enum cluster_colour {
	COLOUR_NONE,
	COLOUR_RED,
	COLOUR_ORANGE,
	COLOUR_OLIVE,
	COLOUR_GREEN,
	COLOUR_TEAL,
	COLOUR_AZURE,
	COLOUR_VIOLET,
	COLOUR_MAGENTA,
	CLUSTER_COLOURS
};
enum place_kind { PLACE_TRAY, PLACE_PARKED, PLACE_LOOSE, PLACE_CLUSTER, PLACES };

/* A cluster's name as everything shows and writes it: "(unnamed)" where it has none. */
struct str cluster_title(struct str name);
/* What a wall holds: "6 cards, 1 theme, 2 participants, 1 transcript". */
void records_add_counts(struct strbuf *out, size_t cards, size_t themes, size_t people,
			size_t transcripts);

/*
 * The words of the file, the command line and JSON: "quote observation pain idea question",
 * "participant moderator observer unknown", "tray parked loose cluster". *_find return the count
 * (CARD_KINDS …) for any other word.
 */
const char *card_kind_name(enum card_kind kind);
enum card_kind card_kind_find(struct str name);
const char *role_name(enum role role);
enum role role_find(struct str name);
const char *place_kind_name(enum place_kind place);
enum place_kind place_kind_find(struct str name);
/* "definition include exclude"; "none red orange olive green teal azure violet magenta". */
const char *cluster_note_name(enum cluster_note note);
enum cluster_note cluster_note_find(struct str name);
const char *cluster_colour_name(enum cluster_colour colour);
enum cluster_colour cluster_colour_find(struct str name);

struct study {
	int64_t id;
	struct str title, question;
	struct str segment; /* the attribute that is the segment, "segment" at first */
	int64_t created_ms;
};

struct attribute {
	struct str name, value;
};

struct participant {
	participant_id id;
	struct code code;
	struct str name; /* real name or label from the file; private, never exported unasked */
	struct str consent_record, consent_quote; /* "yes", "no", "" = not recorded */
	struct str note;
	struct attribute *attributes; /* sorted by name */
	size_t nattributes;
	size_t nsessions; /* visible sessions this person attended */
};

struct session {
	session_id id;
	struct code code;
	struct str title, date, kind; /* date "2026-03-02" or "" */
	int64_t ordinal;              /* order of the interviews, from 1 */
	participant_id *attendance;   /* in id order */
	size_t nattendance;
};

struct speaker {
	speaker_id id;
	transcript_id transcript;
	struct str label; /* as in the file */
	enum role role;
	bool guessed;              /* nobody has confirmed the role yet */
	participant_id participant; /* 0 for moderators, observers, unknown ones */
	int64_t nwords;            /* words spoken in this transcript */
};

/* A cue's place inside its turn: from this code point on, the recording is at this time. */
struct cue {
	uint32_t at; /* code points from the start of the turn */
	int64_t ms;
};

struct turn {
	speaker_id speaker;        /* 0: nobody named */
	int64_t start, end;        /* code points of the transcript's text; end - start = of text */
	int64_t start_ms, end_ms;  /* -1 unknown */
	struct str text;
	const struct cue *cues;    /* ascending; the first has at == 0 when start_ms is known */
	size_t ncues;
};

/* The values of the file's transcript.hidden. */
enum { VERSION_SHOWN, VERSION_HIDDEN, VERSION_REPLACED };

struct transcript {
	transcript_id id;
	session_id session;
	int64_t version;       /* 1, 2 … corrections of the same session */
	struct str title;      /* shown: the file's name without its ending, at first */
	struct str origin_name, origin_format, encoding;
	uint8_t sha_bytes[32], sha_text[32];
	int64_t nchars, nturns; /* code points, turns */
	bool hidden;            /* not listed: its import was undone, or it is replaced */
	bool replaced;          /* a corrected version took its place; kept for the receipts that
				   could not follow */
	int64_t lamport;
	const struct turn *turns; /* NULL until loaded (model_load_turns) */
	bool loaded;
};

/*
 * There may be 100,000 of these: the fields are packed, nothing is kept twice. An excerpt's words
 * are not here: a quote's text is them.
 */
struct card {
	card_id id;
	struct code code;
	struct str text, implies;
	struct str need; /* behind what it says: mostly of ideas; may be empty */
	/* receipt; excerpt 0 when written by hand */
	excerpt_id excerpt;
	transcript_id transcript;
	speaker_id speaker;
	participant_id by_hand; /* set by a person, used when the excerpt names nobody */
	session_id session; /* what it was noted after, 0 none; a receipt has its transcript's */
	coder_id coder;
	int64_t created_ms;
	/* its one home */
	cluster_id cluster;  /* PLACE_CLUSTER only */
	struct str rank;     /* order inside the cluster */
	int64_t mv;          /* changes with every move */
	card_id stack;       /* it lies beneath this card and keeps the place it had; 0 none */
	int32_t column, line;         /* anchor; PLACE_LOOSE only */
	int32_t start, end, time_ms;  /* of the receipt; start, end -1 without an excerpt */
	enum card_kind kind : 8;
	enum place_kind place : 8;
	bool surprise : 1, tension : 1;
	bool placed : 1; /* its placement is there; never false between two batches of rows */
};

/* What a card is marked with: "emotion:frustrated", or "pricing", whose facet is empty. */
struct tag {
	struct str facet, name;
};
struct tag tag_parse(struct str text); /* blanks trimmed; name empty: it is none */
int tag_compare(struct tag a, struct tag b);
void tag_add(struct strbuf *out, struct tag tag);

/* A card pulls against another card or against a theme; the other one is 0. */
struct tension {
	int64_t id;
	card_id card, other;
	cluster_id cluster;
};

struct cluster {
	cluster_id id;
	struct code code;
	struct str name;    /* "" = unnamed; a named one is a theme */
	cluster_id parent;  /* 0 = top level */
	struct str rank;    /* order inside the parent */
	int column, line, width; /* anchor and columns 1-6; top level only */
	bool folded;
	enum cluster_colour colour : 8;
	int64_t mv;
	struct str note[CLUSTER_NOTES]; /* what belongs in it; each may be empty */
	/* kept sorted by the model */
	card_id *cards; /* own cards by (rank, id), then ntwins copies of cards that are at
			   home elsewhere, in the order they came */
	size_t ncards, ntwins;
	cluster_id *children; /* by (rank, id) */
	size_t nchildren;
	size_t unloaded;    /* own cards not held yet (first paint), counted in every total */
};

#endif
