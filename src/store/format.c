/* The versions of the wall file as data: today's from tables.def and schema.sql, older ones frozen.
 */
#include "format-internal.h"

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

/* The texts of data/schema-N.sql and data/schema.sql. */
extern const char embedded_schema_1[], embedded_schema_2[], embedded_schema_3[], embedded_schema[];
extern const size_t embedded_schema_1_size, embedded_schema_2_size, embedded_schema_3_size,
	embedded_schema_size;

struct str format_schema(int64_t format)
{
	switch (format) {
	case 1:
		return (struct str){embedded_schema_1, embedded_schema_1_size};
	case 2:
		return (struct str){embedded_schema_2, embedded_schema_2_size};
	case 3:
		return (struct str){embedded_schema_3, embedded_schema_3_size};
	case WALL_FORMAT:
		return (struct str){embedded_schema, embedded_schema_size};
	default:
		return STR("");
	}
}

struct format_table {
	int64_t format;
	enum table table;
	int ncolumns;
};

#define FORMAT_TABLE(version, id, n) {version, TABLE_##id, n},
static const struct format_table frozen[] = {
#include "formats.def"
};
#undef FORMAT_TABLE

int format_columns(int64_t format, enum table table)
{
	if (format == WALL_FORMAT)
		return table_info(table)->ncolumns;
	for (size_t i = 0; i < TW_COUNT(frozen); i++)
		if (frozen[i].format == format && frozen[i].table == table)
			return frozen[i].ncolumns;
	return 0;
}

bool format_had_columns(enum table table, size_t ncolumns)
{
	for (int64_t format = WALL_FORMAT; format > 0; format--)
		if (ncolumns && (size_t)format_columns(format, table) == ncolumns)
			return true;
	return false;
}
