/*
 * The command line: a word a line, through main() and the parser of each subcommand. What would read,
 * measure or write is replaced by functions that say no.
 */
#include <errno.h>
#include <getopt.h>

#include "fuzz.h"

#define main oscost_main
#include "oscost/main.c"
#undef main

#include "machine/placement.h"
#include "oscost/catalog.h"
#include "oscost/claims.h"
#include "oscost/gate.h"
#include "oscost/here.h"
#include "oscost/history.h"
#include "oscost/measurement.h"
#include "oscost/runfolder.h"
#include "oscost/store_folder.h"
#include "oscost/workdir.h"

enum { WORDS_MOST = 100 };

static int no(struct record_error *err)
{
	return record_fail(err, -ENOENT, "not under the fuzzer");
}

int __wrap_paths_init(const char *argv0);
int __wrap_measurement_run(const struct measure_options *o, struct measurement_result *r, struct record_error *err);
int __wrap_measurement_paired(const struct measure_options *o, const char *a, const char *b,
			      struct measurement_pair *pair, struct record_error *err);
int __wrap_side_read(const char *spec, struct side *out, struct record_error *err);
int __wrap_gate_make(const struct gate_options *o, struct gate *out, struct record_error *err);
int __wrap_here_describe(unsigned cpu, const char *under, struct record_run *run, struct record_error *err);
int __wrap_machine_place(int cpu, struct machine_placement *out, char *err, size_t size);
int __wrap_runfolder_find(const char *name, char *path, struct record_error *err);
int __wrap_runfolder_make_dir(const char *path, struct record_error *err);
void __wrap_runfolder_new_path(const char *word, char *path);
int __wrap_store_list_read(const char *dir, const char *key, struct store_list *list, struct record_error *err);
int __wrap_store_prune(const char *dir, unsigned keep, size_t *pruned, struct record_error *err);
int __wrap_store_pin(const char *dir, const char *name, bool pinned, struct record_error *err);
int __wrap_store_remove(const char *dir, const char *name, struct record_error *err);
void __wrap_store_clear(const char *path);
int __wrap_history_read(const struct history_options *o, struct history *h, struct record_error *err);
int __wrap_catalog_read(const char *dir, const struct catalog_wish *wish, struct catalog *out, struct record_run *run,
			struct record_error *err);
int __wrap_claims_read(const char *path, struct claims *claims, struct record_error *err);
int __wrap_workdir_write_file(const char *path, const char *text, struct record_error *err);

int __wrap_paths_init(const char *argv0)
{
	return argv0 ? 0 : -ENOENT;
}

static void check_options(const struct measure_options *o)
{
	FUZZ_CHECK(o->only_count <= MEASURE_ONLY_MOST && o->rounds <= 10000 && o->cpu >= -1 && o->cpu < 8192);
	for (size_t i = 0; i < o->only_count; i++)
		FUZZ_CHECK(o->only[i]);
}

int __wrap_measurement_run(const struct measure_options *o, struct measurement_result *r, struct record_error *err)
{
	check_options(o);
	*r = (struct measurement_result){ .path = "" };
	return no(err);
}

int __wrap_measurement_paired(const struct measure_options *o, const char *a, const char *b,
			      struct measurement_pair *pair, struct record_error *err)
{
	check_options(o);
	FUZZ_CHECK(a && b);
	*pair = (struct measurement_pair){ .path = "" };
	return no(err);
}

int __wrap_side_read(const char *spec, struct side *out, struct record_error *err)
{
	FUZZ_CHECK(spec);
	*out = (struct side){ 0 };
	return no(err);
}

int __wrap_gate_make(const struct gate_options *o, struct gate *out, struct record_error *err)
{
	*out = (struct gate){ .flagged = 0 };
	FUZZ_CHECK(o->run && o->baseline && o->out && o->across_count <= GATE_ACROSS_MOST);
	for (size_t i = 0; i < o->only_count; i++)
		FUZZ_CHECK(o->only[i]);
	return no(err);
}

int __wrap_here_describe(unsigned cpu, const char *under, struct record_run *run, struct record_error *err)
{
	(void)cpu;
	(void)under;
	*run = (struct record_run){ 0 };
	return no(err);
}

int __wrap_machine_place(int cpu, struct machine_placement *out, char *err, size_t size)
{
	(void)out;
	FUZZ_CHECK(cpu >= -1 && cpu < 8192);
	snprintf(err, size, "not under the fuzzer");
	return -ENOENT;
}

int __wrap_runfolder_find(const char *name, char *path, struct record_error *err)
{
	(void)path;
	FUZZ_CHECK(name);
	return no(err);
}

int __wrap_runfolder_make_dir(const char *path, struct record_error *err)
{
	FUZZ_CHECK(path);
	return no(err);
}

void __wrap_runfolder_new_path(const char *word, char *path)
{
	snprintf(path, PATH_MAX, "/nowhere/%s", word);
}

int __wrap_store_list_read(const char *dir, const char *key, struct store_list *list, struct record_error *err)
{
	(void)key;
	FUZZ_CHECK(dir);
	*list = (struct store_list){ 0 };
	return no(err);
}

int __wrap_store_prune(const char *dir, unsigned keep, size_t *pruned, struct record_error *err)
{
	FUZZ_CHECK(dir && keep <= 1000000);
	*pruned = 0;
	return no(err);
}

int __wrap_store_pin(const char *dir, const char *name, bool pinned, struct record_error *err)
{
	(void)pinned;
	FUZZ_CHECK(dir && name);
	return no(err);
}

int __wrap_store_remove(const char *dir, const char *name, struct record_error *err)
{
	FUZZ_CHECK(dir && name);
	return no(err);
}

void __wrap_store_clear(const char *path)
{
	FUZZ_CHECK(path);
}

int __wrap_history_read(const struct history_options *o, struct history *h, struct record_error *err)
{
	FUZZ_CHECK(o->dir);
	*h = (struct history){ 0 };
	return no(err);
}

int __wrap_catalog_read(const char *dir, const struct catalog_wish *wish, struct catalog *out, struct record_run *run,
			struct record_error *err)
{
	(void)dir, (void)out, (void)run;
	for (size_t i = 0; i < wish->only_count; i++)
		FUZZ_CHECK(wish->only[i]);
	return no(err);
}

int __wrap_claims_read(const char *path, struct claims *claims, struct record_error *err)
{
	FUZZ_CHECK(path);
	*claims = (struct claims){ 0 };
	return no(err);
}

int __wrap_workdir_write_file(const char *path, const char *text, struct record_error *err)
{
	FUZZ_CHECK(path && text);
	return no(err);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_silence();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text, *word;
	char *argv[WORDS_MOST + 2] = { (char *)"oscost" };
	int argc = 1, status;

	while ((word = strsep(&rest, "\n")) != NULL && argc <= WORDS_MOST)
		argv[argc++] = word;
	optind = 0; /* getopt begins anew */
	status = oscost_main(argc, argv);
	FUZZ_CHECK(status >= CLI_OK && status <= CLI_INCONCLUSIVE);
	free(text);
	return 0;
}
