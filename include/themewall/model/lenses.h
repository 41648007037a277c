#ifndef THEMEWALL_MODEL_LENSES_H
#define THEMEWALL_MODEL_LENSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"
#include "themewall/model/records.h"

/*
 * Ways to look at the cards: what colours them and which of them show. Those kept under a name are
 * rows of the study, everybody's; which one somebody looks through at the moment is theirs alone
 * (app/lens.h).
 */
struct model;

enum lens_colour {
	LENS_BY_PARTICIPANT,
	LENS_BY_SEGMENT,
	LENS_BY_KIND,
	LENS_BY_AUTHOR,
	LENS_BY_THEME,
	LENS_BY_TAG, /* the first of its tags */
	LENS_COLOURS
};
enum lens_only {
	ONLY_ALL,
	ONLY_PARTICIPANT, /* whose */
	ONLY_SEGMENT,     /* the value of the segment attribute */
	ONLY_KIND,        /* enum card_kind */
	ONLY_AUTHOR,      /* who made it */
	ONLY_WORDS,       /* in the text or in what it implies, folded */
	ONLY_FLAG,        /* enum lens_flag */
	ONLY_TAG,         /* the tag as it is spelled, "emotion:anger" */
	ONLY_KINDS
};
enum lens_flag { FLAG_SURPRISE, FLAG_TENSION, FLAG_UNATTRIBUTED, FLAGS };

enum { LENS_NAME_MOST = 100, LENS_VALUE_MOST = 1000 }; /* characters */

struct saved_lens {
	int64_t id;
	struct str name;
	enum lens_colour colour;
	enum lens_only only;
	int which;                  /* enum card_kind or enum lens_flag, by `only` */
	participant_id participant; /* of ONLY_PARTICIPANT */
	struct str value;           /* segment, author's name, words or tag, by `only` */
	bool hides;                 /* what is left out; else it is dimmed */
};

/* By id, borrowed until the next change and the next question. */
struct lens_list {
	const struct saved_lens *all;
	size_t n;
};
struct lens_list model_lenses(const struct model *model);
/* The newest of this name, case and accents aside; NULL: none. Borrowed likewise. */
const struct saved_lens *model_lens_named(const struct model *model, struct str name);
const struct saved_lens *model_lens(const struct model *model, int64_t id);

/* The words the file, the JSON copy and the command line use. What shows is one word for kinds and
 * flags, too: "pain", "surprise". */
const char *lens_colour_name(enum lens_colour colour);
enum lens_colour lens_colour_find(struct str name); /* LENS_COLOURS when it is none */
const char *lens_shows_name(enum lens_only only, int which);
bool lens_shows_find(struct str name, enum lens_only *only, int *which);
/* Whether a value belongs to it: a segment, an author, words, a tag. */
bool lens_takes_value(enum lens_only only);

#endif
