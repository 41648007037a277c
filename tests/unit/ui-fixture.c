/* Rows into the model, pictures out of the surface: shared by the tests of the painters. */
#include "ui-fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "themewall/base/mem.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"

void fixture_init(struct fixture *f)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	*f = (struct fixture){.next_excerpt = 1};
	app_init(&f->app);
	f->app.view = VIEW_WALL;
	f->app.wall.pane = PANE_WALL;
	f->app.interactive = true;
	f->ui = ui_new();
	surface_init(&f->surface, 1, 1);
}

void fixture_file(struct fixture *f)
{
	struct store_options options = {.create = true, .coder = STR("ana")};
	struct strbuf path = STRBUF_INIT;
	struct err err = ERR_INIT;
	snprintf(f->folder, sizeof f->folder, "/tmp/themewall-ui-XXXXXX");
	strbuf_addf(&path, "%s/totals.wall", mkdtemp(f->folder));
	if (!store_open(&f->app.store, path.buf, &options, NULL, &err))
		printf("# %s\n", err.msg);
	strbuf_release(&path);
}

static void remove_file(struct fixture *f)
{
	char path[128];
	store_close(f->app.store);
	f->app.store = NULL;
	snprintf(path, sizeof path, "%s/totals.wall", f->folder);
	store_remove(path);
	rmdir(f->folder);
}

void fixture_release(struct fixture *f)
{
	if (f->folder[0])
		remove_file(f);
	surface_release(&f->surface);
	ui_free(f->ui);
	app_release(&f->app);
}

static void apply(struct fixture *f, enum table table, const struct value *values, int n)
{
	struct row_change change = {.table = table, .op = ROW_INSERT};
	for (int i = 0; i < n; i++)
		change.column[i] = values[i];
	model_apply(f->app.model, &change);
}

static struct value text(const char *z)
{
	return value_text(str_of(z));
}

static struct value code(const char *prefix, int n)
{
	static char buf[4][16];
	static int turn;
	char *z = buf[turn++ % 4];
	snprintf(z, sizeof buf[0], "%s%0*d", prefix, strcmp(prefix, "C-") == 0 ? 3 : 2, n);
	return text(z);
}

void fixture_study(struct fixture *f, const char *title)
{
	const struct value v[STUDY_COLUMNS] = {[STUDY_ID] = value_int(1),
					       [STUDY_TITLE] = text(title),
					       [STUDY_QUESTION] = text(""),
					       [STUDY_SEGMENT] = text("segment"),
					       [STUDY_CREATED] = value_int(0)};
	apply(f, TABLE_STUDY, v, STUDY_COLUMNS);
}

static void add_participant(struct fixture *f, int n, const char *segment)
{
	const struct value p[PARTICIPANT_COLUMNS] = {[PARTICIPANT_ID] = value_int(n),
						     [PARTICIPANT_CODE] = code("P", n),
						     [PARTICIPANT_CONSENT_RECORD] = text(""),
						     [PARTICIPANT_CONSENT_QUOTE] = text(""),
						     [PARTICIPANT_NOTE] = text("")};
	apply(f, TABLE_PARTICIPANT, p, PARTICIPANT_COLUMNS);
	const struct value a[ATTRIBUTE_COLUMNS] = {[ATTRIBUTE_PARTICIPANT] = value_int(n),
						   [ATTRIBUTE_NAME] = text("segment"),
						   [ATTRIBUTE_VALUE] = text(segment)};
	if (segment[0])
		apply(f, TABLE_ATTRIBUTE, a, ATTRIBUTE_COLUMNS);
}

static void add_session(struct fixture *f, int n, int ordinal)
{
	const struct value s[SESSION_COLUMNS] = {
		[SESSION_ID] = value_int(n),        [SESSION_CODE] = code("S", n),
		[SESSION_TITLE] = text(""),         [SESSION_DATE] = text("2026-03-02"),
		[SESSION_KIND] = text("interview"), [SESSION_ORDINAL] = value_int(ordinal)};
	apply(f, TABLE_SESSION, s, SESSION_COLUMNS);
	const struct value a[ATTENDANCE_COLUMNS] = {
		[ATTENDANCE_SESSION] = value_int(n), [ATTENDANCE_PARTICIPANT] = value_int(n)};
	apply(f, TABLE_ATTENDANCE, a, ATTENDANCE_COLUMNS);
}

static struct value blob(void)
{
	return (struct value){.type = VALUE_BLOB, .s = STR("0123456789abcdef0123456789abcdef")};
}

static void add_transcript(struct fixture *f, int n)
{
	char title[32];
	snprintf(title, sizeof title, "interview-%02d", n);
	const struct value t[TRANSCRIPT_COLUMNS] = {
		[TRANSCRIPT_ID] = value_int(n),           [TRANSCRIPT_SESSION] = value_int(n),
		[TRANSCRIPT_VERSION] = value_int(1),      [TRANSCRIPT_TITLE] = text(title),
		[TRANSCRIPT_ORIGIN_NAME] = text("i.vtt"), [TRANSCRIPT_ORIGIN_FORMAT] = text("vtt"),
		[TRANSCRIPT_ENCODING] = text("UTF-8"),    [TRANSCRIPT_SHA_BYTES] = blob(),
		[TRANSCRIPT_SHA_TEXT] = blob(),           [TRANSCRIPT_NCHARS] = value_int(100000),
		[TRANSCRIPT_NTURNS] = value_int(96),      [TRANSCRIPT_HIDDEN] = value_int(0),
		[TRANSCRIPT_LAMPORT] = value_int(1)};
	apply(f, TABLE_TRANSCRIPT, t, TRANSCRIPT_COLUMNS);
}

static void add_speaker(struct fixture *f, int id, int transcript, const char *label,
			const char *role, int participant, int nwords)
{
	const struct value s[SPEAKER_COLUMNS] = {
		[SPEAKER_ID] = value_int(id),        [SPEAKER_TRANSCRIPT] = value_int(transcript),
		[SPEAKER_LABEL] = text(label),       [SPEAKER_ROLE] = text(role),
		[SPEAKER_GUESSED] = value_int(0),    [SPEAKER_PARTICIPANT] = value_ref(participant),
		[SPEAKER_NWORDS] = value_int(nwords)};
	apply(f, TABLE_SPEAKER, s, SPEAKER_COLUMNS);
}

void fixture_person(struct fixture *f, int n, int ordinal, const char *segment)
{
	add_participant(f, n, segment);
	add_session(f, n, ordinal);
	add_transcript(f, n);
	add_speaker(f, n, n, "Guest", "participant", n, 810);
	add_speaker(f, 100 + n, n, "Interviewer", "moderator", 0, 190);
}

void fixture_cluster(struct fixture *f, const struct fixture_cluster *c)
{
	const struct value v[CLUSTER_COLUMNS] = {
		[CLUSTER_ID] = value_int(c->id),         [CLUSTER_CODE] = code("T-", c->id),
		[CLUSTER_NAME] = text(c->name),          [CLUSTER_PARENT] = value_ref(c->parent),
		[CLUSTER_RANK] = text(c->rank),          [CLUSTER_COL] = value_int(c->column),
		[CLUSTER_LINE] = value_int(c->line),     [CLUSTER_WIDTH] = value_int(c->width),
		[CLUSTER_FOLDED] = value_int(c->folded), [CLUSTER_MV] = value_int(c->id)};
	apply(f, TABLE_CLUSTER, v, CLUSTER_COLUMNS);
}

static const char *kind_of(const char *flags)
{
	return strchr(flags, 'o')   ? "observation"
	       : strchr(flags, 'p') ? "pain"
	       : strchr(flags, 'i') ? "idea"
	       : strchr(flags, 'u') ? "question"
				    : "quote";
}

static int64_t time_of(const char *time)
{
	int minutes = 0, seconds = 0;
	return sscanf(time, "%d:%d", &minutes, &seconds) == 2 ? (minutes * 60 + seconds) * 1000
							      : -1;
}

static int64_t add_excerpt(struct fixture *f, const struct fixture_card *c)
{
	int64_t id = f->next_excerpt++, start = f->next_start;
	f->next_start += 10;
	const struct value v[EXCERPT_COLUMNS] = {[EXCERPT_ID] = value_int(id),
						 [EXCERPT_TRANSCRIPT] = value_int(c->who),
						 [EXCERPT_SPEAKER] = value_int(c->who),
						 [EXCERPT_START] = value_int(start),
						 [EXCERPT_END] = value_int(start + 9),
						 [EXCERPT_TIME] = value_int(time_of(c->time)),
						 [EXCERPT_QUOTE] = text(c->text),
						 [EXCERPT_PREFIX] = text(""),
						 [EXCERPT_SUFFIX] = text("")};
	apply(f, TABLE_EXCERPT, v, EXCERPT_COLUMNS);
	return id;
}

static void add_placement(struct fixture *f, const struct fixture_card *c)
{
	char rank[16];
	snprintf(rank, sizeof rank, "c%03d", c->id);
	bool in_cluster = c->place > 0;
	const char *place = in_cluster              ? "cluster"
			    : c->place == IN_PARKED ? "parked"
			    : c->place == LOOSE     ? "loose"
						    : "tray";
	const struct value v[PLACEMENT_COLUMNS] = {[PLACEMENT_ID] = value_int(c->id),
						   [PLACEMENT_CARD] = value_int(c->id),
						   [PLACEMENT_PLACE] = text(place),
						   [PLACEMENT_CLUSTER] =
							   value_ref(in_cluster ? c->place : 0),
						   [PLACEMENT_RANK] = text(in_cluster ? rank : ""),
						   [PLACEMENT_COL] = value_int(c->column),
						   [PLACEMENT_LINE] = value_int(c->line),
						   [PLACEMENT_MV] = value_int(c->id)};
	apply(f, TABLE_PLACEMENT, v, PLACEMENT_COLUMNS);
}

void fixture_card(struct fixture *f, const struct fixture_card *c)
{
	int64_t excerpt = c->who ? add_excerpt(f, c) : 0;
	const struct value v[CARD_COLUMNS] = {
		[CARD_ID] = value_int(c->id),
		[CARD_CODE] = code("C-", c->id),
		[CARD_KIND] = text(kind_of(c->flags)),
		[CARD_TEXT] = text(c->text),
		[CARD_IMPLIES] = text(""),
		[CARD_EXCERPT] = value_ref(excerpt),
		[CARD_PARTICIPANT] = value_null(),
		[CARD_SURPRISE] = value_int(strchr(c->flags, 's') != NULL),
		[CARD_TENSION] = value_int(strchr(c->flags, 't') != NULL),
		[CARD_CODER] = value_int(1),
		[CARD_CREATED] = value_int(0)};
	apply(f, TABLE_CARD, v, CARD_COLUMNS);
	add_placement(f, c);
}

/* --- the target screens' wall --- */

enum { T_REBUILD = 1, T_TAX = 2, T_EXPLAIN = 3, T_UNNAMED = 4 };

static const struct fixture_cluster totals_clusters[] = {
	{T_REBUILD, 0, "I rebuild the numbers myself to be sure", "a0", 0, 0, 3, false},
	{T_TAX, T_REBUILD, "when tax is involved", "a0", 0, 0, 1, false},
	{T_EXPLAIN, 0, "I have to be able to explain it", "a1", 0, 18, 2, false},
	{T_UNNAMED, 0, "", "a2", 0, 25, 1, true},
};

static const struct fixture_card totals_cards[] = {
	{1, 3, "14:22", "I export it to a spreadsheet because I don’t trust the totals.", "q",
	 IN_TRAY, 0, 0},
	{2, 4, "8:11", "Asked twice whether VAT was already included.", "o", IN_TRAY, 0, 0},
	{3, 5, "27:40", "If it just showed me which lines, I’d stop exporting.", "i", IN_TRAY, 0,
	 0},
	{4, 8, "12:02", "My accountant told me never to send the first number.", "q", IN_TRAY, 0,
	 0},
	{5, 2, "31:15", "I keep a notebook next to the screen for the cents.", "qs", IN_TRAY, 0, 0},
	{6, 1, "16:44", "Scrolled past the summary without looking.", "o", IN_TRAY, 0, 0},
	{7, 7, "5:19", "There’s always one invoice that doesn’t add up.", "p", IN_TRAY, 0, 0},
	{8, 6, "2:10", "We print the list and tick.", "q", IN_TRAY, 0, 0},
	{9, 6, "3:40", "Two of us check it.", "q", IN_TRAY, 0, 0},
	{10, 6, "4:05", "Nobody reads the summary.", "q", IN_TRAY, 0, 0},
	{11, 6, "9:30", "The office does it by hand.", "q", IN_TRAY, 0, 0},
	{12, 6, "10:12", "A ruler and a pencil.", "q", IN_TRAY, 0, 0},
	{13, 5, "22:10", "Every Friday I redo the whole thing in Excel.", "q", T_REBUILD, 0, 0},
	{14, 1, "9:40", "Opened a calculator while the invoice was on screen.", "o", T_REBUILD, 0,
	 0},
	{15, 3, "14:25", "I trust the lines. I don’t trust the sum.", "qs", T_REBUILD, 0, 0},
	{16, 8, "17:31", "I add it up twice, once from the top, once from the bottom.", "q",
	 T_REBUILD, 0, 0},
	{17, 2, "11:05", "It’s the third tool I’ve tried and they all round.", "p", T_REBUILD, 0,
	 0},
	{18, 7, "20:58", "So I print it and use a ruler.", "q", T_REBUILD, 0, 0},
	{19, 4, "19:20", "I check the tax line by line, always.", "q", T_TAX, 0, 0},
	{20, 6, "8:37", "VAT is the one that bites you in April.", "q", T_TAX, 0, 0},
	{21, 7, "31:05", "If she asks me where forty euros went I have to answer on the phone.",
	 "q", T_EXPLAIN, 0, 0},
	{22, 2, "18:40", "My client wants the path, not the number.", "q", T_EXPLAIN, 0, 0},
	{23, 6, "22:18", "Honestly I never check the sum. I check the tax.", "qt", LOOSE, 2, 19},
	{24, 1, "1:00", "Rounding.", "q", T_UNNAMED, 0, 0},
	{25, 1, "2:00", "Cents.", "q", T_UNNAMED, 0, 0},
	{26, 1, "3:00", "Currency.", "q", T_UNNAMED, 0, 0},
};

void fixture_totals(struct fixture *f)
{
	static const int order[] = {3, 4, 5, 8, 2, 1, 7, 6};
	fixture_study(f, "Trust in totals");
	for (size_t i = 0; i < TW_COUNT(order); i++)
		fixture_person(f, order[i], (int)i + 1, order[i] % 2 ? "freelancer" : "bookkeeper");
	for (size_t i = 0; i < TW_COUNT(totals_clusters); i++)
		fixture_cluster(f, &totals_clusters[i]);
	for (size_t i = 0; i < TW_COUNT(totals_cards); i++)
		fixture_card(f, &totals_cards[i]);
	f->app.saved_ms = 1773669727000; /* 2026-03-16T14:02:07Z */
	f->app.me = (struct presence){.coder = {1}, .name = "ana", .initials = "A"};
	f->app.others[0] = (struct presence){.coder = {2}, .name = "tom", .initials = "T"};
	f->app.nothers = 1;
	f->app.wall.focus = (struct target){.kind = TARGET_CARD, .card = {13}};
}

void fixture_turns(struct fixture *f, int n, const char *const *texts, size_t ntexts)
{
	struct turn *turns = xcalloc(ntexts, sizeof *turns);
	int64_t at = 0;
	for (size_t i = 0; i < ntexts; i++) {
		int64_t nchars = (int64_t)utf8_length(str_of(texts[i]));
		turns[i] = (struct turn){.speaker = {i % 2 ? n : 100 + n},
					 .start = at,
					 .end = at + nchars,
					 .start_ms = (int64_t)(850 + 12 * i) * 1000,
					 .end_ms = -1,
					 .text = str_of(texts[i])};
		at += nchars + 1;
	}
	model_load_turns(f->app.model, (transcript_id){n}, turns, ntexts);
	free(turns);
}

void fixture_paint(struct fixture *f, int w, int h)
{
	if (f->surface.w != w || f->surface.h != h)
		surface_resize(&f->surface, w, h);
	ui_layout(f->ui, &f->app, w, h);
	ui_paint(f->ui, &f->app, &f->surface);
}

/* --- pictures --- */

static void read_all(struct strbuf *out, const char *path)
{
	char buf[4096];
	size_t n;
	FILE *file = fopen(path, "rb");
	while (file && (n = fread(buf, 1, sizeof buf, file)) > 0)
		strbuf_add(out, buf, n);
	if (file)
		fclose(file);
}

static void write_all(const struct strbuf *text_, const char *path)
{
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(text_->buf, 1, text_->len, file) != text_->len)
		printf("# cannot write %s\n", path);
	if (file)
		fclose(file);
}

static bool say_difference(struct str got, struct str want)
{
	struct str a, b;
	for (int line = 0;; line++) {
		bool more = str_next_line(&got, &a), wanted = str_next_line(&want, &b);
		if (!more && !wanted)
			return true;
		if (more && wanted && str_equal(a, b))
			continue;
		printf("# line %d\n#  got |%.*s|\n# want |%.*s|\n", line, more ? (int)a.n : 0, a.p,
		       wanted ? (int)b.n : 0, b.p);
		return false;
	}
}

static bool compare(const struct strbuf *got, const char *folder, const char *name)
{
	struct strbuf path = STRBUF_INIT, want = STRBUF_INIT;
	strbuf_addf(&path, "%s/%s", folder, name);
	const char *writes = getenv("THEMEWALL_WRITE_PICTURES");
	if (writes && writes[0])
		write_all(got, path.buf);
	read_all(&want, path.buf);
	bool same = want.len && say_difference(strbuf_str(got), strbuf_str(&want));
	strbuf_release(&path);
	strbuf_release(&want);
	return same;
}

bool fixture_is_picture(struct fixture *f, const char *folder, const char *name)
{
	struct strbuf got = STRBUF_INIT;
	surface_dump(&f->surface, &got);
	bool same = compare(&got, folder, name);
	strbuf_release(&got);
	return same;
}

bool fixture_is_style_picture(struct fixture *f, const char *folder, const char *name)
{
	struct strbuf got = STRBUF_INIT;
	surface_dump_styles(&f->surface, &got);
	bool same = compare(&got, folder, name);
	strbuf_release(&got);
	return same;
}

/* --- events --- */

struct event fixture_mouse(enum mouse_act act, int button, int x, int y)
{
	return (struct event){
		.type = EVENT_MOUSE, .act = act, .button = button, .x = x, .y = y, .at_ms = 1000};
}

void fixture_send(struct fixture *f, struct event event)
{
	ui_layout(f->ui, &f->app, f->surface.w, f->surface.h);
	ui_event(f->ui, &f->app, &event);
}

void fixture_click(struct fixture *f, int x, int y, int64_t at_ms)
{
	struct event event = fixture_mouse(MOUSE_PRESS, 1, x, y);
	event.at_ms = at_ms;
	fixture_send(f, event);
	event.act = MOUSE_RELEASE;
	fixture_send(f, event);
}
