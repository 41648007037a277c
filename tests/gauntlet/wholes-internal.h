#ifndef GAUNTLET_WHOLES_INTERNAL_H
#define GAUNTLET_WHOLES_INTERNAL_H

#include "wholes.h"

/* What the wholes share: the wall that is worked on, a partner's, and the commonest of grounds and
 * of what is done. */
extern struct store *wholes_store, *wholes_partner;

void more_wholes_begin(const char *folder); /* of wholes_begin */
void open_wholes_begin(const char *folder);
bool wholes_open_at(struct store **out, const char *name, const char *who,
		    struct store_options options);
bool wholes_begin_open(void); /* study.wall, by Ann */
/* An interview, a theme of this name and in it a card with these words. */
void wholes_work(struct store *on, const char *file, const char *name, const char *words);
/* The one number a statement gives of a wall that is sound; -1 of any other. */
int64_t wholes_count_in(const char *name, const char *sql);
bool wholes_has_name(const char *name); /* Paula's, in the bytes of a file */

void wholes_ground_wall(void);
void wholes_ground_forgotten(void); /* and other.wall: each has forgotten another's name */
void wholes_die_writing(void);      /* another process writes a card and is gone */
bool wholes_merge(void);            /* other.wall */
bool wholes_sync_calling(void);     /* the same, in another process */
bool wholes_forget(void);           /* the first person */
bool wholes_save(void);             /* into saved.wall */
bool wholes_is_saved(void);

#endif
