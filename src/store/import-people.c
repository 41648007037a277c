/*
 * Who speaks in an import. A speaker who is no moderator or observer is a person: the one with the
 * same folded name in this wall, else a new one. What a table says of people goes to them.
 */
#include <stdlib.h>

#include "themewall/text/fold.h"

#include "import-internal.h"

#include "themewall/base/banned.h"

struct known_person {
	int64_t id;
	struct str folded; /* in the edit's arena */
};

struct people {
	struct known_person *list;
	size_t n, capacity;
};

static struct str fold_name(struct importing *in, struct str name)
{
	struct strbuf folded = STRBUF_INIT;
	fold_text(&folded, str_trim(name));
	struct str kept = {arena_strndup(&in->edit->arena, folded.buf, folded.len), folded.len};
	strbuf_release(&folded);
	return kept;
}

static void people_add(struct people *people, int64_t id, struct str folded)
{
	ALLOC_GROW(people->list, people->n + 1, people->capacity);
	people->list[people->n++] = (struct known_person){id, folded};
}

static bool people_load(struct importing *in, struct people *people)
{
	struct edit *edit = in->edit;
	sqlite3_stmt *rows =
		db_query(edit->db, edit->err,
			 "SELECT participant, name FROM identity ORDER BY participant", "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW)
		people_add(people, sqlite3_column_int64(rows, 0),
			   fold_name(in, db_column_text(rows, 1)));
	return step == DB_DONE;
}

/* The person of that name, a new one when there is none. */
static bool person_named(struct importing *in, struct people *people, struct str name, int64_t *id)
{
	char code[16];
	struct str folded = fold_name(in, name);
	for (size_t i = 0; i < people->n; i++) {
		if (folded.n && str_equal(people->list[i].folded, folded)) {
			*id = people->list[i].id;
			return true;
		}
	}
	if (!participant_insert(in->edit, str_trim(name), id, code))
		return false;
	people_add(people, *id, folded);
	return true;
}

static bool is_person(enum role role)
{
	return role != ROLE_MODERATOR && role != ROLE_OBSERVER;
}

/* A correction: who says what an old speaker said is who that was. */
static bool copy_voice(struct importing *in, size_t i)
{
	struct edit *edit = in->edit;
	return db_run(edit->db, edit->err,
		      "UPDATE speaker SET (role, guessed, participant) = (SELECT role, guessed, "
		      "participant FROM speaker WHERE id = ?2) WHERE id = ?1",
		      "ii", in->speakers[i], in->voices[i]) &&
	       db_get_int(edit->db, edit->err, &in->people[i],
			  "SELECT ifnull(participant, 0) FROM speaker WHERE id = ?1", "i",
			  in->speakers[i]);
}

static bool set_speaker(struct importing *in, struct people *people, size_t i)
{
	struct edit *edit = in->edit;
	const struct draft_speaker *s = &in->draft->speakers[i];
	enum role role = s->role == ROLE_UNKNOWN ? ROLE_PARTICIPANT : s->role;
	int64_t *person = &in->people[i];
	if (in->voices && in->voices[i])
		return copy_voice(in, i);
	*person = s->person.n ? s->person.n : in->participant;
	if (!is_person(role))
		*person = 0;
	else if (!*person && !person_named(in, people, s->name.n ? s->name : s->label, person))
		return false;
	return db_run(edit->db, edit->err,
		      "UPDATE speaker SET role = ?1, guessed = ?2, participant = ?3 WHERE id = ?4",
		      "ziri", role_name(role), (int64_t)(s->guessed || s->role == ROLE_UNKNOWN),
		      *person, in->speakers[i]);
}

static bool set_attributes(struct importing *in, int64_t person)
{
	struct edit *edit = in->edit;
	const struct import_options *options = in->options;
	struct strbuf segment = STRBUF_INIT;
	bool good =
		db_get_text(edit->db, edit->err, &segment, NULL, "SELECT segment FROM study", "");
	if (good && options->segment.n)
		good = participant_attribute(edit, person, strbuf_str(&segment), options->segment);
	for (size_t i = 0; good && i < options->nattributes; i++)
		good = participant_attribute(edit, person, options->attributes[i].name,
					     options->attributes[i].value);
	strbuf_release(&segment);
	return good;
}

static bool attend(struct importing *in, int64_t person)
{
	return !person ||
	       (attendance_insert(in->edit, in->session, person) && set_attributes(in, person));
}

static bool check_person(struct importing *in, participant_id person)
{
	int64_t id = person.n, exists = !id;
	struct edit *edit = in->edit;
	return (exists || db_get_int(edit->db, edit->err, &exists,
				     "SELECT 1 FROM participant WHERE id = ?1", "i", id)) &&
	       (exists || edit_gone(edit, TABLE_PARTICIPANT, id, "that person"));
}

/* ---- what a table says of them ---- */

/* A "yes" is taken where nothing is recorded, a "no" always: no file makes public by itself what
 * somebody has kept back. */
static bool set_fact(struct importing *in, const struct draft_fact *fact, struct str segment)
{
	struct edit *edit = in->edit;
	int64_t person = in->people[fact->speaker];
	struct str name = fact->name;
	if (!person)
		return true;
	if (str_equal_ascii(name, segment))
		name = segment;
	if (name.n)
		return participant_attribute(edit, person, name, fact->value);
	return db_run(edit->db, edit->err,
		      "UPDATE participant SET consent_quote = ?1 WHERE id = ?2 AND consent_quote "
		      "<> ?1 AND (?1 = 'no' OR consent_quote = '')",
		      "ti", fact->value, person);
}

/* The one attribute that the table has; empty: there are none, or more than one. */
static struct str only_attribute(const struct draft *draft)
{
	struct str only = {NULL, 0};
	for (size_t i = 0; i < draft->ncolumns; i++) {
		if (draft->columns[i].use != USE_ATTRIBUTE)
			continue;
		if (only.n)
			return (struct str){NULL, 0};
		only = draft->columns[i].name;
	}
	return only;
}

/* While no participant has what the study calls its segment, the only attribute of a table becomes
 * it. */
static bool set_segment(struct importing *in)
{
	struct edit *edit = in->edit;
	struct str only = only_attribute(in->draft);
	return !only.n || in->options->segment.n ||
	       db_run(edit->db, edit->err,
		      "UPDATE study SET segment = ?1 WHERE lower(segment) <> lower(?1) AND NOT "
		      "EXISTS (SELECT 1 FROM attribute WHERE name = study.segment)",
		      "t", only);
}

static bool set_facts(struct importing *in)
{
	struct edit *edit = in->edit;
	struct strbuf segment = STRBUF_INIT;
	if (!in->draft->nfacts)
		return true;
	bool good = set_segment(in) && db_get_text(edit->db, edit->err, &segment, NULL,
						   "SELECT segment FROM study", "");
	for (size_t i = 0; good && i < in->draft->nfacts; i++)
		good = set_fact(in, &in->draft->facts[i], strbuf_str(&segment));
	strbuf_release(&segment);
	return good;
}

bool import_people(struct importing *in)
{
	struct people people = {0};
	bool good = somebody_find(in->edit, &in->options->participant, &in->participant) &&
		    people_load(in, &people);
	for (size_t i = 0; good && i < in->draft->nspeakers; i++)
		good = check_person(in, in->draft->speakers[i].person);
	for (size_t i = 0; good && i < in->draft->nspeakers; i++)
		good = set_speaker(in, &people, i) && attend(in, in->people[i]);
	if (good && !in->draft->nspeakers) /* notes about one person */
		good = attend(in, in->participant);
	good = good && set_facts(in);
	free(people.list);
	return good;
}
