/* claims.txt and claims.html. */
#ifndef OSCOST_CLAIMS_WRITE_H
#define OSCOST_CLAIMS_WRITE_H

#include "claims_show.h"

/* Writes both into dir, which is there. draw: with the pictures that the claims ask for, if there is
 * one run. That gnuplot is missing is said in the page and as a message. 0, or -errno with words in
 * err. */
int claims_write(const char *dir, const struct claims_show *show, bool draw, struct record_error *err);

#endif
