/* A program built without expat and zlib: package-none.c stands for what reads archives, so each of
 * them is called by its name and refused with advice; everything else is read as ever. */
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/import/import.h"

#include "tap.h"

static struct strbuf read_file(const char *folder, const char *name)
{
	struct strbuf path = STRBUF_INIT, bytes = STRBUF_INIT;
	const char *root = getenv("SOURCE_ROOT");
	char buffer[4096];
	size_t n;
	strbuf_addf(&path, "%s/tests/data/%s/%s", root ? root : ".", folder, name);
	FILE *file = fopen(path.buf, "rb");
	while (file && (n = fread(buffer, 1, sizeof buffer, file)) > 0)
		strbuf_add(&bytes, buffer, n);
	if (file)
		fclose(file);
	strbuf_release(&path);
	return bytes;
}

static void test_documents(void)
{
	static const struct {
		const char *name, *said;
	} files[] = {
		{"teams.docx", "a Word document, and this themewall was built without"},
		{"bad-31-archive.docx", "a zip file without word/document.xml"},
		{"bad-31-sheet.xlsx", "an Excel workbook; save the sheet as .csv"},
		{"bad-37-cut.docx", "a Word document"},
	};
	for (size_t i = 0; i < TW_COUNT(files); i++) {
		struct strbuf bytes = read_file("import", files[i].name);
		struct import_options_text options = {.format = NULL};
		struct draft draft;
		struct err err = ERR_INIT;
		bool done = import_bytes(&draft, str_of(files[i].name), strbuf_str(&bytes),
					 &options, &err);
		ok(bytes.len && !done && err.code == ERR_FORMAT && strstr(err.msg, files[i].said),
		   "%s: %s", files[i].name, files[i].said);
		draft_release(&draft);
		strbuf_release(&bytes);
	}
}

static void test_projects(void)
{
	static const char *const names[] = {"small.qdpx", "codebook.qdc", "wide.qde"};
	for (size_t i = 0; i < TW_COUNT(names); i++) {
		struct strbuf bytes = read_file("projects", names[i]);
		struct wall_image image;
		struct err err = ERR_INIT;
		bool known = import_is_wall(strbuf_str(&bytes));
		bool done = import_wall(&image, str_of(names[i]), strbuf_str(&bytes), &err);
		ok(known && !done && strstr(err.msg, "export its sources as .txt"),
		   "%s is known and refused", names[i]);
		strbuf_release(&bytes);
	}
}

static void test_text(void)
{
	struct strbuf bytes = read_file("import", "zoom.vtt");
	struct import_options_text options = {.format = NULL};
	struct draft draft;
	struct err err = ERR_INIT;
	ok(import_bytes(&draft, STR("zoom.vtt"), strbuf_str(&bytes), &options, &err) &&
		   draft.nturns > 0,
	   "captions are read");
	draft_release(&draft);
	strbuf_release(&bytes);
}

int main(void)
{
	ok(!import_packages(), "--version says that archives are not read");
	test_documents();
	test_projects();
	test_text();
	return done();
}
