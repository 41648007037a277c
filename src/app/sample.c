/* The sample study: its transcripts and the commands that build its wall, carried inside the
 * program (data/sample). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* Made by src/embed.c from the files of data/sample; the list is meson.build's. */
#define SAMPLE(symbol, name)                                                                       \
	extern const char embedded_##symbol[];                                                     \
	extern const size_t embedded_##symbol##_size;
#include "themewall/app/sample.def"
#undef SAMPLE

struct str sample_file(struct str name)
{
	const struct {
		const char *name, *bytes;
		size_t n;
	} files[] = {
#define SAMPLE(symbol, name_) {name_, embedded_##symbol, embedded_##symbol##_size},
#include "themewall/app/sample.def"
#undef SAMPLE
	};
	for (size_t i = 0; i < TW_COUNT(files); i++)
		if (str_equal(str_of(files[i].name), name))
			return (struct str){files[i].bytes, files[i].n};
	return (struct str){NULL, 0};
}

/* Each line is a command a person could have given. */
static bool run_script(struct app *app, struct str script, struct err *err)
{
	struct str line;
	for (int number = 1; str_next_line(&script, &line); number++) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (!command_run_line(app, line, err))
			return err_wrap(err, "the sample study, line %d", number);
	}
	return true;
}

bool sample_build(const char *path, struct err *err)
{
	struct app app;
	struct store_options options = {
		.create = true, .unsynced = true, .coder = STR("Sample"), .patience_ms = 10000};
	app_init(&app);
	bool ok = app_open(&app, path, &options, err) &&
		  run_script(&app, sample_file(STR("study.run")), err);
	app_release(&app);
	return ok;
}

/* Built beside its place and put there whole, so that a half built one is never opened. */
static bool build_in_place(const char *path, struct err *err)
{
	struct strbuf temp = STRBUF_INIT;
	strbuf_addf(&temp, "%s.%ld.wall", path, (long)getpid());
	store_remove(temp.buf);
	bool ok = sample_build(temp.buf, err);
	if (ok && rename(temp.buf, path) != 0)
		ok = err_errno(err, "cannot make %s", path);
	store_remove(temp.buf);
	strbuf_release(&temp);
	return ok;
}

bool sample_open(struct app *app, bool reset, struct err *err)
{
	struct strbuf path = STRBUF_INIT;
	struct store_options options = {.coder = strbuf_str(&app->coder),
					.read_only = app->read_only,
					.patience_ms = APP_PATIENCE_MS};
	bool ok = start_sample_path(&path, err);
	if (ok && reset)
		store_remove(path.buf);
	bool first = ok && access(path.buf, F_OK) != 0;
	if (first)
		ok = build_in_place(path.buf, err);
	ok = ok && app_open(app, path.buf, &options, err);
	if (ok && first && !app->read_only)
		tour_start(app);
	if (ok)
		app_say(app, MESSAGE_INFO, "A copy of your own: try anything, %s undoes it",
			key_in_force(app, CMD_UNDO).z);
	strbuf_release(&path);
	return ok;
}
