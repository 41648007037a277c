/* Which text an earlier one became, and the cards that stayed with it. Of a session's listed
 * texts the newest is the one that took the place of all that were replaced. */
#include "themewall/model/versions.h"

#include "themewall/base/banned.h"

const struct transcript *model_transcript_listed(const struct model *model,
						 const struct transcript *transcript)
{
	struct transcript_list all = model_transcripts(model);
	const struct transcript *best = NULL;

	if (!transcript->replaced)
		return transcript->hidden ? NULL : transcript;
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *t = model_transcript(model, all.ids[i]);
		if (t->session.n == transcript->session.n && (!best || t->version > best->version))
			best = t;
	}
	return best;
}

bool model_transcript_corrects(const struct model *model, transcript_id id,
			       const struct transcript *earlier)
{
	const struct transcript *listed =
		earlier->replaced ? model_transcript_listed(model, earlier) : NULL;

	return listed && listed->id.n == id.n;
}

bool model_card_outdated(const struct model *model, const struct card *card)
{
	const struct transcript *t =
		card->transcript.n ? model_transcript(model, card->transcript) : NULL;

	return t && t->replaced && model_transcript_listed(model, t);
}

size_t model_transcript_cards(const struct model *model, transcript_id id)
{
	struct transcript_list earlier = model_replaced_transcripts(model);
	size_t n = model_cards_of_transcript(model, id).n;

	for (size_t i = 0; i < earlier.n; i++)
		if (model_transcript_corrects(model, id, model_transcript(model, earlier.ids[i])))
			n += model_cards_of_transcript(model, earlier.ids[i]).n;
	return n;
}
