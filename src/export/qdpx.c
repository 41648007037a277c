/*
 * The study as a REFI-QDA project (urn:QDA-XML:project:1.0): transcripts are sources, clusters are
 * codes, cards are selections with a coding, coders are users, participants are cases, and the wall
 * is a graph whose vertices stand where things are. Cards without a receipt are lines of a source
 * "Notes". What it cannot hold: kinds and tags of cards, times, stacks (their cards stand side by
 * side), insights. Positions are code points, the end exclusive; places are pixels, so many for a
 * cell of the plane.
 */
#include "themewall/base/clock.h"
#include "themewall/model/lattice.h"
#include "themewall/text/utf8.h"

#include "qdpx-internal.h"
#include "refi-internal.h"
#include "writers-internal.h"
#include "xml-internal.h"
#include "zip-internal.h"

#include "themewall/base/banned.h"

enum { CELL_W = 13, CELL_H = 40, NAME_CHARS = 80 };

/* A GUID that was spelled before: most cards of a wall share their cluster and their coder. */
struct spelled {
	const char *kind; /* a literal; NULL: none */
	int64_t id;
	char guid[36];
};
enum { SPELLED = 64 };
static const char CODER[] = "coder", CLUSTER[] = "cluster";

struct project {
	struct spelled spelled[SPELLED];
	struct strbuf xml;
	struct strbuf notes;      /* the source of cards without a receipt */
	int64_t nnotes;           /* its code points */
	struct strbuf selections; /* of it */
	struct zip_writer zip;
	const struct model *model; /* borrowed */
	const struct export_options *options;
	struct survey survey;
	struct lattice *lattice;
	int64_t study;
};

static void add_guid(struct project *p, struct strbuf *out, const char *kind, int64_t id)
{
	refi_add_guid(out, kind, id, p->study);
}

static void open_attribute(struct strbuf *out, const char *name)
{
	strbuf_add_char(out, ' ');
	strbuf_add_z(out, name);
	strbuf_add_z(out, "=\"");
}

static void add_attribute(struct strbuf *out, const char *name, struct str value)
{
	open_attribute(out, name);
	xml_add(out, value);
	strbuf_add_char(out, '"');
}

static void add_number_attribute(struct strbuf *out, const char *name, int64_t number)
{
	open_attribute(out, name);
	strbuf_add_number(out, number, 0);
	strbuf_add_char(out, '"');
}

static void add_guid_attribute(struct project *p, struct strbuf *out, const char *name,
			       const char *kind, int64_t id)
{
	open_attribute(out, name);
	add_guid(p, out, kind, id);
	strbuf_add_char(out, '"');
}

/* The same of a row that many others name. */
static void add_shared_guid(struct project *p, struct strbuf *out, const char *name,
			    const char *kind, int64_t id)
{
	struct spelled *spelled = &p->spelled[(uint64_t)id % SPELLED];

	if (spelled->kind != kind || spelled->id != id) {
		size_t from = out->len;
		add_guid(p, out, kind, id);
		memcpy(spelled->guid, out->buf + from, sizeof spelled->guid);
		spelled->kind = kind;
		spelled->id = id;
		strbuf_remove(out, from, out->len - from);
	}
	open_attribute(out, name);
	strbuf_add(out, spelled->guid, sizeof spelled->guid);
	strbuf_add_char(out, '"');
}

static void add_moment(struct strbuf *out, int64_t ms)
{
	if (ms <= 0)
		return;
	strbuf_add_z(out, " creationDateTime=\"");
	clock_add_iso(out, ms);
	strbuf_add_char(out, '"');
}

static bool is_user(const struct project *p, coder_id id)
{
	for (size_t i = 0; i < p->options->nwho; i++)
		if (p->options->who[i].id.n == id.n)
			return true;
	return false;
}

static void put_users(struct project *p)
{
	if (!p->options->nwho)
		return;
	strbuf_add_z(&p->xml, "<Users>\n");
	for (size_t i = 0; i < p->options->nwho; i++) {
		strbuf_add_z(&p->xml, "<User");
		add_guid_attribute(p, &p->xml, "guid", "coder", p->options->who[i].id.n);
		add_attribute(&p->xml, "name", p->options->who[i].name);
		strbuf_add_z(&p->xml, "/>\n");
	}
	strbuf_add_z(&p->xml, "</Users>\n");
}

static void put_code(struct project *p, const struct cluster *cluster)
{
	struct strbuf notes = STRBUF_INIT;

	refi_open_code(&p->xml, cluster, p->study);
	refi_add_notes(&notes, cluster);
	if (notes.len)
		strbuf_addf(&p->xml, "<Description>%s</Description>", notes.buf);
	for (size_t i = 0; i < cluster->nchildren; i++)
		put_code(p, model_cluster(p->model, cluster->children[i]));
	strbuf_add_z(&p->xml, "</Code>\n");
	strbuf_release(&notes);
}

static void put_codes(struct project *p)
{
	struct cluster_list top = model_top_clusters(p->model);

	if (!top.n)
		return;
	strbuf_add_z(&p->xml, "<CodeBook><Codes>\n");
	for (size_t i = 0; i < top.n; i++)
		put_code(p, model_cluster(p->model, top.ids[i]));
	strbuf_add_z(&p->xml, "</Codes></CodeBook>\n");
}

/* The segment, and where names are asked for the name: an id below 0 is none of a row's. */
enum { VARIABLE_SEGMENT = -1, VARIABLE_NAME = -2 };

static void put_variable(struct project *p, int64_t id, struct str name)
{
	strbuf_add_z(&p->xml, "<Variable");
	add_guid_attribute(p, &p->xml, "guid", "variable", id);
	add_attribute(&p->xml, "name", name);
	strbuf_add_z(&p->xml, " typeOfVariable=\"Text\"/>\n");
}

static void put_value(struct project *p, int64_t id, struct str value)
{
	if (!value.n)
		return;
	strbuf_add_z(&p->xml, "<VariableValue><VariableRef");
	add_guid_attribute(p, &p->xml, "targetGUID", "variable", id);
	strbuf_add_z(&p->xml, "/><TextValue>");
	xml_add(&p->xml, value);
	strbuf_add_z(&p->xml, "</TextValue></VariableValue>");
}

static bool attended(const struct session *session, participant_id id)
{
	for (size_t i = 0; session && i < session->nattendance; i++)
		if (session->attendance[i].n == id.n)
			return true;
	return false;
}

static void put_case(struct project *p, const struct person *person)
{
	const struct participant *participant = person->participant;
	struct transcript_list all = model_transcripts(p->model);

	strbuf_add_z(&p->xml, "<Case");
	add_guid_attribute(p, &p->xml, "guid", "participant", participant->id.n);
	add_attribute(&p->xml, "name", person->code);
	strbuf_add_char(&p->xml, '>');
	put_value(p, VARIABLE_SEGMENT, model_participant_segment(p->model, participant));
	if (p->options->with_names)
		put_value(p, VARIABLE_NAME, participant->name);
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *transcript = model_transcript(p->model, all.ids[i]);
		if (!attended(model_session(p->model, transcript->session), participant->id))
			continue;
		strbuf_add_z(&p->xml, "<SourceRef");
		add_guid_attribute(p, &p->xml, "targetGUID", "transcript", transcript->id.n);
		strbuf_add_z(&p->xml, "/>");
	}
	strbuf_add_z(&p->xml, "</Case>\n");
}

static void put_cases(struct project *p)
{
	if (!p->survey.npeople)
		return;
	strbuf_add_z(&p->xml, "<Variables>\n");
	put_variable(p, VARIABLE_SEGMENT, model_study(p->model)->segment);
	if (p->options->with_names)
		put_variable(p, VARIABLE_NAME, STR("name"));
	strbuf_add_z(&p->xml, "</Variables>\n<Cases>\n");
	for (size_t i = 0; i < p->survey.npeople; i++)
		put_case(p, &p->survey.people[i]);
	strbuf_add_z(&p->xml, "</Cases>\n");
}

static void put_coding(struct project *p, struct strbuf *out, const struct card *card)
{
	const struct card *top = model_card_top(p->model, card);

	if (top->place != PLACE_CLUSTER)
		return;
	strbuf_add_z(out, "<Coding");
	add_guid_attribute(p, out, "guid", "coding", card->id.n);
	if (is_user(p, card->coder))
		add_shared_guid(p, out, "creatingUser", CODER, card->coder.n);
	strbuf_add_z(out, "><CodeRef");
	add_shared_guid(p, out, "targetGUID", CLUSTER, top->cluster.n);
	strbuf_add_z(out, "/></Coding>");
}

/* words: of the source, as they stand there. */
static void put_selection(struct project *p, struct strbuf *out, const struct card *card,
			  struct str words, int64_t from, int64_t to)
{
	strbuf_add_z(out, "<PlainTextSelection");
	add_guid_attribute(p, out, "guid", "card", card->id.n);
	add_attribute(out, "name", str_part(words, 0, utf8_offset(words, NAME_CHARS)));
	add_number_attribute(out, "startPosition", from);
	add_number_attribute(out, "endPosition", to);
	if (is_user(p, card->coder))
		add_shared_guid(p, out, "creatingUser", CODER, card->coder.n);
	add_moment(out, card->created_ms);
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

	add_guid(p, &file, "text", id);
	strbuf_add_z(&file, ".txt");
	strbuf_addf(&path, "sources/%s", file.buf);
	zip_add(&p->zip, strbuf_str(&path), text);
	strbuf_add_z(&p->xml, "<TextSource");
	add_guid_attribute(p, &p->xml, "guid", "transcript", id);
	add_attribute(&p->xml, "name", name);
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

/* ---- cards without a receipt ---- */

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

static void put_sources(struct project *p)
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

/* ---- the wall ---- */

static void put_vertex(struct project *p, const char *kind, int64_t id, struct str name,
		       struct rect cells)
{
	bool card = *kind == 'c' && kind[1] == 'a';

	strbuf_add_z(&p->xml, "<Vertex");
	add_guid_attribute(p, &p->xml, "guid", card ? "vertex of card" : "vertex of cluster", id);
	add_guid_attribute(p, &p->xml, "representedGUID", kind, id);
	add_attribute(&p->xml, "name", name);
	add_number_attribute(&p->xml, "firstX", cells.x * CELL_W);
	add_number_attribute(&p->xml, "firstY", cells.y * CELL_H);
	add_number_attribute(&p->xml, "secondX", (cells.x + cells.w) * CELL_W);
	add_number_attribute(&p->xml, "secondY", (cells.y + cells.h) * CELL_H);
	strbuf_add_z(&p->xml, card ? " shape=\"Note\"/>\n" : " shape=\"Rectangle\"/>\n");
}

static void put_card_vertex(struct project *p, card_id id)
{
	struct strbuf code = STRBUF_INIT;
	struct rect cells = {0, 0, LATTICE_SLAB_W, LATTICE_SLAB_H};

	code_add(&code, CODE_CARD, model_card(p->model, id)->code);
	if (lattice_card_rect(p->lattice, p->model, id, &cells) ||
	    model_card(p->model, id)->place == PLACE_PARKED)
		put_vertex(p, "card", id.n, strbuf_str(&code), cells);
	strbuf_release(&code);
}

static void open_graph(struct project *p, int64_t id, const char *name)
{
	strbuf_add_z(&p->xml, "<Graph");
	add_guid_attribute(p, &p->xml, "guid", "graph", id);
	strbuf_addf(&p->xml, " name=\"%s\">\n", name);
}

/* In the order of the wall: frames first, then cards as they follow each other in them. */
static void put_graphs(struct project *p)
{
	struct cluster_list clusters = model_clusters(p->model);
	struct card_list loose = model_loose(p->model), parked = model_parked(p->model);
	struct rect cells;

	strbuf_add_z(&p->xml, "<Graphs>\n");
	open_graph(p, 1, "Wall");
	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(p->model, clusters.ids[i]);
		if (lattice_cluster_rect(p->lattice, p->model, cluster->id, &cells))
			put_vertex(p, "cluster", cluster->id.n, cluster->name, cells);
	}
	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(p->model, clusters.ids[i]);
		for (size_t k = 0; k < cluster->ncards; k++)
			put_card_vertex(p, cluster->cards[k]);
	}
	for (size_t i = 0; i < loose.n; i++)
		put_card_vertex(p, loose.ids[i]);
	strbuf_add_z(&p->xml, "</Graph>\n");
	if (parked.n) {
		open_graph(p, 2, "Parked");
		for (size_t i = 0; i < parked.n; i++)
			put_card_vertex(p, parked.ids[i]);
		strbuf_add_z(&p->xml, "</Graph>\n");
	}
	strbuf_add_z(&p->xml, "</Graphs>\n");
}

static void put_project(struct project *p)
{
	const struct study *study = model_study(p->model);

	strbuf_add_z(&p->xml, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project "
			      "xmlns=\"urn:QDA-XML:project:1.0\" origin=\"themewall\"");
	add_attribute(&p->xml, "name", study->title);
	add_moment(&p->xml, study->created_ms);
	strbuf_add_z(&p->xml, ">\n");
	put_users(p);
	put_codes(p);
	put_cases(p);
	put_sources(p);
	put_graphs(p);
	if (study->question.n) {
		strbuf_add_z(&p->xml, "<Description>");
		xml_add(&p->xml, study->question);
		strbuf_add_z(&p->xml, "</Description>\n");
	}
	strbuf_add_z(&p->xml, "</Project>\n");
}

void write_qdpx(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct project p = {.xml = STRBUF_INIT,
			    .notes = STRBUF_INIT,
			    .selections = STRBUF_INIT,
			    .zip = {.out = out, .directory = STRBUF_INIT},
			    .model = model,
			    .options = options,
			    .lattice = lattice_new(),
			    .study = model_study(model)->created_ms};

	survey_init_people(&p.survey, model, options);
	lattice_compute(p.lattice, model);
	put_project(&p);
	zip_add(&p.zip, STR("project.qde"), strbuf_str(&p.xml));
	zip_end(&p.zip);
	lattice_free(p.lattice);
	survey_release(&p.survey);
	strbuf_release(&p.xml);
	strbuf_release(&p.notes);
	strbuf_release(&p.selections);
}
