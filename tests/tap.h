#ifndef TAP_H
#define TAP_H

/* TAP for meson (protocol: 'tap'): ok(condition, "name"), is_int, is_str; end with return done();
 */

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 4, 5), unused)) static bool tap_ok(bool pass, const char *file,
								 int line, const char *format, ...)
{
	va_list args;
	printf("%sok %d - ", pass ? "" : "not ", ++tap_count);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	if (!pass) {
		tap_failed++;
		printf("# failed at %s:%d\n", file, line);
	}
	return pass;
}

#define ok(pass, ...) tap_ok((pass), __FILE__, __LINE__, __VA_ARGS__)

#define is_int(got, want, ...)                                                                     \
	do {                                                                                       \
		int64_t got_ = (int64_t)(got), want_ = (int64_t)(want);                            \
		if (!ok(got_ == want_, __VA_ARGS__))                                               \
			printf("#  got %" PRId64 "\n# want %" PRId64 "\n", got_, want_);           \
	} while (0)

#define is_str(got, want, ...)                                                                     \
	do {                                                                                       \
		const char *got_ = (got), *want_ = (want);                                         \
		if (!ok(strcmp(got_, want_) == 0, __VA_ARGS__))                                    \
			printf("#  got \"%s\"\n# want \"%s\"\n", got_, want_);                     \
	} while (0)

__attribute__((unused)) static int done(void)
{
	printf("1..%d\n", tap_count);
	fflush(stdout);
	return tap_failed != 0;
}

#endif
