/*
 * A stranger's file: parsed in the jail, proved, and only then a draft. The child's reply becomes
 * the draft's own memory. While the child parses, the parent takes the file's fingerprint, and lets
 * go of the file; the child lets go of its copy as it reads. Who must not wait does it in steps.
 */
#include <stdlib.h>

#include "encoding-internal.h"
#include "import-internal.h"
#include "jail-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/sha256.h"
#include "themewall/base/banned.h"

/* A parser may take this much beside the file itself; a reply is at most so many times the file. */
enum { MEMORY = 1 << 30, REPLY_TIMES = 16, REPLY_LEAST = 1 << 20, HASH_STEP = 1 << 20 };

struct job {
	struct str name, bytes;
	const struct import_options_text *options;
};

/* Only the marks of two- and four-byte encodings hold a NUL or begin with 0xfe or 0xff. */
static bool may_be_wide(struct str bytes)
{
	size_t n = bytes.n < 4096 ? bytes.n : 4096;
	return n && (memchr(bytes.p, 0, n) || (unsigned char)bytes.p[0] >= 0xfe);
}

static void prepare(void *context)
{
	const struct job *job = context;
	if (job->options->encoding || may_be_wide(job->bytes))
		encoding_prepare(job->options->encoding);
}

/* In the child; what it leaves behind ends with it. */
static void parse(void *context)
{
	const struct job *job = context;
	struct import_options_text options = *job->options;
	struct draft draft;
	struct err err = ERR_INIT;
	options.may_spend = true;
	bool done = import_parse(&draft, job->name, job->bytes, &options, &err);
	reply_send(done, &draft, &err);
}

static bool refuse(const struct draft *draft, enum jail_end end, struct err *err)
{
	if (end == JAIL_NO_CHILD)
		return err_errno(err, "%.*s could not be read: no process could be started",
				 STR_ARG(draft->origin_name));
	if (end == JAIL_NO_MEMORY)
		return err_set(err, ERR_FORMAT,
			       "%.*s could not be read: the reader ran out of memory (1 GB); "
			       "nothing imported",
			       STR_ARG(draft->origin_name));
	return err_set(err, ERR_FORMAT,
		       "%.*s could not be read: the file made the reader fail; nothing imported",
		       STR_ARG(draft->origin_name));
}

struct import_job {
	struct jail jail;
	struct draft draft; /* its arena holds the reply */
	struct str bytes;   /* borrowed: what is not yet in the fingerprint */
	struct sha256 sha;
};

struct import_job *import_start(struct str name, struct str bytes,
				const struct import_options_text *options, struct err *err)
{
	struct job job = {name, bytes, options};
	struct jail_work work = {prepare, parse, &job, bytes.n * REPLY_TIMES + REPLY_LEAST,
				 bytes.n + MEMORY};
	struct import_job *made = xcalloc(1, sizeof *made);
	made->bytes = bytes;
	sha256_init(&made->sha);
	draft_name(&made->draft, name);
	if (jail_start(&made->jail, &work, &made->draft.arena) == JAIL_DONE)
		return made;
	refuse(&made->draft, JAIL_NO_CHILD, err);
	draft_release(&made->draft);
	free(made);
	return NULL;
}

int import_job_fd(const struct import_job *job)
{
	return job->jail.fd;
}

bool import_job_hash(struct import_job *job)
{
	size_t n = job->bytes.n < HASH_STEP ? job->bytes.n : HASH_STEP;
	sha256_add(&job->sha, job->bytes.p, n);
	job->bytes = str_part(job->bytes, n, job->bytes.n);
	return job->bytes.n > 0;
}

bool import_job_read(struct import_job *job)
{
	return jail_read(&job->jail);
}

bool import_job_finish(struct import_job *job, struct draft *draft, struct err *err)
{
	struct str reply;
	bool broken = false, ok = false;
	while (import_job_hash(job))
		;
	enum jail_end end = jail_finish(&job->jail, &reply);
	*draft = job->draft;
	if (end == JAIL_DONE && reply_read(draft, reply, &broken, err)) {
		sha256_end(&job->sha, draft->sha_bytes);
		draft_fingerprint(draft);
		ok = true;
	} else {
		draft->nturns = draft->nspeakers = draft->nwarnings = 0;
		if (end != JAIL_DONE || broken)
			refuse(draft, end, err);
	}
	free(job);
	return ok;
}

void import_job_cancel(struct import_job *job)
{
	if (!job)
		return;
	jail_kill(&job->jail);
	draft_release(&job->draft);
	free(job);
}

bool import_jailed(struct draft *draft, struct str name, struct str bytes,
		   const struct import_options_text *options, struct err *err)
{
	if (import_jail_kind() == IMPORT_JAIL_NONE)
		return import_bytes(draft, name, bytes, options, err);
	struct import_job *job = import_start(name, bytes, options, err);
	if (!job) {
		*draft = (struct draft){0};
		return false;
	}
	while (import_job_hash(job))
		;
	while (!import_job_read(job))
		;
	return import_job_finish(job, draft, err);
}
