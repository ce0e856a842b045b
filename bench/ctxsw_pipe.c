/* ctxsw.pipe.*: a byte back and forth over two pipes; both ends on one PU, so each way is a switch. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"

enum { PING = 'p', COUNT = 'c' };

/* What the partner process says of itself; in memory that both share. */
struct partner_counts {
	double switches;
	double faults;
	double asked;
};

struct pipes {
	int there[2], back[2];
	pid_t pid;
	pthread_t thread;
	struct partner_counts *counts;
};

/*
 * Between two answers the partner blocks once more than it did for pings, so each earlier answer is
 * taken off: the difference of two answers is then exactly what the pings between them caused.
 */
static void publish_counts(struct partner_counts *counts)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	counts->switches = (double)(u.ru_nvcsw + u.ru_nivcsw) - counts->asked;
	counts->faults = (double)(u.ru_minflt + u.ru_majflt);
	counts->asked++;
}

static void echo(const struct pipes *p)
{
	char byte;

	while (read(p->there[0], &byte, 1) == 1) {
		if (byte == COUNT)
			publish_counts(p->counts);
		if (write(p->back[1], &byte, 1) != 1)
			return;
	}
}

static int exchange(const struct pipes *p, char byte)
{
	if (write(p->there[1], &byte, 1) != 1 || read(p->back[0], &byte, 1) != 1)
		return errno ? -errno : -EPIPE;
	return 0;
}

static int run_round_trips(void *state, uint64_t ops)
{
	const struct pipes *p = state;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = exchange(p, PING);
	return err;
}

static int run_self(void *state, uint64_t ops)
{
	const struct pipes *p = state;
	char byte = PING;

	for (uint64_t i = 0; i < ops; i++)
		if (write(p->there[1], &byte, 1) != 1 || read(p->there[0], &byte, 1) != 1)
			return -EPIPE;
	return 0;
}

static int open_pipes(void **state, struct pipes **out)
{
	struct pipes *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	*state = *out = p;
	p->counts = mmap(NULL, sizeof(*p->counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->counts == MAP_FAILED || pipe(p->there) != 0 || pipe(p->back) != 0)
		return bench_fail(errno, "making two pipes");
	return 0;
}

static int setup_self(void **state, long param)
{
	struct pipes *p;

	(void)param;
	return open_pipes(state, &p);
}

static int setup_process(void **state, long param)
{
	struct pipes *p;
	int err = open_pipes(state, &p);

	(void)param;
	if (err)
		return err;
	p->pid = bench_fork_partner();
	if (p->pid < 0)
		return bench_fail(-p->pid, "starting the partner process");
	if (p->pid == 0) {
		close(p->there[1]);
		echo(p);
		_exit(0);
	}
	return 0;
}

static void *echo_thread(void *state)
{
	echo(state);
	return NULL;
}

static int setup_thread(void **state, long param)
{
	struct pipes *p;
	int err = open_pipes(state, &p);

	(void)param;
	if (err)
		return err;
	err = pthread_create(&p->thread, NULL, echo_thread, p);
	return err ? bench_fail(err, "starting the partner thread") : 0;
}

static void count_partner(void *state, struct bench_counts *counts)
{
	const struct pipes *p = state;

	if (exchange(p, COUNT) != 0)
		return;
	counts->events[BENCH_SWITCHES] += p->counts->switches;
	counts->events[BENCH_FAULTS] += p->counts->faults;
}

static void teardown(void *state)
{
	struct pipes *p = state;

	close(p->there[1]);
	if (p->pid > 0)
		waitpid(p->pid, NULL, 0);
	if (p->thread)
		pthread_join(p->thread, NULL);
	free(p);
}

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.pipe.process",
		.what = "round trip of a byte between two processes on one PU: 2 switches, 2 writes, 2 reads",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = run_round_trips,
		.count = count_partner,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.pipe.thread",
		.what = "the same between two threads of one process: 2 switches, no change of address space",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_thread,
		.run = run_round_trips,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.pipe.self",
		.what = "a byte written to a pipe and read back by the same process: the pipe work, no switch",
		.setup = setup_self,
		.run = run_self,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
