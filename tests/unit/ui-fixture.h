#ifndef UI_FIXTURE_H
#define UI_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/app/app.h"
#include "themewall/ui/surface.h"
#include "themewall/ui/ui.h"

/*
 * A study fed into the app's model through its one door, row by row, and pictures of screens to
 * compare with. Ids are small numbers of our own; codes have the same number.
 */
struct fixture {
	struct app app;
	struct ui *ui;
	struct surface surface;
	int64_t next_excerpt, next_start;
	char folder[64]; /* of the wall file; "" when there is none */
};

void fixture_init(struct fixture *f);
void fixture_release(struct fixture *f);

/* An empty wall file under the session, so that a drag may begin and presence be kept. What the
 * model holds is not in it: edits of it fail. */
void fixture_file(struct fixture *f);

void fixture_study(struct fixture *f, const char *title);
/* Participant n with a session of that ordinal, one visible transcript n and its one speaker n. */
void fixture_person(struct fixture *f, int n, int ordinal, const char *segment);
/* A cluster; parent 0 is top level; rank is its order there. */
struct fixture_cluster {
	int id, parent;
	const char *name, *rank;
	int column, line, width;
	bool folded;
};
void fixture_cluster(struct fixture *f, const struct fixture_cluster *cluster);
/* A card said by person `who` (0: nobody) at "MM:SS"; place: cluster id > 0, or one of these. */
enum { IN_TRAY = 0, IN_PARKED = -1, LOOSE = -2 };
struct fixture_card {
	int id, who;
	const char *time, *text;
	const char *flags; /* letters: q o p i u (kind), s surprise, t tension */
	int place;
	int column, line;
};
void fixture_card(struct fixture *f, const struct fixture_card *card);

/* The wall of the two target screens: eight people, 26 cards, four clusters. */
void fixture_totals(struct fixture *f);
/* Turns for transcript n (spoken by the interviewer, speaker 100 + n, and person n in turns). */
void fixture_turns(struct fixture *f, int n, const char *const *texts, size_t ntexts);

/* Paints at w × h. */
void fixture_paint(struct fixture *f, int w, int h);
/* Compares the painted text with a file, naming the first line that differs. With
 * THEMEWALL_WRITE_PICTURES set, writes the file instead. */
bool fixture_is_picture(struct fixture *f, const char *folder, const char *name);
bool fixture_is_style_picture(struct fixture *f, const char *folder, const char *name);

struct event fixture_mouse(enum mouse_act act, int button, int x, int y);
void fixture_send(struct fixture *f, struct event event);
void fixture_click(struct fixture *f, int x, int y, int64_t at_ms);

#endif
