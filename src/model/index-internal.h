#ifndef THEMEWALL_MODEL_INDEX_INTERNAL_H
#define THEMEWALL_MODEL_INDEX_INTERNAL_H

#include <stdint.h>

/*
 * A hash index from a 64-bit key to positions in an array of records: 4 bytes a slot, because the
 * keys stay in the records. Several positions may have the same key. A key of 0 means "not in the
 * index".
 */
#define NOWHERE UINT32_MAX

struct index {
	int64_t (*key)(const void *owner, uint32_t position);
	const void *owner; /* of the records; borrowed */
	uint32_t *slots;   /* position + 1, 0 is free; owned */
	uint32_t capacity; /* 2^(64 - shift), or 0 */
	uint32_t shift;
	uint32_t count;
	uint32_t end; /* one past the highest position ever put */
};

/* The record already has its key, not 0. */
void index_put(struct index *index, uint32_t position);
/* The record still has the key it was put with. */
void index_remove(struct index *index, uint32_t position);
/* The first position with that key, NOWHERE when there is none. */
uint32_t index_find(const struct index *index, int64_t key);
/* All of them: *cursor is 0 at first; NOWHERE after the last. */
uint32_t index_next(const struct index *index, int64_t key, uint32_t *cursor);
void index_reset(struct index *index); /* empties, keeps the memory */
void index_clear(struct index *index); /* empties and frees; keeps key and owner */

#endif
