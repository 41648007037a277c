#ifndef THEMEWALL_BASE_COMPILER_H
#define THEMEWALL_BASE_COMPILER_H

/* The compiler's attributes, behind names of our own; everything else is plain C11. */

#define TW_PRINTF(fmt_at, args_at) __attribute__((format(printf, fmt_at, args_at)))
#define TW_UNUSED                  __attribute__((unused))
#define TW_NORETURN                __attribute__((noreturn))
#define TW_ALWAYS_INLINE           static inline __attribute__((always_inline))
#define TW_COUNT(array)            (sizeof(array) / sizeof((array)[0]))

#endif
