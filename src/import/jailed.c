/*
 * A stranger's file: parsed in the jail, proved, and only then a draft. While the child parses
 * nothing else happens here; its reply is the draft's own memory.
 */
#include <stdlib.h>

#include "import-internal.h"
#include "jail-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* A parser may take this much beside the file itself; a reply is at most so many times the file. */
enum { MEMORY = 1 << 30, REPLY_TIMES = 16, REPLY_LEAST = 1 << 20 };

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
		decode_prepare(job->options->encoding);
}

/* In the child; what it leaves behind ends with it. */
static void work(void *context)
{
	const struct job *job = context;
	struct draft draft;
	struct err err = ERR_INIT;
	bool done = import_parse(&draft, job->name, job->bytes, job->options, &err);
	reply_send(done, &draft, &err);
}

static bool refuse(const char *name, enum jail_end end, struct err *err)
{
	if (end == JAIL_NO_CHILD)
		return err_errno(err, "%s could not be read: no process could be started", name);
	if (end == JAIL_NO_MEMORY)
		return err_set(err, ERR_FORMAT,
			       "%s could not be read: the reader ran out of memory (1 GB); nothing "
			       "imported",
			       name);
	return err_set(err, ERR_FORMAT,
		       "%s could not be read: the file made the reader fail; nothing imported",
		       name);
}

bool import_jailed(struct draft *draft, struct str name, struct str bytes,
		   const struct import_options_text *options, struct err *err)
{
	struct job job = {name, bytes, options};
	struct jail_work jail = {prepare, work, &job, bytes.n * REPLY_TIMES + REPLY_LEAST,
				 bytes.n + MEMORY};
	struct str reply;
	bool broken = false;
	if (import_jail_kind() == IMPORT_JAIL_NONE)
		return import_bytes(draft, name, bytes, options, err);
	*draft = (struct draft){0};
	draft_name(draft, name);
	enum jail_end end = jail_run(&jail, &draft->arena, &reply);
	if (end == JAIL_DONE && reply_read(draft, reply, &broken, err)) {
		draft_fingerprint(draft, bytes);
		return true;
	}
	draft->nturns = draft->nspeakers = draft->nwarnings = 0;
	if (end == JAIL_DONE && !broken)
		return false;
	struct strbuf word = STRBUF_INIT;
	strbuf_add_str(&word, draft->origin_name);
	refuse(word.buf, end, err);
	strbuf_release(&word);
	return false;
}
