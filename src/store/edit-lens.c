/*
 * Lenses kept under a name. Another lens under the same name takes the old row out and puts a new
 * one in: a row holds one person's decision, and two copies that joined cannot mix two of them. A
 * row's name alone may change.
 */
#include "themewall/store/edit-lens.h"

#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/utf8.h"

#include "edit-internal.h"

#include "themewall/base/banned.h"

static bool check_words(struct edit *edit, struct str words, size_t most, const char *what)
{
	if (!words.n || memchr(words.p, '\n', words.n))
		return err_set(edit->err, ERR_USAGE, "%s needs words of one line", what);
	return utf8_length(words) <= most ||
	       err_set(edit->err, ERR_USAGE, "%s has at most %zu characters", what, most);
}

static bool lens_label(struct edit *edit, const char *what, int64_t id)
{
	strbuf_addf(&edit->label, "%s lens “", what);
	bool found = false;
	bool good = db_get_text(edit->db, edit->err, &edit->label, &found,
				"SELECT name FROM lens WHERE id = ?1", "i", id);
	strbuf_add_z(&edit->label, "”");
	return good && (found || edit_gone(edit, TABLE_LENS, id, "that lens"));
}

/* Rows of this name but `but`, into the edit's arena. */
static bool named(struct edit *edit, struct str name, int64_t but, int64_t **ids, size_t *n)
{
	struct strbuf wanted = STRBUF_INIT, folded = STRBUF_INIT;
	int64_t count = 0;
	*n = 0;
	if (!db_get_int(edit->db, edit->err, &count, "SELECT count(*) FROM lens", ""))
		return false;
	fold_text(&wanted, name);
	*ids = arena_alloc(&edit->arena, ((size_t)count + 1) * sizeof **ids);
	sqlite3_stmt *rows =
		db_query(edit->db, edit->err, "SELECT id, name FROM lens WHERE id <> ?1", "i", but);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		strbuf_reset(&folded);
		fold_text(&folded, db_column_text(rows, 1));
		if (str_equal(strbuf_str(&folded), strbuf_str(&wanted)))
			(*ids)[(*n)++] = sqlite3_column_int64(rows, 0);
	}
	strbuf_release(&wanted);
	strbuf_release(&folded);
	return step == DB_DONE;
}

static bool check_lens(struct edit *edit, const struct saved_lens *lens, struct str name)
{
	int64_t there = 1;
	if (!check_words(edit, name, LENS_NAME_MOST, "the name of a lens") ||
	    (lens_takes_value(lens->only) &&
	     !check_words(edit, lens->value, LENS_VALUE_MOST, "what a lens shows")))
		return false;
	if (lens->only == ONLY_PARTICIPANT) {
		there = 0;
		if (!db_get_int(edit->db, edit->err, &there,
				"SELECT 1 FROM participant WHERE id = ?1", "i",
				lens->participant.n))
			return false;
	}
	return there || edit_gone(edit, TABLE_PARTICIPANT, lens->participant.n, "that participant");
}

static int64_t lens_person(const struct saved_lens *lens)
{
	return lens->only == ONLY_PARTICIPANT ? lens->participant.n : 0;
}

static struct str lens_value(const struct saved_lens *lens)
{
	return lens_takes_value(lens->only) ? lens->value : STR("");
}

static bool remove_row(struct edit *edit, int64_t id)
{
	return db_run(edit->db, edit->err, "DELETE FROM lens WHERE id = ?1", "i", id);
}

static bool insert(struct edit *edit, const struct saved_lens *lens, struct str name, int64_t *id)
{
	return edit_new_id(edit, id) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO lens(id, name, colour, shows, participant, value, hides) "
		      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		      "itzzrti", *id, name, lens_colour_name(lens->colour),
		      lens_shows_name(lens->only, lens->which), lens_person(lens), lens_value(lens),
		      (int64_t)lens->hides);
}

/* The very same lens under the very same name: 0 when there is none. */
static bool same(struct edit *edit, const struct saved_lens *lens, struct str name, int64_t *id)
{
	*id = 0;
	return db_get_int(edit->db, edit->err, id,
			  "SELECT id FROM lens WHERE name = ?1 AND colour = ?2 AND shows = ?3 AND "
			  "ifnull(participant, 0) = ?4 AND value = ?5 AND hides = ?6",
			  "tzziti", name, lens_colour_name(lens->colour),
			  lens_shows_name(lens->only, lens->which), lens_person(lens),
			  lens_value(lens), (int64_t)lens->hides);
}

static bool save(struct edit *edit, const struct saved_lens *lens, struct str name, int64_t *id)
{
	int64_t *old;
	size_t n;
	strbuf_addf(&edit->label, "lens “%.*s”", STR_ARG(name));
	if (!check_lens(edit, lens, name) || !named(edit, name, 0, &old, &n) ||
	    !same(edit, lens, name, id))
		return false;
	if (n == 1 && *id)
		return true;
	bool good = true;
	for (size_t i = 0; good && i < n; i++)
		good = remove_row(edit, old[i]);
	return good && insert(edit, lens, name, id);
}

bool edit_lens_save(struct store *store, const struct saved_lens *lens, int64_t *id,
		    struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, save(&edit, lens, str_trim(lens->name), id));
}

static bool rename_lens(struct edit *edit, int64_t id, struct str name)
{
	int64_t *others;
	size_t n;
	if (!lens_label(edit, "name of", id) ||
	    !check_words(edit, name, LENS_NAME_MOST, "the name of a lens") ||
	    !named(edit, name, id, &others, &n))
		return false;
	if (n)
		return err_set(edit->err, ERR_USAGE, "there is a lens “%.*s” already",
			       STR_ARG(name));
	return db_run(edit->db, edit->err, "UPDATE lens SET name = ?1 WHERE id = ?2", "ti", name,
		      id);
}

bool edit_lens_name(struct store *store, int64_t id, struct str name, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, rename_lens(&edit, id, str_trim(name)));
}

bool edit_lens_remove(struct store *store, int64_t id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, lens_label(&edit, "removal of", id) && remove_row(&edit, id));
}
