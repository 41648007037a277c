/*
 * Our own floors from inside, without a terminal around them.
 *
 *   probe commit WALL DB TIMES   one committed move through the store, one bare commit of one row
 *                                of DB (made anew), in turn; seconds of both
 *   probe partner WALL           for each line on stdin changes a card that stands first in the
 *                                first theme; answers with the time of its commit, in ns
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "themewall/base/mem.h"
#include "themewall/store/edit.h"

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static double since(int64_t start)
{
	return (double)(now_ns() - start) * 1e-9;
}

static int fail(const struct err *err)
{
	fprintf(stderr, "probe: %s\n", err->msg);
	return 1;
}

/* A wall opened and read, as the program does it. */
static bool open_wall(const char *path, const char *who, struct store **store, struct model *model,
		      struct err *err)
{
	struct store_options options = {.coder = str_of(who), .patience_ms = 10000};
	return store_open(store, path, &options, NULL, err) && store_load(*store, model, err);
}

static card_id first_card(const struct model *model)
{
	return model_cluster(model, model_top_clusters(model).ids[0])->cards[0];
}

static sqlite3 *bare_db(const char *path)
{
	sqlite3 *db;
	if (sqlite3_open(path, &db) ||
	    sqlite3_exec(
		    db,
		    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA "
		    "wal_autocheckpoint = 0; CREATE TABLE card(id INTEGER PRIMARY KEY, theme "
		    "INTEGER, rank INTEGER, text TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION "
		    "ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO card SELECT i, i % "
		    "24, i, 'what one said about the totals of a sheet' FROM n",
		    NULL, NULL, NULL))
		exit(1);
	return db;
}

static double bare_commit(sqlite3 *db, sqlite3_stmt *update, int i)
{
	int64_t start = now_ns();
	sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	sqlite3_bind_int(update, 1, i % 24);
	sqlite3_bind_int(update, 2, 1 + i * 7919 % 1000);
	sqlite3_step(update);
	sqlite3_reset(update);
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	return since(start);
}

/* To the next theme's end and on, the news read back each time, unmeasured. */
static int commit(const char *path, const char *bare, int times)
{
	struct err err = ERR_INIT;
	struct store *store = NULL;
	struct model *model = model_new();
	sqlite3_stmt *update = NULL;
	sqlite3 *db = bare_db(bare);
	sqlite3_prepare_v2(db, "UPDATE card SET theme = ?1 WHERE id = ?2", -1, &update, NULL);
	bool good = open_wall(path, "ana", &store, model, &err);
	for (int i = 0; good && i < times; i++) {
		struct cluster_list themes = model_top_clusters(model);
		struct place place = {.kind = PLACE_CLUSTER,
				      .cluster = themes.ids[(size_t)i % themes.n],
				      .after = AFTER_LAST};
		card_id id = model_cluster(model, themes.ids[(size_t)(i + 7) % themes.n])->cards[0];
		struct news news;
		int64_t start = now_ns();
		good = edit_card_place(store, &id, 1, &place, &err);
		double ours = since(start);
		good = good && store_poll(store, model, &news, &err);
		printf("%.6f %.6f\n", ours, bare_commit(db, update, i));
	}
	sqlite3_finalize(update);
	sqlite3_close(db);
	store_close(store);
	model_free(model);
	return good ? 0 : fail(&err);
}

static int partner(const char *path)
{
	struct err err = ERR_INIT;
	struct store *store = NULL;
	struct model *model = model_new();
	bool on = true, good = open_wall(path, "tom", &store, model, &err);
	card_id id = good ? first_card(model) : (card_id){0};
	for (int c; good && (c = getchar()) != EOF;) {
		if (c != '\n')
			continue;
		good = edit_card_surprise(store, &id, 1, on, &err);
		on = !on;
		printf("%lld\n", (long long)now_ns());
		fflush(stdout);
	}
	store_close(store);
	model_free(model);
	return good ? 0 : fail(&err);
}

int main(int argc, char **argv)
{
	struct str mode = str_of(argc > 1 ? argv[1] : "");
	store_single_thread();
	if (argc == 5 && str_equal(mode, STR("commit")))
		return commit(argv[2], argv[3], (int)strtol(argv[4], NULL, 10));
	if (argc == 3 && str_equal(mode, STR("partner")))
		return partner(argv[2]);
	fprintf(stderr, "usage: probe commit|partner …\n");
	return 2;
}
