/*
 * Histories in which one thing is a lie: of this wall, or of a copy of it that is merged into this
 * one. What reads or writes the history answers in words; a refusal changes no row, and what is
 * taken leaves a wall without problems, unless it had the problem before.
 */
#include "store-forge.h"
#include "themewall/store/forget.h"
#include "themewall/store/journal.h"
#include "themewall/store/merge.h"

static struct forge_file sound, copy;
static char copied[400], told[4000];

static void tell(const char *words, void *context)
{
	size_t n = strlen(told);
	snprintf(told + n, sizeof told - n, "%s%s", n ? "; " : "", words);
}

/* ---- what is asked ---- */

static bool with(bool (*ask)(struct store *store))
{
	struct store *store = forge_open(fixture_wall, "Ann");
	bool good = store && ask(store);
	store_close(store);
	return good;
}

static bool undo_careful(struct store *store)
{
	struct undo_report report;
	return store_undo(store, UNDO_CAREFUL, &report, &err);
}

static bool undoes(void)
{
	return with(undo_careful);
}

static bool undo_anyway(struct store *store)
{
	struct undo_report report;
	return store_undo(store, UNDO_ANYWAY, &report, &err);
}

static bool undoes_anyway(void)
{
	return with(undo_anyway);
}

static bool go_back(struct store *store)
{
	return store_revert(store, 3, &err);
}

static bool goes_back(void)
{
	return with(go_back);
}

static bool look_back(struct store *store)
{
	struct model *model = model_new();
	bool good = store_load_past(store, model, 3, &err);
	model_free(model);
	return good;
}

static bool looks_back(void)
{
	return with(look_back);
}

static bool replay(struct store *store)
{
	bool same = false;
	const char *path = fixture_path("replay.wall");
	bool good = store_replay_check(store, path, &same, &err);
	store_remove(path);
	if (good)
		tell(same ? "the same" : "another", NULL);
	return good;
}

static bool replays_it(void)
{
	return with(replay);
}

static bool forget(struct store *store)
{
	struct forget_report report;
	int64_t person = 0;
	strbuf_init(&report.spared);
	bool good = db_get_int(&store->db, &err, &person, "SELECT min(id) FROM participant", "") &&
		    store_forget(store, (participant_id){person}, NULL, NULL, NULL, &report, &err);
	if (good)
		snprintf(told, sizeof told, "%zu steps", report.steps);
	strbuf_release(&report.spared);
	return good;
}

static bool forgets(void)
{
	return with(forget);
}

static bool merge(struct store *store)
{
	struct merge_report report;
	bool good = store_merge(store, copied, tell, NULL, NULL, &report, &err);
	if (report.copy.len)
		store_remove(report.copy.buf);
	merge_report_release(&report);
	return good;
}

static bool merges(void)
{
	return with(merge);
}

/* The lie is told while the wall is open; what is seen then. */
static const char *lie_to_come;

static bool poll(struct store *store)
{
	struct news news;
	struct model *model = model_new();
	bool good = store_load(store, model, &err);
	forge(fixture_wall, lie_to_come);
	good = good && store_poll(store, model, &news, &err);
	if (good)
		snprintf(told, sizeof told, "%s %zu %.*s", news.reloaded ? "anew" : "row by row",
			 news.foreign, STR_ARG(news.label));
	model_free(model);
	return good;
}

static bool sees(void)
{
	return with(poll);
}

static bool write_late(struct store *store)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("late")};
	forge(fixture_wall, lie_to_come);
	return edit_card_new(store, &draft, &id, &err);
}

static bool writes(void)
{
	return with(write_late);
}

/* ---- the lies ---- */

#define TO(table, values) STEP("cs('~" table " id=i' || " values ")")
#define LATER             "lamport = 900 + lamport"
#define LATE              "(SELECT id FROM card WHERE text = 'by Tom')"
#define BROKEN            "x'54ff'"

/* The interview names her. */
#define NAMED "UPDATE turn SET text = replace(text, 'totals', 'Paula,');"

struct lie {
	const char *what;
	bool (*ask)(void);
	const char *sql, *words;
};

/* Told by this wall. */
static const struct lie lies[] = {
	/* undo.c, undo-apply.c, revert.c, past.c */
	{"the last step cannot be read", undoes,
	 "UPDATE journal SET changeset = " BROKEN " WHERE id > 17", "is damaged at"},
	{"an early step cannot be read", goes_back,
	 "UPDATE journal SET changeset = " BROKEN " WHERE id = 5", "is damaged at"},
	{"a step of a format to come", undoes, "UPDATE journal SET format = 99",
	 "made by a newer themewall"},
	{"a step whose batch began nowhere", undoes,
	 "UPDATE journal SET batch = 7 WHERE id = (SELECT max(id) FROM journal WHERE target IS "
	 "NULL)",
	 NULL},
	{"a step about a card that is not there", undoes, STEP("cs('~card id=i77 text=ta>tb')"),
	 "forged was not taken back: someone changed it since"},
	{"a step about a fact that is not there", undoes,
	 STEP("cs('~attribute participant=i77 name=trole value=ta>tb')"),
	 "forged was not taken back: someone changed it since"},
	{"a step that took away a card that is there", undoes,
	 STEP("cs('-card id=i' || " CARD
	      " || ' code=tC-001 kind=tidea text=ta implies=t surprise=i0 "
	      "tension=i0 coder=i1 created_ms=i0 need=t')"),
	 "forged was not taken back: someone changed it since"},
	{"a step that took away a fact that is there", undoes,
	 "INSERT INTO attribute VALUES(" PERSON ", 'role', 'b');" STEP(
		 "cs('-attribute participant=i' || " PERSON " || ' name=trole value=ta')"),
	 "forged was not taken back: someone changed it since"},
	{"a step that took away half a card", undoes, STEP("cs('-card id=i77 code=tC-9')"),
	 "forged was not taken back: someone changed it since"},
	{"a step that made what was never there", undoes_anyway,
	 STEP("cs('+cluster id=i77 code=tT-9;+participant id=i78;+session id=i79;+insight id=i80;"
	      "+layer id=i81;+ballot id=i82')"),
	 NULL},
	{"a step that cannot be read, looked at", looks_back,
	 "UPDATE journal SET changeset = " BROKEN " WHERE id = 5", "is damaged"},
	{"a step without changes, looked at", looks_back,
	 "UPDATE journal SET changeset = x'' WHERE id = 5", NULL},
	{"a step of a table alone, looked at", looks_back,
	 "UPDATE journal SET changeset = x'540201006964656e7469747900' WHERE id = 4", NULL},
	{"a step that does not fit, looked at", looks_back, STEP("cs('~card id=i77 text=ta>tb')"),
	 "does not fit it"},
	{"a step that hangs a theme under itself, looked at", looks_back,
	 STEP("cs('~cluster id=i' || " THEME " || ' parent=i' || " THEME " || '>n')"), NULL},
	/* replay.c */
	{"a step that cannot be read, replayed", replays_it,
	 "UPDATE journal SET changeset = " BROKEN " WHERE id = 5", "is damaged"},
	{"a step that does not fit, replayed", replays_it, STEP("cs('~card id=i77 text=ta>tb')"),
	 "another"},
	{"a step that was never done, replayed", replays_it,
	 STEP("cs('~card id=i' || (SELECT max(id) FROM card) || ' kind=tobservation>tidea')"),
	 "another"},
	{"a card that no step made", replays_it,
	 "INSERT INTO card SELECT 77, 'C-77', 'idea', 'a', '', NULL, NULL, 0, 0, coder, 0, '', "
	 "NULL FROM card LIMIT 1",
	 "another"},
	{"a last card that no step made", replays_it,
	 "INSERT INTO card SELECT 9000000000000000000, 'C-77', 'idea', 'a', '', NULL, NULL, 0, 0, "
	 "coder, 0, '', NULL FROM card LIMIT 1",
	 "another"},
	{"a card that goes on where there is nothing", replays_it,
	 "UPDATE card SET text = printf('%.*c', 12000, 'z') WHERE id = (SELECT max(id) FROM "
	 "card)@cut",
	 "the wall file is damaged: themewall salvage"},
	{"a code that no step gave", replays_it, "UPDATE card SET code = 'C-077' WHERE id = " CARD,
	 "another"},
	{"words of one length that no step wrote", replays_it,
	 "UPDATE card SET text = upper(text) WHERE id = (SELECT max(id) FROM card)", "another"},
	{"a number that no step gave", replays_it, "UPDATE card SET created_ms = 7", "another"},
	{"a person that no step took away", replays_it, "UPDATE speaker SET participant = NULL",
	 "another"},
	/* forget-journal.c, forget-text.c */
	{"a step that cannot be read, with a name in it", forgets,
	 "UPDATE journal SET changeset = " BROKEN " WHERE id = 5", "is damaged"},
	{"a step as it was made elsewhere that cannot be read", forgets,
	 "UPDATE journal SET authored = " BROKEN " WHERE id = 5", "is damaged"},
	{"an empty step made elsewhere", forgets, "UPDATE journal SET authored = x'' WHERE id = 5",
	 "steps"},
	{"excerpts of no number, place and words", forgets,
	 STEP("cs('+excerpt id=i0;+excerpt id=i0 quote=tPaula;~excerpt id=i0 quote=tPaula>tB;"
	      "+excerpt id=i5 transcript=i7 start=i-5 end=i9 quote=tPaula prefix=tPaula;"
	      "~excerpt id=i5 transcript=i0>i7 start=i0>i9 end=i0>i-9 quote=tPaula>n "
	      "suffix=tPaula>tA')"),
	 "steps"},
	{"excerpts before and behind words that hold the name", forgets,
	 NAMED STEP(
		 "cs('+excerpt id=i6 transcript=i' || " TEXTS " || ' start=i-5 end=i9 "
		 "quote=tPaula;~excerpt id=i6 start=i-5>i9 end=i9>i3;~excerpt id=i6 start=i9>i900 "
		 "end=i3>i9000 quote=tPaula>tPaula')"),
	 "steps"},
	{"fingerprints of another text, length and kind", forgets,
	 NAMED STEP(
		 "cs('~transcript id=i' || " TEXTS " || ' sha256_text=b00>b0102;~transcript id=i0 "
		 "sha256_text=b00>b01;~transcript id=i' || " TEXTS " || ' sha256_text=n>b' || "
		 "hex(zeroblob(32)) || ';~transcript id=i' || " TEXTS " || ' sha256_text=n>b' || "
		 "(SELECT hex(sha256_text) FROM transcript) || ';~transcript id=i77 "
		 "sha256_text=b00>b' || hex(zeroblob(32)))"),
	 "steps"},
	{"a fact that names the person", forgets,
	 "INSERT INTO attribute VALUES(" PERSON ", 'friend', 'of Paula')", "steps"},
	{"a step made elsewhere that names the person", forgets,
	 "UPDATE journal SET authored = cs('~card id=i1 text=tPaula>tb;~excerpt id=i1 "
	 "quote=tPaula>tb') WHERE id = 5",
	 "steps"},
	/* transaction.c */
	{"a wall that has become newer meanwhile", writes, "PRAGMA user_version = 99",
	 "a newer themewall has changed this wall"},
	/* poll.c, load.c */
	{"a step that cannot be read, seen", sees, STEP(BROKEN), "anew 1 forged"},
	{"a step that does not fit, seen", sees, STEP("cs('~card id=i77 text=ta>tb')"),
	 "anew 1 forged"},
	{"a step of an older version, seen", sees,
	 STEP("cs('~cluster columns=i10 id=i' || " THEME " || ' folded=i0>i1')"), "anew 1 forged"},
	{"a step about a speaker one knows, seen", sees,
	 STEP("cs('~speaker id=i' || (SELECT min(id) FROM speaker) || ' label=ta>tb')"),
	 "row by row 1 forged"},
	{"a step called nothing readable, seen", sees,
	 STEP("x''") "UPDATE journal SET label = CAST(x'c328' AS TEXT) WHERE label = 'forged'",
	 "row by row 1 "},
	{"a step about a transcript that is not there, seen", sees,
	 STEP("cs('~transcript id=i77 title=ta>tb')"), "anew 1 forged"},
	{"a step about a transcript of no number, seen", sees,
	 STEP("cs('~transcript id=i0 title=ta>tb')"), "anew 1 forged"},
	{"a step about a speaker that is not there, seen", sees,
	 STEP("cs('~speaker id=i77 label=ta>tb')"), "anew 1 forged"},
	{"a step about a new transcript that cannot be read, seen", sees,
	 "INSERT INTO transcript SELECT 77, session, 1, CAST(x'c328' AS TEXT), '', '', '', "
	 "sha256_bytes, sha256_text, 0, 0, 0, 1 FROM transcript LIMIT 1;" STEP(
		 "cs('~transcript id=i77 title=ta>tb')"),
	 "a transcript holds text that cannot be read"},
	{"a step about a new speaker who cannot be read, seen", sees,
	 "INSERT INTO speaker SELECT 77, transcript, CAST(x'c328' AS TEXT), role, 0, NULL, 0 FROM "
	 "speaker LIMIT 1;" STEP("cs('~speaker id=i77 label=ta>tb')"),
	 "a transcript says what cannot be"},
	/* merge-journal.c: rows of one's own that are to be taken back first */
	{"a step of one's own that cannot be read, to be merged with", merges,
	 "UPDATE journal SET changeset = " BROKEN ", " LATER " WHERE id > 17",
	 "does not fit what is on it"},
	{"a step of one's own that does not fit, to be merged with", merges,
	 STEP("cs('~card id=i77 text=ta>tb')") "UPDATE journal SET " LATER " WHERE id > 17",
	 "does not fit what is on it"},
	{"a step of one's own, as made elsewhere, that cannot be read", merges,
	 "UPDATE journal SET authored = " BROKEN ", " LATER " WHERE id > 17",
	 "does not fit what is on it"},
	{"an empty step of one's own", merges,
	 STEP("x''") "UPDATE journal SET " LATER " WHERE id > 17",
	 "it had been taken back or done again already"},
};

/* Told by the copy that comes. */
static const struct lie copies[] = {
	/* merge-source.c */
	{"a step that cannot be read", merges, STEP(BROKEN),
	 "the history of the other wall is damaged"},
	{"a step of a format to come", merges,
	 STEP("x''") "UPDATE journal SET format = 99 WHERE label = 'forged'",
	 "the history of the other wall is damaged"},
	{"a step of format nought", merges,
	 STEP("x''") "UPDATE journal SET format = 0 WHERE label = 'forged'",
	 "the history of the other wall is damaged"},
	{"a step called nothing readable", merges,
	 STEP("x''") "UPDATE journal SET label = CAST(x'c328' AS TEXT) WHERE label = 'forged'",
	 "the history of the other wall is damaged"},
	{"a step of nobody", merges,
	 STEP("x''") "UPDATE journal SET coder = 0 WHERE label = 'forged'",
	 "a journal refers to a coder that is not there"},
	{"a step of a coder who is not there", merges,
	 STEP("x''") "UPDATE journal SET coder = 77 WHERE label = 'forged'",
	 "a journal refers to a coder that is not there"},
	{"a step of a copy that is not there", merges,
	 STEP("x''") "UPDATE journal SET replica = 77 WHERE label = 'forged'",
	 "a journal refers to a replica that is not there"},
	{"a step beyond all clocks", merges,
	 STEP("x''") "UPDATE journal SET lamport = 1 << 40 WHERE label = 'forged'",
	 "this would break the wall, nothing was changed"},
	{"a step of a kind that is none", merges,
	 STEP("x''") "UPDATE journal SET kind = 'dig' WHERE label = 'forged'",
	 "this would break the wall, nothing was changed"},
	{"a coder whose name is no UTF-8", merges,
	 "UPDATE coder SET name = CAST(x'c328' AS TEXT) WHERE name = 'Tom'",
	 "the other wall is damaged"},
	{"a coder whose initials are no UTF-8", merges,
	 "UPDATE coder SET initials = CAST(x'c328' AS TEXT) WHERE name = 'Tom'",
	 "the other wall is damaged"},
	{"a coder with the number of another", merges,
	 "UPDATE coder SET name = 'Una' WHERE name = 'Ann'", NULL},
	{"a code under a letter that is nobody's", merges,
	 STEP("cs('+tag id=i77 card=i' || " CARD " || ' facet=t name=tx;~card id=i' || " CARD
	      " || ' code=tC-001>tC-z009')"),
	 NULL},
	{"a code of a new card, under a letter that is nobody's", merges,
	 STEP("cs('~card id=i' || " LATE " || ' code=tC-001>tC-z009')"), NULL},
	{"a code of a new card, as in the oldest copy", merges,
	 STEP("cs('~card id=i' || " LATE " || ' code=tC-001>tC-099')"),
	 "the counter of codes is behind C-099"},
	{"a code that is none", merges,
	 STEP("cs('~card id=i' || " CARD " || ' code=tC-001>tnine')"), "nine is no code"},
	{"a code that is no text", merges, STEP("cs('~card id=i' || " CARD " || ' code=tC-001>n')"),
	 "it would break a rule of the wall"},
	{"a transcript that is no UTF-8", merges,
	 "INSERT INTO transcript SELECT 77, session, 1, 'late', '', '', '', sha256_bytes, "
	 "sha256_text, 5, 1, 0, 1 FROM transcript LIMIT 1; INSERT INTO turn VALUES(77, 0, NULL, 0, "
	 "1, 0, 0, CAST(x'c328' AS TEXT), x'')",
	 "a transcript of the other wall is damaged"},
	/* merge-apply.c */
	{"a card that is put nowhere", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' mv=i1>i2')"), NULL},
	{"a card that loses its theme, and no more", merges,
	 STEP("cs('~placement id=i' || (SELECT id FROM placement WHERE cluster IS NOT NULL AND id "
	      "= "
	      "card) || ' cluster=i1>n mv=i1>i2')"),
	 NULL},
	{"a card that gets a theme, and no more", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' cluster=n>i' || " THEME " || ' mv=i1>i2')"),
	 NULL},
	{"an insight that becomes what it was", merges,
	 STEP("cs('~insight id=i' || (SELECT id FROM insight) || ' status=treviewed>tdraft')"),
	 NULL},
	{"an insight that is reviewed, while its evidence goes", merges,
	 STEP("cs('~insight id=i' || (SELECT id FROM insight) || ' "
	      "status=tdraft>treviewed;-evidence "
	      "id=i' || (SELECT id FROM evidence))"),
	 "would have nothing that supports it"},
	{"a card that gets a rank, and no theme", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' rank=t>ta5 mv=i1>i2')"), NULL},
	{"a card whose rank becomes nothing", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' rank=ta5>t mv=i1>i2')"), NULL},
	{"a card whose rank becomes NULL", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' rank=ta5>n mv=i1>i2')"), NULL},
	{"a card that is moved, and no one says so", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' place=ttray>tparked')"), NULL},
	{"a card that is put where nothing is", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' place=ttray>tmoon mv=i1>i2')"),
	 "it would break a rule of the wall"},
	{"a theme that gets a rank, and no parent", merges,
	 STEP("cs('~cluster id=i' || " THEME " || ' rank=t>ta5')"), NULL},
	{"a theme beneath itself", merges,
	 STEP("cs('~cluster id=i' || " THEME " || ' parent=n>i' || " THEME ")"),
	 "it would break a rule of the wall"},
	{"a theme beneath its child", merges,
	 STEP("cs('~cluster id=i' || " THEME " || ' parent=n>i' || (SELECT max(id) FROM cluster))"),
	 "it would break a rule of the wall"},
	{"a card that is not there", merges, STEP("cs('~card id=i77 text=ta>tb')"), NULL},
	{"a card without its text", merges, STEP("cs('~card id=i' || " CARD " || ' text=ta>n')"),
	 "it would break a rule of the wall"},
	{"a card of an excerpt that is not there", merges,
	 STEP("cs('~card id=i' || " CARD " || ' excerpt=i1>i77')"), "what it is about is gone"},
	{"a quote of other words", merges, STEP("cs('~card id=i' || " CARD " || ' text=ta>tb')"),
	 "its words would no longer be those that were said"},
	{"a card beneath one that is beneath it", merges,
	 STEP("cs('~placement id=i' || " CARD " || ' stack=n>i' || " OTHER " || ';~placement id=i' "
	      "|| " OTHER " || ' stack=n>i' || " CARD ")"),
	 "it would lie beneath a card that itself lies beneath another"},
	{"dots of more than all numbers", merges,
	 STEP("cs('~vote id=i' || (SELECT id FROM vote) || ' dots=i2>i9223372036854775807')"),
	 "it would break a rule of the wall"},
	{"a lens of a colour that is none", merges,
	 STEP("cs('~lens id=i' || (SELECT id FROM lens) || ' colour=ttheme>tpink')"),
	 "it would break a rule of the wall"},
	{"an insight of a severity beyond all", merges,
	 STEP("cs('~insight id=i' || (SELECT id FROM insight) || ' severity=i-1>i99')"),
	 "it would break a rule of the wall"},
	{"evidence for an insight that is not there", merges,
	 STEP("cs('~evidence id=i' || (SELECT id FROM evidence) || ' insight=i1>i77')"),
	 "what it is about is gone"},
};

static void test_lie(const struct lie *lie, const char *told_by)
{
	uint8_t before[SHA256_BYTES], after[SHA256_BYTES];
	forge_write(fixture_wall, &sound);
	forge_write(copied, &copy);
	lie_to_come = lie->sql;
	bool late = lie->ask == sees || lie->ask == writes;
	if (!late)
		forge(told_by, lie->sql);
	size_t had = told_by == fixture_wall && !late ? problems_of(fixture_wall) : 0;
	forge_sum(fixture_wall, before);
	told[0] = '\0';
	err_clear(&err);
	bool good = lie->ask();
	struct err said = err;
	forge_sum(fixture_wall, after);
	const char *answer = said.msg[0] ? said.msg : told;
	bool kept = late || (good ? problems_of(fixture_wall) <= had
				  : memcmp(before, after, sizeof after) == 0);
	ok((lie->words ? strstr(answer, lie->words) != NULL : good && !*answer) &&
		   good == !said.code && !strchr(answer, '\n') && kept,
	   "%s: %s%s", lie->what,
	   *answer ? answer
	   : good  ? "taken"
		   : "refused without a word",
	   kept ? "" : " (and the wall is another)");
}

int main(void)
{
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	fixture_begin();
	alarm(300);
	snprintf(copied, sizeof copied, "%s", fixture_path("copied.wall"));
	struct store *store = forge_open(fixture_wall, "Ann");
	forge_study(store);
	must(store_backup(store, copied, &err));
	store_close(store);
	store = forge_open(copied, "Tom");
	must(card_write(store, "by Tom", &err).n);
	store_close(store);
	sound = forge_read(fixture_wall);
	copy = forge_read(copied);
	for (size_t i = 0; i < TW_COUNT(lies); i++)
		test_lie(&lies[i], fixture_wall);
	for (size_t i = 0; i < TW_COUNT(copies); i++)
		test_lie(&copies[i], copied);
	free(sound.bytes);
	free(copy.bytes);
	fixture_end();
	return done();
}
