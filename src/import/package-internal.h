#ifndef THEMEWALL_IMPORT_PACKAGE_INTERNAL_H
#define THEMEWALL_IMPORT_PACKAGE_INTERNAL_H

#include "import-internal.h"

/*
 * Files that are archives of XML: Word documents and REFI-QDA projects. zip.c knows zlib, xml.c
 * knows expat; a program built without either has package-none.c instead, which refuses such files
 * with advice. Everything here runs in the jailed child.
 */

/* ---- zip.c ---- */

enum {
	ZIP_ENTRIES = 2000,
	ZIP_ENTRY_BYTES = 64 << 20, /* of one entry, unpacked */
	ZIP_ALL_BYTES = 256 << 20,  /* of all that is read */
	ZIP_RATIO = 200             /* unpacked : packed, beyond the first ZIP_FREE_BYTES */
};

struct zip_entry {
	struct str name;      /* as in the archive; borrowed from its bytes */
	size_t at;            /* of its local header */
	size_t npacked;       /* bytes in the archive */
	uint32_t crc, nbytes; /* as the directory claims: compared with what came out */
	uint16_t method;      /* 0 stored, 8 deflated */
	bool locked;          /* encrypted */
};

struct zip {
	struct str bytes;          /* borrowed */
	struct str file;           /* its name, for messages */
	struct zip_entry *entries; /* in the arena */
	size_t n;
	size_t nstrays;  /* entries refused: their names lead out of the archive */
	size_t unpacked; /* bytes so far */
};

/*
 * Reads the directory at the archive's end. Refused as damaged or unsafe (ERR_FORMAT): cut off,
 * more than ZIP_ENTRIES, larger than 4 GB, in parts, a name that is there twice. An entry whose
 * name leads out of its folder or is absolute is left out and counted. Nothing is unpacked yet and
 * nothing ever reaches a disk.
 */
bool zip_open(struct zip *zip, struct arena *arena, struct str bytes, struct str file,
	      struct err *err);
/* NULL when there is none of that name; ASCII case is folded. */
const struct zip_entry *zip_find(const struct zip *zip, struct str name);
/* Unpacks one into out (which is emptied); counts what comes out, whatever the headers say. */
bool zip_read(struct zip *zip, const struct zip_entry *entry, struct strbuf *out, struct err *err);

/* ---- xml.c ---- */

struct xml_element {
	struct str space, name;        /* namespace and local name */
	const char *const *attributes; /* name, value, name, value, NULL; names as "space name" */
};

struct xml_handler {
	void (*start)(void *context, const struct xml_element *element);
	void (*end)(void *context, struct str space, struct str name);
	void (*text)(void *context, struct str text);
};

/* Reads a document through a handler. ERR_FORMAT: not well-formed ("damaged"), any DOCTYPE
 * ("contains a DTD"), more than 256 levels. No entity but XML's five is ever expanded, nothing
 * outside the document is ever asked for. */
bool xml_read(struct str bytes, struct str file, const struct xml_handler *handler, void *context,
	      struct err *err);
/* The value of an attribute by its local name; p NULL when it is not there. */
struct str xml_attribute(const struct xml_element *element, const char *name);
/* Is part in the namespace's name? Versions of a format differ in the rest of it. */
bool xml_space_has(struct str space, const char *part);

#endif
