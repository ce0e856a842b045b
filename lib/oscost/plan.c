/* Fits rounds and samples into a budget. */
#include "plan.h"

/* What a process costs beside its samples: start, warm-up, calibration, the core clock, its end. */
#define PROCESS_NS 5e6
/* An odd number: a median of two middle ones is no whole number. At 250 Hz a tick comes into one in sixteen. */
#define EXACT_SAMPLES 31
#define EXACT_SAMPLE_NS 250000
#define SAMPLE_LEAST_NS 1e6
#define SAMPLE_MOST_NS 2e6

static const struct {
	double budget_s;
	uint32_t rounds_least, rounds_most;
	unsigned samples;
} kinds[] = {
	[PLAN_DEFAULT] = { 60, 20, 60, 30 },
	[PLAN_QUICK] = { 10, 6, 6, 20 },
	[PLAN_THOROUGH] = { 600, 30, 60, 30 },
};

/* Time of one round that the cases have fixed themselves; how many have not. */
static double fixed_ns(const struct catalog *catalog, unsigned *flexible)
{
	double sum = 0;

	*flexible = 0;
	for (size_t i = 0; i < catalog->count; i++) {
		if (catalog->job[i].cost_ns)
			sum += 1.2 * (double)catalog->job[i].cost_ns + PROCESS_NS;
		else
			++*flexible;
	}
	return sum;
}

/* Shorter samples first, then fewer: both keep the number of processes, which is what counts. */
static void fit_samples(struct plan *plan, double process_ns)
{
	double room_ns = process_ns - PROCESS_NS;
	double sample_ns = room_ns / plan->samples;

	if (sample_ns < SAMPLE_LEAST_NS) {
		double n = room_ns / SAMPLE_LEAST_NS;

		sample_ns = SAMPLE_LEAST_NS;
		plan->samples = n < 5 ? 5 : (unsigned)n;
	}
	plan->sample_ns = (uint64_t)(sample_ns > SAMPLE_MOST_NS ? SAMPLE_MOST_NS : sample_ns);
}

struct plan plan_make(enum plan_kind kind, uint32_t rounds, bool guest, const struct catalog *catalog)
{
	struct plan plan = {
		.rounds_least = rounds ? rounds : kinds[kind].rounds_least,
		.rounds_most = rounds ? rounds : kinds[kind].rounds_most,
		.samples = kinds[kind].samples,
		.budget_s = kinds[kind].budget_s,
		.precision = guest ? 0.03 : 0.01,
	};
	unsigned flexible;
	double round_ns = 0.9 * 1e9 * plan.budget_s / kinds[kind].rounds_least - fixed_ns(catalog, &flexible);

	fit_samples(&plan, flexible ? round_ns / flexible : 0);
	return plan;
}

void plan_exact(struct plan *plan, uint32_t rounds)
{
	plan->rounds_least = plan->rounds_most = rounds ? rounds : 1;
	plan->samples = EXACT_SAMPLES;
	plan->sample_ns = EXACT_SAMPLE_NS;
}

uint64_t plan_process_limit_ns(const struct plan *plan, const struct catalog_job *job)
{
	uint64_t usual_ns = job->cost_ns ? job->cost_ns : plan->samples * plan->sample_ns;

	return 20000000000u + 20 * usual_ns;
}
