/*
 * The way of a file: refused by name, or decoded, recognised, read by its reader, and settled in
 * the draft. Whatever happens the draft can be released and holds its names; nothing half-read is
 * left in it.
 */
#include "themewall/import/import.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "decode-internal.h"
#include "import-internal.h"
#include "readers-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/sha256.h"
#include "themewall/base/banned.h"

/* Positions in a text are 32 bits wide further down. */
enum { MOST_BYTES = 1 << 30 };

struct str base_name(struct str path)
{
	size_t from = path.n;
	while (from > 0 && path.p[from - 1] != '/')
		from--;
	return str_part(path, from, path.n);
}

/* Without the ending, if what is left is a name: ".vtt" keeps its own. */
static struct str stem_of(struct str base)
{
	size_t dot = base.n;
	while (dot > 0 && base.p[dot - 1] != '.')
		dot--;
	return dot > 1 && base.n - dot <= 8 ? str_part(base, 0, dot - 1) : base;
}

void draft_name(struct draft *draft, struct str name)
{
	struct str base = base_name(name), stem = stem_of(base);
	draft->origin_name = (struct str){arena_strndup(&draft->arena, base.p, base.n), base.n};
	draft->title = (struct str){arena_strndup(&draft->arena, stem.p, stem.n), stem.n};
	draft->format = draft->dialect = "";
	draft->encoding = "UTF-8";
}

static void reading_release(struct reading *reading)
{
	labels_release(&reading->labels);
	free(reading->turns.turns);
	free(reading->turns.cues);
	free(reading->decoded);
}

enum { GIVE_BACK_BYTES = 4 << 20 };

/* Pages the system takes back at once; whole ones only, and only where that is worth a call. */
static void give_back(const char *from, const char *to)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t first = ((uintptr_t)from + page - 1) / page, last = (uintptr_t)to / page;
	if (to - from >= GIVE_BACK_BYTES)
		madvise((void *)(first * page), (last - first) * page, MADV_DONTNEED);
}

void reading_spend(struct reading *reading, const char *upto)
{
	const char *from = reading->spent ? reading->spent : reading->text.p;
	if (!reading->may_spend || upto < from + GIVE_BACK_BYTES)
		return;
	give_back(from, upto);
	reading->spent = upto;
}

static bool fail_format(const char *format, struct err *err)
{
	const struct import_format *formats;
	struct strbuf names = STRBUF_INIT;
	size_t n = import_formats(&formats);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&names, "%s%s", i ? ", " : "", formats[i].name);
	err_set(err, ERR_USAGE, "no format is called \"%s\"; they are %s", format, names.buf);
	strbuf_release(&names);
	return false;
}

static bool choose_reader(struct reading *reading, const char *format, const struct reader **reader,
			  struct err *err)
{
	if (!format && !refuse_text(reading->name, reading->text, err))
		return false;
	*reader = reader_find(str_of(format ? format : detect(reading)));
	if (*reader && format)
		front_matter_skip(reading);
	if (!*reader)
		return fail_format(format, err);
	return true;
}

static bool read_text(struct reading *reading, const char *format, struct err *err)
{
	const struct reader *reader;
	if (!str_trim(reading->text).n)
		return err_set(err, ERR_FORMAT, "%.*s is empty; nothing imported",
			       STR_ARG(reading->name));
	if (!choose_reader(reading, format, &reader, err))
		return false;
	reading->draft->format = reader->name;
	if (!reader->read(reading, err))
		return false;
	if (!reading->turns.nturns)
		return err_set(err, ERR_FORMAT, "%.*s holds no words to import",
			       STR_ARG(reading->name));
	return true;
}

/* After a failure nothing that was grown on the heap stays reachable. */
static void forget_grown(struct draft *draft)
{
	free(draft->speakers);
	free(draft->warnings);
	draft->speakers = NULL;
	draft->warnings = NULL;
	draft->nspeakers = draft->nwarnings = 0;
}

bool import_parse(struct draft *draft, struct str name, struct str bytes,
		  const struct import_options_text *options, struct err *err)
{
	struct reading reading = {.draft = draft,
				  .name = base_name(name),
				  .text_column = options->text_column,
				  .may_spend = options->may_spend};
	bool done = false;
	*draft = (struct draft){0};
	draft_name(draft, name);
	if (bytes.n > MOST_BYTES)
		err_set(err, ERR_FORMAT, "%.*s is larger than 1 GB; no transcript is",
			STR_ARG(reading.name));
	else if (package_is(bytes))
		done = docx_open(&reading, bytes, err) && read_text(&reading, options->format, err);
	else if ((options->format || refuse_bytes(reading.name, bytes, err)) &&
		 decode(&reading, bytes, options->encoding, err)) {
		if (reading.may_spend && reading.decoded)
			give_back(bytes.p, bytes.p + bytes.n);
		done = read_text(&reading, options->format, err);
	}
	if (done) {
		turns_finish(&reading);
		notice_finish(&reading);
	} else {
		forget_grown(draft);
	}
	reading_release(&reading);
	return done;
}

void draft_fingerprint(struct draft *draft)
{
	/* The turns lie one after the other with an LF between: one slice is the whole text. */
	const struct draft_turn *last = &draft->turns[draft->nturns - 1];
	struct str text = {draft->turns[0].text.p,
			   (size_t)(last->text.p + last->text.n - draft->turns[0].text.p)};
	sha256_of(text.p, text.n, draft->sha_text);
}

bool import_bytes(struct draft *draft, struct str name, struct str bytes,
		  const struct import_options_text *options, struct err *err)
{
	struct import_options_text own = *options;
	own.may_spend = false;
	if (!import_parse(draft, name, bytes, &own, err))
		return false;
	sha256_of(bytes.p, bytes.n, draft->sha_bytes);
	draft_fingerprint(draft);
	return true;
}
