/*
 * The XML of REFI-QDA as records. What is being read is kept as one open record of each kind (the
 * code at hand, the source, the selection …); where texts go is decided by the innermost of them.
 * Namespaces are matched by their beginning: programs write several versions of it.
 */
#include "qde-read-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static void on_start(void *context, const struct xml_element *element)
{
	struct opened *o = context;
	o->ours = o->ours || xml_space_has(element->space, "QDA-XML");
	strbuf_reset(&o->text);
	if (xml_space_has(element->space, "QDA-XML"))
		qde_element(o, element);
}

static void end_code(struct opened *o)
{
	o->nlevels -= o->nlevels > 0;
	o->code = o->nlevels ? o->levels[o->nlevels - 1] : -1;
}

static bool ends_value(struct str name)
{
	return str_ends(name, STR("Value")) && !str_equal(name, STR("VariableValue"));
}

static void end_value(struct opened *o)
{
	struct str value = qde_keep(o, strbuf_str(&o->text));
	if (o->person < 0 || !o->variable.n || !value.n)
		return;
	struct qde_case *person = &o->qde->cases[o->person];
	ALLOC_GROW(person->attributes, person->nattributes + 1, person->capacity);
	person->attributes[person->nattributes++] = (struct qde_attribute){o->variable, value};
}

static void end_description(struct opened *o)
{
	struct str words = qde_keep(o, strbuf_str(&o->text));
	if (o->in_note)
		return;
	if (o->selection >= 0)
		o->qde->selections[o->selection].description = words;
	else if (o->code >= 0)
		o->qde->codes[o->code].description = words;
	else if (o->source < 0 && o->person < 0 && !o->owner.n)
		o->qde->description = words;
}

/* The text as it stands: positions count in it. */
static void end_content(struct opened *o)
{
	struct qde_source *source = &o->qde->sources[o->source];
	source->text =
		(struct str){arena_strndup(o->qde->arena, o->text.buf, o->text.len), o->text.len};
}

static void on_end(void *context, struct str space, struct str name)
{
	struct opened *o = context;
	if (!xml_space_has(space, "QDA-XML"))
		return;
	if (str_equal(name, STR("Code")))
		end_code(o);
	else if (str_equal(name, STR("Case")))
		o->person = -1;
	else if (str_equal(name, STR("PlainTextSelection")) ||
		 str_equal(name, STR("TranscriptSelection")))
		o->selection = -1;
	else if (str_equal(name, STR("PlainTextContent")) && o->source >= 0 && !o->in_note)
		end_content(o);
	else if (str_equal(name, STR("TextSource")) || str_equal(name, STR("Representation")) ||
		 str_equal(name, STR("Transcript")))
		o->source = -1;
	else if (str_ends(name, STR("Source")))
		o->owner = o->owner_name = STR("");
	else if (str_equal(name, STR("Note")))
		o->in_note = false;
	else if (str_equal(name, STR("Description")))
		end_description(o);
	else if (ends_value(name))
		end_value(o);
}

static void on_text(void *context, struct str text)
{
	struct opened *o = context;
	strbuf_add_str(&o->text, text);
}

bool qde_read(struct qde *qde, struct str xml, struct err *err)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct opened o = {.qde = qde,
			   .text = STRBUF_INIT,
			   .clean = STRBUF_INIT,
			   .code = -1,
			   .person = -1,
			   .source = -1,
			   .selection = -1};
	bool good = xml_read(xml, qde->file, &handler, &o, err);
	if (good && !o.ours)
		good = err_set(err, ERR_FORMAT,
			       "%.*s is XML, but no REFI-QDA project or codebook; export the "
			       "transcript as .vtt or .txt",
			       STR_ARG(qde->file));
	qde_sort_vertices(qde);
	strbuf_release(&o.text);
	strbuf_release(&o.clean);
	return good;
}

int qde_find_code(const struct qde *qde, struct str guid)
{
	for (size_t i = 0; i < qde->ncodes; i++)
		if (str_equal_ascii(qde->codes[i].guid, guid))
			return (int)i;
	return -1;
}

void qde_release(struct qde *qde)
{
	for (size_t i = 0; i < qde->ncases; i++)
		free(qde->cases[i].attributes);
	free(qde->codes);
	free(qde->users);
	free(qde->cases);
	free(qde->variables);
	free(qde->sources);
	free(qde->links);
	free(qde->syncs);
	free(qde->selections);
	free(qde->codings);
	free(qde->vertices);
}
