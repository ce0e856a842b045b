/* Where oscost's own files are: everything lies beside the executable, built or installed. */
#ifndef OSCOST_PATHS_H
#define OSCOST_PATHS_H

#include <stddef.h>

/* Finds the folder of the executable; argv0 is the last resort. 0, or -ENOENT. Call once, first. */
int paths_init(const char *argv0);
/* Static strings, valid after paths_init: the folders bench/ and fact/. */
const char *paths_bench_dir(void);
const char *paths_fact_dir(void);
/* A file of share/ ("derived.tsv"): static string, valid until the next call; never NULL. */
const char *paths_share(const char *name);
/* Where runs go: $OSCOST_RESULTS, else "results" in the current folder. */
const char *paths_results_dir(void);
/* Where runs are kept to be held against: $OSCOST_BASELINE, else "baseline" in the results. Static. */
const char *paths_baseline_dir(void);

#endif
