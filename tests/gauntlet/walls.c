/*
 * Walls from strangers: damaged and forged copies of a wall, its log, and what may lie beside them,
 * opened, read, checked and written to by the store, and salvaged. Nothing crashes or hangs, and
 * nothing but the wall and its own sidecars is made, changed or removed. Batches run in processes
 * of their own; a batch that dies tells the number that starts it again.
 */
#include "gauntlet.h"
#include "no-bell.h"
#include "no-sync.h"
#include "themewall/store/salvage.h"

enum { BATCH = 200, SEEDS = 2, HANGS_AFTER = 20 };

static struct err err;

struct bytes {
	unsigned char *p;
	size_t n;
};

/* A wall as it is when closed, and one with a log beside it. */
static struct bytes seeds[SEEDS], logs[SEEDS];

static struct bytes read_bytes(const char *end)
{
	char path[128];
	struct stat st;
	snprintf(path, sizeof path, "%s%s", fixture_wall, end);
	FILE *file = fopen(path, "rb");
	if (!file)
		return (struct bytes){NULL, 0};
	if (fstat(fileno(file), &st))
		abort();
	struct bytes bytes = {xmalloc((size_t)st.st_size + 1), (size_t)st.st_size};
	if (fread(bytes.p, 1, bytes.n, file) != bytes.n)
		abort();
	fclose(file);
	return bytes;
}

static void write_bytes(const char *end, const unsigned char *p, size_t n)
{
	char path[128];
	snprintf(path, sizeof path, "%s%s", fixture_wall, end);
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(p, 1, n, file) != n || fclose(file))
		abort();
}

static void make_seeds(void)
{
	struct store *store = open_as("Ann", &err);
	must(store);
	import_interview(store, "p01.vtt", IMPORT_CARDS_SENTENCES, &err);
	cluster_id theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	cluster_write(store, "Sums", theme, &err);
	for (int i = 0; i < 30; i++)
		card_write(store, "what one said about the totals of a sheet", &err);
	wall_checkpoint(store);
	seeds[0] = read_bytes("");
	for (int i = 0; i < 10; i++)
		card_write(store, "and what stands in the log alone", &err);
	seeds[1] = read_bytes("");
	logs[1] = read_bytes("-wal");
	store_close(store);
	remove_wall();
}

/* ---- damage ---- */

static void put_number(unsigned char *p)
{
	static const unsigned char numbers[][4] = {{0, 0, 0, 0},
						   {0, 0, 0, 1},
						   {0xff, 0xff, 0xff, 0xff},
						   {0x7f, 0xff, 0xff, 0xff},
						   {0x80, 0, 0, 0},
						   {0, 0, 0xff, 0xff}};
	memcpy(p, numbers[pick(6)], 4);
}

static void damage_once(unsigned char *p, size_t n)
{
	size_t at = pick(4) ? pick(n) : pick(n < 200 ? n : 200), page = at / 4096 * 4096;
	size_t run = 1 + pick(40);
	switch (pick(7)) {
	case 0:
		p[at] ^= (unsigned char)(1u << pick(8));
		break;
	case 1:
		p[at] = (unsigned char)pick(256);
		break;
	case 2:
		if (at + 4 <= n)
			put_number(p + at);
		break;
	case 3: /* the head of a page: its type, its cells */
		if (page + 12 <= n)
			p[page + pick(12)] = (unsigned char)pick(256);
		break;
	case 4: /* another page in its place */
		if (n >= 8192)
			memmove(p + page, p + pick(n / 4096) * (size_t)4096,
				n - page < 4096 ? n - page : 4096);
		break;
	case 5:
		if (at + run <= n)
			memset(p + at, (int)pick(256), run);
		break;
	default: /* where cells begin */
		if (page + 8 + 2 * run + 2 <= n)
			p[page + 8 + 2 * run] = (unsigned char)pick(256);
	}
}

static void write_damaged(const char *end, const struct bytes *seed, bool often)
{
	static unsigned char copy[1 << 20];
	size_t n = seed->n < sizeof copy ? seed->n : sizeof copy;
	memcpy(copy, seed->p, n);
	for (size_t i = 0, times = often ? 1 + pick(8) : 0; i < times && n; i++)
		damage_once(copy, n);
	if (often && pick(20) == 0)
		n = pick(n + 1);
	write_bytes(end, copy, n);
}

/* A statement of the schema, one letter changed: what a forger tries first. */
static void forge_schema(void)
{
	static const char *const words[] = {"CREATE ", "CHECK(", "TABLE",
					    "INDEX",   "STRICT", "text"};
	const struct bytes *seed = &seeds[0];
	unsigned char *copy = xmalloc(seed->n);
	const char *word = words[pick(6)];
	memcpy(copy, seed->p, seed->n);
	unsigned char *at = memmem(copy + pick(16384), seed->n - 16384, word, strlen(word));
	if (at)
		at[pick(strlen(word) + 20)] = (unsigned char)(32 + pick(95));
	write_bytes("", copy, seed->n);
	free(copy);
}

static void lay_out(void)
{
	int which = (int)pick(SEEDS);
	remove_wall();
	if (pick(12) == 0)
		forge_schema();
	else
		write_damaged("", &seeds[which], !logs[which].n || pick(2));
	if (logs[which].n)
		write_damaged("-wal", &logs[which], pick(3) > 0);
	if (pick(16) == 0)
		write_damaged("-journal", &seeds[0], true);
	if (pick(16) == 0)
		write_damaged("-shm", &seeds[0], true);
	if (pick(16) == 0)
		write_damaged("-live", &seeds[0], true);
}

/* ---- use ---- */

static bool keep_going(const struct journal_row *row, void *context)
{
	return row->label.n < SIZE_MAX;
}

static void no_words(const char *problem, void *context)
{
}

static void write_to(struct store *store, struct model *model)
{
	struct news news;
	struct undo_report report;
	struct card_list cards = model_cards(model);
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("mine")};
	struct place place = {.kind = PLACE_PARKED};
	card_id id = cards.n ? cards.ids[pick(cards.n)] : (card_id){1};
	edit_card_new(store, &draft, &id, &err);
	if (cards.n)
		edit_card_place(store, &id, 1, &place, &err);
	store_undo(store, UNDO_ANYWAY, &report, &err);
	store_undo(store, UNDO_ANYWAY, &report, &err);
	store_poll(store, model, &news, &err);
}

/* What is refused may still be asked for its texts, and what is damaged for what it holds. */
static void take_from(void)
{
	static const char *const names[] = {"mine.wall", "mine.wall-live", "mine.wall-wal",
					    "mine.wall-shm"};
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 0, .unsynced = true};
	struct salvage_report report;
	if (pick(2))
		store_take_texts(fixture_wall, fixture_path(names[0]), &options, &report, &err);
	else
		store_salvage(fixture_wall, fixture_path(names[0]), &options, &report, &err);
	for (size_t i = 0; i < TW_COUNT(names); i++)
		unlink(fixture_path(names[i]));
}

static bool use(void)
{
	struct store *store = NULL;
	struct store_options options = {
		.coder = STR("Ann"), .patience_ms = 0, .read_only = pick(4) == 0};
	if (!store_open(&store, fixture_wall, &options, NULL, &err)) {
		if (pick(64) == 0)
			take_from();
		return false;
	}
	struct model *model = model_new();
	size_t problems;
	if (store_load(store, model, &err)) {
		struct transcript_list list = model_transcripts(model);
		for (size_t i = 0; i < list.n; i++)
			store_load_turns(store, model, list.ids[i], &err);
		store_history(store, 0, keep_going, NULL, &err);
		if (pick(4) == 0)
			write_to(store, model);
	}
	if (pick(8) == 0)
		store_check(store, no_words, NULL, &problems, &err);
	model_free(model);
	store_close(store);
	return true;
}

/* Nothing is there that is not the wall's, and the stranger's file is as it was. */
static bool is_untouched(void)
{
	static const char *const ours[] = {"study.wall",      "study.wall-wal",
					   "study.wall-shm",  "study.wall-journal",
					   "study.wall-live", "victim"};
	char words[16] = "";
	bool good = true;
	FILE *file = fopen(fixture_path("victim"), "r");
	good = file && fgets(words, sizeof words, file) && !strcmp(words, "precious");
	if (file)
		fclose(file);
	DIR *dir = opendir(fixture_folder);
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		bool known = entry->d_type == DT_DIR;
		for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
			known = known || !strcmp(entry->d_name, ours[i]);
		good = good && known;
	}
	closedir(dir);
	return good;
}

static _Noreturn void run_batch(long n)
{
	long opened = 0;
	for (long i = 0; i < n; i++) {
		alarm(HANGS_AFTER);
		lay_out();
		opened += use();
		if (!is_untouched())
			_exit(255);
	}
	_exit((int)(opened * 100 / n));
}

int main(void)
{
	long wanted = gauntlet_size(400, 30000), tried = 0, failed = 0, opened = 0;
	gauntlet_begin();
	fixture_begin();
	make_seeds();
	FILE *victim = fopen(fixture_path("victim"), "w");
	if (!victim || fputs("precious", victim) < 0 || fclose(victim))
		abort();
	for (; tried < wanted && failed < 5; tried += BATCH) {
		int status = 0;
		uint64_t seed = draw_seed;
		fflush(stdout);
		pid_t child = fork();
		if (!child)
			run_batch(BATCH);
		waitpid(child, &status, 0);
		dice(&draw_seed, 2);
		if (!WIFEXITED(status) || WEXITSTATUS(status) > 100) {
			printf("# GAUNTLET_SEED=%llu: status %d\n", (unsigned long long)seed,
			       status);
			failed++;
		} else {
			opened += WEXITSTATUS(status) * BATCH / 100;
		}
	}
	is_int(failed, 0, "%ld walls from strangers: no crash, no hang, nothing touched", tried);
	ok(opened > 0 && opened < tried, "about %ld were opened, the others refused", opened);
	for (int i = 0; i < SEEDS; i++) {
		free(seeds[i].p);
		free(logs[i].p);
	}
	unlink(fixture_path("victim"));
	remove_wall();
	fixture_end();
	return done();
}
