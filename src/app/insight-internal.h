#ifndef THEMEWALL_APP_INSIGHT_INTERNAL_H
#define THEMEWALL_APP_INSIGHT_INTERNAL_H

#include "themewall/model/insights.h"
#include "themewall/store/edit-insight.h"

#include "app-internal.h"

/* What the commands about findings share. */
bool resolve_insight(struct app *app, struct str word, insight_id *id, struct err *err);
struct code_text app_insight_code(const struct app *app, insight_id id); /* "I-1" */
void answer_insight(struct app *app, insight_id id);

#endif
