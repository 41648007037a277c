#ifndef THEMEWALL_IMPORT_DAY_H
#define THEMEWALL_IMPORT_DAY_H

#include "themewall/base/str.h"

/*
 * The day a recording's name tells: recorders put it there (Zoom's "GMT20240312-150301_…" and its
 * folders "2024-03-12 15.03.01 Kick-off"). Eight digits or year, month and day with one of "-_."
 * twice between them, a day of the calendar from 2000 to 2099, no digit beside them; the first in
 * the file's own name, else the first in its folder's. False when there is none: `day` is "" then.
 */
enum { DAY_SIZE = 11 }; /* "2024-03-12" and its NUL */
bool day_of_path(struct str path, char day[DAY_SIZE]);

#endif
