/* Verdicts on a change: an interval against the least change that matters. */
#ifndef OSCOST_VERDICT_H
#define OSCOST_VERDICT_H

/* The least change that is called one, whatever the machine's noise (method.md, section 3). */
#define VERDICT_THETA_LEAST .03
#define VERDICT_ALPHA .05
#define VERDICT_POWER .8

enum verdict {
	VERDICT_NONE, /* nothing was compared */
	VERDICT_SAME,
	VERDICT_IMPROVED,
	VERDICT_REGRESSED,
	VERDICT_INCONCLUSIVE,
	VERDICTS,
};

/* "REGRESSED"; "–" for none. */
const char *verdict_word(enum verdict verdict);
/* One column: ▲ ▼ = ? and – for none. */
const char *verdict_mark(enum verdict verdict);

/*
 * lo, hi: interval of the log of a ratio, new / old; what is dearer has the greater figure. theta: a
 * share, .03. REGRESSED: all of it above log(1 + theta); IMPROVED: all of it below -log(1 + theta);
 * SAME: all of it between (two one-sided tests); else, and with NaN, INCONCLUSIVE. The bounds lie
 * symmetrically in logs, so that which of two runs is called the old one changes the sign alone.
 */
enum verdict verdict_of(double lo, double hi, double theta);

/* The log of a ratio as a share: log 1.05 is .05. */
double verdict_share(double log_ratio);

#endif
