#ifndef EXPORT_WORDS_H
#define EXPORT_WORDS_H

/* An export of a study as text, and what stands in it. */
#include "tap.h"
#include "themewall/export/export.h"

__attribute__((unused)) static const struct export_options plain = {.now_ms = 1773669727000,
								    .changes = 3};

__attribute__((unused)) static void export_as(struct strbuf *out, const struct model *model,
					      const char *format)
{
	strbuf_reset(out);
	export_format_find(str_of(format))->write(out, model, &plain);
}

__attribute__((unused)) static bool has(const struct strbuf *text, const char *words)
{
	return str_find(strbuf_str(text), str_of(words)) < text->len;
}

__attribute__((unused)) static size_t count(const struct strbuf *text, const char *words)
{
	struct str rest = strbuf_str(text);
	size_t n = 0, at;
	while ((at = str_find(rest, str_of(words))) < rest.n) {
		rest = str_part(rest, at + strlen(words), rest.n);
		n++;
	}
	return n;
}

#endif
