/* Works out the derived figures round by round. */
#include "derived.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "notes.h"
#include "record/number.h"

/* A slope over fewer points hides whether they lie on a line. */
enum {
	LEAST_POINTS = 3
};

/* One figure being worked out: the context of the look-ups. */
struct work {
	const struct derived *row;
	const struct counted *counted;
	const char *const *statuses;
	uint32_t round;
	size_t nth;    /* process of each case, … */
	bool by_order; /* … if these are paired by order and not by round */
	size_t figure; /* COUNTED_TIME or COUNTED_CYCLES */
};

static int rank(const char *status)
{
	static const char *const worse[] = { "ok", "UNSTABLE", "SKIPPED", "INVALID", "FAILED" };
	int i = 0;

	while (i < 4 && strcmp(status, worse[i]) != 0)
		i++;
	return i;
}

static bool has_figures(const char *status)
{
	return rank(status) <= rank("UNSTABLE");
}

static const struct counted_process *process_of(const struct work *w, const struct counted_case *c)
{
	if (w->by_order)
		return w->nth < c->process_n ? &c->processes[w->nth] : NULL;
	return counted_find(c, w->round);
}

static double lookup_value(void *context, const char *name, const char *param)
{
	const struct work *w = context;
	const struct record_run *run = w->counted->run;
	const struct record_case *c = record_find_case(run, name, param);
	const struct counted_process *p =
		c ? process_of(w, &w->counted->cases[c - run->cases]) : NULL;

	return p ? p->median[w->figure] : (double)NAN;
}

/* Params whose case has no figures in the table are no points. */
static size_t lookup_curve(void *context, const char *name, enum expr_by by, double *x, double *y,
			   size_t max)
{
	const struct work *w = context;
	const struct record_run *run = w->counted->run;
	size_t i, n = 0;

	for (i = 0; i < run->case_n && n < max; i++) {
		const struct record_case *c = &run->cases[i];
		const struct counted_process *p;

		if (!c->param || strcmp(c->name, name) != 0 || !has_figures(w->statuses[i]))
			continue;
		p = process_of(w, &w->counted->cases[i]);
		x[n] = y[n] = (double)NAN;
		if (p) {
			y[n] = p->median[w->figure];
			x[n] = p->signals;
		}
		if (by == EXPR_BY_PARAM && record_parse_real(c->param, &x[n]))
			x[n] = (double)NAN;
		n++;
	}
	return n;
}

/* What the operands are worth together. */
struct operands {
	bool all_there;
	const char *status;                /* the worst */
	struct text reason;                /* of that */
	struct text left_out;              /* points of curves that have no figures */
	const struct counted_case *rounds; /* one of them: a round that it lacks has no value */
};

static void take_status(struct operands *o, const char *status, const char *reason)
{
	if (rank(status) <= rank(o->status))
		return;
	o->status = status;
	text_clear(&o->reason);
	text_add(&o->reason, reason);
}

static void take_case(const struct work *w, const struct record_case *c, struct operands *o)
{
	size_t index = (size_t)(c - w->counted->run->cases);
	char label[128], reason[192];

	record_case_label(c, label, sizeof(label));
	snprintf(reason, sizeof(reason), "%s is %s", label, w->statuses[index]);
	take_status(o, w->statuses[index], reason);
	o->rounds = &w->counted->cases[index];
}

static void look_at_case(const struct work *w, const struct expr_operand *operand,
			 struct operands *o)
{
	const struct record_case *c = record_find_case(w->counted->run, operand->name,
						       operand->param[0] ? operand->param : NULL);

	if (c)
		take_case(w, c, o);
	else
		o->all_there = false;
}

/* A curve does without points that have no figures as long as enough others are left. */
static void look_at_curve(const struct work *w, const struct expr_operand *operand,
			  struct operands *o)
{
	const struct record_run *run = w->counted->run;
	const char *worst = "SKIPPED";
	char label[128], reason[192];
	size_t i, good = 0, all = 0;

	for (i = 0; i < run->case_n; i++) {
		if (!run->cases[i].param || strcmp(run->cases[i].name, operand->name) != 0)
			continue;
		all++;
		if (has_figures(w->statuses[i])) {
			good++;
			take_case(w, &run->cases[i], o);
			continue;
		}
		if (rank(w->statuses[i]) > rank(worst))
			worst = w->statuses[i];
		text_addf(&o->left_out, "%s%s (%s)", o->left_out.length ? ", " : "",
			  record_case_label(&run->cases[i], label, sizeof(label)), w->statuses[i]);
	}
	if (all == 0)
		o->all_there = false;
	/* Two points are a line only if the curve was never meant to have more. */
	if (good >= LEAST_POINTS || (good == all && good >= 2))
		return;
	snprintf(reason, sizeof(reason),
		 "a slope needs %d params of %s, only %zu of %zu have figures", LEAST_POINTS,
		 operand->name, good, all);
	take_status(o, worst, reason);
}

static void look_at_operands(const struct work *w, struct operands *o)
{
	size_t i;

	*o = (struct operands){ .all_there = true, .status = "ok" };
	for (i = 0; i < expr_operand_count(w->row->expr); i++) {
		const struct expr_operand *operand = expr_operand(w->row->expr, i);

		if (operand->by == EXPR_BY_NOTHING)
			look_at_case(w, operand, o);
		else
			look_at_curve(w, operand, o);
	}
}

/* The values of all rounds that have one, in the order of rounds. NULL when out of memory. */
static double *values_of(struct work *w, const struct operands *o, size_t *n)
{
	const struct expr_lookup lookup = { w, lookup_value, lookup_curve };
	size_t rounds = o->rounds ? o->rounds->process_n : 0, i;
	double *values = calloc(rounds + 1, sizeof(*values));

	*n = 0;
	for (i = 0; values && i < rounds; i++) {
		w->round = o->rounds->processes[i].round;
		w->nth = i;
		values[*n] = expr_value(w->row->expr, &lookup);
		if (!isnan(values[*n]))
			++*n;
	}
	return values;
}

/*
 * Round by round, so that what disturbs all operands alike drops out. Where too few rounds have all of
 * them undisturbed, the n-th undisturbed process of each in place of those of one round.
 */
static double *make_values(struct work *w, const struct operands *o, size_t *n)
{
	double *values;

	w->by_order = false;
	values = values_of(w, o, n);
	if (!values || *n >= FIGURES_LEAST_PROCESSES)
		return values;
	free(values);
	w->by_order = true;
	return values_of(w, o, n);
}

static void note(struct text *notes, const struct operands *o, const struct figures *f,
		 const char **status)
{
	*status = o->status;
	if (strcmp(*status, "ok") != 0)
		notes_add(notes, "%s", text_str(&o->reason));
	if (!has_figures(*status))
		return;
	if (o->left_out.length > 0)
		notes_add(notes, "without %s", text_str(&o->left_out));
	if (f->processes == 0) {
		*status = "SKIPPED";
		notes_add(notes, "no round has a value of every case that this is made of");
		return;
	}
	if (notes_unstable(notes, f, "rounds"))
		*status = "UNSTABLE";
	notes_figures(notes, f, "rounds");
}

static int add_row(struct work *w, const struct operands *o, const char *unit,
		   struct record_summary *out)
{
	struct record_summary_row row;
	struct text notes = { 0 };
	struct figures f;
	const char *status;
	size_t n;
	double *values = make_values(w, o, &n);
	int rc = 0;

	if (!values)
		return -ENOMEM;
	figures_of_rounds(values, n, &f);
	note(&notes, o, &f, &status);
	if (!has_figures(status))
		figures_clear(&f);
	figures_fill_row(&f, &row);
	row.name = w->row->name;
	row.metric = "time";
	row.unit = unit;
	row.status = status;
	row.note = text_str(&notes);
	/* Cycles are a row of their own only where there are any. */
	if (w->figure == COUNTED_TIME || (n > 0 && has_figures(status)))
		rc = notes.failed || o->reason.failed || o->left_out.failed
			     ? -ENOMEM
			     : record_add_summary_row(out, &row);
	text_free(&notes);
	free(values);
	return rc;
}

static int add_rows(struct work *w, struct record_summary *out, struct record_error *err)
{
	struct operands o;
	int rc = 0;

	if (record_find_case(w->counted->run, w->row->name, NULL))
		return record_fail(err, -EEXIST, "derived.tsv: %s is a case that was measured",
				   w->row->name);
	look_at_operands(w, &o);
	if (o.all_there) {
		w->figure = COUNTED_TIME;
		rc = add_row(w, &o, w->row->unit, out);
		w->figure = COUNTED_CYCLES;
		if (rc == 0 && strcmp(w->row->unit, "ns") == 0)
			rc = add_row(w, &o, "cycles", out);
		if (rc)
			record_fail(err, rc, "derived.tsv: %s", strerror(-rc));
	}
	text_free(&o.reason);
	text_free(&o.left_out);
	return rc;
}

int derived_add_rows(const struct derived_list *list, const struct counted *counted,
		     const char *const *statuses,
		     struct record_summary *out, struct record_error *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < list->row_n; i++) {
		struct work w = { .row = &list->rows[i], .counted = counted, .statuses = statuses };

		rc = add_rows(&w, out, err);
	}
	return rc;
}
