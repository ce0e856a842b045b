/* What only CPUID of x86 tells. Not for timed code: it can exit to the hypervisor. */
#ifndef MACHINE_X86_H
#define MACHINE_X86_H

#include <stddef.h>

/* Does the TSC run at one rate in all P-, C- and T-states? 1, 0, or -ENOTSUP where there is no
 * CPUID. */
int machine_x86_tsc_invariant(void);

/*
 * The vendor string of leaf 0x40000000, such as "KVMKVMKVM", cut at the first NUL byte, with
 * non-printing bytes as '?'. Only asked for when leaf 1 has the hypervisor flag: 0; -ENOENT with ""
 * when the flag is not set; -ENOTSUP with "" where there is no CPUID. size >= 13.
 */
int machine_x86_hypervisor(char *vendor, size_t size);

#endif
