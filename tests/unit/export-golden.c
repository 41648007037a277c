/* Each format of one study, byte for byte. UPDATE_GOLDEN=1 writes the files anew: read them before
 * committing. */
#include <stdlib.h>

#include "themewall/export/export.h"
#include "themewall/export/stats.h"
#include "themewall/text/locale.h"

#include "tap.h"
#include "export-study.h"
#include "export-conclude.h"

static const struct {
	const char *format, *file;
	bool names, concluded; /* concluded: with insights, beliefs and a decision */
} goldens[] = {
	{"findings", "findings.txt", false, false},
	{"findings", "findings-names.txt", true, false},
	{"markdown", "findings.md", false, false},
	{"outline", "outline.txt", false, false},
	{"json", "wall.json", false, false},
	{"brief", "brief.txt", false, false},
	{"html", "findings.html", false, false},
	{"csv", "cards.csv", false, false},
	{"csv", "cards-names.csv", true, false},
	{"tsv", "notes.tsv", false, false},
	{"canvas", "wall.canvas", false, false},
	{"qdc", "codebook.qdc", false, false},
	{"clips", "clips.csv", false, false},
	{"clips", "clips-names.csv", true, false},
	{"phrases", "phrases.txt", false, false},
	{"findings", "insights.txt", false, true},
	{"markdown", "insights.md", false, true},
	{"html", "insights.html", false, true},
	{"brief", "insights-brief.txt", false, true},
	{"json", "insights.json", false, true},
	{"jira", "jira.csv", false, true},
	{"linear", "linear.csv", false, true},
};

static void file_path(struct strbuf *path, const char *file)
{
	const char *root = getenv("SOURCE_ROOT");
	strbuf_addf(path, "%s/tests/data/export/%s", root ? root : ".", file);
}

static void read_file(struct strbuf *out, const char *file)
{
	struct strbuf path = STRBUF_INIT;
	char chunk[4096];
	size_t n;
	file_path(&path, file);
	FILE *f = fopen(path.buf, "rb");
	while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		strbuf_add(out, chunk, n);
	if (f)
		fclose(f);
	strbuf_release(&path);
}

static void write_file(struct str text, const char *file)
{
	struct strbuf path = STRBUF_INIT;
	file_path(&path, file);
	FILE *f = fopen(path.buf, "wb");
	if (f) {
		fwrite(text.p, 1, text.n, f);
		fclose(f);
	}
	strbuf_release(&path);
}

/* Names the first line that differs. */
static void explain(struct str got, struct str want)
{
	struct str a, b;
	for (int line = 1;; line++) {
		bool more = str_next_line(&got, &a), wanted = str_next_line(&want, &b);
		if (more && wanted && str_equal(a, b))
			continue;
		printf("# line %d\n#  got %.*s\n# want %.*s\n", line, more ? (int)a.n : 0, a.p,
		       wanted ? (int)b.n : 0, b.p);
		return;
	}
}

static void is_golden(struct str got, const char *file)
{
	struct strbuf want = STRBUF_INIT;
	if (getenv("UPDATE_GOLDEN"))
		write_file(got, file);
	read_file(&want, file);
	if (!ok(str_equal(got, strbuf_str(&want)), "%s", file))
		explain(got, strbuf_str(&want));
	strbuf_release(&want);
}

static void test_golden(const struct model *model, size_t i)
{
	const struct export_format *format = export_format_find(str_of(goldens[i].format));
	struct export_options options = {.with_names = goldens[i].names,
					 .now_ms = 1773669727000,
					 .coders = STR("Ana N., Tomas R."),
					 .changes = 311};
	struct strbuf got = STRBUF_INIT;
	format->write(&got, model, &options);
	is_golden(strbuf_str(&got), goldens[i].file);
	strbuf_release(&got);
}

static void test_stats(const struct model *model, const struct model *concluded)
{
	struct strbuf got = STRBUF_INIT;
	export_stats(&got, model, SATURATION_DEFAULT);
	is_golden(strbuf_str(&got), "stats.txt");
	strbuf_reset(&got);
	export_stats_json(&got, model, SATURATION_DEFAULT);
	is_golden(strbuf_str(&got), "stats.json");
	strbuf_reset(&got);
	export_stats_json(&got, concluded, SATURATION_DEFAULT);
	is_golden(strbuf_str(&got), "stats-insights.json");
	strbuf_release(&got);
}

int main(void)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	struct model *model = study_model(), *concluded = study_model();
	study_conclude(concluded);
	for (size_t i = 0; i < TW_COUNT(goldens); i++)
		test_golden(goldens[i].concluded ? concluded : model, i);
	test_stats(model, concluded);
	model_free(model);
	model_free(concluded);
	return done();
}
