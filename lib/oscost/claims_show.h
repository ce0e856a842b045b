/* Claims and their answers as text, as a page, and for other programs. */
#ifndef OSCOST_CLAIMS_SHOW_H
#define OSCOST_CLAIMS_SHOW_H

#include "claims.h"
#include "picture.h"
#include "grid.h"

struct claims_run {
	const char *label; /* "A"; "": there is one run only */
	const struct record_run *run;
	struct claim_answer *answers; /* as many as there are claims */
};

enum claims_change {
	CLAIMS_FLIP,   /* holds in one run, does not in another */
	CLAIMS_DIFFER, /* other verdicts */
	CLAIMS_SAME,
	CLAIMS_CHANGES,
};

struct claims_show {
	const struct claims *claims;
	const struct claims_run *runs;
	size_t run_n;
	const struct picture_set *pictures; /* of the one run; NULL: none */
};

/* What the verdicts of the runs on claim i have to do with each other; CLAIMS_SAME for one run. */
enum claims_change claims_change(const struct claims_show *show, size_t i);
/* The heading that claim i stands under: its section, or what its verdicts do. */
const char *claims_heading(const struct claims_show *show, size_t i);
/* The claims in the order for reading, those that flip first; order has room for all. */
void claims_order(const struct claims_show *show, size_t *order);

/* One line on a claim, or none. */
struct claims_line {
	const char *label;
	const char *style; /* class on the page: figure, plain or code */
	/* Writes it, UTF-8 and clean, into an empty text; nothing: there is no such line. */
	void (*add)(struct text *out, const struct claims_show *show, size_t i);
};
/* In the order for reading; ends with a label of NULL. */
extern const struct claims_line claims_lines[];

/* "109.0 times (95% interval 104.1–112.7)", "–". */
void claims_add_figure(struct text *out, const struct claim *claim, const struct claim_answer *answer);
/* "HOLDS", "CANNOT BE MEASURED HERE: why". */
void claims_add_verdict(struct text *out, const struct claim_answer *answer);
/* "58 hold, 11 do not hold here, …" of a run. */
void claims_add_count(struct text *out, const struct claims_show *show, size_t run);
/* That facts are of this machine, and whether the runs are too. */
void claims_add_where(struct text *out, const struct claims_show *show);
/* "No claim flips: …" of two runs; nothing when one does, or for one run. */
void claims_add_flips(struct text *out, const struct claims_show *show);
/* How many claims a run has only INVALID or UNSTABLE cases for, and what disturbed it; nothing for none. */
void claims_add_trouble(struct text *out, const struct claims_show *show, size_t run);

/* All of them: 0 or -ENOMEM. The text ends with a newline. */
int claims_add_text(struct text *out, const struct claims_show *show,
		    const struct grid_style *style);
int claims_add_page(struct text *out, const struct claims_show *show);
int claims_add_tsv(struct text *out, const struct claims_show *show);
int claims_add_json(struct text *out, const struct claims_show *show);

#endif
