/* Verdicts on a change. */
#include "verdict.h"

#include <math.h>

static const struct {
	const char *word, *mark;
} verdicts[] = {
	[VERDICT_NONE] = { "–", "–" },
	[VERDICT_SAME] = { "SAME", "=" },
	[VERDICT_IMPROVED] = { "IMPROVED", "▼" },
	[VERDICT_REGRESSED] = { "REGRESSED", "▲" },
	[VERDICT_INCONCLUSIVE] = { "INCONCLUSIVE", "?" },
};

const char *verdict_word(enum verdict verdict)
{
	return verdicts[verdict].word;
}

const char *verdict_mark(enum verdict verdict)
{
	return verdicts[verdict].mark;
}

enum verdict verdict_of(double lo, double hi, double theta)
{
	double bound = log1p(theta);

	if (lo > bound)
		return VERDICT_REGRESSED;
	if (hi < -bound)
		return VERDICT_IMPROVED;
	return lo >= -bound && hi <= bound ? VERDICT_SAME : VERDICT_INCONCLUSIVE;
}

double verdict_share(double log_ratio)
{
	return expm1(log_ratio);
}
