/*
 * Edits of many facts about people at once (a table of participants), of labels of speakers, and of
 * what a session is besides its title and day.
 */
#include "edit-internal.h"

#include "themewall/base/banned.h"

static bool set_consent_word(struct edit *edit, const struct participant_fact *fact)
{
	bool record = fact->kind == FACT_CONSENT_RECORD;
	if (fact->value.n && !str_equal(fact->value, STR("yes")) &&
	    !str_equal(fact->value, STR("no")))
		return err_set(edit->err, ERR_USAGE, "consent is yes, no or nothing, not \"%.*s\"",
			       STR_ARG(fact->value));
	return db_run(edit->db, edit->err,
		      record ? "UPDATE participant SET consent_record = ?1 WHERE id = ?2"
			     : "UPDATE participant SET consent_quote = ?1 WHERE id = ?2",
		      "ti", fact->value, fact->who.n);
}

static bool set_fact(struct edit *edit, const struct participant_fact *fact)
{
	if (!participant_exists(edit, fact->who.n))
		return false;
	switch (fact->kind) {
	case FACT_NOTE:
		return db_run(edit->db, edit->err, "UPDATE participant SET note = ?1 WHERE id = ?2",
			      "ti", fact->value, fact->who.n);
	case FACT_NAME:
		return db_run(edit->db, edit->err,
			      "INSERT INTO identity(participant, name) VALUES(?1, ?2) ON "
			      "CONFLICT(participant) DO UPDATE SET name = excluded.name",
			      "it", fact->who.n, fact->value);
	case FACT_CONSENT_RECORD:
	case FACT_CONSENT_QUOTE:
		return set_consent_word(edit, fact);
	case FACT_ATTRIBUTE:
		break;
	}
	return participant_attribute(edit, fact->who.n, fact->name, fact->value);
}

static bool set_facts(struct edit *edit, const struct participant_fact *facts, size_t n,
		      struct str label)
{
	bool good = true;
	strbuf_add_str(&edit->label, label);
	for (size_t i = 0; good && i < n; i++)
		good = set_fact(edit, &facts[i]);
	return good;
}

bool edit_participant_facts(struct store *store, const struct participant_fact *facts, size_t n,
			    struct str label, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_facts(&edit, facts, n, label));
}

static bool set_segment(struct edit *edit, struct str name)
{
	strbuf_addf(&edit->label, "segment by %.*s", STR_ARG(name));
	return name.n ? db_run(edit->db, edit->err, "UPDATE study SET segment = ?1", "t", name)
		      : err_set(edit->err, ERR_USAGE, "which attribute is the segment?");
}

bool edit_study_segment(struct store *store, struct str attribute, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_segment(&edit, str_trim(attribute)));
}

/* A person known by this label alone is called what it is corrected to; one who has another name
 * keeps that. */
static bool name_follows(struct edit *edit, speaker_id id, struct str label)
{
	return db_run(edit->db, edit->err,
		      "UPDATE identity SET name = ?1 WHERE participant = (SELECT participant FROM "
		      "speaker WHERE id = ?2) AND name = (SELECT label FROM speaker WHERE id = ?2) "
		      "AND NOT EXISTS (SELECT 1 FROM speaker s, transcript t WHERE s.participant = "
		      "identity.participant AND s.id <> ?2 AND s.label <> ?1 AND t.id = "
		      "s.transcript AND t.hidden = 0)",
		      "ti", label, id.n);
}

static bool set_label(struct edit *edit, speaker_id id, struct str label)
{
	static const char taken[] = "SELECT 1 FROM speaker WHERE label = ?1 AND id <> ?2 AND "
				    "transcript = (SELECT transcript FROM speaker WHERE id = ?2)";
	int64_t other = 0;
	if (!label.n)
		return err_set(edit->err, ERR_USAGE, "a speaker needs a name");
	if (!db_get_int(edit->db, edit->err, &other, taken, "ti", label, id.n))
		return false;
	if (other)
		return err_set(edit->err, ERR_USAGE,
			       "somebody here is called \"%.*s\" already: say they are the same "
			       "instead",
			       STR_ARG(label));
	strbuf_addf(&edit->label, "speaker %.*s", STR_ARG(label));
	return name_follows(edit, id, label) &&
	       db_run(edit->db, edit->err, "UPDATE speaker SET label = ?1 WHERE id = ?2", "ti",
		      label, id.n);
}

bool edit_speaker_label(struct store *store, speaker_id id, struct str label, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_label(&edit, id, str_trim(label)));
}

static bool set_session(struct edit *edit, session_id id, const struct str *kind, int64_t ordinal)
{
	bool found = false;
	strbuf_add_z(&edit->label, kind ? "kind of " : "order of ");
	return db_get_text(edit->db, edit->err, &edit->label, &found,
			   "SELECT code FROM session WHERE id = ?1", "i", id.n) &&
	       (found || edit_gone(edit, TABLE_SESSION, id.n, "that session")) &&
	       (!kind || db_run(edit->db, edit->err, "UPDATE session SET kind = ?1 WHERE id = ?2",
				"ti", *kind, id.n)) &&
	       (!ordinal ||
		db_run(edit->db, edit->err, "UPDATE session SET ordinal = ?1 WHERE id = ?2", "ii",
		       ordinal, id.n));
}

bool edit_session_kind(struct store *store, session_id id, struct str kind, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_session(&edit, id, &kind, 0));
}

bool edit_session_order(struct store *store, session_id id, int64_t ordinal, struct err *err)
{
	struct edit edit;
	if (ordinal < 1)
		return err_set(err, ERR_USAGE, "the order of interviews is counted from 1");
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_session(&edit, id, NULL, ordinal));
}
