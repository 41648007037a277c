/*
 * Tidying on random walls: every card outside the cluster is the same to the byte in the export,
 * inside the cards are the same ones in order, a second tidying writes nothing, undo gives the
 * first bytes back. Tidying the wall moves nothing that is drawn.
 *
 * usage: prop-tidy [WALLS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/store/journal.h"
#include "themewall/text/locale.h"

static uint64_t random_state;

static unsigned next(unsigned below)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(random_state >> 33) % below;
}

TW_PRINTF(2, 3) static void run(struct app *app, const char *format, ...)
{
	struct err err = ERR_INIT;
	struct strbuf line = STRBUF_INIT;
	va_list args;
	va_start(args, format);
	strbuf_vaddf(&line, format, args);
	va_end(args);
	if (!command_run_line(app, strbuf_str(&line), &err) && err.code != ERR_USAGE &&
	    err.code != ERR_NOT_FOUND && err.code != ERR_NOTHING)
		ok(false, "%s: %s", line.buf, err.msg);
	strbuf_release(&line);
}

static void build(struct app *app)
{
	run(app, "import sample:p01-claims-triage.vtt");
	run(app, "import sample:p03-churn.vtt");
	for (int i = 0; i < 4; i++)
		run(app, "cluster-new \"theme %d\"", i);
	run(app, "cluster-nest T-04 T-01");
	for (unsigned i = 1; i <= 40; i++) {
		unsigned from = next(3000);
		if (next(3))
			run(app, "excerpt S0%u %u-%u observation", next(2) + 1, from, from + 20);
		else
			run(app, "card-new idea \"card %u\"%s", i, next(2) ? " P01" : "");
		if (next(5))
			run(app, "card-move C-%03u T-0%u %u", i, next(4) + 1, next(6));
		else if (next(2))
			run(app, "card-move C-%03u loose %u %u", i, next(4), next(20));
	}
	for (unsigned i = 1; i <= 3; i++) {
		run(app, "cluster-move T-0%u %u %u", i, next(3), next(10));
		run(app, "cluster-width T-0%u %u", i, next(3) + 1);
	}
}

static void export(struct app *app, struct strbuf *out)
{
	struct err err = ERR_INIT;
	strbuf_reset(out);
	struct export_options options = {.with_names = true};
	if (!page_export(app, export_format_find(STR("json")), &options, out, &err))
		ok(false, "export: %s", err.msg);
}

/* Whether a line of the export is about the cluster or one of its own cards. */
static bool is_inside(const struct app *app, struct str line, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	char start[40];
	snprintf(start, sizeof start, "{\"id\":\"%s\",", app_cluster_code(app, id).z);
	if (str_starts(line, str_of(start)))
		return true;
	for (size_t i = 0; i < cluster->ncards; i++) {
		snprintf(start, sizeof start, "{\"id\":\"%s\",",
			 app_card_code(app, cluster->cards[i]).z);
		if (str_starts(line, str_of(start)))
			return true;
	}
	return false;
}

/* Lines of two exports that differ outside the cluster; SIZE_MAX when they have not as many. */
static size_t differences(const struct app *app, struct str a, struct str b, cluster_id id)
{
	struct str line_a, line_b;
	size_t n = 0;
	while (str_next_line(&a, &line_a)) {
		if (!str_next_line(&b, &line_b))
			return SIZE_MAX;
		n += !str_equal(line_a, line_b) && !is_inside(app, line_a, id);
	}
	return str_next_line(&b, &line_b) ? SIZE_MAX : n;
}

static bool in_order(const struct app *app, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	int64_t person = 0, time = -1;
	for (size_t i = 0; i < cluster->ncards; i++) {
		const struct card *card = model_card(app->model, cluster->cards[i]);
		const struct participant *p =
			model_participant(app->model, model_card_participant(app->model, card));
		int64_t this_person = p ? p->code.number : INT64_MAX;
		int64_t this_time = card->time_ms < 0 ? INT64_MAX : card->time_ms;
		if (this_person < person || (this_person == person && this_time < time))
			return false;
		person = this_person;
		time = this_time;
	}
	return true;
}

static void check_cluster(struct app *app, unsigned number)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct code code = {0, number};
	cluster_id id = model_cluster_by_code(app->model, code)->id;
	size_t ncards = model_cluster(app->model, id)->ncards;
	export(app, &before);
	run(app, "cluster-tidy T-0%u", number);
	export(app, &after);
	is_int(differences(app, strbuf_str(&before), strbuf_str(&after), id), 0,
	       "T-0%u: outside not a byte is different", number);
	ok(in_order(app, id) && model_cluster(app->model, id)->ncards == ncards,
	   "T-0%u: by person and time, none lost", number);
	int64_t changes = store_changes(app->store);
	run(app, "cluster-tidy T-0%u", number);
	is_int(store_changes(app->store), changes, "T-0%u: tidy stays tidy", number);
	if (!str_equal(strbuf_str(&before), strbuf_str(&after))) {
		run(app, "undo");
		export(app, &after);
		ok(str_equal(strbuf_str(&before), strbuf_str(&after)), "T-0%u: undone", number);
	}
	strbuf_release(&before);
	strbuf_release(&after);
}

static void add_places(struct app *app, struct strbuf *out)
{
	const struct lattice_item *items;
	size_t n = lattice_items(app_lattice(app), &items);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "%d %lld %d %d\n", items[i].kind,
			    (long long)(items[i].card.n + items[i].cluster.n), items[i].rect.x,
			    items[i].rect.y);
}

static bool anchors_are_places(struct app *app)
{
	const struct lattice_item *items;
	size_t n = lattice_items(app_lattice(app), &items);
	for (size_t i = 0; i < n; i++) {
		const struct card *card = model_card(app->model, items[i].card);
		const struct cluster *cluster = model_cluster(app->model, items[i].cluster);
		if ((card ? card->line : cluster->line) != items[i].rect.y)
			return false;
	}
	return true;
}

static void check_wall(struct app *app)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	add_places(app, &before);
	run(app, "wall-tidy");
	add_places(app, &after);
	ok(str_equal(strbuf_str(&before), strbuf_str(&after)), "nothing drawn has moved");
	ok(anchors_are_places(app), "every anchor is where its thing is drawn");
	strbuf_release(&before);
	strbuf_release(&after);
}

static void check_world(const char *path)
{
	struct err err = ERR_INIT;
	struct app app;
	struct store_options options = {.create = true, .coder = STR("ana"), .patience_ms = 5000};
	size_t problems = 0;
	app_init(&app);
	if (!app_open(&app, path, &options, &err)) {
		printf("Bail out! %s\n", err.msg);
		exit(1);
	}
	build(&app);
	for (unsigned i = 1; i <= 4; i++)
		check_cluster(&app, i);
	check_wall(&app);
	ok(store_check(app.store, NULL, NULL, &problems, &err) && problems == 0, "the file holds");
	app_release(&app);
	store_remove(path);
}

int main(int argc, char **argv)
{
	int walls = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3;
	char folder[] = "/tmp/themewall-tidy-XXXXXX", path[64];
	random_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 11;
	text_init();
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof path, "%s/t.wall", folder);
	for (int i = 0; i < walls; i++)
		check_world(path);
	rmdir(folder);
	return done();
}
