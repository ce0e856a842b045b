/* What a benchmark process says, all the way into a run: job_measure with a spawn_run of ours. */
#include <math.h>

#include "fuzz.h"
#include "oscost/job.h"
#include "oscost/disturb.h"
#include "oscost/spawn.h"
#include "record/record.h"

static const uint8_t *said;
static size_t said_size;

int __wrap_spawn_run(const struct spawn_request *request, struct spawn_result *result);
void __wrap_disturb_read(const struct disturb_core *core, struct disturb_reading *out);

/* In place of starting a program. */
int __wrap_spawn_run(const struct spawn_request *request, struct spawn_result *result)
{
	FUZZ_CHECK(request->argv[0]);
	*result = (struct spawn_result){ .end = SPAWN_EXITED, .size = said_size, .elapsed_ns = 1000000 };
	result->output = fuzz_text(said, said_size);
	return 0;
}

void __wrap_disturb_read(const struct disturb_core *core, struct disturb_reading *out)
{
	(void)core;
	*out = (struct disturb_reading){ .steal_ns = 0 };
}

static const struct record_case cases[] = {
	{ .name = "a.b", .unit = "ns", .expected = "switches=0" },
	{ .name = "a.share", .unit = "%" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct machine_counter items[2] = { { .name = "cycles:u" }, { .name = "cycles:k" } };
	const struct machine_counters counters = { .item = items, .count = 2 };
	struct rounds_setup setup = { .cpu = 1, .clock.ns_per_tick = .5, .counters = &counters,
				      .plan.samples = 5, .counting = size % 2 ? ROUNDS_COUNT_PU : ROUNDS_NO_COUNTERS };
	struct catalog_job job = { (char *)"x", (char *)"a", NULL, 0, 0, 2 };
	struct job_request request = { &setup, &job, NULL, 1, 1, true, size % 3 == 0 };
	struct record_run run = { 0 };
	struct job_outcome outcome;
	int rc;

	said = data;
	said_size = size;
	for (size_t i = 0; i < 2; i++)
		FUZZ_CHECK(record_add_case(&run, &cases[i], NULL) == 0 &&
			   record_add_counter(&run, items[i].name) == 0);
	rc = job_measure(&request, &run, &outcome);
	FUZZ_CHECK(memchr(outcome.reason, '\0', sizeof(outcome.reason)));
	if (rc == 0 && outcome.end == JOB_MEASURED)
		FUZZ_CHECK(outcome.reason[0] == '\0');
	for (size_t i = 0; i < run.sample_n; i++)
		FUZZ_CHECK(fabs(run.samples[i].ns) <= RECORD_FIGURE_MAX && run.samples[i].ops > 0);
	record_free_run(&run);
	return 0;
}
