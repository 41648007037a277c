#ifndef THEMEWALL_MODEL_MODEL_INTERNAL_H
#define THEMEWALL_MODEL_MODEL_INTERNAL_H

#include "themewall/base/mem.h"
#include "themewall/model/insights.h"
#include "themewall/model/model.h"

#include "index-internal.h"

/*
 * The inside of struct model. Three parts: tables of rows as they arrived, always current; the
 * cards' lists (places, receipts, all), kept as rows arrive once someone has read them; and the
 * short lists (people, sessions, the tree of clusters), rebuilt by their next reader after a
 * change.
 */

/* model-rows.c: rows of one size that never move; the first eight bytes are the id, 0 when free. */
enum { ROWS_BITS = 8, ROWS_CHUNK = 1 << ROWS_BITS };

struct rows {
	size_t size;   /* bytes of a row */
	char **chunks; /* ROWS_CHUNK rows each; owned */
	size_t nchunks, cap;
	uint32_t end;  /* positions ever handed out */
	uint32_t free; /* position + 1 of the first free row below end; chained through them */
	uint32_t count;
	struct index by_id;
};

void rows_init(struct rows *rows, size_t size);
void rows_clear(struct rows *rows);
static inline void *rows_get(const struct rows *rows, uint32_t position)
{
	char *chunk = rows->chunks[position >> ROWS_BITS];
	return chunk + (position & (ROWS_CHUNK - 1)) * rows->size;
}

uint32_t rows_at(const struct rows *rows, int64_t id); /* NOWHERE when it is not there */
void *rows_find(const struct rows *rows, int64_t id);  /* NULL when it is not there */
uint32_t rows_add(struct rows *rows, int64_t id);      /* a new id; else zeroed */
void rows_remove(struct rows *rows, uint32_t position);
void rows_forget(struct rows *rows, uint32_t position); /* and all memory with the last one */
/* Walks: *position is 0 at first; NULL after the last. Afterwards *position is one past the row. */
void *rows_next(const struct rows *rows, uint32_t *position);

/* model-texts.c: all texts of the model, end to end; what changed leaves waste behind. */
struct text_block;
struct texts {
	struct text_block *head; /* owned */
	size_t kept, waste;      /* bytes */
};

struct str texts_keep(struct texts *texts, struct str s);
void texts_drop(struct texts *texts, struct str s);
void texts_release(struct texts *texts);
void model_texts_tidy(struct model *model); /* moves every text when too much is waste */
/* Every text a person wrote, those of turns left out: not ranks, dates, consents. */
void model_each_words(struct model *model, void (*visit)(void *context, struct str *text),
		      void *context);

/* Ids of cards in some order; sorted when somebody reads them. */
struct card_vec {
	card_id *ids; /* owned */
	size_t n, cap;
	bool unsorted;
};

/* The home of a card that is not there yet; the first bytes of the row, as in every table. */
struct home {
	int64_t card;
	cluster_id cluster;
	struct str rank;
	int64_t mv;
	int32_t column, line;
	enum place_kind place;
	card_id stack;
};

/* A tag of a card; the first bytes of the row, as in every table. */
struct tag_row {
	int64_t id;
	card_id card;
	struct tag tag;
};

/* A copy of a card in a cluster that is not its home; the first bytes of the row, too. */
struct twin {
	int64_t id;
	card_id card;
	cluster_id cluster;
	struct str rank;
};

/* An excerpt that no card here refers to. */
struct excerpt {
	excerpt_id id;
	transcript_id transcript;
	speaker_id speaker;
	int32_t start, end, time_ms;
};

/* How often each person speaks on a cluster's own cards, so that one card more or less is one
 * number more or less (model-ledger.c). */
struct ledger_line {
	uint32_t person; /* position of the participant's row */
	uint32_t n;      /* cards, those in stacks too; never 0 */
};

struct ledger {
	struct ledger_line *lines; /* owned */
	size_t n, cap;
	size_t unattributed; /* stacks nobody is known for */
	uint64_t epoch;      /* of the people it was counted with; 0: it is to be counted anew */
};

/* `present` is false for a row that others refer to before it came or after it went. */
struct cluster_row {
	struct cluster cluster;
	struct card_vec cards;
	struct ledger ledger;
	struct tally own, whole; /* current when their epoch is the model's */
	uint64_t own_epoch, whole_epoch;
	size_t twins_at, ntwins; /* of model->twin_cards */
	bool present;
};

struct participant_row {
	struct participant participant;
	bool present, named;
	uint32_t segment; /* number of its segment's value, 1 …; 0 unknown */
	uint64_t stamp;   /* of the last tally that counted this person */
};

struct session_row {
	struct session session;
	bool present;
	uint32_t ntranscripts, nvisible;
};

struct transcript_row {
	struct transcript transcript;
	void *turns;                /* one block: turns, cues, texts; owned */
	uint32_t order;             /* in reading order, hidden ones too */
	size_t speakers, nspeakers; /* part of speaker_ids */
	struct card_vec cards;      /* by (start, end, id) */
};

/* Where walks up and down the tree stop: only broken files go deeper than 4, and a cycle can exist
 * in half a batch of rows. */
enum { CLUSTER_DEEPEST = 64 };

/* Rows of one table by (owner, rank, id); owner 0 where there is none. */
enum { RANKED_INSIGHTS, RANKED_EVIDENCE, RANKED_RECOMMENDATIONS, RANKED_BELIEFS, RANKED_DECISIONS };
enum { RANKED = RANKED_DECISIONS + 1 };
struct ranked {
	int64_t *ids, *owners; /* owned */
	size_t n;
};

/* Tables of what each person thinks alone (model/coding.h), and of how they look at it
 * (model/lenses.h). */
enum { CODING_LAYERS, CODING_LAYER_CARDS, CODING_BALLOTS, CODING_VOTES, CODING_LENSES, CODING };

enum { LIVE_PLACES = 1, LIVE_RECEIPTS = 2, LIVE_ALL = 4 };

struct model {
	uint64_t revision, loose_revision;
	struct veil *veil; /* owned; NULL: everything as it is stored */
	struct texts texts;
	struct study study;
	struct rows cards, clusters, participants, sessions, transcripts, speakers;
	struct rows homes, excerpts; /* those without a card */
	struct index by_excerpt;     /* cards by excerpt */
	struct index by_code;        /* cards by code, once someone asked */
	bool by_code_live;
	struct index by_stack;            /* cards by the card they lie beneath */
	struct card_vec beneath, sources; /* what the last question was answered with */
	struct rows tags, tensions;
	struct index tags_by_card;
	struct rows twins;
	struct index twins_by_card;
	card_id *twin_cards;       /* those that show, by (cluster, rank, id); owned */
	cluster_id *twin_clusters; /* what the last question was answered with; owned */
	size_t twin_clusters_cap;
	bool twins_live;            /* twin_cards and the clusters' shares are current */
	struct tag *card_tags;      /* the same; owned, as are the next two */
	struct tag_count *all_tags; /* of all_tags_revision */
	struct tension *found;
	size_t card_tags_cap, nall_tags, found_cap;
	uint64_t all_tags_revision;

	struct rows insights, evidence, recommendations, beliefs, decisions;
	struct ranked ranked[RANKED]; /* those in their order, once someone asked */
	bool ranked_live;

	struct rows coding[CODING];
	void *coding_found[CODING]; /* what the last question was answered with; owned */

	/* lists of cards */
	unsigned live;     /* LIVE_*: which are kept; the others are empty */
	unsigned nchanges; /* changes of live lists since someone read one */
	struct card_vec places[PLACE_CLUSTER], all;
	size_t nplaced[PLACES], nunloaded[PLACES];

	/* short lists, valid while their flag is set */
	bool people_live, tree_live;
	participant_id *participant_ids; /* this and the next six: owned */
	session_id *session_ids;
	transcript_id *transcript_ids; /* those listed, then those replaced */
	speaker_id *speaker_ids;
	cluster_id *cluster_ids, *top_ids, *child_ids;
	size_t nparticipants, nsessions, ntranscripts, nreplaced, nclusters, ntop;
	size_t nview;             /* people in view */
	size_t nsegments;         /* distinct values of the segment attribute */
	uint64_t *segment_stamps; /* [nsegments + 1]; owned */

	uint64_t epoch; /* of the tallies: raised when people, sessions or the tree change */
	uint64_t people_epoch; /* of the ledgers: raised when people or all lists change */
	uint64_t stamp;
};

/* The columns of a change. */
static inline bool row_has(const struct row_change *change, int column)
{
	return change->column[column].type != VALUE_ABSENT;
}

/* What a field becomes: itself when the change does not touch it. */
static inline int64_t row_int(const struct row_change *change, int column, int64_t now)
{
	return row_has(change, column) ? change->column[column].i : now;
}

int32_t row_int32(const struct row_change *change, int column, int32_t now); /* saturated */
void row_text(struct model *model, const struct row_change *change, int column, struct str *field);
struct code row_code(const struct row_change *change, int column, enum code_kind kind,
		     struct code now);

/* model-cards.c */
void model_cards_init(struct model *model);
void model_cards_clear(struct model *model);
struct card *model_card_at(const struct model *model, uint32_t position);
void model_apply_card(struct model *model, const struct row_change *change);
void model_apply_placement(struct model *model, const struct row_change *change);

/* model-stacks.c */
void model_stacks_init(struct model *model);
void model_stacks_clear(struct model *model);
void model_stack_join(struct model *model, const struct card *card); /* after card->stack is set */
void model_stack_part(struct model *model, const struct card *card); /* before it is another */
/* The count of the cluster where the stack of a card lies is to be made anew. */
void model_stack_touch(struct model *model, const struct card *card);

/* model-tags.c */
void model_tags_init(struct model *model);
void model_tags_clear(struct model *model);
void model_apply_tag(struct model *model, const struct row_change *change);

/* model-twins.c */
void model_twins_init(struct model *model);
void model_twins_clear(struct model *model);
void model_apply_twin(struct model *model, const struct row_change *change);
/* Whether a change of a placement is about a copy, not about a home. */
bool model_twin_is(const struct model *model, const struct row_change *change);
/* The card, or whom it counts for, is about to change or has: what shows its copies is stale. */
void model_twins_touch(struct model *model, const struct card *card);
void model_twins_settle(struct model *model);
/* Puts its copies behind a cluster's own cards; both are settled. */
void model_twins_share(struct model *model, struct cluster_row *row);

/* model-tensions.c */
void model_tensions_init(struct model *model);
void model_tensions_clear(struct model *model);
void model_apply_tension(struct model *model, const struct row_change *change);

/* model-receipts.c */
void model_receipts_init(struct model *model);
void model_receipts_clear(struct model *model);
void model_apply_excerpt(struct model *model, const struct row_change *change);
/* Gives a card its excerpt (0: none) and what is known of it, from another card or waiting. */
void model_receipt_link(struct model *model, uint32_t position, excerpt_id id);
void model_receipt_unlink(struct model *model, uint32_t position);

/* model-clusters.c */
void model_clusters_init(struct model *model);
void model_clusters_clear(struct model *model);
void model_apply_cluster(struct model *model, const struct row_change *change);
struct cluster_row *model_cluster_row(const struct model *model,
				      cluster_id id);                       /* present or NULL */
struct cluster_row *model_cluster_make(struct model *model, cluster_id id); /* maybe not present */
void model_cluster_drop(struct model *model, cluster_id id); /* if nobody needs its row */
void model_tree_settle(struct model *model);
/* As model_cluster, but its cards may be unsorted; for those who only count them. */
const struct cluster *model_cluster_shape(const struct model *model, cluster_id id);

/* model-people.c */
void model_people_init(struct model *model);
void model_people_clear(struct model *model);
void model_apply_participant(struct model *model, const struct row_change *change);
void model_apply_identity(struct model *model, const struct row_change *change);
void model_apply_attribute(struct model *model, const struct row_change *change);

/* model-sessions.c */
void model_sessions_init(struct model *model);
void model_sessions_clear(struct model *model);
void model_apply_session(struct model *model, const struct row_change *change);
void model_apply_attendance(struct model *model, const struct row_change *change);
void model_apply_transcript(struct model *model, const struct row_change *change);
void model_apply_speaker(struct model *model, const struct row_change *change);

/* model-insights.c */
void model_insights_init(struct model *model);
void model_insights_clear(struct model *model);
void model_apply_insight(struct model *model, const struct row_change *change);
void model_apply_evidence(struct model *model, const struct row_change *change);
void model_apply_recommendation(struct model *model, const struct row_change *change);
void model_apply_belief(struct model *model, const struct row_change *change);
void model_apply_decision(struct model *model, const struct row_change *change);

/* model-coding.c */
void model_coding_init(struct model *model);
void model_coding_clear(struct model *model);
/* The row of a change, new or known; its texts are dropped before it goes. */
void *coding_row(struct rows *rows, const struct row_change *change);
bool coding_gone(struct rows *rows, const struct row_change *change);
/* The rows of a table whose second field is `owner`, or all when it is 0, by id. */
void *coding_find(const struct model *model, int which, int64_t owner, size_t *n);
void model_apply_layer(struct model *model, const struct row_change *change);
void model_apply_layer_card(struct model *model, const struct row_change *change);
void model_apply_ballot(struct model *model, const struct row_change *change);
void model_apply_vote(struct model *model, const struct row_change *change);
void model_apply_lens(struct model *model, const struct row_change *change); /* model-lenses.c */

/* model-settle.c: the short lists of people and sessions */
void model_people_changed(struct model *model); /* they are to be made anew */
void model_people_settle(struct model *model);
void model_people_release(struct model *model);

/* model-lists.c: a card enters the lists after, and leaves them before, what orders it changes. */
void model_card_enter(struct model *model, const struct card *card);
void model_card_leave(struct model *model, const struct card *card);
void model_card_born(struct model *model, const struct card *card);
void model_card_gone(struct model *model, const struct card *card);
void model_lists_forget(struct model *model, unsigned which);
/* Makes cards and ncards of a cluster current. */
void model_places_settle(struct model *model, struct cluster_row *row);
void model_places_count(struct model *model, struct cluster_row *row); /* ncards alone */
void model_vec_release(struct card_vec *vec);

/* model-tally.c */
void model_tally_touch(struct model *model, cluster_id id); /* it and all above are to be counted */
/* A card came to its cluster's own ones, or is about to leave them. */
void model_tally_enter(struct model *model, const struct card *card);
void model_tally_leave(struct model *model, const struct card *card);

/* model-ledger.c */
/* Whose words a card are, NULL when nobody is known; *known is also set for a moderator's. */
struct participant_row *model_person_of(const struct model *model, const struct card *card,
					bool *known);
/* One card that is no stack more or less; nothing while the ledger is to be counted anew. */
void ledger_add(struct model *model, struct ledger *ledger, const struct card *card);
void ledger_take(struct model *model, struct ledger *ledger, const struct card *card);
/* Counts a cluster's own cards when need be; its list is current. */
void ledger_settle(struct model *model, struct cluster_row *row);
void ledger_release(struct ledger *ledger);

#endif
