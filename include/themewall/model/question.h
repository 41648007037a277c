#ifndef THEMEWALL_MODEL_QUESTION_H
#define THEMEWALL_MODEL_QUESTION_H

#include "themewall/base/str.h"
#include "themewall/model/model.h"

/*
 * What kind of question an interviewer asked, in English, by the words it begins with. Meant for
 * listing ("this quote answers a leading question"), never for scoring. What the guides themselves
 * disagree about ("If this happened, what would you do?") is unclear and stays so.
 */
enum question_kind {
	QUESTION_NONE,   /* nothing is asked */
	QUESTION_OPEN,   /* "Walk me through …", "What happened next?" */
	QUESTION_CLOSED, /* can be answered with yes or no */
	QUESTION_LEADING, /* carries its answer: "Don't you think …?", "How much did you like …?" */
	QUESTION_HYPOTHETICAL, /* asks what people would do: "Would you use …?" */
	QUESTION_UNCLEAR,
	QUESTION_KINDS,
};
const char *question_kind_name(enum question_kind kind); /* "leading"; "none" */

/* What is to be said of an answer to it: "leading question" …; NULL for kinds nothing is to be said
 * of: open ones, unclear ones, none. */
const char *question_warning(enum question_kind kind);

/* Of all that is asked in a turn the last: that is what gets answered. text: valid UTF-8. */
enum question_kind question_kind_of(struct str text);

/*
 * The question a card's words answer: the moderator's turn before them, in the same transcript,
 * when its turns are loaded. QUESTION_NONE when there is none among the QUESTION_REACH turns before
 * them (what others said since is what they answer), or it asked nothing.
 */
enum { QUESTION_REACH = 20 };
enum question_kind question_before_card(const struct model *model, const struct card *card);

#endif
