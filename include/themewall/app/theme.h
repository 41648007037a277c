#ifndef THEMEWALL_APP_THEME_H
#define THEMEWALL_APP_THEME_H

/*
 * How the screen is coloured; what each looks like is ui/style.h. AUTO: legible on light and dark
 * grounds alike, until the terminal has said which it is. CONTRAST: nothing grey, words in the
 * terminal's own colour. MONO: attributes only, for no colour at all.
 */
enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK, THEME_CONTRAST, THEME_MONO, THEMES };

#endif
