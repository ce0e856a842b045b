/* Draws the progress line. */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "cli.h"
#include "harness/clock.h"

#define EVERY_NS 200000000u

void progress_start(struct progress *p, const char *title, uint32_t rounds)
{
	p->shown = isatty(STDERR_FILENO) && !cli_quiet();
	p->title = title;
	p->rounds = rounds;
	p->start_ns = clock_raw_ns();
	p->last_ns = 0;
}

void progress_show(struct progress *p, uint32_t round, size_t index, size_t count)
{
	uint64_t now = clock_raw_ns();
	double done = (double)(round - 1) * (double)count + (double)index;
	double all = (double)(round > p->rounds ? round : p->rounds) * (double)count;

	if (!p->shown || now - p->last_ns < EVERY_NS)
		return;
	p->last_ns = now;
	fprintf(stderr, "\r\033[K%s: round %u of %u", p->title, round,
		round > p->rounds ? round : p->rounds);
	if (done >= (double)count / 2)
		fprintf(stderr, ", about %.0f s left", (double)(now - p->start_ns) / 1e9 * (all - done) / done);
	fflush(stderr);
}

void progress_clear(struct progress *p)
{
	if (p->shown && p->last_ns)
		fputs("\r\033[K", stderr);
}

void progress_say(struct progress *p, const char *name, const char *param, const char *text)
{
	progress_clear(p);
	cli_note("%s%s%s: %s", name, param ? ":" : "", param ? param : "", text);
}
