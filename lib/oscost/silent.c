/* Counters that opened and never counted. */
#include "silent.h"

#include <math.h>
#include <string.h>

/* The kernel counts these itself, and their 0 is one. */
static const char *const software[] = {
	"context-switches", "page-faults", "cpu-migrations", "minor-faults",
	"major-faults",	    "cpu-clock",   "task-clock",     "alignment-faults",
	"emulation-faults", "bpf-output",  "dummy",
};

static bool is_software(const char *name)
{
	size_t length = strcspn(name, ":");

	for (size_t i = 0; i < sizeof(software) / sizeof(software[0]); i++)
		if (strlen(software[i]) == length && strncmp(name, software[i], length) == 0)
			return true;
	return false;
}

bool silent_counter(const struct record_run *run, size_t counter)
{
	bool any = false;

	if (is_software(run->counters[counter]))
		return false;
	for (size_t i = 0; i < run->sample_n; i++) {
		double value = run->samples[i].counters[counter];

		if (isnan(value))
			continue;
		if (value != 0)
			return false;
		any = true;
	}
	return any;
}

static bool is_silent(const struct record_summary_row *row)
{
	return row->note && strstr(row->note, SILENT_NOTE) != NULL && strcmp(row->metric, "time") != 0;
}

void silent_add_words(struct text *t, const struct record_summary *summary)
{
	for (size_t i = 0; i < summary->row_n; i++) {
		const struct record_summary_row *row = &summary->rows[i];
		bool said = !is_silent(row);

		for (size_t k = 0; !said && k < i; k++)
			said = is_silent(&summary->rows[k]) && strcmp(summary->rows[k].metric, row->metric) == 0;
		if (said)
			continue;
		text_add(t, t->length ? "\n" : "");
		text_add_clean(t, row->metric);
		text_add(t, ": " SILENT_NOTE);
	}
}
