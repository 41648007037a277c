#ifndef TERM_INPUT_INTERNAL_H
#define TERM_INPUT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/app/event.h"

/*
 * What a finished escape sequence means. Pure. Each fills in *event (zeroed before) and returns
 * whether it means anything; what means nothing is swallowed, never shown as keys.
 */

/* body: what stands between ESC [ and the end, final byte included: "1;5A", "<0;12;3M", "200~". */
bool sequence_csi(struct str body, struct event *event);
/* body: behind ESC O: "A", "5P". */
bool sequence_ss3(struct str body, struct event *event);
/* The linux console's F1-F5: ESC [ [ A. */
bool sequence_linux_key(char final, struct event *event);
/* The three bytes behind ESC [ M. */
bool sequence_x10_mouse(const char bytes[3], struct event *event);
/* Whether body begins a bracketed paste. */
bool sequence_is_paste(struct str body);

#endif
