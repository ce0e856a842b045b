/* What every PU has done so far, and which one was the quietest between two looks. */
#include "load.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

/* Weight only: an interrupt with what it drags in takes the order of 10 µs from user code. */
enum { INTERRUPT_NS = 10000, TIE_NS = 2000000 };
/* A PU that has been up for three centuries: what is more is no count, and would not fit when it is in ns. */
#define TICKS_MOST (UINT64_C(1) << 40)

static const char *skip_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

static const char *next_line(const char *p)
{
	p += strcspn(p, "\n");
	return *p ? p + 1 : p;
}

/* Reads a decimal number that ends at a blank or at the line's end. */
static bool take_number(const char **p, uint64_t *value)
{
	const char *at = skip_blanks(*p);
	char *end;

	if (!isdigit((unsigned char)*at))
		return false;
	errno = 0;
	*value = strtoull(at, &end, 10);
	if (errno || (*end && !isspace((unsigned char)*end)))
		return false;
	*p = end;
	return true;
}

/* The entry of a PU, made when it is new; NULL when there is no memory or no such PU can be. */
static struct machine_cpu_load *entry(struct machine_load *load, uint64_t cpu)
{
	if (cpu >= MACHINE_CPUS_MAX)
		return NULL;
	if (cpu >= load->cpus) {
		size_t cpus = (size_t)cpu + 1;
		struct machine_cpu_load *bigger = realloc(load->cpu, cpus * sizeof(*bigger));

		if (!bigger)
			return NULL;
		memset(bigger + load->cpus, 0, (cpus - load->cpus) * sizeof(*bigger));
		load->cpu = bigger;
		load->cpus = cpus;
	}
	return &load->cpu[cpu];
}

/* A "cpuN user nice system idle iowait irq softirq steal guest guest_nice" line; old kernels have
 * fewer. */
static int parse_stat_line(const char *p, struct machine_load *load)
{
	enum { IDLE = 3, IOWAIT = 4, STEAL = 7, FIELDS = 8 };
	struct machine_cpu_load *cpu, sum;
	int field = 0;
	uint64_t number, value;

	if (!take_number(&p, &number) || number >= MACHINE_CPUS_MAX)
		return 0;
	cpu = entry(load, number);
	if (!cpu)
		return -ENOMEM;
	sum = *cpu;
	for (; field < FIELDS && take_number(&p, &value); field++) {
		if (value > TICKS_MOST - sum.total_ticks)
			return 0;
		sum.total_ticks += value;
		if (field == STEAL)
			sum.steal_ticks += value;
		else if (field != IDLE && field != IOWAIT)
			sum.busy_ticks += value;
	}
	load->have_stat = load->have_stat || field > 0;
	*cpu = sum;
	return 0;
}

static int parse_stat(const char *text, struct machine_load *load)
{
	int err = 0;

	for (const char *p = text; *p && !err; p = next_line(p))
		if (strncmp(p, "cpu", 3) == 0 && isdigit((unsigned char)p[3]))
			err = parse_stat_line(p + 3, load);
	return err;
}

/* "           CPU0       CPU1": which PU each column is about. Returns the number of columns. */
static size_t parse_columns(const char *p, uint64_t *column, size_t max)
{
	size_t count = 0;

	for (p = skip_blanks(p); count < max && strncmp(p, "CPU", 3) == 0; p = skip_blanks(p)) {
		p += 3;
		if (!take_number(&p, &column[count]) || column[count] >= MACHINE_CPUS_MAX)
			break;
		count++;
	}
	return count;
}

/* A row that has a number for every column; "ERR: 0" has one for the whole machine and is left out.
 */
static int parse_interrupt_row(const char *p, struct machine_load *load, const uint64_t *column,
			       size_t columns)
{
	const char *numbers = strpbrk(p, ":\n");
	uint64_t value;

	if (!numbers || *numbers != ':')
		return 0;
	numbers++;
	p = numbers;
	for (size_t i = 0; i < columns; i++)
		if (!take_number(&p, &value))
			return 0;
	for (size_t i = 0; i < columns; i++) {
		struct machine_cpu_load *cpu = entry(load, column[i]);

		if (!cpu)
			return -ENOMEM;
		take_number(&numbers, &value);
		cpu->interrupts += (uint32_t)value;
	}
	load->have_interrupts = true;
	return 0;
}

static int parse_interrupts(const char *text, struct machine_load *load)
{
	uint64_t *column = malloc(MACHINE_CPUS_MAX * sizeof(*column));
	size_t columns;
	int err = 0;

	if (!column)
		return -ENOMEM;
	columns = parse_columns(text, column, MACHINE_CPUS_MAX);
	if (columns > 0)
		for (const char *p = next_line(text); *p && !err; p = next_line(p))
			err = parse_interrupt_row(p, load, column, columns);
	free(column);
	return err;
}

static int read_and_parse(const char *root, const char *path, struct machine_load *load,
			  int (*parse)(const char *, struct machine_load *))
{
	char *text;
	int err = machine_slurp(root, path, &text, NULL);

	if (err)
		return err == -ENOMEM ? err : 0;
	err = parse(text, load);
	free(text);
	return err;
}

int machine_load_read(const char *root, struct machine_load *load)
{
	int err;

	memset(load, 0, sizeof(*load));
	err = read_and_parse(root, "/proc/stat", load, parse_stat);
	return err ? err : read_and_parse(root, "/proc/interrupts", load, parse_interrupts);
}

void machine_load_free(struct machine_load *load)
{
	free(load->cpu);
	memset(load, 0, sizeof(*load));
}

static uint64_t ticks_to_ns(uint64_t after, uint64_t before)
{
	long hz = sysconf(_SC_CLK_TCK);

	/* iowait can run backwards, and the total with it (proc(5)). */
	return after > before ? (after - before) * (1000000000U / (uint64_t)(hz > 0 ? hz : 100))
			      : 0;
}

struct machine_load_change machine_load_between(const struct machine_load *before,
						const struct machine_load *after, unsigned cpu)
{
	struct machine_load_change change = { 0 };
	const struct machine_cpu_load *a, *b;

	if (cpu >= before->cpus || cpu >= after->cpus)
		return change;
	b = &before->cpu[cpu];
	a = &after->cpu[cpu];
	change.busy_ns = ticks_to_ns(a->busy_ticks, b->busy_ticks);
	change.steal_ns = ticks_to_ns(a->steal_ticks, b->steal_ticks);
	change.total_ns = ticks_to_ns(a->total_ticks, b->total_ticks);
	/* Whatever iowait did, they are parts of it. */
	if (change.total_ns < change.busy_ns + change.steal_ns)
		change.total_ns = change.busy_ns + change.steal_ns;
	change.interrupts = a->interrupts - b->interrupts;
	return change;
}

/* The change on a PU and on those that share its core. */
static struct machine_load_change core_change(unsigned cpu, const int *core_of,
					      const struct machine_load *before,
					      const struct machine_load *after)
{
	struct machine_load_change sum = machine_load_between(before, after, cpu);

	if (!core_of || core_of[cpu] < 0)
		return sum;
	for (unsigned other = 0; other < after->cpus; other++) {
		struct machine_load_change change;

		if (other == cpu || core_of[other] != core_of[cpu])
			continue;
		change = machine_load_between(before, after, other);
		sum.busy_ns += change.busy_ns;
		sum.steal_ns += change.steal_ns;
		sum.total_ns += change.total_ns;
		sum.interrupts += change.interrupts;
	}
	return sum;
}

static uint64_t taken_ns(const struct machine_load_change *change)
{
	return change->busy_ns + change->steal_ns + (uint64_t)change->interrupts * INTERRUPT_NS;
}

int machine_load_quietest(const struct machine_cpuset *candidates, const int *core_of,
			  const struct machine_load *before, const struct machine_load *after,
			  struct machine_load_change *what)
{
	uint64_t least_ns = UINT64_MAX;
	int chosen = -EINVAL;

	for (unsigned cpu = 0; cpu < MACHINE_CPUS_MAX; cpu++) {
		struct machine_load_change change;

		if (!machine_cpuset_has(candidates, cpu))
			continue;
		change = core_change(cpu, core_of, before, after);
		if (taken_ns(&change) < least_ns)
			least_ns = taken_ns(&change);
	}
	for (unsigned cpu = 0; cpu < MACHINE_CPUS_MAX && chosen <= 0; cpu++) {
		struct machine_load_change change;

		if (!machine_cpuset_has(candidates, cpu))
			continue;
		change = core_change(cpu, core_of, before, after);
		if (taken_ns(&change) - least_ns <= TIE_NS) {
			chosen = (int)cpu;
			*what = change;
		}
	}
	return chosen;
}
