/* `themewall --version`: which program this is, and what it can do on this machine. */
#include "main-internal.h"

#include "themewall/import/jail.h"

#include "themewall/base/banned.h"

int version_run(void)
{
	static const char *const jails[] = {
		[IMPORT_JAIL_NONE] = "in this process (a build for finding faults)",
		[IMPORT_JAIL_LIMITS] = "in a child with limits of memory and time",
		[IMPORT_JAIL_FULL] = "in a child that can open, write and reach nothing",
	};
	struct err err = ERR_INIT;
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "themewall " THEMEWALL_VERSION "\nfiles are read %s\n",
		    jails[import_jail_kind()]);
	if (import_packages())
		strbuf_addf(&text, "Word documents and REFI-QDA projects: %s\n",
			    import_packages());
	else
		strbuf_add_z(&text, "Word documents and REFI-QDA projects are not read: built "
				    "without expat or zlib\n");
	bool ok = cli_put(strbuf_str(&text), &err);
	strbuf_release(&text);
	return ok ? 0 : cli_fail(&err);
}
