#ifndef THEMEWALL_EXPORT_SURVEY_INTERNAL_H
#define THEMEWALL_EXPORT_SURVEY_INTERNAL_H

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"

#include "names-internal.h"

/*
 * What the findings count, worked out once: the people in view and their segments, and for every
 * cluster who was heard in it how often, alone and with its sub-themes. Borrowed from the model,
 * good until its next change.
 */
#define NOBODY SIZE_MAX

struct person {
	const struct participant *participant;
	struct str code;
	struct str who; /* "P03, freelancer"; with names "P03 Jane Doe, freelancer" */
	size_t segment; /* index into segments; NOBODY: none */
	bool in_view;	/* has a visible session: one of the N */
	bool withheld;	/* said no to being quoted */
};

struct segment {
	struct str name;
	size_t people; /* in view */
};

/* People are distinct; a moderator's cards count as cards and nothing else. */
struct heard {
	size_t people, cards;
};

struct theme {
	const struct cluster *cluster;
	struct str code;
	size_t parent;	       /* index into themes; NOBODY at the top */
	int depth;	       /* 1 at the top */
	struct heard own, all; /* all: with sub-themes */
	uint32_t *by_person;   /* cards of each person, sub-themes included */
};

struct survey {
	const struct model *model;	      /* borrowed */
	const struct export_options *options; /* borrowed */
	struct arena arena;
	struct names names;
	struct person *people; /* all participants, by code */
	size_t npeople, nin_view;
	struct map person_at;	  /* participant id → index */
	struct segment *segments; /* in the order of their first person */
	size_t nsegments;
	struct theme *themes; /* all clusters, strongest first, children after their parent */
	size_t nthemes;
};

void survey_init(struct survey *survey, const struct model *model,
		 const struct export_options *options);
/* The people alone, no themes: O(people), however many cards there are. */
void survey_init_people(struct survey *survey, const struct model *model,
			const struct export_options *options);
void survey_release(struct survey *survey);

/* Index of the person whose card it is; NOBODY when unattributed or a moderator's. */
size_t survey_person(const struct survey *survey, const struct card *card);
/* Its person said no to being quoted: the words may not be shown. */
#define WITHHELD STR("[not to be quoted]")
bool survey_is_withheld(const struct survey *survey, const struct card *card);
bool theme_is_named(const struct theme *theme);

/* Own cards of a theme, or any other list: its quotes, strongest first (export_strongest). Returns
 * how many. */
size_t survey_strongest(const struct survey *survey, const card_id *cards, size_t ncards,
			card_id *strongest);

#endif
