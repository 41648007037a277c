/*
 * SHA-256 by the instructions that x86 processors since 2016 have for it, six times as fast. The
 * instructions keep the eight words of the state as ABEF and CDGH; four rounds a step, the schedule
 * runs sixteen words ahead in four registers.
 */
#include "sha256-internal.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <cpuid.h>
#include <immintrin.h>

#include "themewall/base/banned.h"

#define NATIVE __attribute__((target("sha,sse4.1")))

/* Four rounds with the words w. */
NATIVE static inline void four_rounds(__m128i *abef, __m128i *cdgh, __m128i w, int step)
{
	const __m128i *constants = (const __m128i *)(const void *)sha256_constant;
	__m128i words = _mm_add_epi32(w, _mm_loadu_si128(constants + step));
	*cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, words);
	*abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(words, 0x0e));
}

/* The four words after the sixteen in w0 … w3. */
NATIVE static inline __m128i next_words(__m128i w0, __m128i w1, __m128i w2, __m128i w3)
{
	__m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));
	return _mm_sha256msg2_epu32(sum, w3);
}

NATIVE static void compress_block(__m128i *abef, __m128i *cdgh, const uint8_t *block)
{
	const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i w[4], a = *abef, c = *cdgh;
	for (int i = 0; i < 4; i++) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)block + i);
		w[i] = _mm_shuffle_epi8(bytes, big_endian);
		four_rounds(&a, &c, w[i], i);
	}
	for (int step = 4; step < 16; step += 4) {
		w[0] = next_words(w[0], w[1], w[2], w[3]);
		four_rounds(&a, &c, w[0], step);
		w[1] = next_words(w[1], w[2], w[3], w[0]);
		four_rounds(&a, &c, w[1], step + 1);
		w[2] = next_words(w[2], w[3], w[0], w[1]);
		four_rounds(&a, &c, w[2], step + 2);
		w[3] = next_words(w[3], w[0], w[1], w[2]);
		four_rounds(&a, &c, w[3], step + 3);
	}
	*abef = _mm_add_epi32(*abef, a);
	*cdgh = _mm_add_epi32(*cdgh, c);
}

NATIVE static void compress_native(uint32_t state[8], const uint8_t *blocks, size_t nblocks)
{
	__m128i *whole = (__m128i *)(void *)state;
	__m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(whole), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(whole + 1), 0x1b);
	__m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
	__m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
	for (; nblocks; nblocks--, blocks += 64)
		compress_block(&abef, &cdgh, blocks);
	__m128i feba = _mm_shuffle_epi32(abef, 0x1b);
	__m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128(whole, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128(whole + 1, _mm_alignr_epi8(dchg, feba, 8));
}

sha256_compress_fn *sha256_compress_native(void)
{
	unsigned a, b, c, d, leaf7 = 0;
	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1) || !(c & bit_SSSE3))
		return NULL;
	if (!__get_cpuid_count(7, 0, &a, &leaf7, &c, &d) || !(leaf7 & bit_SHA))
		return NULL;
	return compress_native;
}

#else

#include "themewall/base/banned.h"

sha256_compress_fn *sha256_compress_native(void)
{
	return NULL;
}

#endif
