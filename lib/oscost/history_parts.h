/* Inside the history: what follows reading. */
#ifndef OSCOST_HISTORY_PARTS_H
#define OSCOST_HISTORY_PARTS_H

#include "history.h"

/* Fills noise, theta, changes and view of a machine whose series are read. dir: of the store, for its
 * noise. 0 or -ENOMEM. */
int history_judge(const char *dir, struct history_machine *m);

#endif
