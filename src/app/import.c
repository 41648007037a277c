/*
 * A batch of drafts into the wall: one transaction a file, one undo step in all. Good files are
 * kept, bad ones named. A draft is let go as soon as it is stored, so that a folder costs its
 * largest file and not their sum twice.
 */
#include "themewall/app/import.h"

#include <stdlib.h>

#include "app-internal.h"
#include "preview-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/import/jail.h"
#include "themewall/store/journal.h"
#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

enum { BUSY_TRIES = 100 };

bool app_progress(struct app *app, const char *what, int64_t done, int64_t total)
{
	int64_t now = clock_monotonic_ms();
	if (!app->progress.tell || now < app->progress.told_ms + APP_PROGRESS_MS)
		return true;
	app->progress.told_ms = now;
	return app->progress.tell(app->progress.context, what, done, total);
}

/* ---- who a speaker is ---- */

static bool same_name(struct str a, struct str b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	fold_text(&x, str_trim(a));
	fold_text(&y, str_trim(b));
	bool same = x.len && str_equal(strbuf_str(&x), strbuf_str(&y));
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

participant_id import_person_of(const struct app *app, const struct import_batch *batch,
				const struct draft_speaker *speaker)
{
	struct participant_list people = model_participants(app->model);
	if (speaker->role == ROLE_MODERATOR || speaker->role == ROLE_OBSERVER)
		return (participant_id){0};
	if (speaker->person.n || batch->options.participant.name.n)
		return speaker->person.n ? speaker->person : batch->options.participant.id;
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(app->model, people.ids[i]);
		if (same_name(p->name, speaker->name.n ? speaker->name : speaker->label))
			return p->id;
	}
	return (participant_id){0};
}

/* ---- what is said of it ---- */

static void note_failure(struct app *app, const char *why)
{
	strbuf_addf(&app->notes, "not imported: %s\n", why);
}

static void note_speakers(struct strbuf *out, const struct draft *draft)
{
	for (size_t i = 0; i < draft->nspeakers; i++) {
		const struct draft_speaker *s = &draft->speakers[i];
		strbuf_addf(out, "%s%.*s (%s%s)", i ? ", " : "; ", STR_ARG(s->label),
			    role_name(s->role), s->guessed ? ", guessed" : "");
	}
}

static void note_same(struct app *app, transcript_id id, bool same_bytes)
{
	const struct transcript *t = model_transcript(app->model, id);
	strbuf_add_z(&app->notes, "already imported as ");
	if (t)
		transcript_add_code(app->model, &app->notes, t);
	if (t && t->replaced)
		strbuf_add_z(&app->notes, ", before its text was corrected");
	strbuf_addf(&app->notes, " (the same %s)%s\n", same_bytes ? "file" : "text",
		    app->interactive ? "" : "; --again imports it once more");
}

/* A newer file of the same name is, mostly, a corrected one. */
static void note_namesake(struct app *app, const struct draft *draft,
			  const struct import_report *report)
{
	transcript_id other = correct_namesake(app, draft->origin_name, report->transcript);
	if (!other.n || !report->transcript.n)
		return;
	strbuf_addf(&app->notes, "  %.*s: ", STR_ARG(draft->origin_name));
	transcript_add_code(app->model, &app->notes, model_transcript(app->model, other));
	strbuf_add_z(&app->notes, " is from a file of that name; if this is its corrected text, "
				  "undo, then import it with --corrects ");
	transcript_add_code(app->model, &app->notes, model_transcript(app->model, other));
	strbuf_add_char(&app->notes, '\n');
}

static void note_imported(struct app *app, const struct draft *draft, transcript_id corrects,
			  const struct import_report *report)
{
	const struct transcript *new = model_transcript(app->model, report->transcript);
	struct strbuf *out = &app->notes;
	bool lead = corrects.n && app->interactive && !report->same_as.n;
	if (lead)
		correct_note(app, out, report, corrects);
	strbuf_addf(out, "%s%.*s: ", lead ? " · " : "", STR_ARG(draft->origin_name));
	if (report->same_as.n) {
		note_same(app, report->same_as, report->same_bytes);
		return;
	}
	if (new)
		transcript_add_code(app->model, out, new);
	strbuf_addf(out, ", %s%s%s, %s, %zu turn%s", draft->format, draft->dialect[0] ? " " : "",
		    draft->dialect, draft->encoding, draft->nturns, draft->nturns == 1 ? "" : "s");
	note_speakers(out, draft);
	if (report->cards)
		strbuf_addf(out, "; %zu card%s in the tray", report->cards,
			    report->cards == 1 ? "" : "s");
	if (corrects.n && !lead)
		correct_note(app, out, report, corrects);
	strbuf_add_char(out, '\n');
	for (size_t i = 0; i < draft->nwarnings; i++) {
		strbuf_addf(out, "  %.*s", STR_ARG(draft->origin_name));
		if (draft->warnings[i].line)
			strbuf_addf(out, " line %lld", (long long)draft->warnings[i].line);
		strbuf_addf(out, ": %.*s\n", STR_ARG(draft->warnings[i].text));
	}
}

/* ---- storing ---- */

/* What is being stored, for the calls that come back from the middle of it. */
struct storing {
	struct app *app;
	struct import_batch *batch;
	const struct import_file *file;
	bool stopped;
};

static bool go_on(void *context, size_t nturns)
{
	struct storing *storing = context;
	const struct draft *draft = &storing->file->draft;
	storing->stopped =
		storing->stopped || !app_progress(storing->app, storing->file->path,
						  (int64_t)nturns, (int64_t)draft->nturns);
	return !storing->stopped;
}

/* Another program may be writing: without a screen the store itself has waited long enough. */
static bool edit_patiently(struct storing *storing, const struct import_options *options,
			   struct import_report *report, struct err *err)
{
	struct app *app = storing->app;
	for (int i = 0;; i++) {
		err_clear(err);
		if (edit_import(app->store, &storing->file->draft, options, report, err))
			return true;
		if (err->code != ERR_BUSY || !app->interactive || i == BUSY_TRIES ||
		    !go_on(storing, 0))
			return false;
	}
}

static bool store_draft(struct storing *storing, struct import_file *file, struct err *err)
{
	struct app *app = storing->app;
	struct import_report report = {.cards = 0};
	struct import_options options = storing->batch->options;
	options.again = options.again || file->again;
	options.date = str_of(file->date);
	options.go_on = go_on;
	options.context = storing;
	if (storing->batch->pseudonyms)
		draft_redact(&file->draft, &storing->batch->redact);
	if (!edit_patiently(storing, &options, &report, err) || !app_poll(app, err))
		return err_wrap(err, "%s", file->path);
	note_imported(app, &file->draft, options.corrects, &report);
	if (!options.corrects.n)
		note_namesake(app, &file->draft, &report);
	free(report.moved_cards);
	const struct session *session = model_session(app->model, report.session);
	if (session && !report.same_as.n) {
		strbuf_add_z(&app->answer, app->answer.len ? " " : "");
		code_add(&app->answer, CODE_SESSION, session->code);
	}
	return true;
}

static bool store_file(struct storing *storing, struct import_file *file, struct err *err)
{
	struct app *app = storing->app;
	storing->file = file;
	if (file->state == IMPORT_BAD)
		return err_set(err, file->code, "%s", file->why);
	if (file->state == IMPORT_PEOPLE)
		return file->left_out || roster_apply(app, file, err);
	if (file->state == IMPORT_WALL)
		return file->left_out || import_store_wall(app, file, err);
	if (file->same_as.n && file->left_out) {
		strbuf_addf(&app->notes, "%.*s: ", STR_ARG(file->draft.origin_name));
		note_same(app, file->same_as, file->same_bytes);
	}
	bool ok = file->left_out || store_draft(storing, file, err);
	if (ok)
		draft_release(&file->draft);
	return ok;
}

/* What was stored before the person stopped it goes again: with a screen nobody else's step can be
 * the last one of ours. */
static void take_back(struct app *app)
{
	struct undo_report report = {0};
	struct err err = ERR_INIT;
	if (app->answer.len && !store_undo(app->store, UNDO_CAREFUL, &report, &err))
		app_say_err(app, &err);
	strbuf_reset(&app->answer);
	strbuf_reset(&app->notes);
}

static bool judge(size_t failed, size_t total, const struct err *first, const char *what,
		  struct err *err)
{
	if (failed == 0)
		return true;
	if (failed == total) {
		*err = *first;
		return false;
	}
	return err_set(err, ERR_PARTLY, "%zu of %zu files %s; %s", total - failed, total, what,
		       first->msg);
}

bool import_batch_store(struct app *app, struct import_batch *batch, bool *stopped, struct err *err)
{
	struct storing storing = {.app = app, .batch = batch};
	struct err first = ERR_INIT;
	size_t failed = 0;
	store_batch_begin(app->store);
	/* people are known by the names that transcripts bring: their table comes last */
	for (size_t i = 0; i < 2 * batch->n && !storing.stopped; i++) {
		struct err each = ERR_INIT;
		struct import_file *file = &batch->files[i % batch->n];
		if ((file->state == IMPORT_PEOPLE) != (i >= batch->n) ||
		    store_file(&storing, file, &each))
			continue;
		first = failed++ ? first : each;
		note_failure(app, each.msg);
	}
	store_batch_end(app->store);
	*stopped = storing.stopped;
	if (storing.stopped)
		take_back(app);
	struct err late = ERR_INIT;
	if (!app_poll(app, &late)) {
		*err = late;
		return false;
	}
	return judge(failed, batch->n, &first, "imported", err);
}

/* ---- without a screen ---- */

static char *copy(const char *z)
{
	return z ? xstrdup(z) : NULL;
}

static struct str keep(struct import_batch *batch, struct str s)
{
	return (struct str){arena_strndup(&batch->words, s.n ? s.p : "", s.n), s.n};
}

/* The options outlive the command that named them. */
static void keep_options(struct import_batch *batch, const struct import_options *options)
{
	size_t n = options->nattributes;
	struct attribute *kept = arena_zalloc(&batch->words, (n + 1) * sizeof *kept);
	for (size_t i = 0; i < n; i++)
		kept[i] = (struct attribute){keep(batch, options->attributes[i].name),
					     keep(batch, options->attributes[i].value)};
	batch->options = *options;
	batch->options.attributes = kept;
	batch->options.segment = keep(batch, options->segment);
	batch->options.participant.name = keep(batch, options->participant.name);
}

static void fill_batch(struct import_batch *batch, const struct import_request *request)
{
	keep_options(batch, &request->options);
	batch->pseudonyms = request->pseudonyms;
	for (size_t i = 0; i < request->npaths; i++)
		import_batch_add_path(batch, request->paths[i]);
	for (size_t i = 0; i < batch->n; i++) {
		batch->files[i].format = copy(request->format);
		batch->files[i].encoding = copy(request->encoding);
		batch->files[i].text_column = copy(request->text_column);
	}
}

void import_preview(struct app *app, const struct import_request *request)
{
	struct import_batch *batch = xcalloc(1, sizeof *batch);
	import_batch_init(batch);
	fill_batch(batch, request);
	import_show(app, batch);
}

static bool tell(struct app *app, const struct import_batch *batch, bool json, struct err *err)
{
	struct preview preview;
	struct err first = ERR_INIT;
	size_t bad = 0;
	preview_begin(&preview, app, &batch->options, &app->answer, json);
	for (size_t i = 0; i < batch->n; i++) {
		const struct import_file *file = &batch->files[i];
		preview_file(&preview, file);
		if (file->state != IMPORT_BAD)
			continue;
		if (bad++ == 0)
			err_set(&first, file->code, "%s", file->why);
		note_failure(app, file->why);
	}
	if (batch->pseudonyms)
		preview_redact(&preview, &batch->redact);
	preview_end(&preview);
	return judge(bad, batch->n, &first, "can be imported", err);
}

/* A wall is made for something that can be imported only. */
static bool has_wall(struct app *app, const struct import_batch *batch, struct err *err)
{
	struct err first = ERR_INIT;
	if (app->store)
		return true;
	if (import_batch_wanted(batch))
		return app->unmade.make(app, app->unmade.context, err);
	for (size_t i = batch->n; i-- > 0;)
		if (batch->files[i].state == IMPORT_BAD)
			err_set(&first, batch->files[i].code, "%s", batch->files[i].why);
	for (size_t i = 0; i < batch->n; i++)
		if (batch->files[i].state == IMPORT_BAD)
			note_failure(app, batch->files[i].why);
	*err = first;
	return false;
}

bool import_run(struct app *app, const struct import_request *request, struct err *err)
{
	struct import_batch batch;
	bool stopped = false, assumed = false;
	import_batch_init(&batch);
	fill_batch(&batch, request);
	bool ok =
		!request->options.corrects.n || batch.n == 1 ||
		err_set(err, ERR_USAGE, "a transcript is corrected by one file, not %zu", batch.n);
	ok = ok && (import_batch_read(app, &batch) ||
		    err_set(err, ERR_NOTHING, "stopped: nothing was imported"));
	ok = ok && correct_names(app, &batch, &assumed, err);
	if (ok)
		ok = request->dry_run ? tell(app, &batch, request->json, err)
				      : has_wall(app, &batch, err) &&
						import_batch_store(app, &batch, &stopped, err);
	if (ok && assumed)
		strbuf_add_z(&app->notes, "  names are replaced as they were in the text it "
					  "corrects\n");
	import_batch_release(&batch);
	return ok;
}
