/*
 * Word documents: word/document.xml as lines, then read like any text. A paragraph is not a line:
 * Teams puts a whole turn into one, with breaks inside, so breaks are line ends and a blank line
 * stands between paragraphs. What was deleted with changes tracked, and the second of two ways to
 * draw the same box, are not read. A table of two columns or more comes as rows; when the document
 * is mostly a table whose header we know, the table is read and the rest is said to be left out.
 */
#include "package-internal.h"
#include "decode-internal.h"
#include "line-internal.h"
#include "readers-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { FIRST_CHARS = 60 };

struct docx {
	struct strbuf lines;     /* the whole document */
	struct strbuf rows;      /* its tables alone */
	struct strbuf paragraph; /* the one at hand, or the cell */
	struct strbuf row;       /* its cells so far, tabs between */
	int skip;                /* > 0: inside something that is not read */
	int tables;              /* tables around */
	int text;                /* > 0: inside words */
	size_t ncells, nrows, nparagraphs;
	int heading; /* level of the paragraph's style, 0 none */
	bool bullet;
};

static bool is_one_of(struct str name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(name, str_of(list[i])))
			return true;
	return false;
}

/* Not what the document says today. */
static bool is_skipped(struct str name)
{
	static const char *const names[] = {"del",        "moveFrom", "Fallback",
					    "footnotePr", "pict",     "instrText"};
	return is_one_of(name, names, TW_COUNT(names));
}

/* "Heading2" or "heading 2": the level. */
static int heading_level(struct str style)
{
	if (style.n < 8 || !str_equal_ascii(str_part(style, 0, 7), STR("heading")))
		return str_equal_ascii(style, STR("title"));
	char level = style.p[style.n - 1];
	return level >= '1' && level <= '6' ? level - '0' : 0;
}

static void paragraph_end(struct docx *docx)
{
	struct str words = str_trim(strbuf_str(&docx->paragraph));
	if (words.n && docx->heading) {
		strbuf_add_repeat(&docx->lines, "#", (size_t)docx->heading);
		strbuf_add_char(&docx->lines, ' ');
	} else if (words.n && docx->bullet) {
		strbuf_add_z(&docx->lines, "- ");
	}
	if (words.n) {
		strbuf_add_str(&docx->lines, words);
		strbuf_add_z(&docx->lines, "\n\n");
		docx->nparagraphs++;
	}
	strbuf_reset(&docx->paragraph);
	docx->heading = 0;
	docx->bullet = false;
}

static void add_cell(struct docx *docx, struct str words)
{
	if (docx->ncells++)
		strbuf_add_char(&docx->row, '\t');
	for (size_t i = 0; i < words.n; i++)
		strbuf_add_char(&docx->row, strchr("\n\t", words.p[i]) ? ' ' : words.p[i]);
	strbuf_reset(&docx->paragraph);
}

static void row_end(struct docx *docx)
{
	if (str_trim(strbuf_str(&docx->row)).n) {
		strbuf_add_str(&docx->lines, strbuf_str(&docx->row));
		strbuf_add_char(&docx->lines, '\n');
		docx->nparagraphs++;
		if (docx->ncells > 1) {
			strbuf_add_str(&docx->rows, strbuf_str(&docx->row));
			strbuf_add_char(&docx->rows, '\n');
			docx->nrows++;
		}
	}
	strbuf_reset(&docx->row);
	docx->ncells = 0;
}

static void on_property(struct docx *docx, const struct xml_element *element)
{
	if (str_equal(element->name, STR("pStyle")))
		docx->heading = heading_level(xml_attribute(element, "val"));
	else if (str_equal(element->name, STR("numPr")))
		docx->bullet = true;
	else if (str_equal(element->name, STR("tab")) && docx->paragraph.len)
		strbuf_add_char(&docx->paragraph, '\t');
	else if (str_equal(element->name, STR("br")) || str_equal(element->name, STR("cr")))
		strbuf_add_char(&docx->paragraph, '\n');
	else if (str_equal(element->name, STR("noBreakHyphen")))
		strbuf_add_char(&docx->paragraph, '-');
}

static void on_start(void *context, const struct xml_element *element)
{
	struct docx *docx = context;
	if (docx->skip || is_skipped(element->name)) {
		docx->skip++;
		return;
	}
	if (!xml_space_has(element->space, "wordprocessingml"))
		return;
	if (str_equal(element->name, STR("t")))
		docx->text++;
	else if (str_equal(element->name, STR("tbl")))
		docx->tables++;
	else if (str_equal(element->name, STR("p")) && !docx->tables)
		paragraph_end(docx); /* a box inside a paragraph: that one ends here */
	else
		on_property(docx, element);
}

static void on_end(void *context, struct str space, struct str name)
{
	struct docx *docx = context;
	if (docx->skip) {
		docx->skip--;
		return;
	}
	if (!xml_space_has(space, "wordprocessingml"))
		return;
	if (str_equal(name, STR("t")))
		docx->text--;
	else if (str_equal(name, STR("tbl")))
		docx->tables--;
	else if (str_equal(name, STR("p")) && !docx->tables)
		paragraph_end(docx);
	else if (str_equal(name, STR("p")))
		strbuf_add_char(&docx->paragraph, '\n');
	else if (str_equal(name, STR("tc")) && docx->tables == 1)
		add_cell(docx, str_trim(strbuf_str(&docx->paragraph)));
	else if (str_equal(name, STR("tr")) && docx->tables == 1)
		row_end(docx);
}

static void on_text(void *context, struct str text)
{
	struct docx *docx = context;
	if (!docx->skip && docx->text)
		strbuf_add_str(&docx->paragraph, text);
}

/* ---- what surrounds the words of a transcript ---- */

/* The next paragraph of lines made above: up to a blank line. */
static bool next_paragraph(struct str *rest, struct str *paragraph)
{
	while (rest->n && rest->p[0] == '\n')
		*rest = str_part(*rest, 1, rest->n);
	size_t n = str_find(*rest, STR("\n\n"));
	*paragraph = str_part(*rest, 0, n);
	*rest = str_part(*rest, n, rest->n);
	return paragraph->n > 0;
}

/* "Name   0:04" and, in the same paragraph, what is said: how Teams writes. */
static bool is_headed(struct str paragraph)
{
	struct speaker_line head;
	struct str first = str_part(paragraph, 0, str_find_char(paragraph, '\n'));
	if (first.n == paragraph.n)
		return false;
	speaker_line_read(first, &head);
	return head.form == LINE_HEAD && head.strong;
}

static void say_left_out(struct reading *reading, size_t n, struct str first)
{
	if (!n)
		return;
	first = str_part(first, 0, str_find_char(first, '\n'));
	first = str_part(first, 0, utf8_offset(first, FIRST_CHARS));
	notice_say(reading, 0, "%zu %s no part of the transcript, left out; it begins: %.*s", n,
		   n == 1 ? "paragraph is" : "paragraphs are", STR_ARG(first));
}

/* A document from Teams: what was said is in paragraphs that begin with a name and a time; title,
 * date and who started the transcription stand before the first and behind the last of them. */
static bool keep_headed(struct reading *reading, struct str text, struct strbuf *out)
{
	struct str rest = text, paragraph, first = {NULL, 0};
	size_t n = 0, headed = 0, before = 0, inside = 0;
	const char *from = NULL, *to = NULL;
	for (; next_paragraph(&rest, &paragraph); n++) {
		if (!n)
			first = paragraph;
		if (!is_headed(paragraph))
			continue;
		if (!headed++) {
			from = paragraph.p;
			before = n;
		}
		to = paragraph.p + paragraph.n;
		inside = n + 1 - before;
	}
	if (headed < 2 || headed * 2 < inside)
		return false;
	strbuf_add(out, from, (size_t)(to - from));
	if (first.p == from)
		first = str_trim((struct str){to, (size_t)(text.p + text.n - to)});
	say_left_out(reading, n - inside, first);
	return true;
}

static bool is_clock(struct str paragraph)
{
	struct speaker_line line;
	speaker_line_read(paragraph, &line);
	return line.form == LINE_HEAD_TIME && line.three_fields && !line.bracketed;
}

/* Of a document from Meet what was said begins with a time alone and "Name: …" below it; above
 * are notes a machine made of it. The words around are in any language: only the pair tells. */
static bool keep_below_clock(struct reading *reading, struct str text, struct strbuf *out)
{
	struct str rest = text, paragraph, before = {NULL, 0}, first = {NULL, 0};
	struct label_hit hit;
	size_t n = 0;
	while (next_paragraph(&rest, &paragraph)) {
		if (before.n && is_clock(before) && label_take(paragraph, &hit)) {
			strbuf_add(out, before.p, (size_t)(text.p + text.n - before.p));
			say_left_out(reading, n - 1, first);
			return true;
		}
		before = paragraph;
		if (n++ == 0)
			first = paragraph;
	}
	return false;
}

/* ---- the whole ---- */

static void docx_init(struct docx *docx)
{
	*docx = (struct docx){.lines = STRBUF_INIT,
			      .rows = STRBUF_INIT,
			      .paragraph = STRBUF_INIT,
			      .row = STRBUF_INIT};
}

static void docx_release(struct docx *docx)
{
	strbuf_release(&docx->lines);
	strbuf_release(&docx->rows);
	strbuf_release(&docx->paragraph);
	strbuf_release(&docx->row);
}

/* The document: "word/document.xml", of some programs "word/document2.xml". */
static const struct zip_entry *find_document(const struct zip *zip)
{
	const struct zip_entry *entry = zip_find(zip, STR("word/document.xml"));
	for (size_t i = 0; !entry && i < zip->n; i++)
		if (str_starts(zip->entries[i].name, STR("word/document")) &&
		    str_ends(zip->entries[i].name, STR(".xml")))
			entry = &zip->entries[i];
	return entry;
}

static void take_text(struct reading *reading, struct str text)
{
	struct strbuf clean = STRBUF_INIT;
	free(reading->decoded);
	decode_escaped(reading, text, &clean);
	reading->text.n = clean.len;
	reading->text.p = reading->decoded = strbuf_detach(&clean);
}

/* A table whose header we know, and little beside it? */
static bool take_table(struct reading *reading, const struct docx *docx)
{
	if (docx->nrows < 2 || docx->nrows * 2 < docx->nparagraphs)
		return false;
	take_text(reading, strbuf_str(&docx->rows));
	if (!table_format(reading))
		return false;
	say_left_out(reading, docx->nparagraphs - docx->nrows, strbuf_str(&docx->lines));
	return true;
}

static void choose_text(struct reading *reading, const struct docx *docx)
{
	struct strbuf kept = STRBUF_INIT;
	if (take_table(reading, docx))
		return;
	take_text(reading, strbuf_str(&docx->lines));
	if (keep_headed(reading, reading->text, &kept)) {
		take_text(reading, strbuf_str(&kept));
		reading->word = "teams";
	} else if (keep_below_clock(reading, reading->text, &kept)) {
		take_text(reading, strbuf_str(&kept));
		reading->word = "meet";
	}
	strbuf_release(&kept);
}

bool docx_open(struct reading *reading, struct str bytes, struct err *err)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct strbuf xml = STRBUF_INIT;
	struct docx docx;
	struct zip zip;
	docx_init(&docx);
	bool good = zip_open(&zip, &reading->draft->arena, bytes, reading->name, err);
	const struct zip_entry *entry = good ? find_document(&zip) : NULL;
	if (good && !entry)
		good = refuse_archive(reading->name, bytes, err);
	good = good && zip_read(&zip, entry, &xml, err) &&
	       xml_read(strbuf_str(&xml), reading->name, &handler, &docx, err);
	reading->line = 1;
	reading->word = "";
	reading->draft->encoding = "UTF-8";
	if (good && zip.nstrays)
		reading->tallies[NOTICE_STRAY_ENTRY].count = zip.nstrays;
	if (good)
		choose_text(reading, &docx);
	strbuf_release(&xml);
	docx_release(&docx);
	return good;
}

bool docx_read(struct reading *reading, struct err *err)
{
	const char *dialect = reading->word;
	if (!dialect)
		return err_set(err, ERR_FORMAT, "%.*s is no Word document", STR_ARG(reading->name));
	reading->word = NULL;
	const struct reader *reader = reader_find(str_of(detect(reading)));
	if (!reader->read(reading, err))
		return false;
	if (dialect[0])
		reading->draft->dialect = dialect;
	else if (!reading->draft->dialect[0])
		reading->draft->dialect = reader->name;
	return true;
}
