/* Parses what a case claims, counts, compares. */
#include "proof.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "record/number.h"

enum {
	WORD_SIZE = 64
};

static double *find_place(struct proof_claim *claim, const char *key)
{
	size_t i;

	for (i = 0; i < RECORD_EVENTS; i++) {
		if (strcmp(key, record_event_name((enum record_event)i)) == 0)
			return &claim->per_op[i];
	}
	return strcmp(key, "signals_hz") == 0 ? &claim->signals_hz : NULL;
}

static int parse_word(char *word, size_t position, struct proof_claim *claim,
		      struct record_error *err)
{
	char *equals = strchr(word, '=');
	double value, *place;

	if (!equals)
		return record_fail(err, -EBADMSG, "column %zu: a word without '='", position);
	*equals = '\0';
	place = find_place(claim, word);
	if (!place)
		return record_fail(err, -EBADMSG, "column %zu: unknown event", position);
	if (!isnan(*place))
		return record_fail(err, -EBADMSG, "column %zu: %s a second time", position, word);
	if (record_parse_real(equals + 1, &value) || value < 0 || value > RECORD_FIGURE_MAX)
		return record_fail(err, -EBADMSG, "column %zu: %s: not a count", position, word);
	*place = value;
	return 0;
}

int proof_parse(const char *expected, struct proof_claim *claim, struct record_error *err)
{
	const char *s = expected ? expected : "";
	char word[WORD_SIZE];
	size_t i, n;
	int rc;

	for (i = 0; i < RECORD_EVENTS; i++)
		claim->per_op[i] = (double)NAN;
	claim->signals_hz = (double)NAN;
	for (s += strspn(s, " "); *s; s += n, s += strspn(s, " ")) {
		size_t position = (size_t)(s - expected) + 1;

		n = strcspn(s, " ");
		if (n >= sizeof(word))
			return record_fail(err, -EBADMSG, "column %zu: word too long", position);
		memcpy(word, s, n);
		word[n] = '\0';
		rc = parse_word(word, position, claim, err);
		if (rc)
			return rc;
	}
	if (!isnan(claim->signals_hz) && !isnan(claim->per_op[RECORD_SIGNALS]))
		return record_fail(err, -EBADMSG, "both signals and signals_hz");
	return 0;
}

void proof_add(struct proof_count *count, const struct proof_claim *claim,
	       const struct record_sample *sample, double ns_per_tick)
{
	double signals = sample->events[RECORD_SIGNALS];
	double ns = isnan(ns_per_tick) ? sample->ns : (double)sample->ticks * ns_per_tick;
	size_t i;

	for (i = 0; i < RECORD_EVENTS; i++) {
		if (isnan(sample->events[i]))
			continue;
		count->events[i] += sample->events[i];
		count->ops[i] += (double)sample->ops;
		count->ns[i] += ns;
	}
	if (isnan(claim->signals_hz) || isnan(signals))
		return;
	count->hz_signals += signals;
	count->hz_expected += floor(ns * claim->signals_hz / 1e9 + .5);
	count->hz_ops += (double)sample->ops;
	count->hz_ns += ns;
}

/* Written so that a figure which is not a number does not agree. background: events per operation that
 * may have come from elsewhere. */
static bool agrees(double expected, double observed, double background)
{
	double slack = PROOF_TOLERANCE * (expected > 0 ? expected : 1);

	return observed - expected <= slack + background && expected - observed <= slack;
}

static double background_of(size_t event, double ns_per_op)
{
	bool comes_by_time = event == RECORD_SWITCHES || event == RECORD_FAULTS;

	return comes_by_time ? PROOF_BACKGROUND_HZ * ns_per_op / 1e9 : 0;
}

static void add_word(struct text *t, const char *key, double value, bool counted)
{
	char number[RECORD_NUMBER_SIZE];

	if (t->length > 0)
		text_add_char(t, ' ');
	if (!counted)
		text_addf(t, "%s=%s", key, record_format_real(number, value));
	else /* two decimals would hide what little came of a rare event */
		text_addf(t, value != 0 && fabs(value) < .095 ? "%s=%.2g" : "%s=%.2f", key, value);
}

struct comparison {
	const char *key;
	double expected, observed; /* as they are shown */
	bool claimed, counted, holds;
};

static struct comparison compare_event(const struct proof_claim *claim,
				       const struct proof_count *count, size_t i)
{
	double expected = claim->per_op[i], observed = count->events[i] / count->ops[i];

	return (struct comparison){
		.key = record_event_name((enum record_event)i),
		.expected = expected,
		.observed = observed,
		.claimed = !isnan(expected),
		.counted = count->ops[i] > 0,
		.holds = agrees(expected, observed, background_of(i, count->ns[i] / count->ops[i])),
	};
}

/* No sample lasted long enough for a signal: then none may have come. */
static struct comparison compare_rate(const struct proof_claim *claim,
				      const struct proof_count *count)
{
	bool none = !(count->hz_expected > 0);
	double share = count->hz_signals / count->hz_expected;

	return (struct comparison){
		.key = "signals_hz",
		.expected = claim->signals_hz,
		.observed =
			none ? count->hz_signals * 1e9 / count->hz_ns : share * claim->signals_hz,
		.claimed = !isnan(claim->signals_hz),
		.counted = count->hz_ops > 0,
		.holds = none ? agrees(0, count->hz_signals / count->hz_ops, 0) : agrees(1, share, 0),
	};
}

enum proof_verdict proof_judge(const struct proof_claim *claim, const struct proof_count *count,
			       struct text *expected, struct text *observed)
{
	enum proof_verdict verdict = PROOF_NOTHING;
	size_t i;

	for (i = 0; i <= RECORD_EVENTS; i++) {
		struct comparison c = i < RECORD_EVENTS ? compare_event(claim, count, i)
							: compare_rate(claim, count);

		if (!c.claimed)
			continue;
		add_word(expected, c.key, c.expected, false);
		if (c.counted)
			add_word(observed, c.key, c.observed, true);
		if (c.counted && !c.holds)
			verdict = PROOF_INVALID;
		else if (!c.counted && verdict != PROOF_INVALID)
			verdict = PROOF_UNKNOWN;
		else if (verdict == PROOF_NOTHING)
			verdict = PROOF_HOLDS;
	}
	return verdict;
}
