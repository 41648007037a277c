/* clang-format off */
/*
 * Runs a script of keys, mouse events and commands against the real session and painters, without a
 * terminal, and compares the screen. One directive a line:
 *
 *   size 120x40            the window
 *   wall FILE.wall         a fresh wall in a private folder is opened
 *   sample                 the sample study is opened, as from the start screen
 *   json FILE              the JSON export equals tests/script/FILE; UPDATE_SCREENS=1 writes it
 *   keep                   what was exported as <Folder>/out goes to the file named by KEEP
 *   golden NAME            the picture and its styles at 80x24, 120x40 and 200x60 equal
 *                          tests/script/golden/NAME-WxH.txt; UPDATE_SCREENS=1 writes them. Also
 *                          golden/depth/NAME-WxH.256, .8, .mono and .ascii: the bytes a terminal
 *                          of so many colours gets; `cat` shows them
 *   watch                  the same wall is opened for reading only
 *   return                 it is closed, and opened again
 *   away MINUTES           nobody touches anything for so long
 *   idle                   nothing happens for a moment: what waits to be said is said
 *   run COMMAND ARGS       a headless command on the open wall, before or while it is on the screen
 *   refused COMMAND ARGS   the same, and it must be refused in words
 *   other COMMAND ARGS     the same by another person, through a second connection to the file
 *   keys TEXT              each character is a key; <Name> as in commands.def, <Folder> types
 *                          the path of the private folder
 *   bytes TEXT             raw bytes, \e for ESC: they go through the real decoder
 *   press X Y, drag, release, hover, wheel-up, wheel-down, right, double      cells from 0
 *   paste TEXT             a bracketed paste; \n for a new line, \t for a tab
 *   full, room             no room on the disk; there is room again, and the session notices
 *   still-full             … it notices that there is none, however long it waits
 *   meanwhile COMMAND      the same, and the session does not notice yet
 *   busy, yield, free      another program writes; it has finished; and the session notices
 *   slow, go-on           files take their time to be read; and they are
 *   pause                  nobody does anything for a moment: what waits for that is done
 *   see TEXT               the screen shows TEXT somewhere; see-not TEXT: nowhere
 *   line Y TEXT            line Y (from 0) is exactly TEXT, blanks at its end apart
 *   style X Y L            the cell's style letter
 *   find TEXT              remembers where TEXT stands: press @ DX DY counts from there
 *   focus CODE             the focused card or theme
 *   place CODE WORDS       where a card is: "tray", "loose 1 5", "T-03 2" (theme and slot)
 *   name T-03 TEXT         a theme's name
 *   view NAME              wall, reader, outline, coverage, findings, sort
 *   file NAME TEXT         a file in the private folder
 *   config TEXT            the settings file gets this text (\n for a new line) and is read
 *   config-is TEXT         the settings file is exactly this
 *   check                  the file holds (store_check)
 *   screen FILE            the whole screen equals tests/script/FILE; UPDATE_SCREENS=1 writes it
 *
 * TAP on stdout, one test per comparing directive.
 */
/* clang-format on */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "picture.h"
#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/app/event.h"
#include "themewall/app/page.h"
#include "themewall/app/settings.h"
#include "themewall/app/start.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/store/journal.h"
#include "themewall/term/ascii.h"
#include "themewall/term/input.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"
#include "themewall/ui/ui.h"

struct driver {
	struct app app;
	struct app *other; /* a second person on the same file, or NULL */
	struct ui *ui;
	struct surface surface;
	struct input *input;
	struct strbuf picture, folder, path, file;
	struct settings settings; /* kept in the private folder */
	int found_x, found_y;
	const char *script;
	int line;
	const char *golden_folder;
	bool slow;   /* files take their time to be read */
	int lock_fd; /* another program's hold on the wall, -1: none yet */
};

static void paint(struct driver *d)
{
	ui_layout(d->ui, &d->app, d->surface.w, d->surface.h);
	ui_paint(d->ui, &d->app, &d->surface);
	strbuf_reset(&d->picture);
	surface_dump(&d->surface, &d->picture);
	if (!surface_is_whole(&d->surface))
		ok(false, "line %d: a wide cell was cut in half", d->line);
}

/* What the loop does between two events. */
static void read_on(struct driver *d)
{
	while (!d->slow && import_wants_work(&d->app))
		import_work(&d->app);
}

static void send(struct driver *d, const struct event *event)
{
	ui_layout(d->ui, &d->app, d->surface.w, d->surface.h);
	ui_event(d->ui, &d->app, event);
	read_on(d);
}

static void drain(struct driver *d, bool flush)
{
	struct event event;
	while (input_next(d->input, flush, &event))
		send(d, &event);
}

/* \e, \n, \r, \t, \\ in a directive's text. */
static void unescape(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '\\' && i + 1 < text.n) {
			c = text.p[++i];
			c = c == 'e'   ? '\033'
			    : c == 'n' ? '\n'
			    : c == 'r' ? '\r'
			    : c == 't' ? '\t'
				       : c;
		}
		strbuf_add_char(out, c);
	}
}

static void do_bytes(struct driver *d, struct str text)
{
	struct strbuf bytes = STRBUF_INIT;
	unescape(&bytes, text);
	input_feed(d->input, bytes.buf, bytes.len);
	drain(d, false);
	drain(d, true);
	strbuf_release(&bytes);
}

static void do_keys(struct driver *d, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		struct event event = {.type = EVENT_KEY};
		size_t n = 0;
		if (str_starts(str_part(text, i, text.n), STR("<Folder>"))) {
			do_keys(d, strbuf_str(&d->folder));
			i += STR("<Folder>").n;
			continue;
		}
		if (text.p[i] == '<') {
			struct str rest = str_part(text, i, text.n);
			size_t close = str_find_char(rest, '>');
			if (close < rest.n &&
			    key_parse(str_part(rest, 0, close + 1), &event.key, &event.mods))
				n = close + 1;
		}
		if (n == 0)
			n = utf8_decode(text, i, &event.key);
		i += n;
		send(d, &event);
	}
}

static void do_paste(struct driver *d, struct str text)
{
	struct strbuf bytes = STRBUF_INIT;
	unescape(&bytes, text);
	struct event event = {.type = EVENT_PASTE, .text = strbuf_str(&bytes)};
	send(d, &event);
	strbuf_release(&bytes);
}

/* "X Y" or "@ DX DY" counted from the last find. */
static bool read_cell(struct driver *d, struct str text, int *x, int *y)
{
	char words[64];
	bool relative = text.n && text.p[0] == '@';
	if (relative)
		text = str_part(text, 1, text.n);
	snprintf(words, sizeof words, "%.*s", STR_ARG(text));
	*x = *y = 0;
	int n = sscanf(words, "%d %d", x, y);
	if (relative) {
		*x += d->found_x;
		*y += d->found_y;
	}
	return relative || n == 2;
}

static void mouse(struct driver *d, enum mouse_act act, int button, int x, int y)
{
	struct event event = {.type = EVENT_MOUSE,
			      .act = act,
			      .button = button,
			      .x = x,
			      .y = y,
			      .at_ms = d->line * 1000};
	send(d, &event);
}

static bool do_mouse(struct driver *d, struct str word, struct str rest)
{
	static const struct {
		const char *word;
		enum mouse_act act;
		int button;
	} acts[] = {{"press", MOUSE_PRESS, 1},       {"drag", MOUSE_DRAG, 1},
		    {"release", MOUSE_RELEASE, 1},   {"hover", MOUSE_HOVER, 0},
		    {"wheel-up", MOUSE_WHEEL_UP, 0}, {"wheel-down", MOUSE_WHEEL_DOWN, 0},
		    {"right", MOUSE_PRESS, 3}};
	int x, y;
	if (!read_cell(d, rest, &x, &y))
		return false;
	for (size_t i = 0; i < TW_COUNT(acts); i++)
		if (str_equal(word, str_of(acts[i].word))) {
			mouse(d, acts[i].act, acts[i].button, x, y);
			return true;
		}
	if (!str_equal(word, STR("double")))
		return false;
	for (int i = 0; i < 2; i++) {
		mouse(d, MOUSE_PRESS, 1, x, y);
		mouse(d, MOUSE_RELEASE, 1, x, y);
	}
	return true;
}

static void open_sample(struct driver *d)
{
	struct err err = ERR_INIT;
	setenv("XDG_DATA_HOME", d->folder.buf, 1);
	d->app.interactive = true;
	strbuf_add_z(&d->app.coder, "ana");
	if (!sample_open(&d->app, false, &err))
		ok(false, "line %d: the sample: %s", d->line, err.msg);
	strbuf_reset(&d->path);
	start_sample_path(&d->path, &err);
}

static void open_wall(struct driver *d, bool read_only)
{
	struct err err = ERR_INIT;
	struct store_options options = {.create = !read_only,
					.read_only = read_only,
					.coder = STR("ana"),
					.patience_ms = APP_PATIENCE_MS};
	d->app.interactive = d->app.keeps_seen = true;
	if (!app_open(&d->app, d->path.buf, &options, &err))
		ok(false, "line %d: open: %s", d->line, err.msg);
}

/* The clock goes on. */
static void do_away(int minutes)
{
	struct strbuf later = STRBUF_INIT;
	clock_add_iso(&later, clock_now_ms() + (int64_t)minutes * 60000);
	setenv("THEMEWALL_NOW", later.buf, 1);
	strbuf_release(&later);
}

static void run_on(struct driver *d, struct app *app, struct str line)
{
	struct err err = ERR_INIT;
	bool interactive = app->interactive;
	app->interactive = false;
	if (!command_run_line(app, line, &err))
		ok(false, "line %d: %.*s: %s", d->line, STR_ARG(line), err.msg);
	app->interactive = interactive;
}

static void do_refused(struct driver *d, struct str line)
{
	struct err err = ERR_INIT;
	bool interactive = d->app.interactive;
	d->app.interactive = false;
	ok(!command_run_line(&d->app, line, &err) && err.msg[0], "line %d: refused: %s", d->line,
	   err.msg);
	d->app.interactive = interactive;
}

/* The session notices, or (meanwhile) has yet to. */
static void do_other(struct driver *d, struct str line, bool noticed)
{
	struct err err = ERR_INIT;
	struct store_options options = {.coder = STR("tom"), .patience_ms = 5000};
	if (!d->other) {
		d->other = xcalloc(1, sizeof *d->other);
		app_init(d->other);
		if (!app_open(d->other, d->path.buf, &options, &err))
			ok(false, "line %d: second person: %s", d->line, err.msg);
	}
	if (!app_poll(d->other, &err))
		ok(false, "line %d: second person: %s", d->line, err.msg);
	run_on(d, d->other, line);
	if (noticed && !app_poll(&d->app, &err))
		ok(false, "line %d: news: %s", d->line, err.msg);
}

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
	if (!ok(pass, "%s:%d %.*s", d->script, d->line, STR_ARG(line)))
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
	if (!ok(str_equal(str_of(got), want), "%s:%d %.*s", d->script, d->line, STR_ARG(line))) {
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

static void write_file(const char *path, const struct strbuf *text)
{
	FILE *out = fopen(path, "w");
	if (!out || fwrite(text->buf, 1, text->len, out) != text->len)
		ok(false, "cannot write %s", path);
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
		write_file(path.buf, got);
	read_file(&want, path.buf);
	bool same = str_equal(strbuf_str(&want), strbuf_str(got));
	if (!same)
		show_difference(strbuf_str(got), strbuf_str(&want));
	ok(same, "%s:%d %.*s", d->script, d->line, STR_ARG(line));
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
		paint(d);
		strbuf_add_z(&d->picture, "--- styles\n");
		surface_dump_styles(&d->surface, &d->picture);
		strbuf_reset(&file);
		strbuf_addf(&file, "golden/%.*s-%dx%d.txt", STR_ARG(name), sizes[i].w, sizes[i].h);
		compare_file(d, strbuf_str(&file), &d->picture, line);
		ok(shows_in_ascii(&d->surface), "%s:%d and in ASCII", d->script, d->line);
		compare_depths(d, name, line);
	}
	strbuf_release(&file);
	surface_resize(&d->surface, w, h);
	paint(d);
}

static void keep_export(struct driver *d, struct str line)
{
	struct strbuf path = STRBUF_INIT, got = STRBUF_INIT;
	strbuf_addf(&path, "%s/out", d->folder.buf);
	read_file(&got, path.buf);
	expect(d, got.len > 0, line);
	if (getenv("KEEP"))
		write_file(getenv("KEEP"), &got);
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
		ok(false, "line %d: export: %s", d->line, err.msg);
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

static bool compare_directive(struct driver *d, struct str word, struct str rest, struct str line)
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
	paint(d);
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
		read_cell(d, rest, &x, &y);
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
		unescape(&want, rest);
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

/* The lock byte of the sidecar, taken the way another process takes it. */
static void do_busy(struct driver *d, bool busy)
{
	struct flock lock = {.l_type = busy ? F_WRLCK : F_UNLCK, .l_whence = SEEK_SET, .l_len = 1};
	struct strbuf sidecar = STRBUF_INIT;
	strbuf_addf(&sidecar, "%s-live", d->path.buf);
	if (d->lock_fd < 0)
		d->lock_fd = open(sidecar.buf, O_RDWR | O_CLOEXEC);
	if (d->lock_fd < 0 || fcntl(d->lock_fd, F_OFD_SETLK, &lock) != 0)
		ok(false, "line %d: the lock of %s", d->line, sidecar.buf);
	strbuf_release(&sidecar);
}

static ssize_t no_room(int fd, const void *bytes, size_t n, off_t at)
{
	errno = ENOSPC;
	return -1;
}

static void do_full(bool full)
{
	static const char *const names[] = {"pwrite", "pwrite64"};
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
	for (size_t i = 0; i < TW_COUNT(names); i++)
		vfs->xSetSystemCall(vfs, names[i], full ? (sqlite3_syscall_ptr)no_room : NULL);
}

/* As if the program were started anew with that file. */
static void do_config(struct driver *d, struct str rest)
{
	struct strbuf text = STRBUF_INIT, path = STRBUF_INIT;
	unescape(&text, rest);
	strbuf_add_str(&path, strbuf_str(&d->settings.path));
	FILE *out = fopen(path.buf, "w");
	fwrite(text.buf, 1, text.len, out);
	fclose(out);
	settings_release(&d->settings);
	settings_init(&d->settings);
	strbuf_add_str(&d->settings.path, strbuf_str(&path));
	settings_parse(&d->settings, strbuf_str(&text), "config");
	strbuf_release(&text);
	strbuf_release(&path);
}

static void do_file(struct driver *d, struct str rest)
{
	size_t blank = str_find_char(rest, ' ');
	struct strbuf text = STRBUF_INIT;
	unescape(&text, str_part(rest, blank + (blank < rest.n), rest.n));
	strbuf_addf(&d->file, "%s/%.*s", d->folder.buf, STR_ARG(str_part(rest, 0, blank)));
	write_file(d->file.buf, &text);
	strbuf_release(&text);
}

static void do_line(struct driver *d, struct str line)
{
	line = str_trim(line);
	size_t blank = str_find_char(line, ' ');
	struct str word = str_part(line, 0, blank);
	struct str rest = str_part(line, blank + (blank < line.n), line.n);
	int w, h;
	char size[32];
	if (line.n == 0 || line.p[0] == '#')
		return;
	snprintf(size, sizeof size, "%.*s", STR_ARG(rest));
	if (str_equal(word, STR("size")) && sscanf(size, "%dx%d", &w, &h) == 2)
		surface_resize(&d->surface, w, h);
	else if (str_equal(word, STR("wall"))) {
		strbuf_reset(&d->path);
		strbuf_addf(&d->path, "%s/%.*s", d->folder.buf, STR_ARG(rest));
		open_wall(d, false);
	} else if (str_equal(word, STR("sample")))
		open_sample(d);
	else if (str_equal(word, STR("watch")))
		open_wall(d, true);
	else if (str_equal(word, STR("return")))
		open_wall(d, false);
	else if (str_equal(word, STR("away")))
		do_away((int)strtol(size, NULL, 10));
	else if (str_equal(word, STR("idle")))
		app_wake(&d->app, clock_monotonic_ms());
	else if (str_equal(word, STR("run"))) {
		paint(d);
		run_on(d, &d->app, rest);
	} else if (str_equal(word, STR("busy")) || str_equal(word, STR("yield")))
		do_busy(d, str_equal(word, STR("busy")));
	else if (str_equal(word, STR("slow")))
		d->slow = true;
	else if (str_equal(word, STR("pause")))
		page_catch_up(&d->app);
	else if (str_equal(word, STR("go-on"))) {
		d->slow = false;
		read_on(d);
	} else if (str_equal(word, STR("free"))) {
		do_busy(d, false);
		app_wake(&d->app, clock_monotonic_ms() + RETRY_MS);
	} else if (str_equal(word, STR("full"))) {
		do_full(true);
	} else if (str_equal(word, STR("room")) || str_equal(word, STR("still-full"))) {
		if (str_equal(word, STR("room")))
			do_full(false);
		app_wake(&d->app, clock_monotonic_ms() + RETRY_FULL_MOST_MS);
	} else if (str_equal(word, STR("refused")))
		do_refused(d, rest);
	else if (str_equal(word, STR("other")) || str_equal(word, STR("meanwhile")))
		do_other(d, rest, str_equal(word, STR("other")));
	else if (str_equal(word, STR("keys"))) {
		paint(d);
		do_keys(d, rest);
	} else if (str_equal(word, STR("config")))
		do_config(d, rest);
	else if (str_equal(word, STR("file")))
		do_file(d, rest);
	else if (str_equal(word, STR("bytes")))
		do_bytes(d, rest);
	else if (str_equal(word, STR("paste")))
		do_paste(d, rest);
	else if (!compare_directive(d, word, rest, line) && !do_mouse(d, word, rest))
		ok(false, "%s:%d: what is \"%.*s\"?", d->script, d->line, STR_ARG(line));
}

static void run_script(struct driver *d, FILE *in)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	while ((n = getline(&line, &size, in)) >= 0) {
		d->line++;
		while (n > 0 && (line[n - 1] == '\n'))
			n--;
		do_line(d, (struct str){line, (size_t)n});
	}
	free(line);
}

static void start_driver(struct driver *d, const char *script)
{
	const char *slash = strrchr(script, '/');
	*d = (struct driver){.ui = ui_new(),
			     .input = input_new(),
			     .lock_fd = -1,
			     .script = slash ? slash + 1 : script};
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	app_init(&d->app);
	surface_init(&d->surface, 120, 40);
	strbuf_init(&d->picture);
	strbuf_init(&d->folder);
	strbuf_init(&d->path);
	strbuf_init(&d->file);
	settings_init(&d->settings);
	d->app.settings = &d->settings;
	strbuf_addf(&d->folder, "%s/themewall-script-XXXXXX",
		    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(d->folder.buf))
		ok(false, "cannot make %s", d->folder.buf);
	strbuf_addf(&d->settings.path, "%s/config", d->folder.buf);
	setenv("XDG_STATE_HOME", d->folder.buf, 1);
	setenv("HOME", d->folder.buf, 1); /* paths are shown from ~ on */
}

static void end_driver(struct driver *d)
{
	if (d->lock_fd >= 0)
		close(d->lock_fd);
	if (d->other)
		app_release(d->other);
	free(d->other);
	app_release(&d->app);
	if (d->path.len)
		store_remove(d->path.buf);
	unlink(d->settings.path.buf);
	unlink(d->file.buf);
	strbuf_reset(&d->path);
	strbuf_addf(&d->path, "%s/themewall/seen", d->folder.buf);
	unlink(d->path.buf);
	strbuf_reset(&d->path);
	strbuf_addf(&d->path, "%s/themewall/backups", d->folder.buf);
	rmdir(d->path.buf);
	strbuf_reset(&d->path);
	strbuf_addf(&d->path, "%s/themewall", d->folder.buf);
	rmdir(d->path.buf);
	rmdir(d->folder.buf);
	settings_release(&d->settings);
	ui_free(d->ui);
	input_free(d->input);
	surface_release(&d->surface);
	strbuf_release(&d->picture);
	strbuf_release(&d->folder);
	strbuf_release(&d->path);
	strbuf_release(&d->file);
}

int main(int argc, char **argv)
{
	struct driver d;
	FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL;
	if (!in) {
		fprintf(stderr, "usage: driver SCRIPT GOLDEN-FOLDER\n");
		return 2;
	}
	start_driver(&d, argv[1]);
	d.golden_folder = argv[2];
	run_script(&d, in);
	fclose(in);
	end_driver(&d);
	return done();
}
