/*
 * The four files of a run folder, parted by form feeds: machine.tsv, cases.tsv, samples.tsv, gaps.tsv.
 * A part that does not begin with '#' gets the two first lines of its file put before it.
 */
#include "fuzz.h"
#include "record/record.h"

static const char *const heads[][2] = {
	{ "machine.tsv", "# oscost machine 1\nkey\tvalue\n" },
	{ "cases.tsv", "# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\n" },
	{ "samples.tsv", "# oscost samples 1\ncase\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\t"
			 "overhead_ticks\tcore_width\tswitches\tdisturbed\tcycles\n" },
	{ "gaps.tsv", "# oscost gaps 1\nround\tprocess\tkind\tstart_ns\tns\n" },
};

enum { FILES = sizeof(heads) / sizeof(heads[0]) };

static void check_run(const struct record_run *run)
{
	for (size_t i = 0; i < run->case_n; i++) {
		const struct record_case *c = &run->cases[i];
		char label[100];

		FUZZ_CHECK(record_text_is_case(c->name) && (!c->param || record_text_is_param(c->param)));
		FUZZ_CHECK(record_find_case(run, c->name, c->param) == c);
		FUZZ_CHECK(strlen(record_case_label(c, label, sizeof(label))) < sizeof(label) - 1);
		FUZZ_CHECK(!c->what || record_text_clean(c->what, strlen(c->what)));
	}
	for (size_t i = 0; i < run->sample_n; i++) {
		const struct record_sample *s = &run->samples[i];

		FUZZ_CHECK(s->case_index < run->case_n && s->ops > 0 && s->round > 0);
		FUZZ_CHECK(s->ns >= -RECORD_FIGURE_MAX && s->ns <= RECORD_FIGURE_MAX);
		FUZZ_CHECK(!s->counters == !run->counter_n);
	}
	for (size_t i = 0; i < run->machine_n; i++) {
		FUZZ_CHECK(record_text_is_word(run->machine[i].key));
		FUZZ_CHECK(record_machine_get(run, run->machine[i].key) == run->machine[i].value);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_bytes file[FILES];
	struct record_error err = { "" };
	struct record_run run;
	char *whole[FILES];
	int rc;

	fuzz_parts(data, size, file, FILES);
	for (size_t i = 0; i < FILES; i++) {
		size_t head = file[i].size > 0 && file[i].bytes[0] == '#' ? 0 : strlen(heads[i][1]);

		whole[i] = malloc(head + file[i].size + 1);
		memcpy(whole[i], heads[i][1], head);
		memcpy(whole[i] + head, file[i].bytes, file[i].size);
		file[i] = (struct record_bytes){ heads[i][0], whole[i], head + file[i].size };
	}
	rc = record_read_run_memory(file, FILES, &run, &err);
	if (rc == 0)
		check_run(&run);
	else
		FUZZ_CHECK(err.text[0] && record_text_clean(err.text, strlen(err.text)) && !run.cases);
	record_free_run(&run);
	for (size_t i = 0; i < FILES; i++)
		free(whole[i]);
	return 0;
}
