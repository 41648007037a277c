/* A draft owns everything in its arena. */
#include "themewall/model/draft.h"

#include "themewall/base/banned.h"

void draft_release(struct draft *draft)
{
	arena_release(&draft->arena);
	*draft = (struct draft){0};
}
