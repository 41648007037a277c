/* import: the smallest parts, by tables: what is a word, a name, a time, a mark of Markdown, a tag,
 * an escape. */
#include "counts-internal.h"
#include "cues-internal.h"
#include "import-internal.h"
#include "markdown-internal.h"
#include "markup-internal.h"
#include "stamp-internal.h"
#include "tap.h"
#include "themewall/base/mem.h"

/* Between two letters: a letter, a sign, or a word of its own. */
static void test_counts(void)
{
	static const struct {
		const char *c;
		size_t words; /* in "aCb" */
	} all[] = {
		{"\xc3\xa9", 1},         /* é */
		{"\xc2\xaa", 1},         /* feminine ordinal */
		{"\xc2\xb5", 1},         /* micro */
		{"\xc2\xba", 1},         /* masculine ordinal */
		{"\xc2\xa9", 2},         /* copyright */
		{"\xc3\x97", 2},         /* times */
		{"\xc3\xb7", 2},         /* divided by */
		{"\xe2\x80\x94", 2},     /* dash */
		{"\xe2\xb0\x80", 1},     /* Glagolitic */
		{"\xe3\x80\x82", 2},     /* ideographic full stop */
		{"\xe3\x81\x82", 3},     /* hiragana */
		{"\xe3\x84\x85", 1},     /* bopomofo */
		{"\xe4\xbd\xa0", 3},     /* ideograph */
		{"\xef\xa4\x80", 3},     /* compatibility ideograph */
		{"\xef\xac\x80", 1},     /* ligature ff */
		{"\xef\xb8\x8f", 2},     /* variation selector */
		{"\xef\xb9\xb0", 1},     /* Arabic form */
		{"\xef\xbc\x90", 1},     /* wide digit */
		{"\xef\xbc\xa1", 1},     /* wide capital */
		{"\xef\xbd\x81", 1},     /* wide letter */
		{"\xef\xbc\x9f", 2},     /* wide question mark */
		{"\xef\xbc\x81", 2},     /* wide exclamation mark */
		{"\xef\xbc\xbb", 2},     /* wide bracket */
		{"\xef\xbd\x9b", 2},     /* wide brace */
		{"\xef\xbe\x80", 1},     /* narrow katakana */
		{"\xef\xbf\xbd", 2},     /* damage */
		{"\xf0\x9f\x98\xac", 2}, /* face */
		{"\xf0\xa0\x80\x80", 3}, /* ideograph beyond */
		{"\xf1\x80\x80\x80", 2}, /* nothing yet */
	};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		char text[8];
		snprintf(text, sizeof text, "a%sb", all[i].c);
		is_int(count_talk(str_of(text), false).words, all[i].words, "words in %s", text);
	}
}

static void test_payload(void)
{
	static const struct {
		const char *json, *want; /* NULL: it is not there */
	} all[] = {
		{"{\"t\":\"a\"}", "a"},
		{"{\"t\" :\t\n \"a\"}", "a"},
		{"{\"u\":\"a\"}", NULL},
		{"{\"t\":7}", NULL},
		{"{\"t\":  ", NULL},
		{"{\"t\"", NULL},
		{"{\"t\":\"abc", "abc"},
		{"{\"t\":\"ab\\", "ab\\"},
		{"{\"t\":\"a\\nb\\\\c\\\"d\"", "a b\\c\"d"},
		{"{\"t\":\"\\u00e9\\u00E9\"", "\xc3\xa9\xc3\xa9"},
		{"{\"t\":\"\\u12", "\xef\xbf\xbd"
				   "12"},
		{"{\"t\":\"\\u00g0\"", "\xef\xbf\xbd"
				       "00g0"},
		{"{\"t\":\"\\u00@0\"", "\xef\xbf\xbd"
				       "00@0"},
		{"{\"t\":\"\\u0007x\\u0085y\\u007fz\\u00a0\"",
		 " x\xef\xbf\xbdy\xef\xbf\xbdz\xc2\xa0"},
		{"{\"t\":\"\\ud83d\\ude2c\"", "\xf0\x9f\x98\xac"},
		{"{\"t\":\"\\ud83d", "\xef\xbf\xbd"},
		{"{\"t\":\"\\ud83dx12345\"", "\xef\xbf\xbdx12345"},
		{"{\"t\":\"\\ud83d\\nabcd\"", "\xef\xbf\xbd abcd"},
		{"{\"t\":\"\\ud83d\\u0041\"", "\xef\xbf\xbd"
					      "A"},
		{"{\"t\":\"\\ud83d\\ue000\"", "\xef\xbf\xbd\xee\x80\x80"},
		{"{\"t\":\"\\ud83d\\uzz\"", "\xef\xbf\xbd\xef\xbf\xbdzz"},
		{"{\"t\":\"\\ude2c\"", "\xef\xbf\xbd"},
	};
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		bool found = cue_json_string(str_of(all[i].json), STR("\"t\""), &out);
		ok(found == (all[i].want != NULL), "%s is there or not", all[i].json);
		is_str(found ? out.buf : "", all[i].want ? all[i].want : "", "%s", all[i].json);
	}
	strbuf_release(&out);
}

/* ---- names ---- */

static void test_ids(void)
{
	static const char *const yes[] = {"Speaker 1", "speaker_2", "Speaker12", "P3",
					  "S 12",      "P_1",       "S1234"};
	static const char *const no[] = {"",    "Speaker", "P", "P ",        "P12345", "Px1",
					 "P1x", "Q1",      "7", "Speaker x", "S-1",    "speaker"};
	for (size_t i = 0; i < TW_COUNT(yes); i++)
		ok(label_is_id(str_of(yes[i])), "an id that is a person: %s", yes[i]);
	for (size_t i = 0; i < TW_COUNT(no); i++)
		ok(!label_is_id(str_of(no[i])), "none: \"%s\"", no[i]);
}

static void test_names(void)
{
	static const struct {
		const char *label, *name;
	} all[] = {{"", ""},
		   {"Tom)", "Tom)"},
		   {"Tom (Guest)", "Tom"},
		   {"Tom(Me )", "Tom"},
		   {"Tom (tall)", "Tom (tall)"},
		   {" (Guest) ", "(Guest)"},
		   {"Tom", "Tom"}};
	for (size_t i = 0; i < TW_COUNT(all); i++)
		ok(str_equal(label_name(str_of(all[i].label)), str_of(all[i].name)), "%s is %s",
		   all[i].label, all[i].name);
}

static void test_called(void)
{
	static const struct {
		const char *label, *name;
	} all[] = {{"Vega, Marisol", "Marisol Vega"},
		   {"Okafor, Tom (External)", "Tom Okafor"},
		   {"de la Cruz,  Ana Maria ", "Ana Maria de la Cruz"},
		   {"Martin Luther King, Jr.", "Martin Luther King, Jr."},
		   {"Ada Lovelace, PhD", "Ada Lovelace, PhD"},
		   {"Okoye, Tom (Research)", "Okoye, Tom (Research)"},
		   {"Ann, Bo, Cy", "Ann, Bo, Cy"},
		   {"Room 4, second floor left side", "Room 4, second floor left side"},
		   {"Vega,", "Vega,"},
		   {", Tom", ", Tom"},
		   {"Marisol Vega", "Marisol Vega"}};
	struct arena arena = {0};
	for (size_t i = 0; i < TW_COUNT(all); i++)
		ok(str_equal(name_called(&arena, str_of(all[i].label)), str_of(all[i].name)),
		   "%s is called %s", all[i].label, all[i].name);
	arena_release(&arena);
}

static void test_bracketed(void)
{
	static const struct {
		const char *line, *label; /* NULL: nobody */
	} all[] = {
		{"[id1] text", "id1"},
		{"[P 2] text", "P 2"},
		{"[S-03] text", "S-03"},
		{"[id1]text", NULL},
		{"[id1]", NULL},
		{"[id] text", NULL},
		{"[id ] text", NULL},
		{"[7] text", NULL},
		{"[P1234] text", NULL},
		{"[P1x] text", NULL},
		{"[abcdefghijklm1] text", NULL},
		{"[Ann]: text", "Ann"},
		{"[Ann]:", "Ann"},
		{"[7up]: text", NULL},
		{"(Ann): text", NULL},
		{"(id1) text", NULL},
		{"(speaker 0) text", "speaker 0"},
		{"(speaker ?) text", "speaker ?"},
		{"(speaker !) text", NULL},
		{"(speaker 0", NULL},
		{"[speaker 0", NULL},
		{"Ann:\xc3\xa9t\xc3\xa9", "Ann"},
		{"Ann:text", NULL},
		{"Ann:", "Ann"},
		{"Ann:\ttext", "Ann"},
	};
	struct label_hit hit;
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		bool took = label_take(str_of(all[i].line), &hit);
		ok(took == (all[i].label != NULL) &&
			   (!took || str_equal(hit.label, str_of(all[i].label))),
		   "who speaks in %s", all[i].line);
	}
}

static void test_lengths(void)
{
	struct strbuf name = STRBUF_INIT;
	strbuf_add_repeat(&name, "\xc3\xa9", 60);
	ok(label_is_plausible(strbuf_str(&name)), "60 characters are a name, however many bytes");
	strbuf_add_z(&name, "\xc3\xa9");
	ok(!label_is_plausible(strbuf_str(&name)), "61 are none");
	strbuf_release(&name);
}

/* Names that were asked for lately are known without asking again, if the line is theirs. */
static void test_recent(void)
{
	static const struct {
		const char *line;
		bool known;
	} lines[] = {{"Ann: hi", true},  {"Ann:", false},     {"Ann:hi", false},
		     {"Bob: hi", false}, {"Anne: hi", false}, {"An", false}};
	static const struct {
		const char *tag;
		bool known;
	} tags[] = {{"Ann>hi", true}, {"Bob>hi", false}, {"Ann", false}, {"Anne>hi", false}};
	struct labels labels = {0};
	size_t label, skip;
	ok(!labels_take_recent(&labels, STR("Ann: hi"), &label, &skip) &&
		   !labels_take_recent_voice(&labels, STR("Ann>hi"), &label, &skip),
	   "nobody is known yet");
	labels_intern(&labels, STR("Ann"));
	for (size_t i = 0; i < TW_COUNT(lines); i++)
		is_int(labels_take_recent(&labels, str_of(lines[i].line), &label, &skip),
		       lines[i].known, "lately: %s", lines[i].line);
	for (size_t i = 0; i < TW_COUNT(tags); i++)
		is_int(labels_take_recent_voice(&labels, str_of(tags[i].tag), &label, &skip),
		       tags[i].known, "a voice lately: %s", tags[i].tag);
	labels_release(&labels);
}

/* FNV-1a, as label.c has it. */
static int64_t hash_of(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 0x100000001b3u;
	return (int64_t)(h >> 1 | 1);
}

/* Two spellings of one hash, which nobody can write down: the second's is given to the first. */
static void test_collision(void)
{
	struct labels labels = {0};
	labels_intern(&labels, STR("Ann"));
	map_put(&labels.index, hash_of("Bob"), 0);
	for (int i = 0; i < 5; i++)
		labels_intern(&labels, STR("Cy"));
	is_int(labels_intern(&labels, STR("Bob")), 2, "another spelling of the same hash");
	is_int(labels_intern(&labels, STR("Ann")), 0, "the first is who it was");
	for (int i = 0; i < 5; i++)
		labels_intern(&labels, STR("Cy"));
	is_int(labels_intern(&labels, STR("Bob")), 2, "and found again");
	labels_release(&labels);
}

static void test_voices(void)
{
	static const struct {
		const char *voice, *label;
	} all[] = {{"0", "Speaker 0"},
		   {"A", "Speaker A"},
		   {"?", "?"},
		   {"AB", "AB"},
		   {"12", "Speaker 12"}};
	struct labels labels = {0};
	struct arena arena = {0};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		int64_t at = labels_intern_voice(&labels, &arena, str_of(all[i].voice));
		ok(at == (int64_t)i && str_equal(labels.items[at].text, str_of(all[i].label)),
		   "the voice %s is %s", all[i].voice, all[i].label);
	}
	is_int(labels_intern_voice(&labels, &arena, STR("")), -1, "none is nobody");
	labels_release(&labels);
	arena_release(&arena);
}

/* ---- times ---- */

static void test_marks(void)
{
	static const struct {
		const char *text;
		int64_t ms; /* -1: none */
	} marks[] = {
		{"0:14", 14000},
		{"(0:14)", 14000},
		{"\\[0:14\\]", 14000},
		{"0:14,5 x", 14500},
		{"0:14.", 14000},
		{"1:02:x", -1},
		{"0:14a", -1},
		{"0:14:", -1},
		{"0:61", -1},
		{"61:00", 3660000},
		{"0:5", -1},
		{"0:-5", -1},
		{"0:05.-5", -1},
		{"\\", -1},
		{"\\[", -1},
		{"", -1},
		{"[0:14\\", -1},
		{"[0:14", -1},
		{"[0:14)", -1},
		{"x0:14", -1},
		{"00:0a:22.500", -1},
		{"00:61:22.500", -1},
		{"00:01:62.500", -1},
		{"00:14:22.5001", 862500},
		{"[", -1},
	};
	struct stamp stamp;
	bool bracketed;
	for (size_t i = 0; i < TW_COUNT(marks); i++) {
		bool found = stamp_scan_mark(str_of(marks[i].text), &stamp, &bracketed);
		is_int(found ? stamp.ms : -1, marks[i].ms, "a time: %s", marks[i].text);
	}
	ok(stamp_scan(STR("1:02:x"), &stamp) && stamp.nbytes == 4 && stamp.fields == 2,
	   "a time ends before what is none");
	ok(stamp_scan(STR("00:61:22.500"), &stamp) && stamp.over_sixty &&
		   stamp_scan(STR("00:01:62.500"), &stamp) && stamp.over_sixty,
	   "more than sixty is told");
}

static void test_spelt(void)
{
	static const struct {
		const char *text;
		int64_t ms; /* -1: none */
	} words[] = {{"5 minutes", 300000},
		     {"12345 seconds", -1},
		     {"-1 hours", -1},
		     {"x hours", -1},
		     {"5", -1},
		     {"5 weeks", -1},
		     {"", -1},
		     {"1 hour 5", -1},
		     {"1 HOUR", 3600000}},
	  seconds[] = {{"12,5", 12500},  {"12.5x", -1}, {"12.", 12000}, {"1234567890123", -1},
		       {"12.5s", 12500}, {"12x", -1},   {"", -1},       {"0", 0},
		       {"s", -1},        {".5", -1}};
	for (size_t i = 0; i < TW_COUNT(words); i++) {
		int64_t ms;
		bool found = stamp_scan_words(str_of(words[i].text), &ms);
		is_int(found ? ms : -1, words[i].ms, "in words: %s", words[i].text);
	}
	for (size_t i = 0; i < TW_COUNT(seconds); i++) {
		int64_t ms;
		bool found = stamp_scan_seconds(str_of(seconds[i].text), &ms);
		is_int(found ? ms : -1, seconds[i].ms, "seconds: %s", seconds[i].text);
	}
}

/* ---- Markdown ---- */

static void test_headings(void)
{
	static const struct {
		const char *line;
		int level;
		const char *words;
	} all[] = {{"# x", 1, "x"}, {"###### x", 6, "x"}, {"####### x", 0, ""},
		   {"#x", 0, ""},   {"##", 2, ""},        {"## x ##", 2, "x"},
		   {"x", 0, ""},    {"", 0, ""},          {"# ##", 1, ""}};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		struct str words = STR("");
		is_int(markdown_heading(str_of(all[i].line), &words), all[i].level, "level of %s",
		       all[i].line);
		ok(str_equal(words, str_of(all[i].words)), "words of %s", all[i].line);
	}
}

static void test_bullets(void)
{
	static const struct {
		const char *line;
		size_t nbytes;
	} all[] = {{"- x", 2},     {"* x", 2},     {"+ x", 2},     {"\xe2\x80\xa2 x", 4},
		   {"  - x", 4},   {"3) x", 3},    {"12. x", 4},   {"12345. x", 0},
		   {"12", 0},      {"12x", 0},     {"-x", 0},      {"-", 1},
		   {"- [x] a", 5}, {"- [ ] a", 5}, {"- [y] a", 2}, {"- [x", 2},
		   {"- [x) a", 2}, {"- [", 2},     {"", 0},        {"x", 0}};
	for (size_t i = 0; i < TW_COUNT(all); i++)
		is_int(markdown_bullet(str_of(all[i].line)), all[i].nbytes, "a bullet: %s",
		       all[i].line);
}

/* ---- markup ---- */

/* Lines of what scripts are joined without a blank. */
static void test_joins(void)
{
	static const struct {
		const char *left, *right;
		bool bare;
	} all[] = {
		{"", "a", true},
		{"a", "", true},
		{"a", "\xe4\xbd\xa0", false},
		{"\xe4\xbd\xa0", "a", false},
		{"\xe4\xbd\xa0", "\xe4\xbd\xa0", true},
		{"\xe3\x81\x82", "\xe2\xba\x80", true},
		{"\xef\xa4\x80", "\xef\xbc\x81", true},
		{"a\xf0\xa0\x80\x80", "\xf0\xa0\x80\x80", true},
		{"\xc3\xa9", "\xe4\xbd\xa0", false},
		{"\xe4\xbd\xa0", "\xc3\xa9", false},
		{"\xe4\xbd\xa0", "\xe3\x84\x85", false},
		{"\xe4\xbd\xa0", "\xea\x80\x80", false},
		{"\xe4\xbd\xa0", "\xef\xac\x80", false},
		{"\xe4\xbd\xa0", "\xef\xbd\xa6", false},
		{"\xe4\xbd\xa0", "\xf0\x9f\x98\xac", false},
		{"\xe4\xbd\xa0", "\xf1\x80\x80\x80", false},
	};
	for (size_t i = 0; i < TW_COUNT(all); i++)
		is_int(markup_joins_bare(str_of(all[i].left), str_of(all[i].right)), all[i].bare,
		       "%s and %s", all[i].left, all[i].right);
}

static void test_markup(void)
{
	static const struct {
		enum markup markup;
		const char *raw, *words;
		size_t unknown;
	} all[] = {
		{MARKUP_CUE, "<b>a</b> </>b<.x>c</.y>d", "a bcd", 0},
		{MARKUP_CUE, "a<>b", "ab", 0},
		{MARKUP_CUE, "a</ x>b</-x>", "ab", 2},
		{MARKUP_CUE, "a<foo>b", "ab", 1},
		{MARKUP_CUE, "a<lang en>b<c.loud>", "ab", 0},
		{MARKUP_CUE, "a<00:01.5>b<12>c<12x45>", "ab<12>c<12x45>", 0},
		{MARKUP_CUE, "a < b <", "a < b <", 0},
		{MARKUP_CUE, "a <b", "a <b", 0},
		{MARKUP_CUE, "x\ny <v\nAnn>z\n<i>\n", "x y z", 0},
		{MARKUP_CUE, "x <foo\nbar>y", "x y", 1},
		{MARKUP_CUE, "x <- y\nz", "x <- y z", 0},
		{MARKUP_CUE, "x <b> y\nz", "x  y z", 0},
		{MARKUP_CUE, "<b> x", "x", 0},
		{MARKUP_CUE, "\xe4\xbd\xa0\n\xe4\xbd\xa0", "\xe4\xbd\xa0\xe4\xbd\xa0", 0},
		{MARKUP_CUE, "&#65;&#x41;&#X4a;&#x4A;", "AAJJ", 0},
		{MARKUP_CUE, "&#9;a&#10;b", "a b", 0},
		{MARKUP_CUE, "&#31;&#x85;&#127;&#160;.",
		 "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xc2\xa0.", 0},
		{MARKUP_CUE, "&#;&#x;&#12345678;&#12a;&#xg1;&#x-1;&;&none;",
		 "&#;&#x;&#12345678;&#12a;&#xg1;&#x-1;&;&none;", 0},
		{MARKUP_CUE, "&#xFFFFFFF;&rdquo;&amp", "\xef\xbf\xbd\xe2\x80\x9d&amp", 0},
		{MARKUP_CUE, "{\\an8}a{b}c{\\d", "a{b}c{\\d", 0},
		{MARKUP_CUE, "a{", "a{", 0},
		{MARKUP_MARKDOWN, "a\\*b\\", "a*b\\", 0},
		{MARKUP_MARKDOWN, "a\\b <b>", "a\\b <b>", 0},
		{MARKUP_NONE, " a\n\n b ", "a b", 0},
	};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		char out[80];
		size_t unknown = 0;
		size_t n = markup_write(out, str_of(all[i].raw), all[i].markup, &unknown);
		out[n] = '\0';
		is_str(out, all[i].words, "%s", all[i].raw);
		is_int(unknown, all[i].unknown, "tags that are none in %s", all[i].raw);
	}
}

int main(void)
{
	test_counts();
	test_payload();
	test_ids();
	test_names();
	test_called();
	test_bracketed();
	test_lengths();
	test_recent();
	test_collision();
	test_voices();
	test_marks();
	test_spelt();
	test_headings();
	test_bullets();
	test_joins();
	test_markup();
	return done();
}
