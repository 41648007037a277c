/* More wholes: walls that open otherwise than the common one: damaged, cut short, where nothing can
 * be written, somebody else's; and copies brought level that have forgotten different people. */
#include "wholes-internal.h"

#include "old-wall.h"
#include "themewall/store/salvage.h"

#define err wholes_err

static const struct store_options reading = {.read_only = true};

void open_wholes_begin(const char *folder)
{
	snprintf(fixture_folder, sizeof fixture_folder, "%s", folder);
	snprintf(fixture_wall, sizeof fixture_wall, "%s/study.wall", folder);
}

/* ---- damaged, and left in the middle of something ---- */

static void ground_torn(void)
{
	static const char zeros[4096];
	wholes_ground_wall();
	wholes_die_writing();
	FILE *file = fopen(fixture_wall, "r+b");
	must(file && !fseek(file, 40 * (long)sizeof zeros, SEEK_SET) &&
	     fwrite(zeros, sizeof zeros, 1, file) == 1);
	fclose(file);
}

static bool show_torn(void)
{
	return wholes_begin_open() && ((store_is_read_only(wholes_store) &&
					strstr(store_notice(wholes_store), "damaged")) ||
				       err_set(&err, ERR_STORE, "it is taken for a sound one"));
}

/* The last turn is gone; who says the others is known. */
static void ground_cut_short(void)
{
	wholes_ground_wall();
	must(old_wall_sql(fixture_wall, "DELETE FROM turn WHERE seq = 3"));
}

static struct salvage_report saved;

static bool save_short(void)
{
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 20};
	return store_salvage(fixture_wall, fixture_path("saved.wall"), &options, &saved, &err);
}

/* What could not be read is told as lost; nothing else is. */
static bool has_speakers(void)
{
	return wholes_count_in("saved.wall", "SELECT count(*) FROM turn WHERE speaker IS NOT "
					     "NULL") == 3 ||
	       saved.holes + saved.dropped > 0;
}

/* ---- with the rights of somebody else ---- */

static void give_to(uid_t user, gid_t group, mode_t mode)
{
	must(!chmod(fixture_folder, 0777) && !chmod(fixture_wall, mode));
	must(geteuid() != 0 || !chown(fixture_wall, user, group));
}

static bool open_it(void)
{
	return wholes_open_at(&wholes_store, "study.wall", "Bob", reading);
}

static bool begin_fixed(void)
{
	give_to(FIXTURE_NOBODY, FIXTURE_NOBODY, 0444);
	return true;
}

static bool begin_foreign(void)
{
	give_to(12345, 12345, 0644);
	return true;
}

static bool open_as_nobody(void)
{
	return as_nobody(open_it);
}

static bool is_read_only(void)
{
	return !wholes_store || store_is_read_only(wholes_store);
}

/* ---- forgetting on both sides ---- */

/* What Tom wrote of Paula comes without her name. */
static bool nobody_came_back(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text GLOB "
					     "'theirs*'") == 1 &&
	       !wholes_has_name("study.wall");
}

const struct whole open_wholes[] = {
	{"open torn", ground_torn, NULL, show_torn, NULL, .silent = false},
	{"save what was cut short", ground_cut_short, NULL, save_short, has_speakers,
	 .silent = false},
	{"open fixed", wholes_ground_wall, begin_fixed, open_as_nobody, NULL,
	 .settles = is_read_only},
	{"open a stranger's", wholes_ground_wall, begin_foreign, open_as_nobody, NULL,
	 .settles = is_read_only},
	{"sync, forgetting", wholes_ground_forgotten, wholes_begin_open, wholes_sync_calling,
	 nobody_came_back, .partner = true},
};
const size_t nopen_wholes = TW_COUNT(open_wholes);
