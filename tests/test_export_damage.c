/* Whatever run the reader lets through, every format is written from it: the golden run with bytes changed at
 * random, under the sanitizers. */
#include "run_folder.h"

#include <errno.h>
#include <stdint.h>

#include "oscost/export.h"

enum { CHANGES = 3000 };

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Bytes that mean something in one of the files or formats. */
static char odd_byte(void)
{
	static const char bytes[] = "\t-.0129eE=+@\"'\\<>&,;:{}[]#%$`( \xc2\xb5";

	return bytes[next() % (sizeof(bytes) - 1)];
}

/* Returns whether the reader let it through. */
static bool write_all(void)
{
	struct record_error err = { "" };
	struct export_run run;
	struct export_source source = { .runs = &run, .run_n = 1, .out = "a file" };
	bool read = export_read(dir, NULL, NULL, NULL, 0, &run, &err) == 0;

	for (size_t i = 0; read && export_formats[i]; i++) {
		const struct export_format *f = export_formats[i];
		struct export_count count = { 0 };
		struct text out = { 0 };
		int rc = f->write(&out, &source, &count, &err);

		/* Only otava needs a date. */
		CHECK((rc == 0 && out.length > 0) || (rc == -EBADMSG && f->write_config));
		if (f->write_config)
			CHECK_EQ(f->write_config(&out, &source, &err), 0);
		CHECK(!out.failed);
		text_free(&out);
	}
	export_free(&run);
	return read;
}

static void test_damage(void)
{
	char *bytes[4];
	size_t size[4], read = 0;

	for (size_t i = 0; i < 4; i++) {
		bytes[i] = slurp(golden, files[i], &size[i]);
		spit(files[i], bytes[i], size[i]);
	}
	CHECK(write_all());
	for (int n = 0; n < CHANGES; n++) {
		size_t file = next() % 3, at = next() % size[file];
		char was = bytes[file][at];

		bytes[file][at] = odd_byte();
		spit(files[file], bytes[file], size[file]);
		read += write_all();
		bytes[file][at] = was;
		spit(files[file], bytes[file], size[file]);
	}
	/* Else nothing was tried. */
	CHECK(read > CHANGES / 10 && read < CHANGES);
	for (size_t i = 0; i < 4; i++)
		free(bytes[i]);
}

int main(void)
{
	folder_start();
	test_damage();
	remove_all();
	rmdir(dir);
	return check_done();
}
