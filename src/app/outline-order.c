/*
 * In which order the list shows themes: the strongest first, or as they stand on the wall. Either
 * way children follow their parent, and unnamed clusters are there, too: behind their siblings
 * where the strongest is first, for nobody has said yet what they claim.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

struct strength {
	cluster_id id;
	bool named;
	size_t people, cards;
	struct code code;
};

static int compare(const void *a, const void *b)
{
	const struct strength *x = a, *y = b;
	if (x->named != y->named)
		return x->named ? -1 : 1;
	if (x->people != y->people)
		return x->people > y->people ? -1 : 1;
	if (x->cards != y->cards)
		return x->cards > y->cards ? -1 : 1;
	if (x->code.number != y->code.number)
		return x->code.number < y->code.number ? -1 : 1;
	return (x->id.n > y->id.n) - (x->id.n < y->id.n);
}

static void add_list(struct app *app, const cluster_id *ids, size_t nids, cluster_id *out,
		     size_t *n);

static void add_with_children(struct app *app, cluster_id id, cluster_id *out, size_t *n)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	out[(*n)++] = id;
	if (!cluster->folded)
		add_list(app, cluster->children, cluster->nchildren, out, n);
}

static void add_strongest(struct app *app, const cluster_id *ids, size_t nids, cluster_id *out,
			  size_t *n)
{
	struct strength *all = xcalloc(nids, sizeof *all);
	for (size_t i = 0; i < nids; i++) {
		const struct cluster *cluster = model_cluster(app->model, ids[i]);
		struct tally tally = model_cluster_tally(app->model, ids[i], true);
		all[i] = (struct strength){ids[i], cluster->name.n > 0, tally.people, tally.cards,
					   cluster->code};
	}
	qsort(all, nids, sizeof *all, compare);
	for (size_t i = 0; i < nids; i++)
		add_with_children(app, all[i].id, out, n);
	free(all);
}

static void add_list(struct app *app, const cluster_id *ids, size_t nids, cluster_id *out,
		     size_t *n)
{
	if (!app->outline.as_on_wall && nids) {
		add_strongest(app, ids, nids, out, n);
		return;
	}
	for (size_t i = 0; i < nids; i++)
		add_with_children(app, ids[i], out, n);
}

size_t outline_themes(struct app *app, cluster_id *out)
{
	struct cluster_list tops = model_top_clusters(app->model);
	size_t n = 0;
	add_list(app, tops.ids, tops.n, out, &n);
	return n;
}

bool cmd_outline_order(struct app *app, const struct args *args, struct err *err)
{
	struct outline_view *outline = &app->outline;
	outline->as_on_wall = !outline->as_on_wall;
	outline->revision = 0;
	outline_refresh(app);
	outline_step(app, 0);
	app_say(app, MESSAGE_INFO,
		outline->as_on_wall ? "Themes as they stand on the wall"
				    : "Themes with the most people first");
	return true;
}
