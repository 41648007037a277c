/*
 * `themewall export`: a wall read, one format of it written to a file, into a pipe or on the
 * terminal, or with --dry-run what would leave and what would stay.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "main-internal.h"
#include "themewall/app/page.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

/* What would leave, and what of this wall the format cannot take along. */
static void print_scope(const struct model *model, const struct export_format *format)
{
	struct strbuf text = STRBUF_INIT;
	strbuf_add_z(&text, "Goes out: ");
	export_add_scope(&text, format, model);
	strbuf_add_z(&text, "\nStays here: ");
	if (!export_add_losses(&text, format, model))
		strbuf_add_z(&text, "nothing but the history of changes");
	safe_printf(stdout, "%s\n", text.buf);
	strbuf_release(&text);
}

/* What a wall takes in memory is about as much as its file has. */
static void expect_wall(struct str wall)
{
	struct strbuf path = STRBUF_INIT;
	struct stat st;
	strbuf_add_str(&path, wall);
	mem_expect_heap(stat(path.buf, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 0);
	strbuf_release(&path);
}

struct request {
	const struct export_format *format;
	struct export_options options;
	struct str name, file; /* of the format; "-": standard output */
	bool force, dry;
};

static bool take_order(struct cli *cli, enum export_order *order)
{
	struct str name = STR("insight");
	cli_take_value(cli, 1, "--order", &name);
	if (str_equal(name, STR("recommendation")))
		*order = EXPORT_RECOMMENDATION_FIRST;
	else if (str_equal(name, STR("evidence")))
		*order = EXPORT_EVIDENCE_FIRST;
	else
		return str_equal(name, STR("insight"));
	return true;
}

/* False when it was asked for otherwise than usage has it. */
static bool take_request(struct cli *cli, struct request *request)
{
	*request = (struct request){.name = STR("findings"), .file = STR("-")};
	cli_take_value(cli, 1, "--format", &request->name);
	cli_take_value(cli, 1, "-o", &request->file);
	request->force = cli_take_flag(cli, 1, "--force");
	request->dry = cli_take_flag(cli, 1, "--dry-run");
	request->options.with_names = cli_take_flag(cli, 1, "--with-names");
	request->options.excel = cli_take_flag(cli, 1, "--excel");
	request->options.raw = cli_take_flag(cli, 1, "--raw");
	return take_order(cli, &request->options.order) && cli->nwords == 2;
}

static bool find_format(struct request *request, struct err *err)
{
	request->format = export_format_find(request->name);
	return request->format ||
	       err_set(err, ERR_USAGE,
		       "no export format \"%.*s\"; `themewall help export` lists them",
		       STR_ARG(request->name));
}

static bool write_file(struct app *app, const struct request *request, struct err *err)
{
	struct strbuf path = STRBUF_INIT, scope = STRBUF_INIT;
	strbuf_add_str(&path, request->file);
	bool ok = page_export_file(app, request->format, &request->options, path.buf,
				   request->force, err);
	if (ok) {
		export_add_scope(&scope, request->format, app->model);
		safe_printf(stderr, "%s: %s\n", path.buf, scope.buf);
	}
	strbuf_release(&path);
	strbuf_release(&scope);
	return ok;
}

static bool write_out(struct app *app, const struct request *request, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	bool ok = page_export(app, request->format, &request->options, &text, err);
	if (ok && request->dry)
		print_scope(app->model, request->format);
	else if (ok)
		ok = cli_put(strbuf_str(&text), err);
	strbuf_release(&text);
	return ok;
}

int export_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	struct request request;
	if (!take_request(cli, &request))
		return cli_usage(verb);
	if (!find_format(&request, &err))
		return cli_fail(&err);
	expect_wall(cli->word[1]);
	bool to_file = !request.dry && !str_equal(request.file, STR("-"));
	bool ok = cli_open_wall(cli, &app, false, &err) &&
		  (to_file ? write_file : write_out)(&app, &request, &err);
	return cli_close_wall(&app, ok, &err);
}
