/* Sorting alone: cards onto piles of one's own that nobody sees, then shown, then compared. */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/sort.h"
#include "themewall/base/mem.h"
#include "themewall/store/edit-coding.h"
#include "themewall/text/fold.h"
#include "themewall/text/fuzzy.h"
#include "themewall/base/banned.h"

static bool is_sorting(const struct app *app)
{
	struct layer mine;
	return model_own_layer(app->model, app_my_name(app), &mine);
}

static bool begin(struct app *app, struct str name, struct err *err)
{
	int64_t id;
	if (!app_edited(app, edit_layer_new(app->store, name, &id, err), err))
		return false;
	app_say(app, MESSAGE_GOOD, "You sort alone: nobody sees your piles until you show them");
	return true;
}

/* Back into one's sort, or into a new one. */
bool cmd_layer_new(struct app *app, const struct args *args, struct err *err)
{
	if (!args_count(args, CMD_LAYER_NEW, 0, 1, err))
		return false;
	if (!args_ask(app, args))
		return begin(app, args->n ? args->word[0] : STR("first sort"), err);
	if (!is_sorting(app) && !begin(app, STR("first sort"), err))
		return false;
	carry_cancel(app);
	app->help_open = false;
	app->view = VIEW_SORT;
	app->sort.compares = false;
	app->sort.revision = 0;
	sort_refresh(app);
	return true;
}

/* ---- onto a pile ---- */

static int score_label(struct str needle, struct str label)
{
	struct strbuf folded = STRBUF_INIT;
	fold_text(&folded, label);
	int score = fuzzy_score(needle, strbuf_str(&folded));
	strbuf_release(&folded);
	return score;
}

static void add_pile(struct prompt *prompt, const struct pile *pile, bool digit)
{
	struct strbuf note = STRBUF_INIT;
	strbuf_addf(&note, "%zu card%s", pile->ncards, pile->ncards == 1 ? "" : "s");
	if (digit && prompt->nrows < 9)
		strbuf_addf(&note, "   %zu", prompt->nrows + 1);
	prompt_add_row(prompt, pile->label, note.buf, 0, false);
	strbuf_release(&note);
}

/* Piles in the order in which they came up, so that the digits stay; what is typed may be new. */
static void fill_piles(struct app *app, struct prompt *prompt, struct str typed)
{
	struct str wanted = str_trim(typed);
	struct strbuf needle = STRBUF_INIT;
	bool there = false;
	sort_refresh(app);
	fold_text(&needle, wanted);
	for (size_t i = 0; i < app->sort.piling.npiles; i++) {
		const struct pile *pile = &app->sort.piling.piles[i];
		if (!pile->ncards || score_label(strbuf_str(&needle), pile->label) < 0)
			continue;
		there |= label_is_same(wanted, pile->label);
		add_pile(prompt, pile, !wanted.n);
	}
	if (wanted.n && !there)
		prompt_add_row(prompt, wanted, "new pile", 0, true);
	strbuf_release(&needle);
}

static bool put(struct app *app, card_id card, struct str label, struct err *err)
{
	if (!app_edited(app, edit_layer_put(app->store, &card, 1, label, err), err))
		return false;
	app_say(app, MESSAGE_GOOD, "On your pile “%.*s”", STR_ARG(label));
	return true;
}

static bool take_pile(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	const struct prompt *prompt = &app->prompt;
	struct str label = str_trim(text);
	if (!is_new && prompt->chosen < prompt->nrows)
		label = str_of(prompt->rows[prompt->chosen].label);
	if (!label.n)
		return err_set(err, ERR_USAGE, "type what the pile is called");
	return put(app, (card_id){prompt->subject}, label, err);
}

static bool ask_pile(struct app *app, struct err *err)
{
	const struct sort_row *row = app->view == VIEW_SORT ? sort_focus(app) : NULL;
	if (!row || row->kind != SORT_CARD)
		return err_set(err, ERR_USAGE, "choose a card first");
	prompt_open_list(app, "On which pile?", true, row->card.n, fill_piles, take_pile);
	app->prompt.digits_choose = true;
	strbuf_add_z(&app->prompt.help, "type letters of a pile, or the name of a new one");
	return true;
}

bool cmd_layer_put(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX];
	if (args_ask(app, args))
		return ask_pile(app, err);
	if (!args_count(args, CMD_LAYER_PUT, 2, ARGS_MAX, err))
		return false;
	size_t n = args->n - 1;
	for (size_t i = 0; i < n; i++)
		if (!resolve_card(app, args->word[i], &ids[i], err))
			return false;
	return app_edited(app, edit_layer_put(app->store, ids, n, args->word[n], err), err);
}

/* ---- all cards of a pile ---- */

/* The pile in focus, or that of the card in focus. */
static bool focused_pile(struct app *app, size_t *pile, struct err *err)
{
	const struct sort_row *row = app->view == VIEW_SORT ? sort_focus(app) : NULL;
	if (row && row->kind == SORT_CARD)
		row = &app->sort.rows[row->at];
	if (!row || row->kind != SORT_PILE)
		return err_set(err, ERR_USAGE, "choose a pile first");
	*pile = row->at;
	return true;
}

static bool put_pile(struct app *app, size_t pile, struct str label, struct err *err)
{
	const struct piling *piling = &app->sort.piling;
	card_id *ids = xcalloc(piling->ncards + 1, sizeof *ids);
	size_t n = 0;
	for (size_t i = 0; i < piling->ncards; i++)
		if (piling->cards[i].pile == pile)
			ids[n++] = piling->cards[i].card;
	bool good = app_edited(app, edit_layer_put(app->store, ids, n, label, err), err);
	free(ids);
	return good;
}

/* A card off its pile; a pile as a whole. */
bool cmd_layer_back(struct app *app, const struct args *args, struct err *err)
{
	const struct sort_row *row = app->view == VIEW_SORT ? sort_focus(app) : NULL;
	size_t pile;
	if (!focused_pile(app, &pile, err))
		return false;
	if (row->kind == SORT_PILE)
		return put_pile(app, pile, STR(""), err);
	card_id card = row->card;
	return app_edited(app, edit_layer_put(app->store, &card, 1, STR(""), err), err);
}

static bool take_label(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	struct strbuf was = STRBUF_INIT;
	struct str label = str_trim(text);
	bool good = label.n || err_set(err, ERR_USAGE, "type what the pile is called");
	strbuf_add_str(&was, strbuf_str(&app->prompt.seen));
	sort_refresh(app);
	for (size_t i = 0; good && i < app->sort.piling.npiles; i++)
		if (str_equal(app->sort.piling.piles[i].label, strbuf_str(&was))) {
			good = put_pile(app, i, label, err);
			break;
		}
	strbuf_release(&was);
	return good;
}

bool cmd_layer_rename(struct app *app, const struct args *args, struct err *err)
{
	size_t pile;
	if (!focused_pile(app, &pile, err))
		return false;
	prompt_open_field(app, "Call the pile", app->sort.piling.piles[pile].label, 0, take_label);
	return true;
}

/* ---- shown and compared ---- */

/* Revealed layers, newest first; at most max. */
static size_t revealed(const struct app *app, struct layer *out, size_t max)
{
	struct layer_list list = model_layers(app->model);
	size_t n = 0;
	for (size_t i = list.n; i-- > 0 && n < max;)
		if (list.all[i].revealed)
			out[n++] = list.all[i];
	return n;
}

enum { LAYERS_MAX = 12, WALL_AT = LAYERS_MAX };

/* The older of the two stands left, the wall right. newer: WALL_AT for the wall's themes. */
static void compare(struct app *app, const struct layer *layers, size_t newer, size_t older)
{
	sort_compare(app, &layers[older], newer == WALL_AT ? NULL : &layers[newer]);
	sort_refresh(app);
}

bool cmd_layer_reveal(struct app *app, const struct args *args, struct err *err)
{
	struct layer layers[LAYERS_MAX];
	if (!args_count(args, CMD_LAYER_REVEAL, 0, 0, err) ||
	    !app_edited(app, edit_layer_reveal(app->store, err), err))
		return false;
	if (!app->interactive)
		return true;
	size_t n = revealed(app, layers, LAYERS_MAX);
	for (size_t i = 1; i < n; i++)
		if (!str_equal(layers[i].coder, layers[0].coder)) {
			compare(app, layers, 0, i);
			return true;
		}
	app->view = VIEW_WALL;
	app_say(app, MESSAGE_GOOD,
		"Shown. %s compares it with the wall, and with whoever shows theirs",
		key_in_force(app, CMD_LAYER_COMPARE).z);
	return true;
}

static bool take_pair(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct layer layers[LAYERS_MAX];
	size_t n = revealed(app, layers, LAYERS_MAX), newer = (size_t)value / LAYERS_MAX,
	       older = (size_t)value % LAYERS_MAX;
	if (older >= n || (newer >= n && newer != WALL_AT))
		return err_set(err, ERR_NOT_FOUND, "that sort is gone");
	compare(app, layers, newer, older);
	return true;
}

static void add_sort(struct strbuf *label, const struct layer *layer)
{
	strbuf_addf(label, "%.*s (%.*s) and ", STR_ARG(layer->coder), STR_ARG(layer->name));
}

static void add_pair(struct prompt *prompt, const struct layer *layers, size_t newer, size_t older)
{
	struct strbuf label = STRBUF_INIT;
	add_sort(&label, &layers[older]);
	if (newer == WALL_AT)
		strbuf_add_z(&label, "this wall");
	else
		strbuf_addf(&label, "%.*s (%.*s)", STR_ARG(layers[newer].coder),
			    STR_ARG(layers[newer].name));
	prompt_add_row(prompt, strbuf_str(&label), NULL, (int64_t)(newer * LAYERS_MAX + older),
		       false);
	strbuf_release(&label);
}

/* People with people first, then each with the wall. */
static void fill_pairs(struct app *app, struct prompt *prompt, struct str typed)
{
	struct layer layers[LAYERS_MAX];
	size_t n = revealed(app, layers, LAYERS_MAX);
	for (size_t newer = 0; newer < n; newer++)
		for (size_t older = newer + 1; older < n; older++)
			if (!str_equal(layers[older].coder, layers[newer].coder))
				add_pair(prompt, layers, newer, older);
	for (size_t i = 0; i < n; i++)
		add_pair(prompt, layers, WALL_AT, i);
}

bool cmd_layer_compare(struct app *app, const struct args *args, struct err *err)
{
	prompt_open_list(app, "Compare the sorts of", false, 0, fill_pairs, take_pair);
	if (app->prompt.nrows > 1)
		return true;
	int64_t pair = app->prompt.nrows ? app->prompt.rows[0].value : -1;
	prompt_close(app);
	if (pair >= 0)
		return take_pair(app, STR(""), pair, false, err);
	return err_set(err, ERR_NOTHING,
		       "nobody has shown yet how they sorted: %s begins, %s shows it",
		       key_in_force(app, CMD_LAYER_NEW).z, key_in_force(app, CMD_LAYER_REVEAL).z);
}

/* Enter in the list. */
bool layer_open(struct app *app, struct err *err)
{
	const struct sort_row *row = sort_focus(app);
	if (!row)
		return err_set(err, ERR_NOTHING, "nothing is left here");
	if (row->kind == SORT_CARD)
		return ask_pile(app, err);
	if (row->kind == SORT_PILE)
		return cmd_layer_rename(app, &(struct args){NULL, 0}, err);
	if (row->kind != SORT_DISPUTED)
		return err_set(err, ERR_USAGE, "choose a disputed card below");
	app->view = VIEW_WALL;
	app_focus_card(app, row->card);
	return true;
}
