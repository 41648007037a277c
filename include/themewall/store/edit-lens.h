#ifndef THEMEWALL_STORE_EDIT_LENS_H
#define THEMEWALL_STORE_EDIT_LENS_H

#include "themewall/model/lenses.h"
#include "themewall/store/edit.h"

/*
 * Edits of the lenses kept under a name. They are the study's: a partner sees them at once, and
 * each edit is a step to undo.
 */

/* Keeps a lens under its name (its id does not matter); one of that name, case and accents aside,
 * gives way. *id: where it is now. The same again is no step. ERR_USAGE when the name or the value
 * is empty, too long or more than a line; a participant who is gone is said by name of the row. */
bool edit_lens_save(struct store *store, const struct saved_lens *lens, int64_t *id,
		    struct err *err);
/* Another name for it, which must not be that of another lens. */
bool edit_lens_name(struct store *store, int64_t id, struct str name, struct err *err);
bool edit_lens_remove(struct store *store, int64_t id, struct err *err);

#endif
