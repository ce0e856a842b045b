/* The derived figures' rows of the summary. */
#include "derived.h"

#include <errno.h>
#include <string.h>

#include "exact.h"
#include "figures.h"
#include "notes.h"
#include "perround.h"

static void note(struct text *notes, const struct perround *p, const struct figures *f, bool exact,
		 const char **status)
{
	*status = p->status;
	if (strcmp(*status, "ok") != 0)
		notes_add(notes, "%s", text_str(&p->reason));
	if (!perround_has_figures(*status))
		return;
	if (p->left_out.length > 0)
		notes_add(notes, "without %s", text_str(&p->left_out));
	if (f->processes == 0) {
		*status = "SKIPPED";
		notes_add(notes, "no round has a value of every case that this is made of");
		return;
	}
	if (!exact && notes_unstable(notes, f, NOTES_ROUNDS))
		*status = "UNSTABLE";
	notes_figures(notes, f, "rounds");
}

/* A row of the values of `figure`. */
static int add_row(const struct derived *derived, const struct record_run *run, struct perround *p, size_t figure,
		   struct record_summary *out)
{
	struct record_summary_row row;
	struct text notes = { 0 };
	struct figures f;
	const char *status;
	int rc = 0;

	figures_of_rounds(p->values, p->n, &f);
	note(&notes, p, &f, exact_is(run), &status);
	if (!perround_has_figures(status))
		figures_clear(&f);
	figures_fill_row(&f, &row);
	row.name = derived->name;
	row.metric = "time";
	row.unit = figure == COUNTED_CYCLES ? "cycles" : exact_unit(run, derived->unit);
	row.status = status;
	row.note = text_str(&notes);
	/* Cycles are a row of their own only where there are any. */
	if (figure == COUNTED_TIME || (p->n > 0 && perround_has_figures(status)))
		rc = notes.failed ? -ENOMEM : record_add_summary_row(out, &row);
	text_free(&notes);
	return rc;
}

static int add_figure(const struct derived *derived, const struct perround_source *source,
		      size_t figure, struct record_summary *out)
{
	struct perround p;
	int rc = perround_make(derived->expr, source, figure, &p);

	if (rc == 0 && p.missing.length == 0)
		rc = add_row(derived, source->counted->run, &p, figure, out);
	perround_free(&p);
	return rc;
}

static int add_rows(const struct derived *derived, const struct perround_source *source,
		    struct record_summary *out, struct record_error *err)
{
	int rc;

	if (record_find_case(source->counted->run, derived->name, NULL))
		return record_fail(err, -EEXIST, "derived.tsv: %s is a case that was measured",
				   derived->name);
	rc = add_figure(derived, source, COUNTED_TIME, out);
	if (rc == 0 && strcmp(derived->unit, "ns") == 0 && !exact_is(source->counted->run))
		rc = add_figure(derived, source, COUNTED_CYCLES, out);
	return rc ? record_fail(err, rc, "derived.tsv: %s", strerror(-rc)) : 0;
}

int derived_add_rows(const struct derived_list *list, const struct counted *counted,
		     const char *const *statuses,
		     struct record_summary *out, struct record_error *err)
{
	const struct perround_source source = { .counted = counted, .statuses = statuses };
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < list->row_n; i++)
		rc = add_rows(&list->rows[i], &source, out, err);
	return rc;
}
