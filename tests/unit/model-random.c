/*
 * model: random changes against a plain reference. A wall is kept as arrays; each step changes some
 * of it, tells one long-lived model by a batch of rows in random order, and compares all lists and
 * tallies with what the arrays say. Every batch is also undone, which must give what was before.
 */
#include "tap.h"
#include "model-build.h"

enum { CARDS = 60, CLUSTERS = 8, PEOPLE = 4, SPEAKERS = 6, CHANGES = 6, ROWS_MAX = 400 };

static uint64_t seed = 7;

static int roll(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

/* The whole wall; a card's numbers say where its id stands in each range below. */
struct wall {
	bool card[CARDS + 1], cluster[CLUSTERS + 1];
	bool is_moderator[SPEAKERS + 1];
	int speaker[CARDS + 1]; /* of the card's excerpt; 0: by hand */
	int start[CARDS + 1], by_hand[CARDS + 1];
	enum place_kind place[CARDS + 1];
	int home[CARDS + 1], rank[CARDS + 1]; /* PLACE_CLUSTER only */
	int parent[CLUSTERS + 1];
	int ordinal[SPEAKERS + 1]; /* of the session each speaker spoke in */
};

/* Ids: participants 1 …, sessions, transcripts and speakers by speaker number, clusters, cards. */
enum { SESSION = 100, TRANSCRIPT = 200, SPEAKER = 300, CLUSTER = 400, CARD = 500, EXCERPT = 600 };

struct batch {
	struct row_change rows[ROWS_MAX];
	char texts[ROWS_MAX][2][8];
	size_t n;
};

static struct row_change *add(struct batch *batch, struct row_change row)
{
	batch->rows[batch->n] = row;
	return &batch->rows[batch->n++];
}

static const char *rank_text(struct batch *batch, int rank)
{
	char *text = batch->texts[batch->n][1];
	snprintf(text, sizeof batch->texts[0][1], "%c", 'a' + rank);
	return text;
}

static const char *code_for(struct batch *batch, const char *prefix, int n)
{
	return code_text(batch->texts[batch->n][0], sizeof batch->texts[0][0], prefix, n);
}

static void add_home(struct batch *batch, const struct wall *w, int i, enum row_op op)
{
	bool in = w->place[i] == PLACE_CLUSTER;
	add(batch, home_row(op, CARD + i, w->place[i], in ? CLUSTER + w->home[i] : 0,
			    in ? rank_text(batch, w->rank[i]) : "",
			    w->place[i] == PLACE_LOOSE ? i : 0, 0));
}

static void add_card(struct batch *batch, const struct wall *w, int i)
{
	int s = w->speaker[i];
	if (s)
		add(batch, excerpt_row(EXCERPT + i, TRANSCRIPT + s, SPEAKER + s, w->start[i],
				       w->start[i] + 5));
	add(batch, card_row(CARD + i, code_for(batch, "C-", i), "words", s ? EXCERPT + i : 0,
			    w->by_hand[i]));
	add_home(batch, w, i, ROW_INSERT);
}

static void add_delete(struct batch *batch, enum table table, int64_t id)
{
	struct row_change row = {.table = table, .op = ROW_DELETE};
	row.column[0] = value_int(id);
	add(batch, row);
}

static void add_card_delete(struct batch *batch, const struct wall *w, int i)
{
	add_delete(batch, TABLE_PLACEMENT, CARD + i);
	add_delete(batch, TABLE_CARD, CARD + i);
	if (w->speaker[i])
		add_delete(batch, TABLE_EXCERPT, EXCERPT + i);
}

static void add_cluster(struct batch *batch, const struct wall *w, int i)
{
	bool nested = w->parent[i] > 0;
	struct row_change *row =
		add(batch, cluster_row(CLUSTER + i, code_for(batch, "T-", i), "",
				       nested ? CLUSTER + w->parent[i] : 0, nested ? "a" : ""));
	set_int(row, CLUSTER_LINE, nested ? 0 : 50 - i);
}

/* Changes from one wall to another, whatever they are. */
static void difference(struct batch *batch, const struct wall *a, const struct wall *b)
{
	batch->n = 0;
	for (int i = 1; i <= CLUSTERS; i++) {
		if (!a->cluster[i] && b->cluster[i])
			add_cluster(batch, b, i);
		else if (a->cluster[i] && !b->cluster[i])
			add_delete(batch, TABLE_CLUSTER, CLUSTER + i);
		else if (a->cluster[i] && a->parent[i] != b->parent[i]) {
			struct row_change *row = add(batch, ROW(CLUSTER, UPDATE));
			set_int(row, CLUSTER_ID, CLUSTER + i);
			set_ref(row, CLUSTER_PARENT, b->parent[i] ? CLUSTER + b->parent[i] : 0);
			set_text(row, CLUSTER_RANK, b->parent[i] ? "a" : "");
			set_int(row, CLUSTER_LINE, b->parent[i] ? 0 : 50 - i);
		}
	}
	for (int i = 1; i <= CARDS; i++) {
		if (!a->card[i] && b->card[i]) {
			add_card(batch, b, i);
		} else if (a->card[i] && !b->card[i]) {
			add_card_delete(batch, a, i);
		} else if (a->card[i]) {
			if (a->place[i] != b->place[i] || a->home[i] != b->home[i] ||
			    a->rank[i] != b->rank[i])
				add_home(batch, b, i, ROW_UPDATE);
			if (a->by_hand[i] != b->by_hand[i]) {
				struct row_change *row = add(batch, ROW(CARD, UPDATE));
				set_int(row, CARD_ID, CARD + i);
				set_ref(row, CARD_PARTICIPANT, b->by_hand[i]);
			}
			if (a->start[i] != b->start[i] && b->speaker[i]) {
				struct row_change *row = add(batch, ROW(EXCERPT, UPDATE));
				set_int(row, EXCERPT_ID, EXCERPT + i);
				set_int(row, EXCERPT_START, b->start[i]);
				set_int(row, EXCERPT_END, b->start[i] + 5);
			}
		}
	}
	for (int i = 1; i <= SPEAKERS; i++) {
		if (a->is_moderator[i] != b->is_moderator[i]) {
			struct row_change *row = add(batch, ROW(SPEAKER, UPDATE));
			set_int(row, SPEAKER_ID, SPEAKER + i);
			set_text(row, SPEAKER_ROLE,
				 b->is_moderator[i] ? "moderator" : "participant");
		}
		if (a->ordinal[i] != b->ordinal[i]) {
			struct row_change *row = add(batch, ROW(SESSION, UPDATE));
			set_int(row, SESSION_ID, SESSION + i);
			set_int(row, SESSION_ORDINAL, b->ordinal[i]);
		}
	}
}

static void shuffle(struct batch *batch)
{
	for (size_t i = batch->n; i > 1; i--) {
		size_t j = (size_t)roll((int)i);
		struct row_change row = batch->rows[i - 1];
		batch->rows[i - 1] = batch->rows[j];
		batch->rows[j] = row;
	}
}

static void put_people(struct model *m, const struct wall *w)
{
	put_study(m, "study");
	for (int i = 1; i <= PEOPLE; i++)
		put_participant(m, i, i % 2 ? "odd" : "even");
	for (int i = 1; i <= SPEAKERS; i++) {
		put_session(m, SESSION + i, w->ordinal[i]);
		put_transcript(m, TRANSCRIPT + i, SESSION + i);
		put_speaker(m, SPEAKER + i, TRANSCRIPT + i,
			    w->is_moderator[i] ? "moderator" : "participant", 1 + i % PEOPLE);
	}
}

static void apply(struct model *m, const struct wall *from, const struct wall *to)
{
	static struct batch batch;
	difference(&batch, from, to);
	shuffle(&batch);
	for (size_t i = 0; i < batch.n; i++)
		model_apply(m, &batch.rows[i]);
}

/* Changes of the wall. */

static int depth_of(const struct wall *w, int cluster)
{
	int depth = 0;
	for (; cluster; cluster = w->parent[cluster])
		depth++;
	return depth;
}

static int any_cluster(const struct wall *w)
{
	int i = 1 + roll(CLUSTERS);
	return w->cluster[i] ? i : 0;
}

static void change_place(struct wall *w, int i)
{
	int cluster = any_cluster(w);
	w->place[i] = cluster ? PLACE_CLUSTER : (enum place_kind)roll(PLACE_CLUSTER);
	w->home[i] = cluster;
	w->rank[i] = cluster ? roll(6) : 0;
}

static void change_card(struct wall *w, int i)
{
	if (w->card[i] && roll(4)) {
		change_place(w, i);
		if (roll(3) == 0)
			w->by_hand[i] = roll(PEOPLE + 1);
		if (roll(3) == 0)
			w->start[i] = roll(50);
		return;
	}
	w->card[i] = !w->card[i];
	if (!w->card[i])
		return;
	w->speaker[i] = i % (SPEAKERS + 1);
	w->start[i] = roll(50);
	w->by_hand[i] = roll(PEOPLE + 1);
	change_place(w, i);
}

static void remove_cluster(struct wall *w, int i)
{
	w->cluster[i] = false;
	for (int j = 1; j <= CLUSTERS; j++)
		if (w->cluster[j] && w->parent[j] == i)
			w->parent[j] = w->parent[i];
	for (int j = 1; j <= CARDS; j++) {
		if (!w->card[j] || w->place[j] != PLACE_CLUSTER || w->home[j] != i)
			continue;
		w->place[j] = PLACE_TRAY;
		w->home[j] = w->rank[j] = 0;
	}
}

static void change_cluster(struct wall *w, int i)
{
	int parent = any_cluster(w);
	if (w->cluster[i] && roll(2)) {
		remove_cluster(w, i);
		return;
	}
	for (int up = parent; up; up = w->parent[up])
		if (up == i)
			return; /* never into itself */
	if (parent && depth_of(w, parent) > 3)
		return;
	w->cluster[i] = true;
	w->parent[i] = parent;
}

static void change(struct wall *w)
{
	int s = 1 + roll(SPEAKERS);
	for (int n = 1 + roll(CHANGES); n > 0; n--) {
		if (roll(8))
			change_card(w, 1 + roll(CARDS));
		else
			change_cluster(w, 1 + roll(CLUSTERS));
	}
	if (roll(10) == 0)
		w->is_moderator[s] = !w->is_moderator[s];
	if (roll(10) == 0)
		w->ordinal[s] = roll(20);
}

/* What the arrays say, in words. */

static int order_in(const struct wall *w, int a, int b, bool ranked)
{
	int x = w->speaker[a], y = w->speaker[b];
	if (ranked)
		return w->rank[a] != w->rank[b] ? w->rank[a] - w->rank[b] : a - b;
	if (!x || !y)
		return x == y ? a - b : x ? -1 : 1;
	if (w->ordinal[x] != w->ordinal[y])
		return w->ordinal[x] - w->ordinal[y];
	if (x != y)
		return x - y;
	return w->start[a] != w->start[b] ? w->start[a] - w->start[b] : a - b;
}

static void say_cards(struct strbuf *sb, const struct wall *w, const int *cards, int n, bool ranked)
{
	int sorted[CARDS];
	for (int i = 0; i < n; i++) {
		int j = i;
		for (; j > 0 && order_in(w, sorted[j - 1], cards[i], ranked) > 0; j--)
			sorted[j] = sorted[j - 1];
		sorted[j] = cards[i];
	}
	for (int i = 0; i < n; i++)
		strbuf_addf(sb, " %d", CARD + sorted[i]);
	strbuf_add_char(sb, '\n');
}

static void say_place(struct strbuf *sb, const struct wall *w, enum place_kind place)
{
	int cards[CARDS], n = 0;
	for (int i = 1; i <= CARDS; i++)
		if (w->card[i] && w->place[i] == place)
			cards[n++] = i;
	strbuf_addf(sb, "%s", place_kind_name(place));
	if (place == PLACE_LOOSE)
		for (int i = 0; i < n; i++)
			strbuf_addf(sb, i + 1 < n ? " %d" : " %d\n", CARD + cards[i]);
	else
		say_cards(sb, w, cards, n, false);
	if (place == PLACE_LOOSE && n == 0)
		strbuf_add_char(sb, '\n');
}

static bool is_below(const struct wall *w, int cluster, int top)
{
	while (cluster && cluster != top)
		cluster = w->parent[cluster];
	return cluster == top;
}

static void say_tally(struct strbuf *sb, const struct wall *w, int cluster, bool whole)
{
	bool seen[PEOPLE + 1] = {false};
	int cards = 0, unattributed = 0, people = 0;
	for (int i = 1; i <= CARDS; i++) {
		int s = w->speaker[i];
		if (!w->card[i] || w->place[i] != PLACE_CLUSTER ||
		    (whole ? !is_below(w, w->home[i], cluster) : w->home[i] != cluster))
			continue;
		cards++;
		bool aside = s && w->is_moderator[s];
		int person = s && !aside ? 1 + s % PEOPLE : w->by_hand[i];
		unattributed += person == 0 && !aside;
		seen[person] = true;
	}
	for (int i = 1; i <= PEOPLE; i++)
		people += seen[i];
	strbuf_addf(sb, " %d/%d/%d/%d", people, cards, unattributed,
		    (seen[1] || seen[3]) + (seen[2] || seen[4]));
}

static void say_cluster(struct strbuf *sb, const struct wall *w, int i)
{
	int cards[CARDS], n = 0;
	strbuf_addf(sb, "T%d:", i);
	for (int j = 1; j <= CLUSTERS; j++)
		if (w->cluster[j] && w->parent[j] == i)
			strbuf_addf(sb, " %d", CLUSTER + j);
	say_tally(sb, w, i, false);
	say_tally(sb, w, i, true);
	for (int j = 1; j <= CARDS; j++)
		if (w->card[j] && w->place[j] == PLACE_CLUSTER && w->home[j] == i)
			cards[n++] = j;
	say_cards(sb, w, cards, n, true);
}

static void say_wall(struct strbuf *sb, const struct wall *w)
{
	for (int place = 0; place < PLACE_CLUSTER; place++)
		say_place(sb, w, (enum place_kind)place);
	for (int i = 1; i <= CLUSTERS; i++)
		if (w->cluster[i])
			say_cluster(sb, w, i);
	for (int s = 1; s <= SPEAKERS; s++) {
		int cards[CARDS], n = 0;
		for (int i = 1; i <= CARDS; i++)
			if (w->card[i] && w->speaker[i] == s)
				cards[n++] = i;
		say_cards(sb, w, cards, n, false);
	}
	strbuf_add_z(sb, "top");
	for (int i = CLUSTERS; i >= 1; i--)
		if (w->cluster[i] && !w->parent[i])
			strbuf_addf(sb, " %d", CLUSTER + i);
	strbuf_add_z(sb, "\nall");
	for (int i = 1; i <= CARDS; i++)
		if (w->card[i])
			strbuf_addf(sb, " %d", CARD + i);
}

/* What the model says, in the same words. */

static void tell_cards(struct strbuf *sb, struct card_list list)
{
	for (size_t i = 0; i < list.n; i++)
		strbuf_addf(sb, " %d", (int)list.ids[i].n);
	strbuf_add_char(sb, '\n');
}

static void tell_cluster(struct strbuf *sb, const struct model *m, cluster_id id)
{
	const struct cluster *c = model_cluster(m, id);
	strbuf_addf(sb, "T%d:", (int)id.n - CLUSTER);
	for (size_t i = 0; i < c->nchildren; i++)
		strbuf_addf(sb, " %d", (int)c->children[i].n);
	for (int whole = 0; whole < 2; whole++) {
		struct tally t = model_cluster_tally(m, id, whole);
		strbuf_addf(sb, " %zu/%zu/%zu/%zu", t.people, t.cards, t.unattributed, t.segments);
	}
	tell_cards(sb, (struct card_list){c->cards, c->ncards});
}

static void tell_model(struct strbuf *sb, const struct model *m)
{
	strbuf_add_z(sb, "tray");
	tell_cards(sb, model_tray(m));
	strbuf_add_z(sb, "parked");
	tell_cards(sb, model_parked(m));
	strbuf_add_z(sb, "loose");
	tell_cards(sb, model_loose(m));
	struct cluster_list clusters = model_clusters(m);
	for (size_t i = 0; i < clusters.n; i++)
		tell_cluster(sb, m, clusters.ids[i]);
	for (int s = 1; s <= SPEAKERS; s++)
		tell_cards(sb, model_cards_of_transcript(m, (transcript_id){TRANSCRIPT + s}));
	strbuf_add_z(sb, "top");
	struct cluster_list tops = model_top_clusters(m);
	for (size_t i = 0; i < tops.n; i++)
		strbuf_addf(sb, " %d", (int)tops.ids[i].n);
	strbuf_add_z(sb, "\nall");
	struct card_list all = model_cards(m);
	for (size_t i = 0; i < all.n; i++)
		strbuf_addf(sb, " %d", (int)all.ids[i].n);
}

static bool agree(const struct model *m, const struct wall *w)
{
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT;
	say_wall(&want, w);
	tell_model(&got, m);
	bool same = str_equal(strbuf_str(&want), strbuf_str(&got));
	if (!same)
		printf("# want\n# %s\n# got\n# %s\n", want.buf, got.buf);
	strbuf_release(&want);
	strbuf_release(&got);
	return same;
}

int main(void)
{
	static struct wall now, next;
	struct model *m = model_new();
	bool forward = true, back = true, unread = true;
	for (int s = 1; s <= SPEAKERS; s++)
		now.ordinal[s] = s;
	put_people(m, &now);
	for (int step = 0; step < 400 && forward && back; step++) {
		next = now;
		change(&next);
		apply(m, &now, &next);
		forward = agree(m, &next);
		apply(m, &next, &now);
		back = agree(m, &now);
		apply(m, &now, &next);
		now = next;
	}
	ok(forward, "after each batch all lists and tallies are what the wall says");
	ok(back, "its inverse gives what was before");
	for (int step = 0; step < 200; step++) {
		next = now;
		change(&next);
		apply(m, &now, &next);
		now = next;
		if (roll(20) == 0)
			unread = unread && agree(m, &now);
	}
	ok(unread && agree(m, &now), "so do many batches that nobody read between");
	for (int i = 1; i <= CARDS; i++)
		next.card[i] = false;
	for (int i = 1; i <= CLUSTERS; i++)
		next.cluster[i] = false;
	apply(m, &now, &next);
	ok(agree(m, &next), "everything can be deleted");
	model_free(m);
	return done();
}
