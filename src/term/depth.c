/* Looks by what a terminal can do. With 256 colours a quiet grey stands for dim; with fewer, dim
 * itself, where there is one. */
#include "themewall/term/depth.h"

#include "themewall/base/banned.h"

struct depth_look depth_look(enum style style, enum theme theme, int colors, bool has_dim)
{
	bool many = colors == 256;
	struct look look = style_look(style, colors ? theme : THEME_MONO);
	return (struct depth_look){
		.fg = !colors ? -1
		      : many  ? look.fg256
			      : look.fg8,
		.bg = !colors ? -1
		      : many  ? look.bg256
			      : look.bg8,
		.bold = look.bold,
		.dim = look.dim && has_dim && (!many || look.fg256 == -1),
		.reverse = look.reverse,
		.underline = look.underline,
		.on_blank = look.reverse || look.underline || look.bg256 != -1,
	};
}
