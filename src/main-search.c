/*
 * `themewall search`: every hit as a line (where, whose, words) or as JSON. Reads all transcripts:
 * here the answer counts, not the time to the first key.
 */
#include "main-internal.h"
#include "themewall/app/page.h"
#include "themewall/app/search.h"
#include "themewall/base/clock.h"
#include "themewall/export/json.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

/* A hit and what it names; turn and transcript only for a turn. */
struct found {
	const struct search_hit *hit;
	const struct card *card;
	const struct cluster *cluster;
	const struct transcript *transcript;
	const struct turn *turn;
};

static struct found look_up(const struct app *app, const struct search_hit *hit)
{
	struct found f = {.hit = hit,
			  .card = model_card(app->model, hit->card),
			  .cluster = model_cluster(app->model, hit->cluster),
			  .transcript = model_transcript(app->model, hit->transcript)};
	if (f.transcript)
		f.turn = &f.transcript->turns[hit->turn];
	return f;
}

/* P03 when it is known whose words they are. */
static void add_person(struct strbuf *out, const struct app *app, const struct found *f)
{
	const struct speaker *speaker =
		f->turn ? model_speaker(app->model, f->turn->speaker) : NULL;
	participant_id id = speaker ? speaker->participant : (participant_id){0};
	if (f->card)
		id = model_card_participant(app->model, f->card);
	const struct participant *p = model_participant(app->model, id);
	if (p)
		code_add(out, CODE_PARTICIPANT, p->code);
}

static void add_line(struct strbuf *out, const struct app *app, const struct found *f,
		     struct str words)
{
	struct strbuf text = STRBUF_INIT;
	search_add_where(out, app, f->hit);
	strbuf_add_char(out, '\t');
	add_person(out, app, f);
	strbuf_add_char(out, '\t');
	search_add_excerpt(&text, app, f->hit, words);
	safe_text(out, strbuf_str(&text),
		  false); /* blanks for LF and TAB, too: one line, three fields */
	strbuf_add_char(out, '\n');
	strbuf_release(&text);
}

static void add_turn(struct json *json, const struct app *app, const struct found *f)
{
	struct strbuf code = STRBUF_INIT;
	transcript_add_code(app->model, &code, f->transcript);
	json_key_str(json, "transcript", strbuf_str(&code));
	json_key_int(json, "seq", (int64_t)f->hit->turn);
	json_key_int(json, "start", f->turn->start);
	json_key_int(json, "end", f->turn->end);
	json_key_known(json, "start_ms", f->turn->start_ms >= 0, f->turn->start_ms);
	json_key_str(json, "text", f->turn->text);
	strbuf_release(&code);
}

static void add_card(struct json *json, const struct app *app, const struct card *card)
{
	json_key_str(json, "id", str_of(app_card_code(app, card->id).z));
	json_key_str(json, "text", card->text);
	json_key_str(json, "implies", card->implies);
	json_key_str(json, "place", str_of(place_kind_name(card->place)));
	json_key_maybe(json, "cluster", str_of(app_cluster_code(app, card->cluster).z));
}

static void add_object(struct json *json, const struct app *app, const struct found *f)
{
	static const char *const kinds[] = {
		[SEARCH_CLUSTER] = "cluster", [SEARCH_CARD] = "card", [SEARCH_TURN] = "turn"};
	struct strbuf person = STRBUF_INIT;
	json_line(json);
	json_open(json, '{');
	json_key_str(json, "kind", str_of(kinds[f->hit->kind]));
	if (f->turn)
		add_turn(json, app, f);
	if (f->card)
		add_card(json, app, f->card);
	if (f->cluster) {
		json_key_str(json, "id", str_of(app_cluster_code(app, f->cluster->id).z));
		json_key_str(json, "name", f->cluster->name);
	} else {
		add_person(&person, app, f);
		json_key_maybe(json, "participant", strbuf_str(&person));
	}
	json_close(json, '}');
	strbuf_release(&person);
}

static void add_hits(struct strbuf *out, const struct app *app, struct str words, bool as_json)
{
	const struct search_hits *hits = &app->search.hits;
	struct json json = {.out = out};
	if (as_json) {
		json_open(&json, '{');
		json_key_str(&json, "words", words);
		json_key(&json, "hits");
		json_open(&json, '[');
	}
	for (size_t i = 0; i < hits->n; i++) {
		struct found f = look_up(app, &hits->list[i]);
		if (as_json)
			add_object(&json, app, &f);
		else
			add_line(out, app, &f, words);
	}
	if (as_json) {
		json_close(&json, ']');
		json_close(&json, '}');
		strbuf_add_char(out, '\n');
	}
}

int search_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	struct strbuf words = STRBUF_INIT, out = STRBUF_INIT;
	bool as_json = cli_take_flag(cli, 1, "--json");
	if (cli->nwords < 3)
		return cli_usage(verb);
	for (size_t i = 2; i < cli->nwords; i++)
		strbuf_addf(&words, "%s%.*s", i > 2 ? " " : "", STR_ARG(cli->word[i]));
	bool ok = cli_open_wall(cli, &app, false, &err) && page_load_transcripts(&app, &err) &&
		  app_search(&app, strbuf_str(&words), SIZE_MAX, &err);
	if (ok) {
		add_hits(&out, &app, strbuf_str(&words), as_json);
		ok = cli_put(strbuf_str(&out), &err);
	}
	strbuf_release(&words);
	strbuf_release(&out);
	return cli_close_wall(&app, ok, &err);
}
