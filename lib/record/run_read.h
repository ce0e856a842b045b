/* What the readers of a run's files share: for the sources of this module alone. */
#ifndef RECORD_RUN_READ_H
#define RECORD_RUN_READ_H

#include "run.h"
#include "tsv.h"

/* Where the files of a run are: a folder, or memory. */
struct record_place {
	const char *dir; /* NULL: the n files */
	const struct record_bytes *files;
	size_t n;
};

/* tsv_open of that file; -ENOENT where memory has no file of that name. */
int record_open(struct tsv_reader *r, const struct record_place *place, const char *file,
		const char *kind, struct record_error *err);

int record_read_samples(const struct record_place *place, struct record_run *run,
			struct record_error *err);

/* Words for what record_add_… refused in the row last read; returns the code that reading ends
 * with. */
int record_read_fault(const struct tsv_reader *r, int rc, struct record_error *err);

/* Notes in run->warning that the file's last row was dropped. */
void record_read_cut(const struct tsv_reader *r, struct record_run *run);

#endif
