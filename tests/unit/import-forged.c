/*
 * import: replies that no honest child sends. What a child would send is kept here (the linker puts
 * our ends of the pipe before the real ones), then changed: every byte of it, whole records left
 * out, an image whose parts contradict each other. It is refused, or it is still sound.
 */
#include "import-show.h"
#include "jail-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"

static struct strbuf sent;

void __wrap_jail_send_size(size_t nbytes);
void __wrap_jail_send(const void *bytes, size_t nbytes);

void __wrap_jail_send_size(size_t nbytes)
{
	strbuf_reset(&sent);
}

void __wrap_jail_send(const void *bytes, size_t nbytes)
{
	strbuf_add(&sent, bytes, nbytes);
}

/* How often a changed reply was refused, and how often harmless. */
static size_t refused, taken;
static bool kept; /* all promises */

/* ---- drafts ---- */

static void promise_draft(const struct draft *draft)
{
	for (size_t i = 0; i < draft->nturns; i++) {
		const struct draft_turn *turn = &draft->turns[i];
		kept = kept && turn->text.n && turn->speaker < (int)draft->nspeakers &&
		       utf8_is_valid(turn->text) && turn->nchars == utf8_length(turn->text) &&
		       str_find_char(turn->text, '\n') == turn->text.n;
		for (size_t c = 0; c < turn->ncues; c++)
			kept = kept && turn->cues[c].at < turn->nchars && turn->cues[c].ms >= 0;
	}
	kept = kept && draft->nturns > 0 && draft->nheader <= draft->nturns &&
	       (!draft->date[0] || clock_is_date(str_of(draft->date)));
}

/* Reads a reply into a draft that owns a copy of it; what was refused has words or is broken. */
static void read_draft(struct str bytes)
{
	struct err err = ERR_INIT;
	bool broken = false;
	struct draft draft = {.title = STR("x"), .format = "", .dialect = "", .encoding = ""};
	char *copy = arena_alloc(&draft.arena, bytes.n + 1);
	memcpy(copy, bytes.p, bytes.n);
	bool good = reply_read(&draft, (struct str){copy, bytes.n}, &broken, &err);
	if (good)
		promise_draft(&draft);
	kept = kept && (good || broken || err.code != ERR_NONE);
	taken += good;
	refused += !good;
	draft_release(&draft);
}

/* Each byte otherwise, and each eight of them at once. */
static void change_bytes(struct strbuf *reply, size_t step, void (*read)(struct str bytes))
{
	static const uint8_t other[] = {0x01, 0x80, 0xff, 0x0a}, instead[] = {0, '\n'};
	char old[8];
	for (size_t at = 0; at < reply->len; at += step) {
		old[0] = reply->buf[at];
		for (size_t i = 0; i < TW_COUNT(other) + TW_COUNT(instead); i++) {
			reply->buf[at] = i < TW_COUNT(other) ? (char)(old[0] ^ other[i])
							     : (char)instead[i - TW_COUNT(other)];
			read(strbuf_str(reply));
		}
		reply->buf[at] = old[0];
	}
	for (size_t at = 0; at + 8 <= reply->len; at += 8 * step) {
		memcpy(old, reply->buf + at, 8);
		memset(reply->buf + at, 0xff, 8);
		read(strbuf_str(reply));
		memcpy(reply->buf + at, old, 8);
	}
}

/* One record fewer than there was, of any size and at any place, and the head agrees. Strings have
 * no places of their own: odd sizes are tried everywhere. */
static void leave_out(const struct strbuf *reply, size_t ncounts, void (*read)(struct str bytes))
{
	static const size_t sizes[] = {1, 5, 8, 9, 16, 24, 32, 40, 48, 56, 64};
	struct strbuf shorter = STRBUF_INIT;
	for (size_t count = 0; count < ncounts; count++)
		for (size_t i = 0; i < TW_COUNT(sizes); i++)
			for (size_t at = 8 * ncounts; at + sizes[i] <= reply->len;
			     at += sizes[i] % 8 ? 1 : 8) {
				uint64_t n;
				strbuf_reset(&shorter);
				strbuf_add(&shorter, reply->buf, reply->len);
				memcpy(&n, shorter.buf + 8 * count, 8);
				n -= sizes[i] % 8 ? sizes[i] : 1;
				memcpy(shorter.buf + 8 * count, &n, 8);
				strbuf_remove(&shorter, at, sizes[i]);
				read(strbuf_str(&shorter));
			}
	strbuf_release(&shorter);
}

static void test_draft(const char *name, struct str text)
{
	struct import_options_text options = {.format = NULL};
	struct strbuf reply = STRBUF_INIT;
	struct draft draft;
	struct err err = ERR_INIT;
	import_bytes(&draft, STR("x.vtt"), text, &options, &err);
	reply_send(true, &draft, &err);
	strbuf_add_str(&reply, strbuf_str(&sent));
	refused = taken = 0;
	kept = true;
	read_draft(strbuf_str(&reply));
	ok(taken == 1 && kept, "%s: a true reply is read", name);
	for (size_t n = 0; n < reply.len; n++)
		read_draft((struct str){reply.buf, n});
	is_int(taken, 1, "%s: cut anywhere it is refused", name);
	leave_out(&reply, 6, read_draft);
	ok(kept && taken <= 1 + draft.nwarnings,
	   "%s: but for a warning a record left out is missed", name);
	change_bytes(&reply, 1, read_draft);
	ok(kept && refused > taken, "%s: %zu refused, %zu harmless", name, refused, taken);
	strbuf_add_char(&reply, 'x');
	taken = 0;
	read_draft(strbuf_str(&reply));
	reply.buf[reply.len - 1] = '\n';
	strbuf_add_char(&reply, 'x');
	reply.buf[8 * 5] = (char)(reply.buf[8 * 5] + 2);
	read_draft(strbuf_str(&reply));
	is_int(taken, 0, "%s: nothing may be left over, even when the head agrees", name);
	strbuf_release(&reply);
	draft_release(&draft);
}

static void test_drafts(void)
{
	test_draft("two voices", STR("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Well.\n\n"
				     "00:03.000 --> 00:02.000\n<v Bo>Gr\xc3\xbc\xc3\x9f"
				     "e?\n\nNOTE x\n"));
	test_draft("a header", STR("Date: 2 March 2026\n\nSo.\n"));
	test_draft("one word", STR("WEBVTT\n\n00:01.000 --> 00:02.000\nWell.\n\nNOTE x\n"));
}

static void test_failure(void)
{
	struct draft draft = {.title = STR("x")};
	struct err err = ERR_INIT, told = ERR_INIT;
	bool broken = true;
	err.code = ERR_FORMAT;
	reply_send(false, &draft, &err);
	ok(!reply_read(&draft, strbuf_str(&sent), &broken, &told) && broken,
	   "a failure without words is none");
	err_set(&err, ERR_FORMAT, "no words");
	reply_send(false, &draft, &err);
	ok(!reply_read(&draft, strbuf_str(&sent), &broken, &told) && !broken &&
		   told.code == ERR_FORMAT,
	   "a failure comes through");
	is_str(told.msg, "no words", "in its words");
}

/* ---- walls ---- */

static void read_wall(struct str bytes)
{
	struct err err = ERR_INIT;
	struct wall_image image = {0};
	bool broken = false;
	char *copy = arena_alloc(&image.arena, bytes.n + 1);
	memcpy(copy, bytes.p, bytes.n);
	bool good = wall_reply_read(&image, (struct str){copy, bytes.n}, &broken, &err);
	kept = kept && (good || broken || err.code != ERR_NONE);
	taken += good;
	refused += !good;
	wall_image_release(&image);
}

static struct row_change *row_of(struct wall_image *image, enum table table, size_t nth)
{
	for (size_t i = 0; i < image->nrows; i++)
		if (image->rows[i].table == table && nth-- == 0)
			return &image->rows[i];
	return image->rows;
}

static struct cue *cues_of(struct wall_image *image)
{
	return (struct cue *)(uintptr_t)image->turns[1].turns[1].cues;
}

static void text_as_bytes(struct wall_image *image)
{
	row_of(image, TABLE_CARD, 0)->column[CARD_TEXT].type = VALUE_BLOB;
}

static void cues_backwards(struct wall_image *image)
{
	cues_of(image)[0].at = 5;
}

static void cue_beyond(struct wall_image *image)
{
	cues_of(image)[1].at = 13;
}

static void quote_of_nothing(struct wall_image *image)
{
	int64_t empty = image->turns[0].transcript;
	row_of(image, TABLE_EXCERPT, 0)->column[EXCERPT_TRANSCRIPT] = value_int(empty);
}

static void transcript_twice(struct wall_image *image)
{
	*row_of(image, TABLE_TRANSCRIPT, 0) = *row_of(image, TABLE_TRANSCRIPT, 1);
}

static void turns_twice(struct wall_image *image)
{
	image->turns[0].transcript = image->turns[1].transcript;
}

static void turns_of_nothing(struct wall_image *image)
{
	*row_of(image, TABLE_TRANSCRIPT, 0) = image->rows[0];
}

static void words_on_two_lines(struct wall_image *image)
{
	image->said = STR("a\nb");
}

/* Each a lie that the parts of a wall tell about each other. */
static void test_lies(struct str json)
{
	static const struct {
		const char *name;
		void (*tell)(struct wall_image *image);
	} lies[] = {
		{"a text as bytes", text_as_bytes},
		{"cues that go backwards", cues_backwards},
		{"a cue beyond its turn", cue_beyond},
		{"a quote of a transcript without turns", quote_of_nothing},
		{"a transcript twice", transcript_twice},
		{"turns of one transcript twice", turns_twice},
		{"turns of no transcript", turns_of_nothing},
		{"words on two lines", words_on_two_lines},
	};
	for (size_t i = 0; i < TW_COUNT(lies); i++) {
		struct wall_image image;
		struct err err = ERR_INIT;
		import_wall(&image, STR("wall.json"), json, &err);
		lies[i].tell(&image);
		wall_reply_send(true, &image, &err);
		taken = 0;
		read_wall(strbuf_str(&sent));
		is_int(taken, 0, "%s", lies[i].name);
		wall_image_release(&image);
	}
}

static void test_wall(struct str json)
{
	struct strbuf reply = STRBUF_INIT;
	struct wall_image image;
	struct err err = ERR_INIT;
	import_wall(&image, STR("wall.json"), json, &err);
	wall_reply_send(true, &image, &err);
	strbuf_add_str(&reply, strbuf_str(&sent));
	refused = taken = 0;
	kept = true;
	read_wall(strbuf_str(&reply));
	is_int(taken, 1, "a wall's reply is read as it was sent");
	for (size_t n = 0; n < reply.len; n += 101)
		read_wall((struct str){reply.buf, n});
	is_int(taken, 1, "cut anywhere it is refused");
	change_bytes(&reply, 7, read_wall);
	ok(kept && refused > taken / 2, "of forged walls %zu refused, %zu left to the store",
	   refused, taken);
	strbuf_release(&reply);
	wall_image_release(&image);
}

/* A quote that is not what was said is found out, whatever the child claims. */
static void test_quotes(struct str json)
{
	struct wall_image image;
	struct err err = ERR_INIT;
	size_t excerpts = 0;
	import_wall(&image, STR("wall.json"), json, &err);
	refused = 0;
	for (size_t i = 0; i < image.nrows; i++) {
		if (image.rows[i].table != TABLE_EXCERPT)
			continue;
		image.rows[i].column[EXCERPT_START].i++;
		image.rows[i].column[EXCERPT_END].i++;
		wall_reply_send(true, &image, &err);
		read_wall(strbuf_str(&sent));
		image.rows[i].column[EXCERPT_START].i--;
		image.rows[i].column[EXCERPT_END].i--;
		excerpts++;
	}
	ok(excerpts && refused == excerpts, "%zu quotes one character off are found", excerpts);
	wall_image_release(&image);
}

/* A wall of so little that every record of it can be left out. */
static void test_small_wall(void)
{
	static const char json[] =
		"{\"themewall\":1,\"study\":{\"title\":\"t\",\"question\":\"\",\"segment\":\"s\","
		"\"created_ms\":0},\"transcripts\":[{\"id\":\"S01\",\"session\":null,\"version\":1,"
		"\"title\":\"\",\"origin_name\":\"\",\"origin_format\":\"\",\"encoding\":\"\","
		"\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\","
		"\"speakers\":[],\"text\":\"Hi\",\"turns\":[{\"speaker_no\":null,\"start\":0,"
		"\"end\":2,\"start_ms\":0,\"end_ms\":null,\"cues\":[[0,0]],\"text\":\"Hi\"}]}]}";
	struct wall_image image;
	struct err err = ERR_INIT;
	ok(import_wall(&image, STR("w"), (struct str){json, sizeof json - 1}, &err),
	   "a small wall");
	wall_reply_send(true, &image, &err);
	struct strbuf reply = STRBUF_INIT;
	strbuf_add_str(&reply, strbuf_str(&sent));
	refused = taken = 0;
	kept = true;
	read_wall(strbuf_str(&reply));
	leave_out(&reply, 6, read_wall);
	ok(taken == 1 && kept, "a record of a wall left out is missed, %zu times", refused);
	strbuf_release(&reply);
	wall_image_release(&image);
}

static void test_wall_failure(void)
{
	struct wall_image image = {0};
	struct err err = ERR_INIT, told = ERR_INIT;
	bool broken = false;
	err.code = ERR_FORMAT;
	wall_reply_send(false, &image, &err);
	ok(!wall_reply_read(&image, strbuf_str(&sent), &broken, &told) && broken,
	   "a failure without words is none");
	err_set(&err, ERR_FORMAT, "no words");
	wall_reply_send(false, &image, &err);
	ok(!wall_reply_read(&image, strbuf_str(&sent), &broken, &told) && !broken,
	   "one with words comes through");
	is_str(told.msg, "no words", "in those");
}

int main(void)
{
	struct strbuf whole = STRBUF_INIT, study = STRBUF_INIT;
	show_file(&whole, "projects/wall.json");
	show_file(&study, "export/wall.json");
	test_drafts();
	test_failure();
	test_wall(strbuf_str(&study));
	test_quotes(strbuf_str(&study));
	test_small_wall();
	test_lies(strbuf_str(&whole));
	test_wall_failure();
	strbuf_release(&whole);
	strbuf_release(&study);
	strbuf_release(&sent);
	return done();
}
