/*
 * Agreement of coders. Labels are first made dense (0 … k-1 in ascending order), then everything is
 * counted in small tables of k × k; counts are exact, only the last division is not.
 */
#include "themewall/model/agreement.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"

#include "themewall/base/banned.h"

/* The different labels of a list, ascending. */
struct labels {
	int *value; /* owned */
	size_t n;
};

static int by_value(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return x < y ? -1 : x > y;
}

static struct labels labels_of(const int *values, size_t n, bool gaps)
{
	struct labels labels = {xcalloc(n + 1, sizeof(int)), 0};
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!gaps || values[i] != ALPHA_GAP)
			labels.value[kept++] = values[i];
	qsort(labels.value, kept, sizeof(int), by_value);
	for (size_t i = 0; i < kept; i++)
		if (i == 0 || labels.value[i] != labels.value[i - 1])
			labels.value[labels.n++] = labels.value[i];
	return labels;
}

static size_t label_at(const struct labels *labels, int value)
{
	const int *found = bsearch(&value, labels->value, labels->n, sizeof value, by_value);

	return (size_t)(found - labels->value);
}

static double pairs(double n)
{
	return n * (n - 1) / 2;
}

/* The sums the index is made of: cells, rows and columns of the table a × b, in pairs. */
static double rand_index(const uint32_t *table, size_t rows, size_t columns, size_t n)
{
	double both = 0, in_rows = 0, in_columns = 0;

	for (size_t r = 0; r < rows; r++) {
		double sum = 0;
		for (size_t c = 0; c < columns; c++) {
			sum += table[r * columns + c];
			both += pairs(table[r * columns + c]);
		}
		in_rows += pairs(sum);
	}
	for (size_t c = 0; c < columns; c++) {
		double sum = 0;
		for (size_t r = 0; r < rows; r++)
			sum += table[r * columns + c];
		in_columns += pairs(sum);
	}
	double by_chance = in_rows * in_columns / pairs((double)n);
	double most = (in_rows + in_columns) / 2;
	return most > by_chance || most < by_chance ? (both - by_chance) / (most - by_chance) : 1;
}

double agreement_adjusted_rand(const int *a, const int *b, size_t n)
{
	if (n < 2)
		return 1;
	struct labels rows = labels_of(a, n, false), columns = labels_of(b, n, false);
	uint32_t *table = xcalloc(rows.n * columns.n, sizeof *table);
	for (size_t i = 0; i < n; i++)
		table[label_at(&rows, a[i]) * columns.n + label_at(&columns, b[i])]++;
	double index = rand_index(table, rows.n, columns.n, n);
	free(table);
	free(rows.value);
	free(columns.value);
	return index;
}

/* Shares of rows and columns; returns how many were counted. */
static double shares_of(const uint32_t *table, size_t k, double *row, double *column)
{
	double n = 0;

	for (size_t i = 0; i < k * k; i++) {
		row[i / k] += table[i];
		column[i % k] += table[i];
		n += table[i];
	}
	for (size_t i = 0; i < k && n > 0; i++) {
		row[i] /= n;
		column[i] /= n;
	}
	return n;
}

/* Newton's method: the model floor needs no mathematics library for one root. */
static double root(double x)
{
	double guess = x > 1 ? x : 1;

	for (int i = 0; x > 0 && i < 60; i++)
		guess = (guess + x / guess) / 2;
	return x > 0 ? guess : 0;
}

static double kappa_variance(const uint32_t *table, size_t k, const double *row,
			     const double *column, double kappa, double chance, double n)
{
	double same = 0, other = 0, rest = kappa - chance * (1 - kappa);

	for (size_t i = 0; i < k * k; i++) {
		double share = table[i] / n;
		double edge = row[i % k] + column[i / k];
		double weight = (row[i / k] + column[i / k]) * (1 - kappa);
		if (i / k == i % k)
			same += share * (1 - weight) * (1 - weight);
		else
			other += share * edge * edge;
	}
	other *= (1 - kappa) * (1 - kappa);
	return (same + other - rest * rest) / ((1 - chance) * (1 - chance) * n);
}

struct kappa agreement_kappa(const uint32_t *table, size_t k)
{
	double *row = xcalloc(2 * k + 1, sizeof *row), *column = row + k;
	double n = shares_of(table, k, row, column), seen = 0, chance = 0;
	struct kappa result = {0};

	for (size_t i = 0; i < k && n > 0; i++) {
		seen += table[i * k + i] / n;
		chance += row[i] * column[i];
	}
	result.defined = n > 0 && chance < 1;
	if (result.defined) {
		result.value = (seen - chance) / (1 - chance);
		result.error = root(kappa_variance(table, k, row, column, result.value, chance, n));
		result.low = result.value - 1.959963984540054 * result.error;
		result.high = result.value + 1.959963984540054 * result.error;
	}
	free(row);
	return result;
}

/* Pairs of labels that met in one unit, each unit weighing as much as it has labels. */
static void count_pairs(const int *values, size_t ncoders, size_t nunits,
			const struct labels *labels, double *met)
{
	size_t *unit = xcalloc(ncoders + 1, sizeof *unit);

	for (size_t u = 0; u < nunits; u++) {
		size_t n = 0;
		for (size_t c = 0; c < ncoders; c++)
			if (values[c * nunits + u] != ALPHA_GAP)
				unit[n++] = label_at(labels, values[c * nunits + u]);
		for (size_t i = 0; i < n && n > 1; i++)
			for (size_t j = 0; j < n; j++)
				if (i != j)
					met[unit[i] * labels->n + unit[j]] += 1 / (double)(n - 1);
	}
	free(unit);
}

/* Squared distance of the labels at c < k; count: how often each was used. */
static double distance(const struct labels *labels, const double *count, size_t c, size_t k,
		       enum alpha_scale scale)
{
	double low = labels->value[c], high = labels->value[k], ranks = 0;

	switch (scale) {
	case ALPHA_NOMINAL:
		return 1;
	case ALPHA_INTERVAL:
		return (high - low) * (high - low);
	case ALPHA_RATIO:
		return (high - low) * (high - low) / ((high + low) * (high + low));
	case ALPHA_ORDINAL:
		break;
	}
	for (size_t g = c; g <= k; g++)
		ranks += count[g];
	ranks -= (count[c] + count[k]) / 2;
	return ranks * ranks;
}

bool agreement_alpha(const int *values, size_t ncoders, size_t nunits, enum alpha_scale scale,
		     double *alpha)
{
	struct labels labels = labels_of(values, ncoders * nunits, true);
	double *met = xcalloc(labels.n * labels.n + labels.n + 1, sizeof *met);
	double *count = met + labels.n * labels.n, n = 0, seen = 0, chance = 0;

	count_pairs(values, ncoders, nunits, &labels, met);
	for (size_t c = 0; c < labels.n; c++)
		for (size_t k = 0; k < labels.n; k++)
			count[c] += met[c * labels.n + k];
	for (size_t c = 0; c < labels.n; c++)
		n += count[c];
	for (size_t c = 0; c < labels.n; c++)
		for (size_t k = c + 1; k < labels.n; k++) {
			double apart = distance(&labels, count, c, k, scale);
			seen += met[c * labels.n + k] * apart;
			chance += count[c] * count[k] * apart;
		}
	if (chance > 0)
		*alpha = 1 - (n - 1) * seen / chance;
	free(met);
	free(labels.value);
	return chance > 0;
}

double agreement_cooccurrence(size_t n1, size_t n2, size_t n12)
{
	size_t either = n1 + n2 - n12;

	return either ? (double)n12 / (double)either : 0;
}
