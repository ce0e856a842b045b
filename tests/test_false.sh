#!/bin/sh
# Benchmarks that do not do what they claim never become figures, and never harm the others.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
tree "$TMPDIR/false" "$OSCOST_BUILD/tests/bench/bench_false"
run=$TMPDIR/run

check_status 0 "$TMPDIR/false/oscost" measure --rounds 6 --no-pictures --out "$run"
says 'false.crash'
says 'exec of a program that is not there'

status() { field "$run/summary.tsv" status "case=$1" metric=time unit=ns; }
figure() { field "$run/summary.tsv" median "case=$1" metric=time unit=ns; }
for name in yield cached faults; do
	check "false.$name is INVALID" test "$(status false.$name)" = INVALID
	check "false.$name has no figure" test "$(figure false.$name)" = -
	check "false.$name says what was observed" test "$(field "$run/summary.tsv" observed case=false.$name metric=time unit=ns)" != -
done
for name in crash error rubbish; do
	check "false.$name is FAILED" test "$(status false.$name)" = FAILED
	check "false.$name has no figure" test "$(figure false.$name)" = -
done
check "false.skip is SKIPPED" test "$(status false.skip)" = SKIPPED
check "with its reason" test "$(field "$run/cases.tsv" reason case=false.skip)" = 'this mechanism is never there'
case $(status false.good) in
ok | UNSTABLE) ;;
*) check "the sound case among them is measured" false ;;
esac
check "nothing was executed" test ! -e /tmp/never
check "nothing is left running" test -z "$(running "$TMPDIR/false/bench")"
finish
