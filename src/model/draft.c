/* A draft owns everything in its arena. */
#include "themewall/model/draft.h"

#include "themewall/base/banned.h"

void draft_release(struct draft *draft)
{
	arena_release(&draft->arena);
	*draft = (struct draft){0};
}

void draft_merge_speakers(struct draft *draft, size_t from, size_t into)
{
	struct draft_speaker *gone = &draft->speakers[from], *kept = &draft->speakers[into];
	kept->nwords += gone->nwords;
	kept->nturns += gone->nturns;
	kept->nquestions += gone->nquestions;
	for (size_t i = 0; i < draft->nturns; i++) {
		int *speaker = &draft->turns[i].speaker;
		if (*speaker == (int)from)
			*speaker = (int)into;
		if (*speaker > (int)from)
			(*speaker)--;
	}
	for (size_t i = 0; i < draft->nfacts; i++) {
		int *speaker = &draft->facts[i].speaker;
		if (*speaker == (int)from)
			*speaker = (int)into;
		if (*speaker > (int)from)
			(*speaker)--;
	}
	draft->nspeakers--;
	memmove(gone, gone + 1, (draft->nspeakers - from) * sizeof *gone);
}

const char *draft_use_words(enum draft_use use)
{
	static const char *const words[] = {
		[USE_NOTES] = "notes",
		[USE_PERSON] = "who said it",
		[USE_DAY] = "the day",
		[USE_CONSENT] = "may be quoted",
		[USE_ATTRIBUTE] = "about the person",
		[USE_TIME] = "when it was said",
		[USE_THEME] = "shown here, not kept",
	};
	return words[use];
}

bool draft_add_columns(struct strbuf *out, const struct draft *draft, enum draft_use use)
{
	size_t before = out->len;
	for (size_t i = 0; i < draft->ncolumns; i++)
		if (draft->columns[i].use == use)
			strbuf_addf(out, "%s\"%.*s\"", out->len > before ? ", " : "",
				    STR_ARG(draft->columns[i].name));
	return out->len > before;
}

size_t draft_count_notes(const struct draft *draft)
{
	size_t n = draft->nturns;
	for (size_t i = 0; i < draft->nspeakers; i++)
		if (draft->speakers[i].role == ROLE_MODERATOR)
			n -= draft->speakers[i].nturns;
	return n;
}
