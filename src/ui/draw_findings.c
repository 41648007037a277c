/* The findings as they will be sent: one long text, wrapped once, scrolled. */
#include "ui-internal.h"

#include <stdlib.h>

#include "themewall/app/findings.h"
#include "themewall/text/safe.h"
#include "themewall/text/wrap.h"

#include "themewall/base/banned.h"

/* A page is 80 cells wide; it gets a margin only where it still fits. */
enum { PAGE_W = FINDINGS_PAGE_W, MARGIN = FINDINGS_MARGIN };

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

/* Beside the page the list gets what is left; below the list it does. */
struct rect findings_page(const struct ui *ui, struct app *app)
{
	struct rect body = ui->at.body;
	int w = PAGE_W + 2 * MARGIN, h = findings_list_height(app) + 1;
	switch (findings_page_place(app)) {
	case PAGE_HIDDEN:
		return (struct rect){body.x, body.y, 0, body.h};
	case PAGE_BESIDE:
		return (struct rect){body.x + body.w - w, body.y, w, body.h};
	case PAGE_BELOW:
		return (struct rect){body.x, body.y + h, body.w, body.h - h};
	case PAGE_ALONE:
		break;
	}
	return body;
}

static void draw_page(struct ui *ui, struct app *app, struct surface *s, struct rect body)
{
	struct page_view *page = &app->findings;
	int margin = body.x + (body.w >= PAGE_W + 2 * MARGIN ? MARGIN : 0);
	int room = body.x + body.w - margin;
	int width = room < PAGE_W ? room : PAGE_W;
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
	paint_more(s, body, page->first > 0, page->first + body.h < page->nlines);
	if (!findings_has_keys(app))
		paint_cursor(s, margin, body.y, false);
	surface_clip_restore(s, old);
}

void draw_findings(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect body = ui->at.body, page = findings_page(ui, app);
	int list_w = page.w == body.w ? 0 : body.w - page.w;
	if (page.w)
		draw_page(ui, app, s, page);
	if (page.y > body.y) {
		draw_insights(ui, app, s,
			      (struct rect){body.x, body.y, body.w, page.y - body.y - 1});
		paint_line(s, body.x, page.y - 1, body.w, "─", STYLE_BORDER);
		return;
	}
	if (!list_w)
		return;
	draw_insights(ui, app, s, (struct rect){body.x, body.y, list_w - (page.w > 0), body.h});
	for (int i = 0; page.w && i < body.h; i++)
		surface_putz(s, page.x - 1, body.y + i, "│", STYLE_BORDER);
}
