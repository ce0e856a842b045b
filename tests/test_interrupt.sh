#!/bin/sh
# Ctrl-C ends a run within a second, keeps the finished rounds, and leaves no process behind.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

rows() { if [ -e "$1" ]; then wc -l <"$1"; else echo 0; fi; }

# interrupt SIGNAL RUN COMMAND…: waits until a round is on disk (or a process runs), then sends the signal
interrupt() {
	signal=$1
	run=$2
	shift 2
	"$@" --out "$run" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null &
	pid=$!
	tries=0
	until [ "$tries" -ge 200 ] || [ "$(rows "$run.partial/samples.tsv")" -gt "$least" ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	check "the run got going" test "$tries" -lt 200
	kill "-$signal" "$pid"
	tries=0
	while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 50 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	got=0
	wait "$pid" || got=$?
	check "SIG$signal: exit status 130, got $got" test "$got" = 130
	echo "$tries" >"$TMPDIR/tries"
}

least=10
for signal in INT TERM HUP; do
	run=$TMPDIR/run-$signal
	interrupt $signal "$run" "$OSCOST_BUILD/oscost" measure --only 'syscall.*' --rounds 500
	check "SIG$signal: over soon, took $(cat "$TMPDIR/tries") tenths of a second" test "$(cat "$TMPDIR/tries")" -lt 50
	check "SIG$signal: the run has its final name" test -d "$run"
	check "SIG$signal: it is marked" grep -q "^run.complete	no$" "$run/machine.tsv"
	check "SIG$signal: the finished rounds are there" test "$(wc -l <"$run/samples.tsv")" -gt 10
	check "SIG$signal: and a summary" test -s "$run/summary.tsv"
	check_status 0 "$OSCOST_BUILD/oscost" report "$run"
done

# In the middle of a benchmark that never ends.
tree "$TMPDIR/hang" "$OSCOST_BUILD/tests/bench/bench_hang"
least=1
interrupt INT "$TMPDIR/run-hang" "$TMPDIR/hang/oscost" measure
check "a hanging benchmark: over soon" test "$(cat "$TMPDIR/tries")" -lt 50
check "nothing is left running" test -z "$(running "$TMPDIR/hang/bench")"

# The driver killed outright: what was appended is whole rows, and its benchmarks die with it.
"$OSCOST_BUILD/oscost" measure --only 'ctxsw.*' --rounds 500 --out "$TMPDIR/killed" >/dev/null 2>&1 </dev/null &
pid=$!
tries=0
until [ "$tries" -ge 200 ] || [ "$(rows "$TMPDIR/killed.partial/samples.tsv")" -gt 10 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
kill -KILL "$pid"
wait "$pid" 2>/dev/null
sleep 0.5
check_status 0 "$OSCOST_BUILD/oscost" report "$TMPDIR/killed.partial"
check "the benchmarks died with the driver" test -z "$(running "$OSCOST_BUILD/bench/ctxsw")"
finish
