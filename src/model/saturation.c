/*
 * Code saturation. Units are interviews in the order of analysis, compared in whole numbers: a run
 * is at or below the threshold when 100 × its new themes <= percent × the base's, so that no
 * rounding decides.
 */
#include "themewall/model/saturation.h"

#include "themewall/base/banned.h"

uint32_t saturation_run(const uint32_t *new_themes, size_t run, size_t after)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < run; i++)
		sum += new_themes[after + i];
	return sum;
}

struct saturation saturation_of(const uint32_t *new_themes, size_t n,
				struct saturation_settings settings)
{
	struct saturation result = {.verdict = SATURATION_NOT_REACHED};

	if (n < settings.base + settings.run) {
		result.verdict = SATURATION_TOO_FEW;
		return result;
	}
	result.base_themes = saturation_run(new_themes, settings.base, 0);
	if (result.base_themes == 0) {
		result.verdict = SATURATION_NO_THEMES;
		return result;
	}
	uint64_t allowed = (uint64_t)settings.threshold * result.base_themes;
	for (size_t at = settings.base; at + settings.run <= n; at++) {
		if (100 * (uint64_t)saturation_run(new_themes, settings.run, at) > allowed)
			continue;
		result.verdict = SATURATION_REACHED;
		result.at = at;
		result.run = settings.run;
		break;
	}
	return result;
}

const char *saturation_reason(enum saturation_verdict verdict)
{
	switch (verdict) {
	case SATURATION_NOT_REACHED:
		return "not reached";
	case SATURATION_TOO_FEW:
		return "too few interviews for one full run";
	case SATURATION_NO_THEMES:
		return "no themes in the base";
	case SATURATION_REACHED:
		break;
	}
	return "";
}

static const struct saturation_preset presets[] = {
	{"guest", "Guest, Namey and Chen 2020: 4, then 2 with at most 5% new", {4, 2, 5}},
	{"guest-strict", "the same paper: 4, then 3 with nothing new", {4, 3, 0}},
	{"pm-guide", "a guide for product managers: five to eight", {5, 3, 5}},
	{"feedback-guide", "a guide of feedback boards: five to ten", {5, 5, 5}},
	{"cro-guide", "a guide to conversion: five to ten in each segment", {5, 5, 5}},
	{"discovery-guide", "a guide to discovery: ten to fifteen", {10, 5, 5}},
};

size_t saturation_presets(const struct saturation_preset **list)
{
	*list = presets;
	return TW_COUNT(presets);
}

const struct saturation_preset *saturation_preset_find(struct str name)
{
	for (size_t i = 0; i < TW_COUNT(presets); i++)
		if (str_equal(name, str_of(presets[i].name)))
			return &presets[i];
	return NULL;
}
