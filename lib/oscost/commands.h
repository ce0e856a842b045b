/* The subcommands: one file each, cmd_NAME.c. */
#ifndef OSCOST_COMMANDS_H
#define OSCOST_COMMANDS_H

#define OSCOST_VERSION "0.1.0"

/* Each takes argv[0] = its name and returns an exit status of cli.h. */
int cmd_measure(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_export(int argc, char **argv);

/* The formats of cmd_export, a line each, for its help. */
void export_print_formats(void);
int cmd_baseline(int argc, char **argv);

#endif
