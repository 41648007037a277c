#ifndef THEMEWALL_APP_PREVIEW_INTERNAL_H
#define THEMEWALL_APP_PREVIEW_INTERNAL_H

#include "themewall/app/import.h"
#include "themewall/export/json.h"

/* What an import would bring, in words or as JSON, file by file. Roles are guessed already. */
struct preview {
	struct strbuf *out;     /* borrowed */
	const struct app *app;  /* borrowed: what there is already */
	transcript_id corrects; /* what the file shall take the place of; 0: nothing */
	bool again;             /* what the wall has already comes once more */
	struct json json;
	bool as_json;
};

void preview_begin(struct preview *preview, const struct app *app,
		   const struct import_options *options, struct strbuf *out, bool as_json);
/* In words failures are said elsewhere. */
void preview_file(struct preview *preview, const struct import_file *file);
/* What pseudonyms replace; in words only. */
void preview_redact(struct preview *preview, const struct redact *redact);
void preview_end(struct preview *preview);

/* A file that is a whole wall or a codebook, into this one. */
bool import_store_wall(struct app *app, struct import_file *file, struct err *err);

#endif
