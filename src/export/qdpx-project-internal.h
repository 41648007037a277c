#ifndef THEMEWALL_EXPORT_QDPX_PROJECT_INTERNAL_H
#define THEMEWALL_EXPORT_QDPX_PROJECT_INTERNAL_H

#include "themewall/model/lattice.h"

#include "qdpx-internal.h"
#include "zip-internal.h"

/* A project on its way out: what qdpx.c puts together from its parts. */

/* A GUID that was spelled before: most cards of a wall share their cluster and their coder. */
struct spelled {
	const char *kind; /* a literal; NULL: none */
	int64_t id;
	char guid[36];
};

enum { SPELLED = 64 };

struct project {
	struct spelled spelled[SPELLED];
	struct strbuf xml;
	struct strbuf notes;      /* the source of cards without a receipt */
	int64_t nnotes;           /* its code points */
	struct strbuf selections; /* of it */
	struct zip_writer zip;
	const struct model *model; /* borrowed */
	const struct export_options *options;
	struct survey survey;
	struct lattice *lattice;
	int64_t study;
};

/* ---- qdpx-attribute.c: ` name="value"`, with a blank before ---- */

/* Bare, without a name. */
void qdpx_add_guid(struct project *p, struct strbuf *out, const char *kind, int64_t id);
void qdpx_attribute(struct strbuf *out, const char *name, struct str value);
void qdpx_number(struct strbuf *out, const char *name, int64_t number);
void qdpx_guid(struct project *p, struct strbuf *out, const char *name, const char *kind,
	       int64_t id);
/* The same of a row that many others name; kinds are told apart by their address. */
void qdpx_shared_guid(struct project *p, struct strbuf *out, const char *name, const char *kind,
		      int64_t id);
/* When it was made; nothing for a time nobody knows. */
void qdpx_moment(struct strbuf *out, int64_t ms);

/* ---- its larger parts: qdpx-sources.c, qdpx-graph.c ---- */

void qdpx_put_sources(struct project *p);
void qdpx_put_graphs(struct project *p);

#endif
