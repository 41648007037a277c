#ifndef THEMEWALL_MODEL_SEARCH_INTERNAL_H
#define THEMEWALL_MODEL_SEARCH_INTERNAL_H

#include "themewall/model/search.h"

/*
 * Each part is one run of search keys, an LF after each (a key never holds one), with the places
 * where keys begin beside it in ascending order. search-fold.c writes them, search.c reads them.
 */

/* There may be a hundred thousand: packed. */
struct record {
	size_t at; /* where its key begins */
	int64_t id;
	uint32_t turn;
	enum search_kind kind;
};

struct part {
	struct strbuf keys;
	struct record *records; /* owned */
	size_t n, capacity;
	size_t nbytes[256]; /* how often each byte occurs in a sample of the first ncounted of keys
			     */
	size_t ncounted;
	uint64_t made; /* goes up with each beginning anew */
};

struct search {
	struct part board, turns;
	uint64_t revision;    /* of the model + 1 that is being folded; 0: none yet */
	size_t nloaded;       /* transcripts it had loaded */
	size_t ncards;        /* folded, of all by id */
	bool board_whole;     /* all names and cards are */
	transcript_id *known; /* owned; whose turns are folded, in that order */
	size_t nknown, known_capacity;
	size_t nturns; /* folded of the last of them */
};

#endif
