#ifndef THEMEWALL_BASE_MEM_H
#define THEMEWALL_BASE_MEM_H

#include <stddef.h>

/*
 * Memory that never comes back NULL. When it runs out, the handler set by main restores the
 * terminal and says so; the program then ends with status 1. What was committed is on disk.
 */
void *xmalloc(size_t nbytes);
void *xcalloc(size_t count, size_t nbytes);
void *xrealloc(void *old, size_t nbytes);
void *xreallocarray(void *old, size_t count, size_t nbytes);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t nbytes);

/* A word to the system about a piece that will be written from end to end: when it is of many
 * megabytes, its memory should come in large pages, not 4 KiB at a time. */
void mem_expect_all(void *p, size_t nbytes);

/*
 * For a program that will ask for some nbytes in small pieces and then end: what is given back is
 * soon asked for again, so nothing goes back to the system, and what is needed comes in few large
 * pages instead of many small ones. Memory that is not used then is not taken either.
 */
void mem_expect_heap(size_t nbytes);

/* Called once when memory runs out, before the program ends; must not allocate. */
void mem_on_exhausted(void (*handler)(void));

/* Room for `needed` elements in a growing array: array, its capacity and the count wanted. */
#define ALLOC_GROW(array, needed, capacity)                                                        \
	do {                                                                                       \
		if ((size_t)(needed) > (size_t)(capacity)) {                                       \
			size_t grown_ = mem_grown((size_t)(capacity), (size_t)(needed));           \
			(array) = xreallocarray((array), grown_, sizeof *(array));                 \
			(capacity) = grown_;                                                       \
		}                                                                                  \
	} while (0)

/* The next capacity: half as much again, at least needed. */
size_t mem_grown(size_t capacity, size_t needed);

/*
 * An arena hands out pieces that all die together. Pieces are aligned for any type and never move.
 * arena_reset keeps the first block for reuse. A zeroed struct arena is an empty arena.
 */
struct arena_block;
struct arena_adopted;
struct arena {
	struct arena_block *head;      /* newest block; owned */
	struct arena_adopted *adopted; /* newest; in a block */
	size_t total;                  /* bytes handed out since init or reset */
};

void *arena_alloc(struct arena *arena, size_t nbytes);
void *arena_zalloc(struct arena *arena, size_t nbytes);
char *arena_strndup(struct arena *arena, const char *s, size_t nbytes); /* NUL-terminated copy */
/* Takes over what was grown by malloc: it dies with the pieces. NULL is nothing. */
void arena_adopt(struct arena *arena, void *grown);
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena);

#endif
