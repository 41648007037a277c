#ifndef THEMEWALL_TEXT_LOCALE_H
#define THEMEWALL_TEXT_LOCALE_H

#include <stdbool.h>

/*
 * Takes the character type (LC_CTYPE) from the environment: the widths of text/safe, text/wrap and
 * text/grapheme come from wcwidth, which answers by locale. Where the environment's locale is not
 * UTF-8 (LANG=C, none installed), C.UTF-8 stands in, so that widths never depend on the machine.
 * Returns whether the environment itself speaks UTF-8; false is the reason to paint in ASCII.
 * Called once, by main and by tests, before any other thread and any other function of this floor.
 */
bool text_init(void);

#endif
