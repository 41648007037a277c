#ifndef THEMEWALL_MODEL_DRAFT_H
#define THEMEWALL_MODEL_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/mem.h"
#include "themewall/model/records.h"

/*
 * A transcript on its way in: what an importer read from one file, before anything is written.
 * import/ makes it, roles are guessed over all drafts of a batch, the store writes it. It owns
 * everything in its arena.
 */
struct draft_turn {
	int speaker;              /* index into speakers, -1: nobody named */
	int64_t start_ms, end_ms; /* -1 unknown */
	struct str text;          /* clean UTF-8: no controls but TAB, no LF; never empty */
	size_t nchars;            /* code points of text */
	struct cue *cues;
	size_t ncues;
	bool bullet;        /* a Markdown note's bullet or quote: one candidate */
	struct str heading; /* Markdown notes: headings above, " / " between; else empty */
};

struct draft_speaker {
	struct str label;
	enum role role;
	bool guessed; /* role was guessed from words or counts, not read from the file */
	size_t nwords, nturns, nquestions;
	struct str name;       /* label without "(Guest)" and the like: the participant's */
	participant_id person; /* chosen by hand; 0: by the name */
};

struct draft_warning {
	int64_t line; /* of the source file, 1 …; 0 = the whole file */
	struct str text;
};

/* What a column of a table is taken for. */
enum draft_use {
	USE_NOTES, /* what people wrote; of several each is the question above its answers */
	USE_PERSON,
	USE_DAY,
	USE_CONSENT,   /* to be quoted */
	USE_ATTRIBUTE, /* of the person */
	USE_TIME,
	USE_THEME, /* tells notes apart while they are looked at; not kept */
	DRAFT_USES
};

struct draft_column {
	enum draft_use use;
	struct str name; /* its heading, or its number from 1 */
};

/* What a table says of somebody who speaks. */
struct draft_fact {
	int speaker;      /* index into speakers */
	struct str name;  /* of an attribute; empty: the consent to be quoted */
	struct str value; /* … "yes" or "no" */
};

struct draft {
	struct arena arena;
	struct str origin_name; /* file name without its folder */
	struct str title;       /* file name without folder and ending */
	const char *format;     /* "vtt" "srt" "text" "paragraphs" "notes" … static */
	const char *dialect;    /* "zoom", "teams", "otter" … or ""; static */
	const char *encoding;   /* "UTF-8" "UTF-16LE" "Windows-1252" …; static or in the arena */
	bool notes;             /* notes, not speech: bullets become cards by default */
	char date[11];          /* of the session, "2026-03-02", where the text says it; or "" */
	size_t nheader;         /* turns at the beginning that say what the text is: "Date: …" */
	uint8_t sha_bytes[32], sha_text[32]; /* of the file's bytes; of the turns joined by LF */
	struct draft_turn *turns;
	size_t nturns;
	struct draft_speaker *speakers;
	size_t nspeakers;
	struct draft_warning *warnings;
	size_t nwarnings;
	int64_t nchars; /* code points of the whole text: turns joined by one LF */
	/* of a table only */
	struct draft_column *columns; /* those that are used */
	size_t ncolumns;
	struct draft_fact *facts; /* of one name about one speaker the last holds, of consents the
				     "no" */
	size_t nfacts;
};

void draft_release(struct draft *draft);

/* Two labels of one speaker: what `from` said is said by `into`, and `from` is gone (those behind
 * it move up). */
void draft_merge_speakers(struct draft *draft, size_t from, size_t into);

/* Turns but for those of moderators, who ask in a survey. */
size_t draft_count_notes(const struct draft *draft);

/* "notes", "the day", "who said it" …: what a column is used as, in words. */
const char *draft_use_words(enum draft_use use);
/* The names of the columns of a use, in quotes, with ", " between; false: there is none. */
bool draft_add_columns(struct strbuf *out, const struct draft *draft, enum draft_use use);

/* Replaces what must not be told in all its texts, its title and name, and counts and fingerprints
 * them anew. Labels stay: they are the participants' names, which are kept apart. */
struct redact;
void draft_redact(struct draft *draft, const struct redact *redact);

/* What a label says of its role ("Interviewer", "Note taker"); ROLE_UNKNOWN: nothing. */
enum role role_by_word(struct str label);

/*
 * Guesses the roles of all speakers whose role is still ROLE_UNKNOWN over one batch: label words
 * first (interviewer, moderator, host …, in en fr de es pt), else the speaker common to most of two
 * or more sessions, else the one who asks more questions and says fewer words. With one speaker:
 * participant. Everyone not a moderator or observer becomes a participant.
 */
void draft_guess_roles(struct draft **drafts, size_t ndrafts);

#endif
