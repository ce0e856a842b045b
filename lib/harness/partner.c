/* Starts, asks and ends partners. */
#include "partner.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* So many exchanges before anything is timed: a new process has its page tables to fill. */
#define FIRST_EXCHANGES 4

static void *thread_body(void *self)
{
	struct partner *p = self;

	p->role.echo(p->state, p);
	return NULL;
}

static int meet(const struct partner *p)
{
	int err = 0;

	for (int i = 0; i < FIRST_EXCHANGES && !err; i++)
		err = p->role.exchange(p->state);
	return err ? bench_fail(-err, "the first messages to the partner") : 0;
}

int partner_start(struct partner *p, enum partner_kind kind, struct partner_role role, void *state)
{
	int err = 0;

	p->role = role;
	p->state = state;
	p->desk = mmap(NULL, sizeof(*p->desk), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->desk == MAP_FAILED)
		return bench_fail(errno, "sharing a page with the partner");
	p->desk->cpu = -1;
	if (kind == PARTNER_THREAD) {
		err = pthread_create(&p->thread, NULL, thread_body, p);
		if (err)
			return bench_fail(err, "starting the partner thread");
	} else {
		p->pid = bench_fork_partner();
		if (p->pid == 0) {
			role.echo(state, p);
			_exit(0);
		}
		if (p->pid < 0)
			return bench_fail(-p->pid, "starting the partner process");
	}
	p->kind = kind;
	return role.exchange ? meet(p) : 0;
}

/*
 * Between two of these answers the partner gives way once more than it did for plain messages, so each
 * earlier answer is taken off: the difference of two is then exactly what the messages between them caused.
 */
static void leave_counts(struct partner_desk *desk)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	desk->switches = (double)(u.ru_nvcsw + u.ru_nivcsw) - desk->answers;
	desk->faults = (double)(u.ru_minflt + u.ru_majflt);
	desk->cpu = sched_getcpu();
	desk->answers++;
}

int partner_obey(struct partner_desk *desk)
{
	int wish = desk->wish;

	desk->wish = PARTNER_NO_WISH;
	if (wish == PARTNER_COUNTS)
		leave_counts(desk);
	return wish == PARTNER_END;
}

/* A thread's events are in getrusage() of this process already. */
void partner_count(struct partner *partners, size_t count, struct bench_counts *counts)
{
	if (partners[0].kind != PARTNER_PROCESS)
		return;
	for (size_t i = 0; i < count; i++)
		partners[i].desk->wish = PARTNER_COUNTS;
	if (partners[0].role.exchange(partners[0].state) != 0)
		return;
	for (size_t i = 0; i < count; i++) {
		counts->events[BENCH_SWITCHES] += partners[i].desk->switches;
		counts->events[BENCH_FAULTS] += partners[i].desk->faults;
	}
}

void partner_stop(struct partner *p)
{
	if (p->kind == PARTNER_PROCESS) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
	if (p->kind == PARTNER_THREAD) {
		p->desk->wish = PARTNER_END;
		if (p->role.exchange(p->state) == 0)
			pthread_join(p->thread, NULL);
	}
	if (p->desk && p->desk != MAP_FAILED)
		munmap(p->desk, sizeof(*p->desk));
}
