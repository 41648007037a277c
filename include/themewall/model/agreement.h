#ifndef THEMEWALL_MODEL_AGREEMENT_H
#define THEMEWALL_MODEL_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How far two or more coders agree. The unit is always the card. For walls sorted independently the
 * labels are nobody's but their own: only the adjusted Rand index fits. Where the same themes were
 * applied to the same cards: Cohen's kappa for two, Krippendorff's alpha for more or with gaps.
 * None of them is a gate; the list of disputed cards is what is worth talking about.
 */

/* 1: the same groups, 0: as by chance; may be negative. labels: any numbers. n >= 2 to mean
 * anything (1 otherwise). */
double agreement_adjusted_rand(const int *a, const int *b, size_t n);

struct kappa {
	bool defined; /* false: no cards, or both used one label only */
	double value;
	double error;     /* asymptotic standard error (Fleiss, Cohen and Everitt 1969) */
	double low, high; /* 95 % confidence interval */
};
/* table: k × k counts, rows the first coder's label, columns the second's. */
struct kappa agreement_kappa(const uint32_t *table, size_t k);

/* How far apart two labels are: equal or not; by rank; by difference; by ratio. Themes are
 * nominal; scores from 1 to 5 are ordinal. */
enum alpha_scale { ALPHA_NOMINAL, ALPHA_ORDINAL, ALPHA_INTERVAL, ALPHA_RATIO };
enum { ALPHA_GAP = -1 };
/*
 * values: ncoders rows of nunits labels >= 0, ALPHA_GAP where a coder said nothing; units with one
 * label are ignored. False when nothing can be compared, or only one label was ever used.
 */
bool agreement_alpha(const int *values, size_t ncoders, size_t nunits, enum alpha_scale scale,
		     double *alpha);

/* How much two themes occur together: both / (either). 0 when neither occurs. n12 <= n1, n2. */
double agreement_cooccurrence(size_t n1, size_t n2, size_t n12);

#endif
