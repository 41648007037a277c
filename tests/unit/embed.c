/* What embed put into the program is the file, byte for byte, with a NUL behind. */
#include <stdio.h>
#include <string.h>

#include "tap.h"

extern const char embedded_schema[];
extern const size_t embedded_schema_size;

int main(int argc, char **argv)
{
	static char bytes[1 << 20];
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
	ok(n > 0, "the data file is there");
	is_int(embedded_schema_size, n, "embedded with its whole size");
	ok(n == embedded_schema_size && memcmp(bytes, embedded_schema, n) == 0, "byte for byte");
	is_int(embedded_schema[embedded_schema_size], 0, "and a NUL behind");
	if (file)
		fclose(file);
	return done();
}
