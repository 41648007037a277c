/*
 * Who said what, as the findings print it, counted once per revision of the model: a frame looks up
 * cells. Rows in the order of the findings (strongest first, sub-themes below their theme), columns
 * by participant code.
 */
#include "ui-internal.h"

#include "themewall/base/banned.h"

void grid_release(struct grid *grid)
{
	export_matrix_release(&grid->matrix);
	*grid = (struct grid){0};
}

const struct grid *grid_get(struct ui *ui, const struct app *app)
{
	struct grid *grid = &ui->grid;
	uint64_t revision = model_revision(app->model);
	if (grid->made && grid->revision == revision)
		return grid;
	grid_release(grid);
	export_matrix_init(&grid->matrix, app->model);
	grid->made = true;
	grid->revision = revision;
	return grid;
}
