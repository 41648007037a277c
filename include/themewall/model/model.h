#ifndef THEMEWALL_MODEL_MODEL_H
#define THEMEWALL_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/model/records.h"
#include "themewall/model/row_change.h"

/*
 * The study in memory: a projection of the file. It has one door in, model_apply, and one more for
 * bulk text, model_load_turns. It knows no screen, no file and no clock. Lookups by id are O(1);
 * lists are kept in order as rows arrive. Applying a change costs O(log n) plus moving ids inside
 * one list, whatever the size of the wall.
 *
 * Rows may arrive in any order inside one batch of changes (a changeset groups by table):
 * references to rows not yet there are kept as ids and resolve when both are. Broken text in a row
 * is refused by the store before it gets here. For a first load the cheapest order is cards,
 * excerpts, placements.
 *
 * A card's one home is the placement that has the card's own id; copies have ids of their own. A
 * copy shows its card in a further cluster, as a twin: there it counts as a card and for its
 * person, in everything above only once.
 *
 * A card merged beneath another (card.stack) is in no list of places and no count of cards; it is
 * in the lists of all cards and of its transcript, and its person counts where the stack lies.
 *
 * Bulk is cheap: while many rows arrive no list is touched; the first reader afterwards pays one
 * pass over the cards. From then on single changes keep the lists.
 */
struct model;

struct model *model_new(void);
void model_free(struct model *model);
void model_clear(struct model *model); /* back to empty: before a full reload */

/*
 * The study as others may see it. While a veil lies on the model every text a person wrote reads
 * as `filter` makes it, for every reader: no writer can forget one. filter appends what is to be
 * read instead; false: the text may stay. What decides (consents, ranks, dates) is not touched.
 * Only texts that read otherwise take memory. Words of turns are veiled where they are loaded and
 * `turns` asks for it. Short: lift it before the next change (assert). The revision stays.
 */
typedef bool model_filter(const void *context, struct strbuf *out, struct str text);
void model_veil(struct model *model, model_filter *filter, const void *context, bool turns);
void model_unveil(struct model *model); /* nothing when none lies on it */

/* The one door. An update of a row that is not there, or an insert of one that is, is a bug of the
 * caller (assert). */
void model_apply(struct model *model, const struct row_change *change);
/* Whether it may be fed to it: right values, and there or not there as it should be. For rows that
 * came from a file others can write. */
bool model_accepts(const struct model *model, const struct row_change *change);

/* Goes up with every change: what was derived from the model (layout, wrapped text) compares it. */
uint64_t model_revision(const struct model *model);

/* The revision at which a loose card last came, went or changed its anchor. */
uint64_t model_loose_revision(const struct model *model);

/* Makes the revision at least this: a second model's is told apart from the first one's. */
void model_skip_revisions(struct model *model, uint64_t revision);

/* Copies the turns of one transcript in (texts and cues too); replaces what was loaded for it. */
void model_load_turns(struct model *model, transcript_id id, const struct turn *turns,
		      size_t nturns);

/* Cards not loaded yet, by place, for the first paint of a large wall; cleared by model_clear.
 * cluster 0 and place PLACE_TRAY / PLACE_PARKED / PLACE_LOOSE count those; the rows of the clusters
 * must be there before. */
void model_set_unloaded(struct model *model, enum place_kind place, cluster_id cluster,
			size_t ncards);

/* Lookups: NULL when there is none. Hidden transcripts are found by id but not listed. */

/* Never NULL; an empty title before the row arrived. */
const struct study *model_study(const struct model *model);
const struct card *model_card(const struct model *model, card_id id);
const struct cluster *model_cluster(const struct model *model, cluster_id id);
const struct participant *model_participant(const struct model *model, participant_id id);
const struct session *model_session(const struct model *model, session_id id);
const struct transcript *model_transcript(const struct model *model, transcript_id id);
const struct speaker *model_speaker(const struct model *model, speaker_id id);

const struct card *model_card_by_code(const struct model *model, struct code code);
const struct cluster *model_cluster_by_code(const struct model *model, struct code code);
const struct participant *model_participant_by_code(const struct model *model, struct code code);
const struct session *model_session_by_code(const struct model *model, struct code code);
/* By exact name, else by its folded form when exactly one has it. */
const struct cluster *model_cluster_by_name(const struct model *model, struct str name);

/* Lists, borrowed until the next change; those of sources until the next question, too. */
struct card_list { const card_id *ids; size_t n; };
struct cluster_list { const cluster_id *ids; size_t n; };
struct participant_list { const participant_id *ids; size_t n; };
struct session_list { const session_id *ids; size_t n; };
struct transcript_list { const transcript_id *ids; size_t n; };
struct speaker_list { const speaker_id *ids; size_t n; };

/* Tray and parked: reading order (session ordinal, transcript, start; then cards without an
 * excerpt, by id). Loose: by id. All: by id. Cards of a cluster: struct cluster. */
struct card_list model_tray(const struct model *model);
/* Where in the tray the first card stands that is read after this one, wherever that is; the tray's
 * number of cards when none is. */
size_t model_tray_after(const struct model *model, card_id id);
struct card_list model_parked(const struct model *model);
struct card_list model_loose(const struct model *model);
struct card_list model_cards(const struct model *model);
/* Cards with an excerpt in that transcript, by (start, end, id). */
struct card_list model_cards_of_transcript(const struct model *model, transcript_id id);
struct cluster_list model_clusters(const struct model *model); /* all, by id */
/* Top level, by (line, column, id). */
struct cluster_list model_top_clusters(const struct model *model);
struct participant_list model_participants(const struct model *model); /* by code */
/* Those with a visible transcript or none at all, by (ordinal, id). */
struct session_list model_sessions(const struct model *model);
/* Visible, by (session ordinal, id). */
struct transcript_list model_transcripts(const struct model *model);
/* Those whose place a corrected version took, in the same order. Cards still on one are what could
 * not be placed in the correction. */
struct transcript_list model_replaced_transcripts(const struct model *model);
struct speaker_list model_speakers(const struct model *model, transcript_id id); /* by id */

/* The cards that lie beneath one, by id; none for a card that is no stack. */
struct card_list model_stack(const struct model *model, card_id top);
/* How many cards a card stands for, itself included: 1 for a card that is no stack. */
size_t model_stack_size(const struct model *model, card_id id);
/* The card that shows for this one: itself, or the top of its stack. */
const struct card *model_card_top(const struct model *model, const struct card *card);
/*
 * Whether its person is heard on an earlier card of the same stack already: the top, or one beneath
 * with a smaller id. A stack is one card of each person in it, so such a card is not counted again.
 */
bool model_card_is_echo(const struct model *model, const struct card *card);
/* These cards, each followed by those beneath it: everything that speaks for them. */
struct card_list model_sources(const struct model *model, const card_id *ids, size_t n);

/* All that shows in a cluster: its own cards, then copies. */
static inline struct card_list cluster_shown(const struct cluster *cluster)
{
	return (struct card_list){cluster->cards, cluster->ncards + cluster->ntwins};
}
bool model_has_copies(const struct model *model); /* of any card */
/* The clusters a card also shows in, by id. */
struct cluster_list model_card_twins(const struct model *model, card_id id);
/* The cards that have a copy in a cluster, also those that wait unseen beneath another card; in the
 * order they came. */
struct card_list model_cluster_copies(const struct model *model, cluster_id id);
/* Where among the cards of a cluster (cluster.cards) its copy stands; false: it has none there. */
bool model_twin_slot(const struct model *model, card_id id, cluster_id cluster, size_t *slot);

/* The tags of a card, by (facet, name), each once. */
struct tag_list { const struct tag *tags; size_t n; };
struct tag_list model_card_tags(const struct model *model, card_id id);
bool model_card_has_tag(const struct model *model, card_id id, struct tag tag);
/* Every tag in use, by (facet, name), and how many cards have it. */
struct tag_count { struct tag tag; size_t cards; };
struct tag_count_list { const struct tag_count *tags; size_t n; };
struct tag_count_list model_tags(const struct model *model);

/* What a card pulls against and what pulls against it; what pulls against a theme. By id. */
struct tension_list { const struct tension *all; size_t n; };
struct tension_list model_card_tensions(const struct model *model, card_id id);
struct tension_list model_cluster_tensions(const struct model *model, cluster_id id);
/* Whether a card is marked as in tension, or is linked. */
bool model_card_is_tense(const struct model *model, const struct card *card);

/* How many cards a place holds, loaded or not. */
size_t model_place_count(const struct model *model, enum place_kind place);
size_t model_card_count(const struct model *model); /* a stack is one */

/*
 * Whose card it is: the participant of its speaker, unless that speaker is a moderator or observer;
 * else the person set by hand; else none (id 0, "unattributed", counted apart).
 */
participant_id model_card_participant(const struct model *model, const struct card *card);
/* Words of a moderator or observer: may be on the wall, are never evidence. */
bool model_card_is_moderator(const struct model *model, const struct card *card);
/* The person's value of the study's segment attribute; empty when unknown. */
struct str model_participant_segment(const struct model *model, const struct participant *p);

/*
 * People and cards of a cluster: own cards; with_children adds the whole subtree (people distinct).
 * Moderators' cards count as cards, never as people, and are not unattributed: it is known who
 * spoke. Kept until something it counts changes.
 */
struct tally {
	size_t people;   /* distinct participants */
	size_t cards;
	size_t segments; /* distinct non-empty segments */
	size_t unattributed; /* cards without a known participant */
};
struct tally model_cluster_tally(const struct model *model, cluster_id id, bool with_children);
/* How far down its cluster's own cards a card stands, 0 …; the card's place is PLACE_CLUSTER. */
size_t model_card_slot(const struct model *model, const struct card *card);
/* The N of "n of N people": participants who attended a session of model_sessions. */
size_t model_people_in_view(const struct model *model);

int model_cluster_depth(const struct model *model, cluster_id id); /* 1 = top level, at most 4 */
/* Levels below and with it, 1 = no children. */
int model_cluster_height(const struct model *model, cluster_id id);
/* Also itself. */
bool model_cluster_is_within(const struct model *model, cluster_id id, cluster_id ancestor);
cluster_id model_cluster_root(const struct model *model, cluster_id id);

/* The turn of a loaded transcript that holds a code point (by binary search), NULL when out of
 * range or not loaded. The line feed between two turns belongs to the one before it. */
const struct turn *transcript_turn_at(const struct transcript *transcript, int64_t code_point);
/* When the recording was at a code point: the latest cue at or before it inside its turn, else the
 * turn's start; -1 unknown. */
int64_t turn_time_at(const struct turn *turn, int64_t code_point);
/* "S02", or "S02v2" for the second version. */
void transcript_add_code(const struct model *model, struct strbuf *out,
			 const struct transcript *transcript);

#endif
