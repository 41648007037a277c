/*
 * Waiting for another program that is writing, or for room on a full disk, without blocking the
 * screen: what the person asked for is tried again, every 50 ms for another program, with pauses
 * that double for the disk; keys pressed meanwhile are kept and follow in order, Esc gives up.
 * Nothing is lost and nothing overtakes.
 */
#include "app-internal.h"
#include "themewall/app/event.h"
#include "themewall/base/clock.h"
#include "themewall/base/banned.h"

/* A disk does not empty itself: the pauses double, the words stay. */
static void wait_for_room(struct app *app)
{
	int64_t *pause_ms = &app->retry.pause_ms;
	*pause_ms = *pause_ms ? 2 * *pause_ms : RETRY_FULL_MS;
	if (*pause_ms > RETRY_FULL_MOST_MS)
		*pause_ms = RETRY_FULL_MOST_MS;
	strbuf_reset(&app->not_saved);
	strbuf_add_z(&app->not_saved, "disk full — trying again");
	app_say(app, MESSAGE_WARN, "Not saved: the disk is full — trying again; Esc gives up");
}

void retry_or_say(struct app *app, enum retry_kind kind, int command, const struct err *err)
{
	bool full = err->code == ERR_FULL;
	app_say_err(app, err);
	if ((err->code != ERR_BUSY && !full) || !app->interactive)
		return;
	app->retry.kind = kind;
	app->retry.command = command;
	app->retry.target = app_target(app);
	if (full)
		wait_for_room(app);
	else
		app->retry.pause_ms = 0;
	app->retry.at_ms = clock_monotonic_ms() + (full ? app->retry.pause_ms : RETRY_MS);
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
	retry->pause_ms = 0;
	strbuf_reset(&retry->pasted);
}

/* "Given up, so not done: Star the card, and 3 keys after it". */
static void say_given_up(struct app *app)
{
	const struct retry *retry = &app->retry;
	struct strbuf keys = STRBUF_INIT;
	if (retry->nheld)
		strbuf_addf(&keys, ", and what was typed after it (%zu %s)", retry->nheld,
			    retry->nheld == 1 ? "key" : "keys");
	app_say(app, MESSAGE_WARN, "Given up, so not done: %s%s",
		retry->kind == RETRY_COMMAND ? command_get((enum command_id)retry->command)->help
		: retry->kind == RETRY_DROP  ? "the move"
					     : "what the field still holds",
		keys.buf);
	strbuf_release(&keys);
}

bool retry_key(struct app *app, uint32_t key, unsigned mods)
{
	struct retry *retry = &app->retry;
	if (retry->kind == RETRY_NONE)
		return false;
	if (key == KEY_ESC || (key == 'q' && mods == MOD_CTRL)) {
		say_given_up(app);
		forget(retry);
		strbuf_reset(&app->not_saved);
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
	if (app->retry.kind == RETRY_NONE)
		app->retry.pause_ms = 0;
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
