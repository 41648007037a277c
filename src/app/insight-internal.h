#ifndef THEMEWALL_APP_INSIGHT_INTERNAL_H
#define THEMEWALL_APP_INSIGHT_INTERNAL_H

#include "themewall/model/insights.h"
#include "themewall/store/edit-insight.h"

#include "app-internal.h"

/* What the commands about findings share. */
bool resolve_insight(struct app *app, struct str word, insight_id *id, struct err *err);
struct code_text app_insight_code(const struct app *app, insight_id id); /* "I-1" */
void answer_insight(struct app *app, insight_id id);
/* With a screen: the findings view with this one open. */
void insight_show(struct app *app, insight_id id);
/* The first argument, or without any and with a screen the one in focus. */
bool insight_argument(struct app *app, const struct args *args, enum command_id command, size_t low,
		      size_t high, insight_id *id, struct err *err);
/* The insight a key is about: that of the focused row, else the open one. */
bool insight_in_focus(struct app *app, insight_id *id, struct err *err);
/* A score as people type it; empty or "-" takes it back. */
bool insight_set_score(struct app *app, insight_id id, enum insight_score score, struct str word,
		       struct err *err);
/* position: 0 … among the others. */
bool insight_to_position(struct app *app, insight_id id, size_t position, struct err *err);

/* Fields and choosers for what the screen gives no argument for. */
bool insight_ask_new(struct app *app, struct err *err);
bool insight_ask_field(struct app *app, struct err *err);
bool insight_ask_evidence(struct app *app, struct err *err);
bool insight_ask_recommendation(struct app *app, struct err *err);
bool insight_ask_belief(struct app *app, struct err *err);
bool insight_ask_decision(struct app *app, struct err *err);
bool insight_remove_focused(struct app *app, struct err *err);

#endif
