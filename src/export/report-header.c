/* The head of the page: which study, what it asks to be decided, whom we heard, when, from how
 * much.
 */
#include "themewall/base/clock.h"

#include "report-internal.h"

#include "themewall/base/banned.h"

enum { FACTS = 5 };

/* "8 (freelancer 5, bookkeeper 3)": segments are the study's own words, so nothing is made plural.
 */
static void people_fact(struct strbuf *out, const struct survey *survey)
{
	size_t known = 0;

	strbuf_addf(out, "%zu", survey->nin_view);
	for (size_t i = 0; i < survey->nsegments; i++) {
		if (survey->segments[i].people == 0)
			continue;
		strbuf_add_z(out, known ? ", " : " (");
		part_add(out, survey->segments[i].name);
		strbuf_addf(out, " %zu", survey->segments[i].people);
		known += survey->segments[i].people;
	}
	if (known && known < survey->nin_view)
		strbuf_addf(out, ", not known %zu", survey->nin_view - known);
	if (known)
		strbuf_add_char(out, ')');
}

struct day {
	int year, month, day;
};

static struct day day_of(struct str date)
{
	struct str d = date;
	int64_t year, month, day;

	if (d.n != 10 || !str_to_int(str_part(d, 0, 4), &year) ||
	    !str_to_int(str_part(d, 5, 7), &month) || !str_to_int(str_part(d, 8, 10), &day) ||
	    month < 1 || month > 12)
		return (struct day){0, 0, 0};
	return (struct day){(int)year, (int)month, (int)day};
}

static void add_day(struct strbuf *out, struct day d, bool month, bool year)
{
	static const char *const months[] = {"January",   "February", "March",    "April",
					     "May",       "June",     "July",     "August",
					     "September", "October",  "November", "December"};

	strbuf_addf(out, "%d", d.day);
	if (month)
		strbuf_addf(out, " %s", months[d.month - 1]);
	if (year)
		strbuf_addf(out, " %d", d.year);
}

/* "2 to 13 March 2026": what both ends share is said once. ISO dates sort as text. */
static void add_span(struct strbuf *out, struct str first, struct str last)
{
	struct day a = day_of(first), b = day_of(last);

	if (!a.month || !b.month)
		return;
	strbuf_add_z(out, " (");
	if (!str_equal(first, last)) {
		bool same_year = a.year == b.year;
		add_day(out, a, !(same_year && a.month == b.month), !same_year);
		strbuf_add_z(out, " to ");
	}
	add_day(out, b, true, true);
	strbuf_add_char(out, ')');
}

static void sessions_fact(struct strbuf *out, const struct model *model)
{
	struct session_list list = model_sessions(model);
	struct str first = STR(""), last = STR("");

	for (size_t i = 0; i < list.n; i++) {
		struct str date = model_session(model, list.ids[i])->date;
		if (date.n == 0)
			continue;
		if (first.n == 0 || str_compare(date, first) < 0)
			first = date;
		if (last.n == 0 || str_compare(date, last) > 0)
			last = date;
	}
	strbuf_addf(out, "%zu", list.n);
	add_span(out, first, last);
}

static void wall_fact(struct strbuf *out, const struct export_options *options)
{
	if (options->changes)
		strbuf_addf(out, "change %lld", (long long)options->changes);
	if (options->changes && options->now_ms)
		strbuf_add_z(out, ", ");
	if (options->now_ms)
		clock_add_date(out, options->now_ms);
}

void report_header(struct report *report)
{
	const struct survey *survey = report->survey;
	const struct model *model = survey->model;
	const struct study *study = model_study(model);
	const struct pen_ops *ops = report->pen->ops;
	struct strbuf texts[FACTS - 1];
	struct fact facts[FACTS], shown[FACTS];
	size_t n = 0;

	for (size_t i = 0; i < TW_COUNT(texts); i++)
		strbuf_init(&texts[i]);
	people_fact(&texts[0], survey);
	sessions_fact(&texts[1], model);
	strbuf_addf(&texts[2], "%zu from ", model_card_count(model));
	strbuf_add_count(&texts[2], model_transcripts(model).n, "transcript", "transcripts");
	wall_fact(&texts[3], survey->options);
	facts[0] = (struct fact){STR("People"), strbuf_str(&texts[0])};
	facts[1] = (struct fact){STR("Sessions"), strbuf_str(&texts[1])};
	facts[2] = (struct fact){STR("Cards"), strbuf_str(&texts[2])};
	facts[3] = (struct fact){STR("Wall"), strbuf_str(&texts[3])};
	facts[4] = (struct fact){STR("Team"), survey->options->coders};
	for (size_t i = 0; i < FACTS; i++)
		if (facts[i].text.n)
			shown[n++] = facts[i];
	ops->title(report->pen, study->title.n ? study->title : STR("A study without a title"));
	report_ask(report);
	ops->facts(report->pen, shown, n);
	if (study->question.n)
		ops->lead(report->pen, "Focus question", study->question);
	for (size_t i = 0; i < TW_COUNT(texts); i++)
		strbuf_release(&texts[i]);
}
