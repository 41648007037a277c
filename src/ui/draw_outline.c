/*
 * The wall as an indented list: one row a theme or card, so that nothing needs colour, mouse or a
 * large window. Rows come from the app; only those that show are looked at.
 */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum {
	INDENT = 2,
	LEFT = 1,
	WORDS_BYTES = 600,
	DEFINITION_LEAST = 12,
	TAGS_PART = 3 /* of the line at most */,
	TAGS_LEAST = 12
};

int outline_title_x(const struct outline_row *row)
{
	return LEFT + 2 + INDENT * row->depth + 2;
}

static bool is_focused(const struct target *focus, const struct outline_row *row)
{
	return row->kind == focus->kind && row->cluster.n == focus->cluster.n &&
	       (row->kind == TARGET_CLUSTER ||
		(row->kind == TARGET_CARD && row->card.n == focus->card.n));
}

/* As much of a long text as one row can hold, cut between code points. */
static struct str head_of(struct str text)
{
	if (text.n <= WORDS_BYTES)
		return text;
	text.n = WORDS_BYTES;
	while (text.n && ((unsigned char)text.p[text.n] & 0xc0) == 0x80)
		text.n--;
	return text;
}

static bool drops_into(const struct app *app, cluster_id id)
{
	const struct drop *drop = &app->carry.drop;
	return carry_is_active(&app->carry) && drop->cluster.n == id.n &&
	       (drop->kind == DROP_SLOT || drop->kind == DROP_NEST);
}

/* What it is tagged with, where the words keep most of the line; what is left of it. */
static int draw_tags(struct ui *ui, const struct app *app, struct surface *s, card_id id, int x,
		     int y, int right)
{
	struct tag_list tags = model_card_tags(app->model, id);
	int room = (right - x) / TAGS_PART;
	if (!tags.n || room < TAGS_LEAST)
		return right;
	strbuf_reset(&ui->line);
	for (size_t i = 0; i < tags.n; i++) {
		strbuf_add_z(&ui->line, i ? ", " : "");
		tag_add(&ui->line, tags.tags[i]);
	}
	return paint_right(ui, s, right, y, strbuf_str(&ui->line), room, STYLE_DIM) - 2;
}

/* "also in T-05", beside the card where it is at home and beside each copy. */
static int draw_also_in(struct ui *ui, const struct app *app, struct surface *s,
			const struct outline_row *row, int x, int y, int right)
{
	strbuf_reset(&ui->line);
	strbuf_add_z(&ui->line, "also in ");
	size_t bare = ui->line.len;
	app_add_also_in(app, &ui->line, row->card, row->cluster);
	int w = text_width(strbuf_str(&ui->line));
	if (ui->line.len == bare || 2 * w > right - x)
		return right;
	surface_put(s, right - w, y, strbuf_str(&ui->line), STYLE_DIM);
	return right - w - 2;
}

static void draw_card_row(struct ui *ui, const struct app *app, struct surface *s,
			  const struct outline_row *row, int x, int y, bool focused)
{
	const struct card *card = model_card(app->model, row->card);
	int right = s->w - 2;
	if (!card)
		return;
	bool held = carry_is_active(&app->carry) && carry_holds(&app->carry, row->card) &&
		    app->carry.copy_in.n == row->cluster.n;
	bool quiet = held || (!focused && !lens_shows(app, card));
	style_id all = held ? STYLE_LIFT : STYLE_DIM;
	strbuf_reset(&ui->line);
	slab_add_flags(&ui->line, app, card);
	int flags_w = text_width(strbuf_str(&ui->line));
	surface_put(s, right - flags_w, y, strbuf_str(&ui->line), quiet ? all : STYLE_TEXT);
	strbuf_reset(&ui->line);
	slab_add_foot(&ui->line, app, card);
	if (card->time_ms < 0 && model_card_participant(app->model, card).n)
		strbuf_add_z(&ui->line, "      "); /* where others have " 14:22" */
	right = paint_right(ui, s, right - 6, y, strbuf_str(&ui->line), 16, STYLE_DIM) - 2;
	right = draw_also_in(ui, app, s, row, x, y, right);
	right = draw_tags(ui, app, s, row->card, x, y, right);
	surface_putz(s, x, y,
		     app_is_marked(app, row->card) ? "◆"
		     : row->cluster.n              ? "▎"
						   : "▌",
		     quiet     ? all
		     : focused ? STYLE_FOCUS
			       : slab_bar(app, card));
	paint_safe(ui, s, x + 2, y, head_of(card->text), right - x - 2,
		   quiet     ? all
		   : focused ? STYLE_FOCUS_TEXT
			     : STYLE_TEXT);
}

/* What the theme is about, where the line has room for some of it. */
static void draw_definition(struct ui *ui, const struct app *app, struct surface *s, cluster_id id,
			    int x, int y, int right)
{
	struct str text = model_cluster(app->model, id)->note[NOTE_DEFINITION];
	int room = right - 2 - (x + 3);
	if (!text.n || room < DEFINITION_LEAST)
		return;
	surface_putz(s, x, y, " – ", STYLE_DIM);
	paint_safe(ui, s, x + 3, y, head_of(text), room, STYLE_DIM);
}

static void draw_cluster_row(struct ui *ui, const struct app *app, struct surface *s,
			     const struct outline_row *row, int x, int y, bool focused)
{
	const struct caption *caption = caption_get(ui, app, row->cluster);
	if (!caption)
		return;
	style_id style = drops_into(app, row->cluster) ? STYLE_TITLE_LIT
			 : carry_is_active(&app->carry) && app->carry.cluster.n == row->cluster.n
				 ? STYLE_LIFT
			 : focused        ? STYLE_FOCUS
			 : caption->named ? STYLE_TITLE
					  : STYLE_DIM;
	strbuf_reset(&ui->line);
	caption_add_counts(&ui->line, caption, s->w >= SCREEN_MIN_W ? CAPTION_FULL : CAPTION_TINY);
	int w = text_width(strbuf_str(&ui->line)), right = s->w - 2 - w;
	surface_put(s, right, y, strbuf_str(&ui->line), STYLE_DIM);
	surface_putz(s, x, y, caption->folded ? "▸" : "▾", STYLE_BORDER);
	x += 2;
	caption_paint_colour(s, x, y, caption);
	x += caption->colour ? 2 : 0;
	x += surface_put_fit(s, x, y, (struct str){caption->title, caption->ntitle}, right - x - 2,
			     style);
	draw_definition(ui, app, s, row->cluster, x, y, right);
}

static void draw_heading(struct ui *ui, const struct app *app, struct surface *s,
			 const struct outline_row *row, int x, int y)
{
	static const char *const names[PLACES] = {[PLACE_TRAY] = "Tray",
						  [PLACE_PARKED] = "Parked",
						  [PLACE_LOOSE] = "Loose on the wall",
						  [PLACE_CLUSTER] = "Themes"};
	int taken = surface_putz(s, x, y, names[row->place], STYLE_DIM);
	if (row->place == PLACE_CLUSTER) {
		surface_putz(s, x + taken, y,
			     app->outline.as_on_wall ? ", as on the wall" : ", most people first",
			     STYLE_DIM);
		return;
	}
	strbuf_reset(&ui->line);
	strbuf_addf(&ui->line, "%zu", model_place_count(app->model, row->place));
	surface_put(s, x + taken + 2, y, strbuf_str(&ui->line), STYLE_DIM);
}

/* Beside the row a card would go before or after; a theme it would go into is lit. */
static void draw_insertion(const struct app *app, struct surface *s, const struct outline_row *row,
			   int y)
{
	const struct outline_view *outline = &app->outline;
	const struct drop *drop = &app->carry.drop;
	if (!carry_is_active(&app->carry) || row != &outline->rows[outline->drag_over])
		return;
	paint_cursor(s, LEFT, y, app->carry.state == CARRY_KEYS);
	if (drop->kind == DROP_NONE)
		return;
	surface_putz(s, LEFT, y,
		     row->kind != TARGET_CARD && drop->kind != DROP_BESIDE ? "›"
		     : outline->drag_over > outline->dragged               ? "▾"
									   : "▴",
		     STYLE_INSERT);
}

static void draw_row(struct ui *ui, const struct app *app, struct surface *s,
		     const struct outline_row *row, int y, bool focused)
{
	int x = LEFT + 2 + INDENT * row->depth;
	if (row->kind == TARGET_CARD)
		draw_card_row(ui, app, s, row, x, y, focused);
	else if (row->kind == TARGET_CLUSTER)
		draw_cluster_row(ui, app, s, row, x, y, focused);
	else
		draw_heading(ui, app, s, row, LEFT, y);
	draw_insertion(app, s, row, y);
	if (!focused || carry_is_active(&app->carry))
		return;
	surface_putz(s, LEFT, y, "›", STYLE_FOCUS);
	paint_cursor(s, x + 2, y, true);
	ui->focus = (struct rect){0, y, s->w, 1};
}

/* Where the wall's own keys move the focus, or the window gets lower, the list has to follow. */
static void follow_focus(struct app *app, const struct target *focus, size_t nshown)
{
	struct outline_view *outline = &app->outline;
	for (size_t i = 0; i < outline->nrows; i++)
		if (is_focused(focus, &outline->rows[i]))
			outline->first = scroll_to(outline->first, i, outline->nrows, nshown);
}

void draw_outline(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect body = ui->at.body;
	struct target focus = app_target(app);
	struct rect old = surface_clip(s, body);
	if (app->view == VIEW_WALL || body.h < ui->outline_h)
		follow_focus(app, &focus, (size_t)body.h);
	ui->outline_h = body.h;
	for (int i = 0; i < body.h && app->outline.first + (size_t)i < app->outline.nrows; i++) {
		size_t row = app->outline.first + (size_t)i;
		draw_row(ui, app, s, &app->outline.rows[row], body.y + i,
			 is_focused(&focus, &app->outline.rows[row]));
		zone_add(ui, (struct rect){0, body.y + i, s->w, 1}, ZONE_OUTLINE, (int64_t)row);
	}
	paint_more(s, body, app->outline.first > 0,
		   app->outline.first + (size_t)body.h < app->outline.nrows);
	if (!app->outline.nrows) {
		strbuf_reset(&ui->line);
		strbuf_addf(&ui->line, "No cards yet: open a transcript with %s.",
			    key_in_force(app, CMD_VIEW_READER).z);
		surface_putz(s, LEFT, body.y + 1, ui->line.buf, STYLE_DIM);
	}
	surface_clip_restore(s, old);
}
