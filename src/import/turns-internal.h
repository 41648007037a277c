#ifndef THEMEWALL_IMPORT_TURNS_INTERNAL_H
#define THEMEWALL_IMPORT_TURNS_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/import/import.h"

#include "markup-internal.h"

/*
 * Pieces, as readers find them, to the turns, speakers and cues of a draft (turns.c).
 */

/* A stretch of text as a reader found it. */
struct piece {
	int64_t label;            /* position in reading.labels, -1: nobody named */
	int64_t start_ms, end_ms; /* -1 unknown; an end lets a long silence end the turn */
	struct str text;          /* raw; lines are joined */
	enum markup markup;
	bool apart;         /* begins a turn whatever came before */
	bool bullet;        /* draft_turn.bullet */
	struct str heading; /* draft_turn.heading; lives in the draft's arena */
};

struct turns {
	char *text; /* all turns joined by LF; room for the whole decoded text; in the draft's arena
		     */
	size_t ntext, room;
	struct draft_turn *turns; /* owned until turns_finish */
	size_t nturns, turns_capacity;
	struct cue *cues; /* of all turns, in order; owned until turns_finish */
	size_t ncues, cues_capacity;
	size_t speakers_capacity;
	bool separate; /* the next piece begins a turn */
	bool by_pause; /* captions that name nobody: pauses and sentences make turns */
};

struct reading;

void turns_begin(struct reading *reading);
/* The same for who adds words that the text has once only: with room for so many bytes more. */
void turns_begin_with(struct reading *reading, size_t more);
/* About how many pieces will come; not needed, but room that is there at once need not grow. */
void turns_expect(struct reading *reading, size_t npieces);
/* Empty pieces leave no trace. Returns whether anything was added. */
bool turns_add(struct reading *reading, const struct piece *piece);
/* Moves everything into the draft and counts words, turns and questions of the speakers. */
void turns_finish(struct reading *reading);

#endif
