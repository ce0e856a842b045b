/* Writes what wire.h describes. */
#include "wire.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static const char *const event_names[BENCH_EVENTS] = {
	[BENCH_SWITCHES] = "switches", [BENCH_FAULTS] = "faults",
	[BENCH_CHILDREN] = "children", [BENCH_SIGNALS] = "signals",
	[BENCH_INTERRUPTS] = "interrupts", [BENCH_SYSCALLS] = "syscalls", [BENCH_THREADS] = "threads",
};

static void print_expect(const struct bench_expect *expect, int is_output, int claims_syscalls)
{
	const char *gap = "";

	for (int e = 0; e < BENCH_EVENTS; e++) {
		double n = expect->events[e];

		/* A zero is a claim only where it could come out otherwise. */
		if (n < 0 || (n == 0 && (is_output || (e != BENCH_SWITCHES && e != BENCH_FAULTS && e != BENCH_SYSCALLS))) ||
		    (e == BENCH_SYSCALLS && !claims_syscalls) ||
		    (e == BENCH_SIGNALS && expect->signals_hz > 0))
			continue;
		printf("%s%s=%g", gap, event_names[e], n);
		gap = " ";
	}
	if (expect->signals_hz > 0) {
		printf("%ssignals_hz=%g", gap, expect->signals_hz);
		gap = " ";
	}
	if (!*gap)
		printf("-");
}

struct list_row {
	const char *name, *run, *unit, *what;
	const struct bench_expect *expect;
	const long *param;
	int is_output, claims_syscalls;
	uint64_t cost_ns; /* what a process takes by the case's own rules; 0 = as the driver likes */
};

static void print_row(const struct list_row *row)
{
	printf("case\t%s\t", row->name);
	if (row->param)
		printf("%ld", *row->param);
	else
		printf("-");
	printf("\t%s\t%s\t", row->run, row->unit);
	print_expect(row->expect, row->is_output, row->claims_syscalls);
	printf("\t%" PRIu64 "\t%s\n", row->cost_ns, row->what);
}

static void list_outputs(const struct bench_case *c, const long *param)
{
	for (size_t o = 0; o < c->output_count; o++) {
		const struct bench_output *out = &c->outputs[o];
		struct list_row row = { .name = out->name, .run = c->name, .unit = out->unit,
					.what = out->what, .expect = &out->expect, .param = param, .is_output = 1,
					.cost_ns = o ? 0 : c->watch_ns };

		print_row(&row);
	}
}

static void list_curve(struct list_row *row, const struct bench_case *c, int dense)
{
	int all = dense && c->dense_params;
	const long *params = all ? c->dense_params : c->params;
	size_t count = all ? c->dense_count : c->param_count;

	for (size_t p = 0; p < count; p++) {
		struct bench_expect expect = c->expect;

		if (expect.signals_hz < 0)
			expect.signals_hz = (double)params[p];
		row->param = &params[p];
		row->expect = &expect;
		if (c->observe)
			list_outputs(c, row->param);
		else
			print_row(row);
	}
}

static void list_case(const struct bench_case *c, int dense)
{
	struct list_row row = { .name = c->name, .run = c->name, .unit = "ns", .what = c->what,
				.expect = &c->expect, .claims_syscalls = c->claims_syscalls,
				.cost_ns = c->sample_ns * (c->samples ? c->samples : 1) };

	if (c->params)
		list_curve(&row, c, dense);
	else if (c->observe)
		list_outputs(c, NULL);
	else
		print_row(&row);
}

void wire_list(const struct bench_program *program, int dense)
{
	puts(WIRE_HEADER);
	for (size_t i = 0; i < program->count; i++)
		list_case(&program->cases[i], dense);
}

static void print_number(double x)
{
	if (isnan(x))
		printf("\t-");
	else
		printf("\t%.12g", x);
}

static void print_sample(const char *name, const struct sampler_sample *s, size_t counters)
{
	printf("sample\t%s\t%" PRIu64, name, s->ops);
	print_number(s->ticks);
	print_number(s->overhead_ticks);
	print_number(s->cycles_per_tick > 0 ? s->cycles_per_tick : NAN);
	print_number(s->width);
	printf("\t%d", s->cpu);
	for (int e = 0; e < BENCH_EVENTS; e++)
		print_number(s->events[e]);
	for (size_t i = 0; i < counters; i++)
		print_number(s->counter[i]);
	putchar('\n');
}

static const char *output_name(const struct bench_case *c, size_t output)
{
	return c->observe ? c->outputs[output].name : c->name;
}

void wire_result(const struct bench_case *c, const struct sampler_options *options,
		 const struct sampler_result *result)
{
	for (size_t i = 0; i < result->count; i++)
		print_sample(output_name(c, result->sample[i].output), &result->sample[i],
			     options->counters.count);
	for (size_t i = 0; i < result->gaps; i++)
		printf("gap\t%s\t%.12g\t%.12g\n", result->gap[i].is_tick ? "tick" : "other",
		       result->gap[i].start_ticks, result->gap[i].ticks);
	for (size_t o = 0; o < c->output_count; o++)
		if (result->skip[o])
			printf("skip\t%s\t%s\n", output_name(c, o), result->skip[o]);
	printf("process\t%" PRIu64 "\t%g\n", result->timed_ticks, result->involuntary);
}

void wire_skip(const struct bench_case *c, const char *reason)
{
	if (!c->observe)
		printf("skip\t%s\t%s\n", c->name, reason);
	for (size_t o = 0; o < c->output_count; o++)
		printf("skip\t%s\t%s\n", c->outputs[o].name, reason);
}

void wire_error(int error, const char *reason)
{
	printf("error\t%d\t%s\n", error, reason);
}

int wire_end(void)
{
	puts("end");
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : -EIO;
}
