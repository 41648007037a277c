/* The tracked tables as data, from the one list in tables.def. */
#include "themewall/model/row_change.h"

#include <assert.h>

#include "themewall/base/compiler.h"
#include "themewall/base/banned.h"

/* clang-format off */
#define TABLE(id, name, nkeys) static const struct column_info id##_columns[] = {
#define COLUMN(table, id, name, type) { name, COLUMN_##type },
#define TABLE_END(id) };
#include "themewall/model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END

static const struct table_info tables[TABLE_COUNT] = {
#define TABLE(id, name, nkeys) { name, nkeys, id##_COLUMNS, id##_columns },
#define COLUMN(table, id, name, type)
#define TABLE_END(id)
#include "themewall/model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
};

#define TABLE(id, name, nkeys)                                                                     \
	_Static_assert((int)id##_COLUMNS <= (int)ROW_MAX_COLUMNS, name " has too many columns");
#define COLUMN(table, id, name, type)
#define TABLE_END(id)
#include "themewall/model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
/* clang-format on */

const struct table_info *table_info(enum table table)
{
	assert(table < TABLE_COUNT);
	return &tables[table];
}

enum table table_find(struct str name)
{
	size_t i = 0;
	while (i < TABLE_COUNT && !str_equal(str_of(tables[i].name), name))
		i++;
	return (enum table)i;
}
