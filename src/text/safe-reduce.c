/*
 * Clusters to cells: emoji lose what follows their base, flags become letters, a cell keeps four
 * marks.
 *
 * What is dropped can bring two characters together that compose or join, so both steps are
 * repeated until nothing changes; that fixed point is what makes safe_text idempotent. Text without
 * emoji is done at the first round.
 */
#include "safe-internal.h"

#include <stdlib.h>
#include <wchar.h>

#include <unictype.h>
#include <uninorm.h>
#include <uniwidth.h>

#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum {
	MARKS_A_CELL = 4, /* ncurses holds five code points in a cell */
	REPLACEMENT = 0xfffd,
	FIRST_FLAG_LETTER = 0x1f1e6,
	LAST_FLAG_LETTER = 0x1f1ff,
	KEYCAP = 0x20e3,
};

static bool is_flag_letter(uint32_t c)
{
	return c >= FIRST_FLAG_LETTER && c <= LAST_FLAG_LETTER;
}

static bool is_bidi_token(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

enum fate safe_fate(uint32_t c, int *ncells)
{
	if (c == '\t' || c == 0x85 || c == 0x2028 || c == 0x2029)
		return FATE_BLANK;
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return FATE_DROP;
	if (is_bidi_token(c))
		return FATE_TOKEN;
	if (c == KEYCAP || uc_is_property_default_ignorable_code_point(c) ||
	    uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf))
		return FATE_DROP;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co))
		return FATE_DAMAGED;
	*ncells = wcwidth((wchar_t)c);
	return *ncells < 0 || *ncells != uc_width(c, "UTF-8") ? FATE_DAMAGED : FATE_KEEP;
}

/* One kept character of a cluster. *room is how many more marks the current cell takes; a mark
 * without a cell of its own to stand on is dropped. Returns false when the cluster ends with it. */
static bool put_kept(struct strbuf *out, uint32_t c, int ncells, int *room)
{
	if (is_flag_letter(c)) {
		strbuf_add_char(out, (char)('A' + (int)(c - FIRST_FLAG_LETTER)));
		*room = 0;
	} else if (ncells > 0) {
		utf8_add(out, c);
		*room = c == REPLACEMENT ? 0 : MARKS_A_CELL;
		/* Copyright and trademark signs count as pictographs too, but take marks as letters
		 * do. */
		return c <= 0xff || !uc_is_property_extended_pictographic(c);
	} else if (*room > 0) {
		utf8_add(out, c);
		--*room;
	}
	return true;
}

static void reduce_cluster(struct strbuf *out, struct str cluster)
{
	int room = 0;
	uint32_t c;
	if (cluster.n == 1) {
		strbuf_add(out, cluster.p, 1);
		return;
	}
	for (size_t i = 0; i < cluster.n;) {
		int ncells = 0;
		i += utf8_decode(cluster, i, &c);
		enum fate fate = c < 0x7f ? FATE_KEEP : safe_fate(c, &ncells);
		if (c < 0x7f)
			ncells = 1;
		if (fate == FATE_DAMAGED) {
			utf8_add(out, REPLACEMENT);
			room = 0;
		} else if (fate == FATE_KEEP && !put_kept(out, c, ncells, &room)) {
			break;
		}
	}
}

static void reduce(struct strbuf *out, struct str text)
{
	for (size_t i = 0, next; i < text.n; i = next) {
		next = grapheme_next(text, i);
		reduce_cluster(out, str_part(text, i, next));
	}
}

/* NFC into out; text that cannot be composed for want of memory stays as it is. */
static void compose(struct strbuf *out, struct str text)
{
	uint8_t small[1024];
	size_t n = sizeof small;
	uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)text.p, text.n, small, &n);
	strbuf_reset(out);
	strbuf_add(out, composed ? (char *)composed : text.p, composed ? n : text.n);
	if (composed != small)
		free(composed);
}

void safe_reduce(struct strbuf *out, struct str text)
{
	struct strbuf composed = STRBUF_INIT, reduced = STRBUF_INIT;
	strbuf_add_str(&reduced, text);
	do {
		compose(&composed, strbuf_str(&reduced));
		strbuf_reset(&reduced);
		reduce(&reduced, strbuf_str(&composed));
	} while (!str_equal(strbuf_str(&composed), strbuf_str(&reduced)));
	strbuf_add_str(out, strbuf_str(&reduced));
	strbuf_release(&composed);
	strbuf_release(&reduced);
}
