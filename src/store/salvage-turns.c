/*
 * Transcripts made whole. Turns that are left stand where they stood; between them a lost stretch
 * becomes one turn of U+FFFD of the same length, into which the quotes that were cut from it are
 * written back. So every position still means the same, and every receipt is cut from the result.
 */
#include <stdlib.h>

#include "themewall/base/sha256.h"
#include "themewall/text/utf8.h"

#include "harden-internal.h"
#include "salvage-internal.h"
#include "turns-internal.h"

#include "themewall/base/banned.h"

enum { LOST = 0xfffd };

/* One transcript on its way. */
struct mending {
	struct salvage *s;
	int64_t id, nchars, at; /* at: code points so far, with the LF after each turn */
	struct turn *turns;
	size_t n, capacity;
	struct strbuf text;
};

static void add_turn(struct mending *m, const struct turn *turn)
{
	ALLOC_GROW(m->turns, m->n + 1, m->capacity);
	m->turns[m->n++] = *turn;
	if (m->n > 1)
		strbuf_add_char(&m->text, '\n');
	strbuf_add_str(&m->text, turn->text);
	m->at = turn->end + 1;
}

/* The quote's characters where they fall between from and to. */
static void write_quote(uint32_t *chars, int64_t from, int64_t to, int64_t start, struct str quote)
{
	uint32_t c;
	for (size_t at = 0; at < quote.n; start++) {
		at += utf8_decode(quote, at, &c);
		if (start >= from && start < to)
			chars[start - from] = c == '\n' ? ' ' : c;
	}
}

static bool write_quotes(struct mending *m, uint32_t *chars, int64_t from, int64_t to)
{
	sqlite3_stmt *rows = db_query(
		&m->s->to, m->s->err,
		"SELECT start, quote FROM excerpt WHERE transcript = ?1 AND start < ?3 AND "
		"\"end\" > ?2",
		"iii", m->id, from, to);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&m->s->to, rows, m->s->err)) == DB_ROW)
		write_quote(chars, from, to, sqlite3_column_int64(rows, 0),
			    db_column_text(rows, 1));
	return step == DB_DONE;
}

/* A stretch longer than all that can have been lost is a lie of the file: nothing is added. */
static bool add_gap(struct mending *m, int64_t to)
{
	int64_t from = m->at;
	if (to - from > m->s->room)
		return true;
	m->s->room -= to - from;
	struct strbuf text = STRBUF_INIT;
	uint32_t *chars = xcalloc((size_t)(to - from), sizeof *chars);
	for (int64_t i = 0; i < to - from; i++)
		chars[i] = LOST;
	bool good = write_quotes(m, chars, from, to);
	for (int64_t i = 0; i < to - from; i++)
		utf8_add(&text, chars[i]);
	struct turn turn = {.start = from, .end = to, .start_ms = -1, .end_ms = -1};
	turn.text.p = arena_strndup(&m->s->arena, text.buf, text.len);
	turn.text.n = text.len;
	add_turn(m, &turn);
	m->s->report->gaps++;
	free(chars);
	strbuf_release(&text);
	return good;
}

/* Whom it names as the one who says it may be gone. */
static bool settle_speaker(struct mending *m, struct turn *turn)
{
	int64_t there = 0, id = turn->speaker.n;
	if (!id)
		return true;
	if (!db_get_int(&m->s->to, m->s->err, &there,
			"SELECT count(*) FROM speaker WHERE id = ?1 AND transcript = ?2", "ii", id,
			m->id))
		return false;
	turn->speaker.n = there ? id : 0;
	return true;
}

/* A turn that does not say as much as it claims, or stands where another does, is lost too. */
static bool fits(const struct mending *m, const struct turn *turn)
{
	return turn->start >= m->at && turn->end <= m->nchars &&
	       turn->end - turn->start == (int64_t)utf8_length(turn->text) &&
	       str_find_char(turn->text, '\n') == turn->text.n;
}

static bool take_turn(struct mending *m, struct turn *turn)
{
	if (!fits(m, turn))
		return true;
	/* a single character between two turns is the LF of an empty stretch: there is none */
	if (turn->start > m->at + 1 && !add_gap(m, turn->start - 1))
		return false;
	if (turn->start != m->at)
		return true;
	if (!settle_speaker(m, turn))
		return false;
	add_turn(m, turn);
	return true;
}

static bool gather(struct mending *m)
{
	struct salvage *s = m->s;
	sqlite3_stmt *rows =
		db_query(&s->to, s->err,
			 "SELECT seq, speaker, start, \"end\", start_ms, end_ms, text, "
			 "cues FROM turn WHERE transcript = ?1 ORDER BY start",
			 "i", m->id);
	enum db_step step = DB_FAILED;
	struct turn turn;
	while (rows && (step = db_step(&s->to, rows, s->err)) == DB_ROW) {
		turn_read(&s->arena, rows, &turn);
		if (!take_turn(m, &turn)) {
			sqlite3_reset(rows);
			return false;
		}
	}
	return step == DB_DONE && (m->at >= m->nchars || add_gap(m, m->nchars));
}

static bool write_transcript(struct mending *m)
{
	uint8_t sha[SHA256_BYTES];
	sha256_of(m->text.buf, m->text.len, sha);
	return db_run(&m->s->to, m->s->err,
		      "UPDATE transcript SET sha256_text = ?1, nturns = ?2, nchars = ?3 WHERE id = "
		      "?4",
		      "biii", (struct str){(const char *)sha, SHA256_BYTES}, (int64_t)m->n,
		      m->n ? m->at - 1 : 0, m->id);
}

struct cut {
	int64_t id, start, end;
};

/* Receipts from the text as it is now. */
static bool cut_excerpt(struct mending *m, const struct cut *cut)
{
	struct str all = strbuf_str(&m->text);
	size_t start = utf8_offset(all, (size_t)cut->start);
	size_t end = chars_forth(all, start, (size_t)(cut->end - cut->start));
	return db_run(&m->s->to, m->s->err,
		      "UPDATE excerpt SET quote = ?1, prefix = ?2, suffix = ?3 WHERE id = ?4",
		      "ttti", str_part(all, start, end),
		      str_part(all, chars_back(all, start, CONTEXT_CHARS), start),
		      str_part(all, end, chars_forth(all, end, CONTEXT_CHARS)), cut->id);
}

static bool cut_excerpts(struct mending *m)
{
	struct cut *cuts = NULL;
	size_t n = 0, capacity = 0;
	enum db_step step = DB_FAILED;
	sqlite3_stmt *rows =
		db_query(&m->s->to, m->s->err,
			 "SELECT id, start, \"end\" FROM excerpt WHERE transcript = ?1 "
			 "AND \"end\" <= ?2",
			 "ii", m->id, m->n ? m->at - 1 : 0);
	while (rows && (step = db_step(&m->s->to, rows, m->s->err)) == DB_ROW) {
		ALLOC_GROW(cuts, n + 1, capacity);
		cuts[n++] =
			(struct cut){sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1),
				     sqlite3_column_int64(rows, 2)};
	}
	bool good = step == DB_DONE;
	for (size_t i = 0; good && i < n; i++)
		good = cut_excerpt(m, &cuts[i]);
	free(cuts);
	return good;
}

static bool mend(struct salvage *s, int64_t id, int64_t nchars)
{
	struct mending m = {.s = s, .id = id, .nchars = nchars, .text = STRBUF_INIT};
	bool good = gather(&m) && write_transcript(&m) && cut_excerpts(&m);
	if (good) {
		struct turn *kept = arena_alloc(&s->arena, (m.n + 1) * sizeof *kept);
		if (m.n)
			memcpy(kept, m.turns, m.n * sizeof *kept);
		ALLOC_GROW(s->turns, s->nturns + 1, s->turns_capacity);
		s->turns[s->nturns++] = (struct wall_turns){id, kept, m.n};
	}
	free(m.turns);
	strbuf_release(&m.text);
	return good;
}

bool salvage_turns(struct salvage *s)
{
	enum { ROOM_AT_LEAST = 1 << 22, ROOM_PER_BYTE = 8 };
	int64_t id = 0, nchars = 0;
	s->room = ROOM_AT_LEAST + wall_size(&s->from) * ROOM_PER_BYTE;
	for (;;) {
		int64_t next = 0;
		if (!db_get_int(&s->to, s->err, &next,
				"SELECT id FROM transcript WHERE id > ?1 ORDER BY id LIMIT 1", "i",
				id))
			return false;
		if (!next)
			return true;
		id = next;
		if (!db_get_int(&s->to, s->err, &nchars,
				"SELECT nchars FROM transcript WHERE id = ?1", "i", id) ||
		    !mend(s, id, nchars))
			return false;
	}
}
