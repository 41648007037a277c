/*
 * Plain text without names or times. A paragraph is what stands between blank lines. A text without
 * blank lines has a paragraph per line, unless its lines were broken to one width: then they are
 * one.
 */
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

static bool has_blank_lines(struct str text)
{
	struct str line;
	while (str_next_line(&text, &line))
		if (text.n && !str_trim(line).n)
			return true;
	return false;
}

/* Broken to a width: most lines but the last fill at least 80 of 100 parts of the longest, itself ≤
 * 120 bytes. */
static bool is_wrapped(struct str text)
{
	struct str line, rest = text;
	size_t longest = 0, n = 0, full = 0;
	while (str_next_line(&rest, &line)) {
		longest = line.n > longest ? line.n : longest;
		n++;
	}
	if (n < 3 || longest > 120 || longest < 40)
		return false;
	while (str_next_line(&text, &line))
		full += line.n * 100 >= longest * 80;
	return full * 100 >= (n - 1) * 60;
}

bool paragraphs_read(struct reading *reading, struct err *err)
{
	struct str text = reading->text, line;
	bool by_line = !has_blank_lines(text) && !is_wrapped(text);
	struct piece piece = {.label = -1, .start_ms = -1, .end_ms = -1, .apart = true};
	(void)err;
	header_read(reading);
	turns_begin(reading);
	while (str_next_line(&text, &line)) {
		bool header = header_holds(reading, line);
		piece.text = str_trim(line);
		piece.apart |= by_line || !piece.text.n || header;
		if (turns_add(reading, &piece))
			piece.apart = header;
		if (header)
			reading->draft->nheader = reading->turns.nturns;
	}
	summary_ask(reading);
	return true;
}
