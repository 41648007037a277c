/*
 * What the person should know about a file that was imported. The same thing happening a thousand
 * times is one warning: kinds are tallied with the first line they happened on and put into words
 * once, at the end.
 */
#include "import-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* With a count before it when `many` differs; otherwise said once, as it stands. */
static const struct {
	const char *one, *many;
} words[NOTICES] = {
	[NOTICE_SECOND_BOM] = {"a second byte-order mark was skipped", NULL},
	[NOTICE_DAMAGED] = {"damaged character, now \xef\xbf\xbd",
			    "damaged characters, now \xef\xbf\xbd"},
	[NOTICE_NUL] = {"NUL byte, now \xef\xbf\xbd", "NUL bytes, now \xef\xbf\xbd"},
	[NOTICE_CONTROL] = {"control character, now \xef\xbf\xbd",
			    "control characters, now \xef\xbf\xbd"},
	[NOTICE_STRAY_ENTRY] = {"entry whose name leads out of the archive; left out",
				"entries whose names lead out of the archive; left out"},
	[NOTICE_NO_HEADER] = {"no WEBVTT header; read as captions all the same", NULL},
	[NOTICE_LATE_TEXT] =
		{"caption with a blank line between its time and its text; the text is kept",
		 "captions with a blank line between time and text; the text is kept"},
	[NOTICE_LOOSE_TEXT] = {"paragraph outside any caption; kept without a time of its own",
			       "paragraphs outside any caption; kept without a time of their own"},
	[NOTICE_NO_END] = {"caption without an end time", "captions without an end time"},
	[NOTICE_BACKWARDS] = {"caption ends before it starts; its start is kept",
			      "captions end before they start; their start is kept"},
	[NOTICE_NEGATIVE] = {"caption starts before the recording; its time is now 0:00",
			     "captions start before the recording; their time is now 0:00"},
	[NOTICE_SIXTY] = {"time with 60 or more minutes or seconds, taken at its word",
			  "times with 60 or more minutes or seconds, taken at their word"},
	[NOTICE_BEYOND] = {"time beyond 500 hours; left out", "times beyond 500 hours; left out"},
	[NOTICE_WORDY_ID] = {"line above a time is not speech but the caption's name; left out",
			     "lines above times are not speech but captions' names; left out"},
	[NOTICE_CUT] = {"the file ends inside the last caption", NULL},
	[NOTICE_MAYBE_CUT] = {"the file may end inside the last caption", NULL},
	[NOTICE_REPEATED] = {"line repeated by rolling captions, kept once",
			     "lines repeated by rolling captions, kept once"},
	[NOTICE_UNKNOWN_TAG] = {"tag in angle brackets that captions do not have; left out",
				"tags in angle brackets that captions do not have; left out"},
	[NOTICE_NO_SPEAKERS] = {"no speaker names in this file", NULL},
	[NOTICE_NO_SPEAKERS_TEAMS] =
		{"no speaker names in this file; ask Teams for the .vtt or .docx", NULL},
	[NOTICE_FOOTER] = {"a footer of the transcription service was left out", NULL},
	[NOTICE_MEETING] = {"line says when the meeting's transcription began or ended; left out",
			    "lines say when the meeting's transcription began or ended; left out"},
	[NOTICE_BARE_HEADING] = {"heading with nothing below it; left out",
				 "headings with nothing below them; left out"},
	[NOTICE_SUMMARY] = {"no speakers or times found: is this a summary?", NULL},
	[NOTICE_CHAT] = {"this is a meeting's chat, not what was said: shall it be in the study?",
			 NULL},
	[NOTICE_NO_TEXT] = {"entry without text; left out", "entries without text; left out"},
	[NOTICE_GUESSED] = {"no known tool wrote this: texts, speakers and times were guessed from "
			    "the names of its fields; look at the first turns",
			    NULL},
	[NOTICE_LONG_ROW] = {"row with more cells than the header; what is too much is joined to "
			     "its last",
			     "rows with more cells than the header; what is too much is joined to "
			     "their last"},
	[NOTICE_SHORT_ROW] = {"row with fewer cells than the header; the rest is taken as empty",
			      "rows with fewer cells than the header; the rest is taken as empty"},
	[NOTICE_STRAY_QUOTE] = {"cell with text behind its closing quote; kept",
				"cells with text behind their closing quote; kept"},
	[NOTICE_SAME_ROW] = {"row repeats the note before it under another theme; one note with "
			     "both",
			     "rows repeat the note before them under another theme; one note with "
			     "all"},
	[NOTICE_UNSURE_CONSENT] = {"answer to whether they may be quoted that is neither yes nor "
				   "no; taken as no",
				   "answers to whether they may be quoted that are neither yes nor "
				   "no; taken as no"},
};

void notice(struct reading *reading, enum notice what, int64_t line)
{
	struct tally *tally = &reading->tallies[what];
	if (tally->count++ == 0)
		tally->line = line;
}

static void warn(struct reading *reading, int64_t line, struct str text)
{
	struct draft *draft = reading->draft;
	ALLOC_GROW(draft->warnings, draft->nwarnings + 1, reading->warnings_capacity);
	struct draft_warning *warning = &draft->warnings[draft->nwarnings++];
	warning->line = line;
	warning->text = (struct str){arena_strndup(&draft->arena, text.p, text.n), text.n};
}

void notice_say(struct reading *reading, int64_t line, const char *format, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list args;
	va_start(args, format);
	strbuf_vaddf(&sb, format, args);
	va_end(args);
	warn(reading, line, strbuf_str(&sb));
	strbuf_release(&sb);
}

static void say_tally(struct reading *reading, enum notice what)
{
	const struct tally *tally = &reading->tallies[what];
	if (!words[what].many)
		notice_say(reading, tally->line, "%s", words[what].one);
	else
		notice_say(reading, tally->line, "%zu %s", tally->count,
			   tally->count == 1 ? words[what].one : words[what].many);
}

/* The array was grown on the heap; the draft owns nothing outside its arena. */
void notice_finish(struct reading *reading)
{
	struct draft *draft = reading->draft;
	for (int what = 0; what < NOTICES; what++)
		if (reading->tallies[what].count)
			say_tally(reading, (enum notice)what);
	struct draft_warning *grown = draft->warnings;
	size_t nbytes = draft->nwarnings * sizeof *grown;
	draft->warnings = arena_alloc(&draft->arena, nbytes);
	if (nbytes)
		memcpy(draft->warnings, grown, nbytes);
	free(grown);
	reading->warnings_capacity = 0;
}
