/* Taking things out: findings into a file, a card or a theme to the clipboard. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app-internal.h"
#include "themewall/app/page.h"
#include "themewall/base/clock.h"
#include "themewall/export/export.h"
#include "themewall/base/banned.h"

/* The full path, to copy it from; over ssh the command that fetches it. */
static void say_written(struct app *app, const struct export_format *format, const char *path)
{
	struct strbuf scope = STRBUF_INIT;
	char host[256] = "";
	export_add_scope(&scope, format, app->model);
	if (getenv("SSH_CONNECTION") && gethostname(host, sizeof host - 1) == 0)
		app_say(app, MESSAGE_GOOD, "Written: %s (%s). Fetch it: scp %s:%s .", path,
			scope.buf, host, path);
	else
		app_say(app, MESSAGE_GOOD, "Written: %s (%s)", path, scope.buf);
	strbuf_release(&scope);
}

static bool export_to(struct app *app, struct str format_name, struct str file, bool force,
		      struct err *err)
{
	const struct export_format *format = export_format_find(format_name);
	struct export_options options = {.with_names = app->wish.with_names,
					 .excel = app->wish.excel};
	struct strbuf path = STRBUF_INIT;
	if (!format)
		return err_set(err, ERR_USAGE, "no export format \"%.*s\"", STR_ARG(format_name));
	path_typed(&path, file);
	bool ok = page_export_file(app, format, &options, path.buf, force, err);
	char *full = ok ? realpath(path.buf, NULL) : NULL;
	if (ok)
		say_written(app, format, full ? full : path.buf);
	if (ok)
		tour_note(app, TOUR_EXPORT);
	free(full);
	strbuf_release(&path);
	return ok;
}

static prompt_accept take_export_path;

enum { OVERWRITE, OTHER_NAME };

static void fill_overwrite(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Write over it"), NULL, OVERWRITE, false);
	prompt_add_row(prompt, STR("Give another name"), NULL, OTHER_NAME, false);
}

static bool take_overwrite(struct app *app, struct str text, int64_t value, bool is_new,
			   struct err *err)
{
	const struct export_format *formats;
	struct strbuf path = STRBUF_INIT;
	int64_t format = app->prompt.subject;
	bool ok = true;
	export_formats(&formats);
	strbuf_add_str(&path, strbuf_str(&app->prompt.seen));
	if (value == OVERWRITE)
		ok = export_to(app, str_of(formats[format].name), strbuf_str(&path), true, err);
	else
		prompt_open_field(app, "Write to", strbuf_str(&path), format, take_export_path);
	strbuf_release(&path);
	return ok;
}

static struct str last_part(struct str path)
{
	size_t at = path.n;
	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return str_part(path, at, path.n);
}

/* A file of that name is there, often the export of yesterday: the person decides. */
static void ask_overwrite(struct app *app, struct str path)
{
	struct strbuf title = STRBUF_INIT;
	strbuf_addf(&title, "%.*s is there already", STR_ARG(last_part(path)));
	prompt_open_list(app, title.buf, false, app->prompt.subject, fill_overwrite,
			 take_overwrite);
	strbuf_add_str(&app->prompt.seen, path);
	strbuf_release(&title);
}

static bool is_there(struct str typed)
{
	struct strbuf path = STRBUF_INIT;
	path_typed(&path, typed);
	struct stat st;
	bool there = stat(path.buf, &st) == 0 && !S_ISDIR(st.st_mode);
	strbuf_release(&path);
	return there;
}

static bool take_export_path(struct app *app, struct str text, int64_t value, bool is_new,
			     struct err *err)
{
	const struct export_format *formats;
	export_formats(&formats);
	if (text.n == 0)
		return err_set(err, ERR_USAGE, "give the file a name");
	if (is_there(text)) {
		ask_overwrite(app, text);
		return true;
	}
	return export_to(app, str_of(formats[app->prompt.subject].name), text, false, err);
}

/* Next to the wall: "round-1.findings.txt". */
static void suggest_path(struct app *app, const struct export_format *format, struct strbuf *path)
{
	struct str wall = str_of(store_path(app->store));
	if (str_ends(wall, STR(".wall")))
		wall.n -= 5;
	strbuf_addf(path, "%.*s.%s.%s", STR_ARG(wall), format->name, format->ending);
}

bool export_take_format(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	const struct export_format *formats;
	struct strbuf path = STRBUF_INIT;
	export_formats(&formats);
	suggest_path(app, &formats[value], &path);
	prompt_open_field(app, "Write to", strbuf_str(&path), value, take_export_path);
	strbuf_release(&path);
	return true;
}

bool cmd_export(struct app *app, const struct args *args, struct err *err)
{
	const struct export_format *format, *formats;
	app->wish = (struct export_wish){0};
	if (args->n > 2)
		return args_count(args, CMD_EXPORT, 0, 2, err);
	if (args->n == 1) {
		format = export_format_find(args->word[0]);
		export_formats(&formats);
		return format ? export_take_format(app, STR(""), format - formats, false, err)
			      : err_set(err, ERR_USAGE, "no export format \"%.*s\"",
					STR_ARG(args->word[0]));
	}
	if (args->n == 2)
		return export_to(app, args->word[0], args->word[1], false, err);
	export_choose(app, 0);
	return true;
}

/* What y hands to the clipboard: the words with their receipt, or a theme with its cards. */
static void add_card_text(struct app *app, struct strbuf *out, const struct card *card)
{
	const struct participant *p =
		model_participant(app->model, model_card_participant(app->model, card));
	strbuf_add_str(out, card->text);
	strbuf_add_z(out, " (");
	if (p) {
		code_add(out, CODE_PARTICIPANT, p->code);
		strbuf_add_z(out, ", ");
	}
	if (card->time_ms >= 0) {
		clock_add_offset(out, card->time_ms);
		strbuf_add_z(out, ", ");
	}
	strbuf_addf(out, "%s)\n", app_card_code(app, card->id).z);
}

bool cmd_copy(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct cluster *cluster = model_cluster(app->model, target.cluster);
	strbuf_reset(&app->copied);
	if (target.kind == TARGET_CARD)
		add_card_text(app, &app->copied, model_card(app->model, target.card));
	else if (target.kind == TARGET_CLUSTER) {
		struct str title = app_cluster_title(app, target.cluster);
		strbuf_addf(&app->copied, "%.*s\n", STR_ARG(title));
		for (size_t i = 0; i < cluster->ncards; i++) {
			strbuf_add_z(&app->copied, "  ");
			add_card_text(app, &app->copied, model_card(app->model, cluster->cards[i]));
		}
	} else {
		return err_set(err, ERR_USAGE, "choose a card or a theme to copy");
	}
	app_say(app, MESSAGE_GOOD, "Sent to the clipboard");
	return true;
}
