/* What a processor calls itself. */
#include "cpuinfo.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

/* Where a fact stands: the first key that is there counts. */
static const struct {
	size_t offset, size;
	const char *keys[5];
} fields[] = {
#define FIELD(name)                                                                                \
	offsetof(struct machine_cpuinfo, name), sizeof(((struct machine_cpuinfo *)0)->name)
	/* x86; arm; riscv; s390; ppc and others */
	{ FIELD(vendor), { "vendor_id", "CPU implementer", "mvendorid", "vendor" } },
	{ FIELD(model), { "model name", "Model Name", "uarch", "isa", "cpu" } },
	{ FIELD(family), { "cpu family", "CPU architecture", "CPU Family" } },
	{ FIELD(model_number), { "model", "CPU part", "marchid", "machine" } },
	{ FIELD(stepping), { "stepping", "CPU revision", "mimpid", "revision" } },
	{ FIELD(microcode), { "microcode" } },
#undef FIELD
};

/* ARM's own names are numbers in Linux; these are the ones in MIDR_EL1 (Arm ARM) that one meets. */
static const struct {
	const char *number, *name;
} implementers[] = {
	{ "0x41", "Arm" },	 { "0x43", "Cavium" }, { "0x46", "Fujitsu" },
	{ "0x48", "HiSilicon" }, { "0x4e", "NVIDIA" }, { "0x50", "Applied" },
	{ "0x51", "Qualcomm" },	 { "0x61", "Apple" },  { "0xc0", "Ampere" },
};

static const struct {
	const char *number, *name;
} arm_parts[] = {
	{ "0xd03", "Cortex-A53" },  { "0xd04", "Cortex-A35" },	{ "0xd05", "Cortex-A55" },
	{ "0xd07", "Cortex-A57" },  { "0xd08", "Cortex-A72" },	{ "0xd09", "Cortex-A73" },
	{ "0xd0a", "Cortex-A75" },  { "0xd0b", "Cortex-A76" },	{ "0xd0c", "Neoverse-N1" },
	{ "0xd40", "Neoverse-V1" }, { "0xd49", "Neoverse-N2" }, { "0xd4f", "Neoverse-V2" },
};

/* The end of the entry that begins at text: an empty line or the end. */
static size_t entry_length(const char *text)
{
	const char *end = strstr(text, "\n\n");

	return end ? (size_t)(end - text) + 1 : strlen(text);
}

/* Is this the entry of that PU? */
static bool entry_is(const char *entry, unsigned cpu)
{
	char line[40];
	unsigned number;

	/* sscanf looks for the end of all that it is given, which can be eight thousand entries. */
	machine_print(line, sizeof(line), "%.39s", entry);
	return sscanf(line, "processor : %u", &number) == 1 && number == cpu;
}

/* The entry whose "processor" is cpu, else the first; fresh memory or NULL. */
static char *entry_of(const char *text, unsigned cpu)
{
	const char *found = text;
	char *entry;

	for (const char *p = text; *p; p += entry_length(p)) {
		p += strspn(p, "\n");
		if (entry_is(p, cpu)) {
			found = p;
			break;
		}
	}
	entry = strdup(found);
	if (entry)
		entry[entry_length(entry)] = '\0';
	return entry;
}

static void name_arm(struct machine_cpuinfo *info)
{
	for (size_t i = 0; i < sizeof(implementers) / sizeof(implementers[0]); i++)
		if (strcmp(info->vendor, implementers[i].number) == 0)
			machine_append(info->vendor, sizeof(info->vendor), " %s",
				       implementers[i].name);
	for (size_t i = 0; i < sizeof(arm_parts) / sizeof(arm_parts[0]); i++)
		if (!info->model[0] && strncmp(info->vendor, "0x41", 4) == 0 &&
		    strcmp(info->model_number, arm_parts[i].number) == 0)
			machine_print(info->model, sizeof(info->model), "%s", arm_parts[i].name);
	if (!info->model[0] && info->model_number[0])
		machine_print(info->model, sizeof(info->model), "part %s", info->model_number);
}

void machine_cpuinfo_parse(const char *text, unsigned cpu, struct machine_cpuinfo *info)
{
	char *entry = entry_of(text, cpu);

	memset(info, 0, sizeof(*info));
	for (size_t i = 0; entry && i < sizeof(fields) / sizeof(fields[0]); i++) {
		char *value = (char *)info + fields[i].offset;

		/* ARM and s390 have some lines once, for the whole machine, after or before the
		 * entries. */
		for (size_t k = 0; k < 5 && fields[i].keys[k] && !value[0]; k++)
			if (machine_field(entry, fields[i].keys[k], ':', value, fields[i].size))
				machine_field(text, fields[i].keys[k], ':', value, fields[i].size);
	}
	free(entry);
	if (strncmp(info->vendor, "0x", 2) == 0 && info->model_number[0])
		name_arm(info);
	if (!info->vendor[0] && !info->model[0])
		machine_print(info->why, sizeof(info->why), "/proc/cpuinfo does not say");
}

void machine_cpuinfo_read(const char *root, unsigned cpu, struct machine_cpuinfo *info)
{
	char *text;
	int err = machine_slurp(root, "/proc/cpuinfo", &text, NULL);

	if (err) {
		memset(info, 0, sizeof(*info));
		machine_print(info->why, sizeof(info->why), "/proc/cpuinfo: %s", strerror(-err));
		return;
	}
	machine_cpuinfo_parse(text, cpu, info);
	free(text);
}
