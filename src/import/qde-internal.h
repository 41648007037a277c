#ifndef THEMEWALL_IMPORT_QDE_INTERNAL_H
#define THEMEWALL_IMPORT_QDE_INTERNAL_H

#include "package-internal.h"
#include "themewall/model/records.h"

/*
 * A REFI-QDA project or codebook (urn:QDA-XML, versions 0.10 to 1.5) on its way to a wall:
 *   qde.c       its XML as records, in document order (qde-element.c: what begins each of them)
 *   qde-graph.c where things stand, of our own exports
 *   qde-text.c  a source's text as turns, and where each of its positions went
 *   qde-wall.c  both as the JSON of a wall (qde-wall-internal.h), which import_wall reads like any
 *               other
 * So everything is checked where every wall is checked. Texts live in the arena; indices are -1
 * for none. Positions in sources are code points of the file as it is, those of turns ours.
 */
struct qde_code {
	struct str guid, name, description;
	int parent; /* index, below four levels that of the third */
	int depth;  /* 1 … 4 */
	enum cluster_colour colour;
};

struct qde_user {
	struct str guid, name;
	size_t ncodings;
};

struct qde_attribute {
	struct str variable, value; /* guid of the variable */
};

struct qde_case {
	struct str guid, name;
	struct qde_attribute *attributes; /* owned */
	size_t nattributes, capacity;
};

struct qde_variable {
	struct str guid, name;
};

struct qde_source {
	struct str guid, owner; /* of the recording it is a transcript of, else itself */
	struct str name, path;  /* "internal://…", or empty: text */
	struct str text;
	int64_t created_ms; /* -1 unknown */
	bool gone;          /* its text is not in the archive */
};

/* A case and a source that belong together. */
struct qde_link {
	int person;
	struct str source; /* guid */
};

struct qde_sync {
	struct str guid;
	int source;
	int64_t position, ms;
};

/* Where a code or a selection stands on the wall. */
struct qde_vertex {
	struct str guid; /* of what it represents */
	int64_t order, column, line, width;
	bool parked;
};

struct qde_selection {
	struct str guid;
	int source;
	int64_t start, end, ms; /* code points; ms -1 unknown */
	struct str name, description;
	size_t first_code, ncodes; /* in qde.codings */
	int64_t created_ms;
};

struct qde {
	struct arena *arena;  /* borrowed */
	struct reading *text; /* cleans and tallies */
	struct str file;      /* name, for messages */
	bool codebook;        /* no project around it */
	bool own;             /* an export of themewall */
	struct str name, description;
	int64_t created_ms;
	/* all owned, released by qde_release */
	struct qde_code *codes;
	struct qde_user *users;
	struct qde_case *cases;
	struct qde_variable *variables;
	struct qde_source *sources;
	struct qde_link *links;
	struct qde_sync *syncs;
	struct qde_selection *selections;
	struct str *codings; /* guids of codes */
	struct qde_vertex *vertices; /* of own ones; by guid once read */
	size_t nvertices, cap_vertices;
	size_t ncodes, nusers, ncases, nvariables, nsources, nlinks, nsyncs, nselections, ncodings;
	size_t cap_codes, cap_users, cap_cases, cap_variables, cap_sources, cap_links, cap_syncs,
		cap_selections, cap_codings;
	size_t nmedia, nsets, nnotes, ngraphs, ndeep, nmissing, nempty, noutside,
		nstrays; /* what stays behind */
};

/* Fills *qde, whose arena, text and file are set. */
bool qde_read(struct qde *qde, struct str xml, struct err *err);
void qde_release(struct qde *qde);
int qde_find_code(const struct qde *qde, struct str guid);

/* ---- qde-graph.c ---- */

void qde_add_vertex(struct qde *qde, struct str guid, int64_t x, int64_t y, int64_t right,
		    bool parked);
void qde_sort_vertices(struct qde *qde); /* after the last, before the first question */
const struct qde_vertex *qde_find_vertex(const struct qde *qde, struct str guid); /* NULL */
/* COLOUR_NONE for any other than those of our own. */
enum cluster_colour qde_colour(struct str rgb);

/* ---- qde-text.c ---- */

struct qde_turn {
	struct str text; /* slice of qde_text.text */
	int speaker;     /* index into reading.draft's speakers, -1 nobody */
	int64_t start, end;
};

struct qde_text {
	struct strbuf text;     /* turns joined by LF */
	struct qde_turn *turns; /* owned */
	size_t nturns, cap_turns;
	struct draft_speaker *speakers; /* owned */
	size_t nspeakers, cap_speakers;
	uint32_t *to, *behind; /* owned: where a position of the source is as a start, as an end */
	size_t npositions;     /* code points of the source */
	int64_t nchars;
};

/* Cuts a source into turns, one a line; "Name: " is taken off where names recur. Line ends of two
 * characters count as two when pairs is set. */
void qde_text_init(struct qde_text *text, struct str source, bool pairs);
void qde_text_release(struct qde_text *text);
/* A range of the source as one of ours; false when nothing of it is left. */
bool qde_text_range(const struct qde_text *text, int64_t start, int64_t end, int64_t *from,
		    int64_t *to);
struct str qde_text_slice(const struct qde_text *text, int64_t from, int64_t to);

/* ---- qde-wall.c ---- */

/* The wall as JSON, and in sentences what it was and what stayed behind. */
void qde_write(struct qde *qde, struct strbuf *json, struct strbuf *said);

#endif
