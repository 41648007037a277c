/* A program built without expat or zlib: archives are named and refused with advice. */
#include "import-internal.h"
#include "readers-internal.h"
#include "wall-internal.h"

#include "themewall/base/banned.h"

const char *import_packages(void)
{
	return NULL;
}

bool docx_open(struct reading *reading, struct str bytes, struct err *err)
{
	return refuse_archive(reading->name, bytes, err);
}

bool docx_read(struct reading *reading, struct err *err)
{
	return err_set(err, ERR_FORMAT,
		       "%.*s: this themewall was built without expat and zlib, so it reads no Word "
		       "documents",
		       STR_ARG(reading->name));
}

bool qdpx_to_json(struct arena *arena, struct str name, struct str bytes, struct strbuf *json,
		  struct strbuf *said, struct err *err)
{
	return err_set(err, ERR_FORMAT,
		       "%.*s is a REFI-QDA project; this themewall was built without expat and "
		       "zlib, so export its sources as .txt",
		       STR_ARG(name));
}
