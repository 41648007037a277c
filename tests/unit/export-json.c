/* JSON: export, import, export is the identity; what a file must not do to a wall is refused with
 * its place. */
#include <stdlib.h>

#include "themewall/export/export.h"
#include "themewall/export/json.h"
#include "themewall/import/import.h"
#include "themewall/text/locale.h"

#include "tap.h"
#include "export-random.h"
#include "export-study.h"

static void export_json(struct strbuf *out, const struct model *model)
{
	struct export_options options = {0};
	export_format_find(STR("json"))->write(out, model, &options);
}

static struct model *model_of(const struct wall_image *image)
{
	struct model *model = model_new();
	for (size_t i = 0; i < image->nrows; i++)
		model_apply(model, &image->rows[i]);
	for (size_t i = 0; i < image->nturns; i++)
		model_load_turns(model, (transcript_id){image->turns[i].transcript},
				 image->turns[i].turns, image->turns[i].n);
	return model;
}

static bool round_trip(const struct model *model)
{
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	struct wall_image image;
	struct err err = ERR_INIT;
	export_json(&first, model);
	bool same = import_wall(&image, STR("wall.json"), strbuf_str(&first), &err);
	if (same) {
		struct model *again = model_of(&image);
		export_json(&second, again);
		same = str_equal(strbuf_str(&first), strbuf_str(&second));
		model_free(again);
		wall_image_release(&image);
	} else {
		printf("# %s\n", err.msg);
	}
	strbuf_release(&first);
	strbuf_release(&second);
	return same;
}

/* The study, and a lens of each sort. */
static struct model *study_with_lenses(void)
{
	struct model *model = study_model();
	int64_t who = model_participants(model).ids[1].n;
	add_lens(model, 900001, "all by theme", "theme", "all", 0, "");
	add_lens(model, 900002, "her", "segment", "participant", who, "");
	add_lens(model, 900003, "pains", "kind", "pain", 0, "");
	add_lens(model, 900004, "nobody's", "tag", "unattributed", 0, "");
	add_lens(model, 900005, "„teuer“", "author", "words", 0, "zu \"teuer\"");
	return model;
}

static void test_round_trips(void)
{
	struct model *model = study_with_lenses();
	ok(round_trip(model), "the study comes back byte for byte");
	model_free(model);
	struct build empty = build_study("Nothing yet", "");
	ok(round_trip(empty.model), "an empty study too");
	model_free(empty.model);
	int broken = 0;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		model = random_model(seed, 12, 60);
		if (!round_trip(model)) {
			printf("# seed %d\n", (int)seed);
			broken++;
		}
		model_free(model);
	}
	is_int(broken, 0, "and 30 random ones");
}

static void test_rows(void)
{
	struct model *model = study_model();
	struct strbuf json = STRBUF_INIT;
	struct wall_image image;
	struct err err = ERR_INIT;
	bool seen[64 * 8] = {false}, parents_first = true, ranks = true, homes = true;
	export_json(&json, model);
	ok(import_wall(&image, STR("wall.json"), strbuf_str(&json), &err), "the study is read");
	for (size_t i = 0; i < image.nrows; i++) {
		const struct row_change *row = &image.rows[i];
		if (row->table == TABLE_CLUSTER) {
			seen[row->column[CLUSTER_ID].i] = true;
			parents_first =
				parents_first && (row->column[CLUSTER_PARENT].type == VALUE_NULL ||
						  seen[row->column[CLUSTER_PARENT].i]);
		}
		if (row->table == TABLE_PLACEMENT) {
			bool clustered = row->column[PLACEMENT_CLUSTER].type != VALUE_NULL;
			homes = homes &&
				row->column[PLACEMENT_ID].i == row->column[PLACEMENT_CARD].i;
			ranks = ranks && clustered == rank_is_valid(row->column[PLACEMENT_RANK].s);
		}
	}
	ok(parents_first, "a cluster's row comes after its parent's");
	ok(homes, "a placement has its card's id");
	ok(ranks, "cards in clusters have rank keys, others none");
	wall_image_release(&image);
	strbuf_release(&json);
	model_free(model);
}

static void test_hidden(void)
{
	struct model *model = study_model();
	struct transcript_list list = model_transcripts(model);
	struct row_change row = {.table = TABLE_TRANSCRIPT, .op = ROW_UPDATE};
	struct strbuf json = STRBUF_INIT;
	row.column[TRANSCRIPT_ID] = value_int(list.ids[6].n);
	row.column[TRANSCRIPT_HIDDEN] = value_int(1);
	model_apply(model, &row);
	export_json(&json, model);
	struct str text = strbuf_str(&json);
	ok(str_find(text, STR("interview-07")) == text.n, "a hidden transcript is left out");
	ok(str_find(text, STR("\"kind\":\"observation\",\"text\":\"If she asks me")) < text.n,
	   "a quote whose transcript is hidden keeps its words as an observation");
	ok(round_trip(model), "and the rest comes back");
	strbuf_release(&json);
	model_free(model);
}

/* One change to a good file, and the words the refusal must hold. */
static const struct {
	const char *from, *to, *message;
} damages[] = {
	{"\"cards\":[\n", "\"cards\":[{}x\n", "not valid JSON"},
	{"\"themewall\":1", "\"themewall\":2", "newer themewall"},
	{"\"id\":\"C-002\"", "\"id\":\"C-001\"", "cards[1]: \"C-001\" is there twice"},
	{"\"id\":\"C-002\"", "\"id\":\"X-2\"", "no code"},
	{"\"id\":\"P02\"", "\"id\":7", "participants[1]: \"id\" is missing or is no text"},
	{"\"kind\":\"idea\"", "\"kind\":\"ideal\"", "\"ideal\" is no kind of card"},
	{"\"cluster\":\"T-05\"", "\"cluster\":\"T-55\"", "\"T-55\" is not in the file"},
	{"\"place\":\"loose\"", "\"place\":\"cluster\"", "do not fit"},
	{"\"place\":\"loose\"", "\"place\":\"floor\"", "do not fit"},
	{"\"parent\":\"T-02\"", "\"parent\":\"T-03\"", "lies in itself"},
	{"\"text\":\"I export it", "\"text\":\"U export it", "differ"},
	{"\"kind\":\"quote\",\"text\":\"I export it", "\"kind\":\"quote\",\"text\":\"We export it",
	 "not the words of its transcript"},
	{"\"start\":22,\"end\":74,\"time_ms\"", "\"start\":22,\"end\":7400,\"time_ms\"",
	 "not inside the transcript"},
	{"\"start\":22,\"end\":74,\"start_ms\"", "\"start\":22,\"end\":75,\"start_ms\"",
	 "do not fit its text"},
	{"\"role\":\"moderator\",\"guessed\"", "\"role\":\"boss\",\"guessed\"",
	 "\"boss\" is no role"},
	{"\"quote\":\"no\"", "\"quote\":\"maybe\"", "consent is"},
	{"\"date\":\"2026-03-02\"", "\"date\":\"2 March\"", "is a date like"},
	{"\"order\":1,", "\"order\":0,", "\"order\" is missing or out of range"},
	{"\"participants\":[\"P01\"]", "\"participants\":[\"P01\",\"P01\"]", "named twice"},
	{"\"participants\":[\"P01\"]", "\"participants\":[\"P99\"]", "\"P99\" is not in the file"},
	{"\"sha256\":\"30", "\"sha256\":\"3g", "64 hexadecimal digits"},
	{"\"width\":2", "\"width\":7", "\"width\" is missing or out of range"},
	{"\"implies\":\"A total", "\"implies\":\"A\\u0007total", "control characters"},
	{"\"implies\":\"A total", "\"implies\":\"A\\ud800total", "damaged"},
	{"\"transcript\":\"S03\"", "\"transcript\":\"S33\"",
	 "transcript \"S33\" is not in the file"},
	{"\"title\":\"Invoice totals: why freelancers rebuild them by hand\"", "\"title\":\"\"",
	 "study[0]"},
	{"\"study\"", "\"studies\"", "study[0]: missing"},
	{"\"speaker_no\":1", "\"speaker_no\":2", "\"speaker_no\" is missing or out of range"},
	{"\"colour\":\"tag\"", "\"colour\":\"smell\"", "\"smell\" is nothing a lens colours by"},
	{"\"shows\":\"unattributed\"", "\"shows\":\"nobody\"",
	 "\"nobody\" is nothing a lens shows"},
	{"\"shows\":\"all\"", "\"shows\":\"tag\"", "\"value\" does not fit"},
	{"\"shows\":\"pain\"", "\"shows\":\"participant\"", "\"participant\" does not fit"},
	{"\"name\":\"pains\"", "\"name\":\"\"", "lenses[2]: \"name\" is empty"},
	{"Doe",
	 "D\xff"
	 "e",
	 "not UTF-8"},
};

static void replace(struct strbuf *text, const char *from, const char *to)
{
	size_t at = str_find(strbuf_str(text), str_of(from));
	if (at == text->len) {
		printf("# nothing to damage: %s\n", from);
		return;
	}
	strbuf_remove(text, at, strlen(from));
	strbuf_insert(text, at, to, strlen(to));
}

static void test_damages(void)
{
	struct model *model = study_with_lenses();
	struct strbuf good = STRBUF_INIT, bad = STRBUF_INIT;
	struct wall_image image;
	export_json(&good, model);
	for (size_t i = 0; i < TW_COUNT(damages); i++) {
		struct err err = ERR_INIT;
		strbuf_reset(&bad);
		strbuf_add_str(&bad, strbuf_str(&good));
		replace(&bad, damages[i].from, damages[i].to);
		bool read = import_wall(&image, STR("wall.json"), strbuf_str(&bad), &err);
		ok(!read && err.code == ERR_FORMAT && strstr(err.msg, damages[i].message) &&
			   strstr(err.msg, "wall.json"),
		   "refused: %s", damages[i].message);
		if (read)
			wall_image_release(&image);
		else if (!strstr(err.msg, damages[i].message))
			printf("# %s\n", err.msg);
	}
	int accepted = 0;
	for (size_t n = 0; n < good.len - 2; n += 611) {
		struct err err = ERR_INIT;
		if (import_wall(&image, STR("cut"), str_part(strbuf_str(&good), 0, n), &err)) {
			accepted++;
			wall_image_release(&image);
		}
	}
	is_int(accepted, 0, "a file that was cut off is refused wherever it was cut");
	strbuf_release(&good);
	strbuf_release(&bad);
	model_free(model);
}

static void test_recognition(void)
{
	ok(import_is_wall(STR(" {\"private\":true,\n \"themewall\" : 1, \"cards\":[]}")),
	   "a wall is known by its version, wherever it stands");
	ok(!import_is_wall(STR("{\"segments\":[{\"text\":\"say \\\"themewall\\\"\"}]}")),
	   "a transcript that says the word is none");
	ok(!import_is_wall(STR("{\"a\":{\"themewall\":1}}")) && !import_is_wall(STR("[1]")) &&
		   !import_is_wall(STR("")) && !import_is_wall(STR("{\"themewall\":")) &&
		   !import_is_wall(STR("{\"x\":\"themewall\", \"y\":1}")) &&
		   !import_is_wall(STR("{\"themewall\":\"1\"}")),
	   "nor is what only looks like one");
	ok(import_is_wall(STR("{\"themewall\":1, \"cards\":[{\"")),
	   "one that was cut off still is one, and is refused as one");
}

static void test_ids_do_not_show(void)
{
	struct model *model = random_model(9, 6, 30);
	struct strbuf json = STRBUF_INIT;
	export_json(&json, model);
	ok(str_find(strbuf_str(&json), STR("300647")) == json.len,
	   "no id of the file is in the export");
	strbuf_release(&json);
	model_free(model);
}

/* One byte at a time, as the format has it. */
static void escape(struct strbuf *out, struct str s)
{
	strbuf_add_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			strbuf_addf(out, "\\%c", c);
		else if (c == '\n' || c == '\t')
			strbuf_add_z(out, c == '\n' ? "\\n" : "\\t");
		else if (c < ' ')
			strbuf_addf(out, "\\u%04x", c);
		else
			strbuf_add_char(out, s.p[i]);
	}
	strbuf_add_char(out, '"');
}

/* Texts are looked through sixteen bytes at a time: any byte at any place of any such piece. */
static void test_strings(void)
{
	enum { LONGEST = 50 };
	struct strbuf written = STRBUF_INIT, expected = STRBUF_INIT;
	char bytes[LONGEST];
	size_t wrong = 0;
	for (size_t n = 0; n < LONGEST; n++)
		for (size_t at = 0; at <= n; at++)
			for (int c = 0; c < 256; c++) {
				struct json json = {.out = &written, .comma = c % 2};
				memset(bytes, 'a', n);
				if (at < n)
					bytes[at] = (char)c;
				if (at + 17 < n)
					bytes[at + 17] = '"';
				strbuf_reset(&written);
				strbuf_reset(&expected);
				strbuf_add_z(&expected, c % 2 ? "," : "");
				escape(&expected, (struct str){bytes, n});
				json_str(&json, (struct str){bytes, n});
				wrong += !str_equal(strbuf_str(&written), strbuf_str(&expected));
			}
	is_int(wrong, 0, "any byte at any place of a text is escaped where it must be");
	strbuf_release(&written);
	strbuf_release(&expected);
}

int main(void)
{
	text_init();
	test_strings();
	test_round_trips();
	test_rows();
	test_hidden();
	test_damages();
	test_recognition();
	test_ids_do_not_show();
	return done();
}
