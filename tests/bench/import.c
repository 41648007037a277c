/*
 * import-bench [MEGABYTES | FILE]: how fast a transcript is parsed, and with its fingerprints.
 * Without a file one is made: WebVTT as Zoom writes it, two speakers, captions of about 130 bytes.
 * Processor time, best of five runs.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../src/import/import-internal.h"
#include "themewall/import/import.h"

static void add_caption(struct strbuf *out, unsigned number)
{
	static const char *const said[] = {
		"So I think we really use it every week because nobody told me how to find my "
		"saved items.",
		"Okay.",
		"Yeah, right, and then I asked my sister again: she knows, she has had the same "
		"bicycle for years.",
		"It was there yesterday, I am quite sure of that, and today it is not.",
	};
	unsigned s = number * 3;
	strbuf_addf(out, "%u\n%02u:%02u:%02u.120 --> %02u:%02u:%02u.990\n%s: %s\n\n", number,
		    s / 3600, s / 60 % 60, s % 60, (s + 2) / 3600, (s + 2) / 60 % 60, (s + 2) % 60,
		    number / 7 % 2 ? "Maya Lindt" : "Tom Okoye", said[number % 4]);
}

static void make(struct strbuf *out, size_t megabytes)
{
	strbuf_add_z(out, "WEBVTT\n\n");
	for (unsigned number = 1; out->len < megabytes * 1000000; number++)
		add_caption(out, number);
}

static bool load(struct strbuf *out, const char *path)
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

typedef bool import_fn(struct draft *, struct str, struct str, const struct import_options_text *,
		       struct err *);

static void measure(const char *what, import_fn *import, struct str bytes)
{
	const struct import_options_text options = {.format = NULL};
	int64_t best = INT64_MAX;
	size_t nturns = 0;
	for (int run = 0; run < 5; run++) {
		struct draft draft;
		struct err err = ERR_INIT;
		clock_t from = clock();
		if (!import(&draft, STR("bench.vtt"), bytes, &options, &err))
			printf("failed: %s\n", err.msg);
		int64_t took = (int64_t)(clock() - from) * (1000000000 / CLOCKS_PER_SEC);
		nturns = draft.nturns;
		best = took < best ? took : best;
		draft_release(&draft);
	}
	printf("%-22s %6.0f MB/s  %8.2f ms  %zu turns\n", what,
	       (double)bytes.n * 1000 / (double)best, (double)best / 1e6, nturns);
}

int main(int argc, char **argv)
{
	struct strbuf bytes = STRBUF_INIT;
	int64_t megabytes = 100;
	bool number = argc < 2 || str_to_int(str_of(argv[1]), &megabytes);
	if (number)
		make(&bytes, (size_t)megabytes);
	else if (!load(&bytes, argv[1]))
		return 2;
	measure("parse", import_parse, strbuf_str(&bytes));
	measure("parse and fingerprints", import_bytes, strbuf_str(&bytes));
	strbuf_release(&bytes);
	return 0;
}
