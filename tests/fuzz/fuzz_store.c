/* Names in a baseline folder, and the key that machine.tsv makes: two of them, parted by a form feed. */
#include "fuzz.h"
#include "oscost/store_folder.h"
#include "oscost/store_key.h"
#include "record/record.h"

static const char head[] = "# oscost machine 1\nkey\tvalue\n";
static const char rest[] = "# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\n";
static const char samples[] = "# oscost samples 1\ncase\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\t"
			      "overhead_ticks\tdisturbed\n";

static void check_name(const char *name)
{
	if (store_name_is(name))
		FUZZ_CHECK(!strpbrk(name, "/ \n\t") && name[0] != '.' && strlen(name) < 255);
	if (store_key_is(name))
		FUZZ_CHECK(!strpbrk(name, "/ \n\t") && name[0] != '.' && strlen(name) < STORE_KEY_SIZE);
	if (store_date_is(name))
		FUZZ_CHECK(strlen(name) == 20 && !strpbrk(name, "/ \n\t"));
}

static int read_machine(const struct record_bytes *part, struct record_run *run)
{
	char *text = malloc(strlen(head) + part->size + 1);
	struct record_error err;
	struct record_bytes file[] = { { "machine.tsv", text, strlen(head) + part->size },
				       { "cases.tsv", rest, strlen(rest) },
				       { "samples.tsv", samples, strlen(samples) } };
	int rc;

	memcpy(text, head, strlen(head));
	memcpy(text + strlen(head), part->bytes, part->size);
	rc = record_read_run_memory(file, 3, run, &err);
	free(text);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_run a = { 0 }, b = { 0 };
	struct store_difference d[8];
	char key[2][STORE_KEY_SIZE];
	struct record_bytes part[3];
	char *name;

	fuzz_parts(data, size, part, 3);
	name = fuzz_text((const uint8_t *)part[0].bytes, part[0].size);
	check_name(name);
	free(name);
	if (read_machine(&part[1], &a) == 0 && read_machine(&part[2], &b) == 0) {
		store_key_of(&a, key[0]);
		store_key_of(&b, key[1]);
		FUZZ_CHECK(store_key_is(key[0]) && store_key_is(key[1]));
		FUZZ_CHECK((store_key_differences(&a, &b, d, 8) == 0) == (strcmp(key[0], key[1]) == 0));
		FUZZ_CHECK(store_key_differences(&a, &a, d, 8) == 0);
	}
	record_free_run(&a);
	record_free_run(&b);
	return 0;
}
