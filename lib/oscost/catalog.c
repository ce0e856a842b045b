/* Asks the benchmark programs what they offer. */
#include "catalog.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/number.h"
#include "spawn.h"
#include "wire_read.h"

#define LIST_LIMIT_NS 10000000000u

struct reading {
	const char *const *pattern; /* globs, or labels */
	size_t count;
	bool exact; /* labels */
	bool *matched; /* by pattern */
	bool dense;
	struct catalog *catalog;
	struct record_run *run;
};

static bool matches(const struct reading *r, size_t i, const char *name, const char *label)
{
	if (r->exact)
		return strcmp(r->pattern[i], label) == 0;
	return fnmatch(r->pattern[i], name, 0) == 0 || fnmatch(r->pattern[i], label, 0) == 0;
}

static bool wanted(const struct reading *r, const struct record_case *c)
{
	char label[100];
	bool any = r->count == 0;

	record_case_label(c, label, sizeof(label));
	for (size_t i = 0; i < r->count; i++)
		if (matches(r, i, c->name, label))
			any = r->matched[i] = true;
	return any;
}

static bool same_job(const struct catalog_job *job, const char *program, const char *run, const char *param)
{
	return strcmp(job->program, program) == 0 && strcmp(job->run, run) == 0 &&
	       strcmp(job->param ? job->param : "-", param) == 0;
}

static int add_job(struct catalog *catalog, const char *program, const char *run, const char *param,
		   uint32_t index, uint64_t cost_ns)
{
	struct catalog_job *job = catalog->count ? &catalog->job[catalog->count - 1] : NULL;

	if (job && same_job(job, program, run, param)) {
		job->count = index - job->first + 1;
		if (cost_ns > job->cost_ns)
			job->cost_ns = cost_ns;
		return 0;
	}
	struct catalog_job *more = realloc(catalog->job, (catalog->count + 1) * sizeof(*more));

	if (!more)
		return -ENOMEM;
	catalog->job = more;
	job = &more[catalog->count];
	*job = (struct catalog_job){ strdup(program), strdup(run),
				     strcmp(param, "-") ? strdup(param) : NULL, cost_ns, index, 1 };
	catalog->count++;
	return job->program && job->run ? 0 : -ENOMEM;
}

/* case NAME PARAM RUN UNIT EXPECTED COST_NS WHAT */
static int add_case(struct reading *r, const char *program, struct wire_line *line, struct record_error *err)
{
	const char *base = strrchr(program, '/') + 1;
	uint64_t cost_ns;
	uint32_t index;

	if (line->n != 8 || strcmp(line->field[0], "case") != 0 ||
	    record_parse_uint(line->field[6], UINT64_MAX / 4, &cost_ns) != 0)
		return record_fail(err, -EBADMSG, "%.100s: line %zu of its list is not a case", base, line->number);
	struct record_case c = { .name = line->field[1], .param = line->field[2], .unit = line->field[4],
				 .expected = line->field[5], .what = line->field[7], .program = (char *)base };

	if (strcmp(c.param, "-") == 0)
		c.param = NULL;
	if (record_case_fault(&c))
		return record_fail(err, -EBADMSG, "%.100s: line %zu of its list: %s", base, line->number,
				   record_case_fault(&c));
	if (!wanted(r, &c))
		return 0;
	int bad = record_add_case(r->run, &c, &index);

	if (bad)
		return record_fail(err, bad, "%.100s: case %s: %s", base, c.name, strerror(-bad));
	return add_job(r->catalog, program, line->field[3], line->field[2], index, cost_ns);
}

static int ask(struct reading *r, const char *program, struct record_error *err)
{
	char *argv[] = { (char *)program, (char *)"--list", r->dense ? (char *)"--dense" : NULL, NULL };
	struct spawn_request request = { .argv = argv, .cpu = -1, .limit_ns = LIST_LIMIT_NS };
	struct spawn_result result;
	struct wire_line line = { .n = 0 };
	int more, bad = spawn_run(&request, &result);
	char *cursor = result.output;

	if (bad)
		return record_fail(err, bad, "starting %.150s: %s%s", program, strerror(-bad),
				   bad == -EAGAIN ? "; is the limit of processes reached (ulimit -u)?" : "");
	if (result.end != SPAWN_EXITED || result.status != 0) {
		free(result.output);
		return record_fail(err, -EBADMSG, "%.150s --list: %s", program, spawn_describe(&result));
	}
	while ((more = wire_next(&cursor, &line, err)) == 1)
		if ((bad = add_case(r, program, &line, err)) != 0)
			break;
	free(result.output);
	return bad ? bad : more;
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int ask_all(const char *dir, struct reading *r, struct record_error *err)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, not_hidden, alphasort);
	int bad = 0;

	if (n < 0)
		return record_fail(err, -errno, "no benchmark programs in %.150s: %s", dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		char path[PATH_MAX];
		struct stat st;

		snprintf(path, sizeof(path), "%s/%s", dir, entry[i]->d_name);
		if (!bad && stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0)
			bad = ask(r, path, err);
		free(entry[i]);
	}
	free(entry);
	return bad;
}

static int all_matched(const struct reading *r, struct record_error *err)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->matched[i])
			return record_fail(err, -ENOENT, "no case %s '%.100s'; `oscost list` shows what there is",
					   r->exact ? "is called" : "matches", r->pattern[i]);
	return 0;
}

int catalog_read(const char *dir, const struct catalog_wish *wish, struct catalog *out, struct record_run *run,
		 struct record_error *err)
{
	bool exact = wish->label_count > 0;
	struct reading r = {
		.pattern = exact ? wish->labels : wish->only,
		.count = exact ? wish->label_count : wish->only_count,
		.exact = exact,
		.dense = exact || wish->dense,
		.catalog = out,
		.run = run,
	};
	int bad;

	r.matched = calloc(r.count + 1, sizeof(*r.matched));
	bad = r.matched ? ask_all(dir, &r, err) : record_fail(err, -ENOMEM, "no memory");
	if (!bad)
		bad = all_matched(&r, err);
	if (!bad && out->count == 0)
		bad = record_fail(err, -ENOENT, "there are no benchmark programs in %.150s", dir);
	free(r.matched);
	return bad;
}

void catalog_free(struct catalog *catalog)
{
	for (size_t i = 0; i < catalog->count; i++) {
		free(catalog->job[i].program);
		free(catalog->job[i].run);
		free(catalog->job[i].param);
	}
	free(catalog->job);
	catalog->job = NULL;
	catalog->count = 0;
}
