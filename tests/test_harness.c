/* The harness's parts that need no process: clock, add chain, interrupt counts, descriptors. */
#include <errno.h>
#include <linux/perf_event.h>
#include <math.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "harness/chain.h"
#include "harness/clock.h"
#include "harness/events.h"
#include "harness/interrupts.h"

static void test_clock(void)
{
	struct clock_calibration c;
	const char *why = NULL;
	enum clock_source source;

	clock_use(clock_pick(&why));
	CHECK(why != NULL);
	CHECK_EQ(clock_calibrate(20000000, &c), 0);
	CHECK(c.ns_per_tick > 0 && c.ns_per_tick < 1e6);
	CHECK(c.error_ppm >= 0 && c.error_ppm < 10000);
	for (int s = CLOCK_SOURCE_TSC; s <= CLOCK_SOURCE_RAW_SYSCALL; s++) {
		CHECK_EQ(clock_parse(clock_name((enum clock_source)s), &source), 0);
		CHECK_EQ((int)source, s);
	}
	CHECK_EQ(clock_parse("sundial", &source), -EINVAL);

	/* All sources tell the same time: a stretch of 20 ms by each, against the kernel's clock. */
	for (int s = CLOCK_SOURCE_RAW; s <= CLOCK_SOURCE_RAW_SYSCALL; s++) {
		clock_use((enum clock_source)s);
		uint64_t kernel = clock_raw_ns(), begin = clock_begin();

		while (clock_raw_ns() - kernel < 20000000)
			;
		uint64_t ticks = clock_end() - begin;

		CHECK(ticks >= 19000000 && ticks <= clock_raw_ns() - kernel);
		CHECK(clock_read_cost_ticks() < 1000000);
		CHECK(clock_step_ticks() > 0);
	}
}

static void test_chain(void)
{
	const char *why;

	clock_use(clock_pick(&why));
	struct chain_reading core;

	chain_read(clock_read_cost_ticks(), &core);

	/* Any core between a hundredth of and a hundred times its clock. */
	CHECK(core.cycles_per_tick > 0.01 && core.cycles_per_tick < 100);
	/* Five chains are never quicker than one, and cost no more than five. */
	CHECK(isnan(core.width) || (core.width > 0.8 && core.width < 20));
}

#if defined(__x86_64__)
/* Where reading the TSC is fatal, in this process and in the vDSO, the kernel is asked instead. */
static void test_disabled_tsc(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		struct clock_calibration c;
		const char *why = "";

		if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV) != 0)
			_exit(0);
		clock_use(clock_pick(&why));
		int sound = clock_source == CLOCK_SOURCE_RAW_SYSCALL && *why &&
			    clock_calibrate(1000000, &c) == 0 && clock_read_cost_ticks() > 0;

		_exit(sound ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	CHECK_EQ(status, 0);
}
#endif

static void test_interrupts(void)
{
	static const char x86[] =
		"           CPU0       CPU2       CPU10\n"
		"  0:         11          0          1   IO-APIC   2-edge      timer\n"
		"LOC:       8407       5914         77   Local timer interrupts\n"
		"RES:       2969       1631          5   Rescheduling interrupts\n"
		"ERR:          3\n";
	static const char arm[] =
		"           CPU0       CPU1\n"
		" 11:       1234       5678     GICv3  27 Level     arch_timer\n"
		" 13:          9          9     GICv3  33 Level     uart-pl011\n";
	static const char uml[] = "           CPU0\n"
				  "  0:        815    SIGVTALRM  hr timer\n"
				  "  8:          2       SIGIO  winch\n";

	CHECK_NEAR(interrupts_timer_parse(x86, 0), 8418, 0);
	CHECK_NEAR(interrupts_timer_parse(x86, 2), 5914, 0);
	CHECK_NEAR(interrupts_timer_parse(x86, 10), 78, 0);
	CHECK(isnan(interrupts_timer_parse(x86, 1)));
	CHECK_NEAR(interrupts_timer_parse(arm, 1), 5678, 0);
	CHECK_NEAR(interrupts_timer_parse(uml, 0), 815, 0);
	CHECK(isnan(interrupts_timer_parse("", 0)));
	CHECK(isnan(interrupts_timer_parse("   CPU0\n", 0)));
	CHECK(isnan(interrupts_timer_parse("   CPU0\n 1: 5 keyboard\n", 0)));
	/* Cut in the middle of a line: that line does not count. */
	CHECK(isnan(interrupts_timer_parse("   CPU0\nLOC: 12", 0)));
}

static int other_fd(void)
{
	static int ends[2];

	CHECK_EQ(pipe(ends), 0);
	return ends[0];
}

static void test_fds(void)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE, .size = sizeof(attr),
					.config = PERF_COUNT_SW_CONTEXT_SWITCHES, .exclude_kernel = 1 };
	int counter = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0UL);
	struct events_counters c;
	char text[64];

	/* Not open, a pipe, and what may or may not be had here. */
	snprintf(text, sizeof(text), "999,%d,-1,%d", other_fd(), counter);
	CHECK_EQ(events_parse_fds(text, &c), 0);
	CHECK_EQ(c.count, 4);
	CHECK_EQ(c.fd[0], -1);
	CHECK_EQ(c.fd[1], -1);
	CHECK_EQ(c.fd[2], -1);
	CHECK_EQ(c.fd[3], counter < 0 ? -1 : counter);
	if (counter >= 0)
		close(counter);
	CHECK_EQ(events_parse_fds("", &c), 0);
	CHECK_EQ(c.count, 0);
	CHECK_EQ(events_parse_fds("3;4", &c), -EINVAL);
	CHECK_EQ(events_parse_fds("x", &c), -EINVAL);
	CHECK_EQ(events_parse_fds("-2", &c), -EINVAL);
}

int main(void)
{
	test_clock();
#if defined(__x86_64__)
	test_disabled_tsc();
#endif
	test_chain();
	test_interrupts();
	test_fds();
	return check_done();
}
