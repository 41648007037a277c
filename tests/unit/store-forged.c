/*
 * Walls in which one thing is a lie. Each is a sound wall with one statement run over it, asked one
 * thing as a person would, and answers in words or with what is left; what is refused changes no
 * row, what is taken brings no new problem. In the order of the source files that must answer.
 */
#include "edit-internal.h"
#include "store-forge.h"
#include "themewall/store/journal.h"
#include "themewall/store/salvage.h"

static struct forge_file sound;
static char told[4000];

static void tell(const char *words, void *context)
{
	size_t n = strlen(told);
	snprintf(told + n, sizeof told - n, "%s%s", n ? "; " : "", words);
}

/* ---- what is asked; what it answers goes to `told` or is an error ---- */

static bool opens(void)
{
	struct store *store = forge_open(fixture_wall, "Ann");
	bool good = store != NULL;
	store_close(store);
	return good;
}

static bool with(bool (*ask)(struct store *store, struct model *model), bool load)
{
	struct store *store = forge_open(fixture_wall, "Ann");
	struct model *model = model_new();
	bool good = store && (!load || store_load(store, model, &err)) && ask(store, model);
	model_free(model);
	store_close(store);
	return good;
}

static bool whole(struct store *store, struct model *model)
{
	return true;
}

static bool loads(void)
{
	return with(whole, true);
}

static bool look_for_problems(struct store *store, struct model *model)
{
	size_t problems = 0, again = 0;
	bool good = store_check(store, tell, NULL, &problems, &err) &&
		    store_check(store, NULL, NULL, &again, &err);
	return good && problems == again && !problems;
}

/* Silent only when it has found nothing. */
static bool checks(void)
{
	return with(look_for_problems, false);
}

static bool tell_coders(struct store *store, struct model *model)
{
	for (size_t i = 0; i < store->ncoders; i++) {
		struct strbuf words = STRBUF_INIT;
		strbuf_addf(&words, "%.*s %.*s", STR_ARG(store->coders[i].name),
			    STR_ARG(store->coders[i].initials));
		tell(words.buf, NULL);
		strbuf_release(&words);
	}
	return true;
}

static bool names_coders(void)
{
	return with(tell_coders, false);
}

static bool import_more(struct store *store, struct model *model)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS, .again = true};
	draft_interview(&draft, "p2.vtt");
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	return good;
}

static bool imports(void)
{
	return with(import_more, false);
}

/* On a day that is none. */
static bool import_dated(struct store *store, struct model *model)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.date = STR("May"), .again = true};
	draft_interview(&draft, "p2.vtt");
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	return good;
}

static bool imports_of_may(void)
{
	return with(import_dated, false);
}

/* The same interview with one word more. */
static bool correct(struct store *store, struct model *model)
{
	static const struct line lines[] = {
		{0, "What did you do next?"},
		{1, "I export it to a spreadsheet. I don’t trust the totals."},
		{0, "Why is that so?"},
		{1, "I trust the lines. Für die Summe, naïve as I am, I rebuild the numbers."},
	};
	static const char *const speakers[] = {"Moderator", "Paula"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct draft draft;
	struct import_report report;
	struct transcript_list list = model_transcripts(model);
	struct import_options options = {.again = true, .corrects = list.ids[0]};
	draft_make(&draft, "p1.vtt", lines, 4, speakers, roles, 2);
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	return good;
}

static bool corrects(void)
{
	return with(correct, true);
}

static bool dissolve(struct store *store, struct model *model)
{
	struct cluster_list list = model_clusters(model);
	for (size_t i = 0; i < list.n; i++)
		if (!model_cluster(model, list.ids[i])->parent.n)
			return edit_cluster_delete(store, list.ids[i], 1, &err);
	return false;
}

static bool dissolves(void)
{
	return with(dissolve, true);
}

static bool count_changes(struct store *store, struct model *model)
{
	struct change_count counts[4];
	size_t n = store_changes_since(store, 0, counts, 4);
	for (size_t i = 0; i < n; i++) {
		char words[80];
		snprintf(words, sizeof words, "%d steps, a label of %zu bytes",
			 (int)counts[i].steps, strlen(counts[i].label));
		tell(words, NULL);
	}
	return true;
}

static bool counts_changes(void)
{
	return with(count_changes, false);
}

static bool tell_step(const struct journal_row *row, void *context)
{
	size_t n = strlen(told);
	told[n] = row->undone ? '-' : '+';
	told[n + 1] = '\0';
	return true;
}

static bool tell_steps(struct store *store, struct model *model)
{
	return store_history(store, 0, tell_step, NULL, &err);
}

static bool tells_history(void)
{
	return with(tell_steps, false);
}

static bool load_words(struct store *store, struct model *model)
{
	struct transcript_list list = model_transcripts(model);
	struct turns_state state = {.n = 0};
	bool done = !list.n;
	while (!done && store_load_some_turns(store, model, list.ids[0], &state, 1, &done, &err))
		continue;
	turns_state_release(&state);
	return list.n && done;
}

static bool shows_words(void)
{
	return with(load_words, true);
}

static bool make_quote(struct store *store, struct model *model)
{
	card_id id;
	struct transcript_list list = model_transcripts(model);
	struct card_draft draft = {.kind = CARD_QUOTE,
				   .excerpt = {list.ids[0], 60, 66},
				   .place = {.kind = PLACE_TRAY}};
	return edit_card_new(store, &draft, &id, &err);
}

static bool quotes(void)
{
	return with(make_quote, true);
}

static bool saves(void)
{
	struct salvage_report report;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 100};
	const char *path = fixture_path("saved.wall");
	store_remove(path);
	if (!store_salvage(fixture_wall, path, &options, &report, &err))
		return false;
	snprintf(told, sizeof told, "%zu cards, %zu rows dropped, %zu gaps, %zu holes",
		 report.cards, report.dropped, report.gaps, report.holes);
	size_t problems = 1;
	struct store *store = forge_open(path, "Ann");
	bool good = store && store_check(store, tell, NULL, &problems, &err) && !problems;
	store_close(store);
	store_remove(path);
	return good;
}

/* ---- the lies ---- */

static const struct {
	const char *what;
	bool (*ask)(void);
	const char *sql;
	const char *words; /* of the answer; NULL: none, it is taken as it is */
} lies[] = {
	/* check-text.c */
	{"a turn out of number", checks, "UPDATE turn SET seq = 7 WHERE seq = 3",
	 "turn 4 is not where it should be"},
	{"a turn that begins later", checks, "UPDATE turn SET start = start + 1 WHERE seq = 1",
	 "turn 2 is not where it should be"},
	{"a turn that ends later", checks, "UPDATE turn SET \"end\" = \"end\" + 1 WHERE seq = 1",
	 "turn 2 is not where it should be"},
	{"more turns than there are", checks, "UPDATE transcript SET nturns = 9",
	 "some of its text is missing"},
	{"more text than there is", checks, "UPDATE transcript SET nchars = 99999",
	 "some of its text is missing"},
	{"no text at all", checks, "DELETE FROM turn; UPDATE transcript SET nturns = 0, nchars = 0",
	 "its text is not the one that was imported"},
	{"no fingerprint", checks, "UPDATE transcript SET sha256_text = x''",
	 "its text is not the one that was imported"},
	{"half a fingerprint", checks, "UPDATE transcript SET sha256_text = x'0102'",
	 "its text is not the one that was imported"},
	{"a quote of other words", checks, "UPDATE excerpt SET quote = 'never said'",
	 "the excerpt of C-001 is not what stands in the transcript"},
	{"an excerpt of nobody's with other words", checks,
	 "UPDATE excerpt SET quote = 'never said'; UPDATE card SET excerpt = NULL, kind = 'idea'",
	 "the excerpt of a card is not what stands in the transcript"},
	{"other words before an excerpt", checks, "UPDATE excerpt SET prefix = 'never said'",
	 "the words around the excerpt of C-001 are not what stands in the transcript"},
	{"other words behind an excerpt", checks, "UPDATE excerpt SET suffix = 'never said'",
	 "the words around the excerpt of C-001 are not what stands in the transcript"},
	{"other words around one that is nobody's", checks,
	 "UPDATE excerpt SET prefix = 'no'; UPDATE card SET excerpt = NULL, kind = 'idea'",
	 "the words around the excerpt of a card are not what stands in the transcript"},
	{"an excerpt that lies before all words", checks,
	 "UPDATE excerpt SET start = -9223372036854775808, \"end\" = 9223372036854775807",
	 "is not what stands in the transcript"},
	{"an excerpt that ends before it starts", checks, "UPDATE excerpt SET \"end\" = -5",
	 "is not what stands in the transcript"},
	{"a turn that is no UTF-8", checks,
	 "UPDATE turn SET text = CAST(x'c328' AS TEXT) WHERE seq = 0",
	 "p1 holds text that cannot be read"},
	{"a position beyond all numbers", checks,
	 "UPDATE turn SET start = 9223372036854775807 WHERE seq = 1",
	 "turn 2 is not where it should be"},
	{"words that go on where there is nothing", checks,
	 "UPDATE turn SET text = printf('%.*c', 12000, 'z') WHERE seq = 1@cut",
	 "the wall file is damaged: themewall salvage"},
	{"words on a page that is none", checks, "@break turn",
	 "the wall file is damaged: themewall salvage"},
	/* check.c */
	{"a code of another copy", checks, "UPDATE card SET code = 'C-b001' WHERE id = " CARD,
	 NULL},
	{"a code that is none", checks, "UPDATE card SET code = 'nine' WHERE id = " CARD,
	 "nine is no code"},
	{"a code ahead of its counter", checks, "UPDATE counter SET next = 1 WHERE kind = 'card'",
	 "the counter of codes is behind C-001"},
	{"a rank that ends nowhere", checks, "UPDATE placement SET rank = 'z' WHERE rank <> ''",
	 "has a damaged order key"},
	{"a step that cannot be read", checks,
	 "UPDATE journal SET changeset = x'54ff' WHERE id = 2", "step 2 of the history is damaged"},
	{"a step called nothing readable", checks,
	 "UPDATE journal SET label = CAST(x'c328' AS TEXT) WHERE id = 2",
	 "step 2 of the history is damaged"},
	{"a tag that is no UTF-8", checks, "UPDATE tag SET name = CAST(x'c328' AS TEXT)",
	 "a tag holds text that cannot be read"},
	{"a lens with a NUL in its name", checks, "UPDATE lens SET name = 'a' || char(0) || 'b'",
	 "a lens holds text that cannot be read"},
	{"a card beneath itself", checks, "UPDATE placement SET stack = card WHERE id = " CARD,
	 "lies beneath a card that itself lies beneath another"},
	{"a card at home in two places", checks,
	 "UPDATE placement SET card = " CARD " WHERE id = (SELECT max(id) FROM card)",
	 "has no home on the wall"},
	{"a theme above itself", checks,
	 "UPDATE cluster SET parent = (SELECT max(id) FROM cluster), rank = 'a0' WHERE "
	 "id = " THEME,
	 "hangs in a ring or deeper than four levels"},
	{"dots on a theme that is not there", checks, "UPDATE vote SET cluster = 77",
	 "a vote refers to a cluster that is not there"},
	{"dots on an insight, in a vote about themes", checks,
	 "UPDATE vote SET cluster = NULL, insight = (SELECT id FROM insight)",
	 "is on nothing that the vote what first is about"},
	{"a card alone sorted that is not there", checks, "UPDATE layer_card SET card = 77",
	 "a layer_card refers to a card that is not there"},
	{"evidence of nothing", checks, "UPDATE evidence SET card = 77",
	 "a evidence refers to a card that is not there"},
	{"a review nothing supports", checks,
	 "UPDATE insight SET status = 'reviewed'; DELETE FROM evidence",
	 "is marked as reviewed, but no card and no theme supports it"},
	/* coder.c */
	{"a coder whose name is no UTF-8", names_coders,
	 "INSERT INTO coder VALUES(77, CAST(x'c328' AS TEXT), 'Z', 1)", "? Z"},
	{"a coder with a NUL in the name", names_coders,
	 "INSERT INTO coder VALUES(77, 'Zo' || char(0) || 'e', 'Z', 1)", "? Z"},
	{"a coder without a name", names_coders, "INSERT INTO coder VALUES(77, '', 'Z', 1)", " Z"},
	{"a coder whose initials are no UTF-8", names_coders,
	 "INSERT INTO coder VALUES(77, 'Zoe', CAST(x'c328' AS TEXT), 1)", "Zoe ?"},
	/* edit.c, edit-import.c */
	{"numbers below one", imports, "UPDATE replica SET next = -5", "used up its numbers"},
	{"numbers up to the last", imports, "UPDATE replica SET next = 4294967295",
	 "used up its numbers"},
	{"one number left", imports, "UPDATE replica SET next = 4294967294", "used up its numbers"},
	{"two numbers left", imports, "UPDATE replica SET next = 4294967293",
	 "used up its numbers"},
	{"three numbers left", imports, "UPDATE replica SET next = 4294967292",
	 "used up its numbers"},
	{"four numbers left", imports, "UPDATE replica SET next = 4294967291",
	 "used up its numbers"},
	{"no code left", imports, "UPDATE counter SET next = 4294967295", "used up its codes"},
	{"codes below one", imports, "UPDATE counter SET next = -1", "used up its codes"},
	{"an import of a day that is none", imports_of_may, "SELECT 1",
	 "this would break the wall"},
	/* edit-copy.c, import-correct.c */
	{"a copy in the theme of its home, which is dissolved", dissolves,
	 "UPDATE placement SET cluster = " THEME " WHERE cluster IS NOT NULL", NULL},
	{"a transcript without words, corrected", corrects,
	 "DELETE FROM turn; UPDATE transcript SET nturns = 0, nchars = 0", NULL},
	{"a quote that was never said, corrected", corrects,
	 "UPDATE excerpt SET quote = 'never said'", NULL},
	/* presence.c */
	{"a label of one letter cut in two", counts_changes,
	 "INSERT INTO coder VALUES(77, 'Zoe', 'Z', 1); UPDATE journal SET coder = 77, label = "
	 "printf('%.*c', 100, 'é')",
	 "20 steps, a label of 158 bytes"},
	{"a label of tails alone", counts_changes,
	 "INSERT INTO coder VALUES(77, 'Zoe', 'Z', 1); UPDATE journal SET coder = 77, label = "
	 "replace(hex(zeroblob(200)), '00', CAST(x'80' AS TEXT))",
	 "20 steps, a label of 0 bytes"},
	/* history.c */
	{"an undo of nothing", tells_history,
	 "UPDATE journal SET target = 0 WHERE target IS NOT NULL", "++++++++++++++++++++"},
	{"a step in a batch of no number", tells_history, "UPDATE journal SET batch = 0",
	 "++++++++++++++++++++"},
	{"two steps that take back one another", tells_history,
	 "UPDATE journal SET kind = 'undo', target = (SELECT batch FROM journal WHERE id = 2) "
	 "WHERE "
	 "id = 1; UPDATE journal SET kind = 'undo', target = (SELECT batch FROM journal WHERE id = "
	 "1) WHERE id = 2",
	 "++++++++++++++++++-+"},
	/* load.c */
	{"a card that is no UTF-8", loads, "UPDATE card SET text = CAST(x'c328' AS TEXT)",
	 "a card holds text that cannot be read"},
	{"a transcript's words that are no UTF-8", shows_words,
	 "UPDATE turn SET text = CAST(x'c328' AS TEXT) WHERE seq = 2",
	 "a transcript holds text that cannot be read"},
	{"positions beyond all numbers", shows_words,
	 "UPDATE turn SET start = 9223372036854775807, \"end\" = -9223372036854775808", NULL},
	{"themes in a ring", loads,
	 "UPDATE cluster SET parent = (SELECT max(id) FROM cluster), rank = 'a0' WHERE "
	 "id = " THEME,
	 "hang in a ring or too deep"},
	/* open.c */
	{"a wall that is no copy", opens, "DELETE FROM meta WHERE key = 'replica'",
	 "it does not know its own number"},
	{"a wall of a copy that it does not list", opens,
	 "UPDATE meta SET value = '77' WHERE key = 'replica'", "it does not know its own number"},
	/* salvage-read.c, salvage-turns.c, salvage.c */
	{"a card that cannot be read", saves,
	 "UPDATE card SET text = CAST(x'c328' AS TEXT) WHERE id = " CARD,
	 "3 cards, 1 rows dropped, 0 gaps"},
	{"a turn that cannot be read", saves,
	 "UPDATE turn SET text = CAST(x'c328' AS TEXT) WHERE seq = 1",
	 "4 cards, 1 rows dropped, 1 gaps"},
	{"a turn longer than its words", saves,
	 "UPDATE turn SET \"end\" = \"end\" + 1 WHERE seq = 1", "4 cards, 0 rows dropped, 1 gaps"},
	{"a turn in another's place", saves,
	 "UPDATE turn SET start = 0, \"end\" = 55 WHERE seq = 1",
	 "4 cards, 0 rows dropped, 1 gaps"},
	{"a turn behind the end", saves, "UPDATE turn SET start = 900, \"end\" = 955 WHERE seq = 1",
	 "4 cards, 0 rows dropped, 1 gaps"},
	{"a turn with a line within", saves,
	 "UPDATE turn SET text = replace(text, 'trust', 'tru' || char(10) || 't') WHERE seq = 1",
	 "4 cards, 0 rows dropped, 1 gaps"},
	{"a stretch that is lost, with a quote of two lines", saves,
	 "DELETE FROM turn WHERE seq IN (0, 1); UPDATE excerpt SET start = 0, \"end\" = 30, quote "
	 "= "
	 "'What' || char(10) || 'next'",
	 "4 cards, 0 rows dropped, 1 gaps"},
	{"a turn one character late", saves,
	 "UPDATE turn SET start = start + 1, \"end\" = \"end\" + 1 WHERE seq = 1",
	 "4 cards, 0 rows dropped, 1 gaps"},
	{"a length beyond any file", saves, "UPDATE transcript SET nchars = 1 << 60",
	 "4 cards, 0 rows dropped, 0 gaps"},
	{"an insight of no rank", saves, "UPDATE insight SET rank = 'z'",
	 "4 cards, 0 rows dropped, 0 gaps"},
	{"a copy of a card, at no rank", saves, "UPDATE placement SET rank = 'z' WHERE rank <> ''",
	 "4 cards, 0 rows dropped, 0 gaps"},
	{"a card of the last number", saves,
	 "UPDATE card SET id = 9223372036854775807 WHERE id = (SELECT max(id) FROM card)",
	 "3 cards, 1 rows dropped, 0 gaps"},
	{"a card of the last number, and one behind which nothing can be read", saves,
	 "UPDATE card SET id = 9223372036854775807, text = printf('%.*c', 12000, 'z') WHERE id = "
	 "(SELECT max(id) FROM card); UPDATE card SET id = 9223372036854775804 WHERE id = (SELECT "
	 "max(id) FROM card WHERE id < 9223372036854775804)@cut",
	 "3 cards, 0 rows dropped, 0 gaps, 1 holes"},
	{"cards in no order", saves, "@swap card", "3 cards, 0 rows dropped, 0 gaps, 1 holes"},
	{"no card that can be read", saves, "@break card",
	 "0 cards, 0 rows dropped, 0 gaps, 1 holes"},
	{"more facts of a person than anyone gives", saves,
	 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100010) INSERT "
	 "INTO attribute SELECT " PERSON ", 'fact ' || i, '' FROM n",
	 "4 cards, 100001 rows dropped"},
	{"a lost turn, amid a quote", saves,
	 "DELETE FROM turn WHERE seq = 1; UPDATE excerpt SET start = 10, \"end\" = 90, quote = "
	 "printf('%.*c', 80, 'q')",
	 "4 cards, 0 rows dropped, 1 gaps"},
	{"a file that begins with other words", saves, "@head",
	 "its first page is not that of a wall"},
	{"no mark of a wall", saves, "PRAGMA application_id = 7",
	 "its first page is not that of a wall"},
	/* schema.c */
	{"a table of a very long name", opens,
	 "CREATE TABLE "
	 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(x)",
	 "this file holds something that no wall has "
	 "(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	 "aaaaaaaaaaaaa)"},
	{"a table without a statement", opens,
	 "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema(type, name, tbl_name, rootpage) "
	 "VALUES('table', 'mine', 'mine', 0)",
	 "the wall file is damaged"},
	{"an index of ours a second time, without a statement", opens,
	 "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema(type, name, tbl_name, rootpage) "
	 "SELECT type, name, tbl_name, rootpage FROM sqlite_schema WHERE name = 'card_excerpt'",
	 "holds something that no wall has (card_excerpt)"},
	{"an index that SQLite makes, called a view", opens,
	 "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET type = 'view' WHERE name = "
	 "'sqlite_autoindex_replica_1'",
	 "holds something that no wall has (sqlite_autoindex_replica_1)"},
	/* turns.c */
	{"a transcript whose words are elsewhere", quotes,
	 "UPDATE turn SET start = 0, \"end\" = 1, text = 'x'",
	 "the text of that transcript is damaged"},
	{"words that begin behind the quote", quotes,
	 "UPDATE turn SET start = start + 1000, \"end\" = \"end\" + 1000",
	 "the text of that transcript is damaged"},
	{"words that begin beyond all numbers", quotes,
	 "UPDATE turn SET start = -9223372036854775808", "the text of that transcript is damaged"},
};

static bool is_refusal(bool (*ask)(void))
{
	return ask != checks && ask != names_coders && ask != tells_history && ask != saves;
}

static void test_lie(size_t i)
{
	uint8_t before[SHA256_BYTES], after[SHA256_BYTES];
	forge_write(fixture_wall, &sound);
	forge(fixture_wall, lies[i].sql);
	size_t had = lies[i].words ? 0 : problems_of(fixture_wall);
	forge_sum(fixture_wall, before);
	told[0] = '\0';
	err_clear(&err);
	bool good = lies[i].ask();
	struct err said = err;
	forge_sum(fixture_wall, after);
	const char *answer = said.msg[0] ? said.msg : told;
	bool as_meant = !lies[i].words ? good && !*answer
				       : strstr(answer, lies[i].words) &&
						 (good || !is_refusal(lies[i].ask) ||
						  said.code != ERR_NONE);
	bool kept = lies[i].words ? memcmp(before, after, sizeof after) == 0
				  : problems_of(fixture_wall) <= had;
	ok(as_meant && !strchr(answer, '\n') && kept, "%s: %s", lies[i].what,
	   *answer ? answer
	   : good  ? "taken as it is"
		   : "refused without a word");
}

/* ---- what another program wrote beside the wall ---- */

static void write_slot(struct live *live, const struct live_slot *slot)
{
	must(pwrite(live->fd, slot, sizeof *slot,
		    LIVE_SLOT_START + (off_t)live->slot * LIVE_SLOT_BYTES) == sizeof *slot);
}

static void test_presence(void)
{
	forge_write(fixture_wall, &sound);
	struct presence list[4];
	struct store *ann = forge_open(fixture_wall, "Ann"), *bob = forge_open(fixture_wall, "Bob");
	must(ann && bob && store_presence(ann, list, 4) == 1 && !live_is_alone(&ann->live));
	struct live_slot slot = bob->live.me;
	snprintf(slot.name, sizeof slot.name, "\xc3\x28");
	slot.initials[0] = '\0';
	write_slot(&bob->live, &slot);
	ok(store_presence(ann, list, 4) == 1 && !strcmp(list[0].name, "?") &&
		   !strcmp(list[0].initials, "?"),
	   "somebody whose name is no UTF-8 is somebody: %s", list[0].name);
	memset(slot.name, 'x', sizeof slot.name);
	write_slot(&bob->live, &slot);
	ok(store_presence(ann, list, 4) == 1 && strlen(list[0].name) < sizeof slot.name,
	   "a name without an end has one: %s", list[0].name);
	slot.magic++;
	write_slot(&bob->live, &slot);
	ok(store_presence(ann, list, 4) == 0 && live_is_alone(&ann->live),
	   "what is no record of ours is nobody");
	store_close(bob);
	store_close(ann);
}

int main(void)
{
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	fixture_begin();
	alarm(120);
	struct store *store = forge_open(fixture_wall, "Ann");
	forge_study(store);
	store_close(store);
	sound = forge_read(fixture_wall);
	for (size_t i = 0; i < TW_COUNT(lies); i++)
		test_lie(i);
	test_presence();
	free(sound.bytes);
	fixture_end();
	return done();
}
