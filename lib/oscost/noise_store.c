/* A machine's noise from the baseline folder, and its words. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "noise.h"
#include "store.h"
#include "unit.h"

/* Those that cannot be read stay NULL in pointers. -ENOMEM alone is an error. */
static int read_runs(const struct store_list *list, struct record_run *runs, const struct record_run **pointers,
		     struct text *faults)
{
	size_t first = list->n > NOISE_RUNS_MOST ? list->n - NOISE_RUNS_MOST : 0;

	for (size_t i = first; i < list->n; i++) {
		struct record_error err = { "" };
		int bad = store_read(&list->entries[i], &runs[i], &err);

		if (bad == -ENOMEM)
			return bad;
		if (!bad) {
			pointers[i] = &runs[i];
			continue;
		}
		text_add_clean(faults, err.text);
		text_add_char(faults, '\n');
	}
	return 0;
}

/* A run whose samples contradict themselves would spoil the whole set: it is tried alone first. */
static void drop_contradictory(const struct record_run **pointers, size_t n, struct text *faults)
{
	for (size_t i = 0; i < n; i++) {
		struct record_error err = { "" };
		struct noise alone = { 0 };

		if (pointers[i] && noise_make(&pointers[i], 1, &alone, &err) == -EBADMSG) {
			pointers[i] = NULL;
			text_add_clean(faults, err.text);
			text_add_char(faults, '\n');
		}
		noise_free(&alone);
	}
}

static int make(const struct store_list *list, struct noise *out, struct record_error *err)
{
	struct record_run *runs = calloc(list->n + 1, sizeof(*runs));
	const struct record_run **pointers = calloc(list->n + 1, sizeof(*pointers));
	struct text faults = { 0 };
	int bad = runs && pointers ? 0 : -ENOMEM;

	if (!bad)
		bad = read_runs(list, runs, pointers, &faults);
	if (bad)
		record_fail(err, bad, "out of memory");
	else
		bad = noise_make(pointers, list->n, out, err);
	if (bad == -EBADMSG) {
		noise_free(out);
		drop_contradictory(pointers, list->n, &faults);
		bad = noise_make(pointers, list->n, out, err);
	}
	for (size_t i = 0; runs && i < list->n; i++)
		record_free_run(&runs[i]);
	free(runs);
	free(pointers);
	text_add(&faults, text_str(&list->faults));
	out->faults = faults;
	return bad;
}

int noise_read(const char *dir, const struct record_run *like_run, struct noise *out,
	       struct record_error *err)
{
	char key[STORE_KEY_SIZE];
	struct store_list list;
	int bad;

	*out = (struct noise){ .ns_median = (double)NAN, .cycles_median = (double)NAN };
	store_key_of(like_run, key);
	bad = store_list_noise(dir, key, &list, err);
	if (!bad)
		bad = make(&list, out, err);
	store_list_free(&list);
	return bad;
}

int noise_describe(const struct noise *noise, struct record_run *run)
{
	const struct noise_case *w = noise->worst;
	int bad;

	if (noise->runs < NOISE_RUNS_LEAST || !w)
		return 0;
	bad = record_machine_setf(run, "noise.runs", "%zu", noise->runs);
	if (!bad)
		bad = record_machine_set(run, "noise.date", noise->date);
	if (!bad)
		bad = record_machine_set(run, "noise.gate", noise->gate_on_cycles ? "cycles" : "ns");
	if (!bad && !isnan(noise->ns_median))
		bad = record_machine_setf(run, "noise.ns_median", "%.6g", expm1(noise->ns_median));
	if (!bad && !isnan(noise->cycles_median))
		bad = record_machine_setf(run, "noise.cycles_median", "%.6g", expm1(noise->cycles_median));
	if (!bad)
		bad = record_machine_setf(run, "noise.worst", "%.6g",
					  expm1(noise->gate_on_cycles && !isnan(w->cycles) ? w->cycles : w->figure));
	if (!bad)
		bad = record_machine_setf(run, "noise.worst_case", "%s%s%s", w->name, w->param ? ":" : "",
					  w->param ? w->param : "");
	return bad;
}

int noise_describe_known(const char *dir, struct record_run *run)
{
	struct noise noise;
	int bad = noise_read(dir, run, &noise, NULL);

	if (!bad)
		bad = noise_describe(&noise, run);
	noise_free(&noise);
	return bad;
}

bool noise_is_even(double ns, double cycles)
{
	struct text x = { 0 }, y = { 0 };
	bool even;

	unit_add_share(&x, ns);
	unit_add_share(&y, cycles);
	even = strcmp(text_str(&x), text_str(&y)) == 0;
	text_free(&x);
	text_free(&y);
	return even;
}

void noise_add_words(struct text *t, const struct record_run *run)
{
	double runs = record_machine_real(run, "noise.runs");
	double ns = record_machine_real(run, "noise.ns_median");
	double cycles = record_machine_real(run, "noise.cycles_median");
	double worst = record_machine_real(run, "noise.worst");
	const char *date = record_machine_get(run, "noise.date");
	const char *worst_case = record_machine_get(run, "noise.worst_case");
	const char *gate = record_machine_get(run, "noise.gate");

	if (!(runs >= NOISE_RUNS_LEAST) || !date)
		return;
	text_addf(t, "%.0f A/A runs until ", runs);
	text_add_clean(t, date);
	if (ns >= 0 && cycles >= 0) {
		text_add(t, ": half of the cases repeat within ");
		unit_add_share(t, ns);
		text_add(t, " in ns, ");
		unit_add_share(t, cycles);
		text_add(t, " in cycles");
	}
	if (worst >= 0 && worst_case) {
		text_add(t, "; the worst, ");
		text_add_clean(t, worst_case);
		text_add(t, ", within ");
		unit_add_share(t, worst);
	}
	if (gate && ns >= 0 && cycles >= 0)
		text_addf(t, "; gates on %s%s", strcmp(gate, "cycles") == 0 ? "cycles" : "ns",
			  noise_is_even(ns, cycles) ? "" : ", which repeat better");
}
