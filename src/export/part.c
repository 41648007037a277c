/* Marks around a person's words in a sentence of ours. */
#include "part-internal.h"

#include "themewall/base/banned.h"

void part_add(struct strbuf *out, struct str words)
{
	strbuf_add_char(out, PART_BEGIN);
	strbuf_add_str(out, words);
	strbuf_add_char(out, PART_END);
}

bool part_is_in(struct str text)
{
	return str_find_char(text, PART_BEGIN) < text.n;
}

struct str part_plain(struct strbuf *scratch, struct str text)
{
	if (!part_is_in(text))
		return text;
	strbuf_reset(scratch);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != PART_BEGIN && text.p[i] != PART_END)
			strbuf_add_char(scratch, text.p[i]);
	return strbuf_str(scratch);
}
