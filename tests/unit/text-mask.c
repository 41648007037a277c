/* text/mask: names struck out, whole words, lengths kept. */
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"
#include "themewall/base/compiler.h"
#include "themewall/text/mask.h"
#include "themewall/text/utf8.h"

static void check(const struct mask *mask, const char *text, const char *want, bool any_case)
{
	struct strbuf out = STRBUF_INIT;
	bool found = mask_text(mask, &out, str_of(text), any_case);
	is_str(out.buf, want, "%s%s", text, any_case ? " (any case)" : "");
	ok(found == (strcmp(text, want) != 0) &&
		   utf8_length(strbuf_str(&out)) == utf8_length(str_of(text)),
	   "it says so, and keeps the length");
	strbuf_release(&out);
}

static void test_contacts(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"write to a.b@example.org.", "write to █.█@███████.███."},
		{"call +49 170 5550123 now", "call +██ ███ ███████ now"},
		{"(0170) 555-0123", "(████) ███-████"},
		{"555-123-4567", "███-███-████"},
		{"on 2026-03-16 at 00:14:22", NULL},
		{"12 000 000 euros, 1,234,567 rows", NULL},
		{"@home and a@b, C-041", NULL},
		{"", NULL},
	};
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		struct strbuf out = STRBUF_INIT;
		bool any = mask_contacts(&out, str_of(cases[i].text));
		ok(any == (cases[i].want != NULL), "%s: %s", cases[i].text,
		   any ? "struck" : "left alone");
		is_str(out.len ? out.buf : "", cases[i].want ? cases[i].want : cases[i].text,
		       "what is left of it");
		strbuf_release(&out);
	}
}

/* Parts of which texts and names are made: cases that lead out of ASCII, names without blanks. */
static const char *const parts[] = {"Jo",   "jo",   "JO",  "\u212aim", "kim", "Kim", "ſam", "SAM",
				    "sam",  " ",    " ",   "-",        ".",   "'",   "Ç",   "ça",
				    "田中", "さん", "İda", "ida",      "IDA", "x",   "1"};

static void add_parts(struct strbuf *out, unsigned *seed, unsigned n)
{
	strbuf_reset(out);
	for (; n; n--) {
		*seed = *seed * 1103515245u + 12345u;
		strbuf_add_z(out, parts[*seed / 65536 % TW_COUNT(parts)]);
	}
}

/* A name among words is always found, and both questions have the same answer. */
static void test_many(void)
{
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT, name = STRBUF_INIT;
	unsigned seed = 7, struck = 0, wrong = 0;
	for (int round = 0; round < 20000; round++) {
		struct mask *mask = mask_new();
		add_parts(&name, &seed, 2);
		mask_add(mask, strbuf_str(&name));
		add_parts(&text, &seed, 6);
		strbuf_reset(&out);
		bool found = mask_text(mask, &out, strbuf_str(&text), false);
		wrong += found != mask_is_in(mask, strbuf_str(&text)) ||
			 found != (strcmp(out.buf, text.buf) != 0) ||
			 utf8_length(strbuf_str(&out)) != utf8_length(strbuf_str(&text));
		strbuf_reset(&text);
		strbuf_addf(&text, "a %s, b", name.buf);
		wrong += !mask_is_empty(mask) && !mask_is_in(mask, strbuf_str(&text));
		struck += found;
		mask_free(mask);
	}
	ok(wrong == 0, "20,000 texts: it says what it does (%u wrong)", wrong);
	ok(struck > 300, "many of them name somebody (%u)", struck);
	strbuf_release(&text);
	strbuf_release(&out);
	strbuf_release(&name);
}

/* The letters that are one another's, some of them beyond ASCII. */
static void test_cases(void)
{
	struct mask *mask = mask_new();
	mask_add(mask, STR("Kim Sato"));
	mask_add(mask, STR("ſam"));
	check(mask, "\u212aIM SATO, kim sato", "███ ████, ███ ████", false);
	check(mask, "SAM and ſam, not Sam", "███ and ███, not Sam", false);
	check(mask, "Kimono kim", "Kimono kim", false);
	ok(mask_is_in(mask, STR("a Kim")) && !mask_is_in(mask, STR("a kimono")),
	   "asked alone it answers the same");
	size_t missed = 0;
	for (int before = 0; before < 40; before++)
		for (int behind = 0; behind < 40; behind++) {
			char text[120];
			static const char *const what[] = {"a@b.org", "030 123456-78", "4711 0815"};
			for (size_t i = 0; i < 3; i++) {
				int n = snprintf(text, sizeof text, "%*s%s%*s", before, "", what[i],
						 behind, "");
				struct str whole = {text, (size_t)n};
				missed += mask_is_contact_in(whole) != (i < 2);
			}
		}
	is_int(missed, 0, "an address or a number at any place of a text");
	ok(mask_is_contact_in(STR("at a@b.org")) && !mask_is_contact_in(STR("12 at home")) &&
		   !mask_is_contact_in(STR("")),
	   "so it does for addresses");
	mask_free(mask);
}

int main(void)
{
	test_cases();
	test_many();
	struct mask *mask = mask_new();
	ok(mask_is_empty(mask), "nobody yet");
	mask_add(mask, STR("Jo Müller-Park"));
	mask_add(mask, STR("Dr. Jo"));
	check(mask, "Thanks, Jo!", "Thanks, ██!", false);
	check(mask, "Job, Banjo, jo, JO", "Job, Banjo, jo, ██", false);
	check(mask, "jo müller-park said", "██ ██████-████ said", false);
	check(mask, "JO MÜLLER PARK", "██ ██████ ████", false);
	check(mask, "mail jo.müller_park@x.org", "mail ██.██████_████@x.org", false);
	check(mask, "Müller's park", "██████'s park", false);
	check(mask, "jo-park.vtt", "██-████.vtt", true);
	check(mask, "Dr. Who asks the Doctor", "Dr. Who asks the Doctor", false);
	check(mask, "", "", false);
	ok(mask_is_in_bytes(mask, STR("\0\1Jo M\xc3\xbcller-Park\2")), "seen among bytes");
	ok(!mask_is_in_bytes(mask, STR("\0\1Jo Miller-Park")), "and not");
	mask_spare(mask, STR("Ann Park"));
	mask_spare(mask, STR("jo m\xc3\xbcller-park"));
	check(mask, "Park and Jo", "Park and ██", false);
	check(mask, "Jo Müller-Park", "██ ██████-████", false);
	struct strbuf spared = STRBUF_INIT;
	mask_add_spared(mask, &spared);
	is_str(spared.buf, "Park", "what others are called stays, and is named");
	strbuf_release(&spared);
	mask_free(mask);
	mask = mask_new();
	mask_add(mask, STR("Speaker 1"));
	check(mask, "the speaker at 1 o'clock, Speaker 1", "the speaker at 1 o'clock, ███████ █",
	      false);
	mask_add(mask, STR("田中"));
	check(mask, "昨日田中さんが", "昨日██さんが", false);
	mask_free(mask);
	mask = mask_new();
	mask_add(mask, STR("Guest"));
	mask_add(mask, STR("J"));
	mask_add(mask, STR("██ ████"));
	ok(mask_is_empty(mask), "a role or an initial is no name");
	mask_free(mask);
	mask_free(NULL);
	test_contacts();
	return done();
}
