/* The samples, counters and gaps of a run in memory. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "blocks.h"
#include "grow.h"
#include "run.h"
#include "text.h"

const char *record_event_name(enum record_event event)
{
	static const char *const names[] = {
		[RECORD_SWITCHES] = "switches",     [RECORD_FAULTS] = "faults",
		[RECORD_CHILDREN] = "children",     [RECORD_SIGNALS] = "signals",
		[RECORD_INTERRUPTS] = "interrupts", [RECORD_SYSCALLS] = "syscalls",
		[RECORD_THREADS] = "threads",
	};

	return event < RECORD_EVENTS ? names[event] : "?";
}

int record_add_counter(struct record_run *run, const char *name)
{
	char **grown;
	size_t i;

	if (!record_text_is_word(name) || run->sample_n > 0)
		return -EINVAL;
	for (i = 0; i < run->counter_n; i++) {
		if (strcmp(run->counters[i], name) == 0)
			return -EEXIST;
	}
	if (run->counter_n == RECORD_COUNTERS_MAX)
		return -E2BIG;
	grown = record_grow(run->counters, &run->counter_size, run->counter_n, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	run->counters = grown;
	grown[run->counter_n] = strdup(name);
	if (!grown[run->counter_n])
		return -ENOMEM;
	run->counter_n++;
	return 0;
}

/* One pointer per word, so that a million samples share it. NULL stays NULL. */
static int intern(struct record_run *run, const char *word, const char **interned)
{
	char **grown;
	size_t i;

	*interned = NULL;
	if (!word)
		return 0;
	for (i = 0; i < run->word_n; i++) {
		if (strcmp(run->words[i], word) == 0) {
			*interned = run->words[i];
			return 0;
		}
	}
	if (!record_text_is_word(word))
		return -EINVAL;
	if (run->word_n == RECORD_WORDS_MAX)
		return -E2BIG;
	if (!run->words)
		run->words = calloc(RECORD_WORDS_MAX, sizeof(*run->words));
	grown = run->words;
	if (!grown)
		return -ENOMEM;
	grown[run->word_n] = strdup(word);
	if (!grown[run->word_n])
		return -ENOMEM;
	*interned = grown[run->word_n++];
	return 0;
}

/* NaN is a figure that is not known. What is beyond the limit is damage, and its square would not
 * be a number. */
static int is_figure(double value)
{
	return !(fabs(value) > RECORD_FIGURE_MAX);
}

static int is_valid(const struct record_run *run, const struct record_sample *s)
{
	size_t i;

	if (s->case_index >= run->case_n || !s->round || !s->process || !s->sample || !s->ops)
		return 0;
	if (run->counter_n > 0 && !s->counters)
		return 0;
	for (i = 0; i < RECORD_EVENTS; i++) {
		if (!is_figure(s->events[i]))
			return 0;
	}
	for (i = 0; i < run->counter_n; i++) {
		if (!is_figure(s->counters[i]))
			return 0;
	}
	if (!is_figure(s->width))
		return 0;
	return !isnan(s->ns) && is_figure(s->ns) && is_figure(s->core_cycles) &&
	       is_figure(s->overhead_ticks);
}

int record_add_sample(struct record_run *run, const struct record_sample *sample)
{
	struct record_sample *grown, *s;
	int rc;

	if (!is_valid(run, sample))
		return -EINVAL;
	grown = record_grow(run->samples, &run->sample_size, run->sample_n, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	run->samples = grown;
	s = &grown[run->sample_n];
	*s = *sample;
	rc = intern(run, sample->disturbed, &s->disturbed);
	if (rc)
		return rc;
	s->counters = NULL;
	if (run->counter_n > 0) {
		s->counters = record_blocks_add(&run->blocks, sample->counters, run->counter_n);
		if (!s->counters)
			return -ENOMEM;
	}
	run->sample_n++;
	return 0;
}

int record_add_gap(struct record_run *run, const struct record_gap *gap)
{
	struct record_gap *grown;

	if (gap->round == 0 || gap->process == 0 || !(fabs(gap->start_ns) <= RECORD_FIGURE_MAX) ||
	    !(fabs(gap->ns) <= RECORD_FIGURE_MAX))
		return -EINVAL;
	grown = record_grow(run->gaps, &run->gap_size, run->gap_n, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	run->gaps = grown;
	grown[run->gap_n++] = *gap;
	return 0;
}
