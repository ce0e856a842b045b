/* Counters: names, the three states by errno, and refusals as a sandbox makes them. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "machine/counters.h"
#include "machine/counters_state.h"

static void test_states(void)
{
	static const struct {
		int errno_value;
		enum machine_counters_state state;
	} want[] = {
		{ ENOENT, MACHINE_COUNTERS_NO_PMU },
		{ EOPNOTSUPP, MACHINE_COUNTERS_NO_PMU },
		{ ENODEV, MACHINE_COUNTERS_NO_PMU },
		{ EINVAL, MACHINE_COUNTERS_NO_PMU },
		{ EACCES, MACHINE_COUNTERS_NO_PERMISSION },
		{ EPERM, MACHINE_COUNTERS_NO_PERMISSION },
		{ ENOSYS, MACHINE_COUNTERS_NO_SYSCALL },
	};

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		CHECK_EQ(machine_counters_state_of(want[i].errno_value), want[i].state);
	CHECK_STR(machine_counters_state_name(MACHINE_COUNTERS_OK), "ok");
	CHECK_STR(machine_counters_state_name(MACHINE_COUNTERS_NO_PMU), "no-pmu");
	CHECK_STR(machine_counters_state_name(MACHINE_COUNTERS_NO_PERMISSION), "no-permission");
	CHECK_STR(machine_counters_state_name(MACHINE_COUNTERS_NO_SYSCALL), "no-syscall");
}

static void test_judge(void)
{
	const struct machine_left_out left[] = {
		{ "cycles:k", EACCES, true },
		{ "cycles:u", ENOENT, true },
		{ "faults", EACCES, false },
		{ "other:u", ENOENT, true },
	};
	char why[200], tiny[16];

	CHECK_EQ(machine_counters_judge(left, 4, 0, 0), MACHINE_COUNTERS_NO_PMU);
	CHECK_EQ(machine_counters_judge(left, 1, 3, 0), MACHINE_COUNTERS_NO_PERMISSION);
	CHECK_EQ(machine_counters_judge(left, 1, 3, 1), MACHINE_COUNTERS_OK);
	CHECK_EQ(machine_counters_judge(left + 2, 1, 0, 0), MACHINE_COUNTERS_NO_PERMISSION);
	CHECK_EQ(machine_counters_judge(left + 2, 1, 1, 0), MACHINE_COUNTERS_OK);
	CHECK_EQ(machine_counters_judge(left, 0, 0, 0), MACHINE_COUNTERS_OK);
	machine_counters_explain(left, 4, why, sizeof(why));
	CHECK_STR(why, "not permitted (kernel.perf_event_paranoid): cycles:k, faults; "
		       "no such counter on this machine: cycles:u, other:u");
	machine_counters_explain(left, 0, why, sizeof(why));
	CHECK_STR(why, "");
	machine_counters_explain(left, 4, tiny, sizeof(tiny));
	CHECK_EQ(strlen(tiny), sizeof(tiny) - 1);
}

static void check_refused(const char *list, int result, const char *part)
{
	struct machine_counters counters;
	char err[300] = "";

	CHECK_EQ(machine_counters_encode(list, &counters, err, sizeof(err)), result);
	CHECK(strstr(err, part) != NULL);
	CHECK(counters.item == NULL && counters.count == 0);
	machine_counters_free(&counters);
}

static void test_names(void)
{
	char many[1200] = "", name[32], longest[100];

	check_refused("cycles:u,nonsense", -EINVAL, "'nonsense'");
	check_refused("cycles:zz", -EINVAL, "'cycles:zz'");
	check_refused("", -EINVAL, "empty name");
	check_refused("page-faults,", -EINVAL, "empty name");
	check_refused(",page-faults", -EINVAL, "empty name");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	check_refused(longest, -EINVAL, "too long");
	for (int i = 0; i <= MACHINE_COUNTERS_MAX; i++) {
		snprintf(name, sizeof(name), "%sr%x", i ? "," : "", 0x100 + i);
		strcat(many, name);
	}
	check_refused(many, -E2BIG, "more than 32");
}

/* The name is known everywhere, and any user may count faults of his own in user mode. */
static void test_count(void)
{
	struct machine_counters counters;
	uint64_t before[3], after[3];
	char err[300] = "", *pages;
	int fds[MACHINE_COUNTERS_MAX];

	CHECK_EQ(
	    machine_counters_encode("page-faults:u,page-faults:u", &counters, err, sizeof(err)), 0);
	if (counters.count == 0) {
		printf("no software events here (%s): counting not tried\n", counters.why);
		machine_counters_free(&counters);
		return;
	}
	CHECK_EQ(counters.count, 1);
	CHECK_EQ(counters.state, MACHINE_COUNTERS_OK);
	CHECK_STR(counters.list, "page-faults:u");
	CHECK_EQ(counters.item[0].attr.inherit, 1);
	CHECK_EQ(machine_counters_open(&counters, fds), 0);
	CHECK_EQ(read(fds[0], before, sizeof(before)), (ssize_t)sizeof(before));
	pages = aligned_alloc(4096, 64 * 4096);
	for (size_t i = 0; i < 64; i++)
		((volatile char *)pages)[i * 4096] = 1;
	CHECK_EQ(read(fds[0], after, sizeof(after)), (ssize_t)sizeof(after));
	CHECK(after[0] - before[0] >= 32);
	CHECK(after[1] > before[1] && after[2] > before[2]);
	free(pages);
	close(fds[0]);
	machine_counters_free(&counters);
}

static void test_default(void)
{
	struct machine_counters counters;
	char err[300] = "";
	int fds[MACHINE_COUNTERS_MAX];

	CHECK_EQ(machine_counters_encode(NULL, &counters, err, sizeof(err)), 0);
	CHECK(counters.count > 0 || counters.why[0]);
	CHECK(counters.state == MACHINE_COUNTERS_OK || counters.why[0]);
	CHECK_EQ(machine_counters_open(&counters, fds), 0);
	for (size_t i = 0; i < counters.count; i++)
		close(fds[i]);
	machine_counters_free(&counters);
}

/* "+LIST" adds to the default ones; what is there already is kept once. */
static void test_more(void)
{
	struct machine_counters usual, more;
	char err[300] = "";

	CHECK_EQ(machine_counters_encode(NULL, &usual, err, sizeof(err)), 0);
	CHECK_EQ(machine_counters_encode("+context-switches", &more, err, sizeof(err)), 0);
	CHECK_EQ(more.count, usual.count);
	machine_counters_free(&more);
	CHECK_EQ(machine_counters_encode("+minor-faults", &more, err, sizeof(err)), 0);
	CHECK(usual.count == 0 || more.count == usual.count + 1);
	machine_counters_free(&more);
	machine_counters_free(&usual);
}

/* Of a whole PU: open and readable, or refused with none left open. */
static void test_of_pu(void)
{
	struct machine_counters counters;
	char err[300] = "";
	int fds[MACHINE_COUNTERS_MAX], bad;
	uint64_t value[3];

	CHECK_EQ(machine_counters_encode(NULL, &counters, err, sizeof(err)), 0);
	bad = machine_counters_open_cpu(&counters, 0, fds);
	CHECK(bad <= 0);
	for (size_t i = 0; !bad && i < counters.count; i++) {
		CHECK_EQ(read(fds[i], value, sizeof(value)), (ssize_t)sizeof(value));
		close(fds[i]);
	}
	machine_counters_free(&counters);
}

/* From now on perf_event_open fails with that errno. */
static int refuse(unsigned errno_value)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_perf_event_open, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | errno_value),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = 4, .filter = code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL))
		return -errno;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) ? -errno : 0;
}

static void check_sandboxed(unsigned errno_value, enum machine_counters_state state)
{
	struct machine_counters counters;
	char err[300] = "";

	if (refuse(errno_value)) {
		puts("no seccomp here: refusals not tried");
		return;
	}
	CHECK_EQ(machine_counters_encode(NULL, &counters, err, sizeof(err)), 0);
	CHECK_EQ(counters.state, state);
	CHECK_EQ(counters.count, 0);
	CHECK(counters.why[0]);
	machine_counters_free(&counters);
	CHECK_EQ(machine_counters_encode("page-faults", &counters, err, sizeof(err)), 0);
	CHECK_EQ(counters.state, state);
	machine_counters_free(&counters);
}

static void test_sandboxed(unsigned errno_value, enum machine_counters_state state)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		check_failures = 0;
		check_sandboxed(errno_value, state);
		_exit(check_failures ? 1 : 0);
	}
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	CHECK_EQ(status, 0);
}

int main(void)
{
	struct machine_counters counters;
	char err[300] = "";

	test_states();
	test_judge();
	/* Without libpfm4 or /proc every name is left out alike. */
	if (machine_counters_encode("nonsense", &counters, err, sizeof(err)) == 0) {
		printf("names not tried: %s\n", counters.why);
		machine_counters_free(&counters);
		return check_done();
	}
	test_names();
	test_count();
	test_default();
	test_more();
	test_of_pu();
	test_sandboxed(ENOSYS, MACHINE_COUNTERS_NO_SYSCALL);
	test_sandboxed(EPERM, MACHINE_COUNTERS_NO_PERMISSION);
	test_sandboxed(EACCES, MACHINE_COUNTERS_NO_PERMISSION);
	test_sandboxed(EOPNOTSUPP, MACHINE_COUNTERS_NO_PMU);
	return check_done();
}
