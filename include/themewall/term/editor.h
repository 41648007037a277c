#ifndef THEMEWALL_TERM_EDITOR_H
#define THEMEWALL_TERM_EDITOR_H

#include <stdbool.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"

/*
 * A text in the person's own editor: $VISUAL, else $EDITOR, its words split at blanks and at
 * nothing else; no shell is involved. The text lies in a file only its owner may read (0600) in a
 * folder only its owner may enter (0700) below TMPDIR (else /tmp); both are gone afterwards, and
 * with them whatever the editor left beside the file.
 *
 * The terminal must have been given back before (screen_leave). An editor that is stopped by Ctrl-Z
 * stops this program too, so that the shell's fg brings back both.
 *
 * True: text holds what was saved, bytes as they are but for the line end at its end. False, text
 * left as it was: no editor is named or it cannot be started (ERR_USAGE), it ended with an error or
 * was killed (ERR_FAILED), the file cannot be written or read (ERR_IO), or holds more than
 * EDITOR_LARGEST bytes (ERR_FORMAT).
 */
enum { EDITOR_LARGEST = 1 << 20 };
bool editor_run(struct strbuf *text, struct err *err);

#endif
