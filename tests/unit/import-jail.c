/* import: the jail. What planted code can do in it, judged by its effect; that a draft comes
 * through unchanged; that no reply is believed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail-internal.h"
#include "tap.h"
#include "themewall/base/mem.h"
#include "themewall/import/jail.h"

static char victim[64];
static int leaked[2]; /* a pipe of the parent: what a terminal or a wall would be */

static void say(const char *word)
{
	jail_send_size(strlen(word));
	jail_send(word, strlen(word));
}

static void answer(void *context)
{
	say("parsed");
}

static void leave(void *context)
{
	_exit(7);
}

static void open_file(void *context)
{
	say(open("/etc/passwd", O_RDONLY) >= 0 ? "open" : "refused");
}

static void make_file(void *context)
{
	say(open(victim, O_WRONLY | O_CREAT | O_TRUNC, 0600) >= 0 ? "open" : "refused");
}

static void delete_file(void *context)
{
	unlink(victim);
	say("alive");
}

static void connect_out(void *context)
{
	socket(AF_INET, SOCK_STREAM, 0);
	say("alive");
}

static void start_process(void *context)
{
	if (fork() == 0)
		_exit(0);
	say("alive");
}

static void run_shell(void *context)
{
	execl("/bin/sh", "sh", "-c", "true", (char *)NULL);
	say("alive");
}

static void write_elsewhere(void *context)
{
	(void)!write(leaked[1], "leak", 4);
	(void)!write(STDOUT_FILENO, "leak", 4);
	say("alive");
}

static void kill_parent(void *context)
{
	kill(getppid(), SIGKILL);
	say("alive");
}

static void run_made_code(void *context)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	say(page == MAP_FAILED ? "refused" : "alive");
}

static void crash(void *context)
{
	*(volatile char *)(uintptr_t)context = 1;
}

static void eat_memory(void *context)
{
	char *all = xmalloc((size_t)3 << 30);
	say(all[0] ? "eaten" : "alive");
}

static void promise_more(void *context)
{
	jail_send_size(100);
	jail_send("cut", 3);
}

static void send_more(void *context)
{
	say("four");
	jail_send("more", 4);
}

static void promise_much(void *context)
{
	jail_send_size((size_t)1 << 40);
}

static enum jail_end try(void (*work)(void *), char word[32])
{
	struct arena arena = {0};
	struct str reply = {NULL, 0};
	struct jail_work jail = {NULL, work, NULL, 1 << 20, (size_t)1 << 30};
	enum jail_end end = jail_run(&jail, &arena, &reply);
	size_t n = end == JAIL_DONE && reply.n < 31 ? reply.n : 0;
	memcpy(word, reply.p ? reply.p : "", n);
	word[n] = '\0';
	arena_release(&arena);
	return end;
}

/* ---- calls of the parent that fail once, or go slowly ---- */

static enum call {
	NO_CALL,
	CALL_PIPE,
	CALL_FORK,
	CALL_READ,
	CALL_READ_SLOW,
	CALL_READ_AGAIN,
	CALL_WAIT,
	CALL_WAIT_AGAIN,
	CALL_WRITE_AGAIN
} failing;

int __real_pipe2(int ends[2], int flags);
pid_t __real_fork(void);
ssize_t __real_read(int fd, void *into, size_t n);
pid_t __real_waitpid(pid_t child, int *status, int options);
ssize_t __real_write(int fd, const void *bytes, size_t n);
int __wrap_pipe2(int ends[2], int flags);
pid_t __wrap_fork(void);
ssize_t __wrap_read(int fd, void *into, size_t n);
pid_t __wrap_waitpid(pid_t child, int *status, int options);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);

static bool fails(enum call call, int why)
{
	if (failing != call)
		return false;
	failing = NO_CALL;
	errno = why;
	return true;
}

int __wrap_pipe2(int ends[2], int flags)
{
	return fails(CALL_PIPE, EMFILE) ? -1 : __real_pipe2(ends, flags);
}

pid_t __wrap_fork(void)
{
	return fails(CALL_FORK, EAGAIN) ? -1 : __real_fork();
}

ssize_t __wrap_read(int fd, void *into, size_t n)
{
	if (fails(CALL_READ, EIO) || fails(CALL_READ_AGAIN, EINTR))
		return -1;
	return __real_read(fd, into, failing == CALL_READ_SLOW ? 1 : n);
}

/* Who else waits for children takes their status along. */
pid_t __wrap_waitpid(pid_t child, int *status, int options)
{
	if (fails(CALL_WAIT_AGAIN, EINTR))
		return -1;
	pid_t ended = __real_waitpid(child, status, options);
	return fails(CALL_WAIT, ECHILD) ? -1 : ended;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
	return fails(CALL_WRITE_AGAIN, EINTR) ? -1 : __real_write(fd, bytes, n);
}

/* The child's end, here. */
static void test_send(void)
{
	int ends[2], saved = dup(JAIL_OUT);
	char sent[16] = "";
	(void)!pipe2(ends, O_CLOEXEC);
	dup2(ends[1], JAIL_OUT);
	failing = CALL_WRITE_AGAIN;
	say("parsed");
	dup2(saved, JAIL_OUT);
	ok(read(ends[0], sent, sizeof sent) == 14 && memcmp(sent + 8, "parsed", 6) == 0,
	   "what is sent arrives, though writing is interrupted");
	close(saved);
	close(ends[0]);
	close(ends[1]);
}

static void test_calls(void)
{
	static const struct {
		const char *name;
		enum call call;
		enum jail_end end;
		const char *word;
	} tries[] = {
		{"nothing fails", NO_CALL, JAIL_DONE, "parsed"},
		{"no pipe", CALL_PIPE, JAIL_NO_CHILD, ""},
		{"no process", CALL_FORK, JAIL_NO_CHILD, ""},
		{"reading fails", CALL_READ, JAIL_FAILED, ""},
		{"a byte at a time", CALL_READ_SLOW, JAIL_DONE, "parsed"},
		{"reading is interrupted", CALL_READ_AGAIN, JAIL_DONE, "parsed"},
		{"somebody else has waited", CALL_WAIT, JAIL_DONE, "parsed"},
		{"waiting is interrupted", CALL_WAIT_AGAIN, JAIL_DONE, "parsed"},
	};
	char word[32];
	for (size_t i = 0; i < TW_COUNT(tries); i++) {
		failing = tries[i].call;
		enum jail_end end = try(answer, word);
		failing = NO_CALL;
		ok(end == tries[i].end && strcmp(word, tries[i].word) == 0, "%s", tries[i].name);
	}
}

static void test_planted(void)
{
	static const struct {
		const char *name;
		void (*work)(void *);
		enum jail_end end;
		const char *word;
		bool needs_filter;
	} tries[] = {
		{"parses", answer, JAIL_DONE, "parsed", false},
		{"opens a file", open_file, JAIL_DONE, "refused", true},
		{"makes a file", make_file, JAIL_DONE, "refused", true},
		{"deletes a file", delete_file, JAIL_FAILED, "", true},
		{"connects", connect_out, JAIL_FAILED, "", true},
		{"forks", start_process, JAIL_FAILED, "", true},
		{"runs a shell", run_shell, JAIL_FAILED, "", true},
		{"writes to another descriptor", write_elsewhere, JAIL_FAILED, "", true},
		{"kills its parent", kill_parent, JAIL_FAILED, "", true},
		{"makes code", run_made_code, JAIL_FAILED, "", true},
		{"leaves early", leave, JAIL_FAILED, "", false},
		{"crashes", crash, JAIL_FAILED, "", false},
		{"eats memory", eat_memory, JAIL_NO_MEMORY, "", false},
		{"stops in mid-reply", promise_more, JAIL_FAILED, "", false},
		{"says more than announced", send_more, JAIL_FAILED, "", false},
		{"announces too much", promise_much, JAIL_FAILED, "", false},
	};
	bool filter = import_jail_kind() == IMPORT_JAIL_FULL;
	char word[32];
	for (size_t i = 0; i < TW_COUNT(tries); i++) {
		if (tries[i].needs_filter && !filter) {
			ok(true, "%s # SKIP no seccomp here", tries[i].name);
			continue;
		}
		enum jail_end end = try(tries[i].work, word);
		ok(end == tries[i].end && strcmp(word, tries[i].word) == 0, "planted code %s",
		   tries[i].name);
	}
	struct stat st;
	char leak[8];
	ok(stat(victim, &st) == 0 && st.st_size == 6, "the victim is as it was");
	is_int(read(leaked[0], leak, sizeof leak), -1, "nothing leaked");
}

static bool same_draft(const struct draft *a, const struct draft *b)
{
	bool same = a->nturns == b->nturns && a->nspeakers == b->nspeakers &&
		    a->nwarnings == b->nwarnings && a->nchars == b->nchars &&
		    a->notes == b->notes && a->nheader == b->nheader && !strcmp(a->date, b->date) &&
		    !strcmp(a->format, b->format) && !strcmp(a->dialect, b->dialect) &&
		    !strcmp(a->encoding, b->encoding) && str_equal(a->title, b->title) &&
		    str_equal(a->origin_name, b->origin_name) &&
		    !memcmp(a->sha_bytes, b->sha_bytes, 32) &&
		    !memcmp(a->sha_text, b->sha_text, 32);
	for (size_t i = 0; same && i < a->nturns; i++) {
		const struct draft_turn *x = &a->turns[i], *y = &b->turns[i];
		same = x->speaker == y->speaker && x->start_ms == y->start_ms &&
		       x->end_ms == y->end_ms && str_equal(x->text, y->text) &&
		       x->nchars == y->nchars && x->ncues == y->ncues && x->bullet == y->bullet &&
		       str_equal(x->heading, y->heading);
		for (size_t c = 0; same && c < x->ncues; c++)
			same = x->cues[c].at == y->cues[c].at && x->cues[c].ms == y->cues[c].ms;
	}
	for (size_t i = 0; same && i < a->nspeakers; i++) {
		const struct draft_speaker *x = &a->speakers[i], *y = &b->speakers[i];
		same = str_equal(x->label, y->label) && str_equal(x->name, y->name) &&
		       x->role == y->role && x->guessed == y->guessed && x->nwords == y->nwords &&
		       x->nturns == y->nturns && x->nquestions == y->nquestions;
	}
	for (size_t i = 0; same && i < a->nwarnings; i++)
		same = a->warnings[i].line == b->warnings[i].line &&
		       str_equal(a->warnings[i].text, b->warnings[i].text);
	return same;
}

static void read_all(const char *path, struct strbuf *out)
{
	FILE *file = fopen(path, "rb");
	char buffer[8192];
	size_t n;
	while (file && (n = fread(buffer, 1, sizeof buffer, file)) > 0)
		strbuf_add(out, buffer, n);
	if (file)
		fclose(file);
}

static void compare(const char *name, struct str bytes, const char *encoding)
{
	struct import_options_text options = {.encoding = encoding};
	struct err here = ERR_INIT, there = ERR_INIT;
	struct draft a, b;
	bool good = import_bytes(&a, str_of(name), bytes, &options, &here);
	bool jailed = import_jailed(&b, str_of(name), bytes, &options, &there);
	ok(good == jailed && here.code == there.code && !strcmp(here.msg, there.msg) &&
		   (!good || same_draft(&a, &b)),
	   "%s in the jail as outside%s%s", strchr(name, '\n') ? "a broken name" : name,
	   encoding ? ", as " : "", encoding ? encoding : "");
	if (good != jailed)
		printf("# %s | %s\n", here.msg, there.msg);
	draft_release(&a);
	draft_release(&b);
}

static void compare_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		struct strbuf path = STRBUF_INIT, bytes = STRBUF_INIT;
		struct stat st;
		strbuf_addf(&path, "%s/%s", folder, entry->d_name);
		if (stat(path.buf, &st) == 0 && S_ISREG(st.st_mode)) {
			read_all(path.buf, &bytes);
			compare(entry->d_name, strbuf_str(&bytes), NULL);
		}
		strbuf_release(&path);
		strbuf_release(&bytes);
	}
	ok(dir, "the fixtures are there");
	if (dir)
		closedir(dir);
}

static void test_encodings(void)
{
	static const char wide[] = "\xff\xfe"
				   "A\0n\0n\0:\0 \0h\0i\0.\0\n\0";
	compare("wide.txt", (struct str){wide, sizeof wide - 1}, NULL);
	compare("wide.txt", (struct str){wide + 2, sizeof wide - 3}, "UTF-16LE");
	compare("greek.txt", STR("Ann: \xe1\xe2\xe3\n"), "ISO-8859-7");
	compare("none.txt", STR("Ann: hi\n"), "no-such-encoding");
	compare("bad\nname.txt", STR(""), NULL);
}

/* What a file of several megabytes becomes; line: the line end, form: what stands about the name
 * and the words. */
static void test_large(const char *name, const char *line, const char *form[3])
{
	struct import_options_text options = {.format = NULL};
	struct strbuf bytes = STRBUF_INIT;
	struct draft here, there;
	struct err err = ERR_INIT;
	strbuf_addf(&bytes, "WEBVTT%s%s", line, line);
	for (unsigned i = 1; bytes.len < 9 << 20; i++) {
		strbuf_addf(&bytes, "%u%s%02u:%02u:%02u.000 --> %02u:%02u:%02u.900%s", i, line,
			    i / 3600, i / 60 % 60, i % 60, i / 3600, i / 60 % 60, i % 60, line);
		strbuf_addf(&bytes, "%s%s%sI said it %u times%s", form[0],
			    i / 3 % 2 ? "Maya Lindt" : "Tom Okoye", form[1], i, form[2]);
		strbuf_addf(&bytes, "%s%s", line, line);
	}
	bool good = import_bytes(&here, STR("x.vtt"), strbuf_str(&bytes), &options, &err) &&
		    import_jailed(&there, STR("x.vtt"), strbuf_str(&bytes), &options, &err) &&
		    here.nturns == there.nturns && here.nspeakers == there.nspeakers &&
		    !memcmp(here.sha_bytes, there.sha_bytes, sizeof here.sha_bytes) &&
		    !memcmp(here.sha_text, there.sha_text, sizeof here.sha_text);
	for (size_t i = 0; good && i < here.nturns; i++)
		good = here.turns[i].start_ms == there.turns[i].start_ms &&
		       here.turns[i].speaker == there.turns[i].speaker &&
		       here.turns[i].ncues == there.turns[i].ncues;
	for (size_t i = 0; good && i < here.nspeakers; i++)
		good = str_equal(here.speakers[i].label, there.speakers[i].label) &&
		       here.speakers[i].nwords == there.speakers[i].nwords;
	ok(good && here.nturns > 1000, "%s: what is let go of is not missed", name);
	draft_release(&here);
	draft_release(&there);
	strbuf_release(&bytes);
}

/* ---- whole walls ---- */

static bool same_value(const struct value *a, const struct value *b)
{
	return a->type == b->type && a->i == b->i && str_equal(a->s, b->s);
}

static bool same_image(const struct wall_image *a, const struct wall_image *b)
{
	bool same = a->nrows == b->nrows && a->nturns == b->nturns;
	for (size_t i = 0; same && i < a->nrows; i++) {
		same = a->rows[i].table == b->rows[i].table && b->rows[i].op == ROW_INSERT;
		for (int c = 0; same && c < table_info(a->rows[i].table)->ncolumns; c++)
			same = same_value(&a->rows[i].column[c], &b->rows[i].column[c]);
	}
	for (size_t i = 0; same && i < a->nturns; i++) {
		same = a->turns[i].transcript == b->turns[i].transcript &&
		       a->turns[i].n == b->turns[i].n;
		for (size_t t = 0; same && t < a->turns[i].n; t++) {
			const struct turn *x = &a->turns[i].turns[t], *y = &b->turns[i].turns[t];
			same = x->speaker.n == y->speaker.n && x->start == y->start &&
			       x->end == y->end && x->start_ms == y->start_ms &&
			       x->end_ms == y->end_ms && str_equal(x->text, y->text) &&
			       x->ncues == y->ncues;
			for (size_t c = 0; same && c < x->ncues; c++)
				same = x->cues[c].at == y->cues[c].at &&
				       x->cues[c].ms == y->cues[c].ms;
		}
	}
	return same;
}

/* Projects in the jail as outside, and the words about them. */
static void test_projects(const char *root)
{
	static const char *const names[] = {"small.qdpx",         "codebook.qdc",
					    "wide.qde",           "bad-32-xml.qdpx",
					    "bad-33-source.qdpx", "bad-34-dtd.qdpx"};
	for (size_t i = 0; i < TW_COUNT(names); i++) {
		struct strbuf path = STRBUF_INIT, bytes = STRBUF_INIT;
		struct wall_image here, there;
		struct err err = ERR_INIT, other = ERR_INIT;
		strbuf_addf(&path, "%s/tests/data/projects/%s", root, names[i]);
		read_all(path.buf, &bytes);
		ok(bytes.len && import_is_wall(strbuf_str(&bytes)), "%s is a project", names[i]);
		bool good = import_wall(&here, str_of(names[i]), strbuf_str(&bytes), &err);
		bool jailed =
			import_wall_jailed(&there, str_of(names[i]), strbuf_str(&bytes), &other);
		ok(good == jailed && !strcmp(err.msg, other.msg) &&
			   (!good || (same_image(&here, &there) &&
				      str_equal(here.said, there.said) && here.said.n)),
		   "%s in the jail as outside", names[i]);
		if (good)
			wall_image_release(&here);
		if (jailed)
			wall_image_release(&there);
		strbuf_release(&path);
		strbuf_release(&bytes);
	}
}

static void test_walls(const char *root)
{
	struct strbuf path = STRBUF_INIT, bytes = STRBUF_INIT;
	struct wall_image here, there;
	struct err err = ERR_INIT, other = ERR_INIT;
	strbuf_addf(&path, "%s/tests/data/export/wall.json", root);
	read_all(path.buf, &bytes);
	bool good = import_wall(&here, STR("wall.json"), strbuf_str(&bytes), &err);
	bool jailed = import_wall_jailed(&there, STR("wall.json"), strbuf_str(&bytes), &other);
	ok(good && jailed && same_image(&here, &there), "a whole wall in the jail as outside");
	if (good)
		wall_image_release(&here);
	wall_image_release(&there);
	bytes.len /= 2;
	import_wall(&here, STR("wall.json"), strbuf_str(&bytes), &err);
	ok(!import_wall_jailed(&there, STR("wall.json"), strbuf_str(&bytes), &other) &&
		   !strcmp(err.msg, other.msg),
	   "half a wall fails in the same words");
	strbuf_release(&path);
	strbuf_release(&bytes);
}

int main(void)
{
	struct strbuf folder = STRBUF_INIT;
	const char *root = getenv("SOURCE_ROOT");
	strbuf_addf(&folder, "%s/tests/data/import", root ? root : ".");
	snprintf(victim, sizeof victim, "/tmp/jail-victim-XXXXXX");
	int fd = mkstemp(victim);
	(void)!write(fd, "victim", 6);
	close(fd);
	(void)!pipe2(leaked, O_NONBLOCK);
	if (import_jail_kind() != IMPORT_JAIL_NONE)
		test_planted();
	else
		ok(true, "planted code # SKIP a sanitised build has no jail");
	test_calls();
	test_send();
	compare_folder(folder.buf);
	test_encodings();
	test_large("voices", "\n", (const char *[]){"<v ", ">", ", and nobody heard.</v>"});
	test_large("names, CRLF", "\r\n", (const char *[]){"", ": ", ", and nobody heard."});
	test_walls(root ? root : ".");
	if (import_packages())
		test_projects(root ? root : ".");
	unlink(victim);
	strbuf_release(&folder);
	return done();
}
