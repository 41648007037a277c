/*
 * The private full copy. Everything a wall says is in here, in terms of what people see: codes for
 * ids, words for kinds, 0 … n-1 for ranks. import/wall.c reads it back; a wall made from it exports
 * the same bytes, so nothing may depend on ids, move tokens or the clock. Left out: hidden
 * transcripts, and what follows from the rest (excerpts are slices of a text).
 */
#include "themewall/export/json.h"

#include "themewall/model/model.h"

#include "json-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

enum { FORMAT_VERSION = 1 };

void json_list_open(struct json_wall *w, const char *name)
{
	json_line(&w->json);
	json_key(&w->json, name);
	json_open(&w->json, '[');
}

static void write_study(struct json_wall *w)
{
	const struct study *study = model_study(w->model);

	json_line(&w->json);
	json_key(&w->json, "study");
	json_open(&w->json, '{');
	json_key_str(&w->json, "title", study->title);
	json_key_str(&w->json, "question", study->question);
	json_key_str(&w->json, "segment", study->segment);
	json_key_int(&w->json, "created_ms", study->created_ms);
	json_close(&w->json, '}');
}

/* All tags in use; which cards have them is said with the cards. */
static void write_tags(struct json_wall *w)
{
	struct json *json = &w->json;
	struct tag_count_list tags = model_tags(w->model);

	json_list_open(w, "tags");
	for (size_t i = 0; i < tags.n; i++) {
		json_line(json);
		json_open(json, '{');
		json_key_str(json, "facet", tags.tags[i].tag.facet);
		json_key_str(json, "name", tags.tags[i].tag.name);
		json_key_int(json, "cards", (int64_t)tags.tags[i].cards);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void write_json(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct json_wall w = {.json = {.out = out},
			      .options = options,
			      .model = model,
			      .scratch = STRBUF_INIT,
			      .voice = STRBUF_INIT};

	names_init(&w.names, model);
	pour_reserve(options, out, model_card_count(model) * 480);
	json_open(&w.json, '{');
	json_line(&w.json);
	json_key_int(&w.json, "themewall", FORMAT_VERSION);
	json_line(&w.json);
	json_key_bool(&w.json, "private", true);
	write_study(&w);
	json_people(&w);
	json_map(&w);
	json_findings(&w.json, model, &w.names);
	write_tags(&w);
	json_coding(&w.json, model);
	json_lenses(&w.json, model);
	json_close(&w.json, '}');
	strbuf_add_z(out, "\n");
	map_release(&w.ranks);
	names_release(&w.names);
	strbuf_release(&w.scratch);
	strbuf_release(&w.voice);
}
