/*
 * The changeset format: per table 'T', column count, key flags, name and NUL; then per change an
 * operation byte, an "indirect" byte and one record (insert, delete) or two (update: old, new). A
 * record holds for each column a type byte and its value: 0 absent, 1 integer (8 bytes), 2 float, 3
 * text and 4 blob (length, bytes), 5 NULL. Lengths and counts are varints. An update's old record
 * holds the key and what changed, its new record only what changed. A changeset of an older version
 * of the file has fewer columns; those it does not know are absent from what is read.
 */
#include "changes-internal.h"

#include <string.h>

#include "themewall/text/utf8.h"

#include "format-internal.h"

#include "themewall/base/banned.h"

enum { TAG_TABLE = 'T', TAG_DELETE = 9, TAG_INSERT = 18, TAG_UPDATE = 23 };
enum { TYPE_ABSENT, TYPE_INT, TYPE_FLOAT, TYPE_TEXT, TYPE_BLOB, TYPE_NULL };

void changes_begin(struct changes *changes, struct str blob)
{
	const unsigned char *p = (const unsigned char *)blob.p;
	*changes = (struct changes){.p = p, .end = p ? p + blob.n : p, .table = TABLE_COUNT};
}

static bool fail(struct changes *c)
{
	c->broken = true;
	c->p = c->end;
	return false;
}

static bool take_varint(struct changes *c, size_t *value)
{
	uint64_t v = 0;
	for (int i = 0; i < 5 && c->p < c->end; i++) {
		unsigned char byte = *c->p++;
		v = v << 7 | (byte & 0x7f);
		if (!(byte & 0x80)) {
			*value = (size_t)v;
			return v <= INT32_MAX;
		}
	}
	return false;
}

static int64_t big_endian(const unsigned char *p)
{
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

/*
 * Most text is ASCII: that much is seen eight bytes at a time. A byte with the high bit, or one
 * that borrows it when 1 is taken away (a NUL), ends the fast part.
 */
bool text_is_sound(struct str s)
{
	const uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
	size_t i = 0;
	for (uint64_t word; i + 8 <= s.n; i += 8) {
		memcpy(&word, s.p + i, 8);
		if ((word | (word - ones)) & high)
			break;
	}
	while (i < s.n && (unsigned char)(s.p[i] - 1) < 0x7f)
		i++;
	return i == s.n || (!memchr(s.p + i, 0, s.n - i) && utf8_is_valid(str_part(s, i, s.n)));
}

static bool take_bytes(struct changes *c, struct str *bytes)
{
	size_t n;
	if (!take_varint(c, &n) || (size_t)(c->end - c->p) < n)
		return false;
	*bytes = (struct str){(const char *)c->p, n};
	c->p += n;
	return true;
}

static bool take_value(struct changes *c, enum column_type type, struct value *value)
{
	*value = (struct value){.type = VALUE_ABSENT};
	if (c->p >= c->end)
		return false;
	bool number = type == COLUMN_KEY || type == COLUMN_REF || type == COLUMN_INT;
	switch (*c->p++) {
	case TYPE_ABSENT:
		return true;
	case TYPE_NULL:
		value->type = VALUE_NULL;
		return true;
	case TYPE_INT:
		if (!number || c->end - c->p < 8)
			return false;
		*value = value_int(big_endian(c->p));
		c->p += 8;
		return true;
	case TYPE_TEXT:
		value->type = VALUE_TEXT;
		return type == COLUMN_TEXT && take_bytes(c, &value->s) && text_is_sound(value->s);
	case TYPE_BLOB:
		value->type = VALUE_BLOB;
		return type == COLUMN_BLOB && take_bytes(c, &value->s);
	default:
		return false;
	}
}

static bool take_record(struct changes *c, struct value *values)
{
	const struct table_info *info = table_info(c->table);
	for (int i = 0; i < c->ncolumns; i++)
		if (!take_value(c, info->columns[i].type, &values[i]))
			return false;
	return true;
}

/* Insert and delete hold every column, and a key without NULL. */
static bool is_whole(const struct changes *c, const struct value *values)
{
	for (int i = 0; i < c->ncolumns; i++)
		if (values[i].type == VALUE_ABSENT ||
		    (i < table_info(c->table)->nkeys && values[i].type == VALUE_NULL))
			return false;
	return true;
}

/* An update holds the old key, and of the rest the same columns old and new. */
static bool is_update(const struct changes *c, const struct value *old, const struct value *new)
{
	int changed = 0;
	for (int i = 0; i < c->ncolumns; i++) {
		bool key = i < table_info(c->table)->nkeys;
		bool had = old[i].type != VALUE_ABSENT, has = new[i].type != VALUE_ABSENT;
		if (key ? !had || old[i].type == VALUE_NULL || has : had != has)
			return false;
		changed += !key && has;
	}
	return changed > 0;
}

/* Our keys come first, numbered or flagged. */
static bool take_table(struct changes *c)
{
	size_t ncolumns;
	if (!take_varint(c, &ncolumns) || ncolumns > (size_t)(c->end - c->p))
		return false;
	const unsigned char *flags = c->p, *name = flags + ncolumns;
	const unsigned char *nul = memchr(name, 0, (size_t)(c->end - name));
	if (!nul)
		return false;
	c->table = table_find((struct str){(const char *)name, (size_t)(nul - name)});
	if (c->table == TABLE_COUNT)
		return false;
	const struct table_info *info = table_info(c->table);
	if (!format_had_columns(c->table, ncolumns))
		return false;
	c->ncolumns = (int)ncolumns;
	c->narrow = c->narrow || c->ncolumns < info->ncolumns;
	for (int i = 0; i < c->ncolumns; i++)
		if (i < info->nkeys ? flags[i] != i + 1 && flags[i] != 1 : flags[i] != 0)
			return false;
	c->p = nul + 1;
	return true;
}

static bool take_update(struct changes *c, struct row_change *change, struct value *old)
{
	const struct table_info *info = table_info(c->table);
	if (!take_record(c, old) || !take_record(c, change->column) ||
	    !is_update(c, old, change->column))
		return false;
	for (int i = 0; i < info->nkeys; i++)
		change->column[i] = old[i];
	return true;
}

static bool take_change(struct changes *c, struct row_change *change, struct value *old)
{
	if (c->table == TABLE_COUNT || c->end - c->p < 2 || c->p[1] > 1)
		return false;
	int tag = c->p[0];
	c->p += 2;
	change->table = c->table;
	if (tag == TAG_UPDATE) {
		change->op = ROW_UPDATE;
		return take_update(c, change, old);
	}
	if ((tag != TAG_INSERT && tag != TAG_DELETE) || !take_record(c, change->column) ||
	    !is_whole(c, change->column))
		return false;
	change->op = tag == TAG_INSERT ? ROW_INSERT : ROW_DELETE;
	if (tag == TAG_DELETE)
		memcpy(old, change->column, sizeof change->column);
	return true;
}

bool changes_next(struct changes *changes, struct row_change *change, struct value *old)
{
	struct value unwanted[ROW_MAX_COLUMNS];
	*change = (struct row_change){0};
	memset(old ? old : unwanted, 0, sizeof unwanted);
	while (changes->p < changes->end && *changes->p == TAG_TABLE) {
		changes->p++;
		if (!take_table(changes))
			return fail(changes);
	}
	if (changes->p >= changes->end)
		return false;
	return take_change(changes, change, old ? old : unwanted) || fail(changes);
}

bool changes_valid(struct str blob)
{
	struct changes changes;
	struct row_change change;
	changes_begin(&changes, blob);
	while (changes_next(&changes, &change, NULL))
		continue;
	return !changes.broken;
}

/* ---- writing ---- */

static void put_varint(struct strbuf *out, size_t value)
{
	for (int shift = 28; shift > 0; shift -= 7)
		if (value >> shift)
			strbuf_add_char(out, (char)(0x80 | (value >> shift & 0x7f)));
	strbuf_add_char(out, (char)(value & 0x7f));
}

static void put_value(struct strbuf *out, const struct value *value)
{
	static const char types[] = {[VALUE_ABSENT] = TYPE_ABSENT,
				     [VALUE_NULL] = TYPE_NULL,
				     [VALUE_INT] = TYPE_INT,
				     [VALUE_TEXT] = TYPE_TEXT,
				     [VALUE_BLOB] = TYPE_BLOB};
	strbuf_add_char(out, types[value->type]);
	if (value->type == VALUE_INT)
		for (int shift = 56; shift >= 0; shift -= 8)
			strbuf_add_char(out, (char)((uint64_t)value->i >> shift & 0xff));
	if (value->type == VALUE_TEXT || value->type == VALUE_BLOB) {
		put_varint(out, value->s.n);
		strbuf_add_str(out, value->s);
	}
}

/* A new record says nothing of the key. */
static void put_change(struct strbuf *out, const struct row_change *change, const struct value *old,
		       int ncolumns)
{
	static const struct value absent = {.type = VALUE_ABSENT};
	const struct table_info *info = table_info(change->table);
	bool update = change->op == ROW_UPDATE;
	for (int i = 0; update && i < ncolumns; i++)
		put_value(out, &old[i]);
	for (int i = 0; i < ncolumns; i++)
		put_value(out, update && i < info->nkeys ? &absent : &change->column[i]);
}

bool changes_rewrite(struct str blob, struct strbuf *out,
		     void (*each)(struct row_change *change, struct value *old, void *context),
		     void *context)
{
	struct changes c;
	changes_begin(&c, blob);
	for (;;) {
		struct row_change change = {0};
		struct value old[ROW_MAX_COLUMNS] = {0};
		const unsigned char *from = c.p;
		while (c.p < c.end && *c.p == TAG_TABLE) {
			c.p++;
			if (!take_table(&c))
				return false;
		}
		strbuf_add(out, from, (size_t)(c.p - from));
		if (c.p >= c.end)
			return true;
		from = c.p;
		if (!take_change(&c, &change, old))
			return false;
		strbuf_add(out, from, 2);
		each(&change, old, context);
		put_change(out, &change, old, c.ncolumns);
	}
}
