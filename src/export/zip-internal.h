#ifndef THEMEWALL_EXPORT_ZIP_INTERNAL_H
#define THEMEWALL_EXPORT_ZIP_INTERNAL_H

#include <stdint.h>

#include "themewall/base/str.h"

/*
 * A ZIP archive (APPNOTE.TXT 6.3) of stored entries: nothing is packed, no library is needed, and
 * the same entries give the same bytes (the time of each is that of the format's first day).
 * Zeroed but for out is a new one; out gets the bytes and is empty at first.
 */
struct zip_writer {
	struct strbuf *out; /* borrowed */
	struct strbuf directory;
	uint16_t nentries;
};

/* name: ASCII, unique; fewer than 65535 entries, all together below 4 GiB. */
void zip_add(struct zip_writer *zip, struct str name, struct str bytes);
void zip_end(struct zip_writer *zip); /* writes the directory and releases */

#endif
