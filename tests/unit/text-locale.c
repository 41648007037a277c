/* locale: widths are those of UTF-8 whatever the environment says, and it is told which it said. */
#include <stdlib.h>
#include <wchar.h>

#include "tap.h"
#include "themewall/text/locale.h"

int main(void)
{
	setenv("LC_ALL", "C", 1);
	ok(!text_init(), "C is not UTF-8");
	is_int(wcwidth(0x4f60), 2, "an ideograph takes two cells all the same");
	setenv("LC_ALL", "xx_XX.nonsense", 1);
	ok(!text_init(), "neither is a locale that does not exist");
	is_int(wcwidth(0x4f60), 2, "nor does that change widths");
	setenv("LC_ALL", "C.UTF-8", 1);
	ok(text_init(), "C.UTF-8 is");
	return done();
}
