/*
 * What a script expects: words on the screen, the whole of it, places and names of the study,
 * files. One test per directive; what is shown instead is printed beneath one that fails.
 */
#include "driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "picture.h"
#include "themewall/app/command.h"
#include "themewall/app/page.h"
#include "themewall/app/settings.h"
#include "themewall/export/export.h"
#include "themewall/store/journal.h"
#include "themewall/term/ascii.h"
#include "themewall/text/utf8.h"

static struct str picture_line(struct driver *d, int y)
{
	struct str rest = strbuf_str(&d->picture), line = STR("");
	for (int i = 0; i <= y; i++)
		if (!str_next_line(&rest, &line))
			return STR("");
	return line;
}

static void show_picture(struct driver *d)
{
	struct str rest = strbuf_str(&d->picture), line;
	while (str_next_line(&rest, &line))
		printf("# |%.*s\n", STR_ARG(line));
}

static bool find(struct driver *d, struct str text)
{
	for (int y = 0; y < d->surface.h; y++) {
		struct str line = picture_line(d, y);
		size_t at = str_find(line, text);
		if (text.n == 0 || at >= line.n)
			continue;
		d->found_y = y;
		d->found_x = (int)utf8_length(str_part(line, 0, at));
		return true;
	}
	return false;
}

static void expect(struct driver *d, bool pass, struct str line)
{
	if (!driver_ok(pass, "%s:%d %.*s", d->script, d->line, STR_ARG(line)))
		show_picture(d);
}

static void add_focus(struct driver *d, struct strbuf *out)
{
	struct target target = app_target(&d->app);
	if (target.kind == TARGET_CARD)
		strbuf_add_z(out, app_card_code(&d->app, target.card).z);
	else if (target.kind == TARGET_CLUSTER)
		strbuf_add_z(out, app_cluster_code(&d->app, target.cluster).z);
	else
		strbuf_add_z(out, "nothing");
}

static void add_place(struct driver *d, struct strbuf *out, struct str word)
{
	struct code code;
	const struct card *card =
		code_parse(word, CODE_CARD, &code) ? model_card_by_code(d->app.model, code) : NULL;
	if (!card) {
		strbuf_add_z(out, "gone");
	} else if (card->place == PLACE_CLUSTER) {
		const struct cluster *cluster = model_cluster(d->app.model, card->cluster);
		size_t slot = 0;
		while (slot < cluster->ncards && cluster->cards[slot].n != card->id.n)
			slot++;
		strbuf_addf(out, "%s %zu", app_cluster_code(&d->app, card->cluster).z, slot);
	} else {
		strbuf_add_z(out, place_kind_name(card->place));
		if (card->place == PLACE_LOOSE)
			strbuf_addf(out, " %d %d", card->column, card->line);
	}
}

static void compare(struct driver *d, const char *got, struct str want, struct str line)
{
	if (!driver_ok(str_equal(str_of(got), want), "%s:%d %.*s", d->script, d->line,
		       STR_ARG(line))) {
		printf("# got: %s\n", got);
		show_picture(d);
	}
}

static void read_file(struct strbuf *out, const char *path)
{
	char block[4096];
	size_t n;
	FILE *in = fopen(path, "r");
	while (in && (n = fread(block, 1, sizeof block, in)) > 0)
		strbuf_add(out, block, n);
	if (in)
		fclose(in);
}

void driver_write(const char *path, const struct strbuf *text)
{
	FILE *out = fopen(path, "w");
	if (!out || fwrite(text->buf, 1, text->len, out) != text->len)
		driver_ok(false, "cannot write %s", path);
	if (out)
		fclose(out);
}

static void show_difference(struct str got, struct str want)
{
	struct str a = STR(""), b = STR("");
	bool more = true;
	for (int shown = 0, line = 1; more && shown < 8; line++) {
		more = str_next_line(&got, &a);
		more = str_next_line(&want, &b) || more;
		if (!str_equal(a, b)) {
			printf("# line %d\n#  got |%.*s|\n# want |%.*s|\n", line, STR_ARG(a),
			       STR_ARG(b));
			shown++;
		}
	}
}

static void compare_file(struct driver *d, struct str name, const struct strbuf *got,
			 struct str line)
{
	struct strbuf path = STRBUF_INIT, want = STRBUF_INIT;
	strbuf_addf(&path, "%s/%.*s", d->golden_folder, STR_ARG(name));
	if (getenv("UPDATE_SCREENS"))
		driver_write(path.buf, got);
	read_file(&want, path.buf);
	bool same = str_equal(strbuf_str(&want), strbuf_str(got));
	if (!same)
		show_difference(strbuf_str(got), strbuf_str(&want));
	driver_ok(same, "%s:%d %.*s", d->script, d->line, STR_ARG(line));
	strbuf_release(&path);
	strbuf_release(&want);
}

/* With --ascii each sign has one of its own, on every screen that is kept as a picture. */
static bool shows_in_ascii(const struct surface *s)
{
	for (int i = 0; i < s->w * s->h; i++) {
		uint32_t c = s->cells[i].cp[0];
		if (c && !s->cells[i].wide_tail && c != '?' && ascii_of(c) == '?') {
			printf("# U+%04X has no ASCII sign\n", (unsigned)c);
			return false;
		}
	}
	return true;
}

/* As terminals of 256, 8 and no colours show it, and without any sign but ASCII. */
static void compare_depths(struct driver *d, struct str name, struct str line)
{
	static const struct {
		const char *name;
		int colors;
		bool ascii;
	} depths[] = {{"256", 256, false}, {"8", 8, false}, {"mono", 0, false}, {"ascii", 0, true}};
	struct strbuf file = STRBUF_INIT, picture = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(depths); i++) {
		strbuf_reset(&file);
		strbuf_reset(&picture);
		strbuf_addf(&file, "golden/depth/%.*s-%dx%d.%s", STR_ARG(name), d->surface.w,
			    d->surface.h, depths[i].name);
		picture_add(&picture, &d->surface, depths[i].colors, depths[i].ascii);
		compare_file(d, strbuf_str(&file), &picture, line);
	}
	strbuf_release(&file);
	strbuf_release(&picture);
}

static void compare_golden(struct driver *d, struct str name, struct str line)
{
	static const struct {
		int w, h;
	} sizes[] = {{80, 24}, {120, 40}, {200, 60}};
	int w = d->surface.w, h = d->surface.h;
	struct strbuf file = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(sizes); i++) {
		surface_resize(&d->surface, sizes[i].w, sizes[i].h);
		driver_paint(d);
		strbuf_add_z(&d->picture, "--- styles\n");
		surface_dump_styles(&d->surface, &d->picture);
		strbuf_reset(&file);
		strbuf_addf(&file, "golden/%.*s-%dx%d.txt", STR_ARG(name), sizes[i].w, sizes[i].h);
		compare_file(d, strbuf_str(&file), &d->picture, line);
		driver_ok(shows_in_ascii(&d->surface), "%s:%d and in ASCII", d->script, d->line);
		compare_depths(d, name, line);
	}
	strbuf_release(&file);
	surface_resize(&d->surface, w, h);
	driver_paint(d);
}

static void keep_export(struct driver *d, struct str line)
{
	struct strbuf path = STRBUF_INIT, got = STRBUF_INIT;
	strbuf_addf(&path, "%s/out", d->folder.buf);
	read_file(&got, path.buf);
	expect(d, got.len > 0, line);
	if (getenv("KEEP"))
		driver_write(getenv("KEEP"), &got);
	unlink(path.buf);
	strbuf_release(&path);
	strbuf_release(&got);
}

static void compare_json(struct driver *d, struct str name, struct str line)
{
	struct strbuf got = STRBUF_INIT;
	struct export_options plain = {0};
	struct err err = ERR_INIT;
	if (!page_export(&d->app, export_format_find(STR("json")), &plain, &got, &err))
		driver_ok(false, "line %d: export: %s", d->line, err.msg);
	compare_file(d, name, &got, line);
	strbuf_release(&got);
}

static void problem(const char *words, void *context)
{
	printf("# %s\n", words);
}

static void check_store(struct driver *d, struct str line)
{
	struct err err = ERR_INIT;
	size_t problems = 0;
	bool ran = store_check(d->app.store, problem, NULL, &problems, &err);
	expect(d, ran && problems == 0, line);
}

bool driver_compare(struct driver *d, struct str word, struct str rest, struct str line)
{
	static const char *const views[] = {"start",    "wall",     "reader", "outline",
					    "coverage", "findings", "sort",   "import"};
	struct strbuf got = STRBUF_INIT;
	size_t blank = str_find_char(rest, ' ');
	struct str first = str_part(rest, 0, blank);
	struct str second = str_trim(str_part(rest, blank, rest.n));
	int x, y;
	char letter[2] = "";
	bool known = true;
	driver_paint(d);
	if (str_equal(word, STR("see")))
		expect(d, find(d, rest), line);
	else if (str_equal(word, STR("see-not")))
		expect(d, !find(d, rest), line);
	else if (str_equal(word, STR("find")))
		expect(d, find(d, rest), line);
	else if (str_equal(word, STR("line"))) {
		int64_t number = 0;
		str_to_int(first, &number);
		strbuf_add_str(&got, picture_line(d, (int)number));
		compare(d, got.buf, str_part(rest, blank + (blank < rest.n), rest.n), line);
	} else if (str_equal(word, STR("style"))) {
		driver_cell(d, rest, &x, &y);
		const struct cell *cell = surface_cell(&d->surface, x, y);
		letter[0] = cell ? style_letter((enum style)cell->style) : ' ';
		compare(d, letter, str_part(rest, rest.n - 1, rest.n), line);
	} else if (str_equal(word, STR("focus"))) {
		add_focus(d, &got);
		compare(d, got.buf, rest, line);
	} else if (str_equal(word, STR("place"))) {
		add_place(d, &got, first);
		compare(d, got.buf, second, line);
	} else if (str_equal(word, STR("name"))) {
		struct code code;
		const struct cluster *cluster = code_parse(first, CODE_CLUSTER, &code)
							? model_cluster_by_code(d->app.model, code)
							: NULL;
		if (cluster)
			strbuf_add_str(&got, cluster->name);
		compare(d, got.buf, second, line);
	} else if (str_equal(word, STR("view")))
		compare(d, views[d->app.view], rest, line);
	else if (str_equal(word, STR("config-is"))) {
		struct strbuf want = STRBUF_INIT;
		driver_unescape(&want, rest);
		read_file(&got, d->settings.path.buf);
		compare(d, got.buf, strbuf_str(&want), line);
		strbuf_release(&want);
	} else if (str_equal(word, STR("check")))
		check_store(d, line);
	else if (str_equal(word, STR("screen")))
		compare_file(d, rest, &d->picture, line);
	else if (str_equal(word, STR("json")))
		compare_json(d, rest, line);
	else if (str_equal(word, STR("keep")))
		keep_export(d, line);
	else if (str_equal(word, STR("golden")))
		compare_golden(d, rest, line);
	else
		known = false;
	strbuf_release(&got);
	return known;
}
