/* Two runs held against each other, in every form (made_run.h: the input). */
#include "made_derived.h"
#include "made_run.h"
#include "oscost/compare_data.h"
#include "oscost/compare_html.h"
#include "oscost/compare_text.h"
#include "oscost/gate.h"
#include "well_formed.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	made_derived();
	return 0;
}

/* The run moves into the side. -1: it contradicts itself. */
static int make_side(struct side *side, const char *name, struct record_run *run)
{
	struct record_error err = { "" };

	*side = (struct side){ .name = strdup(name), .run_n = 1, .size = 1 };
	side->runs = calloc(2, sizeof(*side->runs));
	side->replicates = calloc(2, sizeof(*side->replicates));
	side->paths = calloc(2, sizeof(*side->paths));
	side->runs[0] = *run;
	*run = (struct record_run){ 0 };
	if (replicates_make(&side->runs[0], made_derived_path, &side->replicates[0], &err) == 0) {
		side->paths[0] = strdup("a path");
		return 0;
	}
	FUZZ_CHECK(err.text[0]);
	record_free_run(&side->runs[0]);
	side->run_n = 0;
	return -1;
}

static void check(int rc, struct text *t, const char *wrong)
{
	FUZZ_CHECK(rc == 0 && !t->failed);
	FUZZ_CHECK(!wrong);
	text_clear(t);
}

static void write_all(const struct comparison *c, unsigned kind)
{
	const struct grid_style style = { .width = kind % 140, .utf8 = kind % 2 };
	static const struct picture_set none[1];
	struct text t = { 0 };
	int rc = compare_text_add(&t, c, &style);

	check(rc, &t, well_formed_text(text_str(&t), t.length, false));
	rc = compare_tsv_add(&t, c, 1);
	check(rc, &t, well_formed_tsv(text_str(&t)));
	rc = compare_json_add(&t, c, 1);
	check(rc, &t, well_formed_json(text_str(&t)));
	rc = compare_html_add(&t, c, 1, none, kind % 3 ? "a verdict" : NULL);
	check(rc, &t, well_formed_html(text_str(&t)));
	text_free(&t);
}

static void write_gate(const struct side *a, const struct side *b, const struct comparison *c, unsigned kind)
{
	struct gate gate = { .run = *b, .baseline = *a, .c = *c, .flagged = kind % 3, .confirmed = kind % 2 };
	const struct grid_style style = { .width = 80, .utf8 = true };
	struct text t = { 0 };
	int rc = gate_junit_add(&t, &gate, kind % 2);

	check(rc, &t, well_formed_xml(text_str(&t)));
	rc = gate_markdown_add(&t, &gate, kind % 2);
	check(rc, &t, well_formed_markdown(text_str(&t)));
	rc = compare_text_add_gate(&t, c, "a result", &style);
	check(rc, &t, well_formed_text(text_str(&t), t.length, false));
	text_free(&t);
}

static void compare(const struct made *m, const struct side *a, const struct side *b)
{
	const struct record_run *const runs[] = { &a->runs[0], &b->runs[0], &a->runs[0] };
	struct noise noise = { 0 };
	struct record_error err = { "" };
	struct comparison c;
	struct comparison_rules rules = { .cycles = m->kind & 1, .gate = m->kind & 2, .derived = m->kind & 4 };

	FUZZ_CHECK(noise_make(runs, 3, &noise, &err) == 0 || err.text[0]);
	rules.noise = m->kind & 8 ? &noise : NULL;
	FUZZ_CHECK(comparison_make(a, b, &rules, &c) == 0);
	for (size_t i = 0; a == b && i < c.row_n; i++)
		FUZZ_CHECK(c.rows[i].verdict != VERDICT_REGRESSED && c.rows[i].verdict != VERDICT_IMPROVED);
	for (size_t i = 0; i < c.row_n; i++)
		FUZZ_CHECK(!(c.rows[i].lo > c.rows[i].hi));
	write_all(&c, m->outputs);
	write_gate(a, b, &c, m->outputs);
	comparison_free(&c);
	noise_free(&noise);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_run run[2] = { { 0 }, { 0 } };
	struct side side[2] = { { 0 }, { 0 } };
	struct made m;

	made_parse(data, size, &m);
	if (made_run(&m, 0, &run[0]) != 0 || made_run(&m, 1, &run[1]) != 0) {
		record_free_run(&run[0]);
		return 0;
	}
	if (make_side(&side[0], "old <run>", &run[0]) == 0 && make_side(&side[1], "new", &run[1]) == 0)
		compare(&m, &side[0], m.kind & 16 ? &side[0] : &side[1]);
	side_free(&side[0]);
	side_free(&side[1]);
	record_free_run(&run[1]);
	return 0;
}
