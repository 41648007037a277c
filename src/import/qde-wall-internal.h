#ifndef THEMEWALL_IMPORT_QDE_WALL_INTERNAL_H
#define THEMEWALL_IMPORT_QDE_WALL_INTERNAL_H

#include "qde-internal.h"
#include "themewall/model/ids.h"

/*
 * A project on its way into the JSON of a wall: qde-wall.c prepares and says what it was,
 * qde-people.c writes participants, qde-sources.c sessions with their transcripts, qde-map.c
 * clusters and cards, all by the few functions of qde-put.c.
 */

enum { QDE_NAME_CHARS = 300 };

/* A participant: a case, or whoever spoke under a name. */
struct qde_person {
	struct str name;
	int from; /* index of the case, -1 */
};

struct qde_writing {
	struct qde *qde;
	struct strbuf *out;
	struct qde_text *texts;    /* one per source; owned */
	struct qde_person *people; /* owned; cases come first */
	size_t npeople, capacity;
	int *owner; /* per source: the one case it belongs to, -1; owned */
	size_t ncards;
	size_t *inside; /* cards per code so far; owned */
	size_t nothing; /* selections of nothing that is left */
};

/* ---- qde-put.c ---- */

/* Members of the object that is open, with the comma before. */
void qde_put_text(struct strbuf *out, const char *key, struct str value);
void qde_put_number(struct strbuf *out, const char *key, int64_t value);
void qde_put_raw(struct strbuf *out, const char *key, const char *json);
/* The code of what is at that place: the first is 1. */
void qde_put_code(struct strbuf *out, const char *key, enum code_kind kind, size_t at);
/* Begins the next element of a list. */
void qde_put_begin(struct strbuf *out);
/* A string alone. */
void qde_put_string(struct strbuf *out, struct str s);

/* ---- qde-people.c ---- */

size_t qde_person_add(struct qde_writing *w, struct str name, int from);
/* Cases that name the source; the one when there is exactly one, else -1. */
int qde_owner_of(const struct qde_writing *w, const struct qde_source *source);
/* The participant a speaker of source s is; -1 for moderators and observers. */
int64_t qde_person_of(struct qde_writing *w, size_t s, const struct draft_speaker *speaker);
void qde_guess_roles(struct qde_writing *w);
void qde_write_people(struct qde_writing *w);

/* ---- qde-sources.c ---- */

void qde_write_sources(struct qde_writing *w);

/* ---- qde-map.c ---- */

void qde_write_clusters(struct qde_writing *w);
void qde_write_cards(struct qde_writing *w);

#endif
