/* SubViewer as YouTube and Meet write it: "0:00:07.500,0:00:13.500", the text below, a blank line.
 */
#include "cues-internal.h"
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

bool sbv_read(struct reading *reading, struct err *err)
{
	if (cues_read(reading, reading->text, reading->line, CUES_SBV, err))
		return true;
	return err_set(
		err, ERR_FORMAT,
		"%.*s has no captions (lines like 0:00:01.000,0:00:04.000); nothing imported",
		STR_ARG(reading->name));
}
