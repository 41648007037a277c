/*
 * Turns as stored and what is cut from them. A transcript's text is its turns joined by LF;
 * positions are code points of that text. A receipt reads only the turns around the excerpt, found
 * by halving: turns are numbered 0 … without gaps.
 */
#include "turns-internal.h"

#include "themewall/base/token.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

static void add_varint(struct strbuf *out, uint64_t value)
{
	while (value > 0x7f) {
		strbuf_add_char(out, (char)(value | 0x80));
		value >>= 7;
	}
	strbuf_add_char(out, (char)value);
}

static bool take_varint(struct str *rest, uint64_t *value)
{
	*value = 0;
	for (unsigned shift = 0; shift < 63 && rest->n; shift += 7) {
		unsigned char byte = (unsigned char)*rest->p;
		*rest = str_part(*rest, 1, rest->n);
		*value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

/* Times may go back (damaged captions): the sign is in the lowest bit. */
static uint64_t fold_sign(int64_t delta)
{
	return delta < 0 ? ((uint64_t) - (delta + 1) << 1) | 1 : (uint64_t)delta << 1;
}

static int64_t unfold_sign(uint64_t folded)
{
	int64_t half = (int64_t)(folded >> 1);
	return folded & 1 ? -half - 1 : half;
}

void turn_cues_add(struct strbuf *out, const struct cue *cues, size_t n, int64_t start_ms)
{
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++) {
		add_varint(out, cues[i].at - at);
		add_varint(out, fold_sign(cues[i].ms - start_ms));
		at = cues[i].at;
		start_ms = cues[i].ms;
	}
}

const struct cue *turn_cues_read(struct arena *arena, struct str blob, int64_t start_ms, size_t *n)
{
	*n = 0;
	if (!blob.n)
		return NULL;
	struct cue *cues = arena_alloc(arena, (blob.n / 2 + 1) * sizeof *cues);
	uint64_t chars, ms, at = 0;
	while (take_varint(&blob, &chars) && take_varint(&blob, &ms)) {
		at += chars;
		start_ms = (int64_t)((uint64_t)start_ms + (uint64_t)unfold_sign(ms));
		cues[(*n)++] = (struct cue){(uint32_t)at, start_ms};
	}
	return cues;
}

void turn_read(struct arena *arena, sqlite3_stmt *row, struct turn *turn)
{
	struct str text = db_column_text(row, 6);
	*turn = (struct turn){.speaker = {sqlite3_column_int64(row, 1)},
			      .start = sqlite3_column_int64(row, 2),
			      .end = sqlite3_column_int64(row, 3),
			      .start_ms = sqlite3_column_int64(row, 4),
			      .end_ms = sqlite3_column_int64(row, 5),
			      .text = {arena_strndup(arena, text.p ? text.p : "", text.n), text.n}};
	turn->cues = turn_cues_read(arena, db_column_blob(row, 7), turn->start_ms, &turn->ncues);
}

size_t chars_back(struct str s, size_t at, size_t n)
{
	for (; at > 0 && n > 0; n--)
		do
			at--;
		while (at > 0 && ((unsigned char)s.p[at] & 0xc0) == 0x80);
	return at;
}

size_t chars_forth(struct str s, size_t at, size_t n)
{
	uint32_t unused;
	for (; at < s.n && n > 0; n--)
		at += utf8_decode(s, at, &unused);
	return at;
}

/* The last turn that starts at or before a position. */
static bool seq_at(struct edit *edit, int64_t transcript, int64_t nturns, int64_t position,
		   int64_t *seq)
{
	int64_t low = 0, high = nturns;
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2, start = 0;
		if (!db_get_int(edit->db, edit->err, &start,
				"SELECT start FROM turn WHERE transcript = ?1 AND seq = ?2", "ii",
				transcript, middle))
			return false;
		if (start <= position)
			low = middle;
		else
			high = middle;
	}
	*seq = low;
	return true;
}

/* The text from a turn on until `end` (or the transcript's) is covered; *base: where it starts. The
 * turn that holds `at` gives speaker and time. */
static bool read_around(struct edit *edit, int64_t transcript, int64_t seq, int64_t at, int64_t end,
			struct strbuf *text, int64_t *base, struct receipt *receipt)
{
	sqlite3_stmt *rows = db_query(
		edit->db, edit->err,
		"SELECT seq, speaker, start, \"end\", start_ms, end_ms, text, cues FROM turn "
		"WHERE transcript = ?1 AND seq >= ?2 ORDER BY seq",
		"ii", transcript, seq);
	enum db_step step = DB_FAILED;
	struct turn turn;
	*base = -1;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		turn_read(&edit->arena, rows, &turn);
		if (*base < 0)
			*base = turn.start;
		else
			strbuf_add_char(text, '\n');
		strbuf_add_str(text, turn.text);
		if (turn.start <= at && at < turn.end + 1) {
			receipt->speaker = turn.speaker.n;
			receipt->time_ms = turn_time_at(&turn, at < turn.end ? at : turn.end - 1);
		}
		if (turn.end >= end)
			break;
	}
	if (rows)
		sqlite3_reset(rows);
	return step != DB_FAILED;
}

static struct str keep(struct edit *edit, struct str s)
{
	return (struct str){arena_strndup(&edit->arena, s.p, s.n), s.n};
}

static bool text_is_damaged(struct edit *edit)
{
	return err_set(edit->err, ERR_STORE,
		       "the text of that transcript is damaged: run themewall check");
}

bool receipt_read(struct edit *edit, const struct excerpt_draft *excerpt, struct receipt *receipt)
{
	int64_t nchars = -1, nturns = 0, seq = 0, base = -1, id = excerpt->transcript.n;
	int64_t start = excerpt->start, end = excerpt->end;
	struct strbuf text = STRBUF_INIT;
	*receipt = (struct receipt){.time_ms = -1};
	if (!db_get_int(edit->db, edit->err, &nchars,
			"SELECT nchars FROM transcript WHERE id = ?1 AND hidden = 0", "i", id) ||
	    !db_get_int(edit->db, edit->err, &nturns, "SELECT nturns FROM transcript WHERE id = ?1",
			"i", id))
		return false;
	if (nchars < 0)
		return edit_gone(edit, TABLE_TRANSCRIPT, id, "that transcript");
	if (start < 0 || end <= start || end > nchars)
		return err_set(edit->err, ERR_USAGE,
			       "that stretch of text does not lie within its transcript");
	bool good =
		seq_at(edit, id, nturns, start > CONTEXT_CHARS ? start - CONTEXT_CHARS : 0, &seq) &&
		read_around(edit, id, seq, start, end + CONTEXT_CHARS, &text, &base, receipt);
	if (good && (base < 0 || base > start))
		good = text_is_damaged(edit);
	if (good) {
		size_t from = (size_t)(start - base), to = (size_t)(end - base);
		struct str all = strbuf_str(&text);
		receipt->quote = keep(edit, utf8_slice(all, from, to));
		receipt->prefix =
			keep(edit, utf8_slice(all, from > CONTEXT_CHARS ? from - CONTEXT_CHARS : 0,
					      from));
		receipt->suffix = keep(edit, utf8_slice(all, to, to + CONTEXT_CHARS));
		good = receipt->quote.n || text_is_damaged(edit);
	}
	strbuf_release(&text);
	return good;
}

/* The turns that a stretch of a transcript touches, joined; *base: where they begin, -1 without
 * any. */
static bool text_around(struct db *db, struct err *err, int64_t transcript, int64_t from,
			int64_t to, struct strbuf *text, int64_t *base)
{
	enum db_step step = DB_FAILED;
	sqlite3_stmt *rows = db_query(db, err,
				      "SELECT start, text FROM turn WHERE transcript = ?1 AND "
				      "\"end\" >= ?2 AND start <= ?3 ORDER BY seq",
				      "iii", transcript, from, to);
	*base = -1;
	while (rows && (step = db_step(db, rows, err)) == DB_ROW) {
		if (*base < 0)
			*base = sqlite3_column_int64(rows, 0);
		else
			strbuf_add_char(text, '\n');
		strbuf_add_str(text, db_column_text(rows, 1));
	}
	return step == DB_DONE;
}

static bool stands_there(sqlite3_stmt *row, struct str all, int64_t base)
{
	size_t from = (size_t)(sqlite3_column_int64(row, 1) - base);
	size_t to = (size_t)(sqlite3_column_int64(row, 2) - base);
	size_t before = from > CONTEXT_CHARS ? from - CONTEXT_CHARS : 0;
	return str_equal(db_column_text(row, 3), utf8_slice(all, from, to)) &&
	       str_equal(db_column_text(row, 4), utf8_slice(all, before, from)) &&
	       str_equal(db_column_text(row, 5), utf8_slice(all, to, to + CONTEXT_CHARS));
}

bool receipt_is_wrong(struct db *db, struct err *err, int64_t excerpt, bool *wrong)
{
	struct strbuf text = STRBUF_INIT;
	int64_t base = -1;
	sqlite3_stmt *row = db_query(db, err,
				     "SELECT transcript, start, \"end\", quote, prefix, suffix "
				     "FROM excerpt WHERE id = ?1",
				     "i", excerpt);
	enum db_step step = row ? db_step(db, row, err) : DB_FAILED;
	*wrong = false;
	if (step != DB_ROW)
		return step == DB_DONE;
	int64_t start = sqlite3_column_int64(row, 1), end = sqlite3_column_int64(row, 2);
	bool good = text_around(db, err, sqlite3_column_int64(row, 0), start - CONTEXT_CHARS,
				end + CONTEXT_CHARS, &text, &base);
	*wrong = good && (base < 0 || base > start || !stands_there(row, strbuf_str(&text), base));
	sqlite3_reset(row);
	strbuf_release(&text);
	return good;
}

bool excerpt_insert(struct edit *edit, const struct excerpt_draft *excerpt,
		    const struct receipt *receipt, int64_t *id)
{
	return edit_new_id(edit, id) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO excerpt(id, transcript, speaker, start, \"end\", time_ms, "
		      "quote, prefix, suffix) "
		      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
		      "iiriiittt", *id, excerpt->transcript.n, receipt->speaker, excerpt->start,
		      excerpt->end, receipt->time_ms, receipt->quote, receipt->prefix,
		      receipt->suffix);
}

bool card_insert(struct edit *edit, const struct new_card *card, int64_t *id, char code[16])
{
	return edit_new_id(edit, id) && edit_new_code(edit, CODE_CARD, code) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO card(id, code, kind, text, implies, excerpt, participant, "
		      "surprise, tension, coder, created_ms, session) "
		      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11)",
		      "izzttrriiir", *id, code, card->kind, card->text, card->implies,
		      card->excerpt, card->participant, (int64_t)card->surprise,
		      edit->store->me.id.n, edit->at_ms, card->session) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO placement(id, card, place, cluster, rank, col, line, mv) "
		      "VALUES(?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		      "izrtiii", *id, card->place, card->cluster, card->rank, card->column,
		      card->line, token_new());
}
