#ifndef THEMEWALL_IMPORT_LINE_INTERNAL_H
#define THEMEWALL_IMPORT_LINE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * One line of a transcript: who, when, what (speaker-line.c).
 */

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

#endif
