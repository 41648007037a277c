#ifndef UCD_H
#define UCD_H

/*
 * Unicode's break test files ("÷ 0020 × 0308 ÷" a line), read from the collection of conformance
 * suites beside the source tree where there is one. Include after tap.h.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/str.h"
#include "themewall/text/utf8.h"

enum { UCD_MAX_BREAKS = 64 };

struct ucd_case {
	struct strbuf text;
	size_t breaks[UCD_MAX_BREAKS]; /* byte offsets, the end included, the start not */
	size_t nbreaks;
};

/* Reads one line; false for comments, blank lines and lone surrogates, which UTF-8 cannot hold. */
static bool ucd_parse(char *line, struct ucd_case *c)
{
	char *comment = strchr(line, '#'), *save = NULL;
	if (comment)
		*comment = '\0';
	strbuf_reset(&c->text);
	c->nbreaks = 0;
	for (char *w = strtok_r(line, " \t\n", &save); w; w = strtok_r(NULL, " \t\n", &save)) {
		unsigned long code_point = strtoul(w, NULL, 16);
		if (strcmp(w, "\xc3\xb7") == 0 && c->text.len > 0)
			c->breaks[c->nbreaks++] = c->text.len;
		else if ((unsigned char)w[0] < 0x80)
			utf8_add(&c->text, (uint32_t)code_point);
		if (code_point >= 0xd800 && code_point < 0xe000)
			return false;
	}
	return c->text.len > 0;
}

static FILE *ucd_open(const char *name)
{
	const char *root = getenv("SOURCE_ROOT");
	char path[4096];
	snprintf(path, sizeof path, "%s/../shared/corpus/suites/unicode-15.0/%s", root ? root : ".",
		 name);
	return fopen(path, "r");
}

/* Every line of the file through agrees(); at most `allowed` may differ (a newer Unicode than
 * ours). */
__attribute__((unused)) static void ucd_run(const char *name,
					    bool (*agrees)(const struct ucd_case *), int allowed)
{
	FILE *file = ucd_open(name);
	struct ucd_case c = {.text = STRBUF_INIT};
	char line[4096];
	int number = 0, cases = 0, faults = 0;
	if (!file) {
		ok(true, "# SKIP %s is not there", name);
		return;
	}
	while (fgets(line, sizeof line, file)) {
		number++;
		if (!ucd_parse(line, &c))
			continue;
		cases++;
		if (!agrees(&c) && ++faults <= 20)
			printf("# %s:%d differs\n", name, number);
	}
	fclose(file);
	strbuf_release(&c.text);
	ok(cases > 100 && faults <= allowed, "%s: %d cases, %d differ", name, cases, faults);
}

#endif
