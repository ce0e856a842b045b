/* oscost measure: prepares the machine's side of a run, measures, writes the folder, prints the table. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "catalog.h"
#include "cli.h"
#include "commands.h"
#include "machine/counters.h"
#include "machine/fingerprint.h"
#include "machine/placement.h"
#include "measure_options.h"
#include "paths.h"
#include "plan.h"
#include "report.h"
#include "rounds.h"
#include "runfolder.h"
#include "shared.h"
#include "spawn.h"

#define CALIBRATE_NS 200000000u

struct measurement {
	struct measure_options options;
	struct record_run run;
	struct catalog catalog;
	struct machine_placement place;
	struct machine_counters counters;
	struct rounds_setup setup;
	struct rounds_result result;
	struct runfolder folder;
	bool folder_made;
};

static void put_key(void *ctx, const char *key, const char *value)
{
	record_machine_set(ctx, key, value);
}

static uint64_t pick_seed(const struct measure_options *o)
{
	uint64_t seed = 0;

	if (o->seed_given)
		return o->seed;
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != (ssize_t)sizeof(seed))
		seed = clock_raw_ns();
	return seed >> 32; /* short enough to be typed again */
}

/* Binds nothing yet: only decides. A refused affinity is a disturbance to name, not an end. */
static int choose_pu(struct measurement *m)
{
	char err[256] = "";
	int bad = machine_place(m->options.cpu, &m->place, err, sizeof(err));

	if (bad && m->options.cpu >= 0) {
		cli_error("%s", err[0] ? err : strerror(-bad));
		return bad;
	}
	m->setup.cpu = bad ? -1 : (int)m->place.cpu;
	machine_other_pus(m->setup.cpu, m->setup.other_pu);
	if (bad)
		cli_note("no PU can be chosen (%s): processes may move during the run", err);
	return 0;
}

static void calibrate_clock(struct measurement *m)
{
	const char *why;

	clock_use(clock_pick(&why));
	if (clock_calibrate(CALIBRATE_NS, &m->setup.clock) != 0) {
		clock_use(CLOCK_SOURCE_RAW_SYSCALL);
		why = "the counter stands still";
		clock_calibrate(0, &m->setup.clock);
	}
	record_machine_set(&m->run, "clock.source", clock_name(clock_source));
	if (*why) {
		record_machine_set(&m->run, "clock.source.why", why);
		cli_note("the kernel's clock is used: %s", why);
	}
	record_machine_setf(&m->run, "clock.ns_per_tick", "%.12g", m->setup.clock.ns_per_tick);
	record_machine_setf(&m->run, "clock.hz", "%.10g", 1e9 / m->setup.clock.ns_per_tick);
	record_machine_setf(&m->run, "clock.error_ppm", "%.3g", m->setup.clock.error_ppm);
	record_machine_setf(&m->run, "clock.read_ticks", "%llu", (unsigned long long)clock_read_cost_ticks());
}

/* For the whole PU if the kernel lets us, else for the counted processes alone. */
static enum rounds_counting open_counters(struct measurement *m)
{
	if (m->counters.count == 0)
		return ROUNDS_NO_COUNTERS;
	if (m->setup.cpu >= 0 &&
	    machine_counters_open_cpu(&m->counters, (unsigned)m->setup.cpu, m->setup.counter_fds) == 0)
		return ROUNDS_COUNT_PU;
	return ROUNDS_COUNT_APART;
}

static int choose_counters(struct measurement *m)
{
	static const char *const ways[] = { "none", "PU", "process" };
	char err[256] = "";
	int bad = 0;
	char more[4096];

	snprintf(more, sizeof(more), "+%s", m->options.counters ? m->options.counters : "");
	if (!m->options.no_counters)
		bad = machine_counters_encode(m->options.counters ? more : NULL, &m->counters, err, sizeof(err));
	if (bad) {
		cli_error("--counters: %s", err[0] ? err : strerror(-bad));
		return bad;
	}
	for (size_t i = 0; i < m->counters.count; i++)
		if ((bad = record_add_counter(&m->run, m->counters.item[i].name)) != 0)
			return bad;
	m->setup.counters = &m->counters;
	m->setup.counting = open_counters(m);
	record_machine_set(&m->run, "counters.state", machine_counters_state_name(m->counters.state));
	if (m->counters.why[0])
		record_machine_set(&m->run, "counters.why", m->counters.why);
	record_machine_set(&m->run, "counters.list", m->counters.list);
	record_machine_set(&m->run, "counters.of", ways[m->setup.counting]);
	return 0;
}

static bool has_pmu_cycles(const struct measurement *m)
{
	unsigned found = 0;

	for (size_t i = 0; i < m->counters.count; i++)
		found += strncmp(m->counters.item[i].name, "cycles:", 7) == 0;
	return m->setup.counting == ROUNDS_COUNT_PU && found == 2;
}

static void describe_run(struct measurement *m)
{
	static const char *const kinds[] = { "default", "quick", "thorough" };
	const struct plan *p = &m->setup.plan;
	struct record_run *run = &m->run;

	record_machine_set(run, "oscost.version", OSCOST_VERSION);
	record_machine_setf(run, "run.seed", "%llu", (unsigned long long)m->setup.seed);
	if (m->setup.cpu >= 0)
		record_machine_setf(run, "run.cpu", "%d", m->setup.cpu);
	record_machine_set(run, "run.cpu.why", m->place.why);
	record_machine_set(run, "run.kind", kinds[m->options.kind]);
	record_machine_set(run, "run.tag", m->options.tag);
	record_machine_setf(run, "run.budget_s", "%g", p->budget_s);
	record_machine_setf(run, "run.samples", "%u", p->samples);
	record_machine_setf(run, "run.sample_ns", "%llu", (unsigned long long)p->sample_ns);
	record_machine_set(run, "core.source", has_pmu_cycles(m) ? "pmu" : "chain");
	record_machine_set(run, "run.complete", "no");
}

static void describe_result(struct measurement *m)
{
	const struct rounds_result *r = &m->result;
	struct record_run *run = &m->run;

	record_machine_setf(run, "run.rounds", "%u", r->rounds);
	record_machine_setf(run, "run.processes", "%llu", (unsigned long long)r->processes);
	record_machine_setf(run, "run.reruns", "%llu", (unsigned long long)r->reruns);
	record_machine_setf(run, "run.measuring_s", "%.3f", r->elapsed_s);
	record_machine_setf(run, "run.timed_share", "%.4f", r->elapsed_s > 0 ? r->timed_s / r->elapsed_s : 0);
	double shared = shared_share(run);

	if (!isnan(shared))
		record_machine_setf(run, "run.shared_share", "%.3f", shared);
	if (!isnan(r->core_hz))
		record_machine_setf(run, "core.hz", "%.6g", r->core_hz);
	record_machine_set(run, "run.complete", spawn_stopped() ? "no" : "yes");
}

static bool is_guest(const struct record_run *run)
{
	const char *hypervisor = record_machine_get(run, "hypervisor");

	return hypervisor && strcmp(hypervisor, "none") != 0;
}

static int prepare(struct measurement *m, struct record_error *err)
{
	int bad = catalog_read(paths_bench_dir(), m->options.only, m->options.only_count, &m->catalog,
			       m->options.kind == PLAN_THOROUGH, &m->run, err);

	if (bad) {
		cli_error("%s", err->text);
		return bad;
	}
	if ((bad = choose_pu(m)) != 0)
		return bad;
	machine_fingerprint(m->setup.cpu < 0 ? 0 : (unsigned)m->setup.cpu, put_key, &m->run);
	calibrate_clock(m);
	if ((bad = choose_counters(m)) != 0)
		return bad;
	m->setup.seed = pick_seed(&m->options);
	m->setup.plan = plan_make(m->options.kind, m->options.rounds, is_guest(&m->run), &m->catalog);
	describe_run(m);
	if (m->setup.cpu >= 0 && machine_avoid((unsigned)m->setup.cpu) != 0)
		cli_detail("the driver cannot keep off PU %d", m->setup.cpu);
	return 0;
}

static int begin_folder(struct measurement *m, struct record_error *err)
{
	int bad = runfolder_make(m->options.out, &m->folder, err);

	if (bad)
		return bad;
	m->folder_made = true;
	bad = record_write_machine(m->folder.path, &m->run, err);
	return bad ? bad : record_write_cases(m->folder.path, &m->run, err);
}

static int end_folder(struct measurement *m, struct record_error *err)
{
	int bad;

	describe_result(m);
	bad = record_write_machine(m->folder.path, &m->run, err);
	return bad ? bad : record_write_cases(m->folder.path, &m->run, err);
}

/* What was measured stays where it is, whatever happened: say where. */
static int lost(const struct measurement *m, const struct record_error *err)
{
	cli_error("%s", err->text);
	if (m->folder_made)
		cli_error("what was measured until then is in %s", m->folder.path);
	return CLI_ERROR;
}

static bool anything_measured(const struct record_run *run)
{
	if (run->sample_n)
		return true;
	for (size_t i = 0; i < run->case_n; i++)
		cli_error("%s: %s: %s", run->cases[i].name, run->cases[i].status,
			  run->cases[i].reason ? run->cases[i].reason : "no samples");
	return false;
}

/* From what is on disk, so that a later report of the same files is the same to the byte. */
static int report_files(struct measurement *m, const struct report_options *options, struct record_error *err)
{
	int bad;

	record_free_run(&m->run);
	bad = record_read_run(m->folder.path, &m->run, err);
	return bad ? bad : report_make(m->folder.path, &m->run, options, err);
}

static int measure(struct measurement *m)
{
	struct record_error err = { "" };
	struct report_options report = { .pictures = !m->options.no_pictures, .print = true };

	if (prepare(m, &err) != 0)
		return CLI_ERROR;
	if (begin_folder(m, &err) != 0)
		return lost(m, &err);
	spawn_catch_signals();
	if (rounds_run(&m->setup, &m->catalog, m->folder.path, &m->run, &m->result, &err) != 0)
		return lost(m, &err);
	if (end_folder(m, &err) != 0)
		return lost(m, &err);
	report.pictures = report.pictures && !spawn_stopped();
	bool measured = anything_measured(&m->run);

	if (measured && report_files(m, &report, &err) != 0)
		return lost(m, &err);
	if (runfolder_finish(&m->folder, &err) != 0)
		return lost(m, &err);
	cli_note("the run is in %s%s", m->folder.path, spawn_stopped() ? " (interrupted: what was finished)" : "");
	if (spawn_stopped())
		return CLI_INTERRUPTED;
	return measured ? CLI_OK : CLI_ERROR;
}

int cmd_measure(int argc, char **argv)
{
	static struct measurement m;
	int status;

	if (measure_options_parse(argc, argv, &m.options) != 0)
		return CLI_ERROR;
	status = measure(&m);
	catalog_free(&m.catalog);
	machine_counters_free(&m.counters);
	record_free_run(&m.run);
	return status;
}
