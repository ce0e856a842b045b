/* Strings of somebody else on their way into terminals, HTML, XML, JSON, CSV and gnuplot's data. */
#include "fuzz.h"
#include "oscost/csv.h"
#include "oscost/json.h"
#include "oscost/plotdata.h"
#include "oscost/text.h"
#include "oscost/xml.h"
#include "well_formed.h"

#define WELL(checker, t) FUZZ_CHECK(!(checker)(text_str(t)))

static void check_plain(struct text *t, const char *s, unsigned width)
{
	struct text wrapped = { 0 };

	text_add_clean(t, s);
	FUZZ_CHECK(record_text_clean(text_str(t), t->length));
	FUZZ_CHECK(text_width(text_str(t)) <= 2 * t->length);
	text_add_wrapped(&wrapped, text_str(t), width, width / 4);
	FUZZ_CHECK(!well_formed_text(text_str(&wrapped), wrapped.length, false));
	text_clear(&wrapped);
	text_add_ascii(&wrapped, text_str(t));
	for (size_t i = 0; i < wrapped.length; i++)
		FUZZ_CHECK(wrapped.data[i] >= ' ' && wrapped.data[i] <= '~');
	text_free(&wrapped);
	text_clear(t);
}

static void check_markup(struct text *t, const char *s)
{
	struct xml x = { .out = t };

	text_add(t, "<!DOCTYPE html>\n<p title=\"");
	text_add_html(t, s);
	text_add(t, "\" class='");
	text_add_html(t, s);
	text_add(t, "'>");
	text_add_html(t, s);
	text_add(t, "</p>\n");
	WELL(well_formed_html, t);
	text_clear(t);
	xml_declare(&x);
	xml_begin(&x, "a");
	xml_attribute(&x, "b", s);
	xml_begin(&x, "c");
	xml_text(&x, s);
	xml_end(&x);
	xml_end(&x);
	WELL(well_formed_xml, t);
	text_clear(t);
}

static void check_data(struct text *t, const char *s)
{
	struct json j = { .out = t };
	struct csv c = { .out = t };

	json_begin_object(&j);
	json_put_string(&j, s, s);
	json_end_object(&j);
	WELL(well_formed_json, t);
	text_clear(t);
	for (int i = 0; i < 2; i++) {
		csv_text(&c, s);
		csv_text(&c, "x");
		csv_end_row(&c);
	}
	WELL(well_formed_csv, t);
	text_clear(t);
	plotdata_label(t, s);
	plotdata_end_row(t);
	WELL(well_formed_plotdata, t);
	FUZZ_CHECK(t->length > 1 && memchr(t->data, '\n', t->length) == t->data + t->length - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = fuzz_text(data, size);
	struct text t = { 0 };

	check_plain(&t, s, size > 0 ? 1 + data[0] % 100 : 80);
	check_markup(&t, s);
	check_data(&t, s);
	text_free(&t);
	free(s);
	return 0;
}
