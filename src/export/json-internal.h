#ifndef THEMEWALL_EXPORT_JSON_INTERNAL_H
#define THEMEWALL_EXPORT_JSON_INTERNAL_H

#include "themewall/export/json.h"

#include "names-internal.h"

/* The lists "insights", "beliefs" and "decisions" of the private copy, each in its order. */
void json_findings(struct json *json, const struct model *model, const struct names *names);
void json_coding(struct json *json, const struct model *model);
void json_lenses(struct json *json, const struct model *model);

#endif
