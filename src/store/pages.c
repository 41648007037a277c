/*
 * A walk down the B-tree of a table, page by page (https://www.sqlite.org/fileformat2.html): inner
 * pages lead to others, in the order of ids; leaves hold records, those too long for a page in a
 * chain of further ones. Every number in a page may have been forged: nothing is read but within
 * the page, no page more often than there are pages, nothing deeper than a tree of that many rows,
 * and ids only go up, so that no page of rows comes twice; all rows together are no longer than
 * the file.
 */
#include "pages-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"

#include "harden-internal.h"

#include "themewall/base/banned.h"

enum { LEAF = 0x0d, INNER = 0x05, KEYED_LEAF = 0x0a, KEYED_INNER = 0x02 };
enum { LEAF_HEAD = 8, INNER_HEAD = 12, CELL_LEAST = 4, CELLS_MOST = (PAGE_BYTES - 8) / 6 };
enum { LOCK_PAGE = (1 << 30) / PAGE_BYTES + 1 }; /* locked by its bytes: nothing is kept there */
/* What a page keeps of a record that is too long for it, as SQLite reckons. */
enum {
	LOCAL_MOST = PAGE_BYTES - 35,
	KEYED_MOST = (PAGE_BYTES - 12) * 64 / 255 - 23,
	LOCAL_LEAST = (PAGE_BYTES - 12) * 32 / 255 - 23
};
enum { RECORD_MOST = 1 << 24, CHAIN_BYTES = PAGE_BYTES - 4 };

struct wanted {
	int64_t after;      /* of a table with ids */
	pages_where *where; /* of one without; else NULL */
	pages_row *row;
	void *context;
};

struct walk {
	struct pages *pages;
	struct wanted wanted;
	uint32_t left; /* pages that may still be read */
	int64_t last;  /* no id so far is higher */
	uint64_t room; /* bytes that rows may still have in their own pages: they share none */
	struct strbuf record;
	bool stopped;
	unsigned char page[PAGES_DEEPEST][PAGE_BYTES]; /* from the root down */
};

struct cell {
	const unsigned char *at, *end; /* the rest of the page */
};

static uint32_t two(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t four(const unsigned char *p)
{
	return two(p) << 16 | two(p + 2);
}

static bool take_number(struct cell *cell, uint64_t *value)
{
	*value = 0;
	for (int i = 0; cell->at < cell->end; i++) {
		unsigned char byte = *cell->at++;
		if (i == 8) {
			*value = *value << 8 | byte;
			return true;
		}
		*value = *value << 7 | (byte & 0x7f);
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

static bool read_page(struct walk *walk, uint32_t number, unsigned char *page)
{
	sqlite3_file *file = walk->pages->file;
	if (number < 2 || number > walk->pages->npages || number == LOCK_PAGE || walk->left == 0)
		return false;
	walk->left--;
	return file->pMethods->xRead(file, page, PAGE_BYTES,
				     (sqlite3_int64)(number - 1) * PAGE_BYTES) == SQLITE_OK;
}

/* Of a record that begins here, how much is in the page; false when the page ends before. */
static bool local_part(const struct walk *walk, const struct cell *cell, uint64_t n, size_t *local)
{
	size_t most = walk->wanted.where ? KEYED_MOST : LOCAL_MOST;
	*local = (size_t)n;
	if (n > RECORD_MOST)
		return false;
	if (n > most)
		*local = LOCAL_LEAST + (size_t)(n - LOCAL_LEAST) % CHAIN_BYTES;
	if (n > most && *local > most)
		*local = LOCAL_LEAST;
	return (size_t)(cell->end - cell->at) >= *local + (n > *local ? 4 : 0);
}

/* The head of a record lies in its page, the rest in a chain of pages. */
static bool gather(struct walk *walk, const struct cell *cell, size_t local, size_t n)
{
	unsigned char page[PAGE_BYTES];
	strbuf_reset(&walk->record);
	strbuf_add(&walk->record, (const char *)cell->at, local);
	uint32_t next = four(cell->at + local);
	while (walk->record.len < n) {
		size_t rest = n - walk->record.len;
		if (!read_page(walk, next, page))
			return false;
		strbuf_add(&walk->record, (const char *)page + 4,
			   rest < CHAIN_BYTES ? rest : CHAIN_BYTES);
		next = four(page);
	}
	return true;
}

static bool hand_over(struct walk *walk, int64_t id, const struct cell *cell, size_t local,
		      size_t n)
{
	struct str record = {(const char *)cell->at, n};
	if (local > walk->room)
		return false;
	walk->room -= local;
	if (n > local) {
		if (!gather(walk, cell, local, n))
			return false;
		record = strbuf_str(&walk->record);
	}
	walk->stopped = !walk->wanted.row(walk->wanted.context, id, record);
	return !walk->stopped;
}

static bool read_cell(struct walk *walk, struct cell cell)
{
	uint64_t n, id;
	size_t local;
	if (!take_number(&cell, &n) || !take_number(&cell, &id) || (int64_t)id <= walk->last)
		return false;
	walk->last = (int64_t)id;
	if ((int64_t)id <= walk->wanted.after)
		return true;
	return local_part(walk, &cell, n, &local) &&
	       hand_over(walk, (int64_t)id, &cell, local, (size_t)n);
}

/* Where the i-th cell of a page begins: behind the list of all of them. */
static bool find_cell(const unsigned char *page, size_t head, size_t i, struct cell *cell)
{
	size_t at = two(page + head + 2 * i), ncells = two(page + 3);
	*cell = (struct cell){page + at, page + PAGE_BYTES};
	return at >= head + 2 * ncells && at + CELL_LEAST <= PAGE_BYTES;
}

static bool walk_down(struct walk *walk, uint32_t number, int depth);

static bool walk_inner(struct walk *walk, const unsigned char *page, size_t ncells, int depth)
{
	for (size_t i = 0; i < ncells; i++) {
		struct cell cell;
		uint64_t highest;
		if (!find_cell(page, INNER_HEAD, i, &cell))
			return false;
		uint32_t child = four(cell.at);
		cell.at += 4;
		if (!take_number(&cell, &highest))
			return false;
		if ((int64_t)highest > walk->wanted.after && !walk_down(walk, child, depth + 1))
			return false;
		if ((int64_t)highest < walk->last)
			return false;
		walk->last = (int64_t)highest;
	}
	return walk_down(walk, four(page + 8), depth + 1);
}

static bool walk_leaf(struct walk *walk, const unsigned char *page, size_t ncells)
{
	for (size_t i = 0; i < ncells; i++) {
		struct cell cell;
		if (!find_cell(page, LEAF_HEAD, i, &cell) || !read_cell(walk, cell))
			return false;
	}
	return true;
}

/* Where there are no ids, inner pages hold records too, each behind all below its child. */
static bool walk_keyed(struct walk *walk, const unsigned char *page, size_t ncells, int depth)
{
	bool inner = page[0] == KEYED_INNER;
	for (size_t i = 0; i < ncells; i++) {
		struct cell cell;
		uint64_t n;
		size_t local;
		if (!find_cell(page, inner ? INNER_HEAD : LEAF_HEAD, i, &cell))
			return false;
		uint32_t child = four(cell.at);
		cell.at += inner ? 4 : 0;
		if (!take_number(&cell, &n) || !local_part(walk, &cell, n, &local))
			return false;
		int where = walk->wanted.where(walk->wanted.context,
					       (struct str){(const char *)cell.at, local});
		if (inner && where >= 0 && !walk_down(walk, child, depth + 1))
			return false;
		if (where == 0 && !hand_over(walk, 0, &cell, local, (size_t)n))
			return false;
		if (where > 0)
			return true;
	}
	return !inner || walk_down(walk, four(page + 8), depth + 1);
}

static bool walk_down(struct walk *walk, uint32_t number, int depth)
{
	if (depth == PAGES_DEEPEST || !read_page(walk, number, walk->page[depth]))
		return false;
	const unsigned char *page = walk->page[depth];
	unsigned kind = page[0];
	bool leaf = kind == (walk->wanted.where ? KEYED_LEAF : LEAF);
	size_t ncells = two(page + 3);
	if ((!leaf && kind != (walk->wanted.where ? KEYED_INNER : INNER)) || ncells > CELLS_MOST)
		return false;
	if (ncells == 0 && (!leaf || depth > 0))
		return false; /* only a table without rows is an empty page */
	if (walk->wanted.where)
		return walk_keyed(walk, page, ncells, depth);
	return leaf ? walk_leaf(walk, page, ncells) : walk_inner(walk, page, ncells, depth);
}

bool pages_root(struct pages *pages, const char *table, uint32_t *root)
{
	struct err err = ERR_INIT;
	int64_t page = 0;
	if (!db_get_int(pages->db, &err, &page,
			"SELECT rootpage FROM main.sqlite_schema WHERE type = 'table' AND "
			"name = ?1",
			"z", table) ||
	    page < 2 || page > pages->npages)
		return false;
	*root = (uint32_t)page;
	return true;
}

static enum pages_step walk_tree(struct pages *pages, uint32_t root, const struct wanted *wanted)
{
	struct walk *walk = xcalloc(1, sizeof *walk);
	walk->pages = pages;
	walk->wanted = *wanted;
	walk->left = pages->npages;
	walk->room = (uint64_t)pages->npages * PAGE_BYTES;
	walk->last = INT64_MIN;
	strbuf_init(&walk->record);
	bool whole = walk_down(walk, root, 0);
	enum pages_step step = whole ? PAGES_DONE : walk->stopped ? PAGES_STOPPED : PAGES_STRANGE;
	strbuf_release(&walk->record);
	free(walk);
	return step;
}

enum pages_step pages_each_from(struct pages *pages, uint32_t root, int64_t after, pages_row *row,
				void *context)
{
	struct wanted wanted = {.after = after, .row = row, .context = context};
	return walk_tree(pages, root, &wanted);
}

enum pages_step pages_each(struct pages *pages, const char *table, int64_t after, pages_row *row,
			   void *context)
{
	uint32_t root;
	return pages_root(pages, table, &root) ? pages_each_from(pages, root, after, row, context)
					       : PAGES_STRANGE;
}

enum pages_step pages_each_keyed(struct pages *pages, const char *table, pages_where *where,
				 pages_row *row, void *context)
{
	struct wanted wanted = {.where = where, .row = row, .context = context};
	uint32_t root;
	return pages_root(pages, table, &root) ? walk_tree(pages, root, &wanted) : PAGES_STRANGE;
}

/* ---- the file ---- */

static bool log_is_empty(struct db *db)
{
	sqlite3_file *log = wall_file(db, SQLITE_FCNTL_JOURNAL_POINTER);
	sqlite3_int64 size = 0;
	return !log || (log->pMethods->xFileSize(log, &size) == SQLITE_OK && size == 0);
}

/* A count of pages holds while the two numbers beside it are the same. */
static bool is_usual(const unsigned char head[100])
{
	return two(head + 16) == PAGE_BYTES && head[20] == 0 && four(head + 56) == SQLITE_UTF8 &&
	       four(head + 24) == four(head + 92);
}

bool pages_open(struct pages *pages, struct db *db)
{
	unsigned char head[100];
	sqlite3_file *file = wall_file(db, SQLITE_FCNTL_FILE_POINTER);
	*pages = (struct pages){.db = db, .file = file};
	if (sqlite3_txn_state(db->handle, "main") != SQLITE_TXN_READ || !log_is_empty(db) ||
	    !file || file->pMethods->xRead(file, head, sizeof head, 0) != SQLITE_OK ||
	    !is_usual(head))
		return false;
	pages->npages = four(head + 28);
	return pages->npages <= wall_size(db) / PAGE_BYTES;
}
