/* Which names of themes get a hint, and which are left alone. */
#include "tap.h"
#include "themewall/model/claim.h"

int main(void)
{
	static const char *const fine[] = {"", "I rebuild the numbers myself",
					   "checking takes too long", "自分で数字を作り直す",
					   "Other people check it for me"};
	static const char *const topics[] = {"Trust", "Tax rates", "  Vertrauen ", "Ärger"};
	static const char *const drawers[] = {"Other", "misc", "MISCELLANEOUS", "pain points",
					      "Everything else", "Etc."};
	for (size_t i = 0; i < TW_COUNT(fine); i++)
		ok(!claim_hint(str_of(fine[i])), "“%s” is left alone", fine[i]);
	for (size_t i = 0; i < TW_COUNT(topics); i++) {
		const char *hint = claim_hint(str_of(topics[i]));
		ok(hint && strstr(hint, "topic"), "“%s” is a topic", topics[i]);
	}
	for (size_t i = 0; i < TW_COUNT(drawers); i++) {
		const char *hint = claim_hint(str_of(drawers[i]));
		ok(hint && strstr(hint, "drawer"), "“%s” is a drawer", drawers[i]);
	}
	return done();
}
