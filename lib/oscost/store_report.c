/* Says what was broken in a store. */
#include <string.h>

#include "cli.h"
#include "store.h"

void store_report_faults(const struct store_list *list)
{
	const char *line = text_str(&list->faults);
	size_t shown = 0;

	for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1, shown++)
		cli_note("left out: %.*s", (int)(end - line), line);
	if (list->fault_n > shown)
		cli_note("left out: %zu more", list->fault_n - shown);
}
