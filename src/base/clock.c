/* Time of day (which tests may fix) and time that only goes forward. */
#include "themewall/base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "themewall/base/banned.h"

static bool parse_iso(const char *iso, struct tm *tm)
{
	const char *end = strptime(iso, "%Y-%m-%dT%H:%M:%S", tm);
	if (!end)
		end = strptime(iso, "%Y-%m-%d", tm);
	return end && (!*end || (end[0] == 'Z' && !end[1]));
}

/* The fixed time of THEMEWALL_NOW in ms, or -1. Read each time: tests change it. */
static int64_t fixed_now_ms(void)
{
	const char *iso = getenv("THEMEWALL_NOW");
	struct tm tm = {0};
	if (!iso || !*iso || !parse_iso(iso, &tm))
		return -1;
	return (int64_t)timegm(&tm) * 1000;
}

bool clock_check(struct err *err)
{
	const char *iso = getenv("THEMEWALL_NOW");
	if (!iso || !*iso || fixed_now_ms() >= 0)
		return true;
	return err_set(err, ERR_USAGE,
		       "THEMEWALL_NOW=%s is not a time: write 2026-03-16T14:02:07Z, or unset it",
		       iso);
}

static int64_t read_ns(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

int64_t clock_now_ms(void)
{
	int64_t fixed = fixed_now_ms();
	return fixed >= 0 ? fixed : read_ns(CLOCK_REALTIME) / 1000000;
}

int64_t clock_monotonic_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

int64_t clock_cpu_ms(void)
{
	return read_ns(CLOCK_THREAD_CPUTIME_ID) / 1000000;
}

int64_t clock_monotonic_ms(void)
{
	return clock_monotonic_ns() / 1000000;
}

static struct tm local_of(int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm = {0};
	if (fixed_now_ms() >= 0)
		gmtime_r(&t, &tm);
	else
		localtime_r(&t, &tm);
	return tm;
}

void clock_add_iso(struct strbuf *out, int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm = {0};
	gmtime_r(&t, &tm);
	const int parts[] = {tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec};
	strbuf_add_number(out, tm.tm_year + 1900, 4);
	for (size_t i = 0; i < TW_COUNT(parts); i++) {
		strbuf_add_char(out, "--T::"[i]);
		strbuf_add_number(out, parts[i], 2);
	}
	strbuf_add_char(out, 'Z');
}

void clock_add_time(struct strbuf *out, int64_t ms, bool seconds)
{
	struct tm tm = local_of(ms);
	strbuf_addf(out, "%02d:%02d", tm.tm_hour, tm.tm_min);
	if (seconds)
		strbuf_addf(out, ":%02d", tm.tm_sec);
}

void clock_add_date(struct strbuf *out, int64_t ms)
{
	static const char *const months[] = {"January",   "February", "March",    "April",
					     "May",       "June",     "July",     "August",
					     "September", "October",  "November", "December"};
	struct tm tm = local_of(ms);
	strbuf_addf(out, "%d %s %d", tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900);
}

void clock_add_stamp(struct strbuf *out, int64_t ms, bool time)
{
	struct tm tm = local_of(ms);
	strbuf_addf(out, "%04d%02d%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	if (time)
		strbuf_addf(out, "-%02d%02d%02d", tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* minutes and seconds of the hour */
static void add_sixties(struct strbuf *out, int64_t seconds)
{
	int minute = (int)(seconds / 60 % 60), second = (int)(seconds % 60);
	const char text[] = {(char)('0' + minute / 10), (char)('0' + minute % 10), ':',
			     (char)('0' + second / 10), (char)('0' + second % 10)};
	strbuf_add(out, text, sizeof text);
}

static void add_clock(struct strbuf *out, int64_t seconds, int hour_digits)
{
	strbuf_add_number(out, seconds / 3600, hour_digits);
	strbuf_add_char(out, ':');
	add_sixties(out, seconds);
}

void clock_add_offset(struct strbuf *out, int64_t ms)
{
	if (ms < 0)
		return;
	if (ms >= 3600000)
		add_clock(out, ms / 1000, 1);
	else
		add_sixties(out, ms / 1000);
}

void clock_add_offset_long(struct strbuf *out, int64_t ms)
{
	if (ms < 0)
		return;
	add_clock(out, ms / 1000, 2);
}

static int64_t days_of(int64_t year, int64_t month)
{
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	if (month == 2)
		return leap ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool clock_is_date(struct str s)
{
	int64_t year, month, day;
	if (s.n != 10)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (i == 4 || i == 7 ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
			return false;
	return str_to_int(str_part(s, 0, 4), &year) && str_to_int(str_part(s, 5, 7), &month) &&
	       month >= 1 && month <= 12 && str_to_int(str_part(s, 8, 10), &day) && day >= 1 &&
	       day <= days_of(year, month);
}
