/*
 * Opening: what is created and with which rights, what is refused and in which words, and hostile
 * files by their effect: what they aim at is still there afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <sqlite3.h>

#include "store-fixture.h"
#include "store-internal.h"

/* Stands before the C library's, for SQLite, too: rights that are only put right later are not. */
static bool chmod_fails;

int fchmod(int fd, mode_t mode)
{
	errno = EPERM;
	return chmod_fails ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

static struct err err;

static struct store *open_with(struct store_options options)
{
	struct store *store = NULL;
	err_clear(&err);
	options.coder = STR("Ann");
	store_open(&store, fixture_wall, &options, NULL, &err);
	return store;
}

#define refused(options, want, word)                                                               \
	do {                                                                                       \
		struct store *store_ = open_with(options);                                         \
		ok(!store_ && err.code == (want) && strstr(err.msg, word),                         \
		   "refused, it says %s: %s", word, err.msg);                                      \
		store_close(store_);                                                               \
	} while (0)

static const struct store_options plain = {.patience_ms = 100},
				  creating = {.create = true, .patience_ms = 100};

static void write_file(const char *name, const void *bytes, size_t n)
{
	FILE *f = fopen(fixture_path(name), "wb");
	if (f && n)
		fwrite(bytes, 1, n, f);
	if (f)
		fclose(f);
}

static void remove_wall(void)
{
	static const char *const names[] = {"study.wall", "study.wall-wal", "study.wall-shm",
					    "study.wall-journal", "study.wall-live"};
	for (size_t i = 0; i < 5; i++)
		unlink(fixture_path(names[i]));
}

/* SQL through a plain connection, as a stranger's tool would. */
static void foreign(const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	sqlite3_open(fixture_wall, &db);
	sqlite3_exec(db, sql, NULL, NULL, &message);
	if (message)
		printf("# foreign: %s\n", message);
	sqlite3_free(message);
	sqlite3_close(db);
}

static int mode_of(const char *name)
{
	struct stat st;
	return stat(fixture_path(name), &st) ? -1 : (int)(st.st_mode & 07777);
}

static void test_create(void)
{
	refused(plain, ERR_NOT_FOUND, "no such file");
	bool created = false;
	struct store *store = NULL;
	struct store_options options = creating;
	options.title = STR("Rebuilding sums");
	ok(store_open(&store, fixture_wall, &options, &created, &err) && created, "created: %s",
	   err.msg);
	must(store);
	is_int(mode_of("study.wall"), 0600, "for me alone");
	is_int(mode_of("study.wall-live"), 0600, "and its sidecar");
	struct model *model = model_new();
	ok(store_load(store, model, &err) &&
		   str_equal(model_study(model)->title, STR("Rebuilding sums")),
	   "with its title");
	model_free(model);
	store_close(store);
	ok(mode_of("study.wall-wal") < 0, "the last one out leaves one file (and the sidecar)");
	options.exclusive_name = true;
	refused(options, ERR_UNSAFE, "already there");
	remove_wall();
	options = creating;
	options.shared = true;
	umask(077);
	store = open_with(options);
	must(store);
	is_int(mode_of("study.wall"), 0660, "shared with the group whatever the umask");
	is_int(mode_of("study.wall-live"), 0660, "and its sidecar");
	card_write(store, "x", &err);
	is_int(mode_of("study.wall-wal"), 0660, "and its log");
	store_close(store);
	unlink(fixture_path("study.wall-live"));
	chmod_fails = true;
	store = open_with((struct store_options){0});
	must(store);
	card_write(store, "y", &err);
	is_int(mode_of("study.wall-live"), 0660, "from its first moment");
	is_int(mode_of("study.wall-wal"), 0660, "and the log");
	is_int(mode_of("study.wall-shm"), 0660, "and its index");
	store_close(store);
	chmod_fails = false;
	is_int((int)umask(022), 077, "the mask is what it was");
	remove_wall();
}

static void test_not_a_wall(void)
{
	static const char text[] = "WEBVTT\n\n00:00.000 --> 00:10.000\nThis is a transcript and no "
				   "wall at all, whatever its name may say about it.\n";
	write_file("study.wall", "", 0);
	refused(creating, ERR_FORMAT, "empty");
	write_file("study.wall", text, sizeof text - 1);
	refused(creating, ERR_FORMAT, "not a wall");
	ok(mode_of("study.wall-live") < 0, "and no sidecar is left beside it");
	remove_wall();
	foreign("CREATE TABLE t(a)");
	refused(plain, ERR_FORMAT, "another program");
	remove_wall();
	store_close(open_with(creating));
	foreign("PRAGMA user_version = 5");
	refused(plain, ERR_NEWER, "newer themewall");
	remove_wall();
	mkdir(fixture_wall, 0700);
	refused(plain, ERR_FORMAT, "folder");
	rmdir(fixture_wall);
	(void)!mkfifo(fixture_wall, 0600);
	refused(plain, ERR_UNSAFE, "plain file");
	remove_wall();
}

static void test_schema(void)
{
	static const char *const hostile[] = {
		"CREATE TRIGGER t AFTER UPDATE ON placement BEGIN DELETE FROM journal; END",
		"CREATE VIEW v AS SELECT 1",
		"CREATE TABLE extra(a)",
		"CREATE INDEX i ON card(text)",
		"ALTER TABLE card ADD COLUMN x INTEGER",
		"DROP INDEX placement_place",
	};
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		store_close(open_with(creating));
		foreign(hostile[i]);
		struct store *store = open_with(plain);
		ok(!store && (err.code == ERR_UNSAFE || err.code == ERR_FORMAT), "refused: %s (%s)",
		   hostile[i], err.msg);
		store_close(store);
		remove_wall();
	}
	store_close(open_with(creating));
	foreign("ANALYZE");
	struct store *store = open_with(plain);
	ok(store != NULL, "SQLite's own statistics are tolerated: %s", err.msg);
	store_close(store);
	foreign("INSERT INTO cluster(id, code, name, parent, rank, col, line, width, folded, mv) "
		"VALUES(77, 'T-07', '', NULL, '', 0, 0, 1, 0, 1), (78, 'T-08', "
		"'', 77, 'a0', 0, 0, 1, 0, 1);"
		"UPDATE cluster SET parent = 78, rank = 'a0' WHERE id = 77");
	store = open_with(plain);
	must(store);
	struct model *model = model_new();
	ok(!store_load(store, model, &err) && err.code == ERR_STORE && strstr(err.msg, "ring"),
	   "themes in a ring: %s", err.msg);
	model_free(model);
	store_close(store);
	remove_wall();
}

/* What the file's CHECKs forbid can still be written past them. */
static void test_values(void)
{
	static const char *const forged[] = {
		"UPDATE card SET kind = 'shout'",
		"UPDATE placement SET place = 'nowhere'",
		"UPDATE placement SET line = -5",
		"UPDATE cluster SET width = 4000000",
		"UPDATE cluster SET parent = 1, rank = '!!'",
		"UPDATE speaker SET role = 'king'",
		"UPDATE excerpt SET start = \"end\" + 5",
	};
	for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
		struct store *store = open_with(creating);
		must(store);
		import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
		cluster_write(store, "Trust", (cluster_id){0}, &err);
		store_close(store);
		struct strbuf sql = STRBUF_INIT;
		strbuf_addf(&sql, "PRAGMA ignore_check_constraints = ON; %s", forged[i]);
		foreign(sql.buf);
		strbuf_release(&sql);
		store = open_with(plain);
		struct model *model = model_new();
		ok(store && !store_load(store, model, &err) && err.code == ERR_STORE,
		   "refused: %s (%s)", forged[i], err.msg);
		model_free(model);
		store_close(store);
		remove_wall();
	}
}

/* A rollback journal whose super-journal is a stranger's file: SQLite alone would delete that one.
 */
static void write_hot_journal(const char *victim)
{
	unsigned char bytes[4096] = {0};
	static const unsigned char magic[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
	size_t n = strlen(victim), at = 512;
	uint32_t sum = 0, page = 0x40000000 / 4096 + 1;
	memcpy(bytes, magic, 8);
	const uint32_t header[] = {0, 0, 1, 512, 4096};
	for (int i = 0; i < 5; i++)
		for (int b = 0; b < 4; b++)
			bytes[8 + i * 4 + b] = (unsigned char)(header[i] >> (24 - 8 * b));
	for (int b = 0; b < 4; b++)
		bytes[at++] = (unsigned char)(page >> (24 - 8 * b));
	memcpy(bytes + at, victim, n);
	at += n;
	for (size_t i = 0; i < n; i++)
		sum += (uint32_t)(signed char)victim[i];
	for (int b = 0; b < 4; b++)
		bytes[at++] = (unsigned char)((uint32_t)n >> (24 - 8 * b));
	for (int b = 0; b < 4; b++)
		bytes[at++] = (unsigned char)(sum >> (24 - 8 * b));
	memcpy(bytes + at, magic, 8);
	write_file("study.wall-journal", bytes, at + 8);
}

static void test_journal(void)
{
	store_close(open_with(creating));
	write_file("victim", "precious", 8);
	write_hot_journal(fixture_path("victim"));
	refused(plain, ERR_UNSAFE, "-journal");
	ok(mode_of("victim") >= 0, "the victim is still there");
	struct store_options alone = plain;
	alone.alone = true;
	refused(alone, ERR_UNSAFE, "-journal");
	ok(mode_of("victim") >= 0, "also where journals are ours");
	unlink(fixture_path("study.wall-journal"));
	if (symlink("/etc/passwd", fixture_path("study.wall-journal")))
		abort();
	refused(plain, ERR_UNSAFE, "-journal");
	unlink(fixture_path("study.wall-journal"));
	remove_wall();
}

/* Dies as a program does that turns a wall to WAL, or works on a network folder. */
static void die_in_rollback_mode(void)
{
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		sqlite3 *db = NULL;
		sqlite3_open(fixture_wall, &db);
		sqlite3_exec(db,
			     "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; "
			     "UPDATE card SET text = 'half done ' || hex(randomblob(2000))",
			     NULL, NULL, NULL);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void test_own_journal(void)
{
	int64_t half = -1;
	struct store *store = open_with(creating);
	must(store);
	for (int i = 0; i < 50; i++)
		card_write(store, "whole", &err);
	store_close(store);
	die_in_rollback_mode();
	ok(mode_of("study.wall-journal") >= 0, "a crash has left a rollback journal");
	store = open_with(plain);
	ok(store && db_get_int(&store->db, &err, &half,
			       "SELECT count(*) FROM card WHERE text <> 'whole'", ""),
	   "the wall opens: %s", err.msg);
	is_int(half, 0, "and what was half done is taken back");
	store_close(store);
	remove_wall();
}

/* The jail itself, without the checks before it. */
static void test_jail(void)
{
	store_close(open_with(creating));
	foreign("PRAGMA journal_mode = DELETE");
	write_file("victim", "precious", 8);
	write_hot_journal(fixture_path("victim"));
	char real[400];
	snprintf(real, sizeof real, "%s", fixture_wall);
	struct jail *jail = jail_new(real);
	sqlite3 *db = NULL;
	is_int(sqlite3_open_v2(real, &db, SQLITE_OPEN_READWRITE, jail_name(jail)), SQLITE_OK,
	       "the jail holds the wall");
	sqlite3_exec(db, "SELECT count(*) FROM card", NULL, NULL, NULL);
	ok(mode_of("victim") >= 0, "a super-journal's name reaches nothing");
	struct strbuf sql = STRBUF_INIT;
	strbuf_addf(&sql, "ATTACH '%s' AS o", fixture_path("victim"));
	ok(sqlite3_exec(db, sql.buf, NULL, NULL, NULL) != SQLITE_OK, "nor does ATTACH");
	strbuf_release(&sql);
	sqlite3_close(db);
	jail_free(jail);
	remove_wall();
}

static void test_guards(void)
{
	struct store *store = open_with(creating);
	must(store);
	import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	static const char *const wrong[] = {
		"UPDATE turn SET text = 'never said'",
		"DELETE FROM turn",
		"UPDATE journal SET label = ''",
		"DELETE FROM journal",
		"DELETE FROM transcript",
		"UPDATE transcript SET nchars = 1",
		"UPDATE excerpt SET \"end\" = 100000",
		("INSERT INTO cluster(id, code, name, parent, rank, col, line, width, folded, mv) "
		 "VALUES(5, 'T-09', '', 5, 'a0', 0, 0, 1, 0, 1)"),
		"UPDATE placement SET place = 'cluster'",
		"UPDATE card SET excerpt = NULL",
		"PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = ''",
		"ATTACH ':memory:' AS x",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		must(db_script(&store->db, &err, "BEGIN"));
		bool done = db_script(&store->db, &err, wrong[i]);
		struct err ignored = ERR_INIT;
		db_script(&store->db, &ignored, "ROLLBACK");
		ok(!done, "not possible: %s (%s)", wrong[i], err.msg);
	}
	store_close(store);
	must(store = open_with(creating));
	for (int i = 0; i < 2; i++) {
		err_clear(&err);
		must(transaction_begin(store, &err));
		bool done = db_script(&store->db, &err, wrong[0]);
		struct err ignored = ERR_INIT;
		transaction_end(store, false, &ignored);
		ok(!done && err.code != ERR_NONE, "nor in %s write after an opening (%s)",
		   i ? "the next" : "the first", err.msg);
	}
	store_close(store);
	remove_wall();
}

static void test_alone(void)
{
	struct store_options alone = creating;
	alone.alone = true;
	struct store *store = open_with(alone);
	must(store);
	card_id card = card_write(store, "on a share", &err);
	ok(card.n != 0 && *store_notice(store), "works, and says so: %s", store_notice(store));
	is_int(store_idle(store), -1, "there is no log to fold in");
	fflush(stdout); /* or the child prints it again */
	pid_t child = fork();
	if (!child) {
		struct store_options other = {
			.alone = true, .patience_ms = 50, .coder = STR("Bob")};
		struct store *second = NULL;
		bool opened = store_open(&second, fixture_wall, &other, NULL, &err);
		exit(opened ? 1 : err.code == ERR_BUSY ? 0 : 2);
	}
	int status = -1;
	waitpid(child, &status, 0);
	is_int(status, 0, "a second program is told to wait");
	store_close(store);
	store = open_with(plain);
	ok(store && card_write(store, "at home again", &err).n,
	   "and a wall that comes home is shared again: %s", err.msg);
	store_close(store);
	remove_wall();
	is_int(folder_of_magic(0x6969), FOLDER_NETWORK, "NFS is a network folder");
	is_int(folder_of_magic(0xff534d42), FOLDER_NETWORK, "so is CIFS");
	static const long network[] = {0xfe534d42, 0x517b,     0x01021997, 0x65735546, 0x00c36400,
				       0x0bd00bd0, 0x47504653, 0x5346414f, 0x73757245};
	static const long local[] = {0xef53,     0x58465342, 0x9123683e, 0x01021994,
				     0x794c7630, 0x2fc12fc1, 0xf2f52010};
	for (size_t i = 0; i < sizeof network / sizeof *network; i++)
		is_int(folder_of_magic(network[i]), FOLDER_NETWORK, "so is %lx", network[i]);
	for (size_t i = 0; i < sizeof local / sizeof *local; i++)
		is_int(folder_of_magic(local[i]), FOLDER_LOCAL, "%lx is not", local[i]);
	is_str(folder_sync_client("/home/a/Dropbox/x.wall"), "Dropbox", "Dropbox by its name");
	ok(!folder_sync_client("/home/a/x.wall"), "and no other");
}

/* As someone without rights; the tests may run as root. */
static bool reads_only(void)
{
	struct store *store = open_with(plain);
	struct model *model = model_new();
	bool good = store && store_is_read_only(store) &&
		    strstr(store_notice(store), "cannot be written") &&
		    store_load(store, model, &err) && model_card_count(model) == 1;
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("x")};
	card_id id;
	good = good && !edit_card_new(store, &draft, &id, &err) && err.code == ERR_STORE &&
	       strstr(err.msg, "reading only");
	if (!good)
		fprintf(stderr, "# %s\n", err.msg);
	model_free(model);
	store_close(store);
	return good;
}

static bool is_refused(void)
{
	struct store *store = open_with(plain);
	bool refused = !store && err.code == ERR_STRANGER;
	store_close(store);
	return refused;
}

static void test_read_only(void)
{
	struct store *store = open_with(creating);
	must(store);
	card_write(store, "only one", &err);
	store_close(store);
	struct store_options options = plain;
	options.read_only = true;
	store = open_with(options);
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("x")};
	card_id id;
	ok(store && !edit_card_new(store, &draft, &id, &err) && err.code == ERR_STORE,
	   "asked to read only, it writes nothing: %s", err.msg);
	store_close(store);
	chmod(fixture_wall, 0444);
	chmod(fixture_folder, 0555);
	ok(as_nobody(reads_only), "a wall in a folder that cannot be written to is read");
	chmod(fixture_folder, 0777);
	ok(as_nobody(reads_only), "a file that cannot be written to is read");
	if (geteuid() == 0) {
		(void)!chown(fixture_wall, 12345, 12345);
		chmod(fixture_wall, 0666);
		ok(as_nobody(is_refused), "a stranger's file is refused");
	}
	chmod(fixture_folder, 0700);
	remove_wall();
}

static void test_damage(void)
{
	struct store *store = open_with(creating);
	must(store);
	for (int i = 0; i < 200; i++)
		card_write(store, "some words to fill the pages with", &err);
	store_close(store);
	int fd = open(fixture_wall, O_WRONLY);
	char garbage[4096];
	memset(garbage, 0xa5, sizeof garbage);
	struct stat st;
	if (fstat(fd, &st) ||
	    pwrite(fd, garbage, sizeof garbage, st.st_size - 3 * 4096) != sizeof garbage)
		abort();
	close(fd);
	write_file("study.wall-wal", "left by a crash", 15);
	store = open_with(plain);
	ok(store && store_is_read_only(store) && strstr(store_notice(store), "damaged"),
	   "after a crash the whole file is looked at, and a damaged one only read");
	store_close(store);
	remove_wall();
}

int main(void)
{
	fixture_begin();
	test_create();
	test_not_a_wall();
	test_schema();
	test_values();
	test_journal();
	test_own_journal();
	test_jail();
	test_guards();
	test_alone();
	test_read_only();
	test_damage();
	unlink(fixture_path("victim"));
	fixture_end();
	return done();
}
