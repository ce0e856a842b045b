/*
 * A baseline folder that somebody else has written: its list, noise, history, and what the gate takes of it. Files in
 * memory (tree.h), behind a part of two bytes: copies, and which outputs. Paths are /0/NAME/FILE or /1/NAME/FILE for
 * two keys, /0/noise/NAME/FILE for noise; with a '%' in the path the file is there once a copy, and an '@' in it is a
 * digit that differs. A file that does not begin with '#' gets the first lines of its kind, machine.tsv the key's rows.
 */
#include <limits.h>
#include <math.h>

#include "fuzz.h"
#include "oscost/gate.h"
#include "oscost/gate_parts.h"
#include "oscost/history.h"
#include "oscost/store.h"
#include "oscost/store_folder.h"
#include "oscost/verdict.h"
#include "record/record.h"
#include "tree.h"
#include "tree_folder.h"
#include "well_formed.h"

enum { FILES_MOST = 16, COPIES_MOST = 20, KEYS = 2 };

static const char key_rows[KEYS][40] = { "cpu.model\tc\nkernel.release\t1\n", "cpu.model\tc\nkernel.release\t2\n" };
static struct record_run like[KEYS];
static char key[KEYS][STORE_KEY_SIZE];

static const char *const heads[][2] = {
	{ "/machine.tsv", "# oscost machine 1\nkey\tvalue\n" },
	{ "/cases.tsv", "# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\n" },
	{ "/samples.tsv", "# oscost samples 1\ncase\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\t"
			  "overhead_ticks\tdisturbed\n" },
	{ "/summary.tsv", "# oscost summary 1\ncase\tparam\tmetric\tunit\tstatus\tprocesses\tsamples\tfloor\tmedian\tlo\thi\t"
			  "p95\tp99\ticc\tmodes\texpected\tobserved\tnote\tdrift\tess\toverhead\n" },
};
static const char derived[] = "# oscost derived 1\ncase\tunit\texpression\twhat\nd.half\tns\ta.b / 2 - c\tHalf.\n";

const char *__wrap_paths_share(const char *name);

const char *__wrap_paths_share(const char *name)
{
	FUZZ_CHECK(strcmp(name, "derived.tsv") == 0);
	return TREE_ROOT "/derived.tsv";
}

static const char *head_of(const char *path)
{
	const char *name = strrchr(path, '/');

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (name && strcmp(name, heads[i][0]) == 0)
			return heads[i][1];
	return "";
}

/* One file of one copy. */
TREE_PLAIN void plant(const char *path, const char *data, size_t size, unsigned copy)
{
	char full[300], *mark, *to;
	unsigned k = path[1] == '1', mixed = copy * 7919 + 3;
	const char *head = size > 0 && data[0] == '#' ? "" : head_of(path);
	const char *rows = strcmp(head, heads[0][1]) == 0 ? key_rows[k] : "";
	size_t before = strlen(head) + strlen(rows);

	snprintf(full, sizeof(full), "/%s%s", key[k], path + 2);
	mark = strchr(full, '%');
	if (mark)
		*mark = (char)('a' + copy);
	to = tree_take(before + size + 1);
	if (!to)
		return;
	snprintf(to, before + 1, "%s%s", head, rows);
	for (size_t i = 0; i < size; i++) {
		mixed = mixed * 1103515245 + 12345;
		to[before + i] = data[i] == '@' ? (char)('0' + (mixed >> 16) % 10) : data[i];
	}
	tree_add(full, to, before + size, false);
}

static void plant_part(const struct record_bytes *part, unsigned copies)
{
	const char *end = part->size > 0 ? memchr(part->bytes, '\n', part->size) : NULL;
	size_t n = end ? (size_t)(end - part->bytes) : 0;
	char path[200];

	if (n < 3 || n >= sizeof(path) || memchr(part->bytes, '\0', n) || part->bytes[2] != '/')
		return;
	memcpy(path, part->bytes, n);
	path[n] = '\0';
	for (unsigned copy = 0; copy < (strchr(path, '%') ? copies : 1); copy++)
		plant(path, end + 1, part->size - n - 1, copy);
}

static bool is_line_list(const struct text *t)
{
	return !well_formed_text(text_str(t), t->length, false) && (t->length == 0 || t->data[t->length - 1] == '\n');
}

static void check_list(void)
{
	struct record_error err = { "" };
	struct store_list list;

	FUZZ_CHECK(store_list_read(TREE_ROOT, NULL, &list, &err) == 0 && is_line_list(&list.faults));
	FUZZ_CHECK(!list.fault_n == !list.faults.length);
	for (size_t i = 0; i < list.n; i++) {
		const struct store_entry *e = &list.entries[i];

		FUZZ_CHECK(store_name_is(e->name) && store_date_is(e->date));
		FUZZ_CHECK(strcmp(e->key, key[0]) == 0 || strcmp(e->key, key[1]) == 0);
		FUZZ_CHECK(i == 0 || strcmp(list.entries[i - 1].date, e->date) <= 0);
	}
	for (size_t k = 0; k < KEYS; k++) {
		const struct store_entry *found;
		struct record_run stored;

		FUZZ_CHECK(store_nearest(&list, &like[k], &found, &stored) == 0 && !found == !list.n);
		record_free_run(&stored);
	}
	store_list_free(&list);
}

static void check_noise(void)
{
	struct record_error err = { "" };
	struct noise noise;

	FUZZ_CHECK(noise_read(TREE_ROOT, &like[0], &noise, &err) == 0 && is_line_list(&noise.faults));
	for (size_t i = 0; i < noise.case_n; i++) {
		const struct noise_case *c = &noise.cases[i];

		FUZZ_CHECK(record_text_is_case(c->name) && !(c->figure < 0) && !(c->cycles < 0));
		FUZZ_CHECK(noise_theta(&noise, c->name, c->param, false) >= VERDICT_THETA_LEAST);
	}
	noise_free(&noise);
}

static void check_series(const struct history_machine *m, const struct history_series *s)
{
	for (size_t i = 0; i < s->n; i++) {
		FUZZ_CHECK(s->points[i].run < m->run_n && (i == 0 || s->points[i - 1].run < s->points[i].run));
		FUZZ_CHECK(fabs(s->points[i].median) <= RECORD_FIGURE_MAX && !(s->points[i].lo > s->points[i].median));
	}
	for (size_t i = 0; i < s->change_n; i++)
		FUZZ_CHECK(s->changes[i].point >= HISTORY_SEGMENT_LEAST && s->changes[i].point < s->n &&
			   (i == 0 || s->changes[i - 1].point < s->changes[i].point));
}

static void check_text(int rc, struct text *t, const char *wrong)
{
	FUZZ_CHECK(rc == 0 && !t->failed && !wrong);
	text_clear(t);
}

static void check_history(unsigned outputs)
{
	const struct history_options options = { .dir = TREE_ROOT };
	struct record_error err = { "" };
	struct text t = { 0 };
	struct history h;
	int rc = history_read(&options, &h, &err);

	FUZZ_CHECK(rc == 0 && is_line_list(&h.list.faults));
	for (size_t i = 0; i < h.machine_n; i++)
		for (size_t k = 0; k < h.machines[i].series_n; k++)
			check_series(&h.machines[i], &h.machines[i].series[k]);
	if (outputs % 4 == 1) {
		rc = history_add_text(&t, &h);
		check_text(rc, &t, well_formed_text(text_str(&t), t.length, false));
	} else if (outputs % 4 == 2) {
		rc = history_add_tsv(&t, &h);
		check_text(rc, &t, well_formed_tsv(text_str(&t)));
	} else if (outputs % 4 == 3) {
		rc = history_add_json(&t, &h);
		check_text(rc, &t, well_formed_json(text_str(&t)));
	}
	text_free(&t);
	history_free(&h);
}

static void check_gate(unsigned outputs)
{
	struct gate_options options = { .run = "RUN", .baseline = TREE_ROOT, .last = 1 + outputs % 5, .across = { "kernel" } };
	struct gate gate = { .run = { .runs = &like[outputs % KEYS], .run_n = 1 } };
	struct record_error err = { "" };
	int rc;

	options.across_count = outputs & 8 ? 1 : 0;
	rc = gate_choose_baseline(&options, &gate, &err);
	FUZZ_CHECK(rc == 0 ? gate.baseline.run_n > 0 : err.text[0] != '\0');
	FUZZ_CHECK(rc != 0 || gate.pinned || gate.baseline.run_n <= options.last);
	if (rc == 0)
		side_free(&gate.baseline);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_silence();
	for (size_t k = 0; k < KEYS; k++) {
		FUZZ_CHECK(record_machine_set(&like[k], "cpu.model", "c") == 0);
		FUZZ_CHECK(record_machine_setf(&like[k], "kernel.release", "%zu", k + 1) == 0);
		store_key_of(&like[k], key[k]);
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_bytes part[FILES_MOST];
	uint8_t option[2] = { 0, 0 };

	tree_clear();
	tree_add("/derived.tsv", derived, sizeof(derived) - 1, false);
	fuzz_parts(data, size, part, FILES_MOST);
	memcpy(option, part[0].bytes, part[0].size < 2 ? part[0].size : 2);
	for (size_t i = 1; i < FILES_MOST; i++)
		plant_part(&part[i], 1 + option[0] % COPIES_MOST);
	switch (option[1] % 4) {
	case 0: check_list(); break;
	case 1: check_noise(); break;
	case 2: check_history(option[1] / 4); break;
	default: check_gate(option[1] / 4);
	}
	return 0;
}
