/* SubRip: numbered captions with commas in their times. Read leniently: numbers may be missing,
 * dots for commas. */
#include "cues-internal.h"
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

bool srt_read(struct reading *reading, struct err *err)
{
	if (cues_read(reading, reading->text, reading->line, CUES_SRT, err))
		return true;
	return err_set(
		err, ERR_FORMAT,
		"%.*s has no captions (lines like 00:00:01,000 --> 00:00:04,000); nothing imported",
		STR_ARG(reading->name));
}
