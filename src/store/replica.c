/*
 * Which copy of the wall this file is. It remembers where it lies (number and birth of its inode:
 * they survive renaming and restarts, and no copy has them); a copy that finds itself elsewhere
 * takes a number and a letter of its own before anything is written to it. Copies of other copies
 * choose letters without asking one another, so a letter comes from the copy's random number, and
 * where two meet the list sorted by number decides (replica_letters, used by merge).
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "themewall/base/token.h"

#include "store-internal.h"

#include "themewall/base/banned.h"

enum { LETTERS = 25 };

static bool home_of(const char *path, char home[64])
{
	struct statx st;
	if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &st))
		return false;
	bool born = st.stx_mask & STATX_BTIME;
	snprintf(home, 64, "%llu.%lld.%u", (unsigned long long)st.stx_ino,
		 born ? (long long)st.stx_btime.tv_sec : 0LL, born ? st.stx_btime.tv_nsec : 0u);
	return true;
}

char replica_letter(struct str uuid)
{
	return (char)('b' + (unsigned char)uuid.p[0] % LETTERS);
}

bool wall_root(struct db *db, struct strbuf *root, struct err *err)
{
	return db_get_text(db, err, root, NULL,
			   "SELECT uuid FROM replica WHERE letter = '' ORDER BY prefix LIMIT 1",
			   "");
}

static bool note_home(struct db *db, const char *home, struct err *err)
{
	return db_run(db, err, "INSERT OR REPLACE INTO meta(key, value) VALUES('home', ?1)", "z",
		      home);
}

bool replica_fill(struct db *db, const char *path, struct err *err)
{
	char uuid[16], home[64];
	int64_t prefix = token_new() % 2147483647 + 1;
	token_bytes(uuid, sizeof uuid);
	return db_run(db, err,
		      "INSERT INTO replica(prefix, uuid, letter, next) VALUES(?1, ?2, '', 1)", "ib",
		      prefix, (struct str){uuid, sizeof uuid}) &&
	       db_run(db, err, "INSERT INTO meta(key, value) VALUES('replica', ?1)", "i", prefix) &&
	       (!home_of(path, home) || note_home(db, home, err));
}

static bool read_home(struct db *db, struct strbuf *home, struct err *err)
{
	return db_get_text(db, err, home, NULL, "SELECT value FROM meta WHERE key = 'home'", "");
}

/* The rebuilt file is the same copy, unless the old one was none that had a home. */
bool replica_note_home(struct db *db, const char *path, const char *old_path, struct err *err)
{
	struct strbuf was = STRBUF_INIT;
	char home[64], old[64];
	bool good = read_home(db, &was, err);
	bool same = good && home_of(old_path, old) && home_of(path, home) &&
		    (!was.len || strcmp(was.buf, old) == 0);
	strbuf_release(&was);
	return good && (!same || note_home(db, home, err));
}

/* A number nobody has, with a letter nobody has if one is left. */
static bool choose(struct store *store, char uuid[16], struct err *err)
{
	for (int tries = 0; tries < 500; tries++) {
		char letter[2] = "";
		int64_t taken = 0;
		token_bytes(uuid, 16);
		letter[0] = replica_letter((struct str){uuid, 16});
		if (!db_get_int(&store->db, err, &taken,
				"SELECT count(*) FROM replica WHERE letter = ?1", "z", letter))
			return false;
		if (!taken)
			break;
	}
	return true;
}

static bool become_another(struct store *store, const char *home, struct err *err)
{
	char uuid[16], letter[2] = "";
	int64_t prefix = token_new() % 2147483647 + 1;
	if (!choose(store, uuid, err))
		return false;
	letter[0] = replica_letter((struct str){uuid, 16});
	return db_run(&store->db, err,
		      "INSERT INTO replica(prefix, uuid, letter, next) VALUES(?1, ?2, ?3, 1)",
		      "ibz", prefix, (struct str){uuid, 16}, letter) &&
	       db_run(&store->db, err, "UPDATE meta SET value = ?1 WHERE key = 'replica'", "i",
		      prefix) &&
	       note_home(&store->db, home, err);
}

/* Looks again under the lock: another program may have done it meanwhile. */
static bool settle(struct store *store, const char *home, struct err *err)
{
	struct strbuf was = STRBUF_INIT;
	live_count_quiet(&store->live);
	if (!transaction_begin(store, err))
		return false;
	bool good = read_home(&store->db, &was, err);
	if (good && !was.len)
		good = note_home(&store->db, home, err);
	else if (good && strcmp(was.buf, home) != 0)
		good = become_another(store, home, err);
	strbuf_release(&was);
	good = transaction_end(store, good, err) && good;
	live_count_quiet(&store->live);
	return good;
}

bool replica_settle(struct store *store, struct err *err)
{
	struct strbuf was = STRBUF_INIT;
	char home[64];
	/* a network folder has no numbers to rely on */
	if (store->read_only || store->alone || !home_of(store->path, home))
		return true;
	bool good = read_home(&store->db, &was, err);
	if (good && strcmp(was.buf, home) != 0)
		good = settle(store, home, err);
	strbuf_release(&was);
	return good;
}
