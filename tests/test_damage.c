/* Damaged run folders: every error by its message, cut files, bytes changed at random. */
#include "check.h"

#include <errno.h>
#include <stdint.h>

#include "record/record.h"
#include "run_folder.h"

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

static void check_rounds(const char *keys, const char *complete, const char *warning)
{
	char machine[8192];
	struct record_error err;
	struct record_run run;
	size_t size;
	char *bytes = slurp(golden, "machine.tsv", &size);
	int length = snprintf(machine, sizeof(machine), "%.*s%s", (int)size, bytes, keys);

	restore();
	spit("machine.tsv", machine, (size_t)length);
	CHECK_EQ(record_read_run(dir, &run, &err), 0);
	CHECK_STR(record_machine_get(&run, "run.complete"), complete);
	CHECK_STR(run.warning.text, warning);
	record_free_run(&run);
	free(bytes);
}

/* samples.tsv cut between two rows: the rounds that machine.tsv has tell. */
static void test_rounds(void)
{
	check_rounds("run.rounds\t7\n", "yes", "");
	check_rounds("run.rounds\t8\n", "no",
		     "samples.tsv: rounds end at 7, machine.tsv says 8: the rest is missing");
	check_rounds("run.rounds\t8\nrun.condensed\tyes\n", "yes", "");
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

/* A cut run has to say so in machine.tsv, where no room may be left for it. */
static void test_cut_without_room(void)
{
	static const char samples[] = SAMPLES "a\t-\t1";
	static char machine[RECORD_KEYS_MAX * 12 + 100];
	size_t n = (size_t)snprintf(machine, sizeof(machine), "# oscost machine 1\nkey\tvalue\n");
	struct record_error err = { "" };
	struct record_run run;

	for (int i = 0; i < RECORD_KEYS_MAX; i++)
		n += (size_t)snprintf(machine + n, sizeof(machine) - n, "k%d\tx\n", i);
	const struct record_bytes file[] = { { "machine.tsv", machine, n },
					     { "cases.tsv", CASES, strlen(CASES) },
					     { "samples.tsv", samples, strlen(samples) } };

	CHECK_EQ(record_read_run_memory(file, 3, &run, &err), -EFBIG);
	CHECK_STR(err.text, "machine.tsv: no room for run.complete, as samples.tsv or gaps.tsv is cut off");
	record_free_run(&run);
}

int main(void)
{
	folder_start();
	test_damage();
	test_damaged_samples();
	test_missing_files();
	test_cut();
	test_cut_without_room();
	test_rounds();
	test_flips();
	return check_done();
}
