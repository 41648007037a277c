/*
 * What was concluded, as a list beside the page that will be sent. Labels stand in one column,
 * words in the next, what counts flush right; a computed line shows its formula with its parts.
 */
#include "draw_line-internal.h"

#include "themewall/app/findings.h"
#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

enum { LEFT = 1, INDENT = 3, LABEL_W = 12, DOTS_W = 8 };

static void draw_heading(const struct line *line, enum finding_kind kind)
{
	const char *title = kind == FINDING_INSIGHT  ? "INSIGHTS"
			    : kind == FINDING_BELIEF ? "WHAT WE BELIEVED"
						     : "DECISIONS";
	surface_putz(line->s, line->x, line->y, title, STYLE_DIM);
}

static void draw_insight(const struct line *line, const struct insight *insight)
{
	struct insight_tally tally = model_insight_tally(line->app->model, insight->id);
	struct strbuf *text = &line->ui->line;
	strbuf_reset(text);
	strbuf_addf(text, "%s%zu of %zu", insight->reviewed ? "✓ " : "", tally.people, tally.of);
	int end = paint_right(line->ui, line->s, line->right, line->y, strbuf_str(text), 12,
			      STYLE_DIM);
	strbuf_reset(text);
	caption_add_dots(text, line->app, (cluster_id){0}, insight->id);
	if (text->len)
		end = paint_right(line->ui, line->s, end - 1, line->y, strbuf_str(text), DOTS_W,
				  STYLE_TITLE);
	strbuf_reset(text);
	code_add(text, CODE_INSIGHT, insight->code);
	strbuf_addf(text, "  %.*s", STR_ARG(insight->claim));
	line_put(line, line->x + 2, strbuf_str(text), end - 1,
		 line->focused ? STYLE_FOCUS_TEXT : STYLE_TITLE);
}

static void draw_field(const struct line *line, const struct insight *insight,
		       enum finding_field field)
{
	struct strbuf *text = &line->ui->line;
	strbuf_reset(text);
	finding_field_add(text, line->app, insight, field);
	surface_putz(line->s, line->x + INDENT, line->y, finding_field_name(field), STYLE_DIM);
	line_put(line, line->x + INDENT + LABEL_W, text->len ? strbuf_str(text) : STR("—"),
		 line->right, text->len ? line_style(line) : STYLE_DIM);
}

static const char *stance_sign(enum stance stance)
{
	return stance == STANCE_SUPPORTS ? "+" : stance == STANCE_CONTRADICTS ? "−" : "~";
}

static void draw_evidence(const struct line *line, const struct evidence *e)
{
	const struct model *model = line->app->model;
	const struct card *card = e->card.n ? model_card(model, e->card) : NULL;
	const struct cluster *cluster = e->cluster.n ? model_cluster(model, e->cluster) : NULL;
	struct strbuf *text = &line->ui->line;
	strbuf_reset(text);
	if (card) {
		code_add(text, CODE_CARD, card->code);
		strbuf_addf(text, " %.*s", STR_ARG(card->text));
	} else if (cluster) {
		code_add(text, CODE_CLUSTER, cluster->code);
		struct str title = app_cluster_title(line->app, cluster->id);
		strbuf_addf(text, " %.*s", STR_ARG(title));
	} else {
		strbuf_add_str(text, e->source);
	}
	if (e->note.n)
		strbuf_addf(text, " · %.*s", STR_ARG(e->note));
	surface_putz(line->s, line->x + INDENT, line->y, stance_sign(e->stance),
		     e->stance == STANCE_CONTRADICTS ? STYLE_WARN : STYLE_KEY);
	line_put(line, line->x + INDENT + 2, strbuf_str(text), line->right, line_style(line));
}

static void draw_recommendation(const struct line *line, const struct recommendation *r)
{
	int end = line->right;
	if (r->owner.n)
		end = paint_right(line->ui, line->s, line->right, line->y, r->owner, 14,
				  STYLE_DIM) -
		      1;
	surface_putz(line->s, line->x + INDENT, line->y, r->explore ? "?" : "→", STYLE_KEY);
	line_put(line, line->x + INDENT + 2, r->text, end, line_style(line));
}

static void draw_belief(const struct line *line, const struct belief *b)
{
	int end = paint_right(line->ui, line->s, line->right, line->y,
			      str_of(verdict_words(b->verdict)), 14, STYLE_DIM);
	line_put(line, line->x + 2, b->text, end - 1, line_style(line));
}

static void draw_decision(const struct line *line, const struct decision *d)
{
	int end = paint_right(line->ui, line->s, line->right, line->y,
			      d->date.n ? d->date : STR("asked for"), 12, STYLE_DIM);
	line_put(line, line->x + 2, d->text, end - 1, line_style(line));
}

static void draw_row(const struct line *line, const struct finding_row *row)
{
	const struct model *model = line->app->model;
	const struct insight *insight = model_insight(model, (insight_id){row->insight});
	switch ((enum finding_kind)row->kind) {
	case FINDING_HEADING:
		draw_heading(line, (enum finding_kind)row->id);
		break;
	case FINDING_INSIGHT:
		draw_insight(line, insight);
		break;
	case FINDING_FIELD:
		draw_field(line, insight, (enum finding_field)row->id);
		break;
	case FINDING_EVIDENCE:
		draw_evidence(line, model_evidence(model, (evidence_id){row->id}));
		break;
	case FINDING_RECOMMENDATION:
		draw_recommendation(line,
				    model_recommendation(model, (recommendation_id){row->id}));
		break;
	case FINDING_BELIEF:
		draw_belief(line, model_belief(model, (belief_id){row->id}));
		break;
	case FINDING_DECISION:
		draw_decision(line, model_decision(model, (decision_id){row->id}));
		break;
	}
}

void draw_insights(struct ui *ui, struct app *app, struct surface *s, struct rect room)
{
	struct findings_view *view = &app->concluded;
	struct rect old = surface_clip(s, room);
	view->nshown = (size_t)(room.h > 0 ? room.h : 0);
	view->first = scroll_to(view->first, view->chosen, view->nrows, view->nshown);
	for (int i = 0; i < room.h && view->first + (size_t)i < view->nrows; i++) {
		size_t at = view->first + (size_t)i;
		struct line line = {ui,
				    app,
				    s,
				    room.x + LEFT,
				    room.y + i,
				    room.x + room.w - 2,
				    at == view->chosen && !view->preview};
		draw_row(&line, &view->rows[at]);
		zone_add(ui, (struct rect){room.x, line.y, room.w, 1}, ZONE_FINDING, (int64_t)at);
		if (view->rows[at].kind == FINDING_EVIDENCE)
			zone_add(ui, (struct rect){room.x, line.y, LEFT + INDENT + 2, 1},
				 ZONE_STANCE, (int64_t)at);
		if (!line.focused)
			continue;
		surface_putz(s, room.x, line.y, "›", STYLE_FOCUS);
		paint_cursor(s, room.x + LEFT, line.y, true);
	}
	paint_more(s, room, view->first > 0, view->first + view->nshown < view->nrows);
	surface_clip_restore(s, old);
}
