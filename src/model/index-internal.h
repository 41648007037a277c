#ifndef THEMEWALL_MODEL_INDEX_INTERNAL_H
#define THEMEWALL_MODEL_INDEX_INTERNAL_H

#include <stdint.h>

/*
 * A hash index from a 64-bit key to positions in an array of records: 4 bytes a slot, because the
 * keys stay in the records. Several positions may have the same key. A key of 0 means "not in the
 * index".
 */
#define NOWHERE UINT32_MAX

typedef int64_t index_key(const void *owner, uint32_t position);

struct index {
	index_key *key;
	const void *owner; /* of the records; borrowed */
	uint32_t *slots;   /* position + 1, 0 is free; owned */
	uint32_t capacity; /* 2^(64 - shift), or 0 */
	uint32_t shift;
	uint32_t count;
	uint32_t end; /* one past the highest position ever put */
};

/*
 * Sixteen keys that count up share one line of the cache, and so does a walk in their order, which
 * is how walls are loaded; the top bits of a product with the golden ratio spread the sixteens
 * evenly.
 */
static inline uint32_t index_home(const struct index *index, int64_t key)
{
	uint64_t sixteen = (uint64_t)key >> 4;
	uint32_t first = (uint32_t)(sixteen * 0x9e3779b97f4a7c15u >> index->shift) & ~15u;
	return first | ((uint32_t)key & 15);
}

/* The record already has its key, not 0. */
void index_put(struct index *index, uint32_t position);
/* The record still has the key it was put with. */
void index_remove(struct index *index, uint32_t position);
/* The first position with that key, NOWHERE when there is none. */
uint32_t index_find(const struct index *index, int64_t key);
/* All of them: *cursor is 0 at first; NOWHERE after the last. */
uint32_t index_next(const struct index *index, int64_t key, uint32_t *cursor);
/* The same as index_find for those who look up often and name their index->key: it is compiled in
 * instead of called. */
static inline uint32_t index_find_by(const struct index *index, int64_t key, index_key *key_of)
{
	if (index->count == 0 || key == 0)
		return NOWHERE;
	uint32_t slot = index_home(index, key), found;
	while ((found = index->slots[slot]) && key_of(index->owner, found - 1) != key)
		slot = (slot + 1) & (index->capacity - 1);
	return found ? found - 1 : NOWHERE;
}
void index_reset(struct index *index); /* empties, keeps the memory */
void index_clear(struct index *index); /* empties and frees; keeps key and owner */

#endif
