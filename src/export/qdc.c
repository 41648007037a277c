/*
 * Themes as a codebook for other programs of the craft (REFI-QDA 1.0, urn:QDA-XML:codebook:1.0):
 * ATLAS.ti, MAXQDA, NVivo, QualCoder. Clusters keep their tree; what it cannot hold (cards, quotes,
 * places) stays out. A cluster's GUID is made of its id and the study's, thus the same in every
 * export.
 */
#include "themewall/base/sha256.h"

#include "survey-internal.h"
#include "writers-internal.h"
#include "xml-internal.h"

#include "themewall/base/banned.h"

struct codebook {
	struct strbuf *out; /* borrowed */
	const struct survey *survey;
	int64_t study; /* when it was made: tells the clusters of two studies apart */
};

/* A name-based UUID (version 8: by a method of our own). */
static void add_guid(struct codebook *book, cluster_id id)
{
	uint8_t digest[SHA256_BYTES];
	char hex[2 * SHA256_BYTES + 1];
	struct strbuf name = STRBUF_INIT;

	strbuf_addf(&name, "themewall cluster %lld of %lld", (long long)id.n,
		    (long long)book->study);
	sha256_of(name.buf, name.len, digest);
	digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x80);
	digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80);
	sha256_hex(digest, hex);
	strbuf_addf(book->out, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
		    hex + 20);
	strbuf_release(&name);
}

/* The hues of the bars as they show on white. */
static const char *const colours[CLUSTER_COLOURS] = {
	[COLOUR_NONE] = "",           [COLOUR_RED] = "#D70000",   [COLOUR_ORANGE] = "#AF5F00",
	[COLOUR_OLIVE] = "#875F00",   [COLOUR_GREEN] = "#008700", [COLOUR_TEAL] = "#005F87",
	[COLOUR_AZURE] = "#005FD7",   [COLOUR_VIOLET] = "#8700AF", [COLOUR_MAGENTA] = "#AF00AF",
};

/* The entry of a codebook: what it is, what belongs there, what does not. */
static void add_notes(struct codebook *book, const struct cluster *cluster)
{
	static const char *const before[CLUSTER_NOTES] = {
		[NOTE_DEFINITION] = "", [NOTE_INCLUDE] = "Include: ", [NOTE_EXCLUDE] = "Exclude: "};

	for (int i = 0; i < CLUSTER_NOTES; i++) {
		if (cluster->note[i].n == 0)
			continue;
		strbuf_add_z(book->out, before[i]);
		xml_add(book->out, cluster->note[i]);
		strbuf_add_char(book->out, '\n');
	}
}

static void open_code(struct codebook *book, const struct theme *theme)
{
	const struct cluster *cluster = theme->cluster;

	strbuf_add_repeat(book->out, "  ", (size_t)theme->depth + 1);
	strbuf_add_z(book->out, "<Code guid=\"");
	add_guid(book, cluster->id);
	strbuf_add_z(book->out, "\" name=\"");
	xml_add(book->out, theme_is_named(theme) ? cluster->name : STR("(not named yet)"));
	strbuf_add_z(book->out, cluster->ncards || cluster->nchildren == 0
					? "\" isCodable=\"true\""
					: "\" isCodable=\"false\"");
	if (cluster->colour)
		strbuf_addf(book->out, " color=\"%s\"", colours[cluster->colour]);
	strbuf_add_char(book->out, '>');
	strbuf_add_z(book->out, "<Description>");
	add_notes(book, cluster);
	strbuf_addf(book->out,
		    "%.*s: heard from %zu of %zu people, %zu %s</Description>",
		    STR_ARG(theme->code), theme->all.people, book->survey->nin_view,
		    theme->all.cards, theme->all.cards == 1 ? "card" : "cards");
}

/* Writes a theme and those below it, which follow it in the list; returns the next one. */
static size_t put_code(struct codebook *book, size_t at)
{
	const struct survey *survey = book->survey;
	int depth = survey->themes[at].depth;
	size_t next = at + 1;
	bool nested = next < survey->nthemes && survey->themes[next].depth > depth;

	open_code(book, &survey->themes[at]);
	if (nested)
		strbuf_add_char(book->out, '\n');
	while (next < survey->nthemes && survey->themes[next].depth > depth)
		next = put_code(book, next);
	if (nested)
		strbuf_add_repeat(book->out, "  ", (size_t)depth + 1);
	strbuf_add_z(book->out, "</Code>\n");
	return next;
}

/* A codebook may not be empty: a study without clusters has one code that says so. */
static void put_nothing(struct codebook *book)
{
	strbuf_add_z(book->out, "    <Code guid=\"");
	add_guid(book, (cluster_id){0});
	strbuf_add_z(book->out, "\" name=\"No themes yet\" isCodable=\"false\"/>\n");
}

void write_qdc(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct survey survey;

	survey_init(&survey, model, options);
	struct codebook book = {out, &survey, model_study(model)->created_ms};
	strbuf_add_z(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
			  "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"themewall\">\n"
			  "  <Codes>\n");
	for (size_t at = 0; at < survey.nthemes;)
		at = put_code(&book, at);
	if (survey.nthemes == 0)
		put_nothing(&book);
	strbuf_add_z(out, "  </Codes>\n</CodeBook>\n");
	survey_release(&survey);
}
