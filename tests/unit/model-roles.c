/* model: whose words are evidence, guessed over a batch of drafts. */
#include "tap.h"
#include "themewall/model/draft.h"

/* A draft with up to three speakers, given as label, words, questions. */
struct talk {
	struct draft draft;
	struct draft_speaker speakers[3];
};

static void talk_add(struct talk *talk, const char *label, size_t nwords, size_t nquestions)
{
	struct draft_speaker *speaker = &talk->speakers[talk->draft.nspeakers++];
	*speaker = (struct draft_speaker){.label = str_of(label),
					  .name = str_of(label),
					  .nwords = nwords,
					  .nquestions = nquestions};
	talk->draft.speakers = talk->speakers;
}

static enum role role_of_label(const char *label)
{
	struct talk talk = {0};
	struct draft *drafts[] = {&talk.draft};
	talk_add(&talk, label, 10, 0);
	draft_guess_roles(drafts, 1);
	return talk.speakers[0].role;
}

static void test_words(void)
{
	is_int(role_of_label("Interviewer 1"), ROLE_MODERATOR, "Interviewer 1");
	is_int(role_of_label("interviewee"), ROLE_PARTICIPANT, "interviewee is no interviewer");
	is_int(role_of_label("Maya (Moderator)"), ROLE_MODERATOR, "a word in brackets");
	is_int(role_of_label("Intervieweuse"), ROLE_MODERATOR, "French");
	is_int(role_of_label("Entrevistador"), ROLE_MODERATOR, "Spanish, who asks");
	is_int(role_of_label("Entrevistada"), ROLE_PARTICIPANT, "Spanish, who answers");
	is_int(role_of_label("Note taker"), ROLE_OBSERVER, "two words");
	is_int(role_of_label("Beobachterin"), ROLE_OBSERVER, "German");
	is_int(role_of_label("Ann Hostetler"), ROLE_PARTICIPANT, "a host inside a name is none");
	is_int(role_of_label("Host"), ROLE_MODERATOR, "a host");
	is_int(role_of_label("Q"), ROLE_MODERATOR, "Q of Q and A");
	is_int(role_of_label("问"), ROLE_MODERATOR, "Chinese");
	is_int(role_of_label("Tom"), ROLE_PARTICIPANT, "alone one answers");
}

static void test_presence(void)
{
	struct talk one = {0}, two = {0}, three = {0};
	struct draft *drafts[] = {&one.draft, &two.draft, &three.draft};
	talk_add(&one, "Maya", 500, 0);
	talk_add(&one, "Tom", 100, 3);
	talk_add(&two, "Ann", 100, 0);
	talk_add(&two, "MAYA", 100, 0);
	talk_add(&three, "Speaker 1", 100, 0);
	talk_add(&three, "Interviewer", 100, 0);
	talk_add(&three, "Maya", 100, 9);
	draft_guess_roles(drafts, 3);
	is_int(one.speakers[0].role, ROLE_MODERATOR, "who is in most sessions asks");
	ok(one.speakers[0].guessed, "and that is a guess");
	is_int(one.speakers[1].role, ROLE_PARTICIPANT, "questions do not matter then");
	is_int(two.speakers[1].role, ROLE_MODERATOR, "in other letters, too");
	is_int(three.speakers[2].role, ROLE_PARTICIPANT, "not where a label names someone else");
}

static void test_anonymous(void)
{
	struct talk one = {0}, two = {0};
	struct draft *drafts[] = {&one.draft, &two.draft};
	talk_add(&one, "Speaker 1", 900, 1);
	talk_add(&one, "Speaker 2", 90, 7);
	talk_add(&two, "Speaker 1", 90, 8);
	talk_add(&two, "Speaker 2", 900, 1);
	draft_guess_roles(drafts, 2);
	is_int(one.speakers[1].role, ROLE_MODERATOR, "more questions, fewer words");
	is_int(one.speakers[0].role, ROLE_PARTICIPANT, "Speaker 1 of two files is not one person");
	is_int(two.speakers[0].role, ROLE_MODERATOR, "so each file is judged alone");
}

static void test_kept(void)
{
	struct talk talk = {0};
	struct draft *drafts[] = {&talk.draft};
	talk_add(&talk, "Interviewer", 10, 5);
	talk_add(&talk, "Tom", 50, 0);
	talk.speakers[0].role = ROLE_OBSERVER;
	draft_guess_roles(drafts, 1);
	is_int(talk.speakers[0].role, ROLE_OBSERVER, "a role that is known stays");
	ok(!talk.speakers[0].guessed, "and is no guess");
	talk_add(&talk, "Ann", 50, 4);
	talk.speakers[0].role = talk.speakers[1].role = ROLE_UNKNOWN;
	talk.speakers[0].label = talk.speakers[0].name = STR("Kim");
	talk.speakers[1].nquestions = 5;
	draft_guess_roles(drafts, 1);
	is_int(talk.speakers[0].role, ROLE_PARTICIPANT,
	       "two who ask as much: nobody is the moderator");
}

int main(void)
{
	test_words();
	test_presence();
	test_anonymous();
	test_kept();
	return done();
}
