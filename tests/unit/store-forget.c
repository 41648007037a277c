/* store: forgetting a person. The bytes of the files are looked through; everything else is as it
 * was. */
#include "changes-internal.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"
#include "themewall/store/forget.h"
#include "themewall/text/mask.h"

static struct err err;

static struct import_report import_talk(struct store *store)
{
	static const struct line lines[] = {
		{0, "Hello Paula, what did you do next? Tell me all of it, Paula Kern, please."},
		{1, "I export it to a spreadsheet. I don’t trust the totals, says Frau Kern."},
		{2, "Paula is right. PAULA knows the paulas of this world; Kernel panics do not."},
		{1, "I trust the lines. Für die Summe, naïve as I am, I rebuild the numbers."},
	};
	static const char *const speakers[] = {"Mara Lind", "Paula Kern (Guest)", "Tom Okoye"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT, ROLE_PARTICIPANT};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_SENTENCES};
	draft_make(&draft, "paula-kern 3.vtt", lines, 4, speakers, roles, 3);
	draft.speakers[1].name = STR("Paula Kern");
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	return report;
}

static participant_id person_of(struct store *store, const char *name)
{
	int64_t id = 0;
	db_get_int(&store->db, &err, &id, "SELECT participant FROM identity WHERE name = ?1", "z",
		   name);
	return (participant_id){id};
}

/* A quote whose context begins and ends inside the name. */
static card_id quote(struct store *store, transcript_id transcript, int64_t start, int64_t end)
{
	card_id id = {0};
	struct card_draft draft = {.kind = CARD_QUOTE,
				   .excerpt = {transcript, start, end},
				   .place = {.kind = PLACE_TRAY}};
	must(edit_card_new(store, &draft, &id, &err));
	return id;
}

/* Of everything a wall's history can hold. */
static void work(struct store *store, transcript_id transcript)
{
	struct undo_report report;
	participant_id person = person_of(store, "Paula Kern");
	card_id seen = card_write(store, "Paula frowned at the sums", &err);
	cluster_id theme = cluster_write(store, "What Paula wants", (cluster_id){0}, &err);
	struct place place = in_cluster(theme);
	for (int i = 0; i < 12; i++)
		quote(store, transcript, 40 + i, 60 + i);
	card_id gone = quote(store, transcript, 6, 30);
	must(edit_card_text(store, seen, STR("Paula Kern sighed"), STR("Paula frowned at the sums"),
			    &err));
	must(edit_card_implies(store, seen, STR("trust Paula's eye"), STR(""), &err));
	must(edit_card_place(store, &seen, 1, &place, &err));
	must(edit_card_delete(store, &gone, 1, &err));
	must(edit_participant_name(store, person, STR("Paulina Kern"), &err));
	must(edit_participant_name(store, person, STR("Paula Kern"), &err));
	must(edit_cluster_name(store, theme, STR("Trust"), STR("What Paula wants"), &err));
	must(store_undo(store, UNDO_CAREFUL, &report, &err));
	must(edit_card_delete(store, &seen, 1, &err));
	must(store_undo(store, UNDO_CAREFUL, &report, &err));
}

/* How often a word stands in a file's bytes. */
static int count_bytes(const char *path, const char *word)
{
	struct strbuf all = STRBUF_INIT;
	char buffer[8192];
	size_t n;
	int hits = 0;
	FILE *file = fopen(path, "rb");
	while (file && (n = fread(buffer, 1, sizeof buffer, file)) > 0)
		strbuf_add(&all, buffer, n);
	if (file)
		fclose(file);
	struct str rest = strbuf_str(&all);
	for (size_t at; (at = str_find(rest, str_of(word))) < rest.n; hits++)
		rest = str_part(rest, at + 1, rest.n);
	strbuf_release(&all);
	return hits;
}

static int count_in_folder(const char *where, const char *word)
{
	DIR *dir = opendir(where);
	int hits = 0;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		struct strbuf path = STRBUF_INIT;
		strbuf_addf(&path, "%s/%s", where, entry->d_name);
		int here = count_bytes(path.buf, word);
		if (here)
			printf("# %d in %s\n", here, path.buf);
		hits += here;
		strbuf_release(&path);
	}
	if (dir)
		closedir(dir);
	return hits;
}

/* The dump with the name struck out by hand. */
static char *struck(const char *dump)
{
	struct mask *mask = mask_new();
	struct strbuf out = STRBUF_INIT;
	struct str rest = str_of(dump), line;
	mask_add(mask, STR("Paula Kern"));
	mask_add(mask, STR("Paulina Kern"));
	mask_add(mask, STR("Paula K")); /* where a quote ends in mid-name */
	mask_add(mask, STR("Paula Ke"));
	mask_add(mask, STR("Paula Ker"));
	while (str_next_line(&rest, &line)) {
		bool title = str_starts(line, STR("person")) || str_starts(line, STR("session")) ||
			     str_starts(line, STR("transcript")) ||
			     str_starts(line, STR("speaker"));
		mask_text(mask, &out, line, title);
		strbuf_add_char(&out, '\n');
	}
	mask_free(mask);
	return strbuf_detach(&out);
}

static void daily(struct store *store, const char *folder)
{
	mkdir(folder, 0700);
	store_keep_daily(store, folder);
	store->daily_ms = 0;
	while (store->daily_folder)
		store_idle(store);
}

static void leave(struct row_change *change, struct value *old, void *context)
{
	++*(int *)context;
}

/* The writer of changesets agrees with the library's, byte for byte. */
static void test_rewrite(struct store *store)
{
	sqlite3_stmt *rows = db_query(&store->db, &err, "SELECT changeset FROM journal", "");
	int n = 0;
	bool same = true;
	while (rows && db_step(&store->db, rows, &err) == DB_ROW) {
		struct strbuf out = STRBUF_INIT;
		struct str blob = db_column_blob(rows, 0);
		same = same && changes_rewrite(blob, &out, leave, &n) &&
		       str_equal(strbuf_str(&out), blob);
		strbuf_release(&out);
	}
	ok(same && n > 50, "%d changes are written as they were read", n);
}

static void test_refused(struct store *store, participant_id person)
{
	struct forget_report report;
	struct store *other = open_as("Tom", &err);
	ok(!store_forget(store, person, NULL, NULL, NULL, &report, &err) && err.code == ERR_BUSY,
	   "not while someone else has it open: %s", err.msg);
	strbuf_release(&report.spared);
	store_close(other);
}

static void test_forget(struct store *store, participant_id person, const char *folder)
{
	static const char *const words[] = {"Paula ", "Paula,", "Kern ",   "Kern,", "Paulina",
					    "paula-", "PAULA ", "Paula K", "Kern,", "kern 3"};
	struct forget_report report;
	char *before = wall_dump(&err);
	struct strbuf path = STRBUF_INIT;
	store_backup_name(store, &path);
	must(store_backup(store, path.buf, &err));
	daily(store, folder);
	ok(count_in_folder(fixture_folder, "Paula") > 10 && count_in_folder(folder, "Paula") > 3,
	   "the name is everywhere");
	ok(store_forget(store, person, folder, NULL, NULL, &report, &err), "forgotten: %s",
	   err.msg);
	ok(report.turns == 3 && report.steps > 10 && report.texts > 10 && report.copies == 2,
	   "%zu turns, %zu steps, %zu texts, %zu copies", report.turns, report.steps, report.texts,
	   report.copies);
	is_int(report.spared.len, 0, "nobody else is called so");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		is_int(count_in_folder(fixture_folder, words[i]) +
			       count_in_folder(folder, words[i]),
		       0, "0 bytes of \"%s\" in the wall, what lies beside it, and its copies",
		       words[i]);
	ok(count_in_folder(fixture_folder, "Kernel") > 0 &&
		   count_in_folder(fixture_folder, "paulas") > 0,
	   "other words stay");
	char *want = struck(before), *after = wall_dump(&err);
	is_str(after, want, "everything else is as it was");
	free(before);
	free(want);
	free(after);
	strbuf_release(&path);
	strbuf_release(&report.spared);
}

static void test_after(struct store *store, participant_id person)
{
	struct undo_report undone;
	struct forget_report report;
	size_t problems = 0;
	ok(store_check(store, say_problem, NULL, &problems, &err) && !problems,
	   "receipts and all else hold");
	ok(replays(store, &err), "the history makes the same wall again");
	ok(!db_run(&store->db, &err, "UPDATE turn SET text = 'x'", "") &&
		   !db_run(&store->db, &err, "DELETE FROM journal", "") &&
		   !db_run(&store->db, &err, "UPDATE journal SET label = ''", ""),
	   "what was said is frozen again");
	err_clear(&err);
	while (store_undo(store, UNDO_CAREFUL, &undone, &err))
		continue;
	is_int(err.code, ERR_NOTHING, "all of it can be undone");
	while (store_redo(store, UNDO_CAREFUL, &undone, &err))
		continue;
	problems = 0;
	ok(store_check(store, say_problem, NULL, &problems, &err) && !problems &&
		   replays(store, &err),
	   "and redone");
	ok(store_forget(store, person, NULL, NULL, NULL, &report, &err) && !report.turns,
	   "once more changes nothing");
	strbuf_release(&report.spared);
}

int main(void)
{
	char folder[128], command[200];
	fixture_begin();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	snprintf(folder, sizeof folder, "%s/copies", fixture_folder);
	struct store *store = open_as("Ann", &err);
	must(store);
	struct import_report imported = import_talk(store);
	participant_id person = person_of(store, "Paula Kern");
	must(person.n);
	work(store, imported.transcript);
	test_rewrite(store);
	test_refused(store, person);
	test_forget(store, person, folder);
	test_after(store, person);
	store_close(store);
	is_int(count_in_folder(fixture_folder, "Paula"), 0, "nor after closing");
	snprintf(command, sizeof command, "rm -rf %s", folder);
	ok(system(command) == 0, "cleaned up");
	fixture_end();
	return done();
}
