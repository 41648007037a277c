/*
 * Kinds of questions by the words they begin with. A text is taken apart into sentences, each made
 * lower-case words with one blank between (ASCII; typographic apostrophes as plain ones), and held
 * against a table in order: the first rule that fits decides, so exceptions stand before their
 * rule. A rule ends in a blank when it must end with a word.
 */
#include "themewall/model/question.h"

#include "themewall/base/banned.h"

enum { WORDS_MAX = 240 /* bytes of a sentence that are looked at: rules read beginnings */ };

struct opening {
	const char *words;
	enum question_kind kind;
};

/* Said before the question proper. */
static const char *const fillers[] = {
	"so ",          "ok ",    "okay ", "and ",   "but ",     "well ", "um ",  "uh ",
	"right ",       "great ", "yeah ", "now ",   "alright ", "then ", "mhm ", "thanks ",
	"interesting ", "yes ",   "no ",   "i see ", "or ",      "just ",
};

/* "Could you tell me …" asks to be told, not whether one could. */
static const char *const polite[] = {"can you ", "could you ", "would you ", "will you "};
static const char *const telling[] = {
	"please ",   "tell ",   "give ",  "walk ",    "describe ",     "show ",
	"explain ",  "talk ",   "share ", "say more", "help me ",      "take me ",
	"elaborate", "expand ", "mind ",  "go into ", "like to tell ", "like to share ",
};

static const struct opening openings[] = {
	/* it carries its answer */
	{"don't you ", QUESTION_LEADING},
	{"wouldn't ", QUESTION_LEADING},
	{"isn't ", QUESTION_LEADING},
	{"aren't ", QUESTION_LEADING},
	{"doesn't ", QUESTION_LEADING},
	{"didn't ", QUESTION_LEADING},
	{"shouldn't ", QUESTION_LEADING},
	{"do you agree ", QUESTION_LEADING},
	{"would you agree ", QUESTION_LEADING},
	{"how much did you like ", QUESTION_LEADING},
	{"how much do you like ", QUESTION_LEADING},
	{"how much did you love ", QUESTION_LEADING},
	{"how much do you love ", QUESTION_LEADING},
	{"how much did you enjoy ", QUESTION_LEADING},
	{"how much better ", QUESTION_LEADING},
	/* the guides disagree, or it depends on the answer */
	{"if ", QUESTION_UNCLEAR},
	{"imagine ", QUESTION_UNCLEAR},
	{"suppose ", QUESTION_UNCLEAR},
	{"what if ", QUESTION_UNCLEAR},
	{"let's say ", QUESTION_UNCLEAR},
	{"how do you usually ", QUESTION_UNCLEAR},
	{"how do you normally ", QUESTION_UNCLEAR},
	{"how do you typically ", QUESTION_UNCLEAR},
	{"how do you generally ", QUESTION_UNCLEAR},
	{"how would ", QUESTION_UNCLEAR},
	{"what would ", QUESTION_UNCLEAR},
	{"how much ", QUESTION_UNCLEAR},
	{"how many ", QUESTION_UNCLEAR},
	{"how often ", QUESTION_UNCLEAR},
	{"how long ", QUESTION_UNCLEAR},
	/* people are poor judges of what they will do */
	{"would ", QUESTION_HYPOTHETICAL},
	{"do you think you would ", QUESTION_HYPOTHETICAL},
	{"do you think you'd ", QUESTION_HYPOTHETICAL},
	{"do you think ", QUESTION_UNCLEAR},
	/* tell me */
	{"what's ", QUESTION_OPEN},
	{"what ", QUESTION_OPEN},
	{"how's ", QUESTION_OPEN},
	{"how ", QUESTION_OPEN},
	{"why ", QUESTION_OPEN},
	{"tell ", QUESTION_OPEN},
	{"walk ", QUESTION_OPEN},
	{"describe ", QUESTION_OPEN},
	{"show me ", QUESTION_OPEN},
	{"talk ", QUESTION_OPEN},
	{"explain ", QUESTION_OPEN},
	{"give me ", QUESTION_OPEN},
	{"help me ", QUESTION_OPEN},
	{"take me ", QUESTION_OPEN},
	{"say more", QUESTION_OPEN},
	{"go on ", QUESTION_OPEN},
	{"please ", QUESTION_OPEN},
	/* yes or no */
	{"did ", QUESTION_CLOSED},
	{"do ", QUESTION_CLOSED},
	{"does ", QUESTION_CLOSED},
	{"is ", QUESTION_CLOSED},
	{"are ", QUESTION_CLOSED},
	{"was ", QUESTION_CLOSED},
	{"were ", QUESTION_CLOSED},
	{"have ", QUESTION_CLOSED},
	{"has ", QUESTION_CLOSED},
	{"had ", QUESTION_CLOSED},
	{"can ", QUESTION_CLOSED},
	{"could ", QUESTION_CLOSED},
	{"should ", QUESTION_CLOSED},
	{"will ", QUESTION_CLOSED},
	{"any ", QUESTION_CLOSED},
};

/* What turns a statement into a question that wants a yes. */
static const char *const tags[] = {
	" right ",      " correct ",    " isn't it ",   " don't you ",   " wouldn't you ",
	" aren't you ", " didn't you ", " doesn't it ", " wouldn't it ",
};

const char *question_kind_name(enum question_kind kind)
{
	static const char *const names[QUESTION_KINDS] = {"none",    "open",         "closed",
							  "leading", "hypothetical", "unclear"};

	return names[kind];
}

const char *question_warning(enum question_kind kind)
{
	static const char *const warnings[QUESTION_KINDS] = {
		[QUESTION_CLOSED] = "closed question",
		[QUESTION_LEADING] = "leading question",
		[QUESTION_HYPOTHETICAL] = "hypothetical question",
	};

	return warnings[kind];
}

/* One sentence in the form the rules are written in, a blank before and behind. */
struct sentence {
	char words[WORDS_MAX + 8];
	size_t n;
	bool asks; /* ended in a question mark */
};

static bool is_apostrophe(struct str s, size_t at)
{
	return s.p[at] == '\'' || (at + 2 < s.n && memcmp(s.p + at, "\xe2\x80\x99", 3) == 0);
}

static void add_blank(struct sentence *sentence)
{
	if (sentence->words[sentence->n - 1] != ' ')
		sentence->words[sentence->n++] = ' ';
}

static void normalize(struct sentence *sentence, struct str s)
{
	*sentence = (struct sentence){.words = " ", .n = 1};
	for (size_t i = 0; i < s.n && sentence->n < WORDS_MAX; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_apostrophe(s, i)) {
			sentence->words[sentence->n++] = '\'';
			i += c == '\'' ? 0 : 2;
		} else if (c >= 'A' && c <= 'Z') {
			sentence->words[sentence->n++] = (char)(c + 32);
		} else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			sentence->words[sentence->n++] = (char)c;
		} else {
			add_blank(sentence);
		}
	}
	add_blank(sentence);
}

/* End of the first sentence: behind its mark. Dots in a row are a pause, not an end. */
static size_t sentence_end(struct str s, bool *asks)
{
	*asks = false;
	for (size_t i = 0; i < s.n; i++) {
		bool last = i + 1 == s.n || s.p[i + 1] == ' ' || s.p[i + 1] == '\n';
		if (s.p[i] == '.' && i && s.p[i - 1] == '.')
			continue;
		if (s.p[i] == '\n' || (last && (s.p[i] == '.' || s.p[i] == '!' || s.p[i] == '?'))) {
			*asks = s.p[i] == '?';
			return i + 1;
		}
	}
	return s.n;
}

static struct str skip_fillers(struct str words)
{
	bool skipped = true;

	while (skipped) {
		skipped = false;
		for (size_t i = 0; i < TW_COUNT(fillers); i++) {
			struct str filler = str_of(fillers[i]);
			if (!str_starts(words, filler))
				continue;
			words = str_part(words, filler.n, words.n);
			skipped = true;
		}
	}
	return words;
}

static bool asks_to_tell(struct str words)
{
	for (size_t i = 0; i < TW_COUNT(polite); i++) {
		if (!str_starts(words, str_of(polite[i])))
			continue;
		struct str rest = str_part(words, strlen(polite[i]), words.n);
		for (size_t k = 0; k < TW_COUNT(telling); k++)
			if (str_starts(rest, str_of(telling[k])))
				return true;
	}
	return false;
}

static bool ends_in_tag(const struct sentence *sentence)
{
	struct str words = {sentence->words, sentence->n};

	for (size_t i = 0; i < TW_COUNT(tags) && sentence->asks; i++)
		if (str_ends(words, str_of(tags[i])) && words.n > strlen(tags[i]))
			return true;
	return false;
}

static enum question_kind kind_of_sentence(const struct sentence *sentence)
{
	struct str words = skip_fillers((struct str){sentence->words + 1, sentence->n - 1});

	if (asks_to_tell(words))
		return QUESTION_OPEN;
	if (ends_in_tag(sentence))
		return QUESTION_LEADING;
	for (size_t i = 0; i < TW_COUNT(openings); i++)
		if (str_starts(words, str_of(openings[i].words)))
			return openings[i].kind;
	return sentence->asks ? QUESTION_UNCLEAR : QUESTION_NONE;
}

enum question_kind question_kind_of(struct str text)
{
	enum question_kind kind = QUESTION_NONE;

	while (text.n) {
		struct sentence sentence;
		bool asks;
		size_t end = sentence_end(text, &asks);
		normalize(&sentence, str_part(text, 0, end));
		sentence.asks = asks;
		enum question_kind found = kind_of_sentence(&sentence);
		kind = found == QUESTION_NONE ? kind : found;
		text = str_part(text, end, text.n);
	}
	return kind;
}

enum question_kind question_before_card(const struct model *model, const struct card *card)
{
	const struct transcript *transcript =
		card->transcript.n ? model_transcript(model, card->transcript) : NULL;

	if (!transcript || !transcript->loaded || card->start < 0)
		return QUESTION_NONE;
	const struct turn *turn = transcript_turn_at(transcript, card->start);
	for (int i = 0; turn && i < QUESTION_REACH && turn-- > transcript->turns; i++) {
		const struct speaker *speaker =
			turn->speaker.n ? model_speaker(model, turn->speaker) : NULL;
		if (speaker && speaker->role == ROLE_MODERATOR)
			return question_kind_of(turn->text);
	}
	return QUESTION_NONE;
}
