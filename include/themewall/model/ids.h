#ifndef THEMEWALL_MODEL_IDS_H
#define THEMEWALL_MODEL_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * Ids are 63-bit numbers: 31 bits name the copy of the file (the replica), 32 count. 0 is "none".
 * They are wrapped so that the compiler tells a card from a cluster.
 */
typedef struct { int64_t n; } card_id;
typedef struct { int64_t n; } cluster_id;
typedef struct { int64_t n; } participant_id;
typedef struct { int64_t n; } session_id;
typedef struct { int64_t n; } transcript_id;
typedef struct { int64_t n; } speaker_id;
typedef struct { int64_t n; } excerpt_id;
typedef struct { int64_t n; } coder_id;
typedef struct { int64_t n; } insight_id;
typedef struct { int64_t n; } evidence_id;
typedef struct { int64_t n; } recommendation_id;
typedef struct { int64_t n; } belief_id;
typedef struct { int64_t n; } decision_id;

#define ID_REPLICA(n) ((uint32_t)((n) >> 32))
#define ID_COUNT(n)   ((uint32_t)(n))

/*
 * Codes are what people say aloud: C-041, T-03, P03, S02, I-1. They come from a counter that never
 * reuses a number; a further copy of a wall puts its letter before the number (C-b041).
 */
enum code_kind {
	CODE_CARD,
	CODE_CLUSTER,
	CODE_PARTICIPANT,
	CODE_SESSION,
	CODE_INSIGHT,
	CODE_KINDS
};

struct code {
	char letter;     /* 0 for the first copy, else 'b'…'z' */
	uint32_t number; /* 1 … */
};

/* Appends "C-041", "T-03", "P03", "S02", "I-1". */
void code_add(struct strbuf *out, enum code_kind kind, struct code code);
/* Reads any spelling: "C-041", "c41", "C-b041"; false when it is not a code of that kind. */
bool code_parse(struct str s, enum code_kind kind, struct code *code);

#endif
