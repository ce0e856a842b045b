/* oscost measure: measures, prints the table, leaves a run folder. */
#include "cli.h"
#include "commands.h"
#include "measurement.h"

int cmd_measure(int argc, char **argv)
{
	struct measure_options options;
	struct measurement_result result;
	struct record_error err = { "" };
	int bad, status;

	if (measure_options_parse(argc, argv, &options) != 0)
		return CLI_ERROR;
	options.print_table = true;
	bad = measurement_run(&options, &result, &err);
	status = measurement_explain(bad, &result, &err);
	if (!bad && result.path[0])
		cli_note("the run is in %s%s", result.path,
			 result.interrupted ? " (interrupted: what was finished)" : "");
	return status;
}
