/* One measurement: prepares, measures, writes and reports its folders. */
#include "measurement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "measurement_parts.h"
#include "report.h"
#include "spawn.h"

static const char *const arm_folders[ROUNDS_ARMS_MOST] = { "a", "b" };

/* A pair's folders lie in the one that gets its final name when both are complete. */
static int make_folders(struct measurement *m, struct record_error *err)
{
	enum runfolder_kind kind = m->parts > 1 ? RUNFOLDER_PAIR : RUNFOLDER_RUN;
	int bad = runfolder_make(m->options->out, kind, &m->folder, err);

	for (size_t i = 0; i < m->parts && !bad; i++) {
		char *path = m->part[i].path;
		int n = snprintf(path, PATH_MAX, m->parts > 1 ? "%s/%s" : "%s", m->folder.path, arm_folders[i]);

		if (n >= PATH_MAX)
			bad = record_fail(err, -ENAMETOOLONG, "the name of the run folder is too long");
		else if (m->parts > 1 && mkdir(path, 0777) != 0)
			bad = record_fail(err, -errno, "cannot make the run folder %.150s: %s", path,
					  strerror(errno));
	}
	return bad;
}

static int write_keys(const struct measurement_part *part, struct record_error *err)
{
	int bad = record_write_machine(part->path, &part->run, err);

	return bad ? bad : record_write_cases(part->path, &part->run, err);
}

static int begin(struct measurement *m, struct record_error *err)
{
	int bad = make_folders(m, err);

	for (size_t i = 0; i < m->parts && !bad; i++) {
		bad = write_keys(&m->part[i], err);
		m->arm[i] = (struct rounds_arm){ .dir = m->part[i].path, .run = &m->part[i].run,
						 .prefix = prefix_words(&m->part[i].prefix) };
	}
	return bad;
}

/* From what is on disk, so that a later report of the same files is the same to the byte. */
static int report(struct measurement *m, struct measurement_part *part, struct record_error *err)
{
	const struct report_options options = {
		.pictures = !m->options->no_pictures && !spawn_stopped(),
		.print = m->options->print_table,
	};
	int bad;

	record_free_run(&part->run);
	bad = record_read_run(part->path, &part->run, err);
	return bad ? bad : report_make(part->path, &part->run, &options, err);
}

static int end(struct measurement *m, size_t i, struct measurement_result *result, struct record_error *err)
{
	struct measurement_part *part = &m->part[i];
	int bad;

	measurement_describe_end(m, i);
	result->measured = part->run.sample_n > 0;
	result->rounds = m->arm[i].result.rounds;
	bad = write_keys(part, err);
	if (!bad && result->measured && !m->options->no_report)
		bad = report(m, part, err);
	return bad;
}

static int measure(struct measurement *m, struct measurement_result *result, struct record_error *err)
{
	int bad = begin(m, err);

	if (!bad)
		bad = rounds_run(&m->setup, &m->catalog, m->arm, m->parts, err);
	for (size_t i = 0; i < m->parts && !bad; i++)
		bad = end(m, i, &result[i], err);
	return bad ? bad : runfolder_finish(&m->folder, err);
}

static void tell(const struct measurement *m, struct measurement_result *result)
{
	for (size_t i = 0; i < m->parts; i++) {
		result[i].interrupted = spawn_stopped() != 0;
		result[i].cpu = m->setup.cpu;
		if (m->part[i].path[0])
			snprintf(result[i].path, PATH_MAX, m->parts > 1 ? "%s/%s" : "%s", m->folder.path,
				 arm_folders[i]);
	}
}

/* result: one per part. */
static int run(struct measurement *m, struct measurement_result *result, struct record_error *err)
{
	int bad;

	spawn_catch_signals();
	m->affinity_known = machine_cpuset_get_affinity(&m->affinity) == 0;
	bad = measurement_prepare(m, err);
	if (spawn_stopped())
		bad = 0; /* whatever failed may have failed by that */
	else if (!bad)
		bad = measure(m, result, err);
	tell(m, result);
	measurement_release(m);
	return bad;
}

int measurement_run(const struct measure_options *options, struct measurement_result *result,
		    struct record_error *err)
{
	struct measurement *m = calloc(1, sizeof(*m));
	int bad;

	*result = (struct measurement_result){ .cpu = -1 };
	if (!m)
		return record_fail(err, -ENOMEM, "no memory");
	m->options = options;
	m->parts = 1;
	m->part[0].under = options->under;
	bad = run(m, result, err);
	free(m);
	return bad;
}

int measurement_paired(const struct measure_options *options, const char *prefix_a, const char *prefix_b,
		       struct measurement_pair *pair, struct record_error *err)
{
	struct measurement *m = calloc(1, sizeof(*m));
	int bad;

	*pair = (struct measurement_pair){ .arm = { { .cpu = -1 }, { .cpu = -1 } } };
	if (!m)
		return record_fail(err, -ENOMEM, "no memory");
	m->options = options;
	m->parts = MEASUREMENT_ARMS;
	m->part[0].under = prefix_a;
	m->part[1].under = prefix_b;
	bad = run(m, pair->arm, err);
	snprintf(pair->path, sizeof(pair->path), "%s", m->folder.path);
	free(m);
	return bad;
}

static void say_reasons(const char *path)
{
	struct record_run run = { 0 };
	struct record_error err = { "" };

	if (record_read_run(path, &run, &err) != 0)
		cli_error("%s", err.text);
	for (size_t i = 0; i < run.case_n; i++)
		cli_error("%s: %s: %s", run.cases[i].name, run.cases[i].status,
			  run.cases[i].reason ? run.cases[i].reason : "no samples");
	record_free_run(&run);
}

int measurement_explain(int bad, const struct measurement_result *result, const struct record_error *err)
{
	if (bad) {
		cli_error("%s", err->text);
		if (result->path[0])
			cli_error("what was measured until then is in %s", result->path);
		return CLI_ERROR;
	}
	if (result->interrupted)
		return CLI_INTERRUPTED;
	if (!result->measured)
		say_reasons(result->path);
	return result->measured ? CLI_OK : CLI_ERROR;
}

int measurement_explain_pair(int bad, const struct measurement_pair *pair, const struct record_error *err)
{
	int status = CLI_OK;

	if (bad)
		return measurement_explain(bad, &pair->arm[0], err);
	for (int i = 0; i < MEASUREMENT_ARMS && status != CLI_INTERRUPTED; i++) {
		int arm = measurement_explain(0, &pair->arm[i], err);

		status = arm ? arm : status;
	}
	return status;
}
