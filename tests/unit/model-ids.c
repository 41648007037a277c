/* ids, records, row_change: codes, words, tables as data. */
#include "tap.h"
#include "themewall/base/compiler.h"
#include "themewall/model/ids.h"
#include "themewall/model/records.h"
#include "themewall/model/row_change.h"

static void test_add(void)
{
	static const struct {
		enum code_kind kind;
		struct code code;
		const char *text;
	} cases[] = {
		{CODE_CARD, {0, 41}, "C-041"},
		{CODE_CARD, {'b', 41}, "C-b041"},
		{CODE_CARD, {0, 12345}, "C-12345"},
		{CODE_CLUSTER, {0, 3}, "T-03"},
		{CODE_PARTICIPANT, {0, 3}, "P03"},
		{CODE_SESSION, {0, 2}, "S02"},
		{CODE_PARTICIPANT, {'z', 7}, "Pz07"},
		{CODE_SESSION, {0, UINT32_MAX}, "S4294967295"},
	};
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		struct strbuf sb = STRBUF_INIT;
		struct code back;
		code_add(&sb, cases[i].kind, cases[i].code);
		is_str(sb.buf, cases[i].text, "written as %s", cases[i].text);
		ok(code_parse(strbuf_str(&sb), cases[i].kind, &back) &&
			   back.letter == cases[i].code.letter &&
			   back.number == cases[i].code.number,
		   "%s is read back", cases[i].text);
		strbuf_release(&sb);
	}
}

static void test_parse(void)
{
	static const char *const good[] = {"C-041", "c41", "c-41", "C041", "C00041"};
	static const char *const bad[] = {"",
					  "C",
					  "C-",
					  "T-03",
					  "C-a041",
					  "C-041x",
					  "C-0",
					  "C--1",
					  "C-bb1",
					  "C- 1",
					  "C-b",
					  "41",
					  "C-4294967296",
					  "C-99999999999999999999"};
	struct code code;
	for (size_t i = 0; i < TW_COUNT(good); i++)
		ok(code_parse(str_of(good[i]), CODE_CARD, &code) && code.number == 41 &&
			   code.letter == 0,
		   "\"%s\" is C-041", good[i]);
	ok(code_parse(STR("c-B041"), CODE_CARD, &code) && code.letter == 'b' && code.number == 41,
	   "a capital copy letter is read");
	for (size_t i = 0; i < TW_COUNT(bad); i++)
		ok(!code_parse(str_of(bad[i]), CODE_CARD, &code), "\"%s\" is no card", bad[i]);
}

static void test_words(void)
{
	for (int kind = 0; kind < CARD_KINDS; kind++)
		ok((int)card_kind_find(str_of(card_kind_name((enum card_kind)kind))) == kind,
		   "card kind %d has a word", kind);
	for (int role = 0; role < ROLES; role++)
		ok((int)role_find(str_of(role_name((enum role)role))) == role, "role %d has a word",
		   role);
	for (int place = 0; place < PLACES; place++)
		ok((int)place_kind_find(str_of(place_kind_name((enum place_kind)place))) == place,
		   "place %d has a word", place);
	ok(card_kind_find(STR("quot")) == CARD_KINDS && role_find(STR("")) == ROLES &&
		   place_kind_find(STR("Tray")) == PLACES,
	   "any other word is none");
}

static void test_tables(void)
{
	for (int t = 0; t < TABLE_COUNT; t++) {
		const struct table_info *info = table_info((enum table)t);
		ok((int)table_find(str_of(info->name)) == t, "%s is found", info->name);
		ok(info->nkeys >= 1 && info->nkeys <= info->ncolumns &&
			   info->ncolumns <= ROW_MAX_COLUMNS,
		   "%s has keys and columns", info->name);
	}
	is_str(table_info(TABLE_CARD)->columns[CARD_IMPLIES].name, "implies", "a column by name");
	is_int(table_info(TABLE_ATTENDANCE)->nkeys, 2, "attendance has two keys");
	is_int(table_info(TABLE_TRANSCRIPT)->columns[TRANSCRIPT_SHA_TEXT].type, COLUMN_BLOB,
	       "a column's type");
	ok(table_find(STR("journal")) == TABLE_COUNT, "what is not tracked is not found");
}

int main(void)
{
	test_add();
	test_parse();
	test_words();
	test_tables();
	return done();
}
