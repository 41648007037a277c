/* What packages are read with. */
#include <expat.h>
#include <zlib.h>

#include "themewall/import/import.h"
#include "themewall/base/banned.h"

#define TEXT(macro)  #macro
#define NUMBER(what) TEXT(what)

const char *import_packages(void)
{
	return "expat " NUMBER(XML_MAJOR_VERSION) "." NUMBER(XML_MINOR_VERSION) "." NUMBER(
		XML_MICRO_VERSION) ", zlib " ZLIB_VERSION;
}
