/*
 * Clusters and their tree. The tree is small: after any change of it, its next reader makes all its
 * lists anew. A cluster that cards refer to before its row came, or after it went, keeps a row that
 * is not present, so that the order of rows in a batch does not matter.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/base/banned.h"

void model_clusters_init(struct model *model)
{
	rows_init(&model->clusters, sizeof(struct cluster_row));
}

static void tree_changed(struct model *model)
{
	model->tree_live = false;
	model->epoch++;
}

void model_clusters_clear(struct model *model)
{
	tree_changed(model);
	free(model->cluster_ids);
	free(model->top_ids);
	free(model->child_ids);
	model->cluster_ids = model->top_ids = model->child_ids = NULL;
	model->nclusters = model->ntop = 0;
	rows_clear(&model->clusters);
}

struct cluster_row *model_cluster_row(const struct model *model, cluster_id id)
{
	struct cluster_row *row = rows_find(&model->clusters, id.n);
	return row && row->present ? row : NULL;
}

struct cluster_row *model_cluster_make(struct model *model, cluster_id id)
{
	uint32_t position = rows_at(&model->clusters, id.n);
	if (position == NOWHERE)
		position = rows_add(&model->clusters, id.n);
	return rows_get(&model->clusters, position);
}

void model_cluster_drop(struct model *model, cluster_id id)
{
	uint32_t position = rows_at(&model->clusters, id.n);
	struct cluster_row *row = rows_get(&model->clusters, position);
	if (row->present || row->cards.n)
		return;
	model_vec_release(&row->cards);
	ledger_release(&row->ledger);
	rows_remove(&model->clusters, position);
}

static void delete_cluster(struct model *model, struct cluster_row *row)
{
	cluster_id id = row->cluster.id;
	texts_drop(&model->texts, row->cluster.name);
	texts_drop(&model->texts, row->cluster.rank);
	for (int i = 0; i < CLUSTER_NOTES; i++)
		texts_drop(&model->texts, row->cluster.note[i]);
	model->nunloaded[PLACE_CLUSTER] -= row->cluster.unloaded;
	row->cluster = (struct cluster){.id = id};
	row->present = false;
	model_cluster_drop(model, id);
}

void model_apply_cluster(struct model *model, const struct row_change *change)
{
	cluster_id id = {row_int(change, CLUSTER_ID, 0)};
	struct cluster_row *row = model_cluster_make(model, id);
	struct cluster *c = &row->cluster;
	assert(row->present == (change->op != ROW_INSERT));
	if (row_has(change, CLUSTER_PARENT) || row_has(change, CLUSTER_RANK) ||
	    row_has(change, CLUSTER_COL) || row_has(change, CLUSTER_LINE) ||
	    change->op != ROW_UPDATE)
		tree_changed(model);
	if (change->op != ROW_UPDATE)
		model->twins_live = false;
	if (change->op == ROW_DELETE) {
		delete_cluster(model, row);
		return;
	}
	row->present = true;
	c->code = row_code(change, CLUSTER_CODE, CODE_CLUSTER, c->code);
	row_text(model, change, CLUSTER_NAME, &c->name);
	c->parent.n = row_int(change, CLUSTER_PARENT, c->parent.n);
	row_text(model, change, CLUSTER_RANK, &c->rank);
	c->column = row_int32(change, CLUSTER_COL, c->column);
	c->line = row_int32(change, CLUSTER_LINE, c->line);
	c->width = row_int32(change, CLUSTER_WIDTH, c->width);
	c->folded = row_int(change, CLUSTER_FOLDED, c->folded) != 0;
	c->mv = row_int(change, CLUSTER_MV, c->mv);
	row_text(model, change, CLUSTER_DEFINITION, &c->note[NOTE_DEFINITION]);
	row_text(model, change, CLUSTER_INCLUDES, &c->note[NOTE_INCLUDE]);
	row_text(model, change, CLUSTER_EXCLUDES, &c->note[NOTE_EXCLUDE]);
	int64_t colour = row_int(change, CLUSTER_COLOUR, c->colour);
	c->colour = colour > 0 && colour < CLUSTER_COLOURS ? (enum cluster_colour)colour
							   : COLOUR_NONE;
}

/* The tree. */

static int compare_ids(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_id(const void *a, const void *b)
{
	const struct cluster *const *x = a, *const *y = b;
	return compare_ids((*x)->id.n, (*y)->id.n);
}

static int by_anchor(const void *a, const void *b)
{
	const struct cluster *x = *(const struct cluster *const *)a;
	const struct cluster *y = *(const struct cluster *const *)b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return compare_ids(x->id.n, y->id.n);
}

static int by_rank(const void *a, const void *b)
{
	const struct cluster *x = *(const struct cluster *const *)a;
	const struct cluster *y = *(const struct cluster *const *)b;
	int order = compare_ids(x->parent.n, y->parent.n);
	if (order == 0)
		order = str_compare(x->rank, y->rank);
	return order ? order : compare_ids(x->id.n, y->id.n);
}

static void write_ids(cluster_id **ids, struct cluster **list, size_t n)
{
	*ids = xreallocarray(*ids, n ? n : 1, sizeof **ids);
	for (size_t i = 0; i < n; i++)
		(*ids)[i] = list[i]->id;
}

/* list is sorted by (parent, rank): each parent's children are one run of child_ids. */
static void share_children(struct model *model, struct cluster **list, size_t n)
{
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && list[end]->parent.n == list[i]->parent.n;)
			end++;
		struct cluster_row *parent = model_cluster_row(model, list[i]->parent);
		if (!parent)
			continue;
		parent->cluster.children = model->child_ids + i;
		parent->cluster.nchildren = end - i;
	}
}

static size_t list_present(struct model *model, struct cluster **list)
{
	size_t n = 0;
	uint32_t position = 0;
	for (struct cluster_row *row; (row = rows_next(&model->clusters, &position));) {
		row->cluster.children = NULL;
		row->cluster.nchildren = 0;
		if (row->present)
			list[n++] = &row->cluster;
	}
	return n;
}

void model_tree_settle(struct model *model)
{
	if (model->tree_live)
		return;
	struct cluster **list = xcalloc(model->clusters.count, sizeof *list);
	size_t n = list_present(model, list), ntop = 0;
	qsort(list, n, sizeof *list, by_id);
	write_ids(&model->cluster_ids, list, n);
	qsort(list, n, sizeof *list, by_rank);
	write_ids(&model->child_ids, list, n);
	share_children(model, list, n);
	while (ntop < n && list[ntop]->parent.n == 0)
		ntop++; /* no parent sorts first */
	qsort(list, ntop, sizeof *list, by_anchor);
	write_ids(&model->top_ids, list, ntop);
	model->nclusters = n;
	model->ntop = ntop;
	model->tree_live = true;
	free(list);
}

/* The readers below settle what they read: the model they are given is not const underneath. */

const struct cluster *model_cluster(const struct model *model, cluster_id id)
{
	struct model *m = (struct model *)model;
	struct cluster_row *row = model_cluster_row(m, id);
	if (!row)
		return NULL;
	model_tree_settle(m);
	model_places_settle(m, row);
	return &row->cluster;
}

const struct cluster *model_cluster_shape(const struct model *model, cluster_id id)
{
	struct model *m = (struct model *)model;
	struct cluster_row *row = model_cluster_row(m, id);
	if (!row)
		return NULL;
	model_tree_settle(m);
	model_places_count(m, row);
	return &row->cluster;
}

struct cluster_list model_clusters(const struct model *model)
{
	model_tree_settle((struct model *)model);
	return (struct cluster_list){model->cluster_ids, model->nclusters};
}

struct cluster_list model_top_clusters(const struct model *model)
{
	model_tree_settle((struct model *)model);
	return (struct cluster_list){model->top_ids, model->ntop};
}

const struct cluster *model_cluster_by_code(const struct model *model, struct code code)
{
	uint32_t position = 0;
	for (struct cluster_row *row; (row = rows_next(&model->clusters, &position));)
		if (row->present && row->cluster.code.letter == code.letter &&
		    row->cluster.code.number == code.number)
			return model_cluster(model, row->cluster.id);
	return NULL;
}

int model_cluster_depth(const struct model *model, cluster_id id)
{
	int depth = 0;
	for (struct cluster_row *row;
	     depth < CLUSTER_DEEPEST && (row = model_cluster_row(model, id)); depth++)
		id = row->cluster.parent;
	return depth;
}

static int height_below(const struct model *model, cluster_id id, int depth)
{
	const struct cluster *cluster = model_cluster_shape(model, id);
	int highest = 0;
	for (size_t i = 0; depth < CLUSTER_DEEPEST && i < cluster->nchildren; i++) {
		int height = height_below(model, cluster->children[i], depth + 1);
		highest = height > highest ? height : highest;
	}
	return highest + 1;
}

int model_cluster_height(const struct model *model, cluster_id id)
{
	return model_cluster_row(model, id) ? height_below(model, id, 1) : 0;
}

bool model_cluster_is_within(const struct model *model, cluster_id id, cluster_id ancestor)
{
	struct cluster_row *row;
	for (int depth = 0; depth < CLUSTER_DEEPEST && (row = model_cluster_row(model, id));
	     depth++) {
		if (id.n == ancestor.n)
			return true;
		id = row->cluster.parent;
	}
	return false;
}

cluster_id model_cluster_root(const struct model *model, cluster_id id)
{
	cluster_id root = {0};
	struct cluster_row *row;
	for (int depth = 0; depth < CLUSTER_DEEPEST && (row = model_cluster_row(model, id));
	     depth++) {
		root = id;
		id = row->cluster.parent;
	}
	return root;
}
