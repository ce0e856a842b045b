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
	struct disturb_reading r, before = { 0 }, after = { 0 };
	struct disturb_process p = { .elapsed_ns = 100000000, .wanted_cpu = 1, .claims_no_switch = 1 };

	disturb_parse("cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 1 1 1 1 1 1 9 0 0\ncpu1 1 1 1 1 1 1 1 250 0 0\n", 1, 100,
		      &r);
	CHECK_NEAR(r.steal_ns, 2.5e9, 1e-12);
	disturb_parse("cpu  1 2\ncpu0 1 2\n", 0, 100, &r);
	CHECK(isnan(r.steal_ns));
	disturb_parse("", 0, 100, &r);
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
	p.claims_no_switch = 0;
	CHECK(disturb_judge(&none, &none, &p) == NULL);
	p.migrated = 1;
	CHECK_STR(disturb_judge(&none, &none, &p), "migrated");
	p.wanted_cpu = -1;
	CHECK(disturb_judge(&none, &none, &p) == NULL);
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
	struct disturb_reading before, after;

	disturb_read(0, &before);
	disturb_read(0, &after);
	CHECK(after.suspended_ns >= -1e9);
	CHECK(fabs(after.suspended_ns - before.suspended_ns) < 10e6);
}

/* A thousand PUs and more: what lies far behind in /proc/stat counts as well. */
static void test_many_pus(void)
{
	enum { PUS = 2000 };
	char root[] = "/tmp/oscost-test-XXXXXX", path[64];
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
	disturb_read_under(root, PUS - 1, &r);
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
	test_stopped();
	test_reading();
	test_many_pus();
	return check_done();
}
