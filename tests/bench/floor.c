/*
 * The floors: what a bare program costs on this machine that does only the work in question, with
 * ncurses and SQLite and no product around it. What ours takes is told beside it, because absolute
 * times move with the machine and its load.
 *
 *   floor echo                one byte back for each byte: the terminal pair alone
 *   floor make DB CARDS       a table of cards for the next three
 *   floor screen DB           four columns of slabs, read by an index; L and H move the first card
 *                             of a column to the next or former one and commit it; q ends
 *   floor export DB FILE      a line a card
 *   floor rows WALL FILE      the columns of a wall's cards, excerpts and places that an export
 * needs, read and written as they are, in any order; "turns" behind: those too floor parse FILE
 * TIMES    cues of a WebVTT file, slices only; seconds of each floor import DB FILE      the same,
 * every cue a row, one transaction
 */
#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS = 4, SLABS = 16, THEMES = 24, SLAB_W = 26 };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void run(sqlite3 *db, const char *sql)
{
	char *message = NULL;
	if (sqlite3_exec(db, sql, NULL, NULL, &message)) {
		fprintf(stderr, "floor: %s: %s\n", sql, message);
		exit(1);
	}
}

static sqlite3 *open_db(const char *path)
{
	sqlite3 *db;
	if (sqlite3_open(path, &db))
		exit(1);
	run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
	return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) {
		fprintf(stderr, "floor: %s: %s\n", sql, sqlite3_errmsg(db));
		exit(1);
	}
	return statement;
}

/* Cards. */

static int make(const char *path, int ncards)
{
	sqlite3 *db = open_db(path);
	run(db, "CREATE TABLE card(id INTEGER PRIMARY KEY, theme INTEGER, rank INTEGER, text TEXT);"
		"BEGIN");
	sqlite3_stmt *insert = prepare(db, "INSERT INTO card VALUES(?1, ?2, ?1, ?3)");
	for (int i = 1; i <= ncards; i++) {
		char text[100];
		snprintf(text, sizeof text,
			 "What person %d said about the totals of that sheet and month %d.", i % 20,
			 i);
		sqlite3_bind_int(insert, 1, i);
		sqlite3_bind_int(insert, 2, i % THEMES);
		sqlite3_bind_text(insert, 3, text, -1, SQLITE_STATIC);
		sqlite3_step(insert);
		sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
	run(db, "CREATE INDEX card_theme ON card(theme, rank); COMMIT");
	return sqlite3_close(db);
}

struct slab {
	int id;
	char text[100];
};

struct column {
	struct slab slabs[SLABS + 1];
	int n, count;
};

static void load(sqlite3 *db, struct column *columns)
{
	sqlite3_stmt *rows = prepare(db, "SELECT id, text FROM card WHERE theme = ?1 ORDER BY rank "
					 "LIMIT 16");
	sqlite3_stmt *count = prepare(db, "SELECT count(*) FROM card WHERE theme = ?1");
	for (int i = 0; i < COLUMNS; i++) {
		struct column *column = &columns[i];
		sqlite3_bind_int(rows, 1, i);
		sqlite3_bind_int(count, 1, i);
		sqlite3_step(count);
		column->count = sqlite3_column_int(count, 0);
		while (sqlite3_step(rows) == SQLITE_ROW) {
			struct slab *slab = &column->slabs[column->n++];
			slab->id = sqlite3_column_int(rows, 0);
			snprintf(slab->text, sizeof slab->text, "%s",
				 (const char *)sqlite3_column_text(rows, 1));
		}
		sqlite3_reset(rows);
		sqlite3_reset(count);
	}
	sqlite3_finalize(rows);
	sqlite3_finalize(count);
}

static void paint_slab(int y, int x, const struct slab *slab, bool here)
{
	int n = (int)strlen(slab->text), half = n < SLAB_W ? n : SLAB_W;
	attrset(here ? A_REVERSE : A_NORMAL);
	mvhline(y, x, ACS_HLINE, SLAB_W);
	mvprintw(y + 1, x, "%-*.*s", SLAB_W, half, slab->text);
	mvprintw(y + 2, x, "%-*.*s", SLAB_W, SLAB_W, slab->text + half);
	attrset(A_NORMAL);
}

static void paint(const struct column *columns, int here)
{
	erase();
	for (int i = 0; i < COLUMNS; i++) {
		mvprintw(0, i * 30, "Theme %d (%d)", i, columns[i].count);
		for (int k = 0; k < columns[i].n && k * 4 + 5 < LINES; k++)
			paint_slab(1 + k * 4, i * 30, &columns[i].slabs[k], i == here && k == 0);
	}
	refresh();
}

static int move_first(sqlite3 *db, sqlite3_stmt *update, struct column *columns, int from, int to)
{
	struct column *a = &columns[from], *b = &columns[to];
	struct slab slab = a->slabs[0];
	memmove(a->slabs, a->slabs + 1, (size_t)--a->n * sizeof slab);
	b->n = b->n < SLABS ? b->n : SLABS;
	memmove(b->slabs + 1, b->slabs, (size_t)b->n++ * sizeof slab);
	b->slabs[0] = slab;
	a->count--;
	b->count++;
	run(db, "BEGIN IMMEDIATE");
	sqlite3_bind_int(update, 1, to);
	sqlite3_bind_int(update, 2, -slab.id);
	sqlite3_bind_int(update, 3, slab.id);
	sqlite3_step(update);
	sqlite3_reset(update);
	run(db, "COMMIT");
	return to;
}

static int screen(const char *path)
{
	static struct column columns[COLUMNS];
	sqlite3 *db = open_db(path);
	int key, here = 0;
	load(db, columns);
	sqlite3_stmt *update = prepare(db, "UPDATE card SET theme = ?1, rank = ?2 WHERE id = ?3");
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	curs_set(0);
	paint(columns, here);
	while ((key = getch()) != 'q') {
		if (key == 'L' && here + 1 < COLUMNS && columns[here].n > 1)
			here = move_first(db, update, columns, here, here + 1);
		else if (key == 'H' && here > 0 && columns[here].n > 1)
			here = move_first(db, update, columns, here, here - 1);
		paint(columns, here);
	}
	endwin();
	sqlite3_finalize(update);
	return sqlite3_close(db);
}

static int export(const char *path, const char *to)
{
	sqlite3 *db = open_db(path);
	FILE *out = fopen(to, "w");
	sqlite3_stmt *rows = prepare(db, "SELECT theme, text FROM card ORDER BY theme, rank");
	for (int last = -1; out && sqlite3_step(rows) == SQLITE_ROW;) {
		int theme = sqlite3_column_int(rows, 0);
		if (theme != last)
			fprintf(out, "\n## Theme %d\n\n", last = theme);
		fputs("- ", out);
		fwrite(sqlite3_column_text(rows, 1), 1, (size_t)sqlite3_column_bytes(rows, 1), out);
		fputc('\n', out);
	}
	sqlite3_finalize(rows);
	sqlite3_close(db);
	return !out || fclose(out) != 0;
}

/* Words are written, numbers only read. */
static int64_t write_words(FILE *out, sqlite3_stmt *rows, int ncolumns)
{
	int64_t sum = 0;
	for (int i = 0; i < ncolumns; i++) {
		if (sqlite3_column_type(rows, i) == SQLITE_TEXT) {
			const void *text = sqlite3_column_text(rows, i);
			fwrite(text, 1, (size_t)sqlite3_column_bytes(rows, i), out);
			putc('\t', out);
		} else {
			sum ^= sqlite3_column_int64(rows, i);
		}
	}
	putc('\n', out);
	return sum;
}

static int export_rows(const char *path, const char *to, bool turns)
{
	static const char *const tables[] = {
		("SELECT id, code, kind, text, implies, excerpt, participant, surprise, tension, "
		 "coder, created_ms, need, session FROM card"),
		"SELECT id, transcript, speaker, start, \"end\", time_ms FROM excerpt",
		"SELECT id, card, place, cluster, rank, col, line, mv, stack FROM placement",
		"SELECT * FROM turn"};
	sqlite3 *db;
	int64_t sum = 0;
	FILE *out = fopen(to, "w");
	if (!out || sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL))
		return 1;
	for (int i = 0; i < 3 + turns; i++) {
		sqlite3_stmt *rows = prepare(db, tables[i]);
		int ncolumns = sqlite3_column_count(rows);
		while (sqlite3_step(rows) == SQLITE_ROW)
			sum ^= write_words(out, rows, ncolumns);
		sqlite3_finalize(rows);
	}
	fprintf(out, "%lld\n", (long long)sum);
	sqlite3_close(db);
	return fclose(out) != 0;
}

/* Cues. */

static char *slurp(const char *path, size_t *n)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	if (fd < 0 || fstat(fd, &st))
		exit(1);
	char *bytes = malloc((size_t)st.st_size + 1);
	size_t have = 0;
	for (ssize_t got; bytes && (got = read(fd, bytes + have, (size_t)st.st_size - have)) > 0;)
		have += (size_t)got;
	close(fd);
	*n = have;
	return bytes;
}

static long read_time(const char *p, const char *end)
{
	long ms = 0, part = 0;
	for (; p < end && *p != ' '; p++) {
		if (*p >= '0' && *p <= '9') {
			part = part * 10 + (*p - '0');
		} else {
			ms = (ms + part) * (*p == ':' ? 60 : 1000);
			part = 0;
		}
	}
	return ms + part;
}

static long each_cue(const char *p, const char *end, sqlite3_stmt *insert)
{
	long n = 0;
	while (p < end) {
		const char *line = memchr(p, '\n', (size_t)(end - p));
		line = line ? line : end;
		const char *arrow = line - p > 20 ? memmem(p, (size_t)(line - p), "-->", 3) : NULL;
		if (!arrow) {
			p = line + 1;
			continue;
		}
		long from = read_time(p, arrow), to = read_time(arrow + 4, line);
		const char *text = p = line + 1, *last = p;
		for (const char *stop; p < end && *p != '\n'; last = stop, p = stop + 1) {
			stop = memchr(p, '\n', (size_t)(end - p));
			stop = stop ? stop : end;
		}
		n++;
		if (!insert)
			continue;
		sqlite3_bind_int64(insert, 1, from);
		sqlite3_bind_int64(insert, 2, to);
		sqlite3_bind_text(insert, 3, text, (int)(last - text), SQLITE_STATIC);
		sqlite3_step(insert);
		sqlite3_reset(insert);
	}
	return n;
}

static int parse(const char *path, int times)
{
	size_t n;
	char *bytes = slurp(path, &n);
	for (int i = 0; i < times; i++) {
		double start = now();
		long cues = each_cue(bytes, bytes + n, NULL);
		printf("%.6f %ld\n", now() - start, cues);
	}
	free(bytes);
	return 0;
}

static int import(const char *path, const char *file)
{
	size_t n;
	char *bytes = slurp(file, &n);
	sqlite3 *db = open_db(path);
	run(db, "CREATE TABLE cue(id INTEGER PRIMARY KEY, a INTEGER, z INTEGER, text TEXT); BEGIN");
	sqlite3_stmt *insert = prepare(db, "INSERT INTO cue VALUES(NULL, ?1, ?2, ?3)");
	each_cue(bytes, bytes + n, insert);
	sqlite3_finalize(insert);
	run(db, "COMMIT");
	free(bytes);
	return sqlite3_close(db);
}

static int echo_bytes(void)
{
	struct termios settings;
	char byte;
	tcgetattr(0, &settings);
	cfmakeraw(&settings);
	tcsetattr(0, TCSANOW, &settings);
	while (read(0, &byte, 1) == 1 && byte != 'q')
		if (write(1, &byte, 1) != 1)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	if (argc == 2 && strcmp(mode, "echo") == 0)
		return echo_bytes();
	if (argc == 3 && strcmp(mode, "screen") == 0)
		return screen(argv[2]);
	if (argc == 4 && strcmp(mode, "make") == 0)
		return make(argv[2], (int)strtol(argv[3], NULL, 10));
	if (argc == 4 && strcmp(mode, "export") == 0)
		return export(argv[2], argv[3]);
	if (argc >= 4 && strcmp(mode, "rows") == 0)
		return export_rows(argv[2], argv[3], argc > 4);
	if (argc == 4 && strcmp(mode, "parse") == 0)
		return parse(argv[2], (int)strtol(argv[3], NULL, 10));
	if (argc == 4 && strcmp(mode, "import") == 0)
		return import(argv[2], argv[3]);
	fprintf(stderr, "usage: floor echo|make|screen|export|rows|parse|import …\n");
	return 2;
}
