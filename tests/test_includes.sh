#!/bin/sh
# Who may include whom: fails on an #include that the design draws no arrow for.
#
#   bench/                  -> lib/harness/           bench/child/ -> nothing of ours
#   lib/{stats,record,machine,harness}/ -> itself     lib/oscost/  -> any of lib/
#   lib/setup/ -> lib/harness/
#   <hwloc...> only in lib/machine/placement*         <perfmon/...> only in lib/machine/counters*
set -eu

include='^[[:space:]]*#[[:space:]]*include[[:space:]]*\([<"]\)\([^>"]*\)[>"].*'

# Prints one line for each arrow of TREE that is not allowed.
wrong_arrows() {
	(cd "$1" && find bench lib -name '*.[ch]' | sort) | while IFS= read -r file; do
		sed -n "s/$include/\\1 \\2/p" "$1/$file" |
			while read -r quote header; do
				why=$(wrong_arrow "$1" "$file" "$quote" "$header")
				[ -z "$why" ] || echo "$file includes $header: $why"
			done
	done
}

# Prints why FILE may not include HEADER, or nothing.
wrong_arrow() {
	module=${2%/*}
	case $4 in
	../* | */../* | /*) echo "not written relative to lib/" && return ;;
	esac
	case $4:$2 in
	hwloc*:lib/machine/placement* | perfmon/*:lib/machine/counters*) return ;;
	hwloc*) echo "only placement knows hwloc" && return ;;
	perfmon/*) echo "only counters knows libpfm4" && return ;;
	esac
	target=$(owner "$1" "$module" "$3" "$4")
	case $module:$target in
	*:system | "$module:$module" | bench:lib/harness | lib/setup:lib/harness | lib/oscost:lib/*) ;;
	*:unknown) echo "there is no such file" ;;
	*) echo "$module may not include $target" ;;
	esac
}

# The module that HEADER belongs to, written in MODULE: lib/NAME, bench, system or unknown.
owner() {
	first=${4%%/*}
	if [ "$first" != "$4" ] && [ -d "$1/lib/$first" ]; then
		echo "lib/$first"
	elif [ "$first" = bench ]; then
		echo bench
	elif [ "$3" = '<' ]; then
		echo system
	elif [ -e "$1/$2/$4" ]; then
		echo "$2"
	else
		echo unknown
	fi
}

# The check itself must be able to fail: each wrong arrow, in a small tree of its own, is found.
fails=0
tree=$TMPDIR/tree
try() {
	rm -rf "$tree"
	for header in bench/own harness/bench harness/clock stats/stats record/run \
		machine/counters oscost/cli; do
		case $header in bench/*) ;; *) header=lib/$header ;; esac
		mkdir -p "$tree/${header%/*}" "$tree/bench/child"
		touch "$tree/$header.h"
	done
	printf '%s\n' "$3" >"$tree/$2"
	found=$(wrong_arrows "$tree")
	case $1:${found:+found} in
	wrong:found | right:) ;;
	wrong:) fails=1 && echo "not found: $2: $3" ;;
	right:found) fails=1 && echo "found though it is allowed: $found" ;;
	esac
}
try wrong bench/a.c '#include "stats/stats.h"'
try wrong bench/a.c '#include "oscost/cli.h"'
try wrong bench/a.c '  #  include <stats/stats.h>'
try wrong bench/a.c '#include "../lib/record/run.h"'
try wrong bench/a.c '#include "bench.h"'
try wrong bench/child/a.c '#include "harness/bench.h"'
try wrong bench/child/a.c '#include "own.h"'
try wrong lib/stats/a.c '#include "record/run.h"'
try wrong lib/stats/a.c '#include "harness/clock.h"'
try wrong lib/record/a.c '#include "stats/stats.h"'
try wrong lib/machine/a.c '#include "harness/clock.h"'
try wrong lib/harness/a.h '#include "machine/counters.h"'
try wrong lib/harness/a.h '#include "oscost/cli.h"'
try wrong lib/oscost/a.c '#include "bench/own.h"'
try wrong lib/oscost/a.c '#include "own.h"'
try wrong lib/oscost/a.c '#include <hwloc.h>'
try wrong bench/a.c '#include <perfmon/pfmlib.h>'
try right bench/a.c '#include "harness/bench.h"'
try right bench/a.c '#include <stdio.h>'
try right lib/stats/a.c '#include "stats.h"'
try right lib/harness/a.c '#include "harness/clock.h"'
try right lib/oscost/a.c '#include "machine/counters.h"'
try right lib/oscost/a.c '#include "harness/clock.h"'
try right lib/machine/placement.c '#include <hwloc.h>'
try right lib/machine/counters.c '#include <perfmon/pfmlib_perf_event.h>'

found=$(wrong_arrows "$OSCOST_TOP")
if [ -n "$found" ]; then
	echo "$found"
	fails=1
fi
exit "$fails"
