/*
 * The pictures of a report: each is a C file that writes data files and a gnuplot script in plots/
 * that draws them.
 */
#ifndef OSCOST_PICTURE_H
#define OSCOST_PICTURE_H

#include <stdbool.h>

#include "counted.h"
#include "text.h"
#include "view.h"

/* What a picture is made from. */
struct picture_source {
	const struct record_run *run;
	const struct record_summary *summary;
	const struct view *view;
	const struct counted *counted;
};

/* What a picture leaves before gnuplot starts; freed by the caller. */
struct picture_job {
	const struct picture_source *source;
	const char *dir;      /* where its data files go; private, empty */
	struct text settings; /* gnuplot assignments: our own words and whole numbers only */
	struct text caption;  /* what this run adds to the caption; UTF-8, not yet escaped */
	struct text title;    /* in place of the picture's own, when not empty */
};

struct picture {
	const char *name;   /* of the files NAME.svg and NAME.png */
	const char *script; /* in plots/ */
	const char *title;
	const char *caption;   /* what is drawn, and how to read it */
	const char *group;     /* for pictures of one case: the mechanism, … */
	const char *favourite; /* … and the case that is drawn when it was measured */
	/* 0; 1: nothing to draw; -errno. */
	int (*write)(struct picture_job *job, const struct picture *picture);
};

/* A picture that was drawn. */
struct picture_result {
	const struct picture *picture;
	struct text svg;     /* an <svg> element for a page */
	struct text caption; /* of this run */
	struct text title;
	bool png; /* NAME.png was written too */
};

struct picture_set {
	struct picture_result *results;
	size_t n;
	struct text missing; /* why there are no or fewer pictures, or empty; clean, one line */
};

/*
 * Draws all pictures for which there is data, into dir/NAME.svg and dir/NAME.png. work_dir: a
 * private folder on the same file system, left empty. That gnuplot is missing or fails is no error:
 * it is said in set->missing. 0, -ENOMEM, or -errno of writing in dir. set is to be freed in every
 * case.
 */
int picture_draw_all(const char *dir, const char *work_dir, const struct picture_source *source,
		     struct picture_set *set);
void picture_free_set(struct picture_set *set);

/* Sorted values of a case's counted samples; the caller frees *values. 0 or -ENOMEM. */
int picture_sorted(const struct counted_case *c, size_t figure, double **values, size_t *n);
/* The median of the process's samples in that figure (COUNTED_TIME, COUNTED_CYCLES). */
double picture_median(const struct counted_case *c, size_t process, size_t figure);
/* The case of the run that a row of the view shows; NULL for derived figures. */
const struct counted_case *picture_case(const struct picture_source *source,
					const struct view_row *row);

extern const struct picture picture_overview, picture_spread, picture_drift, picture_gaps,
	picture_timeline, picture_preempt;
/* One per mechanism, and one per group of cases with a parameter; each ends with a name of NULL. */
extern const struct picture picture_distributions[];
extern const struct picture picture_curves[];

#endif
