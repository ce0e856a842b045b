/* Describes this machine without a run. */
#include "here.h"

#include <errno.h>

#include "commands.h"
#include "harness/clock.h"
#include "machine/fingerprint.h"
#include "prefix.h"

enum { TRY_NS = 20000000 };

struct description {
	struct record_run *run;
	int bad;
};

static void put_key(void *ctx, const char *key, const char *value)
{
	struct description *d = ctx;

	if (!d->bad)
		d->bad = record_machine_set(d->run, key, value);
}

/* As a measurement picks it: a counter that stands still is none. */
static const char *clock_here(void)
{
	struct clock_calibration ignored;
	const char *why;

	clock_use(clock_pick(&why));
	if (clock_calibrate(TRY_NS, &ignored) != 0)
		clock_use(CLOCK_SOURCE_RAW_SYSCALL);
	return clock_name(clock_source);
}

int here_describe(unsigned cpu, const char *under, struct record_run *run, struct record_error *err)
{
	struct description d = { .run = run };
	struct prefix prefix;
	int bad;

	*run = (struct record_run){ 0 };
	d.bad = prefix_split(under, &prefix, err);
	if (d.bad)
		return d.bad;
	bad = machine_fingerprint(cpu, put_key, &d);
	if (!d.bad)
		d.bad = bad;
	put_key(&d, "clock.source", clock_here());
	put_key(&d, "oscost.version", OSCOST_VERSION);
	put_key(&d, "run.under", prefix_words(&prefix) ? under : NULL);
	prefix_free(&prefix);
	return d.bad ? record_fail(err, d.bad, "out of memory") : 0;
}
