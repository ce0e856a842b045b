/* What main() tells the functions of bench.h about this process. For the harness alone. */
#ifndef HARNESS_CONTEXT_H
#define HARNESS_CONTEXT_H

#include "bench.h"

void context_set_ticks_per_ns(double ticks_per_ns);
/* "3,-1,8", by bench_distance. 0, or -EINVAL. */
int context_parse_other_pus(const char *text);
/* What the last bench_skip() or bench_fail() said; "" if none did. */
const char *context_reason(void);

#endif
