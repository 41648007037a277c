#ifndef IMPORT_SHOW_H
#define IMPORT_SHOW_H

/* What an import made, as text that a test can look for words in. */
#include <stdlib.h>

#include "tap.h"
#include "themewall/import/import.h"
#include "themewall/import/jail.h"

/* Of tests/data; appended. */
__attribute__((unused)) static void show_file(struct strbuf *out, const char *path)
{
	const char *root = getenv("SOURCE_ROOT");
	char whole[500], piece[8192];
	snprintf(whole, sizeof whole, "%s/tests/data/%s", root ? root : ".", path);
	FILE *file = fopen(whole, "rb");
	for (size_t n; file && (n = fread(piece, 1, sizeof piece, file)) > 0;)
		strbuf_add(out, piece, n);
	if (file)
		fclose(file);
}

__attribute__((unused)) static void show_value(struct strbuf *out, const char *name,
					       const struct value *value)
{
	if (value->type == VALUE_INT)
		strbuf_addf(out, " %s=%lld", name, (long long)value->i);
	else if (value->type == VALUE_TEXT)
		strbuf_addf(out, " %s=%.*s", name, STR_ARG(value->s));
}

/* "tag id=12 card=8 facet=pain name=price", a line each; then the turns, "turn 10-22 speaker=8
 * words"; then what was said about it. */
__attribute__((unused)) static void show_wall(struct strbuf *out, const struct wall_image *image)
{
	for (size_t i = 0; i < image->nrows; i++) {
		const struct table_info *info = table_info(image->rows[i].table);
		strbuf_add_z(out, info->name);
		for (int c = 0; c < info->ncolumns; c++)
			show_value(out, info->columns[c].name, &image->rows[i].column[c]);
		strbuf_add_char(out, '\n');
	}
	for (size_t i = 0; i < image->nturns; i++)
		for (size_t k = 0; k < image->turns[i].n; k++) {
			const struct turn *turn = &image->turns[i].turns[k];
			strbuf_addf(out, "turn %lld-%lld speaker=%lld %.*s\n",
				    (long long)turn->start, (long long)turn->end,
				    (long long)turn->speaker.n, STR_ARG(turn->text));
		}
	strbuf_addf(out, "said: %.*s\n", STR_ARG(image->said));
}

/* A wall read from bytes, or "refused: WORDS". What is read is also read in the jail, which
 * believes nothing: there it may not be refused. */
__attribute__((unused)) static void show_read_wall(struct strbuf *out, const char *name,
						   struct str bytes)
{
	struct wall_image image;
	struct err err = ERR_INIT;
	strbuf_reset(out);
	if (import_wall(&image, str_of(name), bytes, &err)) {
		show_wall(out, &image);
		wall_image_release(&image);
		if (import_wall_jailed(&image, str_of(name), bytes, &err))
			wall_image_release(&image);
		else
			ok(false, "read, but not in the jail: %s", err.msg);
	} else {
		strbuf_addf(out, "refused: %s", err.msg);
	}
}

__attribute__((unused)) static void show_time(struct strbuf *out, int64_t ms)
{
	if (ms < 0)
		strbuf_add_z(out, "-");
	else
		strbuf_addf(out, "%" PRId64 ":%02d.%03d", ms / 60000, (int)(ms / 1000 % 60),
			    (int)(ms % 1000));
}

/* "Ann 0:01.000-0:04.000 (5 at 0:02.000) {Heading} * text" */
__attribute__((unused)) static void show_turn(struct strbuf *out, const struct draft *draft,
					      const struct draft_turn *turn)
{
	struct str label = turn->speaker < 0 ? STR("?") : draft->speakers[turn->speaker].label;
	strbuf_add_str(out, label);
	strbuf_add_z(out, " ");
	show_time(out, turn->start_ms);
	strbuf_add_z(out, "-");
	show_time(out, turn->end_ms);
	for (size_t i = turn->start_ms >= 0; i < turn->ncues; i++) {
		strbuf_addf(out, " (%u at ", turn->cues[i].at);
		show_time(out, turn->cues[i].ms);
		strbuf_add_z(out, ")");
	}
	if (turn->heading.n)
		strbuf_addf(out, " {%.*s}", STR_ARG(turn->heading));
	strbuf_addf(out, "%s | %.*s\n", turn->bullet ? " *" : "", STR_ARG(turn->text));
}

__attribute__((unused)) static void show_turns(struct strbuf *out, const struct draft *draft)
{
	for (size_t i = 0; i < draft->nturns; i++)
		show_turn(out, draft, &draft->turns[i]);
}

/* A transcript: format, dialect, encoding; "on DAY, N above" when its top tells of it; "! LINE
 * WORDS" per warning; its turns with their times. */
__attribute__((unused)) static void show_draft(struct strbuf *out, const struct draft *draft)
{
	strbuf_addf(out, "%s %s %s%s\n", draft->format, draft->dialect[0] ? draft->dialect : "-",
		    draft->encoding, draft->notes ? " notes" : "");
	if (draft->date[0] || draft->nheader)
		strbuf_addf(out, "on %s, %zu above\n", draft->date[0] ? draft->date : "?",
			    draft->nheader);
	for (int use = 0; use < DRAFT_USES; use++) {
		size_t at = out->len;
		if (!draft_add_columns(out, draft, (enum draft_use)use))
			continue;
		strbuf_addf(out, " %s\n", draft_use_words((enum draft_use)use));
		strbuf_insert(out, at, "= ", 2);
	}
	for (size_t i = 0; i < draft->nwarnings; i++)
		strbuf_addf(out, "! %" PRId64 " %.*s\n", draft->warnings[i].line,
			    STR_ARG(draft->warnings[i].text));
	for (size_t i = 0; i < draft->nfacts; i++) {
		const struct draft_fact *fact = &draft->facts[i];
		strbuf_addf(
			out, "+ %.*s: %.*s = %.*s\n", STR_ARG(draft->speakers[fact->speaker].label),
			STR_ARG(fact->name.n ? fact->name : STR("(quote)")), STR_ARG(fact->value));
	}
	show_turns(out, draft);
}

/* A transcript read from bytes as FILE in a format, which may be NULL; or "refused: WORDS". In the
 * jail it is as many turns, or the same words. */
__attribute__((unused)) static void show_read(struct strbuf *out, const char *file,
					      struct str bytes, const char *format)
{
	struct import_options_text options = {.format = format};
	struct draft draft;
	struct err err = ERR_INIT;
	strbuf_reset(out);
	if (import_bytes(&draft, str_of(file), bytes, &options, &err))
		show_draft(out, &draft);
	else
		strbuf_addf(out, "refused: %s\n", err.msg);
	struct draft there;
	struct err other = ERR_INIT;
	import_jailed(&there, str_of(file), bytes, &options, &other);
	if (there.nturns != draft.nturns || strcmp(err.msg, other.msg) != 0 ||
	    strcmp(there.date, draft.date) != 0 || there.nheader != draft.nheader)
		ok(false, "otherwise in the jail: %s", other.msg);
	draft_release(&there);
	draft_release(&draft);
}

/* For the name of a test: one line of ASCII, the beginning of a long one. */
__attribute__((unused)) static void show_plain(struct strbuf *out, const char *text)
{
	for (size_t i = 0; text[i] && i < 100; i++)
		if (text[i] == '\n')
			strbuf_add_z(out, "\\n");
		else if (text[i] == '#' || text[i] < 0x20 || text[i] == 0x7f)
			strbuf_addf(out, "\\%02x", (unsigned)(unsigned char)text[i]);
		else
			strbuf_add_char(out, text[i]);
}

/* Are these words in it? A "!" before them: they are not. */
__attribute__((unused)) static void show_holds(const struct strbuf *got, const char *words,
					       const char *name)
{
	struct strbuf plain = STRBUF_INIT;
	bool absent = words[0] == '!';
	bool found = strstr(got->buf, words + absent) != NULL;
	show_plain(&plain, name);
	strbuf_add_z(&plain, ": ");
	show_plain(&plain, words);
	if (!ok(found != absent, "%s", plain.buf))
		printf("# %.*s\n", (int)(got->len < 9000 ? got->len : 9000), got->buf);
	strbuf_release(&plain);
}

#endif
