#!/bin/sh
# Bad input and bad surroundings: a clear sentence, exit status 2 where nothing can be measured, else the rest measured.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
oscost=$OSCOST_BUILD/oscost
deny=$OSCOST_BUILD/tests/helper_deny
OSCOST_RESULTS=$TMPDIR/results
export OSCOST_RESULTS

# Wrong use.
check_status 2 "$oscost"
says 'no subcommand'
check_status 2 "$oscost" fly
says "no subcommand 'fly'"
check_status 2 "$oscost" measure --frobnicate
says 'oscost: measure has no option .--frobnicate.; see .oscost help measure.'
check_status 2 "$oscost" export csv --out
says 'out wants a value'
check_status 2 "$oscost" list --on=1 --o
check_status 2 "$oscost" report --no-pictures=3
says 'no-pictures takes no value'
check_status 2 "$oscost" measure --no
says 'begins more than one option'
check_status 2 "$oscost" list -z
says "list has no option '-z'"
check_status 2 "$oscost" report latest
says 'there is no run yet under .*make one'
check_status 2 "$oscost" measure syscall.getppid
says 'a pattern goes behind --only'
check_status 2 "$oscost" measure --only 'nothing.*'
says "no case matches 'nothing.\*'"
for bad in 0 -1 x 1x '' 99999999999999999999; do
	check_status 2 "$oscost" measure --rounds "$bad"
	says 'whole number'
done
check_status 2 "$oscost" measure --cpu 8000
says 8000
check_status 2 "$oscost" measure --counters no-such-event
says no-such-event
check_status 2 "$oscost" report no-such-run
says "no run 'no-such-run'"
check_status 2 "$oscost" list extra
check_status 0 "$oscost" --version
check_status 0 "$oscost" help measure
check_status 0 "$oscost" measure --help
check_status 2 "$oscost" help fly

# Standard output that cannot be written.
if [ -w /dev/full ]; then
	got=0
	"$oscost" list >/dev/full 2>"$TMPDIR/err" || got=$?
	check "a full standard output is an error" test "$got" = 2
fi

# Run folders.
# called by check_status
# shellcheck disable=SC2317
quick() { "$@" measure --rounds 1 --only 'syscall.get*' --no-pictures; }
mkdir -p "$TMPDIR/taken" && touch "$TMPDIR/taken/precious"
check_status 2 "$oscost" measure --rounds 1 --only syscall.nosys --out "$TMPDIR/taken"
says 'exists already'
check "it was left alone" test -e "$TMPDIR/taken/precious"
check_status 2 "$oscost" measure --rounds 1 --only syscall.nosys --out /proc/no/such
says '/proc/no'
check_status 0 "$oscost" measure --rounds 1 --only syscall.getppid --no-pictures --out "$TMPDIR/a b ü/rün 1"
check "a path with blanks and UTF-8" test -s "$TMPDIR/a b ü/rün 1/summary.tsv"
check_status 0 quick "$oscost"
check_status 0 "$oscost" report latest

# No perf_event_open, in three ways; no affinity.
tells() { cat "$OSCOST_RESULTS"/latest/machine.tsv; }
for error in ENOSYS:no-syscall EPERM:no-permission EACCES:no-permission ENOENT:no-pmu; do
	check_status 0 quick "$deny" "perf=${error%%:*}" -- "$oscost"
	check "perf ${error%%:*} is told as ${error#*:}" test "$(tells | awk '$1 == "counters.state" { print $2 }')" = "${error#*:}"
	check "perf ${error%%:*}: figures all the same" test "$(field "$OSCOST_RESULTS/latest/summary.tsv" samples case=syscall.getppid metric=time unit=ns)" -gt 0
done
check_status 0 quick "$deny" affinity=EPERM -- "$oscost"
check "affinity refused: figures all the same" test "$(field "$OSCOST_RESULTS/latest/summary.tsv" samples case=syscall.getppid metric=time unit=ns)" -gt 0
finish
