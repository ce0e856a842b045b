/* Broken claims files and what programs of facts may say: messages with their place, limits. */
#include "claims_file.h"

#include <errno.h>

#include "oscost/claims.h"

/* What a program says is untrusted. */
static void test_output(void)
{
	static const char *const bad[] = {
		"", "end", "value\ta\t1\tx\n", "value\ta\t1\tx\nend\nmore\n", "value\ta\tx\tx\nend\n",
		"value\tA b\t1\tx\nend\n", "value\ta\t1\nend\n", "value\ta\t1\tx\ty\nend\n",
		"value\ta\t1\t\nend\n", "cannot\ta\nend\n", "hello\nend\n", "\nend\n",
		"value\ta\t1\tx\nvalue\ta\t2\tx\nend\n", "value\ta\tnan\tx\nend\n", "value\ta\t1e999\tx\nend\n",
	};
	static const char turned[] = "value\ta\t1\tx\033[31m\xe2\x80\xae\nend\n";
	struct seen_program p = { 0 };
	char *many = calloc(1, 1 << 17);
	struct seen one = { 0 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		one = (struct seen){ .program_n = 1 };
		CHECK_EQ(seen_read(&one.programs[0], bad[i], strlen(bad[i])), 0);
		CHECK(one.programs[0].trouble != NULL);
		CHECK_EQ(one.programs[0].value_n, 0);
		seen_free(&one);
	}
	one = (struct seen){ .program_n = 1 };
	CHECK_EQ(seen_read(&one.programs[0], "value\ta\t1\tx\0\nend\n", 17), 0);
	CHECK(one.programs[0].trouble != NULL);
	seen_free(&one);
	/* More values, and more bytes, than are read. */
	for (int i = 0; i < 65; i++)
		sprintf(many + strlen(many), "value\ta%d\t1\tx\n", i);
	strcat(many, "end\n");
	CHECK_EQ(seen_read(&p, many, strlen(many)), 0);
	CHECK(p.trouble && strstr(p.trouble, "more values"));
	free(p.trouble);
	p = (struct seen_program){ 0 };
	memset(many, 'x', (1 << 17) - 1);
	CHECK_EQ(seen_read(&p, many, strlen(many)), 0);
	CHECK(p.trouble && strstr(p.trouble, "more than is read"));
	free(p.trouble);
	free(many);
	/* Marks that turn the direction of reading around, and control characters, do not come through. */
	one = (struct seen){ .program_n = 1 };
	CHECK_EQ(seen_read(&one.programs[0], turned, strlen(turned)), 0);
	CHECK(one.programs[0].value_n == 1 && strchr(one.programs[0].values[0].words, '\033') == NULL);
	CHECK_STR(one.programs[0].values[0].words, "x?[31m?");
	seen_free(&one);
}

/* The message of a file that is broken in one place; "" when it was read. */
static const char *fault_of(const char *begin, const char *rest)
{
	static struct record_error err;
	struct claims claims;

	err.text[0] = '\0';
	write_file(begin, rest);
	if (claims_read(path, &claims, &err) == 0)
		err.text[0] = '\0';
	CHECK_EQ(claims.rows != NULL, err.text[0] == '\0');
	claims_free(&claims);
	return err.text;
}

static void test_broken_files(void)
{
	static const struct {
		const char *rows, *message;
	} files[] = {
		{ "a\ts\tw\td\th\tten\tns\t-\t> 1\t-\te\n", "" },
		{ "# a remark\na\ts\tw\td\th\tten\tns\t7..8\t-\tcurve-ring\te\n", "" },
		{ "", "no claim in it" },
		{ "A\ts\tw\td\th\tten\tns\t-\t> 1\t-\te\n", ":3: column id: not a name" },
		{ "a\ts\tw\td\th\tten\tns\t-\t> 1\t-\te\na\ts\tw\td\th\tten\tns\t-\t> 1\t-\te\n",
		  ":4: column id: the same a second time" },
		{ "# a remark\n#\nB\ts\tw\td\th\tten\tns\t-\t> 1\t-\te\n", ":5: column id" },
		{ "a\t-\tw\td\th\tten\tns\t-\t> 1\t-\te\n", ":3: column section: missing" },
		{ "a\ts\tw\td\th\tten\tns\t-\t> 1\t-\t\n", ":3: column experiment: missing" },
		{ "a\ts\tw\td\th\tten\tns\t-\t\t-\te\n", ":3: column relation: empty" },
		{ "a\ts\tw\td\th\tten\t-\t-\t> 1\t-\te\n", ":3: column unit: a figure has a unit" },
		{ "a\ts\tw\td\th\t-\tns\t-\tten > 1\t-\te\n", ":3: column unit" },
		{ "a\ts\tw\td\th\tten\tparsecs\t-\t> 1\t-\te\n", ":3: column unit: none of" },
		{ "a\ts\tw\td\th\t-\t-\t-\t-\t-\te\n", ":3: column relation: neither" },
		{ "a\ts\tw\td\th\t-\t-\t5\tten > 1\t-\te\n", ":3: column published: there is no figure" },
		{ "a\ts\tw\td\th\tten\tns\tmany\t-\t-\te\n", ":3: column published: neither" },
		{ "a\ts\tw\td\th\tten\tns\t9..8\t-\t-\te\n", ":3: column published: neither" },
		{ "a\ts\tw\td\th\tten +\tns\t-\t-\t-\te\n", ":3: column figure: column 6:" },
		{ "a\ts\tw\td\th\t7\tns\t-\t-\t-\te\n", ":3: column figure: names no case" },
		{ "a\ts\tw\td\th\tten + fact.a.b\tns\t-\t-\t-\te\n", ":3: column figure: facts and cases" },
		{ "a\ts\tw\td\th\tten\tns\t-\t-\t../x\te\n", ":3: column picture" },
		{ "a\ts\tw\td\th\tten\tns\t-\t> 1\t-\n", ":3: 10 fields" },
		{ "a\ts\tw\td\th\tten\tns\t-\t> \033[31m\t-\te\n", ":3: control character" },
	};
	static const struct {
		const char *relation, *message;
	} relations[] = {
		{ "ten", "column relation: column 1: no comparison" },
		{ "> 1", "column relation: column 1: there is no figure" },
		{ "ten >", "column relation: column 6:" },
		{ "ten > 1 and", "column relation: column 9:" },
		{ "ten > 1 and ten ? 2", "column relation: column 13: no comparison" },
		{ "ten > 1 > 0", "column relation: column 9:" },
		{ "ten ~ 1", "column relation: column 8: ~ needs" },
		{ "ten ~ 1 within 5", "column relation: column 16: ~ needs" },
		{ "ten ~ 1 within x", "column relation: column 16: ~ needs" },
		{ "ten ~ 1 within 0.5x", "column relation: column 16: nothing" },
		{ "ten in [1]", "column relation: column 9: 'in' needs" },
		{ "ten in [1, 2", "column relation: column 8: 'in' needs" },
		{ "ten in [1, ]", "column relation: column 12:" },
		{ "1 < 2", "compares numbers alone" },
		{ "ten < fact.a.b", "facts and cases do not mix" },
		{ "t! = 3", "column relation: column 1: no comparison" },
		{ "", "column relation: empty" },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *said = fault_of(header, files[i].rows);

		if (!strstr(said, files[i].message) || (!files[i].message[0] && said[0]))
			fprintf(stderr, "%s\tsaid %s\n", files[i].rows, said);
		CHECK(strstr(said, files[i].message) && (files[i].message[0] || !said[0]));
	}
	for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++) {
		char row[300];
		const char *said;

		snprintf(row, sizeof(row), "a\ts\tw\td\th\t-\t-\t-\t%s\t-\te\n", relations[i].relation);
		said = fault_of(header, row);
		if (!strstr(said, relations[i].message))
			fprintf(stderr, "%s said %s\n", relations[i].relation, said);
		CHECK(strstr(said, relations[i].message) != NULL);
	}
	CHECK(strstr(fault_of("# oscost claims 2\n", header + 18), ":1: another version") != NULL);
	CHECK(strstr(fault_of("", "nothing\n"), ":1: line 1 is not") != NULL);
	CHECK(strstr(fault_of("# oscost claims 1\nid\tsection\n", ""), ":2: no column claim") != NULL);
}

/* More comparisons, rows and bytes than are read. */
static void test_limits(void)
{
	char *rows = calloc(1, 1 << 20), row[9000];
	struct text relation = { 0 };

	for (int i = 0; i < 17; i++)
		text_addf(&relation, "%sten > %d", i ? " and " : "", i);
	snprintf(row, sizeof(row), "a\ts\tw\td\th\t-\t-\t-\t%s\t-\te\n", text_str(&relation));
	CHECK(strstr(fault_of(header, row), "more comparisons than are read") != NULL);
	text_clear(&relation);
	text_add(&relation, "ten > 1");
	text_add_spaces(&relation, 4100);
	snprintf(row, sizeof(row), "a\ts\tw\td\th\t-\t-\t-\t%s\t-\te\n", text_str(&relation));
	CHECK(strstr(fault_of(header, row), "column relation: too long") != NULL);
	text_free(&relation);
	for (int i = 0; i < 513; i++)
		sprintf(rows + strlen(rows), "a%d\ts\tw\td\th\tten\tns\t-\t> 1\t-\te\n", i);
	CHECK(strstr(fault_of(header, rows), ":515: more claims than are read") != NULL);
	rows[strlen(rows) - strlen("a512\ts\tw\td\th\tten\tns\t-\t> 1\t-\te\n")] = '\0';
	CHECK_STR(fault_of(header, rows), "");
	free(rows);
}

int main(void)
{
	file_start();
	test_output();
	test_broken_files();
	test_limits();
	unlink(path);
	return check_done();
}
