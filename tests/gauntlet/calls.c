/*
 * Every call of the database fails once: each deed is done again and again on an open wall, and the
 * N-th call fails, until the deed goes through without. A deed is acknowledged, and then the
 * journal has it, or it says in words why not, and then nothing has changed. The same store works
 * on, its model follows, and the wall is sound.
 */
#include "deeds.h"
#include "failing.h"
#include "gauntlet.h"
#include "no-bell.h"
#include "no-sync.h"

enum { SETTLE_EVERY = 24 };

static long failures, struck, refused, survived;

static void complain(const struct deed *deed, long nth, const char *what)
{
	printf("# %s, call %ld (%s): %s: %s\n", deed->name, nth, failing_call(), what,
	       deeds_err.msg);
	failures++;
}

static int64_t rows_now(void)
{
	int64_t n = -1;
	db_get_int(&deeds_store->db, &deeds_err, &n, "SELECT count(*) FROM journal", "");
	return n;
}

static bool has_words(void)
{
	return deeds_err.code != ERR_NONE && strlen(deeds_err.msg) > 8 &&
	       !strstr(deeds_err.msg, "not an error");
}

/* A loading that failed is made good by another one. */
static bool follows(const struct deed *deed)
{
	struct news news;
	return store_poll(deeds_store, deeds_model, &news, &deeds_err) &&
	       (!news.reloaded || deed->reads);
}

static bool take_back(const struct deed *deed, int64_t before)
{
	struct undo_report report;
	for (int64_t n = rows_now() - before; n > 0 && !deed->back; n--)
		if (!store_undo(deeds_store, UNDO_CAREFUL, &report, &deeds_err))
			return false;
	return !deed->back || deed->back();
}

/* One try; false when it went through without a failure. */
static bool try_one(const struct deed *deed, long nth)
{
	int64_t before = rows_now();
	db_forget(&deeds_store->db); /* so that preparing fails, too */
	err_clear(&deeds_err);
	failing_arm(nth, failing_code(nth));
	bool good = deed->run();
	failing_disarm();
	bool hit = failing_struck();
	struck += hit;
	refused += hit && !good;
	survived += hit && good;
	int64_t made = rows_now() - before;
	if (good ? !hit && made < 1 && !deed->reads && !deed->keeps : !hit || !has_words())
		complain(deed, nth, good ? "nothing was done" : "a refusal without words");
	if ((!good || deed->reads) && made)
		complain(deed, nth, "refused, and yet done");
	if (!sqlite3_get_autocommit(deeds_store->db.handle))
		complain(deed, nth, "a transaction is left open");
	if (!follows(deed))
		complain(deed, nth, "the model does not follow");
	if (made && !deed->keeps && !take_back(deed, before))
		complain(deed, nth, "it cannot be taken back");
	if (made && !follows(deed))
		complain(deed, nth, "the model does not follow back");
	return hit;
}

static void settle(const struct deed *deed, long nth)
{
	if (!is_settled(deeds_store, deeds_model, &deeds_err))
		complain(deed, nth, "not sound");
}

static long calls_of(const struct deed *deed)
{
	try_one(deed, 0);
	return failing_calls();
}

static void try_all(const struct deed *deed)
{
	long before = failures, tries = 0;
	long step = is_full() ? 1 : calls_of(deed) / 2 + 1;
	for (long nth = 1 + (step > 1 ? (long)pick((size_t)step) : 0);
	     try_one(deed, nth) && failures < before + 5; nth += step)
		if (++tries % SETTLE_EVERY == 0)
			settle(deed, nth);
	if (is_full() || pick(8) == 0)
		settle(deed, 0);
	ok(failures == before, "%s: %ld calls", deed->name, failing_calls());
}

static void try_each(const struct deed *deed, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(deed[i].name, word))
			try_all(&deed[i]);
}

/* With a word: only deeds whose names have it. */
int main(int argc, char **argv)
{
	gauntlet_begin();
	fixture_begin();
	deeds_begin(fixture_folder);
	const char *word = argc < 2 ? "" : argv[1];
	try_each(deeds, ndeeds, word);
	try_each(tie_deeds, ntie_deeds, word);
	try_each(import_deeds, nimport_deeds, word);
	try_each(more_deeds, nmore_deeds, word);
	deeds_reopen();
	size_t problems = 1;
	ok(store_check(deeds_store, say_problem, NULL, &problems, &deeds_err) && !problems &&
		   replays(deeds_store, &deeds_err),
	   "at the end the wall is sound, and its journal makes the same wall");
	ok(refused > 0, "%ld calls failed: %ld deeds refused in words, %ld done all the same",
	   struck, refused, survived);
	deeds_end();
	fixture_end();
	return done();
}
