/*
 * The window on the plane: loose slabs, frames of clusters, their sections and cards. Coordinates
 * with `plane` in their name are the lattice's; everything else is screen cells. Only what shows is
 * visited: items by the lattice, rows of cards by division, so a frame costs the same on any wall.
 */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum { RULE_DEPTHS = 4, TITLE_END = 3 /* cells from the end of the counts to the frame's */ };

struct wall_painter {
	struct ui *ui;
	struct app *app;
	struct surface *s;
	struct rect view; /* plane cells that show */
	int dx, dy;       /* plane + d = screen */
};

static bool drops_into(const struct app *app, cluster_id id)
{
	const struct drop *drop = &app->carry.drop;
	return carry_is_active(&app->carry) && drop->cluster.n == id.n &&
	       (drop->kind == DROP_SLOT || drop->kind == DROP_NEST);
}

static bool focused_on_wall(const struct app *app, enum target_kind kind)
{
	return app->view == VIEW_WALL && app->wall.pane == PANE_WALL &&
	       app->wall.focus.kind == kind && !carry_is_active(&app->carry);
}

struct slab_look slab_look_of(const struct app *app, card_id id, cluster_id copy_in, bool in_tray)
{
	struct slab_look look = {
		.marked = app_is_marked(app, id), .hidden = app->lens.hide, .copy = copy_in.n != 0};
	if (carry_is_active(&app->carry))
		look.dimmed = carry_holds(&app->carry, id) && app->carry.copy_in.n == copy_in.n;
	else if (in_tray)
		look.focused = app->wall.pane == PANE_TRAY && app_target(app).card.n == id.n;
	else
		look.focused = focused_on_wall(app, TARGET_CARD) &&
			       app->wall.focus.card.n == id.n &&
			       app->wall.focus.cluster.n == copy_in.n;
	for (size_t i = 0; i < app->nothers; i++) {
		if (app->others[i].held_card != id.n)
			continue;
		struct str initials = str_of(app->others[i].initials);
		size_t n = text_fit(initials, 1);
		memcpy(look.partner, initials.p, n);
		look.partner[n] = '\0';
	}
	return look;
}

static void draw_card(struct wall_painter *p, card_id id, cluster_id copy_in, int plane_x,
		      int plane_y)
{
	const struct slab *slab = slab_get(p->ui, p->app, id);
	if (!slab)
		return;
	struct slab_look look = slab_look_of(p->app, id, copy_in, false);
	int x = plane_x + p->dx, y = plane_y + p->dy;
	if (lattice_slab_w(p->app->lattice) == 1)
		slab_paint_mark(p->s, x, y, p->app, slab, &look);
	else
		slab_paint(p->s, x, y, lattice_slab_h(p->app->lattice), slab, &look);
	if (!look.focused)
		return;
	paint_cursor(p->s, x, y, true);
	p->ui->focus = (struct rect){x, y, lattice_slab_w(p->app->lattice),
				     lattice_slab_h(p->app->lattice)};
}

/* Cards of a section, its own and behind them copies; only the rows that show. */
static void draw_cards(struct wall_painter *p, const struct lattice_section *section,
		       const struct rect *frame)
{
	const struct cluster *cluster = model_cluster(p->app->model, section->cluster);
	const struct lattice *lattice = p->app->lattice;
	int pitch = lattice_row(lattice);
	int above = p->view.y - section->first_y - (lattice_slab_h(lattice) - 1);
	int row = above > 0 ? (above + pitch - 1) / pitch : 0;
	size_t i = (size_t)row * (size_t)lattice_per_row(lattice, frame->w);
	for (; i < cluster->ncards + cluster->ntwins; i++) {
		struct rect at = lattice_seat(lattice, frame->x, frame->w, section->first_y, i);
		if (at.y >= p->view.y + p->view.h)
			break;
		draw_card(p, cluster->cards[i], i < cluster->ncards ? (cluster_id){0} : cluster->id,
			  at.x, at.y);
	}
}

/* The longest form of the counts beside which the whole title stands. */
static void add_counts(struct strbuf *out, const struct caption *caption, int w, int title_cells,
		       enum caption_form form)
{
	for (;; form++) {
		strbuf_reset(out);
		caption_add_counts(out, caption, form);
		int room = w - 6 - text_width(strbuf_str(out)) - 3;
		if (form == CAPTION_TINY || title_cells <= room)
			return;
	}
}

/* Deeper sections say so before their title. */
static struct str section_title(struct ui *ui, const struct caption *caption, int depth)
{
	strbuf_reset(&ui->scratch);
	for (int i = 1; i < depth && i < RULE_DEPTHS; i++)
		strbuf_add_z(&ui->scratch, "›");
	if (ui->scratch.len)
		strbuf_add_char(&ui->scratch, ' ');
	strbuf_add(&ui->scratch, caption->title, caption->ntitle);
	return strbuf_str(&ui->scratch);
}

/* From the map on the whole line is the name's; people and cards stand at its end where the name
 * leaves room, and always where there is nothing but the line. */
static void draw_map_title(struct wall_painter *p, const struct caption *caption, struct str title,
			   int x, int y, int w, style_id style)
{
	struct ui *ui = p->ui;
	bool line = p->app->wall.zoom == ZOOM_NAMES;
	int room = line ? w - 1 : w - 2;
	strbuf_reset(&ui->line);
	caption_add_counts(&ui->line, caption, CAPTION_TINY);
	int counts = text_width(strbuf_str(&ui->line)), at = x + 1 + room - counts;
	if (line || text_width(title) + 1 + counts < room) {
		surface_putz(p->s, at - 1, y, " ", STYLE_TEXT);
		surface_put(p->s, at, y, strbuf_str(&ui->line), STYLE_DIM);
		room -= counts + 1;
	}
	surface_put_fit(p->s, x + 1, y, title, room, style);
}

/* What the window's edge cuts is not counts: of "12 cards" it would leave "1". */
static void leave_out_half(struct strbuf *counts, int end, int edge)
{
	if (end > edge && end - text_width(strbuf_str(counts)) < edge)
		strbuf_reset(counts);
}

static void draw_title(struct wall_painter *p, const struct lattice_section *section, int x, int w)
{
	struct ui *ui = p->ui;
	const struct caption *caption = caption_get(ui, p->app, section->cluster);
	bool focused = focused_on_wall(p->app, TARGET_CLUSTER) &&
		       p->app->wall.focus.cluster.n == section->cluster.n;
	bool held =
		carry_is_active(&p->app->carry) && p->app->carry.cluster.n == section->cluster.n;
	style_id style = drops_into(p->app, section->cluster) ? STYLE_TITLE_LIT
			 : held                               ? STYLE_DIM
			 : focused                            ? STYLE_FOCUS
			 : caption->named                     ? STYLE_TITLE
							      : STYLE_DIM;
	struct str title = section_title(ui, caption, section->depth);
	int cells = text_width(title), y = section->rule_y + p->dy;
	if (focused)
		ui->focus = (struct rect){x, y, w, 1};
	strbuf_reset(&ui->line);
	if (lattice_slab_w(p->app->lattice) == 1) {
		draw_map_title(p, caption, title, x, y, w, style);
		if (focused)
			paint_cursor(p->s, x + 1, y, true);
		return;
	}
	/* of a frame that begins left of the window the title stands where the window begins */
	int hidden = ui->at.pane.x - 2 - x;
	x += hidden > 0 ? hidden : 0;
	w -= hidden > 0 ? hidden : 0;
	add_counts(&ui->line, caption, w, cells, section->depth ? CAPTION_SHORT : CAPTION_FULL);
	leave_out_half(&ui->line, x + w - TITLE_END, ui->at.pane.x + ui->at.pane.w);
	paint_title(p->s, x, y, w, title, style, strbuf_str(&ui->line));
	caption_paint_colour(p->s, x + 1, y, caption);
	if (focused)
		paint_cursor(p->s, x + 3, y, true);
}

static void draw_rule(struct wall_painter *p, int x, int y, int w)
{
	paint_line(p->s, x + 1, y, w - 2, "╌", STYLE_BORDER);
	surface_putz(p->s, x, y, "├", STYLE_BORDER);
	surface_putz(p->s, x + w - 1, y, "┤", STYLE_BORDER);
}

static void draw_section(struct wall_painter *p, const struct lattice_section *section,
			 const struct rect *plane)
{
	int bottom = p->view.y + p->view.h;
	if (section->rule_y >= bottom ||
	    (section->end_y <= p->view.y && section->rule_y < p->view.y))
		return;
	if (section->rule_y >= p->view.y) {
		if (section->depth)
			draw_rule(p, plane->x + p->dx, section->rule_y + p->dy, plane->w);
		draw_title(p, section, plane->x + p->dx, plane->w);
	}
	if (!section->folded)
		draw_cards(p, section, plane);
}

/* Returns how many; they are in ui->sections until the next call. */
static size_t get_sections(struct wall_painter *p, cluster_id top)
{
	struct ui *ui = p->ui;
	const struct lattice *lattice = app_lattice(p->app);
	size_t n =
		lattice_sections(lattice, p->app->model, top, ui->sections, ui->sections_capacity);
	if (n <= ui->sections_capacity)
		return n;
	ALLOC_GROW(ui->sections, n, ui->sections_capacity);
	return lattice_sections(lattice, p->app->model, top, ui->sections, ui->sections_capacity);
}

static void draw_cluster(struct wall_painter *p, const struct lattice_item *item)
{
	struct rect r = item->rect;
	size_t n = get_sections(p, item->cluster);
	if (r.h > 1) /* at names the line stands alone */
		paint_frame(p->s, (struct rect){r.x + p->dx, r.y + p->dy, r.w, r.h}, FRAME_ROUND,
			    STYLE_BORDER);
	for (size_t i = 0; i < n; i++)
		draw_section(p, &p->ui->sections[i], &r);
}

static void draw_item(const struct lattice_item *item, void *context)
{
	struct wall_painter *p = context;
	if (item->kind == LATTICE_CLUSTER)
		draw_cluster(p, item);
	else
		draw_card(p, item->card, (cluster_id){0}, item->rect.x, item->rect.y);
}

static void draw_empty_focus(struct wall_painter *p)
{
	const struct target *focus = &p->app->wall.focus;
	int x = focus->column * lattice_pitch(p->app->lattice) + lattice_slab_x(p->app->lattice) +
		p->dx;
	int y = focus->line + p->dy;
	if (!focused_on_wall(p->app, TARGET_EMPTY))
		return;
	surface_putz(p->s, x, y, "+", STYLE_FOCUS);
	paint_cursor(p->s, x, y, true);
}

/* An empty wall says what to do next. */
static void draw_invitation(struct wall_painter *p)
{
	const struct lattice_item *items;
	struct rect pane = p->ui->at.pane;
	if (lattice_items(app_lattice(p->app), &items))
		return;
	bool cards = model_place_count(p->app->model, PLACE_TRAY) > 0;
	struct strbuf words = STRBUF_INIT;
	if (cards)
		strbuf_addf(&words, "Drag cards from the tray here, or %s picks one up.",
			    key_in_force(p->app, CMD_PICK_UP).z);
	else if (model_transcripts(p->app->model).n == 0)
		strbuf_addf(&words, "No cards yet. %s import adds interviews, %s a card.",
			    key_in_force(p->app, CMD_PALETTE).z,
			    key_in_force(p->app, CMD_CARD_NEW).z);
	else
		strbuf_addf(&words, "No cards yet: %s shows the transcripts, %s writes one.",
			    key_in_force(p->app, CMD_VIEW_READER).z,
			    key_in_force(p->app, CMD_CARD_NEW).z);
	int x = pane.x + (pane.w - text_width(strbuf_str(&words))) / 2;
	surface_putz(p->s, x > pane.x ? x : pane.x, pane.y + pane.h / 3, words.buf, STYLE_DIM);
	strbuf_release(&words);
}

void draw_wall(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect pane = ui->at.pane;
	struct wall_painter p = {
		.ui = ui,
		.app = app,
		.s = s,
		.view = {app->wall.x, app->wall.y, pane.w, pane.h},
		.dx = pane.x - app->wall.x,
		.dy = pane.y - app->wall.y,
	};
	struct rect old = surface_clip(s, pane);
	draw_invitation(&p);
	lattice_visible(app_lattice(app), p.view, draw_item, &p);
	draw_empty_focus(&p);
	surface_clip_restore(s, old);
}
