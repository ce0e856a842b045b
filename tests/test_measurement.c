/*
 * The measurement module: several measurements in one process, exact labels, pairs and their order,
 * the stop. Measures with the false benchmarks beside it, which takes no good machine.
 *
 *	test_measurement pair OUT PREFIX_A PREFIX_B LABEL…    measures a pair, for the shell tests
 */
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "machine/cpuset.h"
#include "oscost/catalog.h"
#include "oscost/cli.h"
#include "oscost/measurement.h"
#include "oscost/paths.h"
#include "oscost/prefix.h"
#include "record/run.h"

enum { ROUNDS = 8, CASES = 3 };

static const char *const labels[CASES] = { "false.good", "false.yield", "false.faults" };

static char out[PATH_MAX - 64];

static const char *place(const char *name)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(out, sizeof(out), "%s/measurement-%d-%s", tmp ? tmp : "/tmp", (int)getpid(), name);
	return out;
}

static struct measure_options some(size_t label_count, uint32_t rounds, const char *name)
{
	struct measure_options o;

	measure_options_init(&o);
	o.kind = PLAN_QUICK;
	o.labels = labels;
	o.label_count = label_count;
	o.rounds = rounds;
	o.no_report = true;
	o.out = place(name);
	return o;
}

static size_t open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* The second one finds the process as the first one did. */
static void test_again(void)
{
	struct machine_cpuset before, after;
	struct measurement_result result;
	struct record_error err = { "" };
	size_t files = 0;

	CHECK_EQ(machine_cpuset_get_affinity(&before), 0);
	for (int i = 0; i < 3; i++) {
		struct measure_options o = some(1, 2, i == 0 ? "first" : i == 1 ? "second" : "third");
		struct record_run run = { 0 };

		CHECK_EQ(measurement_run(&o, &result, &err), 0);
		CHECK_STR(result.path, o.out);
		CHECK(result.measured && !result.interrupted);
		CHECK_EQ(result.rounds, 2);
		CHECK_EQ(record_read_run(result.path, &run, &err), 0);
		CHECK_EQ(run.case_n, 1);
		CHECK_EQ((int)record_machine_real(&run, "run.cpu"), result.cpu);
		CHECK(record_machine_get(&run, "run.under") == NULL);
		CHECK(record_machine_get(&run, "run.pair") == NULL);
		record_free_run(&run);
		CHECK_EQ(machine_cpuset_get_affinity(&after), 0);
		CHECK_EQ(memcmp(&before, &after, sizeof(before)), 0);
		if (i > 0) /* the first one opens what stays open: the pipe of the signals */
			CHECK_EQ(open_files(), files);
		files = open_files();
	}
}

static void test_labels(void)
{
	static const char *const none[] = { "false.good", "false.go*" };
	struct measure_options o = some(1, 1, "labels");
	struct measurement_result result;
	struct record_error err = { "" };

	o.labels = none;
	o.label_count = 2;
	CHECK_EQ(measurement_run(&o, &result, &err), -ENOENT);
	CHECK(strstr(err.text, "false.go*") != NULL);
	CHECK(result.path[0] == '\0' && !result.measured && !is_there(o.out));
}

/* Figures that come out of one observation are one job, and only those that were named are cases. */
static void test_outputs(void)
{
	static const char *const named[] = { "timer.tick.share", "ctxsw.pipe.process", "timer.tick.cost" };
	struct catalog_wish wish = { .labels = named, .label_count = 3 };
	struct catalog catalog = { 0 };
	struct record_run run = { 0 };
	struct record_error err = { "" };
	const char *build = getenv("OSCOST_BUILD");
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "%s/bench", build ? build : "build");
	CHECK_EQ(catalog_read(dir, &wish, &catalog, &run, &err), 0);
	CHECK_EQ(run.case_n, 3);
	CHECK_EQ(catalog.count, 2);
	CHECK(catalog.count == 2 && catalog.job[1].count == 2);
	catalog_free(&catalog);
	record_free_run(&run);
}

/* A child of the caller is neither killed nor reaped. */
static void test_own_child(void)
{
	struct measure_options o = some(1, 1, "child");
	struct measurement_result result;
	struct record_error err = { "" };
	pid_t lives = fork(), dies;
	int status = 0;

	if (lives == 0) {
		pause();
		_exit(1);
	}
	dies = fork();
	if (dies == 0)
		_exit(7);
	o.under = "sh -c 'sleep 100 & exec \"$@\"' x";
	CHECK_EQ(measurement_run(&o, &result, &err), 0);
	CHECK(result.measured);
	CHECK_EQ(waitpid(lives, &status, WNOHANG), 0);
	CHECK_EQ(kill(lives, SIGKILL), 0);
	CHECK_EQ(waitpid(lives, &status, 0), lives);
	CHECK_EQ(waitpid(dies, &status, 0), dies);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	CHECK_EQ(waitpid(-1, &status, WNOHANG), -1); /* the sleeper is gone */
}

static void check_split(const char *text, int want, size_t words, const char *first)
{
	struct record_error err = { "" };
	struct prefix p;
	size_t n = 0;

	CHECK_EQ(prefix_split(text, &p, &err), want);
	for (char *const *w = prefix_words(&p); w && *w; w++)
		n++;
	if (!want) {
		CHECK_EQ(n, words);
		CHECK(n == 0 || strcmp(prefix_words(&p)[n - 1], first) == 0);
	} else {
		CHECK(err.text[0] != '\0');
	}
	prefix_free(&p);
}

static void test_prefix(void)
{
	static const struct {
		const char *text;
		int want;
		size_t words;
		const char *last;
	} cases[] = {
		{ NULL, 0, 0, NULL },
		{ "", 0, 0, NULL },
		{ " \t ", 0, 0, NULL },
		{ "env", 0, 1, "env" },
		{ "env A=b", 0, 2, "A=b" },
		{ "env 'A=b c'  \"d\"", 0, 3, "d" },
		{ "env A=\\;", 0, 2, "A=;" },
		{ "$MEASUREMENT_WORD", 0, 1, "env" },
		{ "env $MEASUREMENT_UNSET", -EINVAL, 0, NULL },
		{ "env $(id)", -EINVAL, 0, NULL },
		{ "$(())", -EINVAL, 0, NULL }, /* glibc 2.36 falls over it */
		{ "env \"$((1 + 2))\"", -EINVAL, 0, NULL },
		{ "env $[1]", -EINVAL, 0, NULL },
		{ "env '$((1))'", 0, 2, "$((1))" },
		{ "env \\$\\(", 0, 2, "$(" },
		{ "env `id`", -EINVAL, 0, NULL },
		{ "env ; id", -EINVAL, 0, NULL },
		{ "env | id", -EINVAL, 0, NULL },
		{ "env > x", -EINVAL, 0, NULL },
		{ "env 'x", -EINVAL, 0, NULL },
		{ "env \"A=\n\"", -EINVAL, 0, NULL },
		{ "env \xff", -EINVAL, 0, NULL },
		{ "no-such-program-here x", -ENOENT, 0, NULL },
		{ "/etc/passwd", -ENOENT, 0, NULL },
		{ "/", -ENOENT, 0, NULL },
		{ "''", -ENOENT, 0, NULL },
	};
	char *longer = malloc(5000);

	setenv("MEASUREMENT_WORD", "env", 1);
	unsetenv("MEASUREMENT_UNSET");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_split(cases[i].text, cases[i].want, cases[i].words, cases[i].last);
	memset(longer, 'x', 4999);
	longer[4999] = '\0';
	check_split(longer, -EINVAL, 0, NULL);
	free(longer);
}

/* The process in which a case began a round. 0: none. */
static uint32_t first_process(const struct record_run *run, uint32_t case_index, uint32_t round)
{
	uint32_t first = 0;

	for (size_t i = 0; i < run->sample_n; i++) {
		const struct record_sample *s = &run->samples[i];

		if (s->case_index == case_index && s->round == round && (!first || s->process < first))
			first = s->process;
	}
	return first;
}

static bool between(const struct record_run *run, uint32_t case_index, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < run->sample_n; i++) {
		const struct record_sample *s = &run->samples[i];

		if (s->case_index != case_index && s->process > a && s->process < b)
			return true;
	}
	return false;
}

static void check_order(const struct record_run *a, const struct record_run *b)
{
	static const bool a_first[4] = { true, false, false, true };

	for (uint32_t c = 0; c < CASES; c++)
		for (uint32_t round = 1; round <= ROUNDS; round++) {
			uint32_t pa = first_process(a, c, round), pb = first_process(b, c, round);
			uint32_t low = pa < pb ? pa : pb, high = pa < pb ? pb : pa;

			CHECK(pa > 0 && pb > 0 && pa != pb);
			CHECK_EQ(pa < pb, a_first[(round - 1) % 4]);
			CHECK(!between(a, c, low, high) && !between(b, c, low, high));
		}
}

static void check_keys(const struct record_run *run, const char *arm, const char *under)
{
	const char *pair = record_machine_get(run, "run.pair");

	CHECK(pair && strlen(pair) == 16 && strspn(pair, "0123456789abcdef") == 16);
	CHECK_STR(record_machine_get(run, "run.arm"), arm);
	if (under)
		CHECK_STR(record_machine_get(run, "run.under"), under);
	else
		CHECK(record_machine_get(run, "run.under") == NULL);
	CHECK_STR(record_machine_get(run, "run.complete"), "yes");
	CHECK_EQ((int)record_machine_real(run, "run.rounds"), ROUNDS);
}

static void test_pair(void)
{
	struct measure_options o = some(CASES, ROUNDS, "pair");
	struct record_run a = { 0 }, b = { 0 };
	struct record_error err = { "" };
	struct measurement_pair pair;
	char path[PATH_MAX];

	o.tag = "two";
	o.under = "not looked at";
	CHECK_EQ(measurement_paired(&o, NULL, "env A='b c'", &pair, &err), 0);
	CHECK_STR(pair.path, o.out);
	for (int i = 0; i < MEASUREMENT_ARMS; i++) {
		snprintf(path, sizeof(path), "%s/%c", o.out, 'a' + i);
		CHECK_STR(pair.arm[i].path, path);
		CHECK(pair.arm[i].measured && !pair.arm[i].interrupted);
		CHECK_EQ(pair.arm[i].rounds, ROUNDS);
	}
	CHECK_EQ(record_read_run(pair.arm[0].path, &a, &err), 0);
	CHECK_EQ(record_read_run(pair.arm[1].path, &b, &err), 0);
	check_keys(&a, "A", NULL);
	check_keys(&b, "B", "env A='b c'");
	CHECK_STR(record_machine_get(&a, "run.pair"), record_machine_get(&b, "run.pair"));
	CHECK_STR(record_machine_get(&a, "run.seed"), record_machine_get(&b, "run.seed"));
	CHECK_STR(record_machine_get(&a, "date"), record_machine_get(&b, "date"));
	CHECK_STR(record_machine_get(&b, "run.tag"), "two");
	CHECK_EQ(a.case_n, b.case_n);
	CHECK_EQ(a.counter_n, b.counter_n);
	check_order(&a, &b);
	record_free_run(&a);
	record_free_run(&b);
}

/* What one arm cannot measure, the other still can. */
static void test_pair_of_unequals(void)
{
	struct measure_options o = some(1, 2, "unequal");
	struct record_error err = { "" };
	struct measurement_pair pair;

	CHECK_EQ(measurement_paired(&o, "", "false", &pair, &err), -EBADMSG);
	CHECK(strstr(err.text, "'false'") != NULL && !is_there(o.out) && pair.path[0] == '\0');
	o.out = place("unequal2");
	/* Lets the list through and the measuring not. */
	CHECK_EQ(measurement_paired(&o, "", "sh -c 'test \"$2\" = --list && exec \"$@\"' x env", &pair, &err), -EBADMSG);
	CHECK_EQ(measurement_paired(&o, "", "sh -c 'case $2 in --list) ;; *) exit 3 ;; esac; exec \"$@\"' x", &pair, &err), 0);
	CHECK(pair.arm[0].measured && !pair.arm[1].measured);
	CHECK_EQ(measurement_explain_pair(0, &pair, &err), CLI_ERROR);
	CHECK(is_there(pair.arm[1].path));
}

/* The last test: the wish to stop stays. */
static void test_stop(void)
{
	struct measure_options o = some(1, 1, "stopped");
	struct measurement_result result;
	struct measurement_pair pair;
	struct record_error err = { "" };

	raise(SIGTERM);
	CHECK_EQ(measurement_run(&o, &result, &err), 0);
	CHECK(result.interrupted && !result.measured && result.path[0] == '\0' && !is_there(o.out));
	CHECK_EQ(measurement_paired(&o, NULL, NULL, &pair, &err), 0);
	CHECK(pair.arm[0].interrupted && pair.arm[1].interrupted && pair.path[0] == '\0' && !is_there(o.out));
	CHECK_EQ(measurement_explain(0, &result, &err), CLI_INTERRUPTED);
	CHECK_EQ(measurement_explain_pair(0, &pair, &err), CLI_INTERRUPTED);
}

static int measure_pair(int argc, char **argv)
{
	struct record_error err = { "" };
	struct measurement_pair pair;
	struct measure_options o;
	int bad;

	measure_options_init(&o);
	o.rounds = 4;
	o.no_pictures = true;
	o.out = *argv[2] ? argv[2] : NULL;
	o.labels = (const char *const *)argv + 5;
	o.label_count = (size_t)argc - 5;
	bad = measurement_paired(&o, argv[3], argv[4], &pair, &err);
	puts(pair.path);
	return measurement_explain_pair(bad, &pair, &err);
}

int main(int argc, char **argv)
{
	if (paths_init(argv[0]) != 0)
		return 2;
	if (argc > 5 && strcmp(argv[1], "pair") == 0)
		return measure_pair(argc, argv);
	test_prefix();
	test_outputs();
	test_labels();
	test_again();
	test_own_child();
	test_pair();
	test_pair_of_unequals();
	test_stop();
	return check_done();
}
