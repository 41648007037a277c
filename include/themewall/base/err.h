#ifndef THEMEWALL_BASE_ERR_H
#define THEMEWALL_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/compiler.h"

/*
 * What went wrong, for the program (code) and for the person (msg).
 *
 * A function that can fail returns bool and takes a struct err * last, never NULL; it is written
 * only on failure. err_set and err_wrap always return false, so that a failure is one line:
 *     return err_set(err, ERR_FORMAT, "line %d: …", line);
 * msg says what failed, on what, and what to do next; one line, no full stop needed, no newline.
 * It may hold text from outside: only the output module or the screen may show it.
 */
enum err_code {
	ERR_NONE,
	ERR_FAILED,    /* anything without a finer word; exit 1 */
	ERR_USAGE,     /* the person asked for something that does not exist; exit 2 */
	ERR_NOT_FOUND, /* no such card, theme, file …; exit 1 */
	ERR_FORMAT,    /* the input does not say what it should; exit 1 */
	ERR_IO,        /* the system refused; exit 1 */
	ERR_STORE,     /* the wall file refused; exit 1 */
	ERR_FULL,      /* no room on the disk: can be tried again; exit 1 */
	ERR_NEWER,     /* made by a newer program; exit 1 */
	ERR_BUSY,      /* another program holds the wall; exit 3 */
	ERR_UNSAFE,    /* refused to protect the person; exit 4 */
	ERR_STRANGER,  /* somebody else's, not shared with the person: they may say yes; exit 4 */
	ERR_PARTLY,    /* some files imported, some named and left; exit 5 */
	ERR_CONFLICT,  /* changed by someone since; the message names who */
	ERR_NOTHING,   /* there is nothing to undo, redo …; exit 1 */
};

struct err {
	enum err_code code;
	char msg[512]; /* UTF-8, NUL-terminated, cut at a character if too long */
};

#define ERR_INIT                                                                                   \
	{                                                                                          \
		ERR_NONE, ""                                                                       \
	}

/* Sets code and message; always returns false. */
bool err_set(struct err *err, enum err_code code, const char *format, ...) TW_PRINTF(3, 4);

/* Puts "context: " before the message and keeps the code; always returns false. */
bool err_wrap(struct err *err, const char *format, ...) TW_PRINTF(2, 3);

/* As err_set with ERR_IO, and ": " + the text of errno at the end. */
bool err_errno(struct err *err, const char *format, ...) TW_PRINTF(2, 3);

void err_clear(struct err *err);

/* The process exit status of a code (DESIGN: 0 done, 1 failed, 2 usage, 3 busy, 4 unsafe, 5
 * partly). */
int err_exit_status(enum err_code code);

#endif
