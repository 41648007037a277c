#ifndef THEMEWALL_EXPORT_STATS_INTERNAL_H
#define THEMEWALL_EXPORT_STATS_INTERNAL_H

#include "themewall/export/json.h"
#include "themewall/model/model.h"

#include "page-internal.h"

/* stats-team.c: how far the team agrees, and how it voted. In words after a title each, nothing
 * where neither happened; for programs always both members. */
enum { STATS_LABEL = 2, STATS_TEXT = 16 };
void stats_team(struct page *page, const struct model *model);
void stats_team_json(struct json *json, const struct model *model);

/* A label, and the words beside it; what is gathered in text is used up. */
void stats_put_line(struct page *page, struct str label, struct strbuf *text);

#endif
