/* All of the module: run folders in memory and on disk. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "error.h"
#include "number.h"
#include "run.h"
#include "summary.h"
#include "text.h"
#include "tsv.h"

#endif
