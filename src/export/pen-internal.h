#ifndef THEMEWALL_EXPORT_PEN_INTERNAL_H
#define THEMEWALL_EXPORT_PEN_INTERNAL_H

#include "part-internal.h"
#include "survey-internal.h"

/*
 * How a report is put on paper. export/report.c says what stands in the findings, in which order; a
 * pen knows only how its format writes a heading, a quote or a table. So every format says the
 * same, and a new one is one more pen. All texts are stored text or our words, borrowed for the
 * call; the pen escapes and wraps. Facts, what is to be decided and places may hold marked parts.
 */
struct pen;

struct fact {
	struct str label, text;
};

/* Under a theme, or "In short": a name and how strongly it was heard. */
struct heading {
	size_t number;    /* 1 … at the top level; 0: none */
	int depth;        /* 1 theme, 2 … sub-themes */
	struct str name;  /* empty: nobody has named it yet */
	struct str count; /* "6 of 8" … */
	const char *unit; /* … "people" */
	struct str code;  /* "T-03" */
};

/* A card on paper: words, and the receipt under them. */
struct saying {
	struct str label; /* "Observed", "Pain" …; empty: a quote */
	struct str words;
	bool quoted; /* somebody's own words, in quotation marks: of a quote always, of others when
			nobody has put them differently */
	bool surprise;
	struct str who;    /* "P03, freelancer"; empty: nobody is known */
	struct str source; /* "S02" */
	int64_t time_ms;   /* -1 unknown: the source is named instead */
	struct str code;   /* "C-041" */
	struct str place;  /* where it lies, in lists that mix places; else empty */
};

struct pen_ops {
	void (*title)(struct pen *pen, struct str title);
	void (*facts)(struct pen *pen, const struct fact *facts,
		      size_t n); /* empty texts are left out */
	/* What the reader is asked to decide: right under the title, before anything else. */
	void (*decide)(struct pen *pen, struct str text);
	/* In the head of the page: "Focus question". */
	void (*lead)(struct pen *pen, const char *label, struct str text);
	void (*short_open)(struct pen *pen, bool counts); /* counts stand beside what follows */
	void (*short_theme)(struct pen *pen, const struct heading *heading);
	void (*theme)(struct pen *pen, const struct heading *heading);
	void (*section)(struct pen *pen, const char *title, const char *note); /* note may be "" */
	void (*group)(struct pen *pen, const char *title);
	void (*fact)(struct pen *pen, const char *label, struct str text);
	void (*saying)(struct pen *pen, const struct saying *saying);
	void (*implication)(struct pen *pen, struct str text, struct str code);
	void (*paragraph)(struct pen *pen, struct str text);
	void (*matrix)(struct pen *pen, const struct survey *survey);
	void (*end)(struct pen *pen, struct str text);
};

struct pen {
	const struct pen_ops *ops;
	struct strbuf *out; /* borrowed */
};

/* Writes the findings with that pen. */
void report_write(struct pen *pen, const struct survey *survey);
/* The same on one page. */
void report_write_brief(struct pen *pen, const struct survey *survey);

/* The matrix of who said what, in people up to MATRIX_PEOPLE, beyond that in segments (in none when
 * there are none). */
enum { MATRIX_PEOPLE = 60 };
bool matrix_by_segment(const struct survey *survey);
/* People of a segment heard in a theme; NOBODY: those whose segment is not known. */
size_t matrix_segment_people(const struct survey *survey, const struct theme *theme,
			     size_t segment);

/* The same on a page of plain text (export/matrix.c). */
struct page;
void page_matrix(struct page *page, const struct survey *survey);

#endif
