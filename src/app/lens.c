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
}

void lens_release(struct lens *lens)
{
	strbuf_release(&lens->words);
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
	bool found = str_find(strbuf_str(&folded), strbuf_str(&lens->words)) < folded.len;
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

static void add_only(struct strbuf *out, const struct app *app)
{
	const struct lens *lens = &app->lens;
	const struct participant *p = model_participant(app->model, (participant_id){lens->id});
	const struct coder *coder =
		app->store ? store_coder_find(app->store, (coder_id){lens->id}) : NULL;
	strbuf_add_z(out, "only ");
	if (lens->only == ONLY_PARTICIPANT && p)
		code_add(out, CODE_PARTICIPANT, p->code);
	else if (lens->only == ONLY_KIND)
		strbuf_addf(out, "%ss", card_kind_name((enum card_kind)lens->id));
	else if (lens->only == ONLY_AUTHOR && coder)
		strbuf_add_str(out, coder->name);
	else if (lens->only == ONLY_FLAG)
		strbuf_add_z(out, lens_flag_words((enum lens_flag)lens->id));
	else
		strbuf_addf(out, "“%s”", lens->words.buf);
}

void lens_add_words(struct strbuf *out, const struct app *app)
{
	const struct lens *lens = &app->lens;
	if (lens->colour != LENS_BY_PARTICIPANT)
		strbuf_add_z(out, lens_colour_words(lens->colour));
	if (lens->only == ONLY_ALL)
		return;
	if (lens->colour != LENS_BY_PARTICIPANT)
		strbuf_add_z(out, ", ");
	add_only(out, app);
}
