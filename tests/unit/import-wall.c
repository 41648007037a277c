/* import: a wall with one of everything, read row by row, and what one change to it does: refused
 * in words with its place, or read as those words say. */
#include "import-show.h"
#include "themewall/base/mem.h"

static bool replace(struct strbuf *text, const char *from, const char *to)
{
	size_t at = str_find(strbuf_str(text), str_of(from));
	if (at == text->len)
		return false;
	strbuf_remove(text, at, strlen(from));
	strbuf_insert(text, at, to, strlen(to));
	return true;
}

/* What is made of the whole wall, changed in one place: its rows, or "refused: WORDS". */
static void read_changed(const struct strbuf *good, const char *from, const char *to,
			 struct strbuf *out)
{
	struct strbuf bytes = STRBUF_INIT;
	strbuf_add_str(&bytes, strbuf_str(good));
	if (replace(&bytes, from, to)) {
		show_read_wall(out, "wall.json", strbuf_str(&bytes));
	} else {
		strbuf_reset(out);
		strbuf_addf(out, "nothing to change: %s", from);
	}
	strbuf_release(&bytes);
}

#define L50  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define L100 L50 L50
#define L300 L100 L100 L100

static const struct {
	const char *from, *to, *words;
} cases[] = {
	/* as it is: ranks by the order of the file, then by age; what belongs where */
	{"", "", "attribute participant=2 name=team value=north\n"},
	{"\"age\":\"40\"", "\"team\":\"40\"", "participant attributes[1]: \"team\" is there twice"},
	{"", "", "code=P02 consent_record= consent_quote= note=\nsession "},
	{"", "", "attendance session=4 participant=2\nattendance session=4 participant=3\n"},
	{"", "", "encoding=UTF-8 nchars=0 nturns=0 hidden=2"},
	{"", "", "speaker id=8 transcript=6 label=Jo role=participant guessed=1 participant=2"},
	{"", "", "code=T-01 name=Trust rank= col=0 line=4"},
	{"", "", "code=T-02 name= parent=9 rank=a1"},
	{"", "", "code=T-03 name=Sums parent=9 rank=a2"},
	{"", "", "code=T-04 name=Lines parent=9 rank=a0"},
	{"", "",
	 "start=10 end=22 time_ms=1000 quote=I export it. prefix=And then?\n suffix=\nAgain"},
	{"", "", "card=13 place=cluster cluster=9 rank=a1"},
	{"", "", "tag id=15 card=13 facet=pain name=price\ntag id=16 card=13 facet= name=late\n"},
	{"", "", "created_ms=5 need= session=4\nplacement id=17 card=17 place=loose rank= col=3"},
	{"", "", "card=18 place=cluster cluster=9 rank=a2 col=0 line=0 mv=18 stack=13\n"},
	{"", "", "card=20 place=cluster cluster=9 rank=a0 col=0 line=0 mv=20 stack=13\n"},
	{"", "", "card=13 other=17\ntension id=23 card=13 cluster=10\ntension id=24 card=21 cl"},
	{"", "", "card=17 place=cluster cluster=9 rank=a0 col=0 line=0 mv=25\n"},
	{"", "", "impact=5 severity=0 ease=1 reach=10 effort=5 rank=a0"},
	{"", "", "card=13 source= note=a stance=supports rank=a0"},
	{"", "", "cluster=11 source= note= stance=contradicts rank=a1"},
	{"", "", "source=the log note= stance=qualifies rank=a2"},
	{"", "", "text=Ask owner= kind=explore rank=a1"},
	{"", "", "verdict=likely-false why=they do"},
	{"", "", "date=2026-04-01 insight=26 rank=a0\ndecision id=35 text=Wait date= rank=a1\n"},
	{"", "", "layer_card id=38 layer=36 card=17 label=mood\nlayer id=39 coder=ana"},
	{"", "", "vote id=41 ballot=40 coder=tom cluster=9 dots=3"},
	{"", "", "vote id=44 ballot=43 coder=tom insight=32 dots=2"},
	/* the document */
	{"\"themewall\":1,", "\"themewall\":true,", "study id=1"},
	{"One of everything", "One\\u0000of", "wall.json: a text in it holds a NUL"},
	{"One of everything", "One\\\\u0000 of", "title=One\\u0000 of question"},
	{"One of everything", "One\\\\\\u0000of", "wall.json: a text in it holds a NUL"},
	{"One of", "One\\ud800", "\"title\" holds damaged or control"},
	{"One of", "One\x7fof", "\"title\" holds damaged or control"},
	{"One of", "One\xc2\x85of", "\"title\" holds damaged or control"},
	{"One of", "One \xc3\xa0 \xc2\xa0of\\t", "title=One \xc3\xa0 \xc2\xa0of\t everything"},
	{"One of everything", L300 "x", "\"title\" or \"segment\" is empty or too long"},
	{"\"segment\":\"team\"", "\"segment\":\"\"", "\"title\" or \"segment\" is empty"},
	{"\"study\":{", "\"study\":[],\"other\":{", "study[0]: \"title\" is missing"},
	{"\"participants\":[\n", "\"participants\":7,\"none\":[\n", "\"P01\" is not in the file"},
	/* people */
	{"\"age\":\"40\"", "\"age\":\"\"", "participant attributes[1]: an empty name or value"},
	{"\"age\":\"40\"", "\"\":\"40\"", "participant attributes[1]: an empty name or value"},
	{"\"age\":\"40\"", "\"age\":40", "\"value\" is missing or is no text"},
	{"\"attributes\":{}", "\"attributes\":null", "participants[1]: \"attributes\" is missing"},
	{"[\"P01\",\"P02\"]", "[\"P01\",7]", "session participants[1]: \"value\" is missing"},
	{"[\"P01\",\"P02\"]", "[\"\"]", "named twice or not at all"},
	{"2026-03-02", "2026/03-02", "\"date\" is a date"},
	{"2026-03-02", "2026-03-0:", "\"date\" is a date"},
	{"2026-03-02", "2026-03-0 ", "\"date\" is a date"},
	{"2026-03-02", "2026-03.02", "\"date\" is a date"},
	/* transcripts */
	{"\"id\":\"S01v2\"", "\"id\":\"S01\"", "transcripts[1]: \"S01\" is there twice"},
	{"\"speakers\":[]", "\"speakers\":null", "transcripts[0]: \"speakers\" is missing"},
	{"\"label\":\"Jo\"", "\"label\":null", "transcript speakers[1]: \"label\" is missing"},
	{"\"role\":\"participant\"", "\"role\":null", "\"role\" is missing or is no text"},
	{"\"text\":\"And then?\"}", "\"text\":\"\"}", "\"start\" and \"end\" do not fit"},
	{"\"text\":\"Again \xf0\x9f\x98\xac.\"}", "\"text\":\"Again\\n\xf0\x9f\x98\xac.\"}",
	 "one line"},
	{"\"start\":23,\"end\":31", "\"start\":24,\"end\":31", "\"start\" and \"end\" do not fit"},
	{"[2,1500]", "[13,1500]", "turn cues[1]: \"[0]\" is missing or out of range"},
	{"[2,1500]", "[2,-1]", "turn cues[1]: \"[1]\" is missing or out of range"},
	{"[0,1000]", "[0,-1]", "turn cues[0]: \"[1]\" is missing or out of range"},
	{"[2,1500]", "7", "turn cues[1]: \"[0]\" is missing"},
	{"\"cues\":[[0,0]]", "\"cues\":[]", "transcript=6"},
	{"[[0,0]],\"text\":\"And then?\"", "[[0,0]],\"text\":7", "turns[0]: \"text\" is missing"},
	{"\"sha256\":\"0", "\"sha256\":\"A", "not 64 hexadecimal digits"},
	{"\"sha256\":\"0", "\"sha256\":\"g", "not 64 hexadecimal digits"},
	{"\"sha256\":\"0", "\"sha256\":\"/", "not 64 hexadecimal digits"},
	{"\"sha256\":\"0", "\"sha256\":\"", "not 64 hexadecimal digits"},
	{"\"sha256\":\"01", "\"sha256\":\"0x", "not 64 hexadecimal digits"},
	/* clusters */
	{"\"colour\":\"teal\"", "\"colour\":\"mauve\"", "\"mauve\" is no colour of a theme"},
	{"\"name\":\"Trust\"", "\"name\":\"" L300 "x\"", "longer than 300 characters"},
	{"\"copies\":[\"C-002\"]", "\"copies\":[\"C-9\"]",
	 "clusters[0]: \"C-9\" is not in the file"},
	{"\"copies\":[\"C-002\"]", "\"copies\":[\"\",\"C-002\"]", "\"copies\" holds an empty one"},
	{"\"parent\":\"T-01\"", "\"parent\":\"T-77\"", "clusters[1]: \"T-77\" is not in the file"},
	{"\"parent\":\"T-01\"", "\"parent\":\"P01\"", "clusters[1]: \"P01\" is not in the file"},
	/* cards */
	{"\"start\":10,\"end\":22,\"time", "\"start\":22,\"end\":22,\"time",
	 "not inside the transc"},
	{"\"end\":22,\"time_ms\"", "\"end\":\"22\",\"time_ms\"", "cards[0]: \"end\" is missing"},
	{"\"text\":\"sighs\"", "\"text\":\"\"", "cards[1]: \"text\" is empty"},
	{"\"kind\":\"observation\"", "\"kind\":\"quote\"", "not the words of its transcript"},
	{"\"kind\":\"idea\"", "\"kind\":null", "cards[3]: \"kind\" is missing"},
	{"\"S01v2\",\"start\":23", "\"S01\",\"start\":23",
	 "cards[2]: \"start\" and \"end\" are not inside the transcript"},
	{"\"tags\":[\"pain:price\"", "\"tags\":[\"\"", "\"tags\" holds an empty one"},
	{"\"tags\":[\"pain:price\"", "\"tags\":[\"a\\u0001\"", "holds damaged or control"},
	{"\"stack\":\"C-001\"", "\"stack\":\"C-003\"", "a card that lies in a stack itself"},
	{"\"stack\":\"C-001\"", "\"stack\":\"C-7\"", "cards[2]: \"C-7\" is not in the file"},
	{"\"tensions\":[\"C-002\"", "\"tensions\":[\"C-001\"",
	 "\"tensions\" names the card itself"},
	{"\"tensions\":[\"C-002\"", "\"tensions\":[\"C-9\"",
	 "cards[0]: \"C-9\" is not in the file"},
	{"\"tensions\":[\"C-002\"", "\"tensions\":[\"\"", "\"tensions\" holds an empty one"},
	{"\"place\":\"tray\"", "\"place\":\"tray\",\"cluster\":\"T-01\"", "do not fit"},
	/* insights */
	{"\"confidence\":\"high\"", "\"confidence\":\"sure\"", "\"sure\" is no confidence"},
	{"\"status\":\"draft\"", "\"status\":\"done\"", "\"done\" is no status"},
	{"\"status\":\"draft\"", "\"status\":\"reviewed\"", "reviewed, but nothing supports it"},
	{"\"status\":\"draft\"", "\"status\":null", "insights[1]: \"status\" is missing"},
	{"\"claim\":\"They wait.\"", "\"claim\":\"\"", "\"claim\" is empty"},
	{"\"impact\":5", "\"impact\":6", "insights[0]: \"impact\" is missing or out of range"},
	{"\"evidence\":[]", "\"evidence\":null", "insights[1]: \"evidence\" is missing"},
	{"\"recommendations\":[]", "\"recommendations\":0", "\"recommendations\" is missing"},
	{"\"stance\":\"qualifies\"", "\"stance\":\"maybe\"", "\"maybe\" is no stance"},
	{"\"stance\":\"qualifies\"", "\"stance\":7", "evidence[2]: \"stance\" is missing"},
	{"\"source\":\"the log\"", "\"source\":\"\"", "not one of card, cluster and source"},
	{"\"cluster\":\"T-03\",\"st", "\"card\":\"C-002\",\"cluster\":\"T-03\",\"st",
	 "not one of card"},
	{"\"kind\":\"explore\"", "\"kind\":\"ask\"", "\"kind\" is neither change nor explore"},
	{"\"kind\":\"explore\"", "\"kind\":null", "recommendations[1]: \"kind\" is missing"},
	{"\"text\":\"Ask\"", "\"text\":\"\"", "recommendations[1]: \"text\" is empty"},
	{"\"verdict\":\"likely-false\"", "\"verdict\":\"false\"", "\"false\" is no verdict"},
	{"\"verdict\":\"likely-false\"", "\"verdict\":0", "beliefs[0]: \"verdict\" is missing"},
	{"\"insight\":\"I-1\"", "\"insight\":\"I-7\"", "decisions[0]: \"I-7\" is not in the file"},
	/* lenses */
	{"\"name\":\"hers\"", "\"name\":\"" L100 "x\"", "\"name\" has more than 100 characters"},
	{"\"name\":\"hers\"", "\"name\":null", "lenses[0]: \"name\" is missing"},
	{"\"name\":\"hers\"", "\"name\":\"\"", "lenses[0]: \"name\" is empty"},
	/* layers and ballots */
	{"\"coder\":\"ana\",\"name\"", "\"coder\":\"\",\"name\"", "layers[1]: \"coder\" is empty"},
	{"\"revealed\":1", "\"revealed\":2", "layers[1]: \"revealed\" is missing or out of range"},
	{"\"card\":\"C-002\",\"label\"", "\"card\":\"\",\"label\"", "cards[1]: \"card\" is empty"},
	{"\"card\":\"C-002\",\"label\"", "\"card\":\"C-9\",\"label\"",
	 "\"C-9\" is not in the file"},
	{"\"what\":\"themes\"", "\"what\":\"people\"",
	 "ballots[0]: \"what\" is neither themes nor"},
	{"\"what\":\"themes\"", "\"what\":null", "ballots[0]: \"what\" is missing"},
	{"\"on\":\"T-03\"", "\"on\":\"\"", "ballot votes[1]: \"on\" is empty"},
	{"\"on\":\"T-03\"", "\"on\":\"I-1\"", "ballot votes[1]: \"I-1\" is not in the file"},
	{"\"dots\":1", "\"dots\":0", "ballot votes[1]: \"dots\" is missing or out of range"},
	{"\"title\":\"Which\"", "\"title\":\"\"", "ballots[1]: \"title\" is empty"},
};

static void test_changes(const struct strbuf *good)
{
	struct strbuf got = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		read_changed(good, cases[i].from, cases[i].to, &got);
		show_holds(&got, cases[i].words, cases[i].to);
	}
	strbuf_release(&got);
}

/* Nothing is parsed to know one: what only looks like a wall is read as a transcript. */
static void test_recognition(void)
{
	static const struct {
		const char *text;
		bool is;
	} texts[] = {
		{"{\"themewall\":9}", true},
		{"{\"a\":[{\"b\":1}],\"themewall\" :0", true},
		{"{\"themewall\"", false},
		{"{\"themewall\":true}", false},
		{"{\"themewall\":", false},
		{"{\"themewal", false},
		{"{\"ab\\", false},
		{"{\"ab\\\"", false},
		{"<Project xmlns=\"urn:QDA-XML:project:1.0\"/>", true},
		{"We talked about urn:QDA-XML: for an hour and then for another one <again>",
		 false},
		{"PK\3\4project.qd", false},
		{"PK\3\4.qde............Project.QDE", true},
		{"PK\3\4projects.qde, project.qdpx", false},
	};
	for (size_t i = 0; i < TW_COUNT(texts); i++)
		is_int(import_is_wall(str_of(texts[i].text)), texts[i].is, "%s", texts[i].text);
}

/* What no text of the file may hold, wherever it stands. */
static void test_bytes(void)
{
	static const char zero[] = "{\"themewall\":1,\0\"study\":{}}";
	struct wall_image image;
	struct err err = ERR_INIT;
	ok(!import_wall(&image, STR("w"), (struct str){zero, sizeof zero - 1}, &err) &&
		   strstr(err.msg, "damaged text"),
	   "a NUL");
	ok(!import_wall(&image, STR("w"), STR("\\u0000"), &err) && strstr(err.msg, "holds a NUL"),
	   "an escaped one, at the very beginning");
}

int main(void)
{
	struct strbuf good = STRBUF_INIT;
	show_file(&good, "projects/wall.json");
	test_changes(&good);
	test_recognition();
	test_bytes();
	strbuf_release(&good);
	return done();
}
