/*
 * Names and counts of clusters as they stand in title lines. Counting people walks a cluster's
 * cards, so a count is taken once per model revision and only for clusters somebody looks at.
 */
#include "ui-internal.h"

#include <stdlib.h>

#include "themewall/app/sort.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

enum { CAPTIONS_MAX = 4096 };

void captions_release(struct captions *captions)
{
	for (size_t i = 0; i < captions->n; i++)
		free(captions->list[i].title);
	free(captions->list);
	map_release(&captions->by_id);
	*captions = (struct captions){0};
}

void captions_trim(struct captions *captions)
{
	if (captions->n > CAPTIONS_MAX)
		captions_release(captions);
}

static struct caption *find_or_add(struct captions *captions, cluster_id id)
{
	uint32_t at = map_get(&captions->by_id, id.n);
	if (at != MAP_ABSENT)
		return &captions->list[at];
	ALLOC_GROW(captions->list, captions->n + 1, captions->capacity);
	map_put(&captions->by_id, id.n, (uint32_t)captions->n);
	captions->list[captions->n] = (struct caption){.id = id};
	return &captions->list[captions->n++];
}

/* Of some cards nobody knows yet whose they are. */
static bool is_partly_loaded(const struct model *model, const struct cluster *cluster)
{
	bool partly = cluster->unloaded > 0;
	for (size_t i = 0; !partly && i < cluster->nchildren; i++)
		partly = is_partly_loaded(model, model_cluster(model, cluster->children[i]));
	return partly;
}

enum { DOTS_DRAWN = 5 };

void caption_add_dots(struct strbuf *out, const struct app *app, cluster_id theme,
		      insight_id insight)
{
	struct ballot open;
	if (!model_open_ballot(app->model, &open) || open.insights != (insight.n != 0))
		return;
	int dots = model_dots_on(app->model, &open, app_my_name(app), theme, insight);
	for (int i = 0; dots <= DOTS_DRAWN && i < dots; i++)
		strbuf_add_z(out, i ? "●" : " ●");
	if (dots > DOTS_DRAWN)
		strbuf_addf(out, " ●%d", dots);
}

static void make(struct ui *ui, const struct app *app, const struct cluster *cluster,
		 struct caption *caption)
{
	struct tally all = model_cluster_tally(app->model, cluster->id, true);
	caption->people = model_cluster_tally(app->model, cluster->id, false).people;
	caption->cards = all.cards;
	caption->of = model_people_in_view(app->model);
	caption->folded = cluster->folded;
	caption->colour = cluster->colour;
	caption->counting = is_partly_loaded(app->model, cluster);
	caption->named = cluster->name.n > 0;
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, cluster_title(cluster->name), false);
	caption_add_dots(&ui->scratch, app, cluster->id, (insight_id){0});
	free(caption->title);
	caption->title = xstrndup(ui->scratch.buf, ui->scratch.len);
	caption->ntitle = ui->scratch.len;
	caption->title_cells = text_width(strbuf_str(&ui->scratch));
}

const struct caption *caption_get(struct ui *ui, const struct app *app, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	if (!cluster)
		return NULL;
	struct caption *caption = find_or_add(&ui->captions, id);
	uint64_t revision = model_revision(app->model);
	if (!caption->title || caption->revision != revision)
		make(ui, app, cluster, caption);
	caption->revision = revision;
	return caption;
}

void caption_paint_colour(struct surface *s, int x, int y, const struct caption *caption)
{
	if (caption->colour)
		surface_putz(s, x, y, "■", (style_id)(STYLE_BAR0 + caption->colour - 1));
}

void caption_add_counts(struct strbuf *out, const struct caption *caption, enum caption_form form)
{
	bool anybody = caption->of > 0; /* "0 of 0 people" would say nothing */
	if (anybody && caption->counting)
		strbuf_add_z(out, "…");
	else if (anybody)
		strbuf_addf(out, "%zu", caption->people);
	switch (form) {
	case CAPTION_FULL:
		if (anybody)
			strbuf_addf(out, " of %zu %s · ", caption->of,
				    count_word(caption->of, "person", "people"));
		strbuf_add_count(out, caption->cards, "card", "cards");
		break;
	case CAPTION_SHORT:
		if (anybody)
			strbuf_addf(out, " of %zu · ", caption->of);
		strbuf_addf(out, "%zu", caption->cards);
		break;
	case CAPTION_TINY:
		strbuf_addf(out, "%s%zu", anybody ? "·" : "", caption->cards);
		break;
	}
	if (caption->folded)
		strbuf_add_z(out, " ▸");
}
