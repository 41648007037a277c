/*
 * Open addressing with linear probing over positions; removal shifts followers back, so there are
 * no tombstones. Growing walks the records in their own order: reading them by hash would miss the
 * cache once a record.
 */
#include "index-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static uint32_t home_of(const struct index *index, int64_t key)
{
	uint64_t h = (uint64_t)key * 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> 32) & (index->capacity - 1);
}

static uint32_t after(const struct index *index, uint32_t slot)
{
	return (slot + 1) & (index->capacity - 1);
}

static void insert(struct index *index, uint32_t position)
{
	uint32_t slot = home_of(index, index->key(index->owner, position));
	while (index->slots[slot])
		slot = after(index, slot);
	index->slots[slot] = position + 1;
}

static void grow(struct index *index)
{
	index->capacity = index->capacity ? index->capacity * 2 : 16;
	free(index->slots);
	index->slots = xcalloc(index->capacity, sizeof *index->slots);
	for (uint32_t position = 0; position < index->end; position++)
		if (index->key(index->owner, position))
			insert(index, position);
}

void index_put(struct index *index, uint32_t position)
{
	assert(index->key(index->owner, position) != 0);
	index->count++;
	if (position >= index->end)
		index->end = position + 1;
	if ((uint64_t)index->count * 4 > (uint64_t)index->capacity * 3)
		grow(index); /* takes the new one along */
	else
		insert(index, position);
}

/* Pulls back each follower whose probe path crosses the hole, so that lookups never stop short. */
static void close_gap(struct index *index, uint32_t hole)
{
	uint32_t mask = index->capacity - 1;
	for (uint32_t i = after(index, hole); index->slots[i]; i = after(index, i)) {
		uint32_t home = home_of(index, index->key(index->owner, index->slots[i] - 1));
		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		index->slots[hole] = index->slots[i];
		hole = i;
	}
	index->slots[hole] = 0;
}

void index_remove(struct index *index, uint32_t position)
{
	uint32_t slot = home_of(index, index->key(index->owner, position));
	while (index->slots[slot] != position + 1) {
		assert(index->slots[slot]);
		slot = after(index, slot);
	}
	index->count--;
	close_gap(index, slot);
}

uint32_t index_next(const struct index *index, int64_t key, uint32_t *cursor)
{
	if (index->count == 0 || key == 0)
		return NOWHERE;
	for (uint32_t step = *cursor;; step++) {
		uint32_t slot = (home_of(index, key) + step) & (index->capacity - 1);
		if (index->slots[slot] == 0)
			return NOWHERE;
		if (index->key(index->owner, index->slots[slot] - 1) == key) {
			*cursor = step + 1;
			return index->slots[slot] - 1;
		}
	}
}

uint32_t index_find(const struct index *index, int64_t key)
{
	uint32_t cursor = 0;
	return index_next(index, key, &cursor);
}

void index_clear(struct index *index)
{
	free(index->slots);
	index->slots = NULL;
	index->capacity = index->count = index->end = 0;
}
