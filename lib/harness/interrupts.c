/* Finds the timer's lines of /proc/interrupts. */
#include "interrupts.h"

#include <ctype.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* The columns are those of the online CPUs: "   CPU0   CPU2 …". -1: not there. */
static int find_column(const char *header, const char *end, int cpu)
{
	int column = 0;
	const char *at = header;

	while ((at = strstr(at, "CPU")) != NULL && at < end) {
		if (atoi(at + 3) == cpu)
			return column;
		column++;
		at += 3;
	}
	return -1;
}

static int is_timer_line(const char *line, size_t length)
{
	while (length && *line == ' ') {
		line++;
		length--;
	}
	if (length > 4 && strncmp(line, "LOC:", 4) == 0)
		return 1;
	for (size_t i = 0; i + 5 <= length; i++)
		if (strncasecmp(line + i, "timer", 5) == 0)
			return 1;
	return 0;
}

/* The number in that column, or 0 if the line has fewer. */
static double column_value(const char *line, const char *end, int column)
{
	const char *at = memchr(line, ':', (size_t)(end - line));
	char *after;

	if (!at)
		return 0;
	at++;
	for (int k = 0;; k++) {
		while (at < end && *at == ' ')
			at++;
		if (at >= end || !isdigit((unsigned char)*at))
			return 0;
		double value = (double)strtoull(at, &after, 10);

		if (k == column)
			return value;
		at = after;
	}
}

double interrupts_timer_parse(const char *text, int cpu)
{
	const char *end = strchr(text, '\n');
	int column, seen = 0;
	double sum = 0;

	if (!end || (column = find_column(text, end, cpu)) < 0)
		return NAN;
	for (const char *line = end + 1; *line; line = end + 1) {
		end = strchr(line, '\n');
		if (!end)
			break;
		if (!is_timer_line(line, (size_t)(end - line)))
			continue;
		sum += column_value(line, end, column);
		seen = 1;
	}
	return seen ? sum : NAN;
}

double interrupts_timer_count(int cpu)
{
	static char text[1 << 18]; /* a line is about 10 bytes a CPU: enough for some hundred CPUs' head */
	size_t used = 0;
	int fd = open("/proc/interrupts", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NAN;
	for (;;) {
		ssize_t n = read(fd, text + used, sizeof(text) - 1 - used);

		if (n <= 0)
			break;
		used += (size_t)n;
	}
	close(fd);
	text[used] = '\0';
	return interrupts_timer_parse(text, cpu);
}
