/*
 * Two threads that load a wall: the same model as one makes of the same pages, and the same refusal
 * where something is strange.
 */
#include <fcntl.h>
#include <pthread.h>

#include "../dice.h"
#include "harden-internal.h"
#include "load-internal.h"
#include "pages-internal.h"
#include "store-fixture.h"

static struct err err;

enum { CARDS = 3000, ROUNDS = 150 };

static const enum table large[] = {TABLE_CARD, TABLE_EXCERPT, TABLE_PLACEMENT};

/* Some are longer than a batch holds of bytes. */
static void make_wall(void)
{
	struct arena arena = {0};
	struct strbuf text = STRBUF_INIT;
	struct store *store = open_as("Ana", &err);
	must(store);
	import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	cluster_id theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	struct card_draft *cards = xcalloc(CARDS, sizeof *cards);
	for (size_t i = 0; i < CARDS; i++) {
		strbuf_reset(&text);
		while (text.len < (i % 700 == 9 ? 40000 : i % 90))
			strbuf_addf(&text, "naïve %zu, ", i);
		strbuf_add_z(&text, "so");
		cards[i] = (struct card_draft){
			.kind = CARD_IDEA,
			.text = {arena_strndup(&arena, text.buf, text.len), text.len},
			.place = i % 3 ? in_cluster(theme) : (struct place){.kind = PLACE_TRAY}};
	}
	must(edit_card_new_many(store, cards, CARDS, &err));
	free(cards);
	strbuf_release(&text);
	arena_release(&arena);
	store_close(store);
}

struct loaded {
	bool whole, begun;
	char *dump; /* NULL: not whole */
};

/* room: bytes that rows may have; 0: as many as the wall gives. */
static struct loaded load_by(struct store *store, bool two, int64_t room)
{
	struct loaded loaded = {.whole = false};
	struct model *model = model_new();
	struct pages pages;
	struct err refused = ERR_INIT;
	bool ready = db_begin(&store->db, &err, "BEGIN") && load_people(store, model, &err) &&
		     load_clusters(store, model, &err) && pages_open(&pages, &store->db);
	struct load load = {
		.model = model, .err = &refused, .room = room ? room : wall_room(&store->db)};
	loaded.whole = ready;
	if (ready && two)
		loaded.whole = load_ahead(&pages, large, TW_COUNT(large), &load, &loaded.begun);
	for (size_t i = 0; !two && i < TW_COUNT(large) && loaded.whole; i++) {
		load.table = large[i];
		loaded.whole = pages_each(&pages, table_info(large[i])->name, INT64_MIN,
					  load_take_record, &load) == PAGES_DONE;
	}
	db_rollback(&store->db);
	loaded.dump = loaded.whole ? model_dump(model) : NULL;
	model_free(model);
	return loaded;
}

static bool is_same(const struct loaded *a, const struct loaded *b)
{
	return a->whole == b->whole && (!a->whole || strcmp(a->dump, b->dump) == 0);
}

static void test_whole(struct store *store)
{
	struct loaded one = load_by(store, false, 0), two = load_by(store, true, 0);
	ok(one.whole && two.whole && two.begun, "two threads load what one does");
	ok(is_same(&one, &two), "and it is the same");
	ok(strlen(two.dump) > 5 * 40000, "long records, too");
	free(one.dump);
	free(two.dump);
}

static void test_room(struct store *store)
{
	struct loaded one = load_by(store, false, 100000), two = load_by(store, true, 100000);
	ok(!one.whole && !two.whole && two.begun, "rows that have more bytes than there can be");
}

/* Four bytes anywhere, a page at a time: the file is as it was after each. */
static void test_damage(struct store *store)
{
	uint64_t seed = 20261122;
	int fd = open(store->path, O_RDWR | O_CLOEXEC), different = 0, refused = 0;
	int64_t npages = lseek(fd, 0, SEEK_END) / PAGE_BYTES;
	for (int round = 0; round < ROUNDS; round++) {
		unsigned char page[PAGE_BYTES], was[PAGE_BYTES];
		off_t at = (off_t)(2 + dice(&seed, (size_t)npages - 2)) * PAGE_BYTES;
		must(pread(fd, page, sizeof page, at) == PAGE_BYTES);
		memcpy(was, page, sizeof was);
		for (int i = 0; i < 4; i++)
			page[dice(&seed, round % 2 ? 64 : PAGE_BYTES)] =
				(unsigned char)dice(&seed, 256);
		must(pwrite(fd, page, sizeof page, at) == PAGE_BYTES);
		struct loaded one = load_by(store, false, 0), two = load_by(store, true, 0);
		different += !is_same(&one, &two);
		refused += !two.whole;
		free(one.dump);
		free(two.dump);
		must(pwrite(fd, was, sizeof was, at) == PAGE_BYTES);
	}
	close(fd);
	is_int(different, 0, "damage is the same to both");
	ok(refused > 0 && refused < ROUNDS, "%d of %d were refused", refused, ROUNDS);
}

/* A stack no machine has room for: then there is no second thread. */
static void test_alone(struct store *store)
{
	pthread_attr_t before, huge;
	must(pthread_getattr_default_np(&before) == 0 && pthread_attr_init(&huge) == 0);
	must(pthread_attr_setstacksize(&huge, (size_t)1 << 50) == 0 &&
	     pthread_setattr_default_np(&huge) == 0);
	struct loaded none = load_by(store, true, 0);
	ok(!none.begun && !none.whole, "without a second thread nothing is begun");
	must(pthread_setattr_default_np(&before) == 0);
	pthread_attr_destroy(&huge);
	pthread_attr_destroy(&before);
}

int main(void)
{
	fixture_begin();
	make_wall();
	struct store *store = open_as("Ana", &err);
	must(store);
	test_whole(store);
	test_room(store);
	test_alone(store);
	test_damage(store);
	store_close(store);
	fixture_end();
	return done();
}
