/*
 * The participants of a project: its cases with their variables, and whoever speaks under a name in
 * a source that belongs to no one case.
 */
#include "qde-wall-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

size_t qde_person_add(struct qde_writing *w, struct str name, int from)
{
	ALLOC_GROW(w->people, w->npeople + 1, w->capacity);
	w->people[w->npeople] = (struct qde_person){name, from};
	return w->npeople++;
}

static size_t person_named(struct qde_writing *w, struct str name)
{
	for (size_t i = 0; i < w->npeople; i++)
		if (str_equal(w->people[i].name, name))
			return i;
	return qde_person_add(w, name, -1);
}

int qde_owner_of(const struct qde_writing *w, const struct qde_source *source)
{
	int owner = -1;
	for (size_t i = 0; i < w->qde->nlinks; i++) {
		const struct qde_link *link = &w->qde->links[i];
		if (!str_equal_ascii(link->source, source->guid) &&
		    !str_equal_ascii(link->source, source->owner))
			continue;
		if (owner >= 0 && owner != link->person)
			return -1;
		owner = link->person;
	}
	return owner;
}

static bool is_person(const struct draft_speaker *speaker)
{
	return speaker->role != ROLE_MODERATOR && speaker->role != ROLE_OBSERVER;
}

int64_t qde_person_of(struct qde_writing *w, size_t s, const struct draft_speaker *speaker)
{
	if (!is_person(speaker))
		return -1;
	if (w->owner[s] >= 0)
		return w->owner[s]; /* cases come first among the people */
	return (int64_t)person_named(w, speaker->name);
}

void qde_guess_roles(struct qde_writing *w)
{
	size_t n = w->qde->nsources;
	struct draft *drafts = xcalloc(n, sizeof *drafts), **list = xcalloc(n, sizeof *list);
	for (size_t i = 0; i < n; i++) {
		drafts[i].speakers = w->texts[i].speakers;
		drafts[i].nspeakers = w->texts[i].nspeakers;
		list[i] = &drafts[i];
	}
	draft_guess_roles(list, n);
	free(list);
	free(drafts);
}

static struct str variable_name(const struct qde *qde, struct str guid)
{
	for (size_t i = 0; i < qde->nvariables; i++)
		if (str_equal_ascii(qde->variables[i].guid, guid))
			return qde->variables[i].name;
	return STR("");
}

/* One value each: a name that comes again is passed over. */
static void write_attributes(struct qde_writing *w, int from)
{
	const struct qde_case *person = from < 0 ? NULL : &w->qde->cases[from];
	qde_put_raw(w->out, "attributes", "{");
	for (size_t i = 0; person && i < person->nattributes; i++) {
		struct str name = variable_name(w->qde, person->attributes[i].variable);
		bool again = !name.n;
		for (size_t k = 0; k < i && !again; k++)
			again = str_equal(name,
					  variable_name(w->qde, person->attributes[k].variable));
		if (again)
			continue;
		if (w->out->buf[w->out->len - 1] != '{')
			strbuf_add_char(w->out, ',');
		qde_put_string(w->out, name);
		strbuf_add_char(w->out, ':');
		qde_put_string(w->out, person->attributes[i].value);
	}
	strbuf_add_char(w->out, '}');
}

void qde_write_people(struct qde_writing *w)
{
	struct strbuf *out = w->out;
	qde_put_raw(out, "participants", "[");
	for (size_t i = 0; i < w->npeople; i++) {
		qde_put_begin(out);
		qde_put_code(out, "id", CODE_PARTICIPANT, i);
		qde_put_text(out, "name", w->people[i].name);
		write_attributes(w, w->people[i].from);
		qde_put_raw(out, "consent", "{\"record\":null,\"quote\":null}");
		qde_put_text(out, "note", STR(""));
		strbuf_add_char(out, '}');
	}
	strbuf_add_char(out, ']');
}
