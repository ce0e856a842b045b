/* One side of a comparison: a run, or several that count as one. */
#ifndef OSCOST_SIDE_H
#define OSCOST_SIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/run.h"
#include "replicates.h"

enum {
	SIDE_RUNS_MOST = 1000,
};

struct side {
	char *name; /* as the user called it */
	struct record_run *runs;
	struct replicates *replicates; /* of each run */
	char **paths;
	size_t run_n;
	size_t size; /* private */
};

/*
 * spec: RUN[,RUN…], each a folder, a name under the results or "latest"; or a folder in which runs
 * lie, which is all of them. A run that ends in the middle of a row is used, and said with
 * cli_note. 0; -ENOENT, -EBADMSG, -EFBIG, -ENOMEM …, with words in err; there is nothing to free
 * then.
 */
int side_read(const char *spec, struct side *out, struct record_error *err);
/* The same from these folders. tolerant: what cannot be read is said with cli_note and left out as long
 * as something is left. */
int side_read_paths(const char *name, const char *const *paths, size_t n, bool tolerant,
		    struct side *out, struct record_error *err);
void side_free(struct side *side);

/* The boot of a run, from 0: runs of the same kernel.boot_id have the same number, and a run that
 * does not say is taken for a boot of its own. */
size_t side_boot(const struct side *side, size_t run);
size_t side_boots(const struct side *side);

#endif
