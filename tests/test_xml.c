/* What is written is XML, whatever the strings hold. */
#include "check.h"

#include "oscost/xml.h"

static void test_layout(void)
{
	struct text out = { 0 };
	struct xml x = { .out = &out };

	xml_declare(&x);
	xml_begin(&x, "a");
	xml_attribute(&x, "n", "1");
	xml_attribute(&x, "none", NULL);
	xml_attribute_number(&x, "x", 0.1);
	xml_attribute_number(&x, "nan", NAN);
	xml_begin(&x, "b");
	xml_end(&x);
	xml_begin(&x, "c");
	xml_text(&x, "words");
	xml_end(&x);
	xml_begin(&x, "d");
	xml_begin(&x, "e");
	xml_end(&x);
	xml_end(&x);
	xml_end(&x);
	CHECK(!out.failed);
	CHECK_STR(text_str(&out), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a n=\"1\" x=\"0.1\">\n"
				  "\t<b/>\n\t<c>words</c>\n\t<d>\n\t\t<e/>\n\t</d>\n</a>\n");
	text_free(&out);
}

static void test_escapes(void)
{
	struct text out = { 0 };
	struct xml x = { .out = &out };

	xml_begin(&x, "a");
	xml_attribute(&x, "v", "\"'<&>]]>\n\x01\xff\xef\xbf\xbf");
	xml_text(&x, "</a>&amp;]]>\xc2\xb5");
	xml_end(&x);
	CHECK_STR(text_str(&out), "<a v=\"&quot;&#39;&lt;&amp;&gt;]]&gt;????\">"
				  "&lt;/a&gt;&amp;amp;]]&gt;\xc2\xb5</a>\n");
	text_free(&out);
}

static void test_misuse(void)
{
	struct text out = { 0 };
	struct xml x = { .out = &out };

	xml_end(&x);
	CHECK(out.failed);
	text_free(&out);
	xml_begin(&x, "a");
	xml_text(&x, "t");
	xml_attribute(&x, "late", "v");
	CHECK(out.failed);
	text_free(&out);
	x = (struct xml){ .out = &out };
	for (int i = 0; i < XML_DEPTH_MAX; i++)
		xml_begin(&x, "a");
	CHECK(!out.failed);
	xml_begin(&x, "a");
	CHECK(out.failed);
	text_free(&out);
}

int main(void)
{
	test_layout();
	test_escapes();
	test_misuse();
	return check_done();
}
