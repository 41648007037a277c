#ifndef THEMEWALL_APP_PREVIEW_INTERNAL_H
#define THEMEWALL_APP_PREVIEW_INTERNAL_H

#include "themewall/export/json.h"
#include "themewall/model/draft.h"

/* What an import would bring, in words or as JSON, file by file. Roles are guessed already. */
struct preview {
	struct strbuf *out; /* borrowed */
	struct json json;
	bool as_json;
};

void preview_begin(struct preview *preview, struct strbuf *out, bool as_json);
void preview_draft(struct preview *preview, const struct draft *draft);
/* A JSON export that would be restored whole. */
void preview_wall(struct preview *preview, struct str name, size_t ntranscripts);
/* In words failures are said elsewhere. */
void preview_failure(struct preview *preview, struct str name, struct str why);
void preview_end(struct preview *preview);

#endif
