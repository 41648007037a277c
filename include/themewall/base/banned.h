#ifndef THEMEWALL_BASE_BANNED_H
#define THEMEWALL_BASE_BANNED_H

/* Calls that cannot be used safely or are not re-entrant; naming one does not compile. Included last, by .c files. */

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol gmtime localtime asctime ctime

#endif
