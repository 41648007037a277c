/*
 * A project's codes as clusters and its selections as cards: where a vertex says that something
 * stood, there it stands, else side by side and in the order of the file.
 */
#include "qde-wall-internal.h"

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { COLUMNS = 4, NOTE_BYTES = 4000 };

/* Cut between two characters. */
static struct str first_bytes(struct str s, size_t n)
{
	if (s.n <= n)
		return s;
	while (((uint8_t)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_part(s, 0, n);
}

/* Where a top-level one stands: as it stood, else one beside the other. */
static void write_anchor(struct qde_writing *w, const struct qde_code *code, size_t top)
{
	const struct qde_vertex *vertex = qde_find_vertex(w->qde, code->guid);
	qde_put_number(w->out, "column", vertex ? vertex->column : (int64_t)(top % COLUMNS));
	qde_put_number(w->out, "line", vertex ? vertex->line : (int64_t)(top / COLUMNS));
	qde_put_number(w->out, "width", vertex ? vertex->width : 1);
}

/* A note of our own codebook begins its line with a word; returns what stands before it. */
static struct str write_note(struct qde_writing *w, const char *key, struct str begin,
			     struct str description)
{
	size_t at = str_starts(description, begin) ? 0 : str_find(description, begin);
	while (at && at < description.n && description.p[at - 1] != '\n')
		at += 1 + str_find(str_part(description, at + 1, description.n), begin);
	if (at >= description.n)
		return description;
	struct str note = str_trim(str_part(description, at + begin.n, description.n));
	qde_put_text(w->out, key, first_bytes(note, NOTE_BYTES));
	return str_trim(str_part(description, 0, at));
}

static void write_description(struct qde_writing *w, const struct qde_code *code)
{
	struct str left = code->description;
	if (w->qde->own) {
		left = write_note(w, "exclude", STR("Exclude: "), left);
		left = write_note(w, "include", STR("Include: "), left);
	}
	qde_put_text(w->out, "definition", first_bytes(left, NOTE_BYTES));
}

/* What we write for a cluster without a name, and wrote once. */
static bool is_no_name(struct str name)
{
	return str_equal(name, cluster_title(STR(""))) || str_equal(name, STR("(not named yet)"));
}

static void write_cluster(struct qde_writing *w, size_t i, size_t top)
{
	struct strbuf *out = w->out;
	const struct qde_code *code = &w->qde->codes[i];
	struct str name = str_part(code->name, 0, utf8_offset(code->name, QDE_NAME_CHARS));
	if (w->qde->own && is_no_name(name))
		name = STR("");
	qde_put_begin(out);
	qde_put_code(out, "id", CODE_CLUSTER, i);
	qde_put_text(out, "name", name);
	if (code->parent < 0)
		qde_put_raw(out, "parent", "null");
	else
		qde_put_code(out, "parent", CODE_CLUSTER, (size_t)code->parent);
	qde_put_number(out, "rank", (int64_t)i);
	write_anchor(w, code, top);
	qde_put_number(out, "folded", 0);
	qde_put_text(out, "colour", str_of(cluster_colour_name(code->colour)));
	write_description(w, code);
	strbuf_add_char(out, '}');
}

void qde_write_clusters(struct qde_writing *w)
{
	size_t top = 0;
	qde_put_raw(w->out, "clusters", "[");
	for (size_t i = 0; i < w->qde->ncodes; i++) {
		write_cluster(w, i, top);
		top += w->qde->codes[i].parent < 0;
	}
	strbuf_add_char(w->out, ']');
}

/* In a code in the order of the wall, then of the file; else where its vertex stands. */
static void write_place(struct qde_writing *w, const struct qde_vertex *vertex, int code)
{
	struct strbuf *out = w->out;
	if (code >= 0) {
		int64_t after = (int64_t)(w->qde->nvertices + w->inside[code]++);
		qde_put_text(out, "place", STR("cluster"));
		qde_put_code(out, "cluster", CODE_CLUSTER, (size_t)code);
		qde_put_number(out, "rank", vertex ? vertex->order : after);
	} else if (vertex && !vertex->parked) {
		qde_put_text(out, "place", STR("loose"));
		qde_put_number(out, "column", vertex->column);
		qde_put_number(out, "line", vertex->line);
	} else {
		qde_put_text(out, "place", vertex ? STR("parked") : STR("tray"));
	}
}

static void write_card(struct qde_writing *w, const struct qde_selection *selection, int64_t from,
		       int64_t to, int code)
{
	struct strbuf *out = w->out;
	size_t s = (size_t)selection->source;
	bool named = w->texts[s].nspeakers > 0;
	qde_put_begin(out);
	qde_put_code(out, "id", CODE_CARD, w->ncards++);
	qde_put_text(out, "kind", STR("quote"));
	qde_put_text(out, "text", qde_text_slice(&w->texts[s], from, to));
	qde_put_text(out, "implies", selection->description);
	if (w->owner[s] >= 0 && !named)
		qde_put_code(out, "by_hand", CODE_PARTICIPANT, (size_t)w->owner[s]);
	qde_put_code(out, "transcript", CODE_SESSION, s);
	qde_put_number(out, "start", from);
	qde_put_number(out, "end", to);
	if (selection->ms >= 0)
		qde_put_number(out, "time_ms", selection->ms);
	qde_put_raw(out, "flags", "[]");
	write_place(w, qde_find_vertex(w->qde, selection->guid), code);
	qde_put_number(out, "created_ms", selection->created_ms < 0 ? 0 : selection->created_ms);
	strbuf_add_char(out, '}');
}

/* Who speaks where an excerpt begins. */
static void add_speaker(struct qde_writing *w, const struct qde_selection *selection, int64_t from)
{
	const struct qde_text *text = &w->texts[selection->source];
	size_t low = 0, high = text->nturns;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (text->turns[middle].start <= from)
			low = middle;
		else
			high = middle;
	}
	w->out->len--; /* the closing brace */
	if (text->turns[low].speaker >= 0)
		qde_put_number(w->out, "speaker_no", text->turns[low].speaker);
	strbuf_add_char(w->out, '}');
}

static void write_selection(struct qde_writing *w, const struct qde_selection *selection)
{
	int64_t from, to;
	size_t placed = 0;
	if (!qde_text_range(&w->texts[selection->source], selection->start, selection->end, &from,
			    &to)) {
		w->nothing++;
		return;
	}
	for (size_t i = 0; i < selection->ncodes; i++) {
		int code = qde_find_code(w->qde, w->qde->codings[selection->first_code + i]);
		if (code < 0)
			continue;
		write_card(w, selection, from, to, code);
		add_speaker(w, selection, from);
		placed++;
	}
	if (placed)
		return;
	write_card(w, selection, from, to, -1);
	add_speaker(w, selection, from);
}

void qde_write_cards(struct qde_writing *w)
{
	qde_put_raw(w->out, "cards", "[");
	for (size_t i = 0; i < w->qde->nselections; i++)
		write_selection(w, &w->qde->selections[i]);
	strbuf_add_char(w->out, ']');
}
