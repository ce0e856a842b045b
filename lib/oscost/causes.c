/* Counts processes by what disturbed them. */
#include "causes.h"

#include <string.h>

/* The words of disturb_judge, and one for files of others. */
enum { CAUSES_MOST = 8 };

struct causes {
	const char *word[CAUSES_MOST]; /* of the run */
	size_t times[CAUSES_MOST];
	size_t n;
};

static void note(struct causes *c, const char *word)
{
	size_t i = 0;

	while (i < c->n && strcmp(c->word[i], word) != 0)
		i++;
	if (i == CAUSES_MOST)
		return;
	if (i == c->n)
		c->word[c->n++] = word;
	c->times[i]++;
}

static size_t most_frequent(const struct causes *c)
{
	size_t most = 0;

	for (size_t i = 1; i < c->n; i++)
		if (c->times[i] > c->times[most])
			most = i;
	return most;
}

/* The most frequent first. */
static void add(struct text *t, struct causes *c)
{
	const char *comma = "";

	for (size_t left = c->n; left > 0; left--) {
		size_t most = most_frequent(c);

		text_add(t, comma);
		text_add_clean(t, c->word[most]);
		text_addf(t, " %zu", c->times[most]);
		c->times[most] = 0;
		comma = ", ";
	}
}

void causes_add_run(struct text *t, const struct record_run *run)
{
	struct causes causes = { .n = 0 };

	for (size_t i = 0; i < run->sample_n; i++) {
		const struct record_sample *s = &run->samples[i];
		bool first = i == 0 || s->process != s[-1].process;

		if (first && s->disturbed && strcmp(s->disturbed, "counted") != 0)
			note(&causes, s->disturbed);
	}
	add(t, &causes);
}

static void count_case(struct causes *causes, const struct counted_case *c)
{
	size_t disturbed = 0;

	for (size_t i = 0; i < c->process_n; i++) {
		const char *word = c->samples[c->processes[i].first]->disturbed;

		/* Of a condensed run, which does not say how wide the core was. */
		if (!word || strcmp(word, "shared") == 0)
			continue;
		note(causes, word);
		disturbed++;
	}
	if (c->unclean_n > disturbed && causes->n < CAUSES_MOST) {
		causes->word[causes->n] = "shared core";
		causes->times[causes->n++] = c->unclean_n - disturbed;
	}
}

void causes_add_case(struct text *t, const struct counted_case *c)
{
	struct causes causes = { .n = 0 };

	count_case(&causes, c);
	add(t, &causes);
}

void causes_add_main(struct text *t, const struct counted_case *c)
{
	struct causes causes = { .n = 0 };

	count_case(&causes, c);
	if (causes.n > 0)
		text_add_clean(t, causes.word[most_frequent(&causes)]);
}
