/* Judges claims by the intervals of a run and by facts of this machine. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "claims_cases.h"
#include "figures.h"
#include "notes.h"
#include "perround.h"

struct court {
	const struct claims_source *source;
	struct claims_cases cases;
	struct perround_source over;
	const struct claim *claim;
	struct claim_answer *answer;
};

/* An expression's value with its interval, or why there is none. */
struct value {
	double median, lo, hi;
	size_t rounds;
	struct text cannot;   /* empty: there is a value */
	struct text left_out; /* points of curves */
};

static double lookup_fact(void *context, const char *name, const char *param)
{
	const struct seen_program *program;
	const struct seen_value *v = seen_find(context, name, &program);

	return v && !param ? v->number : (double)NAN;
}

static size_t lookup_no_curve(void *context, const char *name, enum expr_by by, double *x, double *y,
			      size_t max)
{
	(void)context;
	(void)name;
	(void)by;
	(void)x;
	(void)y;
	(void)max;
	return 0;
}

/* Why a fact has no value; nothing when it has one. */
static void explain_fact(const struct seen *seen, const char *name, struct text *out)
{
	const struct seen_program *program;
	const struct seen_value *v = seen_find(seen, name, &program);

	if (!program)
		notes_add(out, "%s was not tried", name);
	else if (program->trouble)
		notes_add(out, "bench/fact/%s: %s", program->name, program->trouble);
	else if (!v)
		notes_add(out, "bench/fact/%s did not say %s", program->name, name);
	else if (isnan(v->number))
		notes_add(out, "%s", v->words);
}

static void value_of_facts(const struct court *court, const struct expr *expr, struct value *out)
{
	const struct seen *seen = court->source->seen;
	const struct expr_lookup lookup = { (void *)seen, lookup_fact, lookup_no_curve };

	/* Of the first that lacks: several facts of a program lack for the same reason. */
	for (size_t i = 0; i < expr_operand_count(expr) && out->cannot.length == 0; i++)
		explain_fact(seen, expr_operand(expr, i)->name, &out->cannot);
	out->median = out->lo = out->hi = expr_value(expr, &lookup);
	if (isnan(out->median) && out->cannot.length == 0)
		notes_add(&out->cannot, "the facts give no number");
}

static void explain_cases(const struct court *court, const struct perround *p, struct text *out)
{
	if (p->missing.length > 0) {
		notes_add(out, "this run did not measure %s", text_str(&p->missing));
	} else if (!perround_has_figures(p->status)) {
		notes_add(out, "%s", text_str(&p->reason));
		if (p->worst) {
			text_add(out, ": ");
			claims_cases_add_reason(out, &court->cases, p->worst);
		}
		court->answer->invalid = court->answer->invalid || strcmp(p->status, "INVALID") == 0;
	} else if (p->n == 0) {
		notes_add(out, "no round has a value of every case that this is made of");
	}
}

static int value_of_cases(const struct court *court, const struct expr *expr, struct value *out)
{
	bool cycles = court->claim->unit && strcmp(court->claim->unit, "cycles") == 0;
	struct figures f;
	struct perround p;
	int rc = perround_make(expr, &court->over, cycles ? COUNTED_CYCLES : COUNTED_TIME, &p);

	if (rc == 0) {
		explain_cases(court, &p, &out->cannot);
		figures_of_rounds(p.values, p.n, &f);
		if (out->cannot.length == 0) {
			out->median = f.median;
			out->lo = f.lo;
			out->hi = f.hi;
			out->rounds = p.n;
		}
		text_add(&out->left_out, text_str(&p.left_out));
	}
	perround_free(&p);
	return rc;
}

static int make_value(const struct court *court, const struct expr *expr, bool facts,
		      struct value *out)
{
	int rc = 0;

	*out = (struct value){ .median = (double)NAN, .lo = (double)NAN, .hi = (double)NAN };
	if (facts)
		value_of_facts(court, expr, out);
	else
		rc = value_of_cases(court, expr, out);
	return rc || out->cannot.failed || out->left_out.failed ? -ENOMEM : 0;
}

static void free_value(struct value *v)
{
	text_free(&v->cannot);
	text_free(&v->left_out);
}

/* Of several comparisons: one that fails decides, then one that cannot be made, then one that is
 * undecided. */
static void take(struct claim_answer *answer, enum claim_verdict verdict, const char *why)
{
	static const int rank[CLAIM_VERDICTS] = {
		[CLAIM_UNDECIDED] = 1, [CLAIM_CANNOT] = 2, [CLAIM_FAILS] = 3
	};

	if (rank[verdict] <= rank[answer->verdict])
		return;
	answer->verdict = verdict;
	text_clear(&answer->why);
	text_add(&answer->why, why);
}

static void take_place(struct claim_answer *answer, const struct relation_test *test,
		       const struct value *v)
{
	if (v->cannot.length > 0)
		take(answer, CLAIM_CANNOT, text_str(&v->cannot));
	else if (!test->facts && v->rounds < FIGURES_LEAST_PROCESSES)
		take(answer, CLAIM_UNDECIDED, "too few rounds for an interval");
	else if (relation_place(test, v->lo, v->hi) == RELATION_OUTSIDE)
		take(answer, CLAIM_FAILS, "");
	else if (relation_place(test, v->lo, v->hi) == RELATION_ASTRIDE)
		take(answer, CLAIM_UNDECIDED, "the interval reaches over the border");
}

static void add_fact(const struct court *court, const char *name)
{
	const struct seen_program *program;
	const struct seen_value *v = seen_find(court->source->seen, name, &program);
	struct text *out = &court->answer->seen, one = { 0 };

	if (v && !isnan(v->number)) {
		text_addf(&one, "%s: %.10g", v->words, v->number);
		/* Sides of a comparison may name the same fact. */
		text_add_once(out, "; ", text_str(&one));
	}
	out->failed = out->failed || one.failed;
	text_free(&one);
}

static void add_facts(const struct court *court, const struct expr *expr)
{
	for (size_t i = 0; i < expr_operand_count(expr); i++)
		add_fact(court, expr_operand(expr, i)->name);
}

static int judge_tests(const struct court *court)
{
	const struct relation *r = &court->claim->relation;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < r->n; i++) {
		struct value v;

		rc = make_value(court, r->tests[i].expr, r->tests[i].facts, &v);
		take_place(court->answer, &r->tests[i], &v);
		if (r->tests[i].facts)
			add_facts(court, r->tests[i].expr);
		free_value(&v);
	}
	return rc;
}

static int add_figure(const struct court *court)
{
	struct claim_answer *a = court->answer;
	struct value v;
	int rc;

	if (!court->claim->figure)
		return 0;
	rc = make_value(court, court->claim->figure, court->claim->of_facts, &v);
	a->median = v.median;
	a->lo = v.lo;
	a->hi = v.hi;
	a->rounds = v.rounds;
	text_add(&a->left_out, text_str(&v.left_out));
	/* Where facts decide, the figure only says what the mechanism costs. */
	if (v.cannot.length > 0 && court->claim->relation.n == 0)
		take(a, CLAIM_CANNOT, text_str(&v.cannot));
	else if (strcmp(text_str(&v.cannot), text_str(&a->why)) != 0)
		text_add(&a->no_figure, text_str(&v.cannot));
	free_value(&v);
	return rc;
}

static bool has_failed(const struct claim_answer *a)
{
	return a->why.failed || a->unstable.failed || a->no_figure.failed || a->seen.failed || a->left_out.failed;
}

static int judge_claim(struct court *court, const struct claim *claim, struct claim_answer *answer)
{
	int rc;

	court->claim = claim;
	court->answer = answer;
	answer->verdict = CLAIM_HOLDS;
	memset(court->cases.named, 0, court->source->run->case_n * sizeof(*court->cases.named));
	rc = judge_tests(court);
	if (rc == 0)
		rc = add_figure(court);
	if (claim->relation.n == 0 && answer->verdict == CLAIM_HOLDS)
		answer->verdict = CLAIM_SHOWN;
	if (answer->verdict != CLAIM_CANNOT && (!claim->figure || !isnan(answer->median)))
		claims_cases_add_unstable(&answer->unstable, &court->cases);
	return rc || has_failed(answer) ? -ENOMEM : 0;
}

int claims_judge(const struct claims *claims, const struct claims_source *source,
		 struct claim_answer *answers, struct record_error *err)
{
	struct court court = { .source = source };
	int rc = claims_cases_make(source->run, &court.cases, err);

	for (size_t i = 0; i < claims->row_n; i++)
		answers[i] = (struct claim_answer){ .median = (double)NAN, .lo = (double)NAN, .hi = (double)NAN };
	court.over = (struct perround_source){ .counted = &court.cases.counted,
					       .statuses = court.cases.statuses,
					       .derived = source->derived,
					       .named = court.cases.named };
	for (size_t i = 0; rc == 0 && i < claims->row_n; i++) {
		rc = judge_claim(&court, &claims->rows[i], &answers[i]);
		if (rc)
			record_fail(err, rc, "claims: %s", strerror(-rc));
	}
	claims_cases_free(&court.cases);
	return rc;
}

void claims_free_answers(struct claim_answer *answers, size_t n)
{
	for (size_t i = 0; answers && i < n; i++) {
		text_free(&answers[i].why);
		text_free(&answers[i].seen);
		text_free(&answers[i].left_out);
		text_free(&answers[i].unstable);
		text_free(&answers[i].no_figure);
	}
}
