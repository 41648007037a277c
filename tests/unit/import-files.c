/*
 * import: every FILE in tests/data/import/ that has a FILE.turns beside it is read as that says. A
 * .turns file is written by hand: format, dialect and encoding; a line "! LINE WORDS" per warning;
 * then the turns with their times and the times inside them; or "refused: WORDS". "same as FILE"
 * reads both and compares their turns.
 */
#include <dirent.h>

#include "import-show.h"
#include "themewall/base/mem.h"

static struct strbuf read_file(const char *folder, const char *name)
{
	struct strbuf path = STRBUF_INIT, out = STRBUF_INIT;
	char buffer[4096];
	size_t n;
	strbuf_addf(&path, "%s/%s", folder, name);
	FILE *file = fopen(path.buf, "rb");
	while (file && (n = fread(buffer, 1, sizeof buffer, file)) > 0)
		strbuf_add(&out, buffer, n);
	if (file)
		fclose(file);
	strbuf_release(&path);
	return out;
}

static bool import_file(struct draft *draft, const char *folder, const char *name, struct err *err)
{
	struct strbuf bytes = read_file(folder, name);
	struct import_options_text options = {.format = NULL};
	bool done = import_bytes(draft, str_of(name), strbuf_str(&bytes), &options, err);
	strbuf_release(&bytes);
	return done;
}

/* The turns of another file, for "same as". */
static void add_other(struct strbuf *out, const char *folder, const char *name)
{
	struct draft draft;
	struct err err = ERR_INIT;
	if (import_file(&draft, folder, name, &err))
		show_turns(out, &draft);
	draft_release(&draft);
}

static void test_file(const char *folder, const char *name)
{
	static const char same[] = "same as ";
	struct strbuf expected_name = STRBUF_INIT, got = STRBUF_INIT, want = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	strbuf_addf(&expected_name, "%s.turns", name);
	struct strbuf expected = read_file(folder, expected_name.buf);
	bool done = import_file(&draft, folder, name, &err);
	if (!done) {
		strbuf_addf(&got, "refused: %s\n", err.msg);
		strbuf_add_str(&want, strbuf_str(&expected));
	} else if (strncmp(expected.buf, same, sizeof same - 1) == 0) {
		struct str other =
			str_trim(str_part(strbuf_str(&expected), sizeof same - 1, expected.len));
		char *path = xstrndup(other.p, other.n);
		add_other(&want, folder, path);
		show_turns(&got, &draft);
		free(path);
	} else {
		show_draft(&got, &draft);
		strbuf_add_str(&want, strbuf_str(&expected));
	}
	is_str(got.buf, want.buf, "%s", name);
	draft_release(&draft);
	strbuf_release(&expected_name);
	strbuf_release(&expected);
	strbuf_release(&got);
	strbuf_release(&want);
}

/* The words and times of captions, with a blank behind each line of times: nothing is then written
 * as most are, so the scanner goes the long way throughout. */
static void test_long_way(const char *folder, const char *name)
{
	struct strbuf bytes = read_file(folder, name), wordy = STRBUF_INIT;
	struct strbuf got = STRBUF_INIT, want = STRBUF_INIT;
	struct import_options_text options = {.format = NULL};
	struct str rest = strbuf_str(&bytes), line;
	struct draft draft;
	struct err err = ERR_INIT;
	while (str_next_line(&rest, &line)) {
		bool timed = str_find(line, STR("-->")) < line.n;
		bool returned = line.n && line.p[line.n - 1] == '\r';
		strbuf_add_str(&wordy, str_part(line, 0, line.n - returned));
		strbuf_add_z(&wordy, timed ? " " : "");
		strbuf_add_z(&wordy, returned ? "\r" : "");
		if (line.p + line.n < bytes.buf + bytes.len)
			strbuf_add_char(&wordy, '\n');
	}
	if (import_file(&draft, folder, name, &err))
		show_draft(&want, &draft);
	draft_release(&draft);
	if (import_bytes(&draft, str_of(name), strbuf_str(&wordy), &options, &err))
		show_draft(&got, &draft);
	draft_release(&draft);
	is_str(got.buf, want.buf, "%s, the long way", name);
	strbuf_release(&bytes);
	strbuf_release(&wordy);
	strbuf_release(&got);
	strbuf_release(&want);
}

static int is_expectation(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);
	return n > 6 && strcmp(entry->d_name + n - 6, ".turns") == 0;
}

static bool is_package(struct str name)
{
	return str_ends(name, STR(".docx")) || str_ends(name, STR(".xlsx"));
}

int main(void)
{
	const char *root = getenv("SOURCE_ROOT");
	struct strbuf folder = STRBUF_INIT;
	struct dirent **entries;
	strbuf_addf(&folder, "%s/tests/data/import", root ? root : ".");
	int n = scandir(folder.buf, &entries, is_expectation, alphasort);
	ok(n > 0, "there are files to read");
	for (int i = 0; i < n; i++) {
		char *name = xstrndup(entries[i]->d_name, strlen(entries[i]->d_name) - 6);
		if (is_package(str_of(name)) && !import_packages())
			ok(true, "%s # SKIP built without expat or zlib", name);
		else
			test_file(folder.buf, name);
		if (str_ends(str_of(name), STR(".vtt")) || str_ends(str_of(name), STR(".srt")))
			test_long_way(folder.buf, name);
		free(name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	strbuf_release(&folder);
	return done();
}
