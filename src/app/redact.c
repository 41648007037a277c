/*
 * The wall as others may see it: a second model, fed from the file, in which participants' names,
 * e-mail addresses and telephone numbers are struck out of everything people wrote. Lengths are
 * kept, so positions and receipts still hold.
 */
#include "app-internal.h"
#include "themewall/text/mask.h"
#include "themewall/base/banned.h"

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* "P03" and "Speaker 2" are nobody's name. */
static void add_name(struct mask *mask, struct str name)
{
	size_t bracket = str_find_char(name, '(');
	if (!has_digit(name))
		mask_add(mask, bracket ? str_part(name, 0, bracket) : name);
}

static void add_names(struct mask *mask, const struct model *model)
{
	struct participant_list people = model_participants(model);
	struct transcript_list transcripts = model_transcripts(model);
	for (size_t i = 0; i < people.n; i++)
		add_name(mask, model_participant(model, people.ids[i])->name);
	for (size_t i = 0; i < transcripts.n; i++) {
		struct speaker_list speakers = model_speakers(model, transcripts.ids[i]);
		for (size_t k = 0; k < speakers.n; k++) {
			const struct speaker *s = model_speaker(model, speakers.ids[k]);
			if (s->participant.n)
				add_name(mask, s->label);
		}
	}
}

static bool strike(const void *context, struct strbuf *out, struct str text)
{
	const struct mask *mask = context;
	struct strbuf named = STRBUF_INIT;
	bool names = !mask_is_empty(mask) && mask_text(mask, &named, text, false);
	bool contacts = mask_contacts(out, names ? strbuf_str(&named) : text);
	strbuf_release(&named);
	return names || contacts;
}

bool redact_begin(struct redacted *redacted, struct app *app, struct err *err)
{
	redacted->mask = mask_new();
	redacted->model = model_new();
	add_names(redacted->mask, app->model);
	model_set_filter(redacted->model, strike, redacted->mask);
	return app->past.now ? store_load_past(app->store, redacted->model, app->past.id, err)
			     : store_load_copy(app->store, redacted->model, err);
}

static bool load_turns(struct redacted *redacted, struct app *app, struct transcript_list all,
		       struct err *err)
{
	for (size_t i = 0; i < all.n; i++)
		if (!store_load_turns(app->store, redacted->model, all.ids[i], err))
			return false;
	return true;
}

bool redact_turns(struct redacted *redacted, struct app *app, struct err *err)
{
	return load_turns(redacted, app, model_transcripts(redacted->model), err) &&
	       load_turns(redacted, app, model_replaced_transcripts(redacted->model), err);
}

void redact_end(struct redacted *redacted)
{
	model_free(redacted->model);
	mask_free(redacted->mask);
	*redacted = (struct redacted){NULL, NULL};
}
