/* Run folders: round trip, damage of every kind, rows that are kept when a run or a disk ends. */
#include "check.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/record.h"

static char dir[512], golden[512];
static const char *const files[] = { "machine.tsv", "cases.tsv", "samples.tsv", "gaps.tsv" };

static char *slurp(const char *folder, const char *name, size_t *size)
{
	char path[1100], *bytes = calloc(1, 1 << 20);
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "rb");
	*size = f ? fread(bytes, 1, (1 << 20) - 1, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

static void spit(const char *name, const char *bytes, size_t size)
{
	char path[1100];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	CHECK(f && fwrite(bytes, 1, size, f) == size && fclose(f) == 0);
}

static void remove_all(void)
{
	char path[1100];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		unlink(path);
	}
}

static void restore(void)
{
	size_t i, size;

	remove_all();
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *bytes = slurp(golden, files[i], &size);

		spit(files[i], bytes, size);
		free(bytes);
	}
}

static int same(const char *name)
{
	size_t n, m;
	char *a = slurp(golden, name, &n), *b = slurp(dir, name, &m);
	int equal = n == m && memcmp(a, b, n) == 0;

	free(a);
	free(b);
	return equal;
}

/* Reading the scratch folder: the message, or "" when it can be read. */
static const char *error_of(void)
{
	static struct record_error err;
	struct record_run run;

	err.text[0] = '\0';
	if (record_read_run(dir, &run, &err) == 0)
		record_free_run(&run);
	else if (run.case_n || run.cases || run.samples || run.machine)
		return "not empty after an error";
	return err.text;
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

/* Replaces a file of the golden run. */
static const char *error_with(const char *name, const char *text)
{
	restore();
	spit(name, text, strlen(text));
	return error_of();
}

#define MACHINE "# oscost machine 1\nkey\tvalue\n"
#define CASES                                                                                      \
	"# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\n"
#define SAMPLE_COLUMNS                                                                             \
	"case\tparam\tround\tprocess\tsample\tops\tticks\tns"                                      \
	"\tcore_cycles\toverhead_ticks\tswitches\tdisturbed"
#define SAMPLES "# oscost samples 1\n" SAMPLE_COLUMNS "\n"
#define GAPS "# oscost gaps 1\nround\tprocess\tkind\tstart_ns\tns\n"

static void test_damage(void)
{
	restore();
	CHECK_STR(error_of(), "");
	CHECK_STR(error_with("machine.tsv", MACHINE "a\t1\na\t2\n"),
		  "machine.tsv:4: column key: the same key a second time");
	CHECK_STR(error_with("machine.tsv", MACHINE "a b\t1\n"),
		  "machine.tsv:3: column key: not a key");
	CHECK_STR(error_with("machine.tsv", MACHINE "a\t1"),
		  "machine.tsv:3: cut off in the middle of the line (no newline at the end)");
	CHECK_STR(error_with("machine.tsv", "# oscost machine 1\nkey\n"),
		  "machine.tsv:2: no column value");
	CHECK_STR(error_with("cases.tsv", CASES "A\t-\tns\t-\t-\t-\tok\t-\t0\n"),
		  "cases.tsv:3: column case: not a name of a case ([a-z][a-z0-9_.]*)");
	CHECK_STR(error_with("cases.tsv", CASES "a\t-\tms\t-\t-\t-\tok\t-\t0\n"),
		  "cases.tsv:3: column unit: neither ns nor %");
	CHECK_STR(error_with("cases.tsv", CASES "a\t-\tns\t-\t-\t-\tOK\t-\t0\n"),
		  "cases.tsv:3: column status: none of ok, SKIPPED, FAILED");
	CHECK_STR(error_with("cases.tsv", CASES "a\t-\tns\t-\t-\t-\tok\t-\t-1\n"),
		  "cases.tsv:3: column reruns: not a whole number");
	CHECK_STR(error_with("cases.tsv",
			     CASES "a\t-\tns\t-\t-\t-\tok\t-\t0\na\t-\t%\t-\t-\t-\tok\t-\t0\n"),
		  "cases.tsv:4: the same entry a second time");
	CHECK_STR(error_with("gaps.tsv", GAPS "1\t1\tboth\t1\t1\n"),
		  "gaps.tsv:3: column kind: neither tick nor other");
	CHECK_STR(error_with("gaps.tsv", GAPS "0\t1\ttick\t1\t1\n"),
		  "gaps.tsv:3: column round: must not be zero");
}

static void test_damaged_samples(void)
{
	static const char *const rows[][2] = {
		{ "a.plain\t-\t1\t1\t1\t1\t1\t1\t-\t-\t-\t-\n", "" },
		{ "a.absent\t-\t1\t1\t1\t1\t1\t1\t-\t-\t-\t-\n",
		  "column case: no such case (with this param) in cases.tsv" },
		{ "a.plain\t7\t1\t1\t1\t1\t1\t1\t-\t-\t-\t-\n",
		  "column case: no such case (with this param) in cases.tsv" },
		{ "a.plain\t-\t0\t1\t1\t1\t1\t1\t-\t-\t-\t-\n", "column round: must not be zero" },
		{ "a.plain\t-\t4294967296\t1\t1\t1\t1\t1\t-\t-\t-\t-\n",
		  "column round: too large" },
		{ "a.plain\t-\t1\t1\t1\t0\t1\t1\t-\t-\t-\t-\n", "column ops: must not be zero" },
		{ "a.plain\t-\t1\t1\t1\t1.5\t1\t1\t-\t-\t-\t-\n",
		  "column ops: not a whole number" },
		{ "a.plain\t-\t1\t1\t1\t1\t-\t1\t-\t-\t-\t-\n", "column ticks: missing" },
		{ "a.plain\t-\t1\t1\t1\t1\t1\t-\t-\t-\t-\t-\n", "column ns: missing" },
		{ "a.plain\t-\t1\t1\t1\t1\t1\tinf\t-\t-\t-\t-\n", "column ns: not a number" },
		{ "a.plain\t-\t1\t1\t1\t1\t1\t1e31\t-\t-\t-\t-\n",
		  "a number beyond 1e30, or a name that is not visible ASCII" },
		{ "a.plain\t-\t1\t1\t1\t1\t1\t1\t-\t-\tnan\t-\n", "column switches: not a number" },
		{ "a.plain\t-\t1\t1\t1\t1\t1\t1\t-\t-\t-\ttwo words\n",
		  "a number beyond 1e30, or a name that is not visible ASCII" },
	};
	char text[1024], want[256];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text), "%s%s", SAMPLES, rows[i][0]);
		snprintf(want, sizeof(want), "%s%s", *rows[i][1] ? "samples.tsv:3: " : "",
			 rows[i][1]);
		CHECK_STR(error_with("samples.tsv", text), want);
	}
	CHECK_STR(
		error_with("samples.tsv", "# oscost samples 1\n" SAMPLE_COLUMNS "\tfaults\n"),
		"samples.tsv:2: column faults: stands behind `disturbed`, where only counters may");
	CHECK_STR(error_with("samples.tsv", "# oscost samples 1\ncase\tparam\n"),
		  "samples.tsv:2: no column round");
	CHECK_STR(error_with("samples.tsv", "# oscost gaps 1\n"),
		  "samples.tsv:1: line 1 is not '# oscost samples 1'");
}

static void test_missing_files(void)
{
	char path[1100];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		restore();
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		unlink(path);
		CHECK_EQ(strstr(error_of(), "No such file") != NULL,
			 strcmp(files[i], "gaps.tsv") != 0);
	}
}

/* samples.tsv cut after every byte: its whole rows are read, and the run says if some are lost. */
static void test_cut(void)
{
	struct record_error err;
	struct record_run run;
	size_t size, n, rows = 0, lines = 0, wrong = 0;
	char *bytes = slurp(golden, "samples.tsv", &size);

	restore();
	for (n = 0; n < size; n++) {
		int at_row_end = n > 0 && bytes[n - 1] == '\n';

		lines += (size_t)at_row_end;
		rows = lines < 2 ? 0 : lines - 2;
		spit("samples.tsv", bytes, n);
		if (lines < 2) {
			wrong += record_read_run(dir, &run, &err) != -EBADMSG;
			continue;
		}
		if (record_read_run(dir, &run, &err)) {
			wrong++;
			continue;
		}
		wrong += run.sample_n != rows;
		wrong += strcmp(record_machine_get(&run, "run.complete"),
				at_row_end ? "yes" : "no") != 0;
		wrong += (*run.warning.text == '\0') != at_row_end;
		record_free_run(&run);
	}
	CHECK_EQ(wrong, 0);
	spit("samples.tsv", bytes, size - 3);
	CHECK_EQ(record_read_run(dir, &run, &err), 0);
	CHECK_STR(run.warning.text,
		  "samples.tsv:92: cut off in the middle of a row, which is dropped");
	record_free_run(&run);
	free(bytes);
}

/* Single bytes changed in every file: an error or a run, never anything else. */
static void test_flips(void)
{
	uint64_t state = 88172645463325252u;
	size_t size, i, ended = 0;
	int k;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *bytes = slurp(golden, files[i], &size);

		restore();
		for (k = 0; k < 1500; k++) {
			size_t at, many = (size_t)k % 3 + 1;
			char before[3];
			size_t places[3];

			for (at = 0; at < many; at++) {
				state ^= state << 13;
				state ^= state >> 7;
				state ^= state << 17;
				places[at] = (state >> 16) % size;
				before[at] = bytes[places[at]];
				bytes[places[at]] = state % 2 ? (char)(state >> 48)
							      : "\t\n-0123.e"[(state >> 8) % 9];
			}
			spit(files[i], bytes, size);
			ended += error_of() != NULL;
			while (at-- > 0)
				bytes[places[at]] = before[at];
		}
		free(bytes);
	}
	CHECK_EQ(ended, 1500 * sizeof(files) / sizeof(files[0]));
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
	const char *tmp = getenv("TMPDIR"), *top = getenv("OSCOST_TOP");

	snprintf(dir, sizeof(dir), "%s/oscost-record-XXXXXX", tmp ? tmp : "/tmp");
	snprintf(golden, sizeof(golden), "%s/tests/data/record/small", top ? top : ".");
	CHECK(mkdtemp(dir) != NULL);
	test_golden();
	test_round_trip();
	test_adding();
	test_many_cases();
	test_damage();
	test_damaged_samples();
	test_missing_files();
	test_cut();
	test_flips();
	test_full_disk();
	test_summary_file();
	return check_done();
}
