/* Names that look like one person's, compared word by word in their folded form. */
#include "themewall/model/namesake.h"

#include "themewall/text/fold.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

static bool next_word(struct str *rest, struct str *word)
{
	*rest = str_trim(*rest);
	size_t end = str_find_char(*rest, ' ');
	*word = str_part(*rest, 0, end);
	*rest = str_part(*rest, end, rest->n);
	if (word->n > 1 && word->p[word->n - 1] == '.')
		word->n--;
	return word->n > 0;
}

/* An initial stands for the word it begins. */
static bool word_fits(struct str a, struct str b)
{
	return str_equal(a, b) || (utf8_length(a) == 1 && str_starts(b, a)) ||
	       (utf8_length(b) == 1 && str_starts(a, b));
}

static bool fold_fits(struct str a, struct str b)
{
	struct str x, y;
	if (str_equal(a, b) || !next_word(&a, &x) || !next_word(&b, &y) || !str_equal(x, y) ||
	    utf8_length(x) < 2)
		return false;
	while (next_word(&a, &x) && next_word(&b, &y))
		if (!word_fits(x, y))
			return false;
	return true;
}

bool names_look_alike(struct str a, struct str b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	fold_text(&x, str_trim(a));
	fold_text(&y, str_trim(b));
	bool alike = fold_fits(strbuf_str(&x), strbuf_str(&y));
	strbuf_release(&x);
	strbuf_release(&y);
	return alike;
}

participant_id namesake_of(const struct model *model, struct str name, participant_id self)
{
	struct participant_list people = model_participants(model);
	participant_id found = {0};
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(model, people.ids[i]);
		if (p->id.n == self.n || !p->nsessions || !names_look_alike(p->name, name))
			continue;
		if (found.n)
			return (participant_id){0};
		found = p->id;
	}
	return found;
}
