/* Runs the add-chain probe for a while and sums up. */
#include "core_look.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/chain.h"
#include "harness/clock.h"
#include "machine/placement.h"
#include "shared.h"
#include "stats/stats.h"

enum { LOOKS_MOST = 1000 };

struct widths {
	size_t n;
	double width[LOOKS_MOST];
};

static void look(unsigned cpu, unsigned look_ms, struct widths *w)
{
	uint64_t until = clock_raw_ns() + (uint64_t)look_ms * 1000000;
	uint64_t cost = clock_read_cost_ticks();

	if (machine_bind(cpu) != 0)
		return;
	while (w->n < LOOKS_MOST && clock_raw_ns() < until) {
		struct chain_reading core;

		chain_read(cost, &core);
		if (core.width > 0)
			w->width[w->n++] = core.width;
		usleep(500);
	}
}

static void sum_up(struct widths *w, struct core_look *out)
{
	size_t shared = 0;

	*out = (struct core_look){ .looks = w->n };
	if (w->n == 0)
		return;
	stats_sort(w->width, w->n);
	out->alone = stats_quantile_sorted(w->width, w->n, .05);
	for (size_t i = 0; i < w->n; i++)
		shared += w->width[i] > out->alone * (1 + SHARED_EXCESS);
	out->shared = (double)shared / (double)w->n;
}

int core_look(unsigned cpu, unsigned look_ms, struct core_look *out)
{
	struct widths *w = mmap(NULL, sizeof(*w), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	const char *why;
	int err = 0;

	if (w == MAP_FAILED)
		return -errno;
	clock_use(clock_pick(&why));
	pid_t driver = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != driver)
			_exit(1);
		look(cpu, look_ms, w);
		_exit(0);
	}
	if (pid < 0)
		err = -errno;
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	sum_up(w, out);
	munmap(w, sizeof(*w));
	return err;
}
