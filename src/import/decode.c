/*
 * From bytes to text: valid UTF-8, lines ended by LF, no controls but TAB. The encoding is told by
 * a byte-order mark, else strict UTF-8, else UTF-16 by where its NULs are, else Windows-1252 with a
 * word about it. A few damaged bytes do not make a file Windows-1252: they become U+FFFD, counted.
 * Text that is clean already is borrowed, not copied. Line ends are mapped one to one, so line
 * numbers are the file's.
 */
#include "decode-internal.h"
#include "encoding-internal.h"
#include "import-internal.h"

#include <stdlib.h>

#include "bytes-internal.h"
#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

static const char replacement[] = "\xef\xbf\xbd";

/* What cleaning met on its way. */
struct cleaning {
	struct strbuf out;
	int64_t line;       /* number of the line at `counted` */
	size_t counted;     /* position in out: line ends before it are in `line` */
	size_t ncharacters; /* valid ones beyond ASCII */
	struct tally damaged, nul, control;
};

/* Lines are counted in what was written: there every line end is one LF. */
static void met(struct cleaning *work, struct tally *tally)
{
	struct str fresh = str_part(strbuf_str(&work->out), work->counted, work->out.len);
	for (size_t at; (at = str_find_char(fresh, '\n')) < fresh.n; work->line++)
		fresh = str_part(fresh, at + 1, fresh.n);
	work->counted = work->out.len;
	if (tally->count++ == 0)
		tally->line = work->line;
	strbuf_add(&work->out, replacement, 3);
}

static bool is_odd(char c)
{
	return (uint8_t)c >= 0x7f || ((uint8_t)c < 0x20 && c != '\n' && c != '\t');
}

enum { BLOCK = 64 };

/* is_odd() without a branch: the compiler takes many at once. */
static inline uint8_t odd_byte(uint8_t c)
{
	return (uint8_t)(((int8_t)c < 0x20) & (c != '\n') & (c != '\t')) | (uint8_t)(c == 0x7f);
}

/* Is all of it ASCII that stays as it is, and what marks are in it? In one walk, which every file
 * takes; marks are those of all of it only when it is. */
static bool is_all_plain(struct str text, uint8_t *marks)
{
	enum { WALK = 1 << 14 };
	uint8_t all = 0;
	for (size_t at = 0; at < text.n && !(all & BYTES_ODD); at += WALK)
		all |= bytes_ways()->kinds(
			str_part(text, at, text.n - at < WALK ? text.n : at + WALK));
	if (all & BYTES_ODD)
		return false;
	*marks = all | MARKS_SOUGHT;
	return true;
}

uint8_t marks_in(struct str text)
{
	return (bytes_ways()->kinds(text) & ~BYTES_ODD) | MARKS_SOUGHT;
}

/* How many bytes from p are ASCII that stays as it is; whole blocks at a time. */
TW_WIDE static size_t plain_run(const char *p, size_t n)
{
	size_t at = 0;
	while (n - at >= BLOCK) {
		uint8_t odd = 0;
		for (size_t i = 0; i < BLOCK; i++)
			odd |= odd_byte((uint8_t)p[at + i]);
		if (odd)
			break;
		at += BLOCK;
	}
	while (at < n && !is_odd(p[at]))
		at++;
	return at;
}

/* A damaged sequence is one damaged character: its lead and what follows of it. */
static size_t damaged_length(struct str s, size_t at)
{
	uint8_t lead = (uint8_t)s.p[at];
	size_t most = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1, n = 1;
	while (n < most && at + n < s.n && ((uint8_t)s.p[at + n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* CR, CRLF and LFCR are one line end. */
static void clean_return(struct cleaning *work, struct str s, size_t at)
{
	bool pair = at + 1 < s.n && s.p[at + 1] == '\n';
	if (!pair && !(at > 0 && s.p[at - 1] == '\n'))
		strbuf_add_char(&work->out, '\n');
}

/* Takes one odd byte or character at `at`; returns its bytes. */
static size_t clean_odd(struct cleaning *work, struct str s, size_t at)
{
	uint8_t c = (uint8_t)s.p[at];
	uint32_t code_point;
	if (c == '\r') {
		clean_return(work, s, at);
		return 1;
	}
	if (c < 0x80) {
		met(work, c ? &work->control : &work->nul);
		return 1;
	}
	size_t n = utf8_decode(s, at, &code_point);
	if (n == 1) {
		met(work, &work->damaged);
		return damaged_length(s, at);
	}
	work->ncharacters++;
	if (code_point < 0xa0)
		met(work, &work->control);
	else
		strbuf_add(&work->out, s.p + at, n);
	return n;
}

static void clean(struct cleaning *work, struct str s)
{
	size_t at = 0;
	strbuf_reset(&work->out);
	strbuf_reserve(&work->out, s.n + 3);
	work->counted = 0;
	work->line = 1;
	while (at < s.n) {
		size_t run = plain_run(s.p + at, s.n - at);
		strbuf_add(&work->out, s.p + at, run);
		at += run;
		while (at < s.n && is_odd(s.p[at]))
			at += clean_odd(work, s, at);
	}
}

void decode_escaped(struct reading *reading, struct str text, struct strbuf *out)
{
	struct cleaning work = {.out = *out};
	clean(&work, text);
	reading->tallies[NOTICE_DAMAGED].count += work.damaged.count;
	reading->tallies[NOTICE_NUL].count += work.nul.count;
	reading->tallies[NOTICE_CONTROL].count += work.control.count;
	*out = work.out;
}

/* Valid UTF-8 but for a few bytes: it has more good characters than bad ones, or is only cut at its
 * end. */
static bool is_utf8_after_all(const struct cleaning *work, struct str bytes)
{
	if (work->damaged.count <= work->ncharacters)
		return true;
	for (size_t back = 1; work->damaged.count == 1 && back <= 3 && back <= bytes.n; back++)
		if ((uint8_t)bytes.p[bytes.n - back] >= 0xc2)
			return true;
	return false;
}

/* ---- the whole ---- */

static void say_encoding(struct reading *reading, const char *encoding)
{
	reading->draft->encoding = encoding;
	if (strcmp(encoding, "Windows-1252") == 0)
		notice_say(reading, 0,
			   "read as Windows-1252 because it is not UTF-8; if letters look wrong, "
			   "name its "
			   "encoding with --encoding");
}

static void take_tallies(struct reading *reading, const struct cleaning *work)
{
	reading->tallies[NOTICE_DAMAGED] = work->damaged;
	reading->tallies[NOTICE_NUL] = work->nul;
	reading->tallies[NOTICE_CONTROL] = work->control;
}

/* Cleans UTF-8 bytes; `sure` when nothing else may be tried. False: it is not UTF-8. */
static bool take_utf8(struct reading *reading, struct str bytes, bool sure)
{
	struct cleaning work = {.out = STRBUF_INIT};
	if (is_all_plain(bytes, &reading->marks)) {
		reading->text = bytes;
		reading->ascii = true;
		return true;
	}
	clean(&work, bytes);
	if (!sure && !is_utf8_after_all(&work, bytes)) {
		strbuf_release(&work.out);
		return false;
	}
	take_tallies(reading, &work);
	reading->ascii =
		!work.ncharacters && !(work.damaged.count + work.nul.count + work.control.count);
	reading->text.n = work.out.len;
	reading->text.p = reading->decoded = strbuf_detach(&work.out);
	return true;
}

static bool take_encoded(struct reading *reading, struct str bytes, const char *encoding,
			 struct err *err)
{
	struct strbuf sb = STRBUF_INIT;
	size_t ndamaged = 0;
	bool known = encoding_convert(&sb, bytes, encoding, &ndamaged);
	if (known) {
		struct cleaning work = {.out = STRBUF_INIT};
		clean(&work, strbuf_str(&sb));
		take_tallies(reading, &work);
		reading->tallies[NOTICE_DAMAGED].count += ndamaged;
		reading->text.n = work.out.len;
		reading->text.p = reading->decoded = strbuf_detach(&work.out);
	}
	strbuf_release(&sb);
	if (!known)
		return err_set(err, ERR_USAGE,
			       "no encoding is called \"%s\"; try UTF-8, UTF-16LE, Windows-1252 "
			       "or a name of `iconv -l`",
			       encoding);
	return true;
}

static void skip_second_bom(struct reading *reading)
{
	if (!str_starts(reading->text, STR("\xef\xbb\xbf")))
		return;
	reading->text = str_part(reading->text, 3, reading->text.n);
	notice(reading, NOTICE_SECOND_BOM, 1);
}

/* More than one byte in a hundred is NUL, or one in ten a control. In a short text one or two NULs
 * are damage like any other. */
static bool is_binary(const struct reading *reading, struct str bytes)
{
	size_t nuls = reading->tallies[NOTICE_NUL].count;
	return (nuls > 2 && nuls * 100 > bytes.n) ||
	       reading->tallies[NOTICE_CONTROL].count * 10 > bytes.n;
}

bool decode(struct reading *reading, struct str bytes, const char *encoding, struct err *err)
{
	size_t nbom;
	const char *marked = encoding_by_bom(bytes, &nbom);
	const char *chosen = encoding ? encoding_alias(encoding)
			     : marked ? marked
				      : encoding_by_nuls(bytes);
	if (marked && (!encoding || strcmp(chosen, marked) == 0))
		bytes = str_part(bytes, nbom, bytes.n);
	reading->line = 1;
	reading->draft->encoding = "UTF-8";
	if ((!chosen || strcmp(chosen, "UTF-8") == 0) &&
	    take_utf8(reading, bytes, chosen != NULL)) {
		if (marked)
			skip_second_bom(reading);
	} else {
		if (!chosen)
			chosen = "Windows-1252";
		if (!take_encoded(reading, bytes, chosen, err))
			return false;
		if (encoding)
			reading->draft->encoding =
				arena_strndup(&reading->draft->arena, chosen, strlen(chosen));
		else
			say_encoding(reading, chosen);
	}
	if (is_binary(reading, bytes))
		return err_set(
			err, ERR_FORMAT,
			"%.*s looks binary, not like text; export the transcript as .vtt or .txt",
			STR_ARG(reading->name));
	return true;
}
