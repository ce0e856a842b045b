/* Works out an expression round by round. */
#include "perround.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "record/number.h"

/* A slope over fewer points hides whether they lie on a line. */
enum {
	LEAST_POINTS = 3
};

/* One expression being worked out: the context of the look-ups. */
struct work {
	const struct perround_source *source;
	uint32_t round;
	size_t nth;    /* process of each case, … */
	bool by_order; /* … if these are paired by order and not by round */
	size_t figure;
	bool within; /* a derived figure: those are made of cases alone */
	struct perround *out;
	const struct counted_case *rounds; /* an operand: a round that it lacks has no value */
};

static int rank(const char *status)
{
	static const char *const worse[] = { "ok", "UNSTABLE", "SKIPPED", "INVALID", "FAILED" };
	int i = 0;

	while (i < 4 && strcmp(status, worse[i]) != 0)
		i++;
	return i;
}

bool perround_has_figures(const char *status)
{
	return rank(status) <= rank("UNSTABLE");
}

static const struct derived *find_derived(const struct work *w, const char *name)
{
	const struct derived_list *list = w->within ? NULL : w->source->derived;

	for (size_t i = 0; list && i < list->row_n; i++)
		if (strcmp(list->rows[i].name, name) == 0)
			return &list->rows[i];
	return NULL;
}

static const struct counted_process *process_of(const struct work *w, const struct counted_case *c)
{
	if (w->by_order)
		return w->nth < c->process_n ? &c->processes[w->nth] : NULL;
	return counted_find(c, w->round);
}

static double value_of(struct work *w, const struct expr *expr);

static double lookup_value(void *context, const char *name, const char *param)
{
	struct work *w = context;
	const struct record_run *run = w->source->counted->run;
	const struct record_case *c = record_find_case(run, name, param);
	const struct derived *derived = c || param ? NULL : find_derived(w, name);
	const struct counted_process *p =
		c ? process_of(w, &w->source->counted->cases[c - run->cases]) : NULL;

	if (derived) {
		double value;

		w->within = true;
		value = value_of(w, derived->expr);
		w->within = false;
		return value;
	}
	return p ? p->median[w->figure] : (double)NAN;
}

/* Params whose case has no figures in the table are no points. */
static size_t lookup_curve(void *context, const char *name, enum expr_by by, double *x, double *y,
			   size_t max)
{
	const struct work *w = context;
	const struct record_run *run = w->source->counted->run;
	size_t i, n = 0;

	for (i = 0; i < run->case_n && n < max; i++) {
		const struct record_case *c = &run->cases[i];
		const struct counted_process *p;

		if (!c->param || strcmp(c->name, name) != 0 ||
		    !perround_has_figures(w->source->statuses[i]))
			continue;
		p = process_of(w, &w->source->counted->cases[i]);
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

static double value_of(struct work *w, const struct expr *expr)
{
	const struct expr_lookup lookup = { w, lookup_value, lookup_curve };

	return expr_value(expr, &lookup);
}

static void take_status(struct perround *out, const char *status, const char *reason,
			const struct record_case *worst)
{
	if (rank(status) <= rank(out->status))
		return;
	out->worst = worst;
	out->status = status;
	text_clear(&out->reason);
	text_add(&out->reason, reason);
}

static void take_case(struct work *w, const struct record_case *c)
{
	size_t index = (size_t)(c - w->source->counted->run->cases);
	char label[128], reason[192];

	if (w->source->named)
		w->source->named[index] = true;
	record_case_label(c, label, sizeof(label));
	snprintf(reason, sizeof(reason), "%s is %s", label, w->source->statuses[index]);
	take_status(w->out, w->source->statuses[index], reason, c);
	w->rounds = &w->source->counted->cases[index];
}

static void take_missing(struct work *w, const struct expr_operand *operand)
{
	struct text label = { 0 };

	text_addf(&label, "%s%s%s", operand->name, operand->param[0] ? ":" : "", operand->param);
	text_add_once(&w->out->missing, ", ", text_str(&label));
	w->out->missing.failed = w->out->missing.failed || label.failed;
	text_free(&label);
}

static void look_at_operands(struct work *w, const struct expr *expr);

static void look_at_case(struct work *w, const struct expr_operand *operand)
{
	const struct record_case *c = record_find_case(w->source->counted->run, operand->name,
						       operand->param[0] ? operand->param : NULL);
	const struct derived *derived =
		c || operand->param[0] ? NULL : find_derived(w, operand->name);

	if (c) {
		take_case(w, c);
	} else if (derived) {
		w->within = true;
		look_at_operands(w, derived->expr);
		w->within = false;
	} else {
		take_missing(w, operand);
	}
}

/* A curve does without points that have no figures as long as enough others are left. */
static void look_at_curve(struct work *w, const struct expr_operand *operand)
{
	const struct record_run *run = w->source->counted->run;
	const char *worst = "SKIPPED";
	char label[128], reason[192];
	size_t i, good = 0, all = 0;

	for (i = 0; i < run->case_n; i++) {
		const char *status = w->source->statuses[i];

		if (!run->cases[i].param || strcmp(run->cases[i].name, operand->name) != 0)
			continue;
		all++;
		if (perround_has_figures(status)) {
			good++;
			take_case(w, &run->cases[i]);
			continue;
		}
		if (rank(status) > rank(worst))
			worst = status;
		text_addf(&w->out->left_out, "%s%s (%s)", w->out->left_out.length ? ", " : "",
			  record_case_label(&run->cases[i], label, sizeof(label)), status);
	}
	if (all == 0)
		take_missing(w, operand);
	/* Two points are a line only if the curve was never meant to have more. */
	if (all == 0 || good >= LEAST_POINTS || (good == all && good >= 2))
		return;
	snprintf(reason, sizeof(reason),
		 "a slope needs %d params of %s, only %zu of %zu have figures", LEAST_POINTS,
		 operand->name, good, all);
	take_status(w->out, worst, reason, NULL);
}

static void look_at_operands(struct work *w, const struct expr *expr)
{
	for (size_t i = 0; i < expr_operand_count(expr); i++) {
		const struct expr_operand *operand = expr_operand(expr, i);

		if (operand->by == EXPR_BY_NOTHING)
			look_at_case(w, operand);
		else
			look_at_curve(w, operand);
	}
}

/* The values of all rounds that have one, in the order of rounds. */
static int make_values(struct work *w, const struct expr *expr, bool by_order)
{
	size_t rounds = w->rounds ? w->rounds->process_n : 0;

	free(w->out->values);
	free(w->out->rounds);
	w->out->values = calloc(rounds + 1, sizeof(*w->out->values));
	w->out->rounds = calloc(rounds + 1, sizeof(*w->out->rounds));
	w->out->n = 0;
	if (!w->out->values || !w->out->rounds)
		return -ENOMEM;
	w->by_order = by_order;
	for (size_t i = 0; i < rounds; i++) {
		double *value = &w->out->values[w->out->n];

		w->round = w->rounds->processes[i].round;
		w->nth = i;
		*value = value_of(w, expr);
		w->out->rounds[w->out->n] = w->round;
		if (!isnan(*value))
			w->out->n++;
	}
	return 0;
}

int perround_make(const struct expr *expr, const struct perround_source *source, size_t figure,
		  struct perround *out)
{
	struct work w = { .source = source, .figure = figure, .out = out };
	int rc;

	*out = (struct perround){ .status = "ok" };
	look_at_operands(&w, expr);
	if (out->missing.length > 0)
		w.rounds = NULL;
	rc = make_values(&w, expr, false);
	if (rc == 0 && out->n < FIGURES_LEAST_PROCESSES)
		rc = make_values(&w, expr, true);
	if (out->reason.failed || out->left_out.failed || out->missing.failed)
		return -ENOMEM;
	return rc;
}

void perround_free(struct perround *p)
{
	free(p->values);
	free(p->rounds);
	text_free(&p->reason);
	text_free(&p->left_out);
	text_free(&p->missing);
	*p = (struct perround){ 0 };
}
