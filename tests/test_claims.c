/* Claims on made-up data: relations, verdicts by intervals, what is missing, facts, two runs. */
#include "claims_file.h"

#include "oscost/claims.h"
#include "oscost/claims_show.h"

/* A case without a param whose figure is first + step * round, in ns. */
static void add_case(struct record_run *run, const char *name, const char *param, double first,
		     double step, uint32_t rounds)
{
	const struct record_case c = { .name = name, .param = param, .unit = "ns" };
	uint32_t index = 0;

	CHECK_EQ(record_add_case(run, &c, &index), 0);
	for (uint32_t r = 1; r <= rounds; r++) {
		struct record_sample s = { .case_index = index,
					   .round = r,
					   .process = (uint32_t)run->sample_n + 1,
					   .sample = 1,
					   .ops = 1,
					   .ns = first + step * r,
					   .core_cycles = 2 * (first + step * r),
					   .overhead_ticks = (double)NAN,
					   .width = (double)NAN };

		for (int e = 0; e < RECORD_EVENTS; e++)
			s.events[e] = (double)NAN;
		CHECK_EQ(record_add_sample(run, &s), 0);
	}
}

/* ten: 10 in each round; near: 10.1 to 11.0; wide: 5.5 to 19; few: five rounds; twice: its own "derived". */
static struct record_run make_run(void)
{
	struct record_run run = { 0 };
	const struct record_case skipped = { .name = "skipped", .unit = "ns", .status = "SKIPPED",
					     .reason = "no such <b>thing</b> here" };
	const struct record_case invalid = { .name = "invalid", .unit = "ns", .expected = "switches=2" };
	uint32_t index;

	add_case(&run, "ten", NULL, 10, 0, 10);
	add_case(&run, "near", NULL, 10, .1, 10);
	add_case(&run, "wide", NULL, 4, 1.5, 10);
	add_case(&run, "few", NULL, 10, 0, 5);
	add_case(&run, "negative", NULL, -10, 0, 10);
	add_case(&run, "curve", "1", 10, 0, 10);
	add_case(&run, "curve", "2", 20, 0, 10);
	add_case(&run, "curve", "3", 30, 0, 10);
	CHECK_EQ(record_add_case(&run, &skipped, &index), 0);
	CHECK_EQ(record_add_case(&run, &invalid, &index), 0);
	for (uint32_t r = 1; r <= 10; r++) {
		struct record_sample s = { .case_index = index, .round = r, .process = 1000 + r,
					   .sample = 1, .ops = 1, .ns = 10 };

		s.core_cycles = s.overhead_ticks = s.width = (double)NAN;
		s.events[RECORD_SWITCHES] = 1;
		CHECK_EQ(record_add_sample(&run, &s), 0);
	}
	CHECK_EQ(record_machine_set(&run, "run.complete", "yes"), 0);
	return run;
}

static struct seen make_seen(void)
{
	static const char good[] = "value\tone\t1\tones\nvalue\tpid\t4711\t<i>PID</i>\n"
				   "value\talso\t4711\tits PID\ncannot\tnever\tnot on this processor\nend\n";
	struct seen seen = { .program_n = 2 };

	strcpy(seen.programs[0].name, "good");
	CHECK_EQ(seen_read(&seen.programs[0], good, strlen(good)), 0);
	strcpy(seen.programs[1].name, "bad");
	CHECK_EQ(seen_read(&seen.programs[1], "value\tone\t1\tones\n", 16), 0);
	return seen;
}

/* Verdict of one claim; why (and the figure) go to the last answer. */
static struct claim_answer last;
static const char *verdict(const char *figure, const char *unit, const char *relation)
{
	struct record_run run = make_run();
	struct seen seen = make_seen();
	struct derived twice = { .name = strdup("twice"), .unit = strdup("ns") };
	struct derived_list derived = { .rows = &twice, .row_n = 1 };
	struct claims_source source = { &run, &derived, &seen };
	struct record_error err = { "" };
	struct claims claims;
	char row[2000];
	const char *name;

	CHECK_EQ(expr_parse("2 * ten", &twice.expr, &err), 0);
	snprintf(row, sizeof(row), "a\ts\tw\td\th\t%s\t%s\t-\t%s\t-\te\n", figure, unit, relation);
	write_file(header, row);
	claims_free_answers(&last, 1);
	last = (struct claim_answer){ 0 };
	if (claims_read(path, &claims, &err)) {
		fprintf(stderr, "%s\n", err.text);
		name = "error";
	} else {
		CHECK_EQ(claims_judge(&claims, &source, &last, &err), 0);
		name = claim_verdict_name(last.verdict);
	}
	claims_free(&claims);
	record_free_run(&run);
	seen_free(&seen);
	free(twice.name);
	free(twice.unit);
	expr_free(twice.expr);
	return name;
}

static const char *of(const char *relation)
{
	return verdict("-", "-", relation);
}

/* Each relation: holds, fails, and straddles where an interval can. near is 10.1 to 11.0, its interval
 * [10.2, 10.9]; wide 5.5 to 19. */
static void test_relations(void)
{
	static const char *const cases[][2] = {
		{ "near < 11", "holds" },	     { "near < 10", "fails" },
		{ "near < 10.5", "undecided" },	     { "ten < 10", "fails" },
		{ "ten <= 10", "holds" },	     { "near <= 10", "fails" },
		{ "wide <= 10", "undecided" },	     { "near > 10", "holds" },
		{ "near > 11", "fails" },	     { "near > 10.5", "undecided" },
		{ "ten > 10", "fails" },	     { "ten >= 10", "holds" },
		{ "near >= 11", "fails" },	     { "wide >= 10", "undecided" },
		{ "ten = 10", "holds" },	     { "near = 10", "fails" },
		{ "wide = 10", "undecided" },	     { "ten != 10", "fails" },
		{ "near != 10", "holds" },	     { "near ~ 10 within 10%", "holds" },
		{ "near ~ 20 within 10%", "fails" }, { "wide ~ 10 within 10%", "undecided" },
		{ "near ~ 20 within 2x", "holds" },  { "near ~ 30 within 2x", "fails" },
		{ "wide ~ 5 within 2x", "undecided" }, { "ten in [10, 10]", "holds" },
		{ "near in [10, 12]", "holds" },     { "near in [1, 10]", "fails" },
		{ "near in [11, 12]", "fails" },     { "wide in [10, 30]", "undecided" },
		{ "ten in [near - 5, max(near, 1)]", "holds" },
		{ "negative ~ -10 within 10%", "holds" },
		{ "negative ~ 10 within 2x", "fails" },
		{ "negative < 0 and ten > 0", "holds" },
		{ "near < ten", "fails" },	     { "ten < near", "holds" },
		{ "ten * 2 <= near * 2", "holds" },  { "twice > near", "holds" },
		{ "twice = 2 * ten", "holds" },	     { "slope(curve, param) = ten", "holds" },
		/* One that fails decides; then one that cannot; then one that is undecided. */
		{ "ten > 0 and wide > 10", "undecided" },
		{ "wide > 10 and skipped > 10", "cannot" },
		{ "skipped > 10 and ten < 0", "fails" },
		{ "wide > 10 and ten < 0", "fails" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = of(cases[i][0]);

		if (strcmp(got, cases[i][1]) != 0)
			fprintf(stderr, "%s\n", cases[i][0]);
		CHECK_STR(got, cases[i][1]);
	}
}

/* The same round on both sides: what moves both alike drops out. */
static void test_pairing(void)
{
	CHECK_STR(of("wide < wide + 0.1"), "holds");
	CHECK_STR(of("wide = wide"), "holds");
}

static void test_missing(void)
{
	CHECK_STR(of("skipped > 0"), "cannot");
	CHECK_STR(text_str(&last.why), "skipped is SKIPPED: no such <b>thing</b> here");
	CHECK_STR(of("invalid > 0"), "cannot");
	CHECK(strstr(text_str(&last.why), "invalid is INVALID: the events that were counted") != NULL);
	CHECK(last.invalid);
	CHECK_STR(of("nothing:7 > 0 and also_nothing > ten"), "cannot");
	CHECK_STR(text_str(&last.why), "this run did not measure nothing:7");
	CHECK_STR(of("nothing:7 > also_nothing + nothing:7"), "cannot");
	CHECK_STR(text_str(&last.why), "this run did not measure nothing:7, also_nothing");
	CHECK(!last.invalid);
	CHECK_STR(of("few > 0"), "undecided");
	CHECK_STR(text_str(&last.why), "too few rounds for an interval");
	CHECK_STR(of("ten / (ten - ten) > 0"), "cannot");
	CHECK_STR(verdict("skipped", "ns", "-"), "cannot");
}

static void test_figures(void)
{
	CHECK_STR(verdict("near", "ns", "< 11"), "holds");
	CHECK_NEAR(last.median, 10.55, 1e-12);
	CHECK_NEAR(last.lo, 10.2, 1e-12);
	CHECK_NEAR(last.hi, 10.9, 1e-12);
	CHECK_EQ(last.rounds, 10);
	CHECK_STR(verdict("near", "ns", "> 10 and < 11 and in [10, 11]"), "holds");
	CHECK_STR(verdict("near", "cycles", "in [20, 22]"), "holds");
	CHECK_NEAR(last.median, 21.1, 1e-12);
	CHECK_STR(verdict("twice / ten", "x", "~ 2 within 1%"), "holds");
	CHECK_STR(verdict("ten", "ns", "-"), "shown");
	CHECK_STR(verdict("slope(gone, param)", "ns", "-"), "cannot");
	/* A cost that cannot be measured does not change what facts say. */
	CHECK_STR(verdict("skipped", "ns", "fact.good.one = 1"), "holds");
	CHECK(isnan(last.median));
	CHECK_STR(text_str(&last.no_figure), "skipped is SKIPPED: no such <b>thing</b> here");
	CHECK_STR(verdict("skipped", "ns", "fact.good.never = 1"), "cannot");
	CHECK_STR(text_str(&last.why), "not on this processor");
	CHECK_STR(text_str(&last.no_figure), "skipped is SKIPPED: no such <b>thing</b> here");
	CHECK_STR(verdict("skipped", "ns", "> 1"), "cannot");
	CHECK_STR(text_str(&last.no_figure), "");
}

/* An UNSTABLE case leaves the verdict to the interval, and is said, once, with its reason. */
static void test_unstable(void)
{
	CHECK_STR(verdict("wide / ten", "x", "> 0.1 and < 100"), "holds");
	CHECK_STR(text_str(&last.unstable), "wide (half of the interval is 43% of the median)");
	CHECK_STR(verdict("few + wide", "ns", "> 0"), "undecided");
	CHECK(strstr(text_str(&last.unstable), "; few (only 5 processes, too few for an interval (6 are needed))"));
	CHECK_STR(verdict("twice", "ns", "> near"), "holds");
	CHECK_STR(text_str(&last.unstable), "");
	CHECK_STR(of("skipped > wide"), "cannot");
	CHECK_STR(text_str(&last.unstable), "");
	CHECK_STR(verdict("wide", "ns", "fact.good.one = 1"), "holds");
	CHECK(last.unstable.length > 0);
}

static void test_facts(void)
{
	CHECK_STR(of("fact.good.one = 1"), "holds");
	CHECK_STR(text_str(&last.seen), "ones: 1");
	CHECK_STR(of("fact.good.pid = fact.good.also"), "holds");
	CHECK_STR(text_str(&last.seen), "<i>PID</i>: 4711; its PID: 4711");
	CHECK_STR(of("fact.good.pid != fact.good.also"), "fails");
	CHECK_STR(of("fact.good.one = 2 and fact.good.never = 1"), "fails");
	CHECK_STR(of("fact.good.never = 1"), "cannot");
	CHECK_STR(text_str(&last.why), "not on this processor");
	CHECK_STR(of("fact.good.unsaid = 1"), "cannot");
	CHECK_STR(text_str(&last.why), "bench/fact/good did not say fact.good.unsaid");
	CHECK_STR(of("fact.bad.one = 1"), "cannot");
	CHECK(strstr(text_str(&last.why), "a line that breaks off") != NULL);
	CHECK_STR(of("fact.gone.one = 1"), "cannot");
	CHECK_STR(text_str(&last.why), "fact.gone.one was not tried");
	CHECK_STR(verdict("fact.good.pid / 2", "count", "> 2000"), "holds");
	CHECK_NEAR(last.median, 2355.5, 1e-12);
}

/* Two runs: those that flip come first, then other differences. */
static void test_order(void)
{
	struct claim rows[4] = { { .section = (char *)"one" }, { .section = (char *)"one" },
				 { .section = (char *)"two" }, { .section = (char *)"two" } };
	struct claim_answer a[4] = { { .verdict = CLAIM_HOLDS }, { .verdict = CLAIM_HOLDS },
				     { .verdict = CLAIM_FAILS }, { .verdict = CLAIM_CANNOT } };
	struct claim_answer b[4] = { { .verdict = CLAIM_HOLDS }, { .verdict = CLAIM_UNDECIDED },
				     { .verdict = CLAIM_HOLDS }, { .verdict = CLAIM_CANNOT } };
	const struct claims claims = { rows, 4 };
	const struct claims_run runs[] = { { "A", NULL, a }, { "B", NULL, b } };
	const struct claims_show show = { .claims = &claims, .runs = runs, .run_n = 2 };
	const struct claims_show one = { .claims = &claims, .runs = runs, .run_n = 1 };
	struct text t = { 0 };
	size_t order[4];

	claims_order(&show, order);
	CHECK(order[0] == 2 && order[1] == 1 && order[2] == 0 && order[3] == 3);
	CHECK_STR(claims_heading(&show, 2), "Claims that flip");
	CHECK_STR(claims_heading(&show, 1), "Other verdicts that differ");
	CHECK_STR(claims_heading(&show, 3), "two");
	CHECK_EQ(claims_change(&one, 2), CLAIMS_SAME);
	claims_add_flips(&t, &show);
	CHECK_STR(text_str(&t), "");
	claims_add_count(&t, &show, 1);
	CHECK_STR(text_str(&t), "4 claims: 2 hold, 0 do not hold here, 1 undecided, 1 cannot be measured here, "
				"0 without a verdict");
	text_clear(&t);
	a[2].verdict = CLAIM_HOLDS;
	claims_add_flips(&t, &show);
	CHECK(strstr(text_str(&t), "No claim flips: none holds in one run") == text_str(&t));
	CHECK_STR(claims_heading(&show, 1), "Verdicts that differ");
	text_free(&t);
}

/* Above all claims: how many stand on cases that are in trouble, and what disturbed the run. */
static void test_trouble(void)
{
	struct record_run run = make_run();
	const struct claim row = { .section = (char *)"one" };
	struct claim_answer a[3] = { { .invalid = true }, { .invalid = true }, { .invalid = false } };
	const struct claims claims = { (struct claim[]){ row, row, row }, 3 };
	const struct claims_run runs[] = { { "", &run, a } };
	const struct claims_show show = { .claims = &claims, .runs = runs, .run_n = 1 };
	struct text t = { 0 };

	run.samples[0].disturbed = "preempted";
	text_add(&a[2].unstable, "wide (it is)");
	claims_add_trouble(&t, &show, 0);
	CHECK(strstr(text_str(&t), "In this run 2 claims need a case that is INVALID, and 1 claim rests on one that "
				   "is UNSTABLE. Processes of it that were disturbed: preempted 1. ") == text_str(&t));
	CHECK(strstr(text_str(&t), "oscost doctor") != NULL);
	text_clear(&t);
	a[0].invalid = a[1].invalid = false;
	text_free(&a[2].unstable);
	claims_add_trouble(&t, &show, 0);
	CHECK_STR(text_str(&t), "");
	text_free(&t);
	record_free_run(&run);
}

int main(void)
{
	file_start();
	test_relations();
	test_pairing();
	test_missing();
	test_figures();
	test_unstable();
	test_facts();
	test_order();
	test_trouble();
	claims_free_answers(&last, 1);
	unlink(path);
	return check_done();
}
