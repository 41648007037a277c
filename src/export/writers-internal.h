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
void write_brief(struct strbuf *out, const struct model *model,
		 const struct export_options *options);
void write_html(struct strbuf *out, const struct model *model,
		const struct export_options *options);
void write_csv(struct strbuf *out, const struct model *model, const struct export_options *options);
void write_tsv(struct strbuf *out, const struct model *model, const struct export_options *options);
void write_canvas(struct strbuf *out, const struct model *model,
		  const struct export_options *options);
void write_qdc(struct strbuf *out, const struct model *model, const struct export_options *options);
void write_qdpx(struct strbuf *out, const struct model *model,
		const struct export_options *options);
void write_clips(struct strbuf *out, const struct model *model,
		 const struct export_options *options);
void write_phrases(struct strbuf *out, const struct model *model,
		   const struct export_options *options);
void write_jira(struct strbuf *out, const struct model *model,
		const struct export_options *options);
void write_linear(struct strbuf *out, const struct model *model,
		  const struct export_options *options);

#endif
