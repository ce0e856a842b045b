#!/bin/sh
# Runs the tests: every build/tests/test_* and tests/test_*.sh, or those named. For `make check`.
#
#   tests/run.sh [NAME...]      NAME: test_stats, stats, tests/test_setup.sh
#
# A test passes with exit status 0, is skipped with 77 (its last line says why), else fails.
# Each one gets its own TMPDIR and OSCOST_TEST_SECONDS (120) of time, or what a line `# time limit: N s` in it asks for.
# The last line is `N passed, N failed, N skipped`.
set -u

OSCOST_TOP=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
OSCOST_BUILD=$(readlink -f -- "${OSCOST_BUILD:-$OSCOST_TOP/build}")
export OSCOST_TOP OSCOST_BUILD
cd "$OSCOST_TOP" || exit 1
limit=${OSCOST_TEST_SECONDS:-120}
# shellcheck source=tests/run_one.sh
. tests/run_one.sh

# The file of a test by any of its names.
find_test() {
	name=$(basename -- "$1" .sh)
	name=test_${name#test_}
	for file in "$OSCOST_BUILD/tests/$name" "tests/$name.sh"; do
		if [ -f "$file" ]; then
			echo "$file"
			return
		fi
	done
}

if [ $# -gt 0 ]; then
	for wanted; do
		file=$(find_test "$wanted")
		if [ -n "$file" ]; then
			run_test "$file" "$(limit_of "$file")"
		else
			run_missing "$wanted"
		fi
	done
else
	for file in "$OSCOST_BUILD"/tests/test_* tests/test_*.sh; do
		case $file in
		*.sh) [ -f "$file" ] || continue ;;
		*) if [ ! -f "$file" ] || [ ! -x "$file" ]; then continue; fi ;;
		esac
		run_test "$file" "$(limit_of "$file")"
	done
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
