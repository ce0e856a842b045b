/* From samples to summary rows: a run to be checked by hand, order of the file, derived figures. */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "oscost/derived.h"
#include "oscost/summary.h"
#include "record/record.h"

static char dir[512], golden[512], derived_path[600];

static char *slurp(const char *folder)
{
	char path[600], *bytes = calloc(1, 1 << 16);
	FILE *f;

	snprintf(path, sizeof(path), "%s/summary.tsv", folder);
	f = fopen(path, "rb");
	CHECK(f && fread(bytes, 1, (1 << 16) - 1, f) > 0 && fclose(f) == 0);
	return bytes;
}

/* Whether a run's summary is the golden file, byte by byte. */
static int is_golden(const struct record_run *run)
{
	struct record_error err = { "" };
	struct record_summary summary;
	char *a, *b;
	int same;

	CHECK_EQ(summary_make(run, derived_path, &summary, &err), 0);
	CHECK_STR(err.text, "");
	CHECK_EQ(record_write_summary(dir, &summary, &err), 0);
	record_free_summary(&summary);
	a = slurp(golden);
	b = slurp(dir);
	same = strcmp(a, b) == 0;
	if (!same)
		fprintf(stderr, "%s", b);
	free(a);
	free(b);
	return same;
}

/* The order of samples.tsv does not matter, nor do numbers of processes as such. */
static void test_golden(void)
{
	struct record_error err;
	struct record_run run;
	size_t i;

	CHECK_EQ(record_read_run(golden, &run, &err), 0);
	CHECK(is_golden(&run));
	for (i = 0; i < run.sample_n / 2; i++) {
		struct record_sample s = run.samples[i];

		run.samples[i] = run.samples[run.sample_n - 1 - i];
		run.samples[run.sample_n - 1 - i] = s;
	}
	CHECK(is_golden(&run));
	for (i = 0; i < run.sample_n; i++)
		run.samples[i].process += 1000;
	CHECK(is_golden(&run));
	run.samples[5] = run.samples[6];
	CHECK_EQ(summary_make(&run, NULL, &(struct record_summary){ 0 }, &err), -EBADMSG);
	CHECK(strstr(err.text, " twice") != NULL);
	record_free_run(&run);
}

/* A run of one case, built sample by sample. */
static struct record_run run_of(const char *unit, const char *expected)
{
	struct record_case c = { .name = "a", .unit = unit, .expected = expected };
	struct record_run run = { 0 };

	CHECK_EQ(record_add_case(&run, &c, NULL), 0);
	return run;
}

static void add(struct record_run *run, uint32_t round, uint32_t process, uint32_t number,
		double ns)
{
	struct record_sample s = {
		.round = round,
		.process = process,
		.sample = number,
		.ops = 1,
		.ticks = 100,
		.ns = ns,
		.core_cycles = (double)NAN,
		.overhead_ticks = 10,
		.events = { 0, 0, 0, 0, (double)NAN, 0 },
	};

	CHECK_EQ(record_add_sample(run, &s), 0);
}

/* The first row of the run's summary; the run is freed. */
static struct record_summary summary_of(struct record_run *run)
{
	struct record_error err = { "" };
	struct record_summary summary;

	CHECK_EQ(summary_make(run, NULL, &summary, &err), 0);
	CHECK_STR(err.text, "");
	record_free_run(run);
	return summary;
}

static int has_note(const struct record_summary *summary, const char *words)
{
	return summary->rows[0].note && strstr(summary->rows[0].note, words) != NULL;
}

/* The median of medians is not the median of all samples: one process has many slow ones. */
static void test_median_of_medians(void)
{
	struct record_run run = run_of("ns", NULL);
	struct record_summary s;
	uint32_t i, r;

	for (r = 1; r <= 7; r++) {
		for (i = 1; i <= (r == 7 ? 101 : 3); i++)
			add(&run, r, r, i, r == 7 ? 1000 : 100 + r);
	}
	s = summary_of(&run);
	CHECK_EQ(s.rows[0].median, 104);
	CHECK_EQ(s.rows[0].floor, 101);
	CHECK_EQ(s.rows[0].p95, 1000);
	CHECK_EQ(s.rows[0].lo, 101);
	CHECK_EQ(s.rows[0].hi, 1000);
	CHECK_STR(s.rows[0].status, "UNSTABLE");
	CHECK(has_note(&s, "half of the interval is 432% of the median"));
	record_free_summary(&s);
}

/* 6 processes have an interval, 5 do not. */
static void test_few(void)
{
	struct record_summary s;
	uint32_t n, r;

	for (n = 1; n <= 6; n++) {
		struct record_run run = run_of("ns", NULL);

		for (r = 1; r <= n; r++)
			add(&run, r, r, 1, 100);
		s = summary_of(&run);
		CHECK_STR(s.rows[0].status, n < 6 ? "UNSTABLE" : "ok");
		CHECK_EQ(isnan(s.rows[0].lo) && isnan(s.rows[0].hi), n < 6);
		CHECK_EQ(has_note(&s, "too few for an interval"), n < 6);
		CHECK_EQ(has_note(&s, "only 1 process, too few"), n == 1);
		record_free_summary(&s);
	}
}

/* What is negative stays, and is said. Intervals around 0 and at 0 need no median to divide by. */
static void test_negative(void)
{
	struct record_run run = run_of("ns", NULL);
	struct record_summary s;
	uint32_t r;

	for (r = 1; r <= 8; r++)
		add(&run, r, r, 1, r <= 4 ? -10 : 10);
	s = summary_of(&run);
	CHECK_EQ(s.rows[0].floor, -10);
	CHECK_EQ(s.rows[0].median, 0);
	CHECK_STR(s.rows[0].status, "UNSTABLE");
	CHECK(has_note(&s, "from one side of 0 to the other"));
	CHECK(has_note(&s, "4 of 8 samples are negative"));
	record_free_summary(&s);

	run = run_of("ns", NULL);
	/* The first third is near 0, the last one below it: what would that be a share of? */
	for (r = 1; r <= 12; r++)
		add(&run, r, r, 1, r <= 3 ? 2 : r >= 10 ? -20 : 60);
	s = summary_of(&run);
	CHECK(s.rows[0].lo < 0 && s.rows[0].hi > 0);
	CHECK(!has_note(&s, "drift"));
	record_free_summary(&s);

	run = run_of("ns", NULL);
	for (r = 1; r <= 8; r++)
		add(&run, r, r, 1, 0);
	s = summary_of(&run);
	CHECK(s.rows[0].median == 0 && s.rows[0].lo == 0 && s.rows[0].hi == 0);
	CHECK_STR(s.rows[0].status, "ok");
	record_free_summary(&s);
}

/* Two equal heaps far apart are two modes, drift and overhead are said. */
static void test_notes(void)
{
	struct record_run run = run_of("ns", NULL);
	struct record_summary s;
	uint32_t r, i;

	for (r = 1; r <= 12; r++) {
		for (i = 1; i <= 20; i++)
			add(&run, r, r, i, (i % 2 ? 450 : 479) + .01 * i + r);
	}
	s = summary_of(&run);
	CHECK_EQ(s.rows[0].modes, 2);
	CHECK(has_note(&s, "2 modes: 50% near 4"));
	CHECK(has_note(&s, "drift of +1.7% from the first to the last third of the rounds"));
	CHECK(has_note(&s, "the overhead that was subtracted is 11% of the figure"));
	CHECK_STR(s.rows[0].status, "ok");
	record_free_summary(&s);

	run = run_of("ns", NULL);
	CHECK_EQ(record_machine_set(&run, "clock.ns_per_tick", "0.5"), 0);
	for (r = 1; r <= 12; r++)
		add(&run, r, r, 1, 50);
	s = summary_of(&run);
	CHECK_NEAR(s.rows[0].overhead, .1, 1e-12);
	record_free_summary(&s);
}

/* A process that was disturbed gives way to the next of its round; if all were, it is left out. */
static void test_disturbed(void)
{
	struct record_run run = run_of("ns", NULL);
	struct record_summary s;
	uint32_t r;

	for (r = 1; r <= 8; r++) {
		add(&run, r, 10 * r, 1, r == 2 ? 900 : 100);
		if (r == 2 || r == 5)
			add(&run, r, 10 * r + 1, 1, 100);
	}
	run.samples[1].disturbed = run.samples[run.sample_n - 1].disturbed = "steal";
	s = summary_of(&run);
	CHECK_EQ(s.rows[0].processes, 7);
	CHECK_EQ(s.rows[0].samples, 7);
	CHECK_EQ(s.rows[0].p99, 100);
	CHECK(has_note(&s, "2 disturbed processes were run again"));
	CHECK(has_note(&s, "1 process not counted"));
	record_free_summary(&s);
}

/* Processes whose core was shared are left out, by the probe alone, if six others remain. */
static void test_shared_core(void)
{
	for (uint32_t clean = 5; clean <= 6; clean++) {
		struct record_run run = run_of("ns", NULL);
		struct record_summary s;

		for (uint32_t r = 1; r <= 10; r++) {
			for (uint32_t k = 1; k <= 3; k++) {
				add(&run, r, r, k, r <= clean ? 100 : 140);
				run.samples[run.sample_n - 1].width = r <= clean ? 1.2 : 1.3;
			}
		}
		s = summary_of(&run);
		CHECK_EQ(s.rows[0].processes, clean == 6 ? 6 : 10);
		CHECK_EQ(s.rows[0].median, clean == 6 ? 100 : 120);
		CHECK_EQ(has_note(&s, "4 processes not counted"), clean == 6);
		record_free_summary(&s);
	}
}

static void test_percent_and_proof(void)
{
	struct record_run run = run_of("%", "interrupts=1");
	struct record_summary s;
	struct record_error err;
	uint32_t r;

	for (r = 1; r <= 8; r++)
		add(&run, r, r, 1, .25);
	run.samples[0].core_cycles = 7; /* cycles of a share are no figure */
	s = summary_of(&run);
	CHECK_EQ(s.row_n, 1);
	CHECK_EQ(s.rows[0].median, 25);
	CHECK_STR(s.rows[0].unit, "%");
	CHECK(has_note(&s, "not all of the expected events could be counted (interrupts=1)"));
	record_free_summary(&s);

	run = run_of("ns", "faults=0 bananas=3");
	CHECK_EQ(summary_make(&run, NULL, &s, &err), -EBADMSG);
	CHECK_STR(err.text, "cases.tsv: a: expected: column 10: unknown event");
	record_free_run(&run);

	run = run_of("ns", NULL);
	CHECK_EQ(record_machine_set(&run, "run.complete", "no"), 0);
	s = summary_of(&run);
	CHECK_STR(s.rows[0].status, "SKIPPED");
	record_free_summary(&s);
}

/* Figures at the ends of what can be read: the rows come out, and can be written and read again. */
static void test_extremes(void)
{
	static const double figures[] = { 1e30, -1e30, 1e-300, 4.9e-324, 0, 1, (double)NAN };
	uint64_t state = 88172645463325252u;
	struct record_summary s;
	struct record_error err;
	int k, i;

	for (k = 0; k < 100; k++) {
		struct record_run run =
			run_of(k % 2 ? "ns" : "%", "switches=1e30 faults=0 signals_hz=1e30");

		CHECK_EQ(record_machine_set(&run, "clock.ns_per_tick", k % 3 ? "1e300" : "-1"), 0);
		for (i = 0; i < 60; i++) {
			add(&run, (uint32_t)i % 9 + (k % 5 ? 1 : UINT32_MAX - 10), 7,
			    (uint32_t)i + 1, 1);
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			run.samples[i].ns = figures[(state >> 8) % 6];
			run.samples[i].core_cycles = figures[(state >> 16) % 7];
			run.samples[i].overhead_ticks = figures[(state >> 24) % 7];
			run.samples[i].events[state % RECORD_EVENTS] = figures[(state >> 32) % 7];
			run.samples[i].ops = state % 4 ? 1 : UINT64_MAX;
			run.samples[i].ticks = state % 8 ? 1 : UINT64_MAX;
		}
		s = summary_of(&run);
		CHECK_EQ(record_write_summary(dir, &s, &err), 0);
		record_free_summary(&s);
		CHECK_EQ(record_read_summary(dir, &s, &err), 0);
		record_free_summary(&s);
	}
}

static const char *derived_error(const char *row)
{
	static struct record_error err;
	struct derived_list list;
	char path[600];
	FILE *f;

	snprintf(path, sizeof(path), "%s/derived.tsv", dir);
	f = fopen(path, "w");
	CHECK(f && fprintf(f, "# oscost derived 1\ncase\tunit\texpression\twhat\n%s", row) > 0 &&
	      fclose(f) == 0);
	err.text[0] = '\0';
	if (derived_read(path, &list, &err) == 0)
		derived_free(&list);
	return err.text;
}

static void test_derived_file(void)
{
	struct record_error err = { "" };
	struct derived_list list;
	char path[600];

	CHECK_STR(derived_error("x\tns\ta + 1\twhat\n"), "");
	CHECK_STR(derived_error("x\tns\ta + foo(1)\twhat\n"),
		  "derived.tsv:3: column expression: column 5: unknown function foo");
	CHECK_STR(derived_error("x\tns\t1 + 1\twhat\n"),
		  "derived.tsv:3: column expression: names no case");
	CHECK_STR(derived_error("X\tns\ta\twhat\n"),
		  "derived.tsv:3: column case: not a name of a case");
	CHECK_STR(derived_error("x\t-\ta\twhat\n"), "derived.tsv:3: column unit: not a short word");
	CHECK_STR(derived_error("x\tns\ta\twhat\nx\tns\tb\twhat\n"),
		  "derived.tsv:4: column case: the same a second time");
	/* What the project ships can be read. */
	snprintf(path, sizeof(path), "%s/lib/oscost/derived.tsv",
		 getenv("OSCOST_TOP") ? getenv("OSCOST_TOP") : ".");
	CHECK_EQ(derived_read(path, &list, &err), 0);
	CHECK(list.row_n >= 4);
	derived_free(&list);
	CHECK_EQ(derived_read("/nonexistent/derived.tsv", &list, &err), -ENOENT);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR"), *top = getenv("OSCOST_TOP");

	snprintf(dir, sizeof(dir), "%s/oscost-summary-XXXXXX", tmp ? tmp : "/tmp");
	snprintf(golden, sizeof(golden), "%s/tests/data/record/small", top ? top : ".");
	snprintf(derived_path, sizeof(derived_path), "%s/derived.tsv", golden);
	CHECK(mkdtemp(dir) != NULL);
	test_golden();
	test_median_of_medians();
	test_few();
	test_negative();
	test_notes();
	test_disturbed();
	test_shared_core();
	test_percent_and_proof();
	test_extremes();
	test_derived_file();
	return check_done();
}
