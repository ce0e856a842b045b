/* The kernel's own count of local timer interrupts, from /proc/interrupts. */
#ifndef HARNESS_INTERRUPTS_H
#define HARNESS_INTERRUPTS_H

/*
 * Timer interrupts that this CPU has taken since boot: the sum of the lines that are a timer's, which
 * differ by architecture ("LOC" on x86, "arch_timer" on Arm, "riscv-timer", "SIGALRM hr timer" on User
 * Mode Linux). NaN if there is no such file, line or CPU.
 */
double interrupts_timer_count(int cpu);

/* The same for any text of that form: what the tests use. */
double interrupts_timer_parse(const char *text, int cpu);

#endif
