/*
 * The reader's selection: a half-open range of code points in one transcript, moved by turn,
 * sentence and word, snapped to graphemes. Turns are loaded when a transcript is opened and stay in
 * the model.
 */
#include "themewall/app/reader.h"

#include "app-internal.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"
#include "themewall/model/versions.h"
#include "themewall/base/banned.h"

const struct transcript *reader_transcript(const struct app *app)
{
	const struct transcript *t = model_transcript(app->model, app->reader.transcript);
	return t && t->loaded ? t : NULL;
}

static const struct turn *selected_turn(const struct app *app)
{
	const struct transcript *t = reader_transcript(app);
	return t && app->reader.turn < (size_t)t->nturns ? &t->turns[app->reader.turn] : NULL;
}

static void select_range(struct app *app, int64_t start, int64_t end, enum reader_unit unit)
{
	struct reader_view *reader = &app->reader;
	const struct transcript *t = reader_transcript(app);
	const struct turn *turn = t ? transcript_turn_at(t, start) : NULL;
	if (!turn)
		return;
	reader->turn = (size_t)(turn - t->turns);
	reader->start = reader->anchor = start;
	reader->end = end;
	reader->unit = unit;
	reader->last_card = (card_id){0};
	reader->follow = true;
	app->dirty = true;
}

static void select_turn(struct app *app, size_t index)
{
	const struct transcript *t = reader_transcript(app);
	if (t && index < (size_t)t->nturns)
		select_range(app, t->turns[index].start, t->turns[index].end, READER_TURN);
}

bool reader_open(struct app *app, transcript_id id, int64_t at, int64_t end, struct err *err)
{
	const struct transcript *t = model_transcript(app->model, id);
	if (!t)
		return err_set(err, ERR_NOT_FOUND, "that transcript is gone");
	if (!t->loaded && !store_load_turns(app->store, app->model, id, err))
		return false;
	struct transcript_list all = model_transcripts(app->model);
	for (size_t i = 0; i < all.n; i++)
		if (all.ids[i].n == id.n)
			app->reader.list_chosen = i;
	app->view = VIEW_READER;
	app->reader.transcript = id;
	app->reader.first_turn = 0;
	app->reader.first_line = 0;
	app->reader.start = app->reader.end = app->reader.read_to = 0;
	select_turn(app, 0);
	if (at >= 0)
		select_range(app, at, end, READER_SENTENCE);
	app->dirty = true;
	return true;
}

bool reader_keep(struct app *app, bool reloaded, struct err *err)
{
	const struct transcript *t = model_transcript(app->model, app->reader.transcript);
	if (!t || (t->hidden && !t->replaced)) {
		app->reader.transcript = (transcript_id){0};
		return true;
	}
	return !reloaded || t->loaded || store_load_turns(app->store, app->model, t->id, err);
}

/* ---- how far it was read ---- */

static int64_t last_end(const struct model *model, transcript_id id)
{
	struct card_list cards = model_cards_of_transcript(model, id);
	int64_t last = 0;
	for (size_t i = 0; i < cards.n; i++) {
		int64_t end = model_card(model, cards.ids[i])->end;
		last = end > last ? end : last;
	}
	return last;
}

/* A card on the text before its correction was read as far into that one. */
static int64_t last_end_before(const struct model *model, const struct transcript *t)
{
	struct transcript_list all = model_replaced_transcripts(model);
	int64_t last = 0;
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *earlier = model_transcript(model, all.ids[i]);
		if (earlier->nchars <= 0 || !model_transcript_corrects(model, t->id, earlier))
			continue;
		int64_t end = last_end(model, earlier->id) * t->nchars / earlier->nchars;
		last = end > last ? end : last;
	}
	return last;
}

static int64_t read_to(const struct app *app)
{
	const struct transcript *t = reader_transcript(app);
	int64_t to = app->reader.read_to, end = last_end(app->model, app->reader.transcript);
	int64_t before = t ? last_end_before(app->model, t) : 0;
	to = end > to ? end : to;
	return before > to ? before : to;
}

/* The selection went on from `from`; what is read is read in one piece. */
static void note_read(struct app *app, int64_t from)
{
	if (from <= read_to(app) && app->reader.end > app->reader.read_to)
		app->reader.read_to = app->reader.end;
}

int reader_read_percent(const struct app *app)
{
	const struct transcript *t = reader_transcript(app);
	int64_t to = read_to(app);
	if (!t || t->nchars <= 0)
		return 0;
	return to >= t->nchars ? 100 : (int)(to * 100 / t->nchars);
}

/* ---- steps ---- */

void reader_turn_step(struct app *app, int by)
{
	enum { JUMP = 1000 };
	const struct transcript *t = reader_transcript(app);
	if (!t || t->nturns == 0)
		return;
	int64_t from = app->reader.start;
	long to = (long)app->reader.turn + by;
	if (to < 0)
		to = 0;
	if (to >= (long)t->nturns)
		to = (long)t->nturns - 1;
	select_turn(app, (size_t)to);
	if (by < JUMP)
		note_read(app, from);
}

/* The sentence of a turn that begins at byte `from`, without the blank behind it. */
static void select_sentence(struct app *app, const struct turn *turn, size_t from)
{
	size_t to = sentence_next(turn->text, from);
	while (to > from + 1 && (turn->text.p[to - 1] == ' ' || turn->text.p[to - 1] == '\t'))
		to--;
	select_range(app, turn->start + (int64_t)utf8_length(str_part(turn->text, 0, from)),
		     turn->start + (int64_t)utf8_length(str_part(turn->text, 0, to)),
		     READER_SENTENCE);
}

static size_t last_sentence(struct str text)
{
	return text.n ? sentence_previous(text, text.n) : 0;
}

static void step_sentence(struct app *app, int by)
{
	const struct transcript *t = reader_transcript(app);
	const struct turn *turn = selected_turn(app);
	struct reader_view *reader = &app->reader;
	if (!turn)
		return;
	size_t start = utf8_offset(turn->text, (size_t)(reader->start - turn->start));
	if (reader->unit == READER_TURN) {
		select_sentence(app, turn, by > 0 ? 0 : last_sentence(turn->text));
		return;
	}
	size_t next = sentence_next(turn->text, start);
	if (by > 0 && next < turn->text.n)
		select_sentence(app, turn, next);
	else if (by > 0 && reader->turn + 1 < (size_t)t->nturns)
		select_sentence(app, turn + 1, 0);
	else if (by < 0 && start > 0)
		select_sentence(app, turn, sentence_previous(turn->text, start));
	else if (by < 0 && reader->turn > 0)
		select_sentence(app, turn - 1, last_sentence(turn[-1].text));
}

void reader_sentence_step(struct app *app, int by)
{
	int64_t from = app->reader.start;
	step_sentence(app, by);
	note_read(app, from);
}

/* The selection's end inside its first turn, in bytes of that turn. */
static size_t end_in_turn(const struct turn *turn, int64_t end)
{
	int64_t n = end < turn->end ? end : turn->end;
	return utf8_offset(turn->text, (size_t)(n - turn->start));
}

void reader_word_extend(struct app *app, int by)
{
	const struct turn *turn = selected_turn(app);
	struct reader_view *reader = &app->reader;
	if (!turn)
		return;
	size_t start = utf8_offset(turn->text, (size_t)(reader->start - turn->start));
	size_t end = end_in_turn(turn, reader->end);
	size_t to = by > 0 ? word_end(turn->text, word_next(turn->text, end > 0 ? end - 1 : 0))
			   : word_end(turn->text,
				      word_previous(turn->text, word_previous(turn->text, end)));
	if (by > 0 && to <= end)
		to = turn->text.n;
	if (by < 0 && to >= end)
		to = word_previous(turn->text, end);
	if (to <= start)
		return;
	reader->end = turn->start + (int64_t)utf8_length(str_part(turn->text, 0, to));
	reader->unit = READER_WORD;
	reader->last_card = (card_id){0};
	reader->follow = app->dirty = true;
}

void reader_word_start(struct app *app, int by)
{
	const struct turn *turn = selected_turn(app);
	struct reader_view *reader = &app->reader;
	if (!turn)
		return;
	size_t start = utf8_offset(turn->text, (size_t)(reader->start - turn->start));
	size_t to = by > 0 ? word_next(turn->text, start) : word_previous(turn->text, start);
	int64_t at = turn->start + (int64_t)utf8_length(str_part(turn->text, 0, to));
	if (at >= reader->end)
		return;
	reader->start = at;
	reader->unit = READER_WORD;
	reader->last_card = (card_id){0};
	reader->follow = app->dirty = true;
}

/* The grapheme that holds a code point: its start and end, code points of the transcript. */
static void snap(const struct turn *turn, int64_t code_point, int64_t *start, int64_t *end)
{
	size_t at = utf8_offset(turn->text, (size_t)(code_point - turn->start));
	size_t next = grapheme_next(turn->text, at);
	size_t first = grapheme_previous(turn->text, next);
	*start = turn->start + (int64_t)utf8_length(str_part(turn->text, 0, first));
	*end = turn->start + (int64_t)utf8_length(str_part(turn->text, 0, next));
}

void reader_select_cell(struct app *app, int64_t code_point, bool extend)
{
	const struct transcript *t = reader_transcript(app);
	const struct turn *turn = t ? transcript_turn_at(t, code_point) : NULL;
	struct reader_view *reader = &app->reader;
	int64_t start, end, from, to;
	if (!turn)
		return;
	if (!extend) {
		select_turn(app, (size_t)(turn - t->turns));
		reader->anchor = code_point;
		reader->follow = false;
		return;
	}
	const struct turn *first = transcript_turn_at(t, reader->anchor);
	if (!first)
		return;
	if (turn != first) /* words of one speaker only: to the end of the turn it began in */
		code_point = code_point < first->start ? first->start : first->end - 1;
	snap(first, code_point, &start, &end);
	snap(first, reader->anchor, &from, &to);
	int64_t anchor = reader->anchor;
	select_range(app, start < from ? start : from, end > to ? end : to, READER_WORD);
	reader->anchor = anchor;
	reader->follow = false;
}

card_id reader_card_at(const struct app *app, int64_t code_point)
{
	struct card_list cards = model_cards_of_transcript(app->model, app->reader.transcript);
	card_id best = {0};
	int64_t length = INT64_MAX;
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(app->model, cards.ids[i]);
		if (code_point < card->start || code_point >= card->end ||
		    card->end - card->start >= length)
			continue;
		length = card->end - card->start;
		best = card->id;
	}
	return best;
}

static bool is_evidence(const struct model *model, const struct turn *turn)
{
	const struct speaker *speaker = model_speaker(model, turn->speaker);
	return !speaker || (speaker->role != ROLE_MODERATOR && speaker->role != ROLE_OBSERVER);
}

static bool is_covered(const struct app *app, const struct turn *turn)
{
	struct card_list cards = model_cards_of_transcript(app->model, app->reader.transcript);
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(app->model, cards.ids[i]);
		if (card->start < turn->end && card->end > turn->start)
			return true;
	}
	return false;
}

bool reader_next_uncovered(struct app *app, int by, struct err *err)
{
	const struct transcript *t = reader_transcript(app);
	long n = t ? (long)t->nturns : 0;
	for (long i = (long)app->reader.turn + by; i >= 0 && i < n; i += by)
		if (is_evidence(app->model, &t->turns[i]) && !is_covered(app, &t->turns[i])) {
			select_turn(app, (size_t)i);
			return true;
		}
	return err_set(err, ERR_NOTHING, "no turn without a card %s here",
		       by > 0 ? "after" : "before");
}

/* Cards come in order of start, so the covered stretches are merged in one pass. */
static int64_t covered_by_cards(const struct model *model, transcript_id id)
{
	struct card_list cards = model_cards_of_transcript(model, id);
	int64_t covered = 0, reach = 0;
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		int64_t from = card->start > reach ? card->start : reach;
		if (card->end > from && !model_card_is_moderator(model, card))
			covered += card->end - from;
		reach = card->end > reach ? card->end : reach;
	}
	return covered;
}

int reader_coverage(const struct model *model, const struct transcript *t)
{
	struct transcript_list earlier = model_replaced_transcripts(model);
	int64_t covered = covered_by_cards(model, t->id), spoken = 0;
	for (int64_t i = 0; t->turns && i < t->nturns; i++)
		if (is_evidence(model, &t->turns[i]))
			spoken += t->turns[i].end - t->turns[i].start;
	for (size_t i = 0; i < earlier.n; i++)
		if (model_transcript_corrects(model, t->id,
					      model_transcript(model, earlier.ids[i])))
			covered += covered_by_cards(model, earlier.ids[i]);
	if (spoken == 0)
		return 0;
	return covered >= spoken ? 100 : (int)(covered * 100 / spoken);
}

/* The words of a range; turns are joined by LF, as in the transcript's text. */
static void add_words(struct strbuf *out, const struct transcript *t, int64_t start, int64_t end)
{
	for (int64_t i = 0; i < t->nturns; i++) {
		const struct turn *turn = &t->turns[i];
		if (turn->end <= start || turn->start >= end)
			continue;
		int64_t from = start > turn->start ? start - turn->start : 0;
		int64_t to = (end < turn->end ? end : turn->end) - turn->start;
		if (out->len)
			strbuf_add_char(out, '\n');
		strbuf_add_str(out, utf8_slice(turn->text, (size_t)from, (size_t)to));
	}
}

bool reader_make_card(struct app *app, enum card_kind kind, struct err *err)
{
	struct reader_view *reader = &app->reader;
	const struct transcript *t = reader_transcript(app);
	card_id made;
	if (!t || reader->end <= reader->start)
		return err_set(err, ERR_USAGE, "choose the words first");
	if (app_is_watching(app)) /* Enter opens transcripts, too, and may then */
		return refuse_to_change(app, err);
	struct strbuf words = STRBUF_INIT;
	add_words(&words, t, reader->start, reader->end);
	struct card_draft draft = {.kind = kind,
				   .text = strbuf_str(&words),
				   .excerpt = {t->id, reader->start, reader->end},
				   .place = {.kind = PLACE_TRAY}};
	bool ok = app_edited(app, edit_card_new(app->store, &draft, &made, err), err);
	strbuf_release(&words);
	if (!ok)
		return false;
	reader->last_card = made;
	const struct card *card = model_card(app->model, made);
	app_say(app, MESSAGE_GOOD, "%s: %s in the tray. %s marks it a surprise, %s sends it on",
		app_card_code(app, made).z,
		model_card_is_moderator(app->model, card) ? "the moderator's words, never evidence,"
							  : card_kind_name(kind),
		key_in_force(app, CMD_CARD_STAR).z, key_in_force(app, CMD_CARD_MOVE).z);
	return true;
}
