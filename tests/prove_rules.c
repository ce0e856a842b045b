/*
 * The same samples judged by several rules: how often each calls a change where there is none, and how often
 * where there is one. For tests/prove.sh.
 *
 *	prove_rules LIST [CONFIRMED FALSE]
 *
 * LIST has a line for each pair of run folders, GROUP tab OLD tab NEW; groups: aa (equal runs), none (paired,
 * nothing injected), 2, 5, 8, 20 (so many per cent injected). CONFIRMED, FALSE: comparisons and false alarms of
 * `oscost check` over the equal runs. Exit status 1 where the goal is missed, 2 where something was not measured.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "oscost/comparison.h"
#include "oscost/counted.h"
#include "oscost/paths.h"
#include "oscost/side.h"
#include "prove_rules.h"

enum group { AA, NONE, TWO, FIVE, EIGHT, TWENTY, GROUPS };
static const char *const group_names[] = { "aa", "none", "2", "5", "8", "20" };

enum rule { RATIO_110, RATIO_200, POOLED, CRITERION, MMTESTS, MMTESTS_T, BENCHSTAT, COMPARE, GATE, CONFIRMED, RULES };
static const char *const rule_names[] = {
	"mean over 110% of previous", "mean over 200% of previous", "U-test, all samples, p < .05",
	"criterion.rs, 1%, p < .05", "mmtests, sum of half-widths", "mmtests, t-test, p < .10",
	"benchstat, U-test, processes", "oscost compare", "oscost gate, not confirmed", "oscost gate, confirmed",
};

struct tally {
	size_t n, dearer, cheaper;
};

static struct tally tallies[RULES][GROUPS];
static struct stats_rng rng;
/* What the gate said of each case of the trial before, which the next one confirms. */
static struct {
	char label[100];
	int verdict;
	enum group group;
} before[4096];
static size_t before_n, trials[GROUPS];

static void count(enum rule rule, enum group group, int verdict)
{
	struct tally *t = &tallies[rule][group];

	t->n++;
	t->dearer += verdict > 0;
	t->cheaper += verdict < 0;
}

static int take(const struct side *side, const struct comparison_row *row, struct samples *out)
{
	const struct record_case *found = record_find_case(&side->runs[0], row->name, row->param);
	const struct counted_case *c;

	*out = (struct samples){ .n = 0 };
	if (!found)
		return -ENOENT;
	c = &side->replicates[0].counted.cases[found - side->runs[0].cases];
	out->value = calloc(c->sample_n + 1, sizeof(*out->value));
	out->first = calloc(c->process_n + 1, sizeof(*out->first));
	out->medians = calloc(c->process_n + 1, sizeof(*out->medians));
	if (!out->value || !out->first || !out->medians)
		return -ENOMEM;
	for (size_t p = 0; p < c->process_n; p++) {
		for (size_t i = 0; i < c->processes[p].sample_n; i++) {
			double x = counted_figure(found, c->samples[c->processes[p].first + i], COUNTED_TIME);

			if (isfinite(x))
				out->value[out->n++] = x;
		}
		out->first[p + 1] = out->n;
		out->medians[p] = c->processes[p].median[COUNTED_TIME];
		/* Three: fewer leave mmtests' rule no variance. */
		if (!isfinite(out->medians[p]) || out->first[p + 1] - out->first[p] < 3)
			return -ENODATA;
	}
	out->processes = c->process_n;
	return out->processes >= 2 && stats_mean(out->value, out->n) > 0 ? 0 : -ENODATA;
}

static void give_back(struct samples *s)
{
	free(s->value);
	free(s->first);
	free(s->medians);
}

static int verdict_sign(const struct comparison_row *row)
{
	return (row->verdict == VERDICT_REGRESSED) - (row->verdict == VERDICT_IMPROVED);
}

/* Two trials in turn, of which the second one confirms. */
static void confirm(enum group group, const struct comparison_row *row)
{
	int is = verdict_sign(row);

	for (size_t i = 0; i < before_n; i++)
		if (before[i].group == group && strcmp(before[i].label, row->label) == 0) {
			if (trials[group] % 2 == 0)
				count(CONFIRMED, group, is == before[i].verdict ? is : 0);
			before[i].verdict = is;
			return;
		}
	if (before_n < sizeof(before) / sizeof(before[0])) {
		snprintf(before[before_n].label, sizeof(before[0].label), "%s", row->label);
		before[before_n].verdict = is;
		before[before_n++].group = group;
	}
}

static void judge_others(enum group group, const struct samples *a, const struct samples *b)
{
	count(RATIO_110, group, rule_ratio(a, b, 1.1));
	count(RATIO_200, group, rule_ratio(a, b, 2));
	count(POOLED, group, rule_pooled(a, b));
	count(CRITERION, group, rule_criterion(a, b, &rng));
	count(MMTESTS, group, rule_mmtests(a, b, &rng));
	count(MMTESTS_T, group, rule_mmtests_t(a, b));
	count(BENCHSTAT, group, rule_benchstat(a, b));
}

static void judge(enum group group, const struct side side[2], const struct comparison *compare,
		  const struct comparison *gate)
{
	for (size_t i = 0; i < compare->row_n; i++) {
		const struct comparison_row *row = &compare->rows[i], *other = NULL;
		struct samples a = { .n = 0 }, b = { .n = 0 };

		for (size_t k = 0; k < gate->row_n; k++)
			if (strcmp(gate->rows[k].label, row->label) == 0)
				other = &gate->rows[k];
		if (other && row->verdict != VERDICT_NONE && take(&side[0], row, &a) == 0 &&
		    take(&side[1], row, &b) == 0) {
			judge_others(group, &a, &b);
			count(COMPARE, group, verdict_sign(row));
			count(GATE, group, verdict_sign(other));
			if (group != AA)
				confirm(group, other);
		}
		give_back(&a);
		give_back(&b);
	}
}

static int judge_pair(enum group group, const char *old, const char *new)
{
	const struct comparison_rules rules = { .cycles = false }, gate_rules = { .gate = true };
	const char *const path[] = { old, new };
	struct comparison compare, gate;
	struct record_error err = { "" };
	struct side side[2];
	int rc = 0, read = 0;

	for (; !rc && read < 2; read += rc == 0)
		rc = side_read_paths(path[read], &path[read], 1, false, &side[read], &err);
	if (!rc && (rc = comparison_make(&side[0], &side[1], &rules, &compare)) == 0) {
		rc = comparison_make(&side[0], &side[1], &gate_rules, &gate);
		if (!rc) {
			trials[group]++;
			judge(group, side, &compare, &gate);
			comparison_free(&gate);
		}
		comparison_free(&compare);
	}
	if (rc)
		fprintf(stderr, "prove_rules: %s, %s: %s\n", old, new, err.text[0] ? err.text : strerror(-rc));
	while (read > 0)
		side_free(&side[--read]);
	return rc;
}

static int judge_list(const char *path)
{
	FILE *list = fopen(path, "re");
	char line[9000];
	int rc = list ? 0 : -errno;

	while (!rc && fgets(line, sizeof(line), list)) {
		char *rest = line, *name = strsep(&rest, "\t\n"), *old = strsep(&rest, "\t\n");
		char *new = strsep(&rest, "\t\n");
		size_t group = 0;

		while (group < GROUPS && strcmp(name, group_names[group]) != 0)
			group++;
		rc = group < GROUPS && old && new ? judge_pair((enum group)group, old, new) : -EINVAL;
	}
	if (list)
		fclose(list);
	return rc;
}

static double false_share(enum rule rule)
{
	const struct tally *a = &tallies[rule][AA], *b = &tallies[rule][NONE];

	return (double)(a->dearer + a->cheaper + b->dearer + b->cheaper) / (double)(a->n + b->n);
}

static double found_share(enum rule rule, enum group group)
{
	return (double)tallies[rule][group].dearer / (double)tallies[rule][group].n;
}

static void print_false(const struct tally *t)
{
	if (t->n)
		printf(" %5zu %5.1f%% %4zu %4zu", t->n, 100 * (double)(t->dearer + t->cheaper) / (double)t->n, t->dearer,
		       t->cheaper);
	else
		printf(" %5s %6s %4s %4s", "-", "-", "-", "-");
}

static void print_rule(enum rule rule)
{
	printf("%-29s", rule_names[rule]);
	print_false(&tallies[rule][AA]);
	printf("  ");
	print_false(&tallies[rule][NONE]);
	printf("  ");
	for (int group = TWO; group < GROUPS; group++) {
		if (tallies[rule][group].n)
			printf(" %6.1f%%", 100 * found_share(rule, (enum group)group));
		else
			printf(" %7s", "-");
	}
	printf("\n");
}

/* Rules that call no more false alarms and find more of +5%, or as much with fewer. */
static int beaten_by(void)
{
	int rules = 0;

	for (int r = 0; r < COMPARE; r++) {
		double more = found_share((enum rule)r, FIVE) - found_share(GATE, FIVE);
		double fewer = false_share(GATE) - false_share((enum rule)r);

		rules += more >= 0 && fewer >= 0 && (more > 0 || fewer > 0);
	}
	return rules;
}

static void print_table(void)
{
	int beaten = beaten_by();

	printf("%-29s %-22s   %-22s   %s\n", "", "equal runs, catalogue", "nothing injected", "found, of what was injected");
	printf("%-29s %5s %6s %4s %4s   %5s %6s %4s %4s  ", "rule", "n", "false", "up", "down", "n", "false", "up", "down");
	printf(" %7s %7s %7s %7s\n", "+2%", "+5%", "+8%", "+20%");
	for (int r = 0; r < RULES; r++)
		print_rule((enum rule)r);
	printf("\ninjected comparisons: %zu of +2%%, %zu of +5%%, %zu of +8%%, %zu of +20%%; confirmed: pairs of trials\n",
	       tallies[GATE][TWO].n, tallies[GATE][FIVE].n, tallies[GATE][EIGHT].n, tallies[GATE][TWENTY].n);
	printf("goal: no rule of others finds as much of +5%% as the gate (not confirmed) with fewer false alarms, or more "
	       "with\n      as few: %s\n", beaten ? "not reached" : "reached");
}

int main(int argc, char **argv)
{
	int rc;

	if (argc != 2 && argc != 4) {
		fprintf(stderr, "usage: prove_rules LIST [CONFIRMED FALSE]\n");
		return 2;
	}
	if (paths_init(argv[0]) != 0)
		return 2;
	stats_rng_seed(&rng, 1);
	rc = judge_list(argv[1]);
	if (rc) {
		fprintf(stderr, "prove_rules: %s: %s\n", argv[1], strerror(-rc));
		return 2;
	}
	for (int group = 0; group < GROUPS; group++)
		if (tallies[GATE][group].n == 0) {
			fprintf(stderr, "prove_rules: nothing was compared in the group %s\n", group_names[group]);
			return 2;
		}
	if (argc == 4)
		tallies[CONFIRMED][AA] = (struct tally){ .n = strtoul(argv[2], NULL, 10),
							 .dearer = strtoul(argv[3], NULL, 10) };
	print_table();
	return beaten_by() ? 1 : 0;
}
