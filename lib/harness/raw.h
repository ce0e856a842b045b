/* System calls without libc in between: the bare trap instruction where we know it. */
#ifndef HARNESS_RAW_H
#define HARNESS_RAW_H

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Results as the kernel gives them: negative errno on failure. Linux syscall(2), "Architecture calling conventions". */
static inline long raw_syscall0(long number)
{
#if defined(__x86_64__)
	long ret;

	__asm__ volatile("syscall" : "=a"(ret) : "0"(number) : "rcx", "r11", "memory");
	return ret;
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0");

	__asm__ volatile("svc 0" : "=r"(x0) : "r"(x8) : "memory");
	return x0;
#elif defined(__riscv)
	register long a7 __asm__("a7") = number;
	register long a0 __asm__("a0");

	__asm__ volatile("ecall" : "=r"(a0) : "r"(a7) : "memory");
	return a0;
#else
	long ret = syscall(number);

	return ret < 0 ? -errno : ret;
#endif
}

#endif
