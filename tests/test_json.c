/* What is written is JSON, whatever the strings hold, and numbers come back as they were. */
#include "check.h"

#include <stdint.h>
#include <stdlib.h>

#include "oscost/json.h"
#include "record/number.h"

static void test_layout(void)
{
	struct text out = { 0 };
	struct json j = { .out = &out };

	json_begin_object(&j);
	json_put_string(&j, "name", "a");
	json_put_string(&j, "none", NULL);
	json_key(&j, "list");
	j.flat = true;
	json_begin_array(&j);
	json_uint(&j, UINT64_MAX);
	json_bool(&j, true);
	json_begin_object(&j);
	json_end_object(&j);
	json_end_array(&j);
	j.flat = false;
	json_key(&j, "deep");
	json_begin_array(&j);
	json_begin_object(&j);
	json_put_number(&j, "x", 0.5);
	json_put_bool(&j, "no", false);
	json_end_object(&j);
	json_null(&j);
	json_end_array(&j);
	json_key(&j, "empty");
	json_begin_array(&j);
	json_end_array(&j);
	json_end_object(&j);
	CHECK(!out.failed);
	CHECK_STR(text_str(&out), "{\n\t\"name\": \"a\",\n\t\"none\": null,\n"
				  "\t\"list\": [18446744073709551615, true, {}],\n"
				  "\t\"deep\": [\n\t\t{\n\t\t\t\"x\": 0.5,\n\t\t\t\"no\": false\n"
				  "\t\t},\n\t\tnull\n\t],\n\t\"empty\": []\n}\n");
	text_free(&out);
}

static void check_string(const char *value, const char *json)
{
	struct text out = { 0 };
	struct json j = { .out = &out };

	json_string(&j, value);
	CHECK_STR(text_str(&out), json);
	text_free(&out);
}

static void test_strings(void)
{
	check_string("", "\"\"");
	check_string("a\"b\\c", "\"a\\\"b\\\\c\"");
	check_string("\t\n\x01\x1f\x7f", "\"\\u0009\\u000a\\u0001\\u001f\\u007f\"");
	check_string("</script>", "\"\\u003c/script>\"");
	check_string("\xc2\xb5s \xf0\x9f\x98\x80", "\"\xc2\xb5s \xf0\x9f\x98\x80\"");
	check_string("a\xff\xfe" "b", "\"a\\ufffd\\ufffdb\"");
	check_string("\xc3", "\"\\ufffd\"");
	check_string("\x80" "a", "\"\\ufffda\"");
	check_string("\xe2\x80\xae" "a", "\"\\ufffda\"");
	check_string("\xed\xa0\x80", "\"\\ufffd\"");
}

static void check_number(double value, const char *json)
{
	struct text out = { 0 };
	struct json j = { .out = &out };

	json_number(&j, value);
	CHECK_STR(text_str(&out), json);
	text_free(&out);
}

static void test_numbers(void)
{
	check_number(NAN, "null");
	check_number(INFINITY, "null");
	check_number(-INFINITY, "null");
	check_number(-0.0, "0");
	check_number(0.1, "0.1");
	check_number(1e15 - 1, "999999999999999");
	check_number(0.1 + 0.2, "0.30000000000000004");
	check_number(1 / 3.0, "0.3333333333333333");
	check_number(1.124e-07, "1.124e-07");
	check_number(-1e300, "-1e+300");
}

/* Every double comes back, and with no digit to spare. */
static void test_numbers_at_random(void)
{
	uint64_t state = 88172645463325252u;
	char buf[RECORD_NUMBER_SIZE], shorter[RECORD_NUMBER_SIZE];
	int wrong = 0, longer = 0;

	for (int i = 0; i < 100000; i++) {
		double value;

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		value = (double)(int64_t)state * pow(10, (int)(state >> 20) % 60 - 30);
		wrong += strtod(record_format_exact(buf, value), NULL) != value;
		snprintf(shorter, sizeof(shorter), "%.16g", value);
		longer += value != trunc(value) && strtod(shorter, NULL) == value &&
			  strlen(buf) > strlen(shorter);
	}
	CHECK_EQ(wrong, 0);
	CHECK_EQ(longer, 0);
}

static void test_misuse(void)
{
	struct text out = { 0 };
	struct json j = { .out = &out };

	json_end_array(&j);
	CHECK(out.failed);
	text_free(&out);
	j = (struct json){ .out = &out };
	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		json_begin_array(&j);
	CHECK(!out.failed);
	json_begin_array(&j);
	CHECK(out.failed);
	text_free(&out);
}

int main(void)
{
	test_layout();
	test_strings();
	test_numbers();
	test_numbers_at_random();
	test_misuse();
	return check_done();
}
