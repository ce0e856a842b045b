#!/bin/sh
# Killed at moments chosen by chance: the driver by each signal, and a benchmark. What was finished is kept and readable,
# nothing is left running, nothing half-written has its final name, and the next measurement works.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/faults/lib_kill.sh
. "$OSCOST_TOP/tests/faults/lib_kill.sh"
short_tree syscall process ctxsw_pipe

# Of what was on the disk before the kill nothing is missing.
# shellcheck disable=SC2317
begins_with() { cmp -s -n "$(wc -c <"$1")" "$1" "$2"; }

verify_run() {
	folder=''
	for at in "$run" "$run.partial"; do [ ! -d "$at" ] || folder=$at; done
	keeps "$point: one folder, not two" test ! -d "$run" -o ! -d "$run.partial"
	if [ -s "$TMPDIR/before" ]; then
		keeps "$point: the folder is there" test -n "$folder"
		keeps "$point: what was on the disk is" begins_with "$TMPDIR/before" "$folder/samples.tsv"
	fi
	[ -n "$folder" ] || return 0
	[ "$folder" != "$run" ] || keeps "$point: nothing half under the final name" test -z "$(find "$run" -name '*.tmp' -o -name '.report*')"
	if [ "$(rows "$folder/samples.tsv")" -gt 2 ]; then
		keeps "$point: readable" whole_run "$folder"
		if [ "$signal" != BENCH ]; then
			keeps "$point: every round but the last has every case" test "$(uneven "$folder/samples.tsv")" = 0
		fi
	fi
}

# Rounds, the last one left out, in which a case has no sample.
uneven() {
	awk -F '\t' 'NR > 2 { if (!(($1, $3) in seen)) { seen[$1, $3]; n[$3]++ } if (!($1 in name)) { name[$1]; names++ } if ($3 > last) last = $3 }
		END { for (r in n) if (r != last && n[r] != names) bad++; print bad + 0 }' "$1"
}

promise "a measurement that is killed keeps its finished rounds, readable, and leaves nothing running or half-written"
bench=BENCH prepare=fresh verify=verify_run
fresh() { rm -rf "$run" "$run.partial"; }
series "$many" "$oscost" measure --only syscall.getppid --only process.fork --only ctxsw.pipe.process --rounds 5 --no-pictures --out "$run"
measures_again

promise "a benchmark that would never end dies with the driver, however that dies, and so does all that it started"
tree "$TMPDIR/hang" "$OSCOST_BUILD/tests/bench/bench_hang"
for signal in KILL INT TERM HUP; do
	rm -rf "$run" "$run.partial"
	start "$TMPDIR/hang/oscost" measure --rounds 1 --no-pictures --out "$run"
	looks=0
	until [ -n "$(benchmark)" ] && [ -e "$run.partial/samples.tsv" ] || [ "$looks" -ge 100 ]; do
		looks=$((looks + 1))
		sleep 0.1
	done
	check "it hangs" test "$looks" -lt 100
	sleep 0.2
	kill "-$signal" "$pid"
	kills=$((kills + 1))
	fault
	failures_at=$failures
	check "hanging, $signal: it ends" ended
	keeps "hanging, $signal: nothing is left running" nothing_left
	survive
done

promise "pictures that are being drawn, a pair and the noise of a machine are no exception"
series "$few" "$oscost" measure --only syscall.getppid --rounds 2 --out "$run"
verify_pair() {
	keeps "$point: one folder, not two" test ! -d "$run" -o ! -d "$run.partial"
	for arm in "$run/a" "$run/b" "$run.partial/a" "$run.partial/b"; do
		[ "$(rows "$arm/samples.tsv")" -gt 2 ] || continue
		keeps "$point: $(basename "$arm") is readable" whole_run "$arm"
	done
}
verify=verify_pair
series "$few" "$oscost" compare --paired '' 'nice -n 1' --only syscall.getppid --rounds 3 --no-pictures --out "$run"
measures_again
fresh_noise() { rm -rf "$OSCOST_RESULTS"; }
verify_noise() {
	sets=$(find "$base.noise" -mindepth 3 -maxdepth 3 -path '*/noise/*' -type d 2>/dev/null | wc -l)
	keeps "$point: all of the noise or none ($sets)" test "$sets" = 0 -o "$sets" = 3
	[ "$sets" = 0 ] || keeps "$point: it is read" "$oscost" noise --show --baseline "$base.noise" >/dev/null 2>&1
}
prepare=fresh_noise verify=verify_noise
series "$few" "$oscost" noise --runs 3 --only syscall.getppid --rounds 6 --baseline "$base.noise"

promise "a benchmark that crashes, hangs or talks nonsense costs its own case: see tests/test_false.sh and test_interrupt.sh"
others=false
[ -z "$long" ] || others='false interrupt'
for name in $others; do
	fault
	check "test_$name passes" sh -c 'sh "$OSCOST_TOP/tests/test_$1.sh" >"$TMPDIR/other.out" 2>&1 || { cat "$TMPDIR/other.out" >&2; false; }' sh "$name"
done

echo "a PU that goes offline during a run: see guest.sh"
finish_faults
