/*
 * Rolling captions: each repeats the line before and adds one, or lights up word by word. Told by
 * the first 500 captions; which lines are then left out is for cues.c.
 */
#include "cues-internal.h"
#include "import-internal.h"
#include "themewall/base/banned.h"

static struct str first_line(const struct cue_record *cue)
{
	struct str text = {cue->text, cue->nbytes};
	return str_trim(str_part(text, 0, str_find_char(text, '\n')));
}

static struct str last_line(const struct cue_record *cue)
{
	struct str text = str_trim((struct str){cue->text, cue->nbytes});
	size_t from = text.n;
	while (from > 0 && text.p[from - 1] != '\n')
		from--;
	return str_part(text, from, text.n);
}

/* A word's own time "<00:00:01.000>": only rolling captions have them. */
static bool has_word_times(const struct cue_record *cue)
{
	const char *p = cue->text, *end = p + cue->nbytes;
	while ((p = memchr(p, '<', (size_t)(end - p))) && ++p < end)
		if (is_digit(*p))
			return true;
	return false;
}

/* Looks at the first captions: times of words, highlighted words, or a quarter that repeat a line.
 */
bool cues_are_rolling(const struct cues *cues)
{
	size_t n = cues->n < 500 ? cues->n : 500, repeats = 0, timed = 0, lit = 0;
	for (size_t i = 0; i < n; i++) {
		const struct cue_record *cue = &cues->items[i];
		if (!cue->nbytes)
			continue;
		timed += has_word_times(cue);
		lit += memmem(cue->text, cue->nbytes, "<u>", 3) != NULL;
		repeats += i && cues->items[i - 1].nbytes && memchr(cue->text, '\n', cue->nbytes) &&
			   str_equal(first_line(cue), last_line(&cues->items[i - 1]));
	}
	return timed * 4 >= n || (repeats >= 2 && repeats * 4 >= n) || (lit >= 3 && lit * 2 >= n);
}
