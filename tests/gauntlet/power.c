/*
 * Power cuts. A random afternoon of two people on one wall is recorded write by write: edits,
 * undos, imports, checkpoints, closings and openings, another copy merged, at the end somebody
 * forgotten. Then the power is cut after every single entry, in every manner the disk allows
 * (disk.h), and the wall that is found is opened: it is sound, holds every acknowledged step, and
 * of the one on its way all or nothing. Some of these openings are recorded too, and cut
 * themselves.
 */
#include "disk.h"
#include "gauntlet.h"
#include "no-bell.h"
#include "no-sync.h"
#include "themewall/base/map.h"
#include "themewall/store/backup.h"
#include "themewall/store/forget.h"
#include "themewall/store/merge.h"

enum { PEOPLE = 2, STEPS = 40, CUTS_AN_ENTRY = 12 };

static struct err err;
static struct store *stores[PEOPLE];
static struct model *models[PEOPLE];
static struct log *work;
static uint64_t *states_after; /* hash of the model after so many acknowledged steps */
static size_t nstates, states_capacity;
static bool network, forgotten; /* the wall lies on a network folder; the last step forgets Paula */
static long opened, distinct, nested, failures, checked, merges;

/* ---- the afternoon ---- */

static void open_one(int who)
{
	static const char *const names[PEOPLE] = {"Ann", "Bob"};
	struct store_options options = {
		.create = true, .alone = network, .coder = str_of(names[who]), .patience_ms = 5000};
	if (!store_open(&stores[who], fixture_wall, &options, NULL, &err))
		printf("# open: %s\n", err.msg);
	must(stores[who]);
	models[who] = model_new();
	must(store_load(stores[who], models[who], &err));
}

static void close_one(int who)
{
	store_close(stores[who]);
	model_free(models[who]);
	stores[who] = NULL;
	models[who] = NULL;
}

static struct place some_place(const struct model *model)
{
	struct place place = {.kind = (enum place_kind)pick(PLACES),
			      .column = (int)pick(9),
			      .line = (int)pick(50),
			      .after = AFTER_LAST};
	place.cluster = some_cluster(model);
	if (place.kind == PLACE_CLUSTER && !place.cluster.n)
		place.kind = PLACE_TRAY;
	return place;
}

static void import_some(struct store *store)
{
	static int number;
	char name[32];
	snprintf(name, sizeof name, "p%d.vtt", ++number);
	import_interview(store, name, (enum import_cards)pick(4), &err);
}

static void change_words(struct store *store, const struct model *model)
{
	const struct card *card = model_card(model, some_card(model));
	char words[3000];
	memset(words, 'w', sizeof words);
	words[1 + pick(sizeof words - 1)] = '\0';
	words[sizeof words - 1] = '\0';
	if (card)
		edit_card_implies(store, card->id, str_of(words), card->implies, &err);
}

static void change_cluster(struct store *store, const struct model *model)
{
	struct cluster_draft draft = {
		.name = STR("theme"),
		.place = {.parent = pick(2) ? some_cluster(model) : (cluster_id){0},
			  .line = (int)pick(40)}};
	struct cluster_place place = {.column = (int)pick(9), .line = (int)pick(40)};
	cluster_id id = some_cluster(model);
	const struct cluster *k = model_cluster(model, id);
	if (!k || pick(3) == 0)
		edit_cluster_new(store, &draft, &id, &err);
	else if (pick(2))
		edit_cluster_place(store, id, &place, &err);
	else
		edit_cluster_delete(store, id, k->ncards, &err);
}

/* A refusal is an answer like another: what counts is what the file says. */
static void step(struct store *store, const struct model *model)
{
	struct undo_report report;
	struct place place = some_place(model);
	card_id card = some_card(model);
	uint32_t what = pick(20);
	if (what < 6)
		edit_card_place(store, &card, 1, &place, &err);
	else if (what < 8)
		card_write(store, "an idea", &err);
	else if (what < 10)
		change_words(store, model);
	else if (what < 12)
		change_cluster(store, model);
	else if (what < 13)
		import_some(store);
	else if (what < 14)
		edit_card_delete(store, &card, 1, &err);
	else if (what < 17)
		store_undo(store, UNDO_ANYWAY, &report, &err);
	else if (what < 19)
		store_redo(store, UNDO_ANYWAY, &report, &err);
	else
		store_revert(store, (int64_t)pick((size_t)store_changes(store)), &err);
}

static uint64_t state_of(const struct model *model)
{
	char *dump = model_dump(model);
	uint64_t hash = hash_of(dump);
	free(dump);
	return hash;
}

static void acknowledge(const struct model *model)
{
	ALLOC_GROW(states_after, nstates + 1, states_capacity);
	states_after[nstates++] = state_of(model);
	log_acknowledge(work);
}

static void work_one_step(int who)
{
	struct news news;
	int64_t before = store_changes(stores[who]);
	must(store_poll(stores[who], models[who], &news, &err));
	step(stores[who], models[who]);
	must(store_poll(stores[who], models[who], &news, &err));
	if (store_changes(stores[who]) > before)
		acknowledge(models[who]);
	if (pick(8) == 0 && !network)
		wall_checkpoint(stores[who]);
	if (pick(12) == 0) {
		close_one(who);
		open_one(who);
	}
}

/* A copy of the wall on which Cem has worked for a while. */
static void make_copy(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Cem"), .patience_ms = 5000};
	struct model *model = model_new();
	struct news news;
	unlink(fixture_path("other.wall"));
	open_one(0);
	must(store_backup(stores[0], fixture_path("other.wall"), &err));
	close_one(0);
	must(store_open(&store, fixture_path("other.wall"), &options, NULL, &err));
	must(store_load(store, model, &err));
	for (int i = 0; i < 8; i++) {
		step(store, model);
		must(store_poll(store, model, &news, &err));
	}
	must(card_write(store, "what Cem wrote", &err).n);
	model_free(model);
	store_close(store);
}

static void merge_copy(int who)
{
	struct merge_report report;
	struct news news;
	bool good = store_merge(stores[who], fixture_path("other.wall"), NULL, NULL, NULL, &report,
				&err);
	if (report.copy.len)
		unlink(report.copy.buf);
	must(good && report.rows);
	merge_report_release(&report);
	must(store_poll(stores[who], models[who], &news, &err));
	acknowledge(models[who]);
	merges++;
}

/* Whoever is called Paula, by the last one on the wall. */
static void forget_paula(void)
{
	struct forget_report report = {.turns = 0};
	struct participant_list people = model_participants(models[0]);
	bool done =
		people.n && store_forget(stores[0], people.ids[0], NULL, NULL, NULL, &report, &err);
	strbuf_release(&report.spared);
	close_one(0);
	if (!done)
		return;
	open_one(0);
	acknowledge(models[0]);
	forgotten = true;
}

/* Starts on a wall that lies there closed; what it was then is state 0. */
static void record_afternoon(struct image *start)
{
	remove_wall();
	network = pick(6) == 0;
	forgotten = false;
	nstates = 0;
	open_one(0);
	import_interview(stores[0], "first.vtt", IMPORT_CARDS_SENTENCES, &err);
	close_one(0);
	make_copy();
	image_read(start, fixture_wall);
	log_listen(work);
	int people = network ? 1 : PEOPLE;
	for (int who = 0; who < people; who++)
		open_one(who);
	acknowledge(models[0]);
	for (int i = 0; i < STEPS; i++)
		if (i == STEPS / 2)
			merge_copy((int)pick((size_t)people));
		else
			work_one_step((int)pick((size_t)people));
	for (int who = 1; who < people; who++)
		close_one(who);
	if (!network && pick(2))
		forget_paula();
	if (stores[0])
		close_one(0);
	log_listen(NULL);
}

/* ---- what is found ---- */

/* Nobody knows what the shared memory of a dead host looked like. */
static void leave_shared_memory(void)
{
	char path[128], bytes[32768];
	snprintf(path, sizeof path, "%s-shm", fixture_wall);
	if (pick(4)) {
		unlink(path);
		return;
	}
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)pick(256);
	FILE *file = fopen(path, "wb");
	if (file) {
		fwrite(bytes, 1, sizeof bytes, file);
		fclose(file);
	}
}

static bool has_name(const struct image *image)
{
	for (int f = 0; f < DISK_FILES; f++)
		if (image->exists[f] && image->size[f] &&
		    memmem(image->bytes[f], (size_t)image->size[f], "Paula", 5))
			return true;
	return false;
}

static bool is_sound(void)
{
	if (opened++ % 8)
		return true;
	checked++;
	return is_green(stores[0], &err) && card_write(stores[0], "work goes on", &err).n;
}

/* Opens what is on the disk; its state, 0 when it is not sound. */
static uint64_t open_found(void)
{
	leave_shared_memory();
	open_one(0);
	bool usable = !store_is_read_only(stores[0]);
	uint64_t state = state_of(models[0]);
	usable = is_sound() && usable;
	close_one(0);
	return usable ? state : 0;
}

static bool is_allowed(uint64_t state, size_t acknowledged)
{
	if (!acknowledged) /* while the wall was being opened for work */
		return state == states_after[0];
	return state == states_after[acknowledged - 1] ||
	       (acknowledged < nstates && state == states_after[acknowledged]);
}

static void complain(const struct log *log, const char *what, int at, enum cut cut)
{
	printf("# %s: cut %d in manner %d of %d entries%s: %s\n", what, at, (int)cut,
	       log_length(log), network ? ", network" : "", err.msg);
	failures++;
}

/* The mending of a wall, cut as well: whatever it was found to be, it stays. */
static void cut_mending(const struct log *mending, const struct image *found, uint64_t state)
{
	struct disk *disk = disk_new(mending, found);
	struct image again = {.size = {0}};
	for (int at = 0; disk_advance(disk) && !failures; at++) {
		enum cut cut = (enum cut)pick(network ? CUT_GARBLED : CUTS);
		disk_cut(disk, cut, &draw_seed, &again);
		image_write(&again, fixture_wall);
		nested++;
		opened |= 1; /* not the one that writes a card */
		if (open_found() != state)
			complain(mending, "mending", at, cut);
	}
	image_release(&again);
	disk_free(disk);
}

static void check_found(const struct image *found, size_t acknowledged, int at, enum cut cut)
{
	struct log *mending = pick(60) == 0 ? log_new() : NULL;
	image_write(found, fixture_wall);
	if (mending) {
		log_listen(mending);
		opened |= 1;
	}
	uint64_t state = open_found();
	log_listen(NULL);
	if (!is_allowed(state, acknowledged))
		complain(work, "work", at, cut);
	else if (mending)
		cut_mending(mending, found, state);
	if (mending)
		log_free(mending);
	if (forgotten && acknowledged == nstates) {
		struct image left = {.size = {0}};
		image_read(&left, fixture_wall);
		if (has_name(&left))
			complain(work, "a forgotten name is back", at, cut);
		image_release(&left);
	}
}

/* One of `thinned` cuts is tried; the same state is not tried twice. */
static void cut_everywhere(const struct image *start, size_t thinned, long wanted)
{
	struct disk *disk = disk_new(work, start);
	struct image found = {.size = {0}};
	struct map seen = {.count = 0};
	for (int at = 0; disk_advance(disk) && !failures && distinct + nested < wanted; at++)
		for (int i = 0; i < CUTS_AN_ENTRY && !failures; i++) {
			enum cut cut =
				i < 2 ? (enum cut)i : (enum cut)(2 + pick(network ? 2 : CUTS - 2));
			if (pick(thinned))
				continue;
			int acknowledged = disk_acknowledged(disk);
			disk_cut(disk, cut, &draw_seed, &found);
			int64_t key = (int64_t)((image_hash(&found) ^ (uint64_t)acknowledged) | 1);
			if (map_get(&seen, key) != MAP_ABSENT)
				continue;
			map_put(&seen, key, 0);
			distinct++;
			check_found(&found, (size_t)acknowledged, at, cut);
		}
	map_release(&seen);
	image_release(&found);
	disk_free(disk);
}

int main(void)
{
	long wanted = gauntlet_size(400, 100000), afternoons = 0;
	gauntlet_begin();
	fixture_begin();
	for (; distinct + nested < wanted && !failures; afternoons++) {
		struct image start = {.size = {0}};
		work = log_new();
		record_afternoon(&start);
		cut_everywhere(&start, is_full() ? 1 : 40, wanted);
		image_release(&start);
		log_free(work);
	}
	is_int(failures, 0,
	       "%ld states after a power cut in %ld afternoons with %ld merges, and %ld cut again "
	       "while mending: nothing acknowledged lost, nothing half done",
	       distinct, afternoons, merges, nested);
	ok(checked > 0, "%ld of them checked to the last invariant and written to", checked);
	free(states_after);
	remove_wall();
	fixture_end();
	return done();
}
