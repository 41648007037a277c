#ifndef THEMEWALL_TEXT_MASK_H
#define THEMEWALL_TEXT_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"

/*
 * A person's name struck out of texts. Each of its characters becomes U+2588 (blanks and signs stay
 * as they are), so every text keeps its length in code points. Found are whole words only:
 *   the full name, in any case, its words apart by a blank, one of ". _ -" or nothing
 *   each word of it as it is written, or all in capitals; with any_case in any case
 * A word counts for itself when it has two letters, no digit, is no title or role ("Dr", "Guest")
 * and is no word of somebody else's name. Names of scripts without blanks need no word's end.
 */
struct mask;
struct mask *mask_new(void);
void mask_free(struct mask *mask);

void mask_add(struct mask *mask, struct str name);
/* Somebody else is called this. Tell after all mask_add; a name equal to one of those is ignored.
 */
void mask_spare(struct mask *mask, struct str name);

bool mask_is_empty(const struct mask *mask);
/* Appends text with the names struck out; whether there were any. text: valid UTF-8. */
bool mask_text(const struct mask *mask, struct strbuf *out, struct str text, bool any_case);
/* Whether mask_text would strike anything (not in any case): one pass, no memory. */
bool mask_is_in(const struct mask *mask, struct str text);
/* Whether one of the full names stands in these bytes, which need not be text, as it was written.
 */
bool mask_is_in_bytes(const struct mask *mask, struct str bytes);
/* The words of the name that stay because others have them, ", " between. */
void mask_add_spared(const struct mask *mask, struct strbuf *out);
/* Appends text with e-mail addresses and telephone numbers struck out in the same way; whether
 * there were any. */
bool mask_contacts(struct strbuf *out, struct str text);
bool mask_is_contact_in(struct str text); /* whether it would */

#endif
