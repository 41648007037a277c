/* Interviews a month, and days from the last interview of its evidence to an insight. */
#include "themewall/model/pace.h"

#include <stdlib.h>

#include "themewall/base/mem.h"

#include "themewall/base/banned.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static bool parts_of(struct str date, int64_t *year, int64_t *month, int64_t *day)
{
	return date.n == 10 && str_to_int(str_part(date, 0, 4), year) &&
	       str_to_int(str_part(date, 5, 7), month) && str_to_int(str_part(date, 8, 10), day) &&
	       *month >= 1 && *month <= 12;
}

/* Years begin in March, so that the leap day is the last. */
bool pace_day(struct str date, int64_t *day)
{
	int64_t y, m, d;
	if (!parts_of(date, &y, &m, &d))
		return false;
	y -= m <= 2;
	int64_t in_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	*day = y * 365 + y / 4 - y / 100 + y / 400 + in_year - 719468;
	return true;
}

static void see_date(struct pace *pace, struct str date)
{
	int64_t day;
	if (!pace_day(date, &day))
		return;
	if (!pace->dated || str_compare(date, pace->first) < 0)
		pace->first = date;
	if (!pace->dated || str_compare(date, pace->last) > 0)
		pace->last = date;
	pace->dated++;
}

static size_t months_between(struct str first, struct str last)
{
	int64_t y1, m1, y2, m2, day;
	if (!parts_of(first, &y1, &m1, &day) || !parts_of(last, &y2, &m2, &day))
		return 0;
	return (size_t)((y2 - y1) * 12 + m2 - m1 + 1);
}

/* The last day somebody said what supports it. */
static bool last_day(const struct model *model, insight_id id, int64_t *last)
{
	size_t n;
	card_id *cards = model_insight_cards(model, id, STANCE_SUPPORTS, &n);
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		const struct card *card = model_card(model, cards[i]);
		const struct transcript *t = model_transcript(model, card->transcript);
		const struct session *session = t ? model_session(model, t->session) : NULL;
		int64_t day;
		if (!session || !pace_day(session->date, &day))
			continue;
		if (!any || day > *last)
			*last = day;
		any = true;
	}
	free(cards);
	return any;
}

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void see_insights(struct pace *pace, const struct model *model)
{
	struct insight_list list = model_insights(model);
	int64_t *days = xcalloc(list.n + 1, sizeof *days);
	pace->days = -1;
	for (size_t i = 0; i < list.n; i++) {
		int64_t last = 0;
		if (!last_day(model, list.ids[i], &last))
			continue;
		int64_t took = model_insight(model, list.ids[i])->created_ms / DAY_MS - last;
		days[pace->insights++] = took > 0 ? took : 0;
	}
	if (pace->insights) {
		qsort(days, pace->insights, sizeof *days, by_size);
		pace->days = days[(pace->insights - 1) / 2];
	}
	free(days);
}

struct pace pace_of(const struct model *model)
{
	struct pace pace = {.first = {"", 0}, .last = {"", 0}};
	struct session_list list = model_sessions(model);
	for (size_t i = 0; i < list.n; i++)
		see_date(&pace, model_session(model, list.ids[i])->date);
	pace.months = months_between(pace.first, pace.last);
	int64_t first, last;
	if (pace_day(pace.first, &first) && pace_day(pace.last, &last))
		pace.span = (size_t)(last - first + 1);
	see_insights(&pace, model);
	return pace;
}
