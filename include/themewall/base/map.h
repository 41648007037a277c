#ifndef THEMEWALL_BASE_MAP_H
#define THEMEWALL_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A map from a 64-bit key to a 32-bit value (mostly: id to position in an array). Open addressing;
 * key 0 is not allowed. A zeroed struct map is an empty map.
 */
struct map_slot {
	int64_t key;
	uint32_t value;
};

struct map {
	struct map_slot *slots; /* owned */
	size_t count;
	size_t capacity; /* a power of two, or 0 */
};

#define MAP_ABSENT UINT32_MAX

void map_put(struct map *map, int64_t key, uint32_t value);
uint32_t map_get(const struct map *map, int64_t key); /* MAP_ABSENT when it is not there */
void map_remove(struct map *map, int64_t key);
void map_clear(struct map *map); /* empties, keeps the memory */
void map_release(struct map *map);

#endif
