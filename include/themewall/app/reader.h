#ifndef THEMEWALL_APP_READER_H
#define THEMEWALL_APP_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/model/model.h"

/*
 * The reader: a list of transcripts, or one transcript with a selection in it. The selection is a
 * half-open range of code points inside the transcript; it always lies on grapheme boundaries. A
 * card is made of it by one key.
 */
struct app;

enum reader_unit { READER_TURN, READER_SENTENCE, READER_WORD };

struct reader_view {
	transcript_id transcript; /* 0: the list of transcripts */
	size_t list_chosen;       /* index into model_transcripts */
	size_t turn;              /* index of the turn the selection starts in */
	int64_t start, end;       /* selection, code points of the transcript */
	int64_t anchor;           /* where a drag or Shift-selection began */
	enum reader_unit unit;    /* how it was selected last */
	card_id last_card;        /* made from here just now: `*` and `m` are about it */
	card_id back_to;          /* the card `s` came from; `s` goes back */
	size_t first_turn;        /* scroll position, kept by the painter: turn at the top … */
	int first_line;           /* … and how many of its lines are above */
	bool follow;              /* scroll so that the selection is seen at the next paint */
	int page;                 /* lines that fit, set by ui_layout */
	int64_t read_to;          /* step by step since it was opened, a code point */
};

/* Opens a transcript (loads its turns) with the whole turn at code point `at` selected; -1: the
 * first. */
bool reader_open(struct app *app, transcript_id id, int64_t at, int64_t end, struct err *err);
/* After news: the open transcript is still there and loaded, else back to the list. reloaded: its
 * turns are gone from the model. */
bool reader_keep(struct app *app, bool reloaded, struct err *err);
void reader_turn_step(struct app *app, int by);     /* Up, Down, pages */
void reader_sentence_step(struct app *app, int by); /* Left, Right */
void reader_word_extend(struct app *app, int by);   /* Shift+arrows: moves the end by words */
void reader_word_start(struct app *app, int by);    /* moves the start by words */
void reader_select_cell(struct app *app, int64_t code_point, bool extend); /* mouse: press, drag */
bool reader_next_uncovered(struct app *app, int by, struct err *err);
/* Makes a card of the selection; it lands in the tray. */
bool reader_make_card(struct app *app, enum card_kind kind, struct err *err);
/* The card that covers a code point of the open transcript, smallest range first; id 0 for none. */
card_id reader_card_at(const struct app *app, int64_t code_point);
/* Whole percent of the participants' code points that are on cards, 0-100. */
int reader_coverage(const struct model *model, const struct transcript *transcript);
/* Whole percent of the open transcript that was read: up to its last card, or further where a
 * person went on step by step since it was opened; a jump is no reading. */
int reader_read_percent(const struct app *app);
const struct transcript *reader_transcript(const struct app *app); /* NULL on the list */

#endif
