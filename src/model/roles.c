/*
 * Who asks and who answers, guessed over a batch of interviews: by what a label says, by who comes
 * back in most sessions, by who asks more and says less. Every guess is marked as one; a person
 * confirms it.
 */
#include "themewall/model/draft.h"

#include "themewall/base/map.h"
#include "themewall/base/banned.h"

/* How a word must stand in a label: begin one of its words, be one of them, be all of it. */
enum fit { BEGINS, WORD, LABEL };

struct role_word {
	const char *word;
	enum role role;
	enum fit fit;
};

/* In order: the first that fits decides, so longer words stand before those they begin with. */
static const struct role_word role_words[] = {
	{"interviewee", ROLE_PARTICIPANT, BEGINS},
	{"interviewt", ROLE_PARTICIPANT, BEGINS},
	{"interviewé", ROLE_PARTICIPANT, BEGINS},
	{"interviewer", ROLE_MODERATOR, BEGINS},
	{"intervieweu", ROLE_MODERATOR, BEGINS},
	{"interviewleit", ROLE_MODERATOR, BEGINS},
	{"interviewf", ROLE_MODERATOR, BEGINS},
	{"moderator", ROLE_MODERATOR, BEGINS},
	{"moderador", ROLE_MODERATOR, BEGINS},
	{"modérat", ROLE_MODERATOR, BEGINS},
	{"facilitat", ROLE_MODERATOR, BEGINS},
	{"facilitador", ROLE_MODERATOR, BEGINS},
	{"researcher", ROLE_MODERATOR, BEGINS},
	{"host", ROLE_MODERATOR, WORD},
	{"enquêt", ROLE_MODERATOR, BEGINS},
	{"animat", ROLE_MODERATOR, BEGINS},
	{"chercheu", ROLE_MODERATOR, BEGINS},
	{"entrevistador", ROLE_MODERATOR, BEGINS},
	{"entrevistad", ROLE_PARTICIPANT, BEGINS},
	{"investigador", ROLE_MODERATOR, BEGINS},
	{"pesquisador", ROLE_MODERATOR, BEGINS},
	{"forscher", ROLE_MODERATOR, BEGINS},
	{"gesprächsleit", ROLE_MODERATOR, BEGINS},
	{"主持人", ROLE_MODERATOR, BEGINS},
	{"采访者", ROLE_MODERATOR, BEGINS},
	{"问", ROLE_MODERATOR, LABEL},
	{"インタビュアー", ROLE_MODERATOR, BEGINS},
	{"司会", ROLE_MODERATOR, BEGINS},
	{"int", ROLE_MODERATOR, LABEL},
	{"mod", ROLE_MODERATOR, LABEL},
	{"i", ROLE_MODERATOR, LABEL},
	{"q", ROLE_MODERATOR, LABEL},
	{"observ", ROLE_OBSERVER, BEGINS},
	{"beobacht", ROLE_OBSERVER, BEGINS},
	{"protokoll", ROLE_OBSERVER, BEGINS},
	{"notetaker", ROLE_OBSERVER, BEGINS},
	{"note taker", ROLE_OBSERVER, BEGINS},
	{"note-taker", ROLE_OBSERVER, BEGINS},
	{"participant", ROLE_PARTICIPANT, BEGINS},
	{"respondent", ROLE_PARTICIPANT, BEGINS},
	{"teilnehm", ROLE_PARTICIPANT, BEGINS},
	{"befragte", ROLE_PARTICIPANT, BEGINS},
	{"答", ROLE_PARTICIPANT, LABEL},
};

static bool starts_folded(struct str s, struct str word)
{
	return s.n >= word.n && str_equal_ascii(str_part(s, 0, word.n), word);
}

static bool is_border(char c)
{
	return strchr(" ()-_/,", c) || (c >= '0' && c <= '9');
}

static bool has_word(struct str label, struct str word, enum fit fit)
{
	if (fit == LABEL)
		return str_equal_ascii(label, word);
	for (size_t at = 0; at < label.n; at++) {
		struct str rest = str_part(label, at, label.n);
		bool ends = rest.n == word.n || (rest.n > word.n && is_border(rest.p[word.n]));
		if ((at == 0 || is_border(label.p[at - 1])) && starts_folded(rest, word) &&
		    (fit == BEGINS || ends))
			return true;
	}
	return false;
}

enum role role_by_word(struct str label)
{
	for (size_t i = 0; i < TW_COUNT(role_words); i++)
		if (has_word(label, str_of(role_words[i].word), role_words[i].fit))
			return role_words[i].role;
	return ROLE_UNKNOWN;
}

static void guess(struct draft_speaker *speaker, enum role role)
{
	speaker->role = role;
	speaker->guessed = true;
}

static void guess_by_words(struct draft *draft)
{
	for (size_t i = 0; i < draft->nspeakers; i++)
		if (draft->speakers[i].role == ROLE_UNKNOWN)
			guess(&draft->speakers[i], role_by_word(draft->speakers[i].label));
}

static bool has_moderator(const struct draft *draft)
{
	for (size_t i = 0; i < draft->nspeakers; i++)
		if (draft->speakers[i].role == ROLE_MODERATOR)
			return true;
	return false;
}

/* ---- who comes back ---- */

/* "Speaker 1", "SPEAKER_00", "spk_0", "A": the same label in two files is not the same person. */
static bool is_anonymous(struct str name)
{
	return name.n <= 2 || starts_folded(name, STR("speaker")) ||
	       starts_folded(name, STR("spk")) || starts_folded(name, STR("unknown"));
}

/* Of a name without regard to ASCII case; never 0. Two names of one hash would only spoil a guess.
 */
static int64_t key_of(struct str name)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		h = (h ^ (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c)) * 0x100000001b3u;
	}
	return (int64_t)(h >> 1 | 1);
}

/* In how many drafts each name stands: once per draft, though two labels may have one name. */
static void count_sessions(struct map *sessions, struct draft **drafts, size_t ndrafts)
{
	struct map seen_in = {0};
	for (size_t i = 0; i < ndrafts; i++)
		for (size_t j = 0; j < drafts[i]->nspeakers; j++) {
			int64_t key = key_of(drafts[i]->speakers[j].name);
			uint32_t n = map_get(sessions, key);
			if (map_get(&seen_in, key) == i)
				continue;
			map_put(&seen_in, key, (uint32_t)i);
			map_put(sessions, key, n == MAP_ABSENT ? 1 : n + 1);
		}
	map_release(&seen_in);
}

/* Key of the name in most sessions, if those are more than half of them and more than one; else 0.
 */
static int64_t find_regular(const struct map *sessions, struct draft **drafts, size_t ndrafts)
{
	size_t most = ndrafts / 2 > 1 ? ndrafts / 2 : 1;
	int64_t regular = 0;
	for (size_t i = 0; i < ndrafts; i++)
		for (size_t j = 0; j < drafts[i]->nspeakers; j++) {
			const struct draft_speaker *speaker = &drafts[i]->speakers[j];
			int64_t key = key_of(speaker->name);
			if (speaker->role != ROLE_UNKNOWN || is_anonymous(speaker->name) ||
			    map_get(sessions, key) <= most)
				continue;
			most = map_get(sessions, key);
			regular = key;
		}
	return regular;
}

/* Where a label named the moderator already, or nobody else speaks, a regular may be anybody. */
static void guess_by_presence(struct draft **drafts, size_t ndrafts)
{
	struct map sessions = {0};
	count_sessions(&sessions, drafts, ndrafts);
	int64_t regular = find_regular(&sessions, drafts, ndrafts);
	map_release(&sessions);
	for (size_t i = 0; regular && i < ndrafts; i++) {
		if (drafts[i]->nspeakers < 2 || has_moderator(drafts[i]))
			continue;
		for (size_t j = 0; j < drafts[i]->nspeakers; j++) {
			struct draft_speaker *speaker = &drafts[i]->speakers[j];
			if (speaker->role == ROLE_UNKNOWN && key_of(speaker->name) == regular)
				guess(speaker, ROLE_MODERATOR);
		}
	}
}

/* ---- who asks ---- */

/* More questions than anyone else and fewer words than someone. */
static void guess_by_questions(struct draft *draft)
{
	struct draft_speaker *asks = NULL;
	size_t most_words = 0, most_questions = 0;
	bool tie = false;
	if (draft->nspeakers < 2 || has_moderator(draft))
		return;
	for (size_t i = 0; i < draft->nspeakers; i++) {
		struct draft_speaker *speaker = &draft->speakers[i];
		if (speaker->nwords > most_words)
			most_words = speaker->nwords;
		if (speaker->nquestions == most_questions)
			tie = true;
		if (speaker->nquestions <= most_questions)
			continue;
		most_questions = speaker->nquestions;
		asks = speaker;
		tie = false;
	}
	if (asks && !tie && asks->role == ROLE_UNKNOWN && asks->nwords < most_words)
		guess(asks, ROLE_MODERATOR);
}

static void guess_the_rest(struct draft *draft)
{
	for (size_t i = 0; i < draft->nspeakers; i++)
		if (draft->speakers[i].role == ROLE_UNKNOWN)
			guess(&draft->speakers[i], ROLE_PARTICIPANT);
}

void draft_guess_roles(struct draft **drafts, size_t ndrafts)
{
	for (size_t i = 0; i < ndrafts; i++)
		guess_by_words(drafts[i]);
	guess_by_presence(drafts, ndrafts);
	for (size_t i = 0; i < ndrafts; i++) {
		guess_by_questions(drafts[i]);
		guess_the_rest(drafts[i]);
	}
}
