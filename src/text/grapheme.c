/*
 * Grapheme boundaries (UAX #29, extended clusters). Whether two characters join is mostly a matter
 * of the pair alone; only flags (pairs of regional indicators) and joined emoji look further back,
 * and for them forward walking keeps a little state. Walking backward therefore goes to the last
 * place where the pair alone says "break" and comes forward again.
 */
#include "themewall/text/grapheme.h"

#include <unictype.h>
#include <unigbrk.h>

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum joint {
	JOINT_BREAK,
	JOINT_JOIN,
	JOINT_FLAG,  /* two regional indicators: join when an odd number came before */
	JOINT_EMOJI, /* after a joiner: join when an emoji came before it */
};

/* What forward walking remembers of the cluster so far. */
struct walk {
	int last;       /* GBP_* of the last character */
	bool flag_open; /* an odd number of regional indicators */
	bool emoji;     /* a pictographic base, since then extenders and at most one joiner, last */
};

static bool is_control(int property)
{
	return property == GBP_CR || property == GBP_LF || property == GBP_CONTROL;
}

static bool hangul_joins(int a, int b)
{
	if (a == GBP_L)
		return b == GBP_L || b == GBP_V || b == GBP_LV || b == GBP_LVT;
	if (a == GBP_LV || a == GBP_V)
		return b == GBP_V || b == GBP_T;
	return (a == GBP_LVT || a == GBP_T) && b == GBP_T;
}

static enum joint joint_of(int a, int b, uint32_t b_code_point)
{
	if (a == GBP_CR && b == GBP_LF)
		return JOINT_JOIN;
	if (is_control(a) || is_control(b))
		return JOINT_BREAK;
	if (b == GBP_EXTEND || b == GBP_ZWJ || b == GBP_SPACINGMARK || a == GBP_PREPEND)
		return JOINT_JOIN;
	if (a == GBP_RI && b == GBP_RI)
		return JOINT_FLAG;
	if (a == GBP_ZWJ && uc_is_property_extended_pictographic(b_code_point))
		return JOINT_EMOJI;
	return hangul_joins(a, b) ? JOINT_JOIN : JOINT_BREAK;
}

static bool walk_joins(const struct walk *walk, enum joint joint)
{
	switch (joint) {
	case JOINT_BREAK:
		return false;
	case JOINT_JOIN:
		return true;
	case JOINT_FLAG:
		return walk->flag_open;
	case JOINT_EMOJI:
		return walk->emoji;
	}
	return false;
}

static void walk_on(struct walk *walk, int property, uint32_t code_point)
{
	if (property != GBP_EXTEND && property != GBP_ZWJ)
		walk->emoji = uc_is_property_extended_pictographic(code_point);
	else if (walk->last == GBP_ZWJ)
		walk->emoji = false;
	walk->flag_open = property == GBP_RI && !walk->flag_open;
	walk->last = property;
}

/* Two ASCII characters never join, but for CR LF. */
static bool is_plain(struct str s, size_t at)
{
	return !(s.p[at] & 0x80) && s.p[at] != '\r' && (at + 1 == s.n || !(s.p[at + 1] & 0x80));
}

size_t grapheme_next(struct str s, size_t at)
{
	uint32_t code_point;
	struct walk walk = {GBP_OTHER, false, false};
	if (at >= s.n)
		return s.n;
	if (is_plain(s, at))
		return at + 1;
	at += utf8_decode(s, at, &code_point);
	if (at == s.n)
		return at;
	walk_on(&walk, uc_graphemeclusterbreak_property(code_point), code_point);
	while (at < s.n) {
		size_t n = utf8_decode(s, at, &code_point);
		int property = uc_graphemeclusterbreak_property(code_point);
		if (!walk_joins(&walk, joint_of(walk.last, property, code_point)))
			break;
		walk_on(&walk, property, code_point);
		at += n;
	}
	return at;
}

/* Whether the two characters around `at` part whatever came before them. */
static bool parts_by_pair(struct str s, size_t at)
{
	uint32_t before, after;
	utf8_decode(s, utf8_previous(s, at), &before);
	utf8_decode(s, at, &after);
	if (before < 0x80 && after < 0x80)
		return before != '\r' || after != '\n';
	return joint_of(uc_graphemeclusterbreak_property(before),
			uc_graphemeclusterbreak_property(after), after) == JOINT_BREAK;
}

size_t grapheme_previous(struct str s, size_t at)
{
	if (at <= 1)
		return 0;
	size_t start = utf8_previous(s, at);
	while (start > 0 && !parts_by_pair(s, start))
		start = utf8_previous(s, start);
	for (;;) {
		size_t next = grapheme_next(s, start);
		if (next >= at)
			return start;
		start = next;
	}
}

bool grapheme_is_boundary(struct str s, size_t at)
{
	if (at == 0 || at >= s.n)
		return true;
	if (((unsigned char)s.p[at] & 0xc0) == 0x80)
		return false;
	return parts_by_pair(s, at) || grapheme_next(s, grapheme_previous(s, at)) == at;
}
