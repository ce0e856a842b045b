/*
 * What the harnesses of tests/fuzz share. A harness is one file, fuzz_NAME.c, with
 * LLVMFuzzerTestOneInput; `make fuzz` builds it with libFuzzer into build/fuzz/NAME, and `make tests`
 * with replay.c into build/tests/fuzz/NAME, which runs the files that it is given.
 *
 * To look for more:
 *	make fuzz && build/fuzz/NAME -max_len=4096 -dict=tests/fuzz/dict/NAME.dict NEW tests/fuzz/corpus/NAME
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* A property that must hold for every input; a failure is a finding. */
#define FUZZ_CHECK(condition) \
	do { \
		if (!(condition)) \
			fuzz_fail(__FILE__, __LINE__, #condition); \
	} while (0)

__attribute__((noreturn, unused)) static void fuzz_fail(const char *file, int line, const char *what)
{
	dprintf(2, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

/* A copy of just that size with a NUL byte behind it, so that reading on is seen. The caller frees. */
__attribute__((unused)) static char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		abort();
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/* No table may hold this byte: it parts the files of one input. */
#define FUZZ_PART '\f'

/* Cuts the input into n parts; those that are missing are empty. Nothing is copied. */
__attribute__((unused)) static void fuzz_parts(const uint8_t *data, size_t size, struct record_bytes *part,
					       size_t n)
{
	const char *rest = (const char *)data;

	for (size_t i = 0; i < n; i++) {
		const char *end = size > 0 && i + 1 < n ? memchr(rest, FUZZ_PART, size) : NULL;
		size_t length = end ? (size_t)(end - rest) : size;

		part[i].bytes = length > 0 ? rest : "";
		part[i].size = length;
		rest += end ? length + 1 : length;
		size -= end ? length + 1 : length;
	}
}

/* Messages of the program under test go nowhere; the fuzzer's own do not pass through stdio. */
__attribute__((unused)) static void fuzz_silence(void)
{
	static char room[2][1 << 16];

	stderr = fopen("/dev/null", "w");
	stdout = fopen("/dev/null", "w");
	if (!stderr || !stdout)
		abort();
	setvbuf(stderr, room[0], _IOFBF, sizeof(room[0]));
	setvbuf(stdout, room[1], _IOFBF, sizeof(room[1]));
}

#endif
