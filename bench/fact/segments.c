/* Where code, data, heap and stack lie, and which of them can be written, as the kernel says. */
#include "fact.h"

static int initialised = 1, uninitialised;

struct mapping {
	int found, writable, executable;
	char name[64];
};

static struct mapping mapping_of(const void *where)
{
	FILE *f = fopen("/proc/self/maps", "re");
	struct mapping m = { 0 };
	unsigned long from, to;
	char line[512], rights[8] = "";

	while (f && !m.found && fgets(line, sizeof(line), f)) {
		m.name[0] = '\0';
		if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %63s", &from, &to, rights, m.name) < 3 ||
		    (uintptr_t)where < from || (uintptr_t)where >= to)
			continue;
		m.found = 1;
		m.writable = rights[1] == 'w';
		m.executable = rights[2] == 'x';
	}
	if (f)
		fclose(f);
	return m;
}

static int cannot(void)
{
	static const char *const names[] = { "code", "code_runs", "data", "heap", "stack" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fact_cannot(names[i], "/proc does not show a process's memory");
	return fact_end();
}

int main(int argc, char **argv)
{
	void *heap = malloc(100);
	struct mapping code = mapping_of((void *)(uintptr_t)main);

	fact_need(heap != NULL, "malloc");
	if (!code.found)
		return cannot();
	fact_value("code", code.writable, "segments of code that can be written");
	fact_value("code_runs", code.executable, "segments of code that can be executed");
	fact_value("data", mapping_of(&initialised).writable + mapping_of(&uninitialised).writable,
		   "segments of .data and .bss that can be written");
	fact_value("heap", strcmp(mapping_of(heap).name, "[heap]") == 0,
		   "addresses by malloc() that lie in the heap");
	fact_value("stack", (strcmp(mapping_of(&argc).name, "[stack]") == 0) +
				    (strcmp(mapping_of(argv[0]).name, "[stack]") == 0) +
				    (strcmp(mapping_of(environ).name, "[stack]") == 0),
		   "of these three that lie in the stack: a local variable, an argument, the environment");
	free(heap);
	return fact_end();
}
