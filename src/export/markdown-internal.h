#ifndef THEMEWALL_EXPORT_MARKDOWN_INTERNAL_H
#define THEMEWALL_EXPORT_MARKDOWN_INTERNAL_H

#include "themewall/base/str.h"

/* Text over several lines: each goes on with `next`, after a hard break. Empty lines are left out.
 */
void markdown_add(struct strbuf *out, struct str text, const char *next);
/* On one line, whatever it is: headings and table cells. */
void markdown_add_inline(struct strbuf *out, struct str text);

#endif
