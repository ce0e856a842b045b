#!/bin/sh
# Runs the tests: every build/tests/test_* and tests/test_*.sh, or those named. For `make check`.
#
#   tests/run.sh [NAME...]      NAME: test_stats, stats, tests/test_setup.sh
#
# A test passes with exit status 0, is skipped with 77 (its last line says why), else fails.
# Each one gets its own TMPDIR and OSCOST_TEST_SECONDS (120) of time, or what its line "# time limit: N s" says if
# that is more.
# The last line is `N passed, N failed, N skipped`.
set -u

OSCOST_TOP=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
OSCOST_BUILD=$(readlink -f -- "${OSCOST_BUILD:-$OSCOST_TOP/build}")
export OSCOST_TOP OSCOST_BUILD
# what a test starts is not part of the make that started us and heeds nobody's settings
unset MAKEFLAGS MFLAGS MAKELEVEL OSCOST_RESULTS OSCOST_BASELINE OSCOST_NO_INSTALL
cd "$OSCOST_TOP" || exit 1

seconds=${OSCOST_TEST_SECONDS:-120}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/oscost-tests.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# At a keyboard Ctrl-C has to reach the test; elsewhere a test that hangs is ended with
# all that it started.
foreground=''
if [ -t 0 ] && timeout --foreground 1 true 2>/dev/null; then foreground=--foreground; fi

passed=0 failed=0 skipped=0

run_test() {
	name=$(basename -- "$1" .sh)
	mkdir "$scratch/tmp"
	limit=$seconds
	set -- "$1"
	case $1 in
	*.sh)
		own=$(sed -n 's/^# time limit: \([0-9]*\) s$/\1/p' "$1")
		[ "${own:-0}" -le "$limit" ] || limit=$own
		set -- sh "$1"
		;;
	esac
	status=0
	# shellcheck disable=SC2086
	TMPDIR=$scratch/tmp timeout $foreground -k 5 "$limit" "$@" \
		>"$scratch/output" 2>&1 </dev/null || status=$?
	case $status in
	0)
		passed=$((passed + 1))
		echo "ok      $name"
		;;
	77)
		skipped=$((skipped + 1))
		echo "skipped $name: $(tail -n 1 "$scratch/output")"
		;;
	*)
		failed=$((failed + 1))
		[ "$status" != 124 ] || status="$status, stopped after $limit s"
		echo "FAILED  $name (exit status $status)"
		sed 's/^/        /' "$scratch/output"
		;;
	esac
	chmod -R u+rwX "$scratch/tmp" 2>/dev/null
	rm -rf "$scratch/tmp"
}

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
			run_test "$file"
		else
			failed=$((failed + 1))
			echo "FAILED  $wanted: there is no such test"
		fi
	done
else
	for file in "$OSCOST_BUILD"/tests/test_* tests/test_*.sh; do
		case $file in
		*.sh) [ -f "$file" ] || continue ;;
		*) if [ ! -f "$file" ] || [ ! -x "$file" ]; then continue; fi ;;
		esac
		run_test "$file"
	done
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
