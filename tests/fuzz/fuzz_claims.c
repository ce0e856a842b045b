/* A file of claims; rows alone get the two first lines put before them. */
#include "fuzz.h"
#include "oscost/claims.h"
#include "record/text.h"

static const char head[] = "# oscost claims 1\nid\tsection\tclaim\tdocument\theading\tfigure\tunit\tpublished\t"
			   "relation\tpicture\texperiment\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t before = size > 0 && data[0] == '#' ? 0 : strlen(head);
	char *bytes = malloc(before + size + 1);
	struct claims claims;
	struct record_error err = { "" };

	memcpy(bytes, head, before);
	if (size > 0)
		memcpy(bytes + before, data, size);
	if (claims_read_memory(bytes, before + size, &claims, &err) != 0)
		FUZZ_CHECK(err.text[0] && record_text_clean(err.text, strlen(err.text)) && !claims.rows);
	for (size_t i = 0; i < claims.row_n; i++)
		FUZZ_CHECK(record_text_is_case(claims.rows[i].id) &&
			   (claims.rows[i].figure || claims.rows[i].relation.n > 0));
	claims_free(&claims);
	free(bytes);
	return 0;
}
