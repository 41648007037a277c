/*
 * A REFI-QDA project as the JSON of a wall: codes are clusters, a coded selection is a card in each
 * of its codes (an uncoded one lies in the tray), a source is a session with its transcript, a case
 * a participant. What a wall has no place for is counted and said.
 */
#include "qde-wall-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* ---- sources ---- */

/* How many selections whose name is a quote begin with it, as positions are counted here. */
static size_t count_matches(const struct qde *qde, int source, const struct qde_text *text)
{
	size_t n = 0;
	int64_t from, to;
	for (size_t i = 0; i < qde->nselections; i++) {
		const struct qde_selection *selection = &qde->selections[i];
		if (selection->source == source && selection->name.n &&
		    qde_text_range(text, selection->start, selection->end, &from, &to))
			n += str_starts(qde_text_slice(text, from, to), selection->name);
	}
	return n;
}

/* Programs differ in whether a line end of two characters counts as one or two: selections that
 * are named after their words tell. */
static void cut_source(struct qde_writing *w, size_t s)
{
	struct qde *qde = w->qde;
	struct str source = qde->sources[s].text;
	qde_text_init(&w->texts[s], source, true);
	if (str_find(source, STR("\r\n")) == source.n)
		return;
	struct qde_text single;
	qde_text_init(&single, source, false);
	bool better =
		count_matches(qde, (int)s, &single) > count_matches(qde, (int)s, &w->texts[s]);
	qde_text_release(better ? &w->texts[s] : &single);
	if (better)
		w->texts[s] = single;
}

static void prepare(struct qde_writing *w)
{
	struct qde *qde = w->qde;
	for (size_t i = 0; i < qde->ncases; i++)
		qde_person_add(w, qde->cases[i].name, (int)i);
	for (size_t s = 0; s < qde->nsources; s++) {
		cut_source(w, s);
		qde->nempty += !w->texts[s].nturns && !qde->sources[s].gone;
	}
	qde_guess_roles(w);
	for (size_t s = 0; s < qde->nsources; s++)
		w->owner[s] = qde_owner_of(w, &qde->sources[s]);
	for (size_t s = 0; s < qde->nsources; s++)
		for (size_t i = 0; i < w->texts[s].nspeakers; i++)
			qde_person_of(w, s, &w->texts[s].speakers[i]);
}

/* ---- what is said about it ---- */

static void say(struct strbuf *said, size_t n, const char *one, const char *many)
{
	if (n)
		strbuf_addf(said, "%s%zu %s", said->len ? ", " : "", n, n == 1 ? one : many);
}

static void say_all(const struct qde_writing *w, struct strbuf *said)
{
	const struct qde *qde = w->qde;
	struct strbuf left = STRBUF_INIT;
	size_t nsources = 0;
	for (size_t s = 0; s < qde->nsources; s++)
		nsources += w->texts[s].nturns > 0;
	say(said, nsources, "source", "sources");
	say(said, qde->ncodes, "code", "codes");
	say(said, w->ncards, "card", "cards");
	say(said, qde->ncases, "case", "cases");
	for (size_t i = 0; i < qde->nusers; i++)
		if (qde->users[i].ncodings)
			strbuf_addf(said, "; %zu coded by %.*s", qde->users[i].ncodings,
				    STR_ARG(qde->users[i].name));
	say(&left, qde->nmedia, "picture, PDF or recording", "pictures, PDFs or recordings");
	say(&left, qde->nnotes, "note", "notes");
	say(&left, qde->nsets, "set", "sets");
	say(&left, qde->ngraphs, "graph", "graphs");
	say(&left, qde->nmissing, "source that is not in the file",
	    "sources that are not in the file");
	say(&left, qde->noutside, "source whose name leads out of the project",
	    "sources whose names lead out of the project");
	say(&left, qde->nstrays, "entry whose name leads out of the archive",
	    "entries whose names lead out of the archive");
	say(&left, qde->nempty, "source without words", "sources without words");
	say(&left, w->nothing, "selection of nothing", "selections of nothing");
	if (left.len)
		strbuf_addf(said, "; left out: %s", left.buf);
	if (qde->ndeep)
		strbuf_addf(said, "; %zu codes below the fourth level are now on it", qde->ndeep);
	strbuf_release(&left);
}

void qde_write(struct qde *qde, struct strbuf *json, struct strbuf *said)
{
	struct qde_writing w = {.qde = qde,
				.out = json,
				.texts = xcalloc(qde->nsources, sizeof *w.texts),
				.owner = xcalloc(qde->nsources, sizeof *w.owner),
				.inside = xcalloc(qde->ncodes, sizeof *w.inside)};
	struct str title = qde->name.n ? qde->name : qde->file;
	prepare(&w);
	strbuf_add_z(json, "{\"themewall\":1,\"study\":{");
	qde_put_text(json, "title", str_part(title, 0, utf8_offset(title, QDE_NAME_CHARS)));
	qde_put_text(json, "question", qde->description);
	qde_put_text(json, "segment", STR("segment"));
	qde_put_number(json, "created_ms", qde->created_ms < 0 ? 0 : qde->created_ms);
	strbuf_add_char(json, '}');
	qde_write_people(&w);
	qde_write_sources(&w);
	qde_write_clusters(&w);
	qde_write_cards(&w);
	strbuf_add_char(json, '}');
	say_all(&w, said);
	for (size_t s = 0; s < qde->nsources; s++)
		qde_text_release(&w.texts[s]);
	free(w.texts);
	free(w.owner);
	free(w.inside);
	free(w.people);
}
