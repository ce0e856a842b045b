# Runs one test and counts what became of it. Sourced by tests/run.sh and tests/faults.sh, in the top folder.
# shellcheck shell=sh

# What a test starts is not part of the make that started us and heeds nobody's settings.
unset MAKEFLAGS MFLAGS MAKELEVEL OSCOST_RESULTS OSCOST_BASELINE OSCOST_NO_INSTALL

scratch=$(mktemp -d "${TMPDIR:-/tmp}/oscost-tests.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# At a keyboard Ctrl-C has to reach the test; elsewhere a test that hangs is ended with
# all that it started.
foreground=''
if [ -t 0 ] && timeout --foreground 1 true 2>/dev/null; then foreground=--foreground; fi

passed=0 failed=0 skipped=0

# limit_of FILE: the seconds that a test may take: $limit, or more if it says so
# shellcheck disable=SC2154
limit_of() {
	own=''
	case $1 in *.sh) own=$(sed -n 's/^# time limit: \([0-9]*\) s$/\1/p' "$1") ;; esac
	if [ "${own:-0}" -gt "$limit" ]; then echo "$own"; else echo "$limit"; fi
}

# run_test FILE SECONDS: of a test that passed, the lines "not tried: ..." are shown
run_test() {
	name=$(basename -- "$1" .sh)
	seconds=$2
	mkdir "$scratch/tmp"
	set -- "$1"
	case $1 in *.sh) set -- sh "$1" ;; esac
	status=0
	# shellcheck disable=SC2086
	TMPDIR=$scratch/tmp timeout $foreground -k 5 "$seconds" "$@" \
		>"$scratch/output" 2>&1 </dev/null || status=$?
	case $status in
	0)
		passed=$((passed + 1))
		echo "ok      $name"
		sed -n 's/^not tried: /        &/p' "$scratch/output"
		;;
	77)
		skipped=$((skipped + 1))
		echo "skipped $name: $(tail -n 1 "$scratch/output")"
		;;
	*)
		failed=$((failed + 1))
		[ "$status" != 124 ] || status="$status, stopped after $seconds s"
		echo "FAILED  $name (exit status $status)"
		sed 's/^/        /' "$scratch/output"
		;;
	esac
	chmod -R u+rwX "$scratch/tmp" 2>/dev/null
	rm -rf "$scratch/tmp"
}

# run_missing NAME
run_missing() {
	failed=$((failed + 1))
	echo "FAILED  $1: there is no such test"
}
