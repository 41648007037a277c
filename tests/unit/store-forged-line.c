/*
 * What comes over a line when the other side lies: one conversation each, sound but for one value
 * or one frame, said to the side that calls or to the one that answers. It is refused in words, and
 * the wall is as it was.
 *
 * A conversation is written as words: a capital letter begins a frame; i and a number, t and a
 * text, b and hex are values, n is none, + is a value of no type and = a byte of one that is cut;
 * #hex are bytes as they are. root, copies, ids are what this wall knows of itself, wall the rows
 * that a wall cannot be without.
 */
#include <errno.h>

#include "store-forge.h"
#include "sync-internal.h"

static struct forge_file sound;
static struct knowledge known;
static int64_t replica;

/* ---- saying ---- */

static void add_number(struct strbuf *out, uint64_t number, int nbytes)
{
	while (nbytes-- > 0)
		strbuf_add_char(out, (char)(number >> (8 * nbytes)));
}

static void say_int(struct strbuf *out, int64_t i)
{
	strbuf_add_char(out, 'i');
	add_number(out, (uint64_t)i, 8);
}

static void say_long(struct strbuf *out, char type, const void *bytes, size_t n)
{
	strbuf_add_char(out, type);
	add_number(out, n, 4);
	strbuf_add(out, bytes, n);
}

static void say_hex(struct strbuf *out, struct str hex)
{
	for (size_t i = 0; i + 1 < hex.n; i += 2) {
		char pair[3] = {hex.p[i], hex.p[i + 1], '\0'};
		strbuf_add_char(out, (char)strtol(pair, NULL, 16));
	}
}

/* Of the copies one more that has made nothing, or all with other fingerprints. */
static void say_copies(struct strbuf *out, struct str how)
{
	static const uint8_t none[SHA256_BYTES];
	size_t n = known.ncopies;
	bool more = str_equal(how, STR("more")), other = str_equal(how, STR("otherwise"));
	say_int(out, (int64_t)n + more);
	for (size_t i = 0; i < n; i++) {
		say_int(out, known.copies[i].prefix);
		say_int(out, known.copies[i].newest);
		say_long(out, 'b', other ? none : known.copies[i].digest, SHA256_BYTES);
	}
	if (more) {
		say_int(out, INT32_MAX);
		say_int(out, 0);
		say_long(out, 'b', none, SHA256_BYTES);
	}
}

static void say_ids(struct strbuf *out, int64_t more)
{
	say_int(out, (int64_t)known.ntranscripts);
	for (size_t i = 0; i < known.ntranscripts; i++)
		say_int(out, known.transcripts[i] + more);
}

static void say_wall(struct strbuf *out)
{
	char number[24];
	snprintf(number, sizeof number, "%lld", (long long)replica);
	say_int(out, 0);
	say_int(out, replica);
	say_long(out, 'b', known.root, sizeof known.root);
	say_long(out, 't', "", 0);
	say_int(out, 900);
	say_int(out, 2);
	say_long(out, 't', "replica", 7);
	say_long(out, 't', number, strlen(number));
}

static void say_value(struct strbuf *out, struct str word)
{
	static const char nothing[5000];
	struct str rest = str_part(word, 1, word.n);
	if (str_equal(word, STR("root")))
		say_long(out, 'b', known.root, sizeof known.root);
	else if (str_equal(word, STR("sha")))
		say_long(out, 'b', nothing, SHA256_BYTES);
	else if (str_equal(word, STR("long")))
		say_long(out, 't', nothing, sizeof nothing);
	else if (str_equal(word, STR("ids")) || str_equal(word, STR("others")))
		say_ids(out, word.p[0] == 'o');
	else if (str_equal(word, STR("wall")))
		say_wall(out);
	else if (str_equal(word, STR("copies")) || str_equal(word, STR("more")) ||
		 str_equal(word, STR("otherwise")))
		say_copies(out, word);
	else if (word.p[0] == 'i')
		say_int(out, strtoll(rest.p, NULL, 10));
	else if (word.p[0] == 't')
		say_long(out, 't', rest.p, rest.n);
	else if (word.p[0] == '#')
		say_hex(out, rest);
	else if (word.p[0] == 'b') {
		struct strbuf bytes = STRBUF_INIT;
		say_hex(&bytes, rest);
		say_long(out, 'b', bytes.buf, bytes.len);
		strbuf_release(&bytes);
	} else {
		strbuf_add_char(out, word.p[0]);
	}
}

static void say(struct strbuf *out, const char *words)
{
	struct str rest = str_of(words);
	size_t frame = SIZE_MAX;
	while (rest.n) {
		size_t end = str_find_char(rest, ' ');
		struct str word = str_part(rest, 0, end);
		rest = str_part(rest, end < rest.n ? end + 1 : end, rest.n);
		if (word.n == 1 && word.p[0] >= 'A' && word.p[0] <= 'Z') {
			frame = out->len;
			strbuf_add(out, word.p, 1);
			add_number(out, 0, 4);
		} else {
			say_value(out, word);
		}
		for (int i = 0; frame != SIZE_MAX && i < 4; i++)
			out->buf[frame + 1 + (size_t)i] =
				(char)((out->len - frame - 5) >> (24 - 8 * i));
	}
}

/* ---- the line ---- */

struct line_ends {
	struct strbuf says; /* the other side */
	size_t at;
	struct strbuf heard;
	bool deaf;
};

static ssize_t read_line(void *context, void *bytes, size_t n)
{
	struct line_ends *line = context;
	size_t left = line->says.len - line->at;
	n = n < left ? n : left;
	memcpy(bytes, line->says.buf + line->at, n);
	line->at += n;
	return (ssize_t)n;
}

static bool write_line(void *context, const void *bytes, size_t n)
{
	struct line_ends *line = context;
	strbuf_add(&line->heard, bytes, n);
	errno = EPIPE;
	return !line->deaf;
}

/* ---- who hears it ---- */

static bool calls(const struct sync_line *line)
{
	bool greeted;
	return sync_call(line, STR("a.wall"), &greeted, &err) && greeted;
}

static bool answers(const struct sync_line *line)
{
	struct strbuf path = STRBUF_INIT;
	bool good = sync_answer(line, &path, &err) && !strcmp(path.buf, "a.wall");
	strbuf_release(&path);
	return good;
}

static bool is_level;

static bool visits(const struct sync_line *line)
{
	struct sync_report report;
	struct store *store = forge_open(fixture_wall, "Ann");
	must(store);
	bool good = sync_with(store, line, NULL, NULL, NULL, &report, &err);
	is_level = report.level;
	sync_report_release(&report);
	store_close(store);
	return good;
}

static bool serves(const struct sync_line *line)
{
	struct store *store = forge_open(fixture_wall, "Ann");
	must(store);
	bool good = sync_serve(store, line, NULL, &err);
	store_close(store);
	return good;
}

/* ---- the lies ---- */

#define KNOWN    "K root copies ids i0 "
#define ROWS     "R wall E "
#define MERGED   "M i0 i0 i0 "
#define NONSENSE "makes no sense"
#define LOST     "the connection was lost"

static const struct {
	const char *what;
	bool (*hears)(const struct sync_line *line);
	const char *said, *words; /* words: NULL, it is believed and both are level */
} lies[] = {
	/* the truth */
	{"a greeting", calls, "#545753594e430104", NULL},
	{"a question", answers, "A ta.wall", NULL},
	{"a conversation", visits, KNOWN ROWS MERGED KNOWN, NULL},
	{"a conversation, of a copy that knows one more", visits,
	 "K root more ids i0 " ROWS MERGED "K root more ids i0", NULL},
	{"a conversation, heard", serves, KNOWN ROWS "M", NULL},
	/* sync-wire.c */
	{"no greeting", calls, "", LOST},
	{"words instead of a greeting", calls, "#57656c636f6d6520", "is no themewall"},
	{"a greeting of another version", calls, "#545753594e430103", "of another version"},
	{"a greeting of another line", calls, "#545753594e430904", "of another version"},
	{"nothing", visits, "", LOST},
	{"half a frame", visits, "#4b0000", LOST},
	{"a frame that breaks off", visits, "#4b0000000969", LOST},
	{"a frame beyond all measure", visits, "#4bffffffff", NONSENSE},
	{"a frame of no letter", visits, "#0000000000", NONSENSE},
	{"a frame of a letter that is none", visits, "Z", NONSENSE},
	{"rows, where knowledge is asked for", visits, "R", NONSENSE},
	{"a refusal", visits, "F i2 tno", "the other side: no"},
	{"a refusal of no reason we know", visits, "F i99 tno", NONSENSE},
	{"a refusal without words", visits, "F i2", NONSENSE},
	{"a refusal in bytes", visits, "F i2 b00", NONSENSE},
	{"a refusal of nothing", visits, "F", NONSENSE},
	/* sync-knowledge.c */
	{"knowledge of nothing", visits, "K", NONSENSE},
	{"knowledge of a number", visits, "K i5", NONSENSE},
	{"a root of one byte", visits, "K b00", NONSENSE},
	{"another root", visits, "K b00000000000000000000000000000000 copies ids i0",
	 "are not copies of one another"},
	{"no copies said", visits, "K root", NONSENSE},
	{"no copies", visits, "K root i0", NONSENSE},
	{"too many copies", visits, "K root i65", NONSENSE},
	{"copies in words", visits, "K root tone", NONSENSE},
	{"a copy of no number", visits, "K root i1 i0 i1 sha i0 i0", NONSENSE},
	{"a copy that is not said", visits, "K root i1", NONSENSE},
	{"a copy twice", visits, "K root i2 i5 i1 sha i5 i1 sha i0 i0", NONSENSE},
	{"a copy before all clocks", visits, "K root i1 i5 i-1 sha i0 i0", NONSENSE},
	{"a copy behind all clocks", visits, "K root i1 i5 i4294967296 sha i0 i0", NONSENSE},
	{"a copy of half a fingerprint", visits, "K root i1 i5 i1 b00 i0 i0", NONSENSE},
	{"a copy whose fingerprint is text", visits, "K root i1 i5 i1 tno i0 i0", NONSENSE},
	{"a copy without a fingerprint", visits, "K root i1 i5 i1", NONSENSE},
	{"no transcripts said", visits, "K root copies", NONSENSE},
	{"fewer than no transcripts", visits, "K root copies i-1 i0", NONSENSE},
	{"more transcripts than any wall has", visits, "K root copies i1048577", NONSENSE},
	{"a transcript that is not said", visits, "K root copies i1", NONSENSE},
	{"transcripts in no order", visits, "K root copies i2 i5 i5 i0", NONSENSE},
	{"nobody forgotten said", visits, "K root copies ids", NONSENSE},
	{"somebody of no number forgotten", visits, "K root copies ids i1 i0", NONSENSE},
	{"knowledge, and more", visits, "K root copies ids i0 i0", NONSENSE},
	{"a value of no type", visits, "K +", NONSENSE},
	{"a value of the type nought", visits, "K #00", NONSENSE},
	{"a number that is cut", visits, "K #690000", NONSENSE},
	{"a length that is cut", visits, "K #620000", NONSENSE},
	{"bytes that are cut", visits, "K #620000001000", NONSENSE},
	/* sync-rows.c */
	{"no rows", visits, KNOWN, LOST},
	{"rows without an end", visits, KNOWN "R wall", LOST},
	{"rows that end as something else", visits, KNOWN "R wall M", NONSENSE},
	{"a row of a kind that is none", visits, KNOWN "R wall i7 E", NONSENSE},
	{"a row of a kind in words", visits, KNOWN "R wall tcard E", NONSENSE},
	{"half a row", visits, KNOWN "R wall i1 i77 tZoe E", NONSENSE},
	{"a row against a rule", visits, KNOWN "R wall i1 i77 t tZ i1 E", NONSENSE},
	{"a row of the wrong kind", visits, KNOWN "R wall i1 tx tZoe tZ i1 E", NONSENSE},
	{"a row twice", visits, KNOWN "R wall wall E", NONSENSE},
	{"rows of no wall", visits, KNOWN "R E", "does not know its own number"},
	{"a step by nobody", visits, KNOWN "R wall i3 i900 i5 i77 i0 tdo tforged i900 n i4 b n E",
	 NONSENSE},
	{"a step that cannot be read", visits,
	 KNOWN "R wall i0 i77 b01010101010101010101010101010101 tb i9 i1 i77 tZoe tZ i1 i3 i900 "
	       "i77 i77 i0 tdo tforged i900 n i4 b54ff t E",
	 "the history of the other wall is damaged"},
	/* sync.c */
	{"a question of nothing", answers, "A", NONSENSE},
	{"another frame than a question", answers, "K", NONSENSE},
	{"no question", answers, "", LOST},
	{"a question of a number", answers, "A i5", NONSENSE},
	{"a question without words", answers, "A t", NONSENSE},
	{"a question beyond all names", answers, "A long", NONSENSE},
	{"a question that is no UTF-8", answers, "A #7400000002c328", NONSENSE},
	{"a question with a NUL", answers,
	 "A #7400000002"
	 "6100",
	 NONSENSE},
	{"no answer to what was sent", visits, KNOWN ROWS, LOST},
	{"another answer to it", visits, KNOWN ROWS "K", NONSENSE},
	{"no count of steps", visits, KNOWN ROWS "M", NONSENSE},
	{"fewer than no steps", visits, KNOWN ROWS "M i-1", NONSENSE},
	{"no count of transcripts", visits, KNOWN ROWS "M i0", NONSENSE},
	{"no count of the forgotten", visits, KNOWN ROWS "M i0 i0", NONSENSE},
	{"no word of what it knows then", visits, KNOWN ROWS MERGED, LOST},
	{"knowledge that cannot be read, to the one who answers", serves, "K", NONSENSE},
	{"rows that cannot be read, to the one who answers", serves, KNOWN "R i7", NONSENSE},
	{"no word that it was merged, to the one who answers", serves, KNOWN ROWS, LOST},
	{"another word, to the one who answers", serves, KNOWN ROWS "E", NONSENSE},
};

static void test_lie(size_t i)
{
	uint8_t before[SHA256_BYTES], after[SHA256_BYTES];
	struct line_ends ends = {.says = STRBUF_INIT, .heard = STRBUF_INIT};
	const struct sync_line line = {read_line, write_line, &ends};
	forge_write(fixture_wall, &sound);
	forge_sum(fixture_wall, before);
	say(&ends.says, lies[i].said);
	err_clear(&err);
	is_level = true;
	bool good = lies[i].hears(&line);
	struct err said = err;
	forge_sum(fixture_wall, after);
	ok((lies[i].words ? !good && strstr(said.msg, lies[i].words) : good && is_level) &&
		   (good || said.code) && memcmp(before, after, sizeof after) == 0,
	   "%s: %s", lies[i].what,
	   said.msg[0] ? said.msg
	   : good      ? "believed"
		       : "no word");
	strbuf_release(&ends.says);
	strbuf_release(&ends.heard);
}

/* Said at the end, when all is merged: nothing is refused any more, but they are not level. */
static void test_not_level(void)
{
	static const char *const last[] = {"K b00000000000000000000000000000000 copies ids i0",
					   "K root otherwise ids i0",
					   "K root i1 i5 i1 sha ids i0",
					   "K root i1 i5 i0 sha ids i0",
					   "K root copies i0 i0",
					   "K root copies others i0"};
	for (size_t i = 0; i < TW_COUNT(last); i++) {
		struct line_ends ends = {.says = STRBUF_INIT, .heard = STRBUF_INIT};
		const struct sync_line line = {read_line, write_line, &ends};
		forge_write(fixture_wall, &sound);
		say(&ends.says, KNOWN ROWS MERGED);
		say(&ends.says, last[i]);
		ok(visits(&line) && !is_level, "%s, in the end: not level", last[i]);
		strbuf_release(&ends.says);
		strbuf_release(&ends.heard);
	}
}

/* What this wall says of itself is a lie: it says nothing then. */
static void test_own(void)
{
	static const char *const own[] = {"UPDATE replica SET uuid = x'00'",
					  "UPDATE replica SET letter = 'b'"};
	for (size_t i = 0; i < TW_COUNT(own); i++) {
		struct line_ends ends = {.says = STRBUF_INIT, .heard = STRBUF_INIT};
		const struct sync_line line = {read_line, write_line, &ends};
		forge_write(fixture_wall, &sound);
		forge(fixture_wall, own[i]);
		err_clear(&err);
		say(&ends.says, KNOWN ROWS MERGED KNOWN);
		ok(!visits(&line) && strstr(err.msg, "does not know where it comes from") &&
			   !ends.heard.len,
		   "%s: %s", own[i], err.msg);
		strbuf_release(&ends.says);
		strbuf_release(&ends.heard);
	}
}

/* Who asks is gone before the greeting. */
static void test_deaf(void)
{
	struct line_ends ends = {.says = STRBUF_INIT, .heard = STRBUF_INIT, .deaf = true};
	const struct sync_line line = {read_line, write_line, &ends};
	say(&ends.says, "A ta.wall");
	ok(!answers(&line) && strstr(err.msg, LOST), "nobody hears the greeting: %s", err.msg);
	strbuf_release(&ends.says);
	strbuf_release(&ends.heard);
}

/* All frames together have a bound, too. */
static void test_total(void)
{
	struct line_ends ends = {.says = STRBUF_INIT, .heard = STRBUF_INIT};
	const struct sync_line line = {read_line, write_line, &ends};
	struct wire wire;
	enum sync_frame frame;
	say(&ends.says, "K i1");
	wire_init(&wire, &line, &err);
	wire.total = UINT64_C(1) << 32;
	ok(!wire_receive(&wire, &frame) && strstr(err.msg, NONSENSE), "more than four GiB: %s",
	   err.msg);
	wire_release(&wire);
	strbuf_release(&ends.says);
	strbuf_release(&ends.heard);
}

int main(void)
{
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	fixture_begin();
	alarm(300);
	setenv("TMPDIR", fixture_folder, 1);
	struct store *store = forge_open(fixture_wall, "Ann");
	forge_study(store);
	must(knowledge_gather(&known, store, &err) && known.ncopies == 1 &&
	     known.ntranscripts == 1);
	replica = store->replica;
	store_close(store);
	sound = forge_read(fixture_wall);
	for (size_t i = 0; i < TW_COUNT(lies); i++)
		test_lie(i);
	test_not_level();
	test_own();
	test_deaf();
	test_total();
	knowledge_release(&known);
	free(sound.bytes);
	fixture_end();
	return done();
}
