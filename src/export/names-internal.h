#ifndef THEMEWALL_EXPORT_NAMES_INTERNAL_H
#define THEMEWALL_EXPORT_NAMES_INTERNAL_H

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/model.h"

/*
 * The codes of what cards refer to, spelled once: a large wall names few people and themes very
 * often. A transcript's code is made unique ("S02-2") should two visible ones share it. Borrowed
 * from the arena inside.
 */
struct names {
	struct arena arena;
	struct map participants, clusters, transcripts, sessions; /* id → index into text */
	struct map speakers; /* id → position in its transcript's list */
	struct str *text;
	size_t ntext, captext;
};

void names_init(struct names *names, const struct model *model);
void names_release(struct names *names);

/* Empty for id 0 and for what is not listed (the transcript of an import that was undone). */
struct str names_participant(const struct names *names, participant_id id);
struct str names_cluster(const struct names *names, cluster_id id);
struct str names_transcript(const struct names *names, transcript_id id);
struct str names_session(const struct names *names, session_id id);

/* Position of a speaker in model_speakers of its transcript; -1 for none. */
int names_speaker(const struct names *names, speaker_id id);

#endif
