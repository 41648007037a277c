/* The bytes of a project's JSON: strings, members, elements. Commas set themselves. */
#include "qde-wall-internal.h"

#include "themewall/base/banned.h"

void qde_put_string(struct strbuf *out, struct str s)
{
	strbuf_add_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '"' || c == '\\')
			strbuf_add_char(out, '\\');
		if (c == '\n' || c == '\t')
			strbuf_add_z(out, c == '\n' ? "\\n" : "\\t");
		else
			strbuf_add_char(out, c);
	}
	strbuf_add_char(out, '"');
}

static void add_key(struct strbuf *out, const char *key)
{
	if (out->buf[out->len - 1] != '{')
		strbuf_add_char(out, ',');
	strbuf_addf(out, "\"%s\":", key);
}

void qde_put_text(struct strbuf *out, const char *key, struct str value)
{
	add_key(out, key);
	qde_put_string(out, value);
}

void qde_put_number(struct strbuf *out, const char *key, int64_t value)
{
	add_key(out, key);
	strbuf_addf(out, "%lld", (long long)value);
}

void qde_put_raw(struct strbuf *out, const char *key, const char *json)
{
	add_key(out, key);
	strbuf_add_z(out, json);
}

void qde_put_code(struct strbuf *out, const char *key, enum code_kind kind, size_t at)
{
	struct strbuf code = STRBUF_INIT;
	code_add(&code, kind, (struct code){0, (uint32_t)at + 1});
	qde_put_text(out, key, strbuf_str(&code));
	strbuf_release(&code);
}

void qde_put_begin(struct strbuf *out)
{
	strbuf_add_z(out, out->buf[out->len - 1] == '[' ? "{" : ",{");
}
