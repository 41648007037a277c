/*
 * A whole wall from elsewhere (an export in JSON) in which one value is a lie: it is refused in
 * words and the wall stays empty, or it is taken and the wall is whole.
 */
#include "changes-internal.h"
#include "store-forge.h"

enum { MOST_ROWS = 40 };

static struct row_change rows[MOST_ROWS];
static size_t nrows;
static struct strbuf texts; /* of the rows */

/* What the reader of exports has proved before, that a quote says what stands there, is no lie
 * here. "hello", said by Paula: a quote of it in a theme, and once more in one within. */
static const char truth[] =
	"+study id=i1 title=tStudy question=t segment=tsegment created_ms=i0;"
	"+participant id=i1 code=tP01 consent_record=t consent_quote=t note=t;"
	"+session id=i1 code=tS01 title=tOne date=t kind=t ordinal=i1;"
	"+transcript id=i1 session=i1 version=i1 title=tOne origin_name=t origin_format=t "
	"encoding=t "
	"sha256_bytes=b2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 "
	"sha256_text=b2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 nchars=i5 "
	"nturns=i1 hidden=i0 lamport=i1;"
	"+speaker id=i1 transcript=i1 label=tPaula role=tparticipant guessed=i0 participant=i1 "
	"nwords=i1;"
	"+excerpt id=i1 transcript=i1 speaker=i1 start=i0 end=i5 time_ms=i-1 quote=thello prefix=t "
	"suffix=t;"
	"+card id=i1 code=tC-001 kind=tquote text=thello implies=t excerpt=i1 surprise=i0 "
	"tension=i0 "
	"coder=i1 created_ms=i0 need=t;"
	"+card id=i2 code=tC-002 kind=tidea text=tidea implies=t surprise=i0 tension=i0 coder=i1 "
	"created_ms=i0 need=t;"
	"+cluster id=i1 code=tT-01 name=tTrust rank=t col=i0 line=i0 width=i2 folded=i0 mv=i1 "
	"definition=t includes=t excludes=t colour=i0;"
	"+cluster id=i2 code=tT-02 name=tSums parent=i1 rank=ta0 col=i0 line=i0 width=i2 folded=i0 "
	"mv=i1 definition=t includes=t excludes=t colour=i0;"
	"+placement id=i1 card=i1 place=tcluster cluster=i1 rank=ta0 col=i0 line=i0 mv=i1;"
	"+placement id=i2 card=i2 place=ttray rank=t col=i0 line=i0 mv=i1;"
	"+placement id=i3 card=i1 place=tcluster cluster=i2 rank=ta0 col=i0 line=i0 mv=i1;"
	"+tension id=i1 card=i1 other=i2;"
	"+insight id=i1 code=tI-1 claim=tso so_what=t confidence=t status=tdraft problem=t "
	"change=t "
	"expected=t impact=i-1 severity=i-1 ease=i-1 reach=i-1 effort=i-1 rank=ta0 coder=i1 "
	"created_ms=i0";

static void make_rows(void)
{
	struct str rest = str_of(truth);
	strbuf_init(&texts);
	while (rest.n) {
		size_t end = str_find_char(rest, ';');
		forge_change(&texts, str_part(rest, 0, end));
		rest = str_part(rest, end < rest.n ? end + 1 : end, rest.n);
	}
	struct changes changes;
	changes_begin(&changes, strbuf_str(&texts));
	while (nrows < MOST_ROWS && changes_next(&changes, &rows[nrows], NULL))
		nrows++;
	must(!changes.broken && nrows == 15);
}

static struct value value_of(const char *word)
{
	if (word[0] == 'i')
		return value_int(strtoll(word + 1, NULL, 10));
	return word[0] == 't' ? value_text(str_of(word + 1)) : value_null();
}

/* The cell of the n-th row of a table. */
static struct value *cell(enum table table, int n, int column)
{
	for (size_t i = 0; i < nrows; i++)
		if (rows[i].table == table && n-- == 0)
			return &rows[i].column[column];
	abort();
}

static const struct {
	const char *what;
	enum table table;
	int row, column;
	const char *value, *words; /* words: NULL, it is taken */
} lies[] = {
	{"the truth", TABLE_STUDY, 0, STUDY_TITLE, "tStudy", NULL},
	{"a code of another copy", TABLE_CARD, 0, CARD_CODE, "tC-b007", NULL},
	{"a card of no number", TABLE_CARD, 0, CARD_ID, "i0", "(card)"},
	{"a card of a number below none", TABLE_CARD, 1, CARD_ID, "i-2", "(card)"},
	{"a card whose number is a text", TABLE_CARD, 0, CARD_ID, "tone", "(card)"},
	{"a card without its number", TABLE_CARD, 0, CARD_ID, "n", "(card)"},
	{"a number twice", TABLE_CARD, 1, CARD_ID, "i1", "(card)"},
	{"a home of no card", TABLE_PLACEMENT, 1, PLACEMENT_CARD, "n", "this would break the wall"},
	{"a home of a card that is not there", TABLE_PLACEMENT, 1, PLACEMENT_CARD, "i9", "(card)"},
	{"a home of its own number, of a card that is not there", TABLE_PLACEMENT, 1, PLACEMENT_ID,
	 "i9", "(a copy of a card)"},
	{"a home of another card", TABLE_PLACEMENT, 1, PLACEMENT_CARD, "i1", "(a copy of a card)"},
	{"a copy in the theme of its home", TABLE_PLACEMENT, 2, PLACEMENT_CLUSTER, "i1",
	 "(a copy of a card)"},
	{"an excerpt of a transcript below none", TABLE_EXCERPT, 0, EXCERPT_TRANSCRIPT, "i-1",
	 "(transcript)"},
	{"an excerpt of a transcript of no number", TABLE_EXCERPT, 0, EXCERPT_TRANSCRIPT, "i0",
	 "(transcript)"},
	{"a tension with a card that is not there", TABLE_TENSION, 0, TENSION_OTHER, "i9",
	 "(card)"},
	{"a card beneath one that is not there", TABLE_PLACEMENT, 1, PLACEMENT_STACK, "i9",
	 "(card)"},
	{"a card beneath another", TABLE_PLACEMENT, 1, PLACEMENT_STACK, "i1", NULL},
	{"a theme in a theme that is not there", TABLE_CLUSTER, 1, CLUSTER_PARENT, "i9",
	 "(cluster)"},
	{"a theme too wide", TABLE_CLUSTER, 1, CLUSTER_WIDTH, "i9", "this would break the wall"},
	{"themes in a ring", TABLE_CLUSTER, 1, CLUSTER_PARENT, "i2",
	 "(themes in a ring or too deep)"},
	{"a card that is no UTF-8", TABLE_CARD, 1, CARD_TEXT, "t\xc3\x28", "(card)"},
	{"a card without words", TABLE_CARD, 1, CARD_TEXT, "n", "this would break the wall"},
	{"a card whose words are a number", TABLE_CARD, 1, CARD_TEXT, "i5", NULL},
	{"a code that is none", TABLE_CARD, 1, CARD_CODE, "tnine", "(a code)"},
	{"a code without words", TABLE_PARTICIPANT, 0, PARTICIPANT_CODE, "t", "(a code)"},
	{"a theme of no rank", TABLE_CLUSTER, 1, CLUSTER_RANK, "tz", "\"z\" is no rank"},
	{"a home of no rank", TABLE_PLACEMENT, 0, PLACEMENT_RANK, "t", "\"\" is no rank"},
	{"an insight of no rank", TABLE_INSIGHT, 0, INSIGHT_RANK, "tz", "(insight)"},
	{"an insight whose rank is a number", TABLE_INSIGHT, 0, INSIGHT_RANK, "i5", "(insight)"},
};

static bool import(int64_t transcript, int64_t speaker, int64_t end, size_t *problems)
{
	struct store *store = forge_open(fixture_wall, "Ann");
	must(store);
	struct turn turn = {.speaker = {speaker},
			    .start = 0,
			    .end = end,
			    .start_ms = -1,
			    .end_ms = -1,
			    .text = STR("hello")};
	struct wall_turns turns = {transcript, &turn, 1};
	err_clear(&err);
	bool good = edit_import_wall(store, rows, nrows, &turns, 1, &err);
	struct err said = err;
	must(store_check(store, say_problem, NULL, problems, &err));
	int64_t left = store_changes(store);
	ok(good == (left == 1) && (good || said.code), "all of it or nothing");
	store_close(store);
	store_remove(fixture_wall);
	err = said;
	return good;
}

static void test_lie(size_t i)
{
	size_t problems = 0;
	struct value *value = cell(lies[i].table, lies[i].row, lies[i].column), kept = *value;
	*value = value_of(lies[i].value);
	bool good = import(1, 1, 5, &problems);
	*value = kept;
	ok((lies[i].words ? !good && strstr(err.msg, lies[i].words) : good) && !problems, "%s: %s",
	   lies[i].what, good ? "taken" : err.msg);
}

static void test_turns(void)
{
	static const struct {
		int64_t transcript, speaker, end;
		const char *words;
	} turns[] = {{9, 1, 5, "(transcript)"},
		     {0, 1, 5, "(transcript)"},
		     {1, 9, 5, "(speaker)"},
		     {1, -1, 5, "(speaker)"},
		     {1, 1, 0, "this would break the wall"},
		     {1, 0, 5, NULL}};
	for (size_t i = 0; i < TW_COUNT(turns); i++) {
		size_t problems = 0;
		bool good = import(turns[i].transcript, turns[i].speaker, turns[i].end, &problems);
		ok((turns[i].words ? !good && strstr(err.msg, turns[i].words) : good) && !problems,
		   "words of transcript %d by speaker %d, %d long: %s", (int)turns[i].transcript,
		   (int)turns[i].speaker, (int)turns[i].end, good ? "taken" : err.msg);
	}
}

int main(void)
{
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	fixture_begin();
	alarm(300);
	make_rows();
	for (size_t i = 0; i < TW_COUNT(lies); i++)
		test_lie(i);
	test_turns();
	strbuf_release(&texts);
	fixture_end();
	return done();
}
