/* The checkers of the fuzz harnesses can fail: each takes what is right and finds what is wrong. */
#include "check.h"
#include "fuzz/well_formed.h"

struct sample {
	const char *(*check)(const char *);
	const char *right;
	const char *wrong[8];
};

#define HEAD "<!DOCTYPE html>\n"

static const struct sample samples[] = {
	{ well_formed_html,
	  HEAD "<html><head><meta charset=\"utf-8\"><style>a>b{}</style></head><p class=\"a\">1 &lt; 2 &amp; 3</p></html>\n",
	  { "<p>a</p>", HEAD "<p>a", HEAD "<script>a</script>", HEAD "<p>a & b</p>", HEAD "<p>1 > 2</p>",
	    HEAD "<p onclick=\"a\">a</p>", HEAD "<p class=\"<\">a</p>", HEAD "<p>\033[1m</p>" } },
	{ well_formed_xml,
	  "<?xml version=\"1.0\"?>\n<a b=\"&quot;\"><c/>d</a>\n",
	  { "<a/>", "<?xml version=\"1.0\"?><a>", "<?xml version=\"1.0\"?><a></b>", "<?xml version=\"1.0\"?><a b=c/>",
	    "<?xml version=\"1.0\"?><a b=\"<\"/>", "<?xml version=\"1.0\"?><a>&x;</a>", "<?xml version=\"1.0\"?><a>]]></a>",
	    "<?xml version=\"1.0\"?><a b/>" } },
	{ well_formed_json,
	  "{\"a\": [1, -2.5e-3, true, null, \"\\u000a\\\"\"], \"b\": {}}\n",
	  { "", "{\"a\": }", "[1, ]", "[01]", "[NaN]", "[\"a]", "{\"a\": 1} 2", "[\"</script>\"]" } },
	{ well_formed_csv, "a,b\n\"x,\"\"y\",2\n'=1,\n", { "", "a,b\n1\n", "a\n\"b\n", "a\n=b\n", "a\n\"b\"c\n", "a\n\"=b\"\n", "a" } },
	{ well_formed_tsv, "# x\na\tb\n1\t2\n", { "a\tb\n1\n", "a\tb", "a\001\n" } },
	{ well_formed_openmetrics,
	  "# TYPE oscost_a gauge\noscost_a{b=\"c\\\"\",d=\"e\"} 1.5\n# EOF\n",
	  { "oscost_a 1\n", "oscost_a{b=\"c} 1\n# EOF\n", "oscost_a x\n# EOF\n", "other 1\n# EOF\n", "# EOF\noscost_a 1\n",
	    "oscost_a{b=c} 1\n# EOF\n", "# other\n# EOF\n", "oscost_a{b=\"\\x\"} 1\n# EOF\n" } },
	{ well_formed_markdown,
	  "### a \\<b\\>\n| `c` |\n<details><summary>1</summary></details>\n",
	  { "<b>", "[a](b)", "a & b", "`a` <script>", "a\033", "![a]" } },
	{ well_formed_plotdata, "1\tsyscall 2 µs, a-b\n\n", { "a\"b", "a`b", "a$b", "a@b", "a\\b", "é", "a{b", "a'b" } },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const char *wrong = samples[i].check(samples[i].right);

		if (wrong)
			fprintf(stderr, "%s in: %s\n", wrong, samples[i].right);
		CHECK(!wrong);
		for (size_t k = 0; k < 8 && samples[i].wrong[k]; k++) {
			if (!samples[i].check(samples[i].wrong[k]))
				fprintf(stderr, "not found: %s\n", samples[i].wrong[k]);
			CHECK(samples[i].check(samples[i].wrong[k]));
		}
	}
	return check_done();
}
