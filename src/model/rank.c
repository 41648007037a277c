/*
 * Fractional ranks with an integer part. Keys are compared as bytes; the head letter makes longer
 * whole numbers sort after shorter ones ('a' … 'z') or before them ('Z' … 'A'), so that appending
 * counts up instead of halving what is left. Invariant: a fraction never ends in '0', else nothing
 * could be put before it.
 */
#include "themewall/model/rank.h"

#include <string.h>

#include "themewall/base/banned.h"

enum { BASE = 62, WHOLE_MAX = 27 /* head letter and 26 digits */ };

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'z' ? c - 'a' + 36 : -1;
}

/* Bytes of the whole number, head letter included; 0 when it is no head. */
static size_t whole_length(char head)
{
	if (head >= 'a' && head <= 'z')
		return (size_t)(head - 'a') + 2;
	return head >= 'A' && head <= 'Z' ? (size_t)('Z' - head) + 2 : 0;
}

static bool is_smallest(struct str key)
{
	if (key.p[0] != 'A')
		return false;
	for (size_t i = 1; i < key.n; i++)
		if (key.p[i] != '0')
			return false;
	return true;
}

bool rank_is_valid(struct str key)
{
	size_t whole = key.n ? whole_length(key.p[0]) : 0;

	if (!whole || key.n < whole || (key.n > whole && key.p[key.n - 1] == '0'))
		return false;
	for (size_t i = 1; i < key.n; i++)
		if (digit_value(key.p[i]) < 0)
			return false;
	return !is_smallest(key);
}

struct whole {
	char c[WHOLE_MAX + 1];
	size_t n;
};

static struct whole whole_of(struct str key)
{
	struct whole w = {.n = whole_length(key.p[0])};

	memcpy(w.c, key.p, w.n);
	return w;
}

/* Fills the digits after a changed head letter. */
static void whole_reset(struct whole *w, char head, char digit)
{
	w->n = whole_length(head);
	w->c[0] = head;
	memset(w->c + 1, digit, w->n - 1);
}

static bool whole_increment(struct whole *w)
{
	for (size_t i = w->n - 1; i > 0; i--) {
		int v = digit_value(w->c[i]);
		if (v < BASE - 1) {
			w->c[i] = digits[v + 1];
			return true;
		}
		w->c[i] = '0';
	}
	if (w->c[0] == 'z')
		return false;
	whole_reset(w, w->c[0] == 'Z' ? 'a' : (char)(w->c[0] + 1), '0');
	return true;
}

static bool whole_decrement(struct whole *w)
{
	for (size_t i = w->n - 1; i > 0; i--) {
		int v = digit_value(w->c[i]);
		if (v > 0) {
			w->c[i] = digits[v - 1];
			return !is_smallest((struct str){w->c, w->n});
		}
		w->c[i] = 'z';
	}
	if (w->c[0] == 'A')
		return false;
	whole_reset(w, w->c[0] == 'a' ? 'Z' : (char)(w->c[0] - 1), 'z');
	return true;
}

/* A fraction between a and b; an empty b is 1. Where a >= b the result follows a. */
static void add_fraction_between(struct strbuf *out, struct str a, struct str b)
{
	bool open = b.n == 0;

	for (size_t i = 0;; i++) {
		int low = i < a.n ? digit_value(a.p[i]) : 0;
		int high = !open && i < b.n ? digit_value(b.p[i]) : BASE;
		if (high - low > 1) {
			strbuf_add_char(out, digits[(low + high) / 2]);
			return;
		}
		strbuf_add_char(out, digits[low]);
		if (low != high)
			open = true;
	}
}

static void add_whole(struct strbuf *out, const struct whole *w)
{
	strbuf_add(out, w->c, w->n);
}

static void add_after(struct strbuf *out, struct str before)
{
	struct whole w = whole_of(before);
	size_t whole = w.n;

	if (whole_increment(&w)) {
		add_whole(out, &w);
		return;
	}
	strbuf_add(out, before.p, whole);
	add_fraction_between(out, str_part(before, whole, before.n), STR(""));
}

static void add_before(struct strbuf *out, struct str after)
{
	struct whole w = whole_of(after);
	size_t whole = w.n;

	if (whole == after.n && !whole_decrement(&w)) {
		/* one above the smallest whole number: only fractions of that one are left */
		whole_reset(&w, 'A', '0');
		add_whole(out, &w);
		add_fraction_between(out, STR(""), STR(""));
		return;
	}
	if (is_smallest((struct str){w.c, w.n})) {
		add_whole(out, &w);
		add_fraction_between(out, STR(""), str_part(after, whole, after.n));
		return;
	}
	add_whole(out, &w);
}

static void add_inside(struct strbuf *out, struct str before, struct str after)
{
	struct whole w = whole_of(before), other = whole_of(after);
	size_t whole = w.n;
	struct str fraction = str_part(before, whole, before.n);

	if (whole == other.n && memcmp(w.c, other.c, whole) == 0) {
		strbuf_add(out, before.p, whole);
		add_fraction_between(out, fraction, str_part(after, whole, after.n));
		return;
	}
	if (whole_increment(&w) && str_compare((struct str){w.c, w.n}, after) < 0) {
		add_whole(out, &w);
		return;
	}
	strbuf_add(out, before.p, whole);
	add_fraction_between(out, fraction, STR(""));
}

void rank_between(struct strbuf *out, struct str before, struct str after)
{
	bool low = rank_is_valid(before), high = rank_is_valid(after);

	if (low && high)
		add_inside(out, before, after);
	else if (low)
		add_after(out, before);
	else if (high)
		add_before(out, after);
	else
		strbuf_add_z(out, "a0");
}

static struct str key_between(struct arena *arena, struct strbuf *scratch, struct str before,
			      struct str after)
{
	strbuf_reset(scratch);
	rank_between(scratch, before, after);
	return (struct str){arena_strndup(arena, scratch->buf, scratch->len), scratch->len};
}

/* Middle first, then both halves: the keys of n grow by log n, not by n. */
static void spread_inside(struct arena *arena, struct strbuf *scratch, struct str before,
			  struct str after, struct str *keys, size_t n)
{
	if (!n)
		return;
	size_t middle = n / 2;
	keys[middle] = key_between(arena, scratch, before, after);
	spread_inside(arena, scratch, before, keys[middle], keys, middle);
	spread_inside(arena, scratch, keys[middle], after, keys + middle + 1, n - middle - 1);
}

void rank_spread(struct arena *arena, struct str before, struct str after, struct str *keys,
		 size_t n)
{
	struct strbuf scratch = STRBUF_INIT;

	if (rank_is_valid(before) && rank_is_valid(after)) {
		spread_inside(arena, &scratch, before, after, keys, n);
	} else if (rank_is_valid(after)) {
		for (size_t i = n; i-- > 0; after = keys[i])
			keys[i] = key_between(arena, &scratch, STR(""), after);
	} else {
		for (size_t i = 0; i < n; before = keys[i++])
			keys[i] = key_between(arena, &scratch, before, STR(""));
	}
	strbuf_release(&scratch);
}
