/*
 * Cards made by an import, into the tray: one a turn, one a sentence, or one a bullet of notes.
 * What a moderator says, and what only says what the text is, is not made into cards. The whole
 * text is joined once, so that a receipt's 32 characters either side are cut from it.
 */
#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"

#include "import-internal.h"

#include "themewall/base/banned.h"

struct carding {
	struct importing *in;
	struct strbuf text; /* the transcript */
	size_t turn_byte;   /* where the running turn starts in it */
};

static void join_turns(const struct draft *draft, struct strbuf *text)
{
	for (size_t i = 0; i < draft->nturns; i++) {
		if (i)
			strbuf_add_char(text, '\n');
		strbuf_add_str(text, draft->turns[i].text);
	}
}

static void cut_receipt(struct carding *c, const struct draft_turn *t, int64_t turn_start,
			size_t from, size_t to, int64_t start, struct receipt *receipt)
{
	struct str all = strbuf_str(&c->text);
	struct turn turn = {.start = turn_start,
			    .end = turn_start + (int64_t)t->nchars,
			    .start_ms = t->start_ms,
			    .cues = t->cues,
			    .ncues = t->ncues};
	from += c->turn_byte;
	to += c->turn_byte;
	*receipt = (struct receipt){
		.speaker = t->speaker < 0 ? 0 : c->in->speakers[t->speaker],
		.time_ms = turn_time_at(&turn, start),
		.quote = str_part(all, from, to),
		.prefix = str_part(all, chars_back(all, from, CONTEXT_CHARS), from),
		.suffix = str_part(all, to, chars_forth(all, to, CONTEXT_CHARS))};
}

/* from, to: bytes within the turn. */
static bool make_card(struct carding *c, size_t i, size_t from, size_t to, const char *kind)
{
	struct importing *in = c->in;
	const struct draft_turn *t = &in->draft->turns[i];
	int64_t id, start = in->starts[i] + (int64_t)utf8_length(str_part(t->text, 0, from));
	struct excerpt_draft excerpt = {
		{in->transcript}, start, start + (int64_t)utf8_length(str_part(t->text, from, to))};
	struct receipt receipt;
	char code[16];
	cut_receipt(c, t, in->starts[i], from, to, start, &receipt);
	struct new_card card = {.kind = kind,
				.text = receipt.quote,
				.place = "tray",
				.participant = t->speaker < 0 ? in->participant : 0};
	in->ncards++;
	return excerpt_insert(in->edit, &excerpt, &receipt, &card.excerpt) &&
	       card_insert(in->edit, &card, &id, code);
}

static bool make_sentences(struct carding *c, size_t i)
{
	struct str text = c->in->draft->turns[i].text;
	for (size_t at = 0, next; at < text.n; at = next) {
		next = sentence_next(text, at);
		struct str words = str_trim(str_part(text, at, next));
		if (words.n && !make_card(c, i, (size_t)(words.p - text.p),
					  (size_t)(words.p - text.p) + words.n, "quote"))
			return false;
	}
	return true;
}

static bool is_evidence(const struct importing *in, const struct draft_turn *t)
{
	enum role role = t->speaker < 0 ? ROLE_UNKNOWN : in->draft->speakers[t->speaker].role;
	return role != ROLE_MODERATOR && role != ROLE_OBSERVER;
}

static bool cards_of_turn(struct carding *c, size_t i, enum import_cards how)
{
	const struct draft_turn *t = &c->in->draft->turns[i];
	if (how == IMPORT_CARDS_DEFAULT || how == IMPORT_CARDS_MARKED)
		return !t->bullet || make_card(c, i, 0, t->text.n, "observation");
	if (!is_evidence(c->in, t) || i < c->in->draft->nheader)
		return true;
	return how == IMPORT_CARDS_TURNS ? make_card(c, i, 0, t->text.n, "quote")
					 : make_sentences(c, i);
}

bool import_cards(struct importing *in)
{
	enum import_cards how = in->options->cards;
	struct carding c = {.in = in};
	bool good = true;
	if (how == IMPORT_CARDS_NONE || (how == IMPORT_CARDS_DEFAULT && !in->draft->notes))
		return true;
	strbuf_init(&c.text);
	join_turns(in->draft, &c.text);
	for (size_t i = 0; good && i < in->draft->nturns; i++) {
		good = cards_of_turn(&c, i, how);
		c.turn_byte += in->draft->turns[i].text.n + 1;
	}
	strbuf_release(&c.text);
	return good;
}
