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
enum { UNATTRIBUTED_SHOWN = 12 };

struct person {
	const struct participant *participant;
	struct str code;
	struct str who; /* "P03, freelancer"; with names "P03 Jane Doe, freelancer" */
	size_t segment; /* index into segments; NOBODY: none */
	bool in_view;   /* has a visible session: one of the N */
	bool withheld;  /* said no to being quoted */
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
	size_t parent;         /* index into themes; NOBODY at the top */
	int depth;             /* 1 at the top */
	struct heard own, all; /* all: with sub-themes */
	size_t said, early;  /* cards of participants with a receipt; of them strength_is_early */
	uint32_t *by_person; /* cards on which each is heard, a stack once, sub-themes included */
};

struct survey {
	const struct model *model;            /* borrowed */
	const struct export_options *options; /* borrowed */
	struct arena arena;
	struct names names;
	struct person *people; /* all participants, by code */
	size_t npeople, nin_view;
	struct map person_at;     /* participant id → index */
	struct segment *segments; /* in the order of their first person */
	size_t nsegments;
	struct theme *themes; /* all clusters, strongest first, children after their parent */
	size_t nthemes;
	card_id *surprises; /* by id */
	size_t nsurprises;
	size_t stacked;             /* cards beneath others */
	size_t withheld;            /* cards without words, the tray's apart */
	size_t moderator;           /* cards that are never evidence */
	size_t nunattributed;
	struct code unattributed[UNATTRIBUTED_SHOWN]; /* the first of them */
};

void survey_init(struct survey *survey, const struct model *model,
		 const struct export_options *options);
/* The people alone, no themes: O(people), however many cards there are. */
void survey_init_people(struct survey *survey, const struct model *model,
			const struct export_options *options);
void survey_release(struct survey *survey);

/* Index of the person whose card it is; NOBODY when unattributed or a moderator's. */
size_t survey_person(const struct survey *survey, const struct card *card);
/* Stands for the words of a person who said no to being quoted. */
#define WITHHELD STR("[not to be quoted]")
bool theme_is_named(const struct theme *theme);
/* Whether there is anything to tell: an empty cluster without a name is left out. */
bool theme_is_told(const struct theme *theme);

/* A card as a report needs it, looked up once: on a large wall each look-up waits for memory. */
struct seen {
	const struct card *card;
	size_t person; /* survey_person */
	bool moderator, withheld;
};
struct seen survey_see(const struct survey *survey, card_id id);
/*
 * The quotes among the cards, strongest first (export_strongest): their positions. order has room
 * for n; returns how many there are.
 */
size_t survey_strongest(const struct survey *survey, const struct seen *seen, size_t n,
			uint32_t *order);

#endif
