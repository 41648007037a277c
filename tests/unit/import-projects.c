/* import: REFI-QDA projects in the spellings of several programs, element by element: a little XML,
 * and what the wall it becomes holds, or what is said to be left out. */
#include "../../src/export/zip-internal.h"
#include "import-show.h"
#include "themewall/base/mem.h"

#define PROJECT(more) "<Project xmlns='urn:QDA-XML:project:1.0' name='N'>" more "</Project>"
#define OWN(more)                                                                                  \
	"<Project xmlns='urn:QDA-XML:project:1.0' name='N' origin='themewall'>" more "</Project>"
#define SOURCES(more) PROJECT("<Sources>" more "</Sources>")
#define SOURCE(text, more)                                                                         \
	"<TextSource guid='s1' name='S'><PlainTextContent>" text "</PlainTextContent>" more        \
	"</TextSource>"
#define SELECTION(from, to, more)                                                                  \
	"<PlainTextSelection guid='p1' startPosition='" from "' endPosition='" to "'>" more        \
	"</PlainTextSelection>"
#define CODED(code)            "<Coding creatingUser='u1'><CodeRef targetGUID='" code "'/></Coding>"
#define CODE(guid, name, more) "<Code guid='" guid "' name='" name "'>" more "</Code>"
#define CODES(more)            "<CodeBook><Codes>" more "</Codes></CodeBook>"
#define VALUE(guid, value)                                                                         \
	"<VariableValue><VariableRef targetGUID='" guid "'/>" value "</VariableValue>"

static const struct {
	const char *name, *xml, *holds[7];
} cases[] = {
	{"another namespace inside",
	 PROJECT("<x:Note xmlns:x='other'><x:Description>no</x:Description></x:Note>"),
	 {"title=N", "!left out", "!=no"}},
	{"a namespace in words alone", "<a b='urn:QDA-XML:'/>", {"refused: p.qdpx is XML, but no"}},
	{"no name of its own", "<Project xmlns='urn:QDA-XML:project:1.0'/>", {"title=p.qdpx"}},
	{"XML that breaks",
	 "<Project xmlns='urn:QDA-XML:project:1.0'>",
	 {"refused: p.qdpx is damaged"}},
	{"when it was made",
	 "<Project xmlns='urn:QDA-XML:project:1.0' creationDateTime="
	 "'2026-01-02T00:00:01Z'/>",
	 {"created_ms=1767312001000"}},
	{"no such moment",
	 "<Project xmlns='urn:QDA-XML:project:1.0' creationDateTime="
	 "'2026-01-02 00:00:01'/>",
	 {"created_ms=0"}},
	{"no number in a moment",
	 "<Project xmlns='urn:QDA-XML:project:1.0' creationDateTime="
	 "'2026-O1-02T00:00:01'/>",
	 {"created_ms=0"}},
	/* people */
	{"two cases with variables",
	 PROJECT("<Variables><Variable guid='v1' name='team'/><Variable guid='v2' name='age'/>"
		 "</Variables><Cases><Case guid='k1' name='Jo'>" VALUE(
			 "v1", "<TextValue>north</TextValue>")
			 VALUE("V2", "<IntegerValue>40</IntegerValue>") VALUE(
				 "v1", "<TextValue>south</TextValue>")
				 VALUE("v9", "<TextValue>lost</TextValue>") VALUE(
					 "v2",
					 "<TextValue> </TextValue>") "</Case><Case guid='k2' "
								     "name='Bo'/></"
								     "Cases>" VALUE("v1",
										    "<TextValue>"
										    "nobody's</"
										    "TextValue>")),
	 {"name=team value=north", "name=age value=40", "!south", "!lost", "!nobody",
	  "said: 2 cases", "code=P02"}},
	{"a value of no variable",
	 PROJECT("<Cases><Case guid='k1' name='Jo'><TextValue>x</TextValue></Case></Cases>"),
	 {"identity participant=2 name=Jo", "!attribute"}},
	{"a source of one case, named by it twice",
	 PROJECT("<Cases><Case guid='k1' name='Jo'><SourceRef targetGUID='S1'/><SourceRef "
		 "targetGUID='s1'/><SourceRef "
		 "targetGUID='s9'/><Description>d</Description></Case></Cases>"
		 "<Sources>" SOURCE("I wait.", SELECTION("0", "7", "")) "</Sources>"),
	 {"attendance session=3 participant=2",
	  "kind=quote text=I wait. implies= excerpt=6 participant=2"}},
	{"a source of two cases",
	 PROJECT("<Cases><Case guid='k1' name='Jo'><SourceRef targetGUID='s1'/></Case><Case "
		 "guid='k2' "
		 "name='Bo'><SourceRef targetGUID='s1'/></Case></Cases><SourceRef "
		 "targetGUID='s1'/><Sources>" SOURCE("I wait.", "") "</Sources>"),
	 {"!attendance"}},
	{"who speaks, without a case",
	 SOURCES(SOURCE(
		 "Interviewer: Why?\nJo: I wait.\nBo: Me too.\nObserver: nods\nInterviewer: Well?\n"
		 "Jo: Yes.\nBo: No.\nObserver: hm\n",
		 "") "<TextSource guid='s2' name='T'><PlainTextContent>Jo: Hi.\nJo: "
		     "So.\n</PlainTextContent>"
		     "</TextSource>"),
	 {"identity participant=2 name=Jo", "identity participant=3 name=Bo", "!participant=4",
	  "attendance session=4 participant=2\nattendance session=4 participant=3\n",
	  "attendance session=5 participant=2\n",
	  "label=Observer role=observer guessed=1 nwords=", "code=P02"}},
	/* texts */
	{"names that are none",
	 SOURCES(SOURCE("Jo: once\nAnn:\nAnn: so\n[SPEAKER_1]: hm\n", "")),
	 {"Jo: once", "Ann:", "speaker=0 Jo: once", "!speaker=0 so", "!speaker=0 hm"}},
	{"line ends of all kinds, quotes, tabs",
	 SOURCES(SOURCE("One.&#13;Two \"x\"&#9;\\ y.&#13;&#10;Three.", SELECTION("15", "22", ""))),
	 {" Two \"x\"\t\\ y.\n", "turn 0-4 speaker=0 One.", "Three.\nsaid: 1 source, 1 card\n"}},
	{"names of selections that are no quotes",
	 SOURCES(SOURCE(
		 "One.&#13;&#10;Two.&#13;&#10;Three.",
		 "<PlainTextSelection name='Three.' startPosition='10' endPosition='16'/>"
		 "<PlainTextSelection name='One.' startPosition='0' endPosition='99'/>"
		 "<PlainTextSelection startPosition='0' endPosition='4'/>") "<TextSource guid='s2' "
									    "name='T'><"
									    "PlainTextContent>"
									    "Other.&#13;&#10;</"
									    "PlainTextContent>"
									    "<PlainTextSelection "
									    "name='Other.' "
									    "startPosition='0' "
									    "endPosition='6'/></"
									    "TextSource>"),
	 {"quote=Three.", "quote=Other.", "quote=One. prefix", "left out: 1 selection of nothing"}},
	{"selections of nothing",
	 SOURCES(SOURCE("I wait.",
			SELECTION("x", "3", "") SELECTION("3", "3", "") SELECTION("0", "8", ""))),
	 {"said: 1 source; left out: 3 selections of nothing", "!quote"}},
	{"nothing but blanks", SOURCES(SOURCE(" \n ", "")), {"left out: 1 source without words"}},
	{"a text that is not there",
	 SOURCES("<TextSource guid='s1' name='S' plainTextPath='internal://a.txt'/>"),
	 {"left out: 1 source that is not in the file"}},
	/* codings */
	{"who coded, what nobody knows, what is outside",
	 PROJECT("<Users><User guid='u1' name='Ana'/><User guid='u2' id='TM'/></Users>"
		 "<CodeBook><Codes><Code guid='c1' name='Trust'/></Codes></CodeBook><Sources>"
		 "<TextSource guid='s1'><PlainTextContent>I wait.</PlainTextContent>"
		 "<Coding creatingUser='u1'><CodeRef targetGUID='c1'/></Coding>"
		 "<PlainTextSelection guid='p1' startPosition='0' endPosition='6'>"
		 "<Coding creatingUser='u1'><CodeRef targetGUID='C1'/></Coding>"
		 "<Coding creatingUser='u1'><CodeRef targetGUID='c7'/></Coding>"
		 "<Coding><CodeRef targetGUID='c1'/></Coding></PlainTextSelection></TextSource>"
		 "</Sources><PlainTextSelection startPosition='0' endPosition='1'/>"),
	 {"said: 1 source, 1 code, 2 cards; 2 coded by Ana", "!TM",
	  "place=cluster cluster=", "code=C-002", "!code=C-003"}},
	{"a coding of nothing known lies in the tray",
	 SOURCES(SOURCE("I wait.", SELECTION("0", "6", CODED("c7")))),
	 {"place=tray"}},
	{"descriptions: of a code, a selection, the project; of nothing else",
	 PROJECT("<Description>ours</Description>" CODES(CODE(
		 "c1", "A", "<Description>of A</Description>")) "<Cases><Case guid='k1' "
								"name='Jo'><Description>of "
								"Jo</Description></Case></"
								"Cases><Sources>" SOURCE(
									"I wait.",
									"<Description>of "
									"S</"
									"Description"
									">" SELECTION("0", "6",
										      "<Description"
										      ">why</"
										      "Description"
										      ">")) "<PDFSo"
											    "urce "
											    "guid='"
											    "m1' "
											    "name='"
											    "M'><"
											    "Descri"
											    "ption>"
											    "of "
											    "M</"
											    "Descri"
											    "ption>"
											    "</"
											    "PDFSou"
											    "rce></"
											    "Source"
											    "s>"),
	 {"question=ours", "definition=of A", "implies=why", "!of Jo", "!of S", "!of M",
	  "1 picture, PDF"}},
	{"names of several lines",
	 PROJECT("<Users><User guid='u1' name=' A&#10;B&#9;'/></Users><Sources>" SOURCE(
		 "I wait.", SELECTION("0", "6", CODED("c1"))) "</Sources>"),
	 {"1 coded by A B\n"}},
	/* what stays behind */
	{"notes, sets, graphs",
	 PROJECT("<Sources>" SOURCE(
		 "I wait.",
		 "<Note><PlainTextContent>no</PlainTextContent>" SELECTION(
			 "0", "1",
			 "") "<Description>no</Description></Note>") "</Sources><Sets><Set/><Set/"
								     "></Sets><Graphs><Graph "
								     "name='Parked'><Vertex "
								     "representedGUID='s1' "
								     "firstX='1' firstY='1' "
								     "secondX='2'/></Graph></"
								     "Graphs><Notes><Note>"
								     "<PlainTextContent>no</"
								     "PlainTextContent></Note></"
								     "Notes>"),
	 {"left out: 2 notes, 2 sets, 1 graph", "!no\n", "turn 0-7 speaker=0 I wait.", "!quote"}},
	/* recordings */
	{"transcripts of a recording",
	 PROJECT("<Cases><Case guid='k1' name='Jo'><SourceRef "
		 "targetGUID='m1'/></Case></Cases><Sources>"
		 "<AudioSource guid='m1' name='M'><Transcript guid='t1'><PlainTextContent>I wait. "
		 "Long."
		 "</PlainTextContent><SyncPoint guid='y1' position='0' "
		 "timeStamp='1000'/><SyncPoint guid='y2' "
		 "position='7' timeStamp='2000'/><TranscriptSelection guid='p1' fromSyncPoint='y1' "
		 "toSyncPoint='y2'/><TranscriptSelection fromSyncPoint='y9' toSyncPoint='y2'/>"
		 "<TranscriptSelection fromSyncPoint='y1'/></Transcript><Transcript guid='t2' "
		 "name='T'>"
		 "<PlainTextContent>Other.</PlainTextContent><TranscriptSelection "
		 "fromSyncPoint='y1' "
		 "toSyncPoint='y2'/></Transcript></AudioSource><VideoSource guid='m2' name='V'/>"
		 "<PictureSource guid='m3'/></Sources>"),
	 {"time_ms=1000 quote=I wait.", "title=M", "title=T", "attendance session=3 participant=2",
	  "attendance session=4 participant=2",
	  "3 pictures, PDFs or recordings, 3 selections of nothing",
	  "said: 2 sources, 1 card, 1 case"}},
	{"the words of a PDF",
	 SOURCES("<PDFSource guid='m1' name='M'><Representation guid='r1'><PlainTextContent>I wait."
		 "</PlainTextContent></Representation></PDFSource>"),
	 {"title=M", "turn 0-7 speaker=0 I wait."}},
	/* our own */
	{"our own graphs are the wall",
	 OWN(CODES(CODE("c1", "(not named yet)", CODE("c3", "In", "")) CODE(
		 "c2", "B", "")) "<Sources>" SOURCE("I wait. Long. Or so.",
						    "<PlainTextSelection guid='p1' "
						    "startPosition='0' "
						    "endPosition='6'/><PlainTextSelection "
						    "guid='p2' startPosition='8' endPosition='12'/>"
						    "<PlainTextSelection guid='p3' "
						    "startPosition='14' endPosition='16'>" CODED(
							    "c2") "</"
								  "PlainTextSelection><"
								  "PlainTextSelection guid='p4' "
								  "startPosition='17' "
								  "endPosition='19'>" CODED(
									  "c2") "</"
										"PlainTextSelection"
										">") "</"
										     "Sources><"
										     "Graphs><"
										     "Graph "
										     "name='Wall'>"
										     "<Vertex "
										     "representedGU"
										     "ID='c1' "
										     "firstX='351' "
										     "firstY='80' "
										     "secondX='"
										     "1000'/>"
										     "<Vertex "
										     "representedGU"
										     "ID='c2' "
										     "firstX='-"
										     "9999' "
										     "firstY='"
										     "999999999' "
										     "secondX='"
										     "99999999'/>"
										     "<Vertex "
										     "representedGU"
										     "ID='p1' "
										     "firstX='702' "
										     "firstY='120' "
										     "secondX='900'"
										     "/>"
										     "<Vertex "
										     "representedGU"
										     "ID='p4' "
										     "firstX='0' "
										     "firstY='0' "
										     "secondX='0'/>"
										     "<Vertex "
										     "representedGU"
										     "ID='p3' "
										     "firstX='0' "
										     "firstY='0' "
										     "secondX='0'/>"
										     "<Vertex "
										     "representedGU"
										     "ID='p3' "
										     "firstX='0' "
										     "firstY='0' "
										     "secondX='0'/"
										     "></"
										     "Graph><Graph "
										     "name='Parked'"
										     ">"
										     "<Vertex "
										     "representedGU"
										     "ID='p2'/></"
										     "Graph></"
										     "Graphs>"),
	 {"code=T-01 name= rank= col=1 line=2 width=2", "name=B rank= col=0 line=99999 width=6",
	  "place=loose rank= col=2 line=3", "place=parked", "said: 1 source, 3 codes, 4 cards\n",
	  "card=11 place=cluster cluster=6 rank=a1", "card=13 place=cluster cluster=6 rank=a0"}},
	{"notes of our own codebook",
	 OWN(CODES(CODE("c1", "A",
			"<Description>What it is\nInclude: sums\nExclude: tax</Description>")
			   CODE("c2", "B", "<Description>Include: all</Description>")
				   CODE("c3", "C",
					"<Description>Do not Include: this\nExclude: "
					"that</Description>"))),
	 {"definition=What it is includes=sums excludes=tax", "definition= includes=all excludes= ",
	  "definition=Do not Include: this includes= excludes=that"}},
	{"what we write where there is no name",
	 OWN(CODES(CODE("c1", "(unnamed)", "") CODE("c2", "(not named yet)", ""))),
	 {"code=T-01 name= ", "code=T-02 name= "}},
	{"colours of ours", OWN(CODES("<Code guid='c1' name='A' color='#d70000'/>")), {"colour=1"}},
};

static void test_xml(void)
{
	struct strbuf got = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		show_read_wall(&got, "a/p.qdpx", str_of(cases[i].xml));
		for (size_t k = 0; k < TW_COUNT(cases[i].holds) && cases[i].holds[k]; k++)
			show_holds(&got, cases[i].holds[k], cases[i].name);
	}
	strbuf_release(&got);
}

/* Of a description the first 4,000 bytes are kept, cut between characters. */
static void test_long(void)
{
	struct strbuf xml = STRBUF_INIT, got = STRBUF_INIT;
	strbuf_add_z(&xml, "<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes><Code guid='c1' "
			   "name='A'><Description>");
	strbuf_add_repeat(&xml, "x", 3998);
	strbuf_add_z(&xml, "\xe2\x82\xac</Description></Code></Codes></CodeBook>");
	show_read_wall(&got, "p.qdc", strbuf_str(&xml));
	show_holds(&got, "xxx includes=", "a description too long");
	show_holds(&got, "!\xe2\x82\xac", "a description too long");
	strbuf_release(&xml);
	strbuf_release(&got);
}

/* A project whose one source has this path, among entries of these names. */
static const struct {
	const char *path, *entries[4], *holds;
} archives[] = {
	{"internal://a.txt", {"project.qde", "sources/a.txt"}, "I wait."},
	{"internal://A.TXT", {"x/PROJECT.QDE", "x/Sources/a.txt"}, "I wait."},
	{"a.txt", {"zzproject.qde", "problem.qde", "project.qde", "sources/a.txt"}, "I wait."},
	{"sources/a.txt", {"project.qde", "sources/a.txt"}, "I wait."},
	{"internal://sources/a.txt", {"project.qde", "sources/a.txt"}, "I wait."},
	{"internal://b/a.txt",
	 {"project.qde", "sources/a.txt"},
	 "1 source that is not in the file"},
	{"internal://..\\a.txt", {"project.qde", "sources/a.txt"}, "leads out of the project"},
	{"internal://x\\a.txt", {"project.qde", "sources/a.txt"}, "leads out of the project"},
	{"internal://", {"project.qde", "sources/a.txt"}, "1 source that is not in the file"},
	{"internal://a.txt",
	 {"project.qde", "a.txt", "textbook/a.txt", "sources/b.txt"},
	 "1 source that is not in the"},
	{"internal://a.txt", {"project.qde", "sourcesXa.txt"}, "1 source that is not in the file"},
	{"internal://a.txt", {"projects.qde", "project.qde.txt"}, "refused: p.qdpx is a REFI-QDA"},
	{"internal://a.txt", {"project.qde", "../sources/a.txt"}, "leads out of the archive"},
};

static void pack(struct strbuf *out, size_t i)
{
	static const char text[] = "\xef\xbb\xbfI wait.\r\nLong.\r";
	struct zip_writer zip = {.out = out};
	struct strbuf xml = STRBUF_INIT;
	strbuf_addf(&xml, SOURCES("<TextSource guid='s1' name='S' plainTextPath='%s'/>"),
		    archives[i].path);
	for (size_t k = 0; k < TW_COUNT(archives[i].entries) && archives[i].entries[k]; k++) {
		struct str name = str_of(archives[i].entries[k]);
		bool project = str_equal_ascii(str_part(name, name.n - 4, name.n), STR(".qde"));
		zip_add(&zip, name,
			project ? strbuf_str(&xml) : (struct str){text, sizeof text - 1});
	}
	zip_end(&zip);
	strbuf_release(&xml);
}

static void test_archives(void)
{
	struct strbuf got = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(archives); i++) {
		struct strbuf bytes = STRBUF_INIT;
		pack(&bytes, i);
		show_read_wall(&got, "p.qdpx", strbuf_str(&bytes));
		show_holds(&got, archives[i].holds, archives[i].path);
		strbuf_release(&bytes);
	}
	strbuf_release(&got);
}

/* The text of a source is damaged: nothing is made up in its place. */
static void test_damaged(void)
{
	struct strbuf bytes = STRBUF_INIT, got = STRBUF_INIT;
	pack(&bytes, 0);
	size_t at = str_find(strbuf_str(&bytes), STR("I wait."));
	bytes.buf[at] = 'J';
	show_read_wall(&got, "p.qdpx", strbuf_str(&bytes));
	show_holds(&got, "refused: p.qdpx is damaged or cut off", "a text with another checksum");
	bytes.buf[at] = 'I';
	at = str_find(strbuf_str(&bytes), STR("TextSource"));
	bytes.buf[at] = 'S';
	show_read_wall(&got, "p.qdpx", strbuf_str(&bytes));
	show_holds(&got, "refused: p.qdpx is damaged or cut off", "a project with another");
	bytes.buf[at] = 'T';
	bytes.len -= 30;
	show_read_wall(&got, "p.qdpx", strbuf_str(&bytes));
	show_holds(&got, "refused: p.qdpx is damaged or cut off", "an archive cut off");
	strbuf_release(&bytes);
	strbuf_release(&got);
}

int main(void)
{
	if (import_packages()) {
		test_xml();
		test_long();
		test_archives();
		test_damaged();
	} else {
		ok(true, "projects # SKIP built without expat or zlib");
	}
	return done();
}
