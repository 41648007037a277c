/* import: times, names, options, fingerprints, long and awkward files: what the files beside cannot
 * show. */
#include <stdlib.h>

#include "../../src/import/bytes-internal.h"
#include "../../src/import/counts-internal.h"
#include "../../src/import/cues-internal.h"
#include "../../src/import/import-internal.h"
#include "../../src/import/markup-internal.h"
#include "../../src/import/stamp-internal.h"
#include "tap.h"
#include "themewall/base/mem.h"
#include "themewall/base/sha256.h"
#include "themewall/import/day.h"

static void test_stamps(void)
{
	static const struct {
		const char *text;
		int64_t ms, count_ms;
		size_t nbytes;
	} times[] = {
		{"00:14:22.500", 862500, 862500, 12},
		{"00:14:22,500 -->", 862500, 862500, 12},
		{"0:14", 14000, 14000, 4},
		{"1:02:03", 3723000, 3723000, 7},
		{"0:0:9.20", 9200, 9020, 8},
		{"0:0:-6.-820", -6820, -6820, 11},
		{"100:00:00.1234", 360000123, 360000123, 14},
		{"00:61:61", 3721000, 3721000, 8},
		{"00:00:01.", 1000, 1000, 8},
	};
	static const char *const none[] = {"", "12", "a:12", "12:", ":12", "1234567890:00", "12.5"};
	struct stamp stamp;
	bool bracketed;
	int64_t ms;
	for (size_t i = 0; i < TW_COUNT(times); i++)
		ok(stamp_scan(str_of(times[i].text), &stamp) && stamp.ms == times[i].ms &&
			   stamp.count_ms == times[i].count_ms && stamp.nbytes == times[i].nbytes,
		   "%s", times[i].text);
	for (size_t i = 0; i < TW_COUNT(none); i++)
		ok(!stamp_scan(str_of(none[i]), &stamp), "\"%s\" is no time", none[i]);
	ok(stamp_scan_mark(STR("\\[04:01\\] So"), &stamp, &bracketed) && bracketed &&
		   stamp.nbytes == 9,
	   "escaped brackets");
	ok(!stamp_scan_mark(STR("[04:01 So"), &stamp, &bracketed), "a bracket that never closes");
	ok(!stamp_scan_mark(STR("3:1 for us"), &stamp, &bracketed), "a score is no time");
	ok(stamp_scan_words(STR("1 hour 2 minutes 3 seconds"), &ms) && ms == 3723000, "in words");
	ok(stamp_scan_seconds(STR("12.3456"), &ms) && ms == 12345, "seconds with decimals");
	ok(stamp_scan_seconds(STR("7s"), &ms) && ms == 7000, "seconds with their unit");
	ok(!stamp_scan_seconds(STR("7 m"), &ms) && !stamp_scan_seconds(STR("s"), &ms) &&
		   !stamp_scan_seconds(STR("-1"), &ms),
	   "no plain number");
	ok(!stamp_scan_words(STR("3 apples"), &ms) && !stamp_scan_words(STR("minutes"), &ms),
	   "other words");
}

/* The short way takes a caption only where the scanner of times reads the same, whatever byte
 * stands wherever in them; and it does take those that are written as most are. */
static void test_plain_cues(const struct byte_ways *ways)
{
	static const char *const cues[] = {"00:14:22.500 --> 09:59:09,999\nSo\n\n",
					   "100:00:00.120 --> 999:59:59.009\nSo\n\n"};
	size_t ntaken = 0, nwrong = 0;
	for (size_t i = 0; i < TW_COUNT(cues); i++) {
		size_t n = strlen(cues[i]), ntimes = (size_t)(strchr(cues[i], '\n') - cues[i]);
		char *text = xstrndup(cues[i], n);
		for (size_t at = 0; at < ntimes; at++) {
			for (int c = 1; c < 256; c++) {
				struct plain_cue cue;
				struct timing timing;
				text[at] = (char)c;
				if (c == '\n' || !plain_cue_take(ways, (struct str){text, n}, &cue))
					continue;
				ntaken++;
				nwrong += !timing_scan((struct str){text, ntimes}, &timing) ||
					  timing.start.ms != cue.start_ms ||
					  timing.end.ms != cue.end_ms || timing.rest.n ||
					  timing.start.over_sixty || timing.end.over_sixty ||
					  timing.start.unpadded || timing.end.unpadded;
			}
			text[at] = cues[i][at];
		}
		free(text);
	}
	is_int(nwrong, 0, "the short way reads times as the long one");
	/* Each digit up to its largest that leaves the end behind the start, either mark of a
	 * fraction, every other mark as it stands. */
	is_int(ntaken, 364, "the short way takes what is well written");
}

/* A number before the times has nine digits at most, and nothing but digits. */
static void test_numbered_cues(void)
{
	static const struct {
		const char *number;
		bool taken;
	} all[] = {{"7", true},          {"1234567", true},    {"12345678", true},
		   {"123456789", true},  {"12345678:", false}, {"12345678 ", false},
		   {"1234567890", false}};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		char text[80];
		struct plain_cue cue;
		snprintf(text, sizeof text, "%s\n00:14:22.500 --> 00:14:23.000\nSo\n\n",
			 all[i].number);
		bool taken = plain_cue_take(bytes_ways(), str_of(text), &cue);
		is_int(taken && cue.numbered, all[i].taken, "numbered “%s”", all[i].number);
	}
}

static void test_labels(void)
{
	static const char *const yes[] = {
		"Maya: hi",         "Dr. Ann O'Neil-Lee: hi", "问：你好",   "adam3us: hi",
		"+49 170 1234: hi", "Interviewer1 : hi",      "Élodie: oui"};
	static const char *const no[] = {
		"https://x.org", "Note: this", "12:30 is fine", "so what we did then: we left",
		"Wait? No: go",  "C:\\temp",   "- Ann: hi",     ": nobody",
		"DATE: today"};
	struct label_hit hit;
	for (size_t i = 0; i < TW_COUNT(yes); i++)
		ok(label_take(str_of(yes[i]), &hit), "a name: %s", yes[i]);
	for (size_t i = 0; i < TW_COUNT(no); i++)
		ok(!label_take(str_of(no[i]), &hit), "no name: %s", no[i]);
	ok(label_take(STR("[SPEAKER_01]: text"), &hit) && hit.strong &&
		   str_equal(hit.label, STR("SPEAKER_01")),
	   "a machine's label");
	ok(label_take(STR("(speaker 0)text"), &hit) && hit.skip == 11, "whisper.cpp's label");
	ok(!label_take(STR("[music] text"), &hit) && !label_take(STR("(laughs) yes"), &hit),
	   "sounds are nobody");
	ok(str_equal(label_name(STR("Tom Okoye (Guest)")), STR("Tom Okoye")),
	   "Guest is no part of a name");
	ok(str_equal(label_name(STR("Okoye, Tom (Research)")), STR("Okoye, Tom (Research)")),
	   "a team may be");
	ok(str_equal(label_name(STR("(Guest)")), STR("(Guest)")),
	   "a guest without a name keeps the word");
}

static void test_many_labels(void)
{
	struct labels labels = {0};
	struct strbuf names = STRBUF_INIT;
	bool right = true;
	strbuf_reserve(&names, 20000 * 6);
	for (int i = 0; i < 20000; i++)
		strbuf_addf(&names, "%06d", i);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 20000; i++)
			right &= labels_intern(&labels,
					       str_part(strbuf_str(&names), 6 * i, 6 * i + 6)) == i;
	ok(right && labels.n == 20000, "20,000 names, each once");
	labels_release(&labels);
	strbuf_release(&names);
}

/* Reads a text as FILE with a format and encoding, either NULL. */
static bool read_as(struct draft *draft, const char *file, struct str text, const char *format,
		    const char *encoding, struct err *err)
{
	struct import_options_text options = {.format = format, .encoding = encoding};
	return import_bytes(draft, str_of(file), text, &options, err);
}

static void test_options(void)
{
	struct draft draft;
	struct err err = ERR_INIT;
	ok(read_as(&draft, "a/b/P3 one.notes.txt", STR("Maya: a\nTom: b\n"), "paragraphs", NULL,
		   &err),
	   "a format that is asked for");
	is_int(draft.nspeakers, 0, "is the one that reads");
	is_str(draft.origin_name.p, "P3 one.notes.txt", "the name without its folder");
	is_str(draft.title.p, "P3 one.notes", "the title without the ending");
	draft_release(&draft);
	ok(!read_as(&draft, "a.txt", STR("x"), "pages", NULL, &err) && err.code == ERR_USAGE,
	   "an unknown format");
	draft_release(&draft);
	ok(!read_as(&draft, "a.txt", STR("x"), NULL, "klingon", &err) && err.code == ERR_USAGE,
	   "an unknown encoding");
	draft_release(&draft);
	ok(read_as(&draft, "a.txt", STR("\xc4\xe3\xba\xc3"), NULL, "GB2312", &err),
	   "a named encoding");
	ok(str_equal(draft.turns[0].text, STR("你好")), "is what decodes");
	is_str(draft.encoding, "GB2312", "and is told");
	draft_release(&draft);
	ok(read_as(&draft, "a.txt", STR("caf\xe9 \x80"), NULL, "iso-8859-1", &err) &&
		   strncmp(draft.turns[0].text.p, "café €", 9) == 0,
	   "ISO-8859-1 means Windows-1252");
	draft_release(&draft);
	const struct import_format *formats;
	ok(import_formats(&formats) >= 7 && strcmp(formats[0].name, "vtt") == 0,
	   "the formats have names");
}

static void test_fingerprints(void)
{
	static const char source[] = "Maya: Why?\r\nTom: So.\r\nMaya: Ah.\r\n";
	static const char said[] = "Why?\nSo.\nAh.";
	uint8_t bytes[SHA256_BYTES], text[SHA256_BYTES];
	struct draft draft;
	struct err err = ERR_INIT;
	sha256_of(source, sizeof source - 1, bytes);
	sha256_of(said, sizeof said - 1, text);
	ok(read_as(&draft, "a.txt", STR("Maya: Why?\r\nTom: So.\r\nMaya: Ah.\r\n"), NULL, NULL,
		   &err),
	   "read");
	ok(memcmp(draft.sha_bytes, bytes, sizeof bytes) == 0, "the fingerprint of the file");
	ok(memcmp(draft.sha_text, text, sizeof text) == 0, "and of the turns joined by line ends");
	is_int(draft.nchars, (int64_t)sizeof said - 1, "as long as that text");
	draft_release(&draft);
}

/* By blocks and one by one, wherever a block begins and ends. */
static void test_counts_by_blocks(void)
{
	static const char unit[] = "it's 3.5 or more_than ' that. a.b x";
	char text[200];
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = unit[i % (sizeof unit - 1)];
	for (size_t from = 0; from < 40; from++)
		for (size_t to = from; to <= sizeof text; to++) {
			struct str part = {text + from, to - from};
			wrong += count_talk(part, true).words != count_talk(part, false).words;
		}
	is_int((int64_t)wrong, 0, "words counted by blocks and one by one");
	is_int(count_talk(STR("Qu\xc3\xa9?? Oui?"), false).questions, 2,
	       "questions beyond ASCII: marks in a row are one");
}

/* A mark at any place of a line that is taken by sixteens. */
static void test_marks_anywhere(void)
{
	char raw[64], out[64];
	size_t wrong = 0;
	for (size_t at = 0; at + 5 <= 50; at++) {
		memset(raw, 'w', sizeof raw);
		memcpy(raw + at, "&amp;", 5);
		size_t n = markup_write(out, (struct str){raw, 50}, MARKUP_CUE, NULL);
		wrong += n != 46 || out[at] != '&' || memchr(out, ';', n);
		memcpy(raw + at, "<b>{<", 5);
		n = markup_write(out, (struct str){raw, 50}, MARKUP_CUE, NULL);
		wrong += n != 47 || memcmp(out + at, "{<", 2) != 0;
	}
	is_int((int64_t)wrong, 0, "marks are found wherever they are");
	is_int((int64_t)markup_write(out, STR("a \\\\* \\*b"), MARKUP_MARKDOWN, NULL), 7,
	       "an escaped backslash escapes nothing");
	ok(memcmp(out, "a \\* *b", 7) == 0, "what stands behind it stays");
}

static void test_counts(void)
{
	struct draft draft;
	struct err err = ERR_INIT;
	ok(read_as(&draft, "a.txt",
		   STR("Maya: Don't you? Why?? It's 3.5 A/B rock-n-roll.\nTom: \xc3\x80 la "
		       "fa\xc3\xa7on d'\xc3\x89mile, 我想\xef\xbc\x9f\n"
		       "Maya: \"I.e.\" one, two; three four five six seven eight nine ten eleven "
		       "twelve thirteen.\n"
		       "Tom: Ok\n"),
		   NULL, NULL, &err),
	   "read");
	is_int(draft.speakers[0].nquestions, 2, "question marks in a row are one question");
	is_int(draft.speakers[0].nwords, 10 + 14, "words as Unicode breaks them");
	is_int(draft.speakers[1].nquestions, 1, "a wide question mark");
	is_int(draft.speakers[1].nwords, 4 + 2 + 1, "letters beyond ASCII, ideographs one by one");
	draft_release(&draft);
}

/* Captions of 100 characters a second apart, from nobody. */
static void test_unnamed(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	size_t longest = 0;
	strbuf_add_z(&sb, "WEBVTT\n\n");
	for (int i = 0; i < 300; i++) {
		strbuf_addf(&sb, "%02d:%02d.000 --> %02d:%02d.900\n", i / 60, i % 60, i / 60,
			    i % 60);
		strbuf_add_repeat(&sb, "abcdefghi ", 10);
		strbuf_add_z(&sb, "\n\n");
	}
	ok(read_as(&draft, "a.vtt", strbuf_str(&sb), NULL, NULL, &err), "read");
	for (size_t i = 0; i < draft.nturns; i++)
		longest = draft.turns[i].nchars > longest ? draft.turns[i].nchars : longest;
	is_int(draft.nturns, 60, "text of nobody is cut into turns");
	is_int(longest, 5 * 100 - 1, "of up to 500 characters");
	is_int(draft.turns[1].start_ms, 5000, "each with its time");
	draft_release(&draft);
	strbuf_release(&sb);
}

/* The same with a stop at the end of each: a turn ends with the first sentence behind 250. */
static void test_sentences(const char *stop, size_t nchars)
{
	struct strbuf sb = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	strbuf_add_z(&sb, "WEBVTT\n\n");
	for (int i = 0; i < 30; i++) {
		strbuf_addf(&sb, "00:%02d.000 --> 00:%02d.900\n", i, i);
		strbuf_add_repeat(&sb, "abcdefghi ", 9);
		strbuf_addf(&sb, "abcdefghi%s\n\n", stop);
	}
	ok(read_as(&draft, "a.vtt", strbuf_str(&sb), NULL, NULL, &err), "read");
	is_int(draft.nturns, 10, "sentences end turns");
	for (size_t i = 0; i < draft.nturns; i++)
		is_int(draft.turns[i].nchars, 3 * nchars + 2, "three captions each");
	is_int(draft.turns[1].start_ms, 3000, "with its time");
	draft_release(&draft);
	strbuf_release(&sb);
}

static void test_one_line(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	strbuf_add_repeat(&sb, "all in <one & line: ", 5000000 / 20);
	ok(read_as(&draft, "a.txt", strbuf_str(&sb), NULL, NULL, &err), "5 MB on one line");
	is_int(draft.nturns, 1, "are one turn");
	is_int(draft.turns[0].nchars, 5000000 - 1, "whole");
	draft_release(&draft);
	strbuf_insert(&sb, 0, "WEBVTT\n\n00:01.000 --> 00:02.000\n", 32);
	ok(read_as(&draft, "a.vtt", strbuf_str(&sb), NULL, NULL, &err) && draft.nturns == 1,
	   "in one caption, too");
	draft_release(&draft);
	strbuf_release(&sb);
}

/* Ends in the middle of a heading that summaries have, at the end of its memory. */
static void test_cut_heading(void)
{
	static const char heading[] = "Meeting summary";
	bool right = true;
	for (size_t n = 1; n < sizeof heading; n++) {
		char *exact = xmalloc(n);
		struct draft draft;
		struct err err = ERR_INIT;
		memcpy(exact, heading, n);
		right &= read_as(&draft, "a.txt", (struct str){exact, n}, "paragraphs", NULL, &err);
		right &= (draft.nwarnings > 0) == (n == sizeof heading - 1);
		draft_release(&draft);
		free(exact);
	}
	ok(right, "a heading cut anywhere");
}

static bool has_warning(const struct draft *draft, const char *words)
{
	for (size_t i = 0; i < draft->nwarnings; i++)
		if (strstr(draft->warnings[i].text.p, words))
			return true;
	return false;
}

static void test_words_kept(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	strbuf_add_z(&sb, "WEBVTT\n\n00:01.000 --> 00:02.000\n");
	for (int i = 0; i < 3000; i++)
		strbuf_add_z(&sb, "<v Ann>a</v><unclear>b &#27;[2J&amp;lt; <v\n");
	ok(read_as(&draft, "a.vtt", strbuf_str(&sb), NULL, NULL, &err), "tags without end");
	ok(has_warning(&draft, "tags in angle brackets"), "tags that are none are told");
	ok(!memchr(draft.turns[0].text.p, 0x1b, draft.turns[0].text.n),
	   "an entity is no way in for controls");
	ok(str_starts(draft.turns[0].text, STR("ab \xef\xbf\xbd[2J&lt;")),
	   "entities are decoded once");
	draft_release(&draft);
	strbuf_release(&sb);
}

/* More tags in one caption than its record counts. */
static void test_many_tags(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	strbuf_add_z(&sb, "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAnn: ");
	for (int i = 0; i < 300; i++)
		strbuf_add_z(&sb, "<b>w</b>");
	strbuf_add_z(&sb, "\n\n");
	ok(read_as(&draft, "a.vtt", strbuf_str(&sb), NULL, NULL, &err), "read: %s", err.msg);
	is_int(draft.turns[0].text.n, 300, "600 tags, and none of them stays");
	ok(!memchr(draft.turns[0].text.p, '<', draft.turns[0].text.n), "what they held does");
	draft_release(&draft);
	strbuf_release(&sb);
}

static void test_json(void)
{
	struct draft draft;
	struct err err = ERR_INIT;
	struct strbuf sb = STRBUF_INIT;
	strbuf_add_repeat(&sb, "[", 100000);
	ok(!read_as(&draft, "deep.json", strbuf_str(&sb), NULL, NULL, &err) &&
		   strstr(err.msg, "not valid JSON (the file may be incomplete, 100000 bytes)"),
	   "100,000 lists inside each other are refused");
	draft_release(&draft);
	ok(!read_as(&draft, "n.json", STR("[1, 2]"), NULL, NULL, &err) &&
		   strstr(err.msg, "valid JSON, but no list"),
	   "numbers are JSON when they are");
	draft_release(&draft);
	ok(read_as(&draft, "n.txt", STR("[1] is a note\n"), NULL, NULL, &err) &&
		   strcmp(draft.format, "json") != 0,
	   "a bracket at the start is not");
	draft_release(&draft);
	ok(!read_as(&draft, "a.json", STR("{\"\\u001b[2J\": 1, \"b\": 2}"), NULL, NULL, &err) &&
		   !strchr(err.msg, 0x1b) && strstr(err.msg, "[2J, b"),
	   "a key of the file cannot speak to the terminal");
	draft_release(&draft);
	strbuf_reset(&sb);
	strbuf_add_z(&sb, "{\"segments\":[");
	for (int i = 0; i < 5000; i++)
		strbuf_addf(&sb, "%s{\"start\":%d,\"end\":%d,\"text\":\" A%d.\",\"speaker\":%d}",
			    i ? "," : "", i, i + 1, i, i % 2);
	strbuf_add_z(&sb, "]}");
	ok(read_as(&draft, "a.json", strbuf_str(&sb), NULL, NULL, &err), "many segments");
	is_int(draft.nturns, 5000, "each is there");
	is_int(draft.turns[4999].start_ms, 4999000, "at its time");
	draft_release(&draft);
	ok(!read_as(&draft, "a.txt", STR("Maya: a\n"), "json", NULL, &err) &&
		   strstr(err.msg, "not valid JSON"),
	   "JSON that was asked for and is none");
	draft_release(&draft);
	strbuf_release(&sb);
}

static bool read_column(struct draft *draft, struct str text, const char *column, struct err *err)
{
	struct import_options_text options = {.text_column = column};
	return import_bytes(draft, STR("notes.csv"), text, &options, err);
}

static void test_columns(void)
{
	static const char table[] = "Answer one,Answer Two,who\na,b,P1\nc,d,P2\n";
	static const char bare[] = "1,I lose it\n2,I keep it\n";
	struct draft draft;
	struct err err = ERR_INIT;
	ok(!read_column(&draft, str_of(table), NULL, &err) && err.code == ERR_FORMAT &&
		   strstr(err.msg, "Answer one, Answer Two, who"),
	   "nobody knows which column is meant");
	draft_release(&draft);
	ok(read_column(&draft, str_of(table), "answer two", &err) && draft.nturns == 2 &&
		   str_equal(draft.turns[1].text, STR("d")) && has_warning(&draft, "column 2"),
	   "a column by its name");
	is_int(draft.speakers[1].role, ROLE_PARTICIPANT, "who stands in \"who\" takes part");
	ok(!draft.speakers[1].guessed, "and that is no guess");
	draft_release(&draft);
	ok(read_column(&draft, str_of(table), "1", &err) &&
		   str_equal(draft.turns[1].text, STR("c")),
	   "a column by its number");
	draft_release(&draft);
	ok(read_column(&draft, str_of(table), "who", &err) && draft.nspeakers == 0,
	   "the column of names itself: then nobody is named");
	draft_release(&draft);
	ok(!read_column(&draft, str_of(table), "4", &err) && err.code == ERR_USAGE &&
		   strstr(err.msg, "no column"),
	   "a column that is not there");
	draft_release(&draft);
	ok(read_column(&draft, str_of(bare), "2", &err) && draft.nturns == 2,
	   "a table without a header loses no row");
	draft_release(&draft);
}

static void test_tables(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	strbuf_add_z(&sb, "text,theme,participant\n");
	for (int i = 0; i < 3000; i++)
		strbuf_addf(&sb, "\"note, %d\",%s,P%d\n", i, i % 2 ? "a" : "", i % 9);
	ok(read_as(&draft, "cards.txt", strbuf_str(&sb), NULL, NULL, &err) && draft.notes,
	   "a table is one under any name");
	is_int(draft.nturns, 3000, "a row is a turn");
	is_int(draft.nspeakers, 9, "people are told apart");
	draft_release(&draft);
	strbuf_reset(&sb);
	strbuf_add_repeat(&sb, "x,", 60);
	strbuf_add_z(&sb, "note\na\n");
	strbuf_add_repeat(&sb, ",", 60);
	strbuf_add_z(&sb, "here\n");
	ok(read_as(&draft, "wide.csv", strbuf_str(&sb), NULL, NULL, &err) && draft.nturns == 1 &&
		   str_equal(draft.turns[0].text, STR("here")),
	   "a row that ends long before the note's column has no note");
	draft_release(&draft);
	ok(read_as(&draft, "talk.txt", STR("Notes, and a summary: we met.\nAnn: hello\nBob: hi\n"),
		   NULL, NULL, &err) &&
		   strcmp(draft.format, "csv") != 0,
	   "prose with a comma in its first line is no table");
	draft_release(&draft);
	ok(read_as(&draft, "a.md", STR("| note | theme |\n|---|---|\n| a | b |\n"), NULL, NULL,
		   &err) &&
		   strcmp(draft.format, "csv") != 0,
	   "nor is a table of Markdown");
	draft_release(&draft);
	strbuf_release(&sb);
}

static void test_days(void)
{
	static const struct {
		const char *path, *day;
	} names[] = {
		{"GMT20240312-150301_Recording.transcript.vtt", "2024-03-12"},
		{"in/2024-03-12 15.03.01 Kick-off 8123/closed_caption.vtt", "2024-03-12"},
		{"2024-03-12/P03 2024_04_01.vtt", "2024-04-01"},
		{"call 2024.02.29.srt", "2024-02-29"},
		{"20240312", "2024-03-12"},
		{"1 and 20241399 and 20240101.txt", "2024-01-01"},
		{"2024-03-12/in/p03.vtt", ""},
		{"2023-02-29.vtt", ""},
		{"2024-03_12.vtt", ""},
		{"120240312.vtt", ""},
		{"202403121.vtt", ""},
		{"2024-03-120.vtt", ""},
		{"19990312.vtt", ""},
		{"2024", ""},
		{"", ""},
	};
	for (size_t i = 0; i < TW_COUNT(names); i++) {
		char day[DAY_SIZE];
		bool found = day_of_path(str_of(names[i].path), day);
		is_str(day, names[i].day, "the day in \"%s\"", names[i].path);
		is_int(found, names[i].day[0] != '\0', "found or not");
	}
}

static void test_days_in_words(void)
{
	static const struct {
		const char *words, *day;
	} lines[] = {
		{"2026-03-02", "2026-03-02"},
		{"2026-03-02T14:00Z", "2026-03-02"},
		{"2026/3/2, 14:00", "2026-03-02"},
		{"2 March 2026", "2026-03-02"},
		{"14:30 March 2 2026", "2026-03-02"},
		{"Monday, March 2nd, 2026 at 14:00", "2026-03-02"},
		{"the 2nd of march, 2026", "2026-03-02"},
		{"Sept 30 2026", "2026-09-30"},
		{"Montag, 2. M\xc3\xa4rz 2026", "2026-03-02"},
		{"1er mars 2026", "2026-03-01"},
		{"mar. 3 mars 2026", "2026-03-03"},
		{"12 ao\xc3\xbbt 2026", "2026-08-12"},
		{"2 de marzo de 2026", "2026-03-02"},
		{"1\xc2\xba de mar\xc3\xa7o de 2026", "2026-03-01"},
		{"2.3.2026", "2026-03-02"},
		{"02.03.2026", "2026-03-02"},
		{"13/3/2026", "2026-03-13"},
		{"3/13/2026", "2026-03-13"},
		{"3-3-2026", "2026-03-03"},
		{"2026年3月2日", "2026-03-02"},
		/* one of two, or of none */
		{"3/2/2026", ""},
		{"2 March", ""},
		{"02.03.26", ""},
		{"March 2026", ""},
		{"31 February 2026", ""},
		{"31.2.2026", ""},
		{"2 March or 3 April 2026", ""},
		{"between 2 March 2025 and 2 March 2026", ""},
		{"14:30 March 2026", ""},
		{"3.2/2026", ""},
		{"2026年3月", ""},
		{"2026年13月2日", ""},
		{"99999999999999999999 March 2026", ""},
		{"Tuesday", ""},
		{"", ""},
	};
	for (size_t i = 0; i < TW_COUNT(lines); i++) {
		char day[DAY_SIZE] = "";
		bool found = day_of_words(str_of(lines[i].words), day);
		is_str(day, lines[i].day, "the day in \"%s\"", lines[i].words);
		is_int(found, lines[i].day[0] != '\0', "found or not");
	}
}

int main(void)
{
	test_days();
	test_days_in_words();
	test_stamps();
	test_plain_cues(bytes_ways());
	test_plain_cues(&bytes_plain);
	test_numbered_cues();
	test_labels();
	test_many_labels();
	test_options();
	test_fingerprints();
	test_counts();
	test_counts_by_blocks();
	test_marks_anywhere();
	test_unnamed();
	test_sentences(".", 100);
	test_sentences("\xe2\x80\xa6\"", 101);
	test_one_line();
	test_cut_heading();
	test_words_kept();
	test_many_tags();
	test_json();
	test_columns();
	test_tables();
	return done();
}
