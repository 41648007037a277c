/* Open addressing with linear probing; removal shifts followers back, so there are no tombstones.
 */
#include "themewall/base/map.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static size_t home_of(const struct map *map, int64_t key)
{
	uint64_t h = (uint64_t)key * 0x9e3779b97f4a7c15u;
	return (size_t)(h >> 20) & (map->capacity - 1);
}

static size_t slot_of(const struct map *map, int64_t key)
{
	size_t i = home_of(map, key);
	while (map->slots[i].key != 0 && map->slots[i].key != key)
		i = (i + 1) & (map->capacity - 1);
	return i;
}

static void grow(struct map *map)
{
	struct map old = *map;
	map->capacity = old.capacity ? old.capacity * 2 : 16;
	map->slots = xcalloc(map->capacity, sizeof *map->slots);
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i].key)
			map->slots[slot_of(map, old.slots[i].key)] = old.slots[i];
	free(old.slots);
}

void map_put(struct map *map, int64_t key, uint32_t value)
{
	assert(key != 0);
	if (map->count * 4 >= map->capacity * 3)
		grow(map);
	size_t i = slot_of(map, key);
	if (map->slots[i].key == 0)
		map->count++;
	map->slots[i] = (struct map_slot){key, value};
}

uint32_t map_get(const struct map *map, int64_t key)
{
	if (map->count == 0 || key == 0)
		return MAP_ABSENT;
	size_t i = slot_of(map, key);
	return map->slots[i].key ? map->slots[i].value : MAP_ABSENT;
}

/* Pulls back each follower whose probe path crosses the hole, so that lookups never stop short. */
static void close_gap(struct map *map, size_t hole)
{
	size_t mask = map->capacity - 1;
	for (size_t i = (hole + 1) & mask; map->slots[i].key; i = (i + 1) & mask) {
		size_t home = home_of(map, map->slots[i].key);
		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		map->slots[hole] = map->slots[i];
		hole = i;
	}
	map->slots[hole].key = 0;
}

void map_remove(struct map *map, int64_t key)
{
	if (map->count == 0 || key == 0)
		return;
	size_t i = slot_of(map, key);
	if (map->slots[i].key == 0)
		return;
	map->count--;
	close_gap(map, i);
}

void map_clear(struct map *map)
{
	if (map->capacity)
		memset(map->slots, 0, map->capacity * sizeof *map->slots);
	map->count = 0;
}

void map_release(struct map *map)
{
	free(map->slots);
	*map = (struct map){0};
}
