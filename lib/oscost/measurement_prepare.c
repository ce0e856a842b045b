/* Prepares a measurement: which cases, where, by which clock and counters, and what machine.tsv says of it. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "causes.h"
#include "cli.h"
#include "commands.h"
#include "exact.h"
#include "machine/fingerprint.h"
#include "measurement_parts.h"
#include "noise.h"
#include "paths.h"
#include "record/text.h"
#include "shared.h"
#include "spawn.h"

enum { CALIBRATE_NS = 200000000, COMMIT_MAX = 64 };

static void put_key(void *ctx, const char *key, const char *value)
{
	record_machine_set(ctx, key, value);
}

static uint64_t pick_number(void)
{
	uint64_t number = 0;

	if (getrandom(&number, sizeof(number), GRND_NONBLOCK) != (ssize_t)sizeof(number))
		number = clock_raw_ns() * 0x9e3779b97f4a7c15u + (uint64_t)getpid();
	return number;
}

/* Binds nothing yet: only decides. A refused affinity is a disturbance to name, not an end. */
static int choose_pu(struct measurement *m, struct record_error *err)
{
	char why[256] = "";
	int bad = machine_place(m->options->cpu, &m->place, why, sizeof(why));

	if (bad && m->options->cpu >= 0)
		return record_fail(err, bad, "%s", why[0] ? why : strerror(-bad));
	m->setup.cpu = bad ? -1 : (int)m->place.cpu;
	m->setup.core.cpu = bad ? 0 : m->place.cpu;
	if (!bad)
		machine_siblings(m->place.cpu, &m->setup.core.siblings);
	machine_other_pus(m->setup.cpu, m->setup.other_pu);
	if (bad)
		cli_note("no PU can be chosen (%s): processes may move during the run", why);
	return 0;
}

static int set_clock(struct clock_calibration *clock, const char **why, struct record_error *err)
{
	*why = "";
	if (exact_asked())
		return exact_use_clock(clock, err);
	clock_use(clock_pick(why));
	if (clock_calibrate(CALIBRATE_NS, clock) != 0) {
		clock_use(CLOCK_SOURCE_RAW_SYSCALL);
		*why = "the counter stands still";
		clock_calibrate(0, clock);
	}
	return 0;
}

static int calibrate_clock(struct measurement *m, struct record_error *err)
{
	struct record_run *run = &m->part[0].run;
	const char *why;
	int bad = set_clock(&m->setup.clock, &why, err);

	if (bad)
		return bad;
	record_machine_set(run, "clock.source", clock_name(clock_source));
	if (*why) {
		record_machine_set(run, "clock.source.why", why);
		cli_note("the kernel's clock is used: %s", why);
	}
	record_machine_setf(run, "clock.ns_per_tick", "%.12g", m->setup.clock.ns_per_tick);
	record_machine_setf(run, "clock.hz", "%.10g", 1e9 / m->setup.clock.ns_per_tick);
	record_machine_setf(run, "clock.error_ppm", "%.3g", m->setup.clock.error_ppm);
	record_machine_setf(run, "clock.read_ticks", "%llu", (unsigned long long)clock_read_cost_ticks());
	return 0;
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

static int choose_counters(struct measurement *m, struct record_error *err)
{
	static const char *const ways[] = { "none", "PU", "process" };
	struct record_run *run = &m->part[0].run;
	char why[256] = "", more[4096];
	int bad = 0;

	snprintf(more, sizeof(more), "+%s", m->options->counters ? m->options->counters : "");
	if (!m->options->no_counters)
		bad = machine_counters_encode(m->options->counters ? more : NULL, &m->counters, why, sizeof(why));
	if (bad)
		return record_fail(err, bad, "--counters: %s", why[0] ? why : strerror(-bad));
	for (size_t i = 0; i < m->counters.count; i++)
		if ((bad = record_add_counter(run, m->counters.item[i].name)) != 0)
			return record_fail(err, bad, "--counters: %s", strerror(-bad));
	m->setup.counters = &m->counters;
	m->setup.counting = open_counters(m);
	record_machine_set(run, "counters.state", machine_counters_state_name(m->counters.state));
	if (m->counters.why[0])
		record_machine_set(run, "counters.why", m->counters.why);
	record_machine_set(run, "counters.list", m->counters.list);
	record_machine_set(run, "counters.of", ways[m->setup.counting]);
	return 0;
}

static bool has_pmu_cycles(const struct measurement *m)
{
	unsigned found = 0;

	for (size_t i = 0; i < m->counters.count; i++)
		found += strncmp(m->counters.item[i].name, "cycles:", 7) == 0;
	return m->setup.counting == ROUNDS_COUNT_PU && found == 2;
}

/* What was built when: from the caller, else from what CI systems say; the first that is set. */
static const char *find_commit(const struct measure_options *o)
{
	static const char *const variables[] = { "OSCOST_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA" };
	const char *commit = o->commit, *from = "--commit";

	for (size_t i = 0; !commit && i < sizeof(variables) / sizeof(variables[0]); i++) {
		from = variables[i];
		commit = getenv(from);
		commit = commit && *commit ? commit : NULL;
	}
	if (!commit || !*commit)
		return NULL;
	if (strlen(commit) <= COMMIT_MAX && record_text_is_word(commit))
		return commit;
	cli_note("%s is ignored: not visible ASCII of at most %d characters", from, COMMIT_MAX);
	return NULL;
}

static void describe_common(struct measurement *m)
{
	static const char *const kinds[] = { "default", "quick", "thorough" };
	const struct plan *p = &m->setup.plan;
	struct record_run *run = &m->part[0].run;

	record_machine_set(run, "oscost.version", OSCOST_VERSION);
	record_machine_setf(run, "run.seed", "%llu", (unsigned long long)m->setup.seed);
	if (m->setup.cpu >= 0)
		record_machine_setf(run, "run.cpu", "%d", m->setup.cpu);
	record_machine_set(run, "run.cpu.why", m->place.why);
	record_machine_set(run, "run.kind", kinds[m->options->kind]);
	record_machine_set(run, "run.tag", m->options->tag);
	record_machine_set(run, "run.commit", find_commit(m->options));
	record_machine_setf(run, "run.budget_s", "%g", p->budget_s);
	record_machine_setf(run, "run.samples", "%u", p->samples);
	record_machine_setf(run, "run.sample_ns", "%llu", (unsigned long long)p->sample_ns);
	record_machine_set(run, "core.source", has_pmu_cycles(m) ? "pmu" : "chain");
	if (exact_asked())
		record_machine_set(run, "run.exact", "yes");
	record_machine_set(run, "run.complete", "no");
}

static int copy_run(const struct record_run *from, struct record_run *to)
{
	int bad = 0;

	for (size_t i = 0; i < from->case_n && !bad; i++)
		bad = record_add_case(to, &from->cases[i], NULL);
	for (size_t i = 0; i < from->counter_n && !bad; i++)
		bad = record_add_counter(to, from->counters[i]);
	for (size_t i = 0; i < from->machine_n && !bad; i++)
		bad = record_machine_set(to, from->machine[i].key, from->machine[i].value);
	return bad;
}

static void describe_parts(struct measurement *m)
{
	static const char *const names[ROUNDS_ARMS_MOST] = { "A", "B" };
	uint64_t pair = pick_number();

	for (size_t i = 0; i < m->parts; i++) {
		struct record_run *run = &m->part[i].run;

		record_machine_set(run, "run.under", prefix_words(&m->part[i].prefix) ? m->part[i].under : NULL);
		if (noise_describe_known(paths_baseline_dir(), run) != 0)
			cli_detail("what the baseline folder knows of this machine's noise cannot be read");
		if (m->parts == 1)
			continue;
		record_machine_setf(run, "run.pair", "%016llx", (unsigned long long)pair);
		record_machine_set(run, "run.arm", names[i]);
	}
}

static bool is_guest(const struct record_run *run)
{
	const char *hypervisor = record_machine_get(run, "hypervisor");

	return hypervisor && strcmp(hypervisor, "none") != 0;
}

int measurement_prepare(struct measurement *m, struct record_error *err)
{
	const struct measure_options *o = m->options;
	struct record_run *run = &m->part[0].run;
	int bad = 0;

	for (size_t i = 0; i < m->parts && !bad; i++)
		bad = prefix_split(m->part[i].under, &m->part[i].prefix, err);
	if (bad || (bad = measurement_read_cases(m, err)) != 0 || (bad = choose_pu(m, err)) != 0)
		return bad;
	machine_fingerprint(m->setup.cpu < 0 ? 0 : (unsigned)m->setup.cpu, put_key, run);
	if ((bad = calibrate_clock(m, err)) != 0 || (bad = choose_counters(m, err)) != 0)
		return bad;
	m->setup.seed = o->seed_given ? o->seed : pick_number() >> 32; /* short enough to be typed again */
	m->setup.plan = plan_make(o->kind, o->rounds, is_guest(run), &m->catalog);
	m->setup.title = o->title ? o->title : "measuring";
	if (exact_asked())
		plan_exact(&m->setup.plan, o->rounds);
	describe_common(m);
	m->setup.plan.budget_s *= (double)m->parts;
	for (size_t i = 1; i < m->parts; i++)
		if ((bad = copy_run(run, &m->part[i].run)) != 0)
			return record_fail(err, bad, "no memory");
	describe_parts(m);
	for (size_t i = 0; i < m->parts; i++)
		if ((bad = prefix_try(&m->part[i].prefix, m->catalog.job[0].program, m->setup.cpu, err)) != 0)
			return bad;
	if (m->setup.cpu >= 0 && machine_avoid((unsigned)m->setup.cpu) != 0)
		cli_detail("the driver cannot keep off PU %d", m->setup.cpu);
	return 0;
}

void measurement_describe_end(struct measurement *m, size_t part)
{
	const struct rounds_result *r = &m->arm[part].result;
	struct record_run *run = &m->part[part].run;

	record_machine_setf(run, "run.rounds", "%u", r->rounds);
	record_machine_setf(run, "run.processes", "%llu", (unsigned long long)r->processes);
	record_machine_setf(run, "run.reruns", "%llu", (unsigned long long)r->reruns);
	record_machine_setf(run, "run.measuring_s", "%.3f", r->elapsed_s);
	record_machine_setf(run, "run.timed_share", "%.4f", r->elapsed_s > 0 ? r->timed_s / r->elapsed_s : 0);
	struct text causes = { 0 };
	double shared = shared_share(run);

	causes_add_run(&causes, run);
	if (causes.length > 0)
		record_machine_set(run, "run.disturbed", text_str(&causes));
	text_free(&causes);
	if (!isnan(shared))
		record_machine_setf(run, "run.shared_share", "%.3f", shared);
	if (!isnan(r->core_hz))
		record_machine_setf(run, "core.hz", "%.6g", r->core_hz);
	record_machine_set(run, "run.complete", spawn_stopped() ? "no" : "yes");
}

void measurement_release(struct measurement *m)
{
	for (size_t i = 0; m->setup.counting == ROUNDS_COUNT_PU && i < m->counters.count; i++)
		close(m->setup.counter_fds[i]);
	machine_counters_free(&m->counters);
	if (m->affinity_known)
		machine_cpuset_set_affinity(&m->affinity);
	for (size_t i = 0; i < m->parts; i++) {
		prefix_free(&m->part[i].prefix);
		record_free_run(&m->part[i].run);
	}
	catalog_free(&m->catalog);
}
