/* Gathers the independent values of a figure. */
#include "comparison_units.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

static const struct replicates_row *row_of(const struct side *side, size_t run,
					   const struct comparison_row *row)
{
	return replicates_find(&side->replicates[run], row->name, row->param);
}

static bool has_value(const struct replicates_row *r)
{
	return r && strcmp(r->status, "ok") == 0 && r->n > 0;
}

bool comparison_has_cycles(const struct side *side, const struct comparison_row *row)
{
	bool any = false;

	for (size_t i = 0; i < side->run_n; i++) {
		const struct replicates_row *r = row_of(side, i, row);

		if (!has_value(r))
			continue;
		any = true;
		for (size_t k = 0; k < r->n; k++)
			if (isnan(r->values[k].value[COUNTED_CYCLES]))
				return false;
	}
	return any;
}

/* Why the side has no values: what the first run says that has the case at all. */
static void say_why(const struct side *side, const struct comparison_row *row,
		    struct comparison_units *out)
{
	for (size_t i = 0; i < side->run_n; i++) {
		const struct replicates_row *r = row_of(side, i, row);

		if (r && strcmp(r->status, "ok") != 0) {
			snprintf(out->reason, sizeof(out->reason), "%s: %.140s", r->status, r->reason);
			return;
		}
	}
	snprintf(out->reason, sizeof(out->reason), "not measured");
}

static size_t count_values(const struct side *side, const struct comparison_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < side->run_n; i++) {
		const struct replicates_row *r = row_of(side, i, row);

		n += has_value(r) ? r->n : 0;
	}
	return n;
}

/* All processes; -EDOM when one is not above 0. values: the same as they are. */
static int take_processes(const struct side *side, const struct comparison_row *row, size_t figure,
			  struct comparison_units *out, double *values)
{
	int rc = 0;

	for (size_t i = 0; i < side->run_n; i++) {
		const struct replicates_row *r = row_of(side, i, row);

		for (size_t k = 0; has_value(r) && k < r->n; k++) {
			double value = r->values[k].value[figure];

			if (isnan(value))
				continue;
			values[out->n] = value;
			out->unit[out->n++] = (struct comparison_unit){
				(uint64_t)i << 32 | r->values[k].round, log(value)
			};
			rc = value > 0 ? rc : -EDOM;
		}
	}
	stats_sort(values, out->n);
	out->median = stats_median_sorted(values, out->n);
	return rc;
}

/* The processes of each boot become their median. work: as many as units. */
static void take_boots(const struct side *side, struct comparison_units *out, double *work)
{
	size_t boots = side_boots(side), kept = 0, all = out->n;
	struct comparison_unit *unit = out->unit;

	/* Each boot's median goes behind the units that are still to be read. */
	for (size_t boot = 0; boot < boots; boot++) {
		size_t n = 0;

		for (size_t i = 0; i < all; i++)
			if (side_boot(side, (size_t)(unit[i].id >> 32)) == boot)
				work[n++] = unit[i].log;
		if (n == 0)
			continue;
		stats_sort(work, n);
		unit[all + kept] = (struct comparison_unit){ boot, stats_median_sorted(work, n) };
		kept++;
	}
	memmove(unit, unit + all, kept * sizeof(*unit));
	out->n = kept;
}

int comparison_units_of(const struct side *side, const struct comparison_row *row, size_t figure,
			bool by_boot, struct comparison_units *out)
{
	size_t n = count_values(side, row);
	double *work = calloc(n + 1, sizeof(*work));

	*out = (struct comparison_units){ .median = NAN };
	out->unit = calloc(n + side->run_n + 1, sizeof(*out->unit));
	if (!work || !out->unit) {
		free(work);
		comparison_units_free(out);
		return -ENOMEM;
	}
	if (n == 0)
		say_why(side, row, out);
	else if (take_processes(side, row, figure, out, work) != 0)
		snprintf(out->reason, sizeof(out->reason), "some values are not above 0: no ratio");
	else if (by_boot)
		take_boots(side, out, work);
	if (out->reason[0])
		out->n = 0;
	free(work);
	return 0;
}

int comparison_units_pair(const struct comparison_units *a, const struct comparison_units *b,
			  struct comparison_units *pairs)
{
	size_t k = 0;

	*pairs = (struct comparison_units){ .median = NAN };
	pairs->unit = calloc(a->n + 1, sizeof(*pairs->unit));
	if (!pairs->unit)
		return -ENOMEM;
	for (size_t i = 0; i < a->n; i++) {
		while (k < b->n && b->unit[k].id < a->unit[i].id)
			k++;
		if (k < b->n && b->unit[k].id == a->unit[i].id)
			pairs->unit[pairs->n++] = (struct comparison_unit){
				a->unit[i].id, b->unit[k].log - a->unit[i].log
			};
	}
	return 0;
}

void comparison_units_free(struct comparison_units *u)
{
	free(u->unit);
	u->unit = NULL;
	u->n = 0;
}

double *comparison_units_sorted(const struct comparison_units *u)
{
	double *logs = calloc(u->n + 1, sizeof(*logs));

	for (size_t i = 0; logs && i < u->n; i++)
		logs[i] = u->unit[i].log;
	if (logs)
		stats_sort(logs, u->n);
	return logs;
}
