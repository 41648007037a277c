/* Random numbers from the kernel. */
#include "themewall/base/token.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/types.h>

#include "themewall/base/banned.h"

void token_bytes(void *out, size_t nbytes)
{
	char *p = out;
	while (nbytes > 0) {
		ssize_t n = getrandom(p, nbytes, 0);
		if (n < 0 && errno != EINTR)
			abort();
		if (n > 0) {
			p += n;
			nbytes -= (size_t)n;
		}
	}
}

int64_t token_new(void)
{
	uint64_t bits;
	token_bytes(&bits, sizeof bits);
	return (int64_t)(bits >> 2) + 1;
}
