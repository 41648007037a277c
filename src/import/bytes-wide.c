/*
 * Bytes looked at 32 at a time, in the 256-bit registers. What a byte is, is told by two small
 * tables: one has for each low half of a byte the groups it may belong to, the other for each high
 * half, and the byte is of the groups that both name (after Mula & Lemire, "Faster Base64 Encoding
 * and Decoding using AVX2 Instructions", 2018). What is less than a register is looked at in a copy
 * with NUL behind it.
 */
#include "bytes-internal.h"
#include "decode-internal.h"

#include "themewall/base/compiler.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#include "themewall/base/banned.h"

#define WIDE __attribute__((target("avx2,popcnt")))

enum { BYTES = 32, BLOCK = 2 * BYTES };

WIDE TW_ALWAYS_INLINE __m256i load(const char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* The last bytes, fewer than a register holds; what is behind them counts as `filling`. */
WIDE __attribute__((noinline)) static __m256i load_last(const char *p, size_t n, char filling)
{
	char bytes[BYTES];
	memset(bytes, filling, sizeof bytes);
	if (n)
		memcpy(bytes, p, n);
	return load(bytes);
}

/* The same for what may be as long and longer. */
WIDE TW_ALWAYS_INLINE __m256i load_up_to(const char *p, size_t n, char filling)
{
	return n < BYTES ? load_last(p, n, filling) : load(p);
}

/* Both halves of a register get the same table. */
WIDE TW_ALWAYS_INLINE __m256i table(const uint8_t of[16])
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)of));
}

/* The groups of each byte; none of those beyond ASCII. */
WIDE TW_ALWAYS_INLINE __m256i groups_of(__m256i bytes, __m256i by_low, __m256i by_high)
{
	__m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
	return _mm256_and_si256(_mm256_shuffle_epi8(by_low, bytes),
				_mm256_shuffle_epi8(by_high, high));
}

WIDE TW_ALWAYS_INLINE uint32_t high_bits(__m256i bytes)
{
	return (uint32_t)_mm256_movemask_epi8(bytes);
}

/* ---- what is in it ---- */

/* The first control characters, the later ones, DEL. */
enum { EARLY = 16, LATE = 32, LAST = 64, ANY_CONTROL = EARLY | LATE | LAST };

static const uint8_t kind_by_low[16] = {EARLY | LATE,
					EARLY | LATE,
					EARLY | LATE,
					EARLY | LATE,
					EARLY | LATE,
					EARLY | LATE,
					EARLY | LATE | MARKS_ENTITY,
					EARLY | LATE,
					EARLY | LATE,
					LATE,
					LATE,
					EARLY | LATE | MARKS_BRACE,
					EARLY | LATE | MARKS_TAG | MARKS_ESCAPE,
					EARLY | LATE,
					EARLY | LATE,
					EARLY | LATE | LAST};
static const uint8_t kind_by_high[16] = {EARLY,        LATE, MARKS_ENTITY,      MARKS_TAG, 0,
					 MARKS_ESCAPE, 0,    MARKS_BRACE | LAST};

WIDE static uint8_t kinds(struct str s)
{
	const __m256i by_low = table(kind_by_low), by_high = table(kind_by_high);
	__m256i all = _mm256_setzero_si256(), beyond = all;
	size_t at = 0;
	for (; s.n - at >= BYTES; at += BYTES) {
		__m256i bytes = load(s.p + at);
		all = _mm256_or_si256(all, groups_of(bytes, by_low, by_high));
		beyond = _mm256_or_si256(beyond, bytes);
	}
	__m256i last = load_last(s.p + at, s.n - at, ' ');
	all = _mm256_or_si256(all, groups_of(last, by_low, by_high));
	beyond = _mm256_or_si256(beyond, last);
	uint8_t each[BYTES], found = high_bits(beyond) ? ANY_CONTROL : 0;
	_mm256_storeu_si256((__m256i *)(void *)each, all);
	for (size_t i = 0; i < BYTES; i++)
		found |= each[i];
	return (uint8_t)((found & (BYTES_ODD - 1)) | (found & ANY_CONTROL ? BYTES_ODD : 0));
}

/* ---- words and questions ---- */

/* Letters from both halves of the alphabet, digits, _; ' and .; question marks. INNER and ASKS are
 * the highest bits: those of 32 bytes are had at once. */
enum { FIRST_LETTERS = 1, LAST_LETTERS = 2, DIGITS = 4, BAR = 8, INNER = 64, ASKS = 128 };
enum { EIGHT = FIRST_LETTERS | LAST_LETTERS | DIGITS };

static const uint8_t talk_by_low[16] = {LAST_LETTERS | DIGITS,
					EIGHT,
					EIGHT,
					EIGHT,
					EIGHT,
					EIGHT,
					EIGHT,
					EIGHT | INNER,
					EIGHT,
					EIGHT,
					FIRST_LETTERS | LAST_LETTERS,
					FIRST_LETTERS,
					FIRST_LETTERS,
					FIRST_LETTERS,
					FIRST_LETTERS | INNER,
					FIRST_LETTERS | BAR | ASKS};
static const uint8_t talk_by_high[16] = {
	0, 0, INNER, DIGITS | ASKS, FIRST_LETTERS, LAST_LETTERS | BAR, FIRST_LETTERS, LAST_LETTERS};

/* Of 64 bytes, the first the lowest bit; and what the block before had at its end. */
struct talk_bits {
	uint64_t word, inner, asks;
};

WIDE TW_ALWAYS_INLINE struct talk_bits talk_bits_of(__m256i groups)
{
	uint64_t inner = high_bits(_mm256_add_epi8(groups, groups));
	uint64_t some = high_bits(_mm256_cmpgt_epi8(groups, _mm256_setzero_si256()));
	return (struct talk_bits){some & ~inner, inner, high_bits(groups)};
}

WIDE static void talk(struct str s, struct talk *talk)
{
	const __m256i by_low = table(talk_by_low), by_high = table(talk_by_high);
	struct talk_bits before = {0};
	for (size_t at = 0; at < s.n; at += BLOCK) {
		size_t left = s.n - at;
		__m256i bytes = load_up_to(s.p + at, left, '\0');
		struct talk_bits now = talk_bits_of(groups_of(bytes, by_low, by_high));
		if (left > BYTES) {
			bytes = load_up_to(s.p + at + BYTES, left - BYTES, '\0');
			struct talk_bits upper = talk_bits_of(groups_of(bytes, by_low, by_high));
			now.word |= upper.word << BYTES;
			now.inner |= upper.inner << BYTES;
			now.asks |= upper.asks << BYTES;
		}
		uint64_t word_before = now.word << 1 | before.word >> 63;
		uint64_t inner_before = now.inner << 1 | before.inner >> 63;
		uint64_t goes_on =
			word_before | (inner_before & (now.word << 2 | before.word >> 62));
		uint64_t asks_on = now.asks << 1 | before.asks >> 63;
		talk->words += (size_t)__builtin_popcountll(now.word & ~goes_on);
		talk->questions += (size_t)__builtin_popcountll(now.asks & ~asks_on);
		before = now;
	}
}

/* ---- lines ---- */

/* The end of the line among 32 bytes, BYTES when it is not there; counts the tags before it. */
WIDE TW_ALWAYS_INLINE size_t line_end(__m256i bytes, size_t *ntags)
{
	uint32_t end = high_bits(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')));
	uint32_t open = high_bits(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('<')));
	*ntags += (size_t)__builtin_popcount(open & (end - 1) & ~end);
	return end ? (size_t)__builtin_ctz(end) : BYTES;
}

WIDE static size_t line(struct str s, size_t *ntags)
{
	size_t at = 0;
	*ntags = 0;
	for (size_t end; s.n - at >= BYTES; at += BYTES)
		if ((end = line_end(load(s.p + at), ntags)) < BYTES)
			return at + end;
	return at + line_end(load_last(s.p + at, s.n - at, '\n'), ntags);
}

/* ---- two times ---- */

/* The same for either half of a register. */
#define TWICE(...) __VA_ARGS__, __VA_ARGS__

/* One half holds "hh:mm:ss.mmm -->", the other "hh:mm:ss.mmm", its LF and what follows. The text is
 * taken off by exclusive or: of a digit its value is left, of what should stand there nothing, of a
 * comma for the point 2. Then tens and ones are brought together, then hours, minutes and seconds:
 * false when anything else was there. */
WIDE TW_ALWAYS_INLINE bool two_stamps(const char *start, const char *end, int32_t ms[2])
{
	const __m256i text = load("00:00:00.000 -->00:00:00.000\n\0\0\0");
	const __m256i most = load("\x9\x9\0\x5\x9\0\x5\x9\0\x9\x9\x9\0\0\0\0"
				  "\x9\x9\0\x5\x9\0\x5\x9\0\x9\x9\x9\0\xff\xff\xff");
	const __m256i comma =
		_mm256_setr_epi8(TWICE(0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0));
	const __m256i tens =
		_mm256_setr_epi8(TWICE(10, 1, 0, 10, 1, 0, 10, 1, 0, 100, 10, 1, 0, 0, 0, 0));
	const __m256i units = _mm256_setr_epi16(TWICE(3600, 60, 60, 1, 1, 1, 0, 0));
	__m128i low = _mm_loadu_si128((const __m128i *)(const void *)start);
	__m128i high = _mm_loadu_si128((const __m128i *)(const void *)end);
	__m256i left = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
	left = _mm256_xor_si256(left, text);
	__m256i above = _mm256_subs_epu8(_mm256_andnot_si256(comma, left), most);
	if (!_mm256_testz_si256(above, above))
		return false;
	__m256i sums = _mm256_madd_epi16(_mm256_maddubs_epi16(left, tens), units);
	ms[0] = (_mm256_extract_epi32(sums, 0) + _mm256_extract_epi32(sums, 1)) * 1000 +
		_mm256_extract_epi32(sums, 2);
	ms[1] = (_mm256_extract_epi32(sums, 4) + _mm256_extract_epi32(sums, 5)) * 1000 +
		_mm256_extract_epi32(sums, 6);
	return true;
}

/* With three digits of hours, as beyond the hundredth, either stamp begins one byte later. */
WIDE static size_t times(struct str s, int64_t *start_ms, int64_t *end_ms)
{
	const int64_t hundred = 100 * 3600 * 1000;
	size_t more = s.p[2] != ':', second = STAMP_BYTES + more + ARROW_BYTES;
	unsigned first_hours = more ? (unsigned)(s.p[0] - '0') : 0;
	unsigned second_hours = more ? (unsigned)(s.p[second] - '0') : 0;
	int32_t ms[2];
	if (s.n < TIMES_ROOM + 2 * more || s.p[second - 1] != ' ' || first_hours > 9 ||
	    second_hours > 9 || !two_stamps(s.p + more, s.p + second + more, ms))
		return 0;
	*start_ms = first_hours * hundred + ms[0];
	*end_ms = second_hours * hundred + ms[1];
	return TIMES_BYTES + 2 * more;
}

#undef TWICE

static const struct byte_ways wide = {kinds, talk, line, times};

/* By the compiler's own question: it also asks whether the system keeps the wide registers. */
const struct byte_ways *bytes_wide(void)
{
	__builtin_cpu_init();
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") ? &wide : NULL;
}

#else

#include "themewall/base/banned.h"

const struct byte_ways *bytes_wide(void)
{
	return NULL;
}

#endif
