/* Saved lenses: few rows, looked through by who asks. In the file a kind or a flag is named by its
 * own word, so that none of these words ever stands where people's words do. */
#include "model-internal.h"

#include "themewall/model/lenses.h"
#include "themewall/text/fold.h"

#include "word-internal.h"
#include "themewall/base/banned.h"

static const struct str colours[LENS_COLOURS] = {
	[LENS_BY_PARTICIPANT] = WORD("participant"),
	[LENS_BY_SEGMENT] = WORD("segment"),
	[LENS_BY_KIND] = WORD("kind"),
	[LENS_BY_AUTHOR] = WORD("author"),
	[LENS_BY_THEME] = WORD("theme"),
	[LENS_BY_TAG] = WORD("tag"),
};
/* Those of kinds and flags are below. */
static const struct str shown[ONLY_KINDS] = {
	[ONLY_ALL] = WORD("all"),         [ONLY_PARTICIPANT] = WORD("participant"),
	[ONLY_SEGMENT] = WORD("segment"), [ONLY_KIND] = WORD(""),
	[ONLY_AUTHOR] = WORD("author"),   [ONLY_WORDS] = WORD("words"),
	[ONLY_FLAG] = WORD(""),           [ONLY_TAG] = WORD("tag"),
};
static const struct str flags[FLAGS] = {
	[FLAG_SURPRISE] = WORD("surprise"),
	[FLAG_TENSION] = WORD("tension"),
	[FLAG_UNATTRIBUTED] = WORD("unattributed"),
};

const char *lens_colour_name(enum lens_colour colour)
{
	return colours[colour].p;
}

enum lens_colour lens_colour_find(struct str name)
{
	return (enum lens_colour)word_find(colours, LENS_COLOURS, name);
}

const char *lens_shows_name(enum lens_only only, int which)
{
	return only == ONLY_KIND   ? card_kind_name((enum card_kind)which)
	       : only == ONLY_FLAG ? flags[which].p
				   : shown[only].p;
}

bool lens_shows_find(struct str name, enum lens_only *only, int *which)
{
	enum card_kind kind = card_kind_find(name);
	size_t flag = word_find(flags, FLAGS, name);
	*only = kind < CARD_KINDS ? ONLY_KIND
		: flag < FLAGS    ? ONLY_FLAG
				  : (enum lens_only)word_find(shown, ONLY_KINDS, name);
	*which = kind < CARD_KINDS ? (int)kind : flag < FLAGS ? (int)flag : 0;
	return name.n && *only < ONLY_KINDS;
}

bool lens_takes_value(enum lens_only only)
{
	return only == ONLY_SEGMENT || only == ONLY_AUTHOR || only == ONLY_WORDS ||
	       only == ONLY_TAG;
}

/* Words we do not know come from a file that `check` speaks of; here they are the plain lens's. */
static void take_words(struct saved_lens *row, const struct row_change *change)
{
	if (change->column[LENS_COLOUR].type == VALUE_TEXT) {
		enum lens_colour colour = lens_colour_find(change->column[LENS_COLOUR].s);
		row->colour = colour < LENS_COLOURS ? colour : LENS_BY_PARTICIPANT;
	}
	if (change->column[LENS_SHOWS].type == VALUE_TEXT &&
	    !lens_shows_find(change->column[LENS_SHOWS].s, &row->only, &row->which))
		row->only = ONLY_ALL;
}

void model_apply_lens(struct model *model, const struct row_change *change)
{
	struct rows *rows = &model->coding[CODING_LENSES];
	struct saved_lens *row = coding_row(rows, change);
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, row->name);
		texts_drop(&model->texts, row->value);
	}
	if (coding_gone(rows, change))
		return;
	row_text(model, change, LENS_NAME, &row->name);
	row_text(model, change, LENS_VALUE, &row->value);
	take_words(row, change);
	row->participant.n = row_int(change, LENS_PARTICIPANT, row->participant.n);
	row->hides = row_int(change, LENS_HIDES, row->hides) != 0;
}

struct lens_list model_lenses(const struct model *model)
{
	struct lens_list list;
	list.all = coding_find(model, CODING_LENSES, 0, &list.n);
	return list;
}

const struct saved_lens *model_lens(const struct model *model, int64_t id)
{
	return rows_find(&model->coding[CODING_LENSES], id);
}

const struct saved_lens *model_lens_named(const struct model *model, struct str name)
{
	struct strbuf wanted = STRBUF_INIT, folded = STRBUF_INIT;
	const struct saved_lens *found = NULL;
	struct lens_list list = model_lenses(model);
	fold_text(&wanted, name);
	for (size_t i = list.n; !found && i-- > 0;) {
		strbuf_reset(&folded);
		fold_text(&folded, list.all[i].name);
		if (str_equal(strbuf_str(&folded), strbuf_str(&wanted)))
			found = &list.all[i];
	}
	strbuf_release(&wanted);
	strbuf_release(&folded);
	return found;
}
