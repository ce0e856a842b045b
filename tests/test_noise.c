/* A machine's noise: by hand, from runs in memory and from the store. */
#include "check.h"

#include <stdlib.h>

#include "oscost/noise.h"
#include "oscost/noise_text.h"
#include "oscost/store.h"
#include "record/record.h"

enum { RUNS = 4 };

/* Cases: a in ns and cycles; b:1 in ns alone; p in %; n, which is negative in one run. */
static struct record_run make_run(int number, double ns, double cycles)
{
	static const struct record_case cases[] = {
		{ .name = "b", .param = "1", .unit = "ns" },
		{ .name = "a", .unit = "ns" },
		{ .name = "p", .unit = "%" },
		{ .name = "n", .unit = "ns" },
	};
	struct record_run run = { 0 };
	char date[32];

	snprintf(date, sizeof(date), "2026-01-0%dT00:00:00Z", number);
	CHECK_EQ(record_machine_set(&run, "date", date), 0);
	CHECK_EQ(record_machine_set(&run, "host", "h"), 0);
	CHECK_EQ(record_machine_set(&run, "run.complete", "yes"), 0);
	for (uint32_t i = 0; i < 4; i++)
		CHECK_EQ(record_add_case(&run, &cases[i], NULL), 0);
	for (uint32_t r = 1; r <= 7; r++) {
		for (uint32_t i = 0; i < 4; i++) {
			struct record_sample s = { .case_index = i, .round = r, .process = 4 * r + i, .sample = 1,
						   .ops = 1, .ns = ns, .core_cycles = i == 1 ? cycles : (double)NAN };

			if (i == 3 && number == 2)
				s.ns = -ns;
			CHECK_EQ(record_add_sample(&run, &s), 0);
		}
	}
	return run;
}

static void test_by_hand(void)
{
	static const double ns[RUNS] = { 100, 110, 100, 105 }, cycles[RUNS] = { 300, 300, 306, 300 };
	struct record_run runs[RUNS];
	const struct record_run *pointers[RUNS + 1] = { NULL };
	struct record_error err = { "" };
	struct noise noise;

	for (int i = 0; i < RUNS; i++) {
		runs[i] = make_run(i + 1, ns[i], cycles[i]);
		pointers[i + 1] = &runs[i];
	}
	CHECK_EQ(noise_make(pointers, RUNS + 1, &noise, &err), 0);
	CHECK_EQ(noise.runs, RUNS);
	CHECK_EQ(noise.case_n, 4);
	CHECK_STR(noise.date, "2026-01-04T00:00:00Z");
	/* Six pairs of ns: 0, ln 1.0476, 2 ln 1.05, 2 ln 1.1; the quantile .95 lies between the two last. */
	CHECK_NEAR(noise_of(&noise, "a", NULL, false), log(1.1), 1e-12);
	CHECK_NEAR(noise_of(&noise, "a", NULL, true), log(1.02), 1e-12);
	CHECK_NEAR(noise_of(&noise, "b", "1", false), log(1.1), 1e-12);
	CHECK(isnan(noise_of(&noise, "b", "1", true)));
	CHECK_NEAR(noise_of(&noise, "p", NULL, false), log(1.1), 1e-12);
	/* Three runs are left of the one with a figure below 0. */
	CHECK_NEAR(noise_of(&noise, "n", NULL, false),
		   log(1.05), 1e-12);
	CHECK(isnan(noise_of(&noise, "b", NULL, false)) && isnan(noise_of(&noise, "z", NULL, false)));
	CHECK_NEAR(noise_theta(&noise, "a", NULL, false), .1, 1e-12);
	CHECK_NEAR(noise_theta(&noise, "a", NULL, true), .03, 1e-12);
	CHECK_NEAR(noise_theta(&noise, "z", NULL, true), .03, 1e-12);
	CHECK_NEAR(noise_theta(NULL, "a", NULL, false), .03, 1e-12);
	/* a is the one case that has both. */
	CHECK_NEAR(noise.ns_median, log(1.1), 1e-12);
	CHECK_NEAR(noise.cycles_median, log(1.02), 1e-12);
	CHECK(noise.gate_on_cycles);
	/* Where there are no cycles, the figure counts. */
	CHECK_STR(noise.worst->name, "b");
	noise_free(&noise);

	/* Two runs say nothing. */
	CHECK_EQ(noise_make(pointers, 3, &noise, &err), 0);
	CHECK_EQ(noise.runs, 2);
	CHECK(isnan(noise_of(&noise, "a", NULL, false)) && !noise.worst && !noise.gate_on_cycles);
	CHECK_EQ(noise_describe(&noise, &runs[0]), 0);
	CHECK(!record_machine_get(&runs[0], "noise.runs"));
	noise_free(&noise);
	for (int i = 0; i < RUNS; i++)
		record_free_run(&runs[i]);
}

static const char *table_of(const struct noise *noise)
{
	static char copy[4096];
	struct grid_style style = { .utf8 = true };
	struct text t = { 0 };

	CHECK_EQ(noise_add_table(&t, noise, &style), 0);
	snprintf(copy, sizeof(copy), "%s", text_str(&t));
	text_free(&t);
	return copy;
}

/* What reads the same gives no reason; where θ is wide, the gate is blind, and the table says so. */
static void test_words(void)
{
	static const double even[RUNS] = { 100, 130, 100, 120 }, uneven[RUNS] = { 300, 300, 306, 300 };
	struct record_run runs[RUNS];
	const struct record_run *pointers[RUNS];
	struct record_error err = { "" };
	struct noise noise;

	for (int tie = 0; tie < 2; tie++) {
		for (int i = 0; i < RUNS; i++) {
			runs[i] = make_run(i + 1, even[i], tie ? 3 * even[i] : uneven[i]);
			pointers[i] = &runs[i];
		}
		CHECK_EQ(noise_make(pointers, RUNS, &noise, &err), 0);
		CHECK_EQ(strstr(table_of(&noise), "because they repeat better") != NULL, !tie);
		CHECK_EQ(strstr(table_of(&noise), "no better and no worse") != NULL, tie);
		CHECK(strstr(table_of(&noise), tie ? "4 cases have a θ above 10%" : "3 cases have a θ above 10%") != NULL);
		CHECK(strstr(table_of(&noise), "b:1 (30%)") != NULL);
		noise_free(&noise);
		for (int i = 0; i < RUNS; i++)
			record_free_run(&runs[i]);
	}
}

static void test_store(void)
{
	const char *tmp = getenv("TMPDIR");
	struct record_run runs[RUNS];
	const struct record_run *pointers[RUNS];
	struct record_error err = { "" };
	struct text words = { 0 };
	struct noise noise;
	char dir[512];

	snprintf(dir, sizeof(dir), "%s/oscost-noise-XXXXXX", tmp ? tmp : "/tmp");
	CHECK(mkdtemp(dir) != NULL);
	for (int i = 0; i < RUNS; i++) {
		runs[i] = make_run(i + 1, 100 + i, 300);
		pointers[i] = &runs[i];
	}
	CHECK_EQ(noise_read(dir, &runs[0], &noise, &err), 0);
	CHECK_EQ(noise.runs, 0);
	noise_free(&noise);
	CHECK_EQ(store_replace_noise(dir, pointers, RUNS, NULL, &err), 0);
	CHECK_EQ(noise_read(dir, &runs[0], &noise, &err), 0);
	CHECK_EQ(noise.runs, RUNS);
	CHECK_NEAR(noise_of(&noise, "a", NULL, true), 0, 1e-12);
	CHECK(noise_of(&noise, "a", NULL, false) > .02);
	CHECK_EQ(text_str(&noise.faults)[0], '\0');
	CHECK_EQ(noise_describe(&noise, &runs[0]), 0);
	noise_free(&noise);
	noise_add_words(&words, &runs[0]);
	CHECK(strstr(text_str(&words), "4 A/A runs until 2026-01-04T00:00:00Z") != NULL);
	CHECK(strstr(text_str(&words), "gates on cycles") != NULL);
	text_free(&words);
	/* Another kernel has none. */
	CHECK_EQ(record_machine_set(&runs[0], "kernel.release", "7"), 0);
	CHECK_EQ(noise_read(dir, &runs[0], &noise, &err), 0);
	CHECK_EQ(noise.runs, 0);
	noise_free(&noise);
	for (int i = 0; i < RUNS; i++)
		record_free_run(&runs[i]);
}

int main(void)
{
	test_by_hand();
	test_words();
	test_store();
	return check_done();
}
