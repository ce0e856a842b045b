/* The machine and the run in a few lines of plain words, for the head of the table and of the page.
 */
#include "facts.h"

#include <math.h>
#include <string.h>

#include "exact.h"
#include "noise.h"
#include "unit.h"

static const char *get(const struct record_run *run, const char *key)
{
	return record_machine_get(run, key);
}

/* Appends before, the value, after, when the run has that key. */
static void add(struct text *t, const struct record_run *run, const char *before, const char *key,
		const char *after)
{
	const char *value = get(run, key);

	if (!value)
		return;
	if (t->length > 0)
		text_add(t, before);
	text_add_clean(t, value);
	text_add(t, after);
}

static bool says(const struct record_run *run, const char *key, const char *value)
{
	const char *is = get(run, key);

	return is && strcmp(is, value) == 0;
}

void facts_add_title(struct text *t, const struct record_run *run)
{
	text_add(t, "oscost");
	add(t, run, " ", "oscost.version", "");
	add(t, run, " on ", "host", "");
	add(t, run, ", ", "date", "");
	add(t, run, ", ", "run.tag", "");
}

static void add_hz(struct text *t, double hz)
{
	if (hz >= 1e9)
		text_addf(t, "%.3f GHz", hz / 1e9);
	else if (hz > 0)
		text_addf(t, "%.3f MHz", hz / 1e6);
}

static void add_machine(struct text *t, const struct record_run *run)
{
	double bytes = record_machine_real(run, "memory.total_bytes");
	const char *hypervisor = get(run, "hypervisor");

	add(t, run, "", "cpu.model", "");
	if (bytes > 0)
		text_addf(t, "%s%.1f GiB", t->length ? ", " : "", bytes / (1 << 30));
	if (hypervisor && strcmp(hypervisor, "none") != 0)
		add(t, run, ", guest of ", "hypervisor", "");
	add(t, run, ", microcode ", "cpu.microcode", "");
}

static void add_kernel(struct text *t, const struct record_run *run)
{
	text_add(t, "Linux");
	add(t, run, " ", "kernel.release", "");
	add(t, run, ", ", "kernel.hz", " Hz");
	add(t, run, ", tick ", "kernel.tick", "");
	add(t, run, ", preemption ", "kernel.preempt", "");
	add(t, run, ", clock source ", "kernel.clocksource", "");
	add(t, run, ", ", "os", "");
}

static void add_pu(struct text *t, const struct record_run *run)
{
	add(t, run, "", "run.cpu", "");
	add(t, run, ", ", "run.cpu.why", "");
	add(t, run, ", governor ", "cpu.governor", "");
	add(t, run, ", turbo ", "cpu.turbo", "");
	add(t, run, ", SMT ", "cpu.smt", "");
}

static void add_clock(struct text *t, const struct record_run *run)
{
	double hz = record_machine_real(run, "clock.hz");
	double ppm = record_machine_real(run, "clock.error_ppm");
	double read_ns = record_machine_real(run, "clock.read_ticks") *
			 record_machine_real(run, "clock.ns_per_tick");

	add(t, run, "", "clock.source", "");
	if (hz > 0) {
		text_add(t, " at ");
		add_hz(t, hz);
	}
	if (ppm > 0)
		text_addf(t, " ±%.2g ppm", ppm);
	if (read_ns > 0) {
		text_add(t, ", a reading takes ");
		unit_add_value(t, read_ns, "ns");
	}
	add(t, run, ", ", "clock.source.why", "");
}

static const struct {
	const char *state, *words;
} counter_states[] = {
	{ "ok", "counters work" },
	{ "no-pmu", "no PMU here" },
	{ "no-permission", "no permission to use the PMU" },
	{ "no-syscall", "no perf_event_open here" },
};

static void add_core(struct text *t, const struct record_run *run)
{
	double hz = record_machine_real(run, "core.hz");
	const char *state = get(run, "counters.state");

	if (exact_is(run))
		return; /* time is instructions: there are no cycles */
	if (!(hz > 0))
		text_add(t, "frequency not known");
	add_hz(t, hz);
	if (says(run, "core.source", "pmu"))
		text_add(t, ", cycles counted by the PMU");
	else if (says(run, "core.source", "chain"))
		text_add(t, ", cycles from a chain of dependent adds, one a cycle");
	for (size_t i = 0; state && i < sizeof(counter_states) / sizeof(counter_states[0]); i++)
		if (strcmp(state, counter_states[i].state) == 0)
			text_addf(t, "; %s", counter_states[i].words);
	if (state && strcmp(state, "ok") != 0)
		add(t, run, " (", "counters.why", ")");
}

static void add_share(struct text *t, const struct record_run *run)
{
	double share = record_machine_real(run, "run.timed_share");

	if (share >= 0)
		text_addf(t, ", %.0f%% of it inside timed samples", share * 100);
}

/* Each process that is run again was one of the disturbed; the last attempt stays, disturbed or not. */
static void add_disturbed(struct text *t, const struct record_run *run)
{
	double reruns = record_machine_real(run, "run.reruns");
	bool known = get(run, "run.disturbed");

	add(t, run, ", disturbed processes: ", "run.disturbed", "");
	if (reruns > 0 && known)
		text_addf(t, " (%.0f of them replaced by running %s again)", reruns, reruns == 1 ? "it" : "them");
	else if (reruns > 0)
		text_addf(t, ", %.0f process%s run again because disturbed", reruns, reruns == 1 ? "" : "es");
	else if (reruns == 0)
		text_add(t, known ? " (none of them run again)" : ", no process run again");
}

static void add_shared(struct text *t, const struct record_run *run)
{
	double share = record_machine_real(run, "run.shared_share");

	if (share >= .005)
		text_addf(t, ", the core was shared with others in %.0f%% of the processes (not counted where six others remain)", share * 100);
}

static void add_run(struct text *t, const struct record_run *run)
{
	double seconds = record_machine_real(run, "run.measuring_s");
	double rounds = record_machine_real(run, "run.rounds");

	if (rounds >= 0)
		text_addf(t, "%.0f round%s", rounds, rounds == 1 ? "" : "s");
	if (seconds >= 0)
		text_addf(t, "%s%.1f s of measuring", t->length ? ", " : "", seconds);
	add_share(t, run);
	add_disturbed(t, run);
	add_shared(t, run);
	add(t, run, t->length ? ", seed " : "seed ", "run.seed", "");
	if (says(run, "run.condensed", "yes"))
		text_add(t, "; condensed to one figure a process: floor, percentiles and modes of samples are not kept");
	if (says(run, "run.complete", "yes"))
		text_add(t, "; complete");
	else
		text_add(t, "; INTERRUPTED: what was measured until then is here, a round that was not finished included");
}

/* A figure under a prefix is not the machine's own. */
static void add_under(struct text *t, const struct record_run *run)
{
	add(t, run, "", "run.under", "");
	if (get(run, "run.arm") && !get(run, "run.under"))
		text_add(t, "nothing");
	add(t, run, ", arm ", "run.arm", " of two that were measured in turn");
}

static void add_vm(struct text *t, const struct record_run *run)
{
	add(t, run, "", "vm.kernel", "");
	add(t, run, ", in ", "vm.emulator", "");
	add(t, run, ", ", "vm.options", "");
}

const struct fact facts[] = {
	{ "machine", add_machine },
	{ "kernel", add_kernel },
	{ "guest", add_vm },
	{ "PU", add_pu },
	{ "clock", add_clock },
	{ "core", add_core },
	{ "run", add_run },
	{ "exact", exact_add_words },
	{ "noise", noise_add_words },
	{ "under", add_under },
	{ NULL, NULL },
};
