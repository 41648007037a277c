/*
 * The lattice on walls made by dice: nothing overlaps, everything stands where the rule has it,
 * each cell finds what covers it, and what is kept equals what is computed anew.
 */
#include <stdlib.h>

#include "lattice-fixture.h"
#include "themewall/base/mem.h"

static uint64_t seed = 1;

static int roll(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

struct wall {
	struct row_change rows[400];
	char texts[400][2][16]; /* code and rank of each row */
	size_t n;
	int64_t next;
};

static struct row_change *add_row(struct wall *wall, struct row_change row)
{
	wall->rows[wall->n] = row;
	return &wall->rows[wall->n++];
}

static void random_home(struct wall *wall, int64_t card, int64_t cluster)
{
	char *rank = wall->texts[wall->n][1];
	snprintf(rank, sizeof wall->texts[0][1], "%c%c", 'a' + roll(26), 'b' + roll(9));
	if (cluster)
		add_row(wall, home_row(ROW_INSERT, card, PLACE_CLUSTER, cluster, rank, 0, 0));
	else
		add_row(wall, home_row(ROW_INSERT, card, PLACE_LOOSE, 0, "", roll(7), roll(60)));
}

static void random_cards(struct wall *wall, int64_t cluster, int n)
{
	for (; n > 0; n--) {
		char *code = wall->texts[wall->n][0];
		int64_t id = wall->next++;
		code_text(code, sizeof wall->texts[0][0], "C-", id);
		add_row(wall, card_row(id, code, "words", 0, 0));
		random_home(wall, id, cluster);
	}
}

static void random_cluster(struct wall *wall, int64_t parent, int depth)
{
	char *code = wall->texts[wall->n][0], *rank = wall->texts[wall->n][1];
	int64_t id = wall->next++;
	code_text(code, sizeof wall->texts[0][0], "T-", id);
	snprintf(rank, sizeof wall->texts[0][1], "%c", parent ? 'a' + roll(26) : '\0');
	struct row_change *row = add_row(wall, cluster_row(id, code, "", parent, rank));
	if (!parent) {
		set_int(row, CLUSTER_COL, roll(7));
		set_int(row, CLUSTER_LINE, roll(60));
	}
	set_int(row, CLUSTER_WIDTH, 1 + roll(6));
	set_int(row, CLUSTER_FOLDED, roll(5) == 0);
	random_cards(wall, id, roll(6));
	for (int n = depth < 4 ? roll(3) : 0; n > 0 && wall->n < 300; n--)
		random_cluster(wall, id, depth + 1);
}

static void shuffle(struct wall *wall)
{
	for (size_t i = wall->n; i > 1; i--) {
		size_t j = (size_t)roll((int)i);
		struct row_change row = wall->rows[i - 1];
		wall->rows[i - 1] = wall->rows[j];
		wall->rows[j] = row;
	}
}

static struct model *model_of(const struct wall *wall)
{
	struct model *m = model_new();
	for (size_t i = 0; i < wall->n; i++)
		model_apply(m, &wall->rows[i]);
	return m;
}

static int anchor_line(const struct model *m, const struct lattice_item *item)
{
	return item->kind == LATTICE_CARD ? model_card(m, item->card)->line
					  : model_cluster(m, item->cluster)->line;
}

static int anchor_column(const struct model *m, const struct lattice_item *item)
{
	return item->kind == LATTICE_CARD ? model_card(m, item->card)->column
					  : model_cluster(m, item->cluster)->column;
}

static int64_t item_id(const struct lattice_item *item)
{
	return item->kind == LATTICE_CARD ? item->card.n : item->cluster.n;
}

static bool comes_before(const struct model *m, const struct lattice_item *a,
			 const struct lattice_item *b)
{
	if (anchor_line(m, a) != anchor_line(m, b))
		return anchor_line(m, a) < anchor_line(m, b);
	if (anchor_column(m, a) != anchor_column(m, b))
		return anchor_column(m, a) < anchor_column(m, b);
	return item_id(a) < item_id(b);
}

/* Do they share a column and come closer than one free line? */
static bool too_close(int p, struct rect a, struct rect b)
{
	bool columns = a.x / p <= (b.x + b.w - 1) / p && b.x / p <= (a.x + a.w - 1) / p;
	return columns && a.y < b.y + b.h + 1 && b.y < a.y + a.h + 1;
}

static bool is_free_at(const struct lattice *l, const struct model *m,
		       const struct lattice_item *items, size_t n, size_t i, int line)
{
	struct rect rect = items[i].rect;
	rect.y = line;
	for (size_t j = 0; j < n; j++)
		if (j != i && comes_before(m, &items[j], &items[i]) &&
		    too_close(lattice_pitch(l), items[j].rect, rect))
			return false;
	return true;
}

/* By the words of the rule, one line at a time. */
static bool stands_by_the_rule(const struct lattice *l, const struct model *m)
{
	const struct lattice_item *items;
	size_t n = lattice_items(l, &items);
	bool good = true;
	for (size_t i = 0; i < n; i++) {
		int line = lattice_line_of(l, anchor_line(m, &items[i]));
		while (line < items[i].rect.y && !is_free_at(l, m, items, n, i, line))
			line++;
		good = good && line == items[i].rect.y && is_free_at(l, m, items, n, i, line) &&
		       items[i].rect.x / lattice_pitch(l) == anchor_column(m, &items[i]);
	}
	return good;
}

static bool same_items(const struct lattice *a, const struct lattice *b)
{
	const struct lattice_item *x, *y;
	size_t n = lattice_items(a, &x);
	bool same = n == lattice_items(b, &y);
	for (size_t i = 0; same && i < n; i++)
		same = x[i].kind == y[i].kind && item_id(&x[i]) == item_id(&y[i]) &&
		       memcmp(&x[i].rect, &y[i].rect, sizeof x[i].rect) == 0;
	return same;
}

static bool cells_find_their_card(const struct lattice *l, const struct model *m)
{
	struct card_list all = model_cards(m);
	bool good = true;
	for (size_t i = 0; i < all.n; i++) {
		struct rect r;
		if (!lattice_card_rect(l, m, all.ids[i], &r))
			continue;
		for (int y = r.y; y < r.y + r.h; y++) {
			for (int x = r.x; x < r.x + r.w; x++) {
				struct spot spot = lattice_spot(l, m, x, y);
				good = good && spot.kind == SPOT_CARD &&
				       spot.card.n == all.ids[i].n;
			}
		}
	}
	return good;
}

/* Every shown card's slot has its rect, and every slot's corner finds it; so do title lines. */
static bool slots_find_themselves(const struct lattice *l, const struct model *m)
{
	struct cluster_list all = model_clusters(m);
	bool good = true;
	for (size_t i = 0; i < all.n; i++) {
		const struct cluster *c = model_cluster(m, all.ids[i]);
		struct rect r, rect, section;
		for (size_t slot = 0; slot <= c->ncards; slot++) {
			if (!lattice_slot_rect(l, m, c->id, slot, &r))
				continue;
			struct spot spot = lattice_spot(l, m, r.x, r.y);
			good = good && lattice_cluster_rect(l, m, c->id, &section);
			if (slot < c->ncards || spot.cluster.n == c->id.n)
				good = good && spot.cluster.n == c->id.n && spot.slot == slot;
			if (slot < c->ncards)
				good = good && lattice_card_rect(l, m, c->cards[slot], &rect) &&
				       memcmp(&rect, &r, sizeof r) == 0;
		}
		if (lattice_cluster_rect(l, m, c->id, &section)) {
			struct spot spot = lattice_spot(l, m, section.x + section.w - 1, section.y);
			good = good && spot.kind == SPOT_TITLE && spot.cluster.n == c->id.n;
		}
	}
	return good;
}

struct seen {
	const struct lattice_item *last;
	size_t n;
	bool ordered;
};

static void see(const struct lattice_item *item, void *context)
{
	struct seen *seen = context;
	seen->ordered = seen->ordered && (!seen->last || seen->last < item);
	seen->last = item;
	seen->n++;
}

static bool views_show_all(const struct lattice *l)
{
	const struct lattice_item *items;
	size_t n = lattice_items(l, &items);
	bool good = true;
	for (int tries = 0; tries < 50; tries++) {
		struct rect view = {roll(400) - 100, roll(200) - 50, 1 + roll(300), 1 + roll(60)};
		struct seen seen = {NULL, 0, true};
		size_t want = 0;
		for (size_t i = 0; i < n; i++)
			want += rect_overlaps(items[i].rect, view);
		lattice_visible(l, view, see, &seen);
		good = good && seen.n == want && seen.ordered;
	}
	return good;
}

/* A free place is one: what is anchored there stands there and moves nothing. */
static bool free_place_is_free(struct lattice *l, struct model *m, int64_t id)
{
	const struct lattice_item *items;
	int column, line, before = 0, after = 0;
	lattice_free_place(l, roll(8), roll(80), 1, 4, &column, &line);
	size_t n = lattice_items(l, &items);
	for (size_t i = 0; i < n; i++)
		before += items[i].rect.y * (int)(1 + item_id(&items[i]) % 97);
	put_loose(m, id, column, line);
	lattice_compute(l, m);
	n = lattice_items(l, &items);
	for (size_t i = 0; i < n; i++)
		if (item_id(&items[i]) != id)
			after += items[i].rect.y * (int)(1 + item_id(&items[i]) % 97);
	return card_rect(l, m, id).y == line && before == after;
}

static void test_random_walls(enum lattice_zoom zoom)
{
	static const char *const names[ZOOMS] = {"cards", "lines", "map", "names"};
	const char *at = names[zoom];
	bool rule = true, order = true, cells = true, slots = true, views = true, places = true;
	struct wall *wall = xmalloc(sizeof *wall);
	for (int round = 0; round < 40; round++) {
		wall->n = 0;
		wall->next = 1;
		for (int n = 1 + roll(8); n > 0; n--)
			random_cluster(wall, 0, 1);
		random_cards(wall, 0, roll(40));
		struct model *m = model_of(wall);
		shuffle(wall);
		struct model *shuffled = model_of(wall);
		struct lattice *l = lattice_new(), *other = lattice_new();
		lattice_set_zoom(l, zoom);
		lattice_set_zoom(other, zoom);
		lattice_compute(l, m);
		lattice_compute(other, shuffled);
		rule = rule && stands_by_the_rule(l, m);
		order = order && same_items(l, other);
		cells = cells && cells_find_their_card(l, m);
		slots = slots && slots_find_themselves(l, m);
		views = views && views_show_all(l);
		places = places && (zoom != ZOOM_CARDS || free_place_is_free(l, m, wall->next + 1));
		lattice_free(l);
		lattice_free(other);
		model_free(m);
		model_free(shuffled);
	}
	free(wall);
	ok(rule, "%s: each thing takes the first free line from its anchor, none too close", at);
	ok(order, "%s: rows in another order make the same wall", at);
	ok(cells, "%s: each cell of a card finds that card", at);
	ok(slots, "%s: each slot finds itself, each title its cluster", at);
	ok(views, "%s: a view shows what overlaps it, once and in order", at);
	ok(places, "%s: a free place is free and moves nothing", at);
}

enum { KEPT_CLUSTERS = 6, KEPT_CARDS = 40, KEPT_CARD = 100 };

static struct model *kept_wall(void)
{
	struct model *m = model_new();
	for (int i = 1; i <= KEPT_CLUSTERS; i++)
		put_frame(m, i, "theme", roll(6), roll(40), 1 + roll(3));
	for (int i = 0; i < KEPT_CARDS; i++)
		put_loose(m, KEPT_CARD + i, roll(7), roll(60));
	return m;
}

static void move_frame(struct model *m, int64_t id)
{
	struct row_change row = {.table = TABLE_CLUSTER, .op = ROW_UPDATE};
	set_int(&row, CLUSTER_ID, id);
	set_int(&row, roll(2) ? CLUSTER_COL : CLUSTER_LINE, roll(6));
	model_apply(m, &row);
}

static void change_something(struct model *m)
{
	static const char *const ranks[] = {"a0", "b5", "c3"};
	int64_t card = KEPT_CARD + roll(KEPT_CARDS), cluster = 1 + roll(KEPT_CLUSTERS);
	switch (roll(8)) {
	case 0:
	case 1:
		move_home(m, card, PLACE_LOOSE, 0, "", roll(7), roll(60));
		break;
	case 2:
	case 3:
		move_home(m, card, PLACE_CLUSTER, cluster, ranks[roll(3)], 0, 0);
		break;
	case 4:
		move_home(m, card, PLACE_TRAY, 0, "", 0, 0);
		break;
	case 5:
		fold_cluster(m, cluster, roll(2));
		break;
	case 6:
		move_frame(m, cluster);
		break;
	default:
		delete_row(m, TABLE_PLACEMENT, card);
		delete_row(m, TABLE_CARD, card);
		put_loose(m, card, roll(7), roll(60));
	}
}

/* One lattice that is computed again after each change tells what a new one does. */
static void test_kept(void)
{
	struct model *walls[] = {kept_wall(), kept_wall()};
	struct lattice *kept = lattice_new();
	bool same = true, found = true;
	for (int i = 0; i < 2000; i++) {
		struct model *m = walls[roll(10) == 0];
		struct lattice *fresh = lattice_new();
		enum lattice_zoom zoom = roll(10) ? ZOOM_CARDS : ZOOM_LINES;
		int64_t card = KEPT_CARD + roll(KEPT_CARDS);
		change_something(m);
		lattice_set_zoom(kept, zoom);
		lattice_set_zoom(fresh, zoom);
		lattice_compute(kept, m);
		lattice_compute(fresh, m);
		struct rect a = card_rect(kept, m, card), b = card_rect(fresh, m, card);
		same = same && same_items(kept, fresh);
		found = found && memcmp(&a, &b, sizeof a) == 0;
		lattice_free(fresh);
	}
	ok(same, "2,000 changes: a kept lattice says what a new one does");
	ok(found, "and finds each card where that does");
	lattice_free(kept);
	model_free(walls[0]);
	model_free(walls[1]);
}

int main(void)
{
	test_kept();
	for (int zoom = 0; zoom < ZOOMS; zoom++)
		test_random_walls((enum lattice_zoom)zoom);
	return done();
}
