#ifndef THEMEWALL_MODEL_VERSIONS_H
#define THEMEWALL_MODEL_VERSIONS_H

#include "themewall/model/model.h"

/*
 * A transcript and the earlier texts it corrects. A card whose words changed keeps its receipt in
 * the earlier text, and counts with the one that is listed: the interview is the same. Linear in
 * transcripts where an earlier text is concerned, else one look-up.
 */

/* The version of its session that is listed: itself, or the newest that took its place; NULL when
 * there is none. */
const struct transcript *model_transcript_listed(const struct model *model,
						 const struct transcript *transcript);
/* Did this one, which is listed, take the place of that one? */
bool model_transcript_corrects(const struct model *model, transcript_id id,
			       const struct transcript *earlier);
/* How many cards have words of it, or of a text whose place it took. */
size_t model_transcript_cards(const struct model *model, transcript_id id);
/* Its words changed in the corrected text: it kept those of the earlier one. */
bool model_card_outdated(const struct model *model, const struct card *card);

#endif
