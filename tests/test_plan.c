/* Budgets into rounds and samples, and the judgement of disturbance. */
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "oscost/disturb.h"
#include "oscost/plan.h"

static void fill(struct catalog_job *job, size_t flexible, size_t fixed, uint64_t cost_ns)
{
	memset(job, 0, (flexible + fixed) * sizeof(*job));
	for (size_t i = 0; i < fixed; i++)
		job[flexible + i].cost_ns = cost_ns;
}

static double planned_s(const struct plan *p, size_t flexible, size_t fixed, uint64_t cost_ns)
{
	return p->rounds_least *
	       ((double)flexible * p->samples * (double)p->sample_ns + (double)fixed * (double)cost_ns) / 1e9;
}

static void test_budgets(void)
{
	static const struct {
		size_t flexible, fixed;
	} size[] = { { 1, 0 }, { 17, 6 }, { 40, 6 }, { 100, 6 } };
	struct catalog_job job[200];

	for (size_t i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
		struct catalog catalog = { job, size[i].flexible + size[i].fixed };

		fill(job, size[i].flexible, size[i].fixed, 80000000);
		struct plan p = plan_make(PLAN_DEFAULT, 0, true, &catalog);

		CHECK_EQ(p.rounds_least, 20);
		CHECK(planned_s(&p, size[i].flexible, size[i].fixed, 80000000) <= 60);
		CHECK(p.sample_ns >= 1000000);
		CHECK(p.samples >= 5 && p.samples <= 30);
		CHECK_NEAR(p.precision, 0.03, 1e-12);
		p = plan_make(PLAN_QUICK, 0, false, &catalog);
		CHECK(p.rounds_least >= 6);
		CHECK_NEAR(p.precision, 0.01, 1e-12);
	}
}

static void test_rounds_option(void)
{
	struct catalog_job job[1];
	struct catalog catalog = { job, 1 };

	fill(job, 1, 0, 0);
	struct plan p = plan_make(PLAN_DEFAULT, 3, true, &catalog);

	CHECK_EQ(p.rounds_least, 3);
	CHECK_EQ(p.rounds_most, 3);
	CHECK(plan_process_limit_ns(&p, &job[0]) > p.samples * p.sample_ns);
}

static void test_steal(void)
{
	const struct disturb_core pu0 = { .cpu = 0 }, pu1 = { .cpu = 1 };
	struct disturb_reading r, before = { 0 }, after = { 0 };
	struct disturb_process p = { .elapsed_ns = 100000000, .wanted_cpu = 1, .claims_no_switch = 1 };

	disturb_parse("cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 1 1 1 1 1 1 9 0 0\ncpu1 1 1 1 1 1 1 1 250 0 0\n", &pu1, 100,
		      &r);
	CHECK_NEAR(r.steal_ns, 2.5e9, 1e-12);
	disturb_parse("cpu  1 2\ncpu0 1 2\n", &pu0, 100, &r);
	CHECK(isnan(r.steal_ns));
	disturb_parse("", &pu0, 100, &r);
	CHECK(isnan(r.steal_ns));

	CHECK(disturb_judge(&before, &after, &p) == NULL);
	after.steal_ns = 10e6; /* one step of the count proves nothing */
	CHECK(disturb_judge(&before, &after, &p) == NULL);
	after.steal_ns = 20e6;
	CHECK_STR(disturb_judge(&before, &after, &p), "steal");
	p.elapsed_ns = 1000000000; /* two hundredths of it: below the bound */
	CHECK(disturb_judge(&before, &after, &p) == NULL);
	after.steal_ns = NAN;
	CHECK(disturb_judge(&before, &after, &p) == NULL);
}

static void test_other_causes(void)
{
	struct disturb_reading none = { 0 };
	struct disturb_process p = { .elapsed_ns = 100000000, .wanted_cpu = 1, .claims_no_switch = 1 };

	p.involuntary = 5;
	CHECK(disturb_judge(&none, &none, &p) == NULL);
	p.involuntary = 50;
	CHECK_STR(disturb_judge(&none, &none, &p), "preempted");
	/* Few switches, and half of the time is gone. */
	p.involuntary = 5;
	p.waited_ns = 50000000;
	CHECK_STR(disturb_judge(&none, &none, &p), "preempted");
	p.waited_ns = 4000000;
	CHECK(disturb_judge(&none, &none, &p) == NULL);
	p.waited_ns = NAN;
	CHECK(disturb_judge(&none, &none, &p) == NULL);
	p.waited_ns = 50000000;
	p.claims_no_switch = 0;
	CHECK(disturb_judge(&none, &none, &p) == NULL);
	p.migrated = 1;
	CHECK_STR(disturb_judge(&none, &none, &p), "migrated");
	p.wanted_cpu = -1;
	CHECK(disturb_judge(&none, &none, &p) == NULL);
}

/* A PU that is offline has no line. */
static void test_offline(void)
{
	const struct disturb_core pu1 = { .cpu = 1 };
	struct disturb_process p = { .elapsed_ns = 100000000, .wanted_cpu = 1, .migrated = 1 };
	struct disturb_reading there, gone, none;

	disturb_parse("cpu  1 1 1 1 1 1 1 1\ncpu0 1 1 1 1 1 1 1 1\ncpu1 1 1 1 1 1 1 1 1\n", &pu1, 100, &there);
	disturb_parse("cpu  1 1 1 1 1 1 1 1\ncpu0 1 1 1 1 1 1 1 1\ncpu10 1 1 1 1 1 1 1 1\n", &pu1, 100, &gone);
	disturb_parse("", &pu1, 100, &none);
	CHECK(!there.offline);
	CHECK(gone.offline);
	CHECK(!none.offline); /* that says nothing of any PU */
	CHECK_STR(disturb_judge(&there, &gone, &p), "offline");
	CHECK_STR(disturb_judge(&gone, &there, &p), "offline");
	CHECK_STR(disturb_judge(&there, &there, &p), "migrated");
	p.wanted_cpu = -1;
	CHECK(disturb_judge(&gone, &gone, &p) == NULL);
}

/* 200 ms of a process on PU 1, whose siblings are 0 and 3: their lines afterwards; before, all were idle for 1 s. */
static const char *judge_core(const char *cpu0, const char *cpu1, const char *cpu3, double own_ns, double driver_ns)
{
	struct disturb_process p = { .elapsed_ns = 200000000, .wanted_cpu = 1 };
	struct disturb_reading before, after;
	struct disturb_core core = { .cpu = 1 };
	char text[400];

	machine_cpuset_add(&core.siblings, 0);
	machine_cpuset_add(&core.siblings, 3);
	disturb_parse("cpu  1 1 1\ncpu0 7 7 7 60 40 7 7 0\ncpu1 7 7 7 50 50 7 7 0\ncpu2 0 0 0 100 0 0 0 0\n"
		      "cpu3 7 7 7 100 0 7 7 0\n", &core, 100, &before);
	snprintf(text, sizeof(text), "cpu  1 1 1\n%s%scpu2 9 9 9 100 0 9 9 0\n%s", cpu0, cpu1, cpu3);
	disturb_parse(text, &core, 100, &after);
	before.at_ns = before.own_ns = before.driver_ns = 5e9;
	after.at_ns = 5.2e9;
	after.own_ns = 5e9 + own_ns;
	after.driver_ns = 5e9 + driver_ns;
	before.throttled = after.throttled = before.suspended_ns = after.suspended_ns = NAN;
	return disturb_judge(&before, &after, &p);
}

static void test_sibling(void)
{
	const char *cpu0 = "cpu0 7 7 7 78 42 7 7 0\n", *cpu0_busy = "cpu0 23 7 7 62 42 7 7 0\n";
	const char *cpu1 = "cpu1 27 7 7 50 50 7 7 0\n", *cpu1_half = "cpu1 17 7 7 60 50 7 7 0\n";
	const char *cpu3 = "cpu3 7 7 7 120 0 7 7 0\n", *cpu3_busy = "cpu3 7 7 27 100 0 7 7 0\n";

	CHECK(judge_core(cpu0, cpu1, cpu3, 200e6, 1e6) == NULL);
	CHECK_STR(judge_core(cpu0_busy, cpu1, cpu3, 200e6, 1e6), "sibling");
	CHECK_STR(judge_core(cpu0, cpu1, cpu3_busy, 200e6, 1e6), "sibling");
	/* less than half of the time, which leaves the median alone */
	CHECK(judge_core("cpu0 15 7 7 70 42 7 7 0\n", cpu1, cpu3, 200e6, 1e6) == NULL);
	/* a partner of the case's own, which took half of its time */
	CHECK(judge_core(cpu0_busy, cpu1_half, cpu3, 200e6, 1e6) == NULL);
	/* the driver itself */
	CHECK(judge_core(cpu0_busy, cpu1, cpu3, 200e6, 90e6) == NULL);
	/* a process that waits half of the time, and one that was not alone on its PU */
	CHECK_STR(judge_core(cpu0_busy, cpu1_half, cpu3, 100e6, 1e6), "sibling");
	CHECK(judge_core(cpu0, cpu1, cpu3, 0, 1e6) == NULL);
	/* gone, come, and fewer fields */
	CHECK(judge_core(cpu0, cpu1, "", 200e6, 1e6) == NULL);
	CHECK(judge_core("cpu0 17 7 7\n", cpu1, cpu3, 200e6, 1e6) == NULL);
}

static void test_stopped(void)
{
	struct disturb_reading before = { 0 }, after = { 0 };
	struct disturb_process p = { .elapsed_ns = 100000000, .wanted_cpu = 1, .migrated = 1 };

	after.throttled = 1;
	CHECK_STR(disturb_judge(&before, &after, &p), "throttled");
	before.throttled = NAN; /* not known before */
	CHECK_STR(disturb_judge(&before, &after, &p), "migrated");
	before.throttled = 7; /* another group meanwhile */
	CHECK_STR(disturb_judge(&before, &after, &p), "migrated");
	after.suspended_ns = 1e6;
	CHECK_STR(disturb_judge(&before, &after, &p), "migrated");
	after.suspended_ns = 3e9;
	CHECK_STR(disturb_judge(&before, &after, &p), "suspended");
}

/* The clocks of this machine: no suspend between two readings. */
static void test_reading(void)
{
	const struct disturb_core core = { .cpu = 0 };
	struct disturb_reading before, after;

	disturb_read(&core, &before);
	disturb_read(&core, &after);
	CHECK(after.suspended_ns >= -1e9);
	CHECK(fabs(after.suspended_ns - before.suspended_ns) < 10e6);
}

/* A thousand PUs and more: what lies far behind in /proc/stat counts as well. */
static void test_many_pus(void)
{
	enum { PUS = 2000 };
	char root[] = "/tmp/oscost-test-XXXXXX", path[64];
	const struct disturb_core last = { .cpu = PUS - 1 };
	struct disturb_reading r;
	FILE *f;

	CHECK(mkdtemp(root));
	snprintf(path, sizeof(path), "%s/proc", root);
	CHECK_EQ(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/proc/stat", root);
	f = fopen(path, "w");
	CHECK(f);
	fprintf(f, "cpu  1 2 3 4 5 6 7 8 0 0\n");
	for (int i = 0; i < PUS; i++)
		fprintf(f, "cpu%d 4705 356 584 3699176 23060 0 277 %d 0 0\n", i, 100 * i);
	CHECK_EQ(fclose(f), 0);
	disturb_read_under(root, &last, &r);
	CHECK_NEAR(r.steal_ns * (double)sysconf(_SC_CLK_TCK), 1e11 * (PUS - 1), 1e-12);
	CHECK(isnan(r.throttled));
	CHECK_EQ(unlink(path), 0);
	snprintf(path, sizeof(path), "%s/proc", root);
	CHECK_EQ(rmdir(path) | rmdir(root), 0);
}

int main(void)
{
	test_budgets();
	test_rounds_option();
	test_steal();
	test_other_causes();
	test_offline();
	test_sibling();
	test_stopped();
	test_reading();
	test_many_pus();
	return check_done();
}
