#ifndef STORE_SEEN_H
#define STORE_SEEN_H

/*
 * A wall as words: all that a load makes of it and all turns, by way of the file's pages or by
 * SQLite alone. The two must never differ.
 */
#include "load-internal.h"
#include "pages-internal.h"
#include "store-fixture.h"

/* Formats: nothing of an older one is read from pages. */
enum { BY_PAGES = WALL_FORMAT, BY_SQLITE = 1 };

static inline void dump_turns(struct strbuf *out, struct store *store, struct model *model,
			      transcript_id id, struct err *failed)
{
	if (!store_load_turns(store, model, id, failed)) {
		strbuf_add_z(out, failed->msg);
		return;
	}
	const struct transcript *t = model_transcript(model, id);
	for (int64_t i = 0; i < t->nturns; i++) {
		const struct turn *turn = &t->turns[i];
		strbuf_addf(out, "turn s%lld %lld-%lld @%lld-%lld [%.*s]",
			    (long long)turn->speaker.n, (long long)turn->start,
			    (long long)turn->end, (long long)turn->start_ms,
			    (long long)turn->end_ms, STR_ARG(turn->text));
		for (size_t k = 0; k < turn->ncues; k++)
			strbuf_addf(out, " %u@%lld", turn->cues[k].at, (long long)turn->cues[k].ms);
		strbuf_add_char(out, '\n');
	}
}

static inline bool load_sliced(struct store *store, struct model *model, int64_t most,
			       struct err *failed)
{
	struct load_state state = {.begun = false};
	bool done = false, good = true;
	while (good && !done)
		good = store_load_slice(store, model, &state, most, &done, failed);
	return good;
}

/* All of it, or what is said instead: by way of the pages or not, in slices (0: at once). The
 * caller frees. */
static inline char *seen(struct store *store, int64_t format, int64_t most, struct err *failed)
{
	struct model *model = model_new();
	struct strbuf out = STRBUF_INIT;
	int64_t was = store->format;
	store->format = format;
	if (most ? load_sliced(store, model, most, failed) : store_load(store, model, failed)) {
		char *dump = model_dump(model);
		strbuf_add_z(&out, dump);
		free(dump);
		struct transcript_list all = model_transcripts(model);
		for (size_t i = 0; i < all.n; i++)
			dump_turns(&out, store, model, all.ids[i], failed);
	} else {
		strbuf_add_z(&out, failed->msg);
	}
	store->format = was;
	model_free(model);
	return strbuf_detach(&out);
}

/* Whether there are pages to read. */
static inline bool are_plain(struct store *store, struct err *failed)
{
	struct pages pages;
	int64_t any;
	bool plain = db_begin(&store->db, failed, "BEGIN") &&
		     db_get_int(&store->db, failed, &any, "SELECT id FROM study", "") &&
		     pages_open(&pages, &store->db);
	db_rollback(&store->db);
	return plain;
}

#endif
