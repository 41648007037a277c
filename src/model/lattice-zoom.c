/*
 * How large things are at each step of zoom: a slab of four lines, of one, a mark of one cell, a
 * title. Columns stay the same up to the map; a line then stands for five anchors, ten or forty.
 * Units are cells of the plane.
 */
#include "lattice-internal.h"
#include "themewall/base/banned.h"

void lattice_set_zoom(struct lattice *lattice, enum lattice_zoom zoom)
{
	lattice->zoom = zoom;
}

int lattice_slab_h(const struct lattice *lattice)
{
	return lattice->zoom == ZOOM_CARDS ? LATTICE_SLAB_H : 1;
}

/* Anchors on a line of the map, of the names. */
enum { MAP_LINES = 10, NAMES_LINES = 40 };

int lattice_pitch(const struct lattice *lattice)
{
	return lattice->zoom >= ZOOM_MAP ? lattice->map_pitch : LATTICE_PITCH;
}

int lattice_slab_w(const struct lattice *lattice)
{
	return lattice->zoom >= ZOOM_MAP ? 1 : LATTICE_SLAB_W;
}

int lattice_slab_x(const struct lattice *lattice)
{
	return lattice->zoom >= ZOOM_MAP ? 1 : LATTICE_SLAB_X;
}

int lattice_per_row(const struct lattice *lattice, int frame_w)
{
	return lattice->zoom >= ZOOM_MAP ? frame_w - 2 : (frame_w + 1) / LATTICE_PITCH;
}

struct rect lattice_seat(const struct lattice *lattice, int x, int w, int first_y, size_t slot)
{
	size_t per = (size_t)lattice_per_row(lattice, w);
	int apart = lattice->zoom >= ZOOM_MAP ? 1 : LATTICE_PITCH;
	return (struct rect){x + lattice_slab_x(lattice) + (int)(slot % per) * apart,
			     first_y + (int)(slot / per) * lattice_row(lattice),
			     lattice_slab_w(lattice), lattice_slab_h(lattice)};
}

int lattice_row(const struct lattice *lattice)
{
	return lattice->zoom == ZOOM_CARDS ? LATTICE_ROW : 1;
}

static int anchors_a_line(const struct lattice *lattice)
{
	if (lattice->zoom == ZOOM_NAMES)
		return NAMES_LINES;
	return lattice->zoom == ZOOM_MAP ? MAP_LINES : LATTICE_ROW / lattice_row(lattice);
}

int lattice_line_of(const struct lattice *lattice, int anchor_line)
{
	return anchor_line / anchors_a_line(lattice);
}

int lattice_anchor_of(const struct lattice *lattice, int line)
{
	return line * anchors_a_line(lattice);
}

void lattice_set_map_pitch(struct lattice *lattice, int cells)
{
	lattice->map_pitch = clamp(cells, LATTICE_MAP_LEAST, LATTICE_MAP_MOST);
}
