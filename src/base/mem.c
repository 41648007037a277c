/* Memory that never comes back NULL, and arenas whose pieces die together. */
#include "themewall/base/mem.h"

#include <assert.h>
#include <limits.h>
#include <malloc.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "themewall/base/banned.h"

enum { HEAP_PIECE = 4 << 20, HEAP_MOST = 1 << 30 };

/* The one handler main installs; memory can run out on any floor, far from any state of ours. */
static void (*exhausted_handler)(void);

void mem_on_exhausted(void (*handler)(void))
{
	exhausted_handler = handler;
}

static void *checked(void *p, size_t nbytes)
{
	if (p || nbytes == 0)
		return p;
	if (exhausted_handler)
		exhausted_handler();
	_Exit(1);
}

void *xmalloc(size_t nbytes)
{
	return checked(malloc(nbytes ? nbytes : 1), nbytes);
}

void *xcalloc(size_t count, size_t nbytes)
{
	return checked(calloc(count ? count : 1, nbytes ? nbytes : 1), nbytes);
}

void *xrealloc(void *old, size_t nbytes)
{
	return checked(realloc(old, nbytes ? nbytes : 1), nbytes);
}

void *xreallocarray(void *old, size_t count, size_t nbytes)
{
	if (nbytes && count > SIZE_MAX / nbytes)
		return checked(NULL, 1);
	return xrealloc(old, count * nbytes);
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t nbytes)
{
	char *copy = xmalloc(nbytes + 1);
	memcpy(copy, s, nbytes);
	copy[nbytes] = '\0';
	return copy;
}

/* All pages it lies on, so that what malloc mapped for it stays of one kind and can grow by moving.
 * What the system does not know it refuses, and nothing is lost. */
void mem_expect_all(void *p, size_t nbytes)
{
#ifdef MADV_HUGEPAGE
	enum { WORTH_IT = 4 << 20 };
	if (nbytes < WORTH_IT)
		return;
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = (uintptr_t)p / page * page;
	uintptr_t to = ((uintptr_t)p + nbytes + page - 1) / page * page;
	madvise((char *)p - ((uintptr_t)p - from), to - from, MADV_HUGEPAGE);
#endif
}

#ifdef __GLIBC__
/* The heap grows by as much as is expected, so that it can be marked before it is used. */
static void grow_heap(size_t nbytes)
{
	char *end = sbrk(0);
	void *volatile piece;
	mallopt(M_TOP_PAD, (int)nbytes);
	piece = malloc(HEAP_PIECE / 2);
	free(piece);
	mem_expect_all(end, (size_t)((char *)sbrk(0) - end));
}
#endif

void mem_expect_heap(size_t nbytes)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, HEAP_PIECE);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	if (nbytes > HEAP_PIECE)
		grow_heap(nbytes < HEAP_MOST ? nbytes : HEAP_MOST);
	mallopt(M_TOP_PAD, HEAP_PIECE);
#endif
}

size_t mem_grown(size_t capacity, size_t needed)
{
	size_t grown = capacity + capacity / 2 + 8;
	return grown > needed ? grown : needed;
}

/* Blocks double up to 1 MiB; a larger piece gets a block of its own. */
enum { ARENA_FIRST = 4096, ARENA_LARGEST = 1 << 20 };

struct arena_block {
	struct arena_block *older;
	size_t used, size; /* bytes of data[] */
	alignas(max_align_t) char data[];
};

static struct arena_block *block_new(struct arena *arena, size_t nbytes)
{
	size_t size = arena->head ? arena->head->size * 2 : ARENA_FIRST;
	if (size > ARENA_LARGEST)
		size = ARENA_LARGEST;
	if (size < nbytes)
		size = nbytes;
	struct arena_block *block = xmalloc(sizeof *block + size);
	block->older = arena->head;
	block->used = 0;
	block->size = size;
	arena->head = block;
	return block;
}

void *arena_alloc(struct arena *arena, size_t nbytes)
{
	size_t room = (nbytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	struct arena_block *block = arena->head;
	assert(room >= nbytes);
	if (!block || block->size - block->used < room)
		block = block_new(arena, room);
	void *piece = block->data + block->used;
	block->used += room;
	arena->total += room;
	return piece;
}

void *arena_zalloc(struct arena *arena, size_t nbytes)
{
	return memset(arena_alloc(arena, nbytes), 0, nbytes);
}

char *arena_strndup(struct arena *arena, const char *s, size_t nbytes)
{
	char *copy = arena_alloc(arena, nbytes + 1);
	if (nbytes)
		memcpy(copy, s, nbytes);
	copy[nbytes] = '\0';
	return copy;
}

struct arena_adopted {
	struct arena_adopted *older;
	void *grown; /* owned */
};

void arena_adopt(struct arena *arena, void *grown)
{
	if (!grown)
		return;
	struct arena_adopted *adopted = arena_alloc(arena, sizeof *adopted);
	*adopted = (struct arena_adopted){arena->adopted, grown};
	arena->adopted = adopted;
}

void arena_reset(struct arena *arena)
{
	for (; arena->adopted; arena->adopted = arena->adopted->older)
		free(arena->adopted->grown);
	while (arena->head && arena->head->older) {
		struct arena_block *block = arena->head;
		arena->head = block->older;
		free(block);
	}
	if (arena->head)
		arena->head->used = 0;
	arena->total = 0;
}

void arena_release(struct arena *arena)
{
	arena_reset(arena);
	free(arena->head);
	arena->head = NULL;
}
