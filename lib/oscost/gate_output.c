/* Writes what check leaves. */
#include "gate_output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "compare_report.h"
#include "compare_text.h"
#include "workdir.h"

static bool is_stdout(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

int gate_output_check(const struct gate_output *o)
{
	if (o->json + is_stdout(o->junit) + is_stdout(o->markdown) < 2)
		return 0;
	cli_error("only one of --format json, --junit - and --markdown - can have standard output");
	return -EINVAL;
}

static int print(const struct gate_output *o, const struct gate *gate, const char *result)
{
	bool taken = is_stdout(o->junit) || is_stdout(o->markdown);
	struct grid_style style = grid_terminal();
	struct text t = { 0 };
	int rc;

	if (o->json)
		rc = gate_json_add(&t, gate, o->strict);
	else
		rc = compare_text_add_gate(&t, &gate->c, result, &style);
	if (rc)
		cli_error("%s", strerror(-rc));
	else if (taken)
		fputs(text_str(&t), stderr);
	else
		cli_print("%s", text_str(&t));
	text_free(&t);
	return rc;
}

/* t is freed. made: what making the text gave. */
static int write_to(const char *path, struct text *t, int made)
{
	struct record_error err = { "" };

	if (made)
		record_fail(&err, made, "%s", strerror(-made));
	else if (is_stdout(path))
		cli_print("%s", text_str(t));
	else
		made = workdir_write_file(path, text_str(t), &err);
	if (made)
		cli_error("%s", err.text);
	text_free(t);
	return made;
}

static int leave_files(const struct gate_output *o, const struct gate *gate, const char *result)
{
	struct record_error err;
	struct text t = { 0 };
	int rc = 0;

	if (o->junit)
		rc = write_to(o->junit, &t, gate_junit_add(&t, gate, o->strict));
	if (!rc && o->markdown)
		rc = write_to(o->markdown, &t, gate_markdown_add(&t, gate, o->strict));
	if (!rc && (rc = compare_report_write(o->dir, &gate->c, 1, !o->no_pictures, result, &err)) != 0)
		cli_error("%s", err.text);
	if (!rc)
		cli_note("all cases are in %s", o->dir);
	return rc;
}

int gate_output_write(const struct gate_output *o, const struct gate *gate)
{
	struct text result = { 0 };
	int rc;

	gate_add_result(&result, gate, o->strict);
	rc = print(o, gate, text_str(&result));
	if (!rc)
		rc = leave_files(o, gate, text_str(&result));
	text_free(&result);
	return rc;
}

int gate_output_write_missing(const struct gate_output *o, const char *why)
{
	struct text t = { 0 }, words = { 0 };
	struct record_error err;
	int rc = 0;

	if (o->junit)
		rc = write_to(o->junit, &t, gate_junit_add_missing(&t, why));
	if (!rc && o->markdown)
		rc = write_to(o->markdown, &t, gate_markdown_add_missing(&t, why));
	text_addf(&words, "not judged: %s", why);
	if (!rc && o->dir && (rc = compare_report_write_words(o->dir, text_str(&words), &err)) != 0)
		cli_error("%s", err.text);
	text_free(&words);
	return rc;
}
