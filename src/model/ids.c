/* Codes as people say and type them: a letter for the kind, perhaps one for the copy, a number. */
#include "themewall/model/ids.h"

#include "themewall/base/banned.h"

static const struct {
	char letter;
	bool dash; /* between letter and number */
	int digits;
} kinds[CODE_KINDS] = {
	[CODE_CARD] = {'c', true, 3},
	[CODE_CLUSTER] = {'t', true, 2},
	[CODE_PARTICIPANT] = {'p', false, 2},
	[CODE_SESSION] = {'s', false, 2},
	[CODE_INSIGHT] = {'i', true, 1},
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

void code_add(struct strbuf *out, enum code_kind kind, struct code code)
{
	strbuf_add_char(out, (char)(kinds[kind].letter - 'a' + 'A'));
	if (kinds[kind].dash)
		strbuf_add_char(out, '-');
	if (code.letter)
		strbuf_add_char(out, code.letter);
	strbuf_add_number(out, code.number, kinds[kind].digits);
}

/* Digits only, to the end, 1 … 2^32 - 1. */
static bool parse_number(struct str s, uint32_t *number)
{
	uint64_t n = 0;
	if (s.n == 0 || s.n > 10)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(s.p[i] - '0');
	}
	*number = (uint32_t)n;
	return n >= 1 && n <= UINT32_MAX;
}

bool code_parse(struct str s, enum code_kind kind, struct code *code)
{
	struct code read = {0, 0};
	size_t at = 1;
	if (s.n < 2 || lower(s.p[0]) != kinds[kind].letter)
		return false;
	if (s.p[at] == '-')
		at++;
	if (at < s.n && lower(s.p[at]) >= 'b' && lower(s.p[at]) <= 'z')
		read.letter = lower(s.p[at++]);
	if (!parse_number(str_part(s, at, s.n), &read.number))
		return false;
	*code = read;
	return true;
}
