/* Stored runs that are damaged byte by byte: named or used, never a crash (sanitizers), never a figure that no
 * file holds; and the series and changes of sound ones, by hand. */
#include "check.h"

#include <stdlib.h>
#include <unistd.h>

#include "oscost/history.h"
#include "oscost/store.h"
#include "record/record.h"

enum { RUNS = 4, SERIES_RUNS = 40 };

static char dir[512];

static int add_run(int number, double ns)
{
	const struct store_add_options options = { .keep = 0 };
	struct record_error err = { "" };
	struct record_run run = { 0 };
	struct store_added added;
	char date[32];
	int rc;

	snprintf(date, sizeof(date), "2026-01-%02dT%02d:00:00Z", 1 + number / 24, number % 24);
	CHECK_EQ(record_machine_set(&run, "date", date), 0);
	CHECK_EQ(record_machine_set(&run, "run.complete", "yes"), 0);
	CHECK_EQ(record_machine_set(&run, "cpu.model", "CPU"), 0);
	CHECK_EQ(record_add_case(&run, &(struct record_case){ .name = "a.b", .param = "1", .unit = "ns" }, NULL), 0);
	CHECK_EQ(record_add_case(&run, &(struct record_case){ .name = "c", .unit = "%" }, NULL), 0);
	for (uint32_t i = 0; i < 14; i++) {
		struct record_sample s = { .case_index = i % 2, .round = 1 + i / 2, .process = i + 1, .sample = 1,
					   .ops = 1, .ns = ns + i, .core_cycles = 3 * ns };

		CHECK_EQ(record_add_sample(&run, &s), 0);
	}
	rc = store_add(dir, &run, NULL, &options, &added, &err);
	record_free_run(&run);
	return rc;
}

static void read_history(struct history *h)
{
	const struct history_options options = { .dir = dir };
	struct record_error err = { "" };

	CHECK_EQ(history_read(&options, h, &err), 0);
	CHECK_STR(err.text, "");
}

/* Every output is made, and ends. */
static void check_outputs(const struct history *h)
{
	int (*const outputs[])(struct text *out, const struct history *h) = { history_add_text, history_add_tsv,
									      history_add_json };

	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
		struct text out = { 0 };

		CHECK_EQ(outputs[i](&out, h), 0);
		CHECK(out.length > 0 && out.data[out.length - 1] == '\n');
		text_free(&out);
	}
}

static void check_sane(const struct history *h)
{
	CHECK_EQ(h->machine_n, 1);
	CHECK(h->machines[0].run_n + h->list.fault_n >= RUNS && h->machines[0].run_n >= RUNS - 1);
	for (size_t i = 0; i < h->machines[0].series_n; i++) {
		const struct history_series *s = &h->machines[0].series[i];

		CHECK(s->n <= h->machines[0].run_n);
		for (size_t k = 0; k < s->n; k++) {
			const struct history_point *p = &s->points[k];

			CHECK(p->run < h->machines[0].run_n && (k == 0 || p->run > s->points[k - 1].run));
			CHECK(fabs(p->median) <= RECORD_FIGURE_MAX);
			CHECK(isnan(p->lo) || (p->lo <= p->median && p->median <= p->hi));
		}
	}
}

static void write_file(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	CHECK(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
}

static void try_damage(const char *path, const char *bytes, size_t n)
{
	struct history h;

	write_file(path, bytes, n);
	read_history(&h);
	check_sane(&h);
	check_outputs(&h);
	history_free(&h);
}

/* Each file of the third run, byte by byte. */
static void damage(const char *path)
{
	static const char wrong[] = { '\0', '9', '-', '\t', '\n', (char)0xff };
	static char bytes[1 << 14], copy[1 << 14];
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(bytes, 1, sizeof(bytes), f) : 0;

	CHECK(f && fclose(f) == 0 && n > 100 && n < sizeof(bytes));
	for (size_t i = 0; i < n; i += 3)
		try_damage(path, bytes, i);
	for (size_t i = 0; i < n; i += 2) {
		memcpy(copy, bytes, n);
		copy[i] = wrong[i / 2 % sizeof(wrong)];
		try_damage(path, copy, n);
	}
	write_file(path, bytes, n);
}

static void test_damage(void)
{
	struct history h;
	char path[1200];

	for (int i = 0; i < RUNS; i++)
		CHECK_EQ(add_run(i, 100), 0);
	read_history(&h);
	CHECK_EQ(h.machines[0].run_n, RUNS);
	CHECK_EQ(h.machines[0].series_n, 2);
	snprintf(path, sizeof(path), "%s/summary.tsv", h.list.entries[2].path);
	history_free(&h);
	damage(path);
}

/* Half of the runs are a quarter dearer. */
static void test_series(void)
{
	const struct history_machine *m;
	const struct history_series *s;
	struct history_told *told;
	struct history h;

	for (int i = RUNS; i < SERIES_RUNS; i++)
		CHECK_EQ(add_run(i, i < SERIES_RUNS / 2 ? 100 : 125), 0);
	read_history(&h);
	m = &h.machines[0];
	CHECK_EQ(m->run_n, SERIES_RUNS);
	s = history_of(m, &m->view.rows[0]);
	CHECK_STR(s->info->name, "a.b");
	CHECK_STR(s->unit, "ns");
	CHECK_EQ(s->change_n, 1);
	CHECK_EQ(s->changes[0].point, SERIES_RUNS / 2);
	CHECK_NEAR(s->changes[0].before, 106, 1e-9);
	CHECK_NEAR(s->changes[0].after, 131, 1e-9);
	CHECK_NEAR(history_share(&s->changes[0]), 131. / 106 - 1, 1e-9);
	told = history_tell(m);
	CHECK_EQ(history_changes(m), 2);
	CHECK_STR(told[0].before->date, "2026-01-01T19:00:00Z");
	CHECK_STR(told[0].after->date, "2026-01-01T20:00:00Z");
	free(told);
	check_outputs(&h);
	history_free(&h);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/oscost-history-XXXXXX", tmp ? tmp : "/tmp");
	CHECK(mkdtemp(dir) != NULL);
	test_damage();
	test_series();
	return check_done();
}
