#ifndef THEMEWALL_EXPORT_STATS_H
#define THEMEWALL_EXPORT_STATS_H

#include "themewall/model/model.h"
#include "themewall/model/saturation.h"

/*
 * What can be counted of a study, for people and for programs: who was heard in which theme, code
 * saturation, what was not read, who spoke how much. People are counted, never percentages of them.
 * Transcripts must be loaded for what is on cards of them, and for leading questions.
 * Deterministic.
 */
void export_stats(struct strbuf *out, const struct model *model,
		  struct saturation_settings settings);
void export_stats_json(struct strbuf *out, const struct model *model,
		       struct saturation_settings settings);

/*
 * Code saturation of a study in a sentence or two: "6+2 (base 4, run 2, threshold 5%): 12 themes,
 * the last new one in interview 6. …", or why there is no result. A rule of a guide that is not the
 * usual one is named: "(pm-guide: base 5 …". titled: the words "Code saturation" stand before it.
 */
void export_add_saturation(struct strbuf *out, const struct model *model,
			   struct saturation_settings settings, bool titled);

#endif
