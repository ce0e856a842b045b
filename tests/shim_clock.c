/*
 * Preloaded: the wall clock is set with every reading of it, forth and back by more and more hours; or, with
 * SHIM_CLOCK_S=SECONDS in the environment, it always shows that second since 1970. Other clocks go on.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long shown_s(long now_s)
{
	static long readings;
	const char *fixed = getenv("SHIM_CLOCK_S");

	if (fixed)
		return strtol(fixed, NULL, 10);
	readings++;
	return now_s + (readings % 2 ? 3600 * readings : -3600 * readings);
}

int clock_gettime(clockid_t clock, struct timespec *t)
{
	long rc = syscall(SYS_clock_gettime, clock, t);

	if (rc == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		t->tv_sec = shown_s(t->tv_sec);
	return (int)rc;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		return -1;
	t->tv_sec = now.tv_sec;
	t->tv_usec = now.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *t)
{
	struct timespec now = { 0, 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	if (t)
		*t = now.tv_sec;
	return now.tv_sec;
}
