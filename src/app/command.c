/*
 * The command table and how a line becomes a call. Everything about a command is declared once, in
 * app/commands.def; this file turns the declarations into a table and takes lines apart.
 */
#include "themewall/app/command.h"

#include "app-internal.h"
#include "themewall/base/banned.h"

static const struct command commands[COMMANDS] = {
#define CMD(id_, name_, contexts_, keys_, args_, handler_, help_, words_)                          \
	[CMD_##id_] = {.id = CMD_##id_,                                                            \
		       .name = name_,                                                              \
		       .contexts = contexts_,                                                      \
		       .keys = keys_,                                                              \
		       .args = args_,                                                              \
		       .run = handler_,                                                            \
		       .help = help_,                                                              \
		       .words = words_},
#include "themewall/app/commands.def"
#undef CMD
};

const struct command *command_get(enum command_id id)
{
	return &commands[id];
}

const struct command *command_find(struct str name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (str_equal(str_of(commands[i].name), name))
			return &commands[i];
	return NULL;
}

/* One word of a line into buf; a word may be quoted, with \" and \\ and \n inside. */
static bool take_word(struct str *rest, struct strbuf *buf, struct err *err)
{
	char quote = rest->p[0] == '"' || rest->p[0] == '\'' ? rest->p[0] : 0;
	size_t i = quote ? 1 : 0;
	for (; i < rest->n; i++) {
		char c = rest->p[i];
		if (quote ? c == quote : c == ' ' || c == '\t')
			break;
		if (quote == '"' && c == '\\' && i + 1 < rest->n) {
			c = rest->p[++i];
			c = c == 'n' ? '\n' : c;
		}
		strbuf_add_char(buf, c);
	}
	if (quote && i == rest->n)
		return err_set(err, ERR_USAGE,
			       "a quotation mark is opened and never closed in: %.*s",
			       STR_ARG(*rest));
	*rest = str_part(*rest, quote ? i + 1 : i, rest->n);
	return true;
}

static void skip_blanks(struct str *rest)
{
	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
		*rest = str_part(*rest, 1, rest->n);
}

bool args_parse(struct str line, struct str word[ARGS_MAX + 1], size_t *n, struct strbuf *buf,
		struct err *err)
{
	size_t ends[ARGS_MAX + 2] = {0};
	struct str rest = str_trim(line);
	strbuf_reset(buf);
	for (*n = 0; rest.n; ends[++*n] = buf->len) {
		if (*n > ARGS_MAX)
			return err_set(err, ERR_USAGE, "more than %d words in one command",
				       ARGS_MAX);
		if (!take_word(&rest, buf, err))
			return false;
		skip_blanks(&rest);
	}
	for (size_t i = 0; i < *n; i++)
		word[i] = str_part(strbuf_str(buf), ends[i], ends[i + 1]);
	return true;
}

/* args NULL: whichever they will be. */
static bool is_for_writers(const struct app *app, enum command_id id, const struct args *args)
{
	if (id == CMD_IMPORT && args && import_is_dry(args))
		return false;

	bool keeps = app->past.now && id == CMD_GO_BACK;
	return app_is_watching(app) && !keeps && (commands[id].contexts & (CTX_RUN | CTX_EDIT));
}

bool command_is_offered(const struct app *app, enum command_id id)
{
	return (commands[id].contexts & command_contexts(app)) && !is_for_writers(app, id, NULL);
}

bool refuse_to_change(const struct app *app, struct err *err)
{
	if (app->past.now)
		return err_set(err, ERR_STORE, "this is an earlier state to look at; %s leads back",
			       key_in_force(app, CMD_CANCEL).z);
	return err_set(err, ERR_STORE, "this wall is open for reading only");
}

bool command_run(struct app *app, enum command_id id, const struct args *args, struct err *err)
{
	strbuf_reset(&app->answer);
	strbuf_reset(&app->notes);
	if (!app->store && !(commands[id].contexts & CTX_START))
		return err_set(err, ERR_USAGE, "open a wall first");
	if (is_for_writers(app, id, args))
		return refuse_to_change(app, err);
	app->running = (int)id;
	bool ok = commands[id].run(app, args, err);
	app->running = -1;
	return ok;
}

bool command_run_line(struct app *app, struct str line, struct err *err)
{
	struct str word[ARGS_MAX + 1] = {{"", 0}};
	size_t n;
	struct strbuf buf = STRBUF_INIT;
	bool ok = args_parse(line, word, &n, &buf, err);
	const struct command *command = ok ? command_find(word[0]) : NULL;
	if (ok && (!command || (!app->interactive && !(command->contexts & CTX_RUN))))
		ok = err_set(err, ERR_USAGE,
			     "there is no command \"%.*s\"; `themewall help commands` lists them",
			     STR_ARG(word[0]));
	struct args args = {word + 1, n ? n - 1 : 0};
	ok = ok && command_run(app, command->id, &args, err);
	strbuf_release(&buf);
	return ok;
}

/* The rest of a large wall is read between keys, and brings the news along; a wall may be looked at
 * before, other views tell of the whole. */
static bool may_wait(const struct app *app)
{
	return app->loading && app->view == VIEW_WALL;
}

void command_invoke(struct app *app, enum command_id id)
{
	struct args none = {NULL, 0};
	struct err err = ERR_INIT;
	app->message.kind = MESSAGE_NONE;
	app->dirty = true;
	if (!command_run(app, id, &none, &err))
		retry_or_say(app, RETRY_COMMAND, id, &err);
	else if (app->store && !may_wait(app) && !app_poll(app, &err))
		app_say_err(app, &err);
}

unsigned command_contexts(const struct app *app)
{
	switch (app->view) {
	case VIEW_START:
		return CTX_START;
	case VIEW_WALL:
		return CTX_WALL;
	case VIEW_READER:
		return CTX_READER;
	case VIEW_OUTLINE:
		return CTX_OUTLINE;
	case VIEW_IMPORT:
		return CTX_PREVIEW;
	case VIEW_FINDINGS:
		return CTX_PAGE | CTX_FINDINGS;
	case VIEW_SORT:
		return CTX_PAGE | CTX_SORT;
	case VIEW_COVERAGE:
	case VIEWS:
		break;
	}
	return CTX_PAGE;
}
