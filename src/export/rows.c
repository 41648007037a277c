/* Cards as rows: looked up once each, in one of two orders. */
#include "rows-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

/* What all cards of a cluster say of it. */
struct home {
	const struct cluster *cluster;
	struct str code, path;
};

struct rows {
	struct survey survey;
	struct strbuf code, path, stack, tags, copies, pulls;
	struct map home_at; /* cluster id → index into homes */
	struct home *homes; /* owned */
	size_t nhomes, caphomes;
	void (*each)(const struct card_row *row, void *context);
	void *context;
};

static void add_path(struct rows *rows, const struct cluster *cluster)
{
	strbuf_reset(&rows->path);
	for (int depth = 0; cluster && depth < 16; depth++) {
		if (cluster->name.n) {
			if (rows->path.len)
				strbuf_insert(&rows->path, 0, " / ", 3);
			strbuf_insert(&rows->path, 0, cluster->name.p, cluster->name.n);
		}
		cluster = cluster->parent.n ? model_cluster(rows->survey.model, cluster->parent)
					    : NULL;
	}
}

/* NULL: there is no such cluster. */
static const struct home *home_of(struct rows *rows, cluster_id id)
{
	uint32_t at = map_get(&rows->home_at, id.n);

	if (at != MAP_ABSENT)
		return &rows->homes[at];
	const struct cluster *cluster = model_cluster(rows->survey.model, id);
	if (!cluster)
		return NULL;
	add_path(rows, cluster);
	ALLOC_GROW(rows->homes, rows->nhomes + 1, rows->caphomes);
	map_put(&rows->home_at, id.n, (uint32_t)rows->nhomes);
	rows->homes[rows->nhomes] = (struct home){
		.cluster = cluster,
		.code = names_cluster(&rows->survey.names, id),
		.path = {arena_strndup(&rows->survey.arena, rows->path.buf, rows->path.len),
			 rows->path.len}};
	return &rows->homes[rows->nhomes++];
}

static void add_place(struct rows *rows, struct card_row *row)
{
	const struct card *card = model_card_top(rows->survey.model, row->card);
	const struct home *home =
		card->place == PLACE_CLUSTER ? home_of(rows, card->cluster) : NULL;

	row->place = card->place;
	if (card != row->card) {
		strbuf_reset(&rows->stack);
		code_add(&rows->stack, CODE_CARD, card->code);
		row->stack = strbuf_str(&rows->stack);
	}
	struct cluster_list twins = model_card_twins(rows->survey.model, card->id);
	strbuf_reset(&rows->copies);
	for (size_t i = 0; i < twins.n; i++) {
		struct str code = names_cluster(&rows->survey.names, twins.ids[i]);
		strbuf_addf(&rows->copies, "%s%.*s", i ? ", " : "", STR_ARG(code));
	}
	row->copies = strbuf_str(&rows->copies);
	if (!home)
		return;
	row->theme = home->code;
	row->theme_name = home->cluster->name;
	row->path = home->path;
}

static void add_source(struct rows *rows, struct card_row *row)
{
	const struct model *model = rows->survey.model;
	const struct transcript *transcript =
		row->card->transcript.n ? model_transcript(model, row->card->transcript) : NULL;
	const struct session *session = transcript && transcript->session.n
						? model_session(model, transcript->session)
						: NULL;

	row->transcript = names_transcript(&rows->survey.names, row->card->transcript);
	if (!session)
		return;
	row->session = names_session(&rows->survey.names, session->id);
	row->date = session->date;
}

static void add_tags(struct rows *rows, struct card_row *row)
{
	struct tag_list tags = model_card_tags(rows->survey.model, row->card->id);

	strbuf_reset(&rows->tags);
	for (size_t i = 0; i < tags.n; i++) {
		strbuf_add_z(&rows->tags, i ? ", " : "");
		tag_add(&rows->tags, tags.tags[i]);
	}
	row->tags = strbuf_str(&rows->tags);
}

/* A link stands with the card that was named first, the mark of old without one as "yes". */
static void add_pulls(struct rows *rows, struct card_row *row)
{
	struct tension_list list = model_card_tensions(rows->survey.model, row->card->id);

	strbuf_reset(&rows->pulls);
	if (row->card->tension)
		strbuf_add_z(&rows->pulls, "yes");
	for (size_t i = 0; i < list.n; i++) {
		const struct card *other = model_card(rows->survey.model, list.all[i].other);
		if (list.all[i].card.n != row->card->id.n)
			continue;
		strbuf_add_z(&rows->pulls, rows->pulls.len ? ", " : "");
		if (other)
			code_add(&rows->pulls, CODE_CARD, other->code);
		else
			strbuf_add_str(&rows->pulls,
				       names_cluster(&rows->survey.names, list.all[i].cluster));
	}
	row->pulls = strbuf_str(&rows->pulls);
}

static void put_row(struct rows *rows, card_id id)
{
	const struct card *card = model_card(rows->survey.model, id);
	size_t person = survey_person(&rows->survey, card);
	struct card_row row = {.card = card, .words = card->text};

	strbuf_reset(&rows->code);
	code_add(&rows->code, CODE_CARD, card->code);
	row.code = strbuf_str(&rows->code);
	if (person != NOBODY) {
		row.person = &rows->survey.people[person];
		if (row.person->segment != NOBODY)
			row.segment = rows->survey.segments[row.person->segment].name;
	} else {
		row.moderator = model_card_is_moderator(rows->survey.model, card);
	}
	row.withheld = row.person && row.person->withheld;
	if (row.withheld)
		row.words = WITHHELD;
	add_tags(rows, &row);
	add_pulls(rows, &row);
	add_place(rows, &row);
	add_source(rows, &row);
	rows->each(&row, rows->context);
}

static void put_rows(struct rows *rows, struct card_list cards)
{
	for (size_t i = 0; i < cards.n; i++)
		put_row(rows, cards.ids[i]);
}

/* Those beneath them, too. */
static void put_sources(struct rows *rows, struct card_list cards)
{
	put_rows(rows, model_sources(rows->survey.model, cards.ids, cards.n));
}

void rows_each(const struct model *model, const struct export_options *options,
	       enum rows_order order, void (*each)(const struct card_row *row, void *context),
	       void *context)
{
	struct rows rows = {.code = STRBUF_INIT,
			    .path = STRBUF_INIT,
			    .stack = STRBUF_INIT,
			    .tags = STRBUF_INIT,
			    .copies = STRBUF_INIT,
			    .pulls = STRBUF_INIT,
			    .each = each,
			    .context = context};

	if (order == ROWS_BY_CARD) {
		survey_init_people(&rows.survey, model, options);
		put_rows(&rows, model_cards(model));
	} else {
		survey_init(&rows.survey, model, options);
		for (size_t i = 0; i < rows.survey.nthemes; i++) {
			const struct cluster *cluster = rows.survey.themes[i].cluster;
			put_sources(&rows, (struct card_list){cluster->cards, cluster->ncards});
		}
		put_sources(&rows, model_loose(model));
		put_sources(&rows, model_parked(model));
		put_sources(&rows, model_tray(model));
	}
	map_release(&rows.home_at);
	free(rows.homes);
	survey_release(&rows.survey);
	strbuf_release(&rows.code);
	strbuf_release(&rows.path);
	strbuf_release(&rows.stack);
	strbuf_release(&rows.tags);
	strbuf_release(&rows.copies);
	strbuf_release(&rows.pulls);
}
