/*
 * Where cards are: new ones and moved ones. A move writes the moved card's own row and nothing
 * else; `mv` is new with every move, so that two people's moves of one card always meet as a
 * conflict and are never mixed column by column.
 */
#include "themewall/base/token.h"
#include "themewall/model/lattice.h"

#include "turns-internal.h"

#include "themewall/base/banned.h"

enum { MAX_COLUMN = 1000000, MAX_LINE = 100000000 };

static int64_t clamp(int64_t value, int64_t max)
{
	return value < 0 ? 0 : value > max ? max : value;
}

/* Loose cards dropped together stand below one another. */
static int64_t loose_line(const struct place *place, size_t i)
{
	return clamp(place->line + LATTICE_ROW * (int64_t)i, MAX_LINE);
}

static bool slot_of(struct edit *edit, const struct place *place, const int64_t *ids, size_t n,
		    struct slot *slot)
{
	*slot = (struct slot){.kind = SIBLING_CARDS,
			      .parent = place->cluster.n,
			      .after = place->after.n,
			      .ids = ids,
			      .n = n};
	return slot_find(edit, slot);
}

static bool cluster_exists(struct edit *edit, cluster_id id)
{
	int64_t exists = 0;
	return db_get_int(edit->db, edit->err, &exists, "SELECT 1 FROM cluster WHERE id = ?1", "i",
			  id.n) &&
	       (exists || edit_gone(edit, TABLE_CLUSTER, id.n, "that theme"));
}

static bool move_to_cluster(struct edit *edit, const int64_t *ids, size_t n,
			    const struct place *place)
{
	struct slot slot;
	bool good = slot_of(edit, place, ids, n, &slot);
	for (size_t i = 0; good && slot.ranks && i < n; i++)
		good = db_run(edit->db, edit->err,
			      "UPDATE placement SET place = 'cluster', cluster = ?1, rank = ?2, "
			      "col = 0, line = 0, mv = ?3 WHERE id = ?4",
			      "itii", place->cluster.n, slot.ranks[i], token_new(), ids[i]);
	return good && edit_twins_settle(edit, ids, n);
}

/* Off the clusters; a card that is there already keeps its mv. */
static bool move_elsewhere(struct edit *edit, const int64_t *ids, size_t n,
			   const struct place *place)
{
	bool loose = place->kind == PLACE_LOOSE, good = true;
	for (size_t i = 0; good && i < n; i++)
		good = db_run(edit->db, edit->err,
			      "UPDATE placement SET place = ?1, cluster = NULL, rank = '', col = "
			      "?2, line = ?3, mv = ?4 "
			      "WHERE id = ?5 AND (place <> ?1 OR col <> ?2 OR line <> ?3)",
			      "ziiii", place_kind_name(place->kind),
			      loose ? clamp(place->column, MAX_COLUMN) : (int64_t)0,
			      loose ? loose_line(place, i) : (int64_t)0, token_new(), ids[i]);
	return good && edit_twins_settle(edit, ids, n);
}

static bool check_cards(struct edit *edit, const card_id *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t top = -1;
		if (!db_get_int(edit->db, edit->err, &top,
				"SELECT ifnull(stack, 0) FROM placement WHERE id = ?1", "i",
				ids[i].n))
			return false;
		if (top < 0)
			return edit_gone(edit, TABLE_CARD, ids[i].n,
					 n == 1 ? "that card" : "one of the cards");
		if (top > 0)
			return edit_in_stack(edit, ids[i].n, top);
	}
	return true;
}

static bool add_place_label(struct edit *edit, const struct place *place)
{
	static const char *const words[PLACES] = {[PLACE_TRAY] = "the tray",
						  [PLACE_PARKED] = "the parked lane",
						  [PLACE_LOOSE] = "the wall"};
	strbuf_add_z(&edit->label, " to ");
	if (place->kind == PLACE_CLUSTER)
		return edit_add_cluster_label(edit, place->cluster.n);
	strbuf_add_z(&edit->label, words[place->kind]);
	return true;
}

static bool move_cards(struct edit *edit, const card_id *ids, size_t n, const struct place *place)
{
	int64_t *numbers = arena_alloc(&edit->arena, (n + 1) * sizeof *numbers);
	for (size_t i = 0; i < n; i++)
		numbers[i] = ids[i].n;
	strbuf_add_z(&edit->label, "move of ");
	return check_cards(edit, ids, n) && edit_add_card_label(edit, ids, n) &&
	       add_place_label(edit, place) &&
	       (place->kind == PLACE_CLUSTER ? move_to_cluster(edit, numbers, n, place)
					     : move_elsewhere(edit, numbers, n, place));
}

bool edit_card_place(struct store *store, const card_id *ids, size_t n, const struct place *place,
		     struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, move_cards(&edit, ids, n, place));
}

bool edit_cards_into(struct edit *edit, int64_t cluster, const card_id *ids, size_t n)
{
	struct place place = {.kind = PLACE_CLUSTER, .cluster = {cluster}, .after = AFTER_LAST};
	int64_t *numbers = arena_alloc(&edit->arena, (n + 1) * sizeof *numbers);
	for (size_t i = 0; i < n; i++)
		numbers[i] = ids[i].n;
	return check_cards(edit, ids, n) && move_to_cluster(edit, numbers, n, &place);
}

/* The receipt, when there is one; a quote's words come from it. */
static bool new_receipt(struct edit *edit, const struct card_draft *draft, struct new_card *card)
{
	struct receipt receipt;
	if (!draft->excerpt.transcript.n)
		return draft->kind != CARD_QUOTE || err_set(edit->err, ERR_USAGE,
							    "a quote comes from a transcript: what "
							    "you write yourself is an observation");
	if (!receipt_read(edit, &draft->excerpt, &receipt) ||
	    !excerpt_insert(edit, &draft->excerpt, &receipt, &card->excerpt))
		return false;
	if (!receipt.speaker && !card->participant &&
	    !lone_person(edit, draft->excerpt.transcript.n, &card->participant))
		return false;
	if (draft->kind == CARD_QUOTE || str_trim(draft->text).n == 0)
		card->text = receipt.quote;
	return true;
}

static bool new_place(struct edit *edit, const struct place *place, struct new_card *card)
{
	static const int64_t nobody = INT64_MAX;
	struct slot slot;
	card->place = place_kind_name(place->kind);
	card->rank = STR("");
	if (place->kind == PLACE_LOOSE) {
		card->column = clamp(place->column, MAX_COLUMN);
		card->line = clamp(place->line, MAX_LINE);
	}
	if (place->kind != PLACE_CLUSTER)
		return true;
	if (!cluster_exists(edit, place->cluster) || !slot_of(edit, place, &nobody, 1, &slot))
		return false;
	card->cluster = place->cluster.n;
	card->rank = slot.ranks[0];
	return true;
}

bool edit_new_card(struct edit *edit, const struct card_draft *draft, card_id *id, char code[16])
{
	struct new_card card = {.kind = card_kind_name(draft->kind),
				.text = draft->text,
				.implies = draft->implies,
				.participant = draft->participant.n,
				.session = draft->session.n,
				.surprise = draft->surprise};
	return new_receipt(edit, draft, &card) &&
	       edit_check_text(edit, card.text, draft->kind == CARD_QUOTE) &&
	       new_place(edit, &draft->place, &card) && card_insert(edit, &card, &id->n, code);
}

static bool new_cards(struct edit *edit, const struct card_draft *drafts, size_t n, card_id *id)
{
	char code[16] = "";
	bool good = true;
	for (size_t i = 0; good && i < n; i++)
		good = edit_new_card(edit, &drafts[i], id, code);
	if (n == 1)
		strbuf_addf(&edit->label, "new card %s", code);
	else
		strbuf_addf(&edit->label, "%zu new cards", n);
	return good;
}

bool edit_card_new(struct store *store, const struct card_draft *draft, card_id *id,
		   struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, new_cards(&edit, draft, 1, id));
}

bool edit_card_new_many(struct store *store, const struct card_draft *drafts, size_t n,
			struct err *err)
{
	struct edit edit;
	card_id last;
	return edit_begin(&edit, store, err) && edit_end(&edit, new_cards(&edit, drafts, n, &last));
}
