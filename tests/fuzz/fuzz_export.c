/* A run in every format for other tools (made_run.h: the input). */
#include <errno.h>

#include "made_derived.h"
#include "made_run.h"
#include "oscost/export.h"
#include "well_formed.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	made_derived();
	return 0;
}

static const char *check_lines(const char *s)
{
	return well_formed_text(s, strlen(s), false);
}

static const struct {
	const struct export_format *format;
	const char *(*check)(const char *);
} formats[] = {
	{ &export_benchfmt, check_lines },	   { &export_gbench, well_formed_json },
	{ &export_smaller, well_formed_json },	   { &export_bmf, well_formed_json },
	{ &export_otava, well_formed_csv },	   { &export_openmetrics, well_formed_openmetrics },
	{ &export_junit, well_formed_xml },	   { &export_csv, well_formed_csv },
	{ &export_json, well_formed_json },
};

static void write_format(size_t i, const struct export_source *source)
{
	struct text t = { 0 }, config = { 0 };
	struct export_count count = { 0 };
	struct record_error err = { "" };
	int rc = formats[i].format->write(&t, source, &count, &err);

	FUZZ_CHECK(rc == 0 || (rc == -EBADMSG && err.text[0]));
	if (rc == 0 && count.placed > 0)
		FUZZ_CHECK(!formats[i].check(text_str(&t)));
	if (rc == 0 && formats[i].format->write_config) {
		rc = formats[i].format->write_config(&config, source, &err);
		FUZZ_CHECK(rc == 0 || err.text[0]);
		FUZZ_CHECK(!check_lines(text_str(&config)));
	}
	text_free(&t);
	text_free(&config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };
	struct export_run run = { .row_n = 0 };
	const struct export_source source = { &run, 1, "out.csv" };
	static const char *const only[] = { "a*", "d*" };
	struct record_error err = { "" };
	bool matched[2] = { false };
	struct made m;

	made_parse(data, size, &m);
	if (made_run(&m, 0, &run.run) != 0)
		return 0;
	for (size_t i = 0; i < m.part[MADE_OWN].size && i < 100; i++) {
		char name[2] = { m.part[MADE_OWN].bytes[i], '\0' };

		text_add_clean(&run.name, name);
	}
	if (export_work_out(&run, made_derived_path, only, matched, m.kind % 2 ? 2 : 0, &err) == 0)
		for (size_t i = 0; i < FORMATS; i++)
			if (m.outputs % 4 == 0 || i % 3 == m.outputs % 4 - 1)
				write_format(i, &source);
	export_free(&run);
	return 0;
}
