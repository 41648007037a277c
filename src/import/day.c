/*
 * The day in the name of a file, and in words. In a name each run of digits that begins with "20"
 * is tried where it stands: names hold other numbers, too. Words are taken apart into numbers and
 * names of months; what could be two days is none.
 */
#include "themewall/import/day.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "import-internal.h"
#include "themewall/base/clock.h"
#include "themewall/text/fold.h"

#include "themewall/base/banned.h"

/* How many bytes of s are a day as "20240312" or "2024-03-12"; 0: it does not begin with one. */
static size_t day_at(struct str s, char day[DAY_SIZE])
{
	static const char *const forms[] = {"20######", "20##-##-##"};
	for (size_t f = 0; f < 2; f++) {
		size_t n = strlen(forms[f]), i = 0, out = 0;
		char between = s.n > 4 ? s.p[4] : '\0';
		if (s.n < n || (f == 1 && !strchr("-_.", between)))
			continue;
		for (; i < n; i++)
			if (forms[f][i] == '#'   ? !is_digit(s.p[i])
			    : forms[f][i] == '-' ? s.p[i] != between
						 : s.p[i] != forms[f][i])
				break;
		for (size_t k = 0; i == n && k < n; k++) {
			if (f == 0 && (k == 4 || k == 6))
				day[out++] = '-';
			day[out++] = is_digit(s.p[k]) ? s.p[k] : '-';
		}
		day[out] = '\0';
		if (out && clock_is_date(str_of(day)) && (s.n == n || !is_digit(s.p[n])))
			return n;
	}
	day[0] = '\0';
	return 0;
}

static bool find_day(struct str name, char day[DAY_SIZE])
{
	for (size_t i = 0; i < name.n; i++)
		if ((i == 0 || !is_digit(name.p[i - 1])) && day_at(str_part(name, i, name.n), day))
			return true;
	return false;
}

bool day_of_path(struct str path, char day[DAY_SIZE])
{
	size_t end = path.n;
	day[0] = '\0';
	for (int level = 0; level < 2; level++) {
		size_t from = end;
		while (from > 0 && path.p[from - 1] != '/')
			from--;
		if (find_day(str_part(path, from, end), day))
			return true;
		end = from > 0 ? from - 1 : 0;
	}
	return false;
}

/* ---- in words ---- */

/* A run of digits or of letters, and what stands between it and the next. */
struct token {
	struct str text, gap;
	int64_t number; /* -1: a word */
	int month;      /* 1-12: the name of one; 0 */
};

enum { TOKENS = 12, MONTH_BYTES = 16 };

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((uint8_t)c & 0x80);
}

/* Names as fold_text makes them, blanks around each. */
static int month_of(struct str word)
{
	static const char *const months[] = {
		" january jan janvier januar janner enero janeiro gennaio januari ",
		" february feb fevrier februar febrero fevereiro febbraio februari ",
		" march mar mars marz maerz marzo marco maart ",
		" april apr avril abril aprile ",
		" may mai mayo maio maggio mei ",
		" june jun juin juni junio junho giugno ",
		" july jul juillet juli julio julho luglio ",
		" august aug aout agosto augustus ",
		" september sep sept septembre septiembre setembro settembre ",
		" october oct octobre oktober okt octubre outubro ottobre ",
		" november nov novembre noviembre novembro ",
		" december dec decembre dezember dez diciembre dezembro dicembre ",
	};
	struct strbuf folded = STRBUF_INIT;
	int month = 0;
	strbuf_add_char(&folded, ' ');
	if (word.n <= MONTH_BYTES)
		fold_text(&folded, word);
	strbuf_add_char(&folded, ' ');
	for (int i = 0; folded.len > 4 && i < 12; i++)
		if (strstr(months[i], folded.buf))
			month = i + 1;
	strbuf_release(&folded);
	return month;
}

/* Takes the next one off *s; bytes of neither kind before it are stepped over. */
static bool next_token(struct str *s, struct token *token)
{
	size_t from = 0, to, next;
	while (from < s->n && !is_digit(s->p[from]) && !is_word_byte(s->p[from]))
		from++;
	bool digits = from < s->n && is_digit(s->p[from]);
	for (to = from; to < s->n && (digits ? is_digit(s->p[to]) : is_word_byte(s->p[to]));)
		to++;
	for (next = to; next < s->n && !is_digit(s->p[next]) && !is_word_byte(s->p[next]);)
		next++;
	*token = (struct token){str_part(*s, from, to), str_part(*s, to, next), -1, 0};
	if (digits && !(to - from <= 4 && str_to_int(token->text, &token->number)))
		token->number = INT32_MAX;
	if (!digits && to > from)
		token->month = month_of(token->text);
	*s = str_part(*s, next, s->n);
	return to > from;
}

static bool is_year(const struct token *token)
{
	return token->text.n == 4 && token->number >= 2000 && token->number <= 2099;
}

/* Could it be the day of a month, and not part of a time? */
static bool is_day(const struct token *tokens, size_t i)
{
	const struct token *token = &tokens[i];
	return token->number >= 1 && token->number <= 31 && token->text.n <= 2 &&
	       !str_starts(token->gap, STR(":")) && !(i && str_ends(tokens[i - 1].gap, STR(":")));
}

static bool put_day(char day[DAY_SIZE], int64_t year, int64_t month, int64_t of_month)
{
	struct strbuf sb = STRBUF_INIT;
	strbuf_addf(&sb, "%04d-%02d-%02d", (int)year, (int)month, (int)of_month);
	bool good = clock_is_date(strbuf_str(&sb));
	if (good)
		memcpy(day, sb.buf, DAY_SIZE);
	strbuf_release(&sb);
	return good;
}

/* "2nd", "1er", "2 de marzo", "2 of March": between a day and its month. */
static bool is_between(const struct token *token)
{
	static const char *const words[] = {"st", "nd", "rd", "th", "er", "de", "of", "the", "di"};
	for (size_t i = 0; i < TW_COUNT(words); i++)
		if (str_equal_ascii(token->text, str_of(words[i])))
			return true;
	return token->number < 0 && (uint8_t)token->text.p[0] >= 0x80 && token->text.n <= 2; /* º */
}

/* The day beside the month's name: before it, else behind. */
static bool by_name(const struct token *tokens, size_t n, size_t month, int64_t year,
		    char day[DAY_SIZE])
{
	size_t before = month, after = month + 1;
	while (before > 0 && is_between(&tokens[before - 1]))
		before--;
	while (after < n && is_between(&tokens[after]))
		after++;
	if (before > 0 && is_day(tokens, before - 1))
		return put_day(day, year, tokens[month].month, tokens[before - 1].number);
	return after < n && is_day(tokens, after) &&
	       put_day(day, year, tokens[month].month, tokens[after].number);
}

/* "2.3.2026" is day and month; "13/3/2026" and "3/13/2026" tell which is which, "3/2/2026" does
 * not. */
static bool day_first(const struct token *t, int64_t year, char day[DAY_SIZE])
{
	int64_t a = t[0].number, b = t[1].number;
	if (t[0].gap.n && t[0].gap.p[0] == '.')
		return put_day(day, year, b, a);
	if (a <= 12 && b <= 12 && a != b)
		return false;
	return a > 12 ? put_day(day, year, b, a) : put_day(day, year, a, b);
}

static bool by_numbers(const struct token *tokens, size_t n, char day[DAY_SIZE])
{
	for (size_t i = 0; i + 2 < n; i++) {
		const struct token *t = &tokens[i];
		bool alike = t[0].gap.n >= 1 && str_equal(t[0].gap, t[1].gap) &&
			     strchr("./-", t[0].gap.p[0]);
		if (alike && is_year(&t[0]) && is_day(tokens, i + 1) && is_day(tokens, i + 2))
			return put_day(day, t[0].number, t[1].number, t[2].number);
		if (alike && is_year(&t[2]) && is_day(tokens, i) && is_day(tokens, i + 1))
			return day_first(t, t[2].number, day);
		if (i + 5 < n && is_year(&t[0]) && str_equal(t[1].text, STR("年")) &&
		    str_equal(t[3].text, STR("月")) && is_day(tokens, i + 2) &&
		    is_day(tokens, i + 4))
			return put_day(day, t[0].number, t[2].number, t[4].number);
	}
	return false;
}

bool day_of_words(struct str words, char day[DAY_SIZE])
{
	struct token tokens[TOKENS];
	size_t n = 0, nyears = 0, nmonths = 0, month = 0;
	int64_t year = 0;
	if (find_day(words, day))
		return true;
	for (; n < TOKENS && next_token(&words, &tokens[n]); n++) {
		if (is_year(&tokens[n])) {
			year = tokens[n].number;
			nyears++;
		}
		if (tokens[n].month) {
			nmonths += nmonths == 0 || tokens[n].month != tokens[month].month;
			month = n;
		}
	}
	if (nyears != 1 || nmonths > 1)
		return false;
	return nmonths ? by_name(tokens, n, month, year, day) : by_numbers(tokens, n, day);
}
