/*
 * XML through expat, as events. A document with a DOCTYPE is refused before anything in it is
 * looked at, so there are no entities to expand and nothing outside to ask for. Names come split
 * into namespace and local name: documents choose their prefixes freely.
 */
#include "package-internal.h"

#include <expat.h>

#include "themewall/base/token.h"
#include "themewall/base/banned.h"

enum { LEVELS = 256 };
#define SEPARATOR ' '

struct work {
	XML_Parser parser;
	const struct xml_handler *handler;
	void *context;
	int depth;
	bool has_dtd, too_deep;
};

static void split(const char *full, struct str *space, struct str *name)
{
	struct str s = str_of(full);
	size_t at = str_find_char(s, SEPARATOR);
	*space = at < s.n ? str_part(s, 0, at) : STR("");
	*name = at < s.n ? str_part(s, at + 1, s.n) : s;
}

static void XMLCALL on_start(void *context, const char *full, const char **attributes)
{
	struct work *work = context;
	struct xml_element element = {.attributes = (const char *const *)attributes};
	if (++work->depth > LEVELS) {
		work->too_deep = true;
		XML_StopParser(work->parser, XML_FALSE);
		return;
	}
	split(full, &element.space, &element.name);
	work->handler->start(work->context, &element);
}

static void XMLCALL on_end(void *context, const char *full)
{
	struct work *work = context;
	struct str space, name;
	work->depth--;
	split(full, &space, &name);
	work->handler->end(work->context, space, name);
}

static void XMLCALL on_text(void *context, const char *text, int n)
{
	struct work *work = context;
	work->handler->text(work->context, (struct str){text, (size_t)n});
}

static void XMLCALL on_doctype(void *context, const char *name, const char *system,
			       const char *public, int internal)
{
	struct work *work = context;
	(void)name, (void)system, (void)public, (void)internal;
	work->has_dtd = true;
	XML_StopParser(work->parser, XML_FALSE);
}

static bool fail(const struct work *work, struct str file, struct err *err)
{
	if (work->has_dtd)
		return err_set(err, ERR_FORMAT,
			       "%.*s contains a DTD, which no such file needs; refused. Save it "
			       "again in its own program",
			       STR_ARG(file));
	if (work->too_deep)
		return err_set(err, ERR_FORMAT, "%.*s is nested too deeply (more than 256 levels)",
			       STR_ARG(file));
	return err_set(err, ERR_FORMAT, "%.*s is damaged (XML, line %llu: %s); export it again",
		       STR_ARG(file), (unsigned long long)XML_GetCurrentLineNumber(work->parser),
		       XML_ErrorString(XML_GetErrorCode(work->parser)));
}

bool xml_read(struct str bytes, struct str file, const struct xml_handler *handler, void *context,
	      struct err *err)
{
	struct work work = {.parser = XML_ParserCreateNS(NULL, SEPARATOR),
			    .handler = handler,
			    .context = context};
	if (!work.parser)
		return err_set(err, ERR_FAILED, "%.*s: no memory to read it", STR_ARG(file));
	XML_SetHashSalt(work.parser, (unsigned long)token_new() | 1);
	XML_SetUserData(work.parser, &work);
	XML_SetElementHandler(work.parser, on_start, on_end);
	XML_SetCharacterDataHandler(work.parser, on_text);
	XML_SetStartDoctypeDeclHandler(work.parser, on_doctype);
	bool good = XML_Parse(work.parser, bytes.p, (int)bytes.n, XML_TRUE) == XML_STATUS_OK;
	if (!good)
		fail(&work, file, err);
	XML_ParserFree(work.parser);
	return good;
}

struct str xml_attribute(const struct xml_element *element, const char *name)
{
	struct str space, local;
	for (const char *const *at = element->attributes; at[0]; at += 2) {
		split(at[0], &space, &local);
		if (str_equal(local, str_of(name)))
			return str_of(at[1]);
	}
	return (struct str){NULL, 0};
}

bool xml_space_has(struct str space, const char *part)
{
	return str_find(space, str_of(part)) < space.n;
}
