/* import-dump [--format F] [--text-column C] FILE...: what the importer makes of each file, as one
 * JSON object a line, for tests in Python. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/import/import.h"

static void put_string(struct str s)
{
	putchar('"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			printf("\\%c", s.p[i]);
		else if ((unsigned char)s.p[i] < 0x20)
			printf("\\u%04x", (unsigned)s.p[i]);
		else
			putchar(s.p[i]);
	}
	putchar('"');
}

static void put_field(const char *name, struct str value)
{
	printf("\"%s\": ", name);
	put_string(value);
	printf(", ");
}

static void put_turn(const struct draft_turn *turn)
{
	printf("{\"speaker\": %d, \"start_ms\": %" PRId64 ", \"end_ms\": %" PRId64
	       ", \"bullet\": %s, ",
	       turn->speaker, turn->start_ms, turn->end_ms, turn->bullet ? "true" : "false");
	put_field("heading", turn->heading);
	put_field("text", turn->text);
	printf("\"nchars\": %zu, \"cues\": [", turn->nchars);
	for (size_t i = 0; i < turn->ncues; i++)
		printf("%s[%u, %" PRId64 "]", i ? ", " : "", turn->cues[i].at, turn->cues[i].ms);
	printf("]}");
}

static void put_speaker(const struct draft_speaker *speaker)
{
	putchar('{');
	put_field("label", speaker->label);
	put_field("name", speaker->name);
	printf("\"role\": %d, \"words\": %zu, \"turns\": %zu, \"questions\": %zu}",
	       (int)speaker->role, speaker->nwords, speaker->nturns, speaker->nquestions);
}

static void put_draft(const struct draft *draft)
{
	putchar('{');
	put_field("format", str_of(draft->format));
	put_field("dialect", str_of(draft->dialect));
	put_field("encoding", str_of(draft->encoding));
	printf("\"notes\": %s, \"nchars\": %" PRId64 ", \"warnings\": [",
	       draft->notes ? "true" : "false", draft->nchars);
	for (size_t i = 0; i < draft->nwarnings; i++) {
		printf("%s[%" PRId64 ", ", i ? ", " : "", draft->warnings[i].line);
		put_string(draft->warnings[i].text);
		putchar(']');
	}
	printf("], \"speakers\": [");
	for (size_t i = 0; i < draft->nspeakers; i++) {
		printf("%s", i ? ", " : "");
		put_speaker(&draft->speakers[i]);
	}
	printf("], \"turns\": [");
	for (size_t i = 0; i < draft->nturns; i++) {
		printf("%s", i ? ", " : "");
		put_turn(&draft->turns[i]);
	}
	printf("]}\n");
}

static bool read_file(const char *path, struct strbuf *out)
{
	FILE *file = fopen(path, "rb");
	char buffer[65536];
	size_t n;
	if (!file)
		return false;
	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
		strbuf_add(out, buffer, n);
	fclose(file);
	return true;
}

static bool dump(const char *path, const struct import_options_text *options)
{
	struct strbuf bytes = STRBUF_INIT;
	struct draft draft, *drafts[] = {&draft};
	struct err err = ERR_INIT;
	if (!read_file(path, &bytes))
		return false;
	if (import_bytes(&draft, str_of(path), strbuf_str(&bytes), options, &err)) {
		draft_guess_roles(drafts, 1);
		put_draft(&draft);
	} else {
		printf("{\"error\": ");
		put_string(str_of(err.msg));
		printf(", \"code\": %d}\n", (int)err.code);
	}
	draft_release(&draft);
	strbuf_release(&bytes);
	return true;
}

int main(int argc, char **argv)
{
	struct import_options_text options = {.format = NULL};
	int first = 1;
	for (; first + 1 < argc && strncmp(argv[first], "--", 2) == 0; first += 2) {
		if (strcmp(argv[first], "--format") == 0)
			options.format = argv[first + 1];
		else
			options.text_column = argv[first + 1];
	}
	for (int i = first; i < argc; i++)
		if (!dump(argv[i], &options)) {
			fprintf(stderr, "cannot read %s\n", argv[i]);
			return 1;
		}
	return 0;
}
