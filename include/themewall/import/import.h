#ifndef THEMEWALL_IMPORT_IMPORT_H
#define THEMEWALL_IMPORT_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/model/draft.h"
#include "themewall/model/row_change.h"

/*
 * From the bytes of a file to a draft transcript. Pure: no file is opened, nothing is printed, the
 * source is never altered. The format is found by content (the name is only a tie-break); a reader
 * per format stands behind one small table (import/readers.c). Nothing is dropped in silence: what
 * could not be read becomes a warning with its line, or a failure whose message says what, which
 * file and line, and what to do.
 */
struct import_options_text {
	const char *format;   /* NULL: detect; else a name of import_formats */
	const char *encoding; /* NULL: detect; else "UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1252",
				 "ISO-8859-1" … (iconv's names) */
	const char *text_column; /* of a table: header or number from 1 of the column that holds the
				    note; NULL: found by its header */
	/* import_parse only: this process alone has the bytes and needs them no more; their memory
	 * may be given back as they are read */
	bool may_spend;
};

/* Fills *draft (release with draft_release also after a failure). name: the file's path as given,
 * for messages, title and the tie-break. */
bool import_bytes(struct draft *draft, struct str name, struct str bytes,
		  const struct import_options_text *options, struct err *err);

/* Names and one-line descriptions of the formats, for help and for an unknown --format. */
struct import_format {
	const char *name;
	const char *what;
};
size_t import_formats(const struct import_format **formats);

/* What Word documents and REFI-QDA projects are read with ("expat 2.5.0, zlib 1.2.13"), static;
 * NULL when the program was built without: such files are refused with advice. */
const char *import_packages(void);

/* A themewall JSON export, or a REFI-QDA project or codebook (.qdpx, .qde, .qdc)? Then it is a
 * whole wall, not a transcript. */
bool import_is_wall(struct str bytes);

/*
 * Its rows, with small ids (store/edit.h edit_import_wall): one count through all tables, but for a
 * home, which has its card's id, and the study, which is 1. Parents come before children.
 * Everything is checked: references, ranges, levels, and that quotes are the words of their
 * transcript. What only the store can know is left to it: a card's coder is 0, a transcript's
 * lamport 1. Texts are owned by the arena inside; release with wall_image_release (not needed after
 * a failure).
 */
struct wall_image_turns {
	int64_t transcript;
	const struct turn *turns;
	size_t n;
};
struct wall_image {
	struct arena arena;
	struct row_change *rows;
	size_t nrows;
	struct wall_image_turns *turns;
	size_t nturns;
	struct str said; /* of a project: what came and what was left out; one line, in the arena */
};
bool import_wall(struct wall_image *image, struct str name, struct str bytes, struct err *err);
void wall_image_release(struct wall_image *image);

#endif
