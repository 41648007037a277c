#ifndef THEMEWALL_STORE_SYNC_INTERNAL_H
#define THEMEWALL_STORE_SYNC_INTERNAL_H

#include "themewall/base/sha256.h"
#include "themewall/store/sync.h"

#include "private-internal.h"

/* ---- frames and values (sync-wire.c) ---- */

enum sync_frame {
	SYNC_ASK = 'A',    /* a path */
	SYNC_KNOWN = 'K',  /* what a copy knows */
	SYNC_ROWS = 'R',   /* rows: a number of the list of tables, then its columns, and again */
	SYNC_END = 'E',    /* that was all */
	SYNC_MERGED = 'M', /* the caller has it; after it the other's numbers come as SYNC_MERGED */
	SYNC_FAILED = 'F', /* words */
};

struct wire {
	const struct sync_line *line;
	struct err *err;
	struct strbuf out; /* the frame being written, from its letter on */
	struct strbuf in;  /* values of the frame read last */
	size_t at;         /* first byte of in not yet taken */
	uint64_t total;    /* bytes of all frames read */
};

void wire_init(struct wire *wire, const struct sync_line *line, struct err *err);
void wire_release(struct wire *wire);

bool wire_greet(struct wire *wire);
bool wire_hear_greeting(struct wire *wire);

void wire_begin(struct wire *wire, enum sync_frame frame);
void wire_add(struct wire *wire, const struct value *value);
void wire_add_int(struct wire *wire, int64_t i);
void wire_add_bytes(struct wire *wire, const void *bytes, size_t n);
bool wire_send(struct wire *wire);
bool wire_send_failure(struct wire *wire, const struct err *failure);

/* The next frame; SYNC_FAILED becomes the error the other side has told. */
bool wire_receive(struct wire *wire, enum sync_frame *frame);
/* … which must be this one. */
bool wire_expect(struct wire *wire, enum sync_frame frame);
bool wire_is_empty(const struct wire *wire); /* all values are taken */
/* The next value; its bytes are borrowed until the next frame. */
bool wire_take(struct wire *wire, struct value *value);
bool wire_take_int(struct wire *wire, int64_t least, int64_t most, int64_t *i);
bool wire_take_bytes(struct wire *wire, size_t n, void *bytes); /* a blob of just that length */
bool wire_makes_no_sense(struct wire *wire);                    /* always false */

/* ---- what a copy knows (sync-knowledge.c) ---- */

/* The changes made in one copy, as far as they are known. */
struct known_copy {
	int64_t prefix, newest;       /* logical clock; 0 for none */
	uint8_t digest[SHA256_BYTES]; /* of all up to it */
};

struct knowledge {
	uint8_t root[16]; /* number of the first copy: the same in all copies of a wall */
	struct known_copy *copies;
	size_t ncopies;
	int64_t *transcripts, *forgotten; /* ids, ascending */
	size_t ntranscripts, nforgotten;
	struct arena arena;
};

bool knowledge_gather(struct knowledge *known, struct store *store, struct err *err);
bool knowledge_send(const struct knowledge *known, struct wire *wire);
bool knowledge_receive(struct knowledge *known, struct wire *wire);
bool knowledge_has_transcript(const struct knowledge *known, int64_t id);
/* Which changes of a copy this wall must send: those newer than *since. 0 when what is before is
 * not the same: the merge will say so. */
bool knowledge_since(const struct knowledge *theirs, struct store *store, int64_t prefix,
		     int64_t *since, struct err *err);
bool knowledge_equal(const struct knowledge *a, const struct knowledge *b);
void knowledge_release(struct knowledge *known);

/* ---- rows (sync-rows.c) ---- */

/* What they lack, out of a private copy without whom they have forgotten. */
bool rows_send(struct store *store, const struct knowledge *theirs, struct wire *wire);
/* What arrives until SYNC_END, into a new wall at path. */
bool rows_receive(const char *path, struct wire *wire);

#endif
