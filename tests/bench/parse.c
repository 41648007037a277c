/*
 * A transcript read into a draft, again and again, in this process and without its fingerprints:
 * parse FILE TIMES tells the seconds of each.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "import-internal.h"
#include "themewall/base/mem.h"
#include "themewall/import/import.h"

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
	struct import_options_text options = {0};
	struct err err = ERR_INIT;
	struct stat st;
	if (argc != 3)
		return 2;
	const char *path = argv[1];
	int times = (int)strtol(argv[2], NULL, 10), fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st))
		return 1;
	char *bytes = xmalloc((size_t)st.st_size);
	size_t n = 0;
	for (ssize_t got; (got = read(fd, bytes + n, (size_t)st.st_size - n)) > 0;)
		n += (size_t)got;
	close(fd);
	bool good = true;
	for (int i = 0; good && i < times; i++) {
		struct draft draft;
		double start = now();
		good = import_parse(&draft, str_of(path), (struct str){bytes, n}, &options, &err);
		printf("%.6f %zu\n", now() - start, draft.nturns);
		draft_release(&draft);
	}
	free(bytes);
	if (!good)
		fprintf(stderr, "parse: %s\n", err.msg);
	return !good;
}
