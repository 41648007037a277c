#ifndef THEMEWALL_EXPORT_WRITERS_INTERNAL_H
#define THEMEWALL_EXPORT_WRITERS_INTERNAL_H

#include "themewall/export/export.h"

/* One writer per format; export/formats.c lists them. */
void write_json(struct strbuf *out, const struct model *model,
		const struct export_options *options);
void write_findings(struct strbuf *out, const struct model *model,
		    const struct export_options *options);
void write_markdown(struct strbuf *out, const struct model *model,
		    const struct export_options *options);
void write_outline(struct strbuf *out, const struct model *model,
		   const struct export_options *options);

#endif
