/*
 * Random afternoons: sequences of commands drawn from the table's grammar, by two people with
 * restarts in between. After each command what is kept beside the rows is what a fresh reading of
 * the file gives; after each afternoon the file holds, undoing everything gives the imported state
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

#include "wall-draw.h"
#include "themewall/app/command.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/model/insights.h"
#include "themewall/store/journal.h"
#include "themewall/text/locale.h"

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

/* Every command that changes a wall is drawn. */
static void check_forms(void)
{
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		bool drawn = !(command->contexts & CTX_RUN);
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

/* What is kept beside the rows and follows each change, as words: people and cards of themes, and
 * where everything stands. */
static void tell_derived(const struct model *model, struct lattice *lattice, struct strbuf *out)
{
	struct cluster_list themes = model_clusters(model);
	const struct lattice_item *items;
	for (size_t i = 0; i < themes.n; i++)
		for (int whole = 0; whole < 2; whole++) {
			struct tally t = model_cluster_tally(model, themes.ids[i], whole);
			strbuf_addf(out, "%lld: %zu %zu %zu %zu\n", (long long)themes.ids[i].n,
				    t.people, t.cards, t.segments, t.unattributed);
		}
	lattice_compute(lattice, model);
	size_t n = lattice_items(lattice, &items);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "%lld %lld: %d %d %d %d\n", (long long)items[i].card.n,
			    (long long)items[i].cluster.n, items[i].rect.x, items[i].rect.y,
			    items[i].rect.w, items[i].rect.h);
}

/* It is what a model read anew from the file says. */
static void check_derived(struct app *app, const char *line)
{
	struct err err = ERR_INIT;
	struct strbuf kept = STRBUF_INIT, anew = STRBUF_INIT;
	struct model *model = model_new();
	struct lattice *lattice = lattice_new();
	bool good = app_poll(app, &err) && store_load(app->store, model, &err);
	tell_derived(app->model, app->lattice, &kept);
	tell_derived(model, lattice, &anew);
	if (!good || !str_equal(strbuf_str(&kept), strbuf_str(&anew)))
		ok(false, "after “%s” what is kept is what is counted anew %s", line, err.msg);
	lattice_free(lattice);
	model_free(model);
	strbuf_release(&kept);
	strbuf_release(&anew);
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
	check_derived(app, line.buf);
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

static void step_by_step(struct world *w, int number, const struct strbuf *start,
			 const struct strbuf *end)
{
	int steps = undo_all(w, w->imported, false, -1);
	is_now(w, steps >= 0, start, "all undone, the imported state is back", number);
	steps = undo_all(w, w->imported, true, steps);
	is_now(w, steps >= 0, end, "all redone, the end is back", number);
}

static void all_at_once(struct world *w, int number, const struct strbuf *start,
			const struct strbuf *end)
{
	struct err err = ERR_INIT;
	struct undo_report report;
	bool done = store_revert(w->app[0].store, w->imported, &err);
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
	w->imported = last_id;
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
		step_by_step(w, number, &start, &end);
	else
		all_at_once(w, number, &start, &end);
	ok(holds(w), "%d: the file holds still", number);
	strbuf_release(&start);
	strbuf_release(&end);
	strbuf_release(&now);
	app_release(&w->app[0]);
	app_release(&w->app[1]);
	store_remove(w->path);
}

/* The first transcript with other words in it, as a person would have corrected it. */
static void write_corrected(struct world *w, const char *folder)
{
	static const char *const words[2][2] = {{" the ", " that "}, {"sheet", "spread-sheet"}};
	struct str text = sample_file(STR("p01-claims-triage.vtt"));
	for (int i = 0; i < 2; i++) {
		struct strbuf out = STRBUF_INIT;
		struct err err = ERR_INIT;
		struct str rest = text;
		for (size_t at; (at = str_find(rest, str_of(words[i][0]))) < rest.n;) {
			strbuf_add_str(&out, str_part(rest, 0, at));
			strbuf_add_z(&out, words[i][1]);
			rest = str_part(rest, at + strlen(words[i][0]), rest.n);
		}
		strbuf_add_str(&out, rest);
		snprintf(w->corrected[i], sizeof w->corrected[i], "%s/corrected-%d.vtt", folder, i);
		ok(page_write_file(w->corrected[i], strbuf_str(&out), true, &err), "corrected: %s",
		   err.msg);
		strbuf_release(&out);
	}
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
	write_corrected(&w, folder);
	for (int i = 1; i <= sequences; i++)
		one_sequence(&w, i, commands);
	unlink(w.corrected[0]);
	unlink(w.corrected[1]);
	rmdir(folder);
	printf("# %lu commands, %lu done, %lu refused in words\n", w.tried, w.done, w.refused);
	ok(w.done * 3 > w.tried, "many commands did something");
	return done();
}
