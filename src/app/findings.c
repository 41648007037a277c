/* The list of what was concluded: its rows, the focus among them, what stands in a field. */
#include "themewall/app/findings.h"

#include <stdlib.h>

#include "insight-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static void add_row(struct findings_view *view, enum finding_kind kind, insight_id insight,
		    int64_t id)
{
	ALLOC_GROW(view->rows, view->nrows + 1, view->capacity);
	view->rows[view->nrows++] = (struct finding_row){(int)kind, insight.n, id};
}

static void add_insight(struct findings_view *view, const struct model *model, insight_id id)
{
	struct evidence_list evidence = model_evidence_of(model, id);
	struct recommendation_list list = model_recommendations_of(model, id);
	add_row(view, FINDING_INSIGHT, id, id.n);
	if (view->open != id.n)
		return;
	for (int field = 0; field < FIELDS; field++)
		add_row(view, FINDING_FIELD, id, field);
	for (size_t i = 0; i < evidence.n; i++)
		add_row(view, FINDING_EVIDENCE, id, evidence.ids[i].n);
	for (size_t i = 0; i < list.n; i++)
		add_row(view, FINDING_RECOMMENDATION, id, list.ids[i].n);
}

static bool same_row(const struct finding_row *a, const struct finding_row *b)
{
	return a->kind == b->kind && a->insight == b->insight && a->id == b->id;
}

/* The thing that was in focus, else the row in its place. */
static void keep_focus(struct findings_view *view, const struct finding_row *was)
{
	for (size_t i = 0; was && i < view->nrows; i++)
		if (same_row(&view->rows[i], was)) {
			view->chosen = i;
			return;
		}
	if (view->chosen >= view->nrows)
		view->chosen = view->nrows ? view->nrows - 1 : 0;
	while (view->chosen + 1 < view->nrows && view->rows[view->chosen].kind == FINDING_HEADING)
		view->chosen++;
}

static void make_rows(struct app *app)
{
	struct findings_view *view = &app->concluded;
	struct insight_list insights = model_insights(app->model);
	struct belief_list beliefs = model_beliefs(app->model);
	struct decision_list decisions = model_decisions(app->model);
	insight_id none = {0};
	view->nrows = 0;
	if (insights.n)
		add_row(view, FINDING_HEADING, none, FINDING_INSIGHT);
	for (size_t i = 0; i < insights.n; i++)
		add_insight(view, app->model, insights.ids[i]);
	if (beliefs.n)
		add_row(view, FINDING_HEADING, none, FINDING_BELIEF);
	for (size_t i = 0; i < beliefs.n; i++)
		add_row(view, FINDING_BELIEF, none, beliefs.ids[i].n);
	if (decisions.n)
		add_row(view, FINDING_HEADING, none, FINDING_DECISION);
	for (size_t i = 0; i < decisions.n; i++)
		add_row(view, FINDING_DECISION, none, decisions.ids[i].n);
}

void findings_refresh(struct app *app)
{
	struct findings_view *view = &app->concluded;
	if (view->revision == model_revision(app->model) + 1 && view->made_for == view->open)
		return;
	bool some = view->chosen < view->nrows;
	struct finding_row was = some ? view->rows[view->chosen] : (struct finding_row){0, 0, 0};
	make_rows(app);
	keep_focus(view, some ? &was : NULL);
	view->revision = model_revision(app->model) + 1;
	view->made_for = view->open;
}

const struct finding_row *findings_focus(struct app *app)
{
	findings_refresh(app);
	struct findings_view *view = &app->concluded;
	return view->chosen < view->nrows ? &view->rows[view->chosen] : NULL;
}

void findings_choose(struct app *app, size_t row)
{
	findings_refresh(app);
	if (row < app->concluded.nrows && app->concluded.rows[row].kind != FINDING_HEADING)
		app->concluded.chosen = row;
	app->dirty = true;
}

bool findings_has_keys(struct app *app)
{
	findings_refresh(app);
	return app->concluded.nrows && !app->concluded.preview;
}

void findings_step(struct app *app, int by)
{
	struct findings_view *view = &app->concluded;
	findings_refresh(app);
	int step = by < 0 ? -1 : 1;
	for (int left = by * step; left > 0; left--) {
		long to = (long)view->chosen + step;
		while (to >= 0 && to < (long)view->nrows && view->rows[to].kind == FINDING_HEADING)
			to += step;
		if (to < 0 || to >= (long)view->nrows)
			break;
		view->chosen = (size_t)to;
	}
	app->dirty = true;
}

void findings_show(struct app *app, insight_id id)
{
	struct findings_view *view = &app->concluded;
	view->open = id.n;
	view->preview = false;
	findings_refresh(app);
	for (size_t i = 0; i < view->nrows; i++)
		if (view->rows[i].kind == FINDING_INSIGHT && view->rows[i].id == id.n)
			view->chosen = i;
	app->dirty = true;
}

void findings_release(struct findings_view *view)
{
	free(view->rows);
	*view = (struct findings_view){0};
}

int findings_list_height(struct app *app)
{
	findings_refresh(app);
	return (int)app->concluded.nrows;
}

enum findings_page findings_page_place(struct app *app)
{
	int list = findings_list_height(app);
	if (!list)
		return PAGE_ALONE;
	if (app->screen_w >= FINDINGS_PAGE_W + 2 * FINDINGS_MARGIN + FINDINGS_LIST_MIN_W)
		return PAGE_BESIDE;
	if (app->concluded.preview)
		return PAGE_ALONE;
	return app->body_h - list - 1 >= FINDINGS_PAGE_MIN_H ? PAGE_BELOW : PAGE_HIDDEN;
}

bool findings_show_page(struct app *app)
{
	return app->view == VIEW_FINDINGS && findings_page_place(app) != PAGE_HIDDEN;
}

/* ---- fields ---- */

const char *finding_field_name(enum finding_field field)
{
	static const char *const names[FIELDS] = {
		[FIELD_CLAIM] = "claim",
		[FIELD_SO_WHAT] = "so what",
		[FIELD_CONFIDENCE] = "confidence",
		[FIELD_PROBLEM] = "problem",
		[FIELD_CHANGE] = "change",
		[FIELD_EXPECTED] = "expected",
		[FIELD_IMPACT] = "impact",
		[FIELD_SEVERITY] = "severity",
		[FIELD_EASE] = "ease",
		[FIELD_REACH] = "reach",
		[FIELD_EFFORT] = "effort",
		[FIELD_PRIORITY] = "priority",
		[FIELD_ICE] = "ICE",
		[FIELD_RICE] = "RICE",
	};
	return names[field];
}

static void add_score(struct strbuf *out, int64_t value, const char *scale)
{
	if (value >= 0)
		strbuf_addf(out, "%lld %s", (long long)value, scale);
}

static void add_number_field(struct strbuf *out, const struct insight *insight,
			     enum finding_field field)
{
	if (field == FIELD_IMPACT)
		add_score(out, insight->impact, "of 5");
	else if (field == FIELD_SEVERITY)
		add_score(out, insight->severity, "of 4");
	else if (field == FIELD_EASE)
		add_score(out, insight->ease, "of 5");
	else if (field == FIELD_REACH)
		add_score(out, insight->reach, "people a quarter");
	else if (insight->effort >= 0)
		strbuf_addf(out, "%lld.%lld person-weeks", (long long)(insight->effort / 10),
			    (long long)(insight->effort % 10));
}

/* The result before its formula: a narrow list cuts the end. */
static void add_computed(struct strbuf *out, const struct app *app, const struct insight *insight,
			 enum finding_field field)
{
	struct strbuf formula = STRBUF_INIT;
	if (field == FIELD_PRIORITY)
		insight_add_priority(&formula, app->model, insight);
	else if (field == FIELD_ICE)
		insight_add_ice(&formula, insight);
	else
		insight_add_rice(&formula, insight);
	struct str all = strbuf_str(&formula);
	size_t equals = str_find(all, STR(" = "));
	if (equals < all.n)
		strbuf_addf(out, "%.*s = ", STR_ARG(str_part(all, equals + 3, all.n)));
	strbuf_add_str(out, str_part(all, 0, equals));
	strbuf_release(&formula);
}

void finding_field_add(struct strbuf *out, const struct app *app, const struct insight *insight,
		       enum finding_field field)
{
	if (field == FIELD_CLAIM)
		strbuf_add_str(out, insight->claim);
	else if (field == FIELD_SO_WHAT)
		strbuf_add_str(out, insight->so_what);
	else if (field == FIELD_CONFIDENCE)
		strbuf_add_z(out, confidence_name(insight->confidence));
	else if (field == FIELD_PROBLEM)
		strbuf_add_str(out, insight->problem);
	else if (field == FIELD_CHANGE)
		strbuf_add_str(out, insight->change);
	else if (field == FIELD_EXPECTED)
		strbuf_add_str(out, insight->expected);
	else if (field >= FIELD_PRIORITY)
		add_computed(out, app, insight, field);
	else
		add_number_field(out, insight, field);
}
