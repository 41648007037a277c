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
 *   file NAME TEXT         a file in the private folder; the one before it goes
 *   config TEXT            the settings file gets this text (\n for a new line) and is read
 *   config-is TEXT         the settings file is exactly this
 *   check                  the file holds (store_check)
 *   screen FILE            the whole screen equals tests/script/FILE; UPDATE_SCREENS=1 writes it
 *
 * TAP on stdout, one test per comparing directive.
 */
/* clang-format on */
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/app/event.h"
#include "themewall/app/page.h"
#include "themewall/app/settings.h"
#include "themewall/app/start.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/term/input.h"
#include "themewall/text/locale.h"
#include "themewall/ui/ui.h"

bool driver_ok(bool pass, const char *format, ...)
{
	char words[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(words, sizeof words, format, args);
	va_end(args);
	return ok(pass, "%s", words);
}

void driver_paint(struct driver *d)
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

void driver_send(struct driver *d, const struct event *event)
{
	ui_layout(d->ui, &d->app, d->surface.w, d->surface.h);
	ui_event(d->ui, &d->app, event);
	read_on(d);
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
	driver_unescape(&text, rest);
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
	driver_unescape(&text, str_part(rest, blank + (blank < rest.n), rest.n));
	if (d->file.len)
		unlink(d->file.buf);
	strbuf_reset(&d->file);
	strbuf_addf(&d->file, "%s/%.*s", d->folder.buf, STR_ARG(str_part(rest, 0, blank)));
	driver_write(d->file.buf, &text);
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
		driver_paint(d);
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
		driver_paint(d);
		driver_keys(d, rest);
	} else if (str_equal(word, STR("config")))
		do_config(d, rest);
	else if (str_equal(word, STR("file")))
		do_file(d, rest);
	else if (str_equal(word, STR("bytes")))
		driver_bytes(d, rest);
	else if (str_equal(word, STR("paste")))
		driver_paste(d, rest);
	else if (!driver_compare(d, word, rest, line) && !driver_mouse(d, word, rest))
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
