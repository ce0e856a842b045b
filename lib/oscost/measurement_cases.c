/* Which cases a measurement is of: those that were asked for, and what derived figures are made of. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "derived.h"
#include "measurement_parts.h"
#include "paths.h"

/* Globs, and names of cases that stand for a derived figure. */
struct wishes {
	const char **only;
	size_t n;
	char (*name)[EXPR_NAME_SIZE + EXPR_PARAM_SIZE];
	size_t name_n;
};

static const struct derived *find(const struct derived_list *derived, const char *name)
{
	for (size_t i = 0; i < derived->row_n; i++)
		if (strcmp(derived->rows[i].name, name) == 0)
			return &derived->rows[i];
	return NULL;
}

static void add_operands(struct wishes *w, const struct derived *d)
{
	for (size_t i = 0; i < expr_operand_count(d->expr); i++) {
		const struct expr_operand *o = expr_operand(d->expr, i);
		char *name = w->name[w->name_n++];

		strcpy(name, o->name);
		if (o->param[0])
			strcat(strcat(name, ":"), o->param);
		w->only[w->n++] = name;
	}
}

static int make_wishes(const struct measure_options *o, const struct derived_list *derived, struct wishes *w)
{
	size_t operands = 0;

	for (size_t i = 0; i < o->only_count; i++) {
		const struct derived *d = find(derived, o->only[i]);

		operands += d ? expr_operand_count(d->expr) : 0;
	}
	w->only = calloc(o->only_count + operands + 1, sizeof(*w->only));
	w->name = calloc(operands + 1, sizeof(*w->name));
	if (!w->only || !w->name)
		return -ENOMEM;
	for (size_t i = 0; i < o->only_count; i++) {
		const struct derived *d = find(derived, o->only[i]);

		if (d)
			add_operands(w, d);
		else
			w->only[w->n++] = o->only[i];
	}
	return 0;
}

int measurement_read_cases(struct measurement *m, struct record_error *err)
{
	const struct measure_options *o = m->options;
	struct derived_list derived = { 0 };
	struct wishes w = { 0 };
	/* A list that cannot be read is told when the figures are made. */
	int bad = o->only_count > 0 ? derived_read(paths_share("derived.tsv"), &derived, err) : 0;

	bad = bad == -ENOMEM ? bad : make_wishes(o, &derived, &w);
	if (bad)
		record_fail(err, bad, "no memory");
	const struct catalog_wish wish = {
		.only = w.only,
		.only_count = w.n,
		.labels = o->labels,
		.label_count = o->label_count,
		.dense = o->kind == PLAN_THOROUGH,
	};

	if (!bad)
		bad = catalog_read(paths_bench_dir(), &wish, &m->catalog, &m->part[0].run, err);
	derived_free(&derived);
	free(w.only);
	free(w.name);
	return bad;
}
