/* Commands of an import that is looked at: what was guessed is said otherwise, then it is written.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/import.h"
#include "themewall/base/mem.h"
#include "themewall/import/import.h"
#include "themewall/base/banned.h"

static bool file_at_hand(const struct app *app, struct import_file **file, struct err *err)
{
	*file = import_shown(app);
	if (!*file)
		return err_set(err, ERR_USAGE, "nothing is being imported");
	return (*file)->state != IMPORT_WAITING ||
	       err_set(err, ERR_USAGE, "this file is still being read");
}

static bool draft_at_hand(const struct app *app, struct import_file **file, struct err *err)
{
	return file_at_hand(app, file, err) &&
	       ((*file)->state == IMPORT_READ ||
		err_set(err, ERR_USAGE, "this file has no transcript to change"));
}

static void replace(char **word, struct str with)
{
	free(*word);
	*word = with.n ? xstrndup(with.p, with.n) : NULL;
}

/* ---- read it otherwise ---- */

static void fill_formats(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct import_format *formats;
	size_t n = import_formats(&formats);
	prompt_add_row(prompt, STR("find it out"), NULL, -1, false);
	for (size_t i = 0; i < n; i++)
		prompt_add_row(prompt, str_of(formats[i].what), formats[i].name, (int64_t)i, false);
}

static bool take_format(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	const struct import_format *formats;
	struct import_file *file = import_shown(app);
	import_formats(&formats);
	if (!file)
		return true;
	replace(&file->format, value < 0 ? STR("") : str_of(formats[value].name));
	import_file_again(file);
	return true;
}

bool cmd_import_format(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	if (!file_at_hand(app, &file, err))
		return false;
	prompt_open_list(app, "Read it as", false, 0, fill_formats, take_format);
	return true;
}

static const char *const encodings[] = {
	"UTF-8",        "UTF-16LE", "UTF-16BE",  "Windows-1252", "ISO-8859-15", "Windows-1250",
	"Windows-1251", "MacRoman", "Shift_JIS", "GB18030",      "Big5",        "EUC-KR"};

static void fill_encodings(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("find it out"), NULL, -1, false);
	for (size_t i = 0; i < TW_COUNT(encodings); i++)
		prompt_add_row(prompt, str_of(encodings[i]), NULL, (int64_t)i, false);
}

static bool take_encoding(struct app *app, struct str text, int64_t value, bool is_new,
			  struct err *err)
{
	struct import_file *file = import_shown(app);
	if (!file)
		return true;
	replace(&file->encoding, value < 0 ? STR("") : str_of(encodings[value]));
	import_file_again(file);
	return true;
}

bool cmd_import_encoding(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	if (!file_at_hand(app, &file, err))
		return false;
	prompt_open_list(app, "Its characters are written in", false, 0, fill_encodings,
			 take_encoding);
	return true;
}

static bool take_column(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	struct import_file *file = import_shown(app);
	if (!file)
		return true;
	replace(&file->text_column, text);
	import_file_again(file);
	return true;
}

bool cmd_import_column(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	if (!file_at_hand(app, &file, err))
		return false;
	prompt_open_field(app, "Column of notes (heading or 1, 2 …; nothing: find it)",
			  str_of(file->text_column), 0, take_column);
	return true;
}

/* ---- what becomes of it ---- */

const char *import_cards_words(enum import_cards cards, bool notes)
{
	static const char *const words[] = {
		[IMPORT_CARDS_DEFAULT] = "none: I make them while reading",
		[IMPORT_CARDS_NONE] = "none: I make them while reading",
		[IMPORT_CARDS_TURNS] = "one for each answer",
		[IMPORT_CARDS_SENTENCES] = "one for each sentence of an answer",
		[IMPORT_CARDS_MARKED] = "what is marked: bullets, quotes, highlights",
	};
	return words[cards == IMPORT_CARDS_DEFAULT && notes ? IMPORT_CARDS_MARKED : cards];
}

static void fill_cards(struct app *app, struct prompt *prompt, struct str typed)
{
	static const enum import_cards all[] = {IMPORT_CARDS_NONE, IMPORT_CARDS_MARKED,
						IMPORT_CARDS_TURNS, IMPORT_CARDS_SENTENCES};
	for (size_t i = 0; i < TW_COUNT(all); i++)
		prompt_add_row(prompt, str_of(import_cards_words(all[i], false)), NULL, all[i],
			       false);
}

static bool take_cards(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	if (app->import.batch)
		app->import.batch->options.cards = (enum import_cards)value;
	return true;
}

bool cmd_import_cards(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	if (!file_at_hand(app, &file, err))
		return false;
	prompt_open_list(app, "Cards made at once", false, 0, fill_cards, take_cards);
	return true;
}

static bool take_title(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	struct import_file *file = import_shown(app);
	if (!file || file->state != IMPORT_READ || text.n == 0)
		return true;
	file->draft.title = (struct str){arena_strndup(&file->draft.arena, text.p, text.n), text.n};
	return true;
}

bool cmd_import_title(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	if (!draft_at_hand(app, &file, err))
		return false;
	prompt_open_field(app, "Name of the session", file->draft.title, 0, take_title);
	return true;
}

static bool take_date(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct import_file *file = import_shown(app);
	struct day day;
	if (!resolve_day(text, &day, err))
		return false;
	if (file)
		memcpy(file->date, day.z, sizeof file->date);
	return true;
}

bool cmd_import_date(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	if (!draft_at_hand(app, &file, err))
		return false;
	prompt_open_field(app, "Day of the session, e.g. 17 Sep 2026", str_of(file->date), 0,
			  take_date);
	return true;
}

/* ---- what must not be told ---- */

enum { NAMES_REPLACE = -2, NAMES_AS_SAID = -1 };

static void fill_names(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct redact *redact = &app->import.batch->redact;
	prompt_add_row(prompt, STR("Replace what has a \xe2\x9c\x93"), NULL, NAMES_REPLACE, false);
	prompt_add_row(prompt, STR("Leave everything as it was said"), NULL, NAMES_AS_SAID, false);
	for (size_t i = 0; i < redact->n; i++) {
		const struct redact_item *item = &redact->items[i];
		struct strbuf label = STRBUF_INIT, note = STRBUF_INIT;
		strbuf_addf(&label, "%s %s", item->stays ? "–" : "✓", item->word);
		strbuf_addf(&note, "%s, %zu×", item->stays ? "stays" : item->with, item->count);
		if (item->count)
			prompt_add_row(prompt, strbuf_str(&label), note.buf, (int64_t)i, false);
		strbuf_release(&label);
		strbuf_release(&note);
	}
}

/* Ticks are tried on `stays` and hold when they are taken: whoever leaves finds all as it was. */
static void settle_names(struct redact *redact, bool taken)
{
	for (size_t i = 0; i < redact->n; i++)
		if (taken)
			redact->items[i].left = redact->items[i].stays;
		else
			redact->items[i].stays = redact->items[i].left;
}

static void open_names(struct app *app, size_t chosen);

static bool take_name(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct import_batch *batch = app->import.batch;
	if (!batch)
		return true;
	if (value < 0) {
		batch->pseudonyms = value == NAMES_REPLACE;
		settle_names(&batch->redact, batch->pseudonyms);
		return true;
	}
	batch->redact.items[value].stays = !batch->redact.items[value].stays;
	open_names(app, app->prompt.chosen);
	return true;
}

static void open_names(struct app *app, size_t chosen)
{
	prompt_open_list(app, "Replaced before anything is stored", false, 0, fill_names,
			 take_name);
	prompt_choose(app, chosen);
}

bool cmd_import_names(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	struct import_batch *batch = app->import.batch;
	if (!draft_at_hand(app, &file, err))
		return false;
	import_batch_find_names(app, batch);
	settle_names(&batch->redact, false);
	open_names(app, 0);
	return true;
}

/* ---- speakers ---- */

/* The focused speaker; when the focus is elsewhere, the only one there is. */
static bool speaker_at_hand(const struct app *app, struct import_file **file, size_t *index,
			    struct err *err)
{
	const struct import_row *row = &app->import.row;
	if (!draft_at_hand(app, file, err))
		return false;
	*index = row->kind == IMPORT_ROW_SPEAKER ? row->index : 0;
	return (row->kind == IMPORT_ROW_SPEAKER && row->index < (*file)->draft.nspeakers) ||
	       (*file)->draft.nspeakers == 1 ||
	       ((*file)->draft.nspeakers
			? err_set(err, ERR_USAGE, "choose a speaker first: ↓ goes to them")
			: err_set(err, ERR_USAGE,
				  "this file names nobody. Import it, then %s in the transcript "
				  "says "
				  "whom the interview is with",
				  key_in_force(app, CMD_PEOPLE).z));
}

static struct draft_speaker *asked_speaker(struct app *app, struct import_file **file)
{
	size_t index = (size_t)app->prompt.subject;
	*file = import_shown(app);
	return *file && (*file)->state == IMPORT_READ && index < (*file)->draft.nspeakers
		       ? &(*file)->draft.speakers[index]
		       : NULL;
}

static void fill_roles(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("participant: their words are evidence"), NULL, ROLE_PARTICIPANT,
		       false);
	prompt_add_row(prompt, STR("moderator: asks the questions, never evidence"), NULL,
		       ROLE_MODERATOR, false);
	prompt_add_row(prompt, STR("observer: sits in, never evidence"), NULL, ROLE_OBSERVER,
		       false);
}

static bool take_role(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct import_file *file;
	struct draft_speaker *speaker = asked_speaker(app, &file);
	if (!speaker)
		return true;
	speaker->role = (enum role)value;
	speaker->guessed = false;
	return true;
}

static void open_about(struct app *app, struct str label, const char *what, size_t index,
		       prompt_fill *fill, prompt_accept *take)
{
	struct strbuf title = STRBUF_INIT;
	strbuf_addf(&title, "%.*s %s", STR_ARG(label), what);
	prompt_open_list(app, title.buf, false, (int64_t)index, fill, take);
	strbuf_release(&title);
}

bool cmd_import_role(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	size_t index;
	if (!speaker_at_hand(app, &file, &index, err))
		return false;
	open_about(app, file->draft.speakers[index].label, "is …", index, fill_roles, take_role);
	return true;
}

static void fill_persons(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("the one of that name, else somebody new"), NULL, 0, false);
	add_participant_rows(app, prompt);
}

static bool take_person(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	struct import_file *file;
	struct draft_speaker *speaker = asked_speaker(app, &file);
	if (!speaker)
		return true;
	speaker->person = (participant_id){value};
	if (value)
		speaker->role = ROLE_PARTICIPANT;
	speaker->guessed = speaker->guessed && !value;
	return true;
}

bool cmd_import_person(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	size_t index;
	if (!speaker_at_hand(app, &file, &index, err))
		return false;
	open_about(app, file->draft.speakers[index].label, "is participant …", index, fill_persons,
		   take_person);
	return true;
}

static void fill_others(struct app *app, struct prompt *prompt, struct str typed)
{
	struct import_file *file;
	if (!asked_speaker(app, &file))
		return;
	for (size_t i = 0; i < file->draft.nspeakers; i++)
		if ((int64_t)i != prompt->subject)
			prompt_add_row(prompt, file->draft.speakers[i].label, NULL, (int64_t)i,
				       false);
}

static bool take_other(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	struct import_file *file;
	size_t from = (size_t)app->prompt.subject, into = (size_t)value;
	if (!asked_speaker(app, &file) || into >= file->draft.nspeakers)
		return true;
	draft_merge_speakers(&file->draft, from, into);
	import_focus(app, (struct import_row){IMPORT_ROW_SPEAKER, into > from ? into - 1 : into});
	return true;
}

bool cmd_import_merge(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	size_t index;
	if (!speaker_at_hand(app, &file, &index, err))
		return false;
	if (file->draft.nspeakers < 2)
		return err_set(err, ERR_USAGE, "only one speaks here");
	open_about(app, file->draft.speakers[index].label, "is the same as …", index, fill_others,
		   take_other);
	return true;
}

/* ---- moving about ---- */

bool cmd_import_up(struct app *app, const struct args *args, struct err *err)
{
	import_row_step(app, -1);
	return true;
}

bool cmd_import_down(struct app *app, const struct args *args, struct err *err)
{
	import_row_step(app, 1);
	return true;
}

bool cmd_import_page_down(struct app *app, const struct args *args, struct err *err)
{
	import_scroll(app, app->screen_h / 2);
	return true;
}

bool cmd_import_page_up(struct app *app, const struct args *args, struct err *err)
{
	import_scroll(app, -app->screen_h / 2);
	return true;
}

bool cmd_import_next(struct app *app, const struct args *args, struct err *err)
{
	import_file_step(app, 1);
	return true;
}

bool cmd_import_previous(struct app *app, const struct args *args, struct err *err)
{
	import_file_step(app, -1);
	return true;
}

bool cmd_import_leave_out(struct app *app, const struct args *args, struct err *err)
{
	struct import_file *file;
	if (!file_at_hand(app, &file, err))
		return false;
	if (file->state == IMPORT_BAD)
		return err_set(err, ERR_USAGE, "this file cannot be read; it is left out anyway");
	file->left_out = !file->left_out;
	file->again = file->same_as.n && !file->left_out;
	return true;
}

bool cmd_import_change(struct app *app, const struct args *args, struct err *err)
{
	switch (app->import.row.kind) {
	case IMPORT_ROW_FILE:
		return cmd_import_leave_out(app, args, err);
	case IMPORT_ROW_FORMAT:
		return cmd_import_format(app, args, err);
	case IMPORT_ROW_ENCODING:
		return cmd_import_encoding(app, args, err);
	case IMPORT_ROW_COLUMN:
		return cmd_import_column(app, args, err);
	case IMPORT_ROW_SESSION:
		return cmd_import_title(app, args, err);
	case IMPORT_ROW_DATE:
		return cmd_import_date(app, args, err);
	case IMPORT_ROW_CARDS:
		return cmd_import_cards(app, args, err);
	case IMPORT_ROW_NAMES:
		return cmd_import_names(app, args, err);
	case IMPORT_ROW_SPEAKER:
		return cmd_import_role(app, args, err);
	case IMPORT_ROW_KINDS:
		break;
	}
	return true;
}

/* ---- writing ---- */

static bool nothing_wanted(const struct app *app, const struct import_batch *batch, struct err *err)
{
	const struct import_file *first = &batch->files[0];
	if (batch->n == 1 && first->state == IMPORT_BAD)
		return err_set(err, first->code, "%s", first->why);
	if (batch->n == 1 && first->same_as.n)
		return err_set(err, ERR_USAGE,
			       "this is in the study already; %s imports it once more",
			       key_in_force(app, CMD_IMPORT_LEAVE_OUT).z);
	return err_set(err, ERR_USAGE, "no file is left to import; %s takes one in again",
		       key_in_force(app, CMD_IMPORT_LEAVE_OUT).z);
}

/* What a newcomer needs next; the facts of each file were in the preview. */
static void say_imported(struct app *app, size_t n)
{
	struct str first = strbuf_str(&app->notes), line;
	if (n == 1)
		app_say(app, MESSAGE_GOOD,
			"%s imported. Arrows choose words, %s makes a card of them",
			app->answer.buf, key_in_force(app, CMD_MAKE_QUOTE).z);
	else if (n)
		app_say(app, MESSAGE_GOOD,
			"%zu transcripts imported. Arrows choose words, %s makes a card of them", n,
			key_in_force(app, CMD_MAKE_QUOTE).z);
	else if (str_next_line(&first, &line))
		app_say(app, MESSAGE_GOOD, "%.*s", STR_ARG(line));
}

/* After an import the person lands in the first new transcript. When some files were left out, that
 * is what the message says; nothing is left to be done again. */
static bool show_imported(struct app *app, size_t before, bool ok, struct err *err)
{
	struct transcript_list all = model_transcripts(app->model);
	struct err ignored = ERR_INIT;
	if (!ok && err->code != ERR_PARTLY)
		return false;
	import_close(app);
	if (all.n > before)
		reader_open(app, all.ids[before], -1, -1, &ignored);
	if (!ok)
		app_say_err(app, err);
	else
		say_imported(app, all.n - before);
	return true;
}

bool cmd_import_take(struct app *app, const struct args *args, struct err *err)
{
	struct import_batch *batch = app->import.batch;
	size_t before = model_transcripts(app->model).n;
	bool stopped = false;
	if (!batch)
		return err_set(err, ERR_USAGE, "nothing is being imported");
	if (!import_batch_is_read(batch))
		return err_set(err, ERR_USAGE, "files are still being read; %s stops",
			       key_in_force(app, CMD_CANCEL).z);
	if (import_batch_wanted(batch) == 0)
		return nothing_wanted(app, batch, err);
	app->import.storing = true;
	bool ok = import_batch_store(app, batch, &stopped, err);
	app->import.storing = false;
	if (stopped) {
		import_close(app);
		app_say(app, MESSAGE_WARN, "Stopped: nothing was imported");
		return true;
	}
	return show_imported(app, before, ok, err);
}
