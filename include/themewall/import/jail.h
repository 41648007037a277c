#ifndef THEMEWALL_IMPORT_JAIL_H
#define THEMEWALL_IMPORT_JAIL_H

#include <stdbool.h>

#include "themewall/import/import.h"

/*
 * import_bytes for a file from a stranger: the bytes are parsed in a forked child that can compute
 * and write to one pipe, and nothing else. What comes back is proved again before it becomes the
 * draft; fingerprints are made here. A child that dies leaves the draft empty and ERR_FORMAT.
 */
bool import_jailed(struct draft *draft, struct str name, struct str bytes,
		   const struct import_options_text *options, struct err *err);

/* import_wall, the same way. */
bool import_wall_jailed(struct wall_image *image, struct str name, struct str bytes,
			struct err *err);
/*
 * The same for those who must not wait: the child is started; while it parses, import_job_hash
 * takes the file's fingerprint; then its reply is read as it comes, whenever import_job_fd can be
 * read. bytes are borrowed until import_job_hash says that it has them all. In a sanitised build
 * there is a child here, too, but it is not locked in.
 */
struct import_job;

/* NULL on failure. */
struct import_job *import_start(struct str name, struct str bytes,
				const struct import_options_text *options, struct err *err);
int import_job_fd(const struct import_job *job);
/* Takes the next megabyte into the fingerprint; false when that was the last. */
bool import_job_hash(struct import_job *job);
/* One read, waiting when nothing is there; true when there is nothing more to come. */
bool import_job_read(struct import_job *job);
/* As import_jailed; frees the job. */
bool import_job_finish(struct import_job *job, struct draft *draft, struct err *err);
/* Ends the child and frees the job; NULL is fine. */
void import_job_cancel(struct import_job *job);

/* How far the child is locked in, here and now. */
enum import_jail {
	IMPORT_JAIL_NONE,   /* a sanitised build: sanitisers need the system's calls */
	IMPORT_JAIL_LIMITS, /* limits of memory, time, files and processes only */
	IMPORT_JAIL_FULL,   /* and a list of the system calls it may make */
};
enum import_jail import_jail_kind(void);

#endif
