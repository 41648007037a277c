/* Scores for ordering recommendations: our own, RICE and ICE. */
#include "themewall/model/priority.h"

#include <assert.h>

#include "themewall/base/banned.h"

double priority_score(double impact, double severity, double ease, size_t people, size_t of)
{
	return of ? impact * severity * ease * (double)people / (double)of : 0;
}

double priority_rice(double reach, double impact, double confidence, double effort)
{
	assert(effort > 0);
	return reach * impact * confidence / effort;
}

double priority_ice(double impact, double confidence, double ease)
{
	return impact * confidence * ease;
}
