/* model/namesake: which names may be one person's. */
#include "tap.h"
#include "themewall/model/namesake.h"

static void alike(const char *a, const char *b, bool want)
{
	ok(names_look_alike(str_of(a), str_of(b)) == want &&
		   names_look_alike(str_of(b), str_of(a)) == want,
	   "%s and %s: %s", a, b, want ? "alike" : "not");
}

int main(void)
{
	alike("Ana", "Ana M.", true);
	alike("Ana M.", "Ana Martins", true);
	alike("ANA m", "Ana Martins", true);
	alike("Zoë K.", "Zoe Kern", true);
	alike("Ana", "ana", false); /* the same name: nothing to ask */
	alike("Ana M.", "Ana Berg", false);
	alike("Ana", "Anna", false);
	alike("A.", "Ana", false);
	alike("", "Ana", false);
	alike("Ana Berg", "Bea Berg", false);
	return done();
}
