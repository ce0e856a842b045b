/* oscost measure: measures, prints the table, leaves a run folder. */
#include "cli.h"
#include "commands.h"
#include "measurement.h"

static int cmd_measure(int argc, char **argv)
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
			 result.interrupted ? " (interrupted: what was measured until then)" : "");
	return status;
}

const struct cli_command command_measure = {
	.name = "measure",
	.synopsis = "[OPTIONS]",
	.summary = "measures, prints the table, writes the run folder",
	.options =
		"  --quick            the whole catalogue in about 15 s, 6 rounds\n"
		"  --thorough         up to 60 rounds and every point of the curves (10 minutes at most)\n"
		"  --only GLOB        only the cases that match, 'ctxsw.*'; may be given again\n"
		"  --rounds N         exactly N rounds\n"
		"  --seed N           seed of the order and of the samples' lengths\n"
		"  --cpu N            measure on this PU (hardware thread)\n"
		"  --counters LIST    further performance counters, by libpfm4's names, comma-separated\n"
		"  --no-counters      none\n"
		"  --out DIR          the run folder itself\n"
		"  --tag TEXT         a remark, kept with the run\n"
		"  --commit TEXT      the commit that is measured, kept with the run; without it the first\n"
		"                     of OSCOST_COMMIT, GITHUB_SHA and CI_COMMIT_SHA that is set\n"
		"  --under PREFIX     start each benchmark under a command: 'chrt -f 50', 'setarch -R'\n"
		"  --no-pictures      table and page without gnuplot\n"
		"  --no-report        only the records: `oscost report` makes table, page and pictures of them\n",
	.run = cmd_measure,
};
