#ifndef THEMEWALL_IMPORT_DAY_H
#define THEMEWALL_IMPORT_DAY_H

#include "themewall/base/str.h"

/*
 * The day of a session.
 *
 * The day a recording's name tells: recorders put it there (Zoom's "GMT20240312-150301_…" and its
 * folders "2024-03-12 15.03.01 Kick-off"). Eight digits or year, month and day with one of "-_."
 * twice between them, a day of the calendar from 2000 to 2099, no digit beside them; the first in
 * the file's own name, else the first in its folder's. False when there is none: `day` is "" then.
 */
enum { DAY_SIZE = 11 }; /* "2024-03-12" and its NUL */
bool day_of_path(struct str path, char day[DAY_SIZE]);

/*
 * The day that words tell, as people write it at the top of a transcript: "2026-03-02",
 * "2 March 2026", "Monday, March 2nd, 2026, 14:00", "2. März 2026", "2 de marzo de 2026",
 * "2.3.2026", "2026年3月2日"; months in English, French, German, Spanish, Portuguese, Italian and
 * Dutch. With strokes or dashes ("3/2/2026") only where one reading is possible: nothing is
 * guessed. False when there is none, or not one; `day` is "" then.
 */
bool day_of_words(struct str words, char day[DAY_SIZE]);

#endif
