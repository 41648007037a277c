/* base: strings, maps, arenas, rectangles, fingerprints, the clock. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "sha256-internal.h"
#include "tap.h"
#include "themewall/base/clock.h"
#include "themewall/base/err.h"
#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/base/rect.h"
#include "themewall/base/relay.h"
#include "themewall/base/sha256.h"
#include "themewall/base/str.h"

static void test_err(void)
{
	struct err err = ERR_INIT;
	char longer[600];
	memset(longer, 'a', sizeof longer);
	memcpy(longer + 509, "é", 2);
	longer[599] = '\0';
	ok(!err_set(&err, ERR_FORMAT, "line %d", 3), "err_set returns false");
	err_wrap(&err, "reading %s", "x.vtt");
	is_str(err.msg, "reading x.vtt: line 3", "err_wrap puts the context first");
	is_int(err.code, ERR_FORMAT, "err_wrap keeps the code");
	err_set(&err, ERR_FAILED, "%s", longer);
	is_int(strlen(err.msg), 509, "a cut message ends before a whole character");
	is_int(err_exit_status(ERR_BUSY), 3, "busy is exit 3");
}

static void test_strings(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct str rest = STR("one\n\nthree"), line;
	int lines = 0;
	int64_t n;
	strbuf_addf(&sb, "%s-%03d", "C", 41);
	strbuf_insert(&sb, 0, "<", 1);
	strbuf_remove(&sb, 1, 2);
	is_str(sb.buf, "<041", "add, insert, remove");
	strbuf_reset(&sb);
	strbuf_add_number(&sb, 7, 3);
	strbuf_add_number(&sb, 0, 0);
	strbuf_add_number(&sb, INT64_MIN, 2);
	is_str(sb.buf, "0070-9223372036854775808", "numbers, with zeros before them");
	strbuf_reset(&sb);
	for (int i = 0; i < 4; i++)
		strbuf_add_number(&sb, (const int[]){5, 99, 100, -5}[i], 2);
	is_str(sb.buf, "0599100-05", "numbers of two digits and their neighbours");
	strbuf_reset(&sb);
	for (size_t of = 0; of < 3; of++)
		strbuf_add_count(&sb, of, " card ", " cards ");
	is_str(sb.buf, "0  cards 1  card 2  cards ", "counted things, one of them");
	size_t wrong = 0;
	for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10)
		for (int64_t i = -2; i <= 2; i++)
			for (int sign = -1; sign <= 1; sign += 2) {
				char digits[32];
				snprintf(digits, sizeof digits, "%lld",
					 (long long)(sign * (power + i)));
				strbuf_reset(&sb);
				strbuf_add_number(&sb, sign * (power + i), 0);
				wrong += strcmp(sb.buf, digits) != 0;
			}
	is_int(wrong, 0, "numbers around every power of ten");
	strbuf_release(&sb);
	is_int(sb.len, 0, "released is empty");
	while (str_next_line(&rest, &line))
		lines++;
	is_int(lines, 3, "three lines, the middle one empty");
	ok(str_equal(str_trim(STR(" \ta b\n")), STR("a b")), "trim");
	ok(str_part((struct str){NULL, 0}, 0, 0).n == 0, "a part of nothing");
	is_int(str_find(STR("abcabd"), STR("abd")), 3, "find");
	is_int(str_find(STR("abc"), STR("x")), 3, "absent is the length");
	ok(str_to_int(STR("-12"), &n) && n == -12, "a number");
	ok(!str_to_int(STR("12a"), &n) && !str_to_int(STR(""), &n), "not a number");
}

static void test_map(void)
{
	struct map map = {0};
	bool right = true;
	for (int64_t k = 1; k <= 5000; k++)
		map_put(&map, k << 32 | k, (uint32_t)k);
	for (int64_t k = 1; k <= 5000; k += 2)
		map_remove(&map, k << 32 | k);
	for (int64_t k = 1; k <= 5000; k++)
		right &= map_get(&map, k << 32 | k) == (k % 2 ? MAP_ABSENT : (uint32_t)k);
	ok(right, "every second key removed, all others found");
	is_int(map.count, 2500, "count");
	map_release(&map);
}

static void test_arena(void)
{
	struct arena arena = {0};
	char *first = arena_strndup(&arena, "keep", 4);
	for (int i = 0; i < 2000; i++)
		memset(arena_alloc(&arena, 100), i, 100);
	is_str(first, "keep", "pieces never move or overlap");
	arena_adopt(&arena, memset(xmalloc(9 << 20), 1, 9 << 20));
	arena_adopt(&arena, NULL);
	arena_reset(&arena);
	is_int(arena.total, 0, "reset");
	char *large = arena_alloc(&arena, 9 << 20);
	mem_expect_all(large, 9 << 20);
	memset(large, 2, 9 << 20);
	arena_adopt(&arena, xmalloc(1));
	arena_release(&arena);
}

static void test_rect(void)
{
	struct rect a = {0, 0, 10, 10}, b = {5, 8, 10, 10}, c = {10, 0, 5, 5};
	struct rect both = rect_intersect(a, b);
	ok(both.x == 5 && both.y == 8 && both.w == 5 && both.h == 2, "intersection");
	ok(!rect_overlaps(a, c), "touching is not overlapping");
	ok(rect_contains(a, 9, 9) && !rect_contains(a, 10, 9), "half open");
}

static void test_sha256(void)
{
	uint8_t digest[SHA256_BYTES];
	char hex[2 * SHA256_BYTES + 1];
	struct sha256 ctx;
	sha256_of("abc", 3, digest);
	sha256_hex(digest, hex);
	is_str(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");
	sha256_init(&ctx);
	for (int i = 0; i < 1000000; i += 1000) {
		char a[1000];
		memset(a, 'a', sizeof a);
		sha256_add(&ctx, a, sizeof a);
	}
	sha256_end(&ctx, digest);
	sha256_hex(digest, hex);
	is_str(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	       "a million a's");
}

/* A faster way and the plain one come to the same, whatever the number of blocks. */
/* What is short is taken another way than what is long. */
static void test_sha256_lengths(void)
{
	uint8_t at_once[SHA256_BYTES], in_parts[SHA256_BYTES], bytes[1200];
	struct sha256 ctx;
	size_t wrong = 0;
	for (size_t n = 0; n <= sizeof bytes; n++) {
		if (n)
			bytes[n - 1] = (uint8_t)(n * 31);
		sha256_of(bytes, n, at_once);
		sha256_init(&ctx);
		sha256_add(&ctx, bytes, n / 3);
		sha256_add(&ctx, bytes + n / 3, n - n / 3);
		sha256_end(&ctx, in_parts);
		wrong += memcmp(at_once, in_parts, sizeof at_once) != 0;
	}
	is_int(wrong, 0, "sha256 at once and in parts, of any length");
}

static void sha256_agrees(sha256_compress_fn *faster, const char *what)
{
	uint32_t ours[8] = {1, 2, 3, 4, 5, 6, 7, 0xfffffff8}, theirs[8];
	uint8_t blocks[5 * 64];
	if (!faster) {
		printf("ok %d - %s # SKIP the processor cannot\n", ++tap_count, what);
		return;
	}
	memcpy(theirs, ours, sizeof ours);
	for (size_t i = 0; i < sizeof blocks; i++)
		blocks[i] = (uint8_t)(i * 167 + i / 7);
	bool same = true;
	for (size_t n = 1; n <= 5; n++) {
		sha256_compress(ours, blocks, n);
		faster(theirs, blocks, n);
		same = same && memcmp(ours, theirs, sizeof ours) == 0;
	}
	ok(same, "%s", what);
}

/* One thread counts, the other one adds up: order, ends and giving up. */
struct count {
	struct relay relay;
	uint64_t numbers[RELAY_SLOTS], most, sum, got;
	bool in_order, makes;
};

static void make_numbers(struct count *count, uint64_t most)
{
	size_t slot;
	for (uint64_t i = 1; i <= most && relay_wait_empty(&count->relay, &slot); i++) {
		count->numbers[slot] = i;
		relay_pass(&count->relay);
	}
	relay_end(&count->relay);
}

static void take_numbers(struct count *count, uint64_t most)
{
	size_t slot;
	count->in_order = true;
	while (relay_wait_full(&count->relay, &slot)) {
		count->in_order &= count->numbers[slot] == ++count->got;
		count->sum += count->numbers[slot];
		if (count->got == most) {
			relay_give_up(&count->relay);
			return;
		}
		relay_return(&count->relay);
	}
}

static void work(void *context)
{
	struct count *count = context;
	if (count->makes)
		make_numbers(count, count->most);
	else
		take_numbers(count, 0);
}

static uint64_t sum_of(uint64_t n)
{
	return n * (n + 1) / 2;
}

static void test_relay(void)
{
	static const uint64_t lengths[] = {0,    1, RELAY_SLOTS - 1, RELAY_SLOTS, RELAY_SLOTS + 1,
					   20000};
	for (size_t i = 0; i < 2 * TW_COUNT(lengths); i++) {
		uint64_t n = lengths[i / 2];
		struct count count = {.most = n, .makes = i % 2};
		ok(relay_start(&count.relay, work, &count), "a second thread");
		if (count.makes)
			take_numbers(&count, 0);
		else
			make_numbers(&count, n);
		relay_join(&count.relay);
		ok(count.got == n && count.sum == sum_of(n) && count.in_order,
		   "%d pieces, made by the %s thread: each once, in order", (int)n,
		   count.makes ? "second" : "first");
	}
	for (uint64_t most = 1; most <= 40; most += 13) {
		struct count count = {.most = UINT64_MAX, .makes = true};
		ok(relay_start(&count.relay, work, &count), "a maker without end");
		take_numbers(&count, most);
		relay_join(&count.relay);
		is_int((int64_t)count.got, (int64_t)most, "ends when no more is wanted");
	}
}

static sigset_t heard;

static void ask_signals(void *context)
{
	pthread_sigmask(SIG_SETMASK, NULL, &heard);
}

static void test_relay_is_deaf(void)
{
	struct relay relay;
	sigset_t ours;
	ok(relay_start(&relay, ask_signals, NULL), "a second thread");
	relay_join(&relay);
	pthread_sigmask(SIG_SETMASK, NULL, &ours);
	ok(sigismember(&heard, SIGTERM) && sigismember(&heard, SIGINT), "hears no signals");
	ok(!sigismember(&ours, SIGTERM), "the first one does");
}

static void test_heap(void)
{
	void *pieces[64];
	mem_expect_heap(0);
	mem_expect_heap((size_t)64 << 20);
	mem_expect_heap(SIZE_MAX);
	for (size_t i = 0; i < TW_COUNT(pieces); i++)
		pieces[i] = memset(xmalloc(i * 1000 + 1), (int)i, i * 1000 + 1);
	bool kept = true;
	for (size_t i = 0; i < TW_COUNT(pieces); i++) {
		kept &= ((unsigned char *)pieces[i])[i * 1000] == i;
		free(pieces[i]);
	}
	ok(kept, "memory that was expected is memory like any other");
}

static void test_clock(void)
{
	struct strbuf sb = STRBUF_INIT;
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	clock_add_iso(&sb, clock_now_ms());
	is_str(sb.buf, "2026-03-16T14:02:07Z", "THEMEWALL_NOW sets the clock");
	strbuf_reset(&sb);
	clock_add_time(&sb, clock_now_ms(), false);
	clock_add_date(&sb, clock_now_ms());
	is_str(sb.buf, "14:0216 March 2026", "time and date");
	strbuf_reset(&sb);
	clock_add_offset(&sb, 862000);
	clock_add_offset(&sb, 3787000);
	clock_add_offset(&sb, -1);
	is_str(sb.buf, "14:221:03:07", "places in a recording");
	strbuf_release(&sb);
	unsetenv("THEMEWALL_NOW");
}

static void test_days(void)
{
	static const char *const days[] = {"2026-03-02", "2024-02-29", "2000-02-29", "2026-12-31"};
	static const char *const none[] = {"2026-02-30", "2026-02-29", "1900-02-29", "2026-04-31",
					   "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
					   "2026-1-001", "26-01-01",   "2026/01/01", ""};
	for (size_t i = 0; i < TW_COUNT(days); i++)
		ok(clock_is_date(str_of(days[i])), "%s is a day", days[i]);
	for (size_t i = 0; i < TW_COUNT(none); i++)
		ok(!clock_is_date(str_of(none[i])), "\"%s\" is none", none[i]);
}

int main(void)
{
	test_err();
	test_strings();
	test_map();
	test_arena();
	test_rect();
	test_sha256();
	test_sha256_lengths();
	sha256_agrees(sha256_compress_native(), "sha256 by the processor");
	sha256_agrees(sha256_compress_by_two(), "sha256 two blocks at once");
	test_relay();
	test_relay_is_deaf();
	test_heap();
	test_clock();
	test_days();
	return done();
}
