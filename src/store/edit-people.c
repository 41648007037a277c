/*
 * Edits of people: who spoke, what they are called, what they agreed to. A real name lives in a row
 * of its own (identity), so that it can be forgotten without a trace in the rest.
 */
#include "edit-internal.h"

#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

bool participant_insert(struct edit *edit, struct str name, int64_t *id, char code[16])
{
	return edit_new_code(edit, CODE_PARTICIPANT, code) &&
	       participant_insert_as(edit, code, name, id);
}

bool participant_insert_as(struct edit *edit, const char *code, struct str name, int64_t *id)
{
	return edit_new_id(edit, id) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO participant(id, code, consent_record, consent_quote, note) "
		      "VALUES(?1, ?2, '', '', '')",
		      "iz", *id, code) &&
	       (!name.n ||
		db_run(edit->db, edit->err,
		       "INSERT INTO identity(participant, name) VALUES(?1, ?2)", "it", *id, name));
}

/* An upsert, not REPLACE: that would be recorded as a removal. */
bool participant_attribute(struct edit *edit, int64_t id, struct str name, struct str value)
{
	if (!value.n)
		return db_run(edit->db, edit->err,
			      "DELETE FROM attribute WHERE participant = ?1 AND name = ?2", "it",
			      id, name);
	return db_run(edit->db, edit->err,
		      "INSERT INTO attribute(participant, name, value) VALUES(?1, ?2, ?3) "
		      "ON CONFLICT(participant, name) DO UPDATE SET value = excluded.value",
		      "itt", id, name, value);
}

bool attendance_insert(struct edit *edit, int64_t session, int64_t participant)
{
	return db_run(edit->db, edit->err,
		      "INSERT INTO attendance(session, participant) VALUES(?1, ?2) ON CONFLICT DO "
		      "NOTHING",
		      "ii", session, participant);
}

struct speaker_facts {
	struct strbuf label;
	int64_t transcript, session, participant;
};

static bool speaker_read(struct edit *edit, int64_t id, struct speaker_facts *facts)
{
	sqlite3_stmt *row =
		db_query(edit->db, edit->err,
			 "SELECT s.label, s.transcript, t.session, s.participant FROM speaker s "
			 "JOIN transcript t ON t.id = s.transcript WHERE s.id = ?1",
			 "i", id);
	enum db_step step = row ? db_step(edit->db, row, edit->err) : DB_FAILED;
	if (step == DB_DONE)
		return edit_gone(edit, TABLE_SPEAKER, id, "that speaker");
	if (step == DB_FAILED)
		return false;
	strbuf_add_str(&facts->label, db_column_text(row, 0));
	facts->transcript = sqlite3_column_int64(row, 1);
	facts->session = sqlite3_column_int64(row, 2);
	facts->participant = sqlite3_column_int64(row, 3);
	sqlite3_reset(row);
	return true;
}

/* Attendance follows the speakers: in with the new person, out with one who speaks there no more.
 */
static bool update_attendance(struct edit *edit, const struct speaker_facts *facts,
			      int64_t participant)
{
	if (!facts->session)
		return true;
	if (participant && !attendance_insert(edit, facts->session, participant))
		return false;
	return !facts->participant || facts->participant == participant ||
	       db_run(edit->db, edit->err,
		      "DELETE FROM attendance WHERE session = ?1 AND participant = ?2 AND NOT "
		      "EXISTS("
		      "SELECT 1 FROM speaker s JOIN transcript t ON t.id = s.transcript WHERE "
		      "t.session = ?1 AND s.participant = ?2)",
		      "ii", facts->session, facts->participant);
}

bool participant_exists(struct edit *edit, int64_t id)
{
	int64_t exists = 0;
	return db_get_int(edit->db, edit->err, &exists, "SELECT 1 FROM participant WHERE id = ?1",
			  "i", id) &&
	       (exists || edit_gone(edit, TABLE_PARTICIPANT, id, "that person"));
}

/* A name for a person out of a speaker's label. */
static struct str label_name(const struct speaker_facts *facts)
{
	struct str label = str_trim(strbuf_str(&facts->label));
	return label.n ? label : STR("unnamed");
}

static bool set_speaker(struct edit *edit, speaker_id id, enum role role, int64_t participant)
{
	struct speaker_facts facts = {STRBUF_INIT, 0, 0, 0};
	char code[16];
	bool good = speaker_read(edit, id.n, &facts);
	strbuf_addf(&edit->label, "role of %s", facts.label.buf);
	if (role != ROLE_PARTICIPANT)
		participant = 0;
	else if (good && !participant && !(participant = facts.participant))
		good = participant_insert(edit, label_name(&facts), &participant, code);
	good = good && (!participant || participant_exists(edit, participant)) &&
	       db_run(edit->db, edit->err,
		      "UPDATE speaker SET role = ?1, guessed = 0, participant = ?2 WHERE id = ?3",
		      "zri", role_name(role), participant, id.n) &&
	       update_attendance(edit, &facts, participant);
	strbuf_release(&facts.label);
	return good;
}

bool edit_speaker(struct store *store, speaker_id id, enum role role, participant_id participant,
		  struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_speaker(&edit, id, role, participant.n));
}

/* "name of P03" */
static bool person_label(struct edit *edit, const char *what, participant_id id)
{
	bool found = false;
	strbuf_addf(&edit->label, "%s of ", what);
	return db_get_text(edit->db, edit->err, &edit->label, &found,
			   "SELECT code FROM participant WHERE id = ?1", "i", id.n) &&
	       (found || edit_gone(edit, TABLE_PARTICIPANT, id.n, "that person"));
}

static bool set_person_name(struct edit *edit, participant_id id, struct str name)
{
	name = str_trim(name);
	if (!person_label(edit, "name", id))
		return false;
	if (!name.n)
		return db_run(edit->db, edit->err, "DELETE FROM identity WHERE participant = ?1",
			      "i", id.n);
	return db_run(edit->db, edit->err,
		      "INSERT INTO identity(participant, name) VALUES(?1, ?2) ON "
		      "CONFLICT(participant) DO UPDATE SET name = excluded.name",
		      "it", id.n, name);
}

bool edit_participant_name(struct store *store, participant_id id, struct str name, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_person_name(&edit, id, name));
}

static bool set_attribute(struct edit *edit, participant_id id, struct str name, struct str value)
{
	name = str_trim(name);
	if (!name.n)
		return err_set(edit->err, ERR_USAGE, "an attribute needs a name");
	strbuf_add_str(&edit->label, name);
	return person_label(edit, "", id) &&
	       participant_attribute(edit, id.n, name, str_trim(value));
}

bool edit_participant_attribute(struct store *store, participant_id id, struct str name,
				struct str value, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_attribute(&edit, id, name, value));
}

static bool is_consent(const struct str *word)
{
	return !word || !word->n || str_equal(*word, STR("yes")) || str_equal(*word, STR("no"));
}

static bool set_consent(struct edit *edit, participant_id id, const struct str *record,
			const struct str *quote)
{
	if (!is_consent(record) || !is_consent(quote))
		return err_set(edit->err, ERR_USAGE, "consent is yes, no or nothing");
	return person_label(edit, "consent", id) &&
	       (!record || db_run(edit->db, edit->err,
				  "UPDATE participant SET consent_record = ?1 WHERE id = ?2", "ti",
				  *record, id.n)) &&
	       (!quote || db_run(edit->db, edit->err,
				 "UPDATE participant SET consent_quote = ?1 WHERE id = ?2", "ti",
				 *quote, id.n));
}

bool edit_participant_consent(struct store *store, participant_id id, const struct str *record,
			      const struct str *quote, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_consent(&edit, id, record, quote));
}

static bool set_session(struct edit *edit, session_id id, const struct str *title,
			const struct str *date)
{
	bool found = false;
	strbuf_add_z(&edit->label, title ? "title of " : "date of ");
	if (date && date->n && !clock_is_date(*date))
		return err_set(edit->err, ERR_USAGE, "a date looks like 2026-03-02");
	return db_get_text(edit->db, edit->err, &edit->label, &found,
			   "SELECT code FROM session WHERE id = ?1", "i", id.n) &&
	       (found || edit_gone(edit, TABLE_SESSION, id.n, "that session")) &&
	       (!title || db_run(edit->db, edit->err, "UPDATE session SET title = ?1 WHERE id = ?2",
				 "ti", *title, id.n)) &&
	       (!date || db_run(edit->db, edit->err, "UPDATE session SET date = ?1 WHERE id = ?2",
				"ti", *date, id.n));
}

bool edit_session(struct store *store, session_id id, const struct str *title,
		  const struct str *date, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_session(&edit, id, title, date));
}
