/*
 * What is hard to write down as a case: bytes that no string of C holds, encodings, files that are
 * long or cut short, tables whose column is named.
 */
#include "import-show.h"
#include "themewall/base/mem.h"

/* Bytes that no string of C holds, or that are long. */
static void test_bytes(void)
{
	static const char database[] = "SQLite format 3", json[] = "{\"text\":\"a\0\"}";
	struct strbuf got = STRBUF_INIT;
	show_read(&got, "a", (struct str){database, sizeof database}, NULL);
	show_holds(&got, "refused: a is a database", "a wall");
	struct import_options_text options = {.format = NULL};
	struct draft draft;
	struct err err = ERR_INIT;
	ok(!import_bytes(&draft, STR("a"), (struct str){database, ((size_t)1 << 30) + 1}, &options,
			 &err) &&
		   strstr(err.msg, "a is larger than 1 GB"),
	   "a gigabyte is not even looked at");
	draft_release(&draft);
	show_read(&got, "a", (struct str){json, sizeof json - 1}, NULL);
	show_holds(&got, "refused: a is not valid JSON", "JSON with a NUL in it");
	strbuf_release(&got);
}

/* ---- encodings ---- */

static void test_encodings(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *encoding, *holds;
	} all[] = {
		{"a\n\rb\r", 5, NULL, "| a\n? --- | b\n"},
		{"\ra\r\rb", 5, NULL, "| a\n? --- | b\n"},
		{"\x00\xd8\x41\x00", 4, "UTF-16LE", "| \xef\xbf\xbd"},
		{"\xff\xff\xff\xff\x41\x00\x00\x00", 8, "UTF-32LE",
		 "| \xef\xbf\xbd"
		 "A\n"},
		{"\xff"
		 "A",
		 2, "GB2312",
		 "| \xef\xbf\xbd"
		 "A\n"},
		{"\xef\xbb\xbf"
		 "A",
		 4, "utf8", "| A\n"},
		{"\xef\xbb\xbf"
		 "A",
		 4, "UTF-8", "| A\n"},
		{"\xef\xbb\xbf"
		 "A",
		 4, "latin1",
		 "| \xc3\xaf\xc2\xbb\xc2\xbf"
		 "A\n"},
		{"\x80", 1, NULL, "| \xe2\x82\xac\n"},
		{"abcd\x80"
		 "efgh",
		 9, NULL,
		 "| abcd\xe2\x82\xac"
		 "efgh\n"},
		{"a\0\0b\0\0c\0\0d\0\0", 12, NULL, "looks binary"},
		{"A", 1, "none", "no encoding is called"},
	};
	struct strbuf got = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		struct import_options_text options = {.encoding = all[i].encoding};
		struct draft draft;
		struct err err = ERR_INIT;
		strbuf_reset(&got);
		if (import_bytes(&draft, STR("a.txt"), (struct str){all[i].bytes, all[i].n},
				 &options, &err))
			show_draft(&got, &draft);
		strbuf_add_z(&got, err.msg);
		show_holds(&got, all[i].holds,
			   all[i].encoding ? all[i].encoding : "no encoding named");
		draft_release(&draft);
	}
	strbuf_release(&got);
}

/* ---- long ones ---- */

static void test_long(void)
{
	struct strbuf text = STRBUF_INIT, got = STRBUF_INIT;
	for (int i = 0; i < 3000; i++)
		strbuf_add_z(&text, i % 2 ? "so -> it is\n" : "- a bullet\n");
	show_read(&got, "a.txt", strbuf_str(&text), NULL);
	show_holds(&got, "notes -", "three thousand lines of notes");
	strbuf_reset(&text);
	strbuf_add_z(&text, "Ann: a\nBo: b\nAnn: c\nBo: ");
	strbuf_add_repeat(&text, "many words ", 30000);
	show_read(&got, "a.txt", strbuf_str(&text), NULL);
	show_holds(&got, "Bo --- | many words", "a line longer than a look");
	strbuf_reset(&text);
	strbuf_add_repeat(&text, "many words ", 30000);
	show_read(&got, "a.txt", strbuf_str(&text), NULL);
	show_holds(&got, "paragraphs", "nothing but such a line");
	strbuf_reset(&text);
	strbuf_add_z(&text, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v ");
	strbuf_add_repeat(&text, "x", 1100);
	strbuf_add_z(&text, ">Hi\n");
	show_read(&got, "a.vtt", strbuf_str(&text), NULL);
	show_holds(&got, "| <v xxx", "a voice without end");
	strbuf_reset(&text);
	strbuf_add_z(&text, "---\ntitle: x\n");
	strbuf_add_repeat(&text, "- y\n", 600);
	strbuf_add_z(&text, "---\n- a\n");
	show_read(&got, "a.md", strbuf_str(&text), NULL);
	show_holds(&got, "| title: x", "front matter without end");
	strbuf_reset(&text);
	strbuf_add_z(&text, "**");
	strbuf_add_repeat(&text, "x", 400);
	strbuf_add_z(&text, "**: a\nAnn: b\nBo: c\n");
	show_read(&got, "a.txt", strbuf_str(&text), NULL);
	show_holds(&got, "Ann --- | b", "bold words too many for a name");
	strbuf_reset(&text);
	strbuf_add_repeat(&text, "\xc4\xe3", 5000);
	struct import_options_text options = {.encoding = "GB2312"};
	struct draft draft;
	struct err err = ERR_INIT;
	ok(import_bytes(&draft, STR("a.txt"), strbuf_str(&text), &options, &err) &&
		   draft.turns[0].nchars == 5000,
	   "more characters than are converted at once");
	draft_release(&draft);
	strbuf_release(&text);
	strbuf_release(&got);
}

/* A heading and a theme are cut between characters. */
static void test_cut(void)
{
	struct strbuf text = STRBUF_INIT, got = STRBUF_INIT;
	strbuf_add_z(&text, "# x");
	strbuf_add_repeat(&text, "\xc3\xa9", 200);
	strbuf_add_z(&text, "\n- a\n- b\n");
	show_read(&got, "a.md", strbuf_str(&text), NULL);
	show_holds(&got, "\xc3\xa9\xe2\x80\xa6} * | a\n", "a long heading");
	strbuf_reset(&text);
	strbuf_add_z(&text, "tag,text\nx");
	strbuf_add_repeat(&text, "\xc3\xa9", 200);
	strbuf_add_z(&text, ",a\n");
	show_read(&got, "a.csv", strbuf_str(&text), NULL);
	show_holds(&got, "\xc3\xa9} * | a\n", "a long theme");
	strbuf_release(&text);
	strbuf_release(&got);
}

/* ---- columns that are named ---- */

static void test_columns(void)
{
	static const struct {
		const char *text, *column, *holds;
	} all[] = {
		{"one,two\na,b\nc,d\n", "2", "* | b\n"},
		{"one,two\na,b\nc,d\n", "0", "no column is called as"},
		{"one,two\na,b\nc,d\n", "3", "no column is called as"},
		{"one,two\na,b\nc,d\n", "nine", "no column is called as"},
		{"one,two\na,b\nc,d\n", "TWO", "* | b\n"},
		{"text,two\na,b\nc,d\n", "two", "* | b\n"},
	};
	struct strbuf got = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		struct import_options_text options = {.text_column = all[i].column,
						      .format = "csv"};
		struct draft draft;
		struct err err = ERR_INIT;
		strbuf_reset(&got);
		if (import_bytes(&draft, STR("a.txt"), str_of(all[i].text), &options, &err))
			show_draft(&got, &draft);
		strbuf_add_z(&got, err.msg);
		show_holds(&got, all[i].holds, all[i].column);
		draft_release(&draft);
	}
	struct import_options_text options = {.text_column = "x"};
	struct draft draft;
	struct err err = ERR_INIT;
	ok(import_bytes(&draft, STR("a.txt"), STR("tag,x\na,b\nc,d\n"), &options, &err) &&
		   str_equal(draft.turns[0].text, STR("b")),
	   "a table is one when its column is named");
	draft_release(&draft);
	ok(import_bytes(&draft, STR("a.txt"), STR("one,two\na,b\nc,d\n"), &options, &err) &&
		   strcmp(draft.format, "paragraphs") == 0,
	   "but not for a name alone");
	draft_release(&draft);
	strbuf_release(&got);
}

int main(void)
{
	test_bytes();
	test_encodings();
	test_long();
	test_cut();
	test_columns();
	return done();
}
