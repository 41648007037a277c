#ifndef THEMEWALL_MODEL_MODEL_VEC_INTERNAL_H
#define THEMEWALL_MODEL_MODEL_VEC_INTERNAL_H

#include "model-internal.h"

/* What orders cards: a number first, then in clusters the rank, then the id. People must be settled
 * for BY_READING. */
enum order { BY_READING, BY_ID, BY_RANK, BY_RECEIPT };

/* Sorts a list for the first time, or again after cards came unsorted. */
void model_vec_sort(struct model *model, struct card_vec *vec, enum order order);
/* Where a card stands in a sorted list, or would. */
size_t model_vec_place(const struct model *model, const struct card_vec *vec, enum order order,
		       const struct card *card);
void model_vec_insert(struct model *model, struct card_vec *vec, enum order order,
		      const struct card *card);
/* The card must be in it. */
void model_vec_remove(struct model *model, struct card_vec *vec, enum order order,
		      const struct card *card);

#endif
