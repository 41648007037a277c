#ifndef THEMEWALL_APP_LENS_H
#define THEMEWALL_APP_LENS_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"
#include "themewall/model/lenses.h"
#include "themewall/model/model.h"

/*
 * How one person looks at the cards: what their bars are coloured by, and which of them show. It
 * moves nothing: what it leaves out keeps its place, dimmed or as a quiet dot. Colour is never the
 * only sign: each has a short label that stands beside it in the card's foot, or a glyph that is
 * there anyway.
 */
struct app;

struct lens {
	enum lens_colour colour;
	enum lens_only only;
	int64_t id;
	struct strbuf words;  /* segment, author's name, words or tag, as they are spelled */
	struct strbuf folded; /* the words as they are looked for */
	bool hide;            /* what is left out is a dot; else it is dimmed */
	uint64_t stamp; /* goes up with every change of the lens: what is painted compares it */
};

void lens_init(struct lens *lens);
void lens_release(struct lens *lens);
/* As the study keeps it, and the other way round; borrowed from the lens, without a name. */
struct saved_lens lens_now(const struct app *app);
void lens_take(struct app *app, const struct saved_lens *saved);
/* The one of the saved lenses that one looks through; NULL: none. Borrowed from the model. */
const struct saved_lens *lens_kept(const struct app *app);
bool lens_is_plain(const struct lens *lens); /* by participant, all shown */
bool lens_shows(const struct app *app, const struct card *card);

/* What colours a card: hue -1 for none, else 0-7; a label of at most four cells, or "". */
struct lens_sign {
	int hue;
	char label[16];
};
struct lens_sign lens_sign(const struct app *app, const struct card *card);
/* "by kind, only P03"; nothing for the plain one. Appends. */
void lens_add_words(struct strbuf *out, const struct app *app);
void lens_describe(struct strbuf *out, const struct app *app, const struct saved_lens *lens);

#endif
