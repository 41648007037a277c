#ifndef STORE_FORGE_H
#define STORE_FORGE_H

/*
 * What tests of forged walls share: one sound wall with a bit of everything, kept as bytes, and a
 * plain SQLite connection that writes lies into a copy of it, checks and references switched off.
 *
 * In the SQL of a lie, cs('…') is a changeset: changes apart by ';', each a letter ('+' insert, '-'
 * delete, '~' update) with its table, then column=value, or column=old>new of an update. A value is
 * i and a number, t and a text, x or b and the bytes of a text or blob in hex, n for NULL, _ for
 * nothing. What an insert or delete does not name is NULL. columns=iN: as a version wrote it that
 * had no more of them.
 */
#include <sqlite3.h>

#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/base/compiler.h"
#include "themewall/store/backup.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-insight.h"
#include "themewall/store/edit-lens.h"

static struct err err;

/* ---- changesets ---- */

static void forge_bytes(struct strbuf *out, char type, const char *hex, size_t n)
{
	strbuf_add_char(out, type);
	strbuf_add_char(out, (char)(n / 2));
	for (size_t i = 0; i + 1 < n; i += 2) {
		char pair[3] = {hex[i], hex[i + 1], '\0'};
		strbuf_add_char(out, (char)strtol(pair, NULL, 16));
	}
}

static void forge_value(struct strbuf *out, struct str v)
{
	if (v.p[0] == 'i') {
		long long number = strtoll(v.p + 1, NULL, 10);
		strbuf_add_char(out, 1);
		for (int shift = 56; shift >= 0; shift -= 8)
			strbuf_add_char(out, (char)((unsigned long long)number >> shift));
	} else if (v.p[0] == 't') {
		strbuf_add_char(out, 3);
		strbuf_add_char(out, (char)(v.n - 1));
		strbuf_add(out, v.p + 1, v.n - 1);
	} else if (v.p[0] == 'x' || v.p[0] == 'b') {
		forge_bytes(out, v.p[0] == 'x' ? 3 : 4, v.p + 1, v.n - 1);
	} else {
		strbuf_add_char(out, v.p[0] == 'n' ? 5 : 0);
	}
}

/* Of "name=old>new": the one, or the other. */
static bool forge_find(struct str words, const char *name, bool old, struct str *value)
{
	for (struct str word; words.n;) {
		size_t end = str_find_char(words, ' ');
		word = str_part(words, 0, end);
		words = str_part(words, end < words.n ? end + 1 : end, words.n);
		size_t is = str_find_char(word, '=');
		if (is == word.n || !str_equal(str_part(word, 0, is), str_of(name)))
			continue;
		*value = str_part(word, is + 1, word.n);
		size_t cut = str_find_char(*value, '>');
		*value = old ? str_part(*value, 0, cut)
			     : str_part(*value, cut < value->n ? cut + 1 : 0, value->n);
		return true;
	}
	return false;
}

static void forge_change(struct strbuf *out, struct str words)
{
	size_t end = str_find_char(words, ' ');
	char op = words.p[0];
	const struct table_info *info = table_info(table_find(str_part(words, 1, end)));
	struct str most = STR("i64");
	forge_find(words, "columns", true, &most);
	int ncolumns = (int)strtol(most.p + 1, NULL, 10);
	ncolumns = ncolumns < info->ncolumns ? ncolumns : info->ncolumns;
	strbuf_add_char(out, 'T');
	strbuf_add_char(out, (char)ncolumns);
	for (int i = 0; i < ncolumns; i++)
		strbuf_add_char(out, (char)(i < info->nkeys ? i + 1 : 0));
	strbuf_add(out, info->name, strlen(info->name) + 1);
	strbuf_add_char(out, op == '+' ? 18 : op == '-' ? 9 : 23);
	strbuf_add_char(out, 0);
	for (int half = op == '~' ? 0 : 1; half < 2; half++)
		for (int i = 0; i < ncolumns; i++) {
			struct str value = op == '~' ? STR("_") : STR("n");
			bool said = op == '~' && half == 1 && i < info->nkeys;
			if (!said)
				forge_find(words, info->columns[i].name, half == 0, &value);
			forge_value(out, value);
		}
}

static void forge_changeset(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct strbuf out = STRBUF_INIT;
	struct str rest = str_of((const char *)sqlite3_value_text(values[0]));
	while (rest.n) {
		size_t end = str_find_char(rest, ';');
		forge_change(&out, str_part(rest, 0, end));
		rest = str_part(rest, end < rest.n ? end + 1 : end, rest.n);
	}
	sqlite3_result_blob(context, out.buf, (int)out.len, SQLITE_TRANSIENT);
	strbuf_release(&out);
}

/* A step more in the history, by whoever made the last one. */
#define STEP(changeset)                                                                            \
	"INSERT INTO journal(lamport, replica, coder, at_ms, kind, label, batch, format, "         \
	"changeset) SELECT max(lamport) + 1, replica, coder, at_ms, 'do', 'forged', "              \
	"replica << 32 | (max(lamport) + 1), format, " changeset " FROM journal;"
#define CARD   "(SELECT id FROM card WHERE code = 'C-001')"
#define OTHER  "(SELECT id FROM card WHERE code = 'C-004')"
#define TEXTS  "(SELECT min(id) FROM transcript)"
#define THEME  "(SELECT min(id) FROM cluster)"
#define PERSON "(SELECT min(id) FROM participant)"

/* ---- files ---- */

struct forge_file {
	char *bytes;
	size_t n;
};

FIXTURE_UNUSED static struct forge_file forge_read(const char *path)
{
	struct strbuf all = STRBUF_INIT;
	char piece[4096];
	FILE *file = fopen(path, "rb");
	must(file);
	for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
		strbuf_add(&all, piece, n);
	fclose(file);
	struct forge_file kept = {NULL, all.len};
	kept.bytes = strbuf_detach(&all);
	return kept;
}

/* Over the file that is there: another file under the name would be another copy of the wall. */
FIXTURE_UNUSED static void forge_write(const char *path, const struct forge_file *kept)
{
	static const char *const ends[] = {"-wal", "-shm", "-journal", "-live"};
	char beside[420];
	for (size_t i = 0; i < TW_COUNT(ends); i++) {
		snprintf(beside, sizeof beside, "%s%s", path, ends[i]);
		unlink(beside);
	}
	FILE *file = fopen(path, "r+b");
	must(file && fwrite(kept->bytes, 1, kept->n, file) == kept->n &&
	     !ftruncate(fileno(file), (off_t)kept->n));
	fclose(file);
}

/* ---- lies below the rows ---- */

static int64_t forge_root(const char *path, const char *table)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *row = NULL;
	must(!sqlite3_open(path, &db) &&
	     !sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name = ?1", -1, &row,
				 NULL));
	sqlite3_bind_text(row, 1, table, -1, SQLITE_STATIC);
	must(sqlite3_step(row) == SQLITE_ROW);
	int64_t page = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	sqlite3_close(db);
	return page;
}

/* "@break TABLE": its first page is none; "@swap TABLE": the first two rows of its first page
 * change places; "@cut": a long text of z goes on at a page that is not there; "@head": the file
 * begins with other words. */
static void forge_pages(const char *path, struct str what)
{
	enum { PAGE = 4096, CELLS = 8 };
	struct str order = str_part(what, 0, str_find_char(what, ' '));
	struct forge_file all = forge_read(path);
	if (str_equal(order, STR("@head")))
		memset(all.bytes, 'x', 16);
	for (size_t at = 0; str_equal(order, STR("@cut")) && at < all.n; at += PAGE)
		if (!strncmp(all.bytes + at + 4, "zzzzzzzz", 8))
			memset(all.bytes + at, 0xff, 4);
	if (order.n < what.n) {
		char *page = all.bytes + (forge_root(path, what.p + order.n + 1) - 1) * PAGE;
		char *a = page + CELLS, *b = a + 2, kept[2] = {a[0], a[1]};
		if (str_equal(order, STR("@swap"))) {
			memcpy(a, b, 2);
			memcpy(b, kept, 2);
		} else {
			page[0] = 1;
		}
	}
	forge_write(path, &all);
	free(all.bytes);
}

/* SQL, and behind it what is below the rows. */
FIXTURE_UNUSED static void forge(const char *path, const char *lie)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	struct str all = str_of(lie);
	size_t n = str_find_char(all, '@');
	char *sql = xstrndup(lie, n);
	must(sqlite3_open(path, &db) == SQLITE_OK);
	sqlite3_create_function(db, "cs", 1, SQLITE_UTF8, NULL, forge_changeset, NULL, NULL);
	sqlite3_exec(db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON", NULL,
		     NULL, NULL);
	sqlite3_exec(db, sql, NULL, NULL, &message);
	if (message) {
		printf("Bail out! %s: %s\n", message, sql);
		exit(1);
	}
	sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_close(db);
	free(sql);
	if (n < all.n)
		forge_pages(path, str_part(all, n, all.n));
}

/* All rows of all tables as one number: whether anything is another than it was. Who opens a wall
 * becomes one of its coders; of a schema that SQLite itself refuses nothing is looked at. */
FIXTURE_UNUSED static void forge_sum(const char *path, uint8_t sum[SHA256_BYTES])
{
	sqlite3 *db = NULL;
	sqlite3_stmt *tables = NULL, *rows = NULL;
	struct sha256 sha;
	char sql[128];
	sha256_init(&sha);
	must(sqlite3_open(path, &db) == SQLITE_OK);
	sqlite3_prepare_v2(db,
			   "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
			   "('coder', 'sqlite_sequence')",
			   -1, &tables, NULL);
	while (tables && sqlite3_step(tables) == SQLITE_ROW) {
		snprintf(sql, sizeof sql, "SELECT * FROM %s", sqlite3_column_text(tables, 0));
		sqlite3_prepare_v2(db, sql, -1, &rows, NULL);
		while (sqlite3_step(rows) == SQLITE_ROW)
			for (int i = 0; i < sqlite3_column_count(rows); i++) {
				const void *bytes = sqlite3_column_blob(rows, i);
				if (bytes)
					sha256_add(&sha, bytes,
						   (size_t)sqlite3_column_bytes(rows, i));
				sha256_add(&sha, "|", 1);
			}
		sqlite3_finalize(rows);
	}
	sqlite3_finalize(tables);
	sqlite3_close(db);
	sha256_end(&sha, sum);
}

/* ---- the sound wall ---- */

static struct store *forge_open(const char *path, const char *who)
{
	struct store *store = NULL;
	struct store_options options = {.create = true, .coder = str_of(who), .patience_ms = 2000};
	store_open(&store, path, &options, NULL, &err);
	return store;
}

static void forge_findings(struct store *store, card_id card, cluster_id theme)
{
	insight_id insight;
	evidence_id evidence;
	belief_id belief;
	int64_t id;
	struct insight_draft draft = {.claim = STR("people rebuild the sum")};
	struct evidence_draft why = {.card = card, .stance = STANCE_SUPPORTS};
	struct saved_lens lens = {.name = STR("all of it")};
	must(edit_insight_new(store, &draft, &insight, &err) &&
	     edit_evidence_add(store, insight, &why, &evidence, &err) &&
	     edit_belief_add(store, STR("it takes long"), &belief, &err) &&
	     edit_layer_new(store, STR("alone"), &id, &err) &&
	     edit_layer_put(store, &card, 1, STR("sums"), &err) &&
	     edit_ballot_new(store, STR("what first"), 3, false, &id, &err) &&
	     edit_vote(store, theme, (insight_id){0}, 2, &err) &&
	     edit_lens_save(store, &lens, &id, &err));
}

FIXTURE_UNUSED static size_t problems_of(const char *path)
{
	struct err ignored = ERR_INIT;
	size_t problems = 1000;
	struct store *store = forge_open(path, "Ann");
	if (store)
		store_check(store, NULL, NULL, &problems, &ignored);
	store_close(store);
	return problems;
}

/* Two cards of turns, two written, two themes, the second within the first; a person with a name; a
 * move taken back. */
FIXTURE_UNUSED static void forge_study(struct store *store)
{
	struct undo_report undo;
	struct tag tag = {.facet = STR("mood"), .name = STR("doubt")};
	must(store);
	struct import_report came = import_interview(store, "p1.vtt", IMPORT_CARDS_TURNS, &err);
	card_id written = card_write(store, "Paula came back to it", &err);
	card_id other = card_write(store, "nobody trusts a sum", &err);
	cluster_id theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	cluster_id within = cluster_write(store, "Sums", theme, &err);
	struct place place = in_cluster(within), parked = {.kind = PLACE_PARKED};
	must(came.transcript.n && edit_card_place(store, &written, 1, &place, &err) &&
	     edit_card_copy(store, &written, 1, theme, &err) &&
	     edit_card_tag(store, &written, 1, tag, true, &err) &&
	     edit_tension(store, written, other, (cluster_id){0}, true, &err));
	forge_findings(store, written, theme);
	must(edit_card_text(store, other, STR("nobody trusts it"), STR("nobody trusts a sum"),
			    &err) &&
	     edit_card_place(store, &other, 1, &parked, &err) &&
	     store_undo(store, UNDO_CAREFUL, &undo, &err));
}

#endif
