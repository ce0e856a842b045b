/* Parses the options of `oscost measure` and of those that measure too. */
#include "measure_options.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "cli.h"

enum { QUICK = 256, THOROUGH, ONLY, ROUNDS, SEED, CPU, COUNTERS, NO_COUNTERS, OUT, TAG, NO_PICTURES, NO_REPORT, UNDER, COMMIT };

static const struct option options[] = {
	{ "quick", no_argument, NULL, QUICK },
	{ "thorough", no_argument, NULL, THOROUGH },
	{ "only", required_argument, NULL, ONLY },
	{ "rounds", required_argument, NULL, ROUNDS },
	{ "seed", required_argument, NULL, SEED },
	{ "cpu", required_argument, NULL, CPU },
	{ "counters", required_argument, NULL, COUNTERS },
	{ "no-counters", no_argument, NULL, NO_COUNTERS },
	{ "out", required_argument, NULL, OUT },
	{ "tag", required_argument, NULL, TAG },
	{ "no-pictures", no_argument, NULL, NO_PICTURES },
	{ "no-report", no_argument, NULL, NO_REPORT },
	{ "under", required_argument, NULL, UNDER },
	{ "commit", required_argument, NULL, COMMIT },
};

enum { OPTIONS = sizeof(options) / sizeof(options[0]), OWN_MOST = 16 };

static int take_only(struct measure_options *m)
{
	if (m->only_count == MEASURE_ONLY_MOST) {
		cli_error("--only can be given %d times at most", MEASURE_ONLY_MOST);
		return -EINVAL;
	}
	m->only[m->only_count++] = optarg;
	return 0;
}

static int take(int option, struct measure_options *m)
{
	unsigned long long n = 0;
	int bad = 0;

	switch (option) {
	case QUICK: m->kind = PLAN_QUICK; break;
	case THOROUGH: m->kind = PLAN_THOROUGH; break;
	case ONLY: return take_only(m);
	case ROUNDS:
		bad = cli_parse_number("--rounds", optarg, 1, 10000, &n);
		m->rounds = (uint32_t)n;
		break;
	case SEED:
		bad = cli_parse_number("--seed", optarg, 0, UINT64_MAX / 4, &n);
		m->seed = n;
		m->seed_given = true;
		break;
	case CPU:
		bad = cli_parse_number("--cpu", optarg, 0, 8191, &n);
		m->cpu = (int)n;
		break;
	case COUNTERS: m->counters = optarg; break;
	case NO_COUNTERS: m->no_counters = true; break;
	case OUT: m->out = optarg; break;
	case TAG: m->tag = optarg; break;
	case NO_PICTURES: m->no_pictures = true; break;
	case NO_REPORT: m->no_report = true; break;
	case UNDER: m->under = optarg; break;
	case COMMIT: m->commit = optarg; break;
	default: return -EINVAL; /* cli_getopt has said what is wrong */
	}
	return bad;
}

void measure_options_init(struct measure_options *m)
{
	memset(m, 0, sizeof(*m));
	m->cpu = -1;
}

/* What has a meaning without measuring too. */
static bool is_for_measuring(int option)
{
	return option >= QUICK && option != ONLY && option != OUT && option != NO_PICTURES;
}

static void join(const struct measure_options_own *own, struct option all[OPTIONS + OWN_MOST + 1])
{
	size_t n = OPTIONS;

	memcpy(all, options, sizeof(options));
	for (const struct option *o = own ? own->option : NULL; o && o->name && n < OPTIONS + OWN_MOST; o++)
		all[n++] = *o;
	all[n] = (struct option){ NULL, 0, NULL, 0 };
}

int measure_options_parse_with(int argc, char **argv, const struct measure_options_own *own,
			       struct measure_options *m)
{
	struct option all[OPTIONS + OWN_MOST + 1];
	int o, at = 0, bad = 0;

	measure_options_init(m);
	join(own, all);
	while (!bad && (o = cli_getopt(argc, argv, all, &at)) != -1) {
		if (!m->measuring && is_for_measuring(o))
			m->measuring = all[at].name;
		bad = own && o < QUICK && o != '?' ? own->take(own->ctx, o, optarg) : take(o, m);
	}
	if (bad)
		return -EINVAL;
	if (m->counters && m->no_counters) {
		cli_error("--counters and --no-counters exclude each other");
		return -EINVAL;
	}
	return 0;
}

int measure_options_parse(int argc, char **argv, struct measure_options *m)
{
	if (measure_options_parse_with(argc, argv, NULL, m) != 0)
		return -EINVAL;
	if (optind < argc) {
		cli_error("measure takes no '%s'; a pattern goes behind --only", argv[optind]);
		return -EINVAL;
	}
	return 0;
}
