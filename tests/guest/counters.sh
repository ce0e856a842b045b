#!/bin/sh
# Acts in a guest with a PMU: every level of perf_event_paranoid, as root and as nobody.
set -u
# shellcheck source=tests/guest/act.sh
. /act/act.sh
cases='--only syscall.getppid'
for level in -1 0 1 2 3 4; do
	echo $level >/proc/sys/kernel/perf_event_paranoid || continue
	cat /proc/sys/kernel/perf_event_paranoid >"$left/level.$level"
	behind=''
	if [ $level = 4 ] || [ -n "$long" ]; then measure root.$level --rounds 1; fi
	behind=as_nobody
	measure nobody.$level --rounds 1
done
send
