/* What is done with copies of cards, to quotes and to who spoke, on the wall of deeds.c; and what
 * is refused after a look: a refusal reads, too. */
#include "deeds.h"

#include "store-fixture.h"
#include "themewall/store/edit-lens.h"

#define store deeds_store
#define err   deeds_err
#define at    deeds_at

/* ---- copies ---- */

static bool copy(void)
{
	return edit_card_copy(store, (card_id[]){at.held[0], at.twin, at.held[1]}, 3, at.other,
			      &err);
}

static bool copy_one(void)
{
	return edit_card_copy(store, &at.held[2], 1, at.home, &err);
}

static bool uncopy(void)
{
	return edit_card_uncopy(store, at.twin, at.other, &err);
}

static bool recopy(void)
{
	return edit_card_recopy(store, at.twin, at.other, at.theme, &err);
}

/* Its card stays where the oldest copy is; the copies in it go. */
static bool delete_home(void)
{
	return edit_cluster_delete(store, at.home, 1, &err);
}

/* Its copies go to the theme around it. */
static bool delete_nest(void)
{
	return edit_cluster_delete(store, at.nest, 1, &err);
}

static bool delete_twin(void)
{
	return edit_card_delete(store, (card_id[]){at.twin, at.lodger}, 2, &err);
}

static bool park_twin(void)
{
	struct place place = {.kind = PLACE_PARKED};
	return edit_card_place(store, &at.twin, 1, &place, &err);
}

static bool move_to_copy(void)
{
	struct place place = in_cluster(at.other);
	return edit_card_place(store, &at.twin, 1, &place, &err);
}

static bool merge_twins(void)
{
	return edit_card_merge(store, (card_id[]){at.held[0], at.twin}, 2, &err);
}

static bool merge_home(void)
{
	return edit_cluster_merge(store, at.home, at.other, &err);
}

/* ---- quotes, findings ---- */

static bool split_quote(void)
{
	card_id made;
	struct str seen = model_card(deeds_model, at.quote)->text;
	return edit_card_split(store, at.quote, (int64_t)str_find_char(seen, ' '), seen, &made,
			       &err);
}

static bool name_unnamed(void)
{
	return edit_cluster_name(store, at.unnamed, STR("Named"), STR(""), &err);
}

static bool move_unnamed(void)
{
	struct cluster_place place = {.parent = at.theme, .after_sibling = at.child};
	return edit_cluster_place(store, at.unnamed, &place, &err);
}

/* ---- people ---- */

static bool lens_of_person(void)
{
	int64_t id;
	struct saved_lens lens = {
		.name = STR("hers"), .only = ONLY_PARTICIPANT, .participant = at.person};
	return edit_lens_save(store, &lens, &id, &err);
}

/* Who spoke only watches: out of the session's list, too. */
static bool speaker_leaves(void)
{
	speaker_id paula = model_speakers(deeds_model, at.transcript).ids[1];
	return edit_speaker(store, paula, ROLE_OBSERVER, (participant_id){0}, &err);
}

static bool participant_new(void)
{
	participant_id id;
	return edit_participant_new(store, STR("Marcus"), &id, &err);
}

static bool card_whose(void)
{
	struct somebody who = {.name = STR("Marcus")};
	return edit_card_whose(store, at.cards[0], &who, &err);
}

static bool session_with(void)
{
	struct somebody who = {.name = STR("Lena")};
	return edit_session_with(store, at.session, &who, &err);
}

/* A code is given once, so each time it is another. */
static bool session_with_code(void)
{
	static int number = 20;
	char code[16];
	snprintf(code, sizeof code, "P%d", ++number);
	struct somebody who = {.name = str_of(code)};
	return number > 900 || edit_session_with(store, at.session, &who, &err);
}

static bool visit_with(void)
{
	struct somebody who = {.name = STR("Omar")};
	return edit_session_with(store, at.visit, &who, &err);
}

static bool note_whose(void)
{
	struct somebody who = {.name = STR("Omar")};
	return edit_card_whose(store, at.note, &who, &err);
}

static bool note_quote(void)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_QUOTE,
				   .excerpt = {.transcript = at.notes, .start = 0, .end = 5},
				   .place = {.kind = PLACE_TRAY}};
	return edit_card_new(store, &draft, &id, &err);
}

/* Other bytes, and the words of what is there. */
static bool import_same_words(void)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS};
	draft_interview(&draft, "again.vtt");
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	return good;
}

static bool coders(void)
{
	const struct coder *all;
	return store_coders(store, &all) == 1 && all->id.n == store_coder(store).n;
}

/* What cannot be read is taken for a no. */
static bool has_worked(void)
{
	return !store_coder_has_worked(store, (coder_id){99});
}

/* ---- refusals ---- */

static bool is_refused(bool done, enum err_code code)
{
	return !done && err.code == code;
}

static bool refuse_copy(void)
{
	return is_refused(edit_card_copy(store, &at.cards[0], 1, at.theme, &err), ERR_USAGE);
}

static bool refuse_copy_again(void)
{
	return is_refused(edit_card_copy(store, &at.twin, 1, at.other, &err), ERR_USAGE);
}

static bool refuse_uncopy(void)
{
	return is_refused(edit_card_uncopy(store, at.held[0], at.other, &err), ERR_USAGE);
}

static bool refuse_recopy(void)
{
	return is_refused(edit_card_recopy(store, at.twin, at.other, at.nest, &err), ERR_USAGE);
}

static bool refuse_stacked(void)
{
	struct place place = {.kind = PLACE_PARKED};
	return is_refused(edit_card_place(store, &at.under, 1, &place, &err), ERR_CONFLICT);
}

static bool refuse_stacked_copy(void)
{
	return is_refused(edit_card_copy(store, &at.under, 1, at.theme, &err), ERR_CONFLICT);
}

static bool refuse_text(void)
{
	return is_refused(edit_card_text(store, at.cards[4], STR("anew"), STR("never said"), &err),
			  ERR_CONFLICT);
}

static bool refuse_quote(void)
{
	return is_refused(edit_card_kind(store, &at.cards[4], 1, CARD_QUOTE, &err), ERR_USAGE);
}

static bool refuse_name(void)
{
	return is_refused(edit_cluster_name(store, at.unnamed, STR("x"), STR("seen"), &err),
			  ERR_CONFLICT);
}

static bool refuse_ring(void)
{
	struct cluster_place place = {.parent = at.child, .after_sibling = FIRST_CHILD};
	return is_refused(edit_cluster_place(store, at.theme, &place, &err), ERR_USAGE);
}

#define DEED(name)                                                                                 \
	{                                                                                          \
#name, name, .reads = false                                                        \
	}
#define READING(name)                                                                              \
	{                                                                                          \
#name, name, .reads = true                                                         \
	}
const struct deed tie_deeds[] = {
	DEED(copy),
	DEED(copy_one),
	DEED(uncopy),
	DEED(recopy),
	DEED(delete_home),
	DEED(delete_nest),
	DEED(delete_twin),
	DEED(park_twin),
	DEED(move_to_copy),
	DEED(merge_twins),
	DEED(merge_home),
	DEED(split_quote),
	DEED(name_unnamed),
	DEED(move_unnamed),
	DEED(lens_of_person),
	DEED(speaker_leaves),
	DEED(participant_new),
	DEED(card_whose),
	DEED(session_with),
	DEED(session_with_code),
	DEED(visit_with),
	DEED(note_whose),
	DEED(note_quote),
	{"import_same_words", import_same_words, .keeps = true},
	READING(coders),
	READING(has_worked),
	READING(refuse_copy),
	READING(refuse_copy_again),
	READING(refuse_uncopy),
	READING(refuse_recopy),
	READING(refuse_stacked),
	READING(refuse_stacked_copy),
	READING(refuse_text),
	READING(refuse_quote),
	READING(refuse_name),
	READING(refuse_ring),
};
const size_t ntie_deeds = TW_COUNT(tie_deeds);
