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
	app->retry.at_ms = clock_monotonic_ms() + RETRY_MS;
}

bool retry_key(struct app *app, uint32_t key, unsigned mods)
{
	struct retry *retry = &app->retry;
	if (retry->kind == RETRY_NONE)
		return false;
	if (key == KEY_ESC || (key == 'q' && mods == MOD_CTRL)) {
		retry->kind = RETRY_NONE;
		retry->nheld = 0;
		app_say(app, MESSAGE_WARN, "Given up: nothing was changed");
		return key == KEY_ESC;
	}
	if (retry->nheld < RETRY_KEYS) {
		retry->held[retry->nheld].key = key;
		retry->held[retry->nheld++].mods = mods;
	}
	return true;
}

static void try_again(struct app *app)
{
	struct err err = ERR_INIT;
	enum retry_kind kind = app->retry.kind;
	app->retry.kind = RETRY_NONE;
	app->message.kind = MESSAGE_NONE;
	if (kind == RETRY_COMMAND)
		command_invoke(app, (enum command_id)app->retry.command);
	else if (kind == RETRY_PROMPT)
		prompt_take(app);
	else if (!carry_drop(app, &err))
		retry_or_say(app, RETRY_DROP, 0, &err);
}

/* The keys that were pressed while waiting; the first that must wait itself keeps the rest. */
static void follow(struct app *app)
{
	struct retry *retry = &app->retry;
	size_t i = 0;
	while (i < retry->nheld && retry->kind == RETRY_NONE) {
		size_t n = retry->nheld;
		retry->nheld = 0;
		app_key(app, retry->held[i].key, retry->held[i].mods);
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
