/* Keys and their differences; adding, listing, pruning, pinning and removing stored runs. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oscost/store.h"
#include "record/record.h"

static char dir[512];

/* A small complete run. */
static struct record_run make_run(const char *date, const char *kernel, double ns)
{
	struct record_run run = { 0 };

	CHECK_EQ(record_machine_set(&run, "host", "h<o>st"), 0);
	CHECK_EQ(record_machine_set(&run, "date", date), 0);
	CHECK_EQ(record_machine_set(&run, "run.seed", "7"), 0);
	CHECK_EQ(record_machine_set(&run, "run.complete", "yes"), 0);
	CHECK_EQ(record_machine_set(&run, "cpu.model", "AMD EPYC 7763"), 0);
	CHECK_EQ(record_machine_set(&run, "kernel.release", kernel), 0);
	CHECK_EQ(record_machine_set(&run, "mitigation.b", "Vulnerable"), 0);
	CHECK_EQ(record_machine_set(&run, "mitigation.a", "Not affected"), 0);
	CHECK_EQ(record_add_case(&run, &(struct record_case){ .name = "a", .unit = "ns" }, NULL), 0);
	for (uint32_t i = 1; i <= 8; i++) {
		struct record_sample s = { .round = i, .process = i, .sample = 1, .ops = 10, .ns = ns * 10 + i,
					   .core_cycles = 3 * ns };

		CHECK_EQ(record_add_sample(&run, &s), 0);
	}
	return run;
}

static int add(const char *date, const char *kernel, const struct store_add_options *options,
	       struct store_added *added)
{
	struct record_run run = make_run(date, kernel, 100);
	struct record_error err = { "" };
	int rc = store_add(dir, &run, NULL, options, added, &err);

	if (rc)
		fprintf(stderr, "\t(%s)\n", err.text);
	record_free_run(&run);
	return rc;
}

static size_t count(const char *key)
{
	struct record_error err = { "" };
	struct store_list list;
	size_t n;

	CHECK_EQ(store_list_read(dir, key, &list, &err), 0);
	CHECK_EQ(list.fault_n, 0);
	for (size_t i = 1; i < list.n; i++)
		CHECK(strcmp(list.entries[i - 1].date, list.entries[i].date) <= 0);
	n = list.n;
	store_list_free(&list);
	return n;
}

static void test_key(void)
{
	struct record_run a = make_run("2026-11-20T11:33:00Z", "6.8.0-45-Generic", 1);
	struct record_run b = make_run("2027-01-01T00:00:00Z", "6.8.0-45-Generic", 2);
	struct store_difference d[4];
	char key[STORE_KEY_SIZE], other[STORE_KEY_SIZE];

	store_key_of(&a, key);
	CHECK(strncmp(key, "6.8.0-45-generic-amd-epyc-7763-", 31) == 0);
	CHECK(store_key_is(key));
	store_key_of(&b, other);
	CHECK_STR(key, other);
	CHECK_EQ(store_key_differences(&a, &b, d, 4), 0);

	/* Every field counts, missing is as good as unknown, the order of the file does not matter. */
	CHECK_EQ(record_machine_set(&b, "cpu.microcode", "0x1"), 0);
	CHECK_EQ(record_machine_set(&b, "mitigation.b", NULL), 0);
	CHECK_EQ(record_machine_set(&b, "mitigation.0", "new"), 0);
	CHECK_EQ(record_machine_set(&b, "mitigation.z", NULL), 0);
	store_key_of(&b, other);
	CHECK(strcmp(key, other) != 0);
	CHECK_EQ(store_key_differences(&a, &b, d, 4), 3);
	CHECK_STR(d[0].field, "cpu.microcode");
	CHECK(!d[0].a);
	CHECK_STR(d[0].b, "0x1");
	CHECK_STR(d[1].field, "mitigation.b");
	CHECK(d[1].a && !d[1].b);
	CHECK_STR(d[2].field, "mitigation.0");
	CHECK_EQ(store_key_differences(&a, &b, NULL, 0), 3);
	CHECK_EQ(record_machine_set(&b, "cpu.microcode", NULL), 0);
	CHECK_EQ(record_machine_set(&b, "mitigation.b", "Vulnerable"), 0);
	CHECK_EQ(record_machine_set(&b, "mitigation.0", NULL), 0);
	store_key_of(&b, other);
	CHECK_STR(key, other);

	/* Whatever a kernel calls itself, the name of a key is one. */
	CHECK_EQ(record_machine_set(&a, "kernel.release", "../../etc/$(x) `y`"), 0);
	CHECK_EQ(record_machine_set(&a, "cpu.model", "\xc3\xa9\xc3\xa9"), 0);
	store_key_of(&a, key);
	CHECK(store_key_is(key));
	CHECK(strncmp(key, "etc-x-y-unknown-", 16) == 0);
	record_free_run(&a);
	record_free_run(&b);
	CHECK(!store_key_is("noise") && !store_key_is("") && !store_key_is("-0123456789abcdef"));
	CHECK(!store_key_is("a-0123456789abcdeg") && !store_key_is("A-0123456789abcdef"));
	CHECK(store_key_is("a-0123456789abcdef"));
}

static void test_add(void)
{
	struct store_add_options keep3 = { .keep = 3 }, pin = { .keep = 3, .pin = true };
	struct store_added first, added;
	char date[32];

	CHECK_EQ(count(NULL), 0);
	CHECK_EQ(add("2026-01-01T00:00:00Z", "6.1", &pin, &first), 0);
	CHECK_STR(first.name, "20260101T000000Z-h_o_st-7");
	CHECK_EQ(add("2026-01-01T00:00:00Z", "6.1", &keep3, &added), -EEXIST);
	for (int i = 2; i <= 6; i++) {
		snprintf(date, sizeof(date), "2026-01-0%dT00:00:00Z", i);
		CHECK_EQ(add(date, "6.1", &keep3, &added), 0);
		CHECK_EQ(added.pruned, i > 4);
	}
	/* Three and the pinned one; another key has its own count. */
	CHECK_EQ(count(first.key), 4);
	CHECK_EQ(add("2025-01-01T00:00:00Z", "6.2", &keep3, &added), 0);
	CHECK(strcmp(added.key, first.key) != 0);
	CHECK_EQ(count(NULL), 5);
	CHECK_EQ(count(added.key), 1);
}

/* What is stored is what was measured. */
static void test_read(void)
{
	struct record_error err = { "" };
	struct record_summary summary;
	struct store_list list;
	struct record_run run;
	char key[STORE_KEY_SIZE];

	CHECK_EQ(store_list_read(dir, NULL, &list, &err), 0);
	CHECK(list.n > 1);
	CHECK_EQ(store_read(&list.entries[1], &run, &err), 0);
	store_key_of(&run, key);
	CHECK_STR(key, list.entries[1].key);
	CHECK_STR(list.entries[1].host, "h<o>st");
	CHECK_STR(list.entries[1].kernel, "6.1");
	CHECK(list.entries[1].pinned && !list.entries[2].pinned);
	CHECK_EQ(run.sample_n, 8);
	record_free_run(&run);
	CHECK_EQ(record_read_summary(list.entries[1].path, &summary, &err), 0);
	CHECK_EQ(summary.row_n, 2);
	CHECK_NEAR(summary.rows[0].median, 100.45, 1e-9);
	record_free_summary(&summary);
	store_list_free(&list);
}

static void test_nearest(void)
{
	struct record_run run = make_run("2026-02-01T00:00:00Z", "6.2", 1), stored;
	const struct store_entry *found;
	struct record_error err = { "" };
	struct store_difference d[4];
	struct store_list list;

	CHECK_EQ(record_machine_set(&run, "hypervisor", "KVM"), 0);
	CHECK_EQ(store_list_read(dir, NULL, &list, &err), 0);
	CHECK_EQ(store_nearest(&list, &run, &found, &stored), 0);
	CHECK(found && strcmp(found->kernel, "6.2") == 0);
	CHECK_EQ(store_key_differences(&run, &stored, d, 4), 1);
	CHECK_STR(d[0].field, "hypervisor");
	record_free_run(&stored);
	store_list_free(&list);
	CHECK_EQ(store_nearest(&list, &run, &found, &stored), 0);
	CHECK(!found);
	record_free_run(&run);
}

static void test_refused(void)
{
	const struct store_add_options options = { .keep = 3 };
	static const char *const changes[][2] = {
		{ "run.complete", "no" }, { "run.complete", NULL }, { "date", NULL }, { "date", "yesterday" },
	};
	struct store_added added;
	struct record_error err;
	size_t before = count(NULL);

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct record_run run = make_run("2026-03-01T00:00:00Z", "6.1", 1);

		CHECK_EQ(record_machine_set(&run, changes[i][0], changes[i][1]), 0);
		CHECK_EQ(store_add(dir, &run, NULL, &options, &added, &err), -EINVAL);
		CHECK(err.text[0]);
		record_free_run(&run);
	}
	CHECK_EQ(count(NULL), before);
}

static void spit(const char *path)
{
	FILE *f = fopen(path, "w");

	CHECK(f && fputs("mine\n", f) >= 0 && fclose(f) == 0);
}

/* Nothing that is not ours goes. */
static void test_remove(void)
{
	struct store_add_options all = { .keep = 0 };
	struct record_error err = { "" };
	struct store_added added;
	char path[1200], both[300];
	size_t pruned;

	CHECK_EQ(store_remove(dir, "../escape", &err), -ENOENT);
	CHECK_EQ(store_remove(dir, "noise", &err), -ENOENT);
	CHECK_EQ(store_remove(dir, "", &err), -ENOENT);
	CHECK_EQ(add("2026-04-01T00:00:00Z", "6.1", &all, &added), 0);
	snprintf(path, sizeof(path), "%s/%s/%s/thesis.txt", dir, added.key, added.name);
	spit(path);
	CHECK_EQ(store_remove(dir, added.name, &err), -ENOTEMPTY);
	CHECK(strstr(err.text, "thesis.txt") != NULL);
	CHECK_EQ(store_prune(dir, 1, &pruned, &err), 0);
	CHECK_EQ(access(path, F_OK), 0);
	CHECK_EQ(unlink(path), 0);
	/* A link is not followed, and is not ours either. */
	snprintf(path, sizeof(path), "%s/%s/%s/gaps.tsv", dir, added.key, added.name);
	CHECK_EQ(symlink("/etc/passwd", path), 0);
	CHECK_EQ(store_remove(dir, added.name, &err), -ENOTEMPTY);
	CHECK_EQ(unlink(path), 0);
	snprintf(both, sizeof(both), "%s/%s", added.key, added.name);
	CHECK_EQ(store_pin(dir, both, true, &err), 0);
	CHECK_EQ(store_remove(dir, both, &err), 0);
	CHECK_EQ(store_remove(dir, both, &err), -ENOENT);
	/* A folder of somebody else under a run's name. */
	snprintf(path, sizeof(path), "%s/%s/photos", dir, added.key);
	CHECK_EQ(mkdir(path, 0777), 0);
	CHECK_EQ(store_remove(dir, "photos", &err), -ENOENT);
	CHECK_EQ(rmdir(path), 0);
}

static void test_pin(void)
{
	struct store_add_options all = { .keep = 0 };
	struct store_added added;
	struct record_error err = { "" };
	struct store_list list;
	size_t pruned;

	CHECK_EQ(add("2026-04-02T00:00:00Z", "6.1", &all, &added), 0);
	CHECK_EQ(add("2026-04-03T00:00:00Z", "6.1", &all, &added), 0);
	CHECK_EQ(store_list_read(dir, NULL, &list, &err), 0);
	CHECK_EQ(store_pin(dir, list.entries[1].name, false, &err), 0);
	CHECK_EQ(store_pin(dir, list.entries[list.n - 1].name, true, &err), 0);
	CHECK_EQ(store_pin(dir, "nothing", true, &err), -ENOENT);
	store_list_free(&list);
	CHECK_EQ(store_prune(dir, 1, &pruned, &err), 0);
	CHECK(pruned > 0);
	CHECK_EQ(store_prune(dir, 1, &pruned, &err), 0);
	CHECK_EQ(pruned, 0);
	CHECK_EQ(store_prune(dir, 0, &pruned, &err), 0);
	CHECK_EQ(pruned, 0);
}

/* What a process that died leaves goes with the next change; a noise set that it had moved comes back. */
static void test_leftovers(void)
{
	struct store_add_options all = { .keep = 0 };
	struct record_run runs[3];
	const struct record_run *pointers[3];
	struct record_error err = { "" };
	struct store_added added;
	struct store_list list;
	char key[STORE_KEY_SIZE], path[1200], noise[1200], old[1200];

	for (int i = 0; i < 3; i++) {
		char date[32];

		snprintf(date, sizeof(date), "2026-05-0%dT00:00:00Z", i + 1);
		runs[i] = make_run(date, "6.1", 100 + i);
		pointers[i] = &runs[i];
	}
	store_key_of(&runs[0], key);
	CHECK_EQ(store_replace_noise(dir, pointers, 3, NULL, &err), 0);
	CHECK_STR(err.text, "");
	CHECK_EQ(store_list_noise(dir, key, &list, &err), 0);
	CHECK_EQ(list.n, 3);
	store_list_free(&list);

	snprintf(path, sizeof(path), "%s/%s/.new", dir, key);
	snprintf(noise, sizeof(noise), "%s/%s/noise", dir, key);
	snprintf(old, sizeof(old), "%s/%s/.oldnoise", dir, key);
	CHECK_EQ(mkdir(path, 0777), 0);
	snprintf(path, sizeof(path), "%s/%s/.new/samples.tsv.tmp", dir, key);
	spit(path);
	CHECK_EQ(rename(noise, old), 0);
	CHECK_EQ(add("2026-06-01T00:00:00Z", "6.2", &all, &added), 0);
	snprintf(path, sizeof(path), "%s/%s/.new", dir, key);
	CHECK(access(path, F_OK) != 0);
	CHECK(access(old, F_OK) != 0);
	CHECK_EQ(store_list_noise(dir, key, &list, &err), 0);
	CHECK_EQ(list.n, 3);
	store_list_free(&list);

	/* A set of two keys is none; what was there stays. */
	CHECK_EQ(record_machine_set(&runs[2], "kernel.release", "6.9"), 0);
	CHECK_EQ(store_replace_noise(dir, pointers, 3, NULL, &err), -EINVAL);
	CHECK_EQ(store_replace_noise(dir, pointers, 2, NULL, &err), 0);
	CHECK_EQ(store_list_noise(dir, key, &list, &err), 0);
	CHECK_EQ(list.n, 2);
	store_list_free(&list);
	for (int i = 0; i < 3; i++)
		record_free_run(&runs[i]);
}

/* Broken neighbours are named; the others are used. */
static void test_faults(void)
{
	struct store_add_options all = { .keep = 0 };
	struct record_error err = { "" };
	struct store_added added;
	struct store_list list;
	char path[1300], moved[1300], other[1300];
	size_t before;

	CHECK_EQ(add("2026-07-01T00:00:00Z", "6.1", &all, &added), 0);
	before = count(NULL);
	snprintf(path, sizeof(path), "%s/%s/%s", dir, added.key, added.name);
	snprintf(moved, sizeof(moved), "%s/%s/x'$(touch y)\n<b>", dir, added.key);
	CHECK_EQ(rename(path, moved), 0);
	CHECK_EQ(store_list_read(dir, NULL, &list, &err), 0);
	CHECK_EQ(list.n, before - 1);
	CHECK_EQ(list.fault_n, 1);
	CHECK(strstr(text_str(&list.faults), "not the name of a run") != NULL);
	CHECK(strstr(text_str(&list.faults), "x'$(touch y)?<b>") != NULL);
	store_list_free(&list);
	CHECK_EQ(rename(moved, path), 0);

	/* Put into another key's folder by hand. */
	snprintf(other, sizeof(other), "%s/elsewhere-0123456789abcdef", dir);
	CHECK_EQ(mkdir(other, 0777), 0);
	snprintf(other, sizeof(other), "%s/elsewhere-0123456789abcdef/run", dir);
	CHECK_EQ(rename(path, other), 0);
	CHECK_EQ(store_list_read(dir, NULL, &list, &err), 0);
	CHECK_EQ(list.n, before - 1);
	CHECK(strstr(text_str(&list.faults), "belongs to the key") != NULL);
	store_list_free(&list);
	CHECK_EQ(rename(other, path), 0);

	/* A link to a run is no run. */
	snprintf(moved, sizeof(moved), "%s/%s/link", dir, added.key);
	CHECK_EQ(symlink(path, moved), 0);
	CHECK_EQ(count(NULL), before);
	CHECK_EQ(unlink(moved), 0);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/oscost-store-XXXXXX", tmp ? tmp : "/tmp");
	CHECK(mkdtemp(dir) != NULL);
	strcat(dir, "/a/b");
	test_key();
	test_add();
	test_read();
	test_nearest();
	test_refused();
	test_remove();
	test_pin();
	test_leftovers();
	test_faults();
	return check_done();
}
