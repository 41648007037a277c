#ifndef THEMEWALL_TEXT_FOLD_H
#define THEMEWALL_TEXT_FOLD_H

#include "themewall/base/str.h"

/*
 * The search key of a text, appended to out: case folded, compatibility decomposed, accents and
 * other optional marks removed ("Café" and "CAFE" meet as "cafe"), typographic quotes and dashes
 * as on a keyboard, invisible characters left out. Runs of blanks and line ends become one blank.
 * Marks without which a word would be another (vowel signs, Japanese voicing) stay. Keys are for
 * finding: compare a key with a key. text must be valid UTF-8.
 */
void fold_text(struct strbuf *out, struct str text);
/* A key, or a part of one, as people write it: marks that stayed go back on their letters (NFC);
 * appended to out. */
void fold_add_shown(struct strbuf *out, struct str key);

/* Does it begin with a small letter? In a script without case nothing does. */
bool text_begins_small(struct str s);

#endif
