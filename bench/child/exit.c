/* The program that exec and posix_spawn start: it ends at once with a status that nothing else gives.
 * Without libc, so that its size and its start are the same on every distribution. */
#define STATUS 42

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n\tmov $60, %eax\n\tmov $42, %edi\n\tsyscall\n");
#elif defined(__aarch64__)
__asm__(".globl _start\n_start:\n\tmov x8, #93\n\tmov x0, #42\n\tsvc #0\n");
#elif defined(__riscv)
__asm__(".globl _start\n_start:\n\tli a7, 93\n\tli a0, 42\n\tecall\n");
#else
#error "bench/child/exit.c: add the exit system call of this architecture"
#endif
