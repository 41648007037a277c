#ifndef THEMEWALL_EXPORT_EXPORT_H
#define THEMEWALL_EXPORT_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/model/model.h"
#include "themewall/model/saturation.h"

/*
 * From the model to text. Pure and deterministic: the same wall gives the same bytes. A writer per
 * format stands behind one table. The model must be fully loaded (all cards).
 *
 * Every format but json names people by code only, unless with_names, and takes away the words of
 * people whose consent to be quoted is "no" ("[not to be quoted]"); findings, in any form, leave
 * such cards out and count them; clips leave them out. json is the private full copy: everything,
 * names and all, and it says so.
 *
 * findings and outline are 80 cells wide. Text is written as it is stored.
 */
enum export_order { EXPORT_INSIGHT_FIRST, EXPORT_RECOMMENDATION_FIRST, EXPORT_EVIDENCE_FIRST };

struct export_coder {
	coder_id id;
	struct str name;
};

struct export_options {
	enum export_order order; /* of findings that have insights */
	bool with_names;
	int64_t now_ms;                 /* the date in the heading; 0: none */
	struct str coders;              /* "Ana N., Tomas R." for the heading; may be empty */
	const struct export_coder *who; /* the same, one by one; may be NULL */
	size_t nwho;
	int64_t changes; /* how many changes the wall has seen (journal rows); 0: not said */
	bool excel;      /* tables with a byte order mark and CRLF */
	struct saturation_settings saturation; /* base 0: the default rule */
	bool raw; /* tables without an apostrophe before what a spreadsheet would run */
	/* Takes what out holds, all but the last byte, now and then; so a large export need not
	 * lie in memory. NULL: all of it stays in out. */
	void (*pour)(void *sink, struct strbuf *out);
	void *sink;
};

/* What a wall may hold, and a format may or may not take along. */
enum export_trait {
	TRAIT_CARDS, /* all of them, not only chosen quotes */
	TRAIT_TRAY,
	TRAIT_KINDS,
	TRAIT_IMPLIES,
	TRAIT_NEEDS,
	TRAIT_TAGS,
	TRAIT_STACKS,
	TRAIT_TENSIONS,
	TRAIT_TIMES,
	TRAIT_POSITIONS, /* in the transcripts */
	TRAIT_PLACES,    /* on the wall */
	TRAIT_NESTING,
	TRAIT_DEFINITIONS,
	TRAIT_COLOURS,
	TRAIT_ATTRIBUTES, /* of people, the segment apart */
	TRAIT_TRANSCRIPTS,
	TRAIT_INSIGHTS,
	TRAIT_BELIEFS,
	TRAIT_DECISIONS,
	TRAIT_SORTS, /* what people sorted alone and have shown */
	TRAIT_VOTES, /* closed ones */
	TRAIT_LENSES,
	EXPORT_TRAITS
};

/* What a file of a format is counted in. */
enum export_unit {
	UNIT_CARDS,  /* all cards */
	UNIT_SORTED, /* all but those in the tray */
	UNIT_PAGE,
	UNIT_ROWS, /* cards, those beneath stacks too */
	UNIT_THEMES,
	UNIT_CLIPS,
	UNIT_PHRASES,
	UNIT_TICKETS
};

struct export_format {
	const char *name;   /* "findings" */
	const char *what;   /* one line for help */
	const char *ending; /* of a file of it, without the dot */
	bool needs_turns;   /* every visible transcript must be loaded into the model first */
	bool private_data;  /* holds names */
	void (*write)(struct strbuf *out, const struct model *model,
		      const struct export_options *options);
	unsigned carries; /* 1 << enum export_trait, each */
	enum export_unit unit;
};
/* What leaves with a format, in its unit: "128 cards, 13 themes, 8 people; 2 cards without words:
 * not to be quoted", "6 phrases of 3 themes"; themes are the named ones, people those with a
 * session. */
void export_add_scope(struct strbuf *out, const struct export_format *format,
		      const struct model *model);
/* What this wall has and the format does not take along: "the tags of 41 cards; 3 beliefs". Returns
 * how many such things there are; 0: nothing is lost. */
size_t export_add_losses(struct strbuf *out, const struct export_format *format,
			 const struct model *model);
size_t export_formats(const struct export_format **formats);
const struct export_format *export_format_find(struct str name); /* NULL */

/*
 * A theme's own quotes, strongest first: another person before a second quote of the same; then
 * surprise; then a length of 40 to 200 code points; then time. Those without a known person come
 * after all others, those not to be quoted last. Never a moderator's words. Writes at most max;
 * returns how many there are.
 */
size_t export_strongest(const struct model *model, cluster_id theme, card_id *cards, size_t max);

/*
 * Who said what, as the findings print it: named clusters and those with cards (by people, then
 * cards, both with sub-themes, then code; children after their parent), by people in view. A
 * number is how many cards of the theme, its sub-themes' included, the person is heard on; a stack
 * is one card (coverage_cards lists them). Good until the model changes.
 */
struct matrix_row {
	cluster_id theme;
	int depth; /* 1 at the top */
	bool named;
	size_t people; /* distinct, in view */
};
struct export_matrix {
	struct matrix_row *rows;
	participant_id *people; /* with a session, by code */
	uint32_t *cells;        /* nrows × npeople */
	size_t nrows, npeople;
	size_t unattributed; /* cards in these rows that nobody is known for, each once */
};
void export_matrix_init(struct export_matrix *matrix, const struct model *model);
void export_matrix_release(struct export_matrix *matrix);

#endif
