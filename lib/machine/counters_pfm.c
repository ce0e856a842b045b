/* The three calls of libpfm4 that counters need. */
#include "counters_pfm.h"

#ifdef OSCOST_NO_PFM

const char *machine_pfm_begin(void)
{
	return "oscost was built without libpfm4";
}

void machine_pfm_end(void)
{
}

const char *machine_pfm_encode(const char *name, struct perf_event_attr *attr)
{
	(void)name;
	(void)attr;
	return "oscost was built without libpfm4";
}

#else

#include <perfmon/pfmlib_perf_event.h>

const char *machine_pfm_begin(void)
{
	pfm_pmu_info_t info = { .size = sizeof(info) };
	int err = pfm_initialize();

	if (err != PFM_SUCCESS)
		return pfm_strerror(err);
	/* It looks for /proc/sys/kernel/perf_event_paranoid to see whether there are perf events.
	 */
	if (pfm_get_pmu_info(PFM_PMU_PERF_EVENT, &info) != PFM_SUCCESS || !info.is_present)
		return "libpfm4 finds no perf events (is /proc mounted?)";
	return NULL;
}

void machine_pfm_end(void)
{
	pfm_terminate();
}

const char *machine_pfm_encode(const char *name, struct perf_event_attr *attr)
{
	pfm_perf_encode_arg_t arg = { .attr = attr, .size = sizeof(arg) };
	int err = pfm_get_os_event_encoding(name, PFM_PLM0 | PFM_PLM3, PFM_OS_PERF_EVENT, &arg);

	return err == PFM_SUCCESS ? NULL : pfm_strerror(err);
}

#endif
