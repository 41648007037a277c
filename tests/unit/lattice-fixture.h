#ifndef LATTICE_FIXTURE_H
#define LATTICE_FIXTURE_H

/* Cards and clusters put on the plane, and where they then are; -1 wide where they are nowhere. */
#include "tap.h"
#include "model-build.h"
#include "themewall/model/lattice.h"

__attribute__((unused)) static void is_rect(struct rect got, int x, int y, int w, int h,
					    const char *what)
{
	if (!ok(got.x == x && got.y == y && got.w == w && got.h == h, "%s", what))
		printf("#  got %d,%d %dx%d\n# want %d,%d %dx%d\n", got.x, got.y, got.w, got.h, x, y,
		       w, h);
}

__attribute__((unused)) static void put_in(struct model *m, int64_t card, int64_t cluster,
					   const char *rank)
{
	put_card(m, card, 0, 0);
	put_home(m, card, PLACE_CLUSTER, cluster, rank, 0, 0);
}

__attribute__((unused)) static void put_loose(struct model *m, int64_t card, int column, int line)
{
	put_card(m, card, 0, 0);
	put_home(m, card, PLACE_LOOSE, 0, "", column, line);
}

__attribute__((unused)) static struct rect card_rect(const struct lattice *l, const struct model *m,
						     int64_t id)
{
	struct rect rect = {-1, -1, -1, -1};
	lattice_card_rect(l, m, (card_id){id}, &rect);
	return rect;
}

__attribute__((unused)) static struct rect cluster_rect(const struct lattice *l,
							const struct model *m, int64_t id)
{
	struct rect rect = {-1, -1, -1, -1};
	lattice_cluster_rect(l, m, (cluster_id){id}, &rect);
	return rect;
}

#endif
