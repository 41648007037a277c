/* Each format of one study, byte for byte. UPDATE_GOLDEN=1 writes the files anew: read them before
 * committing. */
#include <stdlib.h>

#include "themewall/export/export.h"
#include "themewall/export/stats.h"
#include "themewall/text/locale.h"

#include "tap.h"
#include "export-study.h"
#include "export-conclude.h"
#include "export-team.h"

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
/* Of a study whose team sorted alone and voted. */
static const struct {
	const char *format, *file;
} teams[] = {
	{"findings", "team.txt"},
	{"markdown", "team.md"},
	{"html", "team.html"},
	{"brief", "team-brief.txt"},
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

static void export(struct strbuf *out, const struct model *model, const char *format, bool names)
{
	struct export_options options = {.with_names = names,
					 .now_ms = 1773669727000,
					 .coders = STR("Ana N., Tomas R."),
					 .changes = 311};
	export_format_find(str_of(format))->write(out, model, &options);
}

static void test_golden(const struct model *model, const char *format, const char *file, bool names)
{
	struct strbuf got = STRBUF_INIT;
	export(&got, model, format, names);
	is_golden(strbuf_str(&got), file);
	strbuf_release(&got);
}

/* What a person has not shown and how an open vote stands are in the private copy alone. */
static void test_unseen(const struct model *model)
{
	const struct export_format *formats;
	size_t n = export_formats(&formats);
	struct strbuf got = STRBUF_INIT;
	for (size_t i = 0; i < n; i++) {
		strbuf_reset(&got);
		export(&got, model, formats[i].name, true);
		ok((strstr(got.buf, "unseen") != NULL) == (strcmp(formats[i].name, "json") == 0),
		   "%s tells nothing of what is not shown yet", formats[i].name);
	}
	strbuf_reset(&got);
	export_stats(&got, model, SATURATION_DEFAULT);
	export_stats_json(&got, model, SATURATION_DEFAULT);
	ok(!strstr(got.buf, "unseen") && strstr(got.buf, "Which one next?"),
	   "the counts name the open vote and say no more");
	strbuf_release(&got);
}

static void test_stats(const struct model *model, const struct model *concluded,
		       const struct model *team)
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
	strbuf_reset(&got);
	export_stats(&got, team, SATURATION_DEFAULT);
	is_golden(strbuf_str(&got), "stats-team.txt");
	strbuf_reset(&got);
	export_stats_json(&got, team, SATURATION_DEFAULT);
	is_golden(strbuf_str(&got), "stats-team.json");
	strbuf_release(&got);
}

int main(void)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	struct model *model = study_model(), *concluded = study_model(), *team = study_model();
	study_conclude(concluded);
	study_conclude(team);
	study_team(team);
	for (size_t i = 0; i < TW_COUNT(goldens); i++)
		test_golden(goldens[i].concluded ? concluded : model, goldens[i].format,
			    goldens[i].file, goldens[i].names);
	for (size_t i = 0; i < TW_COUNT(teams); i++)
		test_golden(team, teams[i].format, teams[i].file, false);
	test_stats(model, concluded, team);
	test_unseen(team);
	model_free(model);
	model_free(concluded);
	model_free(team);
	return done();
}
