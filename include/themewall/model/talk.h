#ifndef THEMEWALL_MODEL_TALK_H
#define THEMEWALL_MODEL_TALK_H

#include "themewall/model/model.h"

/*
 * Who spoke how much, in words. The share is the participants' of what participants and moderators
 * said; observers and speakers nobody knows stand apart. A correction of a transcript stands for
 * what it corrects.
 */
struct talk {
	int64_t participants, moderators, observers, unknown; /* words */
	bool guessed;                                         /* nobody confirmed who is who */
};

struct talk talk_of_transcript(const struct model *model, transcript_id id);
struct talk talk_of_session(const struct model *model, session_id id);
/* Percent, rounded half up; -1 when not both of them spoke. */
int talk_percent(struct talk talk);

/* Over a study: sessions in which both spoke. */
struct talk_range {
	struct talk total; /* of the measured sessions */
	int least, most;   /* percent by session; -1 when none could be measured */
	size_t measured, guessed, sessions;
};
struct talk_range talk_of_study(const struct model *model);

#endif
