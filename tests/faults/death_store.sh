#!/bin/sh
# Killed at moments chosen by chance: what keeps, judges, draws and exports. What was stored stays whole, a lock goes with
# its holder, nothing half-written has its final name, and the same command works afterwards.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/faults/lib_kill.sh
. "$OSCOST_TOP/tests/faults/lib_kill.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"
short_tree syscall

promise "a baseline that is being added to has the run whole or not at all, and takes it afterwards"
made_up "$TMPDIR/one" 18 1
made_up "$TMPDIR/two" 19 2
fresh_base() {
	rm -rf "$base"
	"$oscost" baseline add "$TMPDIR/one" --baseline "$base" >/dev/null 2>&1
}
verify_base() {
	stored=$("$oscost" baseline list --baseline "$base" 2>"$TMPDIR/list.err" | grep -c '^  2026')
	keeps "$point: the first stays, the second is there or not ($stored)" test "$stored" = 1 -o "$stored" = 2
	[ "$stored" = 2 ] || check_status 0 "$oscost" baseline add "$TMPDIR/two" --baseline "$base"
	for stored_run in "$base"/*/2*; do
		keeps "$point: $(basename "$stored_run") is read" "$oscost" compare "$stored_run" "$TMPDIR/one" --format tsv >/dev/null 2>&1
	done
}
bench=KILL prepare=fresh_base verify=verify_base
series "$few" "$oscost" baseline add "$TMPDIR/two" --baseline "$base"

promise "a gate that is killed while it confirms has judged nothing, and the next one into the same folder judges"
if gate_input; then
	verify_gate() {
		case $signal in
		BENCH) ;;
		*) keeps "$point: no verdict" test "$got" -gt 1 -o -s "$TMPDIR/out.d/compare.tsv" ;;
		esac
		keeps "$point: the baseline is as it was" diff -r -x .lock "$base" "$TMPDIR/base.was"
	}
	rm -rf "$TMPDIR/base.was"
	cp -r "$base" "$TMPDIR/base.was"
	set -- "$oscost" check "$TMPDIR/slow" --baseline "$base" --out "$TMPDIR/out.d" --no-pictures
	# a gate that comes to its end may have found that the machine is slower than it was
	verdict=1
	bench=BENCH prepare=fresh_out verify=verify_gate
	series "$few" "$@"
	# what the last one left is still there
	again=0
	"$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null || again=$?
	check "a gate where others were killed: exit status $again: $(cat "$TMPDIR/err")" test "$again" -lt 2

	# Of two gates at once one is killed: the other does not notice.
	fresh_out
	"$oscost" check "$TMPDIR/slow" --baseline "$base" --out "$TMPDIR/other.d" --no-pictures >"$TMPDIR/other.out" 2>"$TMPDIR/other.err" </dev/null &
	other=$!
	struck=yes
	strike KILL "$span" "$@" || struck=''
	again=0
	wait "$other" || again=$?
	check "the other of two gates: exit status $again" test "$again" -lt 2
	keeps "and its page" test -s "$TMPDIR/other.d/compare.html"
	[ -z "$struck" ] || survive
	verdict=
fi

promise "a lock goes with whoever held it; who only reads does not wait for it"
rm -rf "$base"
"$oscost" baseline add "$TMPDIR/one" --baseline "$base" >/dev/null 2>&1
if command -v flock >/dev/null; then
	flock "$base/.lock" sleep 60 &
	holder=$!
	looks=0
	while flock -n "$base/.lock" true && [ "$looks" -lt 50 ]; do
		looks=$((looks + 1))
		sleep 0.1
	done
	check_status 0 timeout 20 "$oscost" baseline list --baseline "$base"
	check_status 0 timeout 20 "$oscost" check "$TMPDIR/two" --baseline "$base" --no-confirm --no-pictures --out "$TMPDIR/out.d"
	for signal in KILL TERM; do
		start "$oscost" baseline add "$TMPDIR/two" --baseline "$base"
		sleep 0.3
		keeps "$signal while it waits for the lock: nothing is stored" test "$(find "$base" -name '20261119*' | wc -l)" = 0
		kill "-$signal" "$pid"
		kills=$((kills + 1))
		fault
		failures_at=$failures
		check "$signal while it waits for the lock: it ends" ended
		survive
	done
	start "$oscost" baseline add "$TMPDIR/two" --baseline "$base"
	sleep 0.3
	# flock has left the lock to its child
	for at in $(running 'sleep 60'); do [ "$(awk '{ print $4 }' "/proc/$at/stat")" != "$holder" ] || kill -KILL "$at"; done
	kill -KILL "$holder" 2>/dev/null
	wait "$holder" 2>/dev/null
	kills=$((kills + 1))
	failures_at=$failures
	check "who waited has the lock when its holder is killed" ended
	check "exit status $got" test "$got" = 0
	keeps "and has stored the run" test "$("$oscost" baseline list --baseline "$base" 2>/dev/null | grep -c '^  2026')" = 2
	survive
else
	not_tried "a killed holder of the lock: there is no flock here"
fi

promise "a prune that is killed has removed a run whole or not at all"
for day in 20 21 22 23 24 25; do made_up "$TMPDIR/$day" $day $day; done
"$oscost" baseline add "$TMPDIR/20" "$TMPDIR/21" "$TMPDIR/22" "$TMPDIR/23" "$TMPDIR/24" "$TMPDIR/25" --baseline "$base" >/dev/null 2>&1
cp -r "$base" "$TMPDIR/base.full"
fresh_full() {
	rm -rf "$base"
	cp -r "$TMPDIR/base.full" "$base"
}
verify_prune() {
	for stored_run in "$base"/*/2*; do
		keeps "$point: $(basename "$stored_run") is as it was" diff -r "$stored_run" "$TMPDIR/base.full/${stored_run#"$base"/}"
	done
	check_status 0 "$@"
	keeps "$point: the next one does it, and leaves nothing" test "$(find "$base" -mindepth 2 -maxdepth 2 -type d)" = \
		"$(find "$base" -mindepth 2 -maxdepth 2 -name '20261125*')"
}
bench=KILL prepare=fresh_full verify=verify_prune
series "$few" "$oscost" baseline prune --keep 1 --baseline "$base"
fresh_full

promise "pages, pictures and exports that are being made are whole or not there, and no work folders pile up"
verify_pages() {
	whole_files 2
	rm -rf "$TMPDIR/out.d.partial"
	# a run that has come whole before the signal is not received over
	[ "$2" != receive ] || rm -rf "$TMPDIR/out.d"
	check_status "$right" "$@"
	whole_files "$right"
	keeps "$point: the next one leaves no work folder" test -z "$(find "$TMPDIR/out.d" -name '.report*')"
}
pages() {
	right=$1
	verdict=$1
	shift
	good_files "$@"
	series "$few" "$@"
	verdict=
}
cp -r "$TMPDIR/one" "$TMPDIR/worse"
machine "$TMPDIR/worse" run.seed 3
dearer "$TMPDIR/worse" syscall.getppid 1.1
grep -v 'fact\.' "$OSCOST_BUILD/share/claims.tsv" >"$TMPDIR/claims.tsv"
prepare=fresh_out verify=verify_pages
pages 1 "$oscost" check "$TMPDIR/worse" --baseline "$base" --no-confirm --out "$TMPDIR/out.d" --junit "$TMPDIR/junit.xml" --markdown "$TMPDIR/summary.md"
pages 0 "$oscost" history --baseline "$base" --only syscall.getppid --out "$TMPDIR/out.d"
pages 0 "$oscost" claims "$TMPDIR/one" --claims "$TMPDIR/claims.tsv" --no-pictures --out "$TMPDIR/out.d"
pages 0 "$oscost" receive "$TMPDIR/one" --no-pictures --out "$TMPDIR/out.d"
if [ -n "$long" ]; then
	pages 0 "$oscost" compare "$TMPDIR/one" "$TMPDIR/worse" --out "$TMPDIR/out.d"
	old='runs.csv otava.yaml'
	pages 0 "$oscost" export otava "$TMPDIR/one" "$TMPDIR/two" --out "$TMPDIR/out.d/runs.csv" --config "$TMPDIR/out.d/otava.yaml"
	old=''
fi

finish_faults
