/*
 * Themes as a codebook for other programs of the craft (REFI-QDA 1.0, urn:QDA-XML:codebook:1.0):
 * ATLAS.ti, MAXQDA, NVivo, QualCoder. Clusters keep their tree; what it cannot hold (cards, quotes,
 * places) stays out. A cluster's GUID is made of its id and the study's, thus the same in every
 * export.
 */
#include "refi-internal.h"
#include "survey-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

struct codebook {
	struct strbuf *out; /* borrowed */
	const struct survey *survey;
	int64_t study; /* when it was made: tells the clusters of two studies apart */
};

static void open_code(struct codebook *book, const struct theme *theme)
{
	strbuf_add_repeat(book->out, "  ", (size_t)theme->depth + 1);
	refi_open_code(book->out, theme->cluster, book->study);
	strbuf_add_z(book->out, "<Description>");
	refi_add_notes(book->out, theme->cluster);
	strbuf_addf(book->out, "%.*s: heard from %zu of %zu %s, %zu %s</Description>",
		    STR_ARG(theme->code), theme->all.people, book->survey->nin_view,
		    book->survey->nin_view == 1 ? "person" : "people", theme->all.cards,
		    theme->all.cards == 1 ? "card" : "cards");
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
	refi_add_guid(book->out, "cluster", 0, book->study);
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
