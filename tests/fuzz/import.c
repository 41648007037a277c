/*
 * import-fuzz FOLDER [ROUNDS]: the importer on damaged copies of the files in a folder. With FUZZER
 * defined it is a target of libFuzzer (clang -fsanitize=fuzzer -DFUZZER). Sanitisers look after the
 * memory; here it is checked that every draft keeps its promises. The damage comes from a fixed
 * seed, so a failure can be had again.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/import/import.h"
#include "themewall/text/utf8.h"

/* A promise that is broken ends the run, under any build type. */
static void promise(bool kept, const char *what)
{
	if (kept)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static void check_turn(const struct draft *draft, const struct draft_turn *turn)
{
	promise(turn->text.n > 0 && utf8_is_valid(turn->text), "a turn is valid UTF-8");
	promise(utf8_length(turn->text) == turn->nchars, "a turn's characters are counted");
	promise(turn->speaker >= -1 && turn->speaker < (int)draft->nspeakers,
		"its speaker is known");
	for (size_t i = 0; i < turn->text.n; i++)
		promise((unsigned char)turn->text.p[i] >= 0x20 || turn->text.p[i] == '\t',
			"no controls");
	for (size_t i = 0; i < turn->ncues; i++)
		promise(turn->cues[i].at < turn->nchars &&
				(!i || turn->cues[i].at > turn->cues[i - 1].at) &&
				turn->cues[i].ms >= 0,
			"cues ascend inside the turn");
	promise(turn->start_ms < 0 || (turn->ncues && turn->cues[0].at == 0),
		"the first cue is the start");
}

static void check_draft(const struct draft *draft)
{
	int64_t nchars = draft->nturns ? (int64_t)draft->nturns - 1 : 0;
	for (size_t i = 0; i < draft->nturns; i++) {
		check_turn(draft, &draft->turns[i]);
		nchars += (int64_t)draft->turns[i].nchars;
	}
	promise(draft->nturns > 0 && nchars == draft->nchars, "the characters add up");
	for (size_t i = 0; i < draft->nspeakers; i++)
		promise(draft->speakers[i].nturns > 0 && draft->speakers[i].label.n > 0,
			"speakers speak");
	for (size_t i = 0; i < draft->nwarnings; i++)
		promise(draft->warnings[i].text.n > 0, "warnings have words");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nbytes);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nbytes)
{
	static const char *const formats[] = {NULL,    "vtt",        "srt",  "sbv", "text",
					      "notes", "paragraphs", "json", "csv"};
	struct import_options_text options = {
		nbytes ? formats[bytes[nbytes - 1] % TW_COUNT(formats)] : NULL, NULL, NULL};
	struct str text = {(const char *)bytes, nbytes};
	struct draft draft, *drafts[] = {&draft};
	struct err err = ERR_INIT;
	if (import_bytes(&draft, STR("fuzz.txt"), text, &options, &err)) {
		check_draft(&draft);
		draft_guess_roles(drafts, 1);
	} else {
		promise(err.code != ERR_NONE && err.msg[0], "a refusal has words");
	}
	draft_release(&draft);
	return 0;
}

#ifndef FUZZER
struct seeds {
	struct strbuf *files;
	size_t n, capacity;
};

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void seeds_load(struct seeds *seeds, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		struct strbuf path = STRBUF_INIT;
		char buffer[4096];
		strbuf_addf(&path, "%s/%s", folder, entry->d_name);
		FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path.buf, "rb");
		size_t n = file ? fread(buffer, 1, sizeof buffer, file) : 0;
		if (file)
			fclose(file);
		if (n) {
			ALLOC_GROW(seeds->files, seeds->n + 1, seeds->capacity);
			strbuf_init(&seeds->files[seeds->n]);
			strbuf_add(&seeds->files[seeds->n++], buffer, n);
		}
		strbuf_release(&path);
	}
	if (dir)
		closedir(dir);
}

/* Pieces that matter to some reader, to be dropped in anywhere. */
static const char *const tokens[] = {
	"WEBVTT\n\n", " --> ",    "00:00:01.000 --> 00:00:02.000\n",
	"<v ",        "</v>",     "&amp;",
	"\n\n",       "\r",       "**",
	"[00:01]",    "Ann: ",    "---\n",
	"\\[04",      "- > ",     "\xef\xbb\xbf",
	"\xc3",       "\xe2\x80", "{\"spokenText\":\"\\u",
	"0:0:-1.-5",  "\n1\n",    "<00:00:01.000>",
	"：",         "\t",       "NOTE x\n",
	"\"text\":",  "\\u0000",  "\"speaker\": {\"name\": 1},",
	"\"",         ",\"\"",    "text,tag,time\n",
};

static void damage(struct strbuf *sb, const struct seeds *seeds, uint64_t *random)
{
	const char *token = tokens[next_random(random) % TW_COUNT(tokens)];
	const struct strbuf *other = &seeds->files[next_random(random) % seeds->n];
	size_t at = next_random(random) % (sb->len + 1), n = next_random(random) % 64;
	switch (next_random(random) % 5) {
	case 0:
		if (at < sb->len)
			sb->buf[at] = (char)next_random(random);
		break;
	case 1:
		strbuf_remove(sb, at, n < sb->len - at ? n : sb->len - at);
		break;
	case 2:
		strbuf_insert(sb, at, token, strlen(token));
		break;
	case 3:
		strbuf_insert(sb, at, other->buf, n < other->len ? n : other->len);
		break;
	default:
		sb->len = at;
		sb->buf[at] = '\0';
		break;
	}
}

int main(int argc, char **argv)
{
	struct seeds seeds = {0};
	struct strbuf sb = STRBUF_INIT;
	int64_t rounds = 15000;
	uint64_t random = 0x9e3779b97f4a7c15u;
	if (argc < 2 || (argc > 2 && !str_to_int(str_of(argv[2]), &rounds)))
		return 2;
	seeds_load(&seeds, argv[1]);
	if (!seeds.n)
		return 2;
	for (int64_t i = 0; i < rounds; i++) {
		const struct strbuf *seed = &seeds.files[next_random(&random) % seeds.n];
		strbuf_reset(&sb);
		strbuf_add(&sb, seed->buf, seed->len);
		for (uint64_t n = next_random(&random) % 6; n > 0; n--)
			damage(&sb, &seeds, &random);
		/* a copy of its very size, so that a step beyond it is seen */
		uint8_t *exact = xmalloc(sb.len + !sb.len);
		memcpy(exact, sb.buf, sb.len);
		LLVMFuzzerTestOneInput(exact, sb.len);
		free(exact);
	}
	for (size_t i = 0; i < seeds.n; i++)
		strbuf_release(&seeds.files[i]);
	free(seeds.files);
	strbuf_release(&sb);
	printf("%d damaged files, no promise broken\n", (int)rounds);
	return 0;
}
#endif
