/*
 * import-fuzz [--packages] FOLDER... [ROUNDS] [--seed N]: the importer on damaged copies of the
 * files in folders; with --packages of archives and XML alone, which is packed anew after it was
 * damaged, so that its checksums hold. With FUZZER defined it is a target of libFuzzer (clang
 * -fsanitize=fuzzer -DFUZZER). Sanitisers look after the memory; here it is checked that every
 * draft keeps its promises. The damage comes from the seed, which is fixed unless named, so a
 * failure can be had again.
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

static void check_image(const struct wall_image *image)
{
	for (size_t i = 0; i < image->nturns; i++)
		for (size_t k = 0; k < image->turns[i].n; k++) {
			const struct turn *turn = &image->turns[i].turns[k];
			promise(turn->end - turn->start == (int64_t)utf8_length(turn->text) &&
					utf8_is_valid(turn->text),
				"a wall's turns are as long as they say");
		}
	for (size_t i = 0; i < image->nrows; i++)
		if (image->rows[i].table == TABLE_EXCERPT) {
			const struct value *v = image->rows[i].column;
			promise(v[EXCERPT_END].i - v[EXCERPT_START].i ==
					(int64_t)utf8_length(v[EXCERPT_QUOTE].s),
				"a quote is as long as its range");
		}
}

static void try_wall(struct str bytes)
{
	struct wall_image image;
	struct err err = ERR_INIT;
	if (import_wall(&image, STR("fuzz.qdpx"), bytes, &err)) {
		check_image(&image);
		wall_image_release(&image);
	} else {
		promise(err.code != ERR_NONE && err.msg[0], "a refusal has words");
	}
}

/* ---- archives whose checksums hold ---- */

static void add_number(struct strbuf *out, uint32_t number, int nbytes)
{
	for (; nbytes > 0; nbytes--, number >>= 8)
		strbuf_add_char(out, (char)(number & 0xff));
}

static uint32_t crc_of(struct str s)
{
	uint32_t crc = 0xffffffff;
	for (size_t i = 0; i < s.n; i++) {
		crc ^= (uint8_t)s.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (0xedb88320 & (0 - (crc & 1)));
	}
	return ~crc;
}

static void add_entry(struct strbuf *out, struct strbuf *directory, const char *name,
		      struct str content)
{
	uint32_t crc = crc_of(content), n = (uint32_t)content.n, at = (uint32_t)out->len;
	add_number(out, 0x04034b50, 4);
	add_number(out, 20, 2);
	strbuf_add(out, "\0\0\0\0\0\0\0\0", 8);
	add_number(out, crc, 4);
	add_number(out, n, 4);
	add_number(out, n, 4);
	add_number(out, (uint32_t)strlen(name), 4);
	strbuf_add_z(out, name);
	strbuf_add_str(out, content);
	add_number(directory, 0x02014b50, 4);
	add_number(directory, 20 | 20 << 16, 4);
	strbuf_add(directory, "\0\0\0\0\0\0\0\0", 8);
	add_number(directory, crc, 4);
	add_number(directory, n, 4);
	add_number(directory, n, 4);
	add_number(directory, (uint32_t)strlen(name), 4);
	strbuf_add(directory, "\0\0\0\0\0\0\0\0\0\0", 10);
	add_number(directory, at, 4);
	strbuf_add_z(directory, name);
}

/* XML as the document of a package, beside a text its selections may name. */
static void pack(struct strbuf *out, struct str xml)
{
	static const char source[] = "Ann: What did you do last week? Tell me.\r\n"
				     "Jo: I export it. I don’t trust the café totals 😬.\r\n\r\n"
				     "I print\r\nAnn: And then?\r\nJo: Home.\r\n";
	bool project = str_find(xml, STR("QDA-XML")) < xml.n;
	struct strbuf directory = STRBUF_INIT;
	strbuf_reset(out);
	add_entry(out, &directory, project ? "project.qde" : "word/document.xml", xml);
	add_entry(out, &directory, "sources/a0000000-0000-4000-8000-000000000001.txt",
		  (struct str){source, sizeof source - 1});
	uint32_t at = (uint32_t)out->len;
	strbuf_add_str(out, strbuf_str(&directory));
	add_number(out, 0x06054b50, 4);
	add_number(out, 0, 4);
	add_number(out, 2 | 2 << 16, 4);
	add_number(out, (uint32_t)directory.len, 4);
	add_number(out, at, 4);
	add_number(out, 0, 2);
	strbuf_release(&directory);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nbytes);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nbytes)
{
	static const char *const formats[] = {NULL,         "vtt",  "srt", "sbv", "text", "notes",
					      "paragraphs", "json", "csv", "f4",  "docx", "rev"};
	struct import_options_text options = {
		nbytes ? formats[bytes[nbytes - 1] % TW_COUNT(formats)] : NULL, NULL, NULL, false};
	struct str text = {(const char *)bytes, nbytes};
	struct draft draft, *drafts[] = {&draft};
	struct err err = ERR_INIT;
	if (import_is_wall(text))
		try_wall(text);
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

static bool is_package(const char *name)
{
	static const char *const endings[] = {".docx", ".xlsx", ".qdpx", ".qdc", ".xml"};
	for (size_t i = 0; i < TW_COUNT(endings); i++)
		if (str_ends(str_of(name), str_of(endings[i])))
			return true;
	return false;
}

static void seeds_load(struct seeds *seeds, const char *folder, bool packages)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		struct strbuf path = STRBUF_INIT;
		char buffer[65536];
		strbuf_addf(&path, "%s/%s", folder, entry->d_name);
		bool wanted = entry->d_name[0] != '.' && (!packages || is_package(entry->d_name));
		FILE *file = wanted ? fopen(path.buf, "rb") : NULL;
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
	"WEBVTT\n\n",
	" --> ",
	"00:00:01.000 --> 00:00:02.000\n",
	"<v ",
	"</v>",
	"&amp;",
	"\n\n",
	"\r",
	"**",
	"[00:01]",
	"Ann: ",
	"---\n",
	"\\[04",
	"- > ",
	"\xef\xbb\xbf",
	"\xc3",
	"\xe2\x80",
	"{\"spokenText\":\"\\u",
	"0:0:-1.-5",
	"\n1\n",
	"<00:00:01.000>",
	"：",
	"\t",
	"NOTE x\n",
	"\"text\":",
	"\\u0000",
	"\"speaker\": {\"name\": 1},",
	"\"",
	",\"\"",
	"text,tag,time\n",
	"#00:00:01-5#",
	"[0.00s -> 4.20s] ",
	"<w:br/>",
	"</w:p><w:p>",
	"<w:tbl><w:tr><w:tc>",
	"startPosition=\"1\"",
	"<!DOCTYPE x>",
	"PK\1\2",
	"&#13;",
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

struct plan {
	bool packages;
	int64_t rounds;
	int64_t seed; /* added to the fixed one; 0: the fixed one */
};

static void load_all(struct seeds *seeds, int argc, char **argv, struct plan *plan)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--packages") == 0)
			plan->packages = true;
		else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
			promise(str_to_int(str_of(argv[++i]), &plan->seed), "a seed is a number");
		else if (!str_to_int(str_of(argv[i]), &plan->rounds))
			seeds_load(seeds, argv[i], plan->packages);
}

int main(int argc, char **argv)
{
	struct seeds seeds = {0};
	struct strbuf sb = STRBUF_INIT, packed = STRBUF_INIT;
	struct plan plan = {.rounds = 15000};
	load_all(&seeds, argc, argv, &plan);
	uint64_t random = 0x9e3779b97f4a7c15u + (uint64_t)plan.seed;
	if (!seeds.n)
		return 2;
	for (int64_t i = 0; i < plan.rounds; i++) {
		const struct strbuf *seed = &seeds.files[next_random(&random) % seeds.n];
		strbuf_reset(&sb);
		strbuf_add(&sb, seed->buf, seed->len);
		for (uint64_t n = next_random(&random) % 6; n > 0; n--)
			damage(&sb, &seeds, &random);
		struct str input = strbuf_str(&sb);
		if (plan.packages && !str_starts(input, STR("PK"))) {
			pack(&packed, input);
			input = strbuf_str(&packed);
		}
		/* a copy of its very size, so that a step beyond it is seen */
		uint8_t *exact = xmalloc(input.n + !input.n);
		memcpy(exact, input.p, input.n);
		LLVMFuzzerTestOneInput(exact, input.n);
		free(exact);
	}
	for (size_t i = 0; i < seeds.n; i++)
		strbuf_release(&seeds.files[i]);
	free(seeds.files);
	strbuf_release(&sb);
	strbuf_release(&packed);
	printf("%lld damaged files, no promise broken\n", (long long)plan.rounds);
	return 0;
}
#endif
