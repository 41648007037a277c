/* What we do not read, called by its name, with what to do instead. First by bytes, then by text.
 */
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

static bool has(struct str bytes, size_t at, const char *magic, size_t n)
{
	return bytes.n >= at + n && memcmp(bytes.p + at, magic, n) == 0;
}

static bool holds(struct str bytes, const char *name)
{
	return memmem(bytes.p, bytes.n, name, strlen(name)) != NULL;
}

bool package_is(struct str bytes)
{
	return has(bytes, 0, "PK\3\4", 4) || has(bytes, 0, "PK\5\6", 4);
}

/* An Office or OpenDocument file is a zip: the names inside tell which. They are written in the
 * clear. */
bool refuse_archive(struct str name, struct str bytes, struct err *err)
{
	static const struct {
		const char *entry, *what;
	} kinds[] = {
		{"word/document.xml",
		 "a Word document, and this themewall was built without expat and zlib; open it "
		 "and save it as .txt (File, Save as, plain text)"},
		{"project.qde", "a REFI-QDA project; this themewall was built without expat and "
				"zlib, so export its sources as .txt"},
		{"xl/workbook.xml", "an Excel workbook; save the sheet as .csv"},
		{"ppt/presentation.xml", "a PowerPoint file; copy the transcript into a .txt file"},
		{"content.xml", "an OpenDocument file; open it and save it as .docx or .txt"},
	};
	for (size_t i = 0; i < TW_COUNT(kinds); i++)
		if (holds(bytes, kinds[i].entry))
			return err_set(err, ERR_FORMAT, "%.*s is %s", STR_ARG(name), kinds[i].what);
	return err_set(err, ERR_FORMAT,
		       "%.*s is a zip file without word/document.xml; unpack it and import the "
		       "transcripts inside",
		       STR_ARG(name));
}

static bool is_recording(struct str bytes)
{
	return has(bytes, 4, "ftyp", 4) || has(bytes, 0, "ID3", 3) || has(bytes, 0, "RIFF", 4) ||
	       has(bytes, 0, "OggS", 4) || has(bytes, 0, "fLaC", 4) ||
	       has(bytes, 0, "\x1a\x45\xdf\xa3", 4) || has(bytes, 0, "\xff\xfb", 2) ||
	       has(bytes, 0, "\xff\xf1", 2);
}

static bool is_picture(struct str bytes)
{
	return has(bytes, 0, "\x89PNG", 4) || has(bytes, 0, "\xff\xd8\xff", 3) ||
	       has(bytes, 0, "GIF8", 4);
}

bool refuse_bytes(struct str name, struct str bytes, struct err *err)
{
	const char *what = NULL;
	if (has(bytes, 0, "%PDF-", 5))
		what = "a PDF; open it, copy the text and save it as .txt";
	else if (has(bytes, 0, "{\\rtf", 5))
		what = "an RTF document; open it in Word or a text editor and save it as .txt";
	else if (has(bytes, 0, "\xd0\xcf\x11\xe0", 4))
		what = "an old Office document (.doc, .xls); open it in Word or Docs and save it "
		       "as .docx or .txt";
	else if (has(bytes, 0, "SQLite format 3", 16))
		what = "a database; a wall is opened, not imported (or joined with `themewall "
		       "merge`)";
	else if (is_recording(bytes))
		what = "a recording; import its transcript: export that as .vtt or .txt";
	else if (is_picture(bytes))
		what = "a picture; a transcript is text: export it as .vtt or .txt";
	if (what)
		return err_set(err, ERR_FORMAT, "%.*s is %s", STR_ARG(name), what);
	return true;
}

static bool starts_ascii(struct str s, const char *head)
{
	size_t n = strlen(head);
	return s.n >= n && str_equal_ascii(str_part(s, 0, n), str_of(head));
}

bool refuse_text(struct str name, struct str text, struct err *err)
{
	struct str s = str_trim(text);
	const char *what = NULL;
	if (starts_ascii(s, "<!doctype html") || starts_ascii(s, "<html"))
		what = "a web page; open it in a browser, copy the text and save it as .txt";
	else if (starts_ascii(s, "<?xml") || starts_ascii(s, "<CodeBook") ||
		 starts_ascii(s, "<Project"))
		what = "XML, not yet read; export the transcript as .vtt or .txt";
	if (what)
		return err_set(err, ERR_FORMAT, "%.*s is %s", STR_ARG(name), what);
	return true;
}
