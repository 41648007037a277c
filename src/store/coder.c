/* Who is at the keys, and who else has worked on this wall. A coder's row is no change of the
 * study: it is not journalled. */
#include "store-internal.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "themewall/base/mem.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum { COLOURS = 8, NAME_BYTES = 40, INITIALS_BYTES = 6 };

/* Someone's name, fit to be stored: the given one, else the login name. */
static void coder_name(struct strbuf *out, struct str name)
{
	char buffer[2048];
	struct passwd entry, *found = NULL;
	if (!name.n && getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found) == 0 && found)
		name = str_of(found->pw_name);
	name = str_trim(name);
	if (!name.n || !utf8_is_valid(name) || memchr(name.p, 0, name.n))
		name = STR("someone");
	size_t n = 0;
	for (size_t next; n < name.n && (next = grapheme_next(name, n)) <= NAME_BYTES;)
		n = next;
	safe_clean_controls(out, str_part(name, 0, n));
}

/* One letter as people write it for someone: "ana" is A. */
static void add_initial(struct strbuf *out, struct str name, size_t at)
{
	struct str letter = str_part(name, at, grapheme_next(name, at));
	if (letter.n == 1 && letter.p[0] >= 'a' && letter.p[0] <= 'z')
		strbuf_add_char(out, (char)(letter.p[0] - 32));
	else
		strbuf_add_str(out, letter);
}

/* Those wanted, as far as presence has room for them; else the first letters of the first two
 * words. */
static void coder_initials(struct strbuf *out, struct str name, struct str wanted)
{
	if (wanted.n && wanted.n <= INITIALS_BYTES && utf8_is_valid(wanted)) {
		safe_clean_controls(out, wanted);
		return;
	}
	size_t second = word_next(name, 0);
	add_initial(out, name, 0);
	if (second < name.n)
		add_initial(out, name, second);
}

static bool coder_insert(struct store *store, struct str name, struct str wanted, struct err *err)
{
	struct strbuf initials = STRBUF_INIT;
	struct db *db = &store->db;
	coder_initials(&initials, name, wanted);
	int64_t next = 0, count = 0;
	bool good =
		db_get_int(
			db, err, &next,
			"UPDATE replica SET next = next + 1 WHERE prefix = ?1 RETURNING next - 1",
			"i", store->replica) &&
		db_get_int(db, err, &count, "SELECT count(id) FROM coder", "") &&
		db_run(db, err,
		       "INSERT INTO coder(id, name, initials, colour) VALUES(?1, ?2, ?3, ?4)",
		       "itti", store->replica << 32 | next, name, strbuf_str(&initials),
		       count % COLOURS);
	strbuf_release(&initials);
	return good;
}

static const struct coder *coder_named(const struct store *store, struct str name)
{
	for (size_t i = 0; i < store->ncoders; i++)
		if (str_equal(store->coders[i].name, name))
			return &store->coders[i];
	return NULL;
}

/* Another process may have added the same name since we looked: looks again under the lock. */
static bool coder_add(struct store *store, struct str name, struct str initials, struct err *err)
{
	live_count_quiet(&store->live);
	if (!transaction_begin(store, err))
		return false;
	bool good = coders_load(store, err);
	if (good && !coder_named(store, name))
		good = coder_insert(store, name, initials, err);
	if (!transaction_end(store, good, err))
		return false;
	live_count_quiet(&store->live);
	live_ring(&store->live);
	return coders_load(store, err);
}

/* Text of a row that another program may have written. */
static struct str keep(struct store *store, struct str s)
{
	if (!utf8_is_valid(s) || (s.n && memchr(s.p, 0, s.n)))
		s = STR("?");
	return (struct str){arena_strndup(&store->names, s.p ? s.p : "", s.n), s.n};
}

static bool is_known(const struct store *store, int64_t id)
{
	for (size_t i = 0; i < store->ncoders; i++)
		if (store->coders[i].id.n == id)
			return true;
	return false;
}

/* Adds those that are new; a coder's row never changes and never goes. */
bool coders_load(struct store *store, struct err *err)
{
	sqlite3_stmt *rows = db_query(
		&store->db, err, "SELECT id, name, initials, colour FROM coder ORDER BY id", "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&store->db, rows, err)) == DB_ROW) {
		int64_t id = sqlite3_column_int64(rows, 0);
		if (is_known(store, id))
			continue;
		ALLOC_GROW(store->coders, store->ncoders + 1, store->coder_capacity);
		store->coders[store->ncoders++] =
			(struct coder){.id = {id},
				       .name = keep(store, db_column_text(rows, 1)),
				       .initials = keep(store, db_column_text(rows, 2)),
				       .colour = sqlite3_column_int(rows, 3)};
	}
	return step == DB_DONE;
}

bool coder_join(struct store *store, struct str wanted, struct str short_name, struct err *err)
{
	struct strbuf name = STRBUF_INIT;
	coder_name(&name, wanted);
	bool good = coders_load(store, err);
	if (good && !store->read_only && !coder_named(store, strbuf_str(&name)))
		good = coder_add(store, strbuf_str(&name), short_name, err);
	const struct coder *me = good ? coder_named(store, strbuf_str(&name)) : NULL;
	if (me) {
		store->me = *me;
	} else if (good) {
		/* a reader who has never written: named for the others, without a row */
		struct strbuf initials = STRBUF_INIT;
		coder_initials(&initials, strbuf_str(&name), short_name);
		store->me = (struct coder){.name = keep(store, strbuf_str(&name)),
					   .initials = keep(store, strbuf_str(&initials))};
		strbuf_release(&initials);
	}
	strbuf_release(&name);
	return good;
}

/* Coders are never removed: a different count is all there can be. */
static void coders_refresh(struct store *store)
{
	struct err err = ERR_INIT;
	int64_t count = 0;
	if (db_get_int(&store->db, &err, &count, "SELECT count(id) FROM coder", "") &&
	    (size_t)count != store->ncoders)
		coders_load(store, &err);
}

size_t store_coders(struct store *store, const struct coder **coders)
{
	coders_refresh(store);
	*coders = store->coders;
	return store->ncoders;
}

const struct coder *store_coder_find(struct store *store, coder_id id)
{
	for (int tries = 0; tries < 2; tries++) {
		for (size_t i = 0; i < store->ncoders; i++)
			if (store->coders[i].id.n == id.n)
				return &store->coders[i];
		if (!tries)
			coders_refresh(store);
	}
	return NULL;
}

bool store_coder_has_worked(struct store *store, coder_id id)
{
	struct err err = ERR_INIT;
	int64_t worked = 0;
	return db_get_int(&store->db, &err, &worked,
			  "SELECT EXISTS(SELECT 1 FROM journal WHERE coder = ?1)", "i", id.n) &&
	       worked;
}

coder_id store_coder(const struct store *store)
{
	return store->me.id;
}
