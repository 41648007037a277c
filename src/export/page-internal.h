#ifndef THEMEWALL_EXPORT_PAGE_INTERNAL_H
#define THEMEWALL_EXPORT_PAGE_INTERNAL_H

#include "themewall/base/mem.h"
#include "themewall/base/str.h"
#include "themewall/text/wrap.h"

/*
 * Plain text on a page of 80 cells. What is written is the stored text; where it breaks is measured
 * as a terminal would show it. Columns count from 0; a line never reaches beyond PAGE_WIDTH.
 */
enum { PAGE_WIDTH = 80 };

struct page {
	struct strbuf *out;      /* borrowed */
	struct strbuf painted;   /* scratch: what a terminal would show */
	struct wrap_line *lines; /* scratch; owned */
	size_t caplines;
};

void page_init(struct page *page, struct strbuf *out);
void page_release(struct page *page); /* out stays the caller's */

/* Cells of a text as a terminal shows it. */
int page_width(struct page *page, struct str text);
void page_blank(struct page *page, int ncells);
void page_rule(struct page *page, char c); /* a full line */
/*
 * Writes text from the current column on, later lines from `hang` on, none beyond `right`; a line
 * feed ends it. An LF in the text begins a new line. column <= hang + 40, hang < right - 10.
 * Returns the column where the last line ended; `open` leaves out the last line feed.
 */
int page_wrap(struct page *page, struct str text, int column, int hang, int right, bool open);
/* Ends a line that stands at column with something flush right; on a line of its own when there is
 * no room. */
void page_right(struct page *page, int column, struct str text);

#endif
