/*
 * What the columns of a table mean, by their headers: the words tools and people use, whatever
 * their case, blanks and signs ("Participant_ID", "start time"). A header that is such a word
 * counts more than one that only holds it; within a meaning the words stand in the order of their
 * worth.
 */
#include "table-internal.h"

#include "themewall/base/banned.h"

struct column_word {
	const char *word;
	enum column column;
};

static const struct column_word column_words[] = {
	{"text", COLUMN_NOTE},
	{"content", COLUMN_NOTE},
	{"transcript", COLUMN_NOTE},
	{"note", COLUMN_NOTE},
	{"notes", COLUMN_NOTE},
	{"quote", COLUMN_NOTE},
	{"quotes", COLUMN_NOTE},
	{"verbatim", COLUMN_NOTE},
	{"highlight", COLUMN_NOTE},
	{"snippet", COLUMN_NOTE},
	{"observation", COLUMN_NOTE},
	{"sticky", COLUMN_NOTE},
	{"body", COLUMN_NOTE},
	{"summary", COLUMN_NOTE},
	{"description", COLUMN_NOTE},
	{"comment", COLUMN_NOTE},
	{"participant", COLUMN_PERSON},
	{"respondent", COLUMN_PERSON},
	{"interviewee", COLUMN_PERSON},
	{"speaker", COLUMN_PERSON},
	{"interview", COLUMN_PERSON},
	{"document", COLUMN_PERSON},
	{"source", COLUMN_PERSON},
	{"session", COLUMN_PERSON},
	{"case", COLUMN_PERSON},
	{"who", COLUMN_PERSON},
	{"user", COLUMN_PERSON},
	{"theme", COLUMN_THEME},
	{"cluster", COLUMN_THEME},
	{"group", COLUMN_THEME},
	{"category", COLUMN_THEME},
	{"section", COLUMN_THEME},
	{"frame", COLUMN_THEME},
	{"column", COLUMN_THEME},
	{"area", COLUMN_THEME},
	{"tag", COLUMN_THEME},
	{"tags", COLUMN_THEME},
	{"label", COLUMN_THEME},
	{"labels", COLUMN_THEME},
	{"code", COLUMN_THEME},
	{"codes", COLUMN_THEME},
	{"timespan", COLUMN_START},
	{"start", COLUMN_START},
	{"starttime", COLUMN_START},
	{"timestamp", COLUMN_START},
	{"timecode", COLUMN_START},
	{"time", COLUMN_START},
	{"startms", COLUMN_START},
	{"end", COLUMN_END},
	{"endtime", COLUMN_END},
	{"endms", COLUMN_END},
	{"id", COLUMN_IDENTITY},
	{"number", COLUMN_IDENTITY},
	{"author", COLUMN_ASIDE},
	{"color", COLUMN_ASIDE},
	{"colour", COLUMN_ASIDE},
	{"url", COLUMN_ASIDE},
	{"link", COLUMN_ASIDE},
	{"x", COLUMN_ASIDE},
	{"y", COLUMN_ASIDE},
};

/* Words that make a header be about something else: "note id", "tag count". */
static const char *const about_words[] = {"id",   "ids",   "count", "number", "no",   "date",
					  "url",  "link",  "color", "colour", "type", "status",
					  "size", "score", "of",    "author", "on"};

enum { HEADER_BYTES = 60 };

static bool is_separator(char c)
{
	return strchr(" _-./()[]:#?,\t\n", c);
}

/* The next word of a header. */
static bool next_word(struct str *rest, struct str *word)
{
	size_t from = 0, to;
	while (from < rest->n && is_separator(rest->p[from]))
		from++;
	to = from;
	while (to < rest->n && !is_separator(rest->p[to]))
		to++;
	*word = str_part(*rest, from, to);
	*rest = str_part(*rest, to, rest->n);
	return word->n > 0;
}

static bool is_about(struct str header)
{
	struct str word;
	while (next_word(&header, &word))
		for (size_t i = 0; i < TW_COUNT(about_words); i++)
			if (str_equal_ascii(word, str_of(about_words[i])))
				return true;
	return false;
}

static bool has_word(struct str header, struct str wanted)
{
	struct str word;
	while (next_word(&header, &word))
		if (str_equal_ascii(word, wanted))
			return true;
	return false;
}

/* "start time in milliseconds" is about its first word; a person may be anywhere. */
static bool holds(struct str header, const struct column_word *known)
{
	struct str word, rest = header;
	if (known->column == COLUMN_START || known->column == COLUMN_END)
		return next_word(&rest, &word) && str_equal_ascii(word, str_of(known->word)) &&
		       word.n < 6 && has_word(rest, STR("time"));
	return has_word(header, str_of(known->word)) &&
	       (known->column == COLUMN_PERSON || !is_about(header));
}

/* The header without blanks and signs. */
static struct str squeeze(struct str header, char out[HEADER_BYTES])
{
	struct str squeezed = {out, 0}, word;
	while (next_word(&header, &word)) {
		memcpy(out + squeezed.n, word.p, word.n);
		squeezed.n += word.n;
	}
	return squeezed;
}

/* A letter too many, too few, wrong, or two in the other order. */
static bool is_slip(struct str a, struct str b)
{
	size_t head = 0, tail = 0;
	if (a.n < b.n) {
		struct str swap = a;
		a = b;
		b = swap;
	}
	while (head < b.n && ((a.p[head] ^ b.p[head]) & 0x5f) == 0)
		head++;
	while (tail < b.n - head && ((a.p[a.n - 1 - tail] ^ b.p[b.n - 1 - tail]) & 0x5f) == 0)
		tail++;
	size_t more = a.n - head - tail, less = b.n - head - tail;
	bool swapped = more == 2 && less == 2 && ((a.p[head] ^ b.p[head + 1]) & 0x5f) == 0 &&
		       ((a.p[head + 1] ^ b.p[head]) & 0x5f) == 0;
	return more <= 1 || swapped;
}

/* Long words are known when misspelt by one letter, too: "Pariticipant". */
static enum column misspelt(struct str squeezed, int *rank)
{
	enum { LONG_WORD = 8 };
	for (size_t i = 0; i < TW_COUNT(column_words); i++) {
		*rank = 2 * (int)i + 1;
		if (squeezed.n >= LONG_WORD && strlen(column_words[i].word) >= LONG_WORD &&
		    is_slip(squeezed, str_of(column_words[i].word)))
			return column_words[i].column;
	}
	return COLUMN_NONE;
}

bool header_asks(struct str header)
{
	enum { QUESTION_WORDS = 6 };
	struct str word, rest = str_trim(header);
	size_t nwords = 0;
	if (str_ends(rest, STR("?")) || str_ends(rest, STR("\xef\xbc\x9f")))
		return true;
	while (next_word(&rest, &word))
		nwords++;
	return nwords >= QUESTION_WORDS;
}

static bool has_any(struct str header, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has_word(header, str_of(words[i])))
			return true;
	return false;
}

bool header_groups(struct str header)
{
	static const char *const words[] = {
		"area",    "segment",  "team",   "plan",       "role",     "job",      "department",
		"company", "country",  "region", "city",       "industry", "tier",     "persona",
		"cohort",  "location", "office", "occupation", "position", "seniority"};
	return !header_asks(header) && has_any(header, words, TW_COUNT(words)) && !is_about(header);
}

bool header_dates(struct str header)
{
	static const char *const words[] = {"date",    "day",       "submitted", "timestamp",
					    "created", "completed", "started",   "received"};
	return !header_asks(header) && has_any(header, words, TW_COUNT(words));
}

/* "Consent", "Quotable", "May we quote you?", "OK to quote"; not the consent to be recorded. */
static bool is_consent(struct str header)
{
	static const char *const sure[] = {"consent", "quotable", "quoteable"};
	static const char *const quote[] = {"quote", "quoted", "quotes"};
	static const char *const may[] = {"may",        "ok",    "okay",    "can",   "could",
					  "permission", "allow", "allowed", "agree", "happy"};
	static const char *const other[] = {"record", "recorded", "recording", "contact"};
	if (has_any(header, quote, TW_COUNT(quote)) && has_any(header, may, TW_COUNT(may)))
		return true;
	return has_any(header, sure, TW_COUNT(sure)) && !has_any(header, other, TW_COUNT(other));
}

enum column column_of(struct str header, int *rank)
{
	static const enum column by_part[] = {COLUMN_PERSON, COLUMN_THEME, COLUMN_START, COLUMN_END,
					      COLUMN_NOTE};
	char room[HEADER_BYTES];
	*rank = 0;
	if (is_consent(header))
		return COLUMN_CONSENT;
	if (header.n > HEADER_BYTES)
		return COLUMN_NONE;
	struct str squeezed = squeeze(header, room);
	for (size_t i = 0; i < TW_COUNT(column_words); i++) {
		*rank = 2 * (int)i;
		if (str_equal_ascii(squeezed, str_of(column_words[i].word)))
			return column_words[i].column;
	}
	if (header_asks(header))
		return COLUMN_NONE;
	for (size_t o = 0; o < TW_COUNT(by_part); o++)
		for (size_t i = 0; i < TW_COUNT(column_words); i++) {
			*rank = 2 * (int)i + 1;
			if (column_words[i].column == by_part[o] && holds(header, &column_words[i]))
				return by_part[o];
		}
	return misspelt(squeezed, rank);
}

/* A transcript has a time and says when it ends or who speaks; what has themes is notes. */
bool columns_are_speech(const struct columns *columns)
{
	return columns->at[COLUMN_NOTE] >= 0 && columns->at[COLUMN_START] >= 0 &&
	       columns->at[COLUMN_THEME] < 0 &&
	       (columns->at[COLUMN_END] >= 0 ||
		(columns->at[COLUMN_PERSON] >= 0 && columns->speakers));
}

void columns_read(struct columns *columns, const struct record *header)
{
	int best[COLUMNS] = {0}, rank;
	*columns = (struct columns){.nnotes = 0};
	for (int i = 0; i < COLUMNS; i++)
		columns->at[i] = -1;
	for (size_t i = 0; i < header->n; i++) {
		struct str cell = record_cell(header, i);
		enum column column = column_of(cell, &rank);
		columns->known += column != COLUMN_NONE;
		columns->nnotes += column == COLUMN_NOTE;
		columns->nasked += header_asks(cell);
		columns->nvivo |= str_equal_ascii(cell, STR("timespan"));
		if (columns->at[column] >= 0 && best[column] <= rank)
			continue;
		columns->at[column] = (int)i;
		best[column] = rank;
		if (column == COLUMN_PERSON)
			columns->speakers = has_word(cell, STR("speaker"));
	}
	columns->at[COLUMN_NONE] = -1;
}
