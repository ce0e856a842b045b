/* The parser of what benchmark processes say, with good and hostile input. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "oscost/wire_read.h"

/* Walks over the text and parses every sample; the last result of wire_next or the first fault. */
static int walk(const char *text, struct wire_sample *last, struct record_error *err)
{
	char *copy = strdup(text), *cursor = copy;
	struct wire_line line = { .n = 0 };
	int more, bad = 0;

	while ((more = wire_next(&cursor, &line, err)) == 1 && !bad)
		if (strcmp(line.field[0], "sample") == 0)
			bad = wire_parse_sample(&line, last, err);
	last->name = NULL; /* points into the copy */
	free(copy);
	return bad ? bad : more;
}

#define HEAD "oscost-bench\t3\n"

static void test_good(void)
{
	struct record_error err = { "" };
	struct wire_sample s;

	CHECK_EQ(walk(HEAD "sample\ta.b\t10\t2000\t20.5\t1.3\t-\t1\t2\t0\t-\t0\t-\t1\t0\t7\t-\nend\n", &s, &err), 0);
	CHECK_EQ(s.ops, 10);
	CHECK_NEAR(s.overhead_ticks, 20.5, 0);
	CHECK_EQ(s.cpu, 1);
	CHECK_NEAR(s.events[0], 2, 0);
	CHECK(isnan(s.events[2]));
	CHECK_EQ(s.counters, 2);
	CHECK_NEAR(s.counter[0], 7, 0);
	CHECK(isnan(s.counter[1]));
}

static void test_bad(void)
{
	static const char *const texts[] = {
		"", "end\n", "oscost-bench\t1\nend\n", HEAD, HEAD "sample\n", HEAD "sample\ta.b\t1",
		HEAD "sample\ta.b\t0\t1\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",  /* no operations */
		HEAD "sample\ta.b\t-5\t1\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "sample\ta.b\t1\tnan\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "sample\ta.b\t1\tinf\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "sample\ta.b\t1\t0x10\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "sample\ta.b\t1\t-\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "sample\ta.b\t1\t1e30\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "sample\ta.b\t1\t1\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\nend\n", /* one too few */
		HEAD "sample\t$(id)\t1\t1\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "sample\ta.b\t99999999999999999999999\t1\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n",
		HEAD "end\n" HEAD "sample\ta.b\t1\t1\t1\t1\t-\t1\t0\t0\t0\t0\t0\t0\t0\nend\n", /* said twice */
		HEAD "end\nbye\n", HEAD "end\n\n", "hello\n" HEAD "end\n",
	};
	struct record_error err;
	struct wire_sample s;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		err.text[0] = '\0';
		CHECK_EQ(walk(texts[i], &s, &err), -EBADMSG);
		CHECK(err.text[0] != '\0');
	}
}

static void test_check(void)
{
	struct record_error err = { "" };

	CHECK_EQ(wire_check(HEAD, strlen(HEAD), false, &err), 0);
	CHECK_EQ(wire_check("", 0, false, &err), -EBADMSG);
	CHECK(strstr(err.text, "prefix") == NULL);
	CHECK_EQ(wire_check("", 0, true, &err), -EBADMSG);
	CHECK(strstr(err.text, "prefix") != NULL);
	CHECK_EQ(wire_check(HEAD "end\n\0end\n", strlen(HEAD) + 9, false, &err), -EBADMSG);
}

static void test_many_fields(void)
{
	char text[4096] = HEAD "sample";
	struct record_error err;
	struct wire_sample s;

	for (int i = 0; i < 500; i++)
		strcat(text, "\t1");
	strcat(text, "\nend\n");
	CHECK_EQ(walk(text, &s, &err), -EBADMSG);
}

int main(void)
{
	test_good();
	test_bad();
	test_check();
	test_many_fields();
	return check_done();
}
