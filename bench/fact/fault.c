/* The first access to a page that is not there yet enters the kernel, the second does not. */
#include "fact.h"

enum { PAGES = 64 };

static double faults(void)
{
	struct rusage u;

	fact_need(getrusage(RUSAGE_SELF, &u) == 0, "getrusage");
	return (double)(u.ru_minflt + u.ru_majflt);
}

static double touch(volatile char *memory, size_t page)
{
	double before = faults();

	for (size_t i = 0; i < PAGES; i++)
		memory[i * page] = 1;
	return faults() - before;
}

int main(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *memory = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);

	fact_need(memory != MAP_FAILED, "mmap");
	madvise(memory, PAGES * page, MADV_NOHUGEPAGE); /* not everywhere; then it is not needed */
	faults();
	fact_value("pages", PAGES, "pages written to");
	fact_value("first", touch(memory, page), "page faults at the first write to each");
	fact_value("second", touch(memory, page), "page faults at the second");
	return fact_end();
}
