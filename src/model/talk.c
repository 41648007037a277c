/* Who spoke how much: words counted at import, summed by role. */
#include "themewall/model/talk.h"

#include "themewall/base/banned.h"

struct talk talk_of_transcript(const struct model *model, transcript_id id)
{
	struct speaker_list speakers = model_speakers(model, id);
	struct talk talk = {0};

	for (size_t i = 0; i < speakers.n; i++) {
		const struct speaker *speaker = model_speaker(model, speakers.ids[i]);
		int64_t *words = speaker->role == ROLE_PARTICIPANT ? &talk.participants
				 : speaker->role == ROLE_MODERATOR ? &talk.moderators
				 : speaker->role == ROLE_OBSERVER  ? &talk.observers
								   : &talk.unknown;
		*words += speaker->nwords;
		talk.guessed = talk.guessed || speaker->guessed;
	}
	return talk;
}

static void add_talk(struct talk *sum, struct talk talk)
{
	sum->participants += talk.participants;
	sum->moderators += talk.moderators;
	sum->observers += talk.observers;
	sum->unknown += talk.unknown;
	sum->guessed = sum->guessed || talk.guessed;
}

struct talk talk_of_session(const struct model *model, session_id id)
{
	struct transcript_list list = model_transcripts(model);
	struct talk talk = {0};
	int64_t version = 0;

	for (size_t i = 0; i < list.n; i++) {
		const struct transcript *transcript = model_transcript(model, list.ids[i]);
		if (transcript->session.n != id.n || transcript->version < version)
			continue;
		if (transcript->version > version)
			talk = (struct talk){0};
		version = transcript->version;
		add_talk(&talk, talk_of_transcript(model, list.ids[i]));
	}
	return talk;
}

int talk_percent(struct talk talk)
{
	int64_t both = talk.participants + talk.moderators;

	if (talk.participants <= 0 || talk.moderators <= 0)
		return -1;
	return (int)((talk.participants * 100 + both / 2) / both);
}

struct talk_range talk_of_study(const struct model *model)
{
	struct session_list list = model_sessions(model);
	struct talk_range range = {.least = -1, .most = -1, .sessions = list.n};

	for (size_t i = 0; i < list.n; i++) {
		struct talk talk = talk_of_session(model, list.ids[i]);
		int share = talk_percent(talk);
		range.guessed += talk.guessed;
		if (share < 0)
			continue;
		range.measured++;
		range.least = range.least < 0 || share < range.least ? share : range.least;
		range.most = share > range.most ? share : range.most;
		add_talk(&range.total, talk);
	}
	return range;
}
