/* A condensed run gives the medians, intervals, statuses and derived figures of the whole one. Arguments: further
 * run folders to try. */
#include "check.h"

#include <errno.h>
#include <stdlib.h>

#include "oscost/condense.h"
#include "oscost/counted.h"
#include "oscost/summary.h"
#include "record/record.h"

static char derived_path[600];

static struct record_summary summary_of(const struct record_run *run)
{
	struct record_error err = { "" };
	struct record_summary summary;

	CHECK_EQ(summary_make(run, derived_path, &summary, &err), 0);
	CHECK_STR(err.text, "");
	return summary;
}

static void compare_rows(const struct record_summary_row *a, const struct record_summary_row *b, double fine)
{
	int before = check_failures;

	CHECK_STR(a->name, b->name);
	CHECK(a->param ? b->param && strcmp(a->param, b->param) == 0 : !b->param);
	CHECK_STR(a->metric, b->metric);
	CHECK_STR(a->unit, b->unit);
	CHECK_STR(a->status, b->status);
	CHECK_EQ(a->processes, b->processes);
	CHECK_NEAR(a->median, b->median, fine);
	CHECK_NEAR(a->lo, b->lo, fine);
	CHECK_NEAR(a->hi, b->hi, fine);
	CHECK(fabs(a->drift - b->drift) <= 10 * fine * (1 + fabs(a->drift)) ||
	      (isnan(a->drift) && isnan(b->drift)));
	CHECK(a->expected ? b->expected && strcmp(a->expected, b->expected) == 0 : !b->expected);
	CHECK(a->observed ? b->observed && strcmp(a->observed, b->observed) == 0 : !b->observed);
	if (check_failures > before)
		fprintf(stderr, "\t%s:%s %s %s\n", a->name, a->param ? a->param : "-", a->metric, a->unit);
}

/* Floor and the like of a measured case are not known; those of derived figures are of rounds, and stay. */
static void compare_forgotten(const struct record_run *small, const struct record_summary_row *row)
{
	if (!record_find_case(small, row->name, row->param))
		return;
	CHECK(isnan(row->floor) && isnan(row->p95) && isnan(row->p99) && isnan(row->icc));
	CHECK_EQ(row->modes, 0);
}

/* A file holds ten digits: of a measured figure nine are the same, of a difference of two fewer. */
static void compare(const struct record_run *run, const struct record_run *small, bool through_file)
{
	struct record_summary a = summary_of(run), b = summary_of(small);

	CHECK(a.row_n > 0);
	CHECK_EQ(a.row_n, b.row_n);
	for (size_t i = 0; i < a.row_n && i < b.row_n; i++) {
		bool measured = record_find_case(run, a.rows[i].name, a.rows[i].param) != NULL;

		compare_rows(&a.rows[i], &b.rows[i], !through_file ? 1e-12 : measured ? 2e-9 : 1e-6);
		compare_forgotten(small, &b.rows[i]);
	}
	record_free_summary(&a);
	record_free_summary(&b);
}

/* Through files, as the store does it. */
static void write_and_read(struct record_run *run)
{
	char dir[600];
	struct record_error err = { "" };
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/condensed-XXXXXX", tmp ? tmp : "/tmp");
	CHECK(mkdtemp(dir) != NULL);
	CHECK_EQ(record_write_machine(dir, run, &err), 0);
	CHECK_EQ(record_write_cases(dir, run, &err), 0);
	CHECK_EQ(record_write_samples(dir, run, &err), 0);
	CHECK_STR(err.text, "");
	record_free_run(run);
	CHECK_EQ(record_read_run(dir, run, &err), 0);
	CHECK_STR(err.text, "");
}

static void check_run(const struct record_run *run)
{
	struct record_error err = { "" };
	struct record_run small, again;

	CHECK(!condense_is(run));
	CHECK_EQ(condense_run(run, &small, &err), 0);
	CHECK_STR(err.text, "");
	CHECK(condense_is(&small));
	compare(run, &small, false);
	write_and_read(&small);
	compare(run, &small, true);
	CHECK_EQ(condense_run(&small, &again, &err), 0);
	CHECK_EQ(again.sample_n, small.sample_n);
	compare(run, &again, true);
	record_free_run(&again);
	record_free_run(&small);
}

static void check_folder(const char *dir)
{
	struct record_error err = { "" };
	struct record_run run;
	int bad = record_read_run(dir, &run, &err);

	CHECK_EQ(bad, 0);
	CHECK_STR(err.text, "");
	if (!bad)
		check_run(&run);
	record_free_run(&run);
}

struct made {
	const char *name, *param, *unit, *expected;
	double ns; /* per operation */
	uint64_t ops;
	double switches; /* per operation; NaN: not counted */
};

/* Cases that a careless sum would judge otherwise. */
static const struct made cases[] = {
	{ "a.plain", NULL, "ns", "switches=0", 100, 1000, 0 },
	{ "a.negative", NULL, "ns", NULL, -3, 1000, 0 },
	{ "a.share", NULL, "%", NULL, .004, 250000000, (double)NAN },
	{ "a.invalid", NULL, "ns", "switches=2", 4000, 100, 2.05 },
	{ "a.nearly", NULL, "ns", "switches=2", 4000, 100, 2.03 },
	{ "a.uncounted", NULL, "ns", "switches=2", 4000, 100, (double)NAN },
	/* 22.4 ms a sample: 2 signals each, 11 of them in the sum of five. */
	{ "a.rate", "100", "ns", "signals_hz=100", 22.4e6, 1, 0 },
	{ "a.shared", NULL, "ns", NULL, 50, 1000, 0 },
	{ "a.few", NULL, "ns", NULL, 70, 1000, 0 },
};

enum { CASES = sizeof(cases) / sizeof(cases[0]), ROUNDS = 12, SAMPLES = 5 };

static uint64_t state = 1;

/* 0 to 1, the same every time. */
static double chance(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 33) / (double)(1u << 31);
}

static const char *disturbed_of(const struct made *m, uint32_t round)
{
	if (strcmp(m->name, "a.plain") == 0 && round == 3)
		return "steal";
	/* With the shared ones (width_of) too few others remain to leave these out. */
	if (strcmp(m->name, "a.few") == 0 && round > 9)
		return "migrated";
	return NULL;
}

static double width_of(const struct made *m, uint32_t round)
{
	if (strcmp(m->name, "a.uncounted") == 0)
		return (double)NAN;
	/* Of a.few seven are shared: only with those that are disturbed fewer than six are clean. */
	if (strcmp(m->name, "a.shared") == 0 && round % 3 == 0)
		return 1.4;
	return strcmp(m->name, "a.few") == 0 && round <= 7 ? 1.5 : 1 + .005 * chance();
}

static void add_process(struct record_run *run, uint32_t index, uint32_t round, uint32_t process,
			const char *disturbed)
{
	const struct made *m = &cases[index];
	double layout = 1 + .05 * chance();

	for (uint32_t i = 1; i <= SAMPLES; i++) {
		double counters[2] = { 0, 0 };
		uint64_t ops = m->ops + (uint64_t)((double)m->ops * .2 * chance());
		double ns = m->ns * layout * (1 + .01 * chance()) * (double)ops;
		struct record_sample s = {
			.case_index = index, .round = round, .process = process, .sample = i, .ops = ops,
			.ticks = (uint64_t)(fabs(ns) * 2), .ns = ns, .core_cycles = 3.1 * ns,
			.overhead_ticks = 40, .width = width_of(m, round), .disturbed = disturbed,
			.counters = counters,
		};

		if (m->unit[0] == '%')
			s.core_cycles = (double)NAN;
		for (int e = 0; e < RECORD_EVENTS; e++)
			s.events[e] = e == RECORD_SWITCHES ? m->switches * (double)ops : 0;
		if (m->param)
			s.events[RECORD_SIGNALS] = floor((double)s.ticks * .5 * 100 / 1e9 + .5);
		if (i == 2)
			s.events[RECORD_FAULTS] = (double)NAN;
		counters[0] = 17 * (double)ops * (1 + .1 * chance());
		counters[1] = i == 1 ? (double)NAN : .001 * (double)ops;
		CHECK_EQ(record_add_sample(run, &s), 0);
	}
}

/* ns_per_tick is .5, or not known. */
static struct record_run make_run(int clock)
{
	struct record_run run = { 0 };
	uint32_t process = 0;

	CHECK_EQ(record_machine_set(&run, "run.complete", "yes"), 0);
	if (clock)
		CHECK_EQ(record_machine_set(&run, "clock.ns_per_tick", "0.5"), 0);
	CHECK_EQ(record_add_counter(&run, "instructions"), 0);
	CHECK_EQ(record_add_counter(&run, "misses"), 0);
	for (size_t i = 0; i < CASES; i++) {
		struct record_case c = { .name = cases[i].name, .param = cases[i].param, .unit = cases[i].unit,
					 .expected = cases[i].expected, .reruns = i };

		CHECK_EQ(record_add_case(&run, &c, NULL), 0);
	}
	CHECK_EQ(record_add_case(&run, &(struct record_case){ .name = "a.skipped", .unit = "ns",
							      .status = "SKIPPED", .reason = "no" }, NULL), 0);
	for (uint32_t round = 1; round <= ROUNDS; round++) {
		for (uint32_t i = 0; i < CASES; i++) {
			if (round % 4 == 0) /* replaced */
				add_process(&run, i, round, ++process, "preempted");
			add_process(&run, i, round, ++process, disturbed_of(&cases[i], round));
		}
	}
	return run;
}

static const char *status_of(const struct record_summary *summary, const char *name, const char *param)
{
	const struct record_summary_row *row = record_find_summary_row(summary, name, param, "time", "ns");

	return row ? row->status : NULL;
}

/* The run is what it is meant to be, and small. */
static void test_made(void)
{
	struct record_error err = { "" };
	struct record_run run = make_run(1), small;
	struct record_summary summary = summary_of(&run);
	struct counted counted;

	CHECK_STR(status_of(&summary, "a.invalid", NULL), "INVALID");
	CHECK_STR(status_of(&summary, "a.nearly", NULL), "ok");
	CHECK_STR(status_of(&summary, "a.rate", "100"), "ok");
	CHECK_STR(status_of(&summary, "a.skipped", NULL), "SKIPPED");
	record_free_summary(&summary);
	check_run(&run);

	CHECK_EQ(condense_run(&run, &small, &err), 0);
	CHECK_EQ(counted_make(&run, COUNTED_TIMED, &counted, &err), 0);
	/* a.shared leaves the shared out; a.few keeps all, and says why. */
	CHECK_EQ(counted.cases[7].process_n, 8);
	CHECK_EQ(counted.cases[8].process_n, ROUNDS);
	counted_free(&counted);
	CHECK_EQ(counted_make(&small, COUNTED_TIMED, &counted, &err), 0);
	CHECK_EQ(counted.cases[7].sample_n, 8);
	CHECK_EQ(counted.cases[8].sample_n, ROUNDS);
	CHECK_STR(counted.cases[8].samples[0]->disturbed, "shared");
	CHECK_STR(counted.cases[8].samples[ROUNDS - 1]->disturbed, "migrated");
	CHECK_EQ(counted.cases[0].sample_n, counted.cases[0].process_n);
	CHECK_EQ(counted.cases[6].sample_n, counted.cases[6].process_n * SAMPLES);
	counted_free(&counted);
	record_free_run(&small);
	record_free_run(&run);

	run = make_run(0);
	check_run(&run);
	record_free_run(&run);
}

/* Processes with counters attached are condensed apart. */
static void test_apart(void)
{
	struct record_run run = make_run(1);
	struct record_error err = { "" };
	struct record_run small;
	struct counted counted;

	for (uint32_t round = 1; round <= ROUNDS; round += 3)
		add_process(&run, 0, round, 1000 + round, "counted");
	check_run(&run);
	CHECK_EQ(condense_run(&run, &small, &err), 0);
	CHECK_EQ(counted_make(&small, COUNTED_APART, &counted, &err), 0);
	CHECK_EQ(counted.cases[0].process_n, 4);
	counted_free(&counted);
	record_free_run(&small);
	record_free_run(&run);
}

/* Sums that no file may hold are an error in words, not a silent one. */
static void test_too_much(void)
{
	struct record_run run = { 0 }, small;
	struct record_error err = { "" };
	struct record_sample s = { .round = 1, .process = 1, .ops = UINT64_MAX, .ticks = UINT64_MAX, .ns = 1e29 };

	CHECK_EQ(record_add_case(&run, &(struct record_case){ .name = "a", .unit = "ns" }, NULL), 0);
	for (s.sample = 1; s.sample <= 20; s.sample++) {
		s.events[0] = 1e30;
		CHECK_EQ(record_add_sample(&run, &s), 0);
	}
	CHECK_EQ(condense_run(&run, &small, &err), -EBADMSG);
	CHECK(strstr(err.text, "process 1 in round 1") != NULL);
	CHECK_EQ(small.sample_n, 0);
	record_free_run(&run);
}

static void test_summary(void)
{
	struct record_run run = make_run(1);
	struct record_summary whole = summary_of(&run), times;
	size_t n = 0;

	CHECK_EQ(condense_summary(&whole, &times), 0);
	for (size_t i = 0; i < whole.row_n; i++)
		n += strcmp(whole.rows[i].metric, "time") == 0;
	CHECK(n < whole.row_n);
	CHECK_EQ(times.row_n, n);
	for (size_t i = 0; i < times.row_n; i++) {
		CHECK(!times.rows[i].note && !times.rows[i].expected && !times.rows[i].observed);
		CHECK(record_find_summary_row(&whole, times.rows[i].name, times.rows[i].param, "time",
					      times.rows[i].unit) != NULL);
	}
	record_free_summary(&whole);
	record_free_summary(&times);
	record_free_run(&run);
}

int main(int argc, char **argv)
{
	const char *top = getenv("OSCOST_TOP");
	char small[600];

	snprintf(derived_path, sizeof(derived_path), "%s/lib/oscost/derived.tsv", top ? top : ".");
	snprintf(small, sizeof(small), "%s/tests/data/record/small", top ? top : ".");
	test_made();
	test_apart();
	test_too_much();
	test_summary();
	check_folder(small);
	for (int i = 1; i < argc; i++)
		check_folder(argv[i]);
	return check_done();
}
