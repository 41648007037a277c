/*
 * Random afternoons: sequences of commands drawn from the table's grammar, by two people with
 * restarts in between. After each: the file holds, undoing everything gives the imported state
 * back, redoing gives the end back, the journal replayed from the start equals the file, and
 * export, import, export again is the identity.
 *
 * usage: prop-wall [SEQUENCES [COMMANDS [SEED]]]; with GAUNTLET=full (or a number: so many
 * hundredths) 30 sequences of 300 commands.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/model/insights.h"
#include "themewall/store/journal.h"
#include "themewall/text/locale.h"

enum { PEOPLE = 2 };

struct world {
	struct app app[PEOPLE + 1];
	char path[256], second[256];
	uint64_t random;
	unsigned long tried, done, refused;
};

static uint32_t next(struct world *w, uint32_t below)
{
	w->random = w->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(w->random >> 33) % below;
}

/* 0 and 1 work on the wall; a third has imported it, so that neither can undo that. */
static void open_app(struct world *w, int who)
{
	static const char *const names[] = {"ana", "tom", "eva"};
	struct err err = ERR_INIT;
	struct store_options options = {
		.create = true, .coder = str_of(names[who]), .patience_ms = 5000};
	app_init(&w->app[who]);
	if (!app_open(&w->app[who], w->path, &options, &err)) {
		printf("Bail out! %s\n", err.msg);
		exit(1);
	}
}

static void reopen(struct world *w, int who)
{
	app_release(&w->app[who]);
	open_app(w, who);
}

static void add_card(struct world *w, struct app *app, struct strbuf *line)
{
	struct card_list all = model_cards(app->model);
	strbuf_add_z(line,
		     all.n ? app_card_code(app, all.ids[next(w, (uint32_t)all.n)]).z : "C-001");
}

static void add_theme(struct world *w, struct app *app, struct strbuf *line)
{
	struct cluster_list all = model_clusters(app->model);
	strbuf_add_z(line,
		     all.n ? app_cluster_code(app, all.ids[next(w, (uint32_t)all.n)]).z : "T-01");
}

static void add_insight(struct world *w, struct app *app, struct strbuf *line)
{
	struct insight_list all = model_insights(app->model);
	if (all.n)
		code_add(line, CODE_INSIGHT,
			 model_insight(app->model, all.ids[next(w, (uint32_t)all.n)])->code);
	else
		strbuf_add_z(line, "I-1");
}

static void add_words(struct world *w, struct strbuf *line)
{
	static const char *const words[] = {"\"trust the sum\"", "\"é日本 emoji 🙂\"", "\"a\"",
					    "\"I keep a sheet for that, always\"", "\"tax\""};
	strbuf_add_z(line, words[next(w, TW_COUNT(words))]);
}

/* CARD, THEME, WORDS, COLUMN, LINE, WIDTH, SLOT in a form are drawn; the rest stands as it is. */
static void draw(struct world *w, struct app *app, const char *form, struct strbuf *line)
{
	struct str rest = str_of(form);
	while (rest.n) {
		size_t end = str_find_char(rest, ' ');
		struct str word = str_part(rest, 0, end);
		if (line->len)
			strbuf_add_char(line, ' ');
		if (str_equal(word, STR("CARD")))
			add_card(w, app, line);
		else if (str_equal(word, STR("THEME")))
			add_theme(w, app, line);
		else if (str_equal(word, STR("INSIGHT")))
			add_insight(w, app, line);
		else if (str_equal(word, STR("SCORE")))
			strbuf_addf(line, "%u", next(w, 4) + 1);
		else if (str_equal(word, STR("WORDS")))
			add_words(w, line);
		else if (str_equal(word, STR("COLUMN")))
			strbuf_addf(line, "%u", next(w, 5));
		else if (str_equal(word, STR("LINE")))
			strbuf_addf(line, "%u", next(w, 60));
		else if (str_equal(word, STR("WIDTH")))
			strbuf_addf(line, "%u", next(w, 6) + 1);
		else if (str_equal(word, STR("SLOT")))
			strbuf_addf(line, "%u", next(w, 5));
		else if (str_equal(word, STR("FROM-TO")))
			strbuf_addf(line, "%u-%u", next(w, 400), 400 + next(w, 200));
		else
			strbuf_add_str(line, word);
		rest = str_part(rest, end + (end < rest.n), rest.n);
	}
}

static const char *const forms[] = {
	"card-new observation WORDS",
	"card-new pain WORDS P01",
	"excerpt S01 FROM-TO quote",
	"excerpt S02 FROM-TO idea",
	"card-edit CARD WORDS",
	"card-imply CARD WORDS",
	"card-star CARD",
	"card-kind CARD pain",
	"card-park CARD",
	"card-move CARD tray",
	"card-move CARD parked",
	"card-move CARD loose COLUMN LINE",
	"card-move CARD THEME",
	"card-move CARD THEME SLOT",
	"card-move CARD CARD THEME SLOT",
	"card-move CARD THEME",
	"card-move CARD THEME SLOT",
	"card-delete CARD",
	"card-merge CARD CARD",
	"card-merge CARD CARD CARD",
	"card-unmerge CARD",
	"card-copy-to CARD THEME",
	"card-copy-to CARD CARD THEME",
	"card-uncopy CARD THEME",
	"card-tag CARD emotion:glad",
	"card-tag CARD CARD pricing",
	"card-tag CARD pricing off",
	"card-need CARD WORDS",
	"card-tension CARD CARD",
	"card-tension CARD THEME",
	"card-tension CARD CARD off",
	"card-split CARD WIDTH",
	"card-participant CARD P02",
	"cluster-new WORDS",
	"cluster-new",
	"cluster-new WORDS THEME",
	"cluster-name THEME WORDS",
	"cluster-move THEME COLUMN LINE",
	"cluster-nest THEME THEME",
	"cluster-nest THEME top",
	"cluster-width THEME WIDTH",
	"cluster-fold THEME",
	"cluster-delete THEME",
	"cluster-tidy THEME",
	"cluster-merge THEME THEME",
	"cluster-split CARD",
	"snapshot WORDS",
	"cluster-promote THEME",
	"cluster-demote THEME",
	"cluster-include THEME WORDS",
	"move-later THEME",
	"move-earlier CARD",
	"move-later CARD",
	"cluster-define THEME WORDS",
	"cluster-exclude THEME WORDS",
	"cluster-colour THEME teal",
	"wall-tidy",
	"participant-set P01 segment WORDS",
	"speaker-set S02 nobody moderator",
	"session-set S01 date 2026-03-02",
	"study WORDS",
	"insight-new WORDS THEME",
	"insight-new WORDS",
	"insight-new WORDS",
	"insight-new WORDS",
	"card-new idea WORDS",
	"card-new pain WORDS",
	"cluster-new WORDS",
	"insight-set INSIGHT claim WORDS",
	"insight-set INSIGHT so-what WORDS",
	"insight-set INSIGHT confidence high",
	"hypothesis INSIGHT WORDS WORDS WORDS",
	"score INSIGHT impact SCORE severity SCORE ease SCORE",
	"score INSIGHT reach 500 effort 1.5",
	"evidence-add INSIGHT CARD",
	"evidence-add INSIGHT CARD contradicts WORDS",
	"evidence-add INSIGHT THEME qualifies",
	"evidence-add INSIGHT WORDS supports WORDS",
	"evidence-remove INSIGHT CARD",
	"evidence-remove INSIGHT THEME",
	"recommend INSIGHT WORDS WORDS explore",
	"recommend-set INSIGHT 1 owner WORDS",
	"insight-review INSIGHT on",
	"insight-move INSIGHT SCORE",
	"insight-delete INSIGHT",
	"belief-add WORDS",
	"belief-verdict 1 likely-false WORDS",
	"belief-remove 1",
	"decide WORDS 2026-03-20 INSIGHT",
	"decide WORDS",
	"decision-set 1 date -",
	"decision-remove 1",
	"layer-new WORDS",
	"layer-put CARD WORDS",
	"layer-put CARD CARD WORDS",
	"layer-put CARD WORDS",
	"layer-reveal",
	"ballot-new WORDS SCORE themes",
	"ballot-new WORDS SCORE insights",
	"vote THEME",
	"vote THEME SCORE",
	"vote INSIGHT SCORE",
	"vote THEME 0",
	"ballot-close",
	"card-next-unread CARD",
	"speaker-merge S02 \"Nora Feld\" \"Tobias Lindqvist\"",
	"segment WORDS",
	"recommend-remove INSIGHT 1",
	"undo",
	"undo",
	"undo",
	"redo",
	"redo",
};

/* Every command that changes a wall is drawn, but those that want a file or a place in the history
 * that is there (import.script, correct.script, past.script), and a speaker's other label
 * (people.script): the replay begins with the labels of today. */
static void check_forms(void)
{
	static const enum command_id elsewhere[] = {CMD_IMPORT, CMD_TRANSCRIPT_CORRECT, CMD_GO_BACK,
						    CMD_SPEAKER_NAME};
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		bool drawn = !(command->contexts & CTX_RUN);
		for (size_t i = 0; i < TW_COUNT(elsewhere); i++)
			drawn |= elsewhere[i] == command->id;
		for (size_t i = 0; i < TW_COUNT(forms) && !drawn; i++) {
			struct str form = str_of(forms[i]);
			drawn = str_equal(str_part(form, 0, str_find_char(form, ' ')),
					  str_of(command->name));
		}
		if (!drawn)
			ok(false, "%s: the afternoons never do it", command->name);
	}
}

/* What a person may be told instead of getting their way. */
static bool may_refuse(enum err_code code)
{
	return code == ERR_USAGE || code == ERR_NOT_FOUND || code == ERR_CONFLICT ||
	       code == ERR_NOTHING;
}

/* The last forms are undo and redo; every second afternoon does without: then everything can be
 * taken back step by step. With them only the way back as a whole is sure. */
enum { UNDO_FORMS = 5 };

static void one_command(struct world *w, size_t nforms)
{
	int who = (int)next(w, PEOPLE);
	struct app *app = &w->app[who];
	struct strbuf line = STRBUF_INIT;
	struct err err = ERR_INIT;
	if (next(w, 40) == 0)
		reopen(w, who);
	if (!app_poll(app, &err))
		ok(false, "poll: %s", err.msg);
	draw(w, app, forms[next(w, (uint32_t)nforms)], &line);
	w->tried++;
	if (command_run_line(app, strbuf_str(&line), &err))
		w->done++;
	else if (may_refuse(err.code))
		w->refused++;
	else
		ok(false, "%s: %s", line.buf, err.msg);
	strbuf_release(&line);
}

static void add_json(struct world *w, int who, struct strbuf *out)
{
	struct err err = ERR_INIT;
	if (!app_poll(&w->app[who], &err) ||
	    !page_export(&w->app[who], export_format_find(STR("json")),
			 &(struct export_options){.with_names = true}, out, &err))
		ok(false, "export: %s", err.msg);
}

static void say(const char *problem, void *context)
{
	printf("# %s\n", problem);
}

static bool holds(struct world *w)
{
	struct err err = ERR_INIT;
	size_t problems = 0;
	return store_check(w->app[0].store, say, NULL, &problems, &err) && problems == 0;
}

/* The newest standing row of a sort: whose turn it is to undo, or to redo. */
struct newest {
	coder_id coder;
	int64_t after; /* only rows newer than this */
	bool undo_rows;
	size_t count;
};

static bool see_row(const struct journal_row *row, void *context)
{
	struct newest *n = context;
	bool undo = row->kind == JOURNAL_UNDO;
	if (row->kind == JOURNAL_SKIP || row->undone || undo != n->undo_rows || row->id <= n->after)
		return true;
	n->coder = row->coder;
	n->count++;
	return true;
}

static struct app *whose(struct world *w, coder_id coder)
{
	for (int i = 0; i < PEOPLE; i++)
		if (store_coder(w->app[i].store).n == coder.n)
			return &w->app[i];
	return NULL;
}

static int64_t last_id;

static bool note_id(const struct journal_row *row, void *context)
{
	last_id = row->id;
	return true;
}

/* Undoes in global order, newest first, until only rows up to `after` stand. Returns the steps, -1
 * on failure. */
static int undo_all(struct world *w, int64_t after, bool redo, int most)
{
	struct err err = ERR_INIT;
	int steps = 0;
	for (; steps != most; steps++) {
		struct newest n = {.after = after, .undo_rows = redo};
		struct undo_report report;
		if (!store_history(w->app[0].store, 0, see_row, &n, &err))
			return -1;
		if (n.count == 0)
			break;
		struct app *app = whose(w, n.coder);
		if (!(redo ? store_redo : store_undo)(app->store, UNDO_CAREFUL, &report, &err)) {
			printf("# %s: %s\n", redo ? "redo" : "undo", err.msg);
			return -1;
		}
	}
	return steps;
}

/* What should be the same; when it is not, PROP_KEEP names a folder that gets both. */
static bool same_json(const struct strbuf *want, const struct strbuf *got)
{
	struct err err = ERR_INIT;
	const char *folder = getenv("PROP_KEEP");
	char file[300];
	bool same = str_equal(strbuf_str(want), strbuf_str(got));
	if (!same && folder) {
		snprintf(file, sizeof file, "%s/want.json", folder);
		page_write_file(file, strbuf_str(want), true, &err);
		snprintf(file, sizeof file, "%s/got.json", folder);
		page_write_file(file, strbuf_str(got), true, &err);
	}
	return same;
}

static bool same_after_import(struct world *w, const struct strbuf *json)
{
	struct app app;
	struct err err = ERR_INIT;
	struct strbuf again = STRBUF_INIT;
	struct store_options options = {.create = true, .coder = STR("ana"), .patience_ms = 5000};
	char file[300];
	snprintf(file, sizeof file, "%s.json", w->second);
	app_init(&app);
	unlink(file);
	bool ok_ = page_write_file(file, strbuf_str(json), true, &err) &&
		   app_open(&app, w->second, &options, &err);
	struct str word = str_of(file);
	struct args args = {&word, 1};
	ok_ = ok_ && command_run(&app, CMD_IMPORT, &args, &err) &&
	      page_export(&app, export_format_find(STR("json")),
			  &(struct export_options){.with_names = true}, &again, &err);
	if (!ok_)
		printf("# %s\n", err.msg);
	ok_ = ok_ && same_json(json, &again);
	app_release(&app);
	store_remove(w->second);
	unlink(file);
	strbuf_release(&again);
	return ok_;
}

static void is_now(struct world *w, bool done, const struct strbuf *want, const char *what,
		   int number)
{
	struct strbuf now = STRBUF_INIT;
	add_json(w, 0, &now);
	ok(done && same_json(want, &now), "%d: %s", number, what);
	strbuf_release(&now);
}

static void step_by_step(struct world *w, int number, int64_t imported, const struct strbuf *start,
			 const struct strbuf *end)
{
	int steps = undo_all(w, imported, false, -1);
	is_now(w, steps >= 0, start, "all undone, the imported state is back", number);
	steps = undo_all(w, imported, true, steps);
	is_now(w, steps >= 0, end, "all redone, the end is back", number);
}

static void all_at_once(struct world *w, int number, int64_t imported, const struct strbuf *start,
			const struct strbuf *end)
{
	struct err err = ERR_INIT;
	struct undo_report report;
	bool done = store_revert(w->app[0].store, imported, &err);
	is_now(w, done, start, "back to the import as a whole", number);
	done = store_undo(w->app[0].store, UNDO_CAREFUL, &report, &err);
	is_now(w, done, end, "and that undone, the end is back", number);
}

static void one_sequence(struct world *w, int number, int commands)
{
	struct err err = ERR_INIT;
	struct strbuf start = STRBUF_INIT, end = STRBUF_INIT, now = STRBUF_INIT;
	bool same = false;
	open_app(w, PEOPLE);
	if (!command_run_line(
		    &w->app[PEOPLE],
		    STR("import sample:p01-claims-triage.vtt sample:p02-delivery-times.txt"), &err))
		ok(false, "import: %s", err.msg);
	app_release(&w->app[PEOPLE]);
	open_app(w, 0);
	open_app(w, 1);
	add_json(w, 0, &start);
	store_history(w->app[0].store, 0, note_id, NULL, &err);
	int64_t imported = last_id;
	for (int i = 0; i < commands; i++)
		one_command(w, TW_COUNT(forms) - (number % 2 ? UNDO_FORMS : 0));
	add_json(w, 0, &end);
	ok(holds(w), "%d: the file holds", number);
	add_json(w, 1, &now);
	ok(same_json(&end, &now), "%d: both people see the same", number);
	ok(store_replay_check(w->app[0].store, w->second, &same, &err) && same,
	   "%d: the journal replayed is the file %s", number, err.msg);
	store_remove(w->second);
	ok(same_after_import(w, &end), "%d: export, import, export is the identity", number);
	if (number % 2)
		step_by_step(w, number, imported, &start, &end);
	else
		all_at_once(w, number, imported, &start, &end);
	ok(holds(w), "%d: the file holds still", number);
	strbuf_release(&start);
	strbuf_release(&end);
	strbuf_release(&now);
	app_release(&w->app[0]);
	app_release(&w->app[1]);
	store_remove(w->path);
}

int main(int argc, char **argv)
{
	struct world w = {.random = argc > 3 ? strtoull(argv[3], NULL, 10) : 20260316};
	const char *size = getenv("GAUNTLET");
	int full = size ? 30 * (strcmp(size, "full") ? (int)strtol(size, NULL, 10) : 100) / 100 : 0;
	int sequences = full ? full : argc > 1 ? (int)strtol(argv[1], NULL, 10) : 4;
	int commands = full ? 300 : argc > 2 ? (int)strtol(argv[2], NULL, 10) : 60;
	const char *base = getenv("TMPDIR");
	char folder[200];
	snprintf(folder, sizeof folder, "%s/themewall-prop-XXXXXX",
		 base && base[0] == '/' ? base : "/tmp");
	text_init();
	check_forms();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	if (!mkdtemp(folder))
		return 1;
	snprintf(w.path, sizeof w.path, "%s/a.wall", folder);
	snprintf(w.second, sizeof w.second, "%s/b.wall", folder);
	for (int i = 1; i <= sequences; i++)
		one_sequence(&w, i, commands);
	rmdir(folder);
	printf("# %lu commands, %lu done, %lu refused in words\n", w.tried, w.done, w.refused);
	ok(w.done * 3 > w.tried, "many commands did something");
	return done();
}
