/* The lenses kept under a name, in the private copy. */
#include "themewall/model/lenses.h"

#include "json-internal.h"

#include "themewall/base/banned.h"

static void write_lens(struct json *json, const struct model *model, const struct saved_lens *lens)
{
	const struct participant *who = model_participant(model, lens->participant);
	struct strbuf code = STRBUF_INIT;

	if (who)
		code_add(&code, CODE_PARTICIPANT, who->code);
	json_line(json);
	json_open(json, '{');
	json_key_str(json, "name", lens->name);
	json_key_str(json, "colour", str_of(lens_colour_name(lens->colour)));
	json_key_str(json, "shows", str_of(lens_shows_name(lens->only, lens->which)));
	json_key_str(json, "participant", strbuf_str(&code));
	json_key_str(json, "value", lens->value);
	json_key_bool(json, "hides", lens->hides);
	json_close(json, '}');
	strbuf_release(&code);
}

void json_lenses(struct json *json, const struct model *model)
{
	struct lens_list list = model_lenses(model);

	json_line(json);
	json_key(json, "lenses");
	json_open(json, '[');
	for (size_t i = 0; i < list.n; i++)
		write_lens(json, model, &list.all[i]);
	json_close(json, ']');
}
