/* Sets of PUs by os-index. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_getaffinity */
#endif
#include "cpuset.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

enum {
	WORD_BITS = 8 * sizeof(unsigned long),
	WORDS = MACHINE_CPUS_MAX / WORD_BITS,
};

void machine_cpuset_clear(struct machine_cpuset *set)
{
	memset(set, 0, sizeof(*set));
}

void machine_cpuset_add(struct machine_cpuset *set, unsigned cpu)
{
	if (cpu < MACHINE_CPUS_MAX)
		set->bits[cpu / WORD_BITS] |= 1UL << (cpu % WORD_BITS);
}

void machine_cpuset_remove(struct machine_cpuset *set, unsigned cpu)
{
	if (cpu < MACHINE_CPUS_MAX)
		set->bits[cpu / WORD_BITS] &= ~(1UL << (cpu % WORD_BITS));
}

bool machine_cpuset_has(const struct machine_cpuset *set, unsigned cpu)
{
	return cpu < MACHINE_CPUS_MAX && (set->bits[cpu / WORD_BITS] >> (cpu % WORD_BITS)) & 1;
}

size_t machine_cpuset_count(const struct machine_cpuset *set)
{
	size_t count = 0;

	for (size_t i = 0; i < WORDS; i++)
		count += (size_t)__builtin_popcountl(set->bits[i]);
	return count;
}

int machine_cpuset_first(const struct machine_cpuset *set)
{
	for (size_t i = 0; i < WORDS; i++)
		if (set->bits[i])
			return (int)(i * WORD_BITS) + __builtin_ctzl(set->bits[i]);
	return -1;
}

void machine_cpuset_and(struct machine_cpuset *set, const struct machine_cpuset *other)
{
	for (size_t i = 0; i < WORDS; i++)
		set->bits[i] &= other->bits[i];
}

void machine_cpuset_or(struct machine_cpuset *set, const struct machine_cpuset *other)
{
	for (size_t i = 0; i < WORDS; i++)
		set->bits[i] |= other->bits[i];
}

void machine_cpuset_and_not(struct machine_cpuset *set, const struct machine_cpuset *other)
{
	for (size_t i = 0; i < WORDS; i++)
		set->bits[i] &= ~other->bits[i];
}

bool machine_cpuset_within(const struct machine_cpuset *part, const struct machine_cpuset *whole)
{
	for (size_t i = 0; i < WORDS; i++)
		if (part->bits[i] & ~whole->bits[i])
			return false;
	return true;
}

/* Reads a PU number at *text and steps over it. 0 or -EINVAL. */
static int take_cpu(const char **text, unsigned *cpu)
{
	const char *p = *text;
	unsigned value = 0;

	if (*p < '0' || *p > '9')
		return -EINVAL;
	for (; *p >= '0' && *p <= '9'; p++) {
		value = value * 10 + (unsigned)(*p - '0');
		if (value >= MACHINE_CPUS_MAX)
			return -EINVAL;
	}
	*text = p;
	*cpu = value;
	return 0;
}

static int parse_ranges(const char *p, struct machine_cpuset *set)
{
	for (;;) {
		unsigned first, last;

		if (take_cpu(&p, &first))
			return -EINVAL;
		last = first;
		if (*p == '-') {
			p++;
			if (take_cpu(&p, &last) || last < first)
				return -EINVAL;
		}
		for (unsigned cpu = first; cpu <= last; cpu++)
			machine_cpuset_add(set, cpu);
		if (*p != ',')
			break;
		p++;
	}
	p += strspn(p, " \t\n");
	return *p ? -EINVAL : 0;
}

int machine_cpuset_parse(const char *text, struct machine_cpuset *set)
{
	machine_cpuset_clear(set);
	text += strspn(text, " \t\n");
	if (*text == '\0' || strncmp(text, "(null)", 6) == 0)
		return 0;
	if (parse_ranges(text, set)) {
		machine_cpuset_clear(set);
		return -EINVAL;
	}
	return 0;
}

/* The last member of the run that starts at cpu. */
static unsigned run_end(const struct machine_cpuset *set, unsigned cpu)
{
	while (machine_cpuset_has(set, cpu + 1))
		cpu++;
	return cpu;
}

void machine_cpuset_format(const struct machine_cpuset *set, char *text, size_t size)
{
	size_t used = 0;

	snprintf(text, size, "none");
	for (unsigned cpu = 0; cpu < MACHINE_CPUS_MAX; cpu++) {
		char range[32];
		size_t need;
		unsigned last;

		if (!machine_cpuset_has(set, cpu))
			continue;
		last = run_end(set, cpu);
		if (last > cpu)
			snprintf(range, sizeof(range), "%s%u-%u", used ? "," : "", cpu, last);
		else
			snprintf(range, sizeof(range), "%s%u", used ? "," : "", cpu);
		need = strlen(range);
		if (used + need + sizeof("...") > size) {
			snprintf(text + used, size - used, "...");
			return;
		}
		memcpy(text + used, range, need + 1);
		used += need;
		cpu = last;
	}
}

int machine_cpuset_get_affinity(struct machine_cpuset *set)
{
	machine_cpuset_clear(set);
	if (sched_getaffinity(0, sizeof(*set), (cpu_set_t *)(void *)set->bits))
		return -errno;
	return 0;
}

int machine_cpuset_set_affinity(const struct machine_cpuset *set)
{
	if (sched_setaffinity(0, sizeof(*set), (const cpu_set_t *)(const void *)set->bits))
		return -errno;
	return 0;
}
