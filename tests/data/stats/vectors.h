/* Reads tests/data/stats/vectors.tsv for the tests of lib/stats. A missing key ends the test. */
#ifndef TESTS_STATS_VECTORS_H
#define TESTS_STATS_VECTORS_H

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vector {
	size_t n;
	double *x;
	uint64_t *bits;  /* the same numbers as integers, for those written 0x… */
};

static inline void vector_die(const char *what, const char *name)
{
	fprintf(stderr, "vectors.tsv: %s: %s\n", what, name);
	exit(1);
}

static inline FILE *vector_open(void)
{
	const char *top = getenv("OSCOST_TOP");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/data/stats/vectors.tsv", top ? top : ".");
	file = fopen(path, "r");
	if (!file)
		vector_die(strerror(errno), path);
	return file;
}

static inline void vector_append(struct vector *v, const char *word)
{
	v->x = realloc(v->x, (v->n + 1) * sizeof(*v->x));
	v->bits = realloc(v->bits, (v->n + 1) * sizeof(*v->bits));
	if (!v->x || !v->bits)
		vector_die("out of memory", word);
	v->x[v->n] = strtod(word, NULL);
	v->bits[v->n] = strncmp(word, "0x", 2) == 0 ? strtoull(word, NULL, 16) : 0;
	v->n++;
}

/* The vector of a key made as by printf; to be freed by vector_free. */
__attribute__((format(printf, 1, 2)))
static inline struct vector vector_get(const char *format, ...)
{
	struct vector v = { 0, NULL, NULL };
	char *line = NULL, key[128];
	FILE *file = vector_open();
	size_t size = 0;
	va_list args;

	va_start(args, format);
	vsnprintf(key, sizeof(key), format, args);
	va_end(args);
	while (v.n == 0 && getline(&line, &size, file) > 0) {
		char *values = strchr(line, '\t');

		if (!values || (size_t)(values - line) != strlen(key) ||
		    strncmp(line, key, strlen(key)) != 0)
			continue;
		for (char *word = strtok(values, "\t \n"); word; word = strtok(NULL, " \n"))
			vector_append(&v, word);
	}
	free(line);
	fclose(file);
	if (v.n == 0)
		vector_die("no such key", key);
	return v;
}

static inline void vector_free(struct vector *v)
{
	free(v->x);
	free(v->bits);
}

#endif
