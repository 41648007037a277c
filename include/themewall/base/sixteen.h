#ifndef THEMEWALL_BASE_SIXTEEN_H
#define THEMEWALL_BASE_SIXTEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "themewall/base/compiler.h"

/*
 * Sixteen bytes at once, for whoever looks through texts for bytes that need care: most texts have
 * none. Comparisons of two sixteens give all bits or none in each byte, as the compilers' vectors
 * do (gcc and clang, on any processor).
 */
enum { SIXTEEN = 16 };
typedef unsigned char sixteen __attribute__((vector_size(SIXTEEN)));

TW_ALWAYS_INLINE sixteen sixteen_at(const char *p)
{
	sixteen bytes;
	memcpy(&bytes, p, sizeof bytes);
	return bytes;
}

/* Those equal to c. */
TW_ALWAYS_INLINE sixteen sixteen_of(sixteen bytes, unsigned char c)
{
	return (sixteen)(bytes == c);
}

/* Those below c. */
TW_ALWAYS_INLINE sixteen sixteen_below(sixteen bytes, unsigned char c)
{
	return (sixteen)(bytes < c);
}

TW_ALWAYS_INLINE bool sixteen_any(sixteen found)
{
	uint64_t halves[2];
	memcpy(halves, &found, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

#endif
