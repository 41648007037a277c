/*
 * The tables that grow with the wall, from the pages of the file into the model: for the whole load
 * at the start. Rows pass the same questions as any others; the first one that is strange ends it.
 */
#include "load-internal.h"
#include "pages-internal.h"

#include "themewall/base/banned.h"

static bool take(void *context, int64_t id, struct str record)
{
	struct load *load = context;
	int n = load_columns(load->table);
	return load_feed(load, record_read(load->table, n, id, record, &load->change));
}

bool load_cards_from_pages(struct store *store, struct model *model, bool *strange)
{
	static const enum table tables[] = {TABLE_CARD, TABLE_EXCERPT, TABLE_PLACEMENT};
	struct err ignored = ERR_INIT;
	struct load load = {.model = model, .err = &ignored};
	struct pages pages;
	*strange = false;
	if (store->format != WALL_FORMAT || !pages_open(&pages, &store->db))
		return false;
	for (size_t i = 0; i < TW_COUNT(tables) && !*strange; i++) {
		load.table = tables[i];
		*strange = pages_each(&pages, tables[i], INT64_MIN, take, &load) != PAGES_DONE;
	}
	return !*strange;
}
