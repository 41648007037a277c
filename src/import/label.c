/*
 * What is the name of a speaker and what is a sentence with a colon in it. A name is short, has no
 * punctuation of sentences and is none of the words that people put before a colon; whether it
 * recurs often enough to be believed is counted here and judged by the readers. Labels are
 * interned: one position per spelling, found by a hash of its bytes.
 */
#include "import-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum {
	LABEL_CHARS = 60,
	LABEL_WORDS = 4,
	LABEL_BYTES = 4 * LABEL_CHARS,
	STOP_WORD_BYTES = 12,
	HEADER_WORD_BYTES = 14
};

static size_t label_add(struct labels *labels, struct str text, int64_t key)
{
	ALLOC_GROW(labels->items, labels->n + 1, labels->capacity);
	labels->items[labels->n] = (struct label){.text = text, .speaker = -1};
	map_put(&labels->index, key, (uint32_t)labels->n);
	return labels->n++;
}

static void remember(struct labels *labels, size_t position)
{
	labels->recent[labels->next] = position;
	labels->next = (labels->next + 1) % TW_COUNT(labels->recent);
}

/* Two spellings of one hash: the second takes the next free key. */
size_t labels_intern(struct labels *labels, struct str text)
{
	for (size_t i = 0; labels->n && i < TW_COUNT(labels->recent); i++)
		if (str_equal(labels->items[labels->recent[i]].text, text))
			return labels->recent[i];
	int64_t key = hash_bytes(text);
	uint32_t at;
	while ((at = map_get(&labels->index, key)) != MAP_ABSENT &&
	       !str_equal(labels->items[at].text, text))
		key = key % INT64_MAX + 1;
	size_t position = at != MAP_ABSENT ? at : label_add(labels, text, key);
	remember(labels, position);
	return position;
}

size_t labels_intern_copy(struct labels *labels, struct arena *arena, struct str text)
{
	size_t known = labels->n, position = labels_intern(labels, text);
	if (position == known)
		labels->items[position].text.p = arena_strndup(arena, text.p, text.n);
	return position;
}

/* What a machine tells voices apart by: a number, a single letter. */
static bool is_voice_mark(struct str text)
{
	size_t ndigits = 0;
	while (ndigits < text.n && is_digit(text.p[ndigits]))
		ndigits++;
	return ndigits == text.n || (text.n == 1 && is_letter(text.p[0]));
}

int64_t labels_intern_voice(struct labels *labels, struct arena *arena, struct str text)
{
	struct strbuf label = STRBUF_INIT;
	if (!text.n)
		return -1;
	if (is_voice_mark(text))
		strbuf_add_z(&label, "Speaker ");
	strbuf_add_str(&label, text);
	size_t position = labels_intern_copy(labels, arena, strbuf_str(&label));
	strbuf_release(&label);
	return (int64_t)position;
}

bool labels_take_recent(const struct labels *labels, struct str line, size_t *label, size_t *skip)
{
	for (size_t i = 0; labels->n && i < TW_COUNT(labels->recent); i++) {
		struct str text = labels->items[labels->recent[i]].text;
		if (line.n < text.n + 2 || line.p[text.n] != ':' || line.p[text.n + 1] != ' ' ||
		    memcmp(line.p, text.p, text.n) != 0)
			continue;
		*label = labels->recent[i];
		*skip = text.n + 1;
		return true;
	}
	return false;
}

bool labels_take_recent_voice(const struct labels *labels, struct str s, size_t *label,
			      size_t *skip)
{
	for (size_t i = 0; labels->n && i < TW_COUNT(labels->recent); i++) {
		struct str text = labels->items[labels->recent[i]].text;
		if (s.n <= text.n || s.p[text.n] != '>' || memcmp(s.p, text.p, text.n) != 0)
			continue;
		*label = labels->recent[i];
		*skip = text.n + 1;
		return true;
	}
	return false;
}

void labels_release(struct labels *labels)
{
	free(labels->items);
	map_release(&labels->index);
	*labels = (struct labels){0};
}

/* s is not empty. */
static bool is_among(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((list[i][0] ^ s.p[0]) & 0x5f) == 0 && str_equal_ascii(s, str_of(list[i])))
			return true;
	return false;
}

/* What stands before what a text is about, at its top. */
static bool is_header_word(struct str word)
{
	static const char *const header[] = {
		"date",       "time",         "title",     "subject",        "topic",
		"theme",      "location",     "place",     "venue",          "duration",
		"length",     "file",         "url",       "link",           "links",
		"source",     "tags",         "language",  "kind",           "style",
		"speakers",   "participants", "attendees", "present",        "agenda",
		"transcript", "recording",    "slides",    "media",          "fecha",
		"tema",       "lieu",         "ort",       "datum",          "thema",
		"data",       "diapositivas", "day",       "日付",           "日時",
		"場所",       "時間",         "目的",      "テーマ",         "参加者",
		"所要時間",   "fecha hora",   "lugar",     "duree",          "durée",
		"dauer",      "sprache",      "recorded",  "interviewdatum",
	};
	return word.n <= HEADER_WORD_BYTES && is_among(word, header, TW_COUNT(header));
}

/* Words that stand before a colon without being anybody. */
static bool is_stop_word(struct str label)
{
	static const char *const stop[] = {
		"note", "notes",   "nb",      "n.b.",      "ps",     "p.s.",     "re",
		"http", "https",   "ftp",     "mailto",    "www",    "edit",     "summary",
		"role", "example", "warning", "important", "update", "remarque",
	};
	return (label.n <= STOP_WORD_BYTES && is_among(label, stop, TW_COUNT(stop))) ||
	       is_header_word(label);
}

/* "Interview date", "Session length": a word that is nobody's last name. */
static bool ends_as_header(struct str label)
{
	static const char *const last[] = {"date",     "datum", "time",   "location",
					   "duration", "venue", "length", "title"};
	size_t from = label.n;
	while (from > 0 && !is_blank(label.p[from - 1]))
		from--;
	return from > 0 && is_among(str_part(label, from, label.n), last, TW_COUNT(last));
}

/* "Date" of "Date of the interview", "Date/time" and "Recorded by", not "Kind" of "Kind Regards".
 */
static struct str first_of_header(struct str label)
{
	size_t end = 0, next;
	while (end < label.n && !is_blank(label.p[end]) && label.p[end] != '/')
		end++;
	for (next = end; next < label.n && is_blank(label.p[next]);)
		next++;
	bool small = next == label.n || !is_letter(label.p[next]) ||
		     text_begins_small(str_part(label, next, label.n));
	return small ? str_part(label, 0, end) : label;
}

bool label_is_header(struct str label)
{
	struct str first = first_of_header(label);
	return label.n && (is_header_word(label) || ends_as_header(label) ||
			   (first.n && is_header_word(first)));
}

bool label_is_day(struct str label)
{
	static const char *const days[] = {"date",           "day",   "datum",
					   "interviewdatum", "fecha", "data",
					   "recorded",       "日付",  "日時"};
	struct str first = first_of_header(label);
	return (first.n && is_among(first, days, TW_COUNT(days))) ||
	       (ends_as_header(label) &&
		(str_ends(label, STR("date")) || str_ends(label, STR("Date")) ||
		 str_ends(label, STR("atum"))));
}

bool label_is_stage(struct str label)
{
	static const char *const stage[] = {"break",      "intro",  "outro",    "music",
					    "jingle",     "ad",     "ad break", "sponsor",
					    "commercial", "silence"};
	return is_among(label, stage, TW_COUNT(stage));
}

/* Words up to one more than a label may have. */
static size_t count_name_words(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n && n <= LABEL_WORDS; i++)
		n += !is_blank(s.p[i]) && (i == 0 || is_blank(s.p[i - 1]));
	return n;
}

/* What no name has in it; a table, because every line with a colon asks. */
static bool has_odd_character(struct str label)
{
	static const bool odd[256] = {
		['?'] = true, ['!'] = true, [';'] = true, ['<'] = true,  ['>'] = true,
		['{'] = true, ['}'] = true, ['='] = true, ['"'] = true,  ['|'] = true,
		['*'] = true, ['#'] = true, ['`'] = true, ['\\'] = true,
	};
	for (size_t i = 0; i < label.n; i++)
		if (odd[(uint8_t)label.p[i]])
			return true;
	return memmem(label.p, label.n, "//", 2) != NULL;
}

bool label_is_plausible(struct str label)
{
	if (label.n == 0 || label.n > LABEL_BYTES || is_digit(label.p[0]))
		return false;
	if (!is_letter(label.p[0]) && (uint8_t)label.p[0] < 0x80 && label.p[0] != '+')
		return false;
	if (count_name_words(label) > LABEL_WORDS || has_odd_character(label))
		return false;
	return (label.n <= LABEL_CHARS || utf8_length(label) <= LABEL_CHARS) &&
	       !is_stop_word(label);
}

bool label_is_id(struct str id)
{
	size_t i = str_starts(id, STR("Speaker")) || str_starts(id, STR("speaker")) ? 7
		   : id.n && (id.p[0] == 'P' || id.p[0] == 'S')                     ? 1
										    : 0;
	if (!i)
		return false;
	i += i < id.n && (id.p[i] == ' ' || id.p[i] == '_');
	size_t digits = i;
	while (i < id.n && is_digit(id.p[i]))
		i++;
	return i == id.n && i > digits && i - digits <= 4;
}

struct str label_name(struct str label)
{
	static const char *const notes[] = {
		"Guest",     "External",      "Unverified", "Host",    "Co-host",  "Presenter",
		"Organizer", "Organiser",     "Me",         "You",     "Gast",     "Extern",
		"Externe",   "Invit\xc3\xa9", "Invitado",   "Externo", "Convidado"};
	label = str_trim(label);
	if (!label.n || label.p[label.n - 1] != ')')
		return label;
	size_t open = label.n;
	while (open > 0 && label.p[open - 1] != '(')
		open--;
	struct str head = str_trim(str_part(label, 0, open ? open - 1 : 0));
	struct str note = str_trim(str_part(label, open, label.n - 1));
	return head.n && is_among(note, notes, TW_COUNT(notes)) ? head : label;
}

/* "id1", "P 2", "S-03": what people number speakers with in brackets. */
static bool is_numbered(struct str label)
{
	size_t letters = 0, digits;
	while (letters < label.n && is_letter(label.p[letters]))
		letters++;
	digits = letters + (letters < label.n && strchr(" _-", label.p[letters]));
	size_t from = digits;
	while (digits < label.n && is_digit(label.p[digits]))
		digits++;
	return letters > 0 && letters <= 12 && digits == label.n && digits > from &&
	       digits - from <= 3;
}

/* "[SPEAKER_01]: text" and "(speaker 0) text": only a machine that tells speakers apart writes
 * these. "[id1] text" is believed when it recurs, like any name. */
static bool take_bracketed(struct str line, struct label_hit *hit)
{
	char closing = line.p[0] == '[' ? ']' : ')';
	struct str head = str_part(line, 0, line.n < LABEL_BYTES ? line.n : LABEL_BYTES);
	size_t end = str_find_char(head, closing);
	if (end >= head.n)
		return false;
	struct str label = str_trim(str_part(line, 1, end));
	bool machine = label.n > 7 && str_equal_ascii(str_part(label, 0, 7), STR("speaker")) &&
		       (label_is_plausible(label) || str_equal_ascii(label, STR("speaker ?")));
	size_t skip = end + 1;
	bool colon = skip < line.n && line.p[skip] == ':';
	bool numbered = !colon && line.p[0] == '[' && skip < line.n && is_blank(line.p[skip]) &&
			is_numbered(label);
	if (!numbered && !(line.p[0] == '[' ? colon && label_is_plausible(label) : machine))
		return false;
	*hit = (struct label_hit){label, skip + colon, !numbered};
	return true;
}

/* Position of the first colon of either width within the bytes a label may have; *width its bytes.
 */
static size_t find_colon(struct str line, size_t *width)
{
	struct str head = str_part(line, 0, line.n < LABEL_BYTES + 3 ? line.n : LABEL_BYTES + 3);
	size_t ascii = str_find_char(head, ':');
	size_t wide = str_find(str_part(head, 0, ascii), STR("\xef\xbc\x9a"));
	*width = wide < ascii ? 3 : 1;
	return wide < ascii ? wide : ascii < head.n ? ascii : line.n;
}

/* Words that may be small in a name: particles, and what machines and people number voices by. */
static bool is_particle(struct str word)
{
	static const char *const particles[] = {
		"al",  "bin", "da",  "das", "de", "del", "della", "den", "der",   "di",
		"do",  "dos", "du",  "e",   "el", "ibn", "la",    "le",  "of",    "ten",
		"ter", "van", "von", "y",   "zu", "zur", "one",   "two", "three", "four"};
	return is_among(word, particles, TW_COUNT(particles));
}

/* What begins a sentence and no name, when it stands before other words. */
static bool is_function_word(struct str word)
{
	static const char *const words[] = {"a",     "an",   "and", "as",   "but",  "for",  "here",
					    "i",     "if",   "in",  "it",   "like", "my",   "of",
					    "on",    "one",  "or",  "so",   "that", "the",  "then",
					    "there", "this", "to",  "well", "what", "with", "you"};
	return is_among(word, words, TW_COUNT(words));
}

/* What people call a voice when they do not write its name. */
static bool is_part(struct str word)
{
	static const char *const parts[] = {
		"speaker",  "participant", "interviewer", "interviewee", "respondent", "moderator",
		"observer", "note",        "call-in",     "caller",      "user",       "unknown",
		"sprecher", "person",      "guest",       "customer",    "usability"};
	return is_among(word, parts, TW_COUNT(parts));
}

/* "As I said before" is a sentence, "Maria de la Cruz" a name; a single word may be written small
 * ("ann", "interviewer"), and what stands in brackets is a remark. */
static bool is_name_like(struct str label)
{
	struct str word, rest = label, first = str_part(label, 0, str_find_char(label, ' '));
	if (first.n == label.n || is_part(first))
		return true;
	if (is_function_word(first))
		return false;
	for (bool small = text_begins_small(first); rest.n;
	     rest = str_trim(str_part(rest, word.n, rest.n))) {
		word = str_part(rest, 0, str_find_char(rest, ' '));
		if (word.p[0] == '(' || word.p[0] == '[')
			return true;
		if (text_begins_small(word) && word.p != first.p && !small && !is_particle(word))
			return false;
		if (small && word.p != first.p && is_function_word(word))
			return false;
	}
	return true;
}

bool label_take(struct str line, struct label_hit *hit)
{
	if (!line.n || is_digit(line.p[0]))
		return false;
	if (line.p[0] == '[' || line.p[0] == '(')
		return take_bracketed(line, hit);
	size_t width, colon = find_colon(line, &width);
	if (colon >= line.n)
		return false;
	size_t skip = colon + width;
	if (width == 1 && skip < line.n && !is_blank(line.p[skip]) && (uint8_t)line.p[skip] < 0x80)
		return false;
	struct str label = str_trim(str_part(line, 0, colon));
	if (!label_is_plausible(label) || !is_name_like(label))
		return false;
	*hit = (struct label_hit){label, skip, false};
	return true;
}
