#ifndef THEMEWALL_STORE_EDIT_FINDINGS_INTERNAL_H
#define THEMEWALL_STORE_EDIT_FINDINGS_INTERNAL_H

#include "themewall/store/edit-insight.h"

#include "edit-internal.h"

/* What the edits of findings share. */
enum { FINDINGS_TEXT_MAX = 20000 /* bytes of one field */ };

/* A rank behind all others: the statement finds the last one of an owner. */
bool findings_last_rank(struct edit *edit, struct strbuf *rank, const char *sql, int64_t owner);
/* Whether a field may hold that text; what: "an insight". */
bool findings_text(struct edit *edit, struct str text, const char *what, bool needed);
/* Its code into the label; ERR_NOT_FOUND when it is gone. */
bool findings_insight_label(struct edit *edit, insight_id id);
/* Adds evidence, or gives what is there already the new stance (edit-evidence.c). */
bool findings_evidence(struct edit *edit, insight_id insight, const struct evidence_draft *draft,
		       evidence_id *id);

#endif
