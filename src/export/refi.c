/* Codes of REFI-QDA: their GUIDs, their colours, and what a codebook says of them. */
#include "refi-internal.h"

#include "themewall/base/sha256.h"

#include "xml-internal.h"

#include "themewall/base/banned.h"

void refi_add_guid(struct strbuf *out, const char *kind, int64_t id, int64_t study)
{
	uint8_t digest[SHA256_BYTES];
	char hex[2 * SHA256_BYTES + 1];
	size_t name = out->len; /* it stands there until it is hashed */

	strbuf_add_z(out, "themewall ");
	strbuf_add_z(out, kind);
	strbuf_add_char(out, ' ');
	strbuf_add_number(out, id, 0);
	strbuf_add_z(out, " of ");
	strbuf_add_number(out, study, 0);
	sha256_of(out->buf + name, out->len - name, digest);
	strbuf_remove(out, name, out->len - name);
	digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x80);
	digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80);
	sha256_hex(digest, hex);
	strbuf_add(out, hex, 8);
	for (size_t at = 8; at < 20; at += 4) {
		strbuf_add_char(out, '-');
		strbuf_add(out, hex + at, 4);
	}
	strbuf_add_char(out, '-');
	strbuf_add(out, hex + 20, 12);
}

/* The hues of the bars as they show on white. */
static const char *const colours[CLUSTER_COLOURS] = {
	[COLOUR_NONE] = "",         [COLOUR_RED] = "#D70000",    [COLOUR_ORANGE] = "#AF5F00",
	[COLOUR_OLIVE] = "#875F00", [COLOUR_GREEN] = "#008700",  [COLOUR_TEAL] = "#005F87",
	[COLOUR_AZURE] = "#005FD7", [COLOUR_VIOLET] = "#8700AF", [COLOUR_MAGENTA] = "#AF00AF",
};

void refi_open_code(struct strbuf *out, const struct cluster *cluster, int64_t study)
{
	strbuf_add_z(out, "<Code guid=\"");
	refi_add_guid(out, "cluster", cluster->id.n, study);
	strbuf_add_z(out, "\" name=\"");
	xml_add(out, cluster_title(cluster->name));
	strbuf_add_z(out, cluster->ncards || cluster->nchildren == 0 ? "\" isCodable=\"true\""
								     : "\" isCodable=\"false\"");
	if (cluster->colour)
		strbuf_addf(out, " color=\"%s\"", colours[cluster->colour]);
	strbuf_add_char(out, '>');
}

void refi_add_notes(struct strbuf *out, const struct cluster *cluster)
{
	static const char *const before[CLUSTER_NOTES] = {
		[NOTE_DEFINITION] = "", [NOTE_INCLUDE] = "Include: ", [NOTE_EXCLUDE] = "Exclude: "};

	for (int i = 0; i < CLUSTER_NOTES; i++) {
		if (cluster->note[i].n == 0)
			continue;
		strbuf_add_z(out, before[i]);
		xml_add(out, cluster->note[i]);
		strbuf_add_char(out, '\n');
	}
}
