/* import: SQLite, zlib and expat when they cannot go on. Each call of theirs fails once, in each of
 * some files: the file is refused in words, or what is read of it is what is always read. */
#include <expat.h>
#include <sqlite3.h>
#include <zlib.h>

#include "import-show.h"
#include "themewall/base/mem.h"
#include "themewall/import/import.h"

/* ---- the calls ---- */

static long until; /* calls up to the one that fails; 0: none does */

static bool fails(void)
{
	return until > 0 && --until == 0;
}

int __real_sqlite3_open(const char *name, sqlite3 **db);
int __real_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
			void *context, char **message);
int __real_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int n, sqlite3_stmt **stmt,
			      const char **rest);
int __real_sqlite3_step(sqlite3_stmt *stmt);
int __real_inflateInit2_(z_streamp stream, int bits, const char *version, int size);
XML_Parser __real_XML_ParserCreateNS(const XML_Char *encoding, XML_Char separator);
int __wrap_sqlite3_open(const char *name, sqlite3 **db);
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
			void *context, char **message);
int __wrap_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int n, sqlite3_stmt **stmt,
			      const char **rest);
int __wrap_sqlite3_step(sqlite3_stmt *stmt);
int __wrap_inflateInit2_(z_streamp stream, int bits, const char *version, int size);
XML_Parser __wrap_XML_ParserCreateNS(const XML_Char *encoding, XML_Char separator);

int __wrap_sqlite3_open(const char *name, sqlite3 **db)
{
	*db = NULL;
	return fails() ? SQLITE_NOMEM : __real_sqlite3_open(name, db);
}

int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
			void *context, char **message)
{
	return fails() ? SQLITE_NOMEM : __real_sqlite3_exec(db, sql, row, context, message);
}

int __wrap_sqlite3_prepare_v2(sqlite3 *db, const char *sql, int n, sqlite3_stmt **stmt,
			      const char **rest)
{
	*stmt = NULL;
	return fails() ? SQLITE_NOMEM : __real_sqlite3_prepare_v2(db, sql, n, stmt, rest);
}

int __wrap_sqlite3_step(sqlite3_stmt *stmt)
{
	return fails() ? SQLITE_NOMEM : __real_sqlite3_step(stmt);
}

int __wrap_inflateInit2_(z_streamp stream, int bits, const char *version, int size)
{
	return fails() ? Z_MEM_ERROR : __real_inflateInit2_(stream, bits, version, size);
}

XML_Parser __wrap_XML_ParserCreateNS(const XML_Char *encoding, XML_Char separator)
{
	return fails() ? NULL : __real_XML_ParserCreateNS(encoding, separator);
}

/* ---- the files ---- */

static bool read_wall(const char *name, struct str bytes, struct strbuf *out, struct err *err)
{
	struct wall_image image;
	if (!import_wall(&image, str_of(name), bytes, err))
		return false;
	strbuf_addf(out, "%zu rows, %.*s", image.nrows, STR_ARG(image.said));
	wall_image_release(&image);
	return true;
}

static bool read_transcript(const char *name, struct str bytes, struct strbuf *out, struct err *err)
{
	struct import_options_text options = {.format = NULL};
	struct draft draft;
	bool good = import_bytes(&draft, str_of(name), bytes, &options, err);
	for (size_t i = 0; good && i < draft.nturns; i++)
		strbuf_addf(out, "%d %.*s\n", draft.turns[i].speaker, STR_ARG(draft.turns[i].text));
	draft_release(&draft);
	return good;
}

static const struct {
	const char *path; /* or a text */
	bool (*read)(const char *name, struct str bytes, struct strbuf *out, struct err *err);
	bool packed;
} files[] = {
	{"import/whisper.json", read_transcript, false},
	{"import/bad-21-other.json", read_transcript, false},
	{"import/bad-21-list.json", read_transcript, false},
	{"[1, 2]", read_transcript, false},
	{"import/teams.docx", read_transcript, true},
	{"projects/wall.json", read_wall, false},
	{"projects/small.qdpx", read_wall, true},
};

static void test_file(size_t i)
{
	struct strbuf bytes = STRBUF_INIT, always = STRBUF_INIT, got = STRBUF_INIT;
	struct err err = ERR_INIT;
	long calls = 0, refused = 0, wrong = 0;
	if (files[i].path[0] == '[')
		strbuf_add_z(&bytes, files[i].path);
	else
		show_file(&bytes, files[i].path);
	bool reads = files[i].read(files[i].path, strbuf_str(&bytes), &always, &err);
	for (;;) {
		strbuf_reset(&got);
		err_clear(&err);
		until = ++calls;
		bool good = files[i].read(files[i].path, strbuf_str(&bytes), &got, &err);
		if (until > 0)
			break;
		refused += !good;
		wrong += good ? !reads || !str_equal(strbuf_str(&got), strbuf_str(&always))
			      : err.code == ERR_NONE || !err.msg[0];
	}
	until = 0;
	ok(calls > 1 && refused > 0 && wrong == 0, "%s: %ld calls fail, %ld times it is refused",
	   files[i].path, calls - 1, refused);
	strbuf_release(&bytes);
	strbuf_release(&always);
	strbuf_release(&got);
}

int main(void)
{
	for (size_t i = 0; i < TW_COUNT(files); i++)
		if (files[i].packed && !import_packages())
			ok(true, "%s # SKIP built without expat or zlib", files[i].path);
		else
			test_file(i);
	return done();
}
