/*
 * A table of participants applied to the wall: each row to the person of that code or name, each
 * column to what its heading says; all of it one edit.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/import.h"
#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

struct facts {
	struct participant_fact *list;
	size_t n, capacity;
};

static bool same_folded(struct str a, struct str b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	fold_text(&x, a);
	fold_text(&y, b);
	bool same = x.len && str_equal(strbuf_str(&x), strbuf_str(&y));
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

/* The person of that code, else of that name. */
static const struct participant *find_person(const struct app *app, struct str word)
{
	struct participant_list people = model_participants(app->model);
	struct code code;
	if (code_parse(word, CODE_PARTICIPANT, &code))
		return model_participant_by_code(app->model, code);
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(app->model, people.ids[i]);
		if (same_folded(p->name, word))
			return p;
	}
	return NULL;
}

enum fact_kind roster_fact_kind(struct str heading)
{
	static const struct {
		const char *heading;
		enum fact_kind kind;
	} known[] = {{"name", FACT_NAME},
		     {"note", FACT_NOTE},
		     {"notes", FACT_NOTE},
		     {"consent record", FACT_CONSENT_RECORD},
		     {"consent_record", FACT_CONSENT_RECORD},
		     {"consent-record", FACT_CONSENT_RECORD},
		     {"may be recorded", FACT_CONSENT_RECORD},
		     {"consent", FACT_CONSENT_QUOTE},
		     {"consent quote", FACT_CONSENT_QUOTE},
		     {"consent_quote", FACT_CONSENT_QUOTE},
		     {"consent-quote", FACT_CONSENT_QUOTE},
		     {"quoted", FACT_CONSENT_QUOTE},
		     {"may be quoted", FACT_CONSENT_QUOTE}};
	for (size_t i = 0; i < TW_COUNT(known); i++)
		if (str_equal_ascii(heading, str_of(known[i].heading)))
			return known[i].kind;
	return FACT_ATTRIBUTE;
}

struct str roster_consent(struct str value)
{
	if (str_equal_ascii(value, STR("yes")) || str_equal_ascii(value, STR("y")))
		return STR("yes");
	if (str_equal_ascii(value, STR("no")) || str_equal_ascii(value, STR("n")))
		return STR("no");
	if (str_equal_ascii(value, STR("not recorded")))
		return STR("");
	return value;
}

static void add_row(struct app *app, struct facts *facts, const struct people_table *table,
		    size_t row, const struct participant *who)
{
	struct str segment = model_study(app->model)->segment;
	for (size_t i = 0; i < table->ncolumns; i++) {
		struct str heading = people_heading(table, i), value = people_cell(table, row, i);
		struct participant_fact fact = {who->id, roster_fact_kind(heading), heading, value};
		if (i == table->key || !heading.n || !value.n)
			continue;
		if (fact.kind == FACT_CONSENT_RECORD || fact.kind == FACT_CONSENT_QUOTE)
			fact.value = roster_consent(value);
		if (str_equal_ascii(heading, segment))
			fact.name = segment;
		ALLOC_GROW(facts->list, facts->n + 1, facts->capacity);
		facts->list[facts->n++] = fact;
	}
}

bool roster_apply(struct app *app, const struct import_file *file, struct err *err)
{
	const struct people_table *table = &file->people;
	struct facts facts = {.n = 0};
	size_t known = 0;
	for (size_t row = 0; row < table->nrows; row++) {
		struct str word = people_cell(table, row, table->key);
		const struct participant *who = find_person(app, word);
		known += who != NULL;
		if (who)
			add_row(app, &facts, table, row, who);
		else
			strbuf_addf(&app->notes, "  %s line %zu: nobody here is \"%.*s\"\n",
				    file->path, row + 2, STR_ARG(word));
	}
	bool ok = known || err_set(err, ERR_NOT_FOUND,
				   table->nrows == 1
					   ? "%s: its one person is not in this study yet; import "
					     "the transcript first"
					   : "%s: none of its %zu people is in this study yet; "
					     "import their transcripts first",
				   file->path, table->nrows);
	ok = ok && edit_participant_facts(app->store, facts.list, facts.n,
					  STR("table of participants"), err);
	free(facts.list);
	if (ok)
		strbuf_addf(&app->notes, "%s: %zu of %zu %s known\n", file->path, known,
			    table->nrows, count_word(table->nrows, "person", "people"));
	return ok && app_poll(app, err);
}
