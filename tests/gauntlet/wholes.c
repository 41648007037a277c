/* The files each begins on, what is done, and how one sees that it was done. */
#include "wholes-internal.h"

#include <sys/socket.h>

#include "failing.h"
#include "faulty.h"
#include "old-wall.h"
#include "themewall/store/backup.h"
#include "themewall/store/forget.h"
#include "themewall/store/merge.h"
#include "themewall/store/salvage.h"
#include "themewall/store/sync.h"

struct err wholes_err;
struct store *wholes_store, *wholes_partner;
#define err wholes_err

static struct store *volatile forked; /* another process's, not to be touched */
static struct model *model;

void wholes_begin(const char *folder)
{
	snprintf(fixture_folder, sizeof fixture_folder, "%s", folder);
	snprintf(fixture_wall, sizeof fixture_wall, "%s/study.wall", folder);
	more_wholes_begin(folder);
	open_wholes_begin(folder);
}

void wholes_close(void)
{
	store_close(wholes_store);
	store_close(wholes_partner);
	model_free(model);
	wholes_store = wholes_partner = NULL;
	model = NULL;
}

bool wholes_open_at(struct store **out, const char *name, const char *who,
		    struct store_options options)
{
	options.coder = str_of(who);
	options.patience_ms = 200;
	return store_open(out, fixture_path(name), &options, NULL, &err);
}

static const struct store_options plain, creating = {.create = true};

struct store *wholes_open(const char *name)
{
	struct store *judge = NULL;
	wholes_open_at(&judge, name, "the judge", plain);
	return judge;
}

bool wholes_begin_open(void)
{
	return wholes_open_at(&wholes_store, "study.wall", "Ann", plain);
}

int64_t wholes_count_in(const char *name, const char *sql)
{
	int64_t n = -1;
	struct store *judge = wholes_open(name);
	if (judge)
		db_get_int(&judge->db, &err, &n, sql, "");
	if (judge && !is_green(judge, &err))
		n = -1;
	store_close(judge);
	return n;
}

/* ---- grounds ---- */

void wholes_work(struct store *on, const char *file, const char *name, const char *words)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_SENTENCES, .again = true};
	draft_interview(&draft, file);
	must(edit_import(on, &draft, &options, &report, &err));
	draft_release(&draft);
	card_id card = card_write(on, words, &err);
	struct place place = in_cluster(cluster_write(on, name, (cluster_id){0}, &err));
	must(card.n && edit_card_place(on, &card, 1, &place, &err));
}

static void ground_nothing(void)
{
}

void wholes_ground_wall(void)
{
	must(wholes_open_at(&wholes_store, "study.wall", "Ann", creating));
	wholes_work(wholes_store, "first.vtt", "Trust", "by Ann");
	card_write(wholes_store, "to be lost", &err);
	wholes_close();
}

/* Two copies with changes on both sides, some about the same things, and somebody forgotten. */
static void ground_two(void)
{
	struct model *seen = model_new();
	wholes_ground_wall();
	must(wholes_begin_open() && store_load(wholes_store, seen, &err));
	must(store_backup(wholes_store, fixture_path("other.wall"), &err));
	card_id card = model_cards(seen).ids[4], lost = model_cards(seen).ids[5];
	cluster_id theme = model_clusters(seen).ids[0];
	must(wholes_open_at(&wholes_partner, "other.wall", "Tom", plain));
	must(edit_card_text(wholes_partner, card, STR("by Tom"), STR("by Ann"), &err));
	must(edit_card_text(wholes_partner, lost, STR("in vain"), STR("to be lost"), &err));
	wholes_work(wholes_partner, "theirs.vtt", "Doubt", "theirs");
	must(edit_cluster_name(wholes_partner, theme, STR("Faith"), STR("Trust"), &err));
	must(edit_card_text(wholes_store, card, STR("again by Ann"), STR("by Ann"), &err));
	must(edit_card_delete(wholes_store, &lost, 1, &err));
	wholes_work(wholes_store, "ours.vtt", "Calm", "ours");
	model_free(seen);
	wholes_close();
}

static void ground_first_format(void)
{
	must(old_wall_make(fixture_wall, 1));
}

static void ground_second_format(void)
{
	must(old_wall_make(fixture_wall, 2));
}

/* As a host leaves it that lost its power: the log is there. */
void wholes_die_writing(void)
{
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		must(wholes_begin_open() && card_write(wholes_store, "in the log", &err).n);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	must(access(fixture_path("study.wall-wal"), F_OK) == 0);
}

static void ground_unclean(void)
{
	wholes_ground_wall();
	wholes_die_writing();
}

/* Beside the wall lies a copy, made in time. */
static void ground_copy(void)
{
	wholes_ground_wall();
	must(wholes_begin_open());
	must(store_backup(wholes_store, fixture_path("study-20260316-140207.wall"), &err));
	wholes_close();
}

/* A page in the middle is gone. */
static void ground_damaged(void)
{
	char zeros[4096] = "";
	wholes_ground_wall();
	FILE *file = fopen(fixture_wall, "r+b");
	must(file && !fseek(file, 40 * 4096, SEEK_SET) &&
	     fwrite(zeros, sizeof zeros, 1, file) == 1);
	fclose(file);
}

/* ---- one wall ---- */

static bool write_card(const char *words)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_IDEA, .text = str_of(words)};
	return edit_card_new(wholes_store, &draft, &id, &err);
}

static bool create(void)
{
	return wholes_open_at(&wholes_store, "study.wall", "Ann", creating) && write_card("first");
}

static bool is_created(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text = 'first'") == 1;
}

static bool open_and_load(void)
{
	struct transcript_list all;
	model = model_new();
	if (!wholes_begin_open() || !store_load(wholes_store, model, &err))
		return false;
	all = model_transcripts(model);
	for (size_t i = 0; i < all.n; i++)
		if (!store_load_turns(wholes_store, model, all.ids[i], &err))
			return false;
	return true;
}

/* It knows where it lies. */
static bool open_once(void)
{
	bool good = wholes_begin_open();
	wholes_close();
	return good;
}

static bool has_card(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text = 'by Ann'") ==
	       1;
}

static bool has_logged_card(void)
{
	return wholes_count_in("study.wall",
			       "SELECT count(*) FROM card WHERE text = 'in the log'") == 1;
}

static bool is_new(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) > 0 FROM card") == 1;
}

static bool open_to_read(void)
{
	model = model_new();
	return wholes_open_at(&wholes_store, "study.wall", "Ann",
			      (struct store_options){.read_only = true}) &&
	       store_load(wholes_store, model, &err);
}

static bool write_alone(void)
{
	return wholes_open_at(&wholes_store, "study.wall", "Ann",
			      (struct store_options){.alone = true}) &&
	       write_card("alone");
}

static bool has_lone_card(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text = 'alone'") == 1;
}

static bool write_one(void)
{
	return write_card("one more");
}

static bool is_written(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text = 'one more'") ==
	       1;
}

static bool idle(void)
{
	wholes_store->committed_ms = 1;
	return store_idle(wholes_store) != 0;
}

/* ---- copies ---- */

static bool copy(void)
{
	return store_backup(wholes_store, fixture_path("copy.wall"), &err);
}

static bool is_copied(void)
{
	return wholes_count_in("copy.wall", "SELECT count(*) FROM card WHERE text = 'by Ann'") == 1;
}

static bool copy_of_the_day(void)
{
	store_keep_daily(wholes_store, fixture_folder);
	wholes_store->daily_ms = 0;
	while (wholes_store->daily_folder)
		store_idle(wholes_store);
	return true;
}

bool wholes_save(void)
{
	struct salvage_report report;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 20};
	return store_salvage(fixture_wall, fixture_path("saved.wall"), &options, &report, &err);
}

static bool take_texts(void)
{
	struct salvage_report report;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 200};
	return store_take_texts(fixture_wall, fixture_path("saved.wall"), &options, &report, &err);
}

bool wholes_is_saved(void)
{
	return wholes_count_in("saved.wall", "SELECT count(*) > 0 FROM card") == 1;
}

/* ---- a partner's work ---- */

/* An import comes in raw, and another of which the model knows nothing but its change. */
static bool begin_news(void)
{
	struct undo_report report;
	model = model_new();
	if (!wholes_begin_open() || !store_load(wholes_store, model, &err) ||
	    !wholes_open_at(&wholes_partner, "study.wall", "Tom", plain))
		return false;
	wholes_work(wholes_partner, "second.vtt", "News", "by Tom");
	return store_undo(wholes_partner, UNDO_CAREFUL, &report, &err) &&
	       store_redo(wholes_partner, UNDO_CAREFUL, &report, &err);
}

static bool poll_news(void)
{
	struct news news;
	return store_poll(wholes_store, model, &news, &err);
}

/* However much of it failed before, or was loaded anew. */
static bool has_news(void)
{
	return poll_news() && is_settled(wholes_store, model, &err);
}

/* ---- joining ---- */

bool wholes_merge(void)
{
	struct merge_report report;
	bool good = store_merge(wholes_store, fixture_path("other.wall"), NULL, NULL, NULL, &report,
				&err);
	merge_report_release(&report);
	return good;
}

static bool is_merged(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text = 'theirs'") ==
		       1 &&
	       wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text = 'ours'") ==
		       1 &&
	       wholes_count_in("study.wall", "SELECT count(*) FROM cluster WHERE name = 'Faith'") ==
		       1;
}

static ssize_t line_read(void *context, void *bytes, size_t n)
{
	return recv(*(int *)context, bytes, n, 0);
}

static bool line_write(void *context, const void *bytes, size_t n)
{
	const char *from = bytes;
	for (ssize_t done; n; from += done, n -= (size_t)done)
		if ((done = send(*(int *)context, from, n, MSG_NOSIGNAL)) <= 0)
			return false;
	return true;
}

static bool serve(const struct sync_line *line)
{
	struct strbuf path = STRBUF_INIT;
	bool good = sync_answer(line, &path, &err) && sync_serve(wholes_store, line, NULL, &err);
	strbuf_release(&path);
	return good;
}

static bool call(const struct sync_line *line)
{
	bool greeted;
	struct sync_report report;
	if (!sync_call(line, STR("other.wall"), &greeted, &err))
		return false;
	bool good = sync_with(wholes_store, line, NULL, NULL, NULL, &report, &err);
	sync_report_release(&report);
	return good;
}

/* What the other process does at its end of the line. */
static _Noreturn void run_partner(int end, bool calls)
{
	struct sync_line line = {line_read, line_write, &end};
	failing_disarm();
	fault_disarm();
	store_after_fork(wholes_store);
	forked = wholes_store;
	wholes_store = NULL;
	if (wholes_open_at(&wholes_store, "other.wall", "Tom", plain))
		(void)(calls ? call(&line) : serve(&line));
	store_close(wholes_store);
	close(end);
	exit(0);
}

static bool sync_as(bool caller)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return err_errno(&err, "a line");
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		close(ends[0]);
		run_partner(ends[1], !caller);
	}
	close(ends[1]);
	struct sync_line line = {line_read, line_write, &ends[0]};
	bool good = caller ? call(&line) : serve(&line);
	close(ends[0]);
	waitpid(child, NULL, 0);
	return good;
}

bool wholes_sync_calling(void)
{
	return sync_as(true);
}

static bool sync_serving(void)
{
	return sync_as(false);
}

static bool is_level(void)
{
	return is_merged() &&
	       wholes_count_in("other.wall", "SELECT count(*) FROM card WHERE text = 'ours'") == 1;
}

/* ---- forgetting ---- */

bool wholes_forget(void)
{
	struct forget_report report;
	struct model *seen = model_new();
	bool good = store_load(wholes_store, seen, &err);
	struct participant_list people = model_participants(seen);
	good = good && (!people.n ||
			store_forget(wholes_store, people.ids[0], NULL, NULL, NULL, &report, &err));
	if (good)
		strbuf_release(&report.spared);
	model_free(seen);
	return good;
}

bool wholes_has_name(const char *name)
{
	static char bytes[1 << 20];
	FILE *file = fopen(fixture_path(name), "rb");
	size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
	if (file)
		fclose(file);
	return !n || memmem(bytes, n, "Paula", 5);
}

static bool is_forgotten(void)
{
	return !wholes_has_name("study.wall") && has_card();
}

const struct whole wholes[] = {
	{"create", ground_nothing, NULL, create, is_created, .silent = false},
	{"open elsewhere", wholes_ground_wall, NULL, open_and_load, has_card, .silent = false},
	{"open", wholes_ground_wall, open_once, open_and_load, has_card, .silent = false},
	{"open to read", wholes_ground_wall, open_once, open_to_read, has_card, .silent = false},
	{"open after a crash", ground_unclean, NULL, open_and_load, has_logged_card,
	 .silent = false},
	{"bring up to date from 1", ground_first_format, NULL, open_and_load, is_new,
	 .silent = false},
	{"bring up to date from 2", ground_second_format, NULL, open_and_load, is_new,
	 .silent = false},
	{"write on a network", wholes_ground_wall, NULL, write_alone, has_lone_card,
	 .silent = false},
	{"write", wholes_ground_wall, wholes_begin_open, write_one, is_written, .silent = false},
	{"idle", wholes_ground_wall, wholes_begin_open, idle, has_card, .silent = true},
	{"copy", wholes_ground_wall, wholes_begin_open, copy, is_copied, .silent = false},
	{"copy of the day", wholes_ground_wall, wholes_begin_open, copy_of_the_day, has_card,
	 .silent = true},
	{"save", ground_damaged, NULL, wholes_save, wholes_is_saved, .silent = false},
	{"take texts", wholes_ground_wall, NULL, take_texts, wholes_is_saved, .silent = false},
	{"news", wholes_ground_wall, begin_news, poll_news, has_card, .settles = has_news},
	{"merge", ground_two, wholes_begin_open, wholes_merge, is_merged, .silent = false},
	{"sync, calling", ground_two, wholes_begin_open, wholes_sync_calling, is_level,
	 .partner = true},
	{"sync, serving", ground_two, wholes_begin_open, sync_serving, is_level, .partner = true},
	{"forget", ground_copy, wholes_begin_open, wholes_forget, is_forgotten, .silent = false},
};
const size_t nwholes = TW_COUNT(wholes);
