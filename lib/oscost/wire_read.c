/* Parser of the benchmark processes' protocol. */
#include "wire_read.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "harness/wire.h"
#include "record/number.h"
#include "record/text.h"

static int fault(const struct wire_line *line, const char *what, struct record_error *err)
{
	return record_fail(err, -EBADMSG, "line %zu of what the benchmark said: %s", line->number, what);
}

int wire_check(const char *text, size_t size, bool prefixed, struct record_error *err)
{
	if (size == 0)
		return record_fail(err, -EBADMSG, "the benchmark ended without a word%s",
				   prefixed ? "; its prefix must wait for what it starts" : "");
	return strlen(text) == size ? 0 : record_fail(err, -EBADMSG, "what the benchmark said is no text");
}

static void split(char *text, struct wire_line *line)
{
	line->n = 0;
	while (text && line->n < WIRE_FIELDS_MAX) {
		line->field[line->n++] = text;
		text = strchr(text, '\t');
		if (text)
			*text++ = '\0';
	}
}

int wire_next(char **cursor, struct wire_line *line, struct record_error *err)
{
	char *text = *cursor;
	char *end = strchr(text, '\n');

	line->number++;
	if (!end)
		return fault(line, *text ? "cut short" : "it stopped before its end", err);
	*end = '\0';
	*cursor = end + 1;
	if (line->number == 1) {
		if (strcmp(text, WIRE_HEADER) != 0)
			return fault(line, "not the protocol of this version", err);
		return wire_next(cursor, line, err);
	}
	split(text, line);
	if (strcmp(line->field[0], "end") != 0)
		return 1;
	return **cursor ? fault(line, "something follows its last line", err) : 0;
}

static int number(const struct wire_line *line, size_t field, double *out, struct record_error *err)
{
	if (field >= line->n)
		return fault(line, "too few words", err);
	if (strcmp(line->field[field], "-") == 0) {
		*out = NAN;
		return 0;
	}
	return record_parse_real(line->field[field], out) ? fault(line, "not a number", err) : 0;
}

static int whole(const struct wire_line *line, size_t field, uint64_t *out, struct record_error *err)
{
	if (field >= line->n)
		return fault(line, "too few words", err);
	return record_parse_uint(line->field[field], UINT64_MAX / 4, out) ? fault(line, "not a count", err) : 0;
}

static int finite_number(const struct wire_line *line, size_t field, double *out, struct record_error *err)
{
	int bad = number(line, field, out, err);

	return bad ? bad : isnan(*out) ? fault(line, "a number is missing", err) : 0;
}

int wire_parse_sample(const struct wire_line *line, struct wire_sample *out, struct record_error *err)
{
	double cpu;
	size_t first = 8 + RECORD_EVENTS;

	if (line->n < first || line->n > first + WIRE_COUNTERS_MAX || !record_text_is_case(line->field[1]))
		return fault(line, "not a sample", err);
	out->name = line->field[1];
	if (whole(line, 2, &out->ops, err) || finite_number(line, 3, &out->ticks, err) ||
	    finite_number(line, 4, &out->overhead_ticks, err) || number(line, 5, &out->cycles_per_tick, err) ||
	    number(line, 6, &out->width, err) || finite_number(line, 7, &cpu, err))
		return -EBADMSG;
	if (out->ops == 0 || out->ticks < 0 || out->ticks > 1e18)
		return fault(line, "a sample of no operations or of an absurd length", err);
	out->cpu = cpu >= 0 && cpu < 1e6 ? (int)cpu : -1;
	for (size_t e = 0; e < RECORD_EVENTS; e++)
		if (number(line, 8 + e, &out->events[e], err))
			return -EBADMSG;
	out->counters = line->n - first;
	for (size_t c = 0; c < out->counters; c++)
		if (number(line, first + c, &out->counter[c], err))
			return -EBADMSG;
	return 0;
}

int wire_parse_gap(const struct wire_line *line, int *is_tick, double *start_ticks, double *ticks,
		   struct record_error *err)
{
	if (line->n != 4)
		return fault(line, "not a gap", err);
	*is_tick = strcmp(line->field[1], "tick") == 0;
	if (finite_number(line, 2, start_ticks, err) || finite_number(line, 3, ticks, err))
		return -EBADMSG;
	return 0;
}

int wire_parse_process(const struct wire_line *line, double *timed_ticks, double *involuntary,
		       struct record_error *err)
{
	if (finite_number(line, 1, timed_ticks, err) || finite_number(line, 2, involuntary, err))
		return -EBADMSG;
	return 0;
}
