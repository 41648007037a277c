/*
 * Whole walls, and codebooks: a wall goes into an empty one, so that its codes can stay; a codebook
 * has nothing but themes, which any wall takes.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "preview-internal.h"
#include "themewall/app/import.h"
#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/import/jail.h"
#include "themewall/base/banned.h"

/* Nothing but themes. */
static bool is_codebook(const struct wall_image *image)
{
	for (size_t i = 0; i < image->nrows; i++)
		if (image->rows[i].table != TABLE_STUDY && image->rows[i].table != TABLE_CLUSTER)
			return false;
	return image->nrows > 1;
}

/* The first line of the wall below all that stands on it. */
static int free_line(const struct app *app)
{
	struct cluster_list all = model_clusters(app->model);
	int line = 0;
	for (size_t i = 0; i < all.n; i++) {
		const struct cluster *cluster = model_cluster(app->model, all.ids[i]);
		if (cluster->line >= line)
			line = cluster->line + 1;
	}
	return line;
}

/* The themes of a codebook beside those that are there, empty and with codes of this wall. */
static bool add_codebook(struct app *app, const struct wall_image *image, struct err *err)
{
	struct map made = {0};
	cluster_id *ids = xcalloc(image->nrows, sizeof *ids);
	int line = free_line(app);
	bool ok = true;
	for (size_t i = 0; ok && i < image->nrows; i++) {
		const struct value *v = image->rows[i].column;
		if (image->rows[i].table != TABLE_CLUSTER)
			continue;
		uint32_t parent = v[CLUSTER_PARENT].type == VALUE_INT
					  ? map_get(&made, v[CLUSTER_PARENT].i)
					  : MAP_ABSENT;
		struct cluster_draft draft = {.name = v[CLUSTER_NAME].s};
		if (parent != MAP_ABSENT)
			draft.place.parent = ids[parent];
		draft.place.column = (int)v[CLUSTER_COL].i;
		draft.place.line = line + (int)v[CLUSTER_LINE].i;
		ok = edit_cluster_new(app->store, &draft, &ids[i], err) &&
		     (!v[CLUSTER_DEFINITION].s.n ||
		      edit_cluster_note(app->store, ids[i], NOTE_DEFINITION,
					v[CLUSTER_DEFINITION].s, STR(""), err));
		map_put(&made, v[CLUSTER_ID].i, (uint32_t)i);
	}
	free(ids);
	map_release(&made);
	return ok;
}

bool import_store_wall(struct app *app, struct import_file *file, struct err *err)
{
	struct wall_image image = {0};
	struct strbuf held = STRBUF_INIT;
	struct str bytes;
	bool ok = import_file_bytes(app, file, &held, &bytes, err) &&
		  import_wall_jailed(&image, str_of(file->path), bytes, err);
	struct wall_turns *turns = xcalloc(image.nturns, sizeof *turns);
	for (size_t i = 0; i < image.nturns; i++)
		turns[i] = (struct wall_turns){image.turns[i].transcript, image.turns[i].turns,
					       image.turns[i].n};
	ok = ok && edit_import_wall(app->store, image.rows, image.nrows, turns, image.nturns, err);
	if (!ok && err->code == ERR_USAGE && is_codebook(&image)) {
		err_clear(err);
		ok = add_codebook(app, &image, err);
	}
	if (ok && image.said.n)
		strbuf_addf(&app->notes, "%s: %.*s\n", file->path, STR_ARG(image.said));
	else if (ok)
		strbuf_addf(&app->notes, "%s: a whole wall, restored\n", file->path);
	free(turns);
	wall_image_release(&image);
	strbuf_release(&held);
	return ok && app_poll(app, err);
}
