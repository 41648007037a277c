#ifndef THEMEWALL_EXPORT_QDPX_INTERNAL_H
#define THEMEWALL_EXPORT_QDPX_INTERNAL_H

#include "survey-internal.h"

/*
 * A transcript as the plain text of a project. Each turn is a line, "[P03]: words" where it is
 * known who spoke; the interviewer is "Interviewer". The words of who may not be quoted are
 * replaced. Positions are code points.
 */
struct source {
	const struct transcript *transcript; /* borrowed; loaded */
	struct strbuf text;
	int64_t *start, *end; /* of each turn's words in text; owned */
	int64_t n;            /* code points of text */
};

void source_init(struct source *source, const struct survey *survey,
		 const struct transcript *transcript);
void source_release(struct source *source);
/* Where a range of the transcript went; false when it is not in it. */
bool source_range(const struct source *source, int64_t start, int64_t end, int64_t *from,
		  int64_t *to);

#endif
