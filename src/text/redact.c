/*
 * What must not be told, found and replaced. A text is gone through once, from word to word: at
 * each beginning of a word the names are tried, the longest first, then an address, then a number.
 */
#include "themewall/text/redact.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

enum { FIRST_WORD = 3, DIGITS_LEAST = 7, DIGITS_MOST = 15, LOCAL_MOST = 64, DOMAIN_MOST = 255 };

void redact_release(struct redact *redact)
{
	for (size_t i = 0; i < redact->n; i++) {
		free(redact->items[i].word);
		free(redact->items[i].with);
	}
	free(redact->items);
	*redact = (struct redact){.n = 0};
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_letter(c) || is_digit(c);
}

static struct redact_item *find_item(struct redact *redact, enum redact_kind kind, struct str word)
{
	for (size_t i = 0; i < redact->n; i++)
		if (redact->items[i].kind == kind && str_equal(str_of(redact->items[i].word), word))
			return &redact->items[i];
	return NULL;
}

/* Names stand in the order of their length, the longest first. */
static struct redact_item *add_item(struct redact *redact, enum redact_kind kind, struct str word,
				    struct str with)
{
	size_t at = redact->n;
	struct redact_item *known = find_item(redact, kind, word);
	if (known)
		return known;
	ALLOC_GROW(redact->items, redact->n + 1, redact->capacity);
	for (; kind == REDACT_NAME && at > 0 &&
	       (redact->items[at - 1].kind != REDACT_NAME ||
		strlen(redact->items[at - 1].word) < word.n);
	     at--)
		redact->items[at] = redact->items[at - 1];
	redact->items[at] = (struct redact_item){
		.kind = kind, .word = xstrndup(word.p, word.n), .with = xstrndup(with.p, with.n)};
	redact->n++;
	return &redact->items[at];
}

static bool is_role(struct str word)
{
	static const char *const roles[] = {
		"interviewer", "interviewee", "moderator",   "participant", "respondent", "speaker",
		"host",        "researcher",  "facilitator", "observer",    "unknown",    "guest",
		"the",         "user",        "customer",    "voice"};
	for (size_t i = 0; i < TW_COUNT(roles); i++)
		if (str_equal_ascii(word, str_of(roles[i])))
			return true;
	return false;
}

static bool has_digit(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (is_digit(name.p[i]))
			return true;
	return false;
}

/* "Okafor, Tom": a meeting's list turns names about. In the talk he is Tom Okafor, Tom, Okafor. */
static void add_turned(struct redact *redact, struct str last, struct str first, struct str with)
{
	struct strbuf full = STRBUF_INIT;
	strbuf_addf(&full, "%.*s %.*s", STR_ARG(first), STR_ARG(last));
	add_item(redact, REDACT_NAME, strbuf_str(&full), with);
	strbuf_release(&full);
	if (first.n >= FIRST_WORD)
		add_item(redact, REDACT_NAME, first, with);
	if (last.n >= FIRST_WORD)
		add_item(redact, REDACT_NAME, last, with);
}

void redact_add_name(struct redact *redact, struct str name, struct str with)
{
	size_t bracket = str_find_char(name, '(');
	name = str_trim(bracket ? str_part(name, 0, bracket) : name);
	size_t end = str_find_char(name, ' '), comma = str_find_char(name, ',');
	struct str first = str_part(name, 0, end);
	if (name.n < 2 || is_role(first) || has_digit(name))
		return;
	add_item(redact, REDACT_NAME, name, with);
	struct str last = str_trim(str_part(name, 0, comma));
	struct str given = str_trim(str_part(name, comma < name.n ? comma + 1 : comma, name.n));
	if (last.n && given.n)
		add_turned(redact, last, given, with);
	else if (end < name.n && first.n >= FIRST_WORD)
		add_item(redact, REDACT_NAME, first, with);
}

/* ---- finding ---- */

static bool stands_alone(struct str text, size_t from, size_t to)
{
	return (from == 0 || !is_word(text.p[from - 1])) && (to == text.n || !is_word(text.p[to]));
}

/* A full name in any case; a single word as it is written, for many are words as well. */
static bool is_name_at(const struct redact_item *item, struct str text, size_t at)
{
	struct str word = str_of(item->word);
	if (word.n > text.n - at)
		return false;
	struct str here = str_part(text, at, at + word.n);
	bool full = str_find_char(word, ' ') < word.n;
	return (full ? str_equal_ascii(here, word) : str_equal(here, word)) &&
	       stands_alone(text, at, at + word.n);
}

static bool is_local(char c)
{
	return is_word(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

/* Bytes of an e-mail address that begins here; 0: none does. */
static size_t email_at(struct str text, size_t at)
{
	size_t i = at, dot = 0;
	while (i < text.n && i - at < LOCAL_MOST && is_local(text.p[i]))
		i++;
	if (i == at || i == text.n || text.p[i] != '@')
		return 0;
	size_t domain = ++i;
	for (; i < text.n && i - domain < DOMAIN_MOST &&
	       (is_word(text.p[i]) || text.p[i] == '-' || text.p[i] == '.');
	     i++)
		if (text.p[i] == '.')
			dot = i;
	if (dot && dot + 1 == i) { /* the sentence's own full stop */
		i--;
		do
			dot--;
		while (dot > domain && text.p[dot] != '.');
	}
	return dot > domain && i - dot > 2 ? i - at : 0;
}

static bool is_day(struct str s)
{
	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
}

/* Bytes of a phone number that begins here; 0: none does. */
static size_t phone_at(struct str text, size_t at)
{
	size_t i = at, ndigits = 0, nbreaks = 0, end = at;
	bool plus = text.p[at] == '+' || text.p[at] == '0' || text.p[at] == '(';
	for (; i < text.n && ndigits <= DIGITS_MOST; i++) {
		char c = text.p[i];
		if (is_digit(c)) {
			ndigits++;
			end = i + 1;
		} else if (!strchr(" -/.()", c) && !(c == '+' && i == at)) {
			break;
		} else if (i > end) { /* two signs in a row end it, but for brackets */
			if (!strchr("()", c) && !strchr("()", text.p[i - 1]))
				break;
		} else if (i > at) {
			nbreaks++;
		}
	}
	bool number = ndigits >= DIGITS_LEAST && ndigits <= DIGITS_MOST && (plus || nbreaks >= 2);
	return number && !is_day(str_part(text, at, end)) && stands_alone(text, at, end) ? end - at
											 : 0;
}

/* Anything at this place, found by itself or in the list. */
static bool hit_at(const struct redact *redact, struct str text, size_t at, size_t *nbytes,
		   enum redact_kind *kind, size_t *item)
{
	for (size_t i = 0; i < redact->n && redact->items[i].kind == REDACT_NAME; i++) {
		if (!is_name_at(&redact->items[i], text, at))
			continue;
		*nbytes = strlen(redact->items[i].word);
		*kind = REDACT_NAME;
		*item = i;
		return true;
	}
	*kind = REDACT_EMAIL;
	*item = redact->n;
	if (is_word(text.p[at]) && (*nbytes = email_at(text, at)))
		return true;
	*kind = REDACT_PHONE;
	return (is_digit(text.p[at]) || text.p[at] == '+' || text.p[at] == '(') &&
	       (*nbytes = phone_at(text, at));
}

/* The next beginning of a word, of an address or a number. */
static bool next_hit(const struct redact *redact, struct str text, size_t *at, size_t *nbytes,
		     enum redact_kind *kind, size_t *item)
{
	for (; *at < text.n; (*at)++) {
		if (*at && is_word(text.p[*at - 1]))
			continue;
		if (hit_at(redact, text, *at, nbytes, kind, item))
			return true;
	}
	return false;
}

void redact_scan(struct redact *redact, struct str text)
{
	size_t nbytes, item;
	enum redact_kind kind;
	for (size_t at = 0; next_hit(redact, text, &at, &nbytes, &kind, &item); at += nbytes) {
		struct str word = str_part(text, at, at + nbytes);
		if (kind == REDACT_NAME)
			redact->items[item].count++;
		else
			add_item(redact, kind, word,
				 kind == REDACT_EMAIL ? STR("[email]") : STR("[phone]"))
				->count++;
	}
}

bool redact_next(const struct redact *redact, struct str text, size_t from, struct redact_hit *hit)
{
	size_t nbytes, item;
	enum redact_kind kind;
	for (size_t at = from; next_hit(redact, text, &at, &nbytes, &kind, &item); at += nbytes) {
		struct str word = str_part(text, at, at + nbytes);
		for (size_t i = kind == REDACT_NAME ? item : 0; i < redact->n && item == redact->n;
		     i++)
			if (redact->items[i].kind == kind &&
			    str_equal(str_of(redact->items[i].word), word))
				item = i;
		if (item == redact->n || redact->items[item].left)
			continue;
		*hit = (struct redact_hit){at, at + nbytes, redact->items[item].with};
		return true;
	}
	return false;
}

bool redact_text(const struct redact *redact, struct strbuf *out, struct str text)
{
	struct redact_hit hit;
	size_t at = 0;
	for (; redact_next(redact, text, at, &hit); at = hit.to) {
		strbuf_add_str(out, str_part(text, at, hit.from));
		strbuf_add_z(out, hit.with);
	}
	strbuf_add_str(out, str_part(text, at, text.n));
	return at > 0;
}
