/* Tables: limits, errors with their lines, hostile bytes, writing to the end. */
#include "check.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/record.h"

static char dir[512];

static int open_text(struct tsv_reader *r, const char *text, struct record_error *err)
{
	return tsv_open_memory(r, "t.tsv", text, strlen(text), "t", 1, err);
}

/* The error of reading all rows of a text, its columns a (a text) and b (a number). */
static const char *error_of(const char *text, size_t size)
{
	static struct record_error err;
	struct tsv_reader r;
	double value;
	int rc;

	err.text[0] = '\0';
	rc = tsv_open_memory(&r, "t.tsv", text, size, "t", 1, &err);
	if (rc)
		return err.text;
	while ((rc = tsv_next(&r, &err)) > 0) {
		if (tsv_real_or_nan(&r, tsv_find(&r, "b"), &value, &err))
			break;
	}
	tsv_close(&r);
	return err.text;
}

#define HEAD "# oscost t 1\na\tb\n"
#define CHECK_ERROR(text, message) CHECK_STR(error_of(text, sizeof(text) - 1), message)

static void test_errors(void)
{
	CHECK_ERROR(HEAD "x\t1\n", "");
	CHECK_ERROR(HEAD, "");
	CHECK_ERROR("", "t.tsv:1: empty file; line 1 should be '# oscost t 1'");
	CHECK_ERROR("# oscost t 1\n", "t.tsv:2: no column names");
	CHECK_ERROR("# oscost t 2\na\n",
		    "t.tsv:1: another version of the format than 1, the only known one");
	CHECK_ERROR("# oscost u 1\na\n", "t.tsv:1: line 1 is not '# oscost t 1'");
	CHECK_ERROR("\x7f"
		    "ELF\0\0\n\1\2",
		    "t.tsv:1: line 1 is not '# oscost t 1'");
	CHECK_ERROR("# oscost t 1\0\na\n",
		    "t.tsv:1: another version of the format than 1, the only known one");
	CHECK_ERROR("# oscost t 1\na\tb\ta\n", "t.tsv:2: column a twice");
	CHECK_ERROR("# oscost t 1\na\t\tb\n", "t.tsv:2: a column without a name");
	CHECK_ERROR(HEAD "x\t1\nx\n", "t.tsv:4: 1 fields, but 2 columns have names");
	CHECK_ERROR(HEAD "x\t1\t\n", "t.tsv:3: 3 fields, but 2 columns have names");
	CHECK_ERROR(HEAD "\n", "t.tsv:3: 1 fields, but 2 columns have names");
	CHECK_ERROR(HEAD "x\t1\nx\t2",
		    "t.tsv:4: cut off in the middle of the line (no newline at the end)");
	CHECK_ERROR(HEAD "x\t1\r\n",
		    "t.tsv:3: carriage return (lines must end with a newline alone)");
	CHECK_ERROR(HEAD "x\0\t1\n", "t.tsv:3: control character: not a text table");
	CHECK_ERROR(HEAD "\x1b[31m\t1\n", "t.tsv:3: control character: not a text table");
	CHECK_ERROR(HEAD "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\t1\n", "");
	CHECK_ERROR(HEAD "\xc3\t1\n", "t.tsv:3: neither UTF-8 nor free of control characters");
	CHECK_ERROR(HEAD "\xc0\xaf\t1\n", "t.tsv:3: neither UTF-8 nor free of control characters");
	CHECK_ERROR(HEAD "\xed\xa0\x80\t1\n",
		    "t.tsv:3: neither UTF-8 nor free of control characters");
	CHECK_ERROR(HEAD "\xf4\x90\x80\x80\t1\n",
		    "t.tsv:3: neither UTF-8 nor free of control characters");
	CHECK_ERROR(HEAD "\xc2\x9b"
			 "31m\t1\n",
		    "t.tsv:3: neither UTF-8 nor free of control characters");
	CHECK_ERROR(HEAD "\xe2\x80\xae\t1\n",
		    "t.tsv:3: neither UTF-8 nor free of control characters");
	CHECK_ERROR(HEAD "x\tnan\n", "t.tsv:3: column b: not a number");
	CHECK_ERROR(HEAD "x\t\n", "t.tsv:3: column b: not a number");
	CHECK_ERROR(HEAD "x\t1e999\n", "t.tsv:3: column b: too large");
}

static void test_limits(void)
{
	size_t size = 2 * TSV_LINE_MAX, n;
	char *text = malloc(size);

	n = (size_t)sprintf(text, "# oscost t 1\na\n");
	memset(text + n, 'x', TSV_LINE_MAX - 1);
	strcpy(text + n + TSV_LINE_MAX - 1, "\n");
	CHECK_STR(error_of(text, strlen(text)), "");
	memset(text + n, 'x', TSV_LINE_MAX);
	strcpy(text + n + TSV_LINE_MAX, "\n");
	CHECK_STR(error_of(text, strlen(text)), "t.tsv:3: line longer than 65535 bytes");
	n = (size_t)sprintf(text, "# oscost t 1\na");
	memset(text + n, '\t', TSV_FIELDS_MAX);
	strcpy(text + n + TSV_FIELDS_MAX, "\n");
	CHECK_STR(error_of(text, strlen(text)), "t.tsv:2: more than 256 fields");
	free(text);
}

static void test_reading(void)
{
	const char *text = "# oscost t 1\nx\ta\tb\tignored\n-\t1\t-\tq\n";
	static const char *const names[] = { "b", "a" };
	static const char *const lacking[] = { "a", "c" };
	struct record_error err;
	struct tsv_reader r;
	uint64_t count;
	double value;
	int at[2];

	CHECK_EQ(open_text(&r, text, &err), 0);
	CHECK_EQ(tsv_find_all(&r, names, 2, at, &err), 0);
	CHECK(at[0] == 2 && at[1] == 1);
	CHECK_EQ(tsv_find_all(&r, lacking, 2, at, &err), -EBADMSG);
	CHECK_STR(err.text, "t.tsv:2: no column c");
	CHECK_EQ(tsv_find(&r, "c"), -1);
	CHECK_EQ(tsv_next(&r, &err), 1);
	CHECK_EQ(tsv_text(&r, 0), NULL);
	CHECK_EQ(tsv_text(&r, -1), NULL);
	CHECK_EQ(tsv_uint(&r, 1, 0, 1, &count, &err), 0);
	CHECK_EQ(tsv_uint(&r, 1, 2, 9, &count, &err), -EBADMSG);
	CHECK_EQ(tsv_real(&r, 2, &value, &err), -EBADMSG);
	CHECK_STR(err.text, "t.tsv:3: column b: missing");
	CHECK(tsv_real_or_nan(&r, -1, &value, &err) == 0 && isnan(value));
	CHECK_EQ(tsv_next(&r, &err), 0);
	CHECK_EQ(tsv_next(&r, &err), 0);
	tsv_close(&r);

	CHECK_EQ(open_text(&r, HEAD "x\t1\ny\t2", &err), 0);
	r.drop_cut_row = true;
	CHECK_EQ(tsv_next(&r, &err), 1);
	CHECK(!r.cut);
	CHECK_EQ(tsv_next(&r, &err), 0);
	CHECK(r.cut && r.line == 4);
	tsv_close(&r);
}

/* Nothing but a plain file is read; a FIFO does not hang. */
static void test_files(void)
{
	struct record_error err;
	struct tsv_reader r;
	char path[600];

	CHECK_EQ(tsv_open(&r, dir, "absent.tsv", "t", 1, &err), -ENOENT);
	CHECK(strstr(err.text, "/absent.tsv: No such file or directory") != NULL);
	CHECK_EQ(tsv_open(&r, dir, ".", "t", 1, &err), -EBADMSG);
	snprintf(path, sizeof(path), "%s/fifo", dir);
	CHECK_EQ(mkfifo(path, 0600), 0);
	CHECK_EQ(tsv_open(&r, dir, "fifo", "t", 1, &err), -EBADMSG);
	CHECK(strstr(err.text, "not a regular file") != NULL);
	CHECK_EQ(tsv_open(&r, "/dev", "zero", "t", 1, &err), -EBADMSG);
	unlink(path);
}

static int exists(const char *name)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return access(path, F_OK) == 0;
}

static void test_writing(void)
{
	static const char *const columns[] = { "a", "b", "c" };
	struct record_error err;
	struct tsv_writer w;
	struct tsv_reader r;
	char lengthy[TSV_TEXT_MAX + 100];
	char deep[400];

	memset(lengthy, 'y', sizeof(lengthy));
	memcpy(lengthy + TSV_TEXT_MAX - 1, "\xc3\xa4", 2);
	lengthy[sizeof(lengthy) - 1] = '\0';
	CHECK_EQ(tsv_create(&w, dir, "w.tsv", &err), 0);
	tsv_put_header(&w, "t", 1, columns, 3);
	tsv_put_text(&w, "tab\there\nand \xff\x1b[0m \xc3\xa4");
	tsv_put_uint(&w, UINT64_MAX);
	tsv_put_real(&w, 0.25);
	tsv_end_row(&w);
	tsv_put_text(&w, "");
	tsv_put_text(&w, NULL);
	tsv_put_text(&w, lengthy);
	tsv_end_row(&w);
	CHECK(!exists("w.tsv") && exists("w.tsv.tmp"));
	CHECK_EQ(tsv_commit(&w, &err), 0);
	CHECK(exists("w.tsv") && !exists("w.tsv.tmp"));
	tsv_abandon(&w);

	CHECK_EQ(tsv_open(&r, dir, "w.tsv", "t", 1, &err), 0);
	CHECK_EQ(tsv_next(&r, &err), 1);
	CHECK_STR(r.field[0], "tab here and   [0m \xc3\xa4");
	CHECK_STR(r.field[1], "18446744073709551615");
	CHECK_STR(r.field[2], "0.25");
	CHECK_EQ(tsv_next(&r, &err), 1);
	CHECK(tsv_missing(&r, 0) && tsv_missing(&r, 1));
	CHECK_EQ(strlen(r.field[2]), TSV_TEXT_MAX - 1);
	CHECK_EQ(tsv_next(&r, &err), 0);
	tsv_close(&r);

	CHECK_EQ(tsv_create(&w, dir, "given-up.tsv", &err), 0);
	tsv_put_text(&w, "x");
	tsv_abandon(&w);
	CHECK(!exists("given-up.tsv") && !exists("given-up.tsv.tmp"));
	CHECK_EQ(tsv_create(&w, "/nonexistent", "w.tsv", &err), -ENOENT);
	CHECK_STR(err.text, "/nonexistent/w.tsv: cannot write: No such file or directory");
	memset(deep, 'd', sizeof(deep));
	memcpy(deep, "/nonexistent/", strlen("/nonexistent/"));
	deep[sizeof(deep) - 1] = '\0';
	CHECK_EQ(tsv_create(&w, deep, "w.tsv", &err), -ENOENT);
	CHECK(strstr(err.text, "dd/w.tsv: cannot write: No such file or directory") != NULL);
}

/* A link under the temporary name must not lead the writer to another file. */
static void test_link(void)
{
	struct record_error err;
	struct tsv_writer w;
	char link[600], victim[600];
	struct stat st;
	FILE *f;

	snprintf(victim, sizeof(victim), "%s/victim", dir);
	snprintf(link, sizeof(link), "%s/l.tsv.tmp", dir);
	f = fopen(victim, "w");
	CHECK(f && fputs("precious", f) >= 0 && fclose(f) == 0);
	CHECK_EQ(symlink(victim, link), 0);
	CHECK_EQ(tsv_create(&w, dir, "l.tsv", &err), 0);
	tsv_put_text(&w, "x");
	tsv_end_row(&w);
	CHECK_EQ(tsv_commit(&w, &err), 0);
	CHECK(stat(victim, &st) == 0 && st.st_size == 8);
}

/* A limit on the size of files stands in for a full disk. */
static void test_full_disk(void)
{
	struct rlimit before, small = { 100, 100 };
	struct record_error err = { "" };
	struct tsv_writer w;
	char path[600];
	struct stat st;
	int i;

	CHECK_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
	small.rlim_max = before.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	CHECK_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);

	CHECK_EQ(tsv_create(&w, dir, "full.tsv", &err), 0);
	for (i = 0; i < 50; i++) {
		tsv_put_text(&w, "0123456789");
		tsv_end_row(&w);
	}
	CHECK_EQ(tsv_commit(&w, &err), -EFBIG);
	CHECK(strstr(err.text, "/full.tsv: cannot write: File too large") != NULL);
	CHECK(!exists("full.tsv") && !exists("full.tsv.tmp"));

	/* What grows keeps its whole rows. */
	CHECK_EQ(tsv_create_growing(&w, dir, "growing.tsv", &err), 0);
	for (i = 0; i < 5; i++) {
		tsv_put_text(&w, "0123456789");
		tsv_end_row(&w);
	}
	CHECK_EQ(tsv_flush(&w, &err), 0);
	for (i = 0; i < 50; i++) {
		tsv_put_text(&w, "0123456789");
		tsv_end_row(&w);
	}
	CHECK_EQ(tsv_flush(&w, &err), -EFBIG);
	CHECK_EQ(tsv_flush(&w, &err), -EFBIG);
	CHECK_EQ(tsv_commit(&w, &err), -EFBIG);
	snprintf(path, sizeof(path), "%s/growing.tsv", dir);
	CHECK(stat(path, &st) == 0 && st.st_size == 55);
	CHECK_EQ(tsv_create_growing(&w, dir, "growing.tsv", &err), -EEXIST);
	CHECK_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
}

/* Whatever the bytes, reading ends, without an error of the sanitizers. */
static void test_rubbish(void)
{
	static const char pieces[] = "# oscost t 1\na\tb\nx\t1\n\t\t\n\xc3\xa4\xff-1e5\t0\n";
	char text[4096];
	uint64_t state = 2463534242u;
	size_t i, n;
	int round, ended = 0;

	for (round = 0; round < 20000; round++) {
		n = (size_t)sprintf(text, "%s", round % 4 ? HEAD : "");
		for (i = 0; i < (size_t)(round % 200); i++) {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			text[n++] = state % 7 == 0 ? (char)(state >> 32)
						   : pieces[(state >> 16) % (sizeof(pieces) - 1)];
		}
		ended += error_of(text, n) != NULL;
	}
	CHECK_EQ(ended, 20000);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/oscost-tsv-XXXXXX", tmp ? tmp : "/tmp");
	CHECK(mkdtemp(dir) != NULL);
	test_errors();
	test_limits();
	test_reading();
	test_files();
	test_writing();
	test_link();
	test_full_disk();
	test_rubbish();
	return check_done();
}
