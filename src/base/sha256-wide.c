/*
 * SHA-256 for x86 processors without instructions of its own for it (Intel's before 2021, mostly):
 * the schedules of two blocks that follow each other are made at once, one in either half of the
 * 256-bit registers, while the first block's rounds run beside them on the plain ones; the second's
 * rounds find their words ready. Twice as fast as the plain way.
 * After Gueron & Krasnov, "Simultaneous hashing of multiple messages", 2012.
 */
#include "sha256-internal.h"

#include "themewall/base/compiler.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#include "themewall/base/banned.h"

#define WIDE __attribute__((target("avx2,bmi,bmi2")))

/* Words of the schedule with their constants added, four of the first block beside four of the
 * second. */
typedef uint32_t schedule_words[16][8];

enum { FIRST = 0, SECOND = 4 }; /* where a block's four words begin in each row */

WIDE static inline uint32_t rotr(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

/* The eight words of the state while they are mixed, and b ^ c, which is the round before's a ^ b.
 */
struct mixing {
	uint32_t a, b, c, d, e, f, g, h, bc;
};

/* One round; its eight words stay where they are and change their names instead. */
WIDE TW_ALWAYS_INLINE void mix(uint32_t a, uint32_t b, uint32_t *d, uint32_t e, uint32_t f,
			       uint32_t g, uint32_t *h, uint32_t word, uint32_t *bc)
{
	uint32_t ab = a ^ b, majority = b ^ (ab & *bc);
	uint32_t sum = *h + word + ((e & f) + (~e & g)) + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25));
	*d += sum;
	*h = sum + majority + (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22));
	*bc = ab;
}

/* Eight rounds, after which the names are again what they were. */
WIDE TW_ALWAYS_INLINE void eight_rounds(struct mixing *m, schedule_words words, int row, int block)
{
	const uint32_t *k = words[row] + block, *l = words[row + 1] + block;
	mix(m->a, m->b, &m->d, m->e, m->f, m->g, &m->h, k[0], &m->bc);
	mix(m->h, m->a, &m->c, m->d, m->e, m->f, &m->g, k[1], &m->bc);
	mix(m->g, m->h, &m->b, m->c, m->d, m->e, &m->f, k[2], &m->bc);
	mix(m->f, m->g, &m->a, m->b, m->c, m->d, &m->e, k[3], &m->bc);
	mix(m->e, m->f, &m->h, m->a, m->b, m->c, &m->d, l[0], &m->bc);
	mix(m->d, m->e, &m->g, m->h, m->a, m->b, &m->c, l[1], &m->bc);
	mix(m->c, m->d, &m->f, m->g, m->h, m->a, &m->b, l[2], &m->bc);
	mix(m->b, m->c, &m->e, m->f, m->g, m->h, &m->a, l[3], &m->bc);
}

WIDE static inline struct mixing mixing_begin(const uint32_t s[8])
{
	return (struct mixing){s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[1] ^ s[2]};
}

WIDE static inline void mixing_end(const struct mixing *m, uint32_t s[8])
{
	const uint32_t add[8] = {m->a, m->b, m->c, m->d, m->e, m->f, m->g, m->h};
	for (int i = 0; i < 8; i++)
		s[i] += add[i];
}

/* Sixteen bytes of the first block, and of the second, as words. */
WIDE static inline __m256i load_words(const uint8_t *first, const uint8_t *second, int i)
{
	const __m256i big_endian = _mm256_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203,
						     0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i low = _mm_loadu_si128((const __m128i *)(const void *)first + i);
	__m128i high = _mm_loadu_si128((const __m128i *)(const void *)second + i);
	__m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
	return _mm256_shuffle_epi8(both, big_endian);
}

/* The smaller sigma of the words' second half; each word is doubled, so that a shift of both is a
 * rotation of one. What it is of the words at 0 and 2 is right, the others are to be left. */
WIDE static inline __m256i sigma_of_doubled(__m256i twice)
{
	return _mm256_xor_si256(
		_mm256_srli_epi32(twice, 10),
		_mm256_xor_si256(_mm256_srli_epi64(twice, 17), _mm256_srli_epi64(twice, 19)));
}

WIDE static inline __m256i sigma_of_words(__m256i w)
{
	__m256i by7 = _mm256_or_si256(_mm256_srli_epi32(w, 7), _mm256_slli_epi32(w, 25));
	__m256i by18 = _mm256_or_si256(_mm256_srli_epi32(w, 18), _mm256_slli_epi32(w, 14));
	return _mm256_xor_si256(_mm256_xor_si256(by7, by18), _mm256_srli_epi32(w, 3));
}

/* The four words after the sixteen in w0 … w3. The last two need the first two. */
WIDE static inline __m256i next_words(__m256i w0, __m256i w1, __m256i w2, __m256i w3)
{
	const __m256i to_low = _mm256_set_epi64x(-1, 0x0b0a090803020100, -1, 0x0b0a090803020100);
	const __m256i to_high = _mm256_set_epi64x(0x0b0a090803020100, -1, 0x0b0a090803020100, -1);
	__m256i sum = _mm256_add_epi32(_mm256_add_epi32(w0, _mm256_alignr_epi8(w3, w2, 4)),
				       sigma_of_words(_mm256_alignr_epi8(w1, w0, 4)));
	__m256i sigma = sigma_of_doubled(_mm256_shuffle_epi32(w3, 0xfa));
	sum = _mm256_add_epi32(sum, _mm256_shuffle_epi8(sigma, to_low));
	sigma = sigma_of_doubled(_mm256_shuffle_epi32(sum, 0x50));
	return _mm256_add_epi32(sum, _mm256_shuffle_epi8(sigma, to_high));
}

WIDE static inline void keep_words(schedule_words words, int step, __m256i w)
{
	__m128i constants = _mm_loadu_si128((const __m128i *)(const void *)sha256_constant + step);
	_mm256_storeu_si256((__m256i *)(void *)words[step],
			    _mm256_add_epi32(w, _mm256_broadcastsi128_si256(constants)));
}

/* The first block, and the schedule of both: each row of words is made sixteen rounds before the
 * first block wants it. */
WIDE static void compress_first(uint32_t state[8], schedule_words words, const uint8_t *first,
				const uint8_t *second)
{
	__m256i w0 = load_words(first, second, 0), w1 = load_words(first, second, 1);
	__m256i w2 = load_words(first, second, 2), w3 = load_words(first, second, 3);
	struct mixing m = mixing_begin(state);
	keep_words(words, 0, w0);
	keep_words(words, 1, w1);
	keep_words(words, 2, w2);
	keep_words(words, 3, w3);
	for (int row = 0; row < 12; row += 4) {
		keep_words(words, row + 4, w0 = next_words(w0, w1, w2, w3));
		keep_words(words, row + 5, w1 = next_words(w1, w2, w3, w0));
		eight_rounds(&m, words, row, FIRST);
		keep_words(words, row + 6, w2 = next_words(w2, w3, w0, w1));
		keep_words(words, row + 7, w3 = next_words(w3, w0, w1, w2));
		eight_rounds(&m, words, row + 2, FIRST);
	}
	eight_rounds(&m, words, 12, FIRST);
	eight_rounds(&m, words, 14, FIRST);
	mixing_end(&m, state);
}

WIDE static void compress_second(uint32_t state[8], schedule_words words)
{
	struct mixing m = mixing_begin(state);
	for (int row = 0; row < 16; row += 2)
		eight_rounds(&m, words, row, SECOND);
	mixing_end(&m, state);
}

/* The last of an odd number stands in for the one that would follow it. */
static void compress_wide(uint32_t state[8], const uint8_t *blocks, size_t nblocks)
{
	schedule_words words;
	for (; nblocks > 1; nblocks -= 2, blocks += 128) {
		compress_first(state, words, blocks, blocks + 64);
		compress_second(state, words);
	}
	if (nblocks)
		compress_first(state, words, blocks, blocks);
}

/* By the compiler's own question: it also asks whether the system keeps the wide registers. */
sha256_compress_fn *sha256_compress_by_two(void)
{
	__builtin_cpu_init();
	bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
		   __builtin_cpu_supports("bmi2");
	return has ? compress_wide : NULL;
}

#else

#include "themewall/base/banned.h"

sha256_compress_fn *sha256_compress_by_two(void)
{
	return NULL;
}

#endif
