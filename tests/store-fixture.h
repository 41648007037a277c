#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

/*
 * What tests of the store share: a folder of their own, a small interview, walls opened by name of
 * the person, and a dump of a model as text, by which two states are compared.
 */
#include <dirent.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tap.h"
#include "themewall/base/sha256.h"
#include "themewall/model/coding.h"
#include "themewall/model/lenses.h"
#include "themewall/model/insights.h"
#include "themewall/store/edit.h"
#include "themewall/store/journal.h"
#include "themewall/store/store.h"
#include "themewall/text/utf8.h"

#define FIXTURE_UNUSED __attribute__((unused))

static char fixture_folder[64];
static char fixture_wall[96];

FIXTURE_UNUSED static const char *fixture_path(const char *name)
{
	static char path[4][400];
	static int turn;
	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof path[turn], "%s/%.300s", fixture_folder, name);
	return path[turn];
}

FIXTURE_UNUSED static void fixture_begin_on(const char *where)
{
	snprintf(fixture_folder, sizeof fixture_folder, "%s/themewall-test-XXXXXX", where);
	if (!mkdtemp(fixture_folder))
		abort();
	snprintf(fixture_wall, sizeof fixture_wall, "%s/study.wall", fixture_folder);
}

/* In memory where that is possible: what is waited for is the disk. */
FIXTURE_UNUSED static void fixture_begin(void)
{
	fixture_begin_on(access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
}

/* Every file in the folder; what is a folder itself stays. */
FIXTURE_UNUSED static void fixture_sweep(void)
{
	DIR *folder = opendir(fixture_folder);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		unlink(fixture_path(entry->d_name));
	if (folder)
		closedir(folder);
}

FIXTURE_UNUSED static void fixture_end(void)
{
	fixture_sweep();
	rmdir(fixture_folder);
}

FIXTURE_UNUSED static struct store *open_as(const char *who, struct err *err)
{
	struct store *store = NULL;
	struct store_options options = {.create = true, .coder = str_of(who), .patience_ms = 5000};
	if (!store_open(&store, fixture_wall, &options, NULL, err))
		printf("# open: %s\n", err->msg);
	return store;
}

/* Stops a test whose ground has gone: the rest would only crash. */
#define must(condition)                                                                            \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			printf("Bail out! %s:%d: %s (%s)\n", __FILE__, __LINE__, #condition,       \
			       err.msg);                                                           \
			exit(1);                                                                   \
		}                                                                                  \
	} while (0)

/* An edit of `store` that says why not in `err`, and writes nothing. */
#define refuses(call, want)                                                                        \
	do {                                                                                       \
		int64_t rows_then = store_changes(store);                                          \
		err_clear(&err);                                                                   \
		ok(!(call) && err.code == (want) && strlen(err.msg) > 8 &&                         \
			   store_changes(store) == rows_then,                                      \
		   "refused: %s (%s)", #call, err.msg);                                            \
	} while (0)

/* With the rights of nobody and of one more group, when root runs the tests: in this process, so
 * that its counters count. */
enum { FIXTURE_NOBODY = 65534, FIXTURE_GROUP = 4242 };
FIXTURE_UNUSED static bool as_nobody(bool (*test)(void))
{
	struct err err = ERR_INIT;
	gid_t kept[64], group = FIXTURE_GROUP;
	int n = getgroups(64, kept);
	bool root = geteuid() == 0;
	if (root)
		must(n >= 0 && !setgroups(1, &group) && !setegid(FIXTURE_NOBODY) &&
		     !seteuid(FIXTURE_NOBODY));
	bool good = test();
	if (root)
		must(!seteuid(0) && !setegid(0) && !setgroups((size_t)n, kept));
	return good;
}

struct line {
	int speaker; /* index, -1 none */
	const char *text;
};

/* Turn i starts at i × 10 s and has a cue at its start and one at its fifth character. */
FIXTURE_UNUSED static void draft_make(struct draft *draft, const char *name,
				      const struct line *lines, size_t n,
				      const char *const *speakers, const enum role *roles,
				      size_t nspeakers)
{
	struct strbuf text = STRBUF_INIT;
	*draft = (struct draft){.format = "vtt",
				.dialect = "",
				.encoding = "UTF-8",
				.nturns = n,
				.nspeakers = nspeakers};
	draft->origin_name = str_of(arena_strndup(&draft->arena, name, strlen(name)));
	draft->title = str_part(draft->origin_name, 0, str_find_char(draft->origin_name, '.'));
	draft->turns = arena_zalloc(&draft->arena, (n + 1) * sizeof *draft->turns);
	draft->speakers = arena_zalloc(&draft->arena, (nspeakers + 1) * sizeof *draft->speakers);
	for (size_t i = 0; i < nspeakers; i++)
		draft->speakers[i] = (struct draft_speaker){.label = str_of(speakers[i]),
							    .name = str_of(speakers[i]),
							    .role = roles[i],
							    .nwords = 3};
	for (size_t i = 0; i < n; i++) {
		struct draft_turn *t = &draft->turns[i];
		*t = (struct draft_turn){.speaker = lines[i].speaker,
					 .start_ms = (int64_t)i * 10000,
					 .end_ms = (int64_t)i * 10000 + 9000,
					 .text = str_of(lines[i].text)};
		t->nchars = utf8_length(t->text);
		t->cues = arena_zalloc(&draft->arena, 2 * sizeof *t->cues);
		t->cues[0] = (struct cue){0, t->start_ms};
		t->cues[1] = (struct cue){5, t->start_ms + 2000};
		t->ncues = t->nchars > 5 ? 2 : 1;
		draft->nchars += (int64_t)t->nchars + (i > 0);
		if (i)
			strbuf_add_char(&text, '\n');
		strbuf_add_str(&text, t->text);
	}
	sha256_of(text.buf, text.len, draft->sha_text);
	strbuf_add_z(&text, name);
	sha256_of(text.buf, text.len, draft->sha_bytes);
	strbuf_release(&text);
}

/* The interview of most tests: a moderator and Paula; the words hold two-byte characters. */
FIXTURE_UNUSED static void draft_interview(struct draft *draft, const char *name)
{
	static const struct line lines[] = {
		{0, "What did you do next?"},
		{1, "I export it to a spreadsheet. I don’t trust the totals."},
		{0, "Why is that?"},
		{1, "I trust the lines. Für die Summe, naïve as I am, I rebuild the numbers."},
	};
	static const char *const speakers[] = {"Moderator", "Paula"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	draft_make(draft, name, lines, 4, speakers, roles, 2);
}

FIXTURE_UNUSED static struct import_report
import_interview(struct store *store, const char *name, enum import_cards cards, struct err *err)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = cards};
	draft_interview(&draft, name);
	if (!edit_import(store, &draft, &options, &report, err))
		printf("# import: %s\n", err->msg);
	draft_release(&draft);
	return report;
}

FIXTURE_UNUSED static card_id card_write(struct store *store, const char *text, struct err *err)
{
	card_id id = {0};
	struct card_draft draft = {
		.kind = CARD_OBSERVATION, .text = str_of(text), .place = {.kind = PLACE_TRAY}};
	if (!edit_card_new(store, &draft, &id, err))
		printf("# new card: %s\n", err->msg);
	return id;
}

FIXTURE_UNUSED static cluster_id cluster_write(struct store *store, const char *name,
					       cluster_id parent, struct err *err)
{
	cluster_id id = {0};
	struct cluster_draft draft = {
		.name = str_of(name), .place = {.parent = parent}, .width = 2};
	if (!edit_cluster_new(store, &draft, &id, err))
		printf("# new cluster: %s\n", err->msg);
	return id;
}

static inline struct place in_cluster(cluster_id id)
{
	return (struct place){.kind = PLACE_CLUSTER, .cluster = id, .after = AFTER_LAST};
}

FIXTURE_UNUSED static void dump_card(struct strbuf *out, const struct card *c)
{
	strbuf_addf(out,
		    "card %lld %u %s %d%d [%.*s] [%.*s] x%lld t%lld s%lld %lld-%lld @%lld p%lld "
		    "by%lld %s %lld %.*s %d,%d mv%lld "
		    "under%lld [%.*s] n%lld\n",
		    (long long)c->id.n, c->code.number, card_kind_name(c->kind), c->surprise,
		    c->tension, STR_ARG(c->text), STR_ARG(c->implies), (long long)c->excerpt.n,
		    (long long)c->transcript.n, (long long)c->speaker.n, (long long)c->start,
		    (long long)c->end, (long long)c->time_ms, (long long)c->by_hand.n,
		    (long long)c->coder.n, place_kind_name(c->place), (long long)c->cluster.n,
		    STR_ARG(c->rank), c->column, c->line, (long long)c->mv, (long long)c->stack.n,
		    STR_ARG(c->need), (long long)c->session.n);
}

FIXTURE_UNUSED static void dump_clusters(struct strbuf *out, const struct model *model)
{
	struct cluster_list all = model_clusters(model);
	for (size_t i = 0; i < all.n; i++) {
		const struct cluster *k = model_cluster(model, all.ids[i]);
		strbuf_addf(out, "cluster %lld %u [%.*s] in %lld %.*s %d,%d w%d f%d mv%lld:",
			    (long long)k->id.n, k->code.number, STR_ARG(k->name),
			    (long long)k->parent.n, STR_ARG(k->rank), k->column, k->line, k->width,
			    k->folded, (long long)k->mv);
		for (size_t j = 0; j < k->ncards; j++)
			strbuf_addf(out, " %lld", (long long)k->cards[j].n);
		for (size_t j = 0; j < k->nchildren; j++)
			strbuf_addf(out, " /%lld", (long long)k->children[j].n);
		strbuf_add_char(out, '\n');
	}
}

FIXTURE_UNUSED static void dump_people(struct strbuf *out, const struct model *model)
{
	const struct study *study = model_study(model);
	strbuf_addf(out, "study [%.*s] [%.*s] %.*s\n", STR_ARG(study->title),
		    STR_ARG(study->question), STR_ARG(study->segment));
	struct participant_list people = model_participants(model);
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(model, people.ids[i]);
		strbuf_addf(out, "person %lld %u [%.*s] %.*s/%.*s %zu sessions", (long long)p->id.n,
			    p->code.number, STR_ARG(p->name), STR_ARG(p->consent_record),
			    STR_ARG(p->consent_quote), p->nsessions);
		for (size_t j = 0; j < p->nattributes; j++)
			strbuf_addf(out, " %.*s=%.*s", STR_ARG(p->attributes[j].name),
				    STR_ARG(p->attributes[j].value));
		strbuf_add_char(out, '\n');
	}
	struct session_list sessions = model_sessions(model);
	for (size_t i = 0; i < sessions.n; i++) {
		const struct session *s = model_session(model, sessions.ids[i]);
		strbuf_addf(out, "session %lld %u [%.*s] %.*s #%lld", (long long)s->id.n,
			    s->code.number, STR_ARG(s->title), STR_ARG(s->date),
			    (long long)s->ordinal);
		for (size_t j = 0; j < s->nattendance; j++)
			strbuf_addf(out, " %lld", (long long)s->attendance[j].n);
		strbuf_add_char(out, '\n');
	}
	struct transcript_list transcripts = model_transcripts(model);
	for (size_t i = 0; i < transcripts.n; i++) {
		const struct transcript *t = model_transcript(model, transcripts.ids[i]);
		strbuf_addf(out, "transcript %lld in %lld [%.*s] %lld %lld h%d\n",
			    (long long)t->id.n, (long long)t->session.n, STR_ARG(t->title),
			    (long long)t->nchars, (long long)t->nturns, t->hidden);
		struct speaker_list speakers = model_speakers(model, t->id);
		for (size_t j = 0; j < speakers.n; j++) {
			const struct speaker *s = model_speaker(model, speakers.ids[j]);
			strbuf_addf(out, "speaker %lld [%.*s] %s %d %lld\n", (long long)s->id.n,
				    STR_ARG(s->label), role_name(s->role), s->guessed,
				    (long long)s->participant.n);
		}
	}
}

FIXTURE_UNUSED static void dump_insight(struct strbuf *out, const struct model *model,
					const struct insight *i)
{
	struct evidence_list evidence = model_evidence_of(model, i->id);
	struct recommendation_list list = model_recommendations_of(model, i->id);
	strbuf_addf(out,
		    "insight %lld %u [%.*s|%.*s|%.*s|%.*s|%.*s] %s %d %d %d %d %lld %lld %.*s\n",
		    (long long)i->id.n, i->code.number, STR_ARG(i->claim), STR_ARG(i->so_what),
		    STR_ARG(i->problem), STR_ARG(i->change), STR_ARG(i->expected),
		    confidence_name(i->confidence), i->reviewed, i->impact, i->severity, i->ease,
		    (long long)i->reach, (long long)i->effort, STR_ARG(i->rank));
	for (size_t k = 0; k < evidence.n; k++) {
		const struct evidence *e = model_evidence(model, evidence.ids[k]);
		strbuf_addf(out, "evidence %lld c%lld t%lld [%.*s|%.*s] %s %.*s\n",
			    (long long)e->id.n, (long long)e->card.n, (long long)e->cluster.n,
			    STR_ARG(e->source), STR_ARG(e->note), stance_name(e->stance),
			    STR_ARG(e->rank));
	}
	for (size_t k = 0; k < list.n; k++) {
		const struct recommendation *r = model_recommendation(model, list.ids[k]);
		strbuf_addf(out, "recommendation %lld [%.*s|%.*s] %d %.*s\n", (long long)r->id.n,
			    STR_ARG(r->text), STR_ARG(r->owner), r->explore, STR_ARG(r->rank));
	}
}

FIXTURE_UNUSED static void dump_findings(struct strbuf *out, const struct model *model)
{
	struct insight_list insights = model_insights(model);
	struct belief_list beliefs = model_beliefs(model);
	struct decision_list decisions = model_decisions(model);
	for (size_t i = 0; i < insights.n; i++)
		dump_insight(out, model, model_insight(model, insights.ids[i]));
	for (size_t i = 0; i < beliefs.n; i++) {
		const struct belief *b = model_belief(model, beliefs.ids[i]);
		strbuf_addf(out, "belief %lld [%.*s|%.*s] %s %.*s\n", (long long)b->id.n,
			    STR_ARG(b->text), STR_ARG(b->why), verdict_name(b->verdict),
			    STR_ARG(b->rank));
	}
	for (size_t i = 0; i < decisions.n; i++) {
		const struct decision *d = model_decision(model, decisions.ids[i]);
		strbuf_addf(out, "decision %lld [%.*s] %.*s i%lld %.*s\n", (long long)d->id.n,
			    STR_ARG(d->text), STR_ARG(d->date), (long long)d->insight.n,
			    STR_ARG(d->rank));
	}
}

FIXTURE_UNUSED static void dump_ties(struct strbuf *out, const struct model *model, card_id id)
{
	struct tag_list tags = model_card_tags(model, id);
	struct tension_list tensions = model_card_tensions(model, id);
	for (size_t i = 0; i < tags.n; i++) {
		strbuf_add_z(out, "tag ");
		tag_add(out, tags.tags[i]);
		strbuf_add_char(out, '\n');
	}
	struct cluster_list twins = model_card_twins(model, id);
	for (size_t i = 0; i < twins.n; i++) {
		size_t slot = 0;
		model_twin_slot(model, id, twins.ids[i], &slot);
		strbuf_addf(out, "copy %lld in %lld at %zu\n", (long long)id.n,
			    (long long)twins.ids[i].n, slot);
	}
	for (size_t i = 0; i < tensions.n; i++)
		strbuf_addf(out, "tension %lld %lld %lld\n", (long long)tensions.all[i].card.n,
			    (long long)tensions.all[i].other.n,
			    (long long)tensions.all[i].cluster.n);
}

FIXTURE_UNUSED static void dump_layers(struct strbuf *out, const struct model *model)
{
	struct layer_list layers = model_layers(model);
	for (size_t i = 0; i < layers.n; i++) {
		const struct layer *l = &layers.all[i];
		struct layer_card_list cards = model_layer_cards(model, l->id);
		strbuf_addf(out, "layer %lld [%.*s|%.*s] %d\n", (long long)l->id, STR_ARG(l->coder),
			    STR_ARG(l->name), l->revealed);
		for (size_t k = 0; k < cards.n; k++)
			strbuf_addf(out, "sorted %lld %lld [%.*s]\n", (long long)cards.all[k].id,
				    (long long)cards.all[k].card.n, STR_ARG(cards.all[k].label));
	}
}

FIXTURE_UNUSED static void dump_ballots(struct strbuf *out, const struct model *model)
{
	struct ballot_list ballots = model_ballots(model);
	for (size_t i = 0; i < ballots.n; i++) {
		const struct ballot *b = &ballots.all[i];
		struct vote_list votes = model_votes(model, b->id);
		strbuf_addf(out, "ballot %lld [%.*s] %d %d %d\n", (long long)b->id,
			    STR_ARG(b->title), b->budget, b->closed, b->insights);
		for (size_t k = 0; k < votes.n; k++)
			strbuf_addf(out, "vote %lld [%.*s] t%lld i%lld %d\n",
				    (long long)votes.all[k].id, STR_ARG(votes.all[k].coder),
				    (long long)votes.all[k].cluster.n,
				    (long long)votes.all[k].insight.n, votes.all[k].dots);
	}
}

FIXTURE_UNUSED static void dump_lenses(struct strbuf *out, const struct model *model)
{
	struct lens_list lenses = model_lenses(model);
	for (size_t i = 0; i < lenses.n; i++) {
		const struct saved_lens *l = &lenses.all[i];
		strbuf_addf(out, "lens %lld [%.*s] %s %s p%lld [%.*s] %d\n", (long long)l->id,
			    STR_ARG(l->name), lens_colour_name(l->colour),
			    lens_shows_name(l->only, l->which), (long long)l->participant.n,
			    STR_ARG(l->value), l->hides);
	}
}

/* Everything a model holds but its turns, in a fixed order. The caller frees. */
FIXTURE_UNUSED static char *model_dump(const struct model *model)
{
	struct strbuf out = STRBUF_INIT;
	dump_people(&out, model);
	dump_clusters(&out, model);
	struct card_list cards = model_cards(model);
	for (size_t i = 0; i < cards.n; i++) {
		dump_card(&out, model_card(model, cards.ids[i]));
		dump_ties(&out, model, cards.ids[i]);
	}
	dump_findings(&out, model);
	dump_layers(&out, model);
	dump_ballots(&out, model);
	dump_lenses(&out, model);
	return strbuf_detach(&out);
}

/* The same of the file as it is now, through eyes of its own. The caller frees. */
FIXTURE_UNUSED static char *wall_dump(struct err *err)
{
	struct model *model = model_new();
	struct store *store = NULL;
	struct store_options options = {
		.read_only = true, .coder = STR("a reader"), .patience_ms = 5000};
	bool good = store_open(&store, fixture_wall, &options, NULL, err) &&
		    store_load(store, model, err);
	char *dump = good ? model_dump(model) : xstrdup(err->msg);
	store_close(store);
	model_free(model);
	return dump;
}

FIXTURE_UNUSED static void say_problem(const char *problem, void *context)
{
	printf("# problem: %s\n", problem);
}

/* After any edit: the polled model is what a fresh look shows, and the file keeps all invariants.
 */
FIXTURE_UNUSED static bool is_settled(struct store *store, struct model *model, struct err *err)
{
	struct news news;
	size_t problems = 0;
	if (!store_poll(store, model, &news, err) || news.reloaded)
		return false;
	char *polled = model_dump(model), *loaded = wall_dump(err);
	bool same = strcmp(polled, loaded) == 0;
	if (!same)
		printf("# polled:\n%s# loaded:\n%s", polled, loaded);
	free(polled);
	free(loaded);
	return store_check(store, say_problem, NULL, &problems, err) && problems == 0 && same;
}

/* The journal alone makes the same wall again. */
FIXTURE_UNUSED static bool replays(struct store *store, struct err *err)
{
	bool same = false;
	const char *path = fixture_path("replay.wall");
	bool good = store_replay_check(store, path, &same, err);
	store_remove(path);
	if (!good)
		printf("# replay: %s\n", err->msg);
	return good && same;
}

/* The newest label of the history. */
FIXTURE_UNUSED static bool keep_label(const struct journal_row *row, void *context)
{
	snprintf(context, 200, "%.*s", STR_ARG(row->label));
	return true;
}

FIXTURE_UNUSED static const char *last_label(struct store *store, struct err *err)
{
	static char label[200];
	label[0] = '\0';
	store_history(store, 0, keep_label, label, err);
	return label;
}

#endif
