/* `themewall backup`: a whole copy of a wall, log included, made while others may go on writing. */
#include "main-internal.h"

#include "themewall/store/backup.h"

#include "themewall/base/banned.h"

int backup_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	struct strbuf path = STRBUF_INIT;

	if (cli->nwords != 2 && cli->nwords != 3)
		return cli_usage(verb);
	bool ok = cli_open_wall(cli, &app, false, &err);
	if (ok && cli->nwords == 3)
		strbuf_add_str(&path, cli->word[2]);
	else if (ok)
		store_backup_name(app.store, &path);
	ok = ok && store_backup(app.store, path.buf, &err);
	strbuf_add_char(&path, '\n');
	ok = ok && cli_say(strbuf_str(&path), &err);
	strbuf_release(&path);
	return cli_close_wall(&app, ok, &err);
}
