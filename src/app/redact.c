/*
 * The wall as others may see it: a veil over the model, under which participants' names, e-mail
 * addresses and telephone numbers are struck out of everything people wrote. Lengths are kept, so
 * positions and receipts still hold.
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
	bool names = mask_is_in(mask, text);
	if (!names && !mask_is_contact_in(text))
		return false;
	if (names)
		mask_text(mask, &named, text, false);
	mask_contacts(out, names ? strbuf_str(&named) : text);
	strbuf_release(&named);
	return true;
}

void redact_begin(struct redacted *redacted, struct app *app, bool turns)
{
	redacted->mask = mask_new();
	add_names(redacted->mask, app->model);
	model_veil(app->model, strike, redacted->mask, turns);
}

void redact_end(struct redacted *redacted, struct app *app)
{
	model_unveil(app->model);
	mask_free(redacted->mask);
	redacted->mask = NULL;
}
