/*
 * A reader of ZIP archives in memory. The directory at the end is believed no further than its
 * numbers lie inside the file; an entry's bytes are counted as they come out of zlib, whatever the
 * headers claim; nothing is written anywhere. Offsets and sizes are bytes, numbers little-endian.
 */
#include "package-internal.h"

#include <stdlib.h>
#include <zlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

enum {
	END_BYTES = 22, /* the record that ends an archive, without its comment */
	COMMENT_MOST = 65535,
	DIRECTORY_BYTES = 46, /* one entry of the directory, without its name */
	LOCAL_BYTES = 30,     /* the header before an entry's data */
	ZIP_FREE_BYTES = 1 << 20,
	CHUNK = 1 << 16
};

static uint32_t u16(struct str s, size_t at)
{
	return (uint32_t)(uint8_t)s.p[at] | (uint32_t)(uint8_t)s.p[at + 1] << 8;
}

static uint32_t u32(struct str s, size_t at)
{
	return u16(s, at) | u16(s, at + 2) << 16;
}

static bool damaged(const struct zip *zip, struct err *err)
{
	return err_set(err, ERR_FORMAT,
		       "%.*s is damaged or cut off; export it again. Nothing was imported",
		       STR_ARG(zip->file));
}

static bool unsafe(const struct zip *zip, const char *what, struct err *err)
{
	return err_set(err, ERR_FORMAT,
		       "%.*s is refused: %s. If you trust it, open and save it again in its own "
		       "program",
		       STR_ARG(zip->file), what);
}

/* Where the end record is; SIZE_MAX when there is none whose comment fills the file exactly. */
static size_t find_end(struct str s)
{
	size_t most = COMMENT_MOST + END_BYTES;
	size_t lowest = s.n > most ? s.n - most : 0;
	if (s.n < END_BYTES)
		return SIZE_MAX;
	for (size_t at = s.n - END_BYTES + 1; at-- > lowest;)
		if (u32(s, at) == 0x06054b50 && at + END_BYTES + u16(s, at + 20) == s.n)
			return at;
	return SIZE_MAX;
}

/* Relative, without "..", without a drive or a backslash, without controls. */
static bool name_is_safe(struct str name)
{
	struct str rest = name;
	if (!name.n || name.p[0] == '/')
		return false;
	for (size_t i = 0; i < name.n; i++)
		if ((uint8_t)name.p[i] < 0x20 || name.p[i] == '\\' || name.p[i] == ':')
			return false;
	while (rest.n) {
		size_t n = str_find_char(rest, '/');
		if (str_equal(str_part(rest, 0, n), STR("..")))
			return false;
		rest = str_part(rest, n < rest.n ? n + 1 : n, rest.n);
	}
	return true;
}

/* One entry of the directory; returns its bytes, 0 when it does not lie inside the file. */
static size_t read_entry(const struct zip *zip, size_t at, struct zip_entry *entry)
{
	struct str s = zip->bytes;
	if (s.n - at < DIRECTORY_BYTES || u32(s, at) != 0x02014b50)
		return 0;
	size_t nname = u16(s, at + 28), nmore = u16(s, at + 30) + u16(s, at + 32);
	if (s.n - at - DIRECTORY_BYTES < nname + nmore)
		return 0;
	*entry = (struct zip_entry){
		.name = str_part(s, at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nname),
		.at = u32(s, at + 42),
		.npacked = u32(s, at + 20),
		.crc = u32(s, at + 16),
		.nbytes = u32(s, at + 24),
		.method = (uint16_t)u16(s, at + 10),
		.locked = u16(s, at + 8) & 1};
	return DIRECTORY_BYTES + nname + nmore;
}

static int by_name(const void *a, const void *b)
{
	return str_compare(((const struct zip_entry *)a)->name,
			   ((const struct zip_entry *)b)->name);
}

/* An entry that leads out of the archive is as if it were not there, and counted. */
static void drop_strays(struct zip *zip)
{
	size_t kept = 0;
	for (size_t i = 0; i < zip->n; i++)
		if (name_is_safe(zip->entries[i].name))
			zip->entries[kept++] = zip->entries[i];
	zip->nstrays = zip->n - kept;
	zip->n = kept;
}

static bool check_names(struct zip *zip, struct err *err)
{
	drop_strays(zip);
	if (zip->n)
		qsort(zip->entries, zip->n, sizeof *zip->entries, by_name);
	for (size_t i = 1; i < zip->n; i++)
		if (str_equal(zip->entries[i].name, zip->entries[i - 1].name))
			return unsafe(zip, "two entries have the same name", err);
	return true;
}

bool zip_open(struct zip *zip, struct arena *arena, struct str bytes, struct str file,
	      struct err *err)
{
	size_t end = find_end(bytes);
	*zip = (struct zip){.bytes = bytes, .file = file};
	if (end == SIZE_MAX)
		return damaged(zip, err);
	size_t n = u16(bytes, end + 10), at = u32(bytes, end + 16);
	if (u16(bytes, end + 4) || u16(bytes, end + 8) != n || n == 0xffff || at == 0xffffffff)
		return unsafe(zip, "it is an archive in parts or beyond 4 GB", err);
	if (n > ZIP_ENTRIES)
		return unsafe(zip, "it holds more than 2,000 files", err);
	zip->entries = arena_alloc(arena, (n + 1) * sizeof *zip->entries);
	for (; zip->n < n; zip->n++) {
		size_t step = at <= end ? read_entry(zip, at, &zip->entries[zip->n]) : 0;
		if (!step)
			return damaged(zip, err);
		at += step;
	}
	return check_names(zip, err);
}

const struct zip_entry *zip_find(const struct zip *zip, struct str name)
{
	for (size_t i = 0; i < zip->n; i++)
		if (str_equal_ascii(zip->entries[i].name, name))
			return &zip->entries[i];
	return NULL;
}

/* The packed bytes of an entry, behind its local header. */
static bool find_data(const struct zip *zip, const struct zip_entry *entry, struct str *data)
{
	struct str s = zip->bytes;
	if (entry->at > s.n || s.n - entry->at < LOCAL_BYTES || u32(s, entry->at) != 0x04034b50)
		return false;
	size_t from = entry->at + LOCAL_BYTES;
	from += u16(s, entry->at + 26) + u16(s, entry->at + 28);
	if (from > s.n || entry->npacked > s.n - from)
		return false;
	*data = str_part(s, from, from + entry->npacked);
	return true;
}

/* May so much come out of it? */
static bool may_grow(const struct zip *zip, const struct zip_entry *entry, size_t nbytes)
{
	return nbytes <= ZIP_ENTRY_BYTES && zip->unpacked + nbytes <= ZIP_ALL_BYTES &&
	       (nbytes <= ZIP_FREE_BYTES || nbytes / ZIP_RATIO <= entry->npacked);
}

/* Z_STREAM_END when all came out, Z_MEM_ERROR when it was too much, else another code. */
static int inflate_all(const struct zip *zip, const struct zip_entry *entry, struct str data,
		       struct strbuf *out)
{
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)data.p, .avail_in = (uInt)data.n};
	if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return Z_STREAM_ERROR;
	int code = Z_OK;
	while (code == Z_OK) {
		strbuf_reserve(out, CHUNK);
		stream.next_out = (Bytef *)out->buf + out->len;
		stream.avail_out = CHUNK;
		code = inflate(&stream, Z_NO_FLUSH);
		out->len += CHUNK - stream.avail_out;
		if (!may_grow(zip, entry, out->len))
			code = Z_MEM_ERROR;
	}
	out->buf[out->len] = '\0';
	inflateEnd(&stream);
	return code;
}

bool zip_read(struct zip *zip, const struct zip_entry *entry, struct strbuf *out, struct err *err)
{
	struct str data;
	strbuf_reset(out);
	if (entry->locked)
		return unsafe(zip, "it is locked with a password", err);
	if (!find_data(zip, entry, &data) || (entry->method && entry->method != 8))
		return damaged(zip, err);
	int code = Z_STREAM_END;
	if (entry->method)
		code = inflate_all(zip, entry, data, out);
	else if (may_grow(zip, entry, data.n))
		strbuf_add_str(out, data);
	else
		code = Z_MEM_ERROR;
	if (code == Z_MEM_ERROR)
		return unsafe(zip,
			      "it unpacks to far more than it should (64 MB, 200 times its size)",
			      err);
	if (code != Z_STREAM_END || out->len != entry->nbytes ||
	    crc32(0, (const Bytef *)out->buf, (uInt)out->len) != entry->crc)
		return damaged(zip, err);
	zip->unpacked += out->len;
	return true;
}
