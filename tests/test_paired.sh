#!/bin/sh
# Two arms in one measurement: each leaves a whole run folder, interrupted too, and the pair is no run of its own.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
OSCOST_RESULTS=$TMPDIR/results
export OSCOST_RESULTS

tree "$TMPDIR/tree" "$OSCOST_BUILD/bench/syscall" "$OSCOST_BUILD/bench/ctxsw_pipe" "$OSCOST_BUILD/tests/bench/bench_hang"
cp "$OSCOST_BUILD/tests/test_measurement" "$TMPDIR/tree/"
oscost=$TMPDIR/tree/oscost
pair=$TMPDIR/tree/test_measurement

value() { awk -F '\t' -v key="$2" '$1 == key { print $2 }' "$1/machine.tsv"; }

check_status 0 "$pair" pair "$TMPDIR/two/" '' 'nice -n 5' syscall.getppid ctxsw.pipe.process
check "only the two are in it" test "$(cd "$TMPDIR/two" && echo *)" = 'a b'
check "the temporary name is gone" test ! -e "$TMPDIR/two.partial"
for arm in a b; do
	check_status 0 "$oscost" report "$TMPDIR/two/$arm"
	for file in machine.tsv cases.tsv samples.tsv gaps.tsv summary.tsv report.txt report.html; do
		check "$arm/$file is there" test -s "$TMPDIR/two/$arm/$file"
	done
	for name in syscall.getppid ctxsw.pipe.process; do
		check "$arm: $name in every round" test "$(awk -F '\t' -v name=$name '$1 == name && !($3 in seen) { seen[$3] = 1; n++ } END { print n }' "$TMPDIR/two/$arm/samples.tsv")" = 4
	done
	check "$arm: complete" test "$(value "$TMPDIR/two/$arm" run.complete)" = yes
	check "$arm: four rounds" test "$(value "$TMPDIR/two/$arm" run.rounds)" = 4
done
check "one pair" test "$(value "$TMPDIR/two/a" run.pair)" = "$(value "$TMPDIR/two/b" run.pair)"
check "the page says the prefix" grep -q 'nice -n 5, arm B of two' "$TMPDIR/two/b/report.html"
check "no process number twice" test -z "$(for arm in a b; do awk -F '\t' 'NR > 2 && !($4 in seen) { seen[$4] = 1; print $4 }' "$TMPDIR/two/$arm/samples.tsv"; done | sort | uniq -d)"

# A pair of the same is another pair.
check_status 0 "$pair" pair "$TMPDIR/again" '' '' syscall.getppid
check "ids differ" test "$(value "$TMPDIR/two/a" run.pair)" != "$(value "$TMPDIR/again/a" run.pair)"
check_status 2 "$pair" pair "$TMPDIR/again" '' '' syscall.getppid
says 'exists already'

# "latest" is a run, never a pair.
check_status 0 "$oscost" measure --only syscall.getppid --rounds 1 --no-pictures
before=$(readlink "$OSCOST_RESULTS/latest")
check_status 0 "$pair" pair '' '' '' syscall.getppid
check "its default name says what it is" test -d "$(cd "$OSCOST_RESULTS" && echo "$PWD"/*Z-paired/b)"
check "latest is left alone" test "$(readlink "$OSCOST_RESULTS/latest")" = "$before"

# For programs there is no page beside the runs, unless its place was named.
: >"$TMPDIR/mark"
check_status 0 "$oscost" compare --paired '' '' --only syscall.getppid --rounds 2 --format tsv
check "the runs stay" test -n "$(find "$OSCOST_RESULTS" -path '*-paired*/a/samples.tsv' -newer "$TMPDIR/mark")"
check "no page" test -z "$(find "$OSCOST_RESULTS" -name 'compare.*')"
check_status 0 "$oscost" compare --paired '' '' --only syscall.getppid --rounds 2 --format tsv --no-pictures --out "$TMPDIR/named"
check "a page where it was asked for" test -s "$TMPDIR/named/compare.html"

# Interrupted while one arm hangs: both folders, marked, nothing left.
"$pair" pair "$TMPDIR/stopped" '' 'env A=b' syscall.getppid hang.forever >/dev/null 2>"$TMPDIR/err" </dev/null &
pid=$!
tries=0
until [ -n "$(running "$TMPDIR/tree/bench/bench_hang --case")" ] || [ "$tries" -ge 200 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
check "the run got going" test "$tries" -lt 200
kill -INT "$pid"
got=0
wait "$pid" || got=$?
check "exit status 130, got $got" test "$got" = 130
for arm in a b; do
	check "$arm: marked" test "$(value "$TMPDIR/stopped/$arm" run.complete)" = no
	check "$arm: no round was finished" test "$(value "$TMPDIR/stopped/$arm" run.rounds)" = 0
done
check "nothing is left running" test -z "$(running "$TMPDIR/tree/bench")"
finish
