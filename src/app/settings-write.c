/*
 * One line of the settings file changed, all else left as its person wrote it: comments, order,
 * blank lines, lines we cannot follow. The file is read anew before, so that what an editor saved
 * meanwhile stays.
 */
#include "themewall/app/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app-internal.h"
#include "themewall/app/event.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/base/banned.h"

enum { FILE_MAX = 1 << 18 };

/* Where things stand in the text: offsets of bytes. */
struct spot_in_file {
	size_t from, to;    /* the line of the name, with its LF; from == to: it has none */
	size_t section_end; /* behind the last line of the section that says something */
	bool has_section;
};

static bool is_comment(struct str line)
{
	return line.n == 0 || line.p[0] == '#' || line.p[0] == ';';
}

static bool is_named(struct str line, const char *name)
{
	size_t equals = str_find_char(line, '=');
	return equals < line.n && str_equal(str_trim(str_part(line, 0, equals)), str_of(name));
}

static struct str section_of(struct str line)
{
	return str_trim(str_part(line, 1, str_find_char(line, ']')));
}

/* The last line of the name counts, as it does when the file is read. */
static struct spot_in_file find_spot(struct str text, const char *section, const char *name)
{
	struct spot_in_file spot = {0};
	struct str rest = text, raw;
	bool inside = false;
	while (str_next_line(&rest, &raw)) {
		struct str line = str_trim(raw);
		size_t from = (size_t)(raw.p - text.p), to = text.n - rest.n;
		if (line.n && line.p[0] == '[') {
			inside = str_equal(section_of(line), str_of(section));
			spot.has_section = spot.has_section || inside;
		}
		if (inside && line.n)
			spot.section_end = to;
		if (inside && !is_comment(line) && is_named(line, name)) {
			spot.from = from;
			spot.to = to;
		}
	}
	return spot;
}

static void end_line(struct strbuf *text)
{
	if (text->len && text->buf[text->len - 1] != '\n')
		strbuf_add_char(text, '\n');
}

void settings_edit(struct strbuf *text, const char *section, const char *name, struct str value)
{
	struct strbuf line = STRBUF_INIT;
	end_line(text);
	struct spot_in_file spot = find_spot(strbuf_str(text), section, name);
	strbuf_remove(text, spot.from, spot.to - spot.from);
	if (value.p)
		strbuf_addf(&line, "%s = %.*s\n", name, STR_ARG(value));
	if (value.p && !spot.has_section)
		strbuf_addf(text, "%s[%s]\n", text->len ? "\n" : "", section);
	size_t at = spot.to > spot.from ? spot.from
		    : spot.has_section  ? spot.section_end
					: text->len;
	strbuf_insert(text, at, line.buf, line.len);
	strbuf_release(&line);
}

static bool read_file(struct strbuf *text, const char *path, struct err *err)
{
	char block[4096];
	size_t n;
	FILE *file = fopen(path, "re");
	if (!file)
		return errno == ENOENT || err_errno(err, "cannot read %s", path);
	while (text->len < FILE_MAX && (n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(text, block, n);
	bool ok = !ferror(file) || err_errno(err, "cannot read %s", path);
	fclose(file);
	return ok;
}

/* A settings file is often a link into a folder of its own: the link stays. */
static void real_path(struct strbuf *out, const char *path)
{
	char *real = realpath(path, NULL);
	strbuf_add_z(out, real ? real : path);
	free(real);
}

static bool save(const struct settings *settings, const char *section, const char *name,
		 struct str value, struct err *err)
{
	struct strbuf text = STRBUF_INIT, folder = STRBUF_INIT, path = STRBUF_INIT;
	const char *file = settings->path.buf;
	if (!settings->path.len)
		return err_set(err, ERR_IO,
			       "changed until you leave; to keep it set HOME or XDG_CONFIG_HOME");
	const char *slash = strrchr(file, '/');
	strbuf_add(&folder, file, (size_t)(slash - file));
	real_path(&path, file);
	bool ok = (start_make_folders(folder.buf) ||
		   err_errno(err, "cannot make the folder %s", folder.buf)) &&
		  read_file(&text, path.buf, err);
	if (ok) {
		settings_edit(&text, section, name, value);
		ok = page_write_file(path.buf, strbuf_str(&text), true, err);
	}
	strbuf_release(&text);
	strbuf_release(&folder);
	strbuf_release(&path);
	return ok;
}

bool settings_save(const struct settings *settings, enum setting_id id, struct err *err)
{
	const struct setting *setting = setting_get(id);
	struct strbuf value = STRBUF_INIT;
	setting_add_value(&value, settings, id);
	bool ok = save(settings, setting->section, setting->name, strbuf_str(&value), err);
	strbuf_release(&value);
	return ok;
}

/* As people write keys; arrows by name, so that the file stays plain. */
static void add_key_word(struct strbuf *out, struct key_chord key)
{
	static const struct {
		uint32_t key;
		const char *name;
	} arrows[] = {{KEY_UP, "Up"}, {KEY_DOWN, "Down"}, {KEY_LEFT, "Left"}, {KEY_RIGHT, "Right"}};
	key_add_name(out, key.key, key.mods);
	for (size_t i = 0; i < TW_COUNT(arrows); i++)
		if (arrows[i].key == key.key) {
			size_t shown = sizeof "↑" - 1;
			strbuf_remove(out, out->len - shown, shown);
			strbuf_add_z(out, arrows[i].name);
		}
}

bool settings_save_keys(const struct settings *settings, enum command_id id, struct err *err)
{
	const struct binding *binding = &settings->bindings[id];
	struct strbuf value = STRBUF_INIT;
	for (size_t i = 0; i < binding->n; i++) {
		strbuf_add_z(&value, i ? " " : "");
		add_key_word(&value, binding->keys[i]);
	}
	if (binding->set && !binding->n)
		strbuf_add_z(&value, "none");
	struct str none = {NULL, 0};
	bool ok = save(settings, "keys", command_get(id)->name,
		       binding->set ? strbuf_str(&value) : none, err);
	strbuf_release(&value);
	return ok;
}
