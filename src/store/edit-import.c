/*
 * An import: one transaction in two halves. Transcript, speakers and turns go in raw and hidden,
 * unrecorded (they would fill the journal with every word); then, recorded, the transcript is shown
 * and gets its session, people and cards. So undoing an import hides it like any other change is
 * undone, and redoing shows it again.
 */
#include "import-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

enum { TURNS_A_LOOK = 256, MANY_CHARS = 1 << 20 };

/* Already there? By its bytes, else by its text. What a correction replaced counts, too, unless it
 * is to take its place back. */
static bool find_same(struct importing *in, struct import_report *report)
{
	static const char by_bytes[] = "SELECT id FROM transcript WHERE (hidden = 0 OR hidden "
				       "= ?2) AND sha256_bytes = ?1 ORDER BY hidden, id LIMIT 1";
	static const char by_text[] = "SELECT id FROM transcript WHERE (hidden = 0 OR hidden "
				      "= ?2) AND sha256_text = ?1 ORDER BY hidden, id LIMIT 1";
	struct edit *edit = in->edit;
	int64_t *id = &report->same_as.n;
	int64_t replaced = in->options->corrects.n ? VERSION_SHOWN : VERSION_REPLACED;
	if (in->options->again)
		return true;
	if (!db_get_int(edit->db, edit->err, id, by_bytes, "bi", sha_blob(in->draft->sha_bytes),
			replaced))
		return false;
	report->same_bytes = *id != 0;
	return *id || db_get_int(edit->db, edit->err, id, by_text, "bi",
				 sha_blob(in->draft->sha_text), replaced);
}

static bool insert_transcript(struct importing *in)
{
	struct edit *edit = in->edit;
	const struct draft *d = in->draft;
	return edit_new_id(edit, &in->transcript) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO transcript(id, session, version, title, origin_name, "
		      "origin_format, encoding, sha256_bytes, sha256_text, "
		      "nchars, nturns, hidden, lamport) VALUES(?1, NULL, 1, ?2, ?3, ?4, ?5, ?6, "
		      "?7, ?8, ?9, 1, ?10)",
		      "ittzzbbiii", in->transcript, d->title, d->origin_name, d->format,
		      d->encoding, sha_blob(d->sha_bytes), sha_blob(d->sha_text), d->nchars,
		      (int64_t)d->nturns, edit->lamport);
}

static bool insert_speakers(struct importing *in)
{
	struct edit *edit = in->edit;
	bool good = true;
	for (size_t i = 0; good && i < in->draft->nspeakers; i++) {
		const struct draft_speaker *s = &in->draft->speakers[i];
		good = edit_new_id(edit, &in->speakers[i]) &&
		       db_run(edit->db, edit->err,
			      "INSERT INTO speaker(id, transcript, label, role, guessed, "
			      "participant, nwords) "
			      "VALUES(?1, ?2, ?3, 'unknown', 1, NULL, ?4)",
			      "iiti", in->speakers[i], in->transcript, s->label,
			      (int64_t)s->nwords);
	}
	return good;
}

/* Somebody waits for it and may have had enough. */
static bool go_on(struct importing *in, size_t nturns)
{
	return !in->options->go_on || nturns % TURNS_A_LOOK != 0 ||
	       in->options->go_on(in->options->context, nturns) ||
	       err_set(in->edit->err, ERR_NOTHING, "stopped: nothing was imported");
}

#define FOUR(x) x "," x "," x "," x
#define INSERT_TURNS                                                                               \
	"INSERT INTO turn(transcript, seq, speaker, start, \"end\", start_ms, end_ms, text, "      \
	"cues) "                                                                                   \
	"VALUES"
#define ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
static const char insert_one[] = INSERT_TURNS ROW;
static const char insert_many[] = INSERT_TURNS FOUR(FOUR(FOUR(ROW)));
#undef ROW
#undef INSERT_TURNS
#undef FOUR

/* Many rows a statement: half of what a small row costs is to begin and end one. */
enum { TURNS_AT_ONCE = 64, TURN_COLUMNS = 9 };

static void turn_values(struct value *v, const struct importing *in, size_t i, struct str cues)
{
	const struct draft_turn *t = &in->draft->turns[i];
	int64_t at = in->starts[i];
	*v++ = value_int(in->transcript);
	*v++ = value_int((int64_t)i);
	*v++ = value_ref(t->speaker < 0 ? 0 : in->speakers[t->speaker]);
	*v++ = value_int(at);
	*v++ = value_int(at + (int64_t)t->nchars);
	*v++ = value_int(t->start_ms);
	*v++ = value_int(t->end_ms);
	*v++ = value_text(t->text);
	*v = (struct value){.type = VALUE_BLOB, .s = cues};
}

/* The turns from `first` on; cues is room for theirs. */
static bool insert_rows(struct importing *in, size_t first, size_t n, struct strbuf *cues)
{
	struct value values[TURNS_AT_ONCE * TURN_COLUMNS];
	size_t ends[TURNS_AT_ONCE + 1] = {0};
	strbuf_reset(cues);
	for (size_t i = 0; i < n; i++) {
		const struct draft_turn *t = &in->draft->turns[first + i];
		turn_cues_add(cues, t->cues, t->ncues, t->start_ms);
		ends[i + 1] = cues->len;
	}
	for (size_t i = 0; i < n; i++)
		turn_values(values + i * TURN_COLUMNS, in, first + i,
			    str_part(strbuf_str(cues), ends[i], ends[i + 1]));
	return db_run_values(in->edit->db, in->edit->err, n == 1 ? insert_one : insert_many, values,
			     (int)(n * TURN_COLUMNS));
}

/* They name their transcript and its speakers, which were written a moment ago: to look them up
 * once more for each turn would be two fifths of the work. */
static bool insert_all_rows(struct importing *in)
{
	struct strbuf cues = STRBUF_INIT;
	size_t nturns = in->draft->nturns;
	bool good = true;
	db_look_up(in->edit->db, false);
	for (size_t i = 0, n; good && i < nturns; i += n) {
		n = nturns - i < TURNS_AT_ONCE ? 1 : TURNS_AT_ONCE;
		good = insert_rows(in, i, n, &cues) && go_on(in, i + n);
	}
	db_look_up(in->edit->db, true);
	strbuf_release(&cues);
	return good;
}

static bool insert_turns(struct importing *in)
{
	const struct draft *draft = in->draft;
	int64_t at = 0;
	for (size_t i = 0; i < draft->nturns; i++) {
		in->starts[i] = at;
		at += (int64_t)draft->turns[i].nchars + 1;
	}
	bool good = insert_all_rows(in);
	return good && (at - 1 == draft->nchars ||
			err_set(in->edit->err, ERR_FORMAT,
				"%.*s was read inconsistently: nothing was imported",
				STR_ARG(draft->origin_name)));
}

static bool show_transcript(struct importing *in)
{
	char code[16];
	struct edit *edit = in->edit;
	return edit_new_id(edit, &in->session) && edit_new_code(edit, CODE_SESSION, code) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO session(id, code, title, date, kind, ordinal) "
		      "VALUES(?1, ?2, ?3, ?4, '', (SELECT ifnull(max(ordinal), 0) + 1 FROM "
		      "session))",
		      "iztt", in->session, code, in->draft->title, in->options->date) &&
	       db_run(edit->db, edit->err,
		      "UPDATE transcript SET hidden = 0, session = ?1 WHERE id = ?2", "ii",
		      in->session, in->transcript);
}

static bool import_own(struct importing *in)
{
	strbuf_addf(&in->edit->label, "import of %.*s", STR_ARG(in->draft->origin_name));
	return edit_record(in->edit) && show_transcript(in) && import_people(in) &&
	       import_cards(in);
}

static bool import_correction(struct importing *in, struct import_report *report)
{
	struct strbuf before = STRBUF_INIT;
	bool good = correct_begin(in, &before) && edit_record(in->edit) && correct_show(in) &&
		    import_people(in) && correct_excerpts(in, report);
	correction_free(in->correction);
	strbuf_release(&before);
	return good;
}

static bool import_all(struct importing *in, struct import_report *report)
{
	struct edit *edit = in->edit;
	if (!find_same(in, report) || report->same_as.n)
		return !edit->err->code;
	if (!in->draft->nturns)
		return err_set(edit->err, ERR_FORMAT, "%.*s holds no text",
			       STR_ARG(in->draft->origin_name));
	in->speakers =
		arena_zalloc(&edit->arena, (in->draft->nspeakers + 1) * sizeof *in->speakers);
	in->people = arena_zalloc(&edit->arena, (in->draft->nspeakers + 1) * sizeof *in->people);
	in->starts = arena_zalloc(&edit->arena, in->draft->nturns * sizeof *in->starts);
	if (!insert_transcript(in) || !insert_speakers(in) || !insert_turns(in))
		return false;
	return in->options->corrects.n ? import_correction(in, report) : import_own(in);
}

bool edit_import(struct store *store, const struct draft *draft,
		 const struct import_options *options, struct import_report *report,
		 struct err *err)
{
	struct edit edit;
	struct importing in = {.edit = &edit, .draft = draft, .options = options};
	*report = (struct import_report){0};
	bool bulk = draft->nchars >= MANY_CHARS && bulk_begin(store);
	bool good = edit_begin_raw(&edit, store, err) && edit_end(&edit, import_all(&in, report));
	if (bulk)
		bulk_end(store);
	if (!good) {
		free(report->moved_cards);
		report->moved_cards = NULL;
		return false;
	}
	if (!report->same_as.n) {
		report->transcript.n = in.transcript;
		report->session.n = in.session;
		report->cards = in.ncards;
	}
	return true;
}
