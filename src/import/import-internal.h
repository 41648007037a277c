#ifndef THEMEWALL_IMPORT_INTERNAL_H
#define THEMEWALL_IMPORT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/map.h"
#include "themewall/base/str.h"
#include "themewall/import/import.h"

/*
 * The inside of import/. One struct reading is one file on its way:
 *   decode.c   bytes -> text: valid UTF-8, LF, no controls but TAB
 *   detect.c   text -> format      refuse.c  what we do not read, by its name
 *   a reader   text -> pieces      (vtt.c srt.c by cues.c; speaker.c; notes.c; paragraphs.c)
 *   turns.c    pieces -> the draft's turns, speakers and cues
 *   notice.c   what the person should know, counted by kind, with the first line it happened on
 * Line numbers are those of the file, from 1.
 */

/* A loop over bytes that the compiler may also do with wider registers, where the processor has
 * them. Not in sanitised builds: what chooses between the two runs before they are ready. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
	!defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define TW_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define TW_WIDE
#endif

/* No recording is longer: 500 hours. Times in drafts never exceed it. */
enum { LONGEST_MS = 500 * 3600 * 1000 };

/* ---- notice.c ---- */

enum notice {
	NOTICE_SECOND_BOM,
	NOTICE_DAMAGED,
	NOTICE_NUL,
	NOTICE_CONTROL,
	NOTICE_STRAY_ENTRY,
	NOTICE_NO_HEADER,
	NOTICE_LATE_TEXT,
	NOTICE_LOOSE_TEXT,
	NOTICE_NO_END,
	NOTICE_BACKWARDS,
	NOTICE_NEGATIVE,
	NOTICE_SIXTY,
	NOTICE_BEYOND,
	NOTICE_WORDY_ID,
	NOTICE_CUT,
	NOTICE_MAYBE_CUT,
	NOTICE_REPEATED,
	NOTICE_UNKNOWN_TAG,
	NOTICE_NO_SPEAKERS,
	NOTICE_NO_SPEAKERS_TEAMS,
	NOTICE_FOOTER,
	NOTICE_BARE_HEADING,
	NOTICE_SUMMARY,
	NOTICE_CHAT,
	NOTICE_NO_TEXT,
	NOTICE_GUESSED,
	NOTICE_LONG_ROW,
	NOTICE_SHORT_ROW,
	NOTICE_STRAY_QUOTE,
	NOTICE_SAME_ROW,
	NOTICES
};

struct tally {
	size_t count;
	int64_t line; /* of the first; 0 = the whole file */
};

/* ---- label.c: names of speakers ---- */

struct label {
	struct str text; /* as in the file, blanks trimmed; borrowed from the decoded text or the
			    arena */
	size_t count;    /* how often it stands where a speaker's name would */
	int speaker;     /* index into the draft's speakers, -1 until it has spoken */
	bool strong;     /* written in a way only speakers are: [SPEAKER_01]:, a time beside it */
	bool bold;       /* **Name:** */
	enum role role;      /* said before anybody speaks: "Interviewer: Ann" */
};

struct labels {
	struct label *items; /* owned */
	size_t n, capacity;
	struct map index;       /* hash -> position */
	size_t recent[4], next; /* positions of the latest: two or three people talk in turn */
};

/* A speaker's name at the start of a line: where it is and where what is said begins. */
struct label_hit {
	struct str label;
	size_t skip; /* bytes up to what is said */
	bool strong;
};

/* Position of a label, added when new. */
size_t labels_intern(struct labels *labels, struct str text);
/* The same for a text that will not last: a new one is copied to the arena. */
size_t labels_intern_copy(struct labels *labels, struct arena *arena, struct str text);
/* The same for what a field says of who speaks: 0 and A become "Speaker 0", "Speaker A"; -1 for
 * nothing. */
int64_t labels_intern_voice(struct labels *labels, struct arena *arena, struct str text);
/* Is the tag's name, up to its ">", one of those? s begins with the name. */
bool labels_take_recent_voice(const struct labels *labels, struct str s, size_t *label,
			      size_t *skip);
void labels_release(struct labels *labels);
/* Does the line begin with "Name: " of one asked for lately? The short way past label_take. */
bool labels_take_recent(const struct labels *labels, struct str line, size_t *label, size_t *skip);

/* "Name: …", "Name：…", "[SPEAKER_01]: …", "(speaker 0) …". Whether the name recurs is the caller's
 * affair. */
bool label_take(struct str line, struct label_hit *hit);
/* Could this be what someone is called? At most 60 characters and 4 words, no URL, no "Note". */
bool label_is_plausible(struct str label);
/* A cue id that is a person: "Speaker 1", "P3". */
bool label_is_id(struct str id);
/* Date, Place, Duration, "Date of the interview" …: stands before what a text is about. */
bool label_is_header(struct str label);
/* … and behind this one stands a day. */
bool label_is_day(struct str label);
/* Break, Intro, Music …: a part of the programme, nobody speaks. */
bool label_is_stage(struct str label);
/* The label without "(Guest)", "(External)" …, blanks trimmed. */
struct str label_name(struct str label);

/* ---- turns.c ---- */

enum markup {
	MARKUP_NONE,
	MARKUP_CUE,
	MARKUP_MARKDOWN,
	MARKUP_PLAIN /* none, and one line without blanks at its ends */
};

/* A stretch of text as a reader found it. */
struct piece {
	int64_t label;            /* position in reading.labels, -1: nobody named */
	int64_t start_ms, end_ms; /* -1 unknown; an end lets a long silence end the turn */
	struct str text;          /* raw; lines are joined */
	enum markup markup;
	bool apart;         /* begins a turn whatever came before */
	bool bullet;        /* draft_turn.bullet */
	struct str heading; /* draft_turn.heading; lives in the draft's arena */
};

struct turns {
	char *text; /* all turns joined by LF; room for the whole decoded text; in the draft's arena
		     */
	size_t ntext, room;
	struct draft_turn *turns; /* owned until turns_finish */
	size_t nturns, turns_capacity;
	struct cue *cues; /* of all turns, in order; owned until turns_finish */
	size_t ncues, cues_capacity;
	size_t speakers_capacity;
	bool separate; /* the next piece begins a turn */
	bool by_pause; /* captions that name nobody: pauses and sentences make turns */
};

struct reading {
	struct draft *draft;
	struct str name;         /* the file as the person called it */
	const char *text_column; /* of a table, asked for by the person; NULL */
	const char *word;        /* the text is a Word document's, of this tool or ""; else NULL */
	struct str text;         /* decoded */
	int64_t line;            /* number of the text's first line */
	bool ascii;              /* neither the text nor what its entities stand for goes beyond */
	uint8_t marks;           /* enum marks: what is anywhere in the file; 0: nobody looked */
	char *decoded;  /* owned memory behind text, or NULL when it is the bytes themselves */
	bool may_spend; /* what was read of the text is never looked at again: its memory may go */
	const char *spent; /* up to where it has gone */
	const char *header_end; /* the lines before it say what the text is; NULL: there are none */
	struct tally tallies[NOTICES];
	size_t warnings_capacity;
	struct labels labels;
	struct turns turns;
};

/* The text before upto is done with: nothing points into it any more. */
void reading_spend(struct reading *reading, const char *upto);

/* Counts one more of a kind. */
void notice(struct reading *reading, enum notice what, int64_t line);
/* A warning of its own words, at once. */
void notice_say(struct reading *reading, int64_t line, const char *format, ...) TW_PRINTF(3, 4);
/* Turns the tallies into the draft's warnings. */
void notice_finish(struct reading *reading);

void turns_begin(struct reading *reading);
/* About how many pieces will come; not needed, but room that is there at once need not grow. */
void turns_expect(struct reading *reading, size_t npieces);
/* Empty pieces leave no trace. Returns whether anything was added. */
bool turns_add(struct reading *reading, const struct piece *piece);
/* Moves everything into the draft and counts words, turns and questions of the speakers. */
void turns_finish(struct reading *reading);

/* ---- utterances.c: lists of what was said, for json.c ---- */

/* How a text follows the one before it. */
enum join {
	JOIN_WORD,        /* a blank between, none between CJK */
	JOIN_PUNCTUATION, /* none, and it never begins an utterance */
	JOIN_AS_IS        /* none: blanks are texts of their own */
};

struct said {
	struct str text;          /* clean; copied */
	int64_t label;            /* position in reading.labels, -1: nobody named */
	int64_t start_ms, end_ms; /* -1 unknown */
	int64_t group;            /* words of two groups are never one utterance */
	enum join join;
};

struct utterance {
	int64_t label, group, start_ms, end_ms;
	size_t from, n; /* bytes in utterances.text */
	size_t order;
};

struct utterances {
	struct utterance *items; /* owned */
	size_t n, capacity;
	struct strbuf text;
	bool words; /* what is added are words, to be joined up to the end of a sentence */
};

void utterances_add(struct utterances *all, const struct said *said);
/* Into the order of their starts; returns how many stood before an earlier one. */
size_t utterances_sort(struct utterances *all);
/* Adds them all to the turns, which begin here. */
void utterances_finish(struct reading *reading, struct utterances *all);
void utterances_release(struct utterances *all);

/* ---- counts.c ---- */

struct talk {
	size_t words;
	size_t questions; /* question marks of any script, a run of them once */
};

/* ascii: the text is known to have nothing beyond. */
struct talk count_talk(struct str s, bool ascii);

/* ---- markup.c ---- */

/* Writes text without its markup: lines trimmed and joined by one blank (none between CJK
 * characters). Never longer than raw. Returns the bytes written. unknown counts tags that are not
 * WebVTT's (may be NULL). */
size_t markup_write(char *out, struct str raw, enum markup markup, size_t *unknown);
/* Whether two texts are joined without a blank: both ends are CJK. Either may be empty. */
bool markup_joins_bare(struct str left, struct str right);

/* ---- stamp.c: the one scanner of times ---- */

struct stamp {
	int64_t ms;       /* ".5" is 500 ms */
	int64_t count_ms; /* ".5" is 5 ms: how Teams wrote in 2022 */
	size_t nbytes;
	int fields;    /* 3: hours, minutes, seconds; 2: minutes, seconds */
	bool unpadded; /* a minute or second of one digit beside another field before it */
	bool negative, over_sixty;
	bool short_fraction; /* not of three digits: ms and count_ms differ */
};

/* A time at the start of s: [-]H:M[:S][.F]; at least minutes and seconds. */
bool stamp_scan(struct str s, struct stamp *stamp);
/* A time in brackets or alone: "[00:01:02]" "(1:02)" "\[04:01\]" "0:14"; nbytes covers the
 * brackets. */
bool stamp_scan_mark(struct str s, struct stamp *stamp, bool *bracketed);
/* "1 hour 2 minutes 3 seconds", the whole of s. */
bool stamp_scan_words(struct str s, int64_t *ms);
/* A plain number with up to three decimals that count, the whole of s: "12", "12.34", "12.34s". */
bool stamp_scan_seconds(struct str s, int64_t *thousandths);

/* ---- decode.c ---- */

/* The bytes that make words other than they stand there. */
enum marks {
	MARKS_TAG = 1,    /* < */
	MARKS_ENTITY = 2, /* & */
	MARKS_BRACE = 4,  /* { */
	MARKS_ESCAPE = 8, /* a backslash */
	MARKS_SOUGHT = 16
};

/* Tells of reading->marks too when it need not clean anything. */
bool decode(struct reading *reading, struct str bytes, const char *encoding, struct err *err);
/* What of these is in a text, with MARKS_SOUGHT. */
uint8_t marks_in(struct str text);
/* Cleans a text that came out of an escape, into out (what it held is gone): controls and damage
 * become U+FFFD and are tallied. */
void decode_escaped(struct reading *reading, struct str text, struct strbuf *out);

/* ---- encoding.c ---- */

/* By a byte-order mark of nbom bytes; NULL without one. */
const char *encoding_by_bom(struct str bytes, size_t *nbom);
/* UTF-16 without a mark, by where its NULs are; else NULL. */
const char *encoding_by_nuls(struct str bytes);
/* A name that means what the web means by it; others stay as they are, borrowed. */
const char *encoding_alias(const char *encoding);
/* Bytes of an encoding as UTF-8, behind what is in out; what is damaged there becomes U+FFFD and is
 * counted. False when nobody knows the encoding. */
bool encoding_convert(struct strbuf *out, struct str bytes, const char *encoding,
		      size_t *ndamaged);
/* Has the system load what it needs for an encoding, or without one for those of two and four
 * bytes, which are found by their marks: once the jail is shut no file can be opened. */
void encoding_prepare(const char *encoding);

/* ---- cues.c, cue-scan.c, cue-timing.c, cue-rolling.c: captions, for vtt.c and srt.c ---- */

/* Small, because a long file has a million. */
struct cue_record {
	const char *text;         /* raw lines, borrowed from the decoded text */
	int32_t start_ms, end_ms; /* what is longer than LONGEST_MS may be cut, not to below it */
	uint32_t nbytes;
	uint32_t line;
	uint32_t label; /* position in labels + 1; 0 = none found */
	uint16_t skip;  /* bytes of "Name: " before what is said */
	uint8_t ntags;  /* "<" in its text; 0 = nobody counted, as when there are many */
	bool loose : 1; /* text outside any caption: no time of its own */
	bool many_lines : 1;
	bool id_speaks : 1; /* the label is the cue's id, not in its text */
};

struct cues {
	struct cue_record *items; /* owned */
	size_t n, capacity;
	size_t nlabelled;     /* cues with a name in their text */
	bool count_fractions; /* read ".5" as 5 ms */
	bool saw_unpadded, saw_short_fraction, saw_voice, saw_number, saw_payload;
	size_t nlate;
};

struct timing {
	struct stamp start, end;
	bool has_end;
	struct str rest; /* text on the same line, after a closing bracket */
};

/* "00:01.000 --> 00:02.000 …", also in brackets with the text after it. */
bool timing_scan(struct str line, struct timing *timing);
/* "[0.00s -> 4.20s] text" */
bool timing_scan_console(struct str line, struct timing *timing);
/* "0:00:01.000,0:00:02.000" */
bool timing_scan_sbv(struct str line, struct timing *timing);
/* In VTT alone NOTE, STYLE and REGION blocks are skipped; in SBV alone a comma stands between
 * times. */
enum cue_kind { CUES_VTT, CUES_SRT, CUES_SBV };

/* Do captions repeat the line before, as YouTube's do? */
bool cues_are_rolling(const struct cues *cues);
void cues_scan(struct reading *reading, struct cues *cues, struct str text, int64_t line,
	       enum cue_kind kind);
/* Scan, sort, resolve names and add the turns; fails when there is no caption at all. */
bool cues_read(struct reading *reading, struct str text, int64_t line, enum cue_kind kind,
	       struct err *err);

/* ---- cue-plain.c ---- */

struct plain_cue {
	int64_t start_ms, end_ms;
	struct str text; /* nlines of it */
	int64_t nlines;
	size_t ntags;  /* "<" in the text */
	size_t nbytes; /* of the whole, with the blank line behind it */
	bool numbered; /* a line with a number stands before the times */
};

struct byte_ways;
/* A caption at the start of s that is written as most are; false for any other. */
bool plain_cue_take(const struct byte_ways *ways, struct str s, struct plain_cue *cue);

/* The string of a member, name given with its quotes, unescaped into out; false when it is not
 * there. */
bool cue_json_string(struct str json, struct str name, struct strbuf *out);

/* ---- front matter (front-matter.c) ---- */

/* Steps over a YAML block at the start of reading->text and notes the speakers it names. */
bool front_matter_skip(struct reading *reading);

/* ---- header.c ---- */

/* Finds the lines at the top of reading->text that say what it is, and the session's day in them,
 * where the draft has none yet. To be asked by the readers of running text. */
void header_read(struct reading *reading);
/* Is it one of those lines? */
bool header_holds(const struct reading *reading, struct str line);

/* ---- speaker-line.c, speaker.c ---- */

enum line_form {
	LINE_PLAIN,
	LINE_LABEL,      /* Name: text */
	LINE_LABEL_TIME, /* [00:01] Name: text, Name (00:01): text */
	LINE_TIME,       /* [00:01] text */
	LINE_BARE_TIME,  /* 00:01 text */
	LINE_HEAD,       /* Name  0:14, [Name] 00:14, Name (0:14), and the text below */
	LINE_HEAD_TIME,  /* 0:14, and the text below */
	LINE_FORMS
};

struct speaker_line {
	enum line_form form;
	struct str label;  /* empty for the forms without one */
	int64_t ms;        /* -1 without a time */
	bool three_fields; /* the time had hours */
	bool bracketed;
	bool strong; /* bold, bracketed label, or two blanks before the time */
	bool bold;
	bool in_words;         /* the time was spelt out: 5 minutes 3 seconds */
	bool chat;             /* as meetings save what was typed: a time, "Name:", a tab */
	struct str text;       /* what is said */
	struct str after_time; /* all behind a time the line begins with; p NULL when it does not */
};

void speaker_line_read(struct str line, struct speaker_line *out);

/* ---- lines of Markdown (notes.c) ---- */

/* Level of a heading ("## x" is 2) and its words; 0 when it is none. */
int markdown_heading(struct str line, struct str *words);
/* Bytes of a bullet's mark with its indent ("  - ", "1. ", "- [ ] "), 0 when it is none. */
size_t markdown_bullet(struct str line);

/* The path of headings above a line. */
struct headings {
	struct str level[6]; /* borrowed from the text */
	struct str path;     /* in the draft's arena */
};
void headings_enter(struct reading *reading, struct headings *headings, int level,
		    struct str words);

/* ---- docx.c, or package-none.c ---- */

bool package_is(struct str bytes);
/* Sets reading->text to the words of a Word document, lines as a person sees them, and
 * reading->word: docx_read goes on with it as with any text. */
bool docx_open(struct reading *reading, struct str bytes, struct err *err);

/* ---- summary.c ---- */

/* Asks the person, by a notice, when a text without speakers looks like a machine's summary. */
void summary_ask(struct reading *reading);

/* ---- detect.c, refuse.c, readers.c ---- */

struct reader {
	const char *name;
	bool (*read)(struct reading *reading, struct err *err);
};

/* NULL when nobody reads that. */
const struct reader *reader_find(struct str name);

/* Known by their first bytes, before decoding: PDF, Office, recordings … false with the advice as
 * the error. */
bool refuse_bytes(struct str name, struct str bytes, struct err *err);
/* An archive that is nothing we read, by the names inside; always false. */
bool refuse_archive(struct str name, struct str bytes, struct err *err);
/* Known by their text: HTML, XML … the same. */
bool refuse_text(struct str name, struct str text, struct err *err);

/* The format of a decoded text, always one of the readers. */
const char *detect(struct reading *reading);

bool vtt_is(const struct reading *reading);
bool vtt_read(struct reading *reading, struct err *err);
bool srt_read(struct reading *reading, struct err *err);
bool sbv_read(struct reading *reading, struct err *err);
bool speaker_read(struct reading *reading, struct err *err);
bool speaker_is(struct reading *reading);
/* f4.c: speaker_read of a text with the marks of f4 and f5. */
bool f4_is(struct str text);
bool f4_read(struct reading *reading, struct err *err);
/* rev-nlp.c */
bool rev_nlp_is(struct str text);
bool rev_nlp_read(struct reading *reading, struct err *err);
bool json_is(struct str text);
bool json_read(struct reading *reading, struct err *err);
bool docx_read(struct reading *reading, struct err *err);
bool notes_read(struct reading *reading, struct err *err);
/* "csv" or "tsv" when it is a table, else NULL. */
const char *table_format(const struct reading *reading);
bool table_read(struct reading *reading, struct err *err);
bool paragraphs_read(struct reading *reading, struct err *err);

/* The parse alone, without fingerprints: what a benchmark measures. */
bool import_parse(struct draft *draft, struct str name, struct str bytes,
		  const struct import_options_text *options, struct err *err);

/* A path without its folders. */
struct str base_name(struct str path);
/* A draft of that name without content, and the fingerprints of one with turns. */
void draft_name(struct draft *draft, struct str name);
void draft_fingerprint(struct draft *draft);

/* A byte that separates words on a line. */
static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline struct str skip_blanks(struct str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_part(s, 1, s.n);
	return s;
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#endif
