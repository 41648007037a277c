/*
 * Random walls with rows of every length and number, with holes, in files of every make; then bytes
 * of them are damaged. The pages of a file make the wall that SQLite alone makes of it, or the same
 * words about what is wrong. Arguments: rounds, damages a round, seed.
 */
#include <fcntl.h>

#include "draw.h"
#include "store-seen.h"
#include "themewall/base/compiler.h"
#include "themewall/base/token.h"

static struct err err;

enum { CARDS = 400, TURNS = 200, LONGEST = 30000 };

/* ---- a random wall ---- */

static sqlite3 *handle;

/* Of any width; never below zero. */
static int64_t some_number(void)
{
	uint64_t number = (uint64_t)pick(SIZE_MAX) << 32 | pick(SIZE_MAX);
	return (int64_t)(number >> (1 + pick(63)));
}

/* Short; around what a page keeps of a row; as long as several pages. */
static int some_length(void)
{
	static const int edges[] = {450, 489, 1000, 3950, 4061, 4096, 8150, 12280};
	uint32_t kind = pick(20);
	return kind == 0   ? 1 + (int)pick(LONGEST)
	       : kind == 1 ? edges[pick(TW_COUNT(edges))] - 100 + (int)pick(200)
			   : 1 + (int)pick(120);
}

TW_PRINTF(1, 2) static void run(const char *sql, ...)
{
	char text[1000], *message = NULL;
	va_list args;
	va_start(args, sql);
	vsnprintf(text, sizeof text, sql, args);
	va_end(args);
	if (sqlite3_exec(handle, text, NULL, NULL, &message) != SQLITE_OK) {
		printf("Bail out! %s: %s\n", message, text);
		exit(1);
	}
}

static void put_card(int i, int64_t id)
{
	run("INSERT INTO card SELECT %lld, printf('C-%%d', %d), 'idea', printf('%%.*c', %d, 'z'), "
	    "printf('%%.*c', %d, 'i'), NULL, NULL, %d, %d, min(id), %lld, '', NULL FROM coder",
	    (long long)id, i + 1, some_length(), pick(3) ? 0 : some_length(), (int)pick(2),
	    (int)pick(2), (long long)some_number());
	run("INSERT INTO placement VALUES(%lld, %lld, 'loose', NULL, '', %d, %d, %lld, NULL)",
	    (long long)id, (long long)id, (int)pick(1000001), (int)pick(100000001),
	    (long long)some_number());
}

static void add_bytes(struct strbuf *sql, size_t n)
{
	strbuf_add_z(sql, "x'");
	for (size_t i = 0; i < n; i++)
		strbuf_addf(sql, "%02x", pick(256));
	strbuf_add_char(sql, '\'');
}

static void put_turn(int64_t transcript, int seq, int64_t *at)
{
	int n = some_length();
	struct strbuf cues = STRBUF_INIT;
	add_bytes(&cues, pick(30));
	run("INSERT INTO turn SELECT %lld, %d, %s, %lld, %lld, %lld, %lld, "
	    "printf('%%.*c', %d, 't'), %s FROM speaker",
	    (long long)transcript, seq, pick(3) ? "min(id)" : "NULLIF(min(id), min(id))",
	    (long long)*at, (long long)*at + n, (long long)some_number(), (long long)some_number(),
	    n, cues.buf);
	strbuf_release(&cues);
	*at += n + 1;
}

static void fill(void)
{
	int64_t id = some_number() >> 8, at = 0;
	for (int i = 0; i < CARDS; i++)
		put_card(i, id += 1 + (pick(4) ? 0 : pick(1000)));
	run("INSERT INTO transcript SELECT 1000, session, 1, 'more', 'more.vtt', 'vtt', encoding, "
	    "zeroblob(32), zeroblob(32), 0, 0, 0, lamport FROM transcript LIMIT 1");
	for (int i = 0; i < TURNS; i++)
		put_turn(1000, i, &at);
}

/* Holes in pages, and free ones; some rows move as they grow. */
static void stir(void)
{
	for (int i = 0; i < CARDS / 5; i++)
		run("DELETE FROM placement WHERE card = (SELECT id FROM card LIMIT 1 OFFSET %d)",
		    (int)pick(CARDS));
	run("DELETE FROM card WHERE id NOT IN (SELECT card FROM placement)");
	for (int i = 0; i < 20; i++)
		run("UPDATE card SET text = printf('%%.*c', %d, 'y') WHERE id = (SELECT id FROM "
		    "card LIMIT 1 OFFSET %d); UPDATE turn SET text = printf('%%.*c', %d, 'u') "
		    "WHERE "
		    "seq = %d",
		    some_length(), (int)pick(CARDS / 2), some_length(), (int)pick(TURNS));
}

/* What one of our walls would be after a stay in another program; plain: its pages are read. */
static void remake(bool *plain)
{
	int kept = pick(6) ? 0 : 8 * (1 + (int)pick(20)), reserved = kept,
	    size = pick(4) ? 4096 : 512 << pick(8);
	bool packed = pick(3);
	run("PRAGMA journal_mode = DELETE; PRAGMA page_size = %d", size);
	/* which says in return what was reserved before */
	sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
	if (packed)
		run("PRAGMA auto_vacuum = %d; VACUUM", (int)pick(3));
	*plain = !packed || (size == 4096 && kept == 0);
	printf("# %s, pages of %d, %d reserved\n", packed ? "packed" : "with holes", size, kept);
}

static void make_wall(bool *plain)
{
	struct store *store = open_as("Ana", &err);
	must(store && import_interview(store, "p1.vtt", IMPORT_CARDS_NONE, &err).transcript.n);
	store_close(store);
	must(sqlite3_open(fixture_wall, &handle) == SQLITE_OK);
	run("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN");
	fill();
	stir();
	run("COMMIT");
	remake(plain);
	sqlite3_close(handle);
}

/* ---- both ways ---- */

/* As SQLite sees the file now, not as it remembers it. */
static char *seen_anew(struct store *store, int64_t format, int64_t most)
{
	sqlite3_db_release_memory(store->db.handle);
	return seen(store, format, most, &err);
}

static void test_sound(struct store *store)
{
	char *plain = seen(store, BY_SQLITE, 0, &err);
	const int64_t slices[] = {0, 1 + (int64_t)pick(30), 1 + (int64_t)pick(2000)};
	for (size_t i = 0; i < TW_COUNT(slices); i++) {
		char *pages = seen(store, BY_PAGES, slices[i], &err);
		ok(strcmp(pages, plain) == 0, "the same wall, slices of %d", (int)slices[i]);
		free(pages);
	}
	ok(strstr(plain, "turn s") && !strstr(plain, "damaged"), "which is sound");
	free(plain);
}

static uint32_t number_at(const unsigned char *page, size_t at, int width)
{
	uint32_t number = 0;
	while (width--)
		number = number << 8 | page[at++];
	return number;
}

/* What a page is for: nothing, or for what is too long for a page of rows, until it is marked. */
enum use { CHAIN, TREE, SPARED };

/* The pages of a sound tree. */
static void mark_tree(int fd, uint32_t number, enum use *uses, enum use use)
{
	unsigned char page[PAGE_BYTES];
	size_t head = number == 1 ? 100 : 0;
	must(pread(fd, page, sizeof page, (off_t)(number - 1) * PAGE_BYTES) == PAGE_BYTES);
	uses[number] = use;
	if (page[head] > 5)
		return;
	for (uint32_t i = 0, n = number_at(page, head + 3, 2); i < n; i++) {
		size_t cell = number_at(page, head + 12 + 2 * i, 2);
		mark_tree(fd, number_at(page, cell, 4), uses, use);
	}
	mark_tree(fd, number_at(page, head + 8, 4), uses, use);
}

/* Nobody opens a wall whose schema is damaged, and SQLite reads excerpts from an index of theirs.
 */
static enum use *uses_of_pages(struct store *store, int fd, int64_t npages)
{
	enum use *uses = xcalloc((size_t)npages + 1, sizeof *uses);
	sqlite3_stmt *roots =
		db_query(&store->db, &err,
			 "SELECT rootpage, name = 'excerpt_transcript' FROM sqlite_schema", "");
	while (roots && db_step(&store->db, roots, &err) == DB_ROW)
		mark_tree(fd, (uint32_t)sqlite3_column_int64(roots, 0), uses,
			  sqlite3_column_int(roots, 1) ? SPARED : TREE);
	mark_tree(fd, 1, uses, SPARED);
	return uses;
}

/* One number that means something, or some bytes of the head or anywhere. Of the first page: how
 * many pages there are. */
static void damage(unsigned char *page, int64_t number)
{
	size_t most = pick(2) ? 32 : PAGE_BYTES;
	size_t head = page[0] > 5 ? 8 : 12, ncells = number_at(page, 3, 2);
	unsigned char *a = page + (head + 2 * pick(ncells)) % PAGE_BYTES,
		      *b = page + (head + 2 * pick(ncells)) % PAGE_BYTES;
	uint32_t kind = number == 1 ? 4 : pick(8);
	if (kind == 0)
		page[4] = (unsigned char)(page[4] + pick(4)); /* more rows than there are */
	else if (kind == 1)
		page[3] = 0, page[4] = (unsigned char)pick(2); /* few, or none */
	else if (kind == 2)
		page[number_at(a, 0, 2) % PAGE_BYTES] ^= (unsigned char)(1 + pick(3)); /* length */
	else if (kind == 3)
		memcpy(a, b, 2); /* the same row twice */
	else if (kind == 4)
		page[30 + pick(2)] ^= (unsigned char)(1 + pick(255));
	else
		for (uint32_t i = 0, n = 1 + pick(3); i < n; i++)
			page[pick(most)] = (unsigned char)(pick(2) ? pick(256) : pick(16));
}

static bool same_but_turns(const char *pages, const char *plain)
{
	const char *turns = strstr(pages, "turn s");
	return !strncmp(pages, plain, turns ? (size_t)(turns - pages) : strlen(pages));
}

/* For as long as it is looked at. On its way to the turns of one transcript SQLite reads those of
 * others, and gives up where a chain of one is broken. */
static bool same_when_damaged(struct store *store, int fd, int64_t number, enum use use)
{
	unsigned char page[PAGE_BYTES], was[PAGE_BYTES];
	off_t at = (off_t)(number - 1) * PAGE_BYTES;
	must(pread(fd, was, sizeof was, at) == PAGE_BYTES);
	memcpy(page, was, sizeof page);
	damage(page, number);
	must(pwrite(fd, page, sizeof page, at) == PAGE_BYTES);
	char *pages = seen_anew(store, BY_PAGES, 0), *plain = seen_anew(store, BY_SQLITE, 0);
	char *slices = seen_anew(store, BY_PAGES, 1 + (int64_t)pick(200));
	bool same = !strcmp(pages, plain) || (use == CHAIN && same_but_turns(pages, plain));
	if (!same)
		printf("# page %lld: %.60s … instead of %.60s …\n", (long long)number, pages,
		       plain);
	free(pages);
	free(plain);
	free(slices);
	must(pwrite(fd, was, sizeof was, at) == PAGE_BYTES);
	return same;
}

static void test_damaged(struct store *store, int damages)
{
	int fd = open(fixture_wall, O_RDWR | O_CLOEXEC), others = 0;
	int64_t npages = lseek(fd, 0, SEEK_END) / PAGE_BYTES;
	enum use *uses = uses_of_pages(store, fd, npages);
	char *sound = seen_anew(store, BY_PAGES, 0);
	for (int i = 0; i < damages;) {
		int64_t number = pick(20) ? 2 + (int64_t)pick((size_t)npages - 1) : 1;
		if (number > 1 && uses[number] == SPARED)
			continue;
		others += !same_when_damaged(store, fd, number, uses[number]);
		i++;
	}
	close(fd);
	is_int(others, 0, "of %d damages each makes the same of the wall both ways", damages);
	char *again = seen_anew(store, BY_PAGES, 0);
	ok(strcmp(again, sound) == 0, "and the file is sound again");
	free(uses);
	free(sound);
	free(again);
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 4,
	    damages = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 30;
	for (int round = 0; round < rounds; round++) {
		bool plain = false;
		draw_seed = argc > 3 ? strtoull(argv[3], NULL, 10) + (uint64_t)round
				     : (uint64_t)token_new();
		printf("# seed %llu\n", (unsigned long long)draw_seed);
		fixture_begin();
		make_wall(&plain);
		store_close(open_as("Ana", &err)); /* it has a log again, and that is empty */
		struct store *store = open_as("Ana", &err);
		must(store);
		ok(are_plain(store, &err) == plain, "pages are %s", plain ? "read" : "left alone");
		test_sound(store);
		if (plain)
			test_damaged(store, damages);
		store_close(store);
		fixture_end();
	}
	return done();
}
