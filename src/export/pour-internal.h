#ifndef THEMEWALL_EXPORT_POUR_INTERNAL_H
#define THEMEWALL_EXPORT_POUR_INTERNAL_H

#include "themewall/export/export.h"

/* Exports that leave while they are written: a piece is as large as the caches like it. The last
 * byte stays, for those who ask whether anything stands before them. */
enum { POUR_PIECE = 256 * 1024 };

/* To be called between records, where nobody counts in out. */
static inline void pour(const struct export_options *options, struct strbuf *out)
{
	if (options->pour && out->len > POUR_PIECE)
		options->pour(options->sink, out);
}

/* Room for nbytes, or for as much of them as is ever there. */
static inline void pour_reserve(const struct export_options *options, struct strbuf *out,
				size_t nbytes)
{
	size_t most = POUR_PIECE + POUR_PIECE / 4;

	strbuf_reserve(out, options->pour && nbytes > most ? most : nbytes);
}

#endif
