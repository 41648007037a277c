#ifndef THEMEWALL_MAIN_SSH_INTERNAL_H
#define THEMEWALL_MAIN_SSH_INTERNAL_H

#include <sys/types.h>

#include "main-internal.h"

/* The program ssh, running `themewall sync-serve` on another host. */
struct ssh {
	pid_t pid;
	int in, out, errors; /* to it, from it, what it says; -1: closed */
	struct strbuf said;  /* not shown yet */
};

/* Starts it; ssh is all -1 and nothing said before. port: empty, ssh's own choice. */
bool ssh_start(struct ssh *ssh, struct strbuf *host, struct strbuf *port, struct err *err);
/* Ends the line and waits; its exit status, 255 for none. What it still says is heard. */
int ssh_finish(struct ssh *ssh);
/* What it said and was not shown yet, on stderr. */
void ssh_show(struct ssh *ssh);
/* Nobody has answered: what ssh says of it is the reason. */
void ssh_explain(struct ssh *ssh, int status, const char *host, struct err *err);
/* The two ends of the line, as struct sync_line has them; context is the ssh. */
ssize_t ssh_read(void *context, void *bytes, size_t n);
bool ssh_write(void *context, const void *bytes, size_t n);

/* All of it, and once; a signal in between does not count. */
bool fd_write(int fd, const void *bytes, size_t n);
ssize_t fd_read(int fd, void *bytes, size_t n);

#endif
