/*
 * A corrected transcript in the place of the one it corrects. The old turns are read once and
 * paired with the draft's; speakers follow their words, excerpts theirs. Places are code points.
 * Invariant: an excerpt is only moved to where the very same words stand.
 */
#include <stdlib.h>

#include "import-internal.h"

#include "themewall/base/banned.h"

/* A turn of the old text: who spoke, up to where. */
struct old_turn {
	int64_t speaker, end;
};

struct old_turns {
	struct old_turn *list; /* owned */
	size_t n, capacity;
};

static bool read_old(struct importing *in, struct strbuf *text, struct old_turns *turns)
{
	struct edit *edit = in->edit;
	enum db_step step = DB_FAILED;
	sqlite3_stmt *rows = db_query(edit->db, edit->err,
				      "SELECT ifnull(speaker, 0), \"end\", text FROM turn WHERE "
				      "transcript = ?1 ORDER BY seq",
				      "i", in->options->corrects.n);
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		ALLOC_GROW(turns->list, turns->n + 1, turns->capacity);
		turns->list[turns->n++] = (struct old_turn){sqlite3_column_int64(rows, 0),
							    sqlite3_column_int64(rows, 1)};
		strbuf_add_z(text, text->len ? "\n" : "");
		strbuf_add_str(text, db_column_text(rows, 2));
	}
	return step == DB_DONE;
}

static struct str text_of(struct importing *in)
{
	const struct draft *d = in->draft;
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < d->nturns; i++) {
		strbuf_add_z(&text, i ? "\n" : "");
		strbuf_add_str(&text, d->turns[i].text);
	}
	struct str kept = {arena_strndup(&in->edit->arena, text.buf, text.len), text.len};
	strbuf_release(&text);
	return kept;
}

/* How many words a new and an old speaker have in common. */
struct vote {
	int64_t old;
	size_t words;
};

static void vote_add(struct vote *votes, size_t n, int64_t old)
{
	for (size_t i = 0; i < n; i++) {
		if (votes[i].words && votes[i].old != old)
			continue;
		votes[i].old = old;
		votes[i].words++;
		return;
	}
}

/* Every certain word is a vote of its new speaker for its old one. */
static void count_votes(struct importing *in, const struct old_turns *turns, struct vote *votes,
			size_t nvotes)
{
	size_t n, was = 0, is = 0;
	const struct correction_pair *pairs = correction_pairs(in->correction, &n);
	const struct draft *d = in->draft;
	for (size_t i = 0; i < n; i++) {
		while (was + 1 < turns->n && turns->list[was].end <= pairs[i].before)
			was++;
		while (is + 1 < d->nturns && in->starts[is + 1] <= pairs[i].after)
			is++;
		int speaker = d->turns[is].speaker;
		if (speaker >= 0 && turns->list[was].speaker)
			vote_add(votes + (size_t)speaker * nvotes, nvotes,
				 turns->list[was].speaker);
	}
}

/* Most votes win, when they are half of what the new speaker says or more. */
static int64_t elected(const struct vote *votes, size_t n, size_t nwords)
{
	const struct vote *best = votes;
	for (size_t i = 1; i < n; i++)
		if (votes[i].words > best->words)
			best = &votes[i];
	return best->words && best->words * 2 >= nwords ? best->old : 0;
}

static bool pair_speakers(struct importing *in, const struct old_turns *turns)
{
	enum { OLD_SPEAKERS = 64 }; /* per new speaker; further ones have no say */
	size_t n = in->draft->nspeakers;
	struct vote *votes = xcalloc(n * OLD_SPEAKERS + 1, sizeof *votes);
	in->voices = arena_zalloc(&in->edit->arena, (n + 1) * sizeof *in->voices);
	if (turns->n)
		count_votes(in, turns, votes, OLD_SPEAKERS);
	for (size_t i = 0; i < n; i++)
		in->voices[i] = elected(votes + i * OLD_SPEAKERS, OLD_SPEAKERS,
					in->draft->speakers[i].nwords);
	free(votes);
	return true;
}

bool correct_begin(struct importing *in, struct strbuf *before)
{
	struct edit *edit = in->edit;
	struct old_turns turns = {0};
	int64_t listed = 0, id = in->options->corrects.n;
	if (!db_get_int(edit->db, edit->err, &listed,
			"SELECT 1 FROM transcript WHERE id = ?1 AND hidden = 0", "i", id))
		return false;
	if (!listed)
		return edit_gone(edit, TABLE_TRANSCRIPT, id, "the transcript to correct");
	bool good = read_old(in, before, &turns);
	if (good) {
		in->correction = correction_new(strbuf_str(before), text_of(in));
		good = pair_speakers(in, &turns);
	}
	free(turns.list);
	strbuf_addf(&edit->label, "correction by %.*s", STR_ARG(in->draft->origin_name));
	return good;
}

bool correct_show(struct importing *in)
{
	struct edit *edit = in->edit;
	int64_t old = in->options->corrects.n;
	return db_get_int(edit->db, edit->err, &in->session,
			  "SELECT session FROM transcript WHERE id = ?1", "i", old) &&
	       db_run(edit->db, edit->err,
		      "UPDATE transcript SET hidden = 0, session = ?2, title = (SELECT title FROM "
		      "transcript WHERE id = ?3), version = (SELECT max(version) + 1 FROM "
		      "transcript WHERE session = ?2 AND hidden <> 1) WHERE id = ?1",
		      "iii", in->transcript, in->session, old) &&
	       db_run(edit->db, edit->err, "UPDATE transcript SET hidden = 2 WHERE id = ?1", "i",
		      old);
}

/* One excerpt on its way. */
struct excerpt_row {
	int64_t id, start, end;
};

static struct excerpt_row *read_excerpts(struct importing *in, size_t *n)
{
	struct edit *edit = in->edit;
	struct excerpt_row *list = NULL;
	size_t capacity = 0;
	enum db_step step = DB_FAILED;
	sqlite3_stmt *rows = db_query(edit->db, edit->err,
				      "SELECT id, start, \"end\" FROM excerpt WHERE transcript = "
				      "?1 ORDER BY start, id",
				      "i", in->options->corrects.n);
	*n = 0;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		ALLOC_GROW(list, *n + 1, capacity);
		list[(*n)++] = (struct excerpt_row){sqlite3_column_int64(rows, 0),
						    sqlite3_column_int64(rows, 1),
						    sqlite3_column_int64(rows, 2)};
	}
	return list;
}

/* Moves an excerpt to its new place; *same: whether its words stand there. */
static bool move_excerpt(struct importing *in, const struct excerpt_row *row, int64_t place,
			 int64_t *same)
{
	struct edit *edit = in->edit;
	struct receipt receipt;
	struct excerpt_draft draft = {{in->transcript}, place, place + row->end - row->start};
	*same = 0;
	return receipt_read(edit, &draft, &receipt) &&
	       db_get_int(edit->db, edit->err, same, "SELECT quote = ?2 FROM excerpt WHERE id = ?1",
			  "it", row->id, receipt.quote) &&
	       (!*same ||
		db_run(edit->db, edit->err,
		       "UPDATE excerpt SET transcript = ?2, speaker = ?3, start = ?4, "
		       "\"end\" = ?5, time_ms = ?6, prefix = ?7, suffix = ?8 WHERE id = ?1",
		       "iiriiitt", row->id, in->transcript, receipt.speaker, draft.start, draft.end,
		       receipt.time_ms, receipt.prefix, receipt.suffix));
}

static bool note_moved(struct importing *in, int64_t excerpt, struct import_report *report)
{
	struct edit *edit = in->edit;
	enum db_step step = DB_FAILED;
	size_t n = report->nmoved_cards;
	sqlite3_stmt *rows =
		db_query(edit->db, edit->err, "SELECT id FROM card WHERE excerpt = ?1 ORDER BY id",
			 "i", excerpt);
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		report->moved_cards =
			xreallocarray(report->moved_cards, n + 1, sizeof *report->moved_cards);
		report->moved_cards[n++].n = sqlite3_column_int64(rows, 0);
	}
	report->nmoved_cards = n;
	report->moved++;
	return step == DB_DONE;
}

static bool correct_one(struct importing *in, const struct excerpt_row *row,
			struct import_report *report)
{
	int64_t place = 0, same = 0;
	enum correction_place found = correction_find(in->correction, row->start, row->end, &place);
	if (found != CORRECTION_LOST && !move_excerpt(in, row, place, &same))
		return false;
	if (!same)
		report->lost++;
	else if (found == CORRECTION_MOVED)
		return note_moved(in, row->id, report);
	else
		report->placed++;
	return true;
}

bool correct_excerpts(struct importing *in, struct import_report *report)
{
	size_t n;
	struct excerpt_row *list = read_excerpts(in, &n);
	bool good = !in->edit->err->code;
	for (size_t i = 0; good && i < n; i++)
		good = correct_one(in, &list[i], report);
	free(list);
	return good;
}
