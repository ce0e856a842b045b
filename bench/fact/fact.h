/*
 * What the programs of this folder share. Each tries one mechanism of the kernel, once, in a few
 * milliseconds, and says what it saw as numbers; whether they are as somebody claims is judged
 * elsewhere. The format of the lines stands in lib/oscost/seen.h.
 */
#ifndef BENCH_FACT_H
#define BENCH_FACT_H

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline void fact_value(const char *name, double number, const char *words)
{
	printf("value\t%s\t%.15g\t%s\n", name, number, words);
}

__attribute__((format(printf, 2, 3))) static inline void fact_cannot(const char *name,
								      const char *format, ...)
{
	va_list args;

	printf("cannot\t%s\t", name);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

/* The last line, and main's exit status. */
static inline int fact_end(void)
{
	puts("end");
	return fflush(stdout) != 0 || ferror(stdout);
}

/* Something that the program itself needs went wrong: nothing that it says counts. */
static inline void fact_need(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	_exit(1);
}

/* A page that forked processes share, zeroed. */
static inline void *fact_shared(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	fact_need(page != MAP_FAILED, "mmap");
	return page;
}

/* fork; the child ends with its parent. Nothing may wait in stdio's buffer, or both would write it. */
static inline pid_t fact_fork(void)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	fact_need(pid >= 0, "fork");
	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

static inline double fact_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline void fact_sleep_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		;
}

/* Binds this process and what it forks to the PU that it is on. */
static inline void fact_bind(void)
{
	int cpu = sched_getcpu();
	cpu_set_t set;

	fact_need(cpu >= 0 && cpu < CPU_SETSIZE, "sched_getcpu");
	CPU_ZERO(&set);
	CPU_SET((unsigned)cpu, &set);
	fact_need(sched_setaffinity(0, sizeof(set), &set) == 0, "sched_setaffinity");
}

/* The state of a process as /proc says it: 'R', 'S', 'Z' …; 0: there is none to read. */
static inline char fact_state(pid_t pid)
{
	char path[64], line[512] = "", *behind;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	behind = strrchr(line, ')'); /* its name may hold blanks */
	return behind && behind[1] == ' ' ? behind[2] : 0;
}

#endif
