/*
 * Ranks for what stands in a row: a file counts 0 … n-1, the wall keeps keys between which there is
 * always room. Whoever has the same home is sorted by (order, id), so two files of one wall give
 * the same keys.
 */
#include "wall-map-internal.h"

#include <stdlib.h>

#include "themewall/model/rank.h"
#include "themewall/base/banned.h"

void seats_add(struct seats *seats, struct seat seat)
{
	ALLOC_GROW(seats->all, seats->n + 1, seats->cap);
	seats->all[seats->n++] = seat;
}

static int by_place(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;

	if (x->home != y->home)
		return x->home < y->home ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* Gives everyone a rank key and empties the list. */
void seats_rank(struct seats *seats, struct wall_image *image)
{
	struct str last = STR("");
	struct strbuf key = STRBUF_INIT;

	if (seats->n)
		qsort(seats->all, seats->n, sizeof *seats->all, by_place);
	for (size_t i = 0; i < seats->n; i++) {
		const struct seat *seat = &seats->all[i];
		if (i && seat->home != seats->all[i - 1].home)
			last = STR("");
		strbuf_reset(&key);
		rank_between(&key, last, STR(""));
		last = (struct str){arena_strndup(&image->arena, key.buf, key.len), key.len};
		image->rows[seat->row].column[seat->column] = value_text(last);
	}
	strbuf_release(&key);
	free(seats->all);
}
