/* Numbers: what is read comes out again as the same. */
#include "fuzz.h"
#include "record/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), buf[RECORD_NUMBER_SIZE];
	uint64_t whole, whole_again;
	double value, again;

	if (record_parse_real(text, &value) == 0) {
		FUZZ_CHECK(value - value == 0);
		FUZZ_CHECK(record_parse_real(record_format_exact(buf, value), &again) == 0 && again == value);
		FUZZ_CHECK(record_parse_real(record_format_real(buf, value), &again) == 0);
	}
	if (record_parse_uint(text, UINT64_MAX, &whole) == 0) {
		snprintf(buf, sizeof(buf), "%llu", (unsigned long long)whole);
		FUZZ_CHECK(record_parse_uint(buf, whole, &whole_again) == 0 && whole_again == whole);
		FUZZ_CHECK(whole == 0 || record_parse_uint(buf, whole - 1, &whole_again) != 0);
	}
	free(text);
	return 0;
}
