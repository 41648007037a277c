/*
 * The wall as JSON Canvas 1.0 (jsoncanvas.org; Obsidian and others open it): clusters are groups,
 * cards are text, where they are on the wall. Parked cards and the tray stand left of it. A canvas
 * cannot fold: a folded cluster is one note that lists its cards. Texts there are Markdown, so they
 * are escaped like the findings'. Units: pixels, so many for a cell of the plane.
 */
#include "themewall/base/clock.h"
#include "themewall/export/json.h"
#include "themewall/model/lattice.h"

#include "markdown-internal.h"
#include "survey-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

enum { CELL_W = 13, CELL_H = 40, BESIDE = 3 /* cards in a row left of the wall */ };

struct canvas {
	struct json json;
	const struct model *model;
	struct lattice *lattice;
	struct survey survey;
	struct strbuf id, text;
};

static struct str card_code(struct canvas *canvas, const struct card *card)
{
	strbuf_reset(&canvas->id);
	code_add(&canvas->id, CODE_CARD, card->code);
	return strbuf_str(&canvas->id);
}

/* Words, then the receipt on a line of its own. */
static void add_card(struct canvas *canvas, const struct card *card, const char *next)
{
	size_t person = survey_person(&canvas->survey, card);
	bool withheld = person != NOBODY && canvas->survey.people[person].withheld;
	struct strbuf *text = &canvas->text;

	markdown_add(text, withheld ? WITHHELD : card->text, next);
	strbuf_addf(text, "\\\n%s*", next);
	if (person != NOBODY) {
		markdown_add(text, canvas->survey.people[person].who, next);
		strbuf_add_z(text, ", ");
	} else if (model_card_is_moderator(canvas->model, card)) {
		strbuf_add_z(text, "interviewer, ");
	}
	if (card->time_ms >= 0) {
		clock_add_offset_long(text, card->time_ms);
		strbuf_add_z(text, ", ");
	}
	strbuf_addf(text, "%.*s*", STR_ARG(card_code(canvas, card)));
}

static void open_node(struct canvas *canvas, struct str id, const char *type, struct rect cells)
{
	json_line(&canvas->json);
	json_open(&canvas->json, '{');
	json_key_str(&canvas->json, "id", id);
	json_key_str(&canvas->json, "type", str_of(type));
	json_key_int(&canvas->json, "x", (int64_t)cells.x * CELL_W);
	json_key_int(&canvas->json, "y", (int64_t)cells.y * CELL_H);
	json_key_int(&canvas->json, "width", (int64_t)cells.w * CELL_W);
	json_key_int(&canvas->json, "height", (int64_t)cells.h * CELL_H);
}

static void put_group(struct canvas *canvas, struct str id, struct str label, struct rect cells)
{
	open_node(canvas, id, "group", cells);
	json_key_str(&canvas->json, "label", label);
	json_close(&canvas->json, '}');
}

/* copy_in: empty, or the code of the theme where it is a copy. */
static void put_node(struct canvas *canvas, const struct card *card, struct str copy_in,
		     struct rect cells)
{
	static const char *const colors[CARD_KINDS] = {
		[CARD_OBSERVATION] = "5",
		[CARD_PAIN] = "1",
		[CARD_IDEA] = "4",
		[CARD_QUESTION] = "6",
	};

	strbuf_reset(&canvas->text);
	add_card(canvas, card, "");
	struct strbuf id = STRBUF_INIT;
	strbuf_add_str(&id, card_code(canvas, card));
	if (copy_in.n)
		strbuf_addf(&id, "-%.*s", STR_ARG(copy_in));
	open_node(canvas, strbuf_str(&id), "text", cells);
	strbuf_release(&id);
	json_key_str(&canvas->json, "text", strbuf_str(&canvas->text));
	if (colors[card->kind])
		json_key_str(&canvas->json, "color", str_of(colors[card->kind]));
	json_close(&canvas->json, '}');
}

static void put_card(struct canvas *canvas, const struct card *card, struct rect cells)
{
	put_node(canvas, card, STR(""), cells);
	pour(canvas->survey.options, canvas->json.out);
}

static void put_copies(struct canvas *canvas, const struct theme *theme)
{
	const struct cluster *cluster = theme->cluster;
	struct rect cells;

	for (size_t i = cluster->ncards; i < cluster_shown(cluster).n; i++)
		if (lattice_twin_rect(canvas->lattice, canvas->model, cluster->cards[i],
				      cluster->id, &cells))
			put_node(canvas, model_card(canvas->model, cluster->cards[i]), theme->code,
				 cells);
}

/* Cards no rectangle is found for are in something folded. */
static void put_folded(struct canvas *canvas, const struct theme *theme, struct rect cells)
{
	const struct cluster *cluster = theme->cluster;
	struct rect slab;
	bool first = true;

	strbuf_reset(&canvas->text);
	for (size_t i = 0; i < cluster->ncards; i++) {
		const struct card *card = model_card(canvas->model, cluster->cards[i]);
		if (lattice_card_rect(canvas->lattice, canvas->model, card->id, &slab))
			continue;
		strbuf_add_z(&canvas->text, first ? "- " : "\n- ");
		add_card(canvas, card, "  ");
		first = false;
	}
	if (first)
		return;
	strbuf_reset(&canvas->id);
	strbuf_addf(&canvas->id, "%.*s-folded", STR_ARG(theme->code));
	open_node(canvas, strbuf_str(&canvas->id), "text",
		  (struct rect){cells.x + 1, cells.y + 1, cells.w - 2, 1});
	json_key_str(&canvas->json, "text", strbuf_str(&canvas->text));
	json_close(&canvas->json, '}');
}

/* The frame; inside something folded, that of the nearest one above that has one. */
static struct rect frame_of(struct canvas *canvas, const struct theme *theme)
{
	struct rect cells = {0, 0, LATTICE_PITCH - 1, 3};

	while (!lattice_cluster_rect(canvas->lattice, canvas->model, theme->cluster->id, &cells) &&
	       theme->parent != NOBODY)
		theme = &canvas->survey.themes[theme->parent];
	return cells;
}

/* Groups come first: a canvas paints in order, and they lie below their cards. */
static void put_groups(struct canvas *canvas)
{
	struct rect cells;

	for (size_t i = 0; i < canvas->survey.nthemes; i++) {
		const struct theme *theme = &canvas->survey.themes[i];
		if (!lattice_cluster_rect(canvas->lattice, canvas->model, theme->cluster->id,
					  &cells))
			continue;
		put_group(canvas, theme->code,
			  cluster_title(theme->cluster->name),
			  cells);
	}
}

static void put_cards(struct canvas *canvas)
{
	struct card_list cards = model_cards(canvas->model);
	struct rect cells;

	for (size_t i = 0; i < cards.n; i++)
		if (lattice_card_rect(canvas->lattice, canvas->model, cards.ids[i], &cells))
			put_card(canvas, model_card(canvas->model, cards.ids[i]), cells);
	for (size_t i = 0; i < canvas->survey.nthemes; i++)
		put_copies(canvas, &canvas->survey.themes[i]);
	for (size_t i = 0; i < canvas->survey.nthemes; i++)
		put_folded(canvas, &canvas->survey.themes[i],
			   frame_of(canvas, &canvas->survey.themes[i]));
}

/* A list that has no place on the wall: a group left of it. Returns the line below. */
static int put_beside(struct canvas *canvas, const char *id, const char *label,
		      struct card_list cards, int line)
{
	int rows = (int)((cards.n + BESIDE - 1) / BESIDE);
	int left = -(BESIDE + 1) * LATTICE_PITCH;

	if (cards.n == 0)
		return line;
	put_group(canvas, str_of(id), str_of(label),
		  (struct rect){left, line, BESIDE * LATTICE_PITCH - 1, rows * LATTICE_ROW + 1});
	for (size_t i = 0; i < cards.n; i++)
		put_card(canvas, model_card(canvas->model, cards.ids[i]),
			 (struct rect){left + LATTICE_SLAB_X + (int)(i % BESIDE) * LATTICE_PITCH,
				       line + 1 + (int)(i / BESIDE) * LATTICE_ROW, LATTICE_SLAB_W,
				       LATTICE_SLAB_H});
	return line + rows * LATTICE_ROW + 3;
}

void write_canvas(struct strbuf *out, const struct model *model,
		  const struct export_options *options)
{
	struct canvas canvas = {.json = {.out = out},
				.model = model,
				.lattice = lattice_new(),
				.id = STRBUF_INIT,
				.text = STRBUF_INIT};

	survey_init(&canvas.survey, model, options);
	lattice_compute(canvas.lattice, model);
	pour_reserve(options, out, model_card_count(model) * 240);
	json_open(&canvas.json, '{');
	json_key(&canvas.json, "nodes");
	json_open(&canvas.json, '[');
	put_groups(&canvas);
	put_cards(&canvas);
	int line = put_beside(&canvas, "tray", "Tray", model_tray(model), 0);
	put_beside(&canvas, "parked", "Parked", model_parked(model), line);
	json_close(&canvas.json, ']');
	json_key(&canvas.json, "edges");
	json_open(&canvas.json, '[');
	json_close(&canvas.json, ']');
	json_close(&canvas.json, '}');
	strbuf_add_char(out, '\n');
	survey_release(&canvas.survey);
	lattice_free(canvas.lattice);
	strbuf_release(&canvas.id);
	strbuf_release(&canvas.text);
}
