#ifndef THEMEWALL_IMPORT_READERS_INTERNAL_H
#define THEMEWALL_IMPORT_READERS_INTERNAL_H

#include <stdbool.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"

/*
 * The readers of formats, and what is asked before one of them is taken.
 */

struct reading;

struct reader {
	const char *name;
	bool (*read)(struct reading *reading, struct err *err);
};

/* NULL when nobody reads that. */
const struct reader *reader_find(struct str name);

/* Known by their first bytes, before decoding: PDF, Office, recordings … false with the advice as
 * the error. */
bool refuse_bytes(struct str name, struct str bytes, struct err *err);
/* An archive that is nothing we read, by the names inside; always false. */
bool refuse_archive(struct str name, struct str bytes, struct err *err);
/* Known by their text: HTML, XML … the same. */
bool refuse_text(struct str name, struct str text, struct err *err);

/* The format of a decoded text, always one of the readers. */
const char *detect(struct reading *reading);

bool vtt_is(const struct reading *reading);
bool vtt_read(struct reading *reading, struct err *err);
bool srt_read(struct reading *reading, struct err *err);
bool sbv_read(struct reading *reading, struct err *err);
bool speaker_read(struct reading *reading, struct err *err);
bool speaker_is(struct reading *reading);
/* f4.c: speaker_read of a text with the marks of f4 and f5. */
bool f4_is(struct str text);
bool f4_read(struct reading *reading, struct err *err);
/* rev-nlp.c */
bool rev_nlp_is(struct str text);
bool rev_nlp_read(struct reading *reading, struct err *err);
bool json_is(struct str text);
bool json_read(struct reading *reading, struct err *err);
bool docx_read(struct reading *reading, struct err *err);
bool notes_read(struct reading *reading, struct err *err);
/* "csv" or "tsv" when it is a table, else NULL. */
const char *table_format(const struct reading *reading);
bool table_read(struct reading *reading, struct err *err);
bool paragraphs_read(struct reading *reading, struct err *err);

/* ---- docx.c, or package-none.c ---- */

bool package_is(struct str bytes);
/* Sets reading->text to the words of a Word document, lines as a person sees them, and
 * reading->word: docx_read goes on with it as with any text. */
bool docx_open(struct reading *reading, struct str bytes, struct err *err);

/* ---- before the text: front-matter.c, header.c ---- */

/* Steps over a YAML block at the start of reading->text and notes the speakers it names. */
bool front_matter_skip(struct reading *reading);
/* Finds the lines at the top of reading->text that say what it is, and the session's day in them,
 * where the draft has none yet. To be asked by the readers of running text. */
void header_read(struct reading *reading);
/* Is it one of those lines? */
bool header_holds(const struct reading *reading, struct str line);

/* ---- behind it: summary.c ---- */

/* Asks the person, by a notice, when a text without speakers looks like a machine's summary. */
void summary_ask(struct reading *reading);

#endif
