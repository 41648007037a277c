/* Who was heard in which theme, how far a theme carries, who spoke how much. */
#include "themewall/model/strength.h"
#include "themewall/model/talk.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"

#include "model-build.h"
#include "tap.h"

/* Person s of session s, in transcript 10 s, as speaker 100 s; the interviewer is 100 s + 1. */
static struct model *study(int64_t people)
{
	struct model *model = model_new();
	put_study(model, "round 1");
	for (int64_t s = 1; s <= people; s++) {
		put_participant(model, s, s == people ? NULL : s % 2 ? "odd" : "even");
		put_session(model, s, s);
		put_attendance(model, s, s);
		put_transcript(model, 10 * s, s);
		put_speaker(model, 100 * s, 10 * s, "participant", s);
		put_speaker(model, 100 * s + 1, 10 * s, "moderator", 0);
	}
	put_participant(model, 90, "missed"); /* invited, never came */
	put_frame(model, 50, "weak", 0, 0, 1);
	put_frame(model, 51, "strong", 2, 0, 1);
	put_section(model, 52, "below strong", 51, "a0");
	put_frame(model, 53, "", 4, 0, 1);
	return model;
}

static int64_t put(struct model *model, int64_t s, int64_t at, int64_t cluster)
{
	int64_t id = (int64_t)model_card_count(model) + 1;
	char rank[8];
	snprintf(rank, sizeof rank, "a%c", (char)('A' + id));
	put_excerpt(model, 1000 + id, 10 * s, 100 * s, at, at + 5);
	put_card(model, id, 1000 + id, 0);
	put_home(model, id, PLACE_CLUSTER, cluster, rank, 0, 0);
	return id;
}

/* Nine cards of one person, three of three: the three stand first. */
static struct model *talkative(void)
{
	struct model *model = study(4);
	for (int64_t i = 0; i < 9; i++)
		put(model, 1, 100 + 10 * i, 50);
	put(model, 1, 5000, 51);
	put(model, 2, 5000, 52);
	put(model, 3, 5000, 52);
	put(model, 4, 100, 53);
	put_card(model, 40, 0, 0);
	put_home(model, 40, PLACE_CLUSTER, 51, "b0", 0, 0);
	return model;
}

static void test_grid(void)
{
	struct model *model = talkative();
	struct coverage c;
	coverage_init(&c, model);
	is_int(c.nthemes, 3, "named clusters");
	is_int(c.npeople, 4, "people with a session");
	is_int(c.themes[0].id.n, 51, "three people stand before nine cards of one");
	is_int(c.themes[0].people, 3, "with those of its sub-theme");
	is_int(c.themes[0].cards, 4, "and its cards");
	is_int(c.themes[0].unattributed, 1, "one of nobody known");
	is_int(c.themes[0].segments, 2, "from two segments");
	is_int(c.themes[1].id.n, 52, "then two people");
	is_int(c.themes[2].id.n, 50, "then one");
	is_int(c.cards[2 * c.npeople + 0], 9, "nine cards in one cell");
	is_int(c.cards[0 * c.npeople + 2], 1, "a sub-theme's card in its parent's row");
	is_int(c.people[1].cards, 1, "a card in two rows is one card of its person");
	is_int(c.people[3].cards, 0, "a cluster without a name is no theme: not heard");
	is_int(c.nsegments, 3, "all segments there are");
	is_int(c.nsegments_heard, 2, "those with people");
	is_int(c.segments[2].people, 0, "one was missed");
	is_int(c.of_segments[0 * c.nsegments + 0], 2, "two people of the first");
	is_int(c.people[3].segment == COVERAGE_NONE, true, "one person without a segment");
	coverage_release(&c);
	model_free(model);
}

static void lay_beneath(struct model *model, int64_t card, int64_t top)
{
	struct row_change row = ROW(PLACEMENT, UPDATE);
	set_int(&row, PLACEMENT_ID, card);
	set_int(&row, PLACEMENT_STACK, top);
	model_apply(model, &row);
}

static uint32_t number_of(const struct model *model, int64_t theme, size_t person)
{
	struct coverage c;
	uint32_t n = 0;
	coverage_init(&c, model);
	for (size_t t = 0; t < c.nthemes; t++)
		if (c.themes[t].id.n == theme)
			n = c.cards[t * c.npeople + person];
	coverage_release(&c);
	return n;
}

/* Cards 1 to 4: three of the first person, one of the second, and one more below. */
static void test_stack(void)
{
	struct model *model = study(2);
	card_id cards[4];
	for (int64_t i = 0; i < 3; i++)
		put(model, 1, 100 + 10 * i, 51);
	put(model, 2, 100, 51);
	put(model, 1, 500, 52);
	is_int(number_of(model, 51, 0), 4, "four cards, a sub-theme's with them");
	lay_beneath(model, 2, 1);
	is_int(number_of(model, 51, 0), 3, "two of one person as a stack are one");
	lay_beneath(model, 3, 1);
	is_int(number_of(model, 51, 0), 2, "three, too");
	lay_beneath(model, 4, 1);
	is_int(number_of(model, 51, 1), 1, "who is heard beneath is heard");
	is_int(number_of(model, 51, 0), 2, "a stack of two people is one card of each");
	is_int(coverage_cards(model, (cluster_id){51}, (participant_id){1}, cards, 4), 2,
	       "as many cards as the number says");
	ok(cards[0].n == 1 && cards[1].n == 5, "those that show, own ones before a sub-theme's");
	is_int(coverage_cards(model, (cluster_id){51}, (participant_id){2}, cards, 0), 1,
	       "counted beyond what fits");
	is_int(coverage_cards(model, (cluster_id){52}, (participant_id){2}, cards, 4), 0,
	       "nothing of one not heard");
	model_free(model);
}

static void test_empty(void)
{
	struct model *model = model_new();
	struct coverage c;
	coverage_init(&c, model);
	ok(c.nthemes == 0 && c.npeople == 0 && c.nsegments == 0, "an empty study");
	coverage_release(&c);
	model_free(model);
}

/* A session in which so much was said that its first minutes are few of many. */
static void lengthen(struct model *model, int64_t s, int64_t words)
{
	struct row_change row = ROW(SPEAKER, UPDATE);
	set_int(&row, SPEAKER_ID, 100 * s);
	set_int(&row, SPEAKER_NWORDS, words);
	model_apply(model, &row);
}

static void test_strength(void)
{
	struct model *model = talkative();
	struct coverage c;
	struct strbuf text = STRBUF_INIT;
	coverage_init(&c, model);
	struct strength strong = strength_of(&c, model, 0), weak = strength_of(&c, model, 2);
	strength_add(&text, &strong);
	is_str(text.buf, "3 of 4 people, 2 of 2 segments, 4 cards", "said in one line");
	is_int(strong.warnings, 0, "nothing to warn of");
	is_int(weak.warnings, STRENGTH_ONE_VOICE,
	       "of a session of five minutes everything is said in the first five");
	lengthen(model, 1, STRENGTH_LONG_WORDS - 11);
	is_int(strength_of(&c, model, 2).warnings, STRENGTH_ONE_VOICE, "of ten, too");
	lengthen(model, 1, STRENGTH_LONG_WORDS - 10);
	weak = strength_of(&c, model, 2);
	is_int(weak.warnings, STRENGTH_ONE_VOICE | STRENGTH_EARLY,
	       "one voice, in the first minutes");
	is_int(weak.loudest_cards, 9, "all nine");
	put(model, 2, 6000, 50);
	coverage_release(&c);
	coverage_init(&c, model);
	weak = strength_of(&c, model, 1);
	is_int(c.themes[1].id.n, 50, "two people, ten cards");
	is_int(weak.warnings, STRENGTH_DOMINATED, "mostly one voice, not only early any more");
	is_int(weak.loudest, 0, "whose");
	ok(!strength_is_dominated(2, 3, 2), "three cards are too few to say so");
	ok(!strength_is_dominated(2, 4, 2), "half is not more than half");
	is_str(strength_warning_key(STRENGTH_DOMINATED), "dominated-by-one", "its word");
	coverage_release(&c);
	strbuf_release(&text);
	model_free(model);
}

static const char *const words[] = {
	"Hello there",                /* 100: 0-11 */
	"Would you use it?",          /* 101: 12-29 */
	"Yes, every day",             /* 100: 30-44 */
	"It is red",                  /* 100: 45-54 */
	"And now?",                   /* 101: 55-63 */
	"Caf\xc3\xa9 au lait please", /* 100: 64-83 */
};
enum { NTURNS = 6 };

static void load(struct model *model)
{
	struct turn turns[NTURNS] = {0};
	int64_t at = 0;
	for (size_t i = 0; i < NTURNS; i++) {
		struct str text = str_of(words[i]);
		int64_t speaker = i == 1 || i == 4 ? 101 : 100;
		turns[i] = (struct turn){.speaker = {speaker},
					 .start = at,
					 .end = at + (int64_t)utf8_length(text),
					 .start_ms = -1,
					 .end_ms = -1,
					 .text = text};
		at = turns[i].end + 1;
	}
	struct row_change row = ROW(TRANSCRIPT, UPDATE);
	set_int(&row, TRANSCRIPT_ID, 10);
	set_int(&row, TRANSCRIPT_NTURNS, NTURNS);
	model_apply(model, &row);
	model_load_turns(model, (transcript_id){10}, turns, NTURNS);
}

static void test_prompted(void)
{
	struct model *model = study(2);
	struct coverage c;
	put(model, 1, 30, 50); /* after "Would you use it?" */
	load(model);
	coverage_init(&c, model);
	is_int(strength_of(&c, model, 0).warnings & STRENGTH_PROMPTED, STRENGTH_PROMPTED,
	       "heard only after a hypothetical question");
	put(model, 1, 70, 50); /* after "And now?" */
	coverage_release(&c);
	coverage_init(&c, model);
	is_int(strength_of(&c, model, 0).warnings & STRENGTH_PROMPTED, 0, "or not only");
	coverage_release(&c);
	model_free(model);
}

static void test_reading(void)
{
	struct model *model = study(2);
	struct passage passages[2];
	size_t n;
	struct reading r = coverage_reading(model, (transcript_id){10}, passages, 2, &n);
	is_int(r.words + n, 0, "not loaded: nothing said");
	load(model);
	r = coverage_reading(model, (transcript_id){10}, passages, 2, &n);
	is_int(r.words, 2 + 3 + 3 + 4, "the participant's words");
	is_int(r.covered, 0, "no card yet");
	ok(n == 1 && passages[0].first == 0 && passages[0].last == 5 && passages[0].words == 12,
	   "all of it is one passage");
	put(model, 1, 35, 50); /* "every" */
	put(model, 1, 36, 50); /* over the first */
	r = coverage_reading(model, (transcript_id){10}, passages, 2, &n);
	is_int(r.covered, 1, "two cards over one word");
	ok(n == 2 && passages[0].words == 7 && passages[0].first == 3 && passages[1].first == 0,
	   "two passages, the longer first");
	r = coverage_reading(model, (transcript_id){10}, passages, 1, &n);
	ok(n == 1 && passages[0].words == 7, "the longest when there is room for one");
	model_free(model);
}

static void test_talk(void)
{
	struct model *model = study(2);
	struct talk talk = talk_of_session(model, (session_id){1});
	is_int(talk_percent(talk), 50, "ten words each");
	struct row_change row = ROW(SPEAKER, UPDATE);
	set_int(&row, SPEAKER_ID, 100);
	set_int(&row, SPEAKER_NWORDS,
		(int64_t)word_count(STR("I export it to a spreadsheet \xf0\x9f\x98\xac because I "
					"don\xe2\x80\x99t trust the caf\xc3\xa9 totals.")));
	model_apply(model, &row);
	row = ROW(SPEAKER, UPDATE);
	set_int(&row, SPEAKER_ID, 101);
	set_int(&row, SPEAKER_NWORDS,
		(int64_t)word_count(STR("Walk me through the last time that happened.")));
	set_int(&row, SPEAKER_GUESSED, 1);
	model_apply(model, &row);
	put_speaker(model, 102, 10, "observer", 0);
	talk = talk_of_session(model, (session_id){1});
	is_int(talk.participants, 13, "13 words: a picture is none");
	is_int(talk.moderators, 8, "8 words");
	is_int(talk_percent(talk), 62, "61.9 %%, and the observer is left out");
	is_int(talk.observers, 10, "but not forgotten");
	struct talk_range range = talk_of_study(model);
	ok(range.least == 50 && range.most == 62 && range.measured == 2 && range.guessed == 1,
	   "the range over sessions");
	is_int(talk_percent(range.total), 56, "23 of 41 words");
	is_int(talk_percent((struct talk){.participants = 5}), -1, "nobody asked: no ratio");
	model_free(model);
}

/* A corrected transcript stands for what it corrects. */
static void test_versions(void)
{
	struct model *model = study(1);
	struct row_change row = ROW(TRANSCRIPT, UPDATE);
	put_transcript(model, 11, 1);
	put_speaker(model, 110, 11, "participant", 1);
	set_int(&row, TRANSCRIPT_ID, 11);
	set_int(&row, TRANSCRIPT_VERSION, 2);
	model_apply(model, &row);
	struct talk talk = talk_of_session(model, (session_id){1});
	ok(talk.participants == 10 && talk.moderators == 0, "only the second version counts");
	row = ROW(TRANSCRIPT, UPDATE);
	set_int(&row, TRANSCRIPT_ID, 11);
	set_int(&row, TRANSCRIPT_VERSION, 1);
	model_apply(model, &row);
	talk = talk_of_session(model, (session_id){1});
	ok(talk.participants == 20 && talk.moderators == 10, "two parts of a session add up");
	model_free(model);
}

int main(void)
{
	text_init();
	test_grid();
	test_stack();
	test_empty();
	test_strength();
	test_prompted();
	test_reading();
	test_talk();
	test_versions();
	return done();
}
