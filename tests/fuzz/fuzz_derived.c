/* derived.tsv; rows alone get the two first lines put before them. */
#include "fuzz.h"
#include "oscost/derived.h"
#include "record/text.h"

static const char head[] = "# oscost derived 1\ncase\tunit\texpression\twhat\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t before = size > 0 && data[0] == '#' ? 0 : strlen(head);
	char *bytes = malloc(before + size + 1);
	struct derived_list list;
	struct record_error err = { "" };

	memcpy(bytes, head, before);
	if (size > 0)
		memcpy(bytes + before, data, size);
	if (derived_read_memory(bytes, before + size, &list, &err) != 0)
		FUZZ_CHECK(err.text[0] && record_text_clean(err.text, strlen(err.text)) && !list.rows);
	for (size_t i = 0; i < list.row_n; i++)
		FUZZ_CHECK(record_text_is_case(list.rows[i].name) && expr_operand_count(list.rows[i].expr) > 0);
	derived_free(&list);
	free(bytes);
	return 0;
}
