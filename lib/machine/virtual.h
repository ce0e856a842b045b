/* Is there a hypervisor below us, or a container around us? */
#ifndef MACHINE_VIRTUAL_H
#define MACHINE_VIRTUAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Looks at the CPUID vendor (cpuid_vendor, "" if none or unknown; cpuid_flag -ENOENT when CPUID
 * says that there is none), /proc/cpuinfo, /sys/hypervisor, the device tree and DMI. Writes a name
 * such as "KVM", "KVM (Amazon EC2 m5.large)", "none"; `why` gets what it rests on. Returns whether
 * there is one.
 */
bool machine_hypervisor_under(const char *root, int cpuid_flag, const char *cpuid_vendor,
			      char *name, size_t size, char *why, size_t why_size);

/* The same, asking the CPU itself. */
bool machine_hypervisor(const char *root, char *name, size_t size, char *why, size_t why_size);

/* "docker", "podman", "kubernetes", "lxc", what /run/systemd/container says, "none". Returns
 * whether. */
bool machine_container(const char *root, char *name, size_t size, char *why, size_t why_size);

#endif
