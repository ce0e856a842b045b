/* Run folders: reading, round trip, adding, rows that are kept when the disk fills up. */
#include "check.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/record.h"
#include "run_folder.h"

static int same(const char *name)
{
	size_t n, m;
	char *a = slurp(golden, name, &n), *b = slurp(dir, name, &m);
	int equal = n == m && memcmp(a, b, n) == 0;

	free(a);
	free(b);
	return equal;
}

static void test_golden(void)
{
	struct record_error err = { "" };
	struct record_run run;
	const struct record_case *c;
	char label[100];

	CHECK_EQ(record_read_run(golden, &run, &err), 0);
	CHECK_STR(err.text, "");
	CHECK_STR(run.warning.text, "");
	CHECK_EQ(run.case_n, 12);
	CHECK_EQ(run.sample_n, 90);
	CHECK_EQ(run.gap_n, 2);
	CHECK_EQ(run.counter_n, 2);
	CHECK_STR(run.counters[1], "LLC-MISSES");
	CHECK_STR(record_machine_get(&run, "cpu.model"), "Test CPU @ 2.00GHz");
	CHECK_EQ(record_machine_get(&run, "cpu.governor"), NULL);
	CHECK_EQ(record_machine_get(&run, "absent"), NULL);
	CHECK_EQ(record_machine_real(&run, "clock.ns_per_tick"), .5);
	CHECK(isnan(record_machine_real(&run, "host")));
	c = record_find_case(&run, "d.curve", "1000");
	CHECK(c == &run.cases[5]);
	CHECK_STR(record_case_label(c, label, sizeof(label)), "d.curve:1000");
	CHECK_EQ(c->reason, NULL);
	CHECK_EQ(record_find_case(&run, "d.curve", NULL), NULL);
	CHECK_EQ(record_find_case(&run, "d.curve", "1001"), NULL);
	CHECK_STR(record_case_label(record_find_case(&run, "b.switch", NULL), label, sizeof(label)),
		  "b.switch");
	CHECK_EQ(run.cases[1].reruns, 1);
	CHECK_STR(run.cases[9].reason, "this kernel has none");
	CHECK(run.samples[0].counters[0] == 50 && isnan(run.samples[0].counters[1]));
	CHECK(run.samples[0].events[RECORD_SYSCALLS] == 10 &&
	      isnan(run.samples[0].events[RECORD_INTERRUPTS]));
	CHECK(isnan(run.samples[3].core_cycles) && run.samples[0].core_cycles == 3000);
	CHECK(run.gaps[0].tick && !run.gaps[1].tick && run.gaps[1].ns == 12000.25);
	record_free_run(&run);
}

static void test_round_trip(void)
{
	struct record_appender a;
	struct record_error err;
	struct record_run run;
	size_t i;

	remove_all();
	CHECK_EQ(record_read_run(golden, &run, &err), 0);
	CHECK_EQ(record_write_machine(dir, &run, &err), 0);
	CHECK_EQ(record_write_cases(dir, &run, &err), 0);
	CHECK_EQ(record_write_samples(dir, &run, &err), 0);
	CHECK_EQ(record_write_gaps(dir, &run, &err), 0);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		CHECK(same(files[i]));

	/* Row by row it is the same. */
	remove_all();
	CHECK_EQ(record_open_samples(&a, dir, &run, &err), 0);
	CHECK_EQ(record_append_round(&a, &run, &err), 0);
	CHECK(same("samples.tsv") && same("gaps.tsv"));
	CHECK_EQ(record_close(&a, &err), 0);
	CHECK_EQ(record_close(&a, &err), 0);
	CHECK_EQ(record_open_samples(&a, dir, &run, &err), -EEXIST);
	record_free_run(&run);
}

static const struct record_sample plain_sample = {
	.round = 1, .process = 1, .sample = 1, .ops = 1, .ticks = 5, .ns = 2
};

static void test_adding(void)
{
	struct record_case c = {
		.name = "a.b", .unit = "ns", .what = "tab\tinside", .expected = "-"
	};
	struct record_sample s = plain_sample;
	const double counters[2] = { 1, (double)INFINITY };
	struct record_run run = { 0 };
	uint32_t index = 99;
	char name[32];
	int i;

	CHECK_EQ(record_add_sample(&run, &s), -EINVAL);
	CHECK_EQ(record_add_case(&run, &c, &index), 0);
	CHECK(index == 0 && run.cases[0].expected == NULL);
	CHECK_STR(run.cases[0].status, "ok");
	CHECK_EQ(record_add_case(&run, &c, &index), -EEXIST);
	c.param = "1";
	CHECK_EQ(record_add_case(&run, &c, &index), 0);
	c.param = "a/b";
	CHECK_EQ(record_add_case(&run, &c, &index), -EINVAL);
	c.param = NULL;
	c.name = "../up";
	CHECK_EQ(record_add_case(&run, &c, &index), -EINVAL);
	c.name = "x";
	c.unit = "s";
	CHECK_EQ(record_add_case(&run, &c, &index), -EINVAL);
	CHECK_EQ(record_set_status(&run, 0, "SKIPPED", "why"), 0);
	CHECK_STR(run.cases[0].reason, "why");
	CHECK_EQ(record_set_status(&run, 0, "fine", NULL), -EINVAL);
	CHECK_EQ(record_set_status(&run, 7, "ok", NULL), -EINVAL);

	CHECK_EQ(record_add_counter(&run, "perf::CYCLES:u=0"), 0);
	CHECK_EQ(record_add_counter(&run, "perf::CYCLES:u=0"), -EEXIST);
	CHECK_EQ(record_add_counter(&run, "two words"), -EINVAL);
	CHECK_EQ(record_add_sample(&run, &s), -EINVAL); /* lacks the counter */
	s.counters = counters;
	s.disturbed = "steal";
	CHECK_EQ(record_add_sample(&run, &s), 0);
	CHECK_EQ(record_add_counter(&run, "LATE"), -EINVAL);
	CHECK(run.samples[0].disturbed != s.disturbed && run.samples[0].counters != counters);
	s.counters = counters + 1;
	CHECK_EQ(record_add_sample(&run, &s), -EINVAL);
	s.counters = counters;
	s.ops = 0;
	CHECK_EQ(record_add_sample(&run, &s), -EINVAL);
	s.ops = 1;
	s.ns = (double)NAN;
	CHECK_EQ(record_add_sample(&run, &s), -EINVAL);
	s.ns = -1e31;
	CHECK_EQ(record_add_sample(&run, &s), -EINVAL);
	s.ns = -1;
	for (i = 0; i < 70; i++) {
		snprintf(name, sizeof(name), "word-%d", i);
		s.disturbed = name;
		CHECK_EQ(record_add_sample(&run, &s), i < RECORD_WORDS_MAX - 1 ? 0 : -E2BIG);
	}
	s.disturbed = "steal";
	CHECK_EQ(record_add_sample(&run, &s), 0);
	CHECK(run.samples[run.sample_n - 1].disturbed == run.samples[0].disturbed);

	CHECK_EQ(record_machine_set(&run, "a key", "x"), -EINVAL);
	CHECK_EQ(record_machine_setf(&run, "n", "%d of %s", 7, "x"), 0);
	CHECK_STR(record_machine_get(&run, "n"), "7 of x");
	CHECK_EQ(record_machine_set(&run, "n", NULL), 0);
	CHECK_EQ(record_machine_get(&run, "n"), NULL);
	CHECK_EQ(run.machine_n, 1);
	record_free_run(&run);
}

static void test_many_cases(void)
{
	struct record_run run = { 0 };
	char param[16];
	int i, missing = 0;

	for (i = 0; i < RECORD_CASES_MAX; i++) {
		struct record_case c = { .name = "many", .unit = "ns", .param = param };

		snprintf(param, sizeof(param), "%d", i);
		missing += record_add_case(&run, &c, NULL) != 0;
	}
	for (i = 0; i < RECORD_CASES_MAX; i++) {
		snprintf(param, sizeof(param), "%d", i);
		missing += record_find_case(&run, "many", param) != &run.cases[i];
	}
	CHECK_EQ(missing, 0);
	CHECK_EQ(record_add_case(&run, &(struct record_case){ .name = "more", .unit = "ns" }, NULL),
		 -E2BIG);
	record_free_run(&run);
}

/* The disk fills up in the third round: two rounds are kept, and memory still has the third. */
static void test_full_disk(void)
{
	struct rlimit before, small;
	struct record_error err = { "" };
	struct record_run run = { 0 }, back;
	struct record_sample s = plain_sample;
	struct record_appender a;
	size_t round, i;
	int rc = 0;

	remove_all();
	CHECK_EQ(record_add_case(&run, &(struct record_case){ .name = "a", .unit = "ns" }, NULL),
		 0);
	signal(SIGXFSZ, SIG_IGN);
	CHECK_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 7000;
	CHECK_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
	CHECK_EQ(record_open_samples(&a, dir, &run, &err), 0);
	for (round = 1; rc == 0 && round <= 5; round++) {
		for (i = 1; i <= 100; i++) {
			s.round = s.process = (uint32_t)round;
			s.sample = (uint32_t)i;
			CHECK_EQ(record_add_sample(&run, &s), 0);
		}
		rc = record_append_round(&a, &run, &err);
	}
	CHECK_EQ(rc, -EFBIG);
	CHECK(strstr(err.text, "/samples.tsv: cannot write: File too large") != NULL);
	CHECK(run.sample_n >= 200);
	CHECK_EQ(record_close(&a, &err), -EFBIG);
	CHECK_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
	CHECK_EQ(record_write_machine(dir, &run, &err), 0);
	CHECK_EQ(record_write_cases(dir, &run, &err), 0);
	CHECK_EQ(record_read_run(dir, &back, &err), 0);
	CHECK_EQ(back.sample_n, run.sample_n - 100);
	CHECK_STR(back.warning.text, "");
	record_free_run(&back);
	record_free_run(&run);
}

static void test_summary_file(void)
{
	struct record_error err = { "" };
	struct record_summary summary;
	const struct record_summary_row *row;
	struct record_summary_row bad = {
		.name = "a", .metric = "time", .unit = "ns", .status = "fine"
	};
	size_t size, n, wrong = 0;
	char *bytes;

	CHECK_EQ(record_read_summary(golden, &summary, &err), 0);
	CHECK_STR(err.text, "");
	row = record_find_summary_row(&summary, "a.plain", NULL, "time", "cycles");
	CHECK(row && row->median == 312 && row->lo == 303 && row->processes == 7 &&
	      row->modes == 1);
	row = record_find_summary_row(&summary, "d.curve", "10000", "time", "ns");
	CHECK(row && isnan(row->median) && row->modes == 0);
	CHECK_STR(row->status, "INVALID");
	CHECK_STR(row->observed, "signals_hz=9500.00");
	CHECK_EQ(record_find_summary_row(&summary, "d.curve", NULL, "time", "ns"), NULL);
	CHECK_EQ(record_find_summary_row(&summary, "a.plain", NULL, "time", "%"), NULL);
	CHECK_EQ(record_add_summary_row(&summary, &bad), -EINVAL);
	CHECK_EQ(record_write_summary(dir, &summary, &err), 0);
	CHECK(same("summary.tsv"));
	record_free_summary(&summary);

	bytes = slurp(golden, "summary.tsv", &size);
	for (n = 0; n < size; n++) {
		int rc;

		spit("summary.tsv", bytes, n);
		rc = record_read_summary(dir, &summary, &err);
		wrong += rc != (n > 300 && bytes[n - 1] == '\n' ? 0 : -EBADMSG) && n > 300;
		record_free_summary(&summary);
	}
	CHECK_EQ(wrong, 0);
	free(bytes);
}

int main(void)
{
	folder_start();
	test_golden();
	test_round_trip();
	test_adding();
	test_many_cases();
	test_full_disk();
	test_summary_file();
	return check_done();
}
