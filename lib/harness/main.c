/*
 * main() of every benchmark program.
 *
 *	--list [--dense]           its cases
 *	--case NAME [--param N]    measures one, with --samples N --sample-ns N --seed N --clock NAME
 *	                           --ns-per-tick X --counter-fds A,B --other-pus A,B,C
 *
 * The driver passes everything; by hand, `build/bench/syscall --case syscall.getppid` will do.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "bench.h"
#include "clock.h"
#include "context.h"
#include "sampler.h"
#include "wire.h"

struct request {
	const char *name;
	long param;
	int list;
	int dense;
	struct sampler_options sampler;
};

static const struct option options[] = {
	{ "list", no_argument, NULL, 'l' },	      { "case", required_argument, NULL, 'c' },
	{ "param", required_argument, NULL, 'p' },    { "samples", required_argument, NULL, 's' },
	{ "sample-ns", required_argument, NULL, 'n' }, { "seed", required_argument, NULL, 'r' },
	{ "clock", required_argument, NULL, 'k' },    { "ns-per-tick", required_argument, NULL, 't' },
	{ "counter-fds", required_argument, NULL, 'f' }, { "dense", no_argument, NULL, 'd' },
	{ "other-pus", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 },
};

static int use_clock(const char *name)
{
	enum clock_source source;

	if (clock_parse(name, &source) != 0)
		return -EINVAL;
	clock_use(source);
	return 0;
}

static int parse(int argc, char **argv, struct request *r)
{
	int o, err = 0;

	while (!err && (o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (o) {
		case 'l': r->list = 1; break;
		case 'c': r->name = optarg; break;
		case 'p': r->param = strtol(optarg, NULL, 10); break;
		case 's': r->sampler.samples = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'n': r->sampler.sample_ns = strtoull(optarg, NULL, 10); break;
		case 'r': r->sampler.seed = strtoull(optarg, NULL, 10); break;
		case 'k': err = use_clock(optarg); break;
		case 't': r->sampler.ns_per_tick = strtod(optarg, NULL); break;
		case 'd': r->dense = 1; break;
		case 'o': err = context_parse_other_pus(optarg); break;
		case 'f': err = events_parse_fds(optarg, &r->sampler.counters); break;
		default: err = -EINVAL; break;
		}
	}
	return err ? err : (r->list || r->name ? 0 : -EINVAL);
}

static const struct bench_case *find_case(const char *name)
{
	for (size_t i = 0; i < bench_program.count; i++)
		if (strcmp(bench_program.cases[i].name, name) == 0)
			return &bench_program.cases[i];
	return NULL;
}

static int calibrate_if_needed(struct sampler_options *o)
{
	struct clock_calibration calibration;
	int err;

	if (o->ns_per_tick > 0)
		return 0;
	err = clock_calibrate(20000000, &calibration);
	o->ns_per_tick = calibration.ns_per_tick;
	return err;
}

static void measure(const struct bench_case *c, struct request *r)
{
	struct sampler_result result = { .sample = NULL };
	void *state = NULL;
	int err = calibrate_if_needed(&r->sampler);

	context_set_ticks_per_ns(1 / r->sampler.ns_per_tick);
	if (!err && c->setup)
		err = c->setup(&state, r->param);
	if (c->samples)
		r->sampler.samples = c->samples;
	if (!err)
		err = c->observe ? sampler_observe(c, state, &r->sampler, &result)
				 : sampler_run(c, state, &r->sampler, &result);
	if (err == BENCH_SKIP)
		wire_skip(c, context_reason());
	else if (err)
		wire_error(-err, *context_reason() ? context_reason() : strerror(-err));
	else
		wire_result(c, &r->sampler, &result);
	if (state && c->teardown)
		c->teardown(state);
	sampler_free(&result);
}

int main(int argc, char **argv)
{
	struct request r = { .sampler = { .samples = 10, .sample_ns = 1000000, .seed = 1 } };
	const struct bench_case *c;
	const char *why;

	clock_use(clock_pick(&why));
	if (parse(argc, argv, &r) != 0) {
		fprintf(stderr, "usage: %s --list | --case NAME [--param N] [--samples N] …\n", argv[0]);
		return 2;
	}
	if (r.list) {
		wire_list(&bench_program, r.dense);
		return wire_end() ? 2 : 0;
	}
	c = find_case(r.name);
	if (!c) {
		fprintf(stderr, "%s: no case '%s'\n", argv[0], r.name);
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	puts(WIRE_HEADER);
	measure(c, &r);
	return wire_end() ? 2 : 0;
}
