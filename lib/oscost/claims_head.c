/* What stands above all claims: how many, of which machine, what flips, what disturbed the runs. */
#include <string.h>
#include <sys/utsname.h>

#include "causes.h"
#include "claims_show.h"

void claims_add_count(struct text *out, const struct claims_show *show, size_t run)
{
	static const char *const words[CLAIM_VERDICTS] = {
		[CLAIM_HOLDS] = "hold",
		[CLAIM_FAILS] = "do not hold here",
		[CLAIM_UNDECIDED] = "undecided",
		[CLAIM_CANNOT] = "cannot be measured here",
		[CLAIM_SHOWN] = "without a verdict",
	};
	size_t of[CLAIM_VERDICTS] = { 0 };

	for (size_t i = 0; i < show->claims->row_n; i++)
		of[show->runs[run].answers[i].verdict]++;
	text_addf(out, "%zu claims: ", show->claims->row_n);
	for (int v = 0; v < CLAIM_VERDICTS; v++)
		text_addf(out, "%s%zu %s", v ? ", " : "", of[v], words[v]);
}

static bool is_here(const struct record_run *run, const struct utsname *here)
{
	const char *host = record_machine_get(run, "host");
	const char *kernel = record_machine_get(run, "kernel.release");

	return host && kernel && strcmp(host, here->nodename) == 0 &&
	       strcmp(kernel, here->release) == 0;
}

void claims_add_where(struct text *out, const struct claims_show *show)
{
	struct utsname here;
	bool all = true;

	if (uname(&here) != 0)
		return;
	for (size_t k = 0; k < show->run_n; k++)
		all = all && is_here(show->runs[k].run, &here);
	text_add(out, "Facts of mechanism (“seen”) were tried just now on this machine, ");
	text_add_clean(out, here.nodename);
	text_add(out, " with Linux ");
	text_add_clean(out, here.release);
	text_add(out, all ? "." : show->run_n == 1 ? "; the run is of another one, and so are its figures."
						   : "; not all of the runs are of this one.");
}

void claims_add_flips(struct text *out, const struct claims_show *show)
{
	size_t of[CLAIMS_CHANGES] = { 0 };

	for (size_t i = 0; i < show->claims->row_n; i++)
		of[claims_change(show, i)]++;
	if (show->run_n > 1 && of[CLAIMS_FLIP] == 0)
		text_add(out, of[CLAIMS_DIFFER] > 0
				      ? "No claim flips: none holds in one run and does not in the other."
				      : "No claim flips: every verdict is the same for both runs.");
}

static void add_claims(struct text *out, size_t n)
{
	text_addf(out, "%zu claim%s", n, n == 1 ? "" : "s");
}

static void add_causes(struct text *out, const struct record_run *run)
{
	struct text causes = { 0 };

	causes_add_run(&causes, run);
	if (causes.length > 0)
		text_addf(out, " Processes of it that were disturbed: %s.", text_str(&causes));
	out->failed = out->failed || causes.failed;
	text_free(&causes);
}

void claims_add_trouble(struct text *out, const struct claims_show *show, size_t run)
{
	const struct claims_run *r = &show->runs[run];
	size_t invalid = 0, unstable = 0;

	for (size_t i = 0; i < show->claims->row_n; i++) {
		invalid += r->answers[i].invalid;
		unstable += r->answers[i].unstable.length > 0;
	}
	if (invalid + unstable == 0)
		return;
	text_add(out, "In this run ");
	if (invalid > 0) {
		add_claims(out, invalid);
		text_addf(out, " %s a case that is INVALID", invalid == 1 ? "needs" : "need");
	}
	text_add(out, invalid > 0 && unstable > 0 ? ", and " : "");
	if (unstable > 0) {
		add_claims(out, unstable);
		text_addf(out, " %s on one that is UNSTABLE", unstable == 1 ? "rests" : "rest");
	}
	text_add(out, ".");
	add_causes(out, r->run);
	text_add(out, " oscost doctor says what disturbs a machine, and what to do about it.");
}
