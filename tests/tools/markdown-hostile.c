/*
 * Walls whose every text is hostile to Markdown, written by the real writer: for a foreign parser
 * to read (tests/export/markdown.py). Usage: markdown-hostile STRINGS SEED. To stdout, per wall:
 * "X key bytes\n" and the text, for each string that is to be found, where key says how its block
 * begins and ends ("quote C-001", "heading T-02" …); then "M bytes\n" and the Markdown.
 */
#include <stdio.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/export/export.h"

#include "../unit/export-conclude.h"
#include "../unit/export-team.h"

enum { THEMES = 6, CARDS = 8 /* of a theme */ };

static uint64_t state;

static size_t pick(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((state >> 33) % n);
}

/* Whole constructions, then single characters: what opens or closes anything in Markdown. */
static const char *const pieces[] = {
	"`code`",
	"``",
	"```",
	"~~~",
	"~~gone~~",
	"*em*",
	"**strong**",
	"_it_",
	"__it__",
	"***",
	"* * *",
	"---",
	"- - -",
	"===",
	"# head",
	"###### six",
	"#",
	"#tag",
	"> quote",
	">",
	"- item",
	"+ item",
	"* item",
	"1. one",
	"1) one",
	"123456789. big",
	"1234567890. bigger",
	"0.",
	"- [ ] task",
	"[link](http://a.b)",
	"[ref]",
	"[ref]: /url \"t\"",
	"![img](x.png)",
	"[^1]",
	"[^1]: note",
	"<http://a.b>",
	"<b>",
	"</b>",
	"<!-- c -->",
	"<script>",
	"<?php",
	"<![CDATA[",
	"http://a.b/?q=1&r=2",
	"www.example.org",
	"a@example.org",
	"&amp;",
	"&lt;",
	"&#35;",
	"&#x23;",
	"&nbsp;",
	"&",
	"\\",
	"\\\\",
	"\\*",
	"\\`",
	"|",
	"| a | b |",
	"|---|---|",
	":--",
	"=",
	"+",
	"-",
	"*",
	"_",
	"`",
	"~",
	"[",
	"]",
	"(",
	")",
	"<",
	">",
	"!",
	"!!",
	"![",
	"](",
	"\"",
	"'",
	"$x$",
	"$$",
	":smile:",
	"==mark==",
	"^sup^",
	"{#id}",
	"{{x}}",
	"%%",
	"--",
	"...",
	"a\tb",
	"\t",
	"  ",
	"    four",
	"\u00a0",
	"\u00a0\u00a0",
	"\u3000",
	"\u200b",
	"\u200e",
	"\u202e",
	"\u2066x\u2069",
	"\u2028",
	"\u2029",
	"\xc2\x85",
	"e\u0301",
	"日本語",
	"שלום",
	"مرحبا",
	"👩‍👩‍👧",
	"🇩🇪",
	"café",
	"word",
	"two words",
	"snake_case_word",
	"2*3*4",
	"a_b",
	"x<y",
	"a&b;",
	"C#",
	"A+",
	"no.",
	"5.5",
	"10.",
	"i.",
	"a)",
	"…",
	"“said”",
	"Setext",
	"TOC",
	"[TOC]",
	"[[wiki]]",
	"@name",
	"#1",
	"!--",
};

static const char marks[] = "\\`*_{}[]()<>#+-.!|~&=:;\"'^$%@/?, \t0123456789ab";

static void add_piece(struct strbuf *out)
{
	if (pick(4))
		strbuf_add_z(out, pieces[pick(TW_COUNT(pieces))]);
	else
		for (size_t n = 1 + pick(5); n; n--)
			strbuf_add_char(out, marks[pick(sizeof marks - 1)]);
}

/* Never only blanks. */
static struct str hostile(struct arena *arena, bool lf)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t n = 1 + pick(6); n; n--) {
		if (text.len && pick(3))
			strbuf_add_char(&text, lf && pick(3) == 0 ? '\n' : ' ');
		add_piece(&text);
	}
	if (pick(5) == 0)
		strbuf_add_z(&text, "  ");
	if (str_trim(strbuf_str(&text)).n == 0)
		strbuf_add_char(&text, '=');
	struct str made = {arena_strndup(arena, text.buf, text.len), text.len};
	strbuf_release(&text);
	return made;
}

struct wall {
	struct build build;
	struct arena arena;
	size_t strings;
};

static struct str expect(struct wall *wall, const char *key, struct str text)
{
	printf("X %s %zu\n", key, text.n);
	fwrite(text.p, 1, text.n, stdout);
	wall->strings++;
	return text;
}

__attribute__((format(printf, 3, 4))) static const char *expect_z(struct wall *wall, bool lf,
								  const char *format, ...)
{
	char key[64];
	va_list args;

	va_start(args, format);
	vsnprintf(key, sizeof key, format, args);
	va_end(args);
	return expect(wall, key, hostile(&wall->arena, lf)).p;
}

static void add_card(struct wall *wall, int64_t theme, size_t nth)
{
	static const char *const kinds[] = {"quote", "quote", "observation",
					    "pain",  "idea",  "question"};
	const char *kind = kinds[pick(TW_COUNT(kinds))];
	unsigned code = wall->build.last_card + 1;
	char rank[8];

	snprintf(rank, sizeof rank, "a%zu", nth);
	struct build_card card = {.kind = kind,
				  .start = -1,
				  .end = -1,
				  .time_ms = -1,
				  .surprise = pick(9) == 0,
				  .tension = pick(5) == 0,
				  .place = "cluster",
				  .cluster = theme,
				  .rank = str_of(rank)};
	card.text = str_of(expect_z(wall, true, "%s C-%03u", kind, code));
	card.implies = pick(2) ? expect_z(wall, true, "implies C-%03u", code) : "";
	build_card(&wall->build, &card);
}

static void add_theme(struct wall *wall, int nth)
{
	char code[16], rank[16];

	snprintf(code, sizeof code, "T-%02d", nth + 1);
	snprintf(rank, sizeof rank, "a%d", nth);
	struct str name = str_of(expect_z(wall, false, "theme %s", code));
	int64_t id = build_cluster(&wall->build, code, name, 0, str_of(rank), 2 * nth, 0);
	build_notes(&wall->build, id, expect_z(wall, true, "fact Definition"),
		    expect_z(wall, true, "fact Takes-in"), expect_z(wall, true, "fact Leaves-out"),
		    COLOUR_NONE);
	for (size_t i = 0; i < CARDS; i++)
		add_card(wall, id, i);
}

static void add_insight(struct wall *wall, int64_t id)
{
	struct model *model = wall->build.model;
	struct row_change row = {.table = TABLE_INSIGHT, .op = ROW_UPDATE};
	const char *claim = expect_z(wall, false, "insight I-%d", (int)(id - 9000));

	conclude_insight(model, id, claim, false);
	row.column[INSIGHT_ID] = value_int(id);
	row.column[INSIGHT_SO_WHAT] = text_value(expect_z(wall, true, "fact So-what"));
	row.column[INSIGHT_PROBLEM] = text_value(expect_z(wall, true, "fact Problem"));
	row.column[INSIGHT_CHANGE] = text_value(expect_z(wall, true, "fact Change"));
	row.column[INSIGHT_EXPECTED] = text_value(expect_z(wall, true, "fact Expected"));
	model_apply(model, &row);
	conclude_recommendation(model, id + 200, id,
				expect_z(wall, true, "fact R%d", (int)(id - 9000)), "", "change");
	/* the first has something for it and leads, so that R1 is its recommendation */
	conclude_evidence(model, id + 100, id, 0, 0, expect_z(wall, true, "fact Source"), "",
			  pick(2) || id == 9001 ? "supports" : "contradicts");
}

/* Two people put one card elsewhere and agree about the rest; then all is voted about. */
static void think_alone(struct wall *wall)
{
	static const uint32_t first[] = {1, 2, 3, 4, 0}, rest[] = {5, 6, 7, 8, 9, 10, 0},
			      fewer[] = {1, 2, 3, 0}, more[] = {4, 5, 6, 7, 8, 9, 10, 0};
	struct team_build t = {wall->build.model, 20000};
	int64_t ana = team_layer(&t, expect_z(wall, false, "coder -"), true);
	int64_t tom = team_layer(&t, expect_z(wall, false, "coder -"), true);
	team_pile_build(&t, ana, expect_z(wall, false, "pile -"), first);
	team_pile_build(&t, ana, "rest", rest);
	team_pile_build(&t, tom, "fewer", fewer);
	team_pile_build(&t, tom, expect_z(wall, false, "pile -"), more);
	team_vote(&t, team_ballot(&t, expect_z(wall, false, "vote -"), 3, true, false), "ana", 1,
		  2);
}

static size_t write_wall(void)
{
	struct wall wall = {.arena = {.head = NULL}};
	struct export_options options = {.coders = STR("")};
	struct strbuf out = STRBUF_INIT;

	wall.build = build_study(expect_z(&wall, false, "title -"),
				 expect_z(&wall, true, "lead Focus-question"));
	int64_t person = build_person(&wall.build, "P01", NULL, NULL, "");
	build_attend(&wall.build, build_session(&wall.build, "S01", 1, "2026-03-02"), person);
	for (int i = 0; i < THEMES; i++)
		add_theme(&wall, i);
	add_insight(&wall, 9001);
	add_insight(&wall, 9002);
	conclude_belief(wall.build.model, 9301, expect_z(&wall, true, "fact untested"), "untested",
			"");
	conclude_decision(wall.build.model, 9401, expect_z(&wall, true, "fact 2026-03-20"),
			  "2026-03-20", 0);
	think_alone(&wall);
	export_format_find(STR("markdown"))->write(&out, wall.build.model, &options);
	printf("M - %zu\n", out.len);
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	model_free(wall.build.model);
	arena_release(&wall.arena);
	return wall.strings;
}

int main(int argc, char **argv)
{
	size_t wanted = argc > 1 ? strtoul(argv[1], NULL, 10) : 100, n = 0;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	while (n < wanted)
		n += write_wall();
	return 0;
}
