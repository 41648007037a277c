/*
 * The tools whose JSON we know, one entry each: Whisper and its kin, the services, and at the end
 * any list of objects with a text and a speaker or a time. A field may hold anything: SCALAR takes
 * texts and numbers alone, and ROWS makes an empty object of what is none, so that it is counted as
 * an entry without text.
 */
#include "json-internal.h"

#include "themewall/base/compiler.h"
#include "themewall/base/banned.h"

#define IS_ARRAY(path) "json_array_length(?1,'" path "')>0"
#define HAS(path)      "json_type(?1,'" path "') IS NOT NULL"
#define IS_TEXT(path)  "json_type(?1,'" path "')='text'"

#define ROWS(path)                                                                                 \
	"(SELECT CASE type WHEN 'object' THEN value ELSE '{}' END AS value FROM "                  \
	"json_each(?1," path "))"

#define SCALAR(path)                                                                               \
	"CASE WHEN json_type(value,'" path "') IN ('text','integer','real')"                       \
	" THEN json_extract(value,'" path "') END"
#define EITHER(a, b)         "coalesce(" a "," b ")"
#define ONE_OF(a, b, c)      "coalesce(" a "," b "," c ")"
#define ONE_OF_4(a, b, c, d) "coalesce(" a "," b "," c "," d ")"

/* A name, or an object that holds one. */
#define WHO(path)                                                                                  \
	ONE_OF_4(SCALAR(path), SCALAR(path ".name"), SCALAR(path ".speaker_label"),                \
		 SCALAR(path ".display_name"))

/* Words of Amazon Transcribe: punctuation stands in the list without a time. */
#define AWS_WORD  SCALAR("$.alternatives[0].content")
#define AWS_START SCALAR("$.start_time")
#define AWS_END   SCALAR("$.end_time")
#define AWS_JOIN  "json_extract(value,'$.type') IS 'punctuation'"

/* A row of json_each as an object, whatever it is. */
#define OBJECT(row) "CASE " row ".type WHEN 'object' THEN " row ".value ELSE '{}' END"
#define ARRAY(row)  "CASE " row ".type WHEN 'array' THEN " row ".value ELSE '[]' END"

/* The path of a list that may be a transcript: the document itself or the first of its members with
 * an object that has a text, and a speaker or a time beside it. */
/* clang-format off */
#define LIST                                                                                       \
	"SELECT path FROM (SELECT '$' AS path, ?1 AS value, json_type(?1) AS type UNION ALL"       \
	" SELECT fullkey, value, type FROM json_each(?1) WHERE json_type(?1)='object') list"       \
	" WHERE EXISTS (SELECT 1 FROM json_each(" ARRAY("list") ") e WHERE"                        \
	" EXISTS (SELECT 1 FROM json_each(" OBJECT("e") ") WHERE type='text' AND key IN"           \
	" ('text','content','transcript','sentence')) AND"                                         \
	" EXISTS (SELECT 1 FROM json_each(" OBJECT("e") ") WHERE key LIKE 'speaker%' OR"           \
	" key LIKE 'start%' OR key IN ('voice','timestamp'))) LIMIT 1"
/* clang-format on */

static const struct json_shape shapes[] = {
	{
		.dialect = "whisper.cpp",
		.when = IS_ARRAY("$.transcription"),
		.rows = ROWS("'$.transcription'"),
		.text = SCALAR("$.text"),
		.speaker = "nullif(" SCALAR("$.speaker") ",'?')",
		.start = EITHER(SCALAR("$.offsets.from"), SCALAR("$.timestamps.from")),
		.end = EITHER(SCALAR("$.offsets.to"), SCALAR("$.timestamps.to")),
		.milliseconds = true,
	},
	{
		.dialect = "whisper",
		.when = HAS("$.segments[0].text"),
		.rows = ROWS("'$.segments'"),
		.text = SCALAR("$.text"),
		.speaker = WHO("$.speaker"),
		.start = SCALAR("$.start"),
		.end = SCALAR("$.end"),
	},
	{
		.dialect = "assemblyai",
		.when = IS_ARRAY("$.utterances[0].words"),
		.rows = "(SELECT w.value AS value, u.key AS part, u.value AS utterance FROM"
			" json_each(?1,'$.utterances') u, json_each(" OBJECT(
				"u") ",'$.words') w"
				     " WHERE w.type='object')",
		.text = SCALAR("$.text"),
		.speaker = "json_extract(utterance,'$.speaker')",
		.start = SCALAR("$.start"),
		.end = SCALAR("$.end"),
		.join = "0",
		.group = "part",
		.milliseconds = true,
	},
	{
		.dialect = "assemblyai",
		.when = IS_ARRAY("$.utterances"),
		.rows = ROWS("'$.utterances'"),
		.text = SCALAR("$.text"),
		.speaker = SCALAR("$.speaker"),
		.start = SCALAR("$.start"),
		.end = SCALAR("$.end"),
		.milliseconds = true,
	},
	{
		.dialect = "assemblyai",
		.when = HAS("$.audio_url") " AND " IS_ARRAY("$.words"),
		.rows = ROWS("'$.words'"),
		.text = SCALAR("$.text"),
		.speaker = SCALAR("$.speaker"),
		.start = SCALAR("$.start"),
		.end = SCALAR("$.end"),
		.join = "0",
		.milliseconds = true,
	},
	{
		.dialect = "deepgram",
		.when = IS_ARRAY("$.results.utterances"),
		.rows = ROWS("'$.results.utterances'"),
		.text = SCALAR("$.transcript"),
		.speaker = EITHER("CASE WHEN json_array_length(?1,'$.results.channels')>1"
				  " THEN 'Channel '||json_extract(value,'$.channel') END",
				  SCALAR("$.speaker")),
		.start = SCALAR("$.start"),
		.end = SCALAR("$.end"),
	},
	{
		.dialect = "deepgram",
		.when = IS_ARRAY("$.results.channels[0].alternatives[0].words"),
		.rows = "(SELECT w.value AS value, c.key AS channel FROM"
			" json_each(?1,'$.results.channels') c,"
			" json_each(" OBJECT(
				"c") ",'$.alternatives[0].words') w WHERE w.type='object')",
		.text = EITHER(SCALAR("$.punctuated_word"), SCALAR("$.word")),
		.speaker = EITHER("CASE WHEN json_array_length(?1,'$.results.channels')>1"
				  " THEN 'Channel '||channel END",
				  SCALAR("$.speaker")),
		.start = SCALAR("$.start"),
		.end = SCALAR("$.end"),
		.join = "0",
		.group = "channel",
	},
	{
		.dialect = "amazon",
		.when = IS_ARRAY("$.results.channel_labels.channels"),
		.rows = "(SELECT i.value AS value, c.key AS channel,"
			" json_extract(" OBJECT(
				"c") ",'$.channel_label') AS who FROM"
				     " json_each(?1,'$.results.channel_labels.channels') c,"
				     " json_each(" OBJECT(
					     "c") ",'$.items') i WHERE i.type='object')",
		.text = AWS_WORD,
		.speaker = "who",
		.start = AWS_START,
		.end = AWS_END,
		.join = AWS_JOIN,
		.group = "channel",
	},
	{
		/* who says a word stands in another list, under the word's time */
		.dialect = "amazon",
		.when = IS_ARRAY("$.results.items"),
		.rows = "(WITH said(at, who) AS MATERIALIZED (SELECT"
			" json_extract(" OBJECT(
				"i") ",'$.start_time') AS at,"
				     " json_extract(" OBJECT(
					     "i") ",'$.speaker_label') FROM"
						  " json_each(?1,'$.results.speaker_labels."
						  "segments') s,"
						  " json_each(" OBJECT(
							  "s") ",'$.items') i GROUP BY at)"
							       " SELECT i.value AS value, said.who "
							       "AS who FROM"
							       " json_each(?1,'$.results.items') i "
							       "LEFT JOIN said"
							       " ON said.at=json_extract(" OBJECT(
								       "i") ",'$.start_time') "
									    "WHERE "
									    "i.type='object')",
		.text = AWS_WORD,
		.speaker = EITHER("who", SCALAR("$.speaker_label")),
		.start = AWS_START,
		.end = AWS_END,
		.join = AWS_JOIN,
	},
	{
		.dialect = "amazon",
		.when = HAS("$.Transcript[0].Content"),
		.rows = ROWS("'$.Transcript'"),
		.text = SCALAR("$.Content"),
		.speaker = EITHER(SCALAR("$.ParticipantRole"), SCALAR("$.ParticipantId")),
		.start = SCALAR("$.BeginOffsetMillis"),
		.end = SCALAR("$.EndOffsetMillis"),
		.milliseconds = true,
	},
	{
		.dialect = "amazon",
		.when = IS_ARRAY("$.audio_segments"),
		.rows = ROWS("'$.audio_segments'"),
		.text = SCALAR("$.text"),
		.speaker = WHO("$.speaker"),
		.start = SCALAR("$.start_timestamp_millis"),
		.end = SCALAR("$.end_timestamp_millis"),
		.milliseconds = true,
	},
	{
		/* blanks are elements of their own there */
		.dialect = "rev",
		.when = IS_ARRAY("$.monologues"),
		.rows = "(SELECT e.value AS value, m.key AS part, m.value AS monologue FROM"
			" json_each(?1,'$.monologues') m, json_each(" OBJECT(
				"m") ",'$.elements') e"
				     " WHERE m.type='object' AND e.type='object')",
		.text = SCALAR("$.value"),
		.speaker = EITHER("json_extract(monologue,'$.speaker_info.display_name')",
				  "json_extract(monologue,'$.speaker')"),
		.start = SCALAR("$.ts"),
		.end = SCALAR("$.end_ts"),
		.join = "CASE json_extract(value,'$.type') WHEN 'punct' THEN 1 ELSE 2 END",
		.group = "part",
	},
	{
		.dialect = "fireflies",
		.when = IS_ARRAY("$.data.transcript.sentences") " OR " IS_ARRAY(
			"$.transcript.sentences") " OR " IS_ARRAY("$.sentences"),
		.rows = ROWS("CASE WHEN " HAS(
			"$.data.transcript.sentences") " THEN '$.data.transcript.sentences' "
						       "WHEN " HAS("$.transcript.sentences") " THEN"
											     " '$."
											     "trans"
											     "cript"
											     ".sent"
											     "ences"
											     "' "
											     "ELSE "
											     "'$."
											     "sente"
											     "nces'"
											     " EN"
											     "D"),
		.text = EITHER(SCALAR("$.text"), SCALAR("$.raw_text")),
		.speaker = EITHER(SCALAR("$.speaker_name"), SCALAR("$.speaker_id")),
		.start = SCALAR("$.start_time"),
		.end = SCALAR("$.end_time"),
	},
	{
		.dialect = "podlove",
		.when = HAS("$[0].voice") " AND " HAS("$[0].start_ms"),
		.rows = ROWS("'$'"),
		.text = SCALAR("$.text"),
		.speaker = EITHER("nullif(" SCALAR("$.voice") ",'')", SCALAR("$.speaker")),
		.start = SCALAR("$.start_ms"),
		.end = SCALAR("$.end_ms"),
		.milliseconds = true,
	},
	{
		.dialect = "videoindexer",
		.when = IS_ARRAY("$.videos[0].insights.transcript"),
		.rows = ROWS("'$.videos[0].insights.transcript'"),
		.text = SCALAR("$.text"),
		.speaker = SCALAR("$.speakerId"),
		.start = SCALAR("$.instances[0].start"),
		.end = SCALAR("$.instances[0].end"),
	},
	{
		.dialect = "guessed",
		.when = "EXISTS (" LIST ")",
		.rows = ROWS("(" LIST ")"),
		.text = ONE_OF_4(SCALAR("$.text"), SCALAR("$.content"), SCALAR("$.transcript"),
				 SCALAR("$.sentence")),
		.speaker = ONE_OF_4(WHO("$.speaker"),
				    ONE_OF(SCALAR("$.speaker_name"), SCALAR("$.speakerName"),
					   SCALAR("$.speaker_label")),
				    EITHER(SCALAR("$.speaker_id"), SCALAR("$.speakerId")),
				    SCALAR("$.voice")),
		.start = ONE_OF_4(SCALAR("$.start_ms") "/1000.0", SCALAR("$.start"),
				  EITHER(SCALAR("$.start_time"), SCALAR("$.startTime")),
				  SCALAR("$.timestamp")),
		.end = ONE_OF_4(SCALAR("$.end_ms") "/1000.0", SCALAR("$.end"), SCALAR("$.end_time"),
				SCALAR("$.endTime")),
		.guessed = true,
	},
	{
		/* the words and nothing else: what some services answer when asked for no more */
		.dialect = "text",
		.when = IS_TEXT("$.text"),
		.rows = "(SELECT ?1 AS value)",
		.text = SCALAR("$.text"),
	},
	{
		.dialect = "deepgram",
		.when = IS_TEXT("$.results.channels[0].alternatives[0].transcript"),
		.rows = "(SELECT ?1 AS value)",
		.text = SCALAR("$.results.channels[0].alternatives[0].transcript"),
	},
	{
		.dialect = "amazon",
		.when = IS_TEXT("$.results.transcripts[0].transcript"),
		.rows = "(SELECT ?1 AS value)",
		.text = SCALAR("$.results.transcripts[0].transcript"),
	},
};

size_t json_shapes(const struct json_shape **all)
{
	*all = shapes;
	return TW_COUNT(shapes);
}
