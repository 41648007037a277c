/* lattice: the target screens' wall to the cell, and what holds on any wall. */
#include "lattice-fixture.h"

/*
 * The wall of the target screens: six cards and a section of two over three columns, two cards over
 * two, a loose card beside them, a folded cluster of three. Ids 1-3: clusters; 4: the section.
 */
static struct model *example(void)
{
	static const char *const ranks[] = {"a0", "a1", "a2", "a3", "a4", "a5"};
	struct model *m = model_new();
	put_frame(m, 1, "I rebuild the numbers myself to be sure", 0, 0, 3);
	put_section(m, 4, "when tax is involved", 1, "a0");
	put_frame(m, 2, "I have to be able to explain it", 0, 5, 2);
	put_frame(m, 3, "", 0, 6, 1);
	fold_cluster(m, 3, true);
	for (int i = 0; i < 6; i++)
		put_in(m, 10 + i, 1, ranks[i]);
	for (int i = 0; i < 2; i++)
		put_in(m, 20 + i, 4, ranks[i]);
	for (int i = 0; i < 2; i++)
		put_in(m, 30 + i, 2, ranks[i]);
	for (int i = 0; i < 3; i++)
		put_in(m, 40 + i, 3, ranks[i]);
	put_loose(m, 50, 2, 19);
	return m;
}

static void test_example(void)
{
	struct model *m = example();
	struct lattice *l = lattice_new();
	struct lattice_section sections[4];
	lattice_compute(l, m);
	is_rect(cluster_rect(l, m, 1), 0, 0, 80, 17, "the first frame");
	is_rect(cluster_rect(l, m, 4), 0, 11, 80, 5, "its section: rule and cards");
	is_rect(cluster_rect(l, m, 2), 0, 18, 53, 6, "the second frame is pushed below");
	is_rect(cluster_rect(l, m, 3), 0, 25, 26, 3, "the folded one is pushed below both");
	for (int i = 0; i < 6; i++)
		is_rect(card_rect(l, m, 10 + i), i % 3 * 27 + 2, 1 + i / 3 * 5, 22, 4,
			"a card in rows of three");
	is_rect(card_rect(l, m, 21), 29, 12, 22, 4, "a card of the section");
	is_rect(card_rect(l, m, 31), 29, 19, 22, 4, "a card of the second frame");
	is_rect(card_rect(l, m, 50), 56, 19, 22, 4, "the loose card stands in line with it");
	is_int(card_rect(l, m, 40).w, -1, "cards in a folded cluster stand nowhere");
	is_rect(lattice_bounds(l), 0, 0, 80, 28, "the bounds of it all");
	is_int(lattice_sections(l, m, (cluster_id){1}, sections, 4), 2, "two sections");
	ok(sections[0].rule_y == 0 && sections[0].first_y == 1 && sections[0].end_y == 11 &&
		   sections[0].depth == 0,
	   "the first is the cluster's own cards");
	ok(sections[1].rule_y == 11 && sections[1].first_y == 12 && sections[1].end_y == 16 &&
		   sections[1].depth == 1 && sections[1].cluster.n == 4,
	   "the second ends at the bottom line");
	lattice_free(l);
	model_free(m);
}

static void test_returns(void)
{
	struct model *m = example();
	struct lattice *l = lattice_new();
	fold_cluster(m, 1, true);
	lattice_compute(l, m);
	is_rect(cluster_rect(l, m, 1), 0, 0, 80, 3, "folded it is three lines");
	is_rect(cluster_rect(l, m, 2), 0, 5, 53, 6, "what it pushed returned to its anchor");
	is_rect(cluster_rect(l, m, 3), 0, 12, 26, 3, "and what that pushed is pushed less");
	is_int(cluster_rect(l, m, 4).w, -1, "its section is folded away");
	fold_cluster(m, 1, false);
	fold_cluster(m, 4, true);
	lattice_compute(l, m);
	is_rect(cluster_rect(l, m, 1), 0, 0, 80, 13, "a folded section is its rule alone");
	is_rect(cluster_rect(l, m, 4), 0, 11, 80, 1, "one line");
	put_section(m, 5, "empty", 4, "a0");
	put_section(m, 6, "empty too", 1, "a1");
	lattice_compute(l, m);
	is_int(cluster_rect(l, m, 5).w, -1, "a section below a folded one is folded away");
	is_rect(cluster_rect(l, m, 6), 0, 12, 80, 2, "an empty section: rule and a blank line");
	is_rect(cluster_rect(l, m, 1), 0, 0, 80, 15, "which its frame has room for");
	put_frame(m, 7, "new", 8, 3, 1);
	model_set_unloaded(m, PLACE_CLUSTER, (cluster_id){3}, 100);
	fold_cluster(m, 3, false);
	lattice_compute(l, m);
	is_rect(cluster_rect(l, m, 7), 216, 3, 26, 3, "an empty cluster is three lines");
	is_int(cluster_rect(l, m, 3).h, 1 + 103 * 5, "cards not loaded yet take their room");
	lattice_free(l);
	model_free(m);
}

/* The lowest thing fits in the narrowest gap there can be: 3 lines and one free on either side. */
static void test_gap(void)
{
	struct model *m = model_new();
	struct lattice *l = lattice_new();
	put_loose(m, 1, 0, 0);
	put_loose(m, 2, 1, 0);
	put_frame(m, 3, "pushed to 5", 1, 4, 1);
	put_frame(m, 4, "wide, so pushed to 9", 0, 5, 2);
	put_frame(m, 5, "fits at 5", 0, 5, 1);
	put_loose(m, 6, 0, 5);
	lattice_compute(l, m);
	is_int(cluster_rect(l, m, 4).y, 9, "a gap of five lines");
	is_int(cluster_rect(l, m, 5).y, 5, "takes what is three high");
	is_int(card_rect(l, m, 6).y, 13, "not what is four high");
	lattice_free(l);
	model_free(m);
}

static void is_spot(const struct lattice *l, const struct model *m, int x, int y,
		    enum spot_kind kind, int64_t cluster, int64_t card, size_t slot,
		    const char *what)
{
	struct spot spot = lattice_spot(l, m, x, y);
	if (!ok(spot.kind == kind && spot.cluster.n == cluster && spot.card.n == card &&
			spot.slot == slot,
		"%s", what))
		printf("# got kind %d cluster %d card %d slot %zu\n", (int)spot.kind,
		       (int)spot.cluster.n, (int)spot.card.n, spot.slot);
}

static void test_spots(void)
{
	struct model *m = example();
	struct lattice *l = lattice_new();
	int column, line;
	lattice_compute(l, m);
	is_spot(l, m, 5, 0, SPOT_TITLE, 1, 0, 6, "a title line");
	is_spot(l, m, 79, 11, SPOT_TITLE, 4, 0, 2, "a rule, to the frame's edge");
	is_spot(l, m, 29, 1, SPOT_CARD, 1, 11, 1, "the left half of a slab");
	is_spot(l, m, 50, 4, SPOT_CARD, 1, 11, 2, "the right half is the next slot");
	is_spot(l, m, 51, 4, SPOT_CLUSTER, 1, 0, 2, "right of a slab too");
	is_spot(l, m, 28, 1, SPOT_CLUSTER, 1, 0, 1, "left of a slab its own");
	is_spot(l, m, 29, 5, SPOT_CLUSTER, 1, 0, 1, "the blank line is of the row above");
	is_spot(l, m, 78, 14, SPOT_CLUSTER, 4, 0, 2, "beyond the last card: behind it");
	is_spot(l, m, 3, 16, SPOT_CLUSTER, 4, 0, 0, "the bottom line is of the last section");
	is_spot(l, m, 80, 3, SPOT_EMPTY, 0, 0, 0, "the gap between frames is empty");
	is_spot(l, m, 3, 17, SPOT_EMPTY, 0, 0, 0, "so is the line between");
	is_spot(l, m, 3, 26, SPOT_CLUSTER, 3, 0, 3, "a folded cluster takes the last slot");
	is_spot(l, m, 56, 22, SPOT_CARD, 0, 50, 0, "a loose card");
	is_spot(l, m, 55, 22, SPOT_EMPTY, 0, 0, 0, "beside a loose card is empty");
	struct spot spot = lattice_spot(l, m, 100, 40);
	ok(spot.column == 3 && spot.line == 40, "an empty spot tells the anchor");
	spot = lattice_spot(l, m, -5, -1);
	ok(spot.kind == SPOT_EMPTY && spot.column == 0 && spot.line == 0, "never a negative one");
	lattice_free_place(l, 1, 2, 2, 4, &column, &line);
	ok(column == 1 && line == 25, "a free place is below what is there");
	lattice_free_place(l, 3, 2, 2, 4, &column, &line);
	ok(column == 3 && line == 2, "or at once where nothing is");
	lattice_free(l);
	model_free(m);
}

static void test_lines(void)
{
	struct model *m = example();
	struct lattice *l = lattice_new();
	lattice_set_zoom(l, ZOOM_LINES);
	lattice_compute(l, m);
	is_rect(cluster_rect(l, m, 1), 0, 0, 80, 6, "two rows, a rule and a row: title to bottom");
	is_rect(card_rect(l, m, 10), 2, 1, 22, 1, "a slab is a line");
	is_rect(card_rect(l, m, 13), 2, 2, 22, 1, "rows follow each other");
	is_rect(card_rect(l, m, 20), 2, 4, 22, 1, "below its rule");
	is_int(cluster_rect(l, m, 2).y, 7, "pushed down no further than needed");
	is_int(lattice_anchor_of(l, 7), 35, "a line stands for five anchors");
	is_int(lattice_line_of(l, lattice_anchor_of(l, 7) + 4), 7,
	       "of which each comes back to it");
	lattice_free(l);
	model_free(m);
}

static void test_names(void)
{
	struct model *m = example();
	struct lattice *l = lattice_new();
	struct rect r;
	lattice_set_zoom(l, ZOOM_NAMES);
	lattice_compute(l, m);
	is_rect(cluster_rect(l, m, 1), 0, 0, 35, 1, "a theme is its title line");
	ok(!lattice_card_rect(l, m, (card_id){10}, &r), "its cards do not show");
	is_int(lattice_spot(l, m, 34, 0).kind, SPOT_TITLE, "all of it is title");
	is_int(lattice_spot(l, m, 3, 1).kind, SPOT_EMPTY, "below it nothing");
	is_int(lattice_line_of(l, 79), 1, "a line stands for forty anchors");
	lattice_free(l);
	model_free(m);
}

/* A wider column changes x and width alone. */
static void test_map_pitch(void)
{
	struct model *m = example();
	struct lattice *l = lattice_new();
	lattice_set_zoom(l, ZOOM_MAP);
	lattice_compute(l, m);
	struct rect narrow = cluster_rect(l, m, 1);
	lattice_set_map_pitch(l, 20);
	lattice_compute(l, m);
	struct rect wide = cluster_rect(l, m, 1);
	is_int(narrow.w, 3 * LATTICE_MAP_LEAST - 1, "a column of the map is at first the least");
	is_rect(wide, 0, narrow.y, 3 * 20 - 1, narrow.h, "and as wide as one says");
	is_int(lattice_spot(l, m, wide.w - 1, 0).kind, SPOT_TITLE, "up to its end");
	lattice_set_map_pitch(l, 1000);
	is_int(lattice_pitch(l), LATTICE_MAP_MOST, "not wider than it may be");
	lattice_set_zoom(l, ZOOM_CARDS);
	is_int(lattice_pitch(l), LATTICE_PITCH, "which is the map's alone");
	lattice_free(l);
	model_free(m);
}

int main(void)
{
	test_example();
	test_returns();
	test_gap();
	test_spots();
	test_lines();
	test_names();
	test_map_pitch();
	return done();
}
