/* import: little files, each for one way of writing or of going wrong, and what is made of it. */
#include "import-show.h"
#include "themewall/base/mem.h"

#define VTT(text) "WEBVTT\n\n" text
#define T1        "00:01.000 --> 00:02.000\n"
#define T2        "\n00:03.000 --> 00:04.000\n"
#define T3        "\n00:05.000 --> 00:06.000\n"
#define GUID      "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"

struct test_case {
	const char *file, *text, *holds[5];
};

static void try_all(const struct test_case *cases, size_t n, const char *format)
{
	struct strbuf got = STRBUF_INIT;
	for (size_t i = 0; i < n; i++) {
		show_read(&got, cases[i].file, str_of(cases[i].text), format);
		for (size_t k = 0; k < TW_COUNT(cases[i].holds) && cases[i].holds[k]; k++)
			show_holds(&got, cases[i].holds[k], cases[i].text);
	}
	strbuf_release(&got);
}

static const struct test_case captions[] = {
	/* lines of times */
	{"a.vtt", VTT("00:01.000 --> 00:02.000align:start\nHi\n"), {"? 0:01.000-0:02.000 | Hi\n"}},
	{"a.vtt",
	 VTT("00:01.000 --> 00:02.000x\nHi\n" T2 "Ho\n"),
	 {"? --0:04.000 (28 at 0:03.000)", "Hi Ho"}},
	{"a.vtt", VTT("00:01.000 --> 00:02.000-\nHi\n"), {"? 0:01.000-0:02.000 | Hi\n"}},
	{"a.vtt",
	 VTT("00:01.000 -->\nHi there\n"),
	 {"? 0:01.000-0:01.000 | Hi", "without an end time"}},
	{"a.vtt", VTT("00:01.000 --> x\nHi\n" T2 "Ho\n"), {"00:01.000 --> x Hi"}},
	{"a.vtt", VTT("  00:01.000 --> 00:02.000\nHi\n"), {"? 0:01.000-0:02.000 | Hi\n"}},
	{"a.vtt", VTT("00:61.000 --> 01:02.000\nHi\n"), {"? 1:01.000", "60 or more"}},
	{"a.vtt", VTT("00:01.5 --> 00:02.5\nHi\n"), {"? 0:01.500-0:02.500"}},
	{"a.vtt", VTT("0:0:1.000 --> 0:0:2.000\nHi\n"), {"vtt teams", "? 0:01.000-0:02.000"}},
	{"a.vtt",
	 VTT("00:01.000 --> 999:00:00.000\nHi\n"),
	 {"? 0:01.000-- | Hi", "beyond 500 hours"}},
	{"a.vtt", VTT("999:00:00.000 --> 999:00:01.000\nHi\n"), {"? --- | Hi", "beyond 500 hours"}},
	{"a.txt", "[00:01.000 --> 00:02.000\nHi\n", {"cues", "? 0:01.000-0:02.000 | Hi\n"}},
	{"a.txt",
	 "[00:01.000 --> 00:02.000] \n[00:03.000 --> 00:04.000] So\n",
	 {"? 0:03.000", "| So"}},
	{"a.txt", "[00:01.000 --> 00:02.000 align:start\nHi\n", {"? 0:01.000-0:02.000 | Hi\n"}},
	{"a.txt",
	 "[0.0s -> 4.2s] Hi\n[x.0s -> 5.0s] a\n[1.0s => 5.0s] b\n[1.0s -> x] c\n"
	 "[1.0s -> 5.0s\n[1.0s -> 5.0s) d\n",
	 {"cues whisper", "? 0:00.000-0:04.200 | Hi [x.0s -> 5.0s] a [1.0s => 5.0s] b"}},
	{"a.sbv",
	 "0:00:01.000,0:00:02.000\nHi\n\n0:00:03.000,x\nno\n\n0:00:05.000,0:00:06.000 x\nno\n",
	 {"sbv", "? 0:01.000", "Hi 0:00:03.000,x no 0:00:05.000,0:00:06.000 x no"}},
	/* ids */
	{"a.vtt", VTT(GUID "/7-0\n" T1 "Hi\n\n" GUID "x\n" T2 "Ho\n"), {"? 0:01.000", "Hi", "Ho"}},
	{"a.vtt", VTT("0a1b2c3g-0a1b-2c3d-4e5f-0a1b2c3d4e5f\n" T1 "Hi\n"), {"| Hi\n"}},
	{"a.vtt", VTT("0a1b2c3d+0a1b-2c3d-4e5f-0a1b2c3d4e5f\n" T1 "Hi\n"), {"| Hi\n"}},
	{"a.vtt",
	 VTT("what is this\n" T1 "Hi\n"),
	 {"| Hi\n", "is not speech but the caption's name"}},
	{"a.vtt", VTT("Speaker 1\n" T1 "[SPEAKER_02]: Hi\n"), {"SPEAKER_02 0:01.000", "| Hi\n"}},
	{"a.vtt", VTT("Speaker 1\n" T1 "Well: hi\n"), {"Speaker 1 0:01.000", "| Well: hi\n"}},
	{"a.vtt", VTT(T1 "Hi\n12\n00:03.000 --> 00:04.000\nHo\n"), {"| Hi Ho\n", "at 0:03.000"}},
	{"a.vtt", VTT(T1 "00:03.000 --> 00:04.000\nHo\n"), {"? 0:03.000", "| Ho\n"}},
	/* what stands between */
	{"a.vtt", VTT("NOTE no\n" T1 "Hi\n"), {"| Hi\n", "!no\n"}},
	{"a.vtt", VTT(T1 "Hi\n\nSTYLE\n::cue\n" T2 "Ho\n"), {"STYLE ::cue", "outside any caption"}},
	{"a.vtt", VTT("STYLE\n::cue\n" T2 "Ho\n"), {"!STYLE", "| Ho\n"}},
	{"a.vtt", VTT(T1 "Hi\n\nNOTEBOOK\nof mine\n" T2 "Ho\n"), {"Hi NOTEBOOK of mine Ho"}},
	{"a.vtt", VTT(T1 "\nHi\nthere\n00:03.000 --> 00:04.000\nHo\n"), {"| Hi there Ho\n"}},
	{"a.vtt", VTT("Hello\nthere\n\n" T1 "Hi\n"), {"Hello there"}},
	/* ends */
	{"a.vtt", VTT(T1 "Hi\n\n12\n00:00:0"), {"file ends inside"}},
	{"a.vtt", VTT(T1 "Hi\n\n12\nx"), {"!file ends inside"}},
	{"a.vtt", VTT(T1 "Hi\n" T2), {"file ends inside"}},
	{"a.vtt", VTT(T1 "<v Ann>Hi</v>\n" T2 "<v Ann>Ho</v>"), {"!file ends inside"}},
	{"a.vtt", VTT(T1 "<v Ann>Hi</v>\n" T2 "<v Ann>Ho"), {"file ends inside"}},
	{"a.vtt", VTT(T1 "<v Ann>Hi\n" T2 "<v Ann>Ho?"), {"!file ends inside", "!may end inside"}},
	{"a.vtt", VTT(T1 "So this, "), {"the file may end inside"}},
	{"a.vtt", VTT("x"), {"refused: a.vtt has a WEBVTT header but no captions"}},
	{"a.vtt", "WEBVTT x", {"refused: a.vtt has a WEBVTT header but no captions"}},
	{"a.vtt", "WEBVTTx\n" T1 "Hi\n", {"no WEBVTT header"}},
	{"a.vtt", "WEBVTT\n" T1 "Hi\n", {"no speaker names in this file", "| Hi\n"}},
	{"a.vtt", "WEBVTT is the format of captions that I like best\n" T1 "Hi\n", {"| Hi\n"}},
	{"a.vtt",
	 "webvtt is the format of captions that I like best\n\n" T1 "Hi\n",
	 {"webvtt is the format", "Hi\n"}},
	/* voices and names */
	{"a.vtt", VTT(T1 "Hi\n" T2 "Ho.\n"), {"| Hi Ho.\n"}},
	{"a.vtt",
	 VTT(T1 "<v\nAnn>Hi\n" T2 "<v.loud Bo>Ho\n" T3 "<vx>so\n"),
	 {"Ann 0:01", "Bo 0:03"}},
	{"a.vtt",
	 VTT(T1 "<v Ann &amp; Bo>Hi\n" T2 "<v Ann\nLee>Ho\n"),
	 {"Ann & Bo 0:01", "Ann Lee 0:03"}},
	{"a.vtt",
	 VTT(T1 "<v Ann>a</v> b\n" T2 "<v >c\n" T3 "<v Ann\n"),
	 {"Ann 0:01.000", "| a b", "<v Ann"}},
	{"a.vtt",
	 VTT(T1 "Ann: a\nXy: b\nAnn: c\n" T2 "Ann: d\nBo: e\n" T3 "Bo: f\n"),
	 {"Ann 0:01.000", "| a Xy: b c d\n", "Bo 0:03.000", "| e f\n"}},
	{"a.vtt", VTT(T1 "Ann:\n" T2 "Ann: so\n" T3 "Ann: <b></b>\n"), {"Ann 0:03.000", "| so\n"}},
	{"a.vtt", VTT(T1 "a <\n" T2 "b\n" T3 "c <\n"), {"| a < b c <\n"}},
	{"a.vtt", VTT(T1 "<v Ann>so</i>\n"), {"Ann 0:01.000-0:02.000 | so\n"}},
	/* JSON */
	{"a.vtt",
	 VTT(T1 "{\"spokenText\":\"Hi\"}\n" T2 "{\"speakerName\":\"\",\"spokenText\":\"Ho\"}\n"),
	 {"vtt teams", "| Hi Ho\n"}},
	{"a.vtt", VTT(T1 "{\"text\":\"Hi\"}\n"), {"| {\"text\":\"Hi\"}\n"}},
	/* order */
	{"a.vtt",
	 VTT(T3 "c\n" T1 "a\n" T2 "b\n" T2 "b2\n" T1 "a2\n"),
	 {"| a a2 b b2 c\n", "2 of 5"}},
	/* rolling */
	{"a.vtt",
	 VTT(T1 "a<00:01.500><c> b</c>\n" T2 "a b\nc<00:03.500><c> d</c>\n" T3 "c d\n \ne\n"),
	 {"vtt youtube", "a b c d", "repeat"}},
	{"a.vtt",
	 VTT(T1 "<u>a</u> b\n" T2 "a <u>b</u>\n" T3 "<u>c</u> d\n"),
	 {"| a b\n", "| c d\n", "repeat"}},
	{"a.vtt", VTT(T1 "a\nb\n" T2 "\n" T3 "b\nc\n"), {"| a b\n", "| b c\n"}},
	/* as most tools write them, and nearly so */
	{"a.srt",
	 "1\n00:00:01,000 --> 00:00:02,000\n- Hi\n\n2\n00:00:03,000 --> 00:00:04,000\n3 of us\n\n"
	 "3\n00:00:05,000 --> 00:00:06,000\n[x]\n\n4\n00:00:07,000 --> 00:00:08,000\n y\n\n5",
	 {"| - Hi 3 of us [x] y\n", "(5 at 0:03.000)", "file ends inside"}},
	{"a.srt",
	 "1234567890123456789\n00:00:01,000  --> 00:00:02,000\nHi\n\n"
	 "2\n00:00:03,000 --> 0:04,000\nHo\n\n3\n00:00:06,000 --> 00:00:05,000\nso\n\n"
	 "4\n00:00:07,000 --> 00:00:08,000\nand",
	 {"? 0:01.000-0:04.000 (3 at 0:03.000) | Hi Ho\n",
	  "? 0:06.000-0:08.000 (3 at 0:07.000) | so and\n"}},
	/* captions that name nobody: a pause of two seconds ends a turn, a shorter one does not */
	{"a.vtt",
	 VTT("00:01.000 --> 00:02.000\nYes.\n\n00:03.999 --> 00:05.000\nNo.\n\n"
	     "00:07.000 --> 00:08.000\nWell.\n"),
	 {"? 0:01.000-0:05.000 (5 at 0:03.999) | Yes. No.\n", "? 0:07.000-0:08.000 | Well.\n"}},
	/* … a question, too, also within a caption; an abbreviation or a number ends nothing */
	{"a.srt",
	 "1\n00:00:01,000 --> 00:00:04,000\nSo how do you swap?\n\n2\n00:00:04,100 --> "
	 "00:00:08,000\nI ask Mr. Bell. Do you\nmind? No, he is\n\n3\n00:00:08,100 --> "
	 "00:00:09,000\nfine.\n",
	 {"? 0:01.000-0:04.000 | So how do you swap?\n",
	  "? 0:04.100-0:08.000 | I ask Mr. Bell. Do you mind?\n",
	  "? 0:04.100-0:09.000 (10 at 0:08.100) | No, he is fine.\n"}},
	/* a sentence with a colon is nobody, however often it comes; a name may hold small words */
	{"a.vtt",
	 VTT(T1 "As I said before: no\n" T2 "As I said before: yes\n"),
	 {"| As I said before: no As I said before: yes\n", "no speaker names"}},
	{"a.vtt",
	 VTT(T1 "Ana de la Cruz: no\n" T2 "Ana de la Cruz: yes\n"),
	 {"Ana de la Cruz 0:01.000"}},
	{"a.vtt", VTT(T1 "note taker: no\n" T2 "note taker: yes\n"), {"note taker 0:01.000"}},
	{"a.vtt",
	 VTT(T1 "milk and that: no\n" T2 "milk and that: yes\n"),
	 {"| milk and that: no milk and that: yes\n"}},
	{"a.vtt",
	 VTT(T1 "Ann Lee (from sales): no\n" T2 "Ann Lee (from sales): yes\n"),
	 {"Ann Lee"}},
	{"a.vtt",
	 VTT(T1 "Ann Lee [from sales]: no\n" T2 "Ann Lee [from sales]: yes\n"),
	 {"Ann Lee"}},
	/* what stands before anybody speaks is about them */
	{"a.txt",
	 "Date: 2024-03-15\nInterviewer: Ann\n\nAnn: How?\nBob: So.\nAnn: Why?\nBob: It is.\n",
	 {"on 2024-03-15, 2 above\n", "? --- | Date: 2024-03-15\n? --- | Interviewer: Ann\nAnn",
	  "Ann --- | How?\n", "Bob --- | So.\n"}},
	{"a.txt",
	 "Interview transcript\nParticipant: P03 (freelancer)\nDate: March 2, 2026\nDevice: an old "
	 "phone\n\nInterviewer: How?\nParticipant: So.\nInterviewer: Why?\nParticipant: It is.\n",
	 {"on 2026-03-02, 4 above\n", "? --- | Participant: P03 (freelancer)\n? --- | Date",
	  "? --- | Device: an old phone\nInterviewer --- | How?\n", "Participant --- | So.\n"}},
	{"a.md",
	 "# Talk\n\n**Interview date:** 02.03.2026\n**Ort:** Lyon\n**Ann:** How?\n**Bob:** So.\n"
	 "**Ann:** Why?\n**Bob:** It is.\n",
	 {"on 2026-03-02, 2 above\n", "? --- {Talk} | **Ort:** Lyon\nAnn"}},
	{"a.txt",
	 "Talk with Bob\nDate/time: 3/2/2026 14:00\nTime: 14:00\n\nAnn  0:14\nHow?\n\nBob  "
	 "0:19\nSo.\n",
	 {"text otter", "on ?, 3 above\n", "Ann 0:14.000-- | How?\n"}},
	{"a.md",
	 "# Notes\n\nDate: 2 mars 2026\nWho: a nurse\n\n- Likes it\n- Date: tomorrow\n",
	 {"on 2026-03-02, 2 above\n", "? --- {Notes} | Who: a nurse\n", "{Notes} * | Likes it\n"}},
	{"a.txt",
	 "Place: Lyon\nDate: 2 March\n\nShe likes it.\nVery much.\n\nDate: 2026-03-02\n",
	 {"on ?, 2 above\n", "? --- | She likes it. Very much.\n"}},
	{"a.md",
	 "---\ntitle: x\ndate: \"2026-03-02\"\n---\n- Likes it\n",
	 {"on 2026-03-02, 0 above\n"}},
	/* who speaks is no header, however the lines stand */
	{"a.txt",
	 "Date: 2024-03-15\nAnn: Hello\nBob: Hi\n\nAnn: How?\nBob: So.\n",
	 {"on 2024-03-15, 1 above\n", "Ann --- | Hello\nBob --- | Hi\n"}},
	{"a.txt",
	 "Date: 2024-03-15\nInterviewer: Hello.\nBob: Hi.\n\nInterviewer: How?\nBob: So.\n",
	 {"1 above\n", "Interviewer --- | Hello.\nBob --- | Hi.\n"}},
	{"a.txt",
	 "Date: 2024-03-15\n\nInterviewer: Hello\n\nBob: Hi\n\nInterviewer: How?\n\nBob: So.\n",
	 {"1 above\n", "Interviewer --- | Hello\nBob --- | Hi\n"}},
	{"a.txt",
	 "Dorothy Day: Hello\nBob: Hi\nDorothy Day: How?\nBob: So.\n",
	 {"!above", "Dorothy Day --- | Hello\nBob"}},
	{"a.txt",
	 "Ann: Hello\nDate: tomorrow\nBob: Hi\nAnn: How?\nBob: So.\n",
	 {"!above", "Ann --- | Hello Date: tomorrow\n"}},
	{"a.txt",
	 "00:01 how are you\n00:05 Careful: hot\n00:09 fine then\n00:12 and so on\n",
	 {"Careful", "hot"}},
	/* ... but not who says so at a time, who speaks, or who is called as the word is */
	{"a.txt",
	 "00:01 Interviewer: Ann\n00:05 Ann: How?\n00:09 Bob: So.\n00:12 Ann: Why?\n",
	 {"Ann 0:05.000-- | How?\n"}},
	{"a.txt",
	 "Moderator: Moderator\n\nAnn: How?\nBob: So.\nAnn: Why?\nBob: It is.\n",
	 {"Ann --- | How?\n"}},
	{"a.txt",
	 "Interviewer: Zoe\n\nAnn: How?\nBob: So.\nAnn: Why?\nBob: It is.\n",
	 {"Ann --- | How?\n"}},
	{"a.txt",
	 "Interviewer: https://a.b/c\n\nAnn: How?\nBob: So.\nAnn: Why?\nBob: It is.\n",
	 {"Ann --- | How?\n"}},
	{"a.txt",
	 "日付: 2024-03-14\n場所: x\n\n佐藤: a?\n田中: b\n佐藤: c?\n田中: d\n",
	 {"on 2024-03-14, 2 above\n", "? --- | 日付: 2024-03-14\n? --- | 場所: x\n"}},
	/* where names are bold, what is not bold names nobody, behind a time neither */
	{"a.txt",
	 "**Ann:** How?\n\n00:05 Careful: hot\n\n**Bob:** So.\n\n**Ann:** Why?\n\n**Bob:** It "
	 "is.\n",
	 {"Careful: hot"}},
	/* a time within the bold name, before it or behind */
	{"a.md",
	 "# Talk\n\n**[00:05] 佐藤:** a?\n\n**[00:09] 田中:** b\n\n**[00:36] 佐藤:** c?\n",
	 {"text markdown", "佐藤 0:05", "田中 0:09", "| b\n", "!**"}},
	{"a.md",
	 "**Ann:** [00:05] a?\n\n**Bob:** [00:09] b\n\n[00:12] **Ann:** c?\n",
	 {"text markdown", "Ann 0:05", "Bob 0:09", "Ann 0:12", "!**"}},
	/* where anybody is named nothing ends by a pause */
	{"a.vtt",
	 VTT("00:01.000 --> 00:02.000\nYes.\n\n00:05.000 --> 00:06.000\nNo.\n\n"
	     "00:09.000 --> 00:10.000\n<v Ann>Well.</v>\n"),
	 {"| Yes. No.\n", "Ann 0:09.000-0:10.000 | Well.\n"}},
	{"a.srt", "1\n00:00:01,000  --> 00:00:02,000\nHi\n", {"? 0:01.000-0:02.000 | Hi\n"}},
	{"a.srt",
	 "1\n00:00:07,000 --> 00:00:08,000\nand so it went on for ever",
	 {"| and so it went on for ever\n"}},
	{"a.vtt", "WEBVTT", {"refused: a.vtt has a WEBVTT header but no captions"}},
	{"a.vtt", VTT("-00:01.000 --> 00:02.000\nHi\n" T2 "- so\n"), {"? 0:00.000", "Hi - so"}},
	{"a.vtt", VTT("00:01.000 --> 00:61.000\nHi\n"), {"? 0:01.000-1:01.000", "60 or more"}},
	{"a.vtt", VTT("00:01.000 --> 00:02.000\xef\xbf\xbd\nHi\n"), {"? 0:01.000-0:02.000 | Hi\n"}},
	{"a.vtt", VTT(T1 "Hi\n\n" GUID "x\n00:03.000 --> 00:04.000\nHo\n"), {"| Hi Ho\n"}},
	{"a.vtt",
	 VTT(T1 "Ann: a\n[SPEAKER_2]: b\n"),
	 {"Ann 0:01.000", "SPEAKER_2 0:01.000-0:02.000 | b\n"}},
	{"a.vtt",
	 "\xef\xbb\xbf\xef\xbb\xbfWEBVTT\n\n" T1 "Hi\n",
	 {"| Hi\n", "a second byte-order mark was skipped"}},
	{"a.txt", "00:00:01,000 --> 00:00:02,000\nHi\n", {"srt", "| Hi\n"}},
	{"a.txt", "[x] y\n" T1 "Hi\n", {"cues", "caption's name; left out", "| Hi\n"}},
	/* rolling by what it repeats, and not */
	{"a.vtt", VTT(T1 "a\nb\n" T2 "b\nc\n" T3 "c\nd\n"), {"vtt youtube", "a b c d\n"}},
	{"a.vtt",
	 VTT(T1 "a\nb\n" T2 "b\nc\n" T3 "c\nd\n" T3 "e\n" T3 "f\n" T3 "g\n" T3 "h\n" T3 "i\n" T3
		"j\n"),
	 {"!youtube", "a b b c c d e"}},
	{"a.vtt",
	 VTT(T1 "<u>a</u>\n" T2 "<u>a</u>\n" T3 "<u>a</u>\n" T3 "e\n" T3 "f\n" T3 "g\n" T3 "h\n"),
	 {"!youtube", "a a a e"}},
};

/* What only a format that is asked for comes to. */
static const struct test_case asked_srt[] = {
	{"a.srt", "no captions\n", {"refused: a.srt has no captions (lines like 00:00:01,000"}},
	{"a.srt", "---\na: b\n---\n", {"refused: a.srt has no captions"}}};
static const struct test_case asked_sbv[] = {
	{"a.sbv", "no captions\n", {"refused: a.sbv has no captions (lines like 0:00:01.000,"}}};
static const struct test_case asked_vtt[] = {
	{"a.vtt", "no captions\n", {"refused: a.vtt has no captions (lines like 00:01.000 -->"}},
	{"a.vtt", "---\na: b\n---\n", {"refused: a.vtt has no captions"}}};
static const struct test_case asked_rev[] = {
	{"a.nlp", "no header\n", {"refused: a.nlp does not begin with Rev's header"}},
	{"a.nlp", "token|who|ts\n", {"refused: a.nlp does not begin with Rev's header"}},
	{"a.nlp", "---\na: b\n---\n", {"refused: a.nlp does not begin with Rev's header"}},
	{"a.nlp", "token|speaker|endTs\n", {"refused: a.nlp does not begin with Rev's header"}},
	{"a.nlp",
	 "token|speaker|ts\n\nWell|1|0.50\n|1|0.60\nso|1|x\nand\n",
	 {"Speaker 1 0:00.500", "Well so", "and"}},
	{"a.nlp",
	 "token|speaker|ts|a|b|c|d|e|f|g|h|i|j|k|l|m|n|o\nWell|1|0.50\n",
	 {"Speaker 1 0:00.500"}}};
static const struct test_case asked_json[] = {
	{"a.json",
	 "{\"segments\":[{\"text\":\"a\",\"start\":-1.5,\"end\":-1},{\"text\":\"b\",\"start\":1e15,"
	 "\"end\":2}]}",
	 {"? 0:00.000", "before the recording", "a b"}},
	{"a.json",
	 "{\"segments\":[{\"text\":\"a\",\"start\":\"0:05x\",\"end\":\"0:07\"},{\"text\":\"b\","
	 "\"start\":400000,\"end\":400001}]}",
	 {"? --0:07.000", "a b"}},
	{"a.json",
	 "{\"segments\":[{\"text\":\"\xc3\xa9\",\"start\":1,\"end\":2}]}",
	 {"| \xc3\xa9\n"}},
	{"a.json",
	 "{\"results\":{\"channels\":[{\"alternatives\":[{\"words\":[{\"word\":\"\xe4\xbd\xa0\","
	 "\"start\":0,"
	 "\"end\":1},{\"word\":\"\xe5\xa5\xbd\",\"start\":1,\"end\":2}]}]}]}}",
	 {"json deepgram", "| \xe4\xbd\xa0\xe5\xa5\xbd\n"}},
	{"a.json",
	 "{\"segments\":[{\"text\":\"c\",\"start\":3},{\"text\":\"a\",\"start\":1},{\"text\":\"b\","
	 "\"start\":1}]}",
	 {"out of order", "| a b c\n"}},
	{"a.json", "{", {"refused: a.json is not valid JSON"}}};
static const struct test_case asked_csv[] = {
	{"a.csv", "---\na: b\n---\n", {"refused: a.csv has a header but no rows"}}};

/* ---- text ---- */

static const struct test_case texts[] = {
	{"a.txt",
	 "Ann: a\nBo: b\n## One\nbare\n## Two\nmore\nAnn: b\nBo: c\n",
	 {"text", "{One} | bare\n", "{Two} | more\n"}},
	/* a time and what separates it from the rest */
	{"a.txt",
	 "0:14 - Ann: a\n0:15 | Bo: b\n0:16 \xe2\x80\x93 Ann: c\n0:17 \xe2\x80\x94 Bo: d\n0:18 "
	 "-5\n",
	 {"Ann 0:14.000-- | a\n", "Bo 0:15.000-- | b\n", "Ann 0:16.000-- | c\n", "Bo 0:17.000"}},
	{"a.txt",
	 "0:14 **Ann:** a\n0:15 **Bo:** b\n",
	 {"Ann 0:14.000-- | a\n", "Bo 0:15.000-- | b\n"}},
	{"a.txt",
	 "0:14\tAnn\ta\n0:15\tBo\tb\n0:16\t12\tc\n0:17\tso\n0:18\tAnn\td\n",
	 {"Ann 0:14.000-- | a\n", "Bo 0:15.000"}},
	/* a name and its time */
	{"a.txt", "Ann\t0:14\na\nBo\t0:15\nb\n", {"Ann 0:14.000-- | a\n", "Bo 0:15.000-- | b\n"}},
	{"a.txt",
	 "Ann  0:14:\na\n[Bo] 0:15\nb\n[Cy 0:16\nSo, Ann, 0:14\n",
	 {"Ann 0:14.000-- | a\n", "Bo 0:15.000-- | b [Cy 0:16 So, Ann, 0:14\n"}},
	{"a.txt",
	 "Ann (0:14): a\nBo (0:15): b\nAnn (0:16)\nc\nBo (0:17) d\nAnn (\n",
	 {"Ann 0:14.000-- | a\n", "Bo 0:15.000", "Ann 0:16.000", "Bo (0:17) d"}},
	{"a.txt",
	 "Ann: (0:14) a\nBo: [0:15] b\nAnn: \\[0:16\\] c\nBo: [laughs] d\nAnn: (x e\nBo: \\y\n",
	 {"Ann 0:14.000-- | a\n", "Bo 0:15.000-- | b\n", "Ann 0:16.000-- | c\n", "| [laughs] d\n",
	  "| (x e\n"}},
	{"a.txt", "Ann :\na\nBo :\nb\nAnn :\nc\n", {"Ann --- | a\n", "Bo --- | b\n"}},
	/* bold */
	{"a.txt",
	 "**Ann**: a\n**Bo:** b\n**Ann** c\n****: d\n**Bo 0:15** e\n**Bo 0:16**\nf\n**Ann**\n",
	 {"text markdown", "Ann --- | a\n",
	  "(34 at 0:16.000) | b **Ann** c ****: d **Bo 0:15** e f **Ann**\n"}},
	{"a.txt", "**Ann:** a\n**Music:** b\nMusic: c\nBo: d\n", {"Ann --- | a\n", "? --- | c\n"}},
	{"a.txt", "Ann: a\nMusic: b\nAnn: c\n", {"Ann --- | a\n", "? --- | b\n", "Ann --- | c\n"}},
	/* times of a clock, times alone */
	{"a.txt",
	 "Ann (1:00:05): a\nBo (1:00:02): b\nAnn (1:00:09): c\n",
	 {"like a clock's", "Bo 0:00.000", "Ann 0:03.000"}},
	{"a.txt",
	 "Ann (2:00:05): a\nBo (1:00:02): b\nAnn (1:00:09): c\n",
	 {"!like a clock's", "Ann 120:05.000"}},
	{"a.txt",
	 "Ann: a\n0:14 b\nBo: c\n0:15 d\nAnn: e\nBo: f\n",
	 {"Ann --- (2 at 0:14.000) | a b\n"}},
	{"a.txt", "Ann: a\n0:14 b\nBo: c\nAnn: e\nBo: f\n", {"Ann --- | a 0:14 b\n"}},
	/* chats */
	{"a.txt",
	 "09:00:01\t From Ann to Everyone : a\n09:00:02\t From Bo to Everyone : b\n",
	 {"text chat", "Ann 0:00.000", "Bo 0:01.000"}},
	{"a.txt",
	 "09:00:01 Ann: a\n09:00:02 Bo: b\n09:00:03 From Ann to all\n09:00:04 Ann:\n09:00:05 "
	 "Bo:\tx\n",
	 {"!chat", "Ann 0:00.000", "Bo 0:01.000"}},
	{"a.txt",
	 "09:00:01 Ann:\ta\n09:00:02 Bo:\tb\n09:00:03 Ann: c\n09:00:04 Bo: d\n09:00:05 Ann: e\n",
	 {"!chat", "Ann 0:00.000"}},
	/* f4 */
	{"a.txt",
	 "So it was #00:00:01-0#\nand so on #00:00:02-0#\nJo: once\n\nmore of it\n",
	 {"f4", "no speaker names", "Jo: once"}},
	{"a.txt",
	 "a #00:00:01-0#\nb #00:00:02-0#\nJo: c\nJo: d\n[SPEAKER_1]: e\nf\ng\nh\ni\nj\n",
	 {"f4", "Jo 0:02.000-- (2 at 0:02.000) | c d\n", "SPEAKER_1 0:02"}},
	{"a.txt", "Ann  0:14\nhi there\n", {"text otter", "Ann 0:14.000-- | hi there\n"}},
	{"a.txt", "{", {"paragraphs", "| {\n"}},
	/* front matter */
	{"a.md",
	 "---\nspeakers: [Ann, 'Bo']\n---\nAnn: a\nBo: b\n",
	 {"names as speakers: Ann, 'Bo'", "Ann --- | a\n"}},
	{"a.md",
	 "---\nspeaker: \"Ann\"\nspeakers:\n- 'Bo'\n-\n- Cy'\n- 'Di\n\n- Ed\nx: y\n- z\n...\n- a\n",
	 {"names as speakers: Ann, Bo, Cy', 'Di\n", "* | a\n"}},
	{"a.md", "---\nspeakers:\n- Ann\nBo\n- Cy\n---\n- a\n", {"names as speakers: Ann\n"}},
	{"a.md", "---\nspeakers: A\nother: [\n---\n- a\n", {"names as speakers: A\n", "* | a\n"}},
	{"a.md", "---\nno front matter\n---\n- a\n", {"no front matter", "* | a\n"}},
	{"a.md", "  ---\nspeakers: A\n---\n- a\n", {"!names as", "speakers: A"}},
	{"a.md", "---\nspeakers: A\nnever: closed\n", {"!names as", "never: closed"}},
	{"a.md", "---\n", {"refused: a.md holds no words to import"}},
	{"a.md", "---\n\xc3\xa9: b\n---\n", {"refused: a.md holds no words to import"}},
	{"a.md", "---\ntitle: \"x\n---\n", {"refused: a.md holds no words to import"}},
	/* notes */
	{"a.md",
	 "# One\n## Two\n### Three\n- a\n# Four\n# Five\n## Six\n- b\n",
	 {"{One / Two / Three} * | a\n", "{Five / Six} * | b\n",
	  "1 heading with nothing below it"}},
	{"a.md",
	 "- a\n- \n```\nx <b> \\*\n```\ny\n--\n---\n- - -\n--x\n",
	 {"* | a\n", "? --- | x <b> \\*\n", "? --- | y --\n", "--x"}},
	{"a.md",
	 "> a\n> b\n>\n> c\n> - d\n- > e\n> f\n",
	 {"* | a b\n", "* | c\n", "* | d\n", "* | e\n"}},
	{"a.md",
	 "- x\n\n\xf0\x9f\x98\x80 a\n\xe2\x98\x80 b\n\xf0\x9f\xac\x80 c\n\xe2\x9f\x80 "
	 "d\n\xf0\x9f\x80\x80 e\n",
	 {"* | \xf0\x9f\x98\x80 a\n",
	  "* | \xe2\x98\x80 b \xf0\x9f\xac\x80 c \xe2\x9f\x80 d \xf0\x9f\x80\x80 e\n"}},
	{"a.txt", "- a\nb\nc\nd\ne\nf\n", {"paragraphs"}},
	{"a.txt", "a -> b\nc\n", {"paragraphs", "| a -> b\n"}},
	{"a.md", "# Only\n## headings\n", {"refused: a.md holds no words to import"}},
	/* summaries */
	{"a.txt", "Meeting summary of Monday\n\nwe met\n", {"summary"}},
	{"a.txt", "Meeting summaryx\n\nwe met\n", {"!machine"}},
	{"a.txt", "**\n\n__Recap__\n\nwe met\n", {"we met"}},
	/* tables */
	{"a.csv", "\"text,b\n", {"refused: a.csv: quote opened on line 1 never closes"}},
	{"a.txt", "sep=;\ntext;tag\na;b\n", {"csv", "{b} * | a\n"}},
	{"a.txt", "a;b;c\nd\n", {"paragraphs"}},
	{"a.csv", "text,tag\n\"a\"x,\"b\"y\nc,\"d\"", {"{by} * | ax\n", "{d} * | c\n"}},
	{"a.csv",
	 "time,text\n14,a\n9999999,b\n0:14 - x,c\n0:14 - 0:20x,d\n0:14 - 0:20,e\n",
	 {"? 0:14.000-- * | a\n", "? --- * | b\n", "? --- * | c\n", "? --- * | d\n",
	  "? 0:14.000-0:20.000 * | e\n"}},
	{"a.csv",
	 "text,tag\na,x\na,x\nb,x\na,y\na,z\n",
	 {"{x} * | a\n? --- {x} * | a\n", "{y, z} * | a\n"}},
	{"a.csv",
	 "start,end,speaker,text\n2.5,3.5,Ann,b\n1.5,2,Bo,a\n",
	 {"out of order", "Bo 0:01.500", "Ann 0:02.500"}},
	{"a.csv", "start,end,text\n1,2.5,a\n3,4,b\n", {"? 0:01.000-0:04.000"}},
	{"a.csv", "speaker,text,theme\nAnn,a,x\nBo,b,y\n", {"Ann --- {x} * | a\n"}},
	{"a.csv",
	 "time,participant,text\n0:01,P1,a\n0:02,P2,b\n",
	 {"notes", "P1 0:01.000-- * | a\n"}},
	{"a.csv",
	 "one,,two\na,b,c\n",
	 {"which column holds the note", "its columns are one, 2, two"}},
	{"a.csv", "Test ID,b\n1,c\n", {"which column holds the note"}},
	{"a.csv", "text,,tag\na,b,c\n", {"{c} * | a\n", "!left out"}},
	{"a.csv", "Timestamp time,text\n0:01,a\n", {"? --- * | a\n", "left out: Timestamp time"}},
	{"a.csv", "partiicpant,text\nP1,a\n", {"P1 --- * | a\n"}},
	{"a.csv", "particiapnt,text\nP1,a\n", {"P1 --- * | a\n"}},
	{"a.csv", "partxxipant,text\nP1,a\n", {"? --- * | a\n"}},
	{"a.csv", "partcxipant,text\nP1,a\n", {"? --- * | a\n"}},
	{"a.txt", "text,tag\na,b\nc\nd\ne\n", {"paragraphs"}},
	{"a.txt", "text,foo\na,b\nc\nd\ne,f\n", {"paragraphs"}},
	{"a.csv", "participxxant,text\nP1,a\n", {"? --- * | a\n"}},
	{"a.txt", "text,foo\na,b\nc,d\n", {"csv", "* | a\n"}},
	{"a.csv", "remarks\nso\n", {"* | so\n"}},
	{"a.csv", "12.5\n13.5\n", {"* | 12.5\n", "the notes are those of column 1"}},
	{"a.csv",
	 "participant,text,tag\nP1,a,x\nP2,a,y\nP2,b,x\n",
	 {"P1 --- {x} * | a\nP2 --- {y} * | a\nP2 --- {x} * | b\n"}},
	{"a.csv", "text,tag\na,x\na,\n", {"{x} * | a\n? --- * | a\n"}},
	/* what we do not read */
	{"a", "xxxxftyp", {"refused: a is a recording"}},
	{"a", "ID3 x", {"refused: a is a recording"}},
	{"a", "RIFF x", {"refused: a is a recording"}},
	{"a", "OggS x", {"refused: a is a recording"}},
	{"a", "fLaC x", {"refused: a is a recording"}},
	{"a", "\x1a\x45\xdf\xa3", {"refused: a is a recording"}},
	{"a", "\xff\xfb", {"refused: a is a recording"}},
	{"a", "\xff\xf1", {"refused: a is a recording"}},
	{"a", "\x89PNG", {"refused: a is a picture"}},
	{"a", "\xff\xd8\xff", {"refused: a is a picture"}},
	{"a", "GIF89a", {"refused: a is a picture"}},
	{"a", "\n\t <html>", {"refused: a is a web page"}},
	{"a", "<!DOCTYPE html>", {"refused: a is a web page"}},
	{"a", "<?xml version='1.0'?>", {"refused: a is XML, not yet read"}},
	{"a", "<CodeBook/>", {"refused: a is XML, not yet read"}},
	{"a", "<Project/>", {"refused: a is XML, not yet read"}},
	{"a.verylongending", "Here.", {"| Here."}},
};

int main(void)
{
	try_all(captions, TW_COUNT(captions), NULL);
	try_all(asked_srt, TW_COUNT(asked_srt), "srt");
	try_all(asked_sbv, TW_COUNT(asked_sbv), "sbv");
	try_all(asked_vtt, TW_COUNT(asked_vtt), "vtt");
	try_all(asked_rev, TW_COUNT(asked_rev), "rev");
	try_all(asked_json, TW_COUNT(asked_json), "json");
	try_all(asked_csv, TW_COUNT(asked_csv), "csv");
	try_all(texts, TW_COUNT(texts), NULL);
	return done();
}
