#ifndef THEMEWALL_APP_MENU_H
#define THEMEWALL_APP_MENU_H

/*
 * What the mouse opens menus with. The thing under the pointer is focused first and CMD_MENU run;
 * where there is none, the menu is that of the place.
 */
struct app;

/* The menu of the view itself: what is in focus does not count. */
void menu_open_place(struct app *app);

#endif
