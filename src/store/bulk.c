/*
 * Much that is new, written at once. By the log it is written twice: into the log, and from there
 * into the wall. A rollback journal keeps only pages that were there before, so what is new is
 * written once. But it shuts readers out for as long, so it is for a wall that this process made
 * itself and that nobody else has open yet, and for the time of one edit.
 */
#include "store-internal.h"

#include "themewall/base/banned.h"

bool bulk_begin(struct store *store)
{
	struct strbuf mode = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	if (!store->made || store->alone || store->read_only || !live_is_alone(&store->live) ||
	    !live_lock(&store->live, 0, &ignored))
		return false;
	db_wait(&store->db, false);
	/* a mode that cannot be had leaves no word, or the old one */
	db_get_text(&store->db, &ignored, &mode, NULL, "PRAGMA journal_mode = DELETE", "");
	bool good = str_equal(strbuf_str(&mode), STR("delete"));
	db_wait(&store->db, true);
	live_unlock(&store->live);
	strbuf_release(&mode);
	return good;
}

/* Should it fail, whoever opens the wall next turns it. That the journal is gone must be on the
 * disk, or a power cut could bring back what was before. */
void bulk_end(struct store *store)
{
	struct strbuf folder = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	folder_add(&folder, store->path);
	folder_sync(folder.buf);
	wall_turn_to_wal(store, &ignored);
	strbuf_release(&folder);
}
