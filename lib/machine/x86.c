/* What only the CPUID instruction of x86 tells (Intel SDM volume 2A, AMD APM volume 3, CPUID). */
#include "x86.h"

#include <errno.h>
#include <string.h>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

int machine_x86_tsc_invariant(void)
{
	unsigned a, b, c, d;

	if (!__get_cpuid(0x80000007, &a, &b, &c, &d))
		return 0;
	return (d >> 8) & 1;
}

int machine_x86_hypervisor(char *vendor, size_t size)
{
	unsigned a, r[3];
	char text[13] = { 0 };

	vendor[0] = '\0';
	if (!__get_cpuid(1, &a, &r[0], &r[1], &r[2]) || !((r[1] >> 31) & 1))
		return -ENOENT;
	/* __get_cpuid refuses leaves above the basic maximum, and this one is outside of them. */
	__cpuid(0x40000000, a, r[0], r[1], r[2]);
	memcpy(text, r, sizeof(r));
	for (size_t i = 0; text[i]; i++)
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
	if (size >= sizeof(text))
		memcpy(vendor, text, sizeof(text));
	return 0;
}

#else

int machine_x86_tsc_invariant(void)
{
	return -ENOTSUP;
}

int machine_x86_hypervisor(char *vendor, size_t size)
{
	if (size > 0)
		vendor[0] = '\0';
	return -ENOTSUP;
}

#endif
