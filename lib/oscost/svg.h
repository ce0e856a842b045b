/* Makes gnuplot's SVG fit to stand with others in one page. */
#ifndef OSCOST_SVG_H
#define OSCOST_SVG_H

#include "text.h"

/*
 * Appends to out the <svg> element of raw: ids and references to them get the prefix (several
 * pictures in a page must not share ids), the names that gnuplot gives to parts of a plot, which
 * would pop up as tool tips, go, the first <title> becomes title. prefix: letters, digits and '-'.
 * 0; -EBADMSG: raw is no SVG; -ENOMEM.
 */
int svg_tidy(struct text *out, const char *raw, const char *prefix, const char *title);

#endif
