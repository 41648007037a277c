/* text/redact: what is found in a text, what it becomes, what stays. */
#include "tap.h"
#include "themewall/text/redact.h"

static void becomes(const char *text, const char *want)
{
	struct redact redact = {.n = 0};
	struct strbuf out = STRBUF_INIT;
	redact_add_name(&redact, STR("Ana Berg"), STR("[name]"));
	redact_add_name(&redact, STR("Will"), STR("[P03]"));
	redact_add_name(&redact, STR("Zo\xc3\xab K."), STR("[P04]"));
	redact_add_name(&redact, STR("Okafor, Tom (External)"), STR("[P05]"));
	redact_add_name(&redact, STR("Interviewer"), STR("[name]"));
	redact_add_name(&redact, STR("Speaker 2"), STR("[name]"));
	redact_scan(&redact, str_of(text));
	redact_text(&redact, &out, str_of(text));
	is_str(out.buf, want, "%s", text);
	strbuf_release(&out);
	redact_release(&redact);
}

static void test_left(void)
{
	struct redact redact = {.n = 0};
	struct strbuf out = STRBUF_INIT;
	struct str text = STR("Ana Berg: a@b.org, Ana, a@b.org");
	redact_add_name(&redact, STR("Ana Berg"), STR("[name]"));
	redact_scan(&redact, text);
	ok(redact.n == 3 && redact.items[0].count == 1 && redact.items[1].count == 1 &&
		   redact.items[2].count == 2,
	   "the full name, the first one, an address met twice");
	redact.items[2].left = true;
	ok(redact_text(&redact, &out, text), "something is replaced");
	is_str(out.buf, "[name]: a@b.org, [name], a@b.org", "what is taken out stays");
	redact_release(&redact);
	strbuf_release(&out);
}

int main(void)
{
	becomes("Ana Berg said so, and ANA BERG again.", "[name] said so, and [name] again.");
	becomes("Ask Ana; Ana's desk. Anabel is somebody else.",
		"Ask [name]; [name]'s desk. Anabel is somebody else.");
	becomes("Will asked; I will not.", "[P03] asked; I will not.");
	becomes("Zo\xc3\xab wrote.", "[P04] wrote.");
	becomes("The Interviewer and Speaker 2.", "The Interviewer and Speaker 2.");
	becomes("Write to ana.berg+x@mail.example.org.", "Write to [email].");
	becomes("It is a@b, or @home, or user@", "It is a@b, or @home, or user@");
	becomes("Ring +49 170 1234567 or (030) 123-4567.", "Ring [phone] or [phone].");
	becomes("Or 0170/1234567, 555-123-4567 even.", "Or [phone], [phone] even.");
	becomes("On 2026-03-02 we had 1234567 users, 12 of 15.",
		"On 2026-03-02 we had 1234567 users, 12 of 15.");
	becomes("Tom Okafor is Tom, or Mr Okafor; Okafor, Tom in the list. Tomorrow.",
		"[P05] is [P05], or Mr [P05]; [P05] in the list. Tomorrow.");
	becomes("", "");
	test_left();
	return done();
}
