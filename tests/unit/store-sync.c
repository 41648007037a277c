/*
 * Two copies brought level over a line to another process: with so much to say that it takes many
 * frames, with people forgotten on either side; then over lines that break at each of their calls,
 * from whichever side, and where no private folder can be made. Whatever breaks is said, both walls
 * are whole, and the next time goes on from there.
 */
#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "store-fixture.h"
#include "themewall/store/backup.h"
#include "themewall/store/forget.h"
#include "themewall/store/merge.h"
#include "themewall/store/sync.h"

static struct err err;
static const char *const ours = "study.wall", *const theirs = "other.wall";

static struct store *open_at(const char *name, const char *who)
{
	struct store *store = NULL;
	struct store_options options = {.create = true, .coder = str_of(who), .patience_ms = 2000};
	must(store_open(&store, fixture_path(name), &options, NULL, &err));
	return store;
}

/* ---- the line ---- */

struct line_end {
	int fd;
	long breaks_at; /* this of its calls, 1: the first; 0: none */
	long calls;
};

static bool breaks(struct line_end *end)
{
	if (++end->calls != end->breaks_at)
		return false;
	shutdown(end->fd, SHUT_RDWR);
	errno = EPIPE;
	return true;
}

static ssize_t line_read(void *context, void *bytes, size_t n)
{
	struct line_end *end = context;
	return breaks(end) ? 0 : recv(end->fd, bytes, n, 0);
}

static bool line_write(void *context, const void *bytes, size_t n)
{
	struct line_end *end = context;
	const char *from = bytes;
	if (breaks(end))
		return false;
	for (ssize_t done; n; from += done, n -= (size_t)done)
		if ((done = send(end->fd, from, n, MSG_NOSIGNAL)) <= 0)
			return false;
	return true;
}

/* ---- the two sides ---- */

static struct sync_report report;

static bool call(struct store *store, const struct sync_line *line)
{
	bool greeted;
	sync_report_release(&report);
	if (!sync_call(line, str_of(theirs), &greeted, &err))
		return false;
	return sync_with(store, line, NULL, NULL, NULL, &report, &err);
}

static bool serve(struct store *store, const struct sync_line *line)
{
	struct strbuf path = STRBUF_INIT;
	bool good = sync_answer(line, &path, &err) && sync_serve(store, line, NULL, &err);
	strbuf_release(&path);
	return good;
}

static bool take_part(const char *name, const char *who, bool calls, struct line_end *end)
{
	struct sync_line line = {line_read, line_write, end};
	struct store *store = open_at(name, who);
	bool good = calls ? call(store, &line) : serve(store, &line);
	store_close(store);
	return good;
}

/* Ann's wall and Tom's, in two processes; Ann's end breaks at one of its calls, or at none. */
static bool meet(bool ann_calls, const char *tmpdir, struct line_end *end)
{
	int ends[2];
	must(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		struct line_end other = {.fd = ends[1]};
		close(ends[0]);
		take_part(theirs, "Tom", !ann_calls, &other);
		exit(0);
	}
	close(ends[1]);
	end->fd = ends[0];
	err_clear(&err);
	setenv("TMPDIR", tmpdir, 1);
	bool good = take_part(ours, "Ann", ann_calls, end);
	unsetenv("TMPDIR");
	close(ends[0]);
	waitpid(child, NULL, 0);
	return good;
}

static bool is_sound(const char *name)
{
	size_t problems = 1;
	struct store *store = open_at(name, "a judge");
	bool good = store_check(store, say_problem, NULL, &problems, &err) && !problems;
	store_close(store);
	return good;
}

static void write_at(const char *name, const char *who, const char *words)
{
	struct store *store = open_at(name, who);
	must(card_write(store, words, &err).n);
	store_close(store);
}

static size_t count_cards(const char *name, const char *words)
{
	struct model *model = model_new();
	struct store *store = open_at(name, "a judge");
	must(store_load(store, model, &err));
	struct card_list cards = model_cards(model);
	size_t n = 0;
	for (size_t i = 0; i < cards.n; i++)
		n += str_equal(model_card(model, cards.ids[i])->text, str_of(words));
	store_close(store);
	model_free(model);
	return n;
}

/* ---- much to say, and people forgotten ---- */

static void import_long(struct store *store, const char *file, const char *const *names)
{
	enum { TURNS = 600, PEOPLE = 3 };
	static const enum role roles[PEOPLE] = {ROLE_PARTICIPANT, ROLE_PARTICIPANT,
						ROLE_PARTICIPANT};
	struct line lines[TURNS];
	struct draft draft;
	struct import_report made;
	struct import_options options = {.cards = IMPORT_CARDS_NONE, .again = true};
	for (int i = 0; i < TURNS; i++)
		lines[i] = (struct line){
			i % PEOPLE, "I export it to a spreadsheet, then I rebuild all of the sums "
				    "by hand, every month, and nobody ever asked me why I do so."};
	draft_make(&draft, file, lines, TURNS, names, roles, PEOPLE);
	must(edit_import(store, &draft, &options, &made, &err));
	draft_release(&draft);
}

static void forget(struct store *store, const char *name)
{
	struct model *model = model_new();
	struct forget_report forgotten;
	must(store_load(store, model, &err));
	struct participant_list people = model_participants(model);
	size_t i = 0;
	while (i < people.n &&
	       !str_equal(model_participant(model, people.ids[i])->name, str_of(name)))
		i++;
	must(i < people.n &&
	     store_forget(store, people.ids[i], NULL, NULL, NULL, &forgotten, &err));
	strbuf_release(&forgotten.spared);
	model_free(model);
}

static bool holds(const char *name, const char *words)
{
	static char bytes[1 << 21];
	FILE *file = fopen(fixture_path(name), "rb");
	size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
	if (file)
		fclose(file);
	return n < sizeof bytes && memmem(bytes, n, words, strlen(words));
}

/* Ann forgets Xenia, Tom forgets Yorick, and both of them Zelda. */
static void begin(void)
{
	static const char *const first[] = {"Xenia", "Yorick", "Zelda"}, *const second[] = {"Uma",
											    "Vera",
											    "Wim"};
	struct store *ann = open_at(ours, "Ann");
	import_long(ann, "first.vtt", first);
	must(store_backup(ann, fixture_path(theirs), &err));
	struct store *tom = open_at(theirs, "Tom");
	forget(ann, "Xenia");
	forget(tom, "Yorick");
	forget(ann, "Zelda");
	forget(tom, "Zelda");
	import_long(ann, "ours.vtt", second);
	card_write(ann, "by Ann", &err);
	card_write(tom, "by Tom", &err);
	store_close(ann);
	store_close(tom);
}

static void test_level(void)
{
	static const char *const names[] = {"Xenia", "Yorick", "Zelda"};
	struct line_end end = {0};
	bool left = false;
	ok(meet(true, fixture_folder, &end), "Ann calls, all goes well: %s", err.msg);
	ok(report.level && report.transcripts_there == 1 && report.forgotten_there == 1,
	   "both know the same now; a long interview went there");
	is_int((int64_t)report.here.forgotten, 1, "whom Tom alone has forgotten is told");
	ok(count_cards(ours, "by Tom") == 1 && count_cards(theirs, "by Ann") == 1,
	   "each has the other's card");
	for (size_t i = 0; i < TW_COUNT(names); i++)
		left |= holds(theirs, names[i]) && strcmp(names[i], "Xenia") != 0;
	ok(!left && !holds(ours, "Xenia") && !holds(ours, "Zelda"), "no name came back");
	ok(is_sound(ours) && is_sound(theirs), "both are sound");
}

/* ---- lines that break ---- */

static void test_breaks(bool ann_calls)
{
	bool good = false, told = true, sound = true;
	long at = 1;
	for (; !good && at < 100; at++) {
		struct line_end end = {.breaks_at = at};
		write_at(ours, "Ann", "again by Ann");
		write_at(theirs, "Tom", "again by Tom");
		good = meet(ann_calls, fixture_folder, &end);
		told &= good || (err.code == ERR_IO && strstr(err.msg, "nothing is half done"));
		sound &= is_sound(ours) && is_sound(theirs);
		good &= end.calls < at;
	}
	ok(good && at > 10, "%s, %ld breaks: then it goes through",
	   ann_calls ? "calling" : "called", at - 2);
	ok(told, "each was told: %s", err.msg);
	ok(sound, "and left both walls whole");
	is_int((int64_t)count_cards(ours, "again by Tom"),
	       (int64_t)count_cards(theirs, "again by Tom"), "nothing is missing here");
	is_int((int64_t)count_cards(theirs, "again by Ann"),
	       (int64_t)count_cards(ours, "again by Ann"), "nor there");
}

static void test_no_folder(bool ann_calls)
{
	struct line_end end = {0};
	write_at(ours, "Ann", "kept at home");
	bool good = meet(ann_calls, fixture_path("not there"), &end);
	ok(!good && strstr(err.msg, "private folder") && count_cards(theirs, "kept at home") == 0,
	   "without a private folder nothing is %s: %s", ann_calls ? "sent" : "taken", err.msg);
	ok(is_sound(ours) && is_sound(theirs), "and nothing has changed");
}

int main(void)
{
	fixture_begin();
	begin();
	test_level();
	test_breaks(true);
	test_breaks(false);
	test_no_folder(true);
	test_no_folder(false);
	sync_report_release(&report);
	fixture_end();
	return done();
}
