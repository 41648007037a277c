/* Every edit: what it writes, what it refuses, and that the polled model shows it. */
#include "store-fixture.h"

static struct err err;

int main(void)
{
	fixture_begin();
	struct store *store = open_as("Ann", &err);
	must(store);
	struct model *model = model_new();
	must(store_load(store, model, &err));
	struct news news;
	card_id a = card_write(store, "first", &err);
	must(a.n);
	must(store_poll(store, model, &news, &err));
	is_int(news.rows, 1, "one row");
	ok(model_card(model, a) != NULL, "card is in the model");
	struct import_report report =
		import_interview(store, "p01.vtt", IMPORT_CARDS_SENTENCES, &err);
	must(report.transcript.n);
	must(store_poll(store, model, &news, &err));
	char *dump = model_dump(model), *now = wall_dump(store, &err);
	is_str(dump, now, "polled is loaded");

	free(dump);
	free(now);
	struct undo_report undo;
	ok(store_undo(store, UNDO_CAREFUL, &undo, &err), "undo: %s %s", undo.label, err.msg);
	ok(store_redo(store, UNDO_CAREFUL, &undo, &err), "redo: %s %s", undo.label, err.msg);
	model_free(model);
	store_close(store);
	fixture_end();
	return done();
}
