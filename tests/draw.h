#ifndef DRAW_H
#define DRAW_H

/*
 * What random tests draw from: one seed, which the test sets and prints first, and out of it
 * numbers, cards and themes.
 */
#include "dice.h"
#include "store-fixture.h"
#include "themewall/store/edit-lens.h"

static uint64_t draw_seed;

/* A number below n; 0 of none. */
FIXTURE_UNUSED static uint32_t pick(size_t n)
{
	return dice(&draw_seed, n);
}

FIXTURE_UNUSED static card_id some_card(const struct model *model)
{
	struct card_list list = model_cards(model);
	return list.n ? list.ids[pick(list.n)] : (card_id){0};
}

FIXTURE_UNUSED static cluster_id some_cluster(const struct model *model)
{
	struct cluster_list list = model_clusters(model);
	return list.n ? list.ids[pick(list.n)] : (cluster_id){0};
}

/* Lenses that are kept, under few names, renamed and taken away; about people who may be gone. */
FIXTURE_UNUSED static bool some_lens_edit(struct store *store, const struct model *model,
					  struct err *err)
{
	static const char *const names[] = {"pains", "Pains", "new people", "Überblick"};
	struct participant_list people = model_participants(model);
	struct lens_list lenses = model_lenses(model);
	struct str name = str_of(names[pick(4)]);
	struct saved_lens lens = {.name = name,
				  .colour = (enum lens_colour)pick(LENS_COLOURS),
				  .only = (enum lens_only)pick(ONLY_KINDS),
				  .which = (int)pick(FLAGS),
				  .value = str_of(names[pick(4)]),
				  .hides = pick(2)};
	int64_t id = lenses.n ? lenses.all[pick(lenses.n)].id : 0;
	if (lens.only == ONLY_PARTICIPANT && people.n)
		lens.participant = people.ids[pick(people.n)];
	if (id && pick(3) == 0)
		return pick(2) ? edit_lens_name(store, id, name, err)
			       : edit_lens_remove(store, id, err);
	return edit_lens_save(store, &lens, &id, err);
}

#endif
