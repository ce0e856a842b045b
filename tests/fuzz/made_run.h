/*
 * Whole runs out of few bytes, for the harnesses of what comes behind the readers. Parts of the input,
 * parted by form feeds:
 *
 *	1  four bytes: rounds, samples of a process, which outputs, kind of run
 *	2  rows of machine.tsv     3  rows of cases.tsv     5  rows of gaps.tsv
 *	4  rows of samples.tsv without round, process and sample; each stands for a process a round, and
 *	   an '@' in it for a digit that differs between samples, rounds and runs
 *	6  the harness's own
 */
#ifndef TESTS_MADE_RUN_H
#define TESTS_MADE_RUN_H

#include "fuzz.h"
#include "record/record.h"

enum { MADE_OPTIONS, MADE_MACHINE, MADE_CASES, MADE_SAMPLES, MADE_GAPS, MADE_OWN, MADE_PARTS };
enum { MADE_ROUNDS_MOST = 14, MADE_SAMPLES_MOST = 3, MADE_ROWS_MOST = 24, MADE_SIZE = 1 << 18 };

struct made {
	struct record_bytes part[MADE_PARTS];
	unsigned rounds, samples, outputs, kind;
};

static const char made_machine[] = "# oscost machine 1\nkey\tvalue\n";
static const char made_cases[] = "# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\n";
static const char made_gaps[] = "# oscost gaps 1\nround\tprocess\tkind\tstart_ns\tns\n";
static const char made_samples[] =
	"# oscost samples 1\nround\tprocess\tsample\tcase\tparam\tops\tticks\tns\tcore_cycles\toverhead_ticks\tcore_width\t"
	"switches\tfaults\tchildren\tsignals\tinterrupts\tsyscalls\tthreads\tdisturbed\tINSTRUCTIONS\tLLC-MISSES\n";

__attribute__((unused)) static void made_parse(const uint8_t *data, size_t size, struct made *m)
{
	uint8_t option[4] = { 7, 1, 0, 0 };

	fuzz_parts(data, size, m->part, MADE_PARTS);
	memcpy(option, m->part[MADE_OPTIONS].bytes, m->part[MADE_OPTIONS].size < 4 ? m->part[MADE_OPTIONS].size : 4);
	m->rounds = 1 + option[0] % MADE_ROUNDS_MOST;
	m->samples = 1 + option[1] % MADE_SAMPLES_MOST;
	m->outputs = option[2];
	m->kind = option[3];
}

static size_t made_join(char *to, const char *head, const struct record_bytes *rows)
{
	size_t before = strlen(head), n = rows->size < MADE_SIZE / 2 ? rows->size : MADE_SIZE / 2;

	memcpy(to, head, before);
	memcpy(to + before, rows->bytes, n);
	return before + n;
}

/* A row of the template as one sample; 0 when it does not fit. */
static size_t made_row(char *to, size_t room, const char *row, size_t n, const unsigned number[4])
{
	unsigned mix = number[0] * 7919 + number[1] * 104729 + number[2] * 1299709 + number[3] * 15485863;
	int head = snprintf(to, room, "%u\t%u\t%u\t", number[0], number[1], number[2]);

	if (head < 0 || (size_t)head + n + 1 >= room)
		return 0;
	to += head;
	for (size_t i = 0; i < n; i++) {
		mix = mix * 1103515245 + 12345;
		to[i] = row[i] == '@' ? (char)('0' + (mix >> 16) % 10) : row[i];
	}
	to[n] = '\n';
	return (size_t)head + n + 1;
}

static size_t made_spread(const struct made *m, unsigned variant, char *to)
{
	const struct record_bytes *rows = &m->part[MADE_SAMPLES];
	size_t n = made_join(to, made_samples, &(struct record_bytes){ .bytes = "" });

	for (unsigned round = 1; round <= m->rounds; round++) {
		const char *row = rows->bytes, *end = rows->bytes + rows->size;

		for (unsigned k = 0; row < end && k < MADE_ROWS_MOST; k++) {
			const char *stop = memchr(row, '\n', (size_t)(end - row));
			size_t length = (size_t)((stop ? stop : end) - row);

			for (unsigned s = 1; s <= m->samples; s++) {
				const unsigned number[4] = { round, round * MADE_ROWS_MOST + k, s, variant };

				n += made_row(to + n, MADE_SIZE - n, row, length, number);
			}
			row += length + 1;
		}
	}
	return n;
}

/* 0, or why there is no such run. */
__attribute__((unused)) static int made_run(const struct made *m, unsigned variant, struct record_run *run)
{
	static char text[4][MADE_SIZE];
	struct record_error err = { "" };
	struct record_bytes file[4] = {
		{ "machine.tsv", text[0], made_join(text[0], made_machine, &m->part[MADE_MACHINE]) },
		{ "cases.tsv", text[1], made_join(text[1], made_cases, &m->part[MADE_CASES]) },
		{ "samples.tsv", text[2], made_spread(m, variant, text[2]) },
		{ "gaps.tsv", text[3], made_join(text[3], made_gaps, &m->part[MADE_GAPS]) },
	};

	return record_read_run_memory(file, 4, run, &err);
}

#endif
