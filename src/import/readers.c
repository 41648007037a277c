/* The formats we read: one line each. Detection answers with one of these names. */
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

#define READERS(X)                                                                                 \
	X("vtt", vtt_read, "WebVTT captions: Zoom, Teams, Whisper, YouTube")                       \
	X("cues", vtt_read, "captions without a WEBVTT header")                                    \
	X("srt", srt_read, "SubRip captions")                                                      \
	X("sbv", sbv_read, "SubViewer captions: Meet, YouTube")                                    \
	X("json", json_read,                                                                       \
	  "JSON: Whisper, AssemblyAI, Deepgram, Amazon, Rev, Fireflies, Podlove ...")              \
	X("csv", table_read, "tables of notes, one a row; transcripts as tables")                  \
	X("tsv", table_read, "the same with tabs: Whisper, NVivo")                                 \
	X("rev", rev_nlp_read, "Rev's table of words (.nlp)")                                      \
	X("text", speaker_read,                                                                    \
	  "text with speaker names: Otter, Zoom, Teams, Name: ..., podcasts")                      \
	X("f4", f4_read, "text with the time marks of f4 and f5: #00:01:02-3#")                    \
	X("docx", docx_read, "Word documents: Teams, Meet, Otter, tables")                         \
	X("notes", notes_read, "Markdown notes: headings, bullets, quotes")                        \
	X("paragraphs", paragraphs_read, "plain text")

#define AS_READER(name, read, what) {name, read},
static const struct reader readers[] = {READERS(AS_READER)};
#undef AS_READER

#define AS_FORMAT(name, read, what) {name, what},
static const struct import_format formats_of_readers[] = {READERS(AS_FORMAT)};
#undef AS_FORMAT
#undef READERS

const struct reader *reader_find(struct str name)
{
	for (size_t i = 0; i < TW_COUNT(readers); i++)
		if (str_equal_ascii(name, str_of(readers[i].name)))
			return &readers[i];
	return NULL;
}

size_t import_formats(const struct import_format **formats)
{
	*formats = formats_of_readers;
	return TW_COUNT(formats_of_readers);
}
