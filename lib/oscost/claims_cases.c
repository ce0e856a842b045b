/* Judges the cases of a run for the claims that name them. */
#include "claims_cases.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "figures.h"
#include "notes.h"

/* As the table judges a case's time: by its interval, and by what disturbed its processes. */
static int look_for_loose(const struct counted_case *c, bool exact, struct text *why)
{
	double *medians = calloc(c->process_n + 1, sizeof(*medians));
	struct figures f;

	if (!medians)
		return -ENOMEM;
	for (size_t i = 0; i < c->process_n; i++)
		medians[i] = c->processes[i].median[COUNTED_TIME];
	figures_of_rounds(medians, c->process_n, &f);
	free(medians);
	if (!exact)
		notes_unstable(why, &f, NOTES_PROCESSES);
	if (counted_is_disturbed(c))
		notes_unclean(why, c);
	return why->failed ? -ENOMEM : 0;
}

static int judge_one(struct claims_cases *cases, size_t i, struct record_error *err)
{
	const struct record_run *run = cases->counted.run;
	const struct counted_case *c = &cases->counted.cases[i];
	int rc = judge_case(run, c, &cases->judgements[i], err);

	if (rc)
		return rc;
	cases->statuses[i] = cases->judgements[i].status;
	if (strcmp(cases->statuses[i], "ok") != 0)
		return 0;
	if (look_for_loose(c, exact_is(run), &cases->loose[i]) != 0)
		return record_fail(err, -ENOMEM, "out of memory");
	if (cases->loose[i].length > 0)
		cases->statuses[i] = "UNSTABLE";
	return 0;
}

int claims_cases_make(const struct record_run *run, struct claims_cases *cases, struct record_error *err)
{
	int rc;

	*cases = (struct claims_cases){ 0 };
	rc = counted_make(run, COUNTED_TIMED, &cases->counted, err);
	if (rc)
		return rc;
	cases->statuses = calloc(run->case_n + 1, sizeof(*cases->statuses));
	cases->named = calloc(run->case_n + 1, sizeof(*cases->named));
	cases->judgements = calloc(run->case_n + 1, sizeof(*cases->judgements));
	cases->loose = calloc(run->case_n + 1, sizeof(*cases->loose));
	if (!cases->statuses || !cases->named || !cases->judgements || !cases->loose)
		return record_fail(err, -ENOMEM, "out of memory");
	for (size_t i = 0; rc == 0 && i < run->case_n; i++)
		rc = judge_one(cases, i, err);
	return rc;
}

void claims_cases_free(struct claims_cases *cases)
{
	size_t n = cases->counted.run ? cases->counted.run->case_n : 0;

	for (size_t i = 0; cases->judgements && i < n; i++)
		judge_free(&cases->judgements[i]);
	for (size_t i = 0; cases->loose && i < n; i++)
		text_free(&cases->loose[i]);
	free(cases->statuses);
	free(cases->named);
	free(cases->judgements);
	free(cases->loose);
	if (cases->counted.run)
		counted_free(&cases->counted);
	*cases = (struct claims_cases){ 0 };
}

void claims_cases_add_reason(struct text *out, const struct claims_cases *cases, const struct record_case *c)
{
	size_t i = (size_t)(c - cases->counted.run->cases);
	const struct judgement *j = &cases->judgements[i];

	text_add(out, judge_reason(&cases->counted.cases[i], j));
	if (strcmp(j->status, "INVALID") == 0)
		text_addf(out, " (%s, expected %s)", text_str(&j->observed), text_str(&j->expected));
}

void claims_cases_add_unstable(struct text *out, const struct claims_cases *cases)
{
	char label[128];

	for (size_t i = 0; i < cases->counted.run->case_n; i++) {
		const struct text *why = &cases->loose[i];

		if (cases->named[i] && why->length > 0)
			notes_add(out, "%s (%s)",
				  record_case_label(&cases->counted.run->cases[i], label, sizeof(label)),
				  text_str(why));
	}
}
