/* A twin process that counts the system calls of a case. */
#ifndef HARNESS_TWIN_H
#define HARNESS_TWIN_H

#include "bench.h"

/*
 * System calls per operation, counted by SIGSYS in a forked twin in which a seccomp filter traps every
 * call (seccomp(2), SECCOMP_RET_TRAP): none is executed, each is counted. NaN where seccomp is lacking.
 */
double twin_syscalls_per_op(const struct bench_case *c, void *state);

#endif
