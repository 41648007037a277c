/*
 * Rows in chunks, so that a row never moves and growing copies nothing. Free rows have id 0 and
 * chain through their second eight bytes.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

static int64_t id_of(const void *owner, uint32_t position)
{
	return *(const int64_t *)rows_get(owner, position);
}

static uint32_t *link_of(void *row)
{
	return (uint32_t *)((char *)row + sizeof(int64_t));
}

void rows_init(struct rows *rows, size_t size)
{
	*rows = (struct rows){.size = size, .by_id = {.key = id_of, .owner = rows}};
}

void rows_clear(struct rows *rows)
{
	for (size_t i = 0; i < rows->nchunks; i++)
		free(rows->chunks[i]);
	free(rows->chunks);
	index_clear(&rows->by_id);
	rows_init(rows, rows->size);
}

uint32_t rows_at(const struct rows *rows, int64_t id)
{
	return index_find_by(&rows->by_id, id, id_of);
}

void *rows_find(const struct rows *rows, int64_t id)
{
	uint32_t position = rows_at(rows, id);
	return position == NOWHERE ? NULL : rows_get(rows, position);
}

static uint32_t fresh_position(struct rows *rows)
{
	if (rows->free) {
		uint32_t position = rows->free - 1;
		rows->free = *link_of(rows_get(rows, position));
		return position;
	}
	if (rows->end == rows->nchunks * ROWS_CHUNK) {
		ALLOC_GROW(rows->chunks, rows->nchunks + 1, rows->cap);
		rows->chunks[rows->nchunks++] = xmalloc(ROWS_CHUNK * rows->size);
	}
	return rows->end++;
}

uint32_t rows_add(struct rows *rows, int64_t id)
{
	assert(id != 0);
	uint32_t position = fresh_position(rows);
	int64_t *row = memset(rows_get(rows, position), 0, rows->size);
	*row = id;
	index_put(&rows->by_id, position);
	rows->count++;
	return position;
}

void rows_remove(struct rows *rows, uint32_t position)
{
	index_remove(&rows->by_id, position);
	void *row = memset(rows_get(rows, position), 0, rows->size);
	*link_of(row) = rows->free;
	rows->free = position + 1;
	rows->count--;
}

void rows_forget(struct rows *rows, uint32_t position)
{
	rows_remove(rows, position);
	if (rows->count == 0)
		rows_clear(rows);
}

void *rows_next(const struct rows *rows, uint32_t *position)
{
	while (*position < rows->end) {
		void *row = rows_get(rows, (*position)++);
		if (*(int64_t *)row)
			return row;
	}
	return NULL;
}
