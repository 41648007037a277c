/* What is said of a cluster beside its name: its entry in the codebook, its colour, its turn among
 * those at the top. */
#include "edit-internal.h"

#include "themewall/base/token.h"

#include "themewall/base/banned.h"

enum { NOTE_MAX = 4000 };

static const struct {
	const char *before, *after; /* of the label, around the cluster */
	const char *select, *update;
} notes[CLUSTER_NOTES] = {
	[NOTE_DEFINITION] = {"definition of ", "", "SELECT definition FROM cluster WHERE id = ?1",
			     "UPDATE cluster SET definition = ?1 WHERE id = ?2"},
	[NOTE_INCLUDE] = {"what ", " takes in", "SELECT includes FROM cluster WHERE id = ?1",
			  "UPDATE cluster SET includes = ?1 WHERE id = ?2"},
	[NOTE_EXCLUDE] = {"what ", " leaves out", "SELECT excludes FROM cluster WHERE id = ?1",
			  "UPDATE cluster SET excludes = ?1 WHERE id = ?2"},
};

static bool set_note(struct edit *edit, int64_t id, enum cluster_note note, struct str text,
		     struct str seen)
{
	struct strbuf now = STRBUF_INIT;
	text = str_trim(text);
	strbuf_add_z(&edit->label, notes[note].before);
	bool good = edit_add_cluster_label(edit, id) &&
		    db_get_text(edit->db, edit->err, &now, NULL, notes[note].select, "i", id);
	strbuf_add_z(&edit->label, notes[note].after);
	if (good && text.n > NOTE_MAX)
		good = err_set(edit->err, ERR_USAGE, "a note on a theme has at most %d letters",
			       NOTE_MAX);
	struct str was = strbuf_str(&now);
	if (good && !str_equal(was, seen) && !str_equal(was, text))
		good = edit_conflict(edit, TABLE_CLUSTER, id, edit->label.buf);
	good = good && db_run(edit->db, edit->err, notes[note].update, "ti", text, id);
	strbuf_release(&now);
	return good;
}

bool edit_cluster_note(struct store *store, cluster_id id, enum cluster_note note, struct str text,
		       struct str seen, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_note(&edit, id.n, note, text, seen));
}

static bool set_colour(struct edit *edit, int64_t id, enum cluster_colour colour)
{
	strbuf_add_z(&edit->label, "colour of ");
	return edit_add_cluster_label(edit, id) &&
	       db_run(edit->db, edit->err, "UPDATE cluster SET colour = ?1 WHERE id = ?2", "ii",
		      (int64_t)colour, id);
}

bool edit_cluster_colour(struct store *store, cluster_id id, enum cluster_colour colour,
			 struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_colour(&edit, id.n, colour));
}

static bool read_anchor(struct edit *edit, int64_t id, int64_t *column, int64_t *line)
{
	return db_get_int(edit->db, edit->err, column, "SELECT col FROM cluster WHERE id = ?1", "i",
			  id) &&
	       db_get_int(edit->db, edit->err, line, "SELECT line FROM cluster WHERE id = ?1", "i",
			  id);
}

static bool write_anchor(struct edit *edit, int64_t id, int64_t column, int64_t line)
{
	return db_run(edit->db, edit->err,
		      "UPDATE cluster SET col = ?1, line = ?2, mv = ?3 WHERE id = ?4 AND parent IS "
		      "NULL",
		      "iiii", column, line, token_new(), id);
}

/* Anchored at one place the elder comes first: then the second takes the line below. */
static bool swap(struct edit *edit, int64_t first, int64_t second)
{
	int64_t column[2], line[2];
	strbuf_add_z(&edit->label, "order of ");
	if (!edit_add_cluster_label(edit, first))
		return false;
	strbuf_add_z(&edit->label, " and ");
	if (!edit_add_cluster_label(edit, second) ||
	    !read_anchor(edit, first, &column[0], &line[0]) ||
	    !read_anchor(edit, second, &column[1], &line[1]))
		return false;
	bool same = column[0] == column[1] && line[0] == line[1];
	return write_anchor(edit, first, column[1], line[1]) &&
	       write_anchor(edit, second, column[0], line[0] + same);
}

bool edit_cluster_swap(struct store *store, cluster_id first, cluster_id second, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, swap(&edit, first.n, second.n));
}
