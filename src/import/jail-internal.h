#ifndef THEMEWALL_IMPORT_JAIL_INTERNAL_H
#define THEMEWALL_IMPORT_JAIL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/mem.h"
#include "themewall/import/import.h"
#include "themewall/import/jail.h"

/* The child writes here and only here. */
enum { JAIL_OUT = 3 };

/* What runs in the child: prepare before the door is shut (may open files, must not look at what a
 * stranger wrote), work behind it. Both get the same context, which is the parent's memory as it
 * was at the fork. work sends its reply with jail_send. */
struct jail_work {
	void (*prepare)(void *context); /* may be NULL */
	void (*work)(void *context);
	void *context;
	size_t most_bytes; /* of the reply; a second of processor for each 64 MB, and 20 more */
	size_t memory;     /* bytes of address space the child may have */
};

enum jail_end { JAIL_DONE, JAIL_FAILED, JAIL_NO_MEMORY, JAIL_NO_CHILD };

/* A child at work. Its reply grows in the arena as it is read. */
struct jail {
	int fd;              /* where the reply comes from; -1: no child */
	int64_t child;       /* process */
	struct arena *arena; /* borrowed */
	uint64_t size;       /* bytes announced */
	size_t most;         /* … and allowed */
	size_t have;         /* bytes read, those of the announcement too */
	char *bytes;         /* in the arena; NULL until announced */
	bool wrong;          /* more, or less, than was announced */
};

/* Starts a child. JAIL_NO_CHILD: there is none, and errno says why. */
enum jail_end jail_start(struct jail *jail, const struct jail_work *work, struct arena *arena);
/* Reads once, waiting when nothing is there yet; true when there is nothing more to come. */
bool jail_read(struct jail *jail);
/* Waits for the child's end. JAIL_DONE: the reply, whole, lies in the arena. */
enum jail_end jail_finish(struct jail *jail, struct str *reply);
/* Ends a child whose reply nobody wants any more. */
void jail_kill(struct jail *jail);
/* All of it: starts one and waits. */
enum jail_end jail_run(const struct jail_work *work, struct arena *arena, struct str *reply);

/* In the child: how long the reply will be, then its parts. */
void jail_send_size(size_t nbytes);
void jail_send(const void *bytes, size_t nbytes);

/*
 * A draft as bytes, without what the parent knows better (names, fingerprints), and back. The
 * reader believes nothing: lengths, counts, UTF-8, controls, order of cues, roles. The draft's
 * texts then lie in the reply, which must be the arena's of that draft.
 */
void reply_send(bool done, const struct draft *draft, const struct err *err);
/* False with broken unset: the child's own failure, in *err. Broken: not a reply of ours. */
bool reply_read(struct draft *draft, struct str reply, bool *broken, struct err *err);

/* The same for a whole wall (wall-reply.c). After a failure the image may be half filled: release
 * it. */
void wall_reply_send(bool done, const struct wall_image *image, const struct err *err);
bool wall_reply_read(struct wall_image *image, struct str reply, bool *broken, struct err *err);

#endif
