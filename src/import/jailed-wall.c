/*
 * A whole wall from a stranger's file: read in the jail, its rows and words proved, and only then
 * an image. The image's texts lie in the child's reply, which its arena owns.
 */
#include "import-internal.h"
#include "jail-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* Rows are larger than what they are read from; beside the file SQLite keeps what it parsed.
 */
enum { MEMORY = 1 << 30, MEMORY_TIMES = 16, REPLY_TIMES = 64, REPLY_LEAST = 1 << 20 };

struct wall_job {
	struct str name, bytes;
};

/* In the child; what it leaves behind ends with it. */
static void work(void *context)
{
	const struct wall_job *job = context;
	struct wall_image image;
	struct err err = ERR_INIT;
	bool done = import_wall(&image, job->name, job->bytes, &err);
	wall_reply_send(done, &image, &err);
}

static bool refuse(struct str name, enum jail_end end, struct err *err)
{
	if (end == JAIL_NO_CHILD)
		return err_errno(err, "%.*s could not be read: no process could be started",
				 STR_ARG(name));
	if (end == JAIL_NO_MEMORY)
		return err_set(err, ERR_FORMAT,
			       "%.*s could not be read: the reader ran out of memory; nothing "
			       "imported",
			       STR_ARG(name));
	return err_set(err, ERR_FORMAT,
		       "%.*s could not be read: the file made the reader fail; nothing imported",
		       STR_ARG(name));
}

bool import_wall_jailed(struct wall_image *image, struct str name, struct str bytes,
			struct err *err)
{
	struct wall_job job = {name, bytes};
	struct jail_work jail = {.work = work,
				 .context = &job,
				 .most_bytes = bytes.n * REPLY_TIMES + REPLY_LEAST,
				 .memory = bytes.n * MEMORY_TIMES + MEMORY};
	struct str reply;
	bool broken = false;
	if (import_jail_kind() == IMPORT_JAIL_NONE)
		return import_wall(image, name, bytes, err);
	*image = (struct wall_image){0};
	enum jail_end end = jail_run(&jail, &image->arena, &reply);
	if (end == JAIL_DONE && wall_reply_read(image, reply, &broken, err))
		return true;
	wall_image_release(image);
	if (end != JAIL_DONE || broken)
		refuse(name, end, err);
	return false;
}
