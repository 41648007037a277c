#ifndef THEMEWALL_EXPORT_JSON_INTERNAL_H
#define THEMEWALL_EXPORT_JSON_INTERNAL_H

#include "themewall/base/map.h"
#include "themewall/export/json.h"

#include "names-internal.h"

/* A wall on its way into the private copy. */
struct json_wall {
	struct json json;
	const struct export_options *options; /* borrowed, like the next */
	const struct model *model;
	struct names names;
	struct map ranks; /* card id → position in its cluster */
	struct strbuf scratch;
	struct strbuf voice; /* the members of voice_id, who spoke last; empty: nobody did */
	speaker_id voice_id;
};

/* Begins a list of the wall on a line of its own. */
void json_list_open(struct json_wall *w, const char *name);
/* Who spoke: the label for people, the position among the transcript's speakers for programs
 * (labels may repeat). Behind another member. */
void json_voice(struct json_wall *w, speaker_id id);
/* The lists "participants", "sessions" and "transcripts". */
void json_people(struct json_wall *w);
/* The lists "cards" and "clusters". */
void json_map(struct json_wall *w);
/* The lists "insights", "beliefs" and "decisions" of the private copy, each in its order. */
void json_findings(struct json *json, const struct model *model, const struct names *names);
void json_coding(struct json *json, const struct model *model);
void json_lenses(struct json *json, const struct model *model);

#endif
