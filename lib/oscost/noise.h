/*
 * How well this machine repeats itself: A/A runs, kept by the store under KEY/noise, of the same thing
 * measured against itself. What differs between them is noise, and θ of a comparison is never below it
 * (method.md, section 3).
 */
#ifndef OSCOST_NOISE_H
#define OSCOST_NOISE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/run.h"
#include "store_key.h"
#include "text.h"

enum {
	NOISE_RUNS_LEAST = 3,
	NOISE_RUNS_MOST = 50,
};

/*
 * Of a case: 95% quantile (type 7) of |ln(median_i / median_j)| over all pairs of runs. NaN: fewer than
 * NOISE_RUNS_LEAST runs have a figure above 0.
 */
struct noise_case {
	char *name, *param; /* param NULL: none */
	bool percent;	    /* figure is a share in %, without cycles */
	double figure;	    /* of ns (or %) */
	double cycles;
};

/* Starts as {0}, and is that where noise was never measured. */
struct noise {
	struct noise_case *cases; /* by name, then by param as text; derived figures are not among them */
	size_t case_n;
	size_t runs;	  /* that were read */
	char date[32];	  /* of the last of them */
	char key[STORE_KEY_SIZE];
	/* Over the cases that have both: what the machine is judged by. NaN: there is none. */
	double ns_median, cycles_median;
	bool gate_on_cycles; /* they repeat better here */
	const struct noise_case *worst; /* in what the machine gates on; NULL: none */
	struct text faults; /* a clean line for each stored run that could not be read */
};

/*
 * Reads the noise runs of like_run's key in the baseline folder dir. 0 also when there are none, or the
 * folder is missing; -ENOMEM, -errno of the folder with words in err. out is to be freed in every case.
 */
int noise_read(const char *dir, const struct record_run *like_run, struct noise *out,
	       struct record_error *err);
/* The same of runs in memory; NULL for those that are not to be used. */
int noise_make(const struct record_run *const *runs, size_t n, struct noise *out, struct record_error *err);
void noise_free(struct noise *noise);

/* ln units, as in struct noise_case; NaN: not known. Found by bisection. */
double noise_of(const struct noise *noise, const char *name, const char *param, bool cycles);
/* θ of a case as a share: the noise, at least VERDICT_THETA_LEAST. noise may be NULL. */
double noise_theta(const struct noise *noise, const char *name, const char *param, bool cycles);
double noise_theta_of(double noise_ln);

/* Whether both medians, as shares, read the same: then neither repeats better. */
bool noise_is_even(double ns, double cycles);

/* Copies the summary into the run's machine.tsv: noise.runs, noise.date, noise.gate, noise.ns_median,
 * noise.cycles_median, noise.worst, noise.worst_case. Nothing when noise was never measured. 0 or -errno
 * of record_machine_set. */
int noise_describe(const struct noise *noise, struct record_run *run);
/* The same with what the baseline folder dir knows of the run's key. 0, or -errno as noise_read. */
int noise_describe_known(const char *dir, struct record_run *run);
/* "6 A/A runs until 2026-11-20T11:33:00Z: half of the cases repeat within 0.9% in ns, 0.4% in cycles; …"
 * from those keys, clean; nothing when they are not there. */
void noise_add_words(struct text *t, const struct record_run *run);

#endif
