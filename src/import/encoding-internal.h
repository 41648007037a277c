#ifndef THEMEWALL_IMPORT_ENCODING_INTERNAL_H
#define THEMEWALL_IMPORT_ENCODING_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"

/*
 * Encodings other than UTF-8 (encoding.c).
 */

/* By a byte-order mark of nbom bytes; NULL without one. */
const char *encoding_by_bom(struct str bytes, size_t *nbom);
/* UTF-16 without a mark, by where its NULs are; else NULL. */
const char *encoding_by_nuls(struct str bytes);
/* A name that means what the web means by it; others stay as they are, borrowed. */
const char *encoding_alias(const char *encoding);
/* Bytes of an encoding as UTF-8, behind what is in out; what is damaged there becomes U+FFFD and is
 * counted. False when nobody knows the encoding. */
bool encoding_convert(struct strbuf *out, struct str bytes, const char *encoding,
		      size_t *ndamaged);
/* Has the system load what it needs for an encoding, or without one for those of two and four
 * bytes, which are found by their marks: once the jail is shut no file can be opened. */
void encoding_prepare(const char *encoding);

#endif
