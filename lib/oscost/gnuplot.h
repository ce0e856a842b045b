/* Starts gnuplot for one picture. */
#ifndef OSCOST_GNUPLOT_H
#define OSCOST_GNUPLOT_H

#include <stddef.h>

enum {
	GNUPLOT_LIMIT_S = 30,
	GNUPLOT_SAID_SIZE = 512,
};

/*
 * Runs `gnuplot -d -e SETTINGS style_path script_path` in the folder dir, without a shell, without
 * anybody's start-up file. settings: gnuplot assignments made of our own words and whole numbers,
 * never of contents of a run. said: the beginning of what it printed, in one clean line. 0;
 * -ENOENT: there is no gnuplot; -ETIMEDOUT: killed after GNUPLOT_LIMIT_S; -EIO: it failed; other
 * -errno when it could not be started.
 */
int gnuplot_run(const char *dir, const char *settings, const char *style_path,
		const char *script_path, char said[GNUPLOT_SAID_SIZE]);

#endif
