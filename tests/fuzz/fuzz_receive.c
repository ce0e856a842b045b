/*
 * A run folder of somebody else on its way into one of ours (`oscost receive`): what was read, written and read again
 * is the same, and what cannot be read has its place named. Parts: machine.tsv, cases.tsv, samples.tsv, gaps.tsv
 * (one that does not begin with '#' gets the two first lines of its file), then lines of KEY=VALUE.
 */
#include <math.h>

#include "oscost/cmd_receive.c"

#include "fuzz.h"
#include "record/record.h"
#include "tree.h"
#include "tree_write.h"

enum { FILES = 4, PAIRS_MOST = 8, SIZE_MOST = 16384 };

static const char *const heads[FILES][2] = {
	{ "machine.tsv", "# oscost machine 1\nkey\tvalue\n" },
	{ "cases.tsv", "# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\n" },
	{ "samples.tsv", "# oscost samples 1\ncase\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\t"
			 "overhead_ticks\tcore_width\tswitches\tdisturbed\tcycles\n" },
	{ "gaps.tsv", "# oscost gaps 1\nround\tprocess\tkind\tstart_ns\tns\n" },
};

void __wrap_runfolder_new_path(const char *word, char path[PATH_MAX]);

/* The word becomes a part of a folder's name. */
void __wrap_runfolder_new_path(const char *word, char path[PATH_MAX])
{
	size_t n = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

	FUZZ_CHECK(n > 0 && !word[n] && word[0] != '.');
	snprintf(path, PATH_MAX, "%s", word);
}

static void plant(const struct record_bytes *part)
{
	for (size_t i = 0; i < FILES; i++) {
		size_t head = part[i].size > 0 && part[i].bytes[0] == '#' ? 0 : strlen(heads[i][1]);
		char *whole = tree_take(head + part[i].size + 1), path[40];

		memcpy(whole, heads[i][1], head);
		memcpy(whole + head, part[i].bytes, part[i].size);
		snprintf(path, sizeof(path), "/from/%s", heads[i][0]);
		tree_add(path, whole, head + part[i].size, false);
	}
}

/* "samples.tsv:12: …", in plain text. */
static void check_error(const struct record_error *err)
{
	const char *colon = strchr(err->text, ':');
	char name[32] = "";
	bool known = false;

	FUZZ_CHECK(colon && record_text_clean(err->text, strlen(err->text)));
	snprintf(name, sizeof(name), "%.*s", (int)(colon - err->text), err->text);
	for (size_t i = 0; i < FILES; i++)
		known = known || strcmp(name, heads[i][0]) == 0;
	FUZZ_CHECK(known && colon[1] >= '1' && colon[1] <= '9');
	colon += 1 + strspn(colon + 1, "0123456789");
	FUZZ_CHECK(strncmp(colon, ": ", 2) == 0 && colon[2]);
}

/* As a file has them. */
static bool same_text(const char *a, const char *b)
{
	return strcmp(a && *a ? a : "-", b && *b ? b : "-") == 0;
}

/* b is what a becomes in a file. */
static bool same_real(double a, double b)
{
	char text[RECORD_NUMBER_SIZE];
	double written = (double)NAN;

	if (record_parse_real(record_format_real(text, a), &written) != 0)
		return isnan(b);
	return written == b;
}

static void check_cases(const struct record_run *a, const struct record_run *b)
{
	FUZZ_CHECK(a->case_n == b->case_n);
	for (size_t i = 0; i < a->case_n; i++) {
		const struct record_case *x = &a->cases[i], *y = &b->cases[i];

		FUZZ_CHECK(same_text(x->name, y->name) && same_text(x->param, y->param) && same_text(x->unit, y->unit));
		FUZZ_CHECK(same_text(x->what, y->what) && same_text(x->expected, y->expected));
		FUZZ_CHECK(same_text(x->program, y->program) && same_text(x->status, y->status));
		FUZZ_CHECK(same_text(x->reason, y->reason) && x->reruns == y->reruns);
	}
}

static void check_samples(const struct record_run *a, const struct record_run *b)
{
	FUZZ_CHECK(a->sample_n == b->sample_n && a->counter_n == b->counter_n);
	for (size_t k = 0; k < a->counter_n; k++)
		FUZZ_CHECK(strcmp(a->counters[k], b->counters[k]) == 0);
	for (size_t i = 0; i < a->sample_n; i++) {
		const struct record_sample *x = &a->samples[i], *y = &b->samples[i];

		FUZZ_CHECK(x->case_index == y->case_index && x->round == y->round && x->process == y->process);
		FUZZ_CHECK(x->sample == y->sample && x->ops == y->ops && x->ticks == y->ticks);
		FUZZ_CHECK(same_real(x->ns, y->ns) && same_real(x->core_cycles, y->core_cycles));
		FUZZ_CHECK(same_real(x->overhead_ticks, y->overhead_ticks) && same_text(x->disturbed, y->disturbed));
		FUZZ_CHECK(same_real(x->width > 0 ? x->width : (double)NAN, y->width));
		for (size_t k = 0; k < RECORD_EVENTS; k++)
			FUZZ_CHECK(same_real(x->events[k], y->events[k]));
		for (size_t k = 0; k < a->counter_n; k++)
			FUZZ_CHECK(same_real(x->counters[k], y->counters[k]));
	}
}

static void check_rest(const struct record_run *a, const struct record_run *b)
{
	FUZZ_CHECK(a->machine_n == b->machine_n && a->gap_n == b->gap_n && !b->warning.text[0]);
	for (size_t i = 0; i < a->machine_n; i++) {
		const char *value = a->machine[i].value ? a->machine[i].value : "";

		FUZZ_CHECK(strcmp(a->machine[i].key, b->machine[i].key) == 0);
		/* Of what KEY=VALUE gave, blanks stand for what no file may hold. */
		FUZZ_CHECK(!record_text_clean(value, strlen(value)) || same_text(value, b->machine[i].value));
	}
	for (size_t i = 0; i < a->gap_n; i++) {
		const struct record_gap *x = &a->gaps[i], *y = &b->gaps[i];

		FUZZ_CHECK(x->round == y->round && x->process == y->process && x->tick == y->tick);
		FUZZ_CHECK(same_real(x->start_ns, y->start_ns) && same_real(x->ns, y->ns));
	}
}

static void check_same_file(const char *a, const char *b)
{
	const struct tree_file *x = tree_find(a, strlen(a)), *y = tree_find(b, strlen(b));

	FUZZ_CHECK(x && y && x->size == y->size && memcmp(x->data, y->data, x->size) == 0);
}

/* Row by row as a run goes on, or at once: the same. */
static void check_growing(const struct record_run *run)
{
	struct record_appender a;

	FUZZ_CHECK(record_open_samples(&a, TREE_ROOT "/grown", run, NULL) == 0);
	FUZZ_CHECK(record_append_round(&a, run, NULL) == 0 && record_close(&a, NULL) == 0);
	check_same_file("/twice/samples.tsv", "/grown/samples.tsv");
	check_same_file("/twice/gaps.tsv", "/grown/gaps.tsv");
}

static void check_written(const struct record_run *run)
{
	struct record_run again;

	FUZZ_CHECK(write_records(TREE_ROOT "/kept", run, NULL) == 0);
	FUZZ_CHECK(record_read_run(TREE_ROOT "/kept", &again, NULL) == 0);
	check_cases(run, &again);
	check_samples(run, &again);
	check_rest(run, &again);
	FUZZ_CHECK(write_records(TREE_ROOT "/twice", &again, NULL) == 0);
	check_same_file("/kept/machine.tsv", "/twice/machine.tsv");
	check_same_file("/kept/cases.tsv", "/twice/cases.tsv");
	check_growing(&again);
	record_free_run(&again);
}

static void add_pairs(struct record_run *run, const struct record_bytes *part)
{
	char *text = fuzz_text((const uint8_t *)part->bytes, part->size), *rest = text, *word;
	struct record_error err = { "" };

	for (int i = 0; i < PAIRS_MOST && (word = strsep(&rest, "\n")) != NULL; i++)
		FUZZ_CHECK(set_key(run, word, &err) == 0 || err.text[0]);
	free(text);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	tree_writable();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_bytes part[FILES + 1];
	struct record_error err = { "" };
	struct record_run run;
	char path[PATH_MAX];

	tree_clear();
	if (size > SIZE_MOST)
		return 0;
	fuzz_parts(data, size, part, FILES + 1);
	plant(part);
	if (record_read_run(TREE_ROOT "/from", &run, &err) != 0) {
		check_error(&err);
	} else {
		add_pairs(&run, &part[FILES]);
		default_path(&run, path);
		check_written(&run);
	}
	record_free_run(&run);
	return 0;
}
