/*
 * Transcripts as sources, with a selection for each card that has a receipt in them. Cards without
 * a receipt are lines of a source "Notes", nobody's first: a reader takes a line without a name for
 * whoever spoke last. Positions are code points, the end exclusive.
 */
#include "qdpx-project-internal.h"

#include "themewall/text/utf8.h"
#include "xml-internal.h"
#include "themewall/base/banned.h"

enum { NAME_CHARS = 80 /* of a quote, as the name of its selection */ };

static const char CODER[] = "coder", CLUSTER[] = "cluster";

static bool is_user(const struct project *p, coder_id id)
{
	for (size_t i = 0; i < p->options->nwho; i++)
		if (p->options->who[i].id.n == id.n)
			return true;
	return false;
}

static void put_coding(struct project *p, struct strbuf *out, const struct card *card)
{
	const struct card *top = model_card_top(p->model, card);

	if (top->place != PLACE_CLUSTER)
		return;
	strbuf_add_z(out, "<Coding");
	qdpx_guid(p, out, "guid", "coding", card->id.n);
	if (is_user(p, card->coder))
		qdpx_shared_guid(p, out, "creatingUser", CODER, card->coder.n);
	strbuf_add_z(out, "><CodeRef");
	qdpx_shared_guid(p, out, "targetGUID", CLUSTER, top->cluster.n);
	strbuf_add_z(out, "/></Coding>");
}

/* words: of the source, as they stand there. */
static void put_selection(struct project *p, struct strbuf *out, const struct card *card,
			  struct str words, int64_t from, int64_t to)
{
	strbuf_add_z(out, "<PlainTextSelection");
	qdpx_guid(p, out, "guid", "card", card->id.n);
	qdpx_attribute(out, "name", str_part(words, 0, utf8_offset(words, NAME_CHARS)));
	qdpx_number(out, "startPosition", from);
	qdpx_number(out, "endPosition", to);
	if (is_user(p, card->coder))
		qdpx_shared_guid(p, out, "creatingUser", CODER, card->coder.n);
	qdpx_moment(out, card->created_ms);
	strbuf_add_char(out, '>');
	if (card->implies.n) {
		strbuf_add_z(out, "<Description>");
		xml_add(out, card->implies);
		strbuf_add_z(out, "</Description>");
	}
	put_coding(p, out, card);
	strbuf_add_z(out, "</PlainTextSelection>\n");
}

static void open_source(struct project *p, int64_t id, struct str name, struct str text)
{
	struct strbuf file = STRBUF_INIT, path = STRBUF_INIT;

	qdpx_add_guid(p, &file, "text", id);
	strbuf_add_z(&file, ".txt");
	strbuf_addf(&path, "sources/%s", file.buf);
	zip_add(&p->zip, strbuf_str(&path), text);
	strbuf_add_z(&p->xml, "<TextSource");
	qdpx_guid(p, &p->xml, "guid", "transcript", id);
	qdpx_attribute(&p->xml, "name", name);
	strbuf_addf(&p->xml, " plainTextPath=\"internal://%s\">\n", file.buf);
	strbuf_release(&file);
	strbuf_release(&path);
}

/* A card whose words are not in the text any more is a note. */
static void put_receipts(struct project *p, const struct source *source)
{
	struct card_list cards = model_cards_of_transcript(p->model, source->transcript->id);
	struct str text = strbuf_str(&source->text), rest = text;
	int64_t at = 0, from, to;

	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(p->model, cards.ids[i]);
		if (!source_range(source, card->start, card->end, &from, &to))
			continue;
		if (from < at) {
			rest = text;
			at = 0;
		}
		rest = str_part(rest, utf8_offset(rest, (size_t)(from - at)), rest.n);
		at = from;
		put_selection(p, &p->xml, card,
			      str_part(rest, 0, utf8_offset(rest, (size_t)(to - from))), from, to);
	}
}

static void put_source(struct project *p, const struct transcript *transcript)
{
	struct source source;
	struct str name = p->options->with_names
				  ? transcript->title
				  : names_transcript(&p->survey.names, transcript->id);

	source_init(&source, &p->survey, transcript);
	open_source(p, transcript->id.n, name, strbuf_str(&source.text));
	put_receipts(p, &source);
	strbuf_add_z(&p->xml, "</TextSource>\n");
	source_release(&source);
}

static void put_note(struct project *p, const struct card *card)
{
	size_t person = survey_person(&p->survey, card), from = p->notes.len;
	struct str words;

	if (!str_trim(card->text).n)
		return;
	if (from)
		strbuf_add_char(&p->notes, '\n');
	if (person != NOBODY)
		strbuf_addf(&p->notes, "[%.*s]: ", STR_ARG(p->survey.people[person].code));
	p->nnotes += (int64_t)utf8_length(str_part(strbuf_str(&p->notes), from, p->notes.len));
	from = p->notes.len;
	if (person != NOBODY && p->survey.people[person].withheld)
		strbuf_add_str(&p->notes, WITHHELD);
	else
		strbuf_add_str(&p->notes, str_trim(card->text));
	words = str_part(strbuf_str(&p->notes), from, p->notes.len);
	int64_t n = (int64_t)utf8_length(words);
	put_selection(p, &p->selections, card, words, p->nnotes, p->nnotes + n);
	p->nnotes += n;
}

/* Nobody's first: a reader takes a line without a name for whoever spoke last. */
static void put_notes(struct project *p)
{
	struct card_list cards = model_cards(p->model);

	for (int named = 0; named < 2; named++)
		for (size_t i = 0; i < cards.n; i++) {
			const struct card *card = model_card(p->model, cards.ids[i]);
			bool known = survey_person(&p->survey, card) != NOBODY;
			if (!card->excerpt.n && known == named)
				put_note(p, card);
		}
	if (!p->notes.len)
		return;
	open_source(p, 0, STR("Notes"), strbuf_str(&p->notes));
	strbuf_add_str(&p->xml, strbuf_str(&p->selections));
	strbuf_add_z(&p->xml, "</TextSource>\n");
}

void qdpx_put_sources(struct project *p)
{
	struct transcript_list shown = model_transcripts(p->model),
			       replaced = model_replaced_transcripts(p->model);
	size_t before = p->xml.len;

	strbuf_add_z(&p->xml, "<Sources>\n");
	size_t empty = p->xml.len;
	for (size_t i = 0; i < shown.n; i++)
		put_source(p, model_transcript(p->model, shown.ids[i]));
	for (size_t i = 0; i < replaced.n; i++)
		if (model_cards_of_transcript(p->model, replaced.ids[i]).n)
			put_source(p, model_transcript(p->model, replaced.ids[i]));
	put_notes(p);
	if (p->xml.len == empty)
		strbuf_remove(&p->xml, before, empty - before);
	else
		strbuf_add_z(&p->xml, "</Sources>\n");
}
