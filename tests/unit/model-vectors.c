/*
 * The figures of ../shared/examples/test_vectors.json, every one, where that file is at hand; the
 * other model tests hold copies. SQLite reads the JSON.
 */
#include <stdlib.h>

#include <sqlite3.h>

#include "themewall/model/agreement.h"
#include "themewall/model/priority.h"
#include "themewall/model/saturation.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"

#include "tap.h"

struct vectors {
	sqlite3 *db;
	char *json;
	int length; /* bytes */
};

/* The value at a path like "$.a[%d].b", or NULL type; the statement is the caller's. */
__attribute__((format(printf, 2, 0))) static sqlite3_stmt *look(struct vectors *v, const char *path,
								va_list args)
{
	sqlite3_stmt *stmt = NULL;
	char text[256];
	vsnprintf(text, sizeof text, path, args);
	sqlite3_prepare_v2(v->db, "SELECT json_extract(?1, ?2), json_array_length(?1, ?2)", -1,
			   &stmt, NULL);
	sqlite3_bind_text(stmt, 1, v->json, v->length, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, text, -1, SQLITE_TRANSIENT);
	sqlite3_step(stmt);
	return stmt;
}

__attribute__((format(printf, 2, 3))) static double number(struct vectors *v, const char *path, ...)
{
	va_list args;
	va_start(args, path);
	sqlite3_stmt *stmt = look(v, path, args);
	va_end(args);
	double value = sqlite3_column_double(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

__attribute__((format(printf, 2, 3))) static int count(struct vectors *v, const char *path, ...)
{
	va_list args;
	va_start(args, path);
	sqlite3_stmt *stmt = look(v, path, args);
	va_end(args);
	int value = sqlite3_column_int(stmt, 1);
	sqlite3_finalize(stmt);
	return value;
}

__attribute__((format(printf, 2, 3))) static bool is_there(struct vectors *v, const char *path, ...)
{
	va_list args;
	va_start(args, path);
	sqlite3_stmt *stmt = look(v, path, args);
	va_end(args);
	bool there = sqlite3_column_type(stmt, 0) != SQLITE_NULL;
	sqlite3_finalize(stmt);
	return there;
}

/* Into a buffer of the caller; "" when it is null. */
__attribute__((format(printf, 3, 4))) static const char *word(struct vectors *v, char text[512],
							      const char *path, ...)
{
	va_list args;
	va_start(args, path);
	sqlite3_stmt *stmt = look(v, path, args);
	va_end(args);
	const char *z = (const char *)sqlite3_column_text(stmt, 0);
	snprintf(text, 512, "%s", z ? z : "");
	sqlite3_finalize(stmt);
	return text;
}

static void is_near(double got, double want, double within, const char *what, int i)
{
	if (!ok(got - want < within && want - got < within, "%s %d", what, i))
		printf("#  got %.9f\n# want %.9f\n", got, want);
}

static void is_case(struct vectors *v, const char *path, const uint32_t *counts, size_t n)
{
	char want[512], got[64] = "", reason[512], name[64];
	int threshold = 5;
	snprintf(name, sizeof name, "%s.threshold", path);
	if (is_there(v, "%s", name))
		threshold = (int)(number(v, "%s", name) * 100 + 0.5);
	struct saturation_settings settings = {(size_t)number(v, "%s.base", path),
					       (size_t)number(v, "%s.run", path), threshold};
	struct saturation result = saturation_of(counts, n, settings);
	if (result.verdict == SATURATION_REACHED)
		snprintf(got, sizeof got, "%zu+%zu", result.at, result.run);
	is_str(got, word(v, want, "%s.result", path), "%s", path);
	is_str(saturation_reason(result.verdict), word(v, reason, "%s.reason", path),
	       "%s: its reason", path);
	if (is_there(v, "%s.base_themes", path))
		is_int(result.base_themes, (int64_t)number(v, "%s.base_themes", path), "%s: base",
		       path);
	for (int i = 0; i < count(v, "%s.runs", path); i++)
		is_int(saturation_run(counts, settings.run, settings.base + (size_t)i),
		       (int64_t)number(v, "%s.runs[%d][1]", path, i), "%s: run %d", path, i);
}

static size_t read_counts(struct vectors *v, const char *path, uint32_t *counts)
{
	int n = count(v, "%s.new_themes", path);
	for (int i = 0; i < n; i++)
		counts[i] = (uint32_t)number(v, "%s.new_themes[%d]", path, i);
	return (size_t)n;
}

static void test_saturation(struct vectors *v, const char *path)
{
	uint32_t counts[64];
	char name[96];
	size_t n = read_counts(v, path, counts);
	int ncases = count(v, "%s.cases", path);
	ok(n > 0 && ncases > 0, "%s is there", path);
	for (int i = 0; i < ncases; i++) {
		snprintf(name, sizeof name, "%s.cases[%d]", path, i);
		is_case(v, name, counts, n);
	}
}

static void test_edges(struct vectors *v)
{
	uint32_t counts[64];
	char name[96];
	for (int i = 0; i < count(v, "$.saturation_edges"); i++) {
		snprintf(name, sizeof name, "$.saturation_edges[%d]", i);
		is_case(v, name, counts, read_counts(v, name, counts));
	}
}

static void test_sets(struct vectors *v)
{
	const char *path = "$.saturation_sets_ours";
	int n = count(v, "%s.participants", path);
	bool has[64 * 26] = {false};
	struct incidence incidence = {(size_t)n, 12, has};
	uint32_t got[64], sum = 0;
	char set[512];
	for (int i = 0; i < n; i++)
		for (const char *c = word(v, set, "%s.participants[%d]", path, i); *c; c++)
			has[i * 12 + (*c - 'A')] = true;
	incidence_new_themes(&incidence, got);
	for (int i = 0; i < n; i++) {
		sum += got[i];
		is_int(got[i], (int64_t)number(v, "%s.new_themes[%d]", path, i), "new in %d", i);
		is_int(sum, (int64_t)number(v, "%s.cumulative[%d]", path, i), "all up to %d", i);
		is_near(incidence_rarefied(&incidence, (size_t)i + 1),
			number(v, "%s.rarefaction_mao_tau[%d]", path, i), 6e-4, "curve", i);
	}
	is_near(incidence_chao2(&incidence), number(v, "%s.chao2", path), 1e-9, "chao2", 0);
}

static void test_kappa(struct vectors *v)
{
	for (int i = 0; i < count(v, "$.cohen_kappa"); i++) {
		uint32_t table[64];
		int k = count(v, "$.cohen_kappa[%d].table", i);
		for (int c = 0; c < k * k; c++)
			table[c] = (uint32_t)number(v, "$.cohen_kappa[%d].table[%d][%d]", i, c / k,
						    c % k);
		struct kappa got = agreement_kappa(table, (size_t)k);
		is_near(got.value, number(v, "$.cohen_kappa[%d].kappa", i), 5e-5, "kappa", i);
		if (!is_there(v, "$.cohen_kappa[%d].ase", i))
			continue;
		is_near(got.error, number(v, "$.cohen_kappa[%d].ase", i), 5e-5, "its error", i);
		is_near(got.low, number(v, "$.cohen_kappa[%d].ci95[0]", i), 5e-5, "from", i);
		is_near(got.high, number(v, "$.cohen_kappa[%d].ci95[1]", i), 5e-5, "to", i);
	}
}

static const struct {
	const char *name;
	enum alpha_scale scale;
	double within;
} scales[] = {
	{"alpha", ALPHA_NOMINAL, 1e-6},
	{"interval", ALPHA_INTERVAL, 1e-6},
	{"ordinal", ALPHA_ORDINAL, 6e-4},
	{"ratio", ALPHA_RATIO, 6e-4},
};

/* "* 1 2 …", a coder each. */
static size_t read_coders(struct vectors *v, int i, int *values)
{
	size_t n = 0;
	char text[512];
	for (int c = 0; c < count(v, "$.krippendorff_alpha_nominal[%d].coders", i); c++) {
		word(v, text, "$.krippendorff_alpha_nominal[%d].coders[%d]", i, c);
		for (const char *z = text; *z; z++)
			if (*z != ' ')
				values[n++] = *z == '*' ? ALPHA_GAP : *z - '0';
	}
	return n;
}

/* Coder, unit, answer: gaps for what is not listed. */
static void read_triples(struct vectors *v, int i, int *values)
{
	const char *path = "$.krippendorff_alpha_nominal";
	char text[512];
	for (int u = 0; u < 9; u++)
		values[u] = ALPHA_GAP;
	for (int t = 0; t < count(v, "%s[%d].triples", path, i); t++) {
		int coder = word(v, text, "%s[%d].triples[%d][0]", path, i, t)[1] - '1';
		int unit = word(v, text, "%s[%d].triples[%d][1]", path, i, t)[1] - '1';
		values[coder * 3 + unit] =
			word(v, text, "%s[%d].triples[%d][2]", path, i, t)[0] == 'Y';
	}
}

static void test_alpha(struct vectors *v)
{
	const char *path = "$.krippendorff_alpha_nominal";
	for (int i = 0; i < count(v, "%s", path); i++) {
		int values[256];
		size_t ncoders = (size_t)count(v, "%s[%d].coders", path, i);
		size_t nunits = ncoders ? read_coders(v, i, values) / ncoders : 3;
		if (ncoders == 0) {
			read_triples(v, i, values);
			ncoders = 3;
		}
		for (size_t s = 0; s < TW_COUNT(scales); s++) {
			double got = -9;
			if (!is_there(v, "%s[%d].%s", path, i, scales[s].name))
				continue;
			agreement_alpha(values, ncoders, nunits, scales[s].scale, &got);
			is_near(got, number(v, "%s[%d].%s", path, i, scales[s].name),
				scales[s].within, scales[s].name, i);
		}
	}
}

static void test_rand(struct vectors *v)
{
	for (int i = 0; i < count(v, "$.adjusted_rand"); i++) {
		int a[64], b[64], n = count(v, "$.adjusted_rand[%d].a", i);
		for (int k = 0; k < n; k++) {
			a[k] = (int)number(v, "$.adjusted_rand[%d].a[%d]", i, k);
			b[k] = (int)number(v, "$.adjusted_rand[%d].b[%d]", i, k);
		}
		is_near(agreement_adjusted_rand(a, b, (size_t)n),
			number(v, "$.adjusted_rand[%d].ari", i), 1e-9, "adjusted Rand", i);
	}
}

static void test_scores(struct vectors *v)
{
	for (int i = 0; i < count(v, "$.cooccurrence_c"); i++)
		is_near(agreement_cooccurrence((size_t)number(v, "$.cooccurrence_c[%d].n1", i),
					       (size_t)number(v, "$.cooccurrence_c[%d].n2", i),
					       (size_t)number(v, "$.cooccurrence_c[%d].n12", i)),
			number(v, "$.cooccurrence_c[%d].c", i), 1e-6, "co-occurrence", i);
	for (int i = 0; i < count(v, "$.rice"); i++)
		is_near(priority_rice(number(v, "$.rice[%d].reach", i),
				      number(v, "$.rice[%d].impact", i),
				      number(v, "$.rice[%d].confidence", i),
				      number(v, "$.rice[%d].effort", i)),
			number(v, "$.rice[%d].score", i), 1e-6, "RICE", i);
}

static void test_texts(struct vectors *v)
{
	char text[512], needle[512];
	int64_t words[2];
	for (int i = 0; i < 2; i++) {
		word(v, text, "$.talk_ratio[0].turns[%d][1]", i);
		words[i] = (int64_t)word_count(str_of(text));
		is_int(words[i], (int64_t)number(v, "$.talk_ratio[0].words[%d]", i), "words %d", i);
	}
	is_near((double)words[1] / (double)(words[0] + words[1]),
		number(v, "$.talk_ratio[0].participant_share"), 6e-4, "talk ratio", 0);
	struct str all = str_of(word(v, text, "$.offsets[0].text"));
	struct str part = str_of(word(v, needle, "$.offsets[0].needle"));
	size_t from = str_find(all, part), to = from + part.n;
	is_int(from, (int64_t)number(v, "$.offsets[0].utf8_bytes[0]"), "first byte");
	is_int(to, (int64_t)number(v, "$.offsets[0].utf8_bytes[1]"), "last byte");
	is_int(utf8_length(str_part(all, 0, from)),
	       (int64_t)number(v, "$.offsets[0].codepoints[0]"), "first code point");
	is_int(utf8_length(str_part(all, 0, to)), (int64_t)number(v, "$.offsets[0].codepoints[1]"),
	       "last code point");
}

static bool read_vectors(struct vectors *v)
{
	const char *root = getenv("SOURCE_ROOT");
	struct strbuf path = STRBUF_INIT, json = STRBUF_INIT;
	char chunk[4096];
	size_t n;
	strbuf_addf(&path, "%s/../shared/examples/test_vectors.json", root ? root : ".");
	FILE *f = fopen(path.buf, "rb");
	strbuf_release(&path);
	while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		strbuf_add(&json, chunk, n);
	if (f)
		fclose(f);
	v->length = (int)json.len;
	v->json = json.len ? strbuf_detach(&json) : NULL;
	return v->json && sqlite3_open(":memory:", &v->db) == SQLITE_OK;
}

int main(void)
{
	struct vectors v = {0};
	text_init();
	if (!read_vectors(&v)) {
		ok(true, "all vectors # SKIP test_vectors.json is not here; the copies are tested");
		return done();
	}
	test_saturation(&v, "$.saturation_guest2020_reconstructed");
	test_saturation(&v, "$.saturation_sets_ours");
	test_edges(&v);
	test_sets(&v);
	test_kappa(&v);
	test_alpha(&v);
	test_rand(&v);
	test_scores(&v);
	test_texts(&v);
	sqlite3_close(v.db);
	free(v.json);
	return done();
}
