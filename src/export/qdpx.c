/*
 * The study as a REFI-QDA project (urn:QDA-XML:project:1.0): transcripts are sources, clusters are
 * codes, cards are selections with a coding, coders are users, participants are cases, and the wall
 * is a graph whose vertices stand where things are. Cards without a receipt are lines of a source
 * "Notes". What it cannot hold: kinds and tags of cards, times, stacks (their cards stand side by
 * side), insights. Positions are code points, the end exclusive; places are pixels, so many for a
 * cell of the plane.
 */
#include "qdpx-project-internal.h"

#include "refi-internal.h"
#include "writers-internal.h"
#include "xml-internal.h"

#include "themewall/base/banned.h"

static void put_users(struct project *p)
{
	if (!p->options->nwho)
		return;
	strbuf_add_z(&p->xml, "<Users>\n");
	for (size_t i = 0; i < p->options->nwho; i++) {
		strbuf_add_z(&p->xml, "<User");
		qdpx_guid(p, &p->xml, "guid", "coder", p->options->who[i].id.n);
		qdpx_attribute(&p->xml, "name", p->options->who[i].name);
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
	qdpx_guid(p, &p->xml, "guid", "variable", id);
	qdpx_attribute(&p->xml, "name", name);
	strbuf_add_z(&p->xml, " typeOfVariable=\"Text\"/>\n");
}

static void put_value(struct project *p, int64_t id, struct str value)
{
	if (!value.n)
		return;
	strbuf_add_z(&p->xml, "<VariableValue><VariableRef");
	qdpx_guid(p, &p->xml, "targetGUID", "variable", id);
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
	qdpx_guid(p, &p->xml, "guid", "participant", participant->id.n);
	qdpx_attribute(&p->xml, "name", person->code);
	strbuf_add_char(&p->xml, '>');
	put_value(p, VARIABLE_SEGMENT, model_participant_segment(p->model, participant));
	if (p->options->with_names)
		put_value(p, VARIABLE_NAME, participant->name);
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *transcript = model_transcript(p->model, all.ids[i]);
		if (!attended(model_session(p->model, transcript->session), participant->id))
			continue;
		strbuf_add_z(&p->xml, "<SourceRef");
		qdpx_guid(p, &p->xml, "targetGUID", "transcript", transcript->id.n);
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

static void put_project(struct project *p)
{
	const struct study *study = model_study(p->model);

	strbuf_add_z(&p->xml, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project "
			      "xmlns=\"urn:QDA-XML:project:1.0\" origin=\"themewall\"");
	qdpx_attribute(&p->xml, "name", study->title);
	qdpx_moment(&p->xml, study->created_ms);
	strbuf_add_z(&p->xml, ">\n");
	put_users(p);
	put_codes(p);
	put_cases(p);
	qdpx_put_sources(p);
	qdpx_put_graphs(p);
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
