/*
 * Whose words cards hold where no speaker says it: notes, captions without names. A person given to
 * a card attends its session, because only who attends one is counted as heard; a session without
 * speakers that is with one person lends them to every card made of it.
 */
#include <stdio.h>

#include "edit-internal.h"

#include "themewall/text/fold.h"

#include "themewall/base/banned.h"

enum { CODES_SAID = 999 };

static bool person_of_name(struct edit *edit, struct str name, int64_t *id)
{
	struct strbuf wanted = STRBUF_INIT, each = STRBUF_INIT;
	enum db_step step = DB_FAILED;
	fold_text(&wanted, name);
	sqlite3_stmt *rows =
		db_query(edit->db, edit->err,
			 "SELECT participant, name FROM identity ORDER BY participant", "");
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		strbuf_reset(&each);
		fold_text(&each, str_trim(db_column_text(rows, 1)));
		if (!*id && str_equal(strbuf_str(&each), strbuf_str(&wanted)))
			*id = sqlite3_column_int64(rows, 0);
	}
	strbuf_release(&wanted);
	strbuf_release(&each);
	return step == DB_DONE;
}

/* A code that nobody has had; the numbers below it stay unused. */
static bool person_new_code(struct edit *edit, struct code code, struct str said, int64_t *id)
{
	char next[16], own[16];
	struct code first;
	struct strbuf text = STRBUF_INIT;
	if (!edit_new_code(edit, CODE_PARTICIPANT, next) ||
	    !code_parse(str_of(next), CODE_PARTICIPANT, &first))
		return false;
	if (code.letter != first.letter || code.number < first.number || code.number > CODES_SAID)
		return err_set(edit->err, ERR_NOT_FOUND,
			       "there is no participant \"%.*s\", and the next new one is %s",
			       STR_ARG(said), next);
	code_add(&text, CODE_PARTICIPANT, code);
	snprintf(own, sizeof own, "%s", text.buf);
	strbuf_release(&text);
	return edit_used_code(edit, CODE_PARTICIPANT, code) &&
	       participant_insert_as(edit, own, STR(""), id);
}

static bool person_of_code(struct edit *edit, struct code code, struct str said, int64_t *id)
{
	struct strbuf text = STRBUF_INIT;
	code_add(&text, CODE_PARTICIPANT, code);
	bool good =
		db_get_int(edit->db, edit->err, id, "SELECT id FROM participant WHERE code = ?1",
			   "t", strbuf_str(&text));
	strbuf_release(&text);
	return good && (*id || person_new_code(edit, code, said, id));
}

bool somebody_find(struct edit *edit, const struct somebody *who, int64_t *id)
{
	struct str name = str_trim(who->name);
	struct code code;
	char new_code[16];
	*id = who->id.n;
	if (*id)
		return participant_exists(edit, *id);
	if (!name.n)
		return true;
	if (code_parse(name, CODE_PARTICIPANT, &code))
		return person_of_code(edit, code, name, id);
	return person_of_name(edit, name, id) &&
	       (*id || participant_insert(edit, name, id, new_code));
}

static bool make_person(struct edit *edit, struct str name, int64_t *id)
{
	char code[16];
	struct code asked;
	strbuf_add_z(&edit->label, "new person");
	name = str_trim(name);
	if (!name.n || code_parse(name, CODE_PARTICIPANT, &asked))
		return err_set(edit->err, ERR_USAGE,
			       "a new person needs a name; the code is given by the wall");
	return participant_insert(edit, name, id, code);
}

bool edit_participant_new(struct store *store, struct str name, participant_id *id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, make_person(&edit, name, &id->n));
}

/* ---- one card ---- */

/* The session a card is of, when no speaker says whose words it holds; 0: none. */
static bool card_session(struct edit *edit, card_id card, int64_t *session)
{
	return db_get_int(
		edit->db, edit->err, session,
		"SELECT coalesce(c.session, t.session, 0) FROM card c LEFT JOIN excerpt e "
		"ON e.id = c.excerpt LEFT JOIN transcript t ON t.id = e.transcript LEFT JOIN "
		"speaker s ON s.id = e.speaker WHERE c.id = ?1 AND ifnull(s.role, "
		"'unknown') = 'unknown'",
		"i", card.n);
}

static bool set_card(struct edit *edit, card_id card, const struct somebody *who)
{
	int64_t id = 0, session = 0;
	strbuf_add_z(&edit->label, "person of ");
	return edit_add_card_label(edit, &card, 1) && somebody_find(edit, who, &id) &&
	       db_run(edit->db, edit->err, "UPDATE card SET participant = ?1 WHERE id = ?2", "ri",
		      id, card.n) &&
	       (!id || (card_session(edit, card, &session) &&
			(!session || attendance_insert(edit, session, id))));
}

bool edit_card_participant(struct store *store, card_id card, participant_id participant,
			   struct err *err)
{
	struct somebody who = {.id = participant};
	return edit_card_whose(store, card, &who, err);
}

bool edit_card_whose(struct store *store, card_id card, const struct somebody *who, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_card(&edit, card, who));
}

/* ---- a session ---- */

/* Its cards without a speaker, of `from` (0: of nobody), are those of `to` then. */
static bool hand_over(struct edit *edit, int64_t session, int64_t from, int64_t to)
{
	return db_run(
		edit->db, edit->err,
		"UPDATE card SET participant = ?3 WHERE ifnull(participant, 0) = ?2 AND excerpt "
		"IN (SELECT e.id FROM excerpt e JOIN transcript t ON t.id = e.transcript "
		"WHERE t.session = ?1 AND e.speaker IS NULL)",
		"iir", session, from, to);
}

static bool leave(struct edit *edit, int64_t session, int64_t participant)
{
	return db_run(edit->db, edit->err,
		      "DELETE FROM attendance WHERE session = ?1 AND participant = ?2", "ii",
		      session, participant);
}

/* Who attended without speaking goes; cards of anybody else stay theirs. */
static bool replace_silent(struct edit *edit, int64_t session, int64_t id)
{
	static const char silent[] = "SELECT a.participant FROM attendance a WHERE a.session = ?1 "
				     "AND NOT EXISTS(SELECT 1 "
				     "FROM speaker s JOIN transcript t ON t.id = s.transcript "
				     "WHERE t.session = a.session "
				     "AND s.participant = a.participant)";
	int64_t *old = NULL;
	size_t n = 0;
	bool good = edit_list(edit, silent, session, &old, &n) && hand_over(edit, session, 0, id);
	for (size_t i = 0; good && i < n; i++)
		good = old[i] == id ||
		       (hand_over(edit, session, old[i], id) && leave(edit, session, old[i]));
	return good && (!id || attendance_insert(edit, session, id));
}

static bool set_session(struct edit *edit, session_id session, const struct somebody *who)
{
	bool found = false;
	int64_t id = 0;
	strbuf_add_z(&edit->label, "person of ");
	return db_get_text(edit->db, edit->err, &edit->label, &found,
			   "SELECT code FROM session WHERE id = ?1", "i", session.n) &&
	       (found || edit_gone(edit, TABLE_SESSION, session.n, "that session")) &&
	       somebody_find(edit, who, &id) && replace_silent(edit, session.n, id);
}

bool edit_session_with(struct store *store, session_id session, const struct somebody *who,
		       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_session(&edit, session, who));
}

bool lone_person(struct edit *edit, int64_t transcript, int64_t *id)
{
	return db_get_int(
		edit->db, edit->err, id,
		"SELECT max(a.participant) FROM attendance a JOIN transcript t ON "
		"t.session = a.session WHERE t.id = ?1 AND NOT EXISTS(SELECT 1 FROM speaker "
		"WHERE transcript = ?1) HAVING count(*) = 1",
		"i", transcript);
}
