#ifndef THEMEWALL_UI_INTERNAL_H
#define THEMEWALL_UI_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/app/command.h"
#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/base/rect.h"
#include "themewall/export/export.h"
#include "themewall/model/saturation.h"
#include "themewall/text/wrap.h"
#include "themewall/ui/ui.h"

/*
 * What the painters share. Everything in struct ui is derived: it can be thrown away between any
 * two frames and the next picture is the same. Units are screen cells unless a name says plane.
 */

/* --- layout.c: where the parts of the screen are --- */

enum { SCREEN_MIN_W = 60, SCREEN_MIN_H = 15, TRAY_W = 26, TRAY_FOLDED_W = TRAY_W - TRAY_GIVES };
/* The peek pane stands at the right of a wall at least so wide, else below. */
enum { PEEK_W = 40, PEEK_H = 9, PEEK_WIDE_W = 110 };

struct screen_layout {
	int w, h;
	bool cramped;       /* below 60 × 15: one line asks for room, the rest is the outline */
	struct rect header; /* the top line */
	struct rect body;   /* between top line and bottom line */
	struct rect tour;   /* a line above it; empty when the tour is not on */
	struct rect bottom; /* hint, message or field */
	struct rect tray;   /* of the wall view */
	struct rect pane;   /* of the wall view: the window on the plane */
	struct rect peek;   /* the peek pane; empty when it is shut */
};

void layout_compute(struct screen_layout *at, const struct app *app, int w, int h);
/* A box of at most w × h in the middle of the screen. */
struct rect layout_box(const struct screen_layout *at, int w, int h);
/* The same beside `about`: at its right or left, beginning at the line of `from` (a cell on it),
 * else below or above, lower when it must be; where there is no room at all, so that little of it
 * is hidden. Never over the top and the bottom line. */
struct rect layout_beside(const struct screen_layout *at, int w, int h, struct rect about,
			  struct rect from);
/* Whole slabs that fit into the tray. */
size_t layout_tray_slabs(const struct screen_layout *at);
/* The slab of the i-th card shown in the tray. */
struct rect layout_tray_slab(const struct screen_layout *at, size_t i);

/* --- hit.c: what lies under the pointer --- */

/* Places painted last that answer a click: what was seen is what is clicked. */
enum zone_kind {
	ZONE_TAB,        /* value: enum view */
	ZONE_HINT,       /* enum command_id */
	ZONE_PROMPT,     /* the prompt's box: clicks stay in it */
	ZONE_PROMPT_ROW, /* row */
	ZONE_PROMPT_FIELD, /* what is typed: bytes left out before its first cell */
	ZONE_PROMPT_TAKE,
	ZONE_PROMPT_LEAVE,
	ZONE_OUTLINE,    /* row */
	ZONE_TRANSCRIPT, /* index in the reader's list */
	ZONE_TURN,       /* a line of the reader: turn << 32 | line of the turn */
	ZONE_START,      /* choice of the start screen */
	ZONE_GRID,       /* row << 32 | column of the coverage grid */
	ZONE_TRUST,      /* the text below it: screens on that a click goes */
	ZONE_IMPORT,     /* a line of the import's preview: kind << 32 | index */
	ZONE_READER_BAR, /* code point of the transcript */
	ZONE_TRAY_TITLE,
	ZONE_SORT,    /* row of the list of who sorts alone */
	ZONE_FINDING, /* row of the list of what was concluded */
	ZONE_STANCE,  /* the sign before a piece of evidence: the same row */
};

struct zone {
	struct rect rect;
	enum zone_kind kind;
	int64_t value;
};

struct hit hit_wall(const struct ui *ui, struct app *app, int x, int y);
void zone_add(struct ui *ui, struct rect rect, enum zone_kind kind, int64_t value);
/* The topmost one there; NULL. */
const struct zone *zone_at(const struct ui *ui, int x, int y);

/* --- slab.c: what stands on a card's slab --- */

enum { SLAB_WORDS_W = 20, SLAB_WORDS_H = 3, SLABS_MAX = 8192 };

struct slab {
	card_id id;
	uint64_t revision; /* of the model when last compared */
	uint64_t stamp;    /* of the card's text when it was wrapped */
	uint64_t lens;     /* stamp of the lens its foot and bar were made with */
	bool shown;        /* by the lens; else it is dimmed or a dot */
	char *words;       /* owned; painted lines, one after the other */
	size_t nwords;     /* bytes */
	struct {
		size_t from, to;
	} line[SLAB_WORDS_H];
	int nlines;
	char foot[48];  /* participant and time, painted */
	char flags[32]; /* "⧉3 ★ ± ”", painted */
	int flags_cells;
	style_id bar;
};

struct slab_cache {
	struct slab *slabs; /* owned */
	size_t n, capacity;
	struct map by_id;
};

void slab_cache_release(struct slab_cache *cache);
/* Called between frames: keeps the memory bounded. */
void slab_cache_trim(struct slab_cache *cache);
/* Borrowed until the next call; NULL when there is no such card. */
const struct slab *slab_get(struct ui *ui, const struct app *app, card_id id);

struct slab_look {
	bool focused, dimmed, marked, lifted;
	bool hidden;     /* the lens leaves it out and hides what it leaves out */
	bool copy;       /* at home elsewhere */
	char partner[8]; /* initial of the one who holds it, or "" */
};
/* h: LATTICE_SLAB_H, or 1 for all on one line. */
void slab_paint(struct surface *s, int x, int y, int h, const struct slab *slab,
		const struct slab_look *look);
/* At map: the card is one cell. */
void slab_paint_mark(struct surface *s, int x, int y, const struct app *app,
		     const struct slab *slab, const struct slab_look *look);
/* "P03 14:22", painted: who said it and when; the card's code when neither is known. */
void slab_add_foot(struct strbuf *out, const struct app *app, const struct card *card);
/* "★ ± ”" */
void slab_add_flags(struct strbuf *out, const struct app *app, const struct card *card);
style_id slab_bar(const struct app *app, const struct card *card);

/* --- caption.c: names and counts of clusters --- */

struct caption {
	cluster_id id;
	uint64_t revision;
	char *title; /* owned, painted */
	size_t ntitle;
	int title_cells;
	size_t people, of,
		cards; /* people of its own cards, of people in view; cards with sections */
	bool folded, named;
	enum cluster_colour colour;
	bool counting; /* the wall is still being read: people are not known yet */
};

struct captions {
	struct caption *list; /* owned */
	size_t n, capacity;
	struct map by_id;
};

void captions_release(struct captions *captions);
/* The sign of a theme's own colour, where it has one. */
void caption_paint_colour(struct surface *s, int x, int y, const struct caption *caption);
void captions_trim(struct captions *captions);
const struct caption *caption_get(struct ui *ui, const struct app *app, cluster_id id);
/* "6 of 8 people · 8 cards", "6 of 8 · 8", "6·8"; " ▸" when folded, "…" for an unknown number. */
/* One's own dots in the vote that is open, a blank before them: " ●●", " ●7"; on the theme, or on
 * the insight when that is given. */
void caption_add_dots(struct strbuf *out, const struct app *app, cluster_id theme,
		      insight_id insight);

enum caption_form { CAPTION_FULL, CAPTION_SHORT, CAPTION_TINY };
void caption_add_counts(struct strbuf *out, const struct caption *caption, enum caption_form form);

/* --- paint.c: words and frames --- */

enum frame_kind { FRAME_ROUND, FRAME_SQUARE };

void paint_frame(struct surface *s, struct rect r, enum frame_kind kind, style_id style);
/* Title and right end of a frame's or rule's line of w cells; the title is cut to what is left. */
void paint_title(struct surface *s, int x, int y, int w, struct str title, style_id title_style,
		 struct str right);
/* A blanked box with a frame and a title. */
void paint_box(struct ui *ui, struct surface *s, struct rect r, struct str title);
/* Text from outside, cut to ncells with "…"; returns the cells taken. */
int paint_safe(struct ui *ui, struct surface *s, int x, int y, struct str text, int ncells,
	       style_id style);
/* The same, ending at the cell before right. Returns where it begins. */
int paint_right(struct ui *ui, struct surface *s, int right, int y, struct str text, int ncells,
		style_id style);
void paint_line(struct surface *s, int x, int y, int w, const char *grapheme, style_id style);
/* A field of w cells with its caret in view; puts the hardware cursor there. */
void paint_field(struct ui *ui, struct surface *s, int x, int y, int w,
		 const struct line_edit *edit);
void paint_cursor(struct surface *s, int x, int y, bool visible);
/* At the right end of a list's first and last line: that there is more above or below. */
void paint_more(struct surface *s, struct rect list, bool above, bool below);
/* Scroll position that shows row `chosen` of n when nshown rows fit. */
size_t scroll_to(size_t first, size_t chosen, size_t n, size_t nshown);

/* --- reader-turns.c: turns laid out in lines --- */

struct turn_unit {
	uint32_t at;    /* byte of the painted text */
	uint32_t chars; /* code point, from the turn's start */
};

struct turn_lines {
	size_t turn;
	struct strbuf painted;
	struct turn_unit
		*units; /* owned; one per grapheme of the stored text, and one at the end */
	size_t nunits, units_capacity;
	struct wrap_line *lines; /* owned */
	size_t nlines, lines_capacity;
};

struct covered {
	int64_t start, end; /* code points */
	int64_t end_so_far; /* the greatest end up to here: where a search backwards may stop */
	card_id card;
};

struct reader_cache {
	transcript_id transcript;
	const struct turn *turns; /* what the layout was made from; compared, not read */
	int width;                /* cells of the text column */
	struct turn_lines *laid;  /* owned */
	size_t nlaid, capacity;
	struct map by_turn;      /* turn + 1 → laid */
	struct covered *covered; /* owned; by start */
	size_t ncovered, covered_capacity;
	uint64_t covered_revision;
	int talk; /* percent of the words the participants spoke; -1: unknown */
	int coverage;
	int *shares; /* owned; coverage per transcript of the list, -1: not counted yet */
	size_t shares_capacity;
	uint64_t shares_revision;
	size_t list_first; /* first row of the list shown */
};

void reader_cache_release(struct reader_cache *cache);
/* Makes the cache fit what is open; throws away what is stale. */
void reader_cache_update(struct ui *ui, const struct app *app, int width);
const struct turn_lines *reader_lines(struct ui *ui, const struct app *app, size_t turn);
/* Code point of the transcript at a cell of a turn's line. */
int64_t reader_char_at(struct ui *ui, const struct app *app, size_t turn, size_t line, int cell);
/* Byte of the painted text where a code point of the turn begins. */
size_t reader_byte_of(const struct turn_lines *laid, int64_t chars);
/* Percent on cards of the index-th transcript of the list, counted once per revision. */
int reader_share(struct ui *ui, const struct app *app, size_t index);
/* Moves what is seen by lines. */
void reader_scroll(struct ui *ui, struct app *app, int by);

/* --- grid.c: theme × participant --- */

struct grid {
	uint64_t revision;
	bool made;
	struct export_matrix matrix;
};

void grid_release(struct grid *grid);
const struct grid *grid_get(struct ui *ui, const struct app *app);

/* --- draw_trust.c: how far the grid may be believed --- */

struct trust {
	uint64_t revision;
	struct saturation_settings rule;
	bool made;
	struct strbuf saturation, warnings; /* a sentence; a line each */
	size_t nwarnings;
	uint32_t *new_themes; /* owned, like sessions; by interview */
	session_id *sessions;
	size_t nsessions;
	uint32_t most; /* of new_themes */
};

void trust_release(struct trust *trust);
/* Lines of w cells that the text below the grid takes; all 0: there is nothing to say. */
struct trust_size {
	int sentence, warnings;
	int all, least; /* with the bars as high as they like; as low as they may be */
};
struct trust_size trust_size(struct ui *ui, const struct app *app, int w);
/* That text from its line `first` on. Where `least` fits it is seen whole. */
void draw_trust(struct ui *ui, struct app *app, struct surface *s, struct rect room, int first);

/* --- pages: long texts wrapped once --- */

struct page_cache {
	uint64_t revision;
	int width;
	const char *text; /* what it was made from; compared, not read */
	size_t ntext;
	struct strbuf painted;
	struct wrap_line *lines; /* owned */
	size_t nlines, capacity;
};

void page_cache_release(struct page_cache *cache);

/* --- ui.c --- */

struct ui {
	struct screen_layout at;
	struct slab_cache slabs;
	struct captions captions;
	struct reader_cache reader;
	struct grid grid;
	struct trust trust;
	struct page_cache page;
	struct zone *zones; /* owned */
	size_t nzones, zones_capacity;
	struct lattice_section *sections; /* owned; of the cluster being painted */
	size_t sections_capacity;
	struct strbuf scratch; /* of the painter at work */
	struct strbuf line;    /* of the painter at work */
	/* the click before, for double clicks */
	int64_t click_ms;
	struct target clicked;
	int outline_h; /* rows the outline had when it was painted last */
	/* the click that opened a prompt, and which (prompt.opened) */
	int64_t pressed_ms;
	uint64_t pressed_for;
	/* where menus go */
	struct rect focus;   /* what is in focus, as it was painted; w 0: not seen */
	struct rect pointer; /* the cell where the right button opened a menu … */
	uint64_t pointed;    /* … which was this one (prompt.menu) */
	bool selecting;      /* the left button went down on the reader's text */
};

/* --- painters: draw_*.c --- */

void draw_header(struct ui *ui, struct app *app, struct surface *s);
void draw_tour(struct ui *ui, struct app *app, struct surface *s);
void draw_bottom(struct ui *ui, struct app *app, struct surface *s);
void draw_wall(struct ui *ui, struct app *app, struct surface *s);
void draw_tray(struct ui *ui, struct app *app, struct surface *s);
void draw_carry(struct ui *ui, struct app *app, struct surface *s);
void draw_peek(struct ui *ui, struct app *app, struct surface *s);
void draw_prompt(struct ui *ui, struct app *app, struct surface *s);
void draw_help(struct ui *ui, struct app *app, struct surface *s);
void draw_reader(struct ui *ui, struct app *app, struct surface *s);
/* Where the title of a theme, the words of a card begin in its row. */
int outline_title_x(const struct outline_row *row);
void draw_outline(struct ui *ui, struct app *app, struct surface *s);
void draw_coverage(struct ui *ui, struct app *app, struct surface *s);
void draw_findings(struct ui *ui, struct app *app, struct surface *s);
void draw_insights(struct ui *ui, struct app *app, struct surface *s, struct rect room);
/* The page of the findings view; the list has what is left of the body. Either may be empty. */
struct rect findings_page(const struct ui *ui, struct app *app);
void draw_sort(struct ui *ui, struct app *app, struct surface *s);
void draw_import(struct ui *ui, struct app *app, struct surface *s);
void draw_start(struct ui *ui, struct app *app, struct surface *s);

/* How a card on the wall or in the tray looks now: focus, marks, what is carried, partners. */
struct slab_look slab_look_of(const struct app *app, card_id id, cluster_id copy_in, bool in_tray);

/* --- draw_turns.c --- */
/* Cells for the words of a turn. */
int turns_width(int screen_w);
void draw_turns(struct ui *ui, struct app *app, struct surface *s);

/* --- mouse.c, mouse-wall.c --- */
enum { WHEEL_LINES = 3 };

void mouse_event(struct ui *ui, struct app *app, const struct event *event);
void mouse_wall(struct ui *ui, struct app *app, const struct event *event);
void mouse_carry(struct ui *ui, struct app *app, const struct event *event);
void mouse_outline(struct ui *ui, struct app *app, const struct event *event);
/* Runs a command by name, as its key would. */
void mouse_invoke(struct app *app, const char *name);
/* What a double click on it does. */
void mouse_open(struct app *app, const struct target *target);
/* True for the second click on the same thing within 400 ms. */
bool mouse_is_double(struct ui *ui, const struct event *event, struct target target);
int wheel_dy(const struct event *event);
int wheel_dx(const struct event *event);
bool is_wheel(const struct event *event);
/* from wins when to is smaller. */
int mouse_clamp(int n, int from, int to);

#endif
