/*
 * What kind of folder the wall lies in. On network and FUSE file systems, two machines do not see
 * each other's locks and memory maps: acknowledged work was lost there when it was tried. So such a
 * wall is opened by one program at a time.
 */
#include "store-internal.h"

#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

enum folder folder_of_magic(long magic)
{
	static const unsigned long network[] = {
		0x6969,     /* NFS */
		0xff534d42, /* CIFS */
		0xfe534d42, /* SMB 2 */
		0x517b,     /* SMB */
		0x01021997, /* 9p: shared folders of virtual machines */
		0x65735546, /* FUSE: sshfs and the like */
		0x00c36400, /* Ceph */
		0x0bd00bd0, /* Lustre */
		0x47504653, /* GPFS */
		0x5346414f, /* AFS */
		0x6b414653, /* kAFS */
		0x73757245, /* Coda */
	};
	for (size_t i = 0; i < TW_COUNT(network); i++)
		if (((unsigned long)magic & 0xffffffff) == network[i])
			return FOLDER_NETWORK;
	return FOLDER_LOCAL;
}

enum folder folder_of(const char *path)
{
	struct statfs fs;
	return statfs(path, &fs) == 0 ? folder_of_magic((long)fs.f_type) : FOLDER_LOCAL;
}

/* With its slash; "./" for a bare name. */
void folder_add(struct strbuf *out, const char *path)
{
	struct str base = str_of(path);
	for (size_t at; (at = str_find_char(base, '/')) < base.n;)
		base = str_part(base, at + 1, base.n);
	if (base.p == path)
		strbuf_add_z(out, "./");
	else
		strbuf_add(out, path, (size_t)(base.p - path));
}

/* Everybody may pass through all folders above it. */
static bool is_reachable(const char *path)
{
	struct strbuf folder = STRBUF_INIT;
	bool open = true;
	folder_add(&folder, path);
	while (open && folder.len) {
		struct stat st;
		open = stat(folder.buf, &st) == 0 && (st.st_mode & S_IXOTH);
		while (folder.len && folder.buf[--folder.len] == '/')
			folder.buf[folder.len] = '\0';
		while (folder.len && folder.buf[folder.len - 1] != '/')
			folder.buf[--folder.len] = '\0';
	}
	strbuf_release(&folder);
	return open;
}

bool folder_shows(const char *path, const struct stat *st)
{
	return st->st_uid == geteuid() && (st->st_mode & S_IROTH) && is_reachable(path);
}

/* By the names such programs give their folders. */
const char *folder_sync_client(const char *path)
{
	static const struct {
		const char *part, *client;
	} known[] = {
		{"/Dropbox", "Dropbox"},
		{"/OneDrive", "OneDrive"},
		{"/iCloud", "iCloud"},
		{"/Mobile Documents/", "iCloud"},
		{"/Google Drive", "Google Drive"},
		{"/Syncthing", "Syncthing"},
		{"/Sync/", "Syncthing"},
		{"/Nextcloud", "Nextcloud"},
	};
	for (size_t i = 0; i < TW_COUNT(known); i++)
		if (strstr(path, known[i].part))
			return known[i].client;
	return NULL;
}
