#!/bin/sh
# Does the driver's memory grow with the number of rounds beyond its samples? Measures one fast case for
# MINUTES and looks at the driver's VmRSS against the rows of samples.tsv.
#
#   tests/soak.sh [MINUTES]     10; the last half is judged
#
# Prints a line every few seconds: seconds, rows, VmRSS. Bytes a row come from the line between the first and
# the last reading that are judged. A sample takes SAMPLE_BYTES in memory (run.h) and up to twice that while the
# array doubles, so more than LIMIT bytes a row is a leak. Exit status 0, 1: it leaks, 2: could not be tried.
set -eu

SAMPLE_BYTES=136
LIMIT=300

top=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
build=${OSCOST_BUILD:-$top/build}
minutes=${1:-10}
case $minutes in
'' | *[!0-9]* | 0) echo "soak.sh: '$minutes' is no number of minutes" >&2 && exit 2 ;;
esac
scratch=$(mktemp -d "${TMPDIR:-/tmp}/oscost-soak.XXXXXX")
driver=''
trap '[ -z "$driver" ] || kill "$driver" 2>/dev/null || :; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

OSCOST_RESULTS=$scratch "$build/oscost" measure --rounds 10000 --only call.function --no-counters --no-pictures \
	--out "$scratch/run" >"$scratch/out" 2>"$scratch/err" </dev/null &
driver=$!
samples=$scratch/run.partial/samples.tsv
end=$((minutes * 60))
pause=$((minutes < 5 ? 2 : 10))
seconds=0
while [ "$seconds" -lt "$end" ] && kill -0 "$driver" 2>/dev/null; do
	sleep "$pause"
	seconds=$((seconds + pause))
	rss=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$driver/status" 2>/dev/null) || break
	[ -z "$rss" ] || [ ! -r "$samples" ] || echo "$seconds $(($(wc -l <"$samples") - 2)) $rss" | tee -a "$scratch/readings"
done
kill -INT "$driver" 2>/dev/null || :
status=0
wait "$driver" || status=$?
driver=''
[ -s "$scratch/readings" ] || { cat "$scratch/err" >&2 && exit 2; }
case $status in
0 | 130) ;;
*) cat "$scratch/err" >&2 && echo "the driver ended with $status" >&2 && exit 2 ;;
esac
awk -v limit="$LIMIT" -v sample="$SAMPLE_BYTES" '
	{ row[NR] = $2; rss[NR] = $3; second[NR] = $1 }
	END {
		first = int(NR / 2) + 1
		rows = row[NR] - row[first]
		if (NR < 4 || rows < 500) { print "too few rows to judge: " rows; exit 2 }
		bytes = 1024 * (rss[NR] - rss[first]) / rows
		printf "%d rows in %d s, VmRSS %d kB; from second %d on %.0f bytes a row (a sample itself takes %d, the limit is %d)\n",
			row[NR], second[NR], rss[NR], second[first], bytes, sample, limit
		exit bytes > limit
	}' "$scratch/readings"
