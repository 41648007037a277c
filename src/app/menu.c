/*
 * Menus: what can be done with the thing in focus, with the place it lies in, or with the study as
 * a whole. Most used first. A row shows its key, so that a menu teaches the keyboard; what cannot
 * work there is left out. Every command that a person can meet is in one of these lists, on the
 * hint line, a tab or a row to click: tests/unit/ui-reach.c walks them.
 */
#include "themewall/app/menu.h"

#include "insight-internal.h"
#include "themewall/app/draft.h"
#include "themewall/app/findings.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* clang-format off */
static const enum command_id for_card[] = {
	CMD_CARD_MOVE, CMD_PICK_UP, CMD_SOURCE, CMD_CARD_CORRECT, CMD_CARD_EDIT,
	CMD_CARD_IMPLY, CMD_CARD_STAR,
	CMD_CARD_KIND, CMD_CARD_PARK, CMD_MARK, CMD_CLUSTER_NEW, CMD_CLUSTER_SPLIT,
	CMD_CARD_MERGE, CMD_CARD_UNMERGE, CMD_CARD_COPY_TO, CMD_CARD_UNCOPY, CMD_COPY_JUMP,
	CMD_CARD_TAG, CMD_CARD_NEED, CMD_CARD_SPLIT,
	CMD_CARD_TENSION, CMD_TENSION_JUMP, CMD_CARD_LIKE, CMD_MOVE_EARLIER, CMD_MOVE_LATER,
	CMD_PEEK, CMD_WHO, CMD_CARD_WHO, CMD_COPY, CMD_OPEN, CMD_MARK_THEME, CMD_CANCEL,
	CMD_REMOVE};
static const enum command_id for_cluster[] = {
	CMD_CLUSTER_NAME, CMD_INSIGHT_OPEN, CMD_PICK_UP, CMD_FOLD, CMD_CARD_NEW,
	CMD_MARK_THEME, CMD_CLUSTER_MERGE, CMD_CLUSTER_NEST, CMD_CLUSTER_DEMOTE,
	CMD_CLUSTER_PROMOTE, CMD_MOVE_EARLIER, CMD_MOVE_LATER, CMD_CLUSTER_TIDY,
	CMD_CLUSTER_DEFINE, CMD_CLUSTER_INCLUDE, CMD_CLUSTER_EXCLUDE, CMD_CLUSTER_COLOUR,
	CMD_CLUSTER_WIDTH, CMD_TENSION_JUMP, CMD_VOTE, CMD_VOTE_BACK, CMD_COPY, CMD_OPEN,
	CMD_REMOVE};
static const enum command_id for_wall[] = {
	CMD_CARD_NEW, CMD_CLUSTER_NEW, CMD_CARD_NEXT_UNREAD, CMD_GOTO, CMD_SEARCH,
	CMD_SEARCH_NEXT, CMD_SEARCH_PREVIOUS, CMD_LENS, CMD_LENS_USE, CMD_IMPORT, CMD_EXPORT,
	CMD_UNDO,
	CMD_REDO, CMD_HISTORY, CMD_ZOOM_IN, CMD_ZOOM_OUT, CMD_PEEK, CMD_TRAY_FOLD,
	CMD_VIEW_PARKED, CMD_OUTLINE_ORDER, CMD_WALL_TIDY, CMD_LAYER_NEW, CMD_GO_BACK, CMD_CANCEL,
	CMD_SETTINGS};
static const enum command_id for_reader[] = {
	CMD_MAKE_QUOTE, CMD_MAKE_OBSERVATION, CMD_MAKE_PAIN, CMD_MAKE_IDEA, CMD_MAKE_QUESTION,
	CMD_CARD_STAR, CMD_CARD_MOVE, CMD_CARD_NEW, CMD_UNCOVERED_NEXT, CMD_UNCOVERED_PREVIOUS,
	CMD_READER_FIRST, CMD_READER_LAST, CMD_PEOPLE, CMD_SESSION_SET, CMD_WHO, CMD_SOURCE,
	CMD_CARD_CORRECT, CMD_TRANSCRIPT_CORRECT, CMD_SEARCH, CMD_IMPORT, CMD_CANCEL};
static const enum command_id for_coverage[] = {
	CMD_OPEN, CMD_SEARCH, CMD_LENS, CMD_EXPORT, CMD_CANCEL};
static const enum command_id for_findings[] = {
	CMD_OPEN, CMD_INSIGHT_NEW, CMD_INSIGHT_SET, CMD_EVIDENCE_ADD, CMD_STANCE_SUPPORTS,
	CMD_STANCE_CONTRADICTS, CMD_STANCE_QUALIFIES, CMD_RECOMMEND, CMD_INSIGHT_REVIEW,
	CMD_BELIEF_ADD, CMD_DECIDE, CMD_VOTE, CMD_VOTE_BACK, CMD_INSIGHT_EARLIER,
	CMD_INSIGHT_LATER, CMD_FINDING_REMOVE, CMD_FINDINGS_PANE, CMD_EXPORT, CMD_CANCEL};
static const enum command_id for_sort[] = {
	CMD_OPEN, CMD_LAYER_PUT, CMD_LAYER_BACK, CMD_LAYER_RENAME, CMD_LAYER_REVEAL,
	CMD_LAYER_COMPARE, CMD_WHO, CMD_COPY, CMD_UNDO, CMD_REDO, CMD_CANCEL};
static const enum command_id for_preview[] = {
	CMD_IMPORT_CHANGE, CMD_IMPORT_TAKE, CMD_IMPORT_ROLE, CMD_IMPORT_PERSON,
	CMD_IMPORT_MERGE, CMD_IMPORT_FORMAT, CMD_IMPORT_ENCODING, CMD_IMPORT_COLUMN,
	CMD_IMPORT_CARDS, CMD_IMPORT_TITLE, CMD_IMPORT_DATE, CMD_IMPORT_NAMES, CMD_IMPORT_NEXT,
	CMD_IMPORT_PREVIOUS, CMD_IMPORT_LEAVE_OUT, CMD_CANCEL, CMD_IMPORT, CMD_HELP, CMD_TOUR,
	CMD_SETTINGS, CMD_MOUSE, CMD_SUSPEND, CMD_QUIT};
static const enum command_id for_study[] = {
	CMD_STUDY, CMD_IMPORT, CMD_EXPORT, CMD_SEARCH, CMD_SEARCH_NEXT, CMD_SEARCH_PREVIOUS,
	CMD_LENS, CMD_LENS_USE, CMD_LENS_SAVE, CMD_LENS_NAME, CMD_LENS_REMOVE,
	CMD_DRAFT, CMD_UNDO, CMD_REDO, CMD_HISTORY, CMD_LAYER_NEW, CMD_LAYER_COMPARE,
	CMD_BALLOT_NEW, CMD_VOTES, CMD_BALLOT_CLOSE, CMD_SNAPSHOT, CMD_VIEW_PARKED, CMD_COPY,
	CMD_WHO, CMD_SAVED, CMD_TOUR, CMD_HELP, CMD_SETTINGS, CMD_MOUSE, CMD_SUSPEND, CMD_CANCEL,
	CMD_QUIT};
/* clang-format on */

enum menu {
	MENU_CARD,
	MENU_CLUSTER,
	MENU_WALL,
	MENU_READER,
	MENU_COVERAGE,
	MENU_FINDINGS,
	MENU_SORT,
	MENU_PREVIEW,
	MENU_STUDY
};

static const struct {
	const enum command_id *ids;
	size_t n;
} menus[] = {
	[MENU_CARD] = {for_card, TW_COUNT(for_card)},
	[MENU_CLUSTER] = {for_cluster, TW_COUNT(for_cluster)},
	[MENU_WALL] = {for_wall, TW_COUNT(for_wall)},
	[MENU_READER] = {for_reader, TW_COUNT(for_reader)},
	[MENU_COVERAGE] = {for_coverage, TW_COUNT(for_coverage)},
	[MENU_FINDINGS] = {for_findings, TW_COUNT(for_findings)},
	[MENU_SORT] = {for_sort, TW_COUNT(for_sort)},
	[MENU_PREVIEW] = {for_preview, TW_COUNT(for_preview)},
	[MENU_STUDY] = {for_study, TW_COUNT(for_study)},
};

static bool is_stack(const struct app *app)
{
	struct target target = app_target(app);
	return target.kind == TARGET_CARD && model_stack_size(app->model, target.card) > 1;
}

static bool is_copied(const struct app *app)
{
	struct target target = app_target(app);
	return target.kind == TARGET_CARD && model_card_twins(app->model, target.card).n > 0;
}

/* Something marked, left out or entered, which Esc would end. */
static bool can_go_back(const struct app *app)
{
	return app->marked.n || app->tour.on || app->past.now || !lens_is_plain(&app->lens) ||
	       app->view != VIEW_WALL;
}

/* The row in focus among what was concluded; NULL: none. */
static const struct finding_row *finding(const struct app *app)
{
	const struct findings_view *view = &app->concluded;
	return view->chosen < view->nrows ? &view->rows[view->chosen] : NULL;
}

/* Stances are of evidence, an order and a review of insights. */
static bool fits_finding(const struct app *app, enum command_id id)
{
	static const enum command_id of_insight[] = {CMD_INSIGHT_SET,     CMD_EVIDENCE_ADD,
						     CMD_RECOMMEND,       CMD_INSIGHT_REVIEW,
						     CMD_INSIGHT_EARLIER, CMD_INSIGHT_LATER};
	const struct finding_row *row = finding(app);
	for (size_t i = 0; i < TW_COUNT(of_insight); i++)
		if (id == of_insight[i])
			return row && row->insight;
	if (id == CMD_STANCE_SUPPORTS || id == CMD_STANCE_CONTRADICTS || id == CMD_STANCE_QUALIFIES)
		return row && row->kind == FINDING_EVIDENCE;
	return id != CMD_FINDING_REMOVE || row;
}

/* Whether a row would do something as things stand; the palette has it all the same. */
static bool fits(struct app *app, enum command_id id)
{
	if (app->view == VIEW_FINDINGS && !fits_finding(app, id))
		return false;
	if (id == CMD_CARD_UNMERGE)
		return is_stack(app);
	if (id == CMD_CARD_CORRECT)
		return corrected_is_offered(app);
	if (id == CMD_CARD_UNCOPY || id == CMD_COPY_JUMP)
		return is_copied(app);
	if (id == CMD_LENS_USE || id == CMD_LENS_NAME || id == CMD_LENS_REMOVE)
		return app->model && model_lenses(app->model).n > 0;
	if (id == CMD_DRAFT)
		return draft_is_there(app);
	if (id == CMD_CANCEL)
		return can_go_back(app);
	return id != CMD_GO_BACK || app->past.now;
}

static void fill_menu(struct app *app, struct prompt *prompt, struct str typed)
{
	const enum command_id *ids = menus[prompt->subject].ids;
	for (size_t i = 0; i < menus[prompt->subject].n; i++)
		if (command_is_offered(app, ids[i]) && fits(app, ids[i]))
			add_command_row(app, prompt, ids[i]);
}

static void open_menu(struct app *app, enum menu menu, struct str title)
{
	struct strbuf words = STRBUF_INIT;
	strbuf_add_str(&words, title);
	prompt_open_list(app, words.buf, false, menu, fill_menu, take_command);
	strbuf_release(&words);
}

/* "I-2", "Evidence for I-2", "Findings". */
static void open_findings_menu(struct app *app)
{
	const struct finding_row *row = findings_focus(app);
	struct strbuf title = STRBUF_INIT;
	if (row && row->kind == FINDING_EVIDENCE)
		strbuf_add_z(&title, "Evidence for ");
	else if (row && row->kind == FINDING_RECOMMENDATION)
		strbuf_add_z(&title, "Recommended in ");
	strbuf_add_z(&title, row && row->insight
				     ? app_insight_code(app, (insight_id){row->insight}).z
				     : "Findings");
	open_menu(app, MENU_FINDINGS, strbuf_str(&title));
	strbuf_release(&title);
}

void menu_open_place(struct app *app)
{
	if (app->view == VIEW_READER)
		open_menu(app, MENU_READER, STR("The transcript"));
	else if (app->view == VIEW_COVERAGE)
		open_menu(app, MENU_COVERAGE, STR("Who said what"));
	else if (app->view == VIEW_FINDINGS)
		open_findings_menu(app);
	else if (app->view == VIEW_SORT)
		open_menu(app, MENU_SORT,
			  app->sort.compares ? STR("Two sorts") : STR("Sorting alone"));
	else if (app->view == VIEW_IMPORT)
		open_menu(app, MENU_PREVIEW, STR("This import"));
	else
		open_menu(app, MENU_WALL, STR("The wall"));
}

/* "C-041 · also in T-05": where else one would meet it. */
static void open_card_menu(struct app *app, const struct target *target)
{
	struct strbuf title = STRBUF_INIT;
	strbuf_add_z(&title, app_card_code(app, target->card).z);
	if (is_copied(app)) {
		strbuf_add_z(&title, " · also in ");
		app_add_also_in(app, &title, target->card, target->cluster);
	}
	open_menu(app, MENU_CARD, strbuf_str(&title));
	strbuf_release(&title);
}

bool cmd_menu(struct app *app, const struct args *args, struct err *err)
{
	bool board = app->view == VIEW_WALL || app->view == VIEW_OUTLINE;
	struct target target = app_target(app);
	if (board && target.kind == TARGET_CARD)
		open_card_menu(app, &target);
	else if (board && target.kind == TARGET_CLUSTER)
		open_menu(app, MENU_CLUSTER, app_cluster_title(app, target.cluster));
	else
		menu_open_place(app);
	app->prompt.beside = board && target.kind != TARGET_NONE;
	return true;
}

bool cmd_study_menu(struct app *app, const struct args *args, struct err *err)
{
	struct str title = app->model ? model_study(app->model)->title : STR("");
	open_menu(app, MENU_STUDY, title.n ? title : STR("This study"));
	return true;
}
