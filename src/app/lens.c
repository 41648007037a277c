/*
 * What a lens says of one card, and of itself. Segments are numbered in the order of the
 * participants who have them, so that hue and letter stay as people join.
 */
#include "themewall/app/lens.h"

#include <stdio.h>

#include "app-internal.h"
#include "themewall/text/fold.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

void lens_init(struct lens *lens)
{
	*lens = (struct lens){.hide = false};
	strbuf_init(&lens->words);
	strbuf_init(&lens->folded);
}

void lens_release(struct lens *lens)
{
	strbuf_release(&lens->words);
	strbuf_release(&lens->folded);
}

bool lens_is_plain(const struct lens *lens)
{
	return lens->colour == LENS_BY_PARTICIPANT && lens->only == ONLY_ALL;
}

static const struct participant *person_of(const struct app *app, const struct card *card)
{
	return model_participant(app->model, model_card_participant(app->model, card));
}

static struct str segment_of(const struct app *app, const struct card *card)
{
	const struct participant *p = person_of(app, card);
	return p ? model_participant_segment(app->model, p) : STR("");
}

static bool holds_words(const struct lens *lens, struct str text)
{
	struct strbuf folded = STRBUF_INIT;
	fold_text(&folded, text);
	bool found = str_find(strbuf_str(&folded), strbuf_str(&lens->folded)) < folded.len;
	strbuf_release(&folded);
	return found;
}

static bool has_flag(const struct app *app, const struct card *card, enum lens_flag flag)
{
	if (flag == FLAG_SURPRISE)
		return card->surprise;
	if (flag == FLAG_TENSION)
		return card->tension;
	return !person_of(app, card);
}

bool lens_shows(const struct app *app, const struct card *card)
{
	const struct lens *lens = &app->lens;
	switch (lens->only) {
	case ONLY_PARTICIPANT:
		return model_card_participant(app->model, card).n == lens->id;
	case ONLY_SEGMENT:
		return str_equal(segment_of(app, card), strbuf_str(&lens->words));
	case ONLY_KIND:
		return (int64_t)card->kind == lens->id;
	case ONLY_AUTHOR:
		return card->coder.n == lens->id;
	case ONLY_WORDS:
		return holds_words(lens, card->text) || holds_words(lens, card->implies);
	case ONLY_FLAG:
		return has_flag(app, card, (enum lens_flag)lens->id);
	case ONLY_TAG:
		return model_card_has_tag(app->model, card->id,
					  tag_parse(strbuf_str(&lens->words)));
	case ONLY_ALL:
	case ONLY_KINDS:
		break;
	}
	return true;
}

/* ---- what colours a card ---- */

static struct lens_sign segment_sign(const struct app *app, const struct card *card)
{
	struct lens_sign sign = {.hue = -1};
	struct participant_list all = model_participants(app->model);
	struct str mine = segment_of(app, card);
	int number = 0;
	for (size_t i = 0; mine.n && i < all.n; i++) {
		struct str value = model_participant_segment(
			app->model, model_participant(app->model, all.ids[i]));
		bool first = value.n > 0;
		for (size_t k = 0; first && k < i; k++)
			first = !str_equal(
				value,
				model_participant_segment(
					app->model, model_participant(app->model, all.ids[k])));
		if (!first)
			continue;
		if (str_equal(value, mine)) {
			sign.hue = number % 8;
			snprintf(sign.label, sizeof sign.label, "%c", 'a' + number % 26);
			break;
		}
		number++;
	}
	return sign;
}

static struct lens_sign author_sign(const struct app *app, const struct card *card)
{
	struct lens_sign sign = {.hue = -1};
	const struct coder *coder = app->store ? store_coder_find(app->store, card->coder) : NULL;
	if (!coder)
		return sign;
	sign.hue = coder->colour % 8;
	struct str initials = utf8_slice(coder->initials, 0, 2);
	snprintf(sign.label, sizeof sign.label, "%.*s", STR_ARG(initials));
	return sign;
}

static struct lens_sign theme_sign(const struct app *app, const struct card *card)
{
	struct lens_sign sign = {.hue = -1};
	const struct cluster *root =
		model_cluster(app->model, model_cluster_root(app->model, card->cluster));
	if (card->place != PLACE_CLUSTER || !root)
		return sign;
	sign.hue = root->colour ? (int)root->colour - 1 : (int)(root->code.number % 8);
	snprintf(sign.label, sizeof sign.label, "%s", app_cluster_code(app, root->id).z);
	return sign;
}

/* Numbered in the order of all tags; the first letters of its name stand in the foot. */
static struct lens_sign tag_sign(const struct app *app, const struct card *card)
{
	struct lens_sign sign = {.hue = -1};
	struct tag_list tags = model_card_tags(app->model, card->id);
	struct tag_count_list all = model_tags(app->model);
	for (size_t i = 0; tags.n && i < all.n; i++)
		if (tag_compare(all.tags[i].tag, tags.tags[0]) == 0)
			sign.hue = (int)(i % 8);
	if (tags.n) {
		struct str name = tags.tags[0].name;
		name.n = text_fit(name, 3);
		snprintf(sign.label, sizeof sign.label, "%.*s", STR_ARG(name));
	}
	return sign;
}

struct lens_sign lens_sign(const struct app *app, const struct card *card)
{
	const struct participant *p;
	switch (app->lens.colour) {
	case LENS_BY_SEGMENT:
		return segment_sign(app, card);
	case LENS_BY_KIND: /* its glyph stands in every foot */
		return (struct lens_sign){.hue = (int)card->kind * 2 % 8};
	case LENS_BY_AUTHOR:
		return author_sign(app, card);
	case LENS_BY_THEME:
		return theme_sign(app, card);
	case LENS_BY_TAG:
		return tag_sign(app, card);
	case LENS_BY_PARTICIPANT: /* the foot begins with the code */
	case LENS_COLOURS:
		break;
	}
	p = person_of(app, card);
	return (struct lens_sign){.hue = p ? (int)(p->code.number % 8) : -1};
}

/* ---- itself ---- */

const char *lens_colour_words(enum lens_colour colour)
{
	static const char *const words[LENS_COLOURS] = {
		[LENS_BY_PARTICIPANT] = "by participant",
		[LENS_BY_SEGMENT] = "by segment",
		[LENS_BY_KIND] = "by kind",
		[LENS_BY_AUTHOR] = "by author",
		[LENS_BY_THEME] = "by theme",
		[LENS_BY_TAG] = "by tag",
	};
	return words[colour];
}

const char *lens_flag_words(enum lens_flag flag)
{
	static const char *const words[FLAGS] = {[FLAG_SURPRISE] = "surprises",
						 [FLAG_TENSION] = "tension",
						 [FLAG_UNATTRIBUTED] = "cards of nobody known"};
	return words[flag];
}

static void add_only(struct strbuf *out, const struct app *app, const struct saved_lens *lens)
{
	const struct participant *p = model_participant(app->model, lens->participant);
	strbuf_add_z(out, "only ");
	if (lens->only == ONLY_PARTICIPANT && p)
		code_add(out, CODE_PARTICIPANT, p->code);
	else if (lens->only == ONLY_KIND)
		strbuf_addf(out, "%ss", card_kind_name((enum card_kind)lens->which));
	else if (lens->only == ONLY_AUTHOR)
		strbuf_add_str(out, lens->value);
	else if (lens->only == ONLY_FLAG)
		strbuf_add_z(out, lens_flag_words((enum lens_flag)lens->which));
	else
		strbuf_addf(out, "“%.*s”", STR_ARG(lens->value));
}

void lens_describe(struct strbuf *out, const struct app *app, const struct saved_lens *lens)
{
	if (lens->colour != LENS_BY_PARTICIPANT)
		strbuf_add_z(out, lens_colour_words(lens->colour));
	if (lens->only == ONLY_ALL)
		return;
	if (lens->colour != LENS_BY_PARTICIPANT)
		strbuf_add_z(out, ", ");
	add_only(out, app, lens);
}

void lens_add_words(struct strbuf *out, const struct app *app)
{
	struct saved_lens now = lens_now(app);
	lens_describe(out, app, &now);
}

/* ---- as the study keeps it ---- */

struct saved_lens lens_now(const struct app *app)
{
	const struct lens *lens = &app->lens;
	struct saved_lens now = {
		.colour = lens->colour, .only = lens->only, .hides = lens->hide, .value = STR("")};
	if (lens->only == ONLY_PARTICIPANT)
		now.participant.n = lens->id;
	else if (lens->only == ONLY_KIND || lens->only == ONLY_FLAG)
		now.which = (int)lens->id;
	else if (lens_takes_value(lens->only))
		now.value = strbuf_str(&lens->words);
	return now;
}

const struct saved_lens *lens_kept(const struct app *app)
{
	struct saved_lens now = lens_now(app);
	struct lens_list list = model_lenses(app->model);
	for (size_t i = list.n; i-- > 0;) {
		const struct saved_lens *each = &list.all[i];
		if (each->colour == now.colour && each->only == now.only &&
		    each->which == now.which && each->hides == now.hides &&
		    each->participant.n == now.participant.n && str_equal(each->value, now.value))
			return each;
	}
	return NULL;
}

/* Nobody's number when the author has not worked on this copy of the wall. */
static int64_t author_number(const struct app *app, struct str name)
{
	const struct coder *all;
	size_t n = app->store ? store_coders(app->store, &all) : 0;
	for (size_t i = 0; i < n; i++)
		if (str_equal(all[i].name, name))
			return all[i].id.n;
	return -1;
}

void lens_show_only(struct app *app, enum lens_only only, int64_t id, struct str words)
{
	struct lens *lens = &app->lens;
	struct strbuf copy = STRBUF_INIT; /* words may be what is replaced */
	strbuf_add_str(&copy, words);
	lens->only = only;
	lens->id = id;
	strbuf_reset(&lens->words);
	strbuf_add_str(&lens->words, strbuf_str(&copy));
	strbuf_reset(&lens->folded);
	fold_text(&lens->folded, strbuf_str(&copy));
	strbuf_release(&copy);
	lens_changed(app);
}

void lens_changed(struct app *app)
{
	app->lens.stamp++;
	app->outline.revision = 0;
	app->dirty = true;
}

void lens_take(struct app *app, const struct saved_lens *saved)
{
	int64_t id = saved->only == ONLY_PARTICIPANT ? saved->participant.n
		     : saved->only == ONLY_AUTHOR    ? author_number(app, saved->value)
						     : saved->which;
	app->lens.colour = saved->colour;
	app->lens.hide = saved->hides;
	lens_show_only(app, saved->only, id, saved->value);
}
