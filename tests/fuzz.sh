#!/bin/sh
# Runs the fuzz harnesses of tests/fuzz for a while each, from their seeds, and says what came of it.
#
#   tests/fuzz.sh [SECONDS [NAME...]]     SECONDS of each (2); NAME: run, claims, ... (all)
#   FUZZ_JOBS=N                           so many at once (1)
#   FUZZ_RUNS=N                           each ends after N executions, if the seconds are not over before
#   FUZZ_SEED=N                           of the mutations (another one each time)
#   FUZZ_KEEP=DIR                         keeps new inputs in DIR/NAME, and begins with those there
#
# `make fuzz` has to be done before. What ends a harness is kept in build/fuzz/findings/NAME and comes with its
# report; put it into tests/fuzz/found/NAME, where tests/test_fuzz.sh tries it, and mend what it shows.
# Exit status 0: no finding, 1: some, 2: nothing could be run.
set -eu

top=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
build=${OSCOST_BUILD:-$top/build}
seconds=${1:-2}
[ $# = 0 ] || shift
case $seconds in
'' | *[!0-9]* | 0) echo "fuzz.sh: '$seconds' is no number of seconds" >&2 && exit 2 ;;
esac
[ $# -gt 0 ] || for file in "$top"/tests/fuzz/fuzz_*.c; do
	name=${file##*/fuzz_}
	set -- "$@" "${name%.c}"
done
for name; do
	[ -x "$build/fuzz/$name" ] || { echo "fuzz.sh: no $build/fuzz/$name; run 'make fuzz' first" >&2 && exit 2; }
done
scratch=$(mktemp -d "${TMPDIR:-/tmp}/oscost-fuzz.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# libFuzzer leaves without the harness's clean-up: what it makes goes with the scratch folder.
export TMPDIR="$scratch"

# Stacks of allocations and freed memory kept for long cost half of the speed.
ASAN_OPTIONS=malloc_context_size=2:quarantine_size_mb=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}
UBSAN_OPTIONS=print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}
export ASAN_OPTIONS UBSAN_OPTIONS

# One harness; its row goes to $scratch/NAME.row
run() {
	new=${FUZZ_KEEP:-$scratch/new}/$1
	findings=$build/fuzz/findings/$1
	mkdir -p "$new" "$findings"
	found=0
	"$build/fuzz/$1" -max_len=2048 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
		-max_total_time="$seconds" -runs="${FUZZ_RUNS:--1}" -seed="${FUZZ_SEED:-0}" -artifact_prefix="$findings/" -dict="$top/tests/fuzz/dict/$1.dict" \
		"$new" "$top/tests/fuzz/corpus/$1" >"$scratch/$1.log" 2>&1 || found=1
	awk -v name="$1" -v found="$found" '
		/^stat::number_of_executed_units:/ { executions = $2 }
		/^stat::average_exec_per_sec:/ { rate = $2 }
		/^#[0-9]+.* cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") coverage = $(i + 1) }
		END { printf "%s\t%d\t%d\t%d\t%d\n", name, executions, rate, coverage, found }
	' "$scratch/$1.log" >"$scratch/$1.row"
}

started=0
for name; do
	run "$name" &
	started=$((started + 1))
	[ $((started % ${FUZZ_JOBS:-1})) != 0 ] || wait
done
wait

for name; do cat "$scratch/$name.row"; done >"$scratch/rows"
awk -F '\t' '
	BEGIN { printf "%-12s %12s %9s %9s %8s\n", "harness", "executions", "a second", "coverage", "findings" }
	{ printf "%-12s %12d %9d %9d %8d\n", $1, $2, $3, $4, $5; n += $2; found += $5; idle += $2 == 0 && !$5 }
	END {
		printf "%-12s %12d %9s %9s %8d\n", "all " NR, n, "", "", found
		exit found ? 1 : idle ? 2 : 0
	}' "$scratch/rows" || status=$?
for name; do
	grep -q '	0$' "$scratch/$name.row" || { echo "== $name:" && tail -n 60 "$scratch/$name.log"; }
done
exit "${status:-0}"
