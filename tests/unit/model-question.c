/* Kinds of questions, by our own list and by the guides' lines where those are at hand. */
#include <stdlib.h>

#include "themewall/model/question.h"

#include "model-build.h"
#include "tap.h"

static const struct {
	const char *text;
	enum question_kind kind;
} ours[] = {
	{"Walk me through your last invoice.", QUESTION_OPEN},
	{"What happened after that?", QUESTION_OPEN},
	{"So, um, how did you find out?", QUESTION_OPEN},
	{"Could you show me where you look first?", QUESTION_OPEN},
	{"Would you mind telling me more?", QUESTION_OPEN},
	{"Okay. And why is that?", QUESTION_OPEN},
	{"Did that help?", QUESTION_CLOSED},
	{"Is there a second screen?", QUESTION_CLOSED},
	{"Don't you find it slow?", QUESTION_LEADING},
	{"Don\xe2\x80\x99t you find it slow?", QUESTION_LEADING},
	{"Wouldn't it be easier with one button?", QUESTION_LEADING},
	{"That is annoying, isn't it?", QUESTION_LEADING},
	{"You send it on Monday, right?", QUESTION_LEADING},
	{"Would you use a button for that?", QUESTION_HYPOTHETICAL},
	{"Would a list help?", QUESTION_HYPOTHETICAL},
	{"Do you think you would pay for it?", QUESTION_HYPOTHETICAL},
	{"If it broke tomorrow, what would you do?", QUESTION_UNCLEAR},
	{"How often?", QUESTION_UNCLEAR},
	{"And the totals?", QUESTION_UNCLEAR},
	{"Thank you, that helps.", QUESTION_NONE},
	{"", QUESTION_NONE},
	{"...", QUESTION_NONE},
	/* of several, the last one asked */
	{"Tell me about the totals. Would you miss them?", QUESTION_HYPOTHETICAL},
	{"Did you send it? What happened then? Take your time.", QUESTION_OPEN},
	{"\xe6\xb6\x88\xe8\xb2\xbb\xe7\xa8\x8e\xef\xbc\x9f", QUESTION_NONE},
};

static void test_ours(void)
{
	for (size_t i = 0; i < TW_COUNT(ours); i++)
		is_str(question_kind_name(question_kind_of(str_of(ours[i].text))),
		       question_kind_name(ours[i].kind), "%s", ours[i].text);
	struct strbuf longest = STRBUF_INIT;
	strbuf_add_repeat(&longest, "what and then ", 2000);
	is_int(question_kind_of(strbuf_str(&longest)), QUESTION_OPEN, "a very long turn");
	strbuf_release(&longest);
}

/* The guides' own good and bad questions; where they disagree the answer is "unclear". */
static void test_guides(void)
{
	const char *root = getenv("SOURCE_ROOT");
	struct strbuf path = STRBUF_INIT;
	char line[1024];
	strbuf_addf(&path, "%s/../shared/examples/question_fixture.tsv", root ? root : ".");
	FILE *f = fopen(path.buf, "r");
	strbuf_release(&path);
	if (!f) {
		ok(true, "the guides' questions # SKIP question_fixture.tsv is not here");
		return;
	}
	while (fgets(line, sizeof line, f)) {
		struct str rest = str_trim(str_of(line));
		size_t tab = str_find_char(rest, '\t');
		if (rest.n == 0 || rest.p[0] == '#' || tab == rest.n)
			continue;
		struct str verdict = str_part(rest, 0, tab), text = str_part(rest, tab + 1, rest.n);
		text = str_part(text, str_find_char(text, '\t') + 1, text.n);
		if (str_equal(verdict, STR("conflict")))
			verdict = STR("unclear");
		ok(str_equal(verdict, str_of(question_kind_name(question_kind_of(text)))),
		   "%.*s: %.*s", STR_ARG(verdict), STR_ARG(text));
	}
	fclose(f);
}

static void test_before_card(void)
{
	struct model *model = model_new();
	put_study(model, "round 1");
	put_participant(model, 1, NULL);
	put_session(model, 1, 1);
	put_transcript(model, 10, 1);
	put_speaker(model, 100, 10, "participant", 1);
	put_speaker(model, 101, 10, "moderator", 0);
	enum { ASKED = 1, TURNS = ASKED + QUESTION_REACH + 2 };
	struct turn turns[TURNS] = {
		{.speaker = {100}, .start = 0, .end = 5, .text = STR("Hello")},
		{.speaker = {101}, .start = 6, .end = 23, .text = STR("Would you use it?")},
	};
	for (int i = ASKED + 1; i < TURNS; i++) {
		int64_t start = turns[i - 1].end + 1;
		turns[i] = (struct turn){
			.speaker = {100}, .start = start, .end = start + 3, .text = STR("Yes")};
	}
	const int64_t starts[] = {0, turns[ASKED + QUESTION_REACH].start, turns[TURNS - 1].start};
	for (int64_t i = 0; i < 3; i++) {
		put_excerpt(model, 1000 + i, 10, 100, starts[i], starts[i] + 3);
		put_card(model, 1 + i, 1000 + i, 0);
		put_home(model, 1 + i, PLACE_TRAY, 0, "", 0, 0);
	}
	put_card(model, 4, 0, 1);
	put_home(model, 4, PLACE_TRAY, 0, "", 0, 0);
	const struct card *card = model_card(model, (card_id){2});
	is_int(question_before_card(model, card), QUESTION_NONE, "not loaded: not known");
	struct row_change row = ROW(TRANSCRIPT, UPDATE);
	set_int(&row, TRANSCRIPT_ID, 10);
	set_int(&row, TRANSCRIPT_NTURNS, TURNS);
	model_apply(model, &row);
	model_load_turns(model, (transcript_id){10}, turns, TW_COUNT(turns));
	is_int(question_before_card(model, model_card(model, (card_id){2})), QUESTION_HYPOTHETICAL,
	       "the question within reach");
	is_int(question_before_card(model, model_card(model, (card_id){3})), QUESTION_NONE,
	       "one farther back is not what was answered");
	is_int(question_before_card(model, model_card(model, (card_id){1})), QUESTION_NONE,
	       "nobody asked before the first turn");
	is_int(question_before_card(model, model_card(model, (card_id){4})), QUESTION_NONE,
	       "written by hand");
	model_free(model);
}

int main(void)
{
	test_ours();
	test_guides();
	test_before_card();
	return done();
}
