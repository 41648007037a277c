/*
 * The conversation that brings two copies level. Only one side speaks at a time, so that neither
 * ever waits to be read while it writes: the caller says what it knows, the other what it knows,
 * then the caller sends and the other, the caller merges, the other merges. No lock is held while
 * the line is waited for.
 */
#include <string.h>

#include "changes-internal.h"
#include "sync-internal.h"

#include "themewall/base/banned.h"

struct sync {
	struct store *store;
	struct wire wire;
	struct private_copy came;
	struct knowledge theirs;
	bool (*backup_folder)(struct strbuf *path);
	void (*skipped)(const char *words, void *context);
	void *context;
};

static void begin(struct sync *sync, const struct sync_line *line, struct err *err)
{
	err_clear(err);
	wire_init(&sync->wire, line, err);
}

static void release(struct sync *sync)
{
	wire_release(&sync->wire);
	private_copy_remove(&sync->came);
	knowledge_release(&sync->theirs);
}

/* ---- which wall ---- */

bool sync_call(const struct sync_line *line, struct str path, bool *greeted, struct err *err)
{
	struct wire wire;
	struct value value = value_text(path);
	wire_init(&wire, line, err);
	*greeted = wire_hear_greeting(&wire);
	wire_begin(&wire, SYNC_ASK);
	wire_add(&wire, &value);
	bool good = *greeted && wire_send(&wire);
	wire_release(&wire);
	return good;
}

bool sync_answer(const struct sync_line *line, struct strbuf *path, struct err *err)
{
	struct wire wire;
	struct value value;
	wire_init(&wire, line, err);
	bool good = wire_greet(&wire) && wire_expect(&wire, SYNC_ASK) && wire_take(&wire, &value) &&
		    ((value.type == VALUE_TEXT && value.s.n > 0 && value.s.n < 4096 &&
		      text_is_sound(value.s)) ||
		     wire_makes_no_sense(&wire));
	if (good)
		strbuf_add_str(path, value.s);
	wire_release(&wire);
	return good;
}

void sync_refuse(const struct sync_line *line, const struct err *err)
{
	struct err ignored = ERR_INIT;
	struct wire wire;
	wire_init(&wire, line, &ignored);
	wire_send_failure(&wire, err);
	wire_release(&wire);
}

/* ---- steps both take ---- */

static bool say_known(struct sync *sync)
{
	struct knowledge mine;
	bool good = knowledge_gather(&mine, sync->store, sync->wire.err) &&
		    knowledge_send(&mine, &sync->wire);
	knowledge_release(&mine);
	return good;
}

/* Before anything of either leaves it. */
static bool hear_known(struct sync *sync)
{
	struct knowledge mine = {0};
	struct err *err = sync->wire.err;
	bool good = knowledge_receive(&sync->theirs, &sync->wire) &&
		    knowledge_gather(&mine, sync->store, err);
	if (good && memcmp(mine.root, sync->theirs.root, sizeof mine.root) != 0)
		good = err_set(err, ERR_FORMAT,
			       "these two walls are not copies of one another: nothing was changed "
			       "(an export can be imported into a new wall)");
	knowledge_release(&mine);
	return good;
}

static bool receive(struct sync *sync)
{
	return private_folder_make(&sync->came, sync->wire.err) &&
	       rows_receive(sync->came.path, &sync->wire);
}

static bool merge(struct sync *sync, struct merge_report *report)
{
	return store_merge(sync->store, sync->came.path, sync->skipped, sync->context,
			   sync->backup_folder, report, sync->wire.err);
}

/* ---- the caller ---- */

static bool tell_merged(struct sync *sync)
{
	wire_begin(&sync->wire, SYNC_MERGED);
	return wire_send(&sync->wire);
}

static bool take_count(struct wire *wire, size_t *count)
{
	int64_t n = 0;
	bool good = wire_take_int(wire, 0, UINT32_MAX, &n);
	*count = (size_t)n;
	return good;
}

static bool hear_merged(struct sync *sync, struct sync_report *report)
{
	struct knowledge mine = {0}, now = {0};
	struct wire *wire = &sync->wire;
	bool good = wire_expect(wire, SYNC_MERGED) && take_count(wire, &report->rows_there) &&
		    take_count(wire, &report->transcripts_there) &&
		    take_count(wire, &report->forgotten_there) && knowledge_receive(&now, wire) &&
		    knowledge_gather(&mine, sync->store, wire->err);
	report->level = good && knowledge_equal(&mine, &now);
	knowledge_release(&mine);
	knowledge_release(&now);
	return good;
}

bool sync_with(struct store *store, const struct sync_line *line,
	       void (*skipped)(const char *words, void *context), void *context,
	       bool (*backup_folder)(struct strbuf *path), struct sync_report *report,
	       struct err *err)
{
	struct sync sync = {.store = store,
			    .skipped = skipped,
			    .context = context,
			    .backup_folder = backup_folder};
	*report = (struct sync_report){0};
	strbuf_init(&report->here.by);
	strbuf_init(&report->here.copy);
	begin(&sync, line, err);
	bool good = say_known(&sync) && hear_known(&sync) &&
		    rows_send(store, &sync.theirs, &sync.wire) && receive(&sync) &&
		    merge(&sync, &report->here) && tell_merged(&sync) && hear_merged(&sync, report);
	release(&sync);
	return good;
}

void sync_report_release(struct sync_report *report)
{
	merge_report_release(&report->here);
}

/* ---- the one who answers ---- */

static bool say_merged(struct sync *sync, const struct merge_report *report)
{
	struct wire *wire = &sync->wire;
	wire_begin(wire, SYNC_MERGED);
	wire_add_int(wire, (int64_t)report->rows);
	wire_add_int(wire, (int64_t)report->transcripts);
	wire_add_int(wire, (int64_t)report->forgotten);
	return wire_send(wire) && say_known(sync);
}

/* After a failure on this side the caller is told; after one of the line or the caller's that
 * cannot hurt. */
bool sync_serve(struct store *store, const struct sync_line *line,
		bool (*backup_folder)(struct strbuf *path), struct err *err)
{
	struct sync sync = {.store = store, .backup_folder = backup_folder};
	struct merge_report report = {0};
	begin(&sync, line, err);
	strbuf_init(&report.by);
	strbuf_init(&report.copy);
	bool good = hear_known(&sync) && say_known(&sync) && receive(&sync) &&
		    rows_send(store, &sync.theirs, &sync.wire) &&
		    wire_expect(&sync.wire, SYNC_MERGED) && merge(&sync, &report) &&
		    say_merged(&sync, &report);
	if (!good)
		sync_refuse(line, err);
	merge_report_release(&report);
	release(&sync);
	return good;
}
