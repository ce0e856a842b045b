#!/bin/sh
# Produces faults for real and holds oscost to its promises: tests/faults/*.sh, or those named. For `make check-faults`.
#
#   tests/faults.sh [NAME...]   NAME: death, tests/faults/death.sh
#   LONG=1                      more of each: every write fails in turn, 200 kills of a run
#   OSCOST_FAULT_SEED=N         for what is chosen by chance (default: of the clock, and printed)
#
# What a machine cannot produce is skipped, with the reason, and counts nowhere. The last line counts promises, faults,
# kills and losses; `N passed, N failed, N skipped` stands above it.
set -u

OSCOST_TOP=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
OSCOST_BUILD=$(readlink -f -- "${OSCOST_BUILD:-$OSCOST_TOP/build}")
export OSCOST_TOP OSCOST_BUILD
cd "$OSCOST_TOP" || exit 1
OSCOST_FAULT_LONG=${LONG:-}
OSCOST_FAULT_SEED=${OSCOST_FAULT_SEED:-$(date +%s)}
limit=240
[ -z "$OSCOST_FAULT_LONG" ] || limit=5400
# shellcheck source=tests/run_one.sh
. tests/run_one.sh
OSCOST_FAULT_COUNTS=$scratch/counts
export OSCOST_FAULT_LONG OSCOST_FAULT_SEED OSCOST_FAULT_COUNTS
: >"$OSCOST_FAULT_COUNTS"

echo "seed $OSCOST_FAULT_SEED${OSCOST_FAULT_LONG:+, long}"
[ $# -gt 0 ] || set -- tests/faults/*.sh
for wanted; do
	file=tests/faults/$(basename -- "$wanted" .sh).sh
	if [ ! -f "$file" ]; then
		run_missing "$wanted"
	elif [ "${file#tests/faults/lib}" = "$file" ]; then
		run_test "$file" "$(limit_of "$file")"
	fi
done

# sum WORD: over all files
sum() { awk -v word="$1" '$1 == word { n += $2 } END { print n + 0 }' "$OSCOST_FAULT_COUNTS"; }
echo "$passed passed, $failed failed, $skipped skipped"
echo "$(sum kept) of $(sum promises) promises kept, $(sum faults) faults injected, $(sum survived) of $(sum kills) kills survived, $(sum losses) losses, $(sum untried) not tried here"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
