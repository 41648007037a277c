/*
 * Two copies joined where both touched one place: what the other wrote meets a wall on which the
 * thing has moved on, and is settled so that the wall stays one. Each case is done on two copies in
 * an order of their clocks, joined, and looked at; then what no longer fits, by forged files; then
 * a name that only the history of a join still holds is forgotten.
 */
#include "store-join.h"
#include "themewall/store/forget.h"

/* ---- cards ---- */

static void test_cards(void)
{
	begin();
	must(move_off(ann, at.card, PLACE_TRAY, 0, 0) && move(tom, at.card, at.empty));
	ok(join() && card(at.card)->cluster.n == at.empty.n && card(at.card)->rank.n,
	   "into another theme, from the tray in between: it has a rank there (%s)", err.msg);
	end();
	begin();
	struct place first = {.kind = PLACE_CLUSTER, .cluster = at.home};
	must(move_off(ann, at.third, PLACE_PARKED, 0, 0) &&
	     edit_card_place(tom, &at.third, 1, &first, &err));
	ok(join() && card(at.third)->place == PLACE_PARKED && !card(at.third)->rank.n,
	   "put in order where it no longer is: it stays parked (%s)", err.msg);
	end();
	begin();
	must(move(ann, at.loose, at.home) && move_off(tom, at.loose, PLACE_LOOSE, 3, 30));
	ok(join() && card(at.loose)->place == PLACE_LOOSE && card(at.loose)->line == 30 &&
		   !card(at.loose)->cluster.n,
	   "down the wall, out of a theme in between: it is loose (%s)", err.msg);
	end();
	begin();
	must(move_off(ann, at.loose, PLACE_PARKED, 0, 0) &&
	     move_off(tom, at.loose, PLACE_LOOSE, 7, 10));
	ok(join() && card(at.loose)->place == PLACE_LOOSE && card(at.loose)->column == 7,
	   "to the side, from the parked lane in between (%s)", err.msg);
	end();
}

/* ---- themes ---- */

static void test_themes(void)
{
	begin();
	must(stand(ann, at.second, 4, 50) && nest(tom, at.second, at.home, FIRST_CHILD));
	ok(join() && !model_cluster(model, at.second)->parent.n &&
		   model_cluster(model, at.second)->line == 50,
	   "put in order beneath what it has left: it stays outside (%s)", err.msg);
	end();
	begin();
	must(stand(ann, at.child, 4, 50) && nest(tom, at.child, at.empty, FIRST_CHILD));
	ok(join() && model_cluster(model, at.child)->parent.n == at.empty.n &&
		   model_cluster(model, at.child)->rank.n &&
		   model_cluster(model, at.child)->line == 0,
	   "beneath another, from the top in between: it has a rank there (%s)", err.msg);
	end();
	begin();
	must(nest(ann, at.empty, at.home, at.child) && stand(tom, at.empty, 5, 60));
	ok(join() && !model_cluster(model, at.empty)->parent.n &&
		   model_cluster(model, at.empty)->line == 60,
	   "down the wall, out of a theme in between: it is at the top (%s)", err.msg);
	end();
	begin();
	must(nest(ann, at.child, at.home, at.second) && stand(tom, at.child, 1, 70));
	ok(join() && !model_cluster(model, at.child)->parent.n, "taken out while put in order (%s)",
	   err.msg);
	end();
	begin();
	must(nest(ann, at.empty, at.child, FIRST_CHILD) &&
	     nest(tom, at.home, at.empty, FIRST_CHILD));
	ok(join() && strstr(told, "would break a rule"), "two nestings that make a ring: %s", told);
	end();
}

/* ---- steps ---- */

/* The same person on both copies. */
static void test_taken_back(void)
{
	struct undo_report report;
	begin();
	store_close(tom);
	must(store_undo(ann, UNDO_CAREFUL, &report, &err));
	tom = open_at(other_path, "Ann");
	card_id kept = card_write(tom, "kept", &err);
	must(edit_card_delete(tom, &kept, 1, &err));
	must(store_undo(tom, UNDO_SKIP, &report, &err));
	for (int i = 0; i < 8; i++)
		must(store_undo(tom, i ? UNDO_CAREFUL : UNDO_SKIP, &report, &err));
	ok(join() && strstr(told, "had been taken back or done again already"),
	   "what both took back is taken back once: %s (%s)", told, err.msg);
	end();
}

static void test_whose(void)
{
	begin();
	must(db_run(&tom->db, &err, "UPDATE coder SET name = 'Ann the other' WHERE name = 'Ann'",
		    ""));
	ok(join() && store_coders(ann, &(const struct coder *){NULL}) >= 3,
	   "somebody else under the same number gets another one (%s)", err.msg);
	end();
}

/* ---- what cannot be joined ---- */

static void test_forged(void)
{
	static const struct {
		const char *sql, *words;
	} forged[] = {
		{"UPDATE replica SET uuid = randomblob(16) WHERE letter <> ''", "same number"},
		{"INSERT INTO replica(prefix, uuid, letter, next) WITH RECURSIVE n(i) AS (SELECT 1 "
		 "UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT 1000 + i, randomblob(16), "
		 "'c', 1 FROM n",
		 "too many copies"},
		{"INSERT INTO replica(prefix, uuid, letter, next) WITH RECURSIVE n(i) AS (SELECT 1 "
		 "UNION ALL SELECT i + 1 FROM n WHERE i < 30) SELECT 1000 + i, randomblob(16), "
		 "'c', 1 FROM n",
		 "too many copies"},
		{"DROP TRIGGER temp.journal_frozen; UPDATE journal SET at_ms = at_ms + 1 WHERE id "
		 "= "
		 "3",
		 "changes of its own"},
		{"DROP TRIGGER temp.journal_frozen; UPDATE journal SET format = 9, lamport = 999 "
		 "WHERE id = 3",
		 "damaged"},
		{"DROP TRIGGER temp.journal_frozen; UPDATE journal SET label = "
		 "CAST(x'ff' AS TEXT), lamport = 999 WHERE id = 3",
		 "damaged"},
		{"INSERT INTO transcript SELECT id + 500, session, version, title, origin_name, "
		 "origin_format, encoding, sha256_bytes, sha256_text, nchars, nturns, hidden, "
		 "lamport FROM transcript; INSERT INTO turn SELECT transcript + 500, seq, NULL, "
		 "start, \"end\", start_ms, end_ms, CAST(x'ff' AS TEXT), cues FROM turn",
		 "damaged"},
	};
	for (size_t i = 0; i < TW_COUNT(forged); i++) {
		begin();
		if (i == 0) { /* both know of each other */
			must(join());
			tom = open_at(other_path, "Tom");
		}
		int64_t rows = 0, after = 0;
		db_get_int(&ann->db, &err, &rows, "SELECT count(*) FROM journal", "");
		must(db_script(&tom->db, &err, "PRAGMA foreign_keys = OFF"));
		must(db_script(&tom->db, &err, forged[i].sql));
		err_clear(&err);
		bool joined = join();
		struct err said = err;
		db_get_int(&ann->db, &err, &after, "SELECT count(*) FROM journal", "");
		ok(!joined && strstr(said.msg, forged[i].words) && rows == after,
		   "%zu: refused, nothing changed: %s", i, said.msg);
		end();
	}
}

/* ---- a name that only the join remembers ---- */

static int count_bytes(const char *path, const char *word)
{
	static char bytes[1 << 21];
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
	if (file)
		fclose(file);
	int hits = 0;
	for (char *p = bytes; (p = memmem(p, n - (size_t)(p - bytes), word, strlen(word))); p++)
		hits++;
	return hits;
}

static int count_all(const char *word)
{
	int hits = 0;
	DIR *folder = opendir(fixture_folder);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		if (strcmp(entry->d_name, "tom.wall") != 0)
			hits += count_bytes(fixture_path(entry->d_name), word);
	if (folder)
		closedir(folder);
	return hits;
}

/* Tom's steps, which Ann's wall keeps as he wrote them: one into a theme that is gone, one on a
 * card that she wrote on before. */
static void test_forget(void)
{
	struct forget_report report;
	begin();
	must(edit_cluster_delete(ann, at.empty, 0, &err));
	must(edit_card_text(ann, at.card, STR("Ann heard it"), STR("a card"), &err));
	must(edit_card_text(tom, at.card, STR("so Paula said"), STR("a card"), &err));
	must(edit_card_implies(tom, at.card, STR("Paula is right"), STR(""), &err));
	struct card_draft lost = {
		.kind = CARD_IDEA, .text = STR("Paula's way"), .place = in_cluster(at.empty)};
	card_id made;
	must(edit_card_new(tom, &lost, &made, &err) &&
	     edit_card_text(tom, made, STR("the way of Paula"), STR("Paula's way"), &err));
	must(join() && strstr(told, "gone"));
	int64_t authored = 0;
	db_get_int(&ann->db, &err, &authored,
		   "SELECT count(*) FROM journal WHERE instr(authored, CAST('Paula' AS BLOB))", "");
	ok(authored > 0, "%lld steps are kept as they were written", (long long)authored);
	must(db_script(&ann->db, &err, "PRAGMA wal_checkpoint(TRUNCATE)") || true);
	ok(count_all("Paula") > 0, "the name stands there");
	err_clear(&err);
	bool good = store_forget(ann, model_participants(model).ids[0], NULL, NULL, NULL, &report,
				 &err);
	strbuf_release(&report.spared);
	ok(good && count_all("Paula") == 0, "forgotten: nowhere any more (%s)", err.msg);
	size_t problems = 1;
	ok(store_check(ann, say_problem, NULL, &problems, &err) && !problems && replays(ann, &err),
	   "and the wall is sound");
	end();
}

int main(void)
{
	fixture_begin();
	snprintf(other_path, sizeof other_path, "%s/tom.wall", fixture_folder);
	test_cards();
	test_themes();
	test_taken_back();
	test_whose();
	test_forged();
	test_forget();
	model_free(model);
	fixture_sweep();
	fixture_end();
	return done();
}
