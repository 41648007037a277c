#ifndef THEMEWALL_EXPORT_SCOPE_INTERNAL_H
#define THEMEWALL_EXPORT_SCOPE_INTERNAL_H

#include <stddef.h>

#include "themewall/model/model.h"

/* What the writers of parts of a wall will write, by their own rules. */
size_t clips_count(const struct model *model);
size_t phrases_count(const struct model *model, size_t *themes); /* themes: that have any */
size_t tickets_of_themes(const struct model *model); /* where there are no insights */

#endif
