#ifndef STORE_WALL_H
#define STORE_WALL_H

/*
 * What tests of edits share: one wall opened as Ann at a set time, its model, the last error, and
 * the words for what must hold after each edit. `wall_end` asks for the replay of the history, too.
 */
#include "store-fixture.h"

static struct err err;
static struct store *store;
static struct model *model;

#define settled(name)                                                                              \
	ok(is_settled(store, model, &err), "%s: the model follows, the file is whole (%s)", name,  \
	   err.msg)
#define labelled(want)      is_str(last_label(store, &err), want, "label: %s", want)
#define refused(call, want) ok(!(call) && err.code == (want), "refused: %s (%s)", #call, err.msg)

FIXTURE_UNUSED static void place_in(card_id id, cluster_id k)
{
	struct place place = in_cluster(k);
	must(edit_card_place(store, &id, 1, &place, &err));
}

FIXTURE_UNUSED static void open_again(void)
{
	store_close(store);
	model_free(model);
	store = open_as("Ann", &err);
	model = model_new();
	must(store && store_load(store, model, &err));
}

FIXTURE_UNUSED static void wall_begin(void)
{
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	fixture_begin();
	open_again();
}

FIXTURE_UNUSED static int wall_end(void)
{
	ok(replays(store, &err), "the history alone makes the same wall");
	store_close(store);
	model_free(model);
	fixture_end();
	return done();
}

#endif
