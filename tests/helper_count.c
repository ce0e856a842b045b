/*
 * For exact guests: counts without harness and statistics what oscost says there. Prints
 *
 *	getppid N      instructions of a system call and the mov that says which, without a loop
 *	tick N         ns between two timer interrupts, by /proc/interrupts and the counter
 *
 * One tick of the counter is one instruction on x86-64 and 16 on aarch64.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALLS = 80 - 16, TRIES = 200, TICKS = 100 };

static uint64_t now(void)
{
#if defined(__x86_64__)
	uint32_t lo, hi;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi) : : "memory");
	return (uint64_t)hi << 32 | lo;
#elif defined(__aarch64__)
	uint64_t t;

	__asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(t) : : "memory");
	return t * 16;
#endif
}

/* What lib/harness/raw.h comes to, in straight lines: there is no loop to take off. */
#if defined(__x86_64__)
#define CALL "mov %0, %%eax\n\tsyscall\n\t"
#define CALLED(body) __asm__ volatile(body : : "i"(SYS_getppid) : "rax", "rcx", "r11", "memory")
#elif defined(__aarch64__)
#define CALL "mov x8, %0\n\tsvc #0\n\t"
#define CALLED(body) __asm__ volatile(body : : "i"(SYS_getppid) : "x0", "x8", "memory")
#endif

/* The least of many: without a timer interrupt. The counter is read alike on both sides. */
static uint64_t least(int many)
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		uint64_t begin = now();

		if (many)
			CALLED(".rept 80\n\t" CALL ".endr");
		else
			CALLED(".rept 16\n\t" CALL ".endr");
		uint64_t took = now() - begin;

		best = took < best ? took : best;
	}
	return best;
}

/* Interrupts of the first CPU's timer so far. */
static unsigned long interrupts(void)
{
	static const char *const lines[] = { "LOC:", "arch_timer" };
	static char text[65536];
	int fd = open("/proc/interrupts", O_RDONLY);
	size_t n = 0;
	ssize_t more;

	while (fd >= 0 && n < sizeof(text) - 1 && (more = read(fd, text + n, sizeof(text) - 1 - n)) > 0)
		n += (size_t)more;
	close(fd);
	text[n] = '\0';
	for (size_t i = 0; i < 2; i++) {
		char *at = strstr(text, lines[i]);

		if (!at)
			continue;
		while (at > text && at[-1] != '\n')
			at--;
		return strtoul(strchr(at, ':') + 1, NULL, 10);
	}
	return 0;
}

static uint64_t next_tick(unsigned long *count)
{
	unsigned long before = interrupts();

	while ((*count = interrupts()) == before)
		;
	return now();
}

int main(void)
{
	unsigned long first, last;
	uint64_t begin, end;

	printf("getppid %.4f\n", (double)(least(1) - least(0)) / CALLS);
	begin = next_tick(&first);
	do
		end = next_tick(&last);
	while (last - first < TICKS);
	printf("tick %.4f\n", (double)(end - begin) / (double)(last - first));
	return 0;
}
