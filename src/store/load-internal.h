#ifndef THEMEWALL_STORE_LOAD_INTERNAL_H
#define THEMEWALL_STORE_LOAD_INTERNAL_H

#include "store-internal.h"

struct pages;

/* "SELECT id, title … FROM study t" of a tracked table; lives as long as the store. */
const char *load_select(struct store *store, enum table table);

/* "SELECT take_row(id, title …) FROM study t", for db_each with load_take; keeps nothing but what
 * the model wants to know. */
void load_add_taking(struct strbuf *sql, enum table table);
/* The text for as long as the store lives; releases the buffer. */
const char *load_keep_sql(struct store *store, struct strbuf *sql);

/* Rows on their way from a table to a model. */
struct load {
	struct model *model;
	enum table table;
	struct row_change change; /* the last one */
	int64_t room;             /* bytes that rows may still have: wall_room at first */
	struct err *err;
};
/* A row into the model; sound: it could be read. */
bool load_feed(struct load *load, const struct row_change *change, bool sound);
/* How many columns of a table the model wants, from the first on. */
int load_columns(enum table table);
/* For db_each; the context is a struct load. */
bool load_take(void *context, sqlite3_value **columns);

/* One row of such a SELECT as an INSERT; texts are borrowed until the next step. False when it
 * holds broken text. */
bool load_row(enum table table, sqlite3_stmt *row, struct row_change *change);

/* Sends all rows that a SELECT with these columns finds (parameter ?1: id, when the text has one);
 * the load may have had others before. */
bool load_rows(struct store *store, struct load *load, enum table table, const char *sql,
	       int64_t id);

/* Whole tables, in an order that keeps lists from being rebuilt. */
bool load_table(struct store *store, struct model *model, enum table table, struct err *err);
/* Insights and what belongs to them, beliefs, decisions. */
bool load_findings(struct store *store, struct model *model, struct err *err);
bool load_people(struct store *store, struct model *model, struct err *err); /* study … speakers */
bool load_clusters(struct store *store, struct model *model, struct err *err);

/* load-pages.c. Cards, excerpts and placements, in a transaction that has read something. False:
 * SQLite is to read them; *strange: into a model made anew. */
bool load_cards_from_pages(struct store *store, struct model *model, bool *strange);
bool load_is_large(enum table table); /* one of these */
/* For pages_each; the context is a struct load. */
bool load_take_record(void *context, int64_t id, struct str record);
/* load-ahead.c. All rows of these tables in this order, as pages_each reads them, by two threads.
 * False: something was strange; begun: the model may have had some rows by then. */
bool load_ahead(struct pages *pages, const enum table *tables, size_t ntables, struct load *load,
		bool *begun);
/* The turns of a transcript, outside any transaction; false: nothing came of it, as above. */
bool load_turns_from_pages(struct store *store, struct model *model, transcript_id id);

bool load_study(struct store *store, struct model *model, struct err *err); /* all of it */

/* How many pages SQLite keeps: few while whole tables are walked. */
bool load_with_cache(struct store *store, bool large, struct err *err);

/* Notes what the model now knows of the journal; inside the same read transaction. */
bool load_mark(struct store *store, struct err *err);

#endif
