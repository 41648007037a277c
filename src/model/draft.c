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
	draft->nspeakers--;
	memmove(gone, gone + 1, (draft->nspeakers - from) * sizeof *gone);
}
