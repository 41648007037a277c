/* import: archives and Word documents, piece by piece: what a document's elements become, and what
 * a damaged or dishonest archive is told. */
#include <zlib.h>

#include "../../src/export/zip-internal.h"
#include "import-show.h"
#include "package-internal.h"
#include "themewall/base/mem.h"

#define T(words)    "<w:r><w:t>" words "</w:t></w:r>"
#define P(words)    "<w:p>" T(words) "</w:p>"
#define S(style, w) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr>" T(w) "</w:p>"
#define C(words)    "<w:tc>" P(words) "</w:tc>"
#define BR          "<w:r><w:br/></w:r>"

/* ---- Word documents ---- */

static const struct {
	const char *name, *body, *holds[4];
} documents[] = {
	{"styles that are headings, and some that are not",
	 S("Heading2", "Two") P("a") S("heading 9", "Nine") S("Head", "Short") S("Quotation1", "Q")
		 S("Heading0", "Nought") S("Headings", "S") S("Title", "One")
			 P("b") "<w:p><w:pPr><w:numPr/>"
				"</w:pPr></w:p><w:p><w:pPr><w:numPr/></w:pPr>" T("c") "</w:p>",
	 {"{Two} | a\n", "{Two} | Nine\n", "{One} | b\n", "{One} * | c\n"}},
	{"tabs, breaks and hyphens",
	 "<w:p> "
	 "<w:r><w:tab/><w:t>so</w:t><w:tab/><w:t>on</w:t><w:cr/><w:t>a</w:t><w:noBreakHyphen/>"
	 "<w:t>b</w:t><w:sym/></w:r> loose </w:p>",
	 {"| so\ton\n", "| a-b\n", "!loose"}},
	{"what is no part of it",
	 "<x:t xmlns:x='other'>no</x:t><w:p><x:p xmlns:x='other'/>" T("yes") "</w:p><w:del>" T(
		 "gone") "<w:p/></w:del>",
	 {"| yes\n", "!no\n", "!gone"}},
	{"a table within a table, an empty row, a row of one cell",
	 "<w:tbl><w:tr><w:tc>" P("a") "<w:tbl><w:tr>" C("in") C("side") "</w:tr></w:tbl></w:tc>" C(
		 "b") "</w:tr><w:tr>" C("") C("") "</w:tr><w:tr>" C("alone") "</w:tr></w:tbl>",
	 {"| a in side\tb\n", "| alone\n"}},
	{"a table that is no transcript",
	 "<w:tbl><w:tr>" C("x") C("y") "</w:tr><w:tr>" C("1") C("2") "</w:tr></w:tbl>",
	 {"| x\ty\n", "| 1\t2\n"}},
	{"a small table in a long document",
	 P("a") P("b") P("c") P("d") P("e") "<w:tbl><w:tr>" C("Speaker")
		 C("Text") "</w:tr><w:tr>" C("Ann") C("Hi") "</w:tr></w:tbl>",
	 {"Ann\tHi\n", "| a\n"}},
	{"rows outside a table", "<w:tr>" C("a") "</w:tr><w:tc/>" P("b"), {"| a\n", "| b\n"}},
	{"nothing but a table",
	 "<w:tbl><w:tr>" C("Time") C("Speaker") C("Text") "</w:tr><w:tr>" C("0:01") C("Ann")
		 C("Hi") "</w:tr></w:tbl>",
	 {"docx", "Ann 0:01.000", "!left out"}},
	/* Teams */
	{"a name and a time above what is said",
	 "<w:p>" T("Ann  0:04") BR T("Hi.") "</w:p><w:p>" T("Jo  0:09") BR T("Yes.") "</w:p>",
	 {"docx teams", "Ann 0:04.000", "Jo 0:09.000", "!left out"}},
	{"what stands behind it",
	 "<w:p>" T("Ann  0:04") BR T("Hi.") "</w:p><w:p>" T("Jo  0:09")
		 BR T("Yes.") "</w:p>" P("Bye now"),
	 {"docx teams", "1 paragraph is no part of the transcript, left out; it begins: Bye now"}},
	{"too little of it is such",
	 "<w:p>" T("Ann  0:04") BR T("Hi.") "</w:p>" P("a") P("b") P("c")
		 P("d") "<w:p>" T("Jo  0:09") BR T("Yes.") "</w:p>",
	 {"!teams", "!left out", "Hi. a b c d\n"}},
	{"a time in a sentence",
	 "<w:p>" T("we met at 10:04") BR T("Hi.") "</w:p><w:p>" T("and left at 11:09")
		 BR T("Yes.") "</w:p>",
	 {"!teams", "we met at 10:04"}},
	/* Meet */
	{"a clock above names",
	 P("Notes") P("00:00:05") P("Ann: Hi.") P("Jo: Yes.") P("Ann: So."),
	 {"docx meet", "Ann 0:05.000", "1 paragraph is no part of the transcript"}},
	{"a short time above names",
	 P("0:05") P("Ann: Hi.") P("Jo: Yes.") P("Ann: So."),
	 {"!meet", "Ann "}},
	{"a time in brackets above names",
	 P("[00:00:05]") P("Ann: Hi.") P("Jo: Yes.") P("Ann: So."),
	 {"!meet", "Ann "}},
	{"a clock above no name",
	 P("00:00:05") P("So it is.") P("And so."),
	 {"!meet", "So it is."}},
	/* no transcripts */
	{"captions without a caption", P("WEBVTT"), {"refused: x.docx has a WEBVTT header but no"}},
	{"nothing in it", P(" "), {"refused: x.docx is empty"}},
};

static void pack_document(struct strbuf *out, const char *name, struct str body)
{
	struct zip_writer zip = {.out = out};
	struct strbuf xml = STRBUF_INIT;
	strbuf_reset(out);
	strbuf_addf(&xml,
		    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/"
		    "main'><w:body>%.*s</w:body></w:document>",
		    STR_ARG(body));
	zip_add(&zip, str_of(name), strbuf_str(&xml));
	zip_end(&zip);
	strbuf_release(&xml);
}

static void test_documents(void)
{
	struct strbuf bytes = STRBUF_INIT, got = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(documents); i++) {
		pack_document(&bytes, "word/document.xml", str_of(documents[i].body));
		show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
		for (size_t k = 0; k < TW_COUNT(documents[i].holds) && documents[i].holds[k]; k++)
			show_holds(&got, documents[i].holds[k], documents[i].name);
	}
	pack_document(&bytes, "word/document2.xml", str_of(P("Here.")));
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "| Here.", "another name");
	pack_document(&bytes, "word/document.bin", str_of(P("Here.")));
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "refused: x.docx is a zip file without word/document.xml", "no XML");
	pack_document(&bytes, "word/document.xml",
		      str_of("<w:p>" T("---") BR T("a: b") BR T("---") "</w:p>"));
	show_read(&got, "x.docx", strbuf_str(&bytes), "docx");
	show_holds(&got, "refused: x.docx holds no words to import", "nothing but front matter");
	show_read(&got, "x.txt", STR("Here."), "docx");
	show_holds(&got, "refused: x.txt is no Word document", "asked for, and none");
	strbuf_release(&bytes);
	strbuf_release(&got);
}

static void test_levels(void)
{
	struct strbuf body = STRBUF_INIT, bytes = STRBUF_INIT, got = STRBUF_INIT;
	strbuf_add_repeat(&body, "<w:p>", 255);
	strbuf_add_repeat(&body, "</w:p>", 255);
	pack_document(&bytes, "word/document.xml", strbuf_str(&body));
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "refused: x.docx is nested too deeply", "257 levels");
	strbuf_release(&body);
	strbuf_release(&bytes);
	strbuf_release(&got);
}

/* ---- archives ---- */

/* Where the records of an archive of one entry begin. */
enum record { LOCAL, DIRECTORY, END, RECORDS };

static const struct {
	const char *name;
	enum record record;
	int at, nbytes;
	uint32_t value;
	const char *holds;
} damages[] = {
	{"in parts", END, 4, 2, 1, "refused: x.docx is refused: it is an archive in parts"},
	{"as many here as in all", END, 8, 2, 2, "an archive in parts or beyond 4 GB"},
	{"a directory beyond 4 GB", END, 16, 4, 0xffffffff, "an archive in parts or beyond 4 GB"},
	{"more entries than there are", END, 8, 4, 2 | 2 << 16, "is damaged or cut off"},
	{"too many entries", END, 8, 4, 2001 | 2001 << 16, "it holds more than 2,000 files"},
	{"entries of another archive", END, 8, 4, 0xffffffff, "in parts or beyond 4 GB"},
	{"a directory behind its end", END, 16, 4, 0xfffffff0, "is damaged or cut off"},
	{"a directory that is none", END, 16, 4, 0, "is damaged or cut off"},
	{"a comment that is not there", END, 20, 2, 3, "is damaged or cut off"},
	{"a name without end", DIRECTORY, 28, 2, 0xffff, "is damaged or cut off"},
	{"a password", DIRECTORY, 8, 2, 1, "it is locked with a password"},
	{"another way to pack", DIRECTORY, 10, 2, 12, "is damaged or cut off"},
	{"packed, it says", DIRECTORY, 10, 2, 8, "is damaged or cut off"},
	{"a checksum", DIRECTORY, 16, 4, 7, "is damaged or cut off"},
	{"more bytes than there are", DIRECTORY, 20, 4, 99999, "is damaged or cut off"},
	{"more bytes than came out", DIRECTORY, 24, 4, 99999, "is damaged or cut off"},
	{"an entry behind the end", DIRECTORY, 42, 4, 0xfffffff0, "is damaged or cut off"},
	{"an entry at the very end", DIRECTORY, 42, 4, 310, "is damaged or cut off"},
	{"an entry that is none", DIRECTORY, 42, 4, 4, "is damaged or cut off"},
	{"another name at the entry", LOCAL, 26, 2, 0xffff, "is damaged or cut off"},
	{"a note at the entry", LOCAL, 28, 2, 0xff00, "is damaged or cut off"},
};

static void put(struct strbuf *bytes, size_t at, int nbytes, uint32_t value)
{
	for (int i = 0; i < nbytes; i++, value >>= 8)
		bytes->buf[at + (size_t)i] = (char)(value & 0xff);
}

static void test_damages(void)
{
	struct strbuf bytes = STRBUF_INIT, got = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(damages); i++) {
		pack_document(&bytes, "word/document.xml",
			      str_of(P("Here, in a document of some words, and of some more.")));
		size_t from[RECORDS] = {0, str_find(strbuf_str(&bytes), STR("PK\1\2")),
					bytes.len - 22};
		put(&bytes, from[damages[i].record] + (size_t)damages[i].at, damages[i].nbytes,
		    damages[i].value);
		show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
		show_holds(&got, damages[i].holds, damages[i].name);
	}
	show_read(&got, "x.docx", STR("PK\3\4 and no more"), NULL);
	show_holds(&got, "is damaged or cut off", "shorter than any");
	show_read(&got, "x.docx", (struct str){bytes.buf + bytes.len - 22, 22}, NULL);
	show_holds(&got, "is damaged or cut off", "an end alone");
	strbuf_release(&bytes);
	strbuf_release(&got);
}

static void test_ends(void)
{
	struct strbuf bytes = STRBUF_INIT, got = STRBUF_INIT;
	struct zip_writer none = {.out = &bytes};
	zip_end(&none);
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "a zip file without word/document.xml", "an archive without entries");
	pack_document(&bytes, "word/document.xml", str_of(P("Here.")));
	put(&bytes, bytes.len - 2, 2, 70);
	strbuf_add_repeat(&bytes, "PK\5\6 is", 10);
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "| Here.", "a comment that looks like an end");
	strbuf_reset(&bytes);
	struct strbuf large = STRBUF_INIT;
	strbuf_add_repeat(&large, "many words ", 10000);
	strbuf_insert(&large, 0, "<w:p><w:r><w:t>", 15);
	strbuf_add_z(&large, "</w:t></w:r></w:p>");
	pack_document(&bytes, "word/document.xml", strbuf_str(&large));
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "| many words many", "longer than any comment");
	strbuf_release(&large);
	strbuf_release(&bytes);
	strbuf_release(&got);
}

/* Names that lead out of the archive are not looked at, and counted. */
static void test_names(void)
{
	static const char *const names[] = {"",       "/etc/passwd", "c:x",
					    "a\\b",   "a\1b",        "..",
					    "a/../b", "a/..",        "word/document.xml"};
	struct strbuf bytes = STRBUF_INIT, got = STRBUF_INIT, document = STRBUF_INIT;
	struct zip_writer zip = {.out = &bytes};
	for (size_t i = 0; i < TW_COUNT(names); i++)
		zip_add(&zip, str_of(names[i]),
			STR("<w:p xmlns:w='wordprocessingml'><w:t>Here.</w:t></w:p>"));
	zip_end(&zip);
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "8 entries", "names that lead out");
	show_holds(&got, "| Here.", "names that lead out");
	strbuf_release(&bytes);
	strbuf_release(&got);
	strbuf_release(&document);
}

/* ---- too much ---- */

/* A stored entry made a deflated one. */
static void pack_tight(struct strbuf *out, struct str content)
{
	struct zip_writer zip = {.out = out};
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)content.p, .avail_in = (uInt)content.n};
	struct strbuf packed = STRBUF_INIT;
	strbuf_reserve(&packed, content.n + 1000);
	deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
	stream.next_out = (Bytef *)packed.buf;
	stream.avail_out = (uInt)(content.n + 1000);
	deflate(&stream, Z_FINISH);
	packed.len = stream.total_out;
	deflateEnd(&stream);
	zip_add(&zip, STR("word/document.xml"), strbuf_str(&packed));
	zip_end(&zip);
	size_t at = str_find(strbuf_str(out), STR("PK\1\2"));
	put(out, at + 10, 2, 8);
	put(out, at + 16, 4, (uint32_t)crc32(0, (const Bytef *)content.p, (uInt)content.n));
	put(out, at + 24, 4, (uint32_t)content.n);
	strbuf_release(&packed);
}

static void test_bomb(void)
{
	static const char too_much[] = "it unpacks to far more than it should";
	struct strbuf content = STRBUF_INIT, bytes = STRBUF_INIT, got = STRBUF_INIT;
	strbuf_add_repeat(&content, " ", 3 << 20);
	pack_tight(&bytes, strbuf_str(&content));
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, too_much, "3 MB out of 3 KB");
	strbuf_reset(&bytes);
	uint32_t dice = 1;
	for (size_t i = 0; i < content.len; i++) {
		dice = dice * 1103515245 + 12345;
		content.buf[i] = (char)(' ' + (dice >> 16) % 89);
	}
	pack_tight(&bytes, strbuf_str(&content));
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "is damaged (XML", "3 MB that cannot be packed so well");
	size_t at = str_find(strbuf_str(&bytes), STR("PK\1\2"));
	put(&bytes, at + 20, 4, 5000);
	show_read(&got, "x.docx", strbuf_str(&bytes), NULL);
	show_holds(&got, "is damaged or cut off", "packed bytes that end too soon");
	strbuf_release(&content);
	strbuf_release(&bytes);
	strbuf_release(&got);
}

/* All entries of an archive together, and a single one as it stands. */
static void test_much(void)
{
	struct strbuf bytes = STRBUF_INIT, out = STRBUF_INIT, large = STRBUF_INIT;
	struct arena arena = {0};
	struct err err = ERR_INIT;
	struct zip zip;
	pack_document(&bytes, "word/document.xml", str_of(P("Here.")));
	ok(zip_open(&zip, &arena, strbuf_str(&bytes), STR("x"), &err), "an archive");
	zip.unpacked = ZIP_ALL_BYTES;
	ok(!zip_read(&zip, &zip.entries[0], &out, &err) && strstr(err.msg, "far more than"),
	   "too much of all its entries");
	strbuf_reset(&bytes);
	strbuf_add_repeat(&large, "x", ZIP_ENTRY_BYTES + 1);
	struct zip_writer writer = {.out = &bytes};
	zip_add(&writer, STR("a"), strbuf_str(&large));
	zip_end(&writer);
	ok(zip_open(&zip, &arena, strbuf_str(&bytes), STR("x"), &err) &&
		   !zip_read(&zip, &zip.entries[0], &out, &err) && strstr(err.msg, "far more than"),
	   "too much of one");
	strbuf_release(&bytes);
	strbuf_release(&out);
	strbuf_release(&large);
	arena_release(&arena);
}

int main(void)
{
	test_documents();
	test_levels();
	test_damages();
	test_ends();
	test_names();
	test_bomb();
	test_much();
	return done();
}
