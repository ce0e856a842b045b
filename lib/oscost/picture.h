/*
 * Pictures: each is a C file that writes data files and a gnuplot script in plots/ that draws them.
 * Those of a report are made from a run; others, from whatever their caller hands over.
 */
#ifndef OSCOST_PICTURE_H
#define OSCOST_PICTURE_H

#include <stdbool.h>

#include "counted.h"
#include "text.h"
#include "view.h"

/* What a picture of a run is made from. */
struct picture_source {
	const struct record_run *run;
	const struct record_summary *summary;
	const struct view *view;
	const struct counted *counted;
};

/* What a picture leaves before gnuplot starts; freed by the caller. */
struct picture_job {
	const struct picture_source *source; /* NULL: not a picture of a run, … */
	const void *data;     /* … but of this, as the caller of picture_draw and the picture agree */
	const char *dir;      /* where its data files go; private, empty */
	struct text settings; /* gnuplot assignments: our own words and whole numbers only */
	struct text caption;  /* what this run adds to the caption; UTF-8, not yet escaped */
	struct text title;    /* in place of the picture's own, when not empty */
};

struct picture {
	const char *name;   /* of the files NAME.svg and NAME.png: letters, digits and '-' */
	const char *script; /* in plots/ */
	const char *title;
	const char *caption;   /* what is drawn, and how to read it; NULL: the job's alone */
	bool samples;	       /* shows single samples: not drawn of a condensed run (condense.h) */
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

/* Starts as {0}. */
struct picture_set {
	struct picture_result *results;
	size_t n;
	struct text missing; /* why there are no or fewer pictures, or empty; clean, one line */
	size_t size;         /* private */
};

/* Where pictures go. */
struct picture_place {
	const char *dir;      /* of NAME.svg and NAME.png */
	const char *work_dir; /* private, on the same file system (workdir.h); left empty */
};

/*
 * Draws one picture and adds it to the set; p must outlive the set. source and data reach its
 * write() in the job; what it does not need is NULL. Nothing to draw, and that gnuplot is missing
 * or fails, are no errors: the latter is said in set->missing. 0, -ENOMEM, or -errno of writing.
 */
int picture_draw(const struct picture_place *place, const struct picture *p,
		 const struct picture_source *source, const void *data, struct picture_set *set);

/* Draws all pictures of a run for which there is data. As above; set is to be freed in every case.
 */
int picture_draw_all(const struct picture_place *place, const struct picture_source *source,
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
