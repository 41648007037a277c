/*
 * import: what comes out of the jail, without one. The child's work runs in this process and what
 * it sends is kept (the linker puts our jail before the real one), so every parser and every reader
 * of a reply runs here, and each reply can be forged: cut, or with bytes changed. Nothing a child
 * answers is believed: it is refused in words, or it is a draft, a wall, a table that keeps its
 * promises.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "dice.h"
#include "jail-internal.h"
#include "tap.h"
#include "themewall/base/mem.h"
#include "themewall/import/people.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

enum { FORGERIES = 60 };

static struct err err;
static uint64_t seed = 7;
static size_t refused, taken;
static bool kept; /* all promises */

/* ---- the jail ---- */

static struct strbuf sent, told; /* by the child; as it was before it was forged */
static size_t announced;
static enum jail_end ends_with; /* JAIL_DONE: as it does */
static bool forges;             /* the next reply */
static enum import_jail kind = IMPORT_JAIL_FULL;

enum jail_end __wrap_jail_run(const struct jail_work *work, struct arena *arena, struct str *reply);
enum jail_end __wrap_jail_start(struct jail *jail, const struct jail_work *work,
				struct arena *arena);
bool __wrap_jail_read(struct jail *jail);
enum jail_end __wrap_jail_finish(struct jail *jail, struct str *reply);
void __wrap_jail_kill(struct jail *jail);
void __wrap_jail_send_size(size_t nbytes);
void __wrap_jail_send(const void *bytes, size_t nbytes);
enum import_jail __wrap_import_jail_kind(void);

void __wrap_jail_send_size(size_t nbytes)
{
	announced = nbytes;
}

void __wrap_jail_send(const void *bytes, size_t nbytes)
{
	strbuf_add(&sent, bytes, nbytes);
}

static void forge(void)
{
	static const unsigned char other[] = {0x01, 0x02, 0x04, 0x40, 0x80, 0xff, 0x0a, 0x1b};
	if (!sent.len)
		return;
	if (dice(&seed, 8) == 0)
		sent.len = dice(&seed, sent.len);
	else if (dice(&seed, 8) == 0)
		strbuf_add_char(&sent, 'x');
	/* more often where counts are, at the front */
	for (size_t n = dice(&seed, 3); sent.len && n < 3; n++) {
		size_t most = dice(&seed, 2) && sent.len > 200 ? 200 : sent.len;
		sent.buf[dice(&seed, most)] ^= (char)other[dice(&seed, sizeof other)];
	}
}

/* What it leaves behind would end with it. */
static void run_child(const struct jail_work *work)
{
	if (work->prepare)
		work->prepare(work->context);
	work->work(work->context);
	if (sent.len != announced || sent.len > work->most_bytes)
		abort();
	strbuf_reset(&told);
	strbuf_add_str(&told, strbuf_str(&sent));
}

enum jail_end __wrap_jail_run(const struct jail_work *work, struct arena *arena, struct str *reply)
{
	strbuf_reset(&sent);
	*reply = (struct str){NULL, 0};
	if (ends_with != JAIL_DONE)
		return ends_with;
	if (forges) {
		strbuf_add_str(&sent, strbuf_str(&told));
		forge();
	} else {
		run_child(work);
	}
	char *bytes = arena_alloc(arena, sent.len + 1);
	memcpy(bytes, sent.buf, sent.len);
	*reply = (struct str){bytes, sent.len};
	return JAIL_DONE;
}

enum jail_end __wrap_jail_start(struct jail *jail, const struct jail_work *work,
				struct arena *arena)
{
	struct str reply;
	*jail = (struct jail){.fd = -1, .arena = arena};
	errno = EAGAIN;
	enum jail_end end = __wrap_jail_run(work, arena, &reply);
	jail->bytes = (char *)reply.p;
	jail->size = reply.n;
	return end == JAIL_NO_CHILD ? end : JAIL_DONE;
}

bool __wrap_jail_read(struct jail *jail)
{
	return ++jail->have > 1;
}

enum jail_end __wrap_jail_finish(struct jail *jail, struct str *reply)
{
	*reply = (struct str){jail->bytes, (size_t)jail->size};
	return ends_with;
}

void __wrap_jail_kill(struct jail *jail)
{
	jail->bytes = NULL;
}

enum import_jail __wrap_import_jail_kind(void)
{
	return kind;
}

/* ---- what is asked of an answer ---- */

static void expect(bool good)
{
	refused += !good;
	taken += good;
	kept = kept && (good || err.code != ERR_NONE); /* words may name a file with any bytes */
}

static void read_draft(const char *name, struct str bytes)
{
	struct import_options_text options = {.format = NULL};
	struct draft draft;
	err_clear(&err);
	bool good = import_jailed(&draft, str_of(name), bytes, &options, &err);
	expect(good);
	for (size_t i = 0; good && i < draft.nturns; i++) {
		const struct draft_turn *turn = &draft.turns[i];
		kept = kept && utf8_is_valid(turn->text) && !safe_has_controls(turn->text) &&
		       turn->nchars == utf8_length(turn->text) &&
		       turn->speaker < (int)draft.nspeakers;
		for (size_t c = 0; c < turn->ncues; c++)
			kept = kept && turn->cues[c].at < turn->nchars;
	}
	draft_release(&draft);
}

static void read_wall(const char *name, struct str bytes)
{
	struct wall_image image;
	err_clear(&err);
	bool good = import_wall_jailed(&image, str_of(name), bytes, &err);
	expect(good);
	for (size_t i = 0; good && i < image.nturns; i++)
		for (size_t t = 0; t < image.turns[i].n; t++)
			kept = kept && utf8_is_valid(image.turns[i].turns[t].text);
	if (good)
		wall_image_release(&image);
}

static void read_people(const char *name, struct str bytes)
{
	struct people_table table;
	err_clear(&err);
	bool good = people_read(&table, str_of(name), bytes, &err);
	expect(good);
	for (size_t row = 0; good && row < table.nrows; row++)
		for (size_t column = 0; column < table.ncolumns; column++)
			kept = kept && utf8_is_valid(people_cell(&table, row, column)) &&
			       !safe_has_controls(people_cell(&table, row, column));
	people_release(&table);
}

/* As it is, forged, and with children that end otherwise. */
static void try(void (*read)(const char *name, struct str bytes), const char *name,
		struct str bytes, int forgeries)
{
	static const enum jail_end ends[] = {JAIL_FAILED, JAIL_NO_MEMORY, JAIL_NO_CHILD};
	ends_with = JAIL_DONE;
	forges = false;
	read(name, bytes);
	forges = true;
	for (int i = 0; i < forgeries; i++)
		read(name, bytes);
	for (size_t i = 0; i < TW_COUNT(ends); i++) {
		ends_with = ends[i];
		read(name, bytes);
	}
}

/* ---- all files ---- */

static bool is_wall_file(const char *name, struct str bytes)
{
	return import_is_wall(bytes) || strstr(name, ".qd");
}

static void try_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t files = 0, before = refused;
	kept = true;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char path[500], piece[8192];
		struct strbuf bytes = STRBUF_INIT;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		FILE *file = entry->d_type == DT_REG ? fopen(path, "rb") : NULL;
		for (size_t n; file && (n = fread(piece, 1, sizeof piece, file)) > 0;)
			strbuf_add(&bytes, piece, n);
		bool wall = is_wall_file(entry->d_name, strbuf_str(&bytes));
		if (file && bytes.len < 100000) {
			try(wall ? read_wall : read_draft, entry->d_name, strbuf_str(&bytes),
			    wall ? 10 * FORGERIES : FORGERIES);
			files++;
		}
		if (file)
			fclose(file);
		strbuf_release(&bytes);
	}
	if (dir)
		closedir(dir);
	ok(files && kept && refused > before, "%zu files of %s: %zu answers refused, %zu taken",
	   files, strrchr(folder, '/') + 1, refused, taken);
}

static void test_people(void)
{
	static const char *const tables[] = {
		"participant,segment,role\nP01,small,nurse\n\"P02\",\"large\",\n",
		"Name\tTeam\nAnn\tnorth\n",
		"code;x\nP01;1\n",
		"who,what\nAnn,x\n",
		"participant\n",
		"",
		"participant,\"segment\nP01,small\n",
		"speaker,\x01team\nAn\x02n,1\n",
		"person\n\xff\xfe\n",
		"\x01\x02\x03\x04",
	};
	kept = true;
	for (size_t i = 0; i < TW_COUNT(tables); i++)
		try(read_people, "participants.csv", str_of(tables[i]), 5 * FORGERIES);
	struct strbuf wide = STRBUF_INIT, long_table = STRBUF_INIT;
	for (int i = 0; i < 5000; i++)
		strbuf_addf(&wide, "c%d,", i);
	strbuf_add_z(&wide, "\nP01\n");
	strbuf_add_z(&long_table, "participant\n");
	for (int i = 0; i < 200000; i++)
		strbuf_add_z(&long_table, "P\n");
	size_t before = taken;
	ends_with = JAIL_DONE;
	forges = false;
	read_people("participants.csv", strbuf_str(&wide));
	read_people("participants.csv", strbuf_str(&long_table));
	is_int(taken, before, "too many columns, too many rows: %s", err.msg);
	strbuf_release(&wide);
	strbuf_release(&long_table);
	ok(kept, "tables of people: no answer is believed");
	ok(people_is(STR("a/Participants.TSV")) && people_is(STR("participants.csv")) &&
		   !people_is(STR("participants.txt")),
	   "they are known by their names");
}

/* What is read of a file is the same in the jail, whatever the child has to load before it is shut,
 * and where there is none. */
static void test_same(const char *name, struct str bytes, const char *encoding)
{
	struct import_options_text options = {.encoding = encoding};
	struct strbuf own = STRBUF_INIT;
	struct draft here, there;
	ends_with = JAIL_DONE;
	forges = false;
	strbuf_add_str(&own, bytes); /* the child may let go of it */
	bool same = import_bytes(&here, STR("a.txt"), bytes, &options, &err);
	struct import_job *job = import_start(STR("a.txt"), strbuf_str(&own), &options, &err);
	same = import_job_finish(job, &there, &err) && same && here.nturns == there.nturns;
	for (size_t i = 0; same && i < here.nturns; i++)
		same = str_equal(here.turns[i].text, there.turns[i].text) &&
		       here.turns[i].start_ms == there.turns[i].start_ms &&
		       here.turns[i].speaker == there.turns[i].speaker;
	ok(same, "the same in the jail: %s", name);
	draft_release(&here);
	draft_release(&there);
	strbuf_release(&own);
}

static void test_encodings(void)
{
	test_same("wide, by its mark", STR("\xff\xfe\x60\x4f"), NULL);
	test_same("Greek, by its name", STR("\xe1\xe2\xe3"), "ISO-8859-7");
	static const char json[] = "{\"themewall\":1}";
	struct wall_image image;
	kind = IMPORT_JAIL_NONE;
	read_draft("a.txt", STR("Ann: hi\n"));
	ok(err.code == ERR_NONE, "a text where there is no jail");
	ok(!import_wall_jailed(&image, STR("w"), str_of(json), &err) && strstr(err.msg, "study[0]"),
	   "a wall where there is no jail");
	kind = IMPORT_JAIL_FULL;
}

/* More than is let go of at once. */
static void test_long(const char *name, const char *line)
{
	struct strbuf bytes = STRBUF_INIT;
	strbuf_addf(&bytes, "WEBVTT%s%s", line, line);
	for (unsigned i = 1; bytes.len < 9 << 20; i++)
		strbuf_addf(&bytes,
			    "%02u:%02u:%02u.000 --> %02u:%02u:%02u.900%s<v Ann %u>I wait %u times, "
			    "and nobody heard of it for a very long time afterwards.%s%s",
			    i / 3600, i / 60 % 60, i % 60, i / 3600, i / 60 % 60, i % 60, line,
			    i % 7, i, line, line);
	test_same(name, strbuf_str(&bytes), NULL);
	strbuf_release(&bytes);
}

/* Nobody waits for it any more. */
static void test_cancel(void)
{
	struct import_options_text options = {.format = NULL};
	ends_with = JAIL_DONE;
	forges = false;
	struct import_job *job = import_start(STR("a.txt"), STR("Ann: hi\n"), &options, &err);
	ok(job && import_job_fd(job) == -1, "a job begins");
	import_job_cancel(job);
	import_job_cancel(NULL);
}

int main(void)
{
	char folder[400];
	const char *root = getenv("SOURCE_ROOT") ? getenv("SOURCE_ROOT") : ".";
	snprintf(folder, sizeof folder, "%s/tests/data/import", root);
	try_folder(folder);
	snprintf(folder, sizeof folder, "%s/tests/data/projects", root);
	try_folder(folder);
	snprintf(folder, sizeof folder, "%s/tests/data/export", root);
	try_folder(folder);
	test_people();
	test_cancel();
	test_encodings();
	test_long("9 MB as they stand", "\n");
	test_long("9 MB with other line ends", "\r\n");
	strbuf_release(&sent);
	strbuf_release(&told);
	return done();
}
