/*
 * A record of the file as a row: a head of serial types, then the values one after the other. The
 * column of a row's id is empty in it.
 */
#include "pages-internal.h"

#include "changes-internal.h"

#include "themewall/base/banned.h"

enum { ZERO = 8, ONE = 9, TEXT_FIRST = 13 };

struct reader {
	const unsigned char *type, *types_end, *body, *end;
};

static bool take_type(struct reader *r, uint64_t *type)
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

static bool take_int(struct reader *r, uint64_t type, int64_t *value)
{
	static const unsigned char widths[] = {0, 1, 2, 3, 4, 6, 8, 0, 0, 0};
	if (type > ONE || type == 0 || type == 7)
		return false;
	unsigned width = widths[type];
	if ((size_t)(r->end - r->body) < width)
		return false;
	uint64_t bits = width && (r->body[0] & 0x80) ? UINT64_MAX : type == ONE;
	for (unsigned i = 0; i < width; i++)
		bits = bits << 8 | r->body[i];
	r->body += width;
	*value = (int64_t)bits;
	return true;
}

static bool take_text(struct reader *r, uint64_t type, struct str *text)
{
	size_t n = (size_t)(type - TEXT_FIRST) / 2;
	if (type < TEXT_FIRST || !(type & 1) || (size_t)(r->end - r->body) < n)
		return false;
	*text = (struct str){(const char *)r->body, n};
	r->body += n;
	return text_is_sound(*text);
}

static bool take_value(struct reader *r, enum column_type column, struct value *value)
{
	uint64_t type;
	if (!take_type(r, &type))
		return false;
	switch (column) {
	case COLUMN_REF:
		value->i = 0;
		if (type && !take_int(r, type, &value->i))
			return false;
		*value = value_ref(value->i);
		return true;
	case COLUMN_INT:
		value->type = VALUE_INT;
		return take_int(r, type, &value->i);
	case COLUMN_TEXT:
		value->type = VALUE_TEXT;
		return take_text(r, type, &value->s);
	case COLUMN_KEY:
	case COLUMN_BLOB:
		break;
	}
	return false;
}

bool record_read(enum table table, int n, int64_t id, struct str record, struct row_change *change)
{
	const struct column_info *columns = table_info(table)->columns;
	struct reader r = {.type = (const unsigned char *)record.p};
	uint64_t head, empty;
	r.end = r.types_end = r.type + record.n;
	if (!take_type(&r, &head) || head > record.n)
		return false;
	r.types_end = r.body = (const unsigned char *)record.p + head;
	change->table = table;
	change->op = ROW_INSERT;
	change->column[0] = value_int(id);
	if (!take_type(&r, &empty) || empty)
		return false;
	for (int i = 1; i < n; i++)
		if (!take_value(&r, columns[i].type, &change->column[i]))
			return false;
	return true;
}
