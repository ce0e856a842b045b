# What the scripts of kills share, behind lib.sh. Sourced: . "$OSCOST_TOP/tests/faults/lib_kill.sh"
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154,SC2317
run=$TMPDIR/run

many=9 few=2
[ -z "$long" ] || { many=200 few=40; }

# To know how long the command takes here and now.
now_ms() { awk '{ printf "%d", $1 * 1000 }' /proc/uptime; }

start() {
	OSCOST_FAULT_MARK=$mark setsid "$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null &
	pid=$!
}

# alive PID: and no zombie; told by the shell alone, since what is to be hit may be over in milliseconds
alive() {
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
	case ${stat##*) } in Z*) return 1 ;; esac
}

# Waits at most 20 s or so for the end of it: its exit status is in $got.
ended() {
	tries=0
	while alive "$pid" && [ "$tries" -lt 700 ]; do
		sleep 0.02
		tries=$((tries + 1))
	done
	[ "$tries" -lt 700 ] || kill -KILL "$pid"
	got=0
	wait "$pid" 2>/dev/null || got=$?
	[ "$tries" -lt 700 ]
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
	[ "$delay" -lt 3 ] ||
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
	alive "$pid" &&
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
	while [ "$tried" -lt "$count" ] && [ "$aimed" -lt $((2 * count + 15)) ]; do
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
			$verify "$@"
			survive
		elif [ "$tried" = 0 ]; then
			# it is over sooner than the clock of `ended` can tell
			span=$((span * 2 / 3))
		fi
	done
	check "$2: it was hit at all" test "$tried" -gt 0
	echo "$2: $tried kills within $span ms"
}
