#ifndef THEMEWALL_APP_INTERNAL_H
#define THEMEWALL_APP_INTERNAL_H

#include "themewall/app/app.h"
#include "themewall/app/command.h"
#include "themewall/store/edit.h"

/* Shared inside app/: what command handlers lean on. */

#define CMD(id_, name_, contexts_, keys_, args_, handler_, help_, words_)                          \
	bool handler_(struct app *app, const struct args *args, struct err *err);
#include "themewall/app/commands.def"
#undef CMD

/* Arguments by code or quoted name; failures say what was looked for. */
bool resolve_card(struct app *app, struct str word, card_id *id, struct err *err);
bool resolve_cluster(struct app *app, struct str word, cluster_id *id, struct err *err);
/* Nobody: 0, without a word; before a wall is open, too. */
participant_id find_participant(const struct app *app, struct str word);
/* A day as people write it ("17 Sep 2026", "17.9.2026"), as "2026-09-17"; nothing stays nothing.
 * What could be two days is refused. */
struct day {
	char z[16];
};
bool resolve_day(struct str text, struct day *day, struct err *err);
bool set_session_day(struct app *app, session_id id, struct str text, struct err *err);
bool resolve_participant(struct app *app, struct str word, participant_id *id, struct err *err);
bool resolve_session(struct app *app, struct str word, session_id *id, struct err *err);
/* The newest visible transcript of a session. */
bool resolve_transcript(struct app *app, struct str word, transcript_id *id, struct err *err);
bool resolve_kind(struct str word, enum card_kind *kind, struct err *err);
bool resolve_int(struct str word, int low, int high, int *value, struct err *err);

/* ERR_USAGE naming the command's arguments unless between low and high words were given. */
bool args_count(const struct args *args, enum command_id id, size_t low, size_t high,
		struct err *err);
/* Whether to ask the person instead: no arguments and a screen. */
bool args_ask(const struct app *app, const struct args *args);

/* After an edit: reads it back into the model. Returns ok and that the reading went well. */
bool app_edited(struct app *app, bool ok, struct err *err);
/* The answer of a headless command: the code of what it made. */
void answer_card(struct app *app, card_id id);
void answer_cluster(struct app *app, cluster_id id);

/* The cards a command is about: the marked ones when the focused card is one of them, else the
 * focused card (kept in *one). An error when the focus is not a card. */
bool target_cards(struct app *app, const card_id **ids, size_t *n, card_id *one, struct err *err);
/* The same for the card a chooser was opened for (its subject): a partner may have moved the focus
 * on meanwhile. */
bool asked_cards(struct app *app, const card_id **ids, size_t *n, card_id *one, struct err *err);

/* The theme a command without arguments is about: the focused one, or that of the focused card. */
bool target_cluster(struct app *app, cluster_id *id, struct err *err);

void marks_clear(struct app *app);
void marks_settle(struct app *app); /* cards that are gone are not marked any more */
void marks_toggle(struct app *app, card_id id);

/* A path as a person types it: ~/ is their home. */
void path_typed(struct strbuf *path, struct str typed);

/* Words of the lens menu and the header (lens.c), and the way back to the plain lens. */
const char *lens_colour_words(enum lens_colour colour);
const char *lens_flag_words(enum lens_flag flag);
void lens_clear(struct app *app);
void lens_changed(struct app *app); /* to be painted */
/* What `id` and `words` are is told with enum lens_only; an author comes with the name. */
void lens_show_only(struct app *app, enum lens_only only, int64_t id, struct str words);
/* Rows for the lenses of the study that match what is typed (cmd-lens-saved.c), and what else one
 * can do with them; a row's value is of the first kind when it is below 0. */
void lens_offer_saved(struct app *app, struct prompt *prompt, struct str typed);
bool lens_take_saved(struct app *app, int64_t value, struct err *err);
/* A row of a chooser, if what is typed occurs in its label. */
void offer_row(struct prompt *prompt, struct str typed, struct str label, const char *note,
	       int64_t value);

/* Splits the card of the open field at its caret. */
bool split_at_caret(struct app *app, struct err *err);

/* The wall as others may see it: names and addresses struck out of all texts (redact.c), between
 * the two; the wall must not change there. turns: those of loaded transcripts, too. */
struct mask;
struct redacted {
	struct mask *mask; /* owned */
};
void redact_begin(struct redacted *redacted, struct app *app, bool turns);
void redact_end(struct redacted *redacted, struct app *app);

/* A command as a row of the palette or a menu, and what choosing it does: one that fails says why
 * and leaves, one that must wait keeps the list open. */
void add_command_row(const struct app *app, struct prompt *prompt, enum command_id id);
bool take_command(struct app *app, struct str text, int64_t value, bool is_new, struct err *err);

/* Choosers used by several commands. */
void choose_theme_for_cards(struct app *app, card_id card);
void choose_file_to_import(struct app *app);
/* The same for the file that corrects a transcript. */
void choose_correction(struct app *app, transcript_id id);
bool open_rename(struct app *app, cluster_id id);
/* The same for a cluster just made: its name and its making are one step to undo. */
bool open_first_name(struct app *app, cluster_id id);
/* Name, day, kind and order of the session one reads, each to be changed. */
bool open_session(struct app *app, struct err *err);
/* Columns for n cards; a single card's theme takes a second one where its name needs it. */
int cluster_width_for(size_t n, struct str name);
/* Where a new cluster goes on the screen: where its loose card was, else free room near what is
 * seen. */
void place_new_cluster(struct app *app, struct cluster_draft *draft);
/* Rows of a chooser: themes that match what is typed. */
void add_theme_rows(struct app *app, struct prompt *prompt, struct str typed);
/* Everybody known, code and name; the value of a row is the id. */
void add_participant_rows(const struct app *app, struct prompt *prompt);
/* Who an interview is with where no speaker says it; nobody when several attend it. */
participant_id session_person(const struct app *app, const struct session *session);
void ask_session_person(struct app *app, const struct session *session);
bool set_session_person(struct app *app, session_id id, struct str word, struct err *err);

/* A failure of something the person asked for: said, or, when another program was writing, waited
 * out. */
void retry_or_say(struct app *app, enum retry_kind kind, int command, const struct err *err);
/* Keys pressed while waiting: kept (true) unless they cancel. */
bool retry_key(struct app *app, uint32_t key, unsigned mods);
bool retry_paste(struct app *app, struct str text);
void retry_wake(struct app *app, int64_t now_ms);

/* Key routing inside app_key: true when the key was theirs. */
bool prompt_key(struct app *app, uint32_t key, unsigned mods);
bool carry_key(struct app *app, uint32_t key, unsigned mods);
/* The chooser of formats with what each takes along (export-choose.c), and what it leads to. */
void export_choose(struct app *app, size_t chosen);
bool export_take_format(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err);
/* Is a card whose words a correction changed in focus, marked, or the one whose words are read? */
bool corrected_is_offered(struct app *app);
/* To what is told about a chooser's row: a label, and words beside it in as many lines as they
 * need. Painted text. */
void prompt_add_fact(struct app *app, const char *label, struct str words);
void prompt_refill(struct app *app); /* rows anew after the typed text changed */

/* A wall that is only watched: says why nothing can be changed. Returns false. */
bool refuse_to_change(const struct app *app, struct err *err);

/* What carry.c and carry-mouse.c share: lifting a target, telling partners, what a spot means. */
bool carry_lift(struct app *app, struct target target);
void carry_start_mouse(struct app *app);
void carry_hold(struct app *app);
/* After a change: what a partner has removed leaves the hand; an empty hand carries nothing. */
void carry_settle(struct app *app);
struct drop carry_drop_at(struct app *app, const struct spot *spot, int x, int y);
struct drop carry_drop_of_copy(struct app *app, cluster_id id); /* a carried copy into this theme */

/* Focus geometry (focus.c); rectangles are plane cells. */
bool target_rect(struct app *app, const struct target *target, struct rect *rect);
/* The title line of a theme; false when it is folded away. */
bool cluster_title_rect(struct app *app, cluster_id id, struct rect *rect);
struct rect empty_rect(struct app *app, int column, int line); /* a slab loose there */
void focus_step(struct app *app, int dx, int dy);
void focus_page(struct app *app, int dy);
void focus_end(struct app *app, int dy);
void view_show(struct app *app, struct rect rect); /* scrolls so that rect is seen */
struct target focus_nearest(struct app *app, struct rect near);
/* The tray's focused card and its index; none: id 0, index 0. */
card_id tray_focused(const struct app *app, size_t *index);
void tray_step(struct app *app, int by);

void outline_refresh(struct app *app);
void outline_step(struct app *app, int by);
/* The focused row is in the hand, by keys; the drop goes on from row to row, into a theme (dx 1) or
 * beside it. */
void outline_pick_up(struct app *app);
void outline_carry_step(struct app *app, int dx, int dy);
/* One theme before or after another one: one step, whatever lies between. */
bool theme_put_beside(struct app *app, cluster_id id, cluster_id sibling, bool after,
		      struct err *err);
size_t outline_focus_row(struct app *app);
/* Scrolls so that what begins at a row shows below its heading, as far as the list goes. */
void outline_show_from(struct app *app, size_t row);
/* After a change: the focused row stays where it is on the screen; one that has left the list hands
 * over to the row in its place. */
void outline_settle(struct app *app);
/* All clusters in the order of the list, but those in folded ones; out has room for all. */
size_t outline_themes(struct app *app, cluster_id *out);
void outline_release(struct outline_view *outline);

/* Enter in the list of who sorts alone, or compares. */
bool layer_open(struct app *app, struct err *err);

void history_release(struct history_view *view);
/* "14:02", and the day before it when it was not today. */
void history_add_when(struct strbuf *out, int64_t at_ms);

/* What partners did meanwhile (away.c): the wall is left, and opened again; then, when nothing else
 * is being said, one line. */
void away_leave(struct app *app);
void away_return(struct app *app);
bool away_can_tell(const struct app *app);
void away_tell(struct app *app);

/* An open search whose transcripts are not all read: app_wake reads one more. */
bool search_wants_more(const struct app *app);
/* Focuses a card wherever it lies; the outermost folded theme around it, which has the focus then,
 * or 0. */
cluster_id app_show_card(struct app *app, const struct card *card);
/* When rows are to show what was found meanwhile (monotonic); -1: nothing new, or no room. */
int64_t search_due(const struct app *app);
/* A slice of folding and reading, and the rows when they are due. */
void search_wake(struct app *app, int64_t now_ms);
/* Nothing is left to fold of what is loaded, when the search field is open. */
void search_finish(struct app *app);

/* Files of an import: reads, detects, guesses roles, stores; one line a file into app->notes. */
struct import_request {
	const struct str *paths;
	size_t npaths;
	const char *format, *encoding, *text_column; /* NULL: found out */
	struct import_options options;
	bool dry_run;    /* read and tell into app->answer, write nothing; needs no wall */
	bool json;       /* tell it as JSON */
	bool pseudonyms; /* replace names, e-mail addresses and phone numbers */
};
/* The name of a wall or of what stands beside an open one. */
bool import_is_ours(const char *name);
/* Whether the words of an import ask for a look only: nothing will be written. */
bool import_is_dry(const struct args *args);
/* A path as a person typed it: its preview. */
bool import_typed(struct app *app, struct str text, struct err *err);
/* Without a screen: all of it at once. */
bool import_run(struct app *app, const struct import_request *request, struct err *err);
/* Writes a table of participants into the wall; rows that are nobody's are noted. */
/* What a heading of such a table says of a person; "consent" alone is that to be quoted, for that
 * is the one that decides what leaves. */
enum fact_kind roster_fact_kind(struct str heading);
/* "Yes" and "y" are yes, "not recorded" is nothing; any other word stays as it is. */
struct str roster_consent(struct str value);
bool roster_apply(struct app *app, const struct import_file *file, struct err *err);
/* What was pasted as files or a transcript, when it is that: its preview. */
bool paste_import(struct app *app, struct str text);
/* The preview's focus goes on by that many rows or files. */
void import_row_step(struct app *app, int by);
void import_file_step(struct app *app, int by);
/* The same paths and options, shown before anything is written. */
void import_preview(struct app *app, const struct import_request *request);
/* Bytes of a file: those it keeps, the sample's, or read into *held. */
bool import_file_bytes(const struct app *app, struct import_file *file, struct strbuf *held,
		       struct str *bytes, struct err *err);
/* A file that takes the place of a transcript; shows the new version. */
bool correct_typed(struct app *app, transcript_id id, struct str text, struct err *err);
/* What became of the excerpts, in words: onto a line about the new version. */
void correct_note(struct app *app, struct strbuf *out, const struct import_report *report,
		  transcript_id before);
/* Names that were replaced in the text that is corrected are replaced in the new one, in the same
 * words, so that quotes are found; *assumed: although nobody asked for it now. */
bool correct_names(struct app *app, struct import_batch *batch, bool *assumed, struct err *err);
/* A transcript of a file of this name, other than `id`; 0: none. */
transcript_id correct_namesake(const struct app *app, struct str origin_name, transcript_id id);

#endif
