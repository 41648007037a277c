#ifndef THEMEWALL_TEXT_MASK_INTERNAL_H
#define THEMEWALL_TEXT_MASK_INTERNAL_H

#include <unicase.h>
#include <unictype.h>

#include "themewall/text/mask.h"

/* A mask from inside: mask-add.c fills it, mask.c looks for what is in it. */

enum { MASK_BLANK = 0, MASK_LONGEST = 128, MASK_BUCKETS = 256 };

struct pattern {
	uint32_t *chars, *folded; /* owned */
	size_t n;
	bool word;       /* one word of a name; else a full name */
	bool spared;     /* somebody else has it */
	struct str name; /* owned; as it was given */
	size_t next;     /* with the same first letter; position + 1 */
};

struct mask {
	struct pattern *patterns;
	size_t n, capacity;
	size_t first[MASK_BUCKETS]; /* by bucket_of the first letter; position + 1 */
	uint8_t pairs[0x10000];     /* by pair_at: two bytes that a name may begin with */
};

static inline unsigned pair_of(unsigned one, unsigned two)
{
	return one | two << 8;
}

static inline unsigned pair_at(const char *p)
{
	return pair_of((unsigned char)p[0], (unsigned char)p[1]);
}

static inline bool is_word_char(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	return uc_is_property_alphabetic(c) || uc_is_general_category(c, UC_MARK) ||
	       uc_is_general_category(c, UC_DECIMAL_DIGIT_NUMBER);
}

/* Scripts whose words stand without blanks. */
static inline bool is_unspaced(uint32_t c)
{
	return (c >= 0x0e00 && c < 0x0f00) || (c >= 0x1000 && c < 0x10a0) ||
	       (c >= 0x1780 && c < 0x1800) || (c >= 0x2e80 && c < 0xa4d0) ||
	       (c >= 0xf900 && c < 0xfb00) || c >= 0x20000;
}

static inline bool stands_apart(uint32_t c)
{
	return c == ' ' || c == '.' || c == '_' || c == '-' || c == 0xa0 || c == 0x2011;
}

/* The same for all letters that could stand for one another. */
static inline unsigned bucket_of(uint32_t c)
{
	return uc_tolower(uc_toupper(c)) % MASK_BUCKETS;
}

#endif
