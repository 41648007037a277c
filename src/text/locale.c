/*
 * The one place that sets the locale. Only LC_CTYPE is touched: numbers, dates and sorting stay
 * those of "C", because files and exports must read the same everywhere.
 */
#include "themewall/text/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <string.h>

#include "themewall/base/compiler.h"
#include "themewall/base/banned.h"

static bool locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool text_init(void)
{
	static const char *const stand_ins[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
	if (setlocale(LC_CTYPE, "") && locale_is_utf8())
		return true;
	for (size_t i = 0; i < TW_COUNT(stand_ins); i++)
		if (setlocale(LC_CTYPE, stand_ins[i]) && locale_is_utf8())
			break;
	return false;
}
