/*
 * Build tool: turns a data file into C. `embed NAME FILE` prints `const char NAME[]` (the bytes and
 * a NUL) and `const size_t NAME_size` (without the NUL), so that what the program needs travels
 * inside it.
 */
#include <stdio.h>

static long embed_bytes(FILE *in)
{
	long n = 0;
	for (int c; (c = getc(in)) != EOF; n++)
		printf("%s'\\x%02x',", n % 16 ? "" : "\n\t", (unsigned)c);
	return n;
}

int main(int argc, char **argv)
{
	FILE *in = argc == 3 ? fopen(argv[2], "rb") : NULL;
	if (!in) {
		fprintf(stderr, "usage: embed NAME FILE (%s could not be read)\n",
			argc == 3 ? argv[2] : "nothing");
		return 1;
	}
	printf("#include <stddef.h>\n\nextern const char %s[];\nextern const size_t %s_size;\n"
	       "const char %s[] = {",
	       argv[1], argv[1], argv[1]);
	long n = embed_bytes(in);
	printf("\n\t'\\0' };\nconst size_t %s_size = %ld;\n", argv[1], n);
	return ferror(in) || fclose(in) || fflush(stdout) || ferror(stdout);
}
