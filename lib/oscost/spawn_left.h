/* Ends whatever a started process leaves behind, in new sessions too: for spawn.c alone. */
#ifndef OSCOST_SPAWN_LEFT_H
#define OSCOST_SPAWN_LEFT_H

#include <stdbool.h>

/*
 * Before a start: from now on what loses its parent becomes a child of this process. Children that
 * it has already are not touched.
 */
void spawn_left_begin(void);
/*
 * After the started process was reaped: kills and reaps all that it has left. False when something
 * could not be killed within 5 s, such as a process of another user. Without /proc it finds nothing.
 */
bool spawn_left_end(void);

#endif
