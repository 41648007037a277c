/*
 * Cards take the words of a corrected transcript: the excerpt goes over to the stretch of the new
 * text that the person saw, with all that a receipt holds, and a card whose words are exactly its
 * excerpt's (a quote always) takes the new ones. What somebody wrote of their own stays.
 */
#include "turns-internal.h"

#include "themewall/base/banned.h"

/* The excerpt as it is. */
struct old_excerpt {
	int64_t id, transcript, start, end;
	struct str code, quote; /* in the edit's arena */
};

static struct str keep(struct edit *edit, struct str s)
{
	return (struct str){arena_strndup(&edit->arena, s.n ? s.p : "", s.n), s.n};
}

static bool read_excerpt(struct edit *edit, card_id id, struct old_excerpt *old)
{
	sqlite3_stmt *row = db_query(edit->db, edit->err,
				     "SELECT e.id, e.transcript, e.start, e.\"end\", c.code, "
				     "e.quote FROM card c LEFT JOIN excerpt e ON e.id = c.excerpt "
				     "WHERE c.id = ?1",
				     "i", id.n);
	enum db_step step = row ? db_step(edit->db, row, edit->err) : DB_FAILED;
	if (step == DB_DONE)
		return edit_gone(edit, TABLE_CARD, id.n, "that card");
	if (step == DB_FAILED)
		return false;
	*old = (struct old_excerpt){
		sqlite3_column_int64(row, 0),       sqlite3_column_int64(row, 1),
		sqlite3_column_int64(row, 2),       sqlite3_column_int64(row, 3),
		keep(edit, db_column_text(row, 4)), keep(edit, db_column_text(row, 5))};
	sqlite3_reset(row);
	return old->id || err_set(edit->err, ERR_USAGE,
				  "%.*s was written by hand: it has no place "
				  "in a transcript",
				  STR_ARG(old->code));
}

static bool is_at(const struct old_excerpt *old, const struct excerpt_draft *place)
{
	return old->transcript == place->transcript.n && old->start == place->start &&
	       old->end == place->end;
}

/* Only a text that was replaced hands its cards on, and only to one of its own session. */
static bool check_versions(struct edit *edit, const struct old_excerpt *old,
			   const struct card_words *words)
{
	int64_t good = 0;
	return db_get_int(edit->db, edit->err, &good,
			  "SELECT 1 FROM transcript o JOIN transcript n ON n.session = o.session "
			  "WHERE o.id = ?1 AND o.hidden = ?2 AND n.id = ?3 AND n.hidden = 0",
			  "iii", old->transcript, (int64_t)VERSION_REPLACED,
			  words->now.transcript.n) &&
	       (good || err_set(edit->err, ERR_USAGE,
				"the text that %.*s is from has no corrected one of that kind",
				STR_ARG(old->code)));
}

static bool take_words(struct edit *edit, const struct card_words *words)
{
	struct old_excerpt old = {0};
	struct receipt now;
	if (!read_excerpt(edit, words->card, &old))
		return false;
	if (is_at(&old, &words->now))
		return true;
	if (!is_at(&old, &words->was))
		return edit_conflict(edit, TABLE_EXCERPT, old.id, old.code.p);
	return check_versions(edit, &old, words) && receipt_read(edit, &words->now, &now) &&
	       db_run(edit->db, edit->err,
		      "UPDATE card SET text = ?1 WHERE excerpt = ?2 AND text = ?3", "tit",
		      now.quote, old.id, old.quote) &&
	       db_run(edit->db, edit->err,
		      "UPDATE excerpt SET transcript = ?2, speaker = ?3, start = ?4, \"end\" = "
		      "?5, time_ms = ?6, quote = ?7, prefix = ?8, suffix = ?9 WHERE id = ?1",
		      "iiriiittt", old.id, words->now.transcript.n, now.speaker, words->now.start,
		      words->now.end, now.time_ms, now.quote, now.prefix, now.suffix);
}

static bool take_all(struct edit *edit, const struct card_words *words, size_t n)
{
	strbuf_add_z(&edit->label, "corrected words of ");
	bool good = edit_add_card_label(edit, &words->card, n);
	for (size_t i = 0; good && i < n; i++)
		good = take_words(edit, &words[i]);
	return good;
}

bool edit_card_correct(struct store *store, const struct card_words *words, size_t n,
		       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, take_all(&edit, words, n));
}
