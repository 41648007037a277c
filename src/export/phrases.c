/*
 * The words people use, theme by theme, for whoever writes texts, ads or questions: short quotes,
 * strongest first, each with its speaker. Those of people who may not be quoted are left out and
 * counted.
 */
#include <stdlib.h>

#include "themewall/text/utf8.h"

#include "report-internal.h"
#include "scope-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

enum { PHRASE_CHARS = 120 };

struct phrases {
	struct strbuf *out; /* borrowed */
	const struct survey *survey;
	struct seen *seen; /* scratch */
	uint32_t *order;
	size_t kept, withheld, themes; /* themes: that have any */
};

static void put_quote(struct phrases *p, const struct seen *seen)
{
	strbuf_add_z(p->out, "  ");
	for (size_t i = 0; i < seen->card->text.n; i++)
		strbuf_add_char(p->out,
				seen->card->text.p[i] == '\n' ? ' ' : seen->card->text.p[i]);
	strbuf_addf(p->out, "  [%.*s, ", STR_ARG(p->survey->people[seen->person].who));
	code_add(p->out, CODE_CARD, seen->card->code);
	strbuf_add_z(p->out, "]\n");
	p->kept++;
}

static void put_theme(struct phrases *p, const struct theme *theme)
{
	const struct cluster *cluster = theme->cluster;
	size_t shown = 0, ncards = cluster_shown(cluster).n;

	for (size_t i = 0; i < ncards; i++)
		p->seen[i] = survey_see(p->survey, cluster->cards[i]);
	size_t n = survey_strongest(p->survey, p->seen, ncards, p->order);
	for (size_t i = 0; i < n; i++) {
		const struct seen *seen = &p->seen[p->order[i]];
		p->withheld += seen->withheld;
		if (seen->withheld || seen->person == NOBODY ||
		    utf8_length(seen->card->text) > PHRASE_CHARS)
			continue;
		p->themes += shown == 0;
		if (shown++ == 0)
			strbuf_addf(p->out, "\n%.*s  [%.*s]\n", STR_ARG(cluster->name),
				    STR_ARG(theme->code));
		put_quote(p, seen);
	}
}

/* Into p->out, which is begun here. */
static void gather(struct phrases *p, const struct model *model,
		   const struct export_options *options, struct survey *survey)
{
	size_t most = 0;

	survey_init(survey, model, options);
	p->survey = survey;
	for (size_t i = 0; i < survey->nthemes; i++)
		if (cluster_shown(survey->themes[i].cluster).n > most)
			most = cluster_shown(survey->themes[i].cluster).n;
	p->seen = xcalloc(most + 1, sizeof *p->seen);
	p->order = xcalloc(most + 1, sizeof *p->order);
	for (size_t i = 0; i < survey->nthemes; i++)
		if (theme_is_named(&survey->themes[i]))
			put_theme(p, &survey->themes[i]);
	free(p->seen);
	free(p->order);
	survey_release(survey);
}

size_t phrases_count(const struct model *model, size_t *themes)
{
	struct export_options plain = {0};
	struct survey survey;
	struct strbuf body = STRBUF_INIT;
	struct phrases p = {.out = &body};

	gather(&p, model, &plain, &survey);
	strbuf_release(&body);
	*themes = p.themes;
	return p.kept;
}

void write_phrases(struct strbuf *out, const struct model *model,
		   const struct export_options *options)
{
	struct survey survey;
	struct strbuf body = STRBUF_INIT;
	struct phrases p = {.out = &body};

	gather(&p, model, options, &survey);
	strbuf_add_count(out, p.kept, "phrase", "phrases");
	strbuf_add_z(out, " of ");
	strbuf_add_count(out, p.themes, "theme", "themes");
	strbuf_add_z(out, ", in people's own words");
	if (p.withheld)
		strbuf_addf(out, "; %zu left out: not to be quoted", p.withheld);
	strbuf_add_char(out, '\n');
	strbuf_add_str(out, strbuf_str(&body));
	strbuf_release(&body);
}
