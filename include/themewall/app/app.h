#ifndef THEMEWALL_APP_APP_H
#define THEMEWALL_APP_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/app/carry.h"
#include "themewall/app/corrected.h"
#include "themewall/app/import.h"
#include "themewall/app/lens.h"
#include "themewall/app/prompt.h"
#include "themewall/app/reader.h"
#include "themewall/app/search.h"
#include "themewall/app/sort.h"
#include "themewall/app/theme.h"
#include "themewall/app/tour.h"
#include "themewall/base/err.h"
#include "themewall/model/lattice.h"
#include "themewall/model/model.h"
#include "themewall/model/similar.h"
#include "themewall/store/journal.h"
#include "themewall/store/store.h"

/*
 * The session: one person, one wall, what they look at. Commands (app/command.h) change it;
 * painters (ui/) only read it. Study data lives in `model`, which is fed by the store alone;
 * everything here is about this person's screen: focus, view, a half-typed field, something
 * carried. News from a partner never touches any of that.
 *
 * Plane cells: the lattice's unit. Pane cells: the same, counted from the corner of what is
 * visible.
 */
enum view {
	VIEW_START,
	VIEW_WALL,
	VIEW_READER,
	VIEW_OUTLINE,
	VIEW_COVERAGE,
	VIEW_FINDINGS,
	VIEW_SORT,   /* one sorts alone, or compares two sorts (app/sort.h) */
	VIEW_IMPORT, /* an import is looked at before anything is written */
	VIEWS
};
enum pane { PANE_TRAY, PANE_WALL };
enum { TRAY_GIVES = 18 }; /* cells the wall gains when the tray is folded */

/* The wall view: what is seen of the plane, and of the tray. */
struct wall_view {
	enum pane pane;      /* where the focus is */
	struct target focus; /* on the wall; may name something a partner deleted: then the nearest
				takes over */
	card_id tray_focus;  /* 0: the first */
	size_t tray_index;   /* where it was: who takes over when it leaves the tray */
	int x, y;            /* plane cell at the top left corner of the wall pane; x, y >= 0 */
	size_t tray_first;   /* index of the first tray card shown */
	bool tray_folded;
	bool tray_yields; /* folded for the map: unfolds with it */
	enum lattice_zoom zoom;
	int map_pitch; /* cells of a column from the map on: as wide as the pane lets them be … */
	int map_pane_w; /* … which was so wide then; edits do not change it */
	bool peek;      /* the peek pane is open: the focused card in full */
	/* set by ui_layout before any event is handled */
	int pane_w, pane_h;  /* cells of the wall pane */
	size_t tray_shown;   /* whole slabs that fit into the tray */
	struct rect settled; /* where the focus was when last laid out, so that changes above it do
				not move it on screen */
	int64_t settled_mv;  /* and its mv: a move of its own is not made up for */
	int want_x;          /* plane cell Up and Down try to stay on */
};

/* A line for the person, bottom left; gone at the next key or after some seconds. */
enum message_kind { MESSAGE_NONE, MESSAGE_INFO, MESSAGE_GOOD, MESSAGE_WARN };
struct message {
	enum message_kind kind;
	struct strbuf text;
	int64_t at_ms; /* monotonic */
	bool leads;    /* to the history: stays until the next key, and a click opens that */
	bool stays;    /* until the next key */
};

/* What the person has seen of the wall, for when they come back (away.c). */
struct away {
	int64_t seen, at_ms;    /* newest change at their last key or click, and its time */
	int64_t mark, since_ms; /* the same before they were away; 0: nothing new since */
	bool due, told;         /* to be said; said, and the history not yet opened */
	bool left;              /* the wall was closed meanwhile */
};

/* The start screen: what to open. */
enum { START_SAMPLE, START_NEW, START_OPEN, START_RECENT };
struct start_view {
	size_t chosen;
	char **recent; /* owned paths, newest first */
	size_t nrecent;
	char *refused; /* owned path of a wall that is not opened just so; NULL */
};

/* A scrollable text (help, findings): lines wrapped by the painter. */
struct page_view {
	struct strbuf text;
	uint64_t revision;  /* of the model it was made from */
	int64_t changed_ms; /* when the wall last changed while it was open */
	int first;          /* line shown at the top */
	int nlines, nshown; /* set by the painter */
};

/* The indented list of themes and cards. */
struct outline_row {
	enum target_kind kind; /* CARD or CLUSTER; TARGET_NONE: a heading (place) */
	enum place_kind place; /* of a heading */
	card_id card;
	cluster_id cluster; /* of a card: where this row is its copy; 0 where it is at home */
	int depth;
};
struct outline_view {
	struct outline_row *rows; /* rebuilt when the model changes */
	size_t nrows, capacity;
	uint64_t revision;
	size_t first, nshown; /* first row shown; rows that fit, set by ui_layout */
	bool as_on_wall;      /* in the order of the wall; else the strongest theme first */
	bool is_pressed;      /* the button is down on row `dragged`; over drag_over a drop shows */
	bool into;            /* a theme in the hand goes into the one it is over, not beside it */
	size_t dragged, drag_over;
};

/* One step of the history: the rows of a batch. */
struct history_step {
	int64_t id; /* of its last journal row */
	int64_t batch, at_ms;
	coder_id coder;
	bool undone, named; /* named: a snapshot */
	size_t nrows;
	char *words; /* owned: "ana: move of C-041 to “Trust”" */
};
struct history_view {
	struct history_step *steps; /* owned; oldest first; read when the list opens */
	size_t n, capacity;
};

/* An earlier state that is shown: app->model is a copy of then, and nothing can be changed. */
struct past {
	struct model *now; /* the real one, kept current; NULL: one looks at the present */
	int64_t id;        /* the last change of the history that is shown */
	int64_t at_ms;
	struct target focus; /* where one was */
};

/* What was concluded, as a list beside the page (app/findings.h). */
struct finding_row {
	int kind; /* enum finding_kind */
	int64_t insight, id;
};
struct findings_view {
	struct finding_row *rows; /* owned; made anew when the model or what is open changes */
	size_t nrows, capacity;
	uint64_t revision;
	int64_t open, made_for; /* the insight whose fields are shown; 0 none */
	size_t chosen, first, nshown;
	int editing;  /* what the open field is about */
	bool preview; /* the page has the keys; on a narrow screen it is what is seen */
};

/* The theme × participant grid, and the text below it. */
struct coverage_view {
	size_t row, column;      /* focused cell */
	size_t first;            /* first theme shown */
	size_t nthemes, npeople; /* as last shown */
	struct {
		int first, nlines, nshown; /* line at the top, as last wrapped and shown */
	} text;
};

/* A change that could not be stored yet because another program was writing, or the disk is full:
 * it is tried again without blocking the screen, on a full disk with growing pauses; keys and
 * pastes of meanwhile are kept and follow it, the mouse rests. It is given up when news took away
 * what it was about. */
enum retry_kind { RETRY_NONE, RETRY_COMMAND, RETRY_PROMPT, RETRY_DROP };
enum { RETRY_KEYS = 1024, RETRY_MS = 50, RETRY_FULL_MS = 500, RETRY_FULL_MOST_MS = 16000 };
struct retry {
	enum retry_kind kind;
	int command;          /* enum command_id, RETRY_COMMAND */
	struct target target; /* what was in focus when it was asked for */
	int64_t at_ms;
	int64_t pause_ms; /* before the next try on a full disk; 0: it is not full */
	struct {
		uint32_t key; /* 0: what was pasted */
		unsigned mods;
	} held[RETRY_KEYS];
	size_t nheld;
	struct strbuf pasted;
};

struct settings;

struct app {
	struct store *store;     /* NULL on the start screen; owned */
	struct model *model;     /* owned */
	struct lattice *lattice; /* owned; current when lattice_revision == model_revision */
	uint64_t lattice_revision;
	struct lattice *anchors; /* owned; at cards whatever the zoom: where new things find room */

	struct model *rest; /* the whole of a large wall while it is being read; owned, or NULL */
	struct load_state rest_state;
	bool rest_failed; /* it could not be read: who needs it is refused */

	enum view view;
	struct wall_view wall;
	struct reader_view reader;
	struct outline_view outline;
	struct coverage_view coverage;
	struct sort_view sort;
	struct lens lens;
	struct past past;
	struct search_view search;
	struct similar_list like;        /* cards like the one last asked about */
	struct corrected_list corrected; /* cards whose words changed, last asked about */
	struct history_view history;
	struct findings_view concluded;
	struct page_view findings;
	struct export_wish {
		bool with_names, excel;
	} wish; /* for the export being chosen */
	struct page_view help;
	bool help_open;
	struct start_view start;
	struct tour tour;
	struct prompt prompt; /* an open field or chooser takes the keys first */
	struct carry carry;   /* something picked up, by mouse or key */
	struct message message;
	bool draft_due; /* words half written are to be offered (app/draft.h) */
	int running;    /* the command that is running, -1 none: whose prompt it is that opens */
	struct away away;
	struct card_id_set { /* marked cards */
		card_id *ids;
		size_t n, capacity;
	} marked;

	cluster_id last_sent[9]; /* themes cards were sent to, newest first */
	size_t nlast_sent;

	struct strbuf answer;      /* of a headless command: the code of what it made */
	struct strbuf notes;       /* words beside the answer, a line each: what an import found */
	struct strbuf coder;       /* name given with --as; empty: the login name */
	bool read_only;            /* --read-only: walls are opened for watching */
	bool interactive;          /* a screen is attached: commands may open fields */
	bool keeps_seen;           /* remembers between sessions what was seen of which wall */
	struct settings *settings; /* borrowed; NULL: everything by default */
	enum theme theme;
	bool has_color, ascii, mouse_on;
	bool only_ascii; /* the terminal cannot show more, whatever is set */
	bool wants_quit, wants_suspend, wants_redraw;
	bool wants_editor;     /* the open field's text in the person's own editor */
	bool wants_all_motion; /* something is carried by mouse: report motion without a button, too
				*/
	bool loading;          /* only the first screen of a large wall is in the model yet */
	bool dirty;            /* something to paint */
	int64_t saved_ms;      /* last commit */
	struct retry retry;    /* a change that waits for another program to finish writing */
	struct strbuf
		not_saved;  /* why the last change could not be stored; empty when all is well */
	struct presence me; /* who is at the keys, as partners see them; no initials before a wall
			       is open */
	struct presence others[16];
	size_t nothers;
	struct import_view import; /* files looked at before they are stored */
	struct {
		/* Shows how far long work is, while nothing else runs; false stops it. NULL: nobody
		 * looks. */
		bool (*tell)(void *context, const char *what, int64_t done, int64_t total);
		void *context;
		int64_t told_ms;
	} progress;
	struct {
		/* Makes and opens the wall that an import shall go into: asked for once there is
		 * something to import, so that bad files leave no empty wall. NULL: nothing to
		 * make. */
		bool (*make)(struct app *app, void *context, struct err *err);
		void *context;
	} unmade;
	struct strbuf copied; /* text to hand to the terminal's clipboard, taken by main */
	struct strbuf pasted; /* a paste waiting for what to do with it */
	int screen_w, screen_h;
	int body_h; /* lines between the top and the bottom line that the findings view has */
};

/* Long work tells how far it is, at most every so many ms. False: the person wants it to stop. */
enum { APP_PROGRESS_MS = 100 };
bool app_progress(struct app *app, const char *what, int64_t done, int64_t total);

/* How long one try waits for another program that is writing; then it is tried again later. */
enum { APP_PATIENCE_MS = 60 };

void app_init(struct app *app);
/* Before the program ends: what is half written is kept, and what was seen of the wall. */
void app_leave(struct app *app);
void app_release(struct app *app);

/* Opens a wall (creating it when asked), loads the model and shows the wall view. On failure the
 * former wall stays open. */
bool app_open(struct app *app, const char *path, const struct store_options *options,
	      struct err *err);

/* Walls of more cards paint their first screen before the rest is read, by app_wake in slices;
 * app_finish_loading is for what needs all of it now. When a slice cannot be read the first screen
 * stays. */
enum { APP_SMALL_WALL = 5000, APP_ROWS_A_SLICE = 6000 };
bool app_finish_loading(struct app *app, struct err *err);

/* Reads what is new in the file into the model; keeps focus, view, field and carry. */
bool app_poll(struct app *app, struct err *err);
/* The lattice, brought up to date. */
const struct lattice *app_lattice(struct app *app);
/* The same at the cards zoom, which anchors are counted at. */
const struct lattice *app_anchors(struct app *app);
/* The rows of the outline, brought up to date. */
void outline_refresh(struct app *app);
/* The mouse on a row: press, then over others (true: something is in the hand), then up. */
void outline_press(struct app *app, size_t row);
bool outline_drag(struct app *app, size_t row, bool into); /* into: on a theme's title */
void outline_let_go(struct app *app);

/* Nothing can be changed now: the wall is open for watching, or an earlier state is shown. */
bool app_is_watching(const struct app *app);
/* The person is there: called for every key, paste and mouse event. */
void app_input(struct app *app);
/* Ends looking at an earlier state, if one is shown. */
void app_leave_past(struct app *app);

/* A line for the person. Text from outside goes in as it is: the painter makes it safe. */
void app_say(struct app *app, enum message_kind kind, const char *format, ...) TW_PRINTF(3, 4);
void app_say_err(struct app *app, const struct err *err);

/* The focused thing of the current view: a card, a cluster or an empty place. */
struct target app_target(const struct app *app);
/* Puts the focus there and scrolls it into view. */
void app_focus(struct app *app, struct target target);
void app_focus_card(struct app *app, card_id id);
void app_focus_cluster(struct app *app, cluster_id id);
/* After a change: the focus names something that still exists, and stays where it was on the
 * screen. */
void app_settle(struct app *app);
/* Scrolls the wall so that the focus is seen: after the pane has shrunk. */
void app_show_focus(struct app *app);
/* What the peek pane shows of the focused card is loaded: the turns around its words. */
void app_peek(struct app *app);
/* After the pane's width has changed: from the map on columns take the room there is. */
void zoom_fit(struct app *app);
/* Moves what is seen of the text below the coverage grid by lines. */
void coverage_read(struct app *app, int lines);
bool app_is_marked(const struct app *app, card_id id);

/* Time: returns ms until app_wake wants to be called, -1 never. */
int app_timeout(struct app *app, int64_t now_ms);
void app_wake(struct app *app, int64_t now_ms);

/* "C-041", "T-03" … for messages; the buffer is the caller's. */
struct code_text {
	char z[16];
};
struct code_text app_card_code(const struct app *app, card_id id);
struct code_text app_cluster_code(const struct app *app, cluster_id id);
/* "T-03, T-05": the other places of a card that has copies; nothing for one without. here: the
 * theme it is looked at in as a copy, 0 where it is at home. */
void app_add_also_in(const struct app *app, struct strbuf *out, card_id id, cluster_id here);
/* A change in words, with its author: "ana: undid move of C-041 to “Trust”". */
void history_add_words(struct strbuf *out, const struct app *app, const struct journal_row *row);
/* A theme's name as shown: its name or "(unnamed)". Borrowed from the model. */
struct str app_cluster_title(const struct app *app, cluster_id id);

#endif
