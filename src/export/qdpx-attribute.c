/*
 * Attributes of a project's elements: words escaped, numbers, times, GUIDs. A GUID takes a
 * fingerprint to spell, and most cards of a wall share their cluster and their coder: the last of
 * those are kept spelled.
 */
#include "qdpx-project-internal.h"

#include "themewall/base/clock.h"
#include "refi-internal.h"
#include "xml-internal.h"
#include "themewall/base/banned.h"

void qdpx_add_guid(struct project *p, struct strbuf *out, const char *kind, int64_t id)
{
	refi_add_guid(out, kind, id, p->study);
}

static void open_attribute(struct strbuf *out, const char *name)
{
	strbuf_add_char(out, ' ');
	strbuf_add_z(out, name);
	strbuf_add_z(out, "=\"");
}

void qdpx_attribute(struct strbuf *out, const char *name, struct str value)
{
	open_attribute(out, name);
	xml_add(out, value);
	strbuf_add_char(out, '"');
}

void qdpx_number(struct strbuf *out, const char *name, int64_t number)
{
	open_attribute(out, name);
	strbuf_add_number(out, number, 0);
	strbuf_add_char(out, '"');
}

void qdpx_guid(struct project *p, struct strbuf *out, const char *name, const char *kind,
	       int64_t id)
{
	open_attribute(out, name);
	qdpx_add_guid(p, out, kind, id);
	strbuf_add_char(out, '"');
}

/* The same of a row that many others name. */
void qdpx_shared_guid(struct project *p, struct strbuf *out, const char *name, const char *kind,
		      int64_t id)
{
	struct spelled *spelled = &p->spelled[(uint64_t)id % SPELLED];

	if (spelled->kind != kind || spelled->id != id) {
		size_t from = out->len;
		qdpx_add_guid(p, out, kind, id);
		memcpy(spelled->guid, out->buf + from, sizeof spelled->guid);
		spelled->kind = kind;
		spelled->id = id;
		strbuf_remove(out, from, out->len - from);
	}
	open_attribute(out, name);
	strbuf_add(out, spelled->guid, sizeof spelled->guid);
	strbuf_add_char(out, '"');
}

void qdpx_moment(struct strbuf *out, int64_t ms)
{
	if (ms <= 0)
		return;
	strbuf_add_z(out, " creationDateTime=\"");
	clock_add_iso(out, ms);
	strbuf_add_char(out, '"');
}
