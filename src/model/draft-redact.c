/*
 * A draft whose words are replaced before they are stored: what is stored is what receipts are
 * compared with, so that offsets, quotes and exports need no second truth. Cues move with the words
 * behind them; those inside of what is replaced go to its beginning.
 */
#include "themewall/base/sha256.h"
#include "themewall/model/draft.h"
#include "themewall/text/redact.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Where a code point of the old text is in the new one; asked for in rising order. */
struct moved {
	const struct redact *redact;
	struct str text;
	size_t at, old, new;         /* bytes gone through; code points before and after */
	struct redact_hit hit;       /* the next replacement, if there is one … */
	size_t hit_start, hit_chars; /* … in code points of the old text */
	bool more;
};

static void look_on(struct moved *m)
{
	m->more = redact_next(m->redact, m->text, m->at, &m->hit);
	if (!m->more)
		return;
	m->hit_start = m->old + utf8_length(str_part(m->text, m->at, m->hit.from));
	m->hit_chars = utf8_length(str_part(m->text, m->hit.from, m->hit.to));
}

static uint32_t move_to(struct moved *m, uint32_t code_point)
{
	while (m->more && m->hit_start + m->hit_chars <= code_point) {
		m->new += m->hit_start - m->old + utf8_length(str_of(m->hit.with));
		m->old = m->hit_start + m->hit_chars;
		m->at = m->hit.to;
		look_on(m);
	}
	if (m->more && m->hit_start < code_point)
		return (uint32_t)(m->new + (m->hit_start - m->old));
	return (uint32_t)(m->new + (code_point - m->old));
}

static void move_cues(struct draft_turn *turn, const struct redact *redact)
{
	struct moved moved = {.redact = redact, .text = turn->text};
	size_t n = 0;
	look_on(&moved);
	for (size_t i = 0; i < turn->ncues; i++) {
		struct cue cue = {move_to(&moved, turn->cues[i].at), turn->cues[i].ms};
		if (n == 0 || turn->cues[n - 1].at < cue.at)
			turn->cues[n++] = cue;
	}
	turn->ncues = n;
}

static struct str redact_line(struct draft *draft, const struct redact *redact, struct str s)
{
	struct strbuf out = STRBUF_INIT;
	if (redact_text(redact, &out, s))
		s = (struct str){arena_strndup(&draft->arena, out.buf, out.len), out.len};
	strbuf_release(&out);
	return s;
}

/* Turns lie one after the other, an LF between, as in the text that is fingerprinted. */
void draft_redact(struct draft *draft, const struct redact *redact)
{
	struct strbuf all = STRBUF_INIT;
	draft->nchars = (int64_t)draft->nturns - 1;
	for (size_t i = 0; i < draft->nturns; i++) {
		struct draft_turn *turn = &draft->turns[i];
		size_t from = all.len + (i > 0);
		if (i)
			strbuf_add_char(&all, '\n');
		move_cues(turn, redact);
		redact_text(redact, &all, turn->text);
		turn->text = (struct str){NULL, all.len - from};
		turn->nchars = utf8_length(str_part(strbuf_str(&all), from, all.len));
		turn->heading = redact_line(draft, redact, turn->heading);
		draft->nchars += (int64_t)turn->nchars;
	}
	char *text = arena_strndup(&draft->arena, all.buf, all.len);
	sha256_of(text, all.len, draft->sha_text);
	for (size_t i = 0; i < draft->nturns; i++) {
		draft->turns[i].text.p = text;
		text += draft->turns[i].text.n + 1;
	}
	draft->title = redact_line(draft, redact, draft->title);
	draft->origin_name = redact_line(draft, redact, draft->origin_name);
	strbuf_release(&all);
}
