#ifndef THEMEWALL_MODEL_NAMESAKE_H
#define THEMEWALL_MODEL_NAMESAKE_H

#include "themewall/model/model.h"

/*
 * Two ways to write what may be one person: "Ana" and "Ana M.", "Ana M." and "Ana Martins". Meant
 * for asking a person, never for joining by itself. The words of the shorter name stand at the
 * beginning of the longer one, an initial for the word it begins; the first word, which counts in
 * full, has two letters at least. The same name is no namesake.
 */
bool names_look_alike(struct str a, struct str b);

/* Somebody else of the study's sessions whose name looks like this one; id 0: nobody, or more than
 * one. */
participant_id namesake_of(const struct model *model, struct str name, participant_id self);

#endif
