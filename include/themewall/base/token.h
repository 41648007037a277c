#ifndef THEMEWALL_BASE_TOKEN_H
#define THEMEWALL_BASE_TOKEN_H

#include <stddef.h>
#include <stdint.h>

/* Random numbers from the system. */
void token_bytes(void *out, size_t nbytes);
int64_t token_new(void); /* 1 … 2^62, never 0 */

#endif
