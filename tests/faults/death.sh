#!/bin/sh
# Killed at moments chosen by chance: the driver by each signal, and a benchmark. What was finished is kept and readable,
# nothing is left running, nothing half-written has its final name, and the next measurement works.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"
short_tree syscall process ctxsw_pipe
run=$TMPDIR/run
base=$TMPDIR/base

# To know how long the command takes here and now.
now_ms() { awk '{ printf "%d", $1 * 1000 }' /proc/uptime; }

start() {
	OSCOST_FAULT_MARK=$mark setsid "$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null &
	pid=$!
}

# Waits at most 15 s for the end of it: its exit status is in $got.
ended() {
	tries=0
	while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 150 ]; do
		[ "$(awk '{ print $3 }' "/proc/$pid/stat" 2>/dev/null)" != Z ] || break
		sleep 0.1
		tries=$((tries + 1))
	done
	[ "$tries" -lt 150 ] || kill -KILL "$pid"
	got=0
	wait "$pid" 2>/dev/null || got=$?
	[ "$tries" -lt 150 ]
}

# A descendant that runs a benchmark, or nothing.
benchmark() {
	for at in /proc/[0-9]*; do
		case $(readlink "$at/exe" 2>/dev/null) in "$TMPDIR"/*/bench/*) ;; *) continue ;; esac
		if grep -qs "OSCOST_FAULT_MARK=$mark" "$at/environ"; then
			echo "${at#/proc/}"
			return
		fi
	done
}

# strike SIGNAL SPAN COMMAND...: kills the driver (or, SIGNAL BENCH, a benchmark) at a random moment within SPAN ms.
# 1: it had ended before.
strike() {
	signal=$1
	span=$2
	shift 2
	draw
	delay=$((chance * span / 1000000))
	start "$@"
	sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
	# what a reader would find on the disk at that moment
	rm -f "$TMPDIR/before"
	[ ! -e "$run.partial/samples.tsv" ] || cp "$run.partial/samples.tsv" "$TMPDIR/before" 2>/dev/null
	victim=$pid
	number=$signal
	if [ "$signal" = BENCH ]; then
		number=KILL
		victim=$(benchmark)
		if [ -z "$victim" ]; then
			ended
			return 1
		fi
	fi
	hit=0
	[ -d "/proc/$pid" ] && [ "$(awk '{ print $3 }' "/proc/$pid/stat" 2>/dev/null)" != Z ] &&
		kill "-$number" "$victim" 2>/dev/null && hit=1
	point="$2 killed by $signal after $delay ms"
	check "$point: it ends" ended
	[ "$hit" = 1 ] || return 1
	kills=$((kills + 1))
	fault
	failures_at=$failures
	case $signal in
	KILL) check "$point: exit status $got" test "$got" = 137 -o "$got" = 0 -o "$got" = "${verdict:-0}" ;;
	BENCH) check "$point: exit status $got" test "$got" = 0 -o "$got" = 2 -o "$got" = "${verdict:-0}" ;;
	# before it catches signals it dies of them
	*) check "$point: exit status $got" test "$got" = 130 -o "$got" = 0 -o "$got" = 129 -o "$got" = 143 -o "$got" = "${verdict:-0}" ;;
	esac
	keeps "$point: nothing is left running" nothing_left
}

survive() { [ "$failures" -gt "$failures_at" ] || survived=$((survived + 1)); }




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

measures_again() {
	rm -rf "$run" "$run.partial"
	check_status 0 "$oscost" measure --rounds 1 --only syscall.getppid --no-pictures --out "$run"
	rm -rf "$run" "$run.partial"
}

# series COUNT COMMAND...: COUNT kills of a command, each signal in turn; prepare and verify are functions
series() {
	count=$1
	shift
	$prepare
	began=$(now_ms)
	start "$@"
	ended
	span=$(($(now_ms) - began))
	nothing_left || true
	tried=0
	aimed=0
	while [ "$tried" -lt "$count" ] && [ "$aimed" -lt $((2 * count + 5)) ]; do
		case $((aimed % 6)) in
		0 | 3) next=KILL ;;
		1) next=INT ;;
		2) next=TERM ;;
		4) next=HUP ;;
		5) next=$bench ;;
		esac
		aimed=$((aimed + 1))
		$prepare
		if strike "$next" "$span" "$@"; then
			tried=$((tried + 1))
			$verify
			survive
		fi
	done
	check "$2: it was hit at all" test "$tried" -gt 0
	echo "$2: $tried kills within $span ms"
}

many=9 few=2
[ -z "$long" ] || { many=200 few=40; }

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

# calm RUN: as if nothing had disturbed it, so that there is something to confirm
calm() {
	awk -F '\t' -v OFS='\t' 'NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i } NR > 2 { $(at["disturbed"]) = "-" } { print }' \
		"$1/samples.tsv" >"$1/new" && mv "$1/new" "$1/samples.tsv"
}
promise "a gate that is killed while it confirms has judged nothing"
if "$oscost" measure --only syscall.getppid --rounds 7 --no-pictures --out "$TMPDIR/real" >/dev/null 2>&1; then
	rm -rf "$base"
	calm "$TMPDIR/real"
	cp -r "$TMPDIR/real" "$TMPDIR/slow"
	machine "$TMPDIR/slow" run.seed 77
	"$oscost" baseline add "$TMPDIR/real" --baseline "$base" >/dev/null 2>&1
	dearer "$TMPDIR/slow" syscall.getppid 3
	fresh_gate() { rm -rf "$TMPDIR/gate"; }
	verify_gate() {
		case $signal in
		BENCH) ;;
		*) keeps "$point: no verdict" test "$got" -gt 1 -o -s "$TMPDIR/gate/compare.tsv" ;;
		esac
	}
	# a gate that comes to its end may have found that the machine is slower than it was
	verdict=1
	bench=BENCH prepare=fresh_gate verify=verify_gate
	series "$few" "$oscost" check "$TMPDIR/slow" --baseline "$base" --out "$TMPDIR/gate" --no-pictures
	verdict=
fi
measures_again

promise "a benchmark that crashes, hangs or talks nonsense costs its own case: see tests/test_false.sh and test_interrupt.sh"
others=false
[ -z "$long" ] || others='false interrupt'
for name in $others; do
	fault
	check "test_$name passes" sh -c 'sh "$OSCOST_TOP/tests/test_$1.sh" >"$TMPDIR/other.out" 2>&1 || { cat "$TMPDIR/other.out" >&2; false; }' sh "$name"
done

not_tried "a PU that goes offline during a run: it would change the machine for everybody; guests are for that"
finish_faults
