/* The findings as they will be sent: one long text, wrapped once, scrolled. */
#include "ui-internal.h"

#include <stdlib.h>

#include "themewall/text/safe.h"
#include "themewall/text/wrap.h"

#include "themewall/base/banned.h"

/* A page is 80 cells wide; it gets a margin only where it still fits. */
enum { PAGE_W = 80, MARGIN = 2 };

void page_cache_release(struct page_cache *cache)
{
	strbuf_release(&cache->painted);
	free(cache->lines);
	*cache = (struct page_cache){0};
	strbuf_init(&cache->painted);
}

static bool page_is_current(const struct page_cache *cache, const struct page_view *page, int width)
{
	return cache->revision == page->revision && cache->width == width &&
	       cache->text == page->text.buf && cache->ntext == page->text.len && cache->nlines;
}

static void page_update(struct page_cache *cache, const struct page_view *page, int width)
{
	if (page_is_current(cache, page, width))
		return;
	strbuf_reset(&cache->painted);
	safe_text(&cache->painted, strbuf_str(&page->text), true);
	struct str painted = strbuf_str(&cache->painted);
	size_t n = wrap_text(painted, width, cache->lines, cache->capacity);
	if (n > cache->capacity) {
		ALLOC_GROW(cache->lines, n, cache->capacity);
		wrap_text(painted, width, cache->lines, cache->capacity);
	}
	cache->nlines = n;
	cache->revision = page->revision;
	cache->width = width;
	cache->text = page->text.buf;
	cache->ntext = page->text.len;
}

static int last_first(const struct page_view *page)
{
	return page->nlines > page->nshown ? page->nlines - page->nshown : 0;
}

void draw_findings(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect body = ui->at.body;
	struct page_view *page = &app->findings;
	int margin = body.w >= PAGE_W + 2 * MARGIN ? MARGIN : 0;
	int width = body.w - margin < PAGE_W ? body.w - margin : PAGE_W;
	struct rect old = surface_clip(s, body);
	page_update(&ui->page, page, width > 2 ? width : 2);
	page->nlines = (int)ui->page.nlines;
	page->nshown = body.h;
	if (page->first > last_first(page))
		page->first = last_first(page);
	for (int i = 0; i < body.h && page->first + i < page->nlines; i++) {
		const struct wrap_line *line = &ui->page.lines[page->first + i];
		surface_put(s, margin, body.y + i,
			    str_part(strbuf_str(&ui->page.painted), line->from, line->to),
			    STYLE_TEXT);
	}
	paint_cursor(s, margin, body.y, false);
	surface_clip_restore(s, old);
}
