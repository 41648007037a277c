#ifndef STORE_JOIN_H
#define STORE_JOIN_H

/*
 * What tests of a join share: Ann's wall and Tom's copy of it, so that whatever Tom does from then
 * on is later by their clocks; what is done on them; the join, after which `model` shows the joined
 * wall and `told` what did not apply.
 */
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"
#include "themewall/store/merge.h"

static struct err err;
static char other_path[400], told[2000];
static struct store *ann, *tom;
static struct model *model; /* of the joined wall */

static struct {
	card_id card, loose, third;
	cluster_id home, child, second, empty;
} at;

FIXTURE_UNUSED static struct store *open_at(const char *path, const char *who)
{
	struct store *store = NULL;
	struct store_options options = {.create = true, .coder = str_of(who), .patience_ms = 2000};
	must(store_open(&store, path, &options, NULL, &err));
	return store;
}

FIXTURE_UNUSED static bool move(struct store *store, card_id id, cluster_id to)
{
	struct place place = in_cluster(to);
	return edit_card_place(store, &id, 1, &place, &err);
}

FIXTURE_UNUSED static bool move_off(struct store *store, card_id id, enum place_kind kind,
				    int column, int line)
{
	struct place place = {.kind = kind, .column = column, .line = line};
	return edit_card_place(store, &id, 1, &place, &err);
}

FIXTURE_UNUSED static bool nest(struct store *store, cluster_id id, cluster_id parent,
				cluster_id after)
{
	struct cluster_place place = {.parent = parent, .after_sibling = after};
	return edit_cluster_place(store, id, &place, &err);
}

FIXTURE_UNUSED static bool stand(struct store *store, cluster_id id, int column, int line)
{
	struct cluster_place place = {.column = column, .line = line};
	return edit_cluster_place(store, id, &place, &err);
}

/* Ann's wall, and Tom's copy of it; whatever Tom does from now on is later. */
FIXTURE_UNUSED static void begin(void)
{
	fixture_sweep();
	ann = open_at(fixture_wall, "Ann");
	import_interview(ann, "p1.vtt", IMPORT_CARDS_TURNS, &err);
	at.home = cluster_write(ann, "Home", (cluster_id){0}, &err);
	at.child = cluster_write(ann, "Child", at.home, &err);
	at.second = cluster_write(ann, "Second", at.home, &err);
	at.empty = cluster_write(ann, "Empty", (cluster_id){0}, &err);
	at.card = card_write(ann, "a card", &err);
	at.third = card_write(ann, "a third card", &err);
	at.loose = card_write(ann, "a loose card", &err);
	must(move(ann, at.card, at.home) && move(ann, at.third, at.home));
	must(move_off(ann, at.loose, PLACE_LOOSE, 3, 10));
	must(store_backup(ann, other_path, &err));
	tom = open_at(other_path, "Tom");
	for (int i = 0; i < 6; i++)
		card_write(tom, "time goes by", &err);
}

FIXTURE_UNUSED static void keep_told(const char *words, void *context)
{
	size_t n = strlen(told);
	snprintf(told + n, sizeof told - n, "%s; ", words);
}

/* Ann takes in Tom's copy. */
FIXTURE_UNUSED static bool join(void)
{
	struct merge_report report;
	size_t problems = 1;
	store_close(tom);
	tom = NULL;
	told[0] = '\0';
	bool good = store_merge(ann, other_path, keep_told, NULL, NULL, &report, &err);
	merge_report_release(&report);
	model_free(model);
	model = model_new();
	struct err said = err;
	is_int((int64_t)ann->db.n, 0, "no statement is left whose words went with the join");
	bool whole = store_load(ann, model, &err) &&
		     store_check(ann, say_problem, NULL, &problems, &err) && !problems;
	bool same = replays(ann, &err);
	good = good && whole && same;
	if (said.code)
		err = said;
	return good;
}

FIXTURE_UNUSED static void end(void)
{
	store_close(ann);
	store_close(tom);
	ann = tom = NULL;
}

FIXTURE_UNUSED static const struct card *card(card_id id)
{
	return model_card(model, id);
}

#endif
