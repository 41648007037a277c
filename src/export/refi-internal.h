#ifndef THEMEWALL_EXPORT_REFI_INTERNAL_H
#define THEMEWALL_EXPORT_REFI_INTERNAL_H

#include "themewall/export/export.h"

/* What a codebook (qdc) and a project (qdpx) of REFI-QDA have in common. */

/* A name-based UUID (version 8: by a method of our own) of row `id` of a kind ("cluster") in the
 * study made at `study`: the same in every export, another in every study. */
void refi_add_guid(struct strbuf *out, const char *kind, int64_t id, int64_t study);

/* "<Code guid=… name=… isCodable=… color=…>", without its end. */
void refi_open_code(struct strbuf *out, const struct cluster *cluster, int64_t study);
/* Definition, "Include: …", "Exclude: …", a line each, with a line end after each. */
void refi_add_notes(struct strbuf *out, const struct cluster *cluster);

#endif
