/* Codes spelled once. Ids are looked up in a map of positions into one array of texts; the texts
 * die with the arena. */
#include "names-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

static void put(struct names *names, struct map *map, int64_t id, struct strbuf *scratch)
{
	ALLOC_GROW(names->text, names->ntext + 1, names->captext);
	names->text[names->ntext] = (struct str){
		arena_strndup(&names->arena, scratch->buf, scratch->len), scratch->len};
	map_put(map, id, (uint32_t)names->ntext++);
	strbuf_reset(scratch);
}

static void put_code(struct names *names, struct map *map, int64_t id, enum code_kind kind,
		     struct code code, struct strbuf *scratch)
{
	code_add(scratch, kind, code);
	put(names, map, id, scratch);
}

/* How many transcripts listed before this one have its code: they are of the same session, thus its
 * neighbours. */
static size_t twins_before(const struct model *model, struct transcript_list list, size_t at)
{
	const struct transcript *mine = model_transcript(model, list.ids[at]);
	size_t twins = 0;

	while (at-- > 0) {
		const struct transcript *other = model_transcript(model, list.ids[at]);
		if (other->session.n != mine->session.n)
			break;
		twins += other->version == mine->version;
	}
	return twins;
}

static void put_transcripts(struct names *names, const struct model *model,
			    struct transcript_list list, struct strbuf *scratch)
{
	for (size_t i = 0; i < list.n; i++) {
		size_t twins = twins_before(model, list, i);
		transcript_add_code(model, scratch, model_transcript(model, list.ids[i]));
		if (twins)
			strbuf_addf(scratch, "-%zu", twins + 1);
		put(names, &names->transcripts, list.ids[i].n, scratch);
		struct speaker_list speakers = model_speakers(model, list.ids[i]);
		for (size_t k = 0; k < speakers.n; k++)
			map_put(&names->speakers, speakers.ids[k].n, (uint32_t)k);
	}
}

void names_init(struct names *names, const struct model *model)
{
	struct participant_list participants = model_participants(model);
	struct cluster_list clusters = model_clusters(model);
	struct session_list sessions = model_sessions(model);
	struct strbuf scratch = STRBUF_INIT;

	*names = (struct names){0};
	for (size_t i = 0; i < participants.n; i++)
		put_code(names, &names->participants, participants.ids[i].n, CODE_PARTICIPANT,
			 model_participant(model, participants.ids[i])->code, &scratch);
	for (size_t i = 0; i < clusters.n; i++)
		put_code(names, &names->clusters, clusters.ids[i].n, CODE_CLUSTER,
			 model_cluster(model, clusters.ids[i])->code, &scratch);
	for (size_t i = 0; i < sessions.n; i++)
		put_code(names, &names->sessions, sessions.ids[i].n, CODE_SESSION,
			 model_session(model, sessions.ids[i])->code, &scratch);
	put_transcripts(names, model, model_transcripts(model), &scratch);
	put_transcripts(names, model, model_replaced_transcripts(model), &scratch);
	strbuf_release(&scratch);
}

void names_release(struct names *names)
{
	map_release(&names->participants);
	map_release(&names->clusters);
	map_release(&names->transcripts);
	map_release(&names->sessions);
	map_release(&names->speakers);
	free(names->text);
	arena_release(&names->arena);
	*names = (struct names){0};
}

static struct str find(const struct names *names, const struct map *map, int64_t id)
{
	uint32_t at = id ? map_get(map, id) : MAP_ABSENT;

	return at == MAP_ABSENT ? STR("") : names->text[at];
}

struct str names_participant(const struct names *names, participant_id id)
{
	return find(names, &names->participants, id.n);
}

struct str names_cluster(const struct names *names, cluster_id id)
{
	return find(names, &names->clusters, id.n);
}

struct str names_transcript(const struct names *names, transcript_id id)
{
	return find(names, &names->transcripts, id.n);
}

struct str names_session(const struct names *names, session_id id)
{
	return find(names, &names->sessions, id.n);
}

int names_speaker(const struct names *names, speaker_id id)
{
	uint32_t at = id.n ? map_get(&names->speakers, id.n) : MAP_ABSENT;

	return at == MAP_ABSENT ? -1 : (int)at;
}
