/* summary.tsv; rows alone get the two first lines put before them. */
#include "fuzz.h"
#include "record/record.h"

static const char head[] = "# oscost summary 1\ncase\tparam\tmetric\tunit\tstatus\tprocesses\tsamples\tfloor\t"
			   "median\tlo\thi\tp95\tp99\ticc\tmodes\texpected\tobserved\tnote\tdrift\tess\toverhead\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t before = size > 0 && data[0] == '#' ? 0 : strlen(head);
	char *bytes = malloc(before + size + 1);
	struct record_summary summary;
	struct record_error err = { "" };

	memcpy(bytes, head, before);
	if (size > 0)
		memcpy(bytes + before, data, size);
	if (record_read_summary_memory(bytes, before + size, &summary, &err) != 0)
		FUZZ_CHECK(err.text[0] && record_text_clean(err.text, strlen(err.text)) && !summary.rows);
	for (size_t i = 0; i < summary.row_n; i++) {
		const struct record_summary_row *r = &summary.rows[i];

		FUZZ_CHECK(record_text_is_case(r->name) && record_text_is_word(r->unit));
		FUZZ_CHECK(record_find_summary_row(&summary, r->name, r->param, r->metric, r->unit));
	}
	record_free_summary(&summary);
	free(bytes);
	return 0;
}
