#ifndef THEMEWALL_IMPORT_QDE_READ_INTERNAL_H
#define THEMEWALL_IMPORT_QDE_READ_INTERNAL_H

#include "qde-internal.h"

/* What is open while the XML of a project is read: one record of each kind at most. Texts go to the
 * innermost of them. Strings are in the arena of the project. */
struct opened {
	struct qde *qde;
	struct strbuf text;
	struct strbuf clean;
	int code, person, source, selection; /* at hand, -1 none */
	int levels[256];                     /* codes around */
	int nlevels;
	struct str owner, owner_name; /* recording around a transcript */
	struct str variable;          /* of the value at hand */
	struct str user;              /* of the coding at hand */
	bool in_note, in_sets, in_parked, ours;
};

/* A clean copy of a text's or an attribute's words in the project's arena, blanks trimmed. */
struct str qde_keep(struct opened *o, struct str s);
/* An element of REFI-QDA begins (qde-element.c). One that is unknown is nothing. */
void qde_element(struct opened *o, const struct xml_element *element);

#endif
