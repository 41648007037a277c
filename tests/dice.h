#ifndef DICE_H
#define DICE_H

#include <stddef.h>
#include <stdint.h>

/* A number below n out of a seed that is never 0: the same seed, the same numbers. */
static inline uint32_t dice(uint64_t *seed, size_t n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return n ? (uint32_t)(*seed >> 11) % (uint32_t)n : 0;
}

#endif
