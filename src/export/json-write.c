/*
 * The bytes of JSON. One flag says whether a comma is due, so that the callers read like the
 * document. Hot: a wall of 100,000 cards has two million members, so nothing here formats through
 * printf.
 */
#include "themewall/export/json.h"

#include "themewall/base/banned.h"

static void comma(struct json *json)
{
	if (json->comma)
		strbuf_add_char(json->out, ',');
	json->comma = true;
}

void json_open(struct json *json, char bracket)
{
	comma(json);
	strbuf_add_char(json->out, bracket);
	json->comma = false;
}

void json_close(struct json *json, char bracket)
{
	strbuf_add_char(json->out, bracket);
	json->comma = true;
}

void json_line(struct json *json)
{
	if (json->comma)
		strbuf_add_char(json->out, ',');
	strbuf_add_char(json->out, '\n');
	json->comma = false;
}

void json_key(struct json *json, const char *name)
{
	struct strbuf *out = json->out;
	size_t n = strlen(name);

	strbuf_reserve(out, n + 4);
	char *p = out->buf + out->len;
	if (json->comma)
		*p++ = ',';
	*p++ = '"';
	memcpy(p, name, n);
	memcpy(p + n, "\":", 3);
	out->len = (size_t)(p + n + 2 - out->buf);
	json->comma = false;
}

static void add_escaped(struct strbuf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char code[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};

	switch (c) {
	case '\n':
		strbuf_add(out, "\\n", 2);
		break;
	case '\t':
		strbuf_add(out, "\\t", 2);
		break;
	case '"':
	case '\\':
		strbuf_add_char(out, '\\');
		strbuf_add_char(out, (char)c);
		break;
	default:
		strbuf_add(out, code, sizeof code);
	}
}

void json_str(struct json *json, struct str s)
{
	struct strbuf *out = json->out;
	size_t from = 0;

	comma(json);
	strbuf_reserve(out, s.n + 2);
	strbuf_add_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		strbuf_add(out, s.p + from, i - from);
		add_escaped(out, c);
		from = i + 1;
	}
	if (from < s.n)
		strbuf_add(out, s.p + from, s.n - from);
	strbuf_add_char(out, '"');
}

void json_int(struct json *json, int64_t i)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (i < 0)
		digits[--at] = '-';
	comma(json);
	strbuf_add(json->out, digits + at, sizeof digits - at);
}

void json_bool(struct json *json, bool on)
{
	comma(json);
	strbuf_add_str(json->out, on ? STR("true") : STR("false"));
}

void json_null(struct json *json)
{
	comma(json);
	strbuf_add(json->out, "null", 4);
}

void json_key_str(struct json *json, const char *name, struct str s)
{
	json_key(json, name);
	json_str(json, s);
}

void json_key_int(struct json *json, const char *name, int64_t i)
{
	json_key(json, name);
	json_int(json, i);
}

void json_key_bool(struct json *json, const char *name, bool on)
{
	json_key(json, name);
	json_bool(json, on);
}

void json_key_maybe(struct json *json, const char *name, struct str s)
{
	json_key(json, name);
	if (s.n)
		json_str(json, s);
	else
		json_null(json);
}

void json_key_known(struct json *json, const char *name, bool known, int64_t i)
{
	json_key(json, name);
	if (known)
		json_int(json, i);
	else
		json_null(json);
}
