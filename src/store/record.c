/*
 * A record of the file as a row: a head of serial types, then the values one after the other. The
 * column of a row's id is empty in it.
 */
#include "pages-internal.h"

#include <endian.h>
#include <string.h>

#include "themewall/base/compiler.h"

#include "changes-internal.h"

#include "themewall/base/banned.h"

enum { ZERO = 8, ONE = 9, BLOB_FIRST = 12, TEXT_FIRST = 13 };

struct reader {
	const unsigned char *type, *types_end, *body, *end;
};

static bool take_long_type(struct reader *r, uint64_t *type)
{
	*type = 0;
	for (int i = 0; i < 5 && r->type < r->types_end; i++) {
		unsigned char byte = *r->type++;
		*type = *type << 7 | (byte & 0x7f);
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

TW_ALWAYS_INLINE bool take_type(struct reader *r, uint64_t *type)
{
	if (r->type >= r->types_end || *r->type & 0x80)
		return take_long_type(r, type);
	*type = *r->type++;
	return true;
}

/* So many bytes, the highest first, with their sign. */
TW_ALWAYS_INLINE int64_t int_of(const unsigned char *p, unsigned width)
{
	uint64_t bits = p[0] & 0x80 ? UINT64_MAX : 0;
	for (unsigned i = 0; i < width; i++)
		bits = bits << 8 | p[i];
	return (int64_t)bits;
}

/* All eight are in the record, as good as always: one load, and what is not ours is shifted out. */
TW_ALWAYS_INLINE int64_t int_at(const struct reader *r, unsigned width)
{
	uint64_t bits;
	if (r->end - r->body < 8)
		return int_of(r->body, width);
	memcpy(&bits, r->body, sizeof bits);
	return (int64_t)be64toh(bits) >> (64 - 8 * width);
}

/* Of any type but nothing. */
TW_ALWAYS_INLINE bool take_int(struct reader *r, uint64_t type, int64_t *value)
{
	static const unsigned char widths[] = {0, 1, 2, 3, 4, 6, 8};
	if (type == ZERO || type == ONE) {
		*value = type == ONE;
		return true;
	}
	if (type >= TW_COUNT(widths) || (size_t)(r->end - r->body) < widths[type])
		return false;
	*value = int_at(r, widths[type]);
	r->body += widths[type];
	return true;
}

TW_ALWAYS_INLINE bool take_bytes(struct reader *r, size_t n, struct str *bytes)
{
	if ((size_t)(r->end - r->body) < n)
		return false;
	*bytes = (struct str){(const char *)r->body, n};
	r->body += n;
	return true;
}

TW_ALWAYS_INLINE bool take_text(struct reader *r, uint64_t type, struct str *text)
{
	return type >= TEXT_FIRST && type & 1 &&
	       take_bytes(r, (size_t)(type - TEXT_FIRST) / 2, text) && text_is_sound(*text);
}

TW_ALWAYS_INLINE bool take_blob(struct reader *r, uint64_t type, struct str *bytes)
{
	return type >= BLOB_FIRST && !(type & 1) &&
	       take_bytes(r, (size_t)(type - BLOB_FIRST) / 2, bytes);
}

TW_ALWAYS_INLINE bool take_value(struct reader *r, enum column_type column, struct value *value)
{
	uint64_t type;
	if (!take_type(r, &type))
		return false;
	switch (column) {
	case COLUMN_REF:
		value->i = 0;
		if (type && !take_int(r, type, &value->i))
			return false;
		value->type = value->i ? VALUE_INT : VALUE_NULL;
		return true;
	case COLUMN_KEY:
	case COLUMN_INT:
		value->type = VALUE_INT;
		return type && take_int(r, type, &value->i);
	case COLUMN_TEXT:
		value->type = VALUE_TEXT;
		return take_text(r, type, &value->s);
	case COLUMN_BLOB:
		value->type = VALUE_BLOB;
		return take_blob(r, type, &value->s);
	}
	return false;
}

static bool begin(struct reader *r, struct str record)
{
	uint64_t head;
	r->type = (const unsigned char *)record.p;
	r->end = r->types_end = r->type + record.n;
	if (!take_type(r, &head) || head > record.n)
		return false;
	r->types_end = r->body = (const unsigned char *)record.p + head;
	return true;
}

/* There are more columns, or nothing is left over: SQLite reads no others. */
static bool is_whole(const struct reader *r)
{
	return r->type < r->types_end || r->body == r->end;
}

bool record_read(enum table table, int n, int64_t id, struct str record, struct row_change *change)
{
	const struct column_info *columns = table_info(table)->columns;
	struct reader r;
	uint64_t empty;
	change->table = table;
	change->op = ROW_INSERT;
	change->column[0] = value_int(id);
	if (!begin(&r, record) || !take_type(&r, &empty) || empty)
		return false;
	for (int i = 1; i < n; i++)
		if (!take_value(&r, columns[i].type, &change->column[i]))
			return false;
	return is_whole(&r);
}

bool record_values(const enum column_type *columns, int n, struct str record, struct value *values)
{
	struct reader r;
	if (!begin(&r, record))
		return false;
	for (int i = 0; i < n; i++)
		if (!take_value(&r, columns[i], &values[i]))
			return false;
	return is_whole(&r);
}
