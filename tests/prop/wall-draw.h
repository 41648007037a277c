#ifndef WALL_DRAW_H
#define WALL_DRAW_H

/*
 * The grammar of random afternoons: lines of commands with words to be drawn, out of what is on the
 * wall at that moment.
 */
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "themewall/app/app.h"
#include "themewall/app/command.h"
#include "themewall/model/insights.h"
#include "themewall/store/journal.h"

enum { PEOPLE = 2 };

struct world {
	struct app app[PEOPLE + 1];
	char path[256], second[256];
	char corrected[2][256]; /* two other versions of the first transcript */
	int64_t imported;       /* the last change of the import before the afternoon */
	uint64_t random;
	unsigned long tried, done, refused;
};

static uint32_t next(struct world *w, uint32_t below)
{
	w->random = w->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(w->random >> 33) % below;
}

static void add_card(struct world *w, struct app *app, struct strbuf *line)
{
	struct card_list all = model_cards(app->model);
	strbuf_add_z(line,
		     all.n ? app_card_code(app, all.ids[next(w, (uint32_t)all.n)]).z : "C-001");
}

static void add_theme(struct world *w, struct app *app, struct strbuf *line)
{
	struct cluster_list all = model_clusters(app->model);
	strbuf_add_z(line,
		     all.n ? app_cluster_code(app, all.ids[next(w, (uint32_t)all.n)]).z : "T-01");
}

static void add_insight(struct world *w, struct app *app, struct strbuf *line)
{
	struct insight_list all = model_insights(app->model);
	if (all.n)
		code_add(line, CODE_INSIGHT,
			 model_insight(app->model, all.ids[next(w, (uint32_t)all.n)])->code);
	else
		strbuf_add_z(line, "I-1");
}

static void add_words(struct world *w, struct strbuf *line)
{
	static const char *const words[] = {"\"trust the sum\"", "\"é日本 emoji 🙂\"", "\"a\"",
					    "\"I keep a sheet for that, always\"", "\"tax\""};
	strbuf_add_z(line, words[next(w, TW_COUNT(words))]);
}

static int64_t last_id;

static bool note_id(const struct journal_row *row, void *context)
{
	last_id = row->id;
	return true;
}

/* A change since the import; go-back is also offered what is not there yet. */
static void add_change(struct world *w, struct app *app, struct strbuf *line)
{
	struct err err = ERR_INIT;
	if (!store_history(app->store, 0, note_id, NULL, &err))
		ok(false, "history: %s", err.msg);
	strbuf_addf(line, "%lld",
		    (long long)(w->imported + next(w, (uint32_t)(last_id - w->imported + 2))));
}

/* CARD, THEME, WORDS, COLUMN, LINE, WIDTH, SLOT in a form are drawn; the rest stands as it is. */
static void draw(struct world *w, struct app *app, const char *form, struct strbuf *line)
{
	struct str rest = str_of(form);
	while (rest.n) {
		size_t end = str_find_char(rest, ' ');
		struct str word = str_part(rest, 0, end);
		if (line->len)
			strbuf_add_char(line, ' ');
		if (str_equal(word, STR("CARD")))
			add_card(w, app, line);
		else if (str_equal(word, STR("THEME")))
			add_theme(w, app, line);
		else if (str_equal(word, STR("INSIGHT")))
			add_insight(w, app, line);
		else if (str_equal(word, STR("SCORE")))
			strbuf_addf(line, "%u", next(w, 4) + 1);
		else if (str_equal(word, STR("WORDS")))
			add_words(w, line);
		else if (str_equal(word, STR("COLUMN")))
			strbuf_addf(line, "%u", next(w, 5));
		else if (str_equal(word, STR("LINE")))
			strbuf_addf(line, "%u", next(w, 60));
		else if (str_equal(word, STR("WIDTH")))
			strbuf_addf(line, "%u", next(w, 6) + 1);
		else if (str_equal(word, STR("SLOT")))
			strbuf_addf(line, "%u", next(w, 5));
		else if (str_equal(word, STR("CHANGE")))
			add_change(w, app, line);
		else if (str_equal(word, STR("FILE")))
			strbuf_add_z(line, w->corrected[next(w, 2)]);
		else if (str_equal(word, STR("FROM-TO")))
			strbuf_addf(line, "%u-%u", next(w, 400), 400 + next(w, 200));
		else
			strbuf_add_str(line, word);
		rest = str_part(rest, end + (end < rest.n), rest.n);
	}
}

static const char *const forms[] = {
	"card-new observation WORDS",
	"card-new pain WORDS P01",
	"excerpt S01 FROM-TO quote",
	"excerpt S02 FROM-TO idea",
	"card-edit CARD WORDS",
	"card-imply CARD WORDS",
	"card-star CARD",
	"card-kind CARD pain",
	"card-park CARD",
	"card-move CARD tray",
	"card-move CARD parked",
	"card-move CARD loose COLUMN LINE",
	"card-move CARD THEME",
	"card-move CARD THEME SLOT",
	"card-move CARD CARD THEME SLOT",
	"card-move CARD THEME",
	"card-move CARD THEME SLOT",
	"card-delete CARD",
	"card-merge CARD CARD",
	"card-merge CARD CARD CARD",
	"card-unmerge CARD",
	"card-copy-to CARD THEME",
	"card-copy-to CARD CARD THEME",
	"card-uncopy CARD THEME",
	"card-tag CARD emotion:glad",
	"card-tag CARD CARD pricing",
	"card-tag CARD pricing off",
	"card-need CARD WORDS",
	"card-tension CARD CARD",
	"card-tension CARD THEME",
	"card-tension CARD CARD off",
	"card-split CARD WIDTH",
	"card-participant CARD P02",
	"cluster-new WORDS",
	"cluster-new",
	"cluster-new WORDS THEME",
	"cluster-name THEME WORDS",
	"cluster-move THEME COLUMN LINE",
	"cluster-nest THEME THEME",
	"cluster-nest THEME top",
	"cluster-width THEME WIDTH",
	"cluster-fold THEME",
	"cluster-delete THEME",
	"cluster-tidy THEME",
	"cluster-merge THEME THEME",
	"cluster-split CARD",
	"snapshot WORDS",
	"cluster-promote THEME",
	"cluster-demote THEME",
	"cluster-include THEME WORDS",
	"move-later THEME",
	"move-earlier CARD",
	"move-later CARD",
	"cluster-define THEME WORDS",
	"cluster-exclude THEME WORDS",
	"cluster-colour THEME teal",
	"wall-tidy",
	"participant-new WORDS",
	"participant-set P01 segment WORDS",
	"session-set S01 with P01",
	"speaker-set S02 nobody moderator",
	"session-set S01 date 2026-03-02",
	"study WORDS",
	"insight-new WORDS THEME",
	"insight-new WORDS",
	"insight-new WORDS",
	"insight-new WORDS",
	"card-new idea WORDS",
	"card-new pain WORDS",
	"cluster-new WORDS",
	"insight-set INSIGHT claim WORDS",
	"insight-set INSIGHT so-what WORDS",
	"insight-set INSIGHT confidence high",
	"hypothesis INSIGHT WORDS WORDS WORDS",
	"score INSIGHT impact SCORE severity SCORE ease SCORE",
	"score INSIGHT reach 500 effort 1.5",
	"evidence-add INSIGHT CARD",
	"evidence-add INSIGHT CARD contradicts WORDS",
	"evidence-add INSIGHT THEME qualifies",
	"evidence-add INSIGHT WORDS supports WORDS",
	"evidence-remove INSIGHT CARD",
	"evidence-remove INSIGHT THEME",
	"recommend INSIGHT WORDS WORDS explore",
	"recommend-set INSIGHT 1 owner WORDS",
	"insight-review INSIGHT on",
	"insight-move INSIGHT SCORE",
	"insight-delete INSIGHT",
	"belief-add WORDS",
	"belief-verdict 1 likely-false WORDS",
	"belief-remove 1",
	"decide WORDS 2026-03-20 INSIGHT",
	"decide WORDS",
	"decision-set 1 date -",
	"decision-remove 1",
	"layer-new WORDS",
	"layer-put CARD WORDS",
	"layer-put CARD CARD WORDS",
	"layer-put CARD WORDS",
	"layer-reveal",
	"lens-save WORDS by segment only pain",
	"lens-save WORDS by tag only words WORDS hide",
	"lens-save WORDS only participant P02",
	"lens-name WORDS WORDS",
	"lens-remove WORDS",
	"ballot-new WORDS SCORE themes",
	"ballot-new WORDS SCORE insights",
	"vote THEME",
	"vote THEME SCORE",
	"vote INSIGHT SCORE",
	"vote THEME 0",
	"ballot-close",
	"card-next-unread CARD",
	"speaker-name S02 \"Nora Feld\" WORDS",
	"speaker-name S02 WORDS \"Nora Feld\"",
	"speaker-name S02 WORDS WORDS",
	"go-back CHANGE",
	"import sample:p03-churn.vtt",
	"transcript-correct S01 FILE",
	"card-correct CARD",
	"card-correct all",
	"speaker-merge S02 \"Nora Feld\" \"Tobias Lindqvist\"",
	"segment WORDS",
	"recommend-remove INSIGHT 1",
	"undo",
	"undo",
	"undo",
	"redo",
	"redo",
};

#endif
