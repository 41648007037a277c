/* Errors as values: a code for the program, one line of words for the person. */
#include "themewall/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "themewall/base/banned.h"

/* A message cut by the buffer must not end in half a character. */
static void cut_at_character(char *msg, size_t size)
{
	size_t n = strlen(msg);
	if (n + 1 < size)
		return;
	while (n > 0 && ((unsigned char)msg[n - 1] & 0xc0) == 0x80)
		n--;
	if (n > 0 && ((unsigned char)msg[n - 1] & 0x80))
		n--;
	msg[n] = '\0';
}

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	err->code = code;
	vsnprintf(err->msg, sizeof err->msg, format, args);
	va_end(args);
	cut_at_character(err->msg, sizeof err->msg);
	return false;
}

bool err_wrap(struct err *err, const char *format, ...)
{
	char inner[sizeof err->msg];
	memcpy(inner, err->msg, sizeof inner);
	va_list args;
	va_start(args, format);
	vsnprintf(err->msg, sizeof err->msg, format, args);
	va_end(args);
	size_t n = strlen(err->msg);
	snprintf(err->msg + n, sizeof err->msg - n, ": %s", inner);
	cut_at_character(err->msg, sizeof err->msg);
	return false;
}

bool err_errno(struct err *err, const char *format, ...)
{
	int number = errno;
	va_list args;
	va_start(args, format);
	err->code = ERR_IO;
	vsnprintf(err->msg, sizeof err->msg, format, args);
	va_end(args);
	size_t n = strlen(err->msg);
	snprintf(err->msg + n, sizeof err->msg - n, ": %s", strerror(number));
	cut_at_character(err->msg, sizeof err->msg);
	return false;
}

void err_clear(struct err *err)
{
	err->code = ERR_NONE;
	err->msg[0] = '\0';
}

int err_exit_status(enum err_code code)
{
	switch (code) {
	case ERR_NONE:
		return 0;
	case ERR_USAGE:
		return 2;
	case ERR_BUSY:
		return 3;
	case ERR_UNSAFE:
	case ERR_STRANGER:
		return 4;
	case ERR_PARTLY:
		return 5;
	case ERR_FAILED:
	case ERR_NOT_FOUND:
	case ERR_FORMAT:
	case ERR_IO:
	case ERR_STORE:
	case ERR_FULL:
	case ERR_NEWER:
	case ERR_CONFLICT:
	case ERR_NOTHING:
		break;
	}
	return 1;
}
