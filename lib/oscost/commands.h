/* The subcommands: one file each, cmd_NAME.c, which ends with its description. */
#ifndef OSCOST_COMMANDS_H
#define OSCOST_COMMANDS_H

#include "cli.h"

#define OSCOST_VERSION "0.1.0"

/* argv[0] of run is the command's name; what it returns is an exit status of cli.h. */
extern const struct cli_command command_measure;
extern const struct cli_command command_report;
extern const struct cli_command command_receive;
extern const struct cli_command command_compare;
extern const struct cli_command command_check;
extern const struct cli_command command_export;
extern const struct cli_command command_baseline;
extern const struct cli_command command_history;
extern const struct cli_command command_claims;
extern const struct cli_command command_noise;
extern const struct cli_command command_list;
extern const struct cli_command command_doctor;

#endif
