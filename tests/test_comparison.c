/* Comparisons of made-up runs: each way, each verdict, families, means; and how often chance looks like
 * a change, by seeded simulation. */
#include <stdlib.h>

#include "check.h"
#include "oscost/compare_cells.h"
#include "oscost/comparison.h"
#include "oscost/differences.h"
#include "stats/stats.h"

enum {
	SAMPLES = 5
};

/* A run of made-up cases: each case has one level and a spread between its processes. */
struct recipe {
	const char *kernel, *boot, *pair;
	const char *expected;
	double drift; /* of everything, over the whole run */
	double spread;
	uint32_t rounds;
	uint64_t seed;
};

static double normal(struct stats_rng *rng)
{
	return stats_normal_quantile(stats_rng_double(rng) * .999998 + 1e-6);
}

static void add_process(struct record_run *run, uint32_t index, uint32_t round, double level,
			struct stats_rng *rng)
{
	static uint32_t process;

	process++;
	for (uint32_t i = 1; i <= SAMPLES; i++) {
		struct record_sample s = { .case_index = index, .round = round, .process = process,
					   .sample = i, .ops = 1000, .ticks = 1 };

		s.ns = 1000 * level * exp(.001 * normal(rng));
		s.core_cycles = 3 * s.ns;
		s.overhead_ticks = 0;
		for (int e = 0; e < RECORD_EVENTS; e++)
			s.events[e] = 0;
		CHECK_EQ(record_add_sample(run, &s), 0);
	}
}

static void make_run(struct record_run *run, const struct recipe *r, const char *const *names,
		     const double *levels, size_t n)
{
	struct stats_rng rng;

	*run = (struct record_run){ 0 };
	stats_rng_seed(&rng, r->seed);
	record_machine_set(run, "kernel.release", r->kernel ? r->kernel : "6.1");
	record_machine_set(run, "kernel.boot_id", r->boot);
	record_machine_set(run, "run.pair", r->pair);
	record_machine_set(run, "run.complete", "yes");
	record_machine_set(run, "clock.ns_per_tick", "1");
	for (size_t i = 0; i < n; i++) {
		struct record_case c = { .name = names[i], .unit = "ns",
					 .expected = r->expected ? r->expected : "switches=0" };

		CHECK_EQ(record_add_case(run, &c, NULL), 0);
	}
	for (uint32_t round = 1; round <= r->rounds; round++)
		for (uint32_t i = 0; i < n; i++)
			add_process(run, i, round,
				    levels[i] * exp(r->drift * (double)round / r->rounds +
						    r->spread * normal(&rng)), &rng);
}

static void make_side(struct side *side, const struct recipe *recipes, size_t runs,
		      const char *const *names, const double *levels, size_t n)
{
	struct record_error err = { "" };

	*side = (struct side){ .name = strdup("made up"),
			       .runs = calloc(runs, sizeof(*side->runs)),
			       .replicates = calloc(runs, sizeof(*side->replicates)),
			       .paths = calloc(runs, sizeof(*side->paths)) };
	for (size_t i = 0; i < runs; i++, side->run_n++) {
		make_run(&side->runs[i], &recipes[i], names, levels, n);
		CHECK_EQ(replicates_make(&side->runs[i], NULL, &side->replicates[i], &err), 0);
	}
}

static const char *const four[] = { "syscall.a", "syscall.b", "ctxsw.c", "ctxsw.d" };

static void check_verdicts(void)
{
	double up = log(1.031), over = log(1.05), in = log(1.029);

	CHECK_EQ(verdict_of(up, over, .03), VERDICT_REGRESSED);
	CHECK_EQ(verdict_of(-over, -up, .03), VERDICT_IMPROVED);
	CHECK_EQ(verdict_of(-in, in, .03), VERDICT_SAME);
	CHECK_EQ(verdict_of(in, over, .03), VERDICT_INCONCLUSIVE);
	CHECK_EQ(verdict_of(-over, over, .03), VERDICT_INCONCLUSIVE);
	CHECK_EQ(verdict_of(up, over, .04), VERDICT_INCONCLUSIVE);
	CHECK_EQ(verdict_of(NAN, NAN, .03), VERDICT_INCONCLUSIVE);
	CHECK_NEAR(verdict_share(log(1.05)), .05, 1e-12);
}

static void compare(const struct side *a, const struct side *b, bool gate, struct comparison *c)
{
	struct comparison_rules rules = { .gate = gate };

	CHECK_EQ(comparison_make(a, b, &rules, c), 0);
}

static void check_processes(void)
{
	double width;
	const double before[] = { 100, 100, 5000, 5000 }, after[] = { 110, 100, 4500, 5150 };
	const struct recipe r = { .spread = .01, .rounds = 20, .seed = 1 }, s = { .spread = .01, .rounds = 20, .seed = 2 };
	struct side a, b;
	struct comparison c;

	make_side(&a, &r, 1, four, before, 4);
	make_side(&b, &s, 1, four, after, 4);
	compare(&a, &b, false, &c);
	CHECK_EQ(c.way, COMPARISON_PROCESSES);
	CHECK_EQ(c.row_n, 4);
	CHECK_STR(verdict_word(c.rows[0].verdict), "REGRESSED");
	CHECK_STR(verdict_word(c.rows[1].verdict), "SAME");
	CHECK_STR(verdict_word(c.rows[2].verdict), "IMPROVED");
	CHECK_STR(verdict_word(c.rows[3].verdict), "INCONCLUSIVE");
	CHECK(fabs(c.rows[0].ratio - log(1.1)) < .02);
	CHECK(c.rows[0].lo < c.rows[0].ratio && c.rows[0].ratio < c.rows[0].hi);
	CHECK(c.rows[0].p < 1e-6 && c.rows[1].p > .001);
	CHECK_EQ(c.rows[0].n_a, 20);
	CHECK(c.rows[0].least > .03 && c.rows[0].least < .06);
	width = c.rows[0].hi - c.rows[0].lo;
	/* The two of one mechanism, and all four. */
	CHECK_EQ(c.group_n, 3);
	CHECK_NEAR(c.groups[0].ratio, (c.rows[0].ratio + c.rows[1].ratio) / 2, 1e-12);
	CHECK(c.groups[0].lo < log(sqrt(1.1)) && c.groups[0].hi > log(sqrt(1.1)));
	CHECK_EQ(c.groups[2].n, 4);
	comparison_free(&c);
	/* The gate shares its 5% among the cases. */
	compare(&a, &b, true, &c);
	CHECK_EQ(c.family, 4);
	CHECK_NEAR(c.alpha, .05 / 4, 1e-12);
	CHECK(c.rows[0].hi - c.rows[0].lo > width);
	comparison_free(&c);
	/* The other way round, everything changes its sign. */
	compare(&b, &a, false, &c);
	CHECK_STR(verdict_word(c.rows[0].verdict), "IMPROVED");
	CHECK_STR(verdict_word(c.rows[2].verdict), "REGRESSED");
	comparison_free(&c);
	side_free(&a);
	side_free(&b);
}

static void check_paired(void)
{
	const double before[] = { 100, 100, 100, 100 }, after[] = { 105, 100, 100, 100 };
	/* Everything becomes twice as dear during the measurement: pairs do not notice. */
	const struct recipe r = { .pair = "17", .drift = .7, .spread = .005, .rounds = 20, .seed = 3 };
	struct recipe s = r;
	struct side a, b;
	struct comparison c;

	s.seed = 4;
	make_side(&a, &r, 1, four, before, 4);
	make_side(&b, &s, 1, four, after, 4);
	compare(&a, &b, false, &c);
	CHECK_EQ(c.way, COMPARISON_PAIRED);
	CHECK_STR(verdict_word(c.rows[0].verdict), "REGRESSED");
	CHECK_STR(verdict_word(c.rows[1].verdict), "SAME");
	CHECK_EQ(c.rows[0].n_a, 20);
	CHECK(fabs(c.rows[0].ratio - log(1.05)) < .01);
	comparison_free(&c);
	side_free(&b);
	s.pair = "18";
	make_side(&b, &s, 1, four, after, 4);
	compare(&a, &b, false, &c);
	CHECK_EQ(c.way, COMPARISON_PROCESSES);
	CHECK_STR(verdict_word(c.rows[0].verdict), "INCONCLUSIVE");
	comparison_free(&c);
	side_free(&a);
	side_free(&b);
}

static void check_boots(void)
{
	const double before[] = { 100, 100, 100, 100 }, after[] = { 120, 100, 100, 100 };
	static const char *const ids[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10" };
	struct recipe old[5], new[5];
	struct side a, b;
	struct comparison c;

	for (size_t i = 0; i < 5; i++) {
		old[i] = (struct recipe){ .kernel = "6.1", .boot = ids[i], .spread = .01, .rounds = 6, .seed = 10 + i };
		new[i] = (struct recipe){ .kernel = "6.12", .boot = ids[5 + i], .spread = .01, .rounds = 6, .seed = 20 + i };
	}
	make_side(&a, old, 1, four, before, 4);
	make_side(&b, new, 1, four, after, 4);
	compare(&a, &b, false, &c);
	CHECK_EQ(c.way, COMPARISON_BOOTS);
	CHECK_STR(verdict_word(c.rows[0].verdict), "INCONCLUSIVE");
	CHECK(strstr(c.rows[0].reason, "5 boots") != NULL);
	comparison_free(&c);
	side_free(&a);
	side_free(&b);
	make_side(&a, old, 5, four, before, 4);
	make_side(&b, new, 5, four, after, 4);
	CHECK_EQ(side_boots(&a), 5);
	compare(&a, &b, false, &c);
	CHECK_EQ(c.rows[0].n_a, 5);
	CHECK_STR(verdict_word(c.rows[0].verdict), "REGRESSED");
	CHECK(fabs(c.rows[0].ratio - log(1.2)) < .02);
	comparison_free(&c);
	/* Two runs of one boot are one boot. */
	record_machine_set(&a.runs[1], "kernel.boot_id", "1");
	CHECK_EQ(side_boots(&a), 4);
	compare(&a, &b, false, &c);
	CHECK_STR(verdict_word(c.rows[0].verdict), "INCONCLUSIVE");
	comparison_free(&c);
	side_free(&a);
	side_free(&b);
}

/* What is missing, invalid, not above 0 or too little is named, and no verdict is made of it. */
static void check_missing(void)
{
	static const char *const three[] = { "syscall.a", "syscall.b", "trap.new" };
	const double levels[] = { 100, -100, 100, 100 }, others[] = { 100, 100, 100 };
	const struct recipe r = { .spread = .01, .rounds = 20, .seed = 1 };
	const struct recipe invalid = { .expected = "switches=2", .spread = .01, .rounds = 20, .seed = 1 };
	const struct recipe few = { .spread = .01, .rounds = 3, .seed = 1 };
	struct side a, b;
	struct comparison c;

	make_side(&a, &r, 1, four, levels, 4);
	make_side(&b, &r, 1, three, others, 3);
	compare(&a, &b, false, &c);
	CHECK_EQ(c.row_n, 5);
	CHECK_EQ(c.verdicts[VERDICT_NONE], 4);
	CHECK_EQ(c.groups[c.group_n - 1].n, 1);
	CHECK_STR(c.rows[1].reason, "A: some values are not above 0: no ratio");
	CHECK_STR(c.rows[2].reason, "A: not measured");
	CHECK_STR(c.rows[3].reason, "B: not measured");
	comparison_free(&c);
	side_free(&b);
	make_side(&b, &invalid, 1, three, others, 3);
	compare(&a, &b, false, &c);
	CHECK_EQ(c.rows[0].verdict, VERDICT_NONE);
	CHECK(strncmp(c.rows[0].reason, "B: INVALID", 10) == 0);
	CHECK(isnan(c.groups[c.group_n - 1].ratio));
	comparison_free(&c);
	side_free(&b);
	make_side(&b, &few, 1, three, others, 3);
	compare(&a, &b, true, &c);
	CHECK_STR(verdict_word(c.rows[0].verdict), "SAME");
	comparison_free(&c);
	side_free(&a);
	make_side(&a, &few, 1, four, levels, 4);
	compare(&a, &b, true, &c);
	CHECK_STR(verdict_word(c.rows[0].verdict), "INCONCLUSIVE");
	CHECK(strstr(c.rows[0].reason, "too few") != NULL);
	comparison_free(&c);
	side_free(&a);
	side_free(&b);
}

/* The noise of a case raises its θ, and that of no other. */
static void check_noise(void)
{
	const double before[] = { 100, 100, 100, 100 }, after[] = { 110, 110, 100, 100 };
	const struct recipe r = { .spread = .005, .rounds = 20, .seed = 1 }, s = { .spread = .005, .rounds = 20, .seed = 2 };
	struct noise_case noisy = { .name = (char[]){ "syscall.a" }, .figure = .2, .cycles = .01 };
	struct noise noise = { .cases = &noisy, .case_n = 1, .runs = 6 };
	struct comparison_rules rules = { .noise = &noise };
	struct side a, b;
	struct comparison c;

	make_side(&a, &r, 1, four, before, 4);
	make_side(&b, &s, 1, four, after, 4);
	CHECK_EQ(comparison_make(&a, &b, &rules, &c), 0);
	CHECK_NEAR(c.rows[0].theta, exp(.2) - 1, 1e-9);
	CHECK_STR(verdict_word(c.rows[0].verdict), "SAME");
	CHECK_NEAR(c.rows[1].theta, .03, 1e-12);
	CHECK_STR(verdict_word(c.rows[1].verdict), "REGRESSED");
	comparison_free(&c);
	rules.cycles = true;
	CHECK_EQ(comparison_make(&a, &b, &rules, &c), 0);
	CHECK_STR(c.rows[0].unit, "cycles");
	CHECK(fabs(c.rows[0].a / 300 - 1) < .02);
	CHECK_STR(verdict_word(c.rows[0].verdict), "REGRESSED");
	comparison_free(&c);
	side_free(&a);
	side_free(&b);
}

enum {
	MANY = 40,
	TRIALS = 30
};

/* Changes called in TRIALS comparisons of MANY cases, of which the first `moved` are dearer by share. */
static size_t count_calls(double share, size_t moved, double spread, bool gate, size_t *found)
{
	static char text[MANY][24];
	const char *names[MANY];
	double before[MANY], after[MANY];
	size_t others = 0;

	*found = 0;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(text[i], sizeof(text[i]), "syscall.c%zu", i);
		names[i] = text[i];
		before[i] = 100;
		after[i] = i < moved ? 100 * (1 + share) : 100;
	}
	for (uint64_t t = 0; t < TRIALS; t++) {
		struct recipe r = { .spread = spread, .rounds = 20, .seed = 100 + 2 * t }, s = r;
		struct side a, b;
		struct comparison c;

		s.seed++;
		make_side(&a, &r, 1, names, before, MANY);
		make_side(&b, &s, 1, names, after, MANY);
		compare(&a, &b, gate, &c);
		for (size_t i = 0; i < MANY; i++) {
			bool call = c.rows[i].verdict == VERDICT_REGRESSED || c.rows[i].verdict == VERDICT_IMPROVED;

			*found += call && i < moved && c.rows[i].verdict == VERDICT_REGRESSED;
			others += call && i >= moved;
		}
		comparison_free(&c);
		side_free(&a);
		side_free(&b);
	}
	return others;
}

/* What was disturbed at every attempt, by a cause, has no verdict; what was in part says so. */
static void disturb(struct record_run *run, uint32_t index, uint32_t rounds, const char *cause)
{
	for (size_t i = 0; i < run->sample_n; i++)
		if (run->samples[i].case_index == index && run->samples[i].round <= rounds)
			run->samples[i].disturbed = cause;
}

static void compare_disturbed(uint32_t rounds, bool gate, enum verdict verdict, const char *reason)
{
	const double before[] = { 100, 100, 5000, 5000 }, after[] = { 130, 100, 5000, 5000 };
	const struct recipe r = { .spread = .01, .rounds = 10, .seed = 1 }, s = { .spread = .01, .rounds = 10, .seed = 2 };
	struct record_error err = { "" };
	struct side a, b;
	struct comparison c;

	make_side(&a, &r, 1, four, before, 4);
	make_side(&b, &s, 1, four, after, 4);
	disturb(&b.runs[0], 0, rounds, "throttled");
	disturb(&b.runs[0], 1, rounds, "steal");
	replicates_free(&b.replicates[0]);
	CHECK_EQ(replicates_make(&b.runs[0], NULL, &b.replicates[0], &err), 0);
	compare(&a, &b, gate, &c);
	CHECK_EQ(c.rows[0].verdict, verdict);
	CHECK_STR(c.rows[0].reason, reason);
	if (verdict == VERDICT_INCONCLUSIVE)
		CHECK_EQ(c.rows[1].verdict, VERDICT_INCONCLUSIVE);
	CHECK_EQ(c.rows[2].reason[0], 0);
	comparison_free(&c);
	side_free(&a);
	side_free(&b);
}

static void check_disturbed(void)
{
	for (int gate = 0; gate < 2; gate++) {
		compare_disturbed(0, gate, VERDICT_REGRESSED, "");
		/* Six undisturbed ones are left, and they alone count. */
		compare_disturbed(4, gate, VERDICT_REGRESSED, "");
		compare_disturbed(5, gate, VERDICT_REGRESSED,
				  "B: 5 of 10 processes were disturbed at every attempt (throttled)");
		compare_disturbed(6, gate, VERDICT_INCONCLUSIVE,
				  "no verdict, for most was disturbed: "
				  "B: 6 of 10 processes were disturbed at every attempt (throttled)");
		compare_disturbed(10, gate, VERDICT_INCONCLUSIVE,
				  "no verdict, for most was disturbed: "
				  "B: 10 of 10 processes were disturbed at every attempt (throttled)");
	}
}

static void check_chance(void)
{
	size_t found;

	/* 1200 comparisons of a case with itself. */
	CHECK_EQ(count_calls(0, 0, .015, false, &found), 0);
	CHECK_EQ(count_calls(0, 0, .015, true, &found), 0);
	/* Noise far beyond θ: what the table holds back keeps chance out. */
	CHECK(count_calls(0, 0, .2, false, &found) <= 2);
	/* And what is there is found, in the case that has it alone. */
	CHECK_EQ(count_calls(.06, 10, .01, false, &found), 0);
	CHECK(found >= 10 * TRIALS * 95 / 100);
	CHECK_EQ(count_calls(.08, 10, .01, true, &found), 0);
	CHECK(found >= 10 * TRIALS * 95 / 100);
}

static void check_differences(void)
{
	const double levels[] = { 1, 1, 1, 1 };
	const struct recipe r = { .rounds = 1, .seed = 1 };
	struct differences d;
	struct side a, b;

	make_side(&a, &r, 1, four, levels, 4);
	make_side(&b, &r, 1, four, levels, 4);
	record_machine_set(&a.runs[0], "date", "2026-01-01");
	record_machine_set(&b.runs[0], "date", "2026-01-02");
	record_machine_set(&a.runs[0], "kernel.cmdline", "BOOT_IMAGE=/a root=UUID=1 quiet");
	record_machine_set(&b.runs[0], "kernel.cmdline", "BOOT_IMAGE=/b root=UUID=2 quiet");
	CHECK_EQ(differences_make(&a, &b, &d), 0);
	CHECK_EQ(d.n, 0);
	differences_free(&d);
	CHECK_EQ(differences_way(&a, &b), COMPARISON_PROCESSES);
	record_machine_set(&b.runs[0], "kernel.cmdline", "root=UUID=2 quiet mitigations=off");
	record_machine_set(&b.runs[0], "cpu.microcode", "0x2");
	CHECK_EQ(differences_make(&a, &b, &d), 0);
	CHECK_EQ(d.n, 2);
	CHECK(d.kernel && !d.machine);
	CHECK_STR(text_str(&d.item[0].b), "quiet mitigations=off");
	CHECK_STR(d.item[1].key, "cpu.microcode");
	CHECK_STR(text_str(&d.item[1].a), "not known");
	differences_free(&d);
	CHECK_EQ(differences_way(&a, &b), COMPARISON_BOOTS);
	side_free(&a);
	side_free(&b);
}

/* Medians that seem to contradict the change are explained, once. */
static void check_notes(void)
{
	struct comparison_row rows[] = {
		{ .a = 306.5, .b = 120, .ratio = -.0072, .lo = -1.2, .hi = .01, .theta = .03 },
		{ .a = 1563, .b = 1559, .ratio = .03, .lo = .01, .hi = .05, .theta = .03 },
		{ .a = 100, .b = 101, .ratio = .012, .lo = .005, .hi = .02, .theta = .03 },
		{ .a = 100, .b = 100.1, .ratio = -.001, .lo = -.005, .hi = .005, .theta = .03 },
		{ .a = 46.51, .b = 46.71, .ratio = -.013, .lo = -.03, .hi = .02, .theta = .03, .reason = "own" },
		{ .a = 100, .b = 50, .ratio = NAN, .lo = NAN, .hi = NAN, .theta = .03 },
	};
	struct comparison c = { .way = COMPARISON_PAIRED, .rows = rows, .row_n = 6 };
	struct compare_notes notes;

	for (size_t i = 0; i < c.row_n; i++)
		rows[i].verdict = VERDICT_INCONCLUSIVE;
	CHECK_EQ(compare_notes_make(&c, false, &notes), 0);
	CHECK_EQ(notes.n, 2);
	CHECK_EQ(compare_notes_number(&notes, &rows[0]), 1);
	CHECK_EQ(compare_notes_number(&notes, &rows[1]), 1);
	CHECK_EQ(compare_notes_number(&notes, &rows[2]), 0);
	CHECK_EQ(compare_notes_number(&notes, &rows[3]), 0);
	CHECK_EQ(compare_notes_number(&notes, &rows[4]), 2);
	CHECK_EQ(compare_notes_number(&notes, &rows[5]), 0);
	CHECK(strstr(notes.note[0], "median ratio of the rounds") != NULL);
	CHECK(strstr(notes.note[1], "own; A and B are") != NULL);
	compare_notes_free(&notes);
	/* In brief, only of what is shown. */
	rows[0].verdict = rows[1].verdict = VERDICT_SAME;
	CHECK_EQ(compare_notes_make(&c, true, &notes), 0);
	CHECK_EQ(notes.n, 1);
	compare_notes_free(&notes);
}

int main(void)
{
	check_verdicts();
	check_processes();
	check_paired();
	check_boots();
	check_missing();
	check_noise();
	check_disturbed();
	check_chance();
	check_differences();
	check_notes();
	return check_done();
}
