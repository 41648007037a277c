/*
 * `themewall sync`: a copy on another host, brought level over ssh (main-ssh.c). ssh is told to run
 * `themewall sync-serve` there; everything else, the wall's name too, goes over its standard input
 * and output, so that no shell of that host has a word to misread.
 */
#include "main-ssh-internal.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "themewall/app/start.h"
#include "themewall/store/sync.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

enum { PATIENCE_MS = 10000 };

struct address {
	struct strbuf host, port, path;
};

static bool has_odd_bytes(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return true;
	return false;
}

/* What ssh could take for an option is none of a host's names. */
static bool is_host(struct str host)
{
	struct str name = str_part(host, str_find_char(host, '@'), host.n);
	return host.n && !str_starts(host, STR("-")) && !str_starts(name, STR("@-")) &&
	       !str_equal(name, STR("@")) && !has_odd_bytes(host);
}

static bool is_port(struct str port)
{
	int64_t number = 0;
	return str_to_int(port, &number) && number > 0 && number < 65536;
}

/* A colon belongs to an address in brackets up to its end. */
static size_t find_port(struct str host)
{
	size_t from = str_find_char(host, ']');
	struct str rest = str_part(host, from == host.n ? 0 : from, host.n);
	return host.n - rest.n + str_find_char(rest, ':');
}

/* ssh://[USER@]HOST[:PORT]/PATH */
static bool read_address(struct address *address, struct str url, struct err *err)
{
	if (!str_starts(url, STR("ssh://")))
		return err_set(err, ERR_USAGE,
			       "sync takes ssh://HOST/STUDY.wall (themewall merge joins two files "
			       "on this host)");
	struct str rest = str_part(url, 6, url.n);
	size_t slash = str_find_char(rest, '/');
	struct str host = str_part(rest, 0, slash);
	struct str path = slash < rest.n ? str_part(rest, slash + 1, rest.n) : STR("");
	size_t colon = find_port(host);
	bool has_port = colon < host.n;
	struct str port = has_port ? str_part(host, colon + 1, host.n) : STR("");
	host = str_part(host, 0, colon);
	if (!is_host(host) || (has_port && !is_port(port)) || !path.n || str_starts(path, STR("-")))
		return err_set(err, ERR_USAGE,
			       "%.*s is no address: ssh://HOST/STUDY.wall lies in the home folder "
			       "there, ssh://HOST//srv/STUDY.wall does not; neither name begins "
			       "with -",
			       STR_ARG(url));
	strbuf_add_str(&address->host, host);
	strbuf_add_str(&address->port, port);
	strbuf_add_str(&address->path, path);
	return true;
}

static void address_release(struct address *address)
{
	strbuf_release(&address->host);
	strbuf_release(&address->port);
	strbuf_release(&address->path);
}

static ssize_t own_read(void *context, void *bytes, size_t n)
{
	return fd_read(STDIN_FILENO, bytes, n);
}

static bool own_write(void *context, const void *bytes, size_t n)
{
	return fd_write(STDOUT_FILENO, bytes, n);
}

static void say_skipped(const char *words, void *context)
{
	safe_printf(stderr, "does not apply: %s\n", words);
}

static void say_report(const struct sync_report *report, const char *host)
{
	merge_say_report(&report->here);
	safe_printf(stdout, "to %s: %zu %s, %zu new %s\n", host, report->rows_there,
		    count_word(report->rows_there, "change", "changes"),
		    report->transcripts_there,
		    count_word(report->transcripts_there, "transcript", "transcripts"));
	if (report->forgotten_there)
		safe_printf(stderr,
			    "%zu %s forgotten here but not there: see themewall forget\n",
			    report->forgotten_there,
			    count_word(report->forgotten_there, "person was", "people were"));
	safe_printf(stdout, "%s\n",
		    report->level ? "both are level"
				  : "somebody went on working meanwhile: run it again");
}

static bool talk(struct store *store, struct ssh *ssh, const struct address *address, bool *greeted,
		 struct err *err)
{
	struct sync_line line = {ssh_read, ssh_write, ssh};
	struct sync_report report;
	if (!sync_call(&line, strbuf_str(&address->path), greeted, err))
		return false;
	bool good = sync_with(store, &line, say_skipped, NULL, start_backup_folder, &report, err);
	if (good)
		say_report(&report, address->host.buf);
	sync_report_release(&report);
	return good;
}

static bool sync_host(struct store *store, struct address *address, struct err *err)
{
	struct ssh ssh = {.pid = -1, .in = -1, .out = -1, .errors = -1, .said = STRBUF_INIT};
	bool greeted = false;
	if (!ssh_start(&ssh, &address->host, &address->port, err)) {
		ssh_finish(&ssh);
		return false;
	}
	bool good = talk(store, &ssh, address, &greeted, err);
	int status = ssh_finish(&ssh);
	if (good || greeted)
		ssh_show(&ssh);
	else if (err->code == ERR_IO)
		ssh_explain(&ssh, status, address->host.buf, err);
	strbuf_release(&ssh.said);
	return good;
}

/* Ctrl-C ends ssh, whose end we see, and then the private copies are removed. */
static void leave_signals_to_the_line(void)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
}

static bool open_to_write(struct store **store, const struct cli *cli, struct str name,
			  struct err *err)
{
	struct store_options options = {
		.coder = cli->as, .patience_ms = PATIENCE_MS, .backup_folder = start_backup_folder};
	struct strbuf path = STRBUF_INIT;
	strbuf_add_str(&path, name);
	bool good =
		store_open(store, path.buf, &options, NULL, err) &&
		(!store_is_read_only(*store) ||
		 err_set(err, ERR_FAILED, "%s: %s", path.buf,
			 *store_notice(*store) ? store_notice(*store) : "it cannot be written to"));
	strbuf_release(&path);
	return good;
}

int sync_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct store *store = NULL;
	struct address address = {STRBUF_INIT, STRBUF_INIT, STRBUF_INIT};
	if (cli->nwords != 3)
		return cli_usage(verb);
	leave_signals_to_the_line();
	bool good = read_address(&address, cli->word[2], &err) &&
		    open_to_write(&store, cli, cli->word[1], &err) &&
		    sync_host(store, &address, &err);
	store_close(store);
	address_release(&address);
	return good ? 0 : cli_fail(&err);
}

/* The other end. What fails is told to the caller, who shows it. */
int sync_serve_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct store *store = NULL;
	struct sync_line line = {own_read, own_write, NULL};
	struct strbuf path = STRBUF_INIT;
	if (cli->nwords != 1 || isatty(STDOUT_FILENO))
		return cli_usage(verb);
	leave_signals_to_the_line();
	bool good = sync_answer(&line, &path, &err);
	if (good && !open_to_write(&store, cli, strbuf_str(&path), &err)) {
		sync_refuse(&line, &err);
		good = false;
	}
	good = good && sync_serve(store, &line, start_backup_folder, &err);
	store_close(store);
	strbuf_release(&path);
	return good ? 0 : err_exit_status(err.code);
}
