#ifndef THEMEWALL_TERM_CLIPBOARD_H
#define THEMEWALL_TERM_CLIPBOARD_H

#include "themewall/base/str.h"

/*
 * Hands text to the terminal's clipboard: inside tmux through `tmux load-buffer -w -` (its default
 * does not forward OSC 52), else by OSC 52, written only, never asked. Whether it arrived cannot be
 * known. The text is cut at 100 KB.
 */
void clipboard_send(struct str text);

#endif
