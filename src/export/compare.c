/* Two sorts of the same cards, in words and for programs: figures first, then what to talk about.
 */
#include "themewall/export/compare.h"

#include <stdlib.h>

#include "themewall/export/json.h"

#include "page-internal.h"

#include "themewall/base/banned.h"

enum { VALUE_AT = 24, CARD_AT = 4, DISPUTED_SHOWN = 40 };

struct sheet {
	struct page page;
	struct strbuf line;
	const struct comparison *c;
	const struct str *names;
};

/* The line so far, its value beginning where all values do. */
static void put_line(struct sheet *s, const char *label)
{
	strbuf_add_z(s->page.out, label);
	page_blank(&s->page, VALUE_AT - page_width(&s->page, str_of(label)));
	page_wrap(&s->page, strbuf_str(&s->line), VALUE_AT, VALUE_AT, PAGE_WIDTH, false);
	strbuf_reset(&s->line);
}

static void put_figure(struct sheet *s, const char *label, struct figure figure, const char *means)
{
	if (figure.why)
		strbuf_addf(&s->line, "no result: %s", figure.why);
	else
		strbuf_addf(&s->line, "%.2f  %s", figure.value, means);
	put_line(s, label);
}

static const char *cards(size_t n)
{
	return n == 1 ? "card" : "cards";
}

static void put_figures(struct sheet *s)
{
	const struct comparison *c = s->c;

	strbuf_addf(&s->line, "%.*s and %.*s", STR_ARG(s->names[0]), STR_ARG(s->names[1]));
	put_line(s, "Compared");
	strbuf_addf(&s->line, "%zu %s; only in the first %zu, only in the second %zu", c->ncards,
		    cards(c->ncards), c->nonly[0], c->nonly[1]);
	put_line(s, "In both");
	strbuf_addf(&s->line, "%zu %s", c->nsorted, cards(c->nsorted));
	put_line(s, "Sorted by both");
	put_figure(s, "Adjusted Rand index", c->rand, "(1: the same groups, 0: as by chance)");
	put_figure(s, "Cohen's kappa", c->kappa, "(1: the same names, 0: as by chance)");
	put_figure(s, "Krippendorff's alpha", c->alpha, "(nominal)");
	strbuf_addf(&s->line, "%zu %s in common, over %zu %s", c->nshared,
		    c->nshared == 1 ? "name" : "names", c->nnamed, cards(c->nnamed));
	put_line(s, "");
}

static struct str name_of(const struct compared *card, int side)
{
	return cluster_title(card->name[side]);
}

static void put_pair(struct sheet *s, const struct compared_pair *pair)
{
	struct str names[2];
	for (int side = 0; side < 2; side++)
		names[side] = pair->name[side].n || pair->ncards[side]
				      ? cluster_title(pair->name[side])
				      : STR("–");
	strbuf_addf(&s->line, "%.*s %zu | %.*s %zu: %zu in both", STR_ARG(names[0]),
		    pair->ncards[0], STR_ARG(names[1]), pair->ncards[1], pair->both);
	if (!pair->kappa.why)
		strbuf_addf(&s->line, ", kappa %.2f", pair->kappa.value);
	page_blank(&s->page, 2);
	page_wrap(&s->page, strbuf_str(&s->line), 2, 2 + CARD_AT, PAGE_WIDTH, false);
	strbuf_reset(&s->line);
}

static void put_pairs(struct sheet *s)
{
	struct compared_pair *pairs;
	size_t n = comparison_pairs(s->c, &pairs);

	if (n)
		strbuf_add_z(s->page.out, "\nGroup by group\n");
	for (size_t i = 0; i < n; i++)
		put_pair(s, &pairs[i]);
	free(pairs);
}

static void put_card(struct sheet *s, const struct compared *card)
{
	page_blank(&s->page, 2);
	code_add(&s->line, CODE_CARD, card->code);
	strbuf_addf(&s->line, "  %.*s", STR_ARG(card->text));
	page_wrap(&s->page, strbuf_str(&s->line), 2, 2 + CARD_AT, PAGE_WIDTH, false);
	strbuf_reset(&s->line);
	strbuf_addf(&s->line, "%.*s | %.*s (apart from %zu %s)", STR_ARG(name_of(card, 0)),
		    STR_ARG(name_of(card, 1)), card->apart, card->apart == 1 ? "other" : "others");
	page_blank(&s->page, 2 + CARD_AT);
	page_wrap(&s->page, strbuf_str(&s->line), 2 + CARD_AT, 2 + CARD_AT, PAGE_WIDTH, false);
	strbuf_reset(&s->line);
}

static void put_disputed(struct sheet *s)
{
	size_t shown = s->c->ndisputed < DISPUTED_SHOWN ? s->c->ndisputed : DISPUTED_SHOWN;

	strbuf_add_char(s->page.out, '\n');
	if (!s->c->ndisputed) {
		strbuf_add_z(s->page.out, "No card is disputed.\n");
		return;
	}
	strbuf_addf(s->page.out, "Disputed: %zu %s, most first\n", s->c->ndisputed,
		    cards(s->c->ndisputed));
	for (size_t i = 0; i < shown; i++)
		put_card(s, &s->c->cards[i]);
	if (shown < s->c->ndisputed)
		strbuf_addf(s->page.out, "  … and %zu more (--json has all)\n",
			    s->c->ndisputed - shown);
}

void export_comparison(struct strbuf *out, const struct comparison *comparison,
		       const struct str names[2])
{
	struct sheet sheet = {.line = STRBUF_INIT, .c = comparison, .names = names};

	page_init(&sheet.page, out);
	put_figures(&sheet);
	put_pairs(&sheet);
	put_disputed(&sheet);
	page_release(&sheet.page);
	strbuf_release(&sheet.line);
}

static void write_figure(struct json *json, const char *key, struct figure figure)
{
	json_key(json, key);
	json_open(json, '{');
	json_key(json, "value");
	if (figure.why) {
		json_null(json);
	} else {
		strbuf_addf(json->out, "%.4f", figure.value);
		json->comma = true;
	}
	json_key_maybe(json, "why", figure.why ? str_of(figure.why) : STR(""));
	json_close(json, '}');
}

static void write_card(struct json *json, const struct compared *card)
{
	static const char *const keys[2] = {"first", "second"};
	struct strbuf code = STRBUF_INIT;

	code_add(&code, CODE_CARD, card->code);
	json_line(json);
	json_open(json, '{');
	json_key_str(json, "card", strbuf_str(&code));
	json_key_str(json, "text", card->text);
	for (int side = 0; side < 2; side++) {
		json_key(json, keys[side]);
		if (card->group[side] == UNSORTED)
			json_null(json);
		else
			json_str(json, card->name[side]);
	}
	json_key_int(json, "apart", (int64_t)card->apart);
	json_close(json, '}');
	strbuf_release(&code);
}

static void write_pair(struct json *json, const struct compared_pair *pair)
{
	static const char *const names[2] = {"first", "second"};
	static const char *const counts[2] = {"cards_first", "cards_second"};

	json_line(json);
	json_open(json, '{');
	for (int side = 0; side < 2; side++) {
		json_key(json, names[side]);
		if (pair->ncards[side])
			json_str(json, pair->name[side]);
		else
			json_null(json);
	}
	for (int side = 0; side < 2; side++)
		json_key_int(json, counts[side], (int64_t)pair->ncards[side]);
	json_key_int(json, "both", (int64_t)pair->both);
	write_figure(json, "kappa", pair->kappa);
	json_close(json, '}');
}

static void write_pairs(struct json *json, const struct comparison *comparison)
{
	struct compared_pair *pairs;
	size_t n = comparison_pairs(comparison, &pairs);

	json_key(json, "groups");
	json_open(json, '[');
	for (size_t i = 0; i < n; i++)
		write_pair(json, &pairs[i]);
	json_close(json, ']');
	free(pairs);
}

void export_comparison_json(struct strbuf *out, const struct comparison *comparison,
			    const struct str names[2])
{
	struct json json = {.out = out};

	json_open(&json, '{');
	json_key_str(&json, "first", names[0]);
	json_key_str(&json, "second", names[1]);
	json_key_int(&json, "cards", (int64_t)comparison->ncards);
	json_key_int(&json, "only_first", (int64_t)comparison->nonly[0]);
	json_key_int(&json, "only_second", (int64_t)comparison->nonly[1]);
	json_key_int(&json, "sorted", (int64_t)comparison->nsorted);
	json_key_int(&json, "shared_names", (int64_t)comparison->nshared);
	json_key_int(&json, "named", (int64_t)comparison->nnamed);
	write_figure(&json, "adjusted_rand", comparison->rand);
	write_figure(&json, "kappa", comparison->kappa);
	write_figure(&json, "alpha", comparison->alpha);
	write_pairs(&json, comparison);
	json_key_int(&json, "disputed", (int64_t)comparison->ndisputed);
	json_key(&json, "list");
	json_open(&json, '[');
	for (size_t i = 0; i < comparison->ncards; i++)
		write_card(&json, &comparison->cards[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	strbuf_add_char(out, '\n');
}
