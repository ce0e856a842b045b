/* exec_bare, exec_static and exec_dynamic: a program that execs itself. The first is linked without libc.
 *
 *	exec_static                     ends at once
 *	exec_static N ----------------  execs itself N times, N from 1 to 9
 *
 * The last instance writes to standard output when the first one and itself began: CLOCK_MONOTONIC_RAW in ns,
 * by system call, so that this file needs to know no counter; each as 16 letters, 'a' for a hexadecimal 0
 * to 'p' for 15. It ends with the status below. */
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define STATUS 42
#define LETTERS 16

#ifdef BARE
#if defined(__x86_64__)
#define START "_start: mov %rsp, %rdi\n\tand $-16, %rsp\n\tcall start\n"
#elif defined(__aarch64__)
#define START "_start: mov x0, sp\n\tbl start\n"
#elif defined(__riscv)
#define START "_start: mv a0, sp\n\tcall start\n"
#else
#error "bench/child/exec_any.c: add the start of a program and the system call of this architecture"
#endif
__asm__(".globl _start\n" START);

static long call(long number, long a, long b, long c)
{
#if defined(__x86_64__)
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "0"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return ret;
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;

	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
	return x0;
#else
	register long a7 __asm__("a7") = number;
	register long a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b;
	register long a2 __asm__("a2") = c;

	__asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
	return a0;
#endif
}
#else
#define call(number, a, b, c) syscall(number, a, b, c)
#endif

static uint64_t now_ns(void)
{
	struct timespec t;

	call(SYS_clock_gettime, CLOCK_MONOTONIC_RAW, (long)&t, 0);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void put(char *text, uint64_t value)
{
	for (int i = LETTERS; i-- > 0; value >>= 4)
		text[i] = (char)('a' + (value & 15));
}

int main(int argc, char **argv)
{
	uint64_t began = now_ns();
	char text[LETTERS], *envp = NULL;

	if (argc < 3)
		return STATUS;
	if (*argv[2] == '-')
		put(argv[2], began);
	if (*argv[1] > '0') {
		--*argv[1];
		call(SYS_execve, (long)argv[0], (long)argv, (long)&envp);
		return 1;
	}
	put(text, began);
	return call(SYS_write, STDOUT_FILENO, (long)argv[2], LETTERS) == LETTERS &&
	       call(SYS_write, STDOUT_FILENO, (long)text, LETTERS) == LETTERS ? STATUS : 1;
}

#ifdef BARE
/* What the kernel leaves on the stack: the number of arguments, then they. */
__attribute__((used, noreturn)) void start(long *stack);
void start(long *stack)
{
	call(SYS_exit_group, main((int)stack[0], (char **)(stack + 1)), 0, 0);
	__builtin_unreachable();
}
#endif
