#ifndef THEMEWALL_BASE_BANNED_H
#define THEMEWALL_BASE_BANNED_H

/*
 * Calls that cannot be used safely or are not re-entrant; naming one does not compile. Included
 * last, by .c files.
 */

/* clang's fortified headers define these two as macros, and a macro cannot be poisoned. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol
#pragma GCC poison gmtime localtime asctime ctime

#endif
