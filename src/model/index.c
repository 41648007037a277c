/*
 * Open addressing with linear probing over positions, at most half full, because every probe reads
 * another record; removal shifts followers back, so there are no tombstones. Growing walks the
 * records in their own order: reading them by hash would miss the cache once a record.
 */
#include "index-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static uint32_t after(const struct index *index, uint32_t slot)
{
	return (slot + 1) & (index->capacity - 1);
}

static int64_t key_at(const struct index *index, uint32_t slot)
{
	return index->key(index->owner, index->slots[slot] - 1);
}

static void insert(struct index *index, uint32_t position, int64_t key)
{
	uint32_t slot = index_home(index, key);
	while (index->slots[slot])
		slot = after(index, slot);
	index->slots[slot] = position + 1;
}

static void grow(struct index *index)
{
	index->capacity = index->capacity ? index->capacity * 2 : 16;
	index->shift = index->shift ? index->shift - 1 : 60;
	free(index->slots);
	index->slots = xcalloc(index->capacity, sizeof *index->slots);
	for (uint32_t position = 0; position < index->end; position++) {
		int64_t key = index->key(index->owner, position);
		if (key)
			insert(index, position, key);
	}
}

void index_put(struct index *index, uint32_t position)
{
	index->count++;
	if (position >= index->end)
		index->end = position + 1;
	if ((uint64_t)index->count * 2 > index->capacity)
		grow(index); /* takes the new one along */
	else
		insert(index, position, index->key(index->owner, position));
}

/* Pulls back each follower whose probe path crosses the hole, so that lookups never stop short. */
static void close_gap(struct index *index, uint32_t hole)
{
	uint32_t mask = index->capacity - 1;
	for (uint32_t i = after(index, hole); index->slots[i]; i = after(index, i)) {
		uint32_t home = index_home(index, key_at(index, i));
		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		index->slots[hole] = index->slots[i];
		hole = i;
	}
	index->slots[hole] = 0;
}

void index_remove(struct index *index, uint32_t position)
{
	uint32_t slot = index_home(index, index->key(index->owner, position));
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
	uint32_t slot = (index_home(index, key) + *cursor) & (index->capacity - 1);
	for (; index->slots[slot]; slot = after(index, slot)) {
		++*cursor;
		if (key_at(index, slot) == key)
			return index->slots[slot] - 1;
	}
	return NOWHERE;
}

uint32_t index_find(const struct index *index, int64_t key)
{
	return index_find_by(index, key, index->key);
}

void index_reset(struct index *index)
{
	if (index->slots)
		memset(index->slots, 0, index->capacity * sizeof *index->slots);
	index->count = index->end = 0;
}

void index_clear(struct index *index)
{
	free(index->slots);
	index->slots = NULL;
	index->capacity = index->shift = index->count = index->end = 0;
}
