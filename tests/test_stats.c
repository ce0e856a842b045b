/* lib/stats against R: one sample, distributions, random numbers. */
#include "check.h"
#include "data/stats/vectors.h"
#include "stats/density.h"
#include "stats/stats.h"

#define NEAR 1e-12

static const char *const samples[] = {
	"six",    "seven",          "normal",      "lognormal", "ties",
	"offset", "autocorrelated", "alternating", "shifted",   "modes",
};

static void check_order(const char *name, const double *sorted, size_t n, double *work)
{
	struct vector p = vector_get("quantile.p"), hd_p = vector_get("hd.p");
	struct vector quantile = vector_get("sample.%s.quantile", name);
	struct vector hd = vector_get("sample.%s.hd", name);
	struct vector median = vector_get("sample.%s.median", name);
	struct vector mad = vector_get("sample.%s.mad", name);

	for (size_t i = 0; i < p.n; i++)
		CHECK_NEAR(stats_quantile_sorted(sorted, n, p.x[i]), quantile.x[i], NEAR);
	for (size_t i = 0; i < hd_p.n; i++)
		CHECK_NEAR(stats_quantile_hd_sorted(sorted, n, hd_p.x[i]), hd.x[i], NEAR);
	CHECK_NEAR(stats_median_sorted(sorted, n), median.x[0], NEAR);
	CHECK_NEAR(stats_mad_sorted(sorted, n, work), mad.x[0], NEAR);
	vector_free(&p);
	vector_free(&hd_p);
	vector_free(&quantile);
	vector_free(&hd);
	vector_free(&median);
	vector_free(&mad);
}

static void check_intervals(const char *name, const double *sorted, size_t n)
{
	struct vector sign = vector_get("sample.%s.sign_interval", name);
	struct vector centre = vector_get("sample.%s.hodges_lehmann", name);
	struct stats_shift shift;
	double lo, hi;

	CHECK_EQ(stats_sign_interval(sorted, n, .05, &lo, &hi), 0);
	CHECK_NEAR(lo, sign.x[0], NEAR);
	CHECK_NEAR(hi, sign.x[1], NEAR);
	CHECK_EQ(stats_hodges_lehmann(sorted, n, .05, &shift), 0);
	CHECK_NEAR(shift.estimate, centre.x[0], NEAR);
	CHECK_NEAR(shift.lo, centre.x[1], NEAR);
	CHECK_NEAR(shift.hi, centre.x[2], NEAR);
	vector_free(&sign);
	vector_free(&centre);
}

static void check_series(const char *name, const double *x, size_t n, double *work)
{
	struct vector drift = vector_get("sample.%s.drift", name);
	struct vector effective = vector_get("sample.%s.effective_n", name);
	struct vector pettitt = vector_get("sample.%s.pettitt", name);
	struct stats_change change;

	CHECK_NEAR(stats_drift(x, n), drift.x[0], NEAR);
	CHECK_NEAR(stats_effective_n(x, n), effective.x[0], NEAR);
	CHECK_EQ(stats_pettitt(x, n, work, &change), 0);
	CHECK_NEAR(change.k, pettitt.x[0], NEAR);
	CHECK_NEAR(change.p, pettitt.x[1], NEAR);
	CHECK_EQ(change.position, (size_t)pettitt.x[2]);
	vector_free(&drift);
	vector_free(&effective);
	vector_free(&pettitt);
}

static void check_sample(const char *name)
{
	struct vector x = vector_get("sample.%s.x", name);
	struct vector mean = vector_get("sample.%s.mean", name);
	struct vector sd = vector_get("sample.%s.sd", name);
	struct vector median = vector_get("sample.%s.median", name);
	double *work = calloc(x.n, sizeof(*work));

	CHECK_NEAR(stats_mean(x.x, x.n), mean.x[0], NEAR);
	CHECK_NEAR(stats_sd(x.x, x.n), sd.x[0], NEAR);
	CHECK_NEAR(stats_median(x.x, x.n), median.x[0], NEAR);
	check_series(name, x.x, x.n, work);
	stats_sort(x.x, x.n);
	check_order(name, x.x, x.n, work);
	check_intervals(name, x.x, x.n);
	free(work);
	vector_free(&x);
	vector_free(&mean);
	vector_free(&sd);
	vector_free(&median);
}

static void check_distributions(void)
{
	struct vector z = vector_get("normal.z"), cdf = vector_get("normal.cdf");
	struct vector p = vector_get("normal.p"), quantile = vector_get("normal.quantile");
	struct vector k = vector_get("binomial.k"), n = vector_get("binomial.n");
	struct vector success = vector_get("binomial.p"), binomial = vector_get("binomial.cdf");
	struct vector x = vector_get("beta.x"), a = vector_get("beta.a");
	struct vector b = vector_get("beta.b"), beta = vector_get("beta.cdf");

	for (size_t i = 0; i < z.n; i++)
		CHECK_NEAR(stats_normal_cdf(z.x[i]), cdf.x[i], NEAR);
	for (size_t i = 0; i < p.n; i++)
		CHECK_NEAR(stats_normal_quantile(p.x[i]), quantile.x[i], NEAR);
	for (size_t i = 0; i < k.n; i++)
		CHECK_NEAR(stats_binomial_cdf((size_t)k.x[i], (size_t)n.x[i], success.x[i]),
			   binomial.x[i], NEAR);
	for (size_t i = 0; i < x.n; i++)
		CHECK_NEAR(stats_beta_cdf(x.x[i], a.x[i], b.x[i]), beta.x[i], NEAR);
	vector_free(&z);
	vector_free(&cdf);
	vector_free(&p);
	vector_free(&quantile);
	vector_free(&k);
	vector_free(&n);
	vector_free(&success);
	vector_free(&binomial);
	vector_free(&x);
	vector_free(&a);
	vector_free(&b);
	vector_free(&beta);
}

static void check_ranks(const char *alpha)
{
	struct vector n = vector_get("ranks.n"), rank = vector_get("ranks.%s", alpha);

	for (size_t i = 0; i < n.n; i++) {
		size_t lo, hi, size = (size_t)n.x[i], want = (size_t)rank.x[i];
		int err = stats_median_interval_ranks(size, strtod(alpha, NULL), &lo, &hi);

		CHECK_EQ(err, want ? 0 : -ERANGE);
		CHECK_EQ(lo, want);
		CHECK_EQ(hi, want ? size + 1 - want : 0);
	}
	vector_free(&n);
	vector_free(&rank);
}

static void check_bits(struct stats_rng *rng, struct vector want)
{
	for (size_t i = 0; i < want.n; i++)
		CHECK_EQ(stats_rng_next(rng), want.bits[i]);
	vector_free(&want);
}

static void check_random(const char *seed)
{
	struct vector state = vector_get("rng.%s.state", seed);
	struct vector doubles = vector_get("rng.%s.double", seed);
	struct vector below = vector_get("rng.%s.below1000", seed);
	struct vector shuffled = vector_get("rng.%s.shuffle", seed);
	size_t order[10];
	struct stats_rng rng;

	stats_rng_seed(&rng, strtoull(seed, NULL, 16));
	CHECK_EQ(memcmp(rng.state, state.bits, sizeof(rng.state)), 0);
	check_bits(&rng, vector_get("rng.%s.next", seed));
	for (size_t i = 0; i < doubles.n; i++)
		CHECK_EQ(stats_rng_double(&rng), doubles.x[i]);
	for (size_t i = 0; i < below.n; i++)
		CHECK_EQ(stats_rng_below(&rng, 1000), (uint64_t)below.x[i]);
	for (size_t i = 0; i < 10; i++)
		order[i] = i;
	stats_rng_shuffle(&rng, order, 10);
	for (size_t i = 0; i < 10; i++)
		CHECK_EQ(order[i], (size_t)shuffled.x[i]);
	vector_free(&state);
	vector_free(&doubles);
	vector_free(&below);
	vector_free(&shuffled);
}

static void check_bootstrap(void)
{
	struct vector x = vector_get("bootstrap.x"), want = vector_get("bootstrap.interval");
	double work[15 + 199], lo, hi;

	/* Twice, as the same seed must give the same interval. */
	for (int i = 0; i < 2; i++) {
		struct stats_rng rng;

		stats_rng_seed(&rng, 7);
		CHECK_EQ(stats_bootstrap_median(x.x, x.n, .05, 199, &rng, work, &lo, &hi), 0);
		CHECK_NEAR(lo, want.x[0], NEAR);
		CHECK_NEAR(hi, want.x[1], NEAR);
	}
	vector_free(&x);
	vector_free(&want);
}

int main(void)
{
	struct stats_rng reference = { { 1, 2, 3, 4 } };

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		check_sample(samples[i]);
	check_distributions();
	check_ranks("0.05");
	check_ranks("0.01");
	check_ranks("0.1");
	check_ranks("0.002");
	check_random("0");
	check_random("2a");
	check_random("ffffffffffffffff");
	check_bits(&reference, vector_get("rng.reference.next"));
	check_bootstrap();
	return check_done();
}
