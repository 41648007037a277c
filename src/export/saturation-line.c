/* Code saturation in words. What it cannot say is said with it every time: that the range was
 * heard, not that each issue is understood. */
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/export/stats.h"

#include "themewall/base/banned.h"

enum { COHORT = 12 /* interviews after which something brand new hints at a second segment */ };

/* The last interview that brought a new theme, from 1; 0: none did. */
static size_t last_new(const uint32_t *new_themes, size_t n)
{
	while (n && new_themes[n - 1] == 0)
		n--;
	return n;
}

static size_t all_themes(const uint32_t *new_themes, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += new_themes[i];
	return sum;
}

static bool same_rule(struct saturation_settings a, struct saturation_settings b)
{
	return a.base == b.base && a.run == b.run && a.threshold == b.threshold;
}

/* Whose rule it is, where it is not the usual one; two guides may say the same. */
static void add_guides(struct strbuf *out, struct saturation_settings settings)
{
	const struct saturation_preset *list;
	size_t n = saturation_presets(&list), named = 0;

	for (size_t i = 0; i < n && !same_rule(settings, SATURATION_DEFAULT); i++)
		if (same_rule(settings, list[i].settings))
			strbuf_addf(out, "%s%s", named++ ? " or " : "", list[i].name);
	strbuf_add_z(out, named ? ": " : "");
}

static void add_settings(struct strbuf *out, struct saturation_settings settings)
{
	strbuf_add_z(out, " (");
	add_guides(out, settings);
	strbuf_addf(out, "base %zu, run %zu, threshold %d%%)", settings.base, settings.run,
		    settings.threshold);
}

static void add_reached(struct strbuf *out, const struct saturation *result,
			struct saturation_settings settings, const uint32_t *new_themes, size_t n,
			bool titled)
{
	size_t themes = all_themes(new_themes, n);

	strbuf_addf(out, "%zu+%zu", result->at, result->run);
	add_settings(out, settings);
	strbuf_addf(out, ": %zu %s, the last new one in interview %zu. ", themes,
		    themes == 1 ? "theme" : "themes", last_new(new_themes, n));
	strbuf_addf(out, "%s we heard the range of issues, not that we understand each one.",
		    titled ? "It says" : "This is code saturation; it says");
}

static void add_missing(struct strbuf *out, const struct saturation *result,
			struct saturation_settings settings, const uint32_t *new_themes, size_t n)
{
	strbuf_add_z(out, saturation_reason(result->verdict));
	add_settings(out, settings);
	if (result->verdict == SATURATION_TOO_FEW)
		strbuf_addf(out, ": cards of %zu %s are sorted, %zu are needed.", n,
			    n == 1 ? "interview" : "interviews", settings.base + settings.run);
	else if (result->verdict == SATURATION_NOT_REACHED)
		strbuf_addf(out,
			    ": the last %zu of %zu interviews still brought %u new. Code "
			    "saturation, not of meaning.",
			    settings.run, n,
			    saturation_run(new_themes, settings.run, n - settings.run));
	else
		strbuf_addf(out, settings.base == 1 ? ": no theme in the first interview."
						    : ": no theme in the first %zu interviews.",
			    settings.base);
}

void export_add_saturation(struct strbuf *out, const struct model *model,
			   struct saturation_settings settings, bool titled)
{
	struct incidence incidence;

	incidence_of_model(&incidence, model, STR(""), NULL);
	size_t n = incidence.nunits, unsorted = model_tray(model).n;
	uint32_t *new_themes = xcalloc(n + 1, sizeof *new_themes);
	incidence_new_themes(&incidence, new_themes);
	struct saturation result = saturation_of(new_themes, n, settings);
	if (result.verdict == SATURATION_REACHED)
		add_reached(out, &result, settings, new_themes, n, titled);
	else
		add_missing(out, &result, settings, new_themes, n);
	if (last_new(new_themes, n) >= COHORT)
		strbuf_addf(out,
			    " Interview %zu still brought something new: there may be more than "
			    "one segment; count each alone.",
			    last_new(new_themes, n));
	if (unsorted)
		strbuf_addf(out, " %zu %s in the tray may change this.", unsorted,
			    unsorted == 1 ? "card" : "cards");
	free(new_themes);
	incidence_release(&incidence);
}
