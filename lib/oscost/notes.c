/* Words for what a reader of a figure must know. */
#include "notes.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "causes.h"
#include "unit.h"

#define OVERHEAD_SHARE .05
#define DRIFT_SHARE .01

void notes_add(struct text *notes, const char *format, ...)
{
	char note[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(note, sizeof(note), format, args);
	va_end(args);
	if (notes->length > 0)
		text_add(notes, "; ");
	text_add(notes, note);
}

bool notes_unstable(struct text *notes, const struct figures *f, enum notes_of of)
{
	static const char *const words[][2] = {
		[NOTES_PROCESSES] = { "process", "processes" },
		[NOTES_ROUNDS] = { "round", "rounds" },
	};
	double spread = figures_spread(f);

	if (f->processes < FIGURES_LEAST_PROCESSES) {
		notes_add(notes, "only %zu %s, too few for an interval (%d are needed)", f->processes,
			  words[of][f->processes != 1], FIGURES_LEAST_PROCESSES);
		return true;
	}
	if (spread <= FIGURES_STABLE_SHARE)
		return false;
	if (isfinite(spread))
		notes_add(notes, "half of the interval is %.0f%% of the median", 100 * spread);
	else
		notes_add(notes, "the interval reaches from one side of 0 to the other");
	return true;
}

void notes_modes(struct text *notes, const struct figures *f, const char *unit)
{
	struct text list = { 0 };
	size_t i;

	for (i = 0; i < f->modes && i < FIGURES_MODES; i++) {
		text_addf(&list, "%s%.0f%% near ", i > 0 ? ", " : "", 100 * f->mode[i].share);
		unit_add_value(&list, f->mode[i].location, unit);
	}
	if (f->modes > FIGURES_MODES)
		text_add(&list, ", …");
	if (strcmp(unit, "cycles") == 0)
		text_add(&list, " cycles");
	if (f->modes > 1)
		notes_add(notes, "%zu modes: %s", f->modes, text_str(&list));
	notes->failed = notes->failed || list.failed;
	text_free(&list);
}

void notes_figures(struct text *notes, const struct figures *f, const char *things)
{
	if (f->negative > 0)
		notes_add(notes, "%zu of %zu %s %s negative", f->negative, f->samples, things,
			  f->negative == 1 ? "is" : "are");
	/* A drift within the interval is no more than the chance of few rounds; of what may be 0, no share. */
	if (!(f->lo <= 0 && f->hi >= 0) && fabs(f->drift) > DRIFT_SHARE && !(fabs(f->drift) < figures_spread(f)))
		notes_add(notes, "drift of %+.1f%% from the first to the last third of the rounds",
			  100 * f->drift);
}

void notes_overhead(struct text *notes, double overhead)
{
	if (isinf(overhead))
		notes_add(notes, "the overhead that was subtracted is all there was");
	else if (fabs(overhead) > OVERHEAD_SHARE)
		notes_add(notes, "the overhead that was subtracted is %.0f%% of the figure",
			  100 * fabs(overhead));
}

void notes_unclean(struct text *notes, const struct counted_case *c)
{
	struct text causes = { 0 };

	causes_add_case(&causes, c);
	notes_add(notes, "%zu of %zu processes %s disturbed at every attempt: %s", c->unclean_n, c->process_n,
		  c->unclean_n == 1 ? "was" : "were", text_str(&causes));
	notes->failed = notes->failed || causes.failed;
	text_free(&causes);
}

void notes_disturbed(struct text *notes, const struct counted_case *c)
{
	uint64_t reruns = c->c->reruns > c->replaced_n ? c->c->reruns : c->replaced_n;

	if (c->aside_n > 0)
		notes_add(notes, "%zu process%s not counted: others had a share of the core, or something disturbed it",
			  c->aside_n, c->aside_n == 1 ? "" : "es");
	if (reruns > 0)
		notes_add(notes, "%llu disturbed %s run again", (unsigned long long)reruns,
			  reruns == 1 ? "process was" : "processes were");
	if (c->unclean_n > 0)
		notes_unclean(notes, c);
}
