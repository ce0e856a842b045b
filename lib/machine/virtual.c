/* Is there a hypervisor below us, or a container around us? Each source is a table. */
#include "virtual.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "x86.h"

/* Vendor strings as the hypervisors' own documents and Linux's arch/x86/kernel/cpu give them. */
static const struct {
	const char *vendor, *name;
} cpuid_names[] = {
	{ "KVMKVMKVM", "KVM" },		  { "Linux KVM Hv", "KVM" },
	{ "TCGTCGTCGTCG", "QEMU TCG" },	  { "Microsoft Hv", "Hyper-V" },
	{ "VMwareVMware", "VMware" },	  { "XenVMMXenVMM", "Xen" },
	{ "VBoxVBoxVBox", "VirtualBox" }, { "bhyve bhyve ", "bhyve" },
	{ "ACRNACRNACRN", "ACRN" },	  { " lrpepyh  vr", "Parallels" },
	{ "Jailhouse", "Jailhouse" },	  { "QNXQVMBSQG", "QNX" },
};

/* A vendor in DMI whose machines are virtual; with `product` only if that is in the product's name.
 */
static const struct {
	const char *vendor, *product, *name;
} dmi_names[] = {
	{ "QEMU", NULL, "QEMU" },
	{ "VMware", NULL, "VMware" },
	{ "innotek GmbH", NULL, "VirtualBox" },
	{ "Oracle Corporation", "VirtualBox", "VirtualBox" },
	{ "Xen", NULL, "Xen" },
	{ "Microsoft Corporation", "Virtual Machine", "Hyper-V" },
	{ "Parallels", NULL, "Parallels" },
	{ "Apple Inc.", "Virtual", "Apple Virtualization" },
	{ "Google", "Compute Engine", "Google Compute Engine" },
	{ "OpenStack", NULL, "OpenStack" },
	{ "Alibaba Cloud", "ECS", "Alibaba Cloud" },
	{ "DigitalOcean", NULL, "DigitalOcean" },
	{ "Hetzner", "vServer", "Hetzner" },
	{ "Firecracker", NULL, "Firecracker" },
};

static const struct {
	const char *mark, *name;
} cgroup_names[] = {
	{ "kubepods", "kubernetes" },	{ "docker", "docker" },
	{ "libpod", "podman" },		{ "lxc", "lxc" },
	{ "containerd", "containerd" },
};

enum {
	CPUID_NAMES = sizeof(cpuid_names) / sizeof(cpuid_names[0]),
	DMI_NAMES = sizeof(dmi_names) / sizeof(dmi_names[0]),
	CGROUP_NAMES = sizeof(cgroup_names) / sizeof(cgroup_names[0]),
};

static const char *dmi_name(const char *vendor, const char *product)
{
	/* Amazon's machines with .metal types are real ones. */
	if (strcmp(vendor, "Amazon EC2") == 0)
		return strstr(product, ".metal") ? NULL : "Amazon EC2";
	for (size_t i = 0; i < DMI_NAMES; i++)
		if (strncmp(vendor, dmi_names[i].vendor, strlen(dmi_names[i].vendor)) == 0 &&
		    (!dmi_names[i].product || strstr(product, dmi_names[i].product)))
			return dmi_names[i].name;
	return NULL;
}

static const char *cpuid_name(const char *vendor)
{
	for (size_t i = 0; i < CPUID_NAMES; i++)
		if (strcmp(vendor, cpuid_names[i].vendor) == 0)
			return cpuid_names[i].name;
	return vendor;
}

static bool is_uml(const char *root)
{
	char cpuinfo[4096], vendor[64];
	char *text;

	if (machine_slurp(root, "/proc/cpuinfo", &text, NULL))
		return false;
	machine_print(cpuinfo, sizeof(cpuinfo), "%s", text);
	free(text);
	return machine_field(cpuinfo, "vendor_id", ':', vendor, sizeof(vendor)) == 0 &&
	       strcmp(vendor, "User Mode Linux") == 0;
}

/* What says by itself that there is a hypervisor; false if nothing does. */
static bool from_kernel(const char *root, char *name, size_t size, char *why, size_t why_size)
{
	static const char *const trees[] = {
		"/proc/device-tree/hypervisor/compatible",
		"/sys/firmware/devicetree/base/hypervisor/compatible",
		"/proc/device-tree/compatible",
	};

	if (is_uml(root)) {
		machine_print(name, size, "User Mode Linux");
		machine_print(why, why_size, "/proc/cpuinfo");
		return true;
	}
	if (machine_read(root, "/sys/hypervisor/type", name, size) == 0 && name[0]) {
		machine_print(why, why_size, "/sys/hypervisor/type");
		return true;
	}
	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		char text[128];

		if (machine_read(root, trees[i], text, sizeof(text)) || text[0] == '\0')
			continue;
		/* The tree that QEMU's "virt" machine is given has this name. */
		if (i == 2 && strncmp(text, "linux,dummy-virt", 16) != 0)
			continue;
		machine_print(name, size, "%s",
			      i == 2		    ? "QEMU virt"
			      : strstr(text, "kvm") ? "KVM"
			      : strstr(text, "xen") ? "Xen"
						    : text);
		machine_print(why, why_size, "%s", trees[i]);
		return true;
	}
	return false;
}

bool machine_hypervisor_under(const char *root, int cpuid_flag, const char *cpuid_vendor,
			      char *name, size_t size, char *why, size_t why_size)
{
	char vendor[64], product[64];
	const char *from_dmi;
	bool found = true;

	machine_read(root, "/sys/class/dmi/id/sys_vendor", vendor, sizeof(vendor));
	machine_read(root, "/sys/class/dmi/id/product_name", product, sizeof(product));
	from_dmi = dmi_name(vendor, product);
	if (from_kernel(root, name, size, why, why_size))
		return true;
	if (cpuid_vendor[0]) {
		machine_print(name, size, "%s", cpuid_name(cpuid_vendor));
		machine_print(why, why_size, "CPUID 0x40000000 says %s", cpuid_vendor);
	} else if (from_dmi) {
		machine_print(name, size, "%s", from_dmi);
		machine_print(why, why_size, "DMI system vendor");
	} else if (cpuid_flag == 0) {
		machine_print(name, size, "unknown");
		machine_print(why, why_size, "CPUID has the hypervisor flag and no name");
	} else {
		machine_print(name, size, "none");
		machine_print(why, why_size,
			      cpuid_flag == -ENOENT
				  ? "CPUID has no hypervisor flag"
				  : "no sign of one in /sys/hypervisor, device tree or DMI");
		found = false;
	}
	if (found && vendor[0] && strcmp(vendor, name) != 0)
		machine_append(name, size, " (%s%s%s)", vendor, product[0] ? " " : "", product);
	return found;
}

bool machine_hypervisor(const char *root, char *name, size_t size, char *why, size_t why_size)
{
	char vendor[16];
	int flag = machine_x86_hypervisor(vendor, sizeof(vendor));

	return machine_hypervisor_under(root, flag, vendor, name, size, why, why_size);
}

static bool container_found(char *name, size_t size, char *why, size_t why_size, const char *what,
			    const char *where)
{
	machine_print(name, size, "%s", what);
	machine_print(why, why_size, "%s", where);
	return true;
}

bool machine_container(const char *root, char *name, size_t size, char *why, size_t why_size)
{
	char text[4096];

	if (machine_exists(root, "/run/.containerenv"))
		return container_found(name, size, why, why_size, "podman", "/run/.containerenv");
	if (machine_read(root, "/run/systemd/container", text, sizeof(text)) == 0 && text[0])
		return container_found(name, size, why, why_size, text, "/run/systemd/container");
	if (machine_read(root, "/proc/1/cgroup", text, sizeof(text)) == 0)
		for (size_t i = 0; i < CGROUP_NAMES; i++)
			if (strstr(text, cgroup_names[i].mark))
				return container_found(name, size, why, why_size,
						       cgroup_names[i].name, "/proc/1/cgroup");
	/* Last: disk images made from container images keep this file. */
	if (machine_exists(root, "/.dockerenv"))
		return container_found(name, size, why, why_size, "docker", "/.dockerenv");
	return !container_found(name, size, why, why_size, "none", "no sign of one");
}
