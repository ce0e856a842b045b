/* The proof of events: what is claimed, the 2% rule, rates, events that could not be counted. */
#include "check.h"

#include <errno.h>

#include "oscost/proof.h"

static const struct record_sample nothing_counted = {
	.ops = 100,
	.ticks = 1000,
	.ns = 400,
	.events = { NAN, NAN, NAN, NAN, NAN, NAN, NAN },
};

/* The verdict of one sample of 100 operations with so many events of a kind. */
static enum proof_verdict verdict_of(const char *expected, enum record_event event, double count)
{
	struct record_sample s = nothing_counted;
	struct proof_count sums = { 0 };
	struct text want = { 0 }, got = { 0 };
	struct proof_claim claim;
	enum proof_verdict verdict;

	s.events[event] = count;
	CHECK_EQ(proof_parse(expected, &claim, NULL), 0);
	proof_add(&sums, &claim, &s, (double)NAN);
	verdict = proof_judge(&claim, &sums, &want, &got);
	text_free(&want);
	text_free(&got);
	return verdict;
}

static void test_rule(void)
{
	CHECK_EQ(verdict_of(NULL, RECORD_SWITCHES, 5), PROOF_NOTHING);
	CHECK_EQ(verdict_of("", RECORD_SWITCHES, 5), PROOF_NOTHING);
	CHECK_EQ(verdict_of("switches=2", RECORD_SWITCHES, 200), PROOF_HOLDS);
	CHECK_EQ(verdict_of("switches=2", RECORD_SWITCHES, 196.1), PROOF_HOLDS);
	CHECK_EQ(verdict_of("switches=2", RECORD_SWITCHES, 203.9), PROOF_HOLDS);
	CHECK_EQ(verdict_of("switches=2", RECORD_SWITCHES, 195.9), PROOF_INVALID);
	CHECK_EQ(verdict_of("switches=2", RECORD_SWITCHES, 204.1), PROOF_INVALID);
	CHECK_EQ(verdict_of("switches=2", RECORD_SWITCHES, 0), PROOF_INVALID);
	CHECK_EQ(verdict_of("switches=2", RECORD_FAULTS, 200), PROOF_UNKNOWN);
	CHECK_EQ(verdict_of("faults=0", RECORD_FAULTS, 0), PROOF_HOLDS);
	CHECK_EQ(verdict_of("faults=0", RECORD_FAULTS, 2), PROOF_HOLDS);
	CHECK_EQ(verdict_of("faults=0", RECORD_FAULTS, 2.1), PROOF_INVALID);
	CHECK_EQ(verdict_of("faults=0 switches=0", RECORD_FAULTS, 0), PROOF_UNKNOWN);
	CHECK_EQ(verdict_of("switches=0 faults=0", RECORD_FAULTS, 9), PROOF_INVALID);
	CHECK_EQ(verdict_of("interrupts=0.001", RECORD_INTERRUPTS, .1), PROOF_HOLDS);
	CHECK_EQ(verdict_of("syscalls=1", RECORD_SYSCALLS, 90), PROOF_INVALID);
}

/* Others may switch and fault 20 times a second, which is something only where an operation is long. */
static void test_background(void)
{
	struct record_sample s = nothing_counted;
	struct proof_count within = { 0 }, beyond = { 0 };
	struct text want = { 0 }, got = { 0 };
	struct proof_claim claim;

	CHECK_EQ(proof_parse("switches=0", &claim, NULL), 0);
	s.ns = 1e9; /* 100 operations of 10 ms */
	s.events[RECORD_SWITCHES] = 21.9;
	proof_add(&within, &claim, &s, (double)NAN);
	CHECK_EQ(proof_judge(&claim, &within, &want, &got), PROOF_HOLDS);
	s.events[RECORD_SWITCHES] = 22.1;
	proof_add(&beyond, &claim, &s, (double)NAN);
	CHECK_EQ(proof_judge(&claim, &beyond, &want, &got), PROOF_INVALID);
	text_free(&want);
	text_free(&got);
}

/* Three samples, 1.4, 1.6 and 2.4 periods long, expect 1 + 2 + 2 signals. */
static enum proof_verdict rate_of(double signals, double ns_per_tick, struct text *got)
{
	static const uint64_t ticks[] = { 2800000, 3200000, 4800000 };
	struct record_sample s = nothing_counted;
	struct proof_count sums = { 0 };
	struct text want = { 0 };
	struct proof_claim claim;
	enum proof_verdict verdict;
	size_t i;

	CHECK_EQ(proof_parse("signals_hz=1000", &claim, NULL), 0);
	for (i = 0; i < 3; i++) {
		s.ticks = ticks[i];
		s.ns = (double)ticks[i] / 2;
		s.events[RECORD_SIGNALS] = signals / 3;
		proof_add(&sums, &claim, &s, ns_per_tick);
	}
	CHECK_EQ(sums.hz_expected, isnan(ns_per_tick) || ns_per_tick == .5 ? 5 : 0);
	verdict = proof_judge(&claim, &sums, &want, got);
	CHECK_STR(text_str(&want), "signals_hz=1000");
	text_free(&want);
	return verdict;
}

static void test_rate(void)
{
	struct text got = { 0 };

	CHECK_EQ(rate_of(5, .5, &got), PROOF_HOLDS);
	CHECK_STR(text_str(&got), "signals_hz=1000.00");
	text_clear(&got);
	CHECK_EQ(rate_of(5, (double)NAN, &got), PROOF_HOLDS);
	text_clear(&got);
	CHECK_EQ(rate_of(4.5, .5, &got), PROOF_INVALID);
	CHECK_STR(text_str(&got), "signals_hz=900.00");
	text_clear(&got);
	/* So short that none is due: one per 50 operations at most may come. */
	CHECK_EQ(rate_of(0, 1e-9, &got), PROOF_HOLDS);
	CHECK_STR(text_str(&got), "signals_hz=0.00");
	text_clear(&got);
	CHECK_EQ(rate_of(9, 1e-9, &got), PROOF_INVALID);
	text_free(&got);
}

static void test_words(void)
{
	struct record_sample s = nothing_counted;
	struct text want = { 0 }, got = { 0 };
	struct proof_count sums = { 0 };
	struct proof_claim claim;

	s.events[RECORD_SWITCHES] = 200;
	s.events[RECORD_FAULTS] = .4;
	s.events[RECORD_SIGNALS] = 0;
	CHECK_EQ(proof_parse(" faults=0  switches=2.5 children=1 signals=0 ", &claim, NULL), 0);
	proof_add(&sums, &claim, &s, (double)NAN);
	proof_add(&sums, &claim, &nothing_counted,
		  (double)NAN); /* does not thin out what was counted */
	CHECK_EQ(proof_judge(&claim, &sums, &want, &got), PROOF_INVALID);
	CHECK_STR(text_str(&want), "switches=2.5 faults=0 children=1 signals=0");
	CHECK_STR(text_str(&got), "switches=2.00 faults=0.004 signals=0.00");
	text_free(&want);
	text_free(&got);
}

static void test_messages(void)
{
	static const char *const cases[][2] = {
		{ "switches", "column 1: a word without '='" },
		{ "faults=0 nonsense=1", "column 10: unknown event" },
		{ "faults=0 faults=1", "column 10: faults a second time" },
		{ "faults=", "column 1: faults: not a count" },
		{ "faults=-1", "column 1: faults: not a count" },
		{ "faults=nan", "column 1: faults: not a count" },
		{ "faults=1e31", "column 1: faults: not a count" },
		{ "=1", "column 1: unknown event" },
		{ "signals=1 signals_hz=1", "both signals and signals_hz" },
		{ "faults=0000000000000000000000000000000000000000000000000000000000000000000000",
		  "column 1: word too long" },
	};
	struct proof_claim claim;
	struct record_error err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK_EQ(proof_parse(cases[i][0], &claim, &err), -EBADMSG);
		CHECK_STR(err.text, cases[i][1]);
	}
}

int main(void)
{
	test_rule();
	test_background();
	test_rate();
	test_words();
	test_messages();
	return check_done();
}
