/*
 * What each element of a REFI-QDA project begins: a record of its kind at the end of its list, with
 * the attributes it came with. Records name each other by GUID, which may come later; only what
 * stands around an element (a code's parent, a selection's source) is an index, -1 for none. A
 * selection in a note, or in no source, is not taken.
 */
#include "qde-read-internal.h"
#include "decode-internal.h"
#include "markup-internal.h"

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

enum { LEVELS = 4 };

struct str qde_keep(struct opened *o, struct str s)
{
	decode_escaped(o->qde->text, s, &o->clean);
	struct str words = str_trim(strbuf_str(&o->clean));
	return (struct str){arena_strndup(o->qde->arena, words.p, words.n), words.n};
}

/* One line, whatever was escaped in it: names go into sentences. */
static struct str attribute(struct opened *o, const struct xml_element *element, const char *name)
{
	struct str value = xml_attribute(element, name);
	if (!value.n)
		return STR("");
	decode_escaped(o->qde->text, value, &o->clean);
	size_t n = markup_write(o->clean.buf, strbuf_str(&o->clean), MARKUP_NONE, NULL);
	return (struct str){arena_strndup(o->qde->arena, o->clean.buf, n), n};
}

/* The words of a quote, with the line ends that are in it. */
static struct str quote(struct opened *o, const struct xml_element *element, const char *name)
{
	struct str value = xml_attribute(element, name);
	return value.n ? qde_keep(o, value) : STR("");
}

static bool is(const struct xml_element *element, const char *name)
{
	return str_equal(element->name, str_of(name));
}

static int64_t number(struct str s)
{
	int64_t value;
	return str_to_int(s, &value) ? value : -1;
}

/* "2026-03-04T10:05:00Z" in milliseconds since 1970, the zone left aside; -1 when it is none. */
static int64_t moment(struct str s)
{
	static const char shape[] = "0000-00-00T00:00:00";
	int64_t n[6] = {0};
	if (s.n < sizeof shape - 1)
		return -1;
	for (size_t i = 0, field = 0; i < sizeof shape - 1; i++) {
		if (shape[i] != '0' ? s.p[i] != shape[i] : !is_digit(s.p[i]))
			return -1;
		if (shape[i] == '0')
			n[field] = n[field] * 10 + (s.p[i] - '0');
		else
			field++;
	}
	/* days of a calendar whose years begin in March */
	int64_t year = n[0] - (n[1] <= 2), month = (n[1] + 9) % 12;
	int64_t days = 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 +
		       n[2] - 1 - 719468;
	return (((days * 24 + n[3]) * 60 + n[4]) * 60 + n[5]) * 1000;
}

static void start_code(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	int parent = o->nlevels ? o->levels[o->nlevels - 1] : -1;
	if (parent >= 0 && qde->codes[parent].depth == LEVELS) {
		parent = qde->codes[parent].parent;
		qde->ndeep++;
	}
	ALLOC_GROW(qde->codes, qde->ncodes + 1, qde->cap_codes);
	o->code = (int)qde->ncodes++;
	qde->codes[o->code] =
		(struct qde_code){.guid = attribute(o, element, "guid"),
				  .name = attribute(o, element, "name"),
				  .parent = parent,
				  .colour = qde_colour(attribute(o, element, "color")),
				  .depth = parent < 0 ? 1 : qde->codes[parent].depth + 1};
	if (o->nlevels < (int)TW_COUNT(o->levels))
		o->levels[o->nlevels++] = o->code;
}

static void start_user(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	struct str name = attribute(o, element, "name");
	ALLOC_GROW(qde->users, qde->nusers + 1, qde->cap_users);
	qde->users[qde->nusers++] = (struct qde_user){
		attribute(o, element, "guid"), name.n ? name : attribute(o, element, "id"), 0};
}

static void start_variable(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	ALLOC_GROW(qde->variables, qde->nvariables + 1, qde->cap_variables);
	qde->variables[qde->nvariables++] =
		(struct qde_variable){attribute(o, element, "guid"), attribute(o, element, "name")};
}

static void start_case(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	ALLOC_GROW(qde->cases, qde->ncases + 1, qde->cap_cases);
	o->person = (int)qde->ncases++;
	qde->cases[o->person] = (struct qde_case){.guid = attribute(o, element, "guid"),
						  .name = attribute(o, element, "name")};
}

static void start_link(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	ALLOC_GROW(qde->links, qde->nlinks + 1, qde->cap_links);
	qde->links[qde->nlinks++] =
		(struct qde_link){o->person, attribute(o, element, "targetGUID")};
}

static void start_source(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	struct str name = attribute(o, element, "name"), guid = attribute(o, element, "guid");
	struct str inner = attribute(o, element, "plainTextPath");
	ALLOC_GROW(qde->sources, qde->nsources + 1, qde->cap_sources);
	o->source = (int)qde->nsources++;
	qde->sources[o->source] = (struct qde_source){
		.guid = guid,
		.owner = o->owner.n ? o->owner : guid,
		.name = name.n ? name : o->owner_name,
		.path = inner,
		.created_ms = moment(attribute(o, element, "creationDateTime"))};
}

static void start_media(struct opened *o, const struct xml_element *element)
{
	o->owner = attribute(o, element, "guid");
	o->owner_name = attribute(o, element, "name");
	o->qde->nmedia++;
}

static void start_sync(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	ALLOC_GROW(qde->syncs, qde->nsyncs + 1, qde->cap_syncs);
	qde->syncs[qde->nsyncs++] = (struct qde_sync){attribute(o, element, "guid"), o->source,
						      number(attribute(o, element, "position")),
						      number(attribute(o, element, "timeStamp"))};
}

static const struct qde_sync *find_sync(const struct opened *o, struct str guid)
{
	const struct qde *qde = o->qde;
	for (size_t i = qde->nsyncs; guid.n && i-- > 0 && qde->syncs[i].source == o->source;)
		if (str_equal(qde->syncs[i].guid, guid))
			return &qde->syncs[i];
	return NULL;
}

/* Of a transcript a selection goes from one point in time to another, each with its position. */
static void sync_range(struct opened *o, const struct xml_element *element,
		       struct qde_selection *selection)
{
	const struct qde_sync *from = find_sync(o, attribute(o, element, "fromSyncPoint"));
	const struct qde_sync *to = find_sync(o, attribute(o, element, "toSyncPoint"));
	selection->start = from ? from->position : -1;
	selection->end = to ? to->position : -1;
	selection->ms = from ? from->ms : -1;
}

static void start_selection(struct opened *o, const struct xml_element *element, bool timed)
{
	struct qde *qde = o->qde;
	if (o->source < 0 || o->in_note)
		return;
	ALLOC_GROW(qde->selections, qde->nselections + 1, qde->cap_selections);
	o->selection = (int)qde->nselections++;
	struct qde_selection *selection = &qde->selections[o->selection];
	*selection = (struct qde_selection){
		.guid = attribute(o, element, "guid"),
		.source = o->source,
		.start = number(attribute(o, element, "startPosition")),
		.end = number(attribute(o, element, "endPosition")),
		.ms = -1,
		.name = quote(o, element, "name"),
		.first_code = qde->ncodings,
		.created_ms = moment(attribute(o, element, "creationDateTime"))};
	if (timed)
		sync_range(o, element, selection);
}

static void start_code_ref(struct opened *o, const struct xml_element *element)
{
	struct qde *qde = o->qde;
	if (o->selection < 0)
		return;
	ALLOC_GROW(qde->codings, qde->ncodings + 1, qde->cap_codings);
	qde->codings[qde->ncodings++] = attribute(o, element, "targetGUID");
	qde->selections[o->selection].ncodes++;
	for (size_t i = 0; i < qde->nusers; i++)
		qde->users[i].ncodings += o->user.n && str_equal(qde->users[i].guid, o->user);
}

/* Our own graphs are the wall: they do not stay behind. */
static void start_graph(struct opened *o, const struct xml_element *element)
{
	o->in_parked = str_equal(attribute(o, element, "name"), STR("Parked"));
	o->qde->ngraphs += !o->qde->own;
}

static void start_vertex(struct opened *o, const struct xml_element *element)
{
	if (o->qde->own)
		qde_add_vertex(o->qde, attribute(o, element, "representedGUID"),
			       number(attribute(o, element, "firstX")),
			       number(attribute(o, element, "firstY")),
			       number(attribute(o, element, "secondX")), o->in_parked);
}

static void start_project(struct opened *o, const struct xml_element *element)
{
	o->qde->own = str_equal(attribute(o, element, "origin"), STR("themewall"));
	o->qde->name = attribute(o, element, "name");
	o->qde->created_ms = moment(attribute(o, element, "creationDateTime"));
}

static bool is_media(const struct xml_element *element)
{
	return is(element, "PDFSource") || is(element, "PictureSource") ||
	       is(element, "AudioSource") || is(element, "VideoSource");
}

void qde_element(struct opened *o, const struct xml_element *element)
{
	if (is(element, "Code"))
		start_code(o, element);
	else if (is(element, "User"))
		start_user(o, element);
	else if (is(element, "Variable"))
		start_variable(o, element);
	else if (is(element, "Case"))
		start_case(o, element);
	else if (is(element, "SourceRef") && o->person >= 0)
		start_link(o, element);
	else if (is(element, "VariableRef"))
		o->variable = attribute(o, element, "targetGUID");
	else if (is_media(element))
		start_media(o, element);
	else if (is(element, "TextSource") || is(element, "Representation") ||
		 is(element, "Transcript"))
		start_source(o, element);
	else if (is(element, "SyncPoint"))
		start_sync(o, element);
	else if (is(element, "PlainTextSelection") || is(element, "TranscriptSelection"))
		start_selection(o, element, is(element, "TranscriptSelection"));
	else if (is(element, "Coding"))
		o->user = attribute(o, element, "creatingUser");
	else if (is(element, "CodeRef"))
		start_code_ref(o, element);
	else if (is(element, "Project"))
		start_project(o, element);
	else if (is(element, "CodeBook"))
		o->qde->codebook = !o->qde->name.p;
	else if (is(element, "Note"))
		o->in_note = ++o->qde->nnotes > 0;
	else if (is(element, "Set"))
		o->qde->nsets++;
	else if (is(element, "Graph"))
		start_graph(o, element);
	else if (is(element, "Vertex"))
		start_vertex(o, element);
}
