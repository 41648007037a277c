/*
 * Waiting for another program that is writing, without blocking the screen: what the person asked
 * for is tried again every 50 ms, keys pressed meanwhile are kept and follow in order, Esc gives
 * up. Nothing is lost and nothing overtakes.
 */
#include "app-internal.h"
#include "themewall/app/event.h"
#include "themewall/base/clock.h"
#include "themewall/base/banned.h"

void retry_or_say(struct app *app, enum retry_kind kind, int command, const struct err *err)
{
	app_say_err(app, err);
	if (err->code != ERR_BUSY || !app->interactive)
		return;
	app->retry.kind = kind;
	app->retry.command = command;
	app->retry.target = app_target(app);
	app->retry.at_ms = clock_monotonic_ms() + RETRY_MS;
}

static void hold(struct retry *retry, uint32_t key, unsigned mods)
{
	if (retry->nheld == RETRY_KEYS)
		return;
	retry->held[retry->nheld].key = key;
	retry->held[retry->nheld++].mods = mods;
}

bool retry_paste(struct app *app, struct str text)
{
	struct retry *retry = &app->retry;
	if (retry->kind == RETRY_NONE)
		return false;
	if (retry->pasted.len == 0)
		hold(retry, 0, 0);
	strbuf_add_str(&retry->pasted, text);
	return true;
}

static void forget(struct retry *retry)
{
	retry->kind = RETRY_NONE;
	retry->nheld = 0;
	strbuf_reset(&retry->pasted);
}

bool retry_key(struct app *app, uint32_t key, unsigned mods)
{
	struct retry *retry = &app->retry;
	if (retry->kind == RETRY_NONE)
		return false;
	if (key == KEY_ESC || (key == 'q' && mods == MOD_CTRL)) {
		forget(retry);
		strbuf_reset(&app->not_saved);
		app_say(app, MESSAGE_WARN, "Given up: nothing was changed");
		return key == KEY_ESC;
	}
	hold(retry, key, mods);
	return true;
}

/* The keys were meant for what was in focus then, not for what took over from it. */
static bool is_about_something_else(const struct app *app)
{
	struct target now = app_target(app), then = app->retry.target;
	return app->retry.kind != RETRY_DROP &&
	       (then.kind == TARGET_CARD || then.kind == TARGET_CLUSTER) &&
	       (now.kind != then.kind || now.card.n != then.card.n ||
		now.cluster.n != then.cluster.n);
}

static void try_again(struct app *app)
{
	struct err err = ERR_INIT;
	enum retry_kind kind = app->retry.kind;
	if (is_about_something_else(app)) {
		forget(&app->retry);
		strbuf_reset(&app->not_saved);
		app_say(app, MESSAGE_WARN,
			"Given up: what it was about has just been changed by someone else");
		return;
	}
	app->retry.kind = RETRY_NONE;
	app->message.kind = MESSAGE_NONE;
	if (kind == RETRY_COMMAND)
		command_invoke(app, (enum command_id)app->retry.command);
	else if (kind == RETRY_PROMPT)
		prompt_take(app);
	else if (!carry_drop(app, &err))
		retry_or_say(app, RETRY_DROP, 0, &err);
}

static void let_paste(struct app *app)
{
	struct strbuf text = app->retry.pasted;
	strbuf_init(&app->retry.pasted);
	app_paste(app, strbuf_str(&text));
	strbuf_release(&text);
}

/* The keys that were pressed while waiting; the first that must wait itself keeps the rest. */
static void follow(struct app *app)
{
	struct retry *retry = &app->retry;
	size_t i = 0;
	while (i < retry->nheld && retry->kind == RETRY_NONE) {
		size_t n = retry->nheld;
		retry->nheld = 0;
		if (retry->held[i].key)
			app_key(app, retry->held[i].key, retry->held[i].mods);
		else
			let_paste(app);
		retry->nheld = n;
		i++;
	}
	memmove(retry->held, retry->held + i, (retry->nheld - i) * sizeof retry->held[0]);
	retry->nheld -= i;
}

void retry_wake(struct app *app, int64_t now_ms)
{
	if (app->retry.kind == RETRY_NONE || now_ms < app->retry.at_ms)
		return;
	app->dirty = true;
	try_again(app);
	follow(app);
}
