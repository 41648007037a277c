/*
 * REFI-QDA files: a project's archive (.qdpx), its XML alone (.qde), a codebook (.qdc). Of the
 * archive only project.qde and the plain texts under sources/ that it names are read.
 */
#include <stdlib.h>

#include "qde-internal.h"
#include "decode-internal.h"
#include "readers-internal.h"
#include "themewall/base/mem.h"
#include "wall-internal.h"
#include "themewall/base/banned.h"

/* The archive's project: "project.qde", whatever its case and folder. */
static const struct zip_entry *find_project(const struct zip *zip)
{
	static const char name[] = "project.qde";
	size_t n = sizeof name - 1;
	for (size_t i = 0; i < zip->n; i++) {
		struct str s = zip->entries[i].name;
		if (s.n >= n && (s.n == n || s.p[s.n - n - 1] == '/') &&
		    str_equal_ascii(str_part(s, s.n - n, s.n), str_of(name)))
			return &zip->entries[i];
	}
	return NULL;
}

/* "internal://GUID.txt", or the name alone: the entry under sources/. NULL and *outside when it
 * leads elsewhere. */
static const struct zip_entry *find_source(const struct zip *zip, struct str path, bool *outside)
{
	struct str internal = STR("internal://");
	if (str_starts(path, internal))
		path = str_part(path, internal.n, path.n);
	*outside = str_find(path, STR("..")) < path.n || str_find_char(path, '\\') < path.n;
	if (str_starts(path, STR("sources/")))
		path = str_part(path, 8, path.n);
	if (*outside || str_find_char(path, '/') < path.n)
		return NULL;
	for (size_t i = 0; i < zip->n; i++) {
		struct str s = zip->entries[i].name;
		size_t from = s.n - path.n;
		if (path.n && s.n >= path.n + 8 && s.p[from - 1] == '/' &&
		    str_equal_ascii(str_part(s, from - 8, from - 1), STR("sources")) &&
		    str_equal_ascii(str_part(s, from, s.n), path))
			return &zip->entries[i];
	}
	return NULL;
}

/* Valid UTF-8 without controls, character for character, so that positions stay: a byte-order mark
 * alone goes. Line ends stay as they are. */
static struct str clean_source(struct qde *qde, struct str bytes)
{
	struct strbuf out = STRBUF_INIT;
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_part(bytes, 3, bytes.n);
	while (bytes.n) {
		size_t n = 0;
		while (n < bytes.n && bytes.p[n] != '\r')
			n++;
		struct strbuf part = STRBUF_INIT;
		decode_escaped(qde->text, str_part(bytes, 0, n), &part);
		strbuf_add_str(&out, strbuf_str(&part));
		strbuf_release(&part);
		if (n < bytes.n)
			strbuf_add_char(&out, '\r');
		bytes = str_part(bytes, n + (n < bytes.n), bytes.n);
	}
	struct str kept = {arena_strndup(qde->arena, out.buf, out.len), out.len};
	strbuf_release(&out);
	return kept;
}

static bool load_source(struct qde *qde, struct zip *zip, struct qde_source *source,
			struct strbuf *scratch, struct err *err)
{
	bool outside = false;
	if (source->text.n) {
		source->text = clean_source(qde, source->text);
		return true;
	}
	const struct zip_entry *entry = zip ? find_source(zip, source->path, &outside) : NULL;
	source->gone = !entry;
	qde->noutside += outside;
	qde->nmissing += !entry && !outside;
	if (!entry)
		return true;
	if (!zip_read(zip, entry, scratch, err))
		return false;
	source->text = clean_source(qde, strbuf_str(scratch));
	return true;
}

static bool load_sources(struct qde *qde, struct zip *zip, struct err *err)
{
	struct strbuf scratch = STRBUF_INIT;
	bool good = true;
	for (size_t i = 0; good && i < qde->nsources; i++)
		good = load_source(qde, zip, &qde->sources[i], &scratch, err);
	strbuf_release(&scratch);
	return good;
}

static bool read_archive(struct qde *qde, struct str bytes, struct zip *zip, struct strbuf *xml,
			 struct err *err)
{
	if (!zip_open(zip, qde->arena, bytes, qde->file, err))
		return false;
	const struct zip_entry *entry = find_project(zip);
	qde->nstrays = zip->nstrays;
	if (!entry)
		return refuse_archive(qde->file, bytes, err);
	return zip_read(zip, entry, xml, err);
}

bool qdpx_to_json(struct arena *arena, struct str name, struct str bytes, struct strbuf *json,
		  struct strbuf *said, struct err *err)
{
	struct draft draft = {0};
	struct reading reading = {.draft = &draft, .name = name};
	struct qde qde = {.arena = arena, .text = &reading, .file = name, .created_ms = -1};
	struct strbuf xml = STRBUF_INIT;
	struct zip zip;
	bool packed = package_is(bytes);
	bool good = !packed || read_archive(&qde, bytes, &zip, &xml, err);
	good = good && qde_read(&qde, packed ? strbuf_str(&xml) : bytes, err) &&
	       load_sources(&qde, packed ? &zip : NULL, err);
	if (good)
		qde_write(&qde, json, said);
	qde_release(&qde);
	strbuf_release(&xml);
	draft_release(&draft);
	return good;
}
