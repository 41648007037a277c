/*
 * Is it what was said, or what a machine made of it? Meeting tools hand out summaries beside
 * transcripts, and people pick the wrong one. Told by headings such summaries have: one that only
 * they have, or two that researchers' notes seldom have together. It is imported all the same, as
 * what it is, with a question.
 */
#include "import-internal.h"
#include "markdown-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

/* Only summaries are headed so, perhaps with "for the weekly" behind it. */
static const char *const sure[] = {
	"Meeting summary", "AI summary",           "AI-generated summary", "Meeting recap",
	"Quick recap",     "Suggested next steps", "Meeting notes by",
};

static const char *const usual[] = {
	"Summary",
	"Recap",
	"Overview",
	"Action items",
	"Key takeaways",
	"Takeaways",
	"Next steps",
	"Key points",
	"Decisions",
	"Follow-ups",
	"Follow-up tasks",
	"Zusammenfassung",
	"Aufgaben",
	"Nächste Schritte",
	"Wichtige Punkte",
	"Résumé",
	"Prochaines étapes",
	"Points clés",
	"Resumen",
	"Próximos pasos",
	"Resumo",
	"Próximos passos",
};

/* The words of a heading: "## Summary", "**Summary**", "Summary:" alone on its line. */
static struct str heading_of(struct str line)
{
	struct str words;
	if (!markdown_heading(str_trim(line), &words))
		words = str_trim(line);
	while (words.n && (words.p[0] == '*' || words.p[0] == '_'))
		words = str_part(words, 1, words.n);
	while (words.n && strchr("*_:", words.p[words.n - 1]))
		words.n--;
	return words;
}

static bool is_one_of(struct str words, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal_ascii(words, str_of(list[i])))
			return true;
	return false;
}

static bool begins_surely(struct str words)
{
	for (size_t i = 0; i < TW_COUNT(sure); i++) {
		size_t n = strlen(sure[i]);
		if (words.n >= n && words.n < 80 &&
		    str_equal_ascii(str_part(words, 0, n), str_of(sure[i])) &&
		    (words.n == n || words.p[n] == ' '))
			return true;
	}
	return false;
}

void summary_ask(struct reading *reading)
{
	struct str rest = reading->text, line;
	size_t usuals = 0;
	bool surely = false;
	while (str_next_line(&rest, &line) && !surely) {
		struct str words = heading_of(line);
		usuals += is_one_of(words, usual, TW_COUNT(usual));
		surely = usuals >= 2 || begins_surely(words);
	}
	if (surely)
		notice(reading, NOTICE_SUMMARY, 0);
}
